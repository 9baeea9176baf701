using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatOpportunities.Portal.Api;

/// <summary>Figures, each over what the caller may see.</summary>
internal static class FigureEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sales-cycles/{code}/statistics", OfCycleAsync).Returns<CycleStatistics>().WithTags("Figures")
            .WithSummary("What is under way in a sales cycle, by stage.").WithDescription("Query: closeFrom, closeTo.");
        api.MapGet("/salespeople/{code}/statistics", OfSalespersonAsync).Returns<SalesStatistics>().WithTags("Figures")
            .WithSummary("What a salesperson has open, won and lost.");
        api.MapGet("/pipeline", PipelineAsync).Returns<PipelineFigures>().WithTags("Figures")
            .WithSummary("What is under way, in groups.").WithDescription("Query: cycle, salesperson, team, groupBy (stage, salesperson or month).");
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
