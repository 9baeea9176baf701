using ChatOpportunities.Portal.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatOpportunities.Portal.Pages;

/// <summary>Ends the session, and the one of the company account it was begun with.</summary>
public sealed class SignOutModel(EntraTokens tokens) : PageModel
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var byCompany = SignedInPerson.CameByCompany(HttpContext);
        await HttpContext.SignOutAsync(PortalAccess.Scheme);
        if (!byCompany)
        {
            return LocalRedirect("/");
        }

        var back = UriHelper.BuildAbsolute(Request.Scheme, Request.Host, Request.PathBase, "/signin/out");
        return (await tokens.DiscoverAsync(cancellationToken)).EndSessionEndpoint is { Length: > 0 } end
            ? Redirect(QueryHelpers.AddQueryString(end, "post_logout_redirect_uri", back))
            : LocalRedirect("/signin/out");
    }
}
