using ChatOpportunities.Portal.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatOpportunities.Portal.Pages;

/// <summary>Ends the session.</summary>
public sealed class SignOutModel : PageModel
{
    public async Task<IActionResult> OnPostAsync()
    {
        await HttpContext.SignOutAsync(PortalAccess.Scheme);
        return LocalRedirect("/");
    }
}
