using System.Globalization;

namespace ChatOpportunities.Portal.Pages.Pipeline;

/// <summary>How long a bar is drawn.</summary>
public static class FigureBars
{
    /// <summary>Length in hundredths of the longest bar, as SVG writes numbers; what is there at all is seen.</summary>
    public static string Of(decimal value, decimal longest) =>
        (longest <= 0 || value <= 0 ? 0 : Math.Max(0.5m, decimal.Round(100 * value / longest, 2))).ToString(CultureInfo.InvariantCulture);
}
