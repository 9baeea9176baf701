namespace ChatOpportunities.Domain.Pipeline;

/// <summary>By what the pipeline is divided.</summary>
public enum PipelineGrouping
{
    /// <summary>By the stage they stand on, in the order of the cycle.</summary>
    Stage,

    /// <summary>By who holds them, in the order of names.</summary>
    Salesperson,

    /// <summary>By the month of the estimated close date, earliest first.</summary>
    Month,

    /// <summary>By the team of who holds them today, in the order of names; those without one come last.</summary>
    Team,
}

/// <summary>What is under way, in groups.</summary>
/// <param name="Groups">Those that hold something; by stage in one cycle, its empty stages too.</param>
/// <param name="NotStarted">How many wait for their start; in none of the other figures.</param>
/// <param name="NotStartedValue">Sum of the estimates they were made with, company currency.</param>
public sealed record PipelineFigures(IReadOnlyList<PipelineGroup> Groups, int NotStarted, decimal NotStartedValue);

/// <summary>One group, such as a stage.</summary>
/// <param name="Key">Stage number (CYCLE/number when no cycle is chosen), salesperson code, month as YYYY-MM, or team code (blank: in no
/// team).</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Opportunities">How many opportunities.</param>
/// <param name="EstimatedValue">Sum of the estimates, company currency.</param>
/// <param name="CurrentValue">Sum of estimate × probability, company currency, not rounded.</param>
/// <param name="SalesCycle">Description of the stage's cycle; null in other groupings.</param>
public sealed record PipelineGroup(
    string Key, string Label, int Opportunities, decimal EstimatedValue, decimal CurrentValue, string? SalesCycle = null);

/// <summary>All that is said of what is under way.</summary>
/// <param name="Stages">By stage, with what waits for its start.</param>
/// <param name="Salespeople">By who holds them.</param>
/// <param name="Teams">By the team of who holds them.</param>
/// <param name="Forecast">By the month of the expected close.</param>
/// <param name="Slipped">What should have closed before today.</param>
/// <param name="Ages">By days on the present stage.</param>
public sealed record PipelineOverview(
    PipelineFigures Stages, IReadOnlyList<PipelineGroup> Salespeople, IReadOnlyList<PipelineGroup> Teams, Forecast Forecast, Totals Slipped,
    IReadOnlyList<AgeGroup> Ages);
