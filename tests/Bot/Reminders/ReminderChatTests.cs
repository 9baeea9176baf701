using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Reminders;

/// <summary>Reminders on their way into the personal chat, and what can be done with them there.</summary>
public sealed class ReminderChatTests
{
    private const string Lobby = "Lobby lighting";

    [Fact]
    public async Task GivenAStageStoodOnTooLong_WhenItIsDue_ThenTheCardArrivesOnceAndSaysWhy()
    {
        await using var bot = await StartAsync();
        await bot.SayAsync(Anna, "hi");

        var sent = await bot.TickAsync();

        var card = Assert.Single(sent);
        Assert.Equal(Anna.Conversation, card.Conversation);
        Assert.Contains("15 working days on Presentation; your limit is 10.", card.Card.Text, StringComparison.Ordinal);
        Assert.Contains(Lobby, card.Card.Text, StringComparison.Ordinal);
        Assert.Contains("Next stage", card.Card.Buttons);
        Assert.Contains("Remind me later", card.Card.Buttons);
        Assert.Empty(await bot.TickAsync());
    }

    [Fact]
    public async Task GivenAReminderOfAnOpportunityGivenOn_WhenItIsPutOff_ThenNothingOfItIsShown()
    {
        await using var bot = await StartAsync();
        await bot.SayAsync(Anna, "hi");
        var card = Assert.Single(await bot.TickAsync()).Card;
        await bot.PressAsync(Anna, await bot.SayAsync(Anna, "assign 1 Ben"), "Assign");

        var later = await bot.PressAsync(Anna, card, "Remind me later");

        Assert.DoesNotContain(Lobby, later.Text, StringComparison.Ordinal);
        Assert.Contains("dealt with already", later.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenAReminder_WhenItIsPutOff_ThenItFoldsAndComesAgain()
    {
        await using var bot = await StartAsync();
        await bot.SayAsync(Anna, "hi");
        var card = Assert.Single(await bot.TickAsync()).Card;

        var later = await bot.PressAsync(Anna, card, "Remind me later");
        var past = await bot.PressAsync(Anna, later, "Remind me later", new { until = "2026-03-01" });
        var noDate = await bot.PressAsync(Anna, later, "Remind me later", new { until = "2026-02-31" });
        var folded = await bot.PressAsync(Anna, later, "Remind me later");
        await bot.PressAsync(Anna, later, "Remind me later");

        Assert.Equal(2, later.Choices("when").Count); // from a Monday, next Monday and in a week are the same day
        Assert.All([past, noDate], c => Assert.NotNull(c.Note("until")));
        Assert.Contains("I will remind you on 3 Mar 2026.", folded.Text, StringComparison.Ordinal);
        Assert.Equal(["Open OPP-00001"], folded.Buttons);
        Assert.Empty(await bot.TickAsync());
        bot.Clock.Advance(TimeSpan.FromDays(1));
        var again = Assert.Single(await bot.TickAsync(), d => d.Card.Text.Contains(Lobby, StringComparison.Ordinal));
        Assert.Contains("put off 1 time.", again.Card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenAReminder_WhenItsOpportunityIsMovedFromIt_ThenItIsDealtWith()
    {
        await using var bot = await StartAsync();
        await bot.SayAsync(Anna, "hi");
        var card = Assert.Single(await bot.TickAsync()).Card;

        var moved = await bot.PressAsync(Anna, card, "Next stage");
        var late = await bot.PressAsync(Anna, card, "Remind me later");

        Assert.Contains("Moved to Proposal.", moved.Text, StringComparison.Ordinal);
        var reminder = await bot.InDatabaseAsync(
            db => db.Reminders.AsNoTracking().SingleAsync(r => r.Opportunity!.No == "OPP-00001" && r.SentAt != null));
        Assert.Equal(ReminderState.Acted, reminder.State);
        Assert.Contains(
            "dealt with",
            late.Text + (late.Buttons.Contains("Remind me later") ? (await bot.PressAsync(Anna, late, "Remind me later")).Text : ""),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task SomebodyElsesReminderCanNeitherBeSeenNorPutOff()
    {
        await using var bot = await StartAsync(("Company:OpportunityVisibility", "Own"));
        await bot.SayAsync(Anna, "hi");
        var card = Assert.Single(await bot.TickAsync()).Card;
        var later = await bot.PressAsync(Anna, card, "Remind me later");

        foreach (var answer in new[]
        {
            await bot.PressAsync(Ben, card, "Remind me later"), await bot.PressAsync(Ben, later, "Remind me later"),
        })
        {
            Assert.DoesNotContain(Lobby, answer.Text, StringComparison.Ordinal);
        }

        Assert.Contains("I will remind you on", (await bot.PressAsync(Anna, later, "Remind me later")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenSomebodyWhoNeverWrote_WhenTheyDo_ThenWhatWaitedArrives()
    {
        await using var bot = await StartAsync();
        Assert.Empty(await bot.TickAsync());
        bot.Clock.Advance(TimeSpan.FromMinutes(1));

        await bot.InstallAsync(Anna);

        Assert.Empty(await bot.TickAsync()); // the welcome comes first
        bot.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains(Lobby, Assert.Single(await bot.TickAsync()).Card.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    public async Task GivenAConnectorThatFails_WhenItWorksAgain_ThenTheReminderArrivesOnce(int status)
    {
        await using var bot = await StartAsync();
        await bot.SayAsync(Anna, "hi");
        bot.Connector.Refusals.Enqueue((status, null));

        Assert.Empty(await bot.TickAsync());
        bot.Clock.Advance(TimeSpan.FromMinutes(1));
        var sent = (await bot.TickAsync()).Concat(await bot.TickAsync());

        Assert.Contains(Lobby, Assert.Single(sent).Card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenSomebodyWhoBlockedTheBot_WhenDaysPass_ThenTheyAreNotWrittenToUntilTheyWriteAgain()
    {
        await using var bot = await StartAsync();
        await bot.SayAsync(Anna, "hi");
        bot.Connector.Refusals.Enqueue((403, "ConversationBlockedByUser"));
        await bot.TickAsync();
        var calls = bot.Connector.Calls;

        for (var hour = 0; hour < 9; hour++)
        {
            bot.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Empty(await bot.TickAsync());
        }

        Assert.Equal(calls, bot.Connector.Calls);
        await bot.SayAsync(Anna, "hi");
        bot.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains(Lobby, Assert.Single(await bot.TickAsync()).Card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AReminderSpeaksThePersonsLanguage()
    {
        await using var bot = await StartAsync();
        await bot.SayAsync(Chloe, "bonjour");

        var sent = await bot.TickAsync();

        Assert.NotEmpty(sent);
        Assert.All(sent, d => Assert.Contains("jours ouvrés à l’étape", d.Card.Text, StringComparison.Ordinal));
        var brief = sent[0].Card;
        var row = brief.Buttons.FirstOrDefault(b => b.StartsWith("Traiter OPP-", StringComparison.Ordinal));
        var card = row is null ? brief : await bot.PressAsync(Chloe, brief, row);
        var later = await bot.PressAsync(Chloe, card, "Me le rappeler plus tard");
        Assert.Contains("Lundi prochain, 9 mars 2026", later.Choices("when"));
    }

    /// <summary>With nothing due but the limits of stages, so that what comes is about one opportunity.</summary>
    private static async Task<BotApplication> StartAsync(params (string, string?)[] settings)
    {
        var bot = await BotApplication.StartAsync(settings);
        await bot.InDatabaseAsync(db => db.Reminders.Where(r => r.Kind != ReminderKind.StageLimit).ExecuteDeleteAsync());
        return bot;
    }
}
