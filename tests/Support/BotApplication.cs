using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Demo;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ChatOpportunities.Tests.Support;

/// <summary>
/// The real program on a real port with a real database file that holds the demo company, told from Monday 2 March 2026, 9:00 UTC;
/// beside it the connector it writes to. People speak to it by posted activities. Reminders go out when a test says so.
/// </summary>
internal sealed class BotApplication : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);
    private readonly string _folder = Directory.CreateTempSubdirectory("bot-").FullName;
    private readonly Dictionary<string, string?> _settings;
    private Action<IServiceCollection> _change = _ => { };
    private Factory _factory = null!;
    public HttpClient Http { get; private set; } = null!;

    private BotApplication(LoopbackConnector connector, Dictionary<string, string?> settings) =>
        (Connector, _settings) = (connector, settings);

    /// <summary>See <see cref="TestDatabase.IsBroken"/>.</summary>
    public bool IsBroken { get; set; }

    public StandingDate Clock { get; } = new();

    public LoopbackConnector Connector { get; }

    /// <summary>Turns that ended with an exception, as the log tells it.</summary>
    public ConcurrentQueue<string> Failures { get; } = [];

    public IServiceProvider Services => _factory.Services;

    public OutboxSender Outbox => Services.GetRequiredService<OutboxSender>();

    public string DatabaseFile => Path.Combine(_folder, "bot.db");

    private string Database => $"Data Source={DatabaseFile}";

    /// <summary>With the demo company; settings are given as <c>name, value</c>.</summary>
    public static Task<BotApplication> StartAsync(params (string Name, string? Value)[] settings) => StartAsync(_ => { }, settings);

    /// <summary>With something of what it is made of exchanged.</summary>
    public static async Task<BotApplication> StartAsync(
        Action<IServiceCollection> change, params (string Name, string? Value)[] settings)
    {
        var named = settings.ToDictionary(s => s.Name, s => s.Value);
        var bot = new BotApplication(await LoopbackConnector.StartAsync(), named) { _change = change };
        File.Copy(await Template.Value, Path.Combine(bot._folder, "bot.db"));
        bot.StartHost();
        return bot;
    }

    /// <summary>Ends the program and starts it anew on the same database.</summary>
    public async Task RestartAsync()
    {
        await StopHostAsync();
        StartHost();
    }

    /// <summary>Says something in the person's own chat; the card that is answered.</summary>
    public Task<ShownCard> SayAsync(ChatPerson person, string text, string? id = null) => AnswerAsync(Message(person, text, id));

    /// <summary>Posts an activity and gives the last card that was sent, or that replaced one.</summary>
    public async Task<ShownCard> AnswerAsync(JsonObject activity)
    {
        var cards = await PostAsync(activity);
        Assert.True(cards.Count > 0, "Nothing was answered.");
        return cards[^1].Card;
    }

    /// <summary>Posts an activity that is a message or an event; what the connector took meanwhile, but for "typing".</summary>
    public async Task<IReadOnlyList<Delivered>> PostAsync(JsonObject activity)
    {
        await Outbox.IdleAsync();
        var before = Connector.Taken.Count;
        using var answer = await SendAsync(activity);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return [.. Connector.Taken.Skip(before).Where(sent => !sent.IsTyping)];
    }

    /// <summary>Posts, and waits until what the turn said was sent too; what waits for its next attempt is not waited for.</summary>
    public async Task<HttpResponseMessage> SendAsync(JsonObject activity)
    {
        var answer = await AskAsync(activity);
        await Outbox.IdleAsync();
        return answer;
    }

    /// <summary>Posts as the channel does, which waits for nothing but the answer.</summary>
    public Task<HttpResponseMessage> AskAsync(JsonObject activity) =>
        Http.PostAsync("/api/messages", new StringContent(activity.ToJsonString(), Encoding.UTF8, "application/json"));

    /// <summary>Presses a button of a card, as today's clients do: the answer takes the card's place.</summary>
    public Task<ShownCard> PressAsync(ChatPerson person, ShownCard card, string button, object? typed = null)
    {
        var (verb, data) = card.Press(button, typed);
        return PressAsync(person, verb, data, card.MessageId);
    }

    public async Task<ShownCard> PressAsync(ChatPerson person, string verb, JsonObject data, string? messageId = null, string? id = null)
    {
        using var answer = await SendAsync(Execute(person, verb, data, messageId, id));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        Assert.Equal(200, body.GetProperty("statusCode").GetInt32());
        return ShownCard.Of(body.GetProperty("value"), messageId);
    }

    /// <summary>Presses a button the way old clients do: as a message with a value, answered by an update of the card.</summary>
    public async Task<Delivered> SubmitAsync(ChatPerson person, ShownCard card, string button, object? typed = null)
    {
        var (verb, data) = card.Press(button, typed);
        data["verb"] = verb;
        var activity = Message(person, "");
        activity.Remove("text");
        (activity["value"], activity["replyToId"]) = (data, card.MessageId);
        return Assert.Single(await PostAsync(activity));
    }

    public JsonObject Message(ChatPerson person, string text, string? id = null) => new()
    {
        ["type"] = "message",
        ["id"] = id ?? Guid.NewGuid().ToString(),
        ["channelId"] = "msteams",
        ["serviceUrl"] = Connector.Url,
        ["localTimestamp"] = Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(1)).ToString("O", CultureInfo.InvariantCulture),
        ["from"] = new JsonObject { ["id"] = person.ChannelId, ["name"] = person.Name, ["aadObjectId"] = person.ObjectId.ToString() },
        ["recipient"] = new JsonObject { ["id"] = "28:bot", ["name"] = "Opportunities" },
        ["conversation"] = new JsonObject { ["id"] = person.Conversation, ["conversationType"] = "personal", ["tenantId"] = "tenant" },
        ["locale"] = person.Locale,
        ["text"] = text,
    };

    public JsonObject Execute(ChatPerson person, string verb, JsonNode data, string? messageId = null, string? id = null)
    {
        var activity = Message(person, "", id);
        activity.Remove("text");
        (activity["type"], activity["name"], activity["replyToId"]) = ("invoke", "adaptiveCard/action", messageId);
        activity["value"] = new JsonObject
        {
            ["action"] = new JsonObject { ["type"] = "Action.Execute", ["verb"] = verb, ["data"] = data.DeepClone() },
            ["trigger"] = "manual",
        };
        return activity;
    }

    /// <summary>The person has installed the app: both events Teams sends.</summary>
    public async Task<IReadOnlyList<Delivered>> InstallAsync(ChatPerson person)
    {
        var installed = Message(person, "");
        (installed["type"], installed["action"]) = ("installationUpdate", "add");
        var joined = Message(person, "");
        (joined["type"], joined["membersAdded"]) = ("conversationUpdate", new JsonArray(new JsonObject { ["id"] = "28:bot" }));
        return [.. await PostAsync(installed), .. await PostAsync(joined)];
    }

    /// <summary>Sends what is due, as a tick would; what the connector took meanwhile.</summary>
    public async Task<IReadOnlyList<Delivered>> TickAsync()
    {
        var before = Connector.Taken.Count;
        await DoAsync<ReminderDispatcher, int>(d => d.SendDueAsync(CancellationToken.None));
        return [.. Connector.Taken.Skip(before)];
    }

    public async Task<T> DoAsync<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task<T> InDatabaseAsync<T>(Func<OpportunitiesContext, Task<T>> read) => DoAsync(read);

    /// <summary>An opportunity as it is stored, with its state.</summary>
    public Task<Opportunity> StoredAsync(string no) => InDatabaseAsync(db => db.Opportunities.AsNoTracking()
        .Include(o => o.Entries).Include(o => o.Salesperson).Include(o => o.Contact).Include(o => o.SalesCycle!.Stages)
        .Include(o => o.Tasks)
        .AsSplitQuery().SingleAsync(o => o.No == no));

    public Task<int> CountAsync() => InDatabaseAsync(db => db.Opportunities.CountAsync());

    /// <summary>See <see cref="TestDatabase.CheckAsync()"/>.</summary>
    public Task<string> CheckAsync() => TestDatabase.CheckFileAsync(Path.Combine(_folder, "bot.db"));

    public async ValueTask DisposeAsync()
    {
        await StopHostAsync();
        await Connector.DisposeAsync();
        try
        {
            if (!IsBroken)
            {
                await CheckAsync();
            }
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var bot = new BotApplication(await LoopbackConnector.StartAsync(), []);
        bot.StartHost();
        await bot.StopHostAsync();
        await bot.Connector.DisposeAsync();
        return Path.Combine(bot._folder, "bot.db");
    }

    private void StartHost()
    {
        for (var left = 3; ; left--)
        {
            _factory = new Factory(this);
            _factory.UseKestrel(0);
            try
            {
                _factory.StartServer();
                break;
            }
            catch (InvalidOperationException tooLate)
                when (left > 1 && tooLate.Message.Contains("after the server has started", StringComparison.Ordinal))
            {
                // The factory chooses the port while the program's own main method runs on, which on a busy machine may be the faster one.
                _factory.Dispose();
            }
        }

        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = _factory.ClientOptions.BaseAddress };
    }

    private async Task StopHostAsync()
    {
        Http.Dispose();
        await _factory.DisposeAsync();
        await using var connection = new SqliteConnection(Database);
        SqliteConnection.ClearPool(connection);
    }

    private sealed class Factory(BotApplication bot) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            builder.UseSetting("ConnectionStrings:Opportunities", bot.Database);
            builder.UseSetting("Host:Roles", "bot");
            builder.UseSetting("Playground:Launch", "false");
            builder.UseSetting("Bot:PortalAddresses:0", "https://portal.example");
            builder.UseSetting("Bot:PortalAddresses:1", "https://second.example:8443/");
            foreach (var (name, value) in bot._settings)
            {
                builder.UseSetting(name, value);
            }

            builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(new FailedTurns(bot.Failures)));
            builder.ConfigureTestServices(services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(bot.Clock));
                services.AddHostedService<FlushAtStop>();
                SqlServerTranslation.Watch(services);
                bot._change(services);
            });
        }
    }
}

/// <summary>Keeps what the log says of turns that failed.</summary>
internal sealed class FailedTurns(ConcurrentQueue<string> failures) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel) && formatter(state, exception) is var line && line.StartsWith("Turn ", StringComparison.Ordinal))
        {
            failures.Enqueue($"{line} {exception}");
        }
    }

    public void Dispose()
    {
    }
}

/// <summary>Somebody who chats with the bot.</summary>
internal sealed record ChatPerson(string Name, Guid ObjectId, string Locale = "en-GB")
{
    public static ChatPerson Anna { get; } = Demo("ANNA");

    public static ChatPerson Ben { get; } = Demo("BEN");

    /// <summary>Speaks French.</summary>
    public static ChatPerson Chloe { get; } = Demo("CHLOE") with { Locale = "fr-FR" };

    /// <summary>Leads the team of the others.</summary>
    public static ChatPerson David { get; } = Demo("DAVID");

    public static ChatPerson Emma { get; } = Demo("EMMA");

    public static ChatPerson Stranger { get; } = new("Sam Unknown", new Guid("5a000000-0000-4000-8000-000000000001"));

    public string ChannelId => "29:" + ObjectId.ToString("N");

    public string Conversation => "a:" + ObjectId.ToString("N");

    private static ChatPerson Demo(string code)
    {
        var person = DemoData.People.Single(p => p.Code == code);
        return new ChatPerson(person.Name, person.ObjectId);
    }
}
