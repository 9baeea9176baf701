using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Domain.Reminders;

[Trait("Suite", "Database")]
public sealed partial class ReminderDispatcherTests
{
    [Fact]
    public async Task WhatIsDueIsSentOnce()
    {
        await using var host = await WithOneDueAsync();

        Assert.Equal(1, await SendAsync(host));
        Assert.Equal(0, await SendAsync(host));

        var (_, kind, no, to) = Assert.Single(host.Sender.Taken);
        Assert.Equal((ReminderKind.StageLimit, "OPP-00041", "ANNA"), (kind, no, to));
        var reminder = await OneAsync(host);
        Assert.Equal((ReminderState.Sent, 1, "sent", null), (reminder.State, reminder.Attempts, reminder.Delivery, reminder.NextAttemptAt));
        Assert.Equal(host.Clock.GetUtcNow(), reminder.SentAt);
    }

    [Fact]
    public async Task GivenTwoDispatchersAtOnce_WhenManyAreDue_ThenEachIsSentOnce()
    {
        await using var host = await DomainHost.StartWithDemoAsync(s => s.Configure<RemindersOptions>(o => o.BatchSize = 3));
        host.Clock.Advance(TimeSpan.FromDays(91));
        await host.DoAsync<ReminderPlanner>(p => p.KeepUpAsync(host.Clock.GetUtcNow(), default));
        var due = await host.DoAsync<OpportunitiesContext, int>(
            db => db.Reminders.CountAsync(r => r.NextAttemptAt <= host.Clock.GetUtcNow()));
        async Task UntilNothingIsLeft()
        {
            while (await SendAsync(host) > 0)
            {
            }
        }

        await Task.WhenAll(Task.Run(UntilNothingIsLeft), Task.Run(UntilNothingIsLeft));

        Assert.True(due > 10);
        Assert.Equal(due, host.Sender.Taken.Count);
        Assert.Equal(due, host.Sender.Taken.Select(t => t.Id).Distinct().Count());
        Assert.Equal(due, await host.DoAsync<OpportunitiesContext, int>(
            db => db.Reminders.CountAsync(r => r.State == ReminderState.Sent && r.Attempts == 1)));
    }

    [Fact]
    public async Task GivenAProcessThatDiesAfterItsClaim_WhenTheLeaseHasEnded_ThenAnotherSendsItOnce()
    {
        await using var host = await WithOneDueAsync();
        using var dying = new CancellationTokenSource();
        host.Sender.Answer = _ =>
        {
            dying.Cancel();
            throw new OperationCanceledException(dying.Token);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.DoAsync<ReminderDispatcher>(d => d.SendDueAsync(dying.Token)));
        host.Sender.Answer = null;
        Assert.Equal(ReminderState.Sending, (await OneAsync(host)).State);

        host.Clock.Advance(TimeSpan.FromSeconds(44));
        Assert.Equal(0, await SendAsync(host));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await SendAsync(host));
        Assert.Equal(0, await SendAsync(host));

        Assert.Single(host.Sender.Taken);
        Assert.Equal((ReminderState.Sent, 2), (await OneAsync(host)) is var r ? (r.State, r.Attempts) : default);
    }

    [Fact]
    public async Task SomebodyWithoutAChatIsWaitedForWithoutCountingAttempts()
    {
        await using var host = await WithOneDueAsync();
        host.Sender.Answer = _ => new SendOutcome.NotReachable("no chat");
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(1, await SendAsync(host));
            Assert.Equal(0, await SendAsync(host));
            host.Clock.Advance(TimeSpan.FromMinutes(30));
        }

        await SendAsync(host);
        var waiting = await OneAsync(host);
        Assert.Equal((ReminderState.Pending, 0, "no chat"), (waiting.State, waiting.Attempts, waiting.LastError));

        host.Sender.Answer = null;
        var anna = await host.CallerAsync("ANNA");
        await host.DoAsync<ReminderPlanner>(p => p.ReachableAsync(anna.SalespersonId, anna.Now, default));
        Assert.Equal(1, await SendAsync(host));
        Assert.Equal((ReminderState.Sent, null), (await OneAsync(host)) is var r ? (r.State, r.LastError) : default);
    }

    [Fact]
    public async Task AFailureIsTriedAgainLaterAndLaterAndGivenUpInTheEnd()
    {
        await using var host = await WithOneDueAsync(s => s.Configure<RemindersOptions>(o => o.MaxAttempts = 4));
        host.Sender.Answer = _ => throw new HttpRequestException("nobody there");
        await SendAsync(host);
        Assert.Equal((ReminderState.Pending, 1, "HttpRequestException", TimeSpan.FromSeconds(2)), await AfterAsync(host));

        host.Clock.Advance(TimeSpan.FromSeconds(2));
        host.Sender.Answer = _ => new SendOutcome.TryAgain("busy");
        await SendAsync(host);
        Assert.Equal((ReminderState.Pending, 2, "busy", TimeSpan.FromSeconds(4)), await AfterAsync(host));

        host.Clock.Advance(TimeSpan.FromSeconds(4));
        host.Sender.Answer = _ => new SendOutcome.TryAgain("busy", TimeSpan.FromMinutes(5));
        await SendAsync(host);
        Assert.Equal((ReminderState.Pending, 3, "busy", TimeSpan.FromMinutes(5)), await AfterAsync(host));

        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await SendAsync(host);
        Assert.Equal((ReminderState.Failed, 4, "busy", null), await AfterAsync(host));
        host.Clock.Advance(TimeSpan.FromDays(30));
        Assert.DoesNotContain(await host.DoAsync<OpportunitiesContext, List<long>>(
            db => db.Reminders.Where(r => r.NextAttemptAt != null && r.OpportunityId != null).Select(r => r.OpportunityId!.Value)
                .ToListAsync()),
            id => id == 41);
    }

    [Fact]
    public async Task WhatWillNeverWorkIsGivenUpAtOnce()
    {
        await using var host = await WithOneDueAsync();
        host.Sender.Answer = _ => new SendOutcome.GivenUp(new string('x', 500));

        await SendAsync(host);

        var reminder = await OneAsync(host);
        Assert.Equal((ReminderState.Failed, 200), (reminder.State, reminder.LastError!.Length));
    }

    [Fact]
    public async Task OneThatIsPutOffComesBackOnItsDay()
    {
        await using var host = await WithOneDueAsync();
        Task<Result<Reminder>> Snooze(TimeSpan by) => host.DoAsync<OpportunitiesContext, Result<Reminder>>(async db =>
        {
            var reminder = await db.Reminders.SingleAsync(r => r.Opportunity!.No == "OPP-00041" && r.Kind == ReminderKind.StageLimit);
            var result = reminder.Snooze(host.Clock.GetUtcNow() + by, host.Clock.GetUtcNow());
            await db.SaveChangesAsync();
            return result;
        });
        await SendAsync(host);
        Assert.Equal(["snoozeInPast"], (await Snooze(TimeSpan.Zero)).Refused());
        Assert.Equal(["snoozeInPast"], (await Snooze(TimeSpan.FromDays(367))).Refused());

        (await Snooze(TimeSpan.FromDays(1))).Done();
        Assert.Equal(0, await host.DoAsync<OpportunitiesContext, int>(
            db => db.Reminders.CountAsync(r => r.Opportunity!.No == "OPP-00041" && r.NextAttemptAt <= host.Clock.GetUtcNow())));
        host.Clock.Advance(TimeSpan.FromDays(1));
        await SendAsync(host);

        Assert.Equal(2, host.Sender.Taken.Count(t => t.No == "OPP-00041"));
        Assert.Equal((ReminderState.Sent, 1, 1), (await OneAsync(host)) is var r ? (r.State, r.Snoozes, r.Attempts) : default);
    }

    [Fact]
    public async Task GivenAClosingWhileItIsBeingSent_WhenTheChannelHasTakenIt_ThenItStaysCancelled()
    {
        await using var host = await WithOneDueAsync();
        var anna = await host.CallerAsync("ANNA");
        host.Sender.Answer = _ =>
        {
            Close(host, anna);
            return new SendOutcome.Sent("sent");
        };

        await SendAsync(host);

        Assert.Equal(ReminderState.Cancelled, (await OneAsync(host)).State);
        Assert.Equal(0, await SendAsync(host));
    }

    [Fact]
    public async Task WhatFallsDueWhileItsPersonIsBlockedComesToWhoHasItThen_OrToThemWhenTheyAreLetIn()
    {
        await using var host = await WithOneDueAsync();
        var emma = await host.CallerAsync("EMMA");
        await host.PeopleAsync(async p => await p.BlockAsync("ANNA", true, null, emma, default));
        await SendAsync(host);
        Assert.Equal(
            (ReminderState.Pending, "person blocked", 0), (await OneAsync(host)) is var r ? (r.State, r.LastError, r.Attempts) : default);
        Assert.Empty(host.Sender.Taken);

        await host.PeopleAsync(async p => await p.BlockAsync("ANNA", false, null, emma, default));
        host.Clock.Advance(TimeSpan.FromDays(1));
        await SendAsync(host);
        Assert.Equal("ANNA", Assert.Single(host.Sender.Taken).To);

        // And one that is given to somebody else.
        await using var other = await WithOneDueAsync();
        emma = await other.CallerAsync("EMMA");
        await other.PeopleAsync(async p => await p.BlockAsync("ANNA", true, null, emma, default));
        await SendAsync(other);
        (await other.AssignAsync("OPP-00041", "BEN", emma)).Done();
        other.Clock.Advance(TimeSpan.FromDays(1));
        await SendAsync(other);
        Assert.Contains(other.Sender.Taken, t => t is { Kind: ReminderKind.StageLimit, No: "OPP-00041", To: "BEN" });
    }

    [Fact]
    public async Task WhatIsNotBegunInGoodTimeBeforeTheLeaseEnds_IsPutBackAndSentWithTheNextBatch()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        host.Clock.Advance(TimeSpan.FromDays(91));
        await SendAsync(host); // plans what is due for planning
        host.Sender.Taken.Clear();
        await host.DoAsync<OpportunitiesContext>(db => db.Reminders.Where(r => r.OpportunityId != null)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.State, ReminderState.Pending)
                .SetProperty(r => r.NextAttemptAt, host.Clock.GetUtcNow()).SetProperty(r => r.Attempts, 0)));
        var people = await host.DoAsync<OpportunitiesContext, int>(
            db => db.Reminders.Where(r => r.NextAttemptAt <= host.Clock.GetUtcNow()).Select(r => r.SalespersonId).Distinct().CountAsync());
        host.Sender.Answer = _ =>
        {
            host.Clock.Advance(TimeSpan.FromSeconds(20)); // a channel that hesitates
            return new SendOutcome.Sent("sent");
        };

        await SendAsync(host);
        var first = host.Sender.Messages.Count;
        Assert.Equal(
            0, await host.DoAsync<OpportunitiesContext, int>(db => db.Reminders.CountAsync(r => r.State == ReminderState.Sending)));
        while (await SendAsync(host) > 0)
        {
        }

        Assert.True(people > 1 && host.Sender.Messages.Count > first);
        Assert.Equal(host.Sender.Taken.Count, host.Sender.Taken.Select(t => t.Id).Distinct().Count());
        Assert.All(
            await host.DoAsync<OpportunitiesContext, List<Reminder>>(
                db => db.Reminders.Where(r => r.State == ReminderState.Sent).ToListAsync()),
            r => Assert.Equal(1, r.Attempts));
    }

    [Fact]
    public async Task WhoFinishesWhileASaveIsUnderWay_IsSavedWithTheOthersThatDid()
    {
        var (entered, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        List<int> saved = [];
        List<int> made = [];
        using var saves = new GroupedSaves(async () =>
        {
            saved.Add(made.Count);
            entered.TrySetResult();
            await go.Task;
        });
        var first = saves.AddAsync(() => made.Add(1));
        await entered.Task;

        List<Task> others = [.. Enumerable.Range(2, 5).Select(i => saves.AddAsync(() => made.Add(i)))];
        go.SetResult();
        await Task.WhenAll([first, .. others]);

        Assert.Equal([1, 6], saved);
        Assert.Equal([1, 2, 3, 4, 5, 6], made);
    }

    [Fact]
    public async Task WhenASaveFails_WhoeverWaitedForItIsTold_AndWhoComesAfterIsNot()
    {
        var fails = true;
        using var saves = new GroupedSaves(() => fails ? throw new InvalidOperationException("no disk") : Task.CompletedTask);

        await Assert.ThrowsAsync<InvalidOperationException>(() => saves.AddAsync(() => { }));
        fails = false;
        await saves.AddAsync(() => { });
    }

    private static void Close(DomainHost host, Caller caller) =>
        host.CloseAsync("OPP-00041", new CloseOpportunity(Outcome.Lost, "PRICE_L"), caller).GetAwaiter().GetResult().Done();

    /// <summary>Anna's OPP-00041 has stood on its stage for five working days; whatever else was due is sent.</summary>
    private static async Task<DomainHost> WithOneDueAsync(Action<IServiceCollection>? configure = null)
    {
        var host = await DomainHost.StartWithDemoAsync(services =>
        {
            DomainHost.AllAhead(services);
            configure?.Invoke(services);
        });
        await host.StartedAsync(await host.CallerAsync("ANNA"));
        host.Clock.Advance(TimeSpan.FromDays(7));
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            await db.Reminders.Where(r => r.Opportunity!.No != "OPP-00041" || r.Kind != ReminderKind.StageLimit).ExecuteDeleteAsync();
            await db.ForgetWhatLiesAheadAsync();
        });
        return host;
    }

    private static Task<int> SendAsync(DomainHost host) =>
        host.DoAsync<ReminderDispatcher, int>(d => d.SendDueAsync(CancellationToken.None));

    private static Task<Reminder> OneAsync(DomainHost host) =>
        host.DoAsync<OpportunitiesContext, Reminder>(
            db => db.Reminders.AsNoTracking().SingleAsync(r => r.Opportunity!.No == "OPP-00041" && r.Kind == ReminderKind.StageLimit));

    private static async Task<(ReminderState, int, string?, TimeSpan?)> AfterAsync(DomainHost host)
    {
        var reminder = await OneAsync(host);
        return (reminder.State, reminder.Attempts, reminder.LastError, reminder.NextAttemptAt - host.Clock.GetUtcNow());
    }
}
