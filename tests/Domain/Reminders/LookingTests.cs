using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Domain.Reminders;

/// <summary>
/// What is far ahead is no row: it is looked for on its day, listed before, and comes as if it had been one all the time.
/// </summary>
[Trait("Suite", "Database")]
public sealed class LookingTests
{
    // Started on Monday, 2 March 2026, on a stage with five working days: due on Monday the 9th.
    private static readonly DateOnly Limit = new(2026, 3, 9);

    [Fact]
    public async Task AnActWritesNoRowsOfWhatIsFarAhead_AndNotesTheDayToLook()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);

        await host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Update, EstimatedCloseDate: anna.Today.AddDays(60)), anna).Done();

        Assert.Empty(await RowsAsync(host, opportunity.Id));
        Assert.Equal(Limit.AddDays(-2), await LookAsync(host, opportunity.Id));
        var upcoming = (await host.DoAsync<OpportunityQueries, IReadOnlyList<Reminder>>(
            q => q.RemindersAsync(opportunity.Id, anna, default))).Reverse().ToList();
        Assert.Equal(
            [ReminderKind.StageLimit, ReminderKind.NoActivity, ReminderKind.CloseNear, ReminderKind.ClosePassed],
            upcoming.Select(r => r.Kind));
        Assert.Equal((Limit, new DateTimeOffset(2026, 3, 9, 7, 0, 0, TimeSpan.Zero)), (upcoming[0].DueOn!.Value, upcoming[0].DueAt));
    }

    [Fact]
    public async Task OnItsDayItIsARow_AndIsSentOnceAtItsHour()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var opportunity = await host.StartedAsync(await host.CallerAsync("ANNA"));

        await AtAsync(host, new DateTimeOffset(2026, 3, 6, 23, 59, 0, TimeSpan.Zero));
        Assert.Empty(await RowsAsync(host, opportunity.Id));
        await AtAsync(host, new DateTimeOffset(2026, 3, 7, 0, 1, 0, TimeSpan.Zero));
        Assert.Equal([(ReminderKind.StageLimit, ReminderState.Pending)], await RowsAsync(host, opportunity.Id));
        await AtAsync(host, new DateTimeOffset(2026, 3, 9, 6, 59, 0, TimeSpan.Zero));
        Assert.DoesNotContain(host.Sender.Taken, t => t.No == opportunity.No);
        await AtAsync(host, new DateTimeOffset(2026, 3, 9, 7, 0, 0, TimeSpan.Zero));
        await AtAsync(host, new DateTimeOffset(2026, 3, 9, 7, 1, 0, TimeSpan.Zero));

        Assert.Single(host.Sender.Taken, t => t.No == opportunity.No);
        Assert.True(await LookAsync(host, opportunity.Id) > new DateOnly(2026, 3, 9));
    }

    [Fact]
    public async Task WhatFellDueWhileNoProcessRanIsSentAtOnce_NotWithTheNextBrief()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var opportunity = await host.StartedAsync(await host.CallerAsync("ANNA"));

        await AtAsync(host, new DateTimeOffset(2026, 3, 11, 12, 0, 0, TimeSpan.Zero));

        Assert.Equal(
            [ReminderKind.StageLimit], host.Sender.Taken.Where(t => t.No == opportunity.No).Select(t => t.Kind));
    }

    [Fact]
    public async Task ARowMadeSinceTheActIsWithdrawnWhenTheActIsUndone()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);
        var acted = await host.MoveAsync(
            opportunity.No, new MoveRequest(MoveAction.Next, EstimatedCloseDate: anna.Today.AddDays(8)), anna).Done();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.DoAsync<OpportunitiesContext>(db => db.Opportunities.Where(o => o.Id == opportunity.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.NextLookOn, anna.Today)));
        await host.DoAsync<ReminderPlanner>(p => p.KeepUpAsync(host.Clock.GetUtcNow(), default));

        anna = await host.CallerAsync("ANNA");
        await host.DoAsync<UndoActs, Result<Acted>>(u => u.UndoAsync(opportunity.No, acted.Opportunity.Version, anna, default)).Done();
        await host.DoAsync<ReminderPlanner>(p => p.KeepUpAsync(host.Clock.GetUtcNow(), default));

        Assert.DoesNotContain(await RowsAsync(host, opportunity.Id), r => r.State == ReminderState.Pending);
        Assert.Equal(Limit.AddDays(-2), await LookAsync(host, opportunity.Id));
    }

    [Fact]
    public async Task WhoeverSaidThatItIsNotTheirsIsNotAskedOfWhatWasFarAheadThen()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);
        await AtAsync(host, new DateTimeOffset(2026, 3, 9, 7, 0, 0, TimeSpan.Zero));
        anna = await host.CallerAsync("ANNA");
        var asked = host.Sender.Taken.Single(t => t.No == opportunity.No).Id;

        await host.DoAsync<ReminderActs, Result<Reminder>>(a => a.NotMineAsync(asked, anna, default)).Done();
        for (var day = 10; day < 40; day++)
        {
            await AtAsync(host, new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddDays(day));
        }

        Assert.Single(host.Sender.Taken, t => t.No == opportunity.No && t.To == "ANNA");
    }

    [Fact]
    public async Task GivenADatabaseWithRowsOfAllThatLiesAhead_WhenItIsBroughtUpToDate_ThenTheSameIsDueAsBefore()
    {
        await using var database = await TestDatabase.CreateAsync(demo: true);
        await using var before = DomainHost.StartOn(
            database, s => s.Configure<RemindersOptions>(o => o.PlanAheadDays = 400), keep: true);
        await using var after = DomainHost.StartOn(database, keep: true);
        var now = before.Clock.GetUtcNow();
        await before.StartedAsync(await before.CallerAsync("ANNA"));
        await before.DoAsync<OpportunitiesContext>(db => db.LookAtAllAsync(now));
        await before.DoAsync<ReminderPlanner>(p => p.KeepUpAsync(now, default));
        var rows = await PendingAsync(before);

        await after.DoAsync<OpportunitiesContext>(async db =>
        {
            await db.GetService<IMigrator>().MigrateAsync("AddStageStays");
            await DatabaseSetup.PrepareAsync(db, CancellationToken.None);
        });
        await after.DoAsync<ReminderPlanner>(p => p.KeepUpAsync(now, default));

        var left = await PendingAsync(after);
        var ids = await after.DoAsync<OpportunitiesContext, List<long>>(db => db.Opportunities.Select(o => o.Id).ToListAsync());
        var ahead = new List<string>();
        foreach (var id in ids)
        {
            ahead.AddRange(
                (await after.DoAsync<ReminderPlanner, IReadOnlyList<Reminder>>(p => p.UpcomingAsync(id, now, default))).Select(Line));
        }

        Assert.InRange(left.Count, 1, rows.Count - 1);
        Assert.Equal(rows.Order(StringComparer.Ordinal), left.Concat(ahead).Order(StringComparer.Ordinal));
    }

    private static async Task AtAsync(DomainHost host, DateTimeOffset at)
    {
        host.Clock.SetUtcNow(at);
        await host.DoAsync<ReminderDispatcher>(d => d.SendDueAsync(CancellationToken.None));
    }

    private static Task<List<(ReminderKind Kind, ReminderState State)>> RowsAsync(DomainHost host, long opportunityId) =>
        host.DoAsync<OpportunitiesContext, List<(ReminderKind, ReminderState)>>(async db =>
            [.. (await db.Reminders.AsNoTracking().Where(r => r.OpportunityId == opportunityId).OrderBy(r => r.Id).ToListAsync())
                .Select(r => (r.Kind, r.State))]);

    private static Task<DateOnly?> LookAsync(DomainHost host, long opportunityId) => host.DoAsync<OpportunitiesContext, DateOnly?>(
        db => db.Opportunities.Where(o => o.Id == opportunityId).Select(o => o.NextLookOn).SingleAsync());

    private static Task<List<string>> PendingAsync(DomainHost host) => host.DoAsync<OpportunitiesContext, List<string>>(async db =>
        [.. (await db.Reminders.AsNoTracking().Where(r => r.State == ReminderState.Pending && r.Kind != ReminderKind.TeamBrief)
            .ToListAsync()).Select(Line)]);

    private static string Line(Reminder reminder) => string.Create(
        CultureInfo.InvariantCulture, $"{reminder.Key} to {reminder.SalespersonId} on {reminder.DueOn:yyyy-MM-dd} at {reminder.DueAt:O}");
}
