using ChatOpportunities.Portal.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatOpportunities.Portal.Pages.Account;

/// <summary>Ends the session, and the one of the company account it was begun with.</summary>
public sealed class SignOutModel(EntraAuthority authority) : PageModel
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var byCompany = SignedInPerson.CameByCompany(HttpContext);
        await HttpContext.SignOutAsync(PortalAccess.Scheme);
        if (!byCompany)
        {
            return LocalRedirect("/");
        }

        // An authority that does not answer, or knows no signing out, keeps nobody in here.
        return (await authority.AskAsync(cancellationToken))?.EndSessionEndpoint is { Length: > 0 }
            ? SignOut(new AuthenticationProperties { RedirectUri = EntraSignIn.SignedOutPath }, EntraSignIn.SchemeName)
            : LocalRedirect(EntraSignIn.SignedOutPath);
    }
}
