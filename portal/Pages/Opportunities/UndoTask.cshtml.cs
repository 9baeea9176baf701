using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>Takes back what was just done to a task. It has no face of its own.</summary>
public sealed class UndoTaskModel(UndoActs undo) : PortalPage
{
    public IActionResult OnGet() => RedirectToPage("/Today/Index");

    /// <summary>Leads back to where the button stood; without that, to the page of the day.</summary>
    public async Task<IActionResult> OnPostAsync(long id, long version, string? returnUrl, CancellationToken cancellationToken)
    {
        var answer = await undo.UndoTaskAsync(id, version, Caller, cancellationToken) switch
        {
            Result<SalesTask>.Done => Done(T["Undone. Everything is as it was before."], "/Today/Index"),
            Result<SalesTask>.Refused refused => RefusedTo(refused.Refusals, "/Today/Index"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return answer is RedirectToPageResult && Url.IsLocalUrl(returnUrl) ? LocalRedirect(returnUrl) : answer;
    }
}
