using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.Data;

/// <summary>Of two at once: what no person edits is nobody's business, and who hears of a change hears who made it.</summary>
[Trait("Suite", "Database")]
public sealed class ConflictTests
{
    /// <summary>On a server also the person herself, from another window, in the same instant.</summary>
    public static TheoryData<string> Faster =>
        TestDatabase.Chosen == DatabaseProvider.Sqlite ? ["Ben Weber"] : ["Ben Weber", "Anna Keller"];

    [Fact]
    public async Task GivenAReminderSentWhileAPersonActs_ThenTheActIsDoneOnceAndSilently()
    {
        var rival = new Rival();
        await using var host = await rival.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);

        rival.Writes(
            $"""UPDATE "Reminders" SET "State" = 1, "Version" = "Version" + 1 WHERE "OpportunityId" = {opportunity.Id}""", beforeSave: 2);
        var moved = (await host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Next), anna, opportunity.Version)).Done();

        Assert.True(rival.HasWritten);
        Assert.Equal(opportunity.Version + 1, moved.Opportunity.Version);
        Assert.Equal((2, 2), await LinesAsync(host, opportunity));
    }

    [Fact]
    public async Task GivenAReminderPlannedWhileAPersonActs_ThenTheActIsDoneAndTheQuestionIsAskedOnce()
    {
        var rival = new Rival();
        await using var host = await rival.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);
        var (present, next) = ($"next-step/{opportunity.Id}/1", $"next-step/{opportunity.Id}/2");
        (await NextStepAsync(host, opportunity.No, anna, 1)).Done();

        rival.Writes(Copy(present, next), beforeSave: 2);
        (await NextStepAsync(host, opportunity.No, anna, 2)).Done();

        Assert.True(rival.HasWritten);
        Assert.Equal(1, await host.DoAsync<OpportunitiesContext, int>(db => db.Reminders.CountAsync(r => r.Key == next)));
    }

    [Fact]
    public async Task GivenAReminderSentWhileATaskIsDone_ThenItIsDoneOnceAndSilently()
    {
        var rival = new Rival();
        await using var host = await rival.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);
        var task = (await host.DoAsync<OpportunityActs, Result<SalesTask>>(acts => acts.AddTaskAsync(
            opportunity.No, new TaskDetails(TaskType.None, "Call", default, anna.Today), null, anna, default))).Done();

        rival.Writes(
            $"""UPDATE "Reminders" SET "State" = 1, "Version" = "Version" + 1 WHERE "TaskId" = {task.Id}""", beforeSave: 2);
        var closed = (await host.DoAsync<TaskActs, Result<TaskClosing>>(
            acts => acts.CompleteAsync(task.Id, task.Version, anna, default))).Done();

        Assert.True(rival.HasWritten);
        Assert.Equal(task.Version + 1, closed.Task.Version);
    }

    [Fact]
    public async Task GivenAReminderSentWhileItIsPutOff_ThenItIsPutOff()
    {
        var rival = new Rival();
        await using var host = await rival.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);
        var reminder = await host.DoAsync<OpportunitiesContext, long>(async db =>
        {
            var one = await db.Reminders.FirstAsync(r => r.OpportunityId == opportunity.Id);
            one.Sent("sent", Guid.NewGuid(), alone: false, anna.Now);
            await db.SaveChangesAsync();
            return one.Id;
        });

        rival.Writes($"""UPDATE "Reminders" SET "Version" = "Version" + 1 WHERE "Id" = {reminder}""");
        var snoozed = (await host.DoAsync<ReminderActs, Result<Reminder>>(
            acts => acts.SnoozeAsync(reminder, anna.Today.AddDays(1), anna, default))).Done();

        Assert.Equal(1, snoozed.Snoozes);
    }

    [Theory]
    [MemberData(nameof(Faster))]
    public async Task OfTwoWhoChangeAnOpportunityAtOnceTheLaterHearsWhoTheOtherIs(string other)
    {
        var rival = new Rival();
        await using var host = await rival.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);

        rival.Writes($"""
            UPDATE "Opportunities" SET "Version" = "Version" + 1 WHERE "Id" = {opportunity.Id};
            INSERT INTO "AuditEntries" ("At", "ByName", "Source", "Subject", "SubjectKey", "Sentence", "Arguments")
            SELECT "At", {other}, "Source", "Subject", "SubjectKey", "Sentence", "Arguments"
            FROM "AuditEntries" WHERE "SubjectKey" = {opportunity.No}
            """);
        var stale = Assert.IsType<Result<Acted>.Refused>(
            await host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Next), anna, opportunity.Version)).First;

        Assert.Equal(("stale", other), (stale.Code, stale.Arguments[0]));
    }

    [Fact]
    public async Task OfTwoWhoRevokeATokenAtOnceTheLaterIsToldSo()
    {
        var rival = new Rival();
        await using var host = await rival.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        var made = (await host.DoAsync<ApiTokenActs, Result<NewApiToken>>(
            acts => acts.CreateAsync("Reports", Role.Admin, null, emma, default))).Done();

        rival.Writes($"""UPDATE "ApiTokens" SET "Version" = "Version" + 1 WHERE "Id" = {made.Token.Id}""");
        var refused = await host.DoAsync<ApiTokenActs, Result<ApiToken>>(acts => acts.RevokeAsync(made.Token.Id, emma, default));

        Assert.Equal(["stale"], refused.Refused());
    }

    private static Task<Result<Acted>> NextStepAsync(DomainHost host, string no, Caller caller, int inDays) =>
        host.DoAsync<OpportunityActs, Result<Acted>>(
            acts => acts.SetNextStepAsync(no, "Call", caller.Today.AddDays(inDays), null, caller, default));

    /// <summary>Another reminder like one there is, under a key of its own.</summary>
    private static FormattableString Copy(string key, string newKey) => $"""
        INSERT INTO "Reminders" (
            "Kind", "Key", "OpportunityId", "SalespersonId", "State", "DueAt", "NextAttemptAt", "Attempts", "Snoozes", "Alone", "Version")
        SELECT
            "Kind", {newKey}, "OpportunityId", "SalespersonId", "State", "DueAt", "NextAttemptAt", "Attempts", "Snoozes", "Alone", "Version"
        FROM "Reminders" WHERE "Key" = {key}
        """;

    /// <summary>How many entries an opportunity has, and lines of the log.</summary>
    private static Task<(int Entries, int Lines)> LinesAsync(DomainHost host, Opportunity opportunity) =>
        host.DoAsync<OpportunitiesContext, (int, int)>(async db => (
            await db.Entries.CountAsync(e => e.OpportunityId == opportunity.Id),
            await db.AuditEntries.CountAsync(a => a.SubjectKey == opportunity.No)));
}
