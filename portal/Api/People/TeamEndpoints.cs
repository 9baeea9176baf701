using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Api.Description;
using ChatOpportunities.Portal.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatOpportunities.Portal.Api.People;

/// <summary>Teams and who leads them.</summary>
internal static class TeamEndpoints
{
    private const string Name = "teams";

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/" + Name).Tagged("Teams", "Salespeople and who leads them.")
            .Place("code", "Code of the team; upper and lower case are alike.", "LIGHT");
        group.MapGet("", ListAsync).ReturnsPage(TeamResource.Example).Named("listTeams", "Teams", "In order of their codes.");
        group.MapPost("", CreateAsync).Takes(TeamBody.Example).ReturnsItem(TeamResource.Example, StatusCodes.Status201Created)
            .Refuses(Refusals.CodeExists, Refusals.BadCode, Refusals.Required, Refusals.TooLong, Refusals.SalespersonUnknown)
            .Named("createTeam", "Makes a team", "Admins only.");
        group.MapGet("/{code}", FindAsync).ReturnsItem(TeamResource.Example).Named("getTeam", "One team", "By its code.");
        group.MapPatch("/{code}", ChangeAsync).Takes(new TeamBody(ManagerCode: "DAVID")).ReturnsItem(TeamResource.Example)
            .Refuses(Refusals.CodeFixed, Refusals.Required, Refusals.TooLong, Refusals.SalespersonUnknown)
            .Named("changeTeam", "Changes a team", "Admins only.");
        group.MapDelete("/{code}", DeleteAsync).Produces(StatusCodes.Status204NoContent).Refuses(Refusals.TeamHasPeople)
            .Named("deleteTeam", "Deletes a team that nobody is in", "Admins only.");
    }

    private static async Task<ApiAnswer> ListAsync(Query<PageQuery> page, PeopleActs people, CancellationToken cancellationToken) =>
        Setup.List(page.Value, await people.TeamsAsync(cancellationToken), t => t.Code, TeamResource.Of);

    private static async Task<ApiAnswer> CreateAsync(
        ApiCall call, JsonBody<TeamBody> body, PeopleActs people, CancellationToken cancellationToken) =>
        call.Answer(
            await people.SaveTeamAsync(
                body.Value.Code, body.Value.Name, body.Value.ManagerCode, isNew: true, version: null, call.Caller, cancellationToken),
            team => ApiAnswer.Created(Setup.Address(Name, team.Code), TeamResource.Of(team), team.Version));

    private static async Task<ApiAnswer> FindAsync(string code, ApiCall call, PeopleActs people, CancellationToken cancellationToken) =>
        await people.FindTeamAsync(code, cancellationToken) is { } team ? Show(team) : call.NotFound();

    private static Task<ApiAnswer> ChangeAsync(
        string code, ApiCall call, JsonBody<TeamBody> body, PeopleActs people, CancellationToken cancellationToken) =>
        Setup.ChangeAsync(
            call,
            AccessPolicy.MaySetUp(call.Caller),
            () => people.FindTeamAsync(code, cancellationToken),
            team => Setup.Renamed(body.Value.Code, team.Code),
            (team, version) => people.SaveTeamAsync(
                team.Code, body.Has("name") ? body.Value.Name : team.Name,
                body.Has("managerCode") ? body.Value.ManagerCode : team.Manager?.Code, isNew: false, version, call.Caller,
                cancellationToken),
            Show);

    private static async Task<ApiAnswer> DeleteAsync(string code, ApiCall call, PeopleActs people, CancellationToken cancellationToken) =>
        await Setup.ReplaceAsync(
            call, () => people.DeleteTeamAsync(code, call.Version, call.Caller, cancellationToken), _ => ApiAnswer.NoContent);

    private static ApiAnswer Show(SalesTeam team) => ApiAnswer.Ok(TeamResource.Of(team), team.Version);
}
