using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace ChatOpportunities.Portal;

/// <summary>Headers of every page: only our own files run, only Teams may frame us, and addresses stay here.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, IHostEnvironment environment)
{
    private const string Policy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; " +
        "frame-ancestors 'self' https://teams.microsoft.com https://*.teams.microsoft.com https://*.skype.com https://*.office.com https://*.cloud.microsoft";

    public Task InvokeAsync(HttpContext context)
    {
        // When the answer starts, because an error page clears what was set before.
        context.Response.OnStarting(static state =>
        {
            var headers = ((HttpContext)state).Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()";
            return Task.CompletedTask;
        }, context);
        if (!environment.IsDevelopment())
        {
            // Said behind a proxy that speaks TLS for us too; browsers heed it only where the page came over TLS.
            context.Response.OnStarting(static state =>
            {
                ((HttpContext)state).Response.Headers.StrictTransportSecurity = "max-age=31536000";
                return Task.CompletedTask;
            }, context);
        }

        return next(context);
    }
}
