using System.Data.Common;
using System.Net;
using System.Text.Json.Nodes;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Tests.Support;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Bot.Teams;

/// <summary>
/// What a turn says is saved with its act and sent afterwards: without keeping the caller waiting, each message by itself, and also
/// after a crash.
/// </summary>
public sealed class OutboxTests
{
    private static readonly JsonObject Press = new() { ["action"] = new JsonObject { ["type"] = "Action.Execute", ["verb"] = "save" } };

    [Theory]
    [InlineData("invoke")]
    [InlineData("message")]
    public async Task GivenAConnectorThatDoesNotAnswer_ThenTheTurnIsAnsweredAllTheSame(string type)
    {
        await using var host = await ChannelHost.StartAsync(clock: new SteppedClock());
        var release = new TaskCompletionSource();
        host.BeforeTaking = _ => release.Task;
        host.Act = (turn, _) =>
        {
            turn.Answer = turn.Activity.IsInvoke ? InvokeResponses.Message("saved") : null;
            turn.Send(Activity.Message("saved"));
            return Task.CompletedTask;
        };
        var activity = type == "invoke" ? host.Invoke("adaptiveCard/action", Press.DeepClone().AsObject()) : host.Message("save");

        // Sooner than a call that hangs is cut off.
        using var answer = await host.AskAsync(activity.ToJsonString()).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type == "invoke", (await answer.Content.ReadAsStringAsync()).Contains("saved", StringComparison.Ordinal));
        Assert.Empty(host.Sent);
        release.SetResult();
        await host.Outbox.EmptyAsync();
        Assert.Single(host.Sent);
        Assert.Empty(await RowsAsync(host));
    }

    [Fact]
    public async Task GivenSomebodyWhoBlockedTheBot_WhenTheyAskInAGroup_ThenTheGroupIsToldAllTheSame()
    {
        await using var host = await ChannelHost.StartAsync(clock: new SteppedClock());
        host.Refuse = body => (string?)body["text"] == "the answer" ? 403 : null;
        host.Act = (turn, _) =>
        {
            var personal = turn.Activity.GetConversationReference();
            personal.Conversation = new ConversationAccount { Id = "a:1", ConversationType = "personal", TenantId = "tenant" };
            turn.SendTo(personal, Activity.Message("the answer"));
            turn.Send(Activity.Message("I have answered you in our personal chat."));
            return Task.CompletedTask;
        };
        var asked = host.Message("show 4");
        asked["conversation"] = new JsonObject
        {
            ["id"] = "19:group@thread.v2",
            ["conversationType"] = "groupChat",
            ["isGroup"] = true,
            ["tenantId"] = "tenant",
        };

        using var answer = await host.PostAsync(asked);

        Assert.Equal("I have answered you in our personal chat.", (string?)Assert.Single(host.Sent).Body["text"]);
        var failed = Assert.Single(await host.InDatabaseAsync(db => Undelivered.ListAsync(db, 10, CancellationToken.None)));
        Assert.Equal(("ada", "a:1", 1), (failed.EntraObjectId, failed.ConversationId, failed.Messages));
        var row = Assert.Single(await RowsAsync(host));
        Assert.Equal(("", null), (row.Payload, row.ClaimedUntil)); // given up: it stays without its text
    }

    [Fact]
    public async Task WhatIsRefusedForGood_DoesNotKeepBackWhatFollowsInTheSameConversation()
    {
        await using var host = await ChannelHost.StartAsync(clock: new SteppedClock());
        host.Act = Says("one", "two", "three");
        host.Refuse = body => (string?)body["text"] == "one" ? 413 : null;

        using var answer = await host.PostAsync(host.Message("hi"));

        Assert.Equal(["two", "three"], host.Sent.Select(s => (string?)s.Body["text"]));
    }

    [Fact]
    public async Task GivenTwoQuickTurns_ThenWhatTheySayArrivesInTheirOrder()
    {
        await using var host = await ChannelHost.StartAsync(clock: new SteppedClock());
        var release = new TaskCompletionSource();
        host.BeforeTaking = body => (string?)body["text"] == "first, one" ? release.Task : Task.CompletedTask;
        host.Act = (turn, cancellationToken) => Says($"{turn.Activity.Text}, one", $"{turn.Activity.Text}, two")(turn, cancellationToken);

        using var first = await host.AskAsync(host.Message("first").ToJsonString());
        using var second = await host.AskAsync(host.Message("second").ToJsonString());
        Assert.Equal(2, host.Acts.Count);
        Assert.Empty(host.Sent);
        release.SetResult();
        await host.Outbox.EmptyAsync();

        Assert.Equal(["first, one", "first, two", "second, one", "second, two"], host.Sent.Select(s => (string?)s.Body["text"]));
    }

    [Theory]
    [InlineData(429, 30)]
    [InlineData(500, 2)]
    public async Task WhatFailsInPassingIsTriedAgain_AndComesOnce_BeforeWhatFollowsIt(int status, int seconds)
    {
        var clock = new SteppedClock();
        await using var host = await ChannelHost.StartAsync(clock: clock);
        host.Act = (turn, cancellationToken) => Says(turn.Activity.Text)(turn, cancellationToken);
        host.Refusals.Enqueue(status);

        using var first = await host.PostAsync(host.Message("first"));
        using var second = await host.PostAsync(host.Message("second"));
        Assert.Empty(host.Sent);
        clock.Advance(TimeSpan.FromSeconds(seconds));
        await host.Outbox.EmptyAsync();

        Assert.Equal(["first", "second"], host.Sent.Select(s => (string?)s.Body["text"]));
        Assert.Empty(await RowsAsync(host));
    }

    [Fact]
    public async Task WhatFailsAgainAndAgainIsGivenUp_AndNothingIsSentAfterThat()
    {
        var clock = new SteppedClock();
        await using var host = await ChannelHost.StartAsync(clock: clock);
        host.Act = Says("never taken");
        host.Refuse = _ => 500;

        using var answer = await host.PostAsync(host.Message("hi"));
        for (var attempt = 1; attempt < OutboxSender.MaxAttempts; attempt++)
        {
            await host.Outbox.IdleAsync();
            Assert.Equal(attempt, Assert.Single(await RowsAsync(host)).Attempts);
            clock.Advance(TimeSpan.FromSeconds(Math.Pow(2, attempt)));
            await TurnTests.Until(
                () => clock.IsAwaited(TimeSpan.FromSeconds(Math.Pow(2, attempt + 1))) || host.Outbox.EmptyAsync().IsCompleted);
        }

        await host.Outbox.EmptyAsync();
        var row = Assert.Single(await RowsAsync(host));
        Assert.Equal((OutboxSender.MaxAttempts, "", null, null), (row.Attempts, row.Payload, row.ClaimedBy, row.ClaimedUntil));
        Assert.Single(await host.InDatabaseAsync(db => Undelivered.ListAsync(db, 10, CancellationToken.None)));
    }

    [Fact]
    public async Task GivenAProcessThatDiedBetweenSavingAndSending_ThenTheNextOneSends_OnceTheLeaseHasEnded()
    {
        var clock = new SteppedClock();
        var (saved, died) = (new TaskCompletionSource(), new TaskCompletionSource());
        var dying = new TurnTests.Waiting(_ =>
        {
            saved.SetResult();
            return died.Task;
        });
        await using var host = await ChannelHost.StartAsync(clock: clock, services: services => services.AddSingleton<IMiddleware>(dying));
        host.Act = Says("one", "two");
        var asked = host.AskAsync(host.Message("hi").ToJsonString());
        await saved.Task;

        await host.KillAndStartAsync(clock);
        await Assert.ThrowsAnyAsync<Exception>(() => asked);
        await host.Outbox.EmptyAsync();
        Assert.Empty(host.Sent); // the other one might be at it still
        clock.Advance(OutboxRows.Lease);
        await host.Outbox.KeepUpAsync(CancellationToken.None);
        await host.Outbox.EmptyAsync();

        Assert.Equal(["one", "two"], host.Sent.Select(s => (string?)s.Body["text"]));
        Assert.Empty(await RowsAsync(host));
        died.SetResult();
    }

    [Fact]
    public async Task GivenAProcessThatIsStoppedWhileTheChannelIsAway_ThenTheNextOneSendsAtItsStart()
    {
        var clock = new SteppedClock();
        await using var host = await ChannelHost.StartAsync(clock: clock);
        host.Act = Says("one", "two");
        host.Refusals.Enqueue(500);
        using var answer = await host.PostAsync(host.Message("hi"));
        Assert.Empty(host.Sent);

        await host.StopAndStartAsync(clock);
        await host.Outbox.EmptyAsync();

        Assert.Equal(["one", "two"], host.Sent.Select(s => (string?)s.Body["text"]));
        Assert.Empty(await RowsAsync(host));
    }

    [Fact]
    public async Task WhileAMessageWaitsForItsNextAttempt_ItIsNotTakenOver()
    {
        var clock = new SteppedClock();
        await using var host = await ChannelHost.StartAsync(clock: clock);
        host.Act = Says("late");
        host.Refuse = _ => 429;
        using var answer = await host.PostAsync(host.Message("hi"));
        var until = Assert.Single(await RowsAsync(host)).ClaimedUntil;
        clock.Advance(TimeSpan.FromSeconds(20));
        using var following = await host.PostAsync(host.Message("hi again"));

        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromSeconds(10) + OutboxRows.Lease, until!.Value, TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(9));
        await host.Outbox.KeepUpAsync(CancellationToken.None);
        Assert.All(await RowsAsync(host), row => Assert.True(row.ClaimedUntil >= clock.GetUtcNow() + TimeSpan.FromSeconds(31)));
        Assert.Empty(host.Sent);
    }

    [Fact]
    public async Task ATurnThatSaysSomething_TakesFourCommandsBesideItsAct()
    {
        var counter = new CommandCounter();
        await using var host = await ChannelHost.StartAsync(
            clock: new SteppedClock(), services: services => services.ConfigureDbContext<SqliteContext>(db => db.AddInterceptors(counter)));
        host.Act = Says("done");
        using var first = await host.PostAsync(host.Message("hi")); // who it is is remembered once
        var before = counter.Count;

        using var second = await host.PostAsync(host.Message("hi"));

        // Was it handled before, and who is it; it is ours; the message is saved; and deleted.
        Assert.Equal(4, counter.Count - before);
    }

    private sealed class CommandCounter : DbCommandInterceptor
    {
        private int _count;

        public int Count => _count;

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            return ValueTask.FromResult(result);
        }
    }

    private static Func<ITurnContext, CancellationToken, Task> Says(params string[] lines) => (turn, _) =>
    {
        foreach (var line in lines)
        {
            turn.Send(Activity.Message(line));
        }

        return Task.CompletedTask;
    };

    private static Task<List<OutboxMessage>> RowsAsync(ChannelHost host) =>
        host.InDatabaseAsync(db => db.OutboxMessages.AsNoTracking().OrderBy(m => m.Id).ToListAsync());
}
