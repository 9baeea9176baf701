using ChatOpportunities.Portal.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace ChatOpportunities.Portal.Web;

/// <summary>
/// Headers of every page: only our own files run, only Teams may frame us, addresses stay here, and no cache keeps what a page answers.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next, IHostEnvironment environment, EntraAuthority authority)
{
    /// <summary>Where Hangfire's dashboard stands.</summary>
    public const string JobsPath = "/jobs";

    private const string Policy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; " +
        "frame-ancestors 'self' https://teams.microsoft.com https://*.teams.microsoft.com https://*.skype.com https://*.office.com " +
        "https://*.microsoft365.com https://outlook.office365.com https://*.cloud.microsoft; form-action 'self'";

    /// <summary>
    /// Hangfire's pages colour states by attributes, and its charts bring one sheet of their own, which is let in by its hash (a test in a
    /// browser tells when another version brings another). All other sheets and all scripts are files of this host there too.
    /// </summary>
    private const string JobsPolicy =
        "style-src-attr 'unsafe-inline'; style-src-elem 'self' 'sha256-z7zcnw/4WalZqx+PrNaRnoeLz/G9WXuFqV1WCJ129sg='; " + Policy;

    public async Task InvokeAsync(HttpContext context)
    {
        // Browsers hold the redirects of a form to this too: signing out, and any form sent after its session, end at the authority.
        var isJobs = context.Request.Path.StartsWithSegments(JobsPath, StringComparison.OrdinalIgnoreCase);
        var policy = string.Join(' ', [isJobs ? JobsPolicy : Policy, .. await authority.OriginsAsync(context.RequestAborted)]);
        // When the answer starts, because an error page clears what was set before.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            if (headers.CacheControl.Count + headers.Expires.Count == 0)
            {
                headers.CacheControl = "no-store"; // what is no file of ours was made for whoever asked
            }

            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()";
            return Task.CompletedTask;
        });
        if (!environment.IsDevelopment())
        {
            // Said behind a proxy that speaks TLS for us too; browsers heed it only where the page came over TLS.
            context.Response.OnStarting(static state =>
            {
                ((HttpContext)state).Response.Headers.StrictTransportSecurity = "max-age=31536000";
                return Task.CompletedTask;
            }, context);
        }

        await next(context);
    }
}
