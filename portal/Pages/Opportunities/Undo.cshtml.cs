using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Portal.Forms;
using ChatOpportunities.Portal.Pages.Board;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>Takes back what the message above a page said was done. It has no face of its own.</summary>
public sealed class UndoModel(UndoActs undo) : PortalPage
{
    public IActionResult OnGet(string no) => RedirectToPage("Details", new { no });

    /// <param name="no">Number of the opportunity.</param>
    /// <param name="version">The version that the act left.</param>
    /// <param name="back">The board on which the message stood; left out, the page of the opportunity follows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IActionResult> OnPostAsync(string no, long version, string? back, CancellationToken cancellationToken)
    {
        var answer = await undo.UndoAsync(no, version, Caller, cancellationToken) switch
        {
            Result<Acted>.Done => Done(T["Undone. Everything is as it was before."], "Details", new { no }),
            Result<Acted>.Refused refused => RefusedTo(refused.Refusals, "Details", new { no }),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return answer is RedirectToPageResult && BoardChoice.BackTo(back) is { } board ? board : answer;
    }
}
