using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpportunities.Bot.Teams;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Builder.Teams;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;
using Microsoft.Bot.Schema.Teams;
using Microsoft.Extensions.DependencyInjection;
using Newtonsoft.Json.Linq;

namespace ChatOpportunities.Tests.Bot.Teams;

/// <summary>Whoever knows the Bot Framework SDK is at home: its bots and its middleware run on our adapter as they are.</summary>
public sealed class SdkTests
{
    [Fact]
    public async Task ABotOfTheSdksUsualShapeEchoes_AndGreetsWhoIsAdded()
    {
        await using var host = await StartAsync<EchoBot>();
        var added = host.Message("");
        (added["type"], added["membersAdded"]) =
            ("conversationUpdate", new JsonArray(new JsonObject { ["id"] = "29:new" }, null, new JsonObject { ["id"] = "28:bot" }));

        using var said = await host.PostAsync(host.Message("hello"));
        using var greeted = await host.PostAsync(added);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (said.StatusCode, greeted.StatusCode));
        Assert.Equal(["Echo: hello", "Hello and welcome!"], host.Sent.Select(s => (string?)s.Body["text"]));
        Assert.All(host.Sent, s => Assert.Equal("/connector/v3/conversations/a:1/activities", WebUtility.UrlDecode(s.Path)));
        Assert.All(
            host.Sent, s => Assert.Equal(("28:bot", "29:ada"), ((string?)s.Body["from"]!["id"], (string?)s.Body["recipient"]!["id"])));
    }

    [Fact]
    public async Task TheSdksTranscriptHoldsWhatWasHeardAndSaid_CardsIncluded()
    {
        var transcript = new MemoryTranscriptStore();
        await using var host = await ChannelHost.StartAsync(
            services: services => services.AddSingleton<IMiddleware>(new TranscriptLoggerMiddleware(transcript)));
        host.Act = (turn, cancellationToken) => turn.SendActivityAsync(
            Activity.Card(
                JsonSerializer.SerializeToElement(new { type = "AdaptiveCard", body = new[] { new { type = "TextBlock", text = "Won" } } }),
                "Won"),
            cancellationToken);

        using var answer = await host.PostAsync(host.Message("hello"));

        var kept = await transcript.GetTranscriptActivitiesAsync("msteams", "a:1");
        Assert.Equal(["hello", null], kept.Items.Cast<Activity>().Select(a => a.Text));
        var card = Assert.Single(Assert.IsType<Activity>(kept.Items[1]).Attachments);
        Assert.Equal("Won", (string?)((JObject)card.Content)["body"]![0]!["text"]);
    }

    [Fact]
    public async Task TheSdksStateIsLoadedAndSavedByItsOwnMiddleware()
    {
        var state = new ConversationState(new MemoryStorage());
        var count = state.CreateProperty<Counter>("count");
        await using var host = await ChannelHost.StartAsync(
            services: services => services.AddSingleton<IMiddleware>(new AutoSaveStateMiddleware(state)));
        host.Act = async (turn, cancellationToken) =>
        {
            var counter = await count.GetAsync(turn, () => new Counter(), cancellationToken);
            counter.Turns++;
            await turn.SendActivityAsync($"turn {counter.Turns}", cancellationToken: cancellationToken);
        };

        using var first = await host.PostAsync(host.Message("one"));
        using var second = await host.PostAsync(host.Message("two"));

        Assert.Equal(["turn 1", "turn 2"], host.Sent.Select(s => (string?)s.Body["text"]));
    }

    [Fact]
    public async Task MentionsAreThereAsTheSdksMiddlewareExpectsThem()
    {
        await using var host = await ChannelHost.StartAsync(
            services: services => services.AddSingleton<IMiddleware>(new NormalizeMentionsMiddleware()));
        var message = host.Message("<at>Bot</at> move <at>Ada</at>");
        message["entities"] = JsonNode.Parse("""
            [{"type":"mention","mentioned":{"id":"28:bot","name":"Bot"},"text":"<at>Bot</at>"},
             {"type":"mention","mentioned":{"id":"29:ada","name":"Ada"},"text":"<at>Ada</at>"},{"type":"clientInfo","country":"FR"}]
            """);

        using var answer = await host.PostAsync(message);

        var heard = Assert.Single(host.Acts);
        Assert.Equal("move Ada", heard.Text.Trim());
        Assert.Equal(["Ada"], heard.GetMentions().Select(m => m.Text));
    }

    [Fact]
    public async Task WhatAnEntityAndTheChannelSayBesideIsThereForTheSdk()
    {
        await using var host = await ChannelHost.StartAsync();
        var message = host.Message("hello");
        message["entities"] = JsonNode.Parse("""[{"type":"clientInfo","country":"FR","since":"2026-03-02T09:00:00Z"}]""");
        message["channelData"] = JsonNode.Parse("""{"tenant":{"id":"tenant"},"team":{"id":"19:team","name":"Sales"}}""");

        using var answer = await host.PostAsync(message);

        var heard = Assert.Single(host.Acts);
        Assert.Equal(
            ("FR", "2026-03-02T09:00:00Z"),
            ((string?)heard.Entities[0].Properties["country"], (string?)heard.Entities[0].Properties["since"]));
        Assert.Equal(("tenant", "Sales"), (heard.GetChannelData<TeamsChannelData>().Tenant.Id, heard.TeamsGetTeamInfo().Name));
    }

    [Fact]
    public async Task TypesOfTheSdkAreWrittenAsTheSdkWouldWriteThem()
    {
        await using var host = await ChannelHost.StartAsync();
        host.Act = async (turn, cancellationToken) =>
        {
            var reply = MessageFactory.Attachment(
                new HeroCard("A title", buttons: [new CardAction(ActionTypes.ImBack, "Yes", value: "yes")]).ToAttachment());
            reply.SuggestedActions = new SuggestedActions(actions: [new CardAction(ActionTypes.ImBack, "No", value: "no")]);
            reply.Importance = ActivityImportance.High;
            await turn.SendActivityAsync(reply, cancellationToken);
        };

        using var answer = await host.PostAsync(host.Message("hello"));

        var sent = Assert.Single(host.Sent).Body;
        Assert.Equal("A title", (string?)sent["attachments"]![0]!["content"]!["title"]);
        Assert.Equal("Yes", (string?)sent["attachments"]![0]!["content"]!["buttons"]![0]!["title"]);
        Assert.Equal("No", (string?)sent["suggestedActions"]!["actions"]![0]!["title"]);
        Assert.Equal("high", (string?)sent["importance"]);
    }

    [Fact]
    public async Task AnInvokeIsAnsweredInTheSdksTypes_AlsoWhenItIsRepeated()
    {
        await using var host = await StartAsync<TaskBot>();
        var fetch = host.Invoke("task/other", new JsonObject { ["data"] = new JsonObject() });

        using var first = await host.PostAsync(fetch);
        using var again = await host.PostAsync(fetch);

        Assert.Equal("""{"task":{"value":"Done.","type":"message"}}""", await first.Content.ReadAsStringAsync());
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(1, TaskBot.Answered);
    }

    [Fact]
    public async Task TheSdksConnectorClientIsThereForWhoAsksATurnForIt_WithinOurBounds()
    {
        await using var host = await ChannelHost.StartAsync();
        TeamsChannelAccount? member = null;
        host.Act = async (turn, cancellationToken) => member = await TeamsInfo.GetMemberAsync(
            turn, turn.Activity.From.Id, cancellationToken);

        using var answer = await host.PostAsync(host.Message("hello"));

        Assert.Equal(("Ada Lovelace", "ada@contoso.example"), (member?.Name, member?.Email));
        var connectors = host.Services.GetRequiredService<ConnectorClients>();
        using var elsewhere = await connectors.CreateAsync("https://attacker.example/", "", CancellationToken.None);
        var refused = await Assert.ThrowsAsync<ConnectorException>(
            () => elsewhere.Conversations.ReplyToActivityWithHttpMessagesAsync("a:1", "1", new Activity { Type = "message" }));
        Assert.Equal("HostNotAllowed", refused.Code);
    }

    [Fact]
    public async Task AConversationIsContinuedAsTheSdkDoesIt_AsOftenAsTheBotWants()
    {
        await using var host = await ChannelHost.StartAsync();
        using var first = await host.PostAsync(host.Message("hello"));
        var reference = Assert.Single(host.Acts).GetConversationReference();

        foreach (var text in new[] { "one", "two" })
        {
            await using var scope = host.Services.CreateAsyncScope();
            var adapter = Assert.IsType<TeamsAdapter>(scope.ServiceProvider.GetRequiredService<IBotFrameworkHttpAdapter>());
            await adapter.ContinueConversationAsync(
                ChannelHost.AppId, reference,
                (turn, cancellationToken) => turn.SendActivityAsync(text, cancellationToken: cancellationToken), CancellationToken.None);
        }

        await host.Outbox.IdleAsync();

        Assert.Equal(["one", "two"], host.Sent.Select(s => (string?)s.Body["text"]));
    }

    [Fact]
    public async Task AMessageIsUpdatedAndDeletedByTheSdksMethods()
    {
        await using var host = await ChannelHost.StartAsync();
        host.Act = async (turn, cancellationToken) =>
        {
            var changed = MessageFactory.Text("changed");
            changed.Id = "sent-1";
            await turn.UpdateActivityAsync(changed, cancellationToken);
            await turn.DeleteActivityAsync("sent-2", cancellationToken);
        };

        using var answer = await host.PostAsync(host.Message("hello"));

        Assert.Equal(
            [("DELETE", "/connector/v3/conversations/a:1/activities/sent-2"), ("PUT", "/connector/v3/conversations/a:1/activities/sent-1")],
            host.Sent.Select(s => (s.Method, WebUtility.UrlDecode(s.Path))));
    }

    [Theory]
    [InlineData(typeof(CultureMiddleware))]
    [InlineData(typeof(TelemetryMiddleware))]
    [InlineData(typeof(OrderMiddleware))]
    [InlineData(typeof(OutboxMiddleware))]
    [InlineData(typeof(TypingMiddleware))]
    public async Task EachMiddlewareCanBeLeftOut(Type middleware)
    {
        await using var host = await StartAsync<EchoBot>(
            services => services.Remove(services.Single(s => s.ImplementationType == middleware)));

        using var answer = await host.PostAsync(host.Message("hello"));

        Assert.Equal("Echo: hello", (string?)Assert.Single(host.Sent).Body["text"]);
    }

    [Theory]
    [InlineData("th-TH")]
    [InlineData("sv-SE")]
    [InlineData("nonsense-that-is-no-culture")]
    [InlineData("")]
    public async Task TheSendersCultureDoesNotBecomeOurs(string locale)
    {
        await using var host = await ChannelHost.StartAsync();
        CultureInfo? current = null;
        host.Act = (_, _) =>
        {
            current = CultureInfo.CurrentCulture;
            return Task.CompletedTask;
        };
        var message = host.Message("hello");
        message["locale"] = locale;

        using var answer = await host.PostAsync(message);

        Assert.Equal((HttpStatusCode.OK, CultureInfo.InvariantCulture), (answer.StatusCode, current));
    }

    [Fact]
    public async Task AskedTheSdksWay_TheAuthenticationRefusesByItsException()
    {
        await using var host = await ChannelHost.StartAsync(withAppId: true);
        var authentication = host.Services.GetRequiredService<BotFrameworkAuthentication>();
        var activity = new Activity
        {
            Type = "message",
            ChannelId = "msteams",
            ServiceUrl = ChannelHost.TeamsUrl,
            Conversation = new ConversationAccount { Id = "a:1", TenantId = "tenant" },
        };

        var known = await authentication.AuthenticateRequestAsync(activity, "Bearer " + host.Token(), CancellationToken.None);
        Assert.Equal(ChannelHost.AppId, known.ClaimsIdentity.FindFirst(AuthenticationConstants.AudienceClaim)?.Value);
        foreach (var header in new[] { null, "", "Bearer nonsense", "Bearer " + host.Token(audience: "another") })
        {
            await Assert.ThrowsAsync<UnauthorizedAccessException>(
                () => authentication.AuthenticateRequestAsync(activity, header, CancellationToken.None));
        }

        activity.ChannelId = "AseChannel";
        await Assert.ThrowsAsync<UnauthorizedAccessException>(
            () => authentication.AuthenticateRequestAsync(activity, "Bearer " + host.Token(), CancellationToken.None));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(
            () => authentication.AuthenticateStreamingRequestAsync("Bearer " + host.Token(), "msteams", CancellationToken.None));
        var users = await authentication.CreateUserTokenClientAsync(new ClaimsIdentity(), CancellationToken.None);
        Assert.Null(await users.GetUserTokenAsync("29:ada", "connection", "msteams", "", CancellationToken.None));
    }

    private static Task<ChannelHost> StartAsync<TBot>(Action<IServiceCollection>? more = null)
        where TBot : class, IBot => ChannelHost.StartAsync(services: services =>
        {
            services.AddTransient<IBot, TBot>();
            more?.Invoke(services);
        });

    private sealed class Counter
    {
        public int Turns { get; set; }
    }

    /// <summary>As a first bot is written with the SDK.</summary>
    private sealed class EchoBot : ActivityHandler
    {
        protected override async Task OnMessageActivityAsync(
            ITurnContext<IMessageActivity> turnContext, CancellationToken cancellationToken)
        {
            var replyText = $"Echo: {turnContext.Activity.Text}";
            await turnContext.SendActivityAsync(MessageFactory.Text(replyText, replyText), cancellationToken);
        }

        protected override async Task OnMembersAddedAsync(
            IList<ChannelAccount> membersAdded, ITurnContext<IConversationUpdateActivity> turnContext, CancellationToken cancellationToken)
        {
            foreach (var member in membersAdded)
            {
                if (member.Id != turnContext.Activity.Recipient.Id)
                {
                    await turnContext.SendActivityAsync(MessageFactory.Text("Hello and welcome!"), cancellationToken);
                }
            }
        }
    }

    /// <summary>Answers an invoke in a type of the SDK.</summary>
    private sealed class TaskBot : TeamsActivityHandler
    {
        public static int Answered { get; private set; }

        protected override Task<InvokeResponse> OnInvokeActivityAsync(
            ITurnContext<IInvokeActivity> turnContext, CancellationToken cancellationToken)
        {
            Answered++;
            return Task.FromResult(CreateInvokeResponse(new TaskModuleResponse(new TaskModuleMessageResponse("Done."))));
        }
    }
}
