using System.Data.Common;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Domain.Data;

/// <summary>Lists and counts are answered out of indexes, as SQLite tells of each query.</summary>
public sealed class ListIndexTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task AListByItsLastChangeReadsAnIndexInItsOrder(bool descending, bool open)
    {
        var plan = await PlanAsync<OpportunityQueries>(async (queries, emma) =>
            await queries.PageAsync(
                new OpportunityFilter(Open: open), OpportunityOrder.ChangedAt, descending, after: null, 50, emma, default));

        Assert.Contains("COVERING INDEX IX_Opportunities_ChangedAt_Id_Status", plan[0], StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AListByContactReadsTheIndexOfNamesInItsOrder(bool descending)
    {
        var plan = await PlanAsync<OpportunityQueries>(async (queries, emma) =>
            await queries.PageAsync(
                new OpportunityFilter(Open: true), OpportunityOrder.Contact, descending, after: null, 50, emma, default));

        Assert.Contains("COVERING INDEX IX_Contacts_Search", plan[0], StringComparison.Ordinal);
        Assert.DoesNotContain("USE TEMP B-TREE FOR ORDER BY", plan[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatAllOpenOnesAreWorthIsCountedOutOfOneIndex()
    {
        var plan = await PlanAsync<OpportunityQueries>(
            async (queries, emma) => await queries.TotalsAsync(new OpportunityFilter(Open: true), emma, default));

        Assert.Contains("INDEX IX_Entries_Standing", plan[0], StringComparison.Ordinal);
        Assert.DoesNotContain("IX_Entries_OpportunityId_Active", plan[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("NEW", false)]
    [InlineData(null, true)]
    public async Task WhatBecameOfStagesIsReadOnceOutOfOneIndexInItsOrder(string? cycle, bool inPeriod)
    {
        DateOnly? from = inPeriod ? An.Today.AddDays(-30) : null;
        var plan = await PlanAsync<Figures>(async (figures, emma) =>
            await figures.ResultsAsync(new FigureFilter(cycle), from, null, emma, default));

        var read = Assert.Single(plan, p => p.Contains("IX_StageStays", StringComparison.Ordinal));
        Assert.Contains("COVERING INDEX IX_StageStays_ByStage", read, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", read, StringComparison.Ordinal);
        var closed = Assert.Single(plan, p => p.Contains("SCAN e USING INDEX IX_Entries_ClosedByReason", StringComparison.Ordinal));
        Assert.DoesNotContain("TEMP B-TREE", closed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AColumnOfABoardIsReadOutOfAnIndexInItsOrder()
    {
        var plan = await PlanAsync<BoardQueries>(async (boards, emma) =>
            await boards.FindAsync(new BoardRequest("NEW", new OpportunityFilter()), emma, default));

        var read = Assert.Single(plan, p => p.Contains("IX_Entries_StandingOnStage", StringComparison.Ordinal));
        Assert.Equal(6, read.Split("USING INDEX IX_Entries_StandingOnStage (StageId=?)").Length); // five stages
        Assert.Equal(2, read.Split("TEMP B-TREE").Length); // of the few that wait
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HowLongLinesLastedIsReadOutOfAnIndexInItsOrder(bool inPeriod)
    {
        DateOnly? from = inPeriod ? An.Today.AddDays(-30) : null;
        var plan = await PlanAsync<Figures>(async (figures, emma) => await figures.OfCycleAsync("NEW", from, null, emma, default));

        var read = Assert.Single(plan, p => p.Contains("IX_Entries_EndedByStage", StringComparison.Ordinal));
        Assert.Contains("COVERING INDEX IX_Entries_EndedByStage (SalesCycleId=?", read, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", read, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AReviewLooksOnlyAtWhatItsPeopleHaveOpen()
    {
        var plan = await PlanAsync<OpportunityQueries>(async (queries, emma) =>
            await queries.ByWorryAsync([1, 2], new CompanyOptions().CreateCalendar(), emma, default));

        Assert.Contains("SEARCH o USING INDEX IX_Opportunities_SalespersonId_Status", plan[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ContactsAreLookedUpByMailAndByName()
    {
        var plan = await PlanAsync<ContactActs>(
            async (contacts, _) => await contacts.FindSimilarAsync("Contoso Hotels", "hello@contoso.example", default));

        Assert.Contains(plan, p => p.Contains("INDEX IX_Contacts_Email", StringComparison.Ordinal));
        Assert.Contains(plan, p => p.Contains("INDEX IX_Contacts_Search", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ContactsThatATextMayNameAreLookedUpByTheirBeginnings()
    {
        var plan = await PlanAsync<ContactsInText>(async (contacts, _) => await contacts.BeginningAsync("contoso rollout", default));

        Assert.Contains("USING INDEX IX_Contacts_Search (Search>? AND Search<?)", plan[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemindersAreCountedOutOfIndexes()
    {
        var plan = await PlanAsync<ReminderQueries>(async (queries, emma) => await queries.CountsAsync(emma, default));

        Assert.Contains("COVERING INDEX IX_Reminders_SentByDay", plan[0], StringComparison.Ordinal);
        Assert.Contains("COVERING INDEX IX_Reminders_State_Id", plan[1], StringComparison.Ordinal);
        Assert.Contains("INDEX IX_Reminders_Stuck", plan[2], StringComparison.Ordinal);
    }

    /// <summary>How SQLite answers each query of some work.</summary>
    private static async Task<List<string>> PlanAsync<TService>(Func<TService, Caller, Task> work)
        where TService : notnull
    {
        var commands = new Recorder();
        await using var host = DomainHost.StartOn(
            await TestDatabase.CreateAsync(demo: true, DatabaseProvider.Sqlite),
            s => s.ConfigureDbContext<SqliteContext>(o => o.AddInterceptors(commands)));
        var emma = await host.CallerAsync("EMMA");
        commands.Taken.Clear();
        await host.DoAsync<TService>(service => work(service, emma));
        List<(string Text, List<(string Name, object? Value)> Parameters)> asked = [.. commands.Taken];
        List<string> plans = [];
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            foreach (var (text, parameters) in asked)
            {
                plans.Add(string.Join('\n', await QueryPlan.OfAsync(db, text, parameters)));
            }
        });
        return plans;
    }

    private sealed class Recorder : DbCommandInterceptor
    {
        public List<(string Text, List<(string Name, object? Value)> Parameters)> Taken { get; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            Taken.Add((command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, p.Value))]));
            return ValueTask.FromResult(result);
        }
    }
}
