using System.Globalization;
using System.Text.Json;
using ChatOpportunities.Domain;
using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Http;

namespace ChatOpportunities.Portal.Api.Http;

/// <summary>An answer of the API: a status, JSON, and the headers that belong to an item.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Json">UTF-8 JSON; null for an answer without content.</param>
/// <param name="Location">Where the item stands that was made.</param>
/// <param name="ETag">Version of the item, in quotation marks.</param>
/// <param name="TellsOthers">
/// It says something of other records or settings too, which change while the version stays: never answered by 304.
/// </param>
internal sealed record ApiAnswer(int Status, byte[]? Json, string? Location = null, string? ETag = null, bool TellsOthers = false) : IResult
{
    public static ApiAnswer NoContent { get; } = new(StatusCodes.Status204NoContent, null);

    /// <summary>Whether the act happened.</summary>
    public bool IsDone => Status < StatusCodes.Status400BadRequest;

    /// <summary>An item, a list (without a version) or what an act made.</summary>
    public static ApiAnswer Ok<T>(T value, long? version = null, bool tellsOthers = false)
        where T : notnull => new(StatusCodes.Status200OK, Write(value), ETag: Tag(version), TellsOthers: tellsOthers);

    /// <summary>An item that was made, and where it stands.</summary>
    public static ApiAnswer Created<T>(string location, T value, long version)
        where T : notnull => new(StatusCodes.Status201Created, Write(value), location, Tag(version));

    public static ApiAnswer Of(ApiProblem problem) => new(problem.Status, Write(problem));

    public static ApiAnswer Refused(IReadOnlyList<Refusal> refusals, PortalTexts t) => Of(ApiProblem.Of(refusals, t));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        response.StatusCode = Status;
        if (ETag is not null)
        {
            response.Headers.ETag = ETag;
            if (!TellsOthers && HttpMethods.IsGet(request.Method)
                && request.GetTypedHeaders().IfNoneMatch.Any(t => t.Tag == ETag || t.Tag == "*"))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        if (Json is not null)
        {
            response.ContentType = IsDone ? "application/json; charset=utf-8" : "application/problem+json; charset=utf-8";
            response.ContentLength = Json.Length;
            await response.Body.WriteAsync(Json, httpContext.RequestAborted);
        }
    }

    private static string? Tag(long? version) => version is null ? null : string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    private static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, ApiJson.Of<T>());
}
