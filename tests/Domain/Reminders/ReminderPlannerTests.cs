using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Domain.Reminders;

[Trait("Suite", "Database")]
public sealed class ReminderPlannerTests
{
    // Started on Monday, 2 March 2026, on a stage with five working days.
    [Theory]
    [InlineData("Europe/Paris", null, "2026-03-09T07:00Z")]
    [InlineData("America/New_York", null, "2026-03-09T12:00Z")] // the clocks went forward there on the 8th
    [InlineData("Asia/Tokyo", null, "2026-03-08T23:00Z")]
    [InlineData("Europe/Paris", "2026-03-04", "2026-03-10T07:00Z")]
    [InlineData("Europe/Paris", "2026-03-07", "2026-03-09T07:00Z")] // a Saturday
    public async Task TheLimitIsCountedInWorkingDaysAndFallsDueAtThePersonsSendingHour(string zone, string? holiday, string due)
    {
        await using var host = await DomainHost.StartWithDemoAsync(s =>
        {
            DomainHost.AllAhead(s);
            s.Configure<CompanyOptions>(o => o.Holidays = holiday is null ? [] : [DateOnly.Parse(holiday, null)]);
        });
        await host.PeopleAsync(async p => await p.SaveAsync(
            "GINA", new PersonForm("Gina", null, null, Role.Salesperson, null, "en", zone, false), true, null,
            await host.CallerAsync("EMMA"), default));
        var gina = await host.CallerAsync("GINA");

        var opportunity = await host.StartedAsync(gina);

        Assert.Equal([("GINA", ReminderState.Pending, DateTimeOffset.Parse(due, null))], await LimitsAsync(host, opportunity));
    }

    [Fact]
    public async Task TheSendingHourFollowsTheSeasonAndStepsOverTheHourThatIsMissing()
    {
        await using var host = await DomainHost.StartWithDemoAsync(s => s.Configure<RemindersOptions>(o => o.SendAt = new TimeOnly(2, 30)));
        var paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
        Task<DateTimeOffset> On(int month, int day) =>
            host.DoAsync<ReminderPlanner, DateTimeOffset>(p => Task.FromResult(p.SendingHour(new DateOnly(2026, month, day), paris)));

        Assert.Equal(new DateTimeOffset(2026, 3, 28, 1, 30, 0, TimeSpan.Zero), await On(3, 28));
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.Zero), await On(3, 29));
        Assert.Equal(new DateTimeOffset(2026, 3, 30, 0, 30, 0, TimeSpan.Zero), await On(3, 30));
    }

    [Fact]
    public async Task AMoveEndsTheReminderAndPlansTheNextAndAClosingEndsAll()
    {
        await using var host = await DomainHost.StartWithDemoAsync(DomainHost.AllAhead);
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);

        (await host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Next), anna)).Done();
        var limits = await LimitsAsync(host, opportunity);
        Assert.Equal([ReminderState.Cancelled, ReminderState.Pending], limits.Select(l => l.State));
        Assert.Equal(new DateTimeOffset(2026, 3, 16, 7, 0, 0, TimeSpan.Zero), limits[1].DueAt); // ten working days

        (await host.CloseAsync(opportunity.No, new CloseOpportunity(Outcome.Lost, "PRICE_L"), anna)).Done();
        Assert.Equal([ReminderState.Cancelled, ReminderState.Cancelled], (await LimitsAsync(host, opportunity)).Select(l => l.State));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WorkOnATaskPutsTheQuestionAboutInactivityOff_AndLeavesTheVersionOfItsOpportunity(bool completed)
    {
        await using var host = await DomainHost.StartWithDemoAsync(DomainHost.AllAhead);
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);
        var task = (await host.DoAsync<OpportunityActs, Result<SalesTask>>(acts => acts.AddTaskAsync(
            opportunity.No, new TaskDetails(TaskType.None, "Call", default, anna.Today), null, anna, default))).Done();
        var version = (await host.FindAsync(opportunity.No, anna))!.Opportunity.Version;
        Task<List<Reminder>> Idle() => host.DoAsync<OpportunitiesContext, List<Reminder>>(db => db.Reminders.AsNoTracking()
            .Where(r => r.OpportunityId == opportunity.Id && r.Kind == ReminderKind.NoActivity).ToListAsync());
        var before = Assert.Single(await Idle());

        host.Clock.Advance(TimeSpan.FromDays(2));
        anna = await host.CallerAsync("ANNA");
        await host.DoAsync<TaskActs>(async tasks => Assert.True(completed
            ? (await tasks.CompleteAsync(task.Id, null, anna, default)) is Result<TaskClosing>.Done
            : (await tasks.PostponeAsync(task.Id, anna.Today.AddDays(9), null, anna, default)) is Result<SalesTask>.Done));

        var after = Assert.Single(await Idle());
        Assert.Equal((ReminderState.Pending, before.DueAt.AddDays(2)), (after.State, after.DueAt)); // Monday and Wednesday
        var now = (await host.FindAsync(opportunity.No, anna))!.Opportunity;
        Assert.Equal((version, (DateTimeOffset?)anna.Now), (now.Version, now.WorkedAt));
    }

    [Fact]
    public async Task GoingBackOnTheSameDayPlansTheFirstOneAnew()
    {
        await using var host = await DomainHost.StartWithDemoAsync(DomainHost.AllAhead);
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);
        (await host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Next), anna)).Done();
        (await host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Previous), anna)).Done();

        Assert.Equal(
            [ReminderState.Cancelled, ReminderState.Cancelled, ReminderState.Pending],
            (await LimitsAsync(host, opportunity)).Select(l => l.State));
    }

    [Fact]
    public async Task AReminderFollowsTheOpportunityToItsNewOwner()
    {
        await using var host = await DomainHost.StartWithDemoAsync(DomainHost.AllAhead);
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);

        (await host.AssignAsync(opportunity.No, "BEN", anna)).Done();

        Assert.Equal([("BEN", ReminderState.Pending)], (await LimitsAsync(host, opportunity)).Select(l => (l.To, l.State)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ATaskThatWasAskedAboutAndGivenAwayIsNoLongerAQuestionToItsFormerOwner(bool moveOpenTasks)
    {
        await using var host = await DomainHost.StartWithDemoAsync(DomainHost.AllAhead);
        var (anna, emma) = (await host.CallerAsync("ANNA"), await host.CallerAsync("EMMA"));
        var opportunity =
            (await host.CreateAsync(new CreateOpportunity("Pool", "CT-00001", EstimatedValue: 1, StartNow: false), anna)).Done();
        (await host.DoAsync<OpportunityActs, Result<SalesTask>>(acts => acts.AddTaskAsync(
            opportunity.No, new TaskDetails(TaskType.None, "Call", default, anna.Today), null, anna, default))).Done();
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.DoAsync<ReminderDispatcher>(d => d.SendDueAsync(default));
        Task<Reminder> Question() => host.DoAsync<OpportunitiesContext, Reminder>(db => db.Reminders.AsNoTracking()
            .SingleAsync(r => r.OpportunityId == opportunity.Id && r.Kind == ReminderKind.TaskDue));
        var asked = await Question();
        Assert.Equal((ReminderState.Sent, anna.SalespersonId), (asked.State, asked.SalespersonId));

        (await host.AssignAsync(opportunity.No, "BEN", emma, moveOpenTasks)).Done();
        anna = await host.CallerAsync("ANNA");
        var off = await host.DoAsync<ReminderActs, Result<Reminder>>(a => a.SnoozeAsync(asked.Id, anna.Today.AddDays(3), anna, default));

        // A task that stays with her she may still put off, though the opportunity is not hers any more.
        Assert.Equal(!moveOpenTasks, off is Result<Reminder>.Done);
        Assert.Equal(moveOpenTasks ? ReminderState.Acted : ReminderState.Snoozed, (await Question()).State);
        Assert.Equal(
            !moveOpenTasks, await host.DoAsync<ReminderActs, bool>(async a => await a.FindAsync(asked.Id, anna, default) is not null));
        host.Clock.Advance(TimeSpan.FromDays(3));
        await host.DoAsync<ReminderDispatcher>(d => d.SendDueAsync(default));
        Assert.Equal(
            moveOpenTasks ? ["ANNA"] : ["ANNA", "ANNA"],
            host.Sender.Taken.Where(t => t.No == opportunity.No && t.Kind == ReminderKind.TaskDue).Select(t => t.To));
    }

    [Fact]
    public async Task ANewLimitOfAStageWithManyOnItIsFollowedAtTheNextTicks()
    {
        await using var host = await DomainHost.StartWithDemoAsync(DomainHost.AllAhead);
        var (anna, emma) = (await host.CallerAsync("ANNA"), await host.CallerAsync("EMMA"));
        for (var i = 0; i < 201; i++)
        {
            await host.StartedAsync(anna);
        }

        Task<List<DateOnly?>> Days() => host.DoAsync<OpportunitiesContext, List<DateOnly?>>(db => db.Reminders
            .Where(r => r.Kind == ReminderKind.StageLimit && r.State == ReminderState.Pending
                && r.Opportunity!.Entries.Any(e => e.Active && e.MadeAt == anna.Now))
            .Select(r => r.DueOn).ToListAsync());
        var before = await Days();
        (await host.CyclesAsync(c =>
            c.ChangeStageAsync("NEW", 1, new StageForm("Qualification", 10, 10, LimitWorkingDays: 9), null, emma, default))).Done();
        await host.DoAsync<ReminderDispatcher>(d => d.SendDueAsync(default));

        Assert.Equal((201, new DateOnly(2026, 3, 9)), (before.Count, Assert.Single(before.Distinct())));
        Assert.Equal(
            (201, new DateOnly(2026, 3, 13)), (await Days()) is var after ? (after.Count, Assert.Single(after.Distinct())) : default);
    }

    [Fact]
    public async Task OneStayOnAStageIsAskedAboutOnce()
    {
        await using var host = await DomainHost.StartWithDemoAsync(DomainHost.AllAhead);
        var opportunity = await host.StartedAsync(await host.CallerAsync("ANNA"));
        host.Clock.Advance(TimeSpan.FromDays(8));
        await host.DoAsync<ReminderDispatcher>(d => d.SendDueAsync(default));
        var anna = await host.CallerAsync("ANNA");

        (await host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Update), anna)).Done();
        Assert.Equal([ReminderState.Acted], (await LimitsAsync(host, opportunity)).Select(l => l.State)); // work answers it

        (await host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Next), anna)).Done();
        Assert.Equal([ReminderState.Acted, ReminderState.Pending], (await LimitsAsync(host, opportunity)).Select(l => l.State));
        Assert.Single(host.Sender.Taken, t => t.No == opportunity.No && t.Kind == ReminderKind.StageLimit);
    }

    [Fact]
    public async Task GivenAStartLongAgo_WhenItIsEntered_ThenTheReminderComesWithTheNextBrief()
    {
        await using var host = await DomainHost.StartWithDemoAsync(DomainHost.AllAhead);
        var anna = await host.CallerAsync("ANNA");
        var opportunity = (await host.CreateAsync(
            new CreateOpportunity("Pool", "CT-00001", CreationDate: anna.Today.AddDays(-30), EstimatedValue: 1), anna)).Done();

        await host.DoAsync<ReminderDispatcher>(d => d.SendDueAsync(default));
        Assert.DoesNotContain(host.Sender.Taken, t => t.No == opportunity.No);

        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.DoAsync<ReminderDispatcher>(d => d.SendDueAsync(default));
        Assert.Single(host.Sender.Taken, t => t.No == opportunity.No && t.Kind == ReminderKind.StageLimit);
    }

    private static Task<List<(string To, ReminderState State, DateTimeOffset DueAt)>> LimitsAsync(
        DomainHost host, Opportunity opportunity) =>
        host.DoAsync<OpportunitiesContext, List<(string, ReminderState, DateTimeOffset)>>(async db =>
            [.. (await db.Reminders.Include(r => r.Salesperson)
                .Where(r => r.OpportunityId == opportunity.Id && r.Kind == ReminderKind.StageLimit)
                .OrderBy(r => r.Id).ToListAsync()).Select(r => (r.Salesperson!.Code, r.State, r.DueAt))]);
}
