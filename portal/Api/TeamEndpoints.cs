using ChatOpportunities.Domain.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatOpportunities.Portal.Api;

/// <summary>Teams and who leads them.</summary>
internal static class TeamEndpoints
{
    private const string Name = "teams";

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/" + Name).WithTags("Teams");
        group.MapGet("", ListAsync).WithSummary("Teams.").Returns<Page<TeamResource>>();
        group.MapPost("", CreateAsync).Takes<TeamBody>().WithSummary("Makes a team.").Returns<TeamResource>(StatusCodes.Status201Created);
        group.MapGet("/{code}", FindAsync).WithSummary("One team.").Returns<TeamResource>();
        group.MapPatch("/{code}", ChangeAsync).Takes<TeamBody>().WithSummary("Changes a team.").Returns<TeamResource>();
        group.MapDelete("/{code}", DeleteAsync).WithSummary("Deletes a team that nobody is in.").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<ApiAnswer> ListAsync(ApiCall call, PeopleActs people, CancellationToken cancellationToken) =>
        Setup.List(call, await people.TeamsAsync(cancellationToken), t => t.Code, TeamResource.Of);

    private static async Task<ApiAnswer> CreateAsync(ApiCall call, JsonBody<TeamBody> body, PeopleActs people, CancellationToken cancellationToken) =>
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
                team.Code, body.Has("name") ? body.Value.Name : team.Name, body.Has("managerCode") ? body.Value.ManagerCode : team.Manager?.Code,
                isNew: false, version, call.Caller, cancellationToken),
            Show);

    private static async Task<ApiAnswer> DeleteAsync(string code, ApiCall call, PeopleActs people, CancellationToken cancellationToken) =>
        await Setup.ReplaceAsync(call, () => people.DeleteTeamAsync(code, call.Version, call.Caller, cancellationToken), _ => ApiAnswer.NoContent);

    private static ApiAnswer Show(SalesTeam team) => ApiAnswer.Ok(TeamResource.Of(team), team.Version);
}
