using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatOpportunities.Tests.Support;

/// <summary>A program that calls the API; paths are those below its root.</summary>
public sealed class ApiProgram(HttpClient client)
{
    public async Task<ApiReply> SendAsync(
        string method, string path, string? json = null, string? ifMatch = null, string? language = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri("/api/v1/" + path, UriKind.Relative));
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        if (language is not null)
        {
            request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue(language));
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new ApiReply((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), response.Headers.ETag?.Tag, response.Headers.Location);
    }
}

/// <summary>What the API answered.</summary>
public sealed record ApiReply(int Status, JsonNode? Body, string? ETag, Uri? Location)
{
    /// <summary>The items of a list.</summary>
    public JsonArray Items => Body!["items"]!.AsArray();

    /// <summary>Status and code of a refusal.</summary>
    public (int Status, string? Code) Refusal => (Status, (string?)Body?["code"]);

    /// <summary>Where the item stands that was made.</summary>
    public string? Path => Location?.OriginalString;
}
