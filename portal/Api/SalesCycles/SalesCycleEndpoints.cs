using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Portal.Api.Description;
using ChatOpportunities.Portal.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatOpportunities.Portal.Api.SalesCycles;

/// <summary>Sales cycles and their stages.</summary>
internal static class SalesCycleEndpoints
{
    /// <summary>What stands in an address for one of them.</summary>
    public const string CodeMeaning = "Code of the sales cycle; upper and lower case are alike.";

    private const string Name = "sales-cycles";

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/" + Name).Tagged("Sales cycles", "The ways a sale goes, each with its stages in order.")
            .Place("code", CodeMeaning, "NEW")
            .Place("number", "Number of the stage.", 1);
        group.MapGet("", ListAsync).ReturnsPage(SalesCycleResource.Example)
            .Named("listSalesCycles", "Sales cycles with their stages", "In order of their codes, blocked ones too.");
        group.MapPost("", CreateAsync).Takes(SalesCycleBody.Example).ReturnsItem(SalesCycleResource.Example, StatusCodes.Status201Created)
            .Refuses(Refusals.CodeExists, Refusals.BadCode, Refusals.Required, Refusals.TooLong)
            .Named("createSalesCycle", "Makes a sales cycle", "Still without stages; admins only.");
        group.MapGet("/{code}", FindAsync).ReturnsItem(SalesCycleResource.Example)
            .Named("getSalesCycle", "One sales cycle with its stages", "Stages come in the order of their numbers.");
        group.MapPatch("/{code}", ChangeAsync).Takes(new SalesCycleBody(Blocked: true)).ReturnsItem(SalesCycleResource.Example)
            .Refuses(Refusals.CodeFixed, Refusals.Required, Refusals.TooLong)
            .Named(
                "changeSalesCycle", "Changes, blocks or unblocks a sales cycle",
                "Changes no history: opportunities take it with their next move. Admins only.");
        group.MapDelete("/{code}", DeleteAsync).Produces(StatusCodes.Status204NoContent)
            .Refuses(Refusals.CycleInUse, Refusals.CycleHasHistory)
            .Named("deleteSalesCycle", "Deletes a sales cycle that no opportunity names", "Along with its stages; admins only.");
        group.MapGet("/{code}/stages", ListStagesAsync).ReturnsPage(StageResource.Example)
            .Named("listStages", "The stages of a sales cycle", "In the order of their numbers.");
        group.MapGet("/{code}/stages/{number:int}", FindStageAsync).ReturnsItem(StageResource.Example)
            .Named("getStage", "One stage", "By its number within the cycle.");
        group.MapPut("/{code}/stages/{number:int}", SaveStageAsync).Takes(StageBody.Example)
            .ReturnsItem(StageResource.Example).ReturnsItem(StageResource.Example, StatusCodes.Status201Created)
            .Refuses(
                Refusals.CodeFixed, Refusals.StageNumberOutOfRange, Refusals.Required, Refusals.TooLong, Refusals.PercentOutOfRange,
                Refusals.ActivityUnknown, Refusals.BadDateFormula, Refusals.LimitOutOfRange)
            .Named("saveStage", "Makes a stage or replaces all that is said of it", "What is left out is 0, false or none. Admins only.");
        group.MapDelete("/{code}/stages/{number:int}", DeleteStageAsync).Produces(StatusCodes.Status204NoContent)
            .Refuses(Refusals.StageInUse)
            .Named("deleteStage", "Deletes a stage on which no opportunity stands", "The history keeps its name; admins only.");
    }

    private static async Task<ApiAnswer> ListAsync(Query<PageQuery> page, SalesCycleActs cycles, CancellationToken cancellationToken) =>
        Setup.List(page.Value, await cycles.WithStagesAsync(cancellationToken), c => c.Code, SalesCycleResource.Of);

    private static async Task<ApiAnswer> CreateAsync(
        ApiCall call, JsonBody<SalesCycleBody> body, SalesCycleActs cycles, CancellationToken cancellationToken)
    {
        var wanted = body.Value;
        return call.Answer(
            await cycles.CreateAsync(
                wanted.Code, wanted.Description, wanted.ProbabilityMethod ?? ProbabilityMethod.Multiply, wanted.Blocked ?? false,
                call.Caller, cancellationToken),
            cycle => ApiAnswer.Created(Setup.Address(Name, cycle.Code), SalesCycleResource.Of(cycle), cycle.Version));
    }

    private static async Task<ApiAnswer> FindAsync(string code, ApiCall call, SalesCycleActs cycles, CancellationToken cancellationToken) =>
        await cycles.FindAsync(code, cancellationToken) is { } cycle ? Show(cycle) : call.NotFound();

    private static Task<ApiAnswer> ChangeAsync(
        string code, ApiCall call, JsonBody<SalesCycleBody> body, SalesCycleActs cycles, CancellationToken cancellationToken) =>
        Setup.ChangeAsync(
            call,
            AccessPolicy.MaySetUp(call.Caller),
            () => cycles.FindAsync(code, cancellationToken),
            cycle => Setup.Renamed(body.Value.Code, cycle.Code),
            (cycle, version) => cycles.ChangeAsync(
                cycle.Code, body.Has("description") ? body.Value.Description : cycle.Description,
                body.Value.ProbabilityMethod ?? cycle.ProbabilityMethod, body.Value.Blocked ?? cycle.Blocked, version, call.Caller,
                cancellationToken),
            Show);

    private static async Task<ApiAnswer> DeleteAsync(
        string code, ApiCall call, SalesCycleActs cycles, CancellationToken cancellationToken) =>
        await Setup.ReplaceAsync(
            call, () => cycles.DeleteAsync(code, call.Version, call.Caller, cancellationToken), _ => ApiAnswer.NoContent);

    private static async Task<ApiAnswer> ListStagesAsync(
        string code, Query<PageQuery> page, ApiCall call, SalesCycleActs cycles, CancellationToken cancellationToken) =>
        await cycles.FindAsync(code, cancellationToken) is { } cycle
            ? Setup.List(page.Value, cycle.Stages, s => s.Number.ToString("D7", CultureInfo.InvariantCulture), StageResource.Of)
            : call.NotFound();

    private static async Task<ApiAnswer> FindStageAsync(
        string code, int number, ApiCall call, SalesCycleActs cycles, CancellationToken cancellationToken) =>
        (await cycles.FindAsync(code, cancellationToken))?.Stages.SingleOrDefault(s => s.Number == number) is { } stage
            ? ApiAnswer.Ok(StageResource.Of(stage), stage.Version)
            : call.NotFound();

    private static async Task<ApiAnswer> SaveStageAsync(
        string code, int number, ApiCall call, JsonBody<StageBody> body, SalesCycleActs cycles, CancellationToken cancellationToken) =>
        body.Value.Number is { } given && given != number && AccessPolicy.MaySetUp(call.Caller)
            ? call.Refused([Refusals.CodeFixed.For("number", number)])
            : await Setup.ReplaceAsync(
                call,
                () => cycles.SaveStageAsync(code, number, body.Value.ToForm(), isNew: null, call.Version, call.Caller, cancellationToken),
                stage => stage.Version == 1
                    ? ApiAnswer.Created(
                        Setup.Address(Name, Checks.NormalCode(code), "stages", stage.Number.ToString(CultureInfo.InvariantCulture)),
                        StageResource.Of(stage),
                        stage.Version)
                    : ApiAnswer.Ok(StageResource.Of(stage), stage.Version));

    private static async Task<ApiAnswer> DeleteStageAsync(
        string code, int number, ApiCall call, SalesCycleActs cycles, CancellationToken cancellationToken) =>
        await Setup.ReplaceAsync(
            call, () => cycles.DeleteStageAsync(code, number, version: null, stageVersion: call.Version, call.Caller, cancellationToken),
            _ => ApiAnswer.NoContent);

    private static ApiAnswer Show(SalesCycle cycle) => ApiAnswer.Ok(SalesCycleResource.Of(cycle), cycle.Version);
}
