using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Access;

/// <summary>How people are known: the session's cookie, the company's sign-in, and the token of a Teams tab.</summary>
internal static class PortalAuthentication
{
    public static void AddPortalAuthentication(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var section = configuration.GetSection(EntraOptions.Section);
        var entra = section.Get<EntraOptions>() ?? new EntraOptions();
        services.AddOptions<EntraOptions>().Bind(section, o => o.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EntraOptions>>(new EntraOptionsValidator(environment.IsDevelopment()));
        EntraAuthority.AddClient(services);
        services.AddSingleton<EntraAuthority>();

        var authentication = services.AddAuthentication(PortalAccess.Scheme)
            .AddCookie(PortalAccess.Scheme, cookie => ConfigureSession(cookie, entra, environment));
        if (entra.IsSet)
        {
            authentication.AddOpenIdConnect(EntraSignIn.SchemeName, _ => { }).AddJwtBearer(TabToken.SchemeName, _ => { });
            services.AddOptions<OpenIdConnectOptions>(EntraSignIn.SchemeName)
                .Configure<EntraAuthority, IOptions<EntraOptions>, IHostEnvironment>(EntraSignIn.Configure);
            services.AddOptions<JwtBearerOptions>(TabToken.SchemeName)
                .Configure<EntraAuthority, IOptions<EntraOptions>>(TabToken.Configure);
        }
    }

    private static void ConfigureSession(CookieAuthenticationOptions cookie, EntraOptions entra, IHostEnvironment environment)
    {
        cookie.Cookie.ForTeamsTab("opportunities", environment);
        cookie.LoginPath = entra.IsSet ? "/signin/company" : environment.IsDevelopment() ? "/signin" : "/signin/unavailable";
        cookie.LogoutPath = "/signout";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.ExpireTimeSpan = TimeSpan.FromHours(entra.SessionHours);
        cookie.SlidingExpiration = false;
        // The plain status, so that the page of that status is shown in place.
        cookie.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        cookie.Events.OnValidatePrincipal = SignedInPerson.RecheckAsync;
    }
}
