namespace ChatOpportunities.Domain.Pipeline;

/// <summary>What is under way by the month in which it is expected to close; together all that is in progress.</summary>
/// <param name="Earlier">Expected in a month that is over.</param>
/// <param name="Months">This month and those after it, without gaps.</param>
/// <param name="Later">Expected after the last of the months.</param>
public sealed record Forecast(Totals Earlier, IReadOnlyList<ForecastMonth> Months, Totals Later);

/// <summary>What is expected to close in one month.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Totals">Estimated, and weighted by probability (the current value).</param>
public sealed record ForecastMonth(DateOnly Month, Totals Totals);

/// <summary>Sums of some opportunities in progress. Amounts in company currency, not rounded.</summary>
/// <param name="Opportunities">How many.</param>
/// <param name="EstimatedValue">Sum of their estimates.</param>
/// <param name="CurrentValue">Sum of estimate × probability.</param>
public sealed record Totals(int Opportunities, decimal EstimatedValue, decimal CurrentValue)
{
    /// <summary>Of no opportunities.</summary>
    public static Totals Zero { get; } = new(0, 0, 0);

    /// <summary>Of both.</summary>
    public Totals Plus(Totals other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(Opportunities + other.Opportunities, EstimatedValue + other.EstimatedValue, CurrentValue + other.CurrentValue);
    }
}
