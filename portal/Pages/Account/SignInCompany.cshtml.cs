using ChatOpportunities.Portal.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Pages.Account;

/// <summary>
/// Leads to the company's sign-in. That cannot be shown in a frame, so in a Teams tab Teams is asked for a token instead, which is
/// checked like any other.
/// </summary>
[ResponseCache(NoStore = true)]
public sealed class SignInCompanyModel(IOptions<EntraOptions> entra, EntraAuthority authority) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Address that leads to the same place in a window of its own.</summary>
    public string OutsideTeams => Back;

    private string Back => Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!entra.Value.IsSet)
        {
            return NotFound();
        }

        if (TabSession.IsIn(Request))
        {
            return Page();
        }

        return await authority.AskAsync(cancellationToken) is null
            ? Redirect(TabSession.Unreachable)
            : Challenge(new AuthenticationProperties { RedirectUri = Back }, EntraSignIn.SchemeName);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!entra.Value.IsSet)
        {
            return NotFound();
        }

        var (person, otherwise) = await TabSession.ReadAsync(HttpContext);
        if (person is null)
        {
            return Redirect(otherwise);
        }

        await SignedInPerson.SignInAsync(HttpContext, person);
        return LocalRedirect(Back);
    }
}
