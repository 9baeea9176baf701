using System.Text.Json.Serialization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Portal.Api.Description;
using ChatOpportunities.Portal.Api.Http;
using ChatOpportunities.Portal.Api.People;
using ChatOpportunities.Portal.Api.SalesCycles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatOpportunities.Portal.Api.Pipeline;

/// <summary>Figures, each over what the caller may see.</summary>
internal static class FigureEndpoints
{
    private static readonly SalesFigures UnderWay = new(3, 120_000, 36_500);

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").Tagged("Figures", "Sums and averages over what the caller may see.");
        group.MapGet("/sales-cycles/{code}/statistics", OfCycleAsync)
            .Place("code", SalesCycleEndpoints.CodeMeaning, "NEW")
            .Returns(new CycleStatistics(3, 120_000, 36_500, 6.5m, 1, [new StageStatistics(2, "Qualification", 3, 120_000, 36_500, 6.5m)]))
            .Named("getCycleStatistics", "What is under way in a sales cycle", "By stage, over what the caller may see.");
        group.MapGet("/salespeople/{code}/statistics", OfSalespersonAsync)
            .Place("code", SalespersonEndpoints.CodeMeaning, "ANNA")
            .Returns(new SalesStatistics(UnderWay, new SalesFigures(1, 50_000, 54_600), new SalesFigures(0, 0, 0), 1))
            .Named("getSalespersonStatistics", "What a salesperson has open, won and lost", "Over what the caller may see.");
        group.MapGet("/pipeline", PipelineAsync)
            .Returns(new PipelineFigures([new PipelineGroup("2", "Qualification", 3, 120_000, 36_500, "New business")], 1, 9_000))
            .Refuses(Refusals.NotFound)
            .Named(
                "getPipeline", "What is under way, in groups",
                "By stage, by salesperson, by team, or by the month it is thought to close; over what the caller may see. "
                    + "A filter that names nothing is not found.");
    }

    private static async Task<ApiAnswer> OfCycleAsync(
        string code, Query<CycleStatisticsQuery> query, ApiCall call, Figures figures, CancellationToken cancellationToken) =>
        await figures.OfCycleAsync(code, query.Value.CloseFrom, query.Value.CloseTo, call.Caller, cancellationToken) is { } found
            ? ApiAnswer.Ok(found)
            : call.NotFound();

    private static async Task<ApiAnswer> OfSalespersonAsync(
        string code, ApiCall call, Figures figures, CancellationToken cancellationToken) =>
        await figures.OfSalespersonAsync(code, call.Caller, cancellationToken) is { } found ? ApiAnswer.Ok(found) : call.NotFound();

    private static async Task<ApiAnswer> PipelineAsync(
        Query<PipelineQuery> query, ApiCall call, Figures figures, CancellationToken cancellationToken) =>
        await figures.PipelineAsync(
            new FigureFilter(query.Value.Cycle, query.Value.Salesperson, query.Value.Team),
            query.Value.GroupBy ?? PipelineGrouping.Stage,
            call.Caller,
            cancellationToken) is { } found
            ? ApiAnswer.Ok(found)
            : call.NotFound();
}

/// <summary>Which opportunities of a cycle are counted.</summary>
/// <param name="CloseFrom">Only those expected to close on this day or later.</param>
/// <param name="CloseTo">Only those expected to close on this day or earlier.</param>
internal sealed record CycleStatisticsQuery(DateOnly? CloseFrom = null, DateOnly? CloseTo = null);

/// <summary>Which opportunities are counted, and in which groups.</summary>
/// <param name="Cycle">Only those in the sales cycle with this code.</param>
/// <param name="Salesperson">Only those of the person with this code.</param>
/// <param name="Team">Only those of people in the team with this code.</param>
/// <param name="GroupBy">What one group is; left out, a stage.</param>
internal sealed record PipelineQuery(
    string? Cycle = null, string? Salesperson = null, string? Team = null, PipelineGrouping? GroupBy = null);

/// <summary>What figures are written as.</summary>
[JsonSerializable(typeof(CycleStatistics))]
[JsonSerializable(typeof(SalesStatistics))]
[JsonSerializable(typeof(PipelineFigures))]
[JsonSerializable(typeof(CycleStatisticsQuery))]
[JsonSerializable(typeof(PipelineQuery))]
internal sealed partial class FigureJson : JsonSerializerContext;
