using System.Text;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Reminders;

/// <summary>The daily brief in the chat: one message, acted on row by row; and what goes to managers.</summary>
public sealed class BriefTests
{
    [Fact]
    public async Task TheNextMorningAllThatIsDueComesInOneMessageThatFitsAPhone()
    {
        await using var bot = await MorningAsync();

        var brief = await BriefOfAsync(bot, Anna);

        Assert.StartsWith("Your brief: ", brief.Text, StringComparison.Ordinal);
        Assert.True(brief.Buttons.Count <= 6);
        Assert.All(brief.Buttons, b => Assert.StartsWith("Deal with OPP-", b, StringComparison.Ordinal));
        Assert.Empty(await bot.TickAsync());
    }

    [Fact]
    public async Task WhatWasNotAnsweredIsNotAskedAgain_AndTheNextBriefTellsOfIt()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "hi");
        await bot.TickAsync();
        await bot.SayAsync(Anna, "remind me OPP-00003 tomorrow call Marie");
        await bot.SayAsync(Anna, "remind me OPP-00004 tomorrow call Paul");
        await bot.InDatabaseAsync(db => db.Reminders
            .Where(r => r.State == ReminderState.Pending && r.Opportunity!.No != "OPP-00003" && r.Opportunity.No != "OPP-00004")
            .ExecuteDeleteAsync());
        var waiting = await bot.InDatabaseAsync(
            db => db.Reminders.Where(r => r.State == ReminderState.Sent && r.Salesperson!.Code == "ANNA")
                .Select(r => r.OpportunityId).Distinct().CountAsync());
        Assert.True(waiting > 0);

        bot.Clock.Advance(TimeSpan.FromDays(1));
        var brief = Assert.Single(await bot.TickAsync(), d => d.Conversation == Anna.Conversation).Card;

        var still = waiting == 1
            ? "opportunity you were reminded of before still waits"
            : "opportunities you were reminded of before still wait";
        var told = $"{waiting} {still}: say “brief”.";
        Assert.Contains(told, brief.Text, StringComparison.Ordinal);
        var all = await bot.PressAsync(Anna, brief, "Show all that waits");
        Assert.Contains($"{waiting + 2} opportunities wait for you", all.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("reminded of before", all.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenARow_WhenItGetsANextStep_ThenItFoldsAndIsNotAskedTwice()
    {
        await using var bot = await MorningAsync();
        var brief = await BriefOfAsync(bot, Anna);
        var button = brief.Buttons[0];
        var no = button["Deal with ".Length..];

        var row = await bot.PressAsync(Anna, brief, button);
        Assert.True(row.Buttons.Count <= 6);
        var without = await bot.PressAsync(Anna, row, "Save next step", new { nextStep = "Call Marie" });
        Assert.NotNull(without.Note("nextStepDate"));
        var past = await bot.PressAsync(Anna, row, "Save next step", new { nextStep = "Call Marie", nextStepDate = "2026-02-01" });
        Assert.NotNull(past.Note("nextStepDate"));
        var folded = await bot.PressAsync(Anna, row, "Save next step", new { nextStep = "Call Marie", nextStepDate = "2026-03-20" });
        var again = await bot.PressAsync(Anna, row, "Save next step", new { nextStep = "Call Marie", nextStepDate = "2026-03-20" });

        Assert.Contains("Next step on 20 Mar 2026.", folded.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(button, folded.Buttons);
        Assert.DoesNotContain(button, again.Buttons);
        var stored = await bot.StoredAsync(no);
        Assert.Equal(("Call Marie", 1), (stored.NextStep, stored.NextSteps));
    }

    [Fact]
    public async Task GivenARow_WhenItsOpportunityIsClosedFromIt_ThenTheFormsLeadBackToTheBrief()
    {
        await using var bot = await MorningAsync();
        var brief = await BriefOfAsync(bot, Anna);
        var button = brief.Buttons[0];

        var row = await bot.PressAsync(Anna, brief, button);
        var more = await bot.PressAsync(Anna, row, "More");
        var back = await bot.PressAsync(Anna, more, "Back");
        Assert.Contains("Save next step", back.Buttons);
        var outcomes = await bot.PressAsync(Anna, more, "Close…");
        var form = await bot.PressAsync(Anna, outcomes, "Close as lost");
        var gone = await bot.PressAsync(Anna, form, "Close as lost", new { reason = "PRICE_L" });

        Assert.Contains("Your brief", gone.Text, StringComparison.Ordinal);
        Assert.Contains("dealt with", gone.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(button, gone.Buttons);
    }

    [Fact]
    public async Task GivenARow_WhenItIsSnoozed_ThenItFoldsAndStandsInTheHistory()
    {
        await using var bot = await MorningAsync();
        var brief = await BriefOfAsync(bot, Anna);
        var row = await bot.PressAsync(Anna, brief, brief.Buttons[0]);

        var later = await bot.PressAsync(Anna, row, "Remind me later");
        var folded = await bot.PressAsync(Anna, later, "Remind me later", new { until = "2026-03-14" }); // a Saturday

        Assert.Contains("put off until 16 Mar 2026", folded.Text, StringComparison.Ordinal);
        var no = brief.Buttons[0]["Deal with ".Length..];
        Assert.Contains(
            "Reminder put off until {0}.",
            await bot.InDatabaseAsync(db => db.AuditEntries.Where(a => a.SubjectKey == no).Select(a => a.Sentence).ToListAsync()));
    }

    [Fact]
    public async Task GivenSomethingThatIsNotTheirs_WhenTheySaySo_ThenTheManagerIsTold()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "hi");
        await bot.SayAsync(David, "hi");
        var card = Assert.Single(await bot.TickAsync(), d => d.Conversation == Anna.Conversation).Card;

        await bot.PressAsync(Anna, card, "Not mine");
        var told = Assert.Single(await bot.TickAsync());

        Assert.Equal(David.Conversation, told.Conversation);
        Assert.Contains("Anna Keller says that this is not theirs.", told.Card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenAReminderWithoutAnAct_WhenTheDaysHavePassed_ThenTheManagerIsToldOnceWithTheReason()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.InDatabaseAsync(
            db => db.Reminders.Where(r => r.Kind != ReminderKind.StageLimit || r.Opportunity!.No != "OPP-00001").ExecuteDeleteAsync());
        await bot.InDatabaseAsync(db => db.ForgetWhatLiesAheadAsync());
        await bot.SayAsync(Anna, "hi");
        await bot.SayAsync(David, "hi");
        Assert.Single(await bot.TickAsync(), d => d.Conversation == Anna.Conversation);

        bot.Clock.Advance(TimeSpan.FromDays(7));
        await bot.InDatabaseAsync(db => db.Reminders.Where(r => r.Kind == ReminderKind.TeamBrief).ExecuteDeleteAsync());
        var told = (await bot.TickAsync()).Where(d => d.Conversation == David.Conversation).ToList();

        Assert.Contains(
            "Anna Keller was reminded on 2 Mar 2026 and has done nothing for 5 working days; put off 0 times.",
            Assert.Single(told).Card.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(await bot.TickAsync(), d => d.Conversation == David.Conversation);
    }

    [Fact]
    public async Task OnMondayAManagerReadsWhatChanged()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(David, "hi");
        await bot.TickAsync();
        await bot.SayAsync(Anna, "lost 1");
        var form = await bot.SayAsync(Anna, "lost 1");
        await bot.PressAsync(Anna, form, "Close as lost", new { reason = "PRICE_L" });

        bot.Clock.Advance(TimeSpan.FromDays(7));
        var brief = Assert.Single(await bot.TickAsync(), d => d.Card.Text.Contains("What changed in your team", StringComparison.Ordinal));

        Assert.Equal(David.Conversation, brief.Conversation);
        Assert.Contains("Lost (1)", brief.Card.Text, StringComparison.Ordinal);
        Assert.Contains("Price too high", brief.Card.Text, StringComparison.Ordinal);
        Assert.Contains("a change of −", brief.Card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BriefAndRemindMeAreUnderstood()
    {
        await using var bot = await MorningAsync();
        await BriefOfAsync(bot, Anna);

        Assert.Contains("Your brief: ", (await bot.SayAsync(Anna, "brief")).Text, StringComparison.Ordinal);
        await bot.SayAsync(Chloe, "bonjour");
        var french = await bot.SayAsync(Chloe, "point du jour");
        Assert.StartsWith("Votre point du jour : ", french.Text, StringComparison.Ordinal);
        Assert.All(french.Buttons, b => Assert.StartsWith("Traiter OPP-", b, StringComparison.Ordinal));
        Assert.Contains("Nothing waits for you.", (await bot.SayAsync(Emma, "brief")).Text, StringComparison.Ordinal);
        var card = await bot.SayAsync(Anna, "remind me OPP-00001 next Tuesday call Marie");
        Assert.Contains("Next step on ", card.Text, StringComparison.Ordinal);
        Assert.Equal("call Marie", (await bot.StoredAsync("OPP-00001")).NextStep);
        Assert.Contains("Of which opportunity", (await bot.SayAsync(Anna, "remind me")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoAsksToBeRemindedOfSomebodyElsesIsToldWhoWillBe_AndWhatStoodThere()
    {
        await using var bot = await BotApplication.StartAsync();

        var first = await bot.SayAsync(David, "remind me OPP-00001 next Tuesday call Marie");
        var second = await bot.SayAsync(David, "remind me OPP-00001 2026-03-20 visit");

        Assert.Contains("Anna Keller will be reminded of it, not you.", first.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Before, it was", first.Text, StringComparison.Ordinal);
        Assert.Contains(
            "Next step on 20 Mar 2026. Anna Keller will be reminded of it, not you. Before, it was: call Marie (", second.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoAsksToBeRemindedTodayAfterTheBriefIsToldThatTheReminderComesTheNextDay()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "hi");
        await bot.TickAsync();

        var hers = await bot.SayAsync(Anna, "remind me OPP-00004 today call Marie");
        var his = await bot.SayAsync(David, "remind me OPP-00004 today call Marie and Paul");
        await bot.InDatabaseAsync(db => db.Reminders.Where(r => r.Kind != ReminderKind.NextStep).ExecuteDeleteAsync());
        bot.Clock.Advance(TimeSpan.FromDays(1));
        var told = (await bot.TickAsync()).Where(d => d.Conversation == Anna.Conversation).ToList();

        Assert.Contains("Next step on 2 Mar 2026. I will remind you on 3 Mar 2026.", hers.Text, StringComparison.Ordinal);
        Assert.Contains("Anna Keller will be reminded of it on 3 Mar 2026, not you.", his.Text, StringComparison.Ordinal);
        Assert.Contains("call Marie and Paul", string.Concat(told.Select(d => d.Card.Text)), StringComparison.Ordinal);
    }

    private static async Task<BotApplication> MorningAsync()
    {
        var bot = await BotApplication.StartAsync(("Reminders:PlanAheadDays", "400"));
        await bot.InDatabaseAsync(db => db.LookAtAllAsync(bot.Clock.GetUtcNow()));
        await bot.DoAsync<ReminderPlanner, bool>(async planner =>
        {
            await planner.KeepUpAsync(bot.Clock.GetUtcNow(), CancellationToken.None);
            return true;
        });
        // Tasks are answered one by one.
        await bot.InDatabaseAsync(db => db.Reminders.Where(r => r.Kind == ReminderKind.TaskDue).ExecuteDeleteAsync());
        await bot.InDatabaseAsync(db => db.Reminders.Where(r => r.Kind == ReminderKind.CloseNear && r.State == ReminderState.Pending)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.NextAttemptAt, bot.Clock.GetUtcNow().AddHours(3))));
        await bot.SayAsync(Anna, "hi");
        bot.Clock.Advance(TimeSpan.FromDays(1));
        return bot;
    }

    private static async Task<ShownCard> BriefOfAsync(BotApplication bot, ChatPerson person)
    {
        var sent = Assert.Single(await bot.TickAsync(), d => d.Conversation == person.Conversation);
        Assert.True(Encoding.UTF8.GetByteCount(sent.Activity.GetRawText()) <= 25 * 1024);
        return sent.Card;
    }
}
