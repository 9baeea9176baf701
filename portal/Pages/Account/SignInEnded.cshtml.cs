using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatOpportunities.Portal.Pages.Account;

/// <summary>Where a sign-in ends that led nowhere, and a session that was ended.</summary>
[ResponseCache(NoStore = true)]
public sealed class SignInEndedModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string What { get; set; } = "failed";
}
