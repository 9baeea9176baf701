namespace ChatOpportunities.Domain.Pipeline;

/// <summary>What one salesperson, team or contact has under way and what became of the rest.</summary>
/// <param name="Open">In progress.</param>
/// <param name="Won">Won at any time; their current value is the amount of the sale.</param>
/// <param name="Lost">Lost at any time; their current value is 0.</param>
/// <param name="NotStarted">How many wait for their start; in none of the other figures.</param>
public sealed record SalesStatistics(SalesFigures Open, SalesFigures Won, SalesFigures Lost, int NotStarted);

/// <summary>Sums and averages of some opportunities.</summary>
/// <param name="Opportunities">How many opportunities.</param>
/// <param name="EstimatedValue">Sum of the estimates, company currency.</param>
/// <param name="CurrentValue">Sum of estimate × probability, company currency, not rounded; once won, of the amounts of the sale.</param>
public sealed record SalesFigures(int Opportunities, decimal EstimatedValue, decimal CurrentValue)
{
    /// <summary>Estimated value per opportunity, two decimals; 0 when there is none.</summary>
    public decimal AverageEstimatedValue => Average(EstimatedValue);

    /// <summary>Current value per opportunity, two decimals; 0 when there is none.</summary>
    public decimal AverageCurrentValue => Average(CurrentValue);

    private decimal Average(decimal sum) => Opportunities == 0 ? 0 : decimal.Round(sum / Opportunities, 2, MidpointRounding.AwayFromZero);
}
