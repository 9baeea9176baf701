using System.Text.Json.Nodes;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Api;

/// <summary>A program that sets the company up, and reads answers as whole documents.</summary>
internal sealed class SetupProgram(ApiClient client)
{
    public async Task<SetupReply> SendAsync(
        string method, string path, string? json = null, string? ifMatch = null, string? language = null, string? idempotencyKey = null)
    {
        var headers = new[] { ("If-Match", ifMatch), ("Accept-Language", language), ("Idempotency-Key", idempotencyKey) };
        var reply = await client.SendAsync(
            method, path, json, [.. headers.Where(h => h.Item2 is not null).Select(h => (h.Item1, h.Item2!))]);
        return new SetupReply(
            (int)reply.Status, reply.Text.Length == 0 ? null : JsonNode.Parse(reply.Text), reply.ETag,
            reply.Headers.Location?.OriginalString);
    }
}

/// <summary>What the API answered; the path is where the item stands that was made.</summary>
internal sealed record SetupReply(int Status, JsonNode? Body, string? ETag, string? Path)
{
    /// <summary>The items of a list.</summary>
    public JsonArray Items => Body!["items"]!.AsArray();

    /// <summary>Status and code of a refusal.</summary>
    public (int Status, string? Code) Refusal => (Status, (string?)Body?["code"]);
}
