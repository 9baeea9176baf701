using ChatOpportunities.Domain;
using ChatOpportunities.Portal.Access;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages;

/// <summary>Brings back what was just deleted or merged; whether the visitor may is asked by the act itself.</summary>
public sealed class UndoModel(DeletedRecords deleted) : PortalPage
{
    public async Task<IActionResult> OnPostAsync(string? id, string? returnUrl, CancellationToken cancellationToken)
    {
        var result = await deleted.BringBackAsync(id, Caller, cancellationToken);
        if (result is Result<string>.Done(var name))
        {
            TempData[StatusKey] = T["{0} is back.", name];
        }
        else
        {
            TempData[RefusedKey] = result is Result<string>.Refused { First.Rule.Kind: not RefusalKind.NotFound } refused
                ? string.Join(' ', refused.Refusals.Select(r => r.Say(T)))
                : T["This can no longer be brought back."];
        }

        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : Url.Page("/Setup/Settings/Index")!);
    }
}
