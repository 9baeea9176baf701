using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.Tasks;

/// <summary>
/// Tasks: made by stages, by activities and by hand; completed, cancelled, reopened, put off, coming again (sections 4.7, 8.2–8.4).
/// </summary>
[Trait("Suite", "Database")]
public class SalesTaskTests
{
    [Fact]
    public async Task EnteringAStageMakesOneTaskPerStepCountedFromTheDayOfTheChange()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var no = (await host.StartedAsync(anna)).No;

        (await host.MoveAsync(no, new MoveRequest(MoveAction.Next), anna)).Done();

        Assert.Equal(
            [
                ("Estimate what they need", TaskType.None, Priority.Normal, new DateOnly(2026, 3, 2)),
                ("Send a letter of introduction", TaskType.None, Priority.Normal, new DateOnly(2026, 3, 9)),
                ("Follow the letter up", TaskType.PhoneCall, Priority.High, new DateOnly(2026, 3, 16)),
                ("Verify what they need", TaskType.None, Priority.High, new DateOnly(2026, 3, 17)),
            ],
            (await TasksAsync(host, no)).Select(t => (t.Description, t.Type, t.Priority, t.Date)));
    }

    [Fact]
    public async Task ComingBackMakesThemAgainAndAnUpdateDoesNot()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var no = (await host.StartedAsync(anna)).No;
        (await host.MoveAsync(no, new MoveRequest(MoveAction.Next), anna)).Done();
        (await host.MoveAsync(no, new MoveRequest(MoveAction.Update), anna)).Done();
        Assert.Equal(4, (await TasksAsync(host, no)).Count);

        (await host.MoveAsync(no, new MoveRequest(MoveAction.Previous), anna)).Done();
        (await host.MoveAsync(no, new MoveRequest(MoveAction.Next, CancelOpenTasks: true), anna)).Done();

        var tasks = await TasksAsync(host, no);
        Assert.Equal((8, 4), (tasks.Count, tasks.Count(t => t is { Cancelled: true, Closed: true, Status: SalesTaskStatus.Completed })));
    }

    [Fact]
    public async Task ATaskIsCompletedReopenedPutOffAndCancelled()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var no = (await host.StartedAsync(anna)).No;
        var task = (await AddAsync(host, no, Call(), anna)).Done();

        var done = (await ActAsync(host, a => a.CompleteAsync(task.Id, null, anna, CancellationToken.None))).Done().Task;
        Assert.Equal((SalesTaskStatus.Completed, true, false, anna.Today), (done.Status, done.Closed, done.Cancelled, done.ClosedOn));
        Assert.Equal(["taskClosed"], (await ActAsync(host, a => a.CancelAsync(task.Id, null, anna, CancellationToken.None))).Refused());
        Assert.Equal(
            ["taskClosed"],
            (await ActAsync(host, a => a.PostponeAsync(task.Id, anna.Today, null, anna, CancellationToken.None))).Refused());

        var open = (await ActAsync(host, a => a.ReopenAsync(task.Id, null, anna, CancellationToken.None))).Done();
        Assert.Equal((SalesTaskStatus.InProgress, false, null), (open.Status, open.Closed, open.ClosedOn));
        Assert.Equal(["taskOpen"], (await ActAsync(host, a => a.ReopenAsync(task.Id, null, anna, CancellationToken.None))).Refused());

        var later =
            (await ActAsync(host, a => a.PostponeAsync(task.Id, new DateOnly(2026, 4, 1), null, anna, CancellationToken.None))).Done();
        Assert.Equal((SalesTaskStatus.Postponed, new DateOnly(2026, 4, 1)), (later.Status, later.Date));

        var cancelled = (await ActAsync(host, a => a.CancelAsync(task.Id, null, anna, CancellationToken.None))).Done().Task;
        Assert.Equal((SalesTaskStatus.Completed, true, true), (cancelled.Status, cancelled.Closed, cancelled.Cancelled));
        var waiting =
            (await ActAsync(host, a => a.SetStatusAsync(task.Id, SalesTaskStatus.Waiting, null, anna, CancellationToken.None))).Done();
        Assert.Equal((SalesTaskStatus.Waiting, false, false), (waiting.Status, waiting.Closed, waiting.Cancelled));
        Assert.Equal(["unknownValue"], (await ActAsync(host, a =>
            a.SetStatusAsync(task.Id, SalesTaskStatus.Completed, null, anna, CancellationToken.None))).Refused());
    }

    [Theory]
    [InlineData(RecurringFrom.DueDate, false, 2026, 3, 17)]
    [InlineData(RecurringFrom.ClosingDate, false, 2026, 3, 9)]
    [InlineData(RecurringFrom.DueDate, true, 2026, 3, 17)]
    public async Task ARecurringTaskGivesTheNextWhenCompletedOrCancelledByHand(
        RecurringFrom from, bool cancel, int year, int month, int day)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var no = (await host.StartedAsync(anna)).No;
        var task = (await AddAsync(
            host, no, Call() with { Date = new DateOnly(2026, 3, 10), RecurringInterval = "1w", RecurringFrom = from }, anna))
            .Done();

        var closing = (await ActAsync(host, a => cancel
            ? a.CancelAsync(task.Id, null, anna, CancellationToken.None)
            : a.CompleteAsync(task.Id, null, anna, CancellationToken.None))).Done();

        Assert.Equal(
            (new DateOnly(year, month, day), SalesTaskStatus.NotStarted, "1W"),
            (closing.Next!.Date, closing.Next.Status, closing.Next.RecurringInterval));
        Assert.Single(await TasksAsync(host, no), t => !t.Closed);
    }

    [Fact]
    public async Task ClosingTheOpportunityEndsRecurringTasksForGood()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var no = (await host.StartedAsync(anna)).No;
        (await AddAsync(host, no, Call() with { RecurringInterval = "1W", RecurringFrom = RecurringFrom.DueDate }, anna)).Done();

        (await host.CloseAsync(no, new CloseOpportunity(Outcome.Lost, "PRICE_L"), anna)).Done();

        var task = Assert.Single(await TasksAsync(host, no));
        Assert.Equal((true, true, null), (task.Closed, task.Cancelled, task.RecurringInterval));
    }

    [Fact]
    public async Task AnActivityIsAssignedByHandAndOneWithoutStepsGivesOneTask()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var no = (await host.StartedAsync(anna)).No;
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            db.Activities.Add(Activity.Create("BARE", "Think it over").Done());
            await db.SaveChangesAsync();
        });

        var tasks = (await AssignActivityAsync(host, no, "sign", new DateOnly(2026, 4, 1), "BEN", anna)).Done();
        Assert.Equal(
            [new DateOnly(2026, 4, 1), new(2026, 4, 8), new(2026, 4, 15), new(2026, 10, 1)],
            tasks.Select(t => t.Date));
        Assert.Equal("Think it over", Assert.Single((await AssignActivityAsync(host, no, "BARE", null, null, anna)).Done()).Description);
        Assert.Equal(["activityUnknown"], (await AssignActivityAsync(host, no, "NONE", null, null, anna)).Refused());
        Assert.Equal(5, (await TasksAsync(host, no)).Count);
    }

    [Fact]
    public async Task OnlyWhoMayChangeTheOpportunityOrHasTheTaskActsOnIt()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, ben, chloe) = (await host.CallerAsync("ANNA"), await host.CallerAsync("BEN"), await host.CallerAsync("CHLOE"));
        var stranger = await host.HireAsync("ALONE", Role.Salesperson, null);
        var no = (await host.StartedAsync(anna)).No;
        var task = (await host.DoAsync<OpportunityActs, Result<SalesTask>>(a =>
            a.AddTaskAsync(no, Call(), "BEN", anna, CancellationToken.None))).Done();

        Assert.Equal(["notFound"], (await ActAsync(host, a => a.CompleteAsync(task.Id, null, stranger, CancellationToken.None))).Refused());
        Assert.Equal(["forbidden"], (await ActAsync(host, a => a.CompleteAsync(task.Id, null, chloe, CancellationToken.None))).Refused());
        Assert.Equal(
            ["stale"], (await ActAsync(host, a => a.CompleteAsync(task.Id, task.Version + 1, ben, CancellationToken.None))).Refused());
        (await ActAsync(host, a => a.CompleteAsync(task.Id, task.Version, ben, CancellationToken.None))).Done();
        Assert.Equal(["forbidden"], (await AddAsync(host, no, Call(), chloe)).Refused());
    }

    private static TaskDetails Call() => new(TaskType.PhoneCall, "Call them", Priority.Normal, new DateOnly(2026, 3, 3));

    private static Task<Result<T>> ActAsync<T>(DomainHost host, Func<TaskActs, Task<Result<T>>> act) => host.DoAsync(act);

    private static Task<Result<SalesTask>> AddAsync(DomainHost host, string no, TaskDetails details, Caller caller) =>
        host.DoAsync<OpportunityActs, Result<SalesTask>>(a => a.AddTaskAsync(no, details, null, caller, CancellationToken.None));

    private static Task<Result<IReadOnlyList<SalesTask>>> AssignActivityAsync(
        DomainHost host, string no, string code, DateOnly? from, string? to, Caller caller) =>
        host.DoAsync<OpportunityActs, Result<IReadOnlyList<SalesTask>>>(
            a => a.AssignActivityAsync(no, code, from, to, caller, CancellationToken.None));

    private static async Task<IReadOnlyList<SalesTask>> TasksAsync(DomainHost host, string no) =>
        await host.DoAsync<OpportunitiesContext, List<SalesTask>>(db =>
            db.Tasks.AsNoTracking().Where(t => t.Opportunity!.No == no).OrderBy(t => t.Date).ThenBy(t => t.Id).ToListAsync());
}
