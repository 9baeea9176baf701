using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Portal.Access;

/// <summary>Who may open which page, all in one place: every page is closed to strangers unless it is opened here.</summary>
internal static class PortalAccess
{
    public const string Scheme = "Portal";

    /// <summary>Somebody who is signed in and not blocked.</summary>
    public const string SignedIn = "SignedIn";

    /// <summary>Setup pages: managers read, admins also write (see <see cref="SetupHandler"/>).</summary>
    public const string Setup = "Setup";

    /// <summary>Setup forms, of no use to those who cannot save them.</summary>
    public const string SetupForm = "SetupForm";

    /// <summary>Pages of setup that managers do not even read: its forms, and who may come in by the API.</summary>
    public static readonly IReadOnlyList<string> SetupFormPages =
    [
        "/Setup/SalesCycles/New", "/Setup/SalesCycles/Edit", "/Setup/SalesCycles/Stage", "/Setup/Activities/Edit",
        "/Setup/CloseReasons/Edit", "/Setup/People/Edit", "/Setup/People/Team", "/Setup/Settings/Calendar", "/Setup/ApiTokens/Index",
        "/Setup/ApiTokens/New", "/Setup/Privacy/Index", "/Setup/Export/Index",
        "/Setup/Webhooks/Index", "/Setup/Webhooks/Edit",
    ];

    /// <summary>What strangers see: signing in, that something went wrong, and what the store's testers look for.</summary>
    public static readonly IReadOnlyList<string> OpenPages =
    [
        "/Account/SignIn", "/Account/SignInUnavailable", "/Account/SignInCompany", "/Account/SignInEnded", "/Error", "/Legal/About",
        "/Legal/Privacy", "/Legal/Terms",
    ];

    public static void AddPolicies(AuthorizationOptions options)
    {
        options.AddPolicy(SignedIn, policy => policy.AddAuthenticationSchemes(Scheme).RequireAuthenticatedUser());
        options.AddPolicy(Setup, policy => policy.AddAuthenticationSchemes(Scheme).RequireAuthenticatedUser()
            .AddRequirements(new SetupRequirement(WritesOnly: false)));
        options.AddPolicy(SetupForm, policy => policy.AddAuthenticationSchemes(Scheme).RequireAuthenticatedUser()
            .AddRequirements(new SetupRequirement(WritesOnly: true)));
    }

    /// <summary>A folder closes what is put into it later too; a page whose rule differs is named above.</summary>
    public static void ClosePages(RazorPagesOptions options)
    {
        options.Conventions.AuthorizeFolder("/", SignedIn);
        options.Conventions.AuthorizeFolder("/Setup", Setup);

        // Who reads which programs get in could also take their place: what is added here later is for admins only, too.
        options.Conventions.AuthorizeFolder("/Setup/ApiTokens", SetupForm);
        options.Conventions.AuthorizeFolder("/Setup/Webhooks", SetupForm);
        foreach (var page in SetupFormPages)
        {
            options.Conventions.AuthorizePage(page, SetupForm);
        }

        foreach (var page in OpenPages)
        {
            options.Conventions.AllowAnonymousToPage(page);
        }
    }
}
