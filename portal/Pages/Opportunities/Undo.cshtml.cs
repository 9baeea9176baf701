using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>Takes back what the message above a page said was done. It has no face of its own.</summary>
public sealed class UndoModel(UndoActs undo) : PortalPage
{
    public IActionResult OnGet(string no) => RedirectToPage("Details", new { no });

    /// <summary>Leads back to where the button stood; without that, to the opportunity.</summary>
    public async Task<IActionResult> OnPostAsync(string no, long version, string? returnUrl, CancellationToken cancellationToken)
    {
        var answer = await undo.UndoAsync(no, version, Caller, cancellationToken) switch
        {
            Result<Acted>.Done => Done(T["Undone. Everything is as it was before."], "Details", new { no }),
            Result<Acted>.Refused refused => RefusedTo(refused.Refusals, "Details", new { no }),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return answer is RedirectToPageResult && Url.IsLocalUrl(returnUrl) ? LocalRedirect(returnUrl) : answer;
    }
}
