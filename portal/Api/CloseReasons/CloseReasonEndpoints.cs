using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Portal.Api.Description;
using ChatOpportunities.Portal.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatOpportunities.Portal.Api.CloseReasons;

/// <summary>Why opportunities are won or lost.</summary>
internal static class CloseReasonEndpoints
{
    private const string Name = "close-reasons";

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/" + Name).Tagged("Close reasons", "Why opportunities are won or lost.")
            .Place("code", "Code of the reason; upper and lower case are alike.", "PRICE_W");
        group.MapGet("", ListAsync).ReturnsPage(CloseReasonResource.Example)
            .Named("listCloseReasons", "Reasons", "In order of their codes, blocked ones too.");
        group.MapPost("", CreateAsync).Takes(CloseReasonBody.Example).ReturnsItem(CloseReasonResource.Example, StatusCodes.Status201Created)
            .Refuses(Refusals.CodeExists, Refusals.BadCode, Refusals.Required, Refusals.TooLong, Refusals.OutcomeRequired)
            .Named("createCloseReason", "Makes a reason", "For won or for lost; admins only.");
        group.MapGet("/{code}", FindAsync).ReturnsItem(CloseReasonResource.Example).Named("getCloseReason", "One reason", "By its code.");
        group.MapPut("/{code}", SaveAsync).Takes(CloseReasonBody.Example)
            .ReturnsItem(CloseReasonResource.Example).ReturnsItem(CloseReasonResource.Example, StatusCodes.Status201Created)
            .Refuses(
                Refusals.CodeFixed, Refusals.BadCode, Refusals.Required, Refusals.TooLong, Refusals.OutcomeRequired,
                Refusals.ReasonOutcomeFixed)
            .Named("saveCloseReason", "Makes a reason or replaces all that is said of it", "Admins only.");
        group.MapDelete("/{code}", DeleteAsync).Produces(StatusCodes.Status204NoContent).Refuses(Refusals.ReasonInUse)
            .Named("deleteCloseReason", "Deletes a reason that no history names", "Otherwise block it; admins only.");
    }

    private static async Task<ApiAnswer> ListAsync(
        Query<CloseReasonQuery> query, Query<PageQuery> page, ApiCall call, CloseReasonActs reasons, CancellationToken cancellationToken)
    {
        var outcome = query.Value.Outcome;
        var found = (await reasons.ListAsync(call.Caller, cancellationToken)).Where(r => outcome is null || r.Outcome == outcome);
        return Setup.List(page.Value, found, r => r.Code, CloseReasonResource.Of);
    }

    private static async Task<ApiAnswer> CreateAsync(
        ApiCall call, JsonBody<CloseReasonBody> body, CloseReasonActs reasons, CancellationToken cancellationToken) =>
        call.Answer(
            await reasons.SaveAsync(body.Value.Code, body.Value.ToForm(), isNew: true, version: null, call.Caller, cancellationToken),
            Saved);

    private static async Task<ApiAnswer> FindAsync(
        string code, ApiCall call, CloseReasonActs reasons, CancellationToken cancellationToken) =>
        await reasons.FindAsync(code, call.Caller, cancellationToken) is { } reason
            ? ApiAnswer.Ok(CloseReasonResource.Of(reason), reason.Version)
            : call.NotFound();

    private static async Task<ApiAnswer> SaveAsync(
        string code, ApiCall call, JsonBody<CloseReasonBody> body, CloseReasonActs reasons, CancellationToken cancellationToken) =>
        AccessPolicy.MaySetUp(call.Caller) && Setup.Renamed(body.Value.Code, code) is { } renamed
            ? call.Refused([renamed])
            : await Setup.ReplaceAsync(
                call, () => reasons.SaveAsync(code, body.Value.ToForm(), isNew: null, call.Version, call.Caller, cancellationToken), Saved);

    private static async Task<ApiAnswer> DeleteAsync(
        string code, ApiCall call, CloseReasonActs reasons, CancellationToken cancellationToken) =>
        await Setup.ReplaceAsync(
            call, () => reasons.DeleteAsync(code, call.Version, call.Caller, cancellationToken), _ => ApiAnswer.NoContent);

    private static ApiAnswer Saved(CloseReason reason) => reason.Version == 1
        ? ApiAnswer.Created(Setup.Address(Name, reason.Code), CloseReasonResource.Of(reason), reason.Version)
        : ApiAnswer.Ok(CloseReasonResource.Of(reason), reason.Version);
}
