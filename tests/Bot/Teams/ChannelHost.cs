using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpportunities.Tests.Bot.Teams;

/// <summary>The channel on a real port with a real database file, and beside it the other side: a connector and a key server.</summary>
internal sealed class ChannelHost : IAsyncDisposable
{
    public const string AppId = "11111111-1111-1111-1111-111111111111";
    public const string TeamsUrl = "https://smba.trafficmanager.net/emea/";
    private readonly string _folder = Directory.CreateTempSubdirectory("channel-").FullName;
    private int _keyRequests;
    private WebApplication _app = null!;
    private WebApplication _teams = null!;

    public HttpClient Http { get; private set; } = null!;

    /// <summary>What the bot does in a turn; counts as one act.</summary>
    public Func<ITurnContext, CancellationToken, Task> Act { get; set; } = (_, _) => Task.CompletedTask;

    public ConcurrentQueue<Activity> Acts { get; } = [];

    /// <summary>What the connector received: method, path and body.</summary>
    public ConcurrentQueue<(string Method, string Path, JsonNode Body)> Sent { get; } = [];

    /// <summary>Statuses the connector answers before it starts to accept.</summary>
    public ConcurrentQueue<int> Refusals { get; } = [];

    /// <summary>With which status the connector refuses a message; null when it takes it.</summary>
    public Func<JsonNode, int?> Refuse { get; set; } = _ => null;

    /// <summary>What the connector does before it takes a message.</summary>
    public Func<JsonNode, Task> BeforeTaking { get; set; } = _ => Task.CompletedTask;

    public RSA Key { get; } = RSA.Create(2048);

    public string[] Endorsements { get; set; } = ["msteams"];

    /// <summary>Further keys that are published beside <see cref="Key"/>.</summary>
    public ConcurrentDictionary<string, (RSA Key, string[]? Endorsements)> MoreKeys { get; } = [];

    /// <summary>Under which id <see cref="Key"/> is published; null when it is not any more.</summary>
    public string? KeyId { get; set; } = "key-1";

    /// <summary>Of Entra ID, which has keys of its own.</summary>
    public RSA EntraKey { get; } = RSA.Create(2048);

    /// <summary>Whether the key server answers.</summary>
    public bool KeysAreServed { get; set; } = true;

    /// <summary>How often the keys were asked for.</summary>
    public int KeyRequests => _keyRequests;

    public IServiceProvider Services => _app.Services;

    public OutboxSender Outbox => Services.GetRequiredService<OutboxSender>();

    public string ConnectorUrl => _teams.Urls.First() + "/connector";

    /// <summary>Where the keys of its tokens are told of.</summary>
    public string KeysUrl => _teams.Urls.First() + "/metadata";

    public static async Task<ChannelHost> StartAsync(
        bool withAppId = false, TimeProvider? clock = null, Action<IServiceCollection>? services = null,
        params (string Name, string? Value)[] settings)
    {
        var host = new ChannelHost();
        await host.StartTeamsAsync();
        await host.StartBotAsync(withAppId, clock, services, settings);
        return host;
    }

    public JsonObject Message(string text, string? id = null) => new()
    {
        ["type"] = "message",
        ["id"] = id ?? Guid.NewGuid().ToString(),
        ["channelId"] = "msteams",
        ["serviceUrl"] = ConnectorUrl,
        ["from"] = new JsonObject { ["id"] = "29:ada", ["name"] = "Ada", ["aadObjectId"] = "ada" },
        ["recipient"] = new JsonObject { ["id"] = "28:bot", ["name"] = "Bot" },
        ["conversation"] = new JsonObject { ["id"] = "a:1", ["conversationType"] = "personal", ["tenantId"] = "tenant" },
        ["locale"] = "en-US",
        ["text"] = text,
    };

    public JsonObject Invoke(string name, JsonObject value)
    {
        var activity = Message("");
        (activity["type"], activity["name"], activity["value"]) = ("invoke", name, value);
        return activity;
    }

    public Task<HttpResponseMessage> PostAsync(JsonNode activity, string? token = null) => PostAsync(activity.ToJsonString(), token);

    public async Task<HttpResponseMessage> PostAsync(string body, string? token = null)
    {
        return await SendAsync(body, token is null ? null : "Bearer " + token);
    }

    /// <summary>Posts, and waits until what the turn said was sent too; what waits for its next attempt is not waited for.</summary>
    public async Task<HttpResponseMessage> SendAsync(string body, string? authorization)
    {
        var response = await AskAsync(body, authorization);
        await Outbox.IdleAsync();
        return response;
    }

    /// <summary>Posts as the channel does, which waits for nothing but the answer.</summary>
    public async Task<HttpResponseMessage> AskAsync(string body, string? authorization = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await Http.SendAsync(request);
    }

    public string Token(string audience = AppId, string serviceUrl = TeamsUrl, TimeSpan? age = null, RSA? key = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "https://api.botframework.com",
            Audience = audience,
            NotBefore = (TimeProvider.System.GetUtcNow() - (age ?? TimeSpan.Zero)).UtcDateTime,
            Expires = (TimeProvider.System.GetUtcNow() - (age ?? TimeSpan.Zero) + TimeSpan.FromHours(1)).UtcDateTime,
            Claims = new Dictionary<string, object> { ["serviceurl"] = serviceUrl },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(key ?? Key) { KeyId = "key-1" }, SecurityAlgorithms.RsaSha256),
        });

    public async Task<T> InDatabaseAsync<T>(Func<OpportunitiesContext, Task<T>> read)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<OpportunitiesContext>());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await _teams.DisposeAsync();
        Key.Dispose();
        EntraKey.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The bot's process is stopped in good order and started anew on the same database; its port is another.</summary>
    public async Task StopAndStartAsync(TimeProvider? clock = null)
    {
        await _app.StopAsync();
        await KillAndStartAsync(clock);
    }

    /// <summary>The bot's process dies and is started anew on the same database; its port is another.</summary>
    public async Task KillAndStartAsync(TimeProvider? clock = null)
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await StartBotAsync(withAppId: false, clock, null, []);
    }

    private static WebApplicationBuilder Builder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        return builder;
    }

    private async Task StartTeamsAsync()
    {
        _teams = Builder().Build();
        _teams.MapGet("/metadata", () => Results.Json(new { jwks_uri = _teams.Urls.First() + "/keys" }));
        _teams.MapGet("/keys", () =>
        {
            Interlocked.Increment(ref _keyRequests);
            return KeysAreServed
                ? Results.Json(new
                {
                    keys = MoreKeys.Select(key => Published(key.Key, key.Value.Key, key.Value.Endorsements))
                        .Concat(KeyId is null ? [] : [Published(KeyId, Key, Endorsements)]),
                })
                : Results.StatusCode(503);
        });
        _teams.MapGet("/entra/metadata", () => Results.Json(new { jwks_uri = _teams.Urls.First() + "/entra/keys" }));
        _teams.MapGet("/entra/keys", () => Results.Json(new { keys = new[] { Published("entra-1", EntraKey, null) } }));
        _teams.MapGet("/connector/v3/conversations/{conversation}/members/{id}", (HttpRequest request, string id) =>
        {
            Sent.Enqueue(("GET", request.Path, new JsonObject()));
            return Results.Json(new { id, name = "Ada Lovelace", aadObjectId = "ada", email = "ada@contoso.example" });
        });
        _teams.Map("/connector/{**path}", async (HttpRequest request) =>
        {
            var body = request.ContentLength is null or 0 ? new JsonObject() : await JsonNode.ParseAsync(request.Body);
            await BeforeTaking(body!);
            if ((Refusals.TryDequeue(out var next) ? next : Refuse(body!)) is { } status)
            {
                if (status == 429)
                {
                    request.HttpContext.Response.Headers.RetryAfter = "30";
                }

                return Results.StatusCode(status);
            }

            Sent.Enqueue((request.Method, request.Path, body!));
            return Results.Json(new { id = "sent-1" }, statusCode: 201);
        });
        await _teams.StartAsync();
    }

    private static JsonObject Published(string id, RSA rsa, string[]? endorsements)
    {
        var key = rsa.ExportParameters(false);
        var published = new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = id,
            ["n"] = Base64UrlEncoder.Encode(key.Modulus),
            ["e"] = Base64UrlEncoder.Encode(key.Exponent),
        };
        if (endorsements is not null)
        {
            published["endorsements"] = new JsonArray([.. endorsements.Select(e => JsonValue.Create(e))]);
        }

        return published;
    }

    private async Task StartBotAsync(
        bool withAppId, TimeProvider? clock, Action<IServiceCollection>? services, IReadOnlyList<(string Name, string? Value)> settings)
    {
        var builder = Builder();
        builder.Configuration.AddInMemoryCollection(withAppId
            ? new Dictionary<string, string?>
            {
                ["Bot:AppId"] = AppId,
                ["Bot:Credential:Secret"] = "not asked for",
                ["Bot:OpenIdMetadata"] = _teams.Urls.First() + "/metadata",
                ["Bot:Entra:OpenIdMetadata"] = _teams.Urls.First() + "/entra/metadata",
            }
            : []);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, s.Value)));
        builder.Services.AddLogging();
        if (clock is not null)
        {
            builder.Services.AddSingleton(clock);
        }

        builder.Services.AddChannel(builder.Configuration, builder.Environment).AddOutboxRecovery();
        builder.Services.AddDbContext<SqliteContext>(options => options.UseSqlite($"Data Source={Path.Combine(_folder, "channel.db")}"));
        builder.Services.AddScoped<OpportunitiesContext>(services => services.GetRequiredService<SqliteContext>());
        builder.Services.AddScoped<IBot>(_ => new RecordingBot(this));
        services?.Invoke(builder.Services);
        _app = builder.Build();
        _app.MapChannel();
        await InDatabaseAsync(db => db.Database.EnsureCreatedAsync());
        await _app.StartAsync();
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(_app.Urls.First()) };
    }

    private sealed class RecordingBot(ChannelHost host) : IBot
    {
        public Task OnTurnAsync(ITurnContext turnContext, CancellationToken cancellationToken = default)
        {
            host.Acts.Enqueue(turnContext.Activity);
            return host.Act(turnContext, cancellationToken);
        }
    }
}

/// <summary>What a test's bot says in a turn.</summary>
internal static class SaidByTest
{
    extension(ITurnContext turn)
    {
        /// <summary>Sends through the SDK's own method: what is said waits in the outbox, so it has ended when it returns.</summary>
        public void Send(Activity message) => turn.SendActivityAsync(message).GetAwaiter().GetResult();

        public void Update(string activityId, Activity message)
        {
            message.Id = activityId;
            turn.UpdateActivityAsync(message).GetAwaiter().GetResult();
        }
    }
}
