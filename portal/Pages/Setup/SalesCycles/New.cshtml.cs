using ChatOpportunities.Domain;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Setup.SalesCycles;

/// <summary>A new sales cycle; its stages follow.</summary>
public sealed class NewModel(SalesCycleActs cycles) : PortalPage
{
    [BindProperty]
    public SalesCycleForm Input { get; set; } = new();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => !ModelState.IsValid
        ? Page()
        : await cycles.CreateAsync(Input.Code, Input.Description, Input.ProbabilityMethod, Caller, cancellationToken) switch
        {
            Result<SalesCycle>.Done(var cycle) => Done(
                T["The sales cycle {0} is there; now add its stages.", cycle.Description], "Details", new { code = cycle.Code }),
            Result<SalesCycle>.Refused refused => Refused(refused.Refusals),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
