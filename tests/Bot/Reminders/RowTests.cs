using System.Text.Json.Nodes;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Reminders;

/// <summary>
/// Several questions about one opportunity, what is answered from a brief while others change it too, and what is not the reader's to see.
/// </summary>
public sealed partial class RowTests
{
    private const string Lobby = "Lobby lighting";

    [Fact]
    public async Task GivenTwoTasksOfOneDay_WhenTheFirstIsDone_ThenTheSecondIsStillAskedFromTheSameCard()
    {
        await using var bot = await StartAsync();
        await AddTaskAsync(bot, "OPP-00001", "Measure the lobby");
        await AddTaskAsync(bot, "OPP-00001", "Call the architect about every single lamp");
        await OnlyAsync(bot, ReminderKind.TaskDue);
        var card = await TomorrowAsync(bot);

        var first = await bot.PressAsync(Anna, card, "Task done: Measure the lobby");
        var second = await bot.PressAsync(Anna, first, "Task done");
        var late = await bot.PressAsync(Anna, card, "Task done: Measure the lobby");

        Assert.All(["Measure the lobby", "Call the architect"], task => Assert.Contains(
            $"Task due 3 Mar 2026: {task}", card.Text, StringComparison.Ordinal));
        Assert.Contains("Done: The task is done.", first.Text, StringComparison.Ordinal);
        Assert.Contains("Task due 3 Mar 2026: Call the architect", first.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Back", first.Buttons); // there is no brief around it
        Assert.Equal(["Open OPP-00001"], second.Buttons);
        Assert.Equal(["Open OPP-00001"], late.Buttons);
        Assert.All((await bot.StoredAsync("OPP-00001")).Tasks.Where(t => t.Date == new DateOnly(2026, 3, 3)), t => Assert.True(t.Closed));
    }

    [Fact]
    public async Task GivenATaskBehindAnotherQuestion_WhenEitherIsAnsweredFirst_ThenTheOtherIsStillAsked()
    {
        await using var bot = await StartAsync();
        await AddTaskAsync(bot, "OPP-00001", "Measure the lobby");
        await AddTaskAsync(bot, "OPP-00002", "Send the plan");
        await OnlyAsync(bot, ReminderKind.TaskDue, ReminderKind.StageLimit);
        await bot.InDatabaseAsync(
            db => db.Reminders.Where(r => r.Kind == ReminderKind.StageLimit && r.Opportunity!.No != "OPP-00001").ExecuteDeleteAsync());
        await bot.InDatabaseAsync(db => db.Reminders.Where(r => r.Kind == ReminderKind.StageLimit).ExecuteUpdateAsync(
            s => s.SetProperty(r => r.DueAt, bot.Clock.GetUtcNow().AddHours(1))
                .SetProperty(r => r.NextAttemptAt, bot.Clock.GetUtcNow().AddHours(1))));
        var row = await bot.PressAsync(Anna, await TomorrowAsync(bot), "Deal with OPP-00001");

        var moved = await bot.PressAsync(Anna, row, "Next stage");
        var brief = await bot.PressAsync(Anna, moved, "Task done");

        Assert.Contains("Task done", row.Buttons);
        Assert.Contains("Done: Moved to Proposal.", moved.Text, StringComparison.Ordinal);
        Assert.Contains("Task due 3 Mar 2026: Measure the lobby", moved.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("your limit is", moved.Text, StringComparison.Ordinal);
        Assert.Contains($"Done: The task is done. OPP-00001: {Lobby}", brief.Text, StringComparison.Ordinal);
        Assert.Equal(["Deal with OPP-00002"], brief.Buttons);
    }

    [Fact]
    public async Task GivenATaskAtAnOpportunityThatIsNotTheirsToSee_WhenItIsDue_ThenItIsDoneWithoutSeeingAnythingOfIt()
    {
        await using var bot = await StartAsync(("Company:OpportunityVisibility", "Own"));
        await AddTaskAsync(bot, "OPP-00001", "Measure the lamps");
        await GiveAsync(bot, "OPP-00001", withTasks: false);
        await OnlyAsync(bot, ReminderKind.TaskDue);
        var card = await TomorrowAsync(bot);

        var later = await bot.PressAsync(Anna, card, "Remind me later");
        var back = await bot.PressAsync(Anna, later, "Back");
        var done = await bot.PressAsync(Anna, card, "Task done");

        Assert.Contains("Task due 3 Mar 2026: Measure the lamps", card.Text, StringComparison.Ordinal);
        Assert.Equal(["Task done", "Remind me later"], card.Buttons);
        Assert.Equal(card.Text, back.Text);
        Assert.Contains("Done: The task is done.", done.Text, StringComparison.Ordinal);
        Assert.All([card, later, back, done], shown => Untold(shown));
        Assert.All([card, later, done], shown => Assert.Contains("OPP-00001", shown.Text, StringComparison.Ordinal));
        Assert.True((await bot.StoredAsync("OPP-00001")).Tasks.Single(t => t.Description == "Measure the lamps").Closed);
    }

    [Fact]
    public async Task GivenARowWhoseOpportunityWentToSomebodyElse_WhenTheBriefIsShown_ThenItFoldsWithoutAWordOfIt()
    {
        await using var bot = await StartAsync(("Company:OpportunityVisibility", "Own"));
        await StageLimitsAsync(bot, "OPP-00001", "OPP-00002");
        var brief = await TomorrowAsync(bot);
        var ben = await bot.InDatabaseAsync(db => db.Salespeople.Where(p => p.Code == "BEN").Select(p => p.Id).SingleAsync());
        bot.IsBroken = true; // the entry stays Anna's
        await bot.InDatabaseAsync(
            db => db.Opportunities.Where(o => o.No == "OPP-00001").ExecuteUpdateAsync(s => s.SetProperty(o => o.SalespersonId, ben)));

        var pressed = await bot.PressAsync(Anna, brief, "Deal with OPP-00001");

        Assert.Equal(["Deal with OPP-00001", "Deal with OPP-00002"], brief.Buttons.Order());
        Assert.Equal(["Deal with OPP-00002"], pressed.Buttons);
        Assert.Contains("OPP-00001: not yours any more", pressed.Text, StringComparison.Ordinal);
        Assert.All(["Done:", Lobby], word => Assert.DoesNotContain(word, pressed.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GivenARow_WhenSomebodyElseChangesItWhileItIsClosedFromIt_ThenKeepMineClosesItAndLeadsBack(bool isWork)
    {
        await using var bot = await StartAsync();
        await StageLimitsAsync(bot, "OPP-00001", "OPP-00002");
        var more = await bot.PressAsync(Anna, await bot.PressAsync(Anna, await TomorrowAsync(bot), "Deal with OPP-00001"), "More");
        var form = await bot.PressAsync(Anna, await bot.PressAsync(Anna, more, "Close…"), "Close as lost");
        await ChangeAsync(bot, isWork);

        var conflict = await bot.PressAsync(Anna, form, "Close as lost", new { reason = "PRICE_L", note = "Too dear" });
        var closed = await bot.PressAsync(Anna, conflict, "Keep mine");

        Assert.Contains("David Lindqvist", conflict.Text, StringComparison.Ordinal);
        Assert.Contains("Done: Closed as lost.", closed.Text, StringComparison.Ordinal);
        Assert.Equal(["Deal with OPP-00002"], closed.Buttons);
        Assert.Equal(OpportunityStatus.Lost, (await bot.StoredAsync("OPP-00001")).Status);
        Assert.Empty(bot.Failures);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task GivenARow_WhenSomebodyElseChangesItBeforeItsNextStepIsSaved_ThenKeepMineKeepsWhatWasTyped(
        bool fromTheRow, bool isWork)
    {
        await using var bot = await StartAsync();
        await StageLimitsAsync(bot, "OPP-00001", "OPP-00002");
        var row = await bot.PressAsync(Anna, await TomorrowAsync(bot), "Deal with OPP-00001");
        var (form, save) = fromTheRow
            ? (row, "Save next step")
            : (await bot.PressAsync(Anna, await bot.PressAsync(Anna, row, "More"), "Next step…"), "Save");
        await ChangeAsync(bot, isWork);

        var conflict = await bot.PressAsync(Anna, form, save, new { nextStep = "Call Marie", nextStepDate = "2026-03-20" });
        var kept = await bot.PressAsync(Anna, conflict, "Keep mine");

        Assert.Contains("Call Marie", conflict.Text, StringComparison.Ordinal);
        Assert.Equal(["Deal with OPP-00002"], kept.Buttons);
        var stored = await bot.StoredAsync("OPP-00001");
        Assert.Equal(("Call Marie", new DateOnly(2026, 3, 20)), (stored.NextStep, stored.NextStepDate));
        Assert.Empty(bot.Failures);
    }

    [Fact]
    public async Task GivenARow_WhenSomebodyElseHasClosedIt_ThenTheRefusalIsAWarningAndNotSaidToBeDone()
    {
        await using var bot = await StartAsync();
        await StageLimitsAsync(bot, "OPP-00001", "OPP-00002");
        var row = await bot.PressAsync(Anna, await TomorrowAsync(bot), "Deal with OPP-00001");
        var form = await bot.PressAsync(David, await bot.SayAsync(David, "lost 1"), "Close as lost", new { reason = "PRICE_L" });

        var refused = await bot.PressAsync(Anna, row, "Next stage");

        Assert.Contains("Closed as lost.", form.Text, StringComparison.Ordinal);
        Assert.Contains("Warning: ", refused.Text, StringComparison.Ordinal);
        Assert.Contains("David Lindqvist", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Done:", refused.Text, StringComparison.Ordinal);
        Assert.Equal(["Deal with OPP-00002"], refused.Buttons);
    }

    /// <summary>Without any reminders and tasks, so that what comes is what the test plans.</summary>
    private static async Task<BotApplication> StartAsync(params (string, string?)[] settings)
    {
        var bot = await BotApplication.StartAsync([.. settings, ("Reminders:PlanAheadDays", "400")]);
        await bot.SayAsync(Anna, "hi");
        await bot.InDatabaseAsync(db => db.Reminders.ExecuteDeleteAsync());
        await bot.InDatabaseAsync(db => db.ForgetWhatLiesAheadAsync());
        await bot.InDatabaseAsync(db => db.Tasks.ExecuteDeleteAsync());
        return bot;
    }

    private static async Task AddTaskAsync(BotApplication bot, string no, string description)
    {
        var answer = await bot.PressAsync(Anna, "task.add", new JsonObject
        {
            ["no"] = no,
            ["version"] = (await bot.StoredAsync(no)).Version,
            ["description"] = description,
            ["date"] = "2026-03-03",
        });
        Assert.Contains("Done: Added: ", answer.Text, StringComparison.Ordinal);
    }

    /// <summary>The manager gives it to somebody.</summary>
    private static async Task GiveAsync(BotApplication bot, string no, string to = "BEN", bool withTasks = true)
    {
        var answer = await bot.PressAsync(David, "opportunity.assign", new JsonObject
        {
            ["no"] = no,
            ["version"] = (await bot.StoredAsync(no)).Version,
            ["salesperson"] = to,
            ["moveTasks"] = withTasks ? "true" : "false",
        });
        Assert.Contains("has it now and will be told.", answer.Text, StringComparison.Ordinal);
    }

    /// <summary>The manager changes the first one.</summary>
    private static async Task ChangeAsync(BotApplication bot, bool isWork)
    {
        if (isWork)
        {
            Assert.Contains("Done: ", (await bot.SayAsync(David, "remind me OPP-00001 2026-03-25 visit")).Text, StringComparison.Ordinal);
        }
        else
        {
            var david = await bot.InDatabaseAsync(db => db.Salespeople.SingleAsync(p => p.Code == "DAVID"));
            var caller = Caller.For(david, ChatOpportunities.Domain.Audit.ActSource.Portal, bot.Clock.GetUtcNow());
            Assert.IsType<ChatOpportunities.Domain.Result<Acted>.Done>(
                await bot.DoAsync<OpportunityActs, ChatOpportunities.Domain.Result<Acted>>(
                    acts => acts.SetLimitAsync("OPP-00001", 11, null, caller, CancellationToken.None)));
        }
    }

    private static Task<int> OnlyAsync(BotApplication bot, params ReminderKind[] kinds) =>
        bot.InDatabaseAsync(db => db.Reminders.Where(r => !kinds.Contains(r.Kind)).ExecuteDeleteAsync());

    /// <summary>Some of Anna's have stood too long, from tomorrow.</summary>
    private static async Task StageLimitsAsync(BotApplication bot, params string[] numbers)
    {
        foreach (var no in numbers)
        {
            await AddTaskAsync(bot, no, "Anything");
        }

        await bot.InDatabaseAsync(
            db => db.Reminders.Where(r => r.Kind != ReminderKind.StageLimit || !numbers.Contains(r.Opportunity!.No)).ExecuteDeleteAsync());
        var at = bot.Clock.GetUtcNow().AddHours(1);
        await bot.InDatabaseAsync(
            db => db.Reminders.ExecuteUpdateAsync(s => s.SetProperty(r => r.DueAt, at).SetProperty(r => r.NextAttemptAt, at)));
    }

    private static async Task<ShownCard> TomorrowAsync(BotApplication bot, ChatPerson? person = null)
    {
        bot.Clock.Advance(TimeSpan.FromDays(1));
        return Assert.Single(await bot.TickAsync(), d => d.Conversation == (person ?? Anna).Conversation).Card;
    }

    /// <summary>Takes all hand-overs of a person to them in one message, and records that.</summary>
    private static async Task<IReadOnlyList<Delivered>> SendAsync(BotApplication bot, ChatPerson person, Guid message)
    {
        var before = bot.Connector.Taken.Count;
        await using var scope = bot.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatOpportunities.Domain.Data.OpportunitiesContext>();
        var given = await db.Reminders.Where(r => r.Kind == ReminderKind.HandOver).WithItsOpportunity().OrderBy(r => r.Id).ToListAsync();
        var sender = scope.ServiceProvider.GetRequiredService<IReminderSender>();
        Assert.Equal(person.Name, given[0].Salesperson!.Name);
        Assert.IsType<SendOutcome.Sent>(
            await sender.SendAsync(new ReminderMessage(message, given[0].Salesperson!, given), CancellationToken.None));
        var now = bot.Clock.GetUtcNow();
        await db.Reminders.Where(r => r.Kind == ReminderKind.HandOver)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.State, ReminderState.Sent)
                .SetProperty(r => r.MessageId, message).SetProperty(r => r.SentAt, now)
                .SetProperty(r => r.NextAttemptAt, (DateTimeOffset?)null));
        return [.. bot.Connector.Taken.Skip(before)];
    }

    private static void Untold(ShownCard card)
    {
        Assert.All([Lobby, "Contoso", "Stage ", "42,000", "Ben Okafor", "Quote"], word => Assert.DoesNotContain(
            word, card.Text, StringComparison.Ordinal));
        Assert.All(["Open", "More", "Next stage"], button => Assert.DoesNotContain(button, card.Buttons));
    }
}
