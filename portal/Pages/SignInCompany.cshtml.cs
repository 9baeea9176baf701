using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpportunities.Portal.Pages;

/// <summary>
/// Leads to the company's sign-in. That cannot be shown in a frame, so in a Teams tab Teams is asked for a token instead, which is
/// checked like any other.
/// </summary>
[ResponseCache(NoStore = true)]
public sealed partial class SignInCompanyModel(
    IOptions<EntraOptions> entra, EntraTokens tokens, Recognition people, TimeProvider clock, ILogger<SignInCompanyModel> logger) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Address that leads to the same place in a window of its own.</summary>
    public string OutsideTeams => Back;

    private string Back => Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/";

    public IActionResult OnGet()
    {
        if (!entra.Value.IsSet)
        {
            return NotFound();
        }

        var framed = Request.Headers["Sec-Fetch-Dest"].ToString() is "iframe" or "frame";
        return framed ? Page() : Challenge(new AuthenticationProperties { RedirectUri = Back }, EntraSignIn.SchemeName);
    }

    public async Task<IActionResult> OnPostAsync(string? token, CancellationToken cancellationToken)
    {
        if (!entra.Value.IsSet)
        {
            return NotFound();
        }

        try
        {
            var told = await tokens.ReadAsync(token ?? "", nonce: null, cancellationToken);
            if (await people.FindOrRememberAsync(told.ObjectId, told.Name, told.Mail, clock.GetUtcNow(), cancellationToken) is not { } person)
            {
                return Redirect("/signin/waiting");
            }

            await SignedInPerson.SignInAsync(HttpContext, person);
            return LocalRedirect(Back);
        }
        catch (Exception wrong) when (wrong is SecurityTokenException or ArgumentException)
        {
            LogRefused(wrong);
            return Redirect("/signin/failed");
        }
    }

    [LoggerMessage(LogLevel.Warning, "A token from a Teams tab was refused.")]
    private partial void LogRefused(Exception wrong);
}
