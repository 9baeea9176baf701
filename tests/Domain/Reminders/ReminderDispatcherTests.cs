using ChatOpportunities.Bot.Conversation;
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
public sealed class ReminderDispatcherTests
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
        host.Clock.AdjustTime(host.Clock.GetUtcNow() - TimeSpan.FromHours(12));
        Task<Result<Reminder>> Snooze(TimeSpan by) => host.DoAsync<OpportunitiesContext, Result<Reminder>>(async db =>
        {
            var reminder = await db.Reminders.SingleAsync(r => r.Opportunity!.No == "OPP-00041" && r.Kind == ReminderKind.StageLimit);
            var result = reminder.Snooze(host.Clock.GetUtcNow() + by, host.Clock.GetUtcNow());
            await db.SaveChangesAsync();
            return result;
        });
        Assert.Equal(["reminderDone"], (await Snooze(TimeSpan.FromDays(1))).Refused()); // not due yet
        host.Clock.Advance(TimeSpan.FromHours(12));
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
    public async Task MoreOfTheirOwnThanTheHourAllowsWaitForTheNextHour_InTheirOrder_AndNoneIsLost()
    {
        await using var host = await DomainHost.StartWithDemoAsync(
            s => s.Configure<RemindersOptions>(o => o.AloneKinds = ReminderKinds.NextStep | ReminderKinds.HandOver));
        await host.DoAsync<OpportunitiesContext>(db => db.Reminders.ExecuteDeleteAsync());
        var emma = await host.CallerAsync("EMMA");
        await host.HireAsync("NEWBIE", Role.Salesperson, null);
        await host.HireAsync("OTHER", Role.Salesperson, null);
        List<string> given = [];
        for (var i = 0; i < 8; i++)
        {
            var no = (await host.StartedAsync(await host.CallerAsync("ANNA"))).No;
            (await host.AssignAsync(no, "NEWBIE", await host.CallerAsync("EMMA"))).Done();
            given.Add(no);
            host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await host.DoAsync<OpportunitiesContext>(db => db.Reminders.Where(r => r.Kind == ReminderKind.HandOver)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Kind, ReminderKind.NextStep)));
        var others = (await host.StartedAsync(await host.CallerAsync("ANNA"))).No;
        (await host.AssignAsync(others, "OTHER", emma)).Done();
        var start = host.Clock.GetUtcNow();
        List<(double Minutes, string No, string To)> taken = [];
        for (var tick = 0; tick < 16; tick++)
        {
            var before = host.Sender.Taken.Count;
            await SendAsync(host);
            taken.AddRange(host.Sender.Taken.Skip(before).Where(t => t.Kind is ReminderKind.NextStep or ReminderKind.HandOver)
                .Select(t => ((host.Clock.GetUtcNow() - start).TotalMinutes, t.No, t.To)));
            host.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.Equal((0, others), Assert.Single(taken, t => t.To == "OTHER") is var other ? (other.Minutes, other.No) : default);
        Assert.Equal(given, taken.Where(t => t.To == "NEWBIE").Select(t => t.No));
        Assert.Equal([0, 0, 0, 60, 60, 60, 120, 120], taken.Where(t => t.To == "NEWBIE").Select(t => t.Minutes));
    }

    [Fact]
    public async Task MoreHandOversThanTheHourAllowsAreOneMessageTogether_ThatCountsAsOne()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        await host.DoAsync<OpportunitiesContext>(db => db.Reminders.ExecuteDeleteAsync());
        var anna = await host.CallerAsync("ANNA");
        await host.HireAsync("NEWBIE", Role.Salesperson, null);
        List<string> given = [];
        async Task Give()
        {
            var no = (await host.StartedAsync(anna)).No;
            (await host.AssignAsync(no, "NEWBIE", await host.CallerAsync("EMMA"))).Done();
            given.Add(no);
        }

        for (var i = 0; i < 12; i++)
        {
            await Give();
        }

        await SendAsync(host);
        var together = Assert.Single(host.Sender.Messages, m => m.Person.Code == "NEWBIE");
        Assert.Equal(given, together.Reminders.Select(r => r.Opportunity!.No));

        await Give();
        await SendAsync(host);
        Assert.Equal(given[^1], Assert.Single(host.Sender.Messages.Last().Reminders).Opportunity!.No);
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
    public async Task ABriefTellsHowManyOthersWereAskedAboutBeforeAndNotAnswered()
    {
        await using var host = await WithOneDueAsync();
        await SendAsync(host);
        async Task<int> TomorrowAsync()
        {
            var anna = await host.CallerAsync("ANNA");
            var another = await host.StartedAsync(anna);
            (await host.DoAsync<OpportunityActs, Result<Acted>>(a =>
                a.SetNextStepAsync(another.No, "Call", anna.Today.AddDays(1), null, anna, default))).Done();
            host.Clock.Advance(TimeSpan.FromDays(1));
            await SendAsync(host);
            var brief = host.Sender.Messages[^1];
            Assert.Equal(another.No, Assert.Single(brief.Reminders).Opportunity!.No);
            Assert.Equal(brief.Earlier, await host.DoAsync<ReminderActs, int>(a => a.EarlierAsync(brief.Id, anna, default)));
            (await host.MoveAsync(another.No, new MoveRequest(MoveAction.Update), await host.CallerAsync("ANNA"))).Done();
            return brief.Earlier;
        }

        Assert.Equal(1, await TomorrowAsync());
        (await host.MoveAsync("OPP-00041", new MoveRequest(MoveAction.Update), await host.CallerAsync("ANNA"))).Done();
        Assert.Equal(0, await TomorrowAsync());
    }

    [Fact]
    public async Task AnEscalationComesToWhoLeadsTheTeamOnItsDay()
    {
        await using var host = await WithOneDueAsync();
        await SendAsync(host);
        var frida = await host.HireAsync("FRIDA", Role.Manager, null);
        var emma = await host.CallerAsync("EMMA");
        await host.DoAsync<OpportunitiesContext>(db => db.Teams.Where(t => db.Salespeople.Any(p => p.Code == "ANNA" && p.TeamId == t.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.ManagerId, frida.SalespersonId)));

        for (var day = 0; day < 20; day++)
        {
            host.Clock.Advance(TimeSpan.FromDays(1));
            await SendAsync(host);
        }

        Assert.Equal("FRIDA", Assert.Single(host.Sender.Taken, t => t is { Kind: ReminderKind.Escalation, No: "OPP-00041" }).To);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(12)]
    public async Task AnEscalationThatWaitsFollowsTheRule(int? days)
    {
        await using var host = await WithOneDueAsync();
        await SendAsync(host);
        Task<Reminder> Escalation() => host.DoAsync<OpportunitiesContext, Reminder>(
            db => db.Reminders.AsNoTracking().SingleAsync(r => r.Opportunity!.No == "OPP-00041" && r.Kind == ReminderKind.Escalation));
        var before = await Escalation();
        var emma = await host.CallerAsync("EMMA");
        var rules = (await host.DoAsync<ReminderRulesActs, Result<CurrentReminderRules>>(a => a.FindAsync(emma, default))).Done();

        (await host.DoAsync<ReminderRulesActs, Result<CurrentReminderRules>>(
            a => a.SaveAsync(rules.Rules with { EscalateAfterDays = days }, null, emma, default))).Done();
        await SendAsync(host);

        var after = await Escalation();
        Assert.Equal(ReminderState.Pending, before.State);
        Assert.Equal(days is null ? ReminderState.Cancelled : ReminderState.Pending, after.State);
        if (days is not null)
        {
            Assert.Equal(new DateOnly(2026, 3, 25), after.DueOn); // twelve working days after Monday, 9 March
            Assert.Equal(after.DueOn, DateOnly.FromDateTime(after.DueAt.Date));
        }
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
        var host = await DomainHost.StartWithDemoAsync(configure);
        await host.StartedAsync(await host.CallerAsync("ANNA"));
        host.Clock.Advance(TimeSpan.FromDays(7));
        await host.DoAsync<OpportunitiesContext>(
            db => db.Reminders.Where(r => r.Opportunity!.No != "OPP-00041" || r.Kind != ReminderKind.StageLimit).ExecuteDeleteAsync());
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
