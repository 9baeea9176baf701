using System.Text.Json;

namespace ChatOpportunities.Bench;

/// <summary>The other side of the chat: takes every message and answers at once.</summary>
internal sealed class Connector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private long _taken;

    private Connector(WebApplication app) => _app = app;

    public string Url => _app.Urls.First() + "/connector/";

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

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var body = await JsonDocument.ParseAsync(request.Body);
        return Results.Json(new { id = "sent-" + Interlocked.Increment(ref _taken) }, statusCode: request.Method == "PUT" ? 200 : 201);
    }
}
