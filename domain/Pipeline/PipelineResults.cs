namespace ChatOpportunities.Domain.Pipeline;

/// <summary>All that became of the opportunities of a period.</summary>
/// <param name="WinRate">Of those closed in it.</param>
/// <param name="Times">How long stays lasted that began in it, by stage.</param>
/// <param name="Conversion">How many went on of those that entered a stage in it, by stage.</param>
public sealed record PipelineResults(WinRate WinRate, IReadOnlyList<StageTime> Times, IReadOnlyList<StageConversion> Conversion);
