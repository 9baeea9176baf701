using ChatOpportunities.Domain.Tasks;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Forms;

/// <summary>A form with date formulas, which shows where they lead from today: while typing, or on a press without scripts.</summary>
public abstract class DateFormulaPage : PortalPage
{
    /// <summary>Where a formula leads, or why it does not.</summary>
    public ContentResult OnGetDate(string? formula) => Content(Lead(formula));

    /// <summary>Where a formula leads from today, or what is wrong with it.</summary>
    public string Lead(string? formula) =>
        !DateFormula.TryParse(formula, out _, out var error) ? T[error.Sentence, [.. error.Arguments]]
        : string.IsNullOrWhiteSpace(formula) ? T["the same day"]
        : Examples.Of(T, formula, Caller.Today);
}
