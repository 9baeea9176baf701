using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Language;

namespace ChatOpportunities.Portal.Forms;

/// <summary>Date formulas shown as dates.</summary>
internal static class Examples
{
    /// <summary>Where the formula leads from a date, in words; blank when it leads nowhere.</summary>
    public static string Of(PortalTexts texts, string? formula, DateOnly today) =>
        DateFormula.TryParse(formula, out var parsed, out _) && parsed.TryEvaluate(today, out var date)
            ? texts["from today: {0}", texts.Date(date)]
            : "";
}
