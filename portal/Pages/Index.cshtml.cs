using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages;

/// <summary>
/// The way in: leads to the opportunities, salespeople to their own; an admin of an empty database is led to its setting-up first.
/// </summary>
public sealed class IndexModel(SetupProgress progress) : PortalPage
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        RedirectToPage(AccessPolicy.MaySetUp(Caller) && !(await progress.ReadAsync(cancellationToken)).Stages
            ? "/Setup/Settings/Index"
            : "/Opportunities/Index",
            Caller is { Role: Role.Salesperson, Code: { } me } ? new { salesperson = me } : null);
}
