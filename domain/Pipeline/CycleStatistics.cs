namespace ChatOpportunities.Domain.Pipeline;

/// <summary>What is under way in one sales cycle.</summary>
/// <param name="Opportunities">How many are in progress; the sum over the stages.</param>
/// <param name="EstimatedValue">Sum of the estimates, company currency.</param>
/// <param name="CurrentValue">Sum of estimate × probability, company currency, not rounded.</param>
/// <param name="AverageDays">Calendar days from one line of the history to the next, over all stages, two decimals; null when there is
/// none yet. An update ends a line.</param>
/// <param name="NotStarted">How many wait for their start; in none of the other figures.</param>
/// <param name="Stages">Every stage of the cycle in order, empty ones too.</param>
public sealed record CycleStatistics(
    int Opportunities, decimal EstimatedValue, decimal CurrentValue, decimal? AverageDays, int NotStarted,
    IReadOnlyList<StageStatistics> Stages);

/// <summary>What stands on one stage.</summary>
/// <param name="Number">Number of the stage, which gives the order.</param>
/// <param name="Description">Description of the stage.</param>
/// <param name="Opportunities">How many opportunities stand on it.</param>
/// <param name="EstimatedValue">Sum of the estimates, company currency.</param>
/// <param name="CurrentValue">Sum of estimate × probability, company currency, not rounded.</param>
/// <param name="AverageDays">Calendar days a line of the history on this stage lasted, on average, two decimals; null when none has ended
/// yet. An update ends a line.</param>
public sealed record StageStatistics(
    int Number, string Description, int Opportunities, decimal EstimatedValue, decimal CurrentValue, decimal? AverageDays);
