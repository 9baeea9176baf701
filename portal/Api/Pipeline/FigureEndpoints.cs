using System.Text.Json.Serialization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Portal.Api.Description;
using ChatOpportunities.Portal.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatOpportunities.Portal.Api.Pipeline;

/// <summary>Figures, each over what the caller may see.</summary>
internal static class FigureEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sales-cycles/{code}/statistics", OfCycleAsync).Returns<CycleStatistics>().WithTags("Figures").Asks("closeFrom", "closeTo")
            .Named("getCycleStatistics", "What is under way in a sales cycle", "By stage, over what the caller may see.");
        api.MapGet("/salespeople/{code}/statistics", OfSalespersonAsync).Returns<SalesStatistics>().WithTags("Figures")
            .Named("getSalespersonStatistics", "What a salesperson has open, won and lost", "Over what the caller may see.");
        api.MapGet("/pipeline", PipelineAsync).Returns<PipelineFigures>().WithTags("Figures").Asks("cycle", "salesperson", "team", "groupBy").Refuses(Refusals.NotFound)
            .Named("getPipeline", "What is under way, in groups", "By stage, by salesperson, by team, or by the month it is thought to close; over what the caller may see. A filter that names nothing is not found.");
    }

    private static async Task<ApiAnswer> OfCycleAsync(string code, ApiCall call, Figures figures, CancellationToken cancellationToken) =>
        await figures.OfCycleAsync(code, call.Date("closeFrom"), call.Date("closeTo"), call.Caller, cancellationToken) is { } found
            ? ApiAnswer.Ok(found)
            : call.NotFound();

    private static async Task<ApiAnswer> OfSalespersonAsync(string code, ApiCall call, Figures figures, CancellationToken cancellationToken) =>
        await figures.OfSalespersonAsync(code, call.Caller, cancellationToken) is { } found ? ApiAnswer.Ok(found) : call.NotFound();

    private static async Task<ApiAnswer> PipelineAsync(ApiCall call, Figures figures, CancellationToken cancellationToken) =>
        await figures.PipelineAsync(
            new FigureFilter(call.Text("cycle"), call.Text("salesperson"), call.Text("team")),
            call.Choice<PipelineGrouping>("groupBy") ?? PipelineGrouping.Stage,
            call.Caller,
            cancellationToken) is { } found
            ? ApiAnswer.Ok(found)
            : call.NotFound();
}

/// <summary>What figures are written as.</summary>
[JsonSerializable(typeof(CycleStatistics))]
[JsonSerializable(typeof(SalesStatistics))]
[JsonSerializable(typeof(PipelineFigures))]
internal sealed partial class FigureJson : JsonSerializerContext;
