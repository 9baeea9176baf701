namespace ChatOpportunities.Domain.Pipeline;

/// <summary>What is under way in one sales cycle. Amounts in company currency; sums are not rounded.</summary>
/// <param name="Opportunities">How many are in progress; the sum over the stages.</param>
/// <param name="EstimatedValue">Sum of their estimates.</param>
/// <param name="CurrentValue">Sum of estimate × probability.</param>
/// <param name="AverageDays">Calendar days from one entry to the next, over all stages, two decimals; null when there is none yet.</param>
/// <param name="NotStarted">How many wait for their start; in none of the other figures.</param>
/// <param name="Stages">Every stage of the cycle in order, empty ones too.</param>
public sealed record CycleStatistics(
    int Opportunities, decimal EstimatedValue, decimal CurrentValue, decimal? AverageDays, int NotStarted, IReadOnlyList<StageStatistics> Stages);

/// <summary>What stands on one stage; units as in <see cref="CycleStatistics"/>.</summary>
/// <param name="Number">Number of the stage, which gives the order.</param>
/// <param name="Description">Description of the stage.</param>
/// <param name="Opportunities">How many stand on it.</param>
/// <param name="EstimatedValue">Sum of their estimates.</param>
/// <param name="CurrentValue">Sum of estimate × probability.</param>
/// <param name="AverageDays">Calendar days an entry on this stage lasted, on average; null when none has ended yet. An update ends an entry.</param>
public sealed record StageStatistics(
    int Number, string Description, int Opportunities, decimal EstimatedValue, decimal CurrentValue, decimal? AverageDays);
