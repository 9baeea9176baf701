using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Pages.Account;

/// <summary>
/// Leads to the company's sign-in. That cannot be shown in a frame, so in a Teams tab Teams is asked for a token instead, which is
/// checked like any other.
/// </summary>
[ResponseCache(NoStore = true)]
public sealed partial class SignInCompanyModel(
    IOptions<EntraOptions> entra, EntraAuthority authority, Recognition people, TimeProvider clock, ILogger<SignInCompanyModel> logger)
    : PageModel
{
    private const string Unreachable = "/signin/unreachable";

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

        if (Request.Headers["Sec-Fetch-Dest"].ToString() is "iframe" or "frame")
        {
            return Page();
        }

        return await authority.AskAsync(cancellationToken) is null
            ? Redirect(Unreachable)
            : Challenge(new AuthenticationProperties { RedirectUri = Back }, EntraSignIn.SchemeName);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!entra.Value.IsSet)
        {
            return NotFound();
        }

        if (await authority.AskAsync(cancellationToken) is null)
        {
            return Redirect(Unreachable);
        }

        var result = await HttpContext.AuthenticateAsync(TabToken.SchemeName);
        if (!result.Succeeded)
        {
            LogRefused(result.Failure);
            return Redirect("/signin/failed");
        }

        var told = EntraPerson.Of(result.Principal, entra.Value);
        if (await people.FindOrRememberAsync(told.ObjectId, told.Name, told.Mails, clock.GetUtcNow(), cancellationToken) is not { } person)
        {
            return Redirect("/signin/waiting");
        }

        await SignedInPerson.SignInAsync(HttpContext, person);
        return LocalRedirect(Back);
    }

    [LoggerMessage(LogLevel.Warning, "A token from a Teams tab was refused.")]
    private partial void LogRefused(Exception? wrong);
}
