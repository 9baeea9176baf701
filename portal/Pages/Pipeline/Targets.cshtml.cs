using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Pipeline;

/// <summary>Who has targets in a year: of whom the reader may see them.</summary>
public sealed class TargetsModel(TargetActs targets) : PortalPage
{
    /// <summary>The calendar year in which the company's year begins; left out, the present one.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Year { get; set; }

    public FiscalYear Of { get; private set; } = new(DateOnly.MinValue);

    public IReadOnlyList<TargetRow> Rows { get; private set; } = [];

    public bool MaySet => AccessPolicy.MayReadSetup(Caller);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (targets.YearBeginning(Year ?? targets.YearOf(Caller.Today).Year) is not { } year)
        {
            return NotFound();
        }

        Of = year;
        Rows = await targets.ListAsync(year.Year, Caller, cancellationToken);
        return Page();
    }
}
