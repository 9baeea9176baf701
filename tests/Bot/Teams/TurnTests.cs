using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Tests.Support;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpportunities.Tests.Bot.Teams;

/// <summary>A turn in time: in which order, how long, how often, and when the way back is closed.</summary>
public sealed class TurnTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task TurnsOfAConversationFollowOneAnother_AndOtherConversationsDoNotWait()
    {
        var release = new TaskCompletionSource();
        await using var host = await ChannelHost.StartAsync(
            services: services => services.AddSingleton<IMiddleware>(
                new Waiting(turn => turn.Activity.Text == "first" ? release.Task : Task.CompletedTask)));
        host.Act = (turn, _) =>
        {
            turn.Send(Activity.Message(turn.Activity.Text!));
            return Task.CompletedTask;
        };
        var elsewhere = host.Message("elsewhere");
        elsewhere["conversation"]!["id"] = "a:2";

        var first = host.PostAsync(host.Message("first"));
        await Until(() => !host.Acts.IsEmpty);
        var second = host.PostAsync(host.Message("second"));
        using var other = await host.PostAsync(elsewhere);
        Assert.Equal(["first", "elsewhere"], host.Acts.Select(a => a.Text));
        release.SetResult();
        using var answers = (await Task.WhenAll(first, second))[1];

        Assert.Equal(["elsewhere", "first", "second"], host.Sent.Select(s => (string)s.Body["text"]!));
    }

    [Fact]
    public async Task PlacesAreTakenInTheOrderOfComing_AndNobodyWaitsForEver()
    {
        var clock = new SteppedClock();
        var order = new ConversationOrder(clock);
        var activity = new Activity { Type = "message", Conversation = new ConversationAccount { Id = "a:1", TenantId = "t" } };

        var first = await order.EnterAsync(activity);
        var (second, third) = (order.EnterAsync(activity), order.EnterAsync(activity));
        Assert.True(order.EnterAsync(
            new Activity { Type = "message", Conversation = new ConversationAccount { Id = "a:1", TenantId = "other" } }).IsCompleted);
        Assert.False(second.IsCompleted || third.IsCompleted);
        first.Dispose();
        var place = await second;
        Assert.False(third.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(5));
        await third;
        place.Dispose();
    }

    [Fact]
    public async Task GivenAnAnswerThatTakesLong_ThenTypingIsShownFromTheFirstSecondOn_AndNeverAfterIt()
    {
        var clock = new SteppedClock();
        await using var host = await ChannelHost.StartAsync(clock: clock);
        var release = new TaskCompletionSource();
        host.Act = async (turn, cancellationToken) =>
        {
            await release.Task.WaitAsync(cancellationToken);
            turn.Send(Activity.Message("done"));
        };

        var post = host.PostAsync(host.Message("hi"));
        await Until(() => clock.IsAwaited(Second) && !host.Acts.IsEmpty);
        Assert.Empty(host.Sent);
        clock.Advance(Second);
        await Until(() => host.Sent.Count == 1 && clock.IsAwaited(3 * Second));
        clock.Advance(3 * Second);
        await Until(() => host.Sent.Count == 2 && clock.IsAwaited(3 * Second));
        release.SetResult();
        using var answer = await post;

        Assert.Equal(["typing", "typing", "message"], host.Sent.Select(s => (string)s.Body["type"]!));
        Assert.False(clock.IsAwaited(3 * Second));
    }

    [Theory]
    [InlineData("message")]
    [InlineData("adaptiveCard/action")]
    [InlineData("task/submit")]
    public async Task ATurnOverItsTimeEndsWithAnHonestMessage_AndNothingSaved(string what)
    {
        var clock = new SteppedClock();
        await using var host = await ChannelHost.StartAsync(clock: clock);
        host.Act = (turn, cancellationToken) =>
        {
            turn.Send(Activity.Message("never said"));
            return Task.Delay(Timeout.Infinite, cancellationToken);
        };

        var post = host.PostAsync(
            what == "message" ? host.Message("hi") : host.Invoke(what, new JsonObject { ["action"] = new JsonObject { ["verb"] = "x" } }));
        await Until(() => !host.Acts.IsEmpty && clock.IsAwaited(10 * Second));
        clock.Advance(10 * Second);
        using var answer = await post;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var said = what == "message"
            ? (string?)Assert.Single(host.Sent, s => (string?)s.Body["type"] == "message").Body["text"]
            : await answer.Content.ReadAsStringAsync();
        Assert.Contains("This took longer than 10 seconds, so I stopped, and nothing was saved.", said, StringComparison.Ordinal);
        Assert.Empty(await host.InDatabaseAsync(db => db.StoredItems.ToListAsync()));
    }

    [Fact]
    public async Task TheSameActivityFiftyTimesAtOnceIsOneAct_WithFiftyEqualAnswers()
    {
        await using var host = await ChannelHost.StartAsync();
        host.Act = (turn, _) =>
        {
            turn.Answer = InvokeResponses.Message($"act {host.Acts.Count}");
            turn.Send(Activity.Message("done"));
            return Task.CompletedTask;
        };
        var press = host.Invoke("adaptiveCard/action", new JsonObject { ["action"] = new JsonObject { ["verb"] = "save" } }).ToJsonString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            using var answer = await host.PostAsync(press);
            return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
        }));

        Assert.Single(host.Acts);
        Assert.Single(host.Sent);
        Assert.Equal(
            """200 {"statusCode":200,"type":"application/vnd.microsoft.activity.message","value":"act 1"}""",
            Assert.Single(answers.Distinct()));
    }

    [Fact]
    public async Task GivenAConnectorThatDoesNotAnswer_ThenTheLogAndTheRecordSaySo_UntilTheAnswerArrives()
    {
        var (log, clock) = (new RecordingLog(), new SteppedClock());
        await using var host = await ChannelHost.StartAsync(
            clock: clock, services: services => services.AddLogging(l => l.AddProvider(log)));
        host.Act = (turn, _) =>
        {
            turn.Send(Activity.Message("the customer's secret"));
            return Task.CompletedTask;
        };
        var message = host.Message("hi");
        host.Refusals.Enqueue(500);

        using var first = await host.PostAsync(message);
        var failed = Assert.Single(await FailedAsync());
        using var repeat = await host.PostAsync(message);
        Assert.Empty(host.Sent);
        clock.Advance(2 * Second);
        await host.Outbox.EmptyAsync();

        Assert.Equal(("ada", "tenant", "a:1", 1), (failed.EntraObjectId, failed.TenantId, failed.ConversationId, failed.Messages));
        Assert.StartsWith("Transient", failed.Why, StringComparison.Ordinal);
        Assert.Single(log.Lines, line => line.Contains("was not delivered", StringComparison.Ordinal)
            && line.Contains((string)message["id"]!, StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("secret", StringComparison.Ordinal));
        Assert.Single(host.Sent);
        Assert.Empty(await FailedAsync());

        Task<IReadOnlyList<Undelivered>> FailedAsync() => host.InDatabaseAsync(db => Undelivered.ListAsync(db, 10, CancellationToken.None));
    }

    [Fact]
    public async Task GivenACardThatWasDeleted_WhenItsOldButtonIsPressed_ThenTheAnswerComesAsANewMessage()
    {
        await using var host = await ChannelHost.StartAsync();
        host.Act = (turn, _) =>
        {
            turn.Update("card-1", Activity.Message("answer"));
            return Task.CompletedTask;
        };
        host.Refusals.Enqueue(404);

        using var answer = await host.PostAsync(host.Message("hi"));

        var sent = Assert.Single(host.Sent);
        Assert.Equal(("POST", "answer"), (sent.Method, (string?)sent.Body["text"]));
    }

    [Fact]
    public async Task TenantsAreToldApart_AndGroupsAreKeptUntilTheBotIsRemoved()
    {
        await using var host = await ChannelHost.StartAsync();
        var elsewhere = host.Message("hi");
        (elsewhere["conversation"]!["tenantId"], elsewhere["conversation"]!["id"]) = ("other", "a:9");
        JsonObject Group(string action)
        {
            var activity = host.Message("");
            (activity["type"], activity["action"]) = ("installationUpdate", action);
            activity["conversation"] = new JsonObject
            {
                ["id"] = "19:deals@thread.tacv2;messageid=1",
                ["conversationType"] = "channel",
                ["isGroup"] = true,
                ["tenantId"] = "tenant",
            };
            return activity;
        }

        foreach (var activity in new[] { host.Message("hi"), elsewhere, Group("add") })
        {
            using var answer = await host.PostAsync(activity);
        }

        Assert.Equal("a:1", (await FindAsync("tenant"))?.Conversation?.Id);
        Assert.Equal("a:9", (await FindAsync("other"))?.Conversation?.Id);
        Assert.Null(await FindAsync("third"));
        Assert.Null(await host.InDatabaseAsync(db => ConversationReferences.OnlyTenantAsync(db, CancellationToken.None)));
        Assert.Equal(1, await GroupsAsync());
        using var removed = await host.PostAsync(Group("remove"));
        Assert.Equal(0, await GroupsAsync());

        Task<StoredReference?> FindAsync(string tenant) =>
            host.InDatabaseAsync(db => ConversationReferences.FindAsync(db, tenant, "ada", CancellationToken.None));
        Task<int> GroupsAsync() => host.InDatabaseAsync(db => db.KnownConversations.CountAsync(c => c.Kind == KnownConversationKind.Group));
    }

    /// <summary>Waits for what happens on another thread.</summary>
    internal static async Task Until(Func<bool> happened)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!happened())
        {
            await Task.Delay(5, patience.Token);
        }
    }

    /// <summary>A turn that takes its time once it is saved.</summary>
    internal sealed class Waiting(Func<ITurnContext, Task> wait) : IMiddleware
    {
        public async Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default)
        {
            await next(cancellationToken);
            await wait(turnContext);
        }
    }

    private sealed class RecordingLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
