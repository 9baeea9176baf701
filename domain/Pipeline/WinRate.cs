using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Domain.Pipeline;

/// <summary>What came of the opportunities closed in a period.</summary>
/// <param name="Won">How many were won.</param>
/// <param name="WonAmount">Amounts of their sales, company currency.</param>
/// <param name="Lost">How many were lost.</param>
/// <param name="LostValue">Estimates of those, company currency.</param>
/// <param name="Reasons">By reason: won first, then the most frequent first.</param>
public sealed record WinRate(int Won, decimal WonAmount, int Lost, decimal LostValue, IReadOnlyList<ReasonShare> Reasons)
{
    /// <summary>Won among won and lost, percent 0–100 with two decimals; null when nothing was closed.</summary>
    public decimal? Rate => Percentage.Of(Won, Won + Lost);
}

/// <summary>How often a reason was given.</summary>
/// <param name="Code">Code of the reason.</param>
/// <param name="Description">Description of the reason.</param>
/// <param name="Outcome">Whether it is a reason for winning or losing.</param>
/// <param name="Opportunities">How many were closed for it.</param>
/// <param name="Value">Amounts of the sales when won, estimates when lost; company currency.</param>
/// <param name="Share">Among those with the same outcome, percent 0–100 with two decimals.</param>
public sealed record ReasonShare(string Code, string Description, Outcome Outcome, int Opportunities, decimal Value, decimal Share);
