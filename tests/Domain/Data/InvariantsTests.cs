using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ChatOpportunities.Tests.Domain.Data;

/// <summary>What always holds of the data is counted where it does not, and put right where an update can.</summary>
[Trait("Suite", "Database")]
public sealed class InvariantsTests
{
    private static readonly DateOnly LongAgo = new(2001, 1, 1);

    /// <summary>By invariant what breaks it; {no} is Anna's, started and moved on once, {closed} is closed.</summary>
    private static readonly Dictionary<string, Func<Those, (FormattableString Sql, string Names)>> Breaks = new()
    {
        ["oneActiveEntry"] = o => ($"""UPDATE "Entries" SET "Active" = {false} WHERE "OpportunityId" = {o.Id}""", o.No),
        ["notStartedIsNowhere"] = o => ($"""UPDATE "Opportunities" SET "Status" = 0 WHERE "Id" = {o.Id}""", o.No),
        ["standsOnAStage"] = o => ($"""UPDATE "Entries" SET "StageId" = NULL WHERE "OpportunityId" = {o.Id}""", o.No),
        ["closedByItsLastEntry"] = o => ($"""UPDATE "Opportunities" SET "ClosedOn" = {LongAgo} WHERE "Id" = {o.ClosedId}""", o.ClosedNo),
        ["closingDay"] = o => ($"""UPDATE "Opportunities" SET "ClosedOn" = NULL WHERE "Id" = {o.ClosedId}""", o.ClosedNo),
        ["entryFollowsOpportunity"] = o => (
            $"""UPDATE "Opportunities" SET "SalespersonId" = (SELECT "Id" FROM "Salespeople" WHERE "Code" = 'BEN') WHERE "Id" = {o.Id}""",
            o.No),
        ["previousStage"] = o => (
            $"""UPDATE "Entries" SET "PreviousStageNumber" = 7 WHERE "OpportunityId" = {o.Id} AND "ActionTaken" = 0""", o.No),
        ["daysRunForward"] = o => (
            $"""UPDATE "Entries" SET "DateOfChange" = {LongAgo} WHERE "OpportunityId" = {o.Id} AND "ActionTaken" = 1""", o.No),
        ["closeDateAhead"] = o => (
            $"""UPDATE "Entries" SET "EstimatedCloseDate" = {LongAgo} WHERE "OpportunityId" = {o.Id} AND "Active" = {true}""", o.No),
        ["figuresAgree"] = o => ($"""UPDATE "Entries" SET "StageId" = NULL WHERE "OpportunityId" = {o.Id}""", "NEW"),
        ["staysFollowHistory"] = o => ($"""DELETE FROM "StageStays" WHERE "OpportunityId" = {o.Id} AND "Days" IS NULL""", o.No),
        ["stageNumbers"] = o => (
            $"""UPDATE "SalesCycleStage" SET "Number" = 1 WHERE "SalesCycleId" = (SELECT "Id" FROM "SalesCycles" WHERE "Code" = 'NEW')""",
            "NEW"),
        ["ownerExists"] = o => ($"""UPDATE "Opportunities" SET "SalespersonId" = 999999 WHERE "Id" = {o.Id}""", o.No),
        ["nothingLeftBehind"] = o => ($"""UPDATE "Tasks" SET "OpportunityId" = 999999 WHERE "OpportunityId" = {o.Id}""", "999999"),
        ["taskStates"] = o => ($"""UPDATE "Tasks" SET "Closed" = {true} WHERE "OpportunityId" = {o.Id}""", o.No),
        ["noReminderOfClosed"] = o => ($"""UPDATE "Opportunities" SET "Status" = 3 WHERE "Id" = {o.Id}""", o.No),
        ["reminderStates"] = o => (
            $"""
            UPDATE "Reminders" SET "NextAttemptAt" = NULL, "Key" = 'never'
            WHERE "Id" = (SELECT MIN("Id") FROM "Reminders" WHERE "OpportunityId" = {o.Id} AND "State" = 0)
            """,
            "never"),
        ["outboxRows"] = _ => ($"""INSERT INTO "OutboxMessages" ("Id", "TurnId", "Payload", "Attempts") VALUES (7, 7, 'unsent', 0)""", "7"),
    };

    public static TheoryData<string> Names => [.. Breaks.Keys];

    [Fact]
    public async Task OfTheDemoCompanyNothingIsBroken_AndEveryInvariantIsToldOnce()
    {
        await using var host = await DomainHost.StartWithDemoAsync();

        var counts = await CheckAsync(host);

        Assert.Equal(Breaks.Keys, counts.Select(c => c.Invariant.Name));
        Assert.All(counts, c => Assert.Equal((0, 0), (c.Count, c.Examples.Count)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task WhatBreaksAnInvariantIsCountedAndNamed(string name)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        host.IsBroken = true;
        var (sql, names) = Breaks[name](await ThoseAsync(host));
        await WithoutKeysAsync(host, sql);

        var counts = await CheckAsync(host);

        var broken = counts.Single(c => c.Invariant.Name == name);
        Assert.True(broken.Count > 0);
        Assert.Equal([names], broken.Examples);
    }

    [Fact]
    public async Task GivenADatabaseFromBeforeWithWhatTheIndexForbids_WhenItIsBroughtUpToDate_ThenItIsPutRightAndTheLogAsksForALook()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var (twice, lost, low) = (await MovedOnAsync(host), await MovedOnAsync(host), await MovedOnAsync(host));
        var before = await host.DoAsync<OpportunitiesContext, int>(async db =>
        {
            await db.GetService<IMigrator>().MigrateAsync("AddOpportunitySource");
            await db.Database.ExecuteSqlAsync($"""UPDATE "Entries" SET "Active" = {true} WHERE "OpportunityId" = {twice.Id}""");
            await db.Database.ExecuteSqlAsync($"""UPDATE "Entries" SET "StageId" = NULL WHERE "OpportunityId" = {lost.Id}""");
            await db.Database.ExecuteSqlAsync(
                $"""UPDATE "Entries" SET "StageId" = NULL, "StageNumber" = 0 WHERE "OpportunityId" = {low.Id}""");
            if (TestDatabase.Chosen == DatabaseProvider.Sqlite)
            {
                // What an update leaves that was killed in the middle.
                await db.Database.ExecuteSqlAsync(
                    $"""
                    CREATE TABLE "ef_temp_Entries" ("Id" INTEGER);
                    CREATE INDEX "IX_Entries_OneActive" ON "Entries" ("OpportunityId");
                    """);
            }

            return await db.Entries.CountAsync();
        });

        await host.DoAsync<OpportunitiesContext>(db => DatabaseSetup.PrepareAsync(db, CancellationToken.None));

        Assert.Equal(before, await host.DoAsync<OpportunitiesContext, int>(db => db.Entries.CountAsync()));
        foreach (var (opportunity, stage, sentence) in new[]
        {
            (twice, 2, "The update found two states of this opportunity and kept the later one. Please have a look."),
            (lost, 2, "Its stage had been deleted; the update put it on one that is left. Please have a look."),
            (low, 1, "Its stage had been deleted; the update put it on one that is left. Please have a look."),
        })
        {
            var now = (await host.FindAsync(opportunity.No, anna))!.Opportunity;
            Assert.Equal((stage, stage), (now.Current!.StageNumber, now.Current.Stage!.Number));
            Assert.Equal(now.Current.Stage.Description, now.Current.StageDescription);
            Assert.Equal(opportunity.Version + 1, now.Version);
            Assert.Equal(sentence, (await host.DoAsync<OpportunityQueries, IReadOnlyList<ChatOpportunities.Domain.Audit.AuditEntry>>(
                q => q.ActsAsync(opportunity.No, anna, CancellationToken.None)))[0].Sentence);
            (await host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Update), anna)).Done();
        }

        await host.CheckAsync();
    }

    private static Task<IReadOnlyList<InvariantCount>> CheckAsync(DomainHost host) =>
        host.DoAsync<OpportunitiesContext, IReadOnlyList<InvariantCount>>(db => Invariants.CheckAsync(db, CancellationToken.None));

    private static async Task<Those> ThoseAsync(DomainHost host)
    {
        var open = await MovedOnAsync(host);
        return await host.DoAsync<OpportunitiesContext, Those>(async db =>
        {
            var closed = await db.Opportunities.Where(o => o.Status == OpportunityStatus.Won).OrderBy(o => o.Id)
                .Select(o => new { o.Id, o.No }).FirstAsync();
            return new Those(open.Id, open.No, closed.Id, closed.No);
        });
    }

    private static async Task<Opportunity> MovedOnAsync(DomainHost host)
    {
        var anna = await host.CallerAsync("ANNA");
        return (await host.MoveAsync((await host.StartedAsync(anna)).No, new MoveRequest(MoveAction.Next), anna)).Done().Opportunity;
    }

    /// <summary>As somebody does who writes into a file or copies tables with the keys off.</summary>
    private static Task WithoutKeysAsync(DomainHost host, FormattableString sql) => host.DoAsync<OpportunitiesContext>(async db =>
    {
        await db.Database.OpenConnectionAsync();
        await db.Database.ExecuteSqlRawAsync(TestDatabase.Chosen switch
        {
            DatabaseProvider.PostgreSql => "SET session_replication_role = replica",
            DatabaseProvider.Sqlite => "PRAGMA foreign_keys = OFF",
            _ => "EXEC sp_msforeachtable 'ALTER TABLE ? NOCHECK CONSTRAINT ALL'",
        });
        Assert.True(await db.Database.ExecuteSqlAsync(sql) > 0);
        if (TestDatabase.Chosen == DatabaseProvider.PostgreSql)
        {
            await db.Database.ExecuteSqlRawAsync("SET session_replication_role = DEFAULT");
        }

        await db.Database.CloseConnectionAsync();
    });

    private sealed record Those(long Id, string No, long ClosedId, string ClosedNo);
}
