using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Reminders;

/// <summary>How many reminders another limit of a stage would have sent. The day is Monday, 2 March 2026.</summary>
[Trait("Suite", "Database")]
public sealed class StageLimitPreviewTests
{
    private static readonly DateOnly Start = An.Today.AddDays(-21); // a Monday

    [Fact]
    public async Task OneThatStayedThreeWeeksIsRemindedOnceByAShorterLimit_AndNotByALongerOne()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, emma) = (await host.CallerAsync("ANNA"), await host.CallerAsync("EMMA"));
        var (first, second) = await CycleAsync(host);
        await OpenAsync(host, anna);
        await OpenAsync(host, anna);
        await host.MoveAsync("OPP-00042", new MoveRequest(MoveAction.Next, DateOfChange: Start.AddDays(2), ChancesOfSuccess: 60), anna)
            .Done();

        // The one that stayed is due after 5 and after 14 working days, not yet after 16; the other had left after 2 days.
        Assert.Equal((1, 1, 1, 0), Told(await AskAsync(host, first, 5, emma)));
        Assert.Equal((1, 1, 1, 0), Told(await AskAsync(host, first, 14, emma)));
        Assert.Equal((0, 0, 0, 0), Told(await AskAsync(host, first, 16, emma)));
        Assert.Equal((2, 2, 1, 0), Told(await AskAsync(host, first, 1, emma)));
        Assert.Equal((0, 0, 0, 0), Told(await AskAsync(host, first, null, emma)));

        // On the second stage the present limit of 10 working days has reminded of the other one.
        Assert.Equal((1, 1, 1, 1), Told(await AskAsync(host, second, 3, emma)));
        Assert.Equal((0, 0, 0, 1), Told(await AskAsync(host, second, 100, emma)));
    }

    [Fact]
    public async Task AWrongLimitIsRefused_AndASalespersonIsNotTold()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (first, _) = await CycleAsync(host);
        async Task<string> WhyAsync(int limit, string who) => (await host.DoAsync<ReminderQueries, Result<StageLimitPreview>>(
            async q => await q.PreviewLimitAsync(first, limit, await host.CallerAsync(who), default))).Refused().Single();

        Assert.Equal("limitOutOfRange", await WhyAsync(0, "EMMA"));
        Assert.Equal("limitOutOfRange", await WhyAsync(1000, "DAVID"));
        Assert.Equal("forbidden", await WhyAsync(5, "ANNA"));
    }

    private static (int, int, int, int) Told(StageLimitPreview preview) =>
        (preview.Reminders, preview.Opportunities, preview.People, preview.AtPresent);

    private static Task<StageLimitPreview> AskAsync(DomainHost host, long stage, int? limit, Caller caller) =>
        host.DoAsync<ReminderQueries, Result<StageLimitPreview>>(q => q.PreviewLimitAsync(stage, limit, caller, default)).Done();

    private static async Task<(long First, long Second)> CycleAsync(DomainHost host)
    {
        var cycle = SalesCycle.Create("TWO", "Two steps", ProbabilityMethod.Multiply).Done();
        cycle.AddStage(10, An.Details("Look", 20)).Done();
        cycle.AddStage(20, An.Details("Talk", 50) with { LimitWorkingDays = 10 }).Done();
        await host.DoAsync<OpportunitiesContext>(db =>
        {
            db.SalesCycles.Add(cycle);
            return db.SaveChangesAsync();
        });
        return (cycle.Stages[0].Id, cycle.Stages[1].Id);
    }

    private static Task<Opportunity> OpenAsync(DomainHost host, Caller caller) => host.CreateAsync(
        new CreateOpportunity(
            "Pool lights", ContactNo: "CT-00001", SalesCycleCode: "TWO", CreationDate: Start, EstimatedValue: 1_000,
            ChancesOfSuccess: 50, EstimatedCloseDate: An.Today.AddDays(40)),
        caller).Done();
}
