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

/// <summary>What is under way, divided into groups.</summary>
/// <param name="Groups">Groups that hold something; by stage with one cycle chosen, its empty stages too.</param>
/// <param name="NotStarted">How many wait for their start; in no group.</param>
/// <param name="NotStartedValue">Sum of the estimates those were created with, company currency.</param>
public sealed record PipelineFigures(IReadOnlyList<PipelineGroup> Groups, int NotStarted, decimal NotStartedValue);

/// <summary>One bar of the pipeline. Amounts in company currency, not rounded.</summary>
/// <param name="Key">Stage number (<c>CYCLE/number</c> when no cycle is chosen), salesperson code, month as <c>yyyy-MM</c>, or team code (blank: in no team).</param>
/// <param name="Label">Stage description, name of salesperson or team, or month as <c>yyyy-MM</c>.</param>
/// <param name="Opportunities">How many.</param>
/// <param name="EstimatedValue">Sum of their estimates.</param>
/// <param name="CurrentValue">Sum of estimate × probability.</param>
/// <param name="SalesCycle">Description of the stage's cycle; null for other groupings.</param>
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
