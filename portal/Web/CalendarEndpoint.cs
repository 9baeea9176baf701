using System.Security.Cryptography;
using System.Text;
using ChatOpportunities.Domain.Exchange;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace ChatOpportunities.Portal.Web;

/// <summary>A person's calendar under its secret address; whoever knows the address reads it, as calendars cannot sign in.</summary>
internal static class CalendarEndpoint
{
    public const string Path = "/calendar";

    public static void MapCalendar(this IEndpointRouteBuilder app) =>
        app.MapMethods(Path + "/{secret}.ics", [HttpMethods.Get, HttpMethods.Head], ReadAsync).AllowAnonymous().ExcludeFromDescription()
            .DisableHttpMetrics();

    /// <summary>The address of a secret, as the reader of this request reaches us.</summary>
    public static string AddressOf(HttpRequest request, string secret) => new Uri(Root(request), $"calendar/{secret}.ics").AbsoluteUri;

    private static Uri Root(HttpRequest request) => new($"{request.Scheme}://{request.Host}{request.PathBase}/");

    private static async Task<IResult> ReadAsync(string secret, HttpContext http, CalendarFeed feed, CancellationToken cancellationToken)
    {
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "private, no-cache"; // kept, and asked each time whether it still holds
        if (await feed.ReadAsync(secret, Root(http.Request), cancellationToken) is not { } calendar)
        {
            return Results.NotFound();
        }

        var bytes = Encoding.UTF8.GetBytes(calendar);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"");
        return Results.Bytes(bytes, "text/calendar; charset=utf-8", entityTag: tag);
    }
}
