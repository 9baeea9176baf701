namespace ChatOpportunities.Domain.Pipeline;

/// <summary>How many of those that entered a stage went on from it.</summary>
/// <param name="SalesCycleCode">The stage's cycle.</param>
/// <param name="Number">Number of the stage, which gives the order.</param>
/// <param name="Description">Description of the stage.</param>
/// <param name="Entered">Opportunities that entered the stage in the period, each counted once.</param>
/// <param name="WentOn">Those of them that came to a higher stage afterwards, or are won.</param>
public sealed record StageConversion(string SalesCycleCode, int Number, string Description, int Entered, int WentOn)
{
    /// <summary>Percent 0–100 with two decimals; null when none entered.</summary>
    public decimal? Share => Percentage.Of(WentOn, Entered);
}

/// <summary>How long opportunities stay on a stage, over the stays that began in the period and have ended.</summary>
/// <param name="SalesCycleCode">The stage's cycle.</param>
/// <param name="Number">Number of the stage, which gives the order.</param>
/// <param name="Description">Description of the stage.</param>
/// <param name="Stays">How many stays have ended.</param>
/// <param name="AverageDays">Calendar days, two decimals; null without stays.</param>
/// <param name="MedianDays">Calendar days, half of the stays were no longer; null without stays.</param>
public sealed record StageTime(string SalesCycleCode, int Number, string Description, int Stays, decimal? AverageDays, decimal? MedianDays);

internal static class Percentage
{
    public static decimal? Of(int part, int whole) =>
        whole == 0 ? null : decimal.Round(100m * part / whole, 2, MidpointRounding.AwayFromZero);
}
