using System.Text.Json;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain.Data;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bench;

/// <summary>
/// The servers that the turn is compared on; all do the same HTTP: take an activity, send one message, answer with one card.
/// </summary>
internal static class Targets
{
    public const string Text = "Moved to Proposal. 45,000 € · 60 % · closes 30 June 2027";

    /// <summary>About as large as the product's own card of an opportunity.</summary>
    public static string Card { get; } = JsonSerializer.Serialize(new
    {
        type = "AdaptiveCard",
        version = "1.5",
        body = Enumerable.Range(1, 12)
            .Select(i => new { type = "TextBlock", text = $"Line {i} of a card that says where an opportunity stands", wrap = true }),
        actions = Enumerable.Range(1, 4).Select(i => new
        {
            type = "Action.Execute",
            title = $"Button {i}",
            verb = "opportunity.show",
            data = new { no = "OPP-00001", version = i },
        }),
    });

    /// <summary>The least an ASP.NET Core program can do for a turn.</summary>
    public static async Task<int> ServeBareAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHttpClient("connector").RemoveAllLoggers();
        var app = builder.Build();
        var card = JsonSerializer.Deserialize<JsonElement>(Card);
        app.MapPost("/api/messages", async (HttpRequest request, IHttpClientFactory clients) =>
        {
            using var activity = await JsonDocument.ParseAsync(request.Body);
            var root = activity.RootElement;
            var conversation = Uri.EscapeDataString(root.GetProperty("conversation").GetProperty("id").GetString()!);
            var address = new Uri($"{root.GetProperty("serviceUrl").GetString()}v3/conversations/{conversation}/activities");
            using var sent = await clients.CreateClient("connector")
                .PostAsJsonAsync(address, new { type = "message", text = Text, recipient = root.GetProperty("from") });
            await sent.Content.ReadAsByteArrayAsync();
            return Results.Json(new { statusCode = 200, type = "application/vnd.microsoft.card.adaptive", value = card });
        });
        return await RunAsync(app);
    }

    /// <summary>This product's channel with a bot behind it that only answers.</summary>
    public static async Task<int> ServeChannelAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddChannel(builder.Configuration, builder.Environment);
        builder.Services.AddDbContextPool<OpportunitiesContext, SqliteContext>(o => o.UseSqlite("Data Source=never-opened.db"));
        builder.Services.AddScoped<IBot, Answering>();
        var app = builder.Build();
        app.MapChannel();
        return await RunAsync(app);
    }

    /// <summary>Starts the server, says where it listens, and ends it with whoever started it.</summary>
    public static async Task<int> RunAsync(WebApplication app)
    {
        await app.StartAsync();
        Console.WriteLine("Listening on " + app.Urls.First());
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        return 0;
    }

    private sealed class Answering : IBot
    {
        private static readonly JsonElement CardElement = JsonSerializer.Deserialize<JsonElement>(Card);

        public async Task OnTurnAsync(ITurnContext turnContext, CancellationToken cancellationToken = default)
        {
            await turnContext.SendActivityAsync(Activity.Message(Text), cancellationToken);
            turnContext.Answer = InvokeResponses.Card(CardElement);
        }
    }
}
