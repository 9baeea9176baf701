using System.Globalization;
using System.Security.Claims;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Portal.Access;

/// <summary>The person behind a request. The cookie only says who; what they may do is read anew each time.</summary>
internal static class SignedInPerson
{
    private static readonly object CallerKey = new();

    /// <summary>The person of this request, or null when nobody is signed in.</summary>
    public static Caller? Of(HttpContext context) => context.Items[CallerKey] as Caller;

    /// <summary>The person of a page that only signed-in people reach.</summary>
    public static Caller Caller(this HttpContext context) =>
        Of(context) ?? throw new InvalidOperationException("This page is open to strangers; it may not ask who is there.");

    /// <summary>Claim of people who came by their company account, which is signed out along with them.</summary>
    private const string ByCompany = "by-company";

    public static Task SignInAsync(HttpContext context, Salesperson person, bool byCompany = false) =>
        context.SignInAsync(PortalAccess.Scheme, Principal(person, byCompany));

    /// <summary>What the cookie says.</summary>
    public static ClaimsPrincipal Principal(Salesperson person, bool byCompany)
    {
        List<Claim> claims = [new(ClaimTypes.NameIdentifier, person.Id.ToString(CultureInfo.InvariantCulture))];
        if (byCompany)
        {
            claims.Add(new Claim(ByCompany, "1"));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, PortalAccess.Scheme));
    }

    /// <summary>Whether the session was begun with a company account.</summary>
    public static bool CameByCompany(HttpContext context) => context.User.HasClaim(ByCompany, "1");

    /// <summary>Called once per request that brings a cookie: people who were blocked or are gone are signed out.</summary>
    public static async Task RecheckAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (http.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            // The page that explains a failure must not ask the database again, which may be what failed.
            if (Of(http) is null)
            {
                context.RejectPrincipal();
            }

            return;
        }

        var person = long.TryParse(
            context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? await http.RequestServices.GetRequiredService<OpportunitiesContext>().Set<Salesperson>().AsNoTracking()
                .SingleOrDefaultAsync(p => p.Id == id && !p.Blocked, http.RequestAborted)
            : null;
        if (person is null)
        {
            context.RejectPrincipal();
            await http.SignOutAsync(PortalAccess.Scheme);
            return;
        }

        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        http.Items[CallerKey] = Domain.People.Caller.For(person, ActSource.Portal, now);
    }
}
