using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatOpportunities.Tests.Support;

/// <summary>The other side of the chat on this machine: takes what the bot sends and updates, or refuses as told.</summary>
internal sealed class LoopbackConnector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _messages;

    private LoopbackConnector(WebApplication app) => _app = app;

    /// <summary>What was taken, in order.</summary>
    public ConcurrentQueue<Delivered> Taken { get; } = [];

    /// <summary>Answers given before it starts to accept: status, and the body if any.</summary>
    public ConcurrentQueue<(int Status, string? Code)> Refusals { get; } = [];

    /// <summary>Conversations that take nothing: status and code of the answer.</summary>
    public ConcurrentDictionary<string, (int Status, string? Code)> Closed { get; } = [];

    /// <summary>Members of conversations by their channel id, as a look-up tells them.</summary>
    public ConcurrentDictionary<string, object> Members { get; } = [];

    /// <summary>How many messages are remembered; the oldest are forgotten.</summary>
    public int MostKept { get; set; } = int.MaxValue;

    /// <summary>Whether a personal chat can be opened here.</summary>
    public bool OpensChats { get; set; }

    /// <summary>Chats that were opened: in which tenant, with whom.</summary>
    public ConcurrentQueue<(string? Tenant, string? User)> Opened { get; } = [];

    /// <summary>How many calls came, refused ones too.</summary>
    public int Calls { get; private set; }

    public string Url => _app.Urls.First() + "/connector";

    public static async Task<LoopbackConnector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var connector = new LoopbackConnector(app);
        app.MapGet("/connector/v3/conversations/{conversation}/members/{user}", (string user) =>
            connector.Members.TryGetValue(Uri.UnescapeDataString(user), out var member) ? Results.Json(member) : Results.NotFound());
        app.Map("/connector/v3/conversations/{conversation}/activities/{id?}", connector.TakeAsync);
        app.MapPost("/connector/v3/conversations", (JsonElement body) =>
        {
            if (!connector.OpensChats)
            {
                return Results.NotFound();
            }

            var user = body.GetProperty("members")[0];
            var id = (user.TryGetProperty("id", out var known) ? known : user.GetProperty("aadObjectId")).GetString();
            connector.Opened.Enqueue((body.GetProperty("tenantId").GetString(), id));
            return Results.Json(new { id = "a:" + id }, statusCode: 201);
        });
        await app.StartAsync();
        return connector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request, string conversation, string? id)
    {
        Calls++;
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(request.Body);
        if (Closed.TryGetValue(Uri.UnescapeDataString(conversation), out var refusal) || Refusals.TryDequeue(out refusal))
        {
            request.HttpContext.Response.Headers.RetryAfter = "30";
            return Results.Json(new { error = new { code = refusal.Code ?? "Refused" } }, statusCode: refusal.Status);
        }

        var message =
            request.Method == "PUT" ? id! : "message-" + Interlocked.Increment(ref _messages).ToString(CultureInfo.InvariantCulture);
        Taken.Enqueue(new Delivered(request.Method, Uri.UnescapeDataString(conversation), message, body));
        if (Taken.Count > MostKept)
        {
            Taken.TryDequeue(out _);
        }

        return Results.Json(new { id = message }, statusCode: request.Method == "PUT" ? 200 : 201);
    }
}

/// <summary>A message the bot sent (POST) or replaced (PUT).</summary>
internal sealed record Delivered(string Method, string Conversation, string MessageId, JsonElement Activity)
{
    /// <summary>Shown where a turn takes more than a second, which on a busy machine any may.</summary>
    public bool IsTyping =>
        Activity.ValueKind == JsonValueKind.Object && Activity.TryGetProperty("type", out var type) && type.ValueEquals("typing");

    public bool HasCard => Activity.TryGetProperty("attachments", out _);

    public ShownCard Card => ShownCard.Of(Activity.GetProperty("attachments")[0].GetProperty("content"), MessageId);
}
