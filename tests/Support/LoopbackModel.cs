using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatOpportunities.Tests.Support;

/// <summary>A service on this machine that answers as OpenAI's does: with what a test put into the model's mouth, or as it says.</summary>
internal sealed class LoopbackModel : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackModel(WebApplication app) => _app = app;

    /// <summary>What it was asked: the bodies of the requests.</summary>
    public ConcurrentQueue<JsonNode> Asked { get; } = [];

    /// <summary>The keys that came along.</summary>
    public ConcurrentQueue<string?> Keys { get; } = [];

    /// <summary>How it answers.</summary>
    public Func<HttpContext, Task> Answers { get; set; } = Says("""{"command":"none","number":null,"words":null}""");

    public (string, string?)[] Settings =>
        [("Understanding:Endpoint", _app.Urls.First() + "/v1/"), ("Understanding:Model", "small"), ("Understanding:Key", "secret-key")];

    public static async Task<LoopbackModel> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var model = new LoopbackModel(app);
        app.MapPost("/v1/chat/completions", async (HttpContext context) =>
        {
            model.Keys.Enqueue(context.Request.Headers.Authorization);
            model.Asked.Enqueue((await JsonNode.ParseAsync(context.Request.Body))!);
            await model.Answers(context);
        });
        await app.StartAsync();
        return model;
    }

    /// <summary>The model says this, as the service wraps it.</summary>
    public static Func<HttpContext, Task> Says(string content) => context => Results.Json(new
    {
        id = "chat-1",
        @object = "chat.completion",
        created = 1_772_442_000,
        model = "small",
        choices = new[] { new { index = 0, message = new { role = "assistant", content }, finish_reason = "stop" } },
        usage = new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 },
    }).ExecuteAsync(context);

    public static Func<HttpContext, Task> Chooses(string command, long? number = null, string? words = null) =>
        Says(JsonSerializer.Serialize(new { command, number, words }));

    /// <summary>The service answers this body, whatever it is.</summary>
    public static Func<HttpContext, Task> Returns(int status, string body) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    };

    /// <summary>Says nothing until whoever asked has given up.</summary>
    public static async Task Waits(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
