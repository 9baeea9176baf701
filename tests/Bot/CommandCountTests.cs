using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Domain.Exchange.Webhooks;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot;

/// <summary>What a line costs the database, from its arrival until its answer is delivered, of somebody who has spoken before.</summary>
public sealed partial class CommandCountTests
{
    [Theory]
    [InlineData("hi", 4)]
    [InlineData("help", 4)]
    [InlineData("my opportunities", 8)]
    [InlineData("pipeline", 10)]
    [InlineData("what is overdue?", 10)]
    [InlineData("what closes this month over 50k?", 11)]
    [InlineData("which ones have no next step", 10)]
    [InlineData("any stale ones", 10)]
    [InlineData("how much is my pipeline worth this quarter", 7)]
    [InlineData("what did I win last month", 10)]
    [InlineData("why are we losing", 9)]
    [InlineData("how is Fabrikam Clinics", 14)]
    [InlineData("who owns 4?", 8)]
    [InlineData("what happened last on 4", 9)]
    [InlineData("the second one", 9)]
    [InlineData("show 4", 8)]
    [InlineData("move 4", 14)]
    [InlineData("make 4 30k", 8)]
    public async Task ALineTakesNoMoreCommandsThanThis(string line, int most)
    {
        var log = new CommandLog();
        await using var bot = await BotApplication.StartAsync(log.Watch);
        await bot.SayAsync(Anna, "show 4"); // what was set up is known from then on
        await KnowWebhooksAsync(bot);
        await bot.SayAsync(Anna, "move 1");
        await bot.SayAsync(Anna, "move 2");
        await bot.SayAsync(Anna, "pipeline");
        await bot.SayAsync(Anna, "my opportunities");
        await bot.Outbox.EmptyAsync();
        log.Clear();

        await bot.SayAsync(Anna, line);
        await bot.Outbox.EmptyAsync();

        Assert.NotEmpty(log.Commands);
        Assert.True(log.Commands.Count <= most, $"“{line}” took {log.Commands.Count}:\n{string.Join('\n', log.Commands)}");
    }

    [Theory]
    [InlineData("opportunity.show", "", 7)]
    [InlineData("opportunity.view", "", 7)]
    [InlineData("opportunity.more", "", 7)]
    [InlineData("opportunity.moving", "'action':'update'", 6)]
    [InlineData("opportunity.move", "'action':'next','quoteNumber':'Q-1','quoteAmount':'5000'", 14)]
    [InlineData("opportunity.targets", "", 6)]
    [InlineData("opportunity.assigning", "", 7)]
    [InlineData("opportunity.assign", "'salesperson':'BEN','moveTasks':'true'", 19)]
    [InlineData("opportunity.closing", "'action':'lost'", 8)]
    [InlineData("opportunity.close", "'action':'lost','reason':'PRICE_L','cancelTasks':'true'", 13)]
    [InlineData("opportunity.close", "'action':'won','reason':'PRICE_W','amount':'5000','cancelTasks':'true'", 13)]
    [InlineData("opportunity.stepping", "", 6)]
    [InlineData("opportunity.step", "'nextStep':'Call','nextStepDate':'2026-06-02'", 14)]
    [InlineData("opportunity.quoting", "", 6)]
    [InlineData("opportunity.quote", "'quoteNumber':'Q-1','quoteAmount':'5000'", 14)]
    [InlineData("opportunity.undo", "", 21)]
    [InlineData("opportunity.tasks", "", 8)]
    [InlineData("task.adding", "", 6)]
    [InlineData("task.add", "'type':'phoneCall','description':'Call','date':'2026-06-02'", 17)]
    [InlineData("task.done", "", 18)]
    [InlineData("task.complete", "", 13)]
    [InlineData("task.later", "", 4)]
    [InlineData("task.postpone", "'until':'2026-06-02'", 13)]
    [InlineData("list.tasks", "", 4)]
    [InlineData("list.mine", "", 7)]
    [InlineData("list.find", "'text':'Fabrikam'", 7)]
    [InlineData("pipeline.show", "'action':'Month'", 7)]
    [InlineData("capture.open", "", 10)]
    [InlineData("capture.save", "'title':'Lamps','contact':'CT-00001','value':'45000','salesperson':'ANNA','cycle':'NEW'", 28)]
    [InlineData("capture.cancel", "", 6)]
    [InlineData("settings.open", "", 4)]
    [InlineData("settings.save", "'language':'fr','kinds':''", 16)]
    [InlineData("reminder.brief", "", 7)]
    [InlineData("reminder.row", "", 7)]
    [InlineData("reminder.later", "", 7)]
    [InlineData("reminder.snooze", "'until':'2026-06-02'", 14)]
    [InlineData("reminder.notmine", "", 18)]
    [InlineData("reminder.nextstep", "'nextStep':'Call','nextStepDate':'2026-06-02'", 16)]
    public async Task APressTakesNoMoreCommandsThanThis(string verb, string typed, int most)
    {
        var log = new CommandLog();
        await using var bot = await BotApplication.StartAsync(log.Watch);
        bot.Clock.Advance(TimeSpan.FromDays(1));
        await bot.TickAsync(); // the reminders of the day are there
        await bot.SayAsync(Anna, "show 4");
        await bot.SayAsync(Anna, "show 5");
        await KnowWebhooksAsync(bot);
        await bot.SayAsync(Anna, "pipeline");
        var own = await bot.InDatabaseAsync(db => db.Opportunities.Where(
                o => o.Salesperson!.Code == "ANNA" && o.Status == OpportunityStatus.InProgress)
            .OrderBy(o => o.Id).Select(o => o.No).ToListAsync());
        if (verb == "opportunity.undo")
        {
            await bot.SayAsync(Anna, "lost " + own[0] + " price");
            await bot.PressAsync(
                Anna, "opportunity.close", Data("'action':'lost','reason':'PRICE_L'", own[0], (await bot.StoredAsync(own[0])).Version));
        }

        var opportunity = await bot.StoredAsync(own[0]);
        var data = Data(typed, opportunity.No, opportunity.Version);
        data["task"] = await bot.InDatabaseAsync(db => db.Tasks.Where(t => !t.Closed && t.Salesperson!.Code == "ANNA")
            .OrderBy(t => t.Id).Select(t => t.Id).FirstAsync());
        data["reminder"] = await bot.InDatabaseAsync(db => db.Reminders.Where(
                r => r.Salesperson!.Code == "ANNA" && r.OpportunityId == opportunity.Id)
            .OrderBy(r => r.State == ReminderState.Sent ? 0 : 1).ThenBy(r => r.Id).Select(r => r.Id).FirstAsync());
        data["draft"] = Guid.NewGuid().ToString("N");
        await bot.Outbox.EmptyAsync();
        log.Clear();

        await bot.PressAsync(Anna, verb, data);
        await bot.Outbox.EmptyAsync();

        Assert.NotEmpty(log.Commands);
        Assert.True(log.Commands.Count <= most, $"{verb} took {log.Commands.Count}:\n{string.Join('\n', log.Commands)}");
    }

    [Theory]
    [InlineData("move 4")]
    [InlineData("move 4 to proposal")]
    [InlineData("make 4 30k")]
    [InlineData("show 4")]
    [InlineData("lost 4 price")]
    public async Task NoStatementOfALineAboutOneOpportunityReadsThoseOfAll(string line)
    {
        var log = new CommandLog();
        await using var bot = await BotApplication.StartAsync(log.Watch);
        await bot.SayAsync(Anna, "show 4");
        await bot.Outbox.EmptyAsync();
        log.Clear();

        await bot.SayAsync(Anna, line);
        await bot.Outbox.EmptyAsync();

        Assert.NotEmpty(log.Commands);
        foreach (var command in log.Commands)
        {
            var plan = await PlanAsync(bot, command);
            Assert.False(
                plan.Any(s => s.StartsWith("MATERIALIZE", StringComparison.Ordinal) || s.Contains("AUTOMATIC", StringComparison.Ordinal)),
                $"{command}\n{string.Join('\n', plan)}");
            foreach (var table in GrowingTables.Matches(command).Select(m => m.Groups["alias"].Value))
            {
                Assert.DoesNotContain("SCAN " + table, plan);
            }
        }
    }

    /// <summary>How SQLite answers a statement, whatever its parameters.</summary>
    private static Task<List<string>> PlanAsync(BotApplication bot, string command) => bot.InDatabaseAsync(db => QueryPlan.OfAsync(
        db, command, Parameters.Matches(command).Select(m => m.Value).Distinct().Select(name => (name, (object?)null))));

    [GeneratedRegex(
        "\"(Opportunities|Entries|StageStays|Tasks|AuditEntries|Reminders|Contacts|StoredItems|OutboxMessages)\" AS \"(?<alias>\\w+)\"")]
    private static partial Regex GrowingTables { get; }

    [GeneratedRegex("@\\w+")]
    private static partial Regex Parameters { get; }

    private static JsonObject Data(string typed, string no, long version)
    {
        var data = JsonNode.Parse("{" + typed.Replace('\'', '"') + "}")!.AsObject();
        (data["no"], data["version"]) = (no, version);
        return data;
    }

    /// <summary>That there is none is remembered like all that was set up, from the first act of a process on.</summary>
    private static Task<IReadOnlyList<KnownWebhook>> KnowWebhooksAsync(BotApplication bot) =>
        bot.InDatabaseAsync(db => db.KnownWebhooksAsync(default));
}
