using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatOpportunities.Tests.Support;

/// <summary>A program on this machine that takes webhooks, answers as told, and checks what it gets by code of its own.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>All that came, refused or not, in the order of arrival.</summary>
    public ConcurrentQueue<ReceivedEvent> All { get; } = [];

    /// <summary>What it answered 2xx to, likewise.</summary>
    public ConcurrentQueue<ReceivedEvent> Taken { get; } = [];

    /// <summary>How it answers; 204 unless told otherwise.</summary>
    public Func<ReceivedEvent, HttpContext, Task> Answers { get; set; } = (_, context) =>
    {
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    };

    public string Address => _app.Urls.First() + "/hook";

    public int Port => new Uri(Address).Port;

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.MapPost("/hook", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var headers = context.Request.Headers;
            var received = new ReceivedEvent(
                headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(),
                context.Request.ContentType, await reader.ReadToEndAsync());
            receiver.All.Enqueue(received);
            await receiver.Answers(received, context);
            if (context.Response.StatusCode is >= 200 and < 300)
            {
                receiver.Taken.Enqueue(received);
            }
        });
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Answers so from now on.</summary>
    public void Answer(int status, string? location = null) => Answers = (_, context) =>
    {
        context.Response.StatusCode = status;
        if (location is not null)
        {
            context.Response.Headers.Location = location;
        }

        return Task.CompletedTask;
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>What came.</summary>
internal sealed record ReceivedEvent(string Id, string Timestamp, string Signatures, string? ContentType, string Body)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    public string Type => Json.GetProperty("type").GetString()!;

    public JsonElement Data => Json.GetProperty("data");

    public string No => this["opportunity.no"]!;

    /// <summary>A value of the data at a path; null where there is none.</summary>
    public string? this[string path]
    {
        get
        {
            var at = Data;
            foreach (var name in path.Split('.'))
            {
                if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                {
                    return null;
                }
            }

            return at.ValueKind == JsonValueKind.Null ? null : at.ToString();
        }
    }

    /// <summary>
    /// As the specification of Standard Webhooks says, written from it and not from ours: HMAC-SHA256 over id, timestamp and body with full
    /// stops between, keyed by what is behind whsec_, in base64 behind v1, — one of several apart by blanks.
    /// </summary>
    public bool IsSignedBy(string secret)
    {
        using var hmac = new HMACSHA256(Convert.FromBase64String(secret.Split('_', 2)[1]));
        var signed = new MemoryStream();
        foreach (var part in new[] { Id, ".", Timestamp, ".", Body })
        {
            signed.Write(Encoding.UTF8.GetBytes(part));
        }

        var expected = hmac.ComputeHash(signed.ToArray());
        return Signatures.Split(' ').Any(s => s.StartsWith("v1,", StringComparison.Ordinal)
            && CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(s["v1,".Length..]), expected));
    }
}
