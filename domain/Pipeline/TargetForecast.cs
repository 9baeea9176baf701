namespace ChatOpportunities.Domain.Pipeline;

/// <summary>What was won and is to come by month, against the targets.</summary>
/// <param name="Months">Every month of the period, in order.</param>
/// <param name="Commit">Chances of success from which on an open opportunity counts as commit, 1–100.</param>
/// <param name="BestCase">Chances from which on it counts as best case.</param>
/// <param name="IsTold">Whether the caller may see the targets of whom the figures are of; else no month has one.</param>
/// <param name="Of">Of what the targets are made up.</param>
public sealed record TargetForecast(IReadOnlyList<ForecastedMonth> Months, int Commit, int BestCase, bool IsTold, TargetParts Of)
{
    /// <summary>All months together.</summary>
    public ForecastedMonth Sum => Months.Aggregate((all, month) => all.Plus(month));
}

/// <summary>Of what a target is made up.</summary>
/// <param name="Teams">How many targets of teams, set for the team itself.</param>
/// <param name="People">How many people's targets were added up.</param>
public sealed record TargetParts(int Teams, int People);

/// <summary>One month of a forecast, or several together. Each opportunity is in one of the four sums. Company currency.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Target">What is to be won; null without a target, which is not 0.</param>
/// <param name="Won">Won on a day of the month; the value is the amount of the sale.</param>
/// <param name="Commit">In progress, expected to close in the month, with high chances of success.</param>
/// <param name="BestCase">The same with fair chances.</param>
/// <param name="Rest">The same with lower ones.</param>
public sealed record ForecastedMonth(DateOnly Month, decimal? Target, Totals Won, Totals Commit, Totals BestCase, Totals Rest)
{
    /// <summary>What is missing to the target, 0 when it is met; null without a target.</summary>
    public decimal? Missing => Target is { } target ? Math.Max(0, target - Won.CurrentValue) : null;

    /// <summary>What would still be missing with all of commit.</summary>
    public decimal? MissingWithCommit =>
        Target is { } target ? Math.Max(0, target - Won.CurrentValue - Commit.EstimatedValue) : null;

    /// <summary>Won, commit and best case in full, and the rest by its probabilities.</summary>
    public decimal Expected => Won.CurrentValue + Commit.EstimatedValue + BestCase.CurrentValue + Rest.CurrentValue;

    /// <summary>Nothing was won, nothing is expected, and there is no target.</summary>
    public bool IsEmpty => Target is null && Won.Opportunities + Commit.Opportunities + BestCase.Opportunities + Rest.Opportunities == 0;

    /// <summary>Both together, under the month of the first.</summary>
    public ForecastedMonth Plus(ForecastedMonth other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(
            Month, Target is null && other.Target is null ? null : (Target ?? 0) + (other.Target ?? 0),
            Won.Plus(other.Won), Commit.Plus(other.Commit), BestCase.Plus(other.BestCase), Rest.Plus(other.Rest));
    }
}

/// <summary>How far somebody is this month.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Won">What they won in it.</param>
/// <param name="Target">Company currency; null without a target.</param>
public sealed record TargetProgress(DateOnly Month, Totals Won, decimal? Target);
