using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Api.Description;
using ChatOpportunities.Portal.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Api.People;

/// <summary>People who sell, lead or administer, and those who wait to be taken in.</summary>
internal static class SalespersonEndpoints
{
    /// <summary>What stands in an address for one of them.</summary>
    public const string CodeMeaning = "Code of the person; upper and lower case are alike.";

    private const string Name = "salespeople";

    public static void Map(IEndpointRouteBuilder api)
    {
        RefusalRule[] details =
        [
            Refusals.Required, Refusals.TooLong, Refusals.BadEmail, Refusals.EmailTaken, Refusals.BadObjectId, Refusals.ObjectIdTaken,
            Refusals.TeamUnknown, Refusals.UnknownValue,
        ];
        var people = api.MapGroup("").Tagged("People", "Who sells, leads or administers.");
        var group = people.MapGroup("/" + Name)
            .Place("code", CodeMeaning, "ANNA");
        group.MapGet("", ListAsync).ReturnsPage(SalespersonResource.Example)
            .Named("listSalespeople", "People", "In order of their codes, blocked ones too.");
        group.MapPost("", CreateAsync).Takes(SalespersonBody.Example).ReturnsItem(SalespersonResource.Example, StatusCodes.Status201Created)
            .Refuses([Refusals.CodeExists, Refusals.BadCode, .. details])
            .Named("createSalesperson", "Makes a person", "Who can then use chat and portal; admins only.");
        group.MapGet("/{code}", FindAsync).ReturnsItem(SalespersonResource.Example).Named("getSalesperson", "One person", "By their code.");
        group.MapPatch("/{code}", ChangeAsync).Takes(new SalespersonBody(TeamCode: "LIGHT")).ReturnsItem(SalespersonResource.Example)
            .Refuses([Refusals.CodeFixed, Refusals.LastAdmin, .. details])
            .Named("changeSalesperson", "Changes, blocks or unblocks a person", "Admins only.");
        group.MapDelete("/{code}", DeleteAsync).Produces(StatusCodes.Status204NoContent).Refuses(Refusals.PersonInUse, Refusals.LastAdmin)
            .Named("deleteSalesperson", "Deletes a person whom nothing names", "Otherwise block them; admins only.");
        people.MapGet("/people/waiting", WaitingAsync).ReturnsPage(WaitingResource.Example).Refuses(Refusals.Forbidden)
            .Named(
                "listWaitingPeople", "Who wrote to the bot and is not known",
                "Latest first, at most 100, always one page; managers and admins.");
    }

    private static async Task<ApiAnswer> ListAsync(
        Query<PageQuery> page, ApiCall call, PeopleActs people, CancellationToken cancellationToken) =>
        Setup.List(
            page.Value, await people.ListAsync(cancellationToken), p => p.Code, person => SalespersonResource.Of(person, call.Caller));

    private static async Task<ApiAnswer> CreateAsync(
        ApiCall call, JsonBody<SalespersonBody> body, PeopleActs people, IOptions<CompanyOptions> company,
        CancellationToken cancellationToken) =>
        call.Answer(
            await people.SaveAsync(
                body.Value.Code, body.Value.Form(company.Value), isNew: true, version: null, call.Caller, cancellationToken),
            person => ApiAnswer.Created(Setup.Address(Name, person.Code), SalespersonResource.Of(person, call.Caller), person.Version));

    private static async Task<ApiAnswer> FindAsync(string code, ApiCall call, PeopleActs people, CancellationToken cancellationToken) =>
        await people.FindAsync(code, cancellationToken) is { } person ? Show(person, call) : call.NotFound();

    private static Task<ApiAnswer> ChangeAsync(
        string code, ApiCall call, JsonBody<SalespersonBody> body, PeopleActs people, IOptions<CompanyOptions> company,
        CancellationToken cancellationToken) =>
        Setup.ChangeAsync(
            call,
            AccessPolicy.MaySetUp(call.Caller),
            () => people.FindAsync(code, cancellationToken),
            person => Setup.Renamed(body.Value.Code, person.Code),
            (person, version) => people.SaveAsync(
                person.Code, Over(SalespersonBody.Of(person), body).Form(company.Value), isNew: false, version, call.Caller,
                cancellationToken),
            person => Show(person, call));

    private static async Task<ApiAnswer> DeleteAsync(string code, ApiCall call, PeopleActs people, CancellationToken cancellationToken) =>
        await Setup.ReplaceAsync(
            call, () => people.DeleteAsync(code, call.Version, call.Caller, cancellationToken), _ => ApiAnswer.NoContent);

    private static async Task<ApiAnswer> WaitingAsync(ApiCall call, PeopleActs people, CancellationToken cancellationToken) =>
        AccessPolicy.MayReadSetup(call.Caller)
            ? ApiAnswer.Ok(
                new Page<WaitingResource>([.. (await people.WaitingAsync(call.Caller, cancellationToken)).Select(WaitingResource.Of)]))
            : call.Refused([Refusals.Forbidden.With()]);

    private static SalespersonBody Over(SalespersonBody present, JsonBody<SalespersonBody> body)
    {
        var wanted = body.Value;
        return present with
        {
            Name = body.Has("name") ? wanted.Name : present.Name,
            Email = body.Has("email") ? wanted.Email : present.Email,
            EntraObjectId = body.Has("entraObjectId") ? wanted.EntraObjectId : present.EntraObjectId,
            Role = wanted.Role ?? present.Role,
            TeamCode = body.Has("teamCode") ? wanted.TeamCode : present.TeamCode,
            Language = body.Has("language") ? wanted.Language : present.Language,
            TimeZone = body.Has("timeZone") ? wanted.TimeZone : present.TimeZone,
            Blocked = wanted.Blocked ?? present.Blocked,
        };
    }

    private static ApiAnswer Show(Salesperson person, ApiCall call) =>
        ApiAnswer.Ok(SalespersonResource.Of(person, call.Caller), person.Version);
}
