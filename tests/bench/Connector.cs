using System.Collections.Concurrent;
using System.Text.Json;

namespace ChatOpportunities.Bench;

/// <summary>The other side of the chat: takes every message and answers at once.</summary>
internal sealed class Connector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<TaskCompletionSource>> _awaited = [];
    private long _taken;

    private Connector(WebApplication app) => _app = app;

    public string Url => _app.Urls.First() + "/connector/";

    /// <summary>A message that came lately, as it came.</summary>
    public byte[] Last { get; private set; } = [];

    public long Taken => Interlocked.Read(ref _taken);

    public static async Task<Connector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var connector = new Connector(app);
        app.Map("/connector/v3/conversations/{conversation}/activities/{id?}", connector.TakeAsync);
        app.MapGet("/connector/v3/conversations/{conversation}/members/{user}", (string user) => Results.NotFound());
        await app.StartAsync();
        return connector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Ends when the next message reaches a conversation; of several who wait for one, the first is told first.</summary>
    public Task NextAsync(string conversation)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited.GetOrAdd(conversation, _ => []).Enqueue(told);
        return told.Task;
    }

    private async Task<IResult> TakeAsync(HttpRequest request, string conversation)
    {
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes);
        using var body = JsonDocument.Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
        if (Interlocked.Increment(ref _taken) % 64 == 1)
        {
            Last = bytes.ToArray();
        }

        // That somebody is typing is no answer.
        if (!(body.RootElement.TryGetProperty("type", out var type) && type.ValueEquals("typing"u8))
            && _awaited.TryGetValue(Uri.UnescapeDataString(conversation), out var waiting) && waiting.TryDequeue(out var told))
        {
            told.SetResult();
        }

        return Results.Json(new { id = "sent-" + Taken }, statusCode: request.Method == "PUT" ? 200 : 201);
    }
}
