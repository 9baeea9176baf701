using System.Net;
using ChatOpportunities.Domain.Language;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Scalar.AspNetCore;

namespace ChatOpportunities.Portal.Api.Description;

/// <summary>The description of the API as pages on which each call can be tried: in Development, and from this machine only.</summary>
internal static class ApiPages
{
    private const string Path = "/scalar";

    public static void MapApiPages(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            return;
        }

        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase), pages => pages.Use(GuardAsync));
        app.MapScalarApiReference(Path, pages => pages
            .WithTitle(Texts.ProductName + " API")
            .WithOpenApiRoutePattern("/openapi/{documentName}.json")
            .WithNonce()
            .DisableDefaultFonts() // all that follow would be asked of somebody else's server
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideDeveloperTools()
            .HideClientButton()).AllowAnonymous();
    }

    /// <summary>The pages' styles are made in the browser, so these headers are not those of the portal's own pages.</summary>
    private static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Connection.RemoteIpAddress is not { } caller || !IPAddress.IsLoopback(caller))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy =
                $"default-src 'none'; script-src 'nonce-{context.Items[ScalarOptions.NonceHttpContextItemKey]}'; "
                + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; "
                + "form-action 'none'; frame-ancestors 'none'";
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            return Task.CompletedTask;
        });
        await next(context);
    }
}
