using ChatOpportunities.Domain.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
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

    private static readonly string[] SetupFolders =
        ["/Setup/SalesCycles", "/Setup/Activities", "/Setup/CloseReasons", "/Setup/People", "/Setup/Reminders", "/Setup/Settings", "/Setup/Import", "/Setup/Audit"];
    private static readonly string[] SetupForms =
    [
        "/Setup/SalesCycles/Edit", "/Setup/SalesCycles/Stage", "/Setup/Activities/Edit", "/Setup/CloseReasons/Edit", "/Setup/People/Edit", "/Setup/People/Team", "/Undo", "/Setup/Settings/Calendar",
    ];

    public static void AddPolicies(AuthorizationOptions options)
    {
        options.AddPolicy(SignedIn, policy => policy.AddAuthenticationSchemes(Scheme).RequireAuthenticatedUser());
        options.AddPolicy(Setup, policy => policy.AddAuthenticationSchemes(Scheme).RequireAuthenticatedUser()
            .AddRequirements(new SetupRequirement(WritesOnly: false)));
        options.AddPolicy(SetupForm, policy => policy.AddAuthenticationSchemes(Scheme).RequireAuthenticatedUser()
            .AddRequirements(new SetupRequirement(WritesOnly: true)));
    }

    public static void ClosePages(RazorPagesOptions options)
    {
        options.Conventions.AuthorizeFolder("/", SignedIn);
        foreach (var folder in SetupFolders)
        {
            options.Conventions.AuthorizeFolder(folder, Setup);
        }

        foreach (var page in SetupForms)
        {
            options.Conventions.AuthorizePage(page, SetupForm);
        }

        // Who reads which programs get in could also take their place: admins only, also for reading.
        options.Conventions.AuthorizeFolder("/Setup/ApiTokens", SetupForm);
        options.Conventions.AllowAnonymousToPage("/Account/SignIn");
        options.Conventions.AllowAnonymousToPage("/Account/SignInUnavailable");
        options.Conventions.AllowAnonymousToPage("/Account/SignInCompany");
        options.Conventions.AllowAnonymousToPage("/Account/SignInEnded");
        options.Conventions.AllowAnonymousToPage("/Error");
    }
}
