using System.Globalization;
using ChatOpportunities.Domain.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Access;

/// <summary>
/// The session of somebody in a Teams tab: begun with the token that Teams gives for them, and begun anew before it ends, while the page
/// stays as it is.
/// </summary>
internal static partial class TabSession
{
    /// <summary>Where the tab brings a new token in the background.</summary>
    public const string RenewPath = "/signin/renew";

    /// <summary>The page that says that the authority does not answer.</summary>
    public const string Unreachable = "/signin/unreachable";

    /// <summary>
    /// Whether the page is shown by Teams. Browsers say that it goes into a frame; Teams' apps for phones show it in a window of their own,
    /// and name themselves.
    /// </summary>
    public static bool IsIn(HttpRequest request) =>
        request.Headers["Sec-Fetch-Dest"].ToString() is "iframe" or "frame"
        || request.Headers.UserAgent.ToString().Contains("TeamsMobile", StringComparison.Ordinal);

    /// <summary>Until when the session lasts; null where nobody is signed in.</summary>
    public static DateTimeOffset? EndOf(HttpContext context) =>
        context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;

    /// <summary>Whom the token of this request means, else the page that says why nobody is signed in.</summary>
    public static async Task<(Salesperson? Person, string Otherwise)> ReadAsync(HttpContext context)
    {
        var services = context.RequestServices;
        if (await services.GetRequiredService<EntraAuthority>().AskAsync(context.RequestAborted) is null)
        {
            return (null, Unreachable);
        }

        var result = await context.AuthenticateAsync(TabToken.SchemeName);
        if (!result.Succeeded)
        {
            LogRefused(services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(TabSession)), result.Failure);
            return (null, "/signin/failed");
        }

        var told = EntraPerson.Of(result.Principal, services.GetRequiredService<IOptions<EntraOptions>>().Value);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        return (await services.GetRequiredService<Recognition>().FindOrRememberAsync(
            told.ObjectId, told.Name, told.Mails, now, context.RequestAborted), "/signin/waiting");
    }

    /// <summary>Puts the renewing of sessions into the host.</summary>
    public static void MapTabSession(this IEndpointRouteBuilder app) => app.MapPost(RenewPath, (Delegate)RenewAsync).DisableAntiforgery();

    /// <summary>
    /// Answers with the seconds that the new session lasts; 409 where the token is for another person than the page was made for, who then
    /// sees a page of their own.
    /// </summary>
    private static async Task<IResult> RenewAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var entra = services.GetRequiredService<IOptions<EntraOptions>>().Value;
        // No form of another site can set this header: nobody is made somebody else by a page they came across.
        if (!entra.IsSet || !context.Request.HasFormContentType || context.Request.Headers["X-Requested-With"] != "fetch")
        {
            return Results.NotFound();
        }

        var (person, _) = await ReadAsync(context);
        if (person is null)
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form["person"] != person.Id.ToString(CultureInfo.InvariantCulture))
        {
            return Results.StatusCode(StatusCodes.Status409Conflict);
        }

        await SignedInPerson.SignInAsync(context, person);
        return Results.Text(TimeSpan.FromHours(entra.SessionHours).TotalSeconds.ToString(CultureInfo.InvariantCulture));
    }

    [LoggerMessage(LogLevel.Warning, "A token from a Teams tab was refused.")]
    private static partial void LogRefused(ILogger logger, Exception? wrong);
}
