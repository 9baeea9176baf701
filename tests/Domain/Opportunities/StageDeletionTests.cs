using System.Data.Common;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Domain.Opportunities;

/// <summary>A stage is deleted while somebody comes onto it: whoever saves later is refused, and nothing is left on no stage.</summary>
[Trait("Suite", "Database")]
public sealed class StageDeletionTests
{
    [Fact]
    public async Task GivenAMoveThatIsSavedFirst_WhenItsStageIsDeleted_ThenTheDeletionIsRefused()
    {
        var rival = new Rival();
        await using var host = await rival.StartWithDemoAsync();
        var emma = await WithCycleAsync(host);
        var no = (await host.StartedAsync(emma, cycle: "TRY")).No;

        rival.Writes($"""
            UPDATE "Entries" SET "StageId" = (SELECT "Id" FROM "SalesCycleStage" WHERE "Description" = 'Two')
            WHERE "OpportunityId" = (SELECT "Id" FROM "Opportunities" WHERE "No" = {no})
            """);
        var refused = await DeleteAsync(host, emma);

        Assert.Equal(["stageInUse"], refused.Refused());
        Assert.Equal([1], refused.Naming());
        Assert.True(await StandsAsync(host, no));
    }

    [Theory]
    [InlineData("start")]
    [InlineData("move")]
    [InlineData("move on")]
    [InlineData("move with a quote")]
    [InlineData("reopen")]
    [InlineData("undo")]
    [InlineData("create")]
    public async Task GivenADeletionThatIsSavedFirst_WhenSomebodyComesOntoTheStage_ThenTheyAreToldThatItIsGone(string act)
    {
        var rival = new Rival();
        await using var host = await rival.StartWithDemoAsync();
        var emma = await WithCycleAsync(host, first: act is "start" or "create" ? "Two" : "One");
        var made = (await host.CreateAsync(
            new CreateOpportunity(
                "Lamp", ContactNo: "CT-00001", SalesCycleCode: "TRY", EstimatedValue: 9, StartNow: act is not ("start" or "create")),
            emma)).Done();
        long version = 0;
        if (act is "reopen" or "undo")
        {
            (await host.MoveAsync(made.No, new MoveRequest(MoveAction.Next), emma)).Done();
            version = (await host.CloseAsync(made.No, new CloseOpportunity(Outcome.Lost, "PRICE_L"), emma)).Done().Opportunity.Version;
        }

        var before = await EntriesAsync(host, made.No);
        rival.Writes($"""
            DELETE FROM "StageStays" WHERE "StageId" = (SELECT "Id" FROM "SalesCycleStage" WHERE "Description" = 'Two');
            UPDATE "Entries" SET "StageId" = NULL WHERE "StageId" = (SELECT "Id" FROM "SalesCycleStage" WHERE "Description" = 'Two');
            DELETE FROM "SalesCycleStage" WHERE "Description" = 'Two'
            """);
        var refused = await host.DoAsync<OpportunityActs, IReadOnlyList<Refusal>>(async acts => act switch
        {
            "start" => Why(await acts.MoveAsync(made.No, new MoveRequest(MoveAction.First), null, emma, default)),
            "move" => Why(await acts.MoveAsync(made.No, new MoveRequest(MoveAction.Next), null, emma, default)),
            "move on" => Why(await acts.MoveOnAsync(made.No, emma, default)),
            "move with a quote" => Why(await acts.MoveWithQuoteAsync(
                made.No, new QuoteRequest("Q", 9), new MoveRequest(MoveAction.Next), null, emma, default)),
            "reopen" => Why(await acts.ReopenAsync(made.No, "Again", null, emma, default)),
            "create" => Why(await acts.CreateAsync(
                new CreateOpportunity("Desk", ContactNo: "CT-00001", SalesCycleCode: "TRY", EstimatedValue: 9, StartNow: true),
                emma,
                default)),
            _ => Why(await host.DoAsync<UndoActs, Result<Acted>>(undo => undo.UndoAsync(made.No, version, emma, default))),
        });

        Assert.Equal([act == "undo" ? "undoStageGone" : "stageGone"], refused.Select(r => r.Code));
        Assert.Equal(["Two"], refused[0].Arguments);
        Assert.Equal(before, await EntriesAsync(host, made.No));
    }

    [PostgreSqlFact]
    public async Task GivenTwoHostsOnOneServer_WhenAStageIsDeletedWhileSomebodyMovesOntoIt_ThenOneOfTheTwoIsRefused_InBothOrders()
    {
        var between = new Between();
        await using var database = await TestDatabase.CreateAsync(demo: true, DatabaseProvider.PostgreSql);
        await using var one = DomainHost.StartOn(database, between.Watch, keep: true);
        await using var two = DomainHost.StartOn(database, keep: true);
        var emma = await WithCycleAsync(one);
        var no = (await one.StartedAsync(emma, cycle: "TRY")).No;

        between.Comes(async () => (await two.MoveAsync(no, new MoveRequest(MoveAction.Next), emma)).Done());
        Assert.Equal(["stageInUse"], (await DeleteAsync(one, emma)).Refused());
        Assert.True(await StandsAsync(two, no));

        (await two.MoveAsync(no, new MoveRequest(MoveAction.Previous), emma)).Done();
        between.Comes(async () => (await DeleteAsync(two, emma)).Done());
        Assert.Equal(["stageGone"], (await one.MoveAsync(no, new MoveRequest(MoveAction.Next), emma)).Refused());
        Assert.True(await StandsAsync(two, no));
    }

    [Fact]
    public async Task AnOpportunityHasOneActiveEntry_WhoeverWritesIt()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var no = (await host.StartedAsync(await host.CallerAsync("ANNA"))).No;
        (await host.MoveAsync(no, new MoveRequest(MoveAction.Next), await host.CallerAsync("ANNA"))).Done();

        await Assert.ThrowsAnyAsync<DbException>(() => host.DoAsync<OpportunitiesContext>(db => db.Database.ExecuteSqlAsync(
            $"""UPDATE "Entries" SET "Active" = {true} WHERE "OpportunityId" = (SELECT "Id" FROM "Opportunities" WHERE "No" = {no})""")));
    }

    [Fact]
    public async Task ACycleThatOnlyTheHistoryNamesIsNotDeleted()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await WithCycleAsync(host);
        var waiting = (await host.CreateAsync(
            new CreateOpportunity("Lamp", ContactNo: "CT-00001", SalesCycleCode: "TRY", EstimatedValue: 9, StartNow: false), emma)).Done();
        var started = (await host.MoveAsync(waiting.No, new MoveRequest(MoveAction.First), emma)).Done().Opportunity;
        (await host.DoAsync<UndoActs, Result<Acted>>(undo => undo.UndoAsync(waiting.No, started.Version, emma, default))).Done();
        (await host.DoAsync<OpportunityActs, Result<Acted>>(
            acts => acts.ChangeDetailsAsync(waiting.No, new ChangeOpportunity(SalesCycleCode: "NEW"), null, emma, default))).Done();

        Assert.Equal(["cycleHasHistory"], (await host.CyclesAsync(c => c.DeleteAsync("TRY", null, emma, default))).Refused());
    }

    private static IReadOnlyList<Refusal> Why<T>(Result<T> result) => result is Result<T>.Refused refused ? refused.Refusals : [];

    private static async Task<Caller> WithCycleAsync(DomainHost host, string first = "One")
    {
        var emma = await host.CallerAsync("EMMA");
        (await host.CyclesAsync(c => c.CreateAsync("TRY", "Trial", ProbabilityMethod.Multiply, emma, default))).Done();
        foreach (var name in new[] { first, first == "Two" ? "One" : "Two", "Three" })
        {
            (await host.CyclesAsync(c => c.AddStageAsync("TRY", null, null, new StageForm(name, 10, 50), null, emma, default))).Done();
        }

        return emma;
    }

    private static Task<Result<SalesCycleStage>> DeleteAsync(DomainHost host, Caller emma) =>
        host.CyclesAsync(c => c.DeleteStageAsync("TRY", 20, null, emma, default));

    private static Task<bool> StandsAsync(DomainHost host, string no) => host.DoAsync<OpportunitiesContext, bool>(
        db => db.Entries.AnyAsync(e => e.Opportunity!.No == no && e.Active && e.Stage != null));

    private static Task<int> EntriesAsync(DomainHost host, string no) =>
        host.DoAsync<OpportunitiesContext, int>(db => db.Entries.CountAsync(e => e.Opportunity!.No == no));

    /// <summary>Somebody else's act that comes between an act's checks and its save, on a connection of its own.</summary>
    private sealed class Between : SaveChangesInterceptor
    {
        private Func<Task>? _act;

        public void Watch(IServiceCollection services) =>
            services.ConfigureDbContext<PostgreSqlContext>(options => options.AddInterceptors(this));

        public void Comes(Func<Task> act) => _act = act;

        public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData,
            InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Exchange(ref _act, null) is { } act)
            {
                await act();
            }

            return result;
        }
    }
}
