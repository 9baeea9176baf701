using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace ChatOpportunities.Portal.Access;

/// <summary>Cookies that work in a Teams tab.</summary>
internal static class TabCookies
{
    /// <summary>
    /// In a Teams tab our pages stand in another site's frame: cookies must say that they may go there, and stay apart by frame.
    /// </summary>
    public static void ForTeamsTab(this CookieBuilder cookie, string name, IHostEnvironment environment)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        if (environment.IsDevelopment())
        {
            // Without TLS a browser keeps no cookie that asks for it.
            (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
        }
        else
        {
            (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.None, CookieSecurePolicy.Always);
            cookie.Extensions.Add("Partitioned");
        }
    }
}
