using System.Text.Json.Nodes;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Opportunities;

/// <summary>
/// What the card of an opportunity offers beyond moving and closing: undo, conflicts, next step, quote, tasks, hand-over, reopening.
/// </summary>
public sealed class CardActsTests
{
    [Fact]
    public async Task TheCardSaysWhereItStandsWhatItIsWorthAndWhyItIsStale_WithFourButtonsAtMost()
    {
        await using var bot = await BotApplication.StartAsync();

        var card = await bot.SayAsync(Anna, "show 1");

        Assert.All(
            [
                "Stage 3 of 5: Presentation", "42,000 EUR", "50%", "21,000 EUR", "Anna Keller",
                "15 working days on Presentation; the limit is 10.",
            ],
            part => Assert.Contains(part, card.Text, StringComparison.Ordinal));
        Assert.Equal(["Next stage", "Update", "Assign", "More"], card.Buttons);
        var refresh = card.Json.GetProperty("refresh");
        Assert.Equal("opportunity.view", refresh.GetProperty("action").GetProperty("verb").GetString());
        Assert.Equal([Anna.ChannelId], refresh.GetProperty("userIds").EnumerateArray().Select(id => id.GetString()));
    }

    [Fact]
    public async Task AMoveCanBeTakenBackFromItsCard_UntilTenMinutesHavePassed()
    {
        await using var bot = await BotApplication.StartAsync();
        var before = await bot.StoredAsync("OPP-00004");

        var moved = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "show 4"), "Next stage");
        bot.Clock.Advance(TimeSpan.FromMinutes(9));
        var undone = await bot.PressAsync(Anna, moved, "Undo");
        var again = await bot.PressAsync(Anna, moved, "Undo");

        Assert.Contains("Undone. Everything is as it was before.", undone.Text, StringComparison.Ordinal);
        Assert.Contains("Stage 1 of 5: Initial", again.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Undo", undone.Buttons);
        Assert.Equal("Initial", (await bot.StoredAsync("OPP-00004")).Current!.StageDescription);
        Assert.Equal(before.Entries.Count + 2, (await bot.StoredAsync("OPP-00004")).Entries.Count);

        var later = await bot.PressAsync(Anna, undone, "Next stage");
        bot.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Contains("More than ten minutes have passed", (await bot.PressAsync(Anna, later, "Undo")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Undo", (await bot.SayAsync(Anna, "show 4")).Buttons);
    }

    [Fact]
    public async Task WhatTheCardShowsAfterAnActIsWhatItShowsWhenItIsOpenedAgain()
    {
        await using var bot = await BotApplication.StartAsync();

        var typed = await bot.SayAsync(Anna, "move 4");
        var afterTyped = await bot.SayAsync(Anna, "show 4");
        var pressed = await bot.PressAsync(Anna, afterTyped, "Next stage", new { quoteNumber = "Q-4", quoteAmount = "5000" });
        var afterPressed = await bot.SayAsync(Anna, "show 4");
        var lost = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "lost 4"), "Close as lost", new { reason = "PRICE_L" });
        var afterLost = await bot.SayAsync(Anna, "show 4");

        Assert.Contains("Open tasks", afterTyped.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Open tasks", afterLost.Text, StringComparison.Ordinal); // losing cancels them
        Assert.All(
            [(typed, afterTyped), (pressed, afterPressed), (lost, afterLost)],
            pair =>
            {
                Assert.EndsWith(pair.Item2.Text, pair.Item1.Text, StringComparison.Ordinal);
                Assert.Equal(pair.Item2.Buttons, pair.Item1.Buttons);
            });
    }

    [Fact]
    public async Task SomebodyElsesActIsNotUndone_AndHandMadeDataTellsNothing()
    {
        await using var bot = await BotApplication.StartAsync(("Company:OpportunityVisibility", "Own"));
        await bot.PressAsync(Anna, await bot.SayAsync(Anna, "show 4"), "Next stage");
        var version = (await bot.StoredAsync("OPP-00004")).Version;

        var ben = await bot.PressAsync(Ben, "opportunity.undo", new JsonObject { ["no"] = "OPP-00004", ["version"] = version });
        var david = await bot.PressAsync(David, "opportunity.undo", new JsonObject { ["no"] = "OPP-00004", ["version"] = version });

        Assert.Contains("I cannot find that opportunity.", ben.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Night signage", ben.Text, StringComparison.Ordinal);
        Assert.Contains("There is nothing to undo", david.Text, StringComparison.Ordinal);
        Assert.Equal("Qualification", (await bot.StoredAsync("OPP-00004")).Current!.StageDescription);
    }

    [Fact]
    public async Task GivenAConflict_ThenItSaysWhoDidWhat_AndTheReaderKeepsTheirsOrOnesOwn()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "show 4"), "Update");
        await bot.PressAsync(
            David, await bot.PressAsync(David, await bot.SayAsync(David, "show 4"), "Update"), "Save", new { value = "9999" });

        var conflict = await bot.PressAsync(Anna, form, "Save", new { value = "8000" });
        var theirs = await bot.PressAsync(Anna, conflict, "Keep theirs");
        Assert.Equal(9999m, (await bot.StoredAsync("OPP-00004")).Current!.EstimatedValue);
        var mine = await bot.PressAsync(Anna, conflict, "Keep mine");

        Assert.Contains("David Lindqvist changed this", conflict.Text, StringComparison.Ordinal);
        Assert.Contains("Yours was: Estimated value 8,000 EUR", conflict.Text, StringComparison.Ordinal);
        Assert.Contains("9,999 EUR", theirs.Text, StringComparison.Ordinal);
        Assert.Contains("8,000 EUR", mine.Text, StringComparison.Ordinal);
        Assert.Equal(8000m, (await bot.StoredAsync("OPP-00004")).Current!.EstimatedValue);
    }

    [Fact]
    public async Task GivenAMoveThatSomebodyElseHasMade_ThenItIsNotMadeASecondTime()
    {
        await using var bot = await BotApplication.StartAsync();
        var old = await bot.SayAsync(Anna, "show 4");
        await bot.PressAsync(David, await bot.SayAsync(David, "show 4"), "Next stage");

        var conflict = await bot.PressAsync(Anna, old, "Next stage");

        Assert.DoesNotContain(conflict.Buttons, b => b.Contains("anyway", StringComparison.Ordinal));
        Assert.Equal("Qualification", (await bot.StoredAsync("OPP-00004")).Current!.StageDescription);
    }

    [Fact]
    public async Task TheNextStepIsSetAndTakenAwayInTheCard()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.PressAsync(Anna, await bot.PressAsync(Anna, await bot.SayAsync(Anna, "show 1"), "More"), "Next step…");

        var noDay = await bot.PressAsync(Anna, form, "Save", new { nextStep = "Call Ana" });
        var past = await bot.PressAsync(Anna, form, "Save", new { nextStep = "Call Ana", nextStepDate = "2020-01-01" });
        var odd = await bot.PressAsync(Anna, form, "Save", new { nextStep = "Call Ana", nextStepDate = "2026-02-31" });
        var saved = await bot.PressAsync(Anna, form, "Save", new { nextStep = "Call *Ana* <b>", nextStepDate = "2026-03-09" });

        Assert.All([noDay, past, odd], card => Assert.NotNull(card.Note("nextStepDate")));
        Assert.Contains("Next step on 9 Mar 2026.", saved.Text, StringComparison.Ordinal);
        Assert.Contains("Call *Ana* <b> (9 Mar 2026)", saved.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("the limit is", saved.Text, StringComparison.Ordinal);

        var cleared = await bot.PressAsync(
            Anna, await bot.PressAsync(Anna, await bot.PressAsync(Anna, saved, "More"), "Next step…"), "Save",
            new { nextStep = "", nextStepDate = "" });
        Assert.Contains("No next step any more.", cleared.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheCardSaysWhereItCameFrom_WhenSomebodySaidSo()
    {
        await using var bot = await BotApplication.StartAsync();
        var without = await bot.SayAsync(Anna, "show 4");
        var anna = (await bot.StoredAsync("OPP-00004")).Salesperson!;
        await bot.DoAsync<OpportunityActs, Result<Acted>>(acts => acts.ChangeDetailsAsync(
            "OPP-00004", new ChangeOpportunity(Source: new Change<string?>("Hotel *fair*")), null,
            Caller.For(anna, ActSource.Portal, bot.Clock.GetUtcNow()), default));

        Assert.DoesNotContain("Source", without.Text, StringComparison.Ordinal);
        Assert.Contains("Source\nHotel *fair*\n", (await bot.SayAsync(Anna, "show 4")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AQuoteIsGivenInTheCard()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.PressAsync(Anna, await bot.PressAsync(Anna, await bot.SayAsync(Anna, "show 4"), "Update"), "Quote…");

        var wrong = await bot.PressAsync(
            Anna, form, "Save", new { quoteNumber = "", quoteAmount = "1e309", quoteLink = "javascript:alert(1)" });
        var link = await bot.PressAsync(
            Anna, form, "Save", new { quoteNumber = "Q-5", quoteAmount = "7000", quoteLink = "javascript:alert(1)" });
        var saved = await bot.PressAsync(
            Anna, form, "Save", new { quoteNumber = "Q-5", quoteAmount = "7000", quoteLink = "https://quotes.example/5" });

        Assert.NotNull(wrong.Note("quoteAmount"));
        Assert.NotNull(link.Note("quoteLink"));
        Assert.Contains("Q-5 over 7,000 EUR", saved.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TasksAreAddedAndDoneInTheCard_AndForeignOnesAreNot()
    {
        await using var bot = await BotApplication.StartAsync();
        var more = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "show 4"), "More");
        var form = await bot.PressAsync(Anna, await bot.PressAsync(Anna, more, "Tasks"), "Add a task…");

        var wrong = await bot.PressAsync(Anna, form, "Save", new { description = "", date = "tomorrow" });
        var empty = await bot.PressAsync(Anna, form, "Save", new { type = "robbery" });
        var added = await bot.PressAsync(Anna, form, "Save", new { description = "Send samples", date = "2026-03-06", type = "phoneCall" });
        Assert.NotNull(wrong.Note("date"));
        Assert.NotNull(empty.Note("description"));
        Assert.Contains("Send samples", added.Text, StringComparison.Ordinal);
        var task = Assert.Single((await bot.StoredAsync("OPP-00004")).Tasks, t => t.Description == "Send samples");
        Assert.Equal((TaskType.PhoneCall, new DateOnly(2026, 3, 6)), (task.Type, task.Date));

        var done = await bot.PressAsync(Anna, added, "Done");
        Assert.Contains("Done: Send samples", done.Text, StringComparison.Ordinal);
        var foreign = (await bot.StoredAsync("OPP-00014")).Tasks.First(t => !t.Closed).Id;
        foreach (var no in new[] { "OPP-00014", "OPP-00004" })
        {
            var refused = await bot.PressAsync(Anna, "task.done", new JsonObject { ["no"] = no, ["task"] = foreign });
            Assert.Contains("Warning", refused.Text, StringComparison.Ordinal);
        }

        Assert.False((await bot.StoredAsync("OPP-00014")).Tasks.Single(t => t.Id == foreign).Closed);
    }

    [Fact]
    public async Task WhoIsGivenAnOpportunityGivesItBackWithAReason_AndTheGiverIsTold()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Ben, "hi");
        await bot.SayAsync(Anna, "hi");
        await bot.PressAsync(Anna, await bot.SayAsync(Anna, "assign 4 to Ben"), "Assign");
        var given = Assert.Single(await bot.TickAsync(), d => d.Card.Text.Contains("gave you this", StringComparison.Ordinal)).Card;

        var form = await bot.PressAsync(Ben, given, "Decline…");
        var silent = await bot.PressAsync(Ben, form, "Decline");
        var declined = await bot.PressAsync(Ben, form, "Decline", new { note = "I am away in March" });
        var back = Assert.Single(await bot.TickAsync(), d => d.Conversation == Anna.Conversation
            && d.Card.Text.Contains("Ben Okafor gave you", StringComparison.Ordinal)).Card;

        Assert.NotNull(silent.Note("note"));
        Assert.Contains("Anna Keller has it again", declined.Text, StringComparison.Ordinal);
        Assert.Contains("I am away in March", back.Text, StringComparison.Ordinal);
        Assert.Equal("Anna Keller", (await bot.StoredAsync("OPP-00004")).Salesperson!.Name);
        Assert.Contains(
            "Warning",
            (await bot.PressAsync(Ben, "handover.decline", new JsonObject { ["no"] = "OPP-00004", ["version"] = 1, ["note"] = "x" })).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task AManagerHandsOverManyAndTakesThemBack_OthersMayNot()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(David, "hand over Anna to Ben");
        Assert.Equal(("ANNA", "BEN"), (form.Value("from"), form.Value("to")));

        var same = await bot.PressAsync(David, form, "Show what is open", new { to = "ANNA" });
        var which = await bot.PressAsync(David, form, "Show what is open");
        Assert.NotNull(same.Note("to"));
        Assert.Equal(8, which.Choices("which").Count);
        var given = await bot.PressAsync(David, which, "Hand over", new { which = "OPP-00001,OPP-00002,OPP-00013,OPP-99999" });
        Assert.Equal("Ben Okafor", (await bot.StoredAsync("OPP-00001")).Salesperson!.Name);
        var back = await bot.PressAsync(David, given, "Undo");

        Assert.Contains("Ben Okafor has 2 more now", given.Text, StringComparison.Ordinal);
        Assert.Contains("OPP-00013: Ben Okafor has this opportunity already.", given.Text, StringComparison.Ordinal);
        Assert.Contains("OPP-99999: There is no such record", given.Text, StringComparison.Ordinal);
        Assert.Contains("2 taken back.", back.Text, StringComparison.Ordinal);
        Assert.Equal("Anna Keller", (await bot.StoredAsync("OPP-00001")).Salesperson!.Name);
        Assert.Contains("for managers", (await bot.SayAsync(Anna, "hand over Ben to Anna")).Text, StringComparison.Ordinal);
        Assert.Contains(
            "You may not do this",
            (await bot.PressAsync(Anna, "handover.give", new JsonObject { ["text"] = "ANNA", ["which"] = "OPP-00013" })).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatWasGivenToSomebodyElseWhileTheListWasShownIsNotHandedOver_AndARepeatedPressAnswersTheSame()
    {
        await using var bot = await BotApplication.StartAsync();
        var which = await bot.PressAsync(David, await bot.SayAsync(David, "hand over Anna to Ben"), "Show what is open");
        await bot.PressAsync(David, await bot.SayAsync(David, "assign 5 to Chloé"), "Assign");

        var given = await bot.PressAsync(David, which, "Hand over");
        var again = await bot.PressAsync(David, which, "Hand over");
        var back = await bot.PressAsync(David, again, "Undo");
        var backAgain = await bot.PressAsync(David, given, "Undo");

        Assert.Contains("OPP-00005: It was given to Chloé", given.Text, StringComparison.Ordinal);
        Assert.Contains("Ben Okafor has 7 more now", given.Text, StringComparison.Ordinal);
        Assert.Equal(given.Text, again.Text);
        Assert.Contains("7 taken back.", back.Text, StringComparison.Ordinal);
        Assert.Equal(back.Text, backAgain.Text);
        Assert.StartsWith("Chloé", (await bot.StoredAsync("OPP-00005")).Salesperson!.Name, StringComparison.Ordinal);
        Assert.Equal("Anna Keller", (await bot.StoredAsync("OPP-00001")).Salesperson!.Name);
    }

    [Fact]
    public async Task AManagerOpensAClosedOneAgain_WithANote()
    {
        await using var bot = await BotApplication.StartAsync();
        Assert.DoesNotContain("Reopen", (await bot.SayAsync(Anna, "show 10")).Buttons);
        var form = await bot.PressAsync(David, await bot.SayAsync(David, "show 10"), "Reopen");

        var silent = await bot.PressAsync(David, form, "Reopen");
        var reopened = await bot.PressAsync(David, form, "Reopen", new { note = "They called again" });

        Assert.NotNull(silent.Note("note"));
        Assert.Contains("Opened again.", reopened.Text, StringComparison.Ordinal);
        Assert.Equal(OpportunityStatus.InProgress, (await bot.StoredAsync("OPP-00010")).Status);
        var version = (await bot.StoredAsync("OPP-00009")).Version;
        var refused = await bot.PressAsync(
            Anna, "opportunity.reopen", new JsonObject { ["no"] = "OPP-00009", ["version"] = version, ["note"] = "x" });
        Assert.Contains("You may not do this", refused.Text, StringComparison.Ordinal);
        Assert.Contains(
            "You may not do this", (await bot.PressAsync(Anna, "opportunity.reopening", new JsonObject { ["no"] = "OPP-00009" })).Text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("opportunity.targets")]
    [InlineData("opportunity.stepping")]
    [InlineData("opportunity.quoting")]
    [InlineData("opportunity.step")]
    [InlineData("opportunity.quote")]
    [InlineData("opportunity.target")]
    [InlineData("opportunity.tasks")]
    [InlineData("opportunity.undo")]
    [InlineData("opportunity.view")]
    [InlineData("task.add")]
    [InlineData("task.adding")]
    [InlineData("task.done")]
    [InlineData("handover.accept")]
    [InlineData("handover.decline")]
    [InlineData("handover.declining")]
    [InlineData("opportunity.reopen")]
    public async Task WhoMayNotSeeAnOpportunityLearnsNothingOfIt(string verb)
    {
        await using var bot = await BotApplication.StartAsync(("Company:OpportunityVisibility", "Own"));
        var before = await bot.StoredAsync("OPP-00011");

        var card = await bot.PressAsync(Anna, verb, new JsonObject
        {
            ["no"] = "OPP-00011",
            ["version"] = before.Version,
            ["nextStep"] = "x",
            ["nextStepDate"] = "2026-04-01",
            ["quoteNumber"] = "Q",
            ["quoteAmount"] = 5,
            ["target"] = "next:3",
            ["description"] = "x",
            ["date"] = "2026-04-01",
            ["note"] = "x",
            ["task"] = before.Tasks[0].Id,
        });

        Assert.DoesNotContain("Conference wing", card.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("66,000", card.Text, StringComparison.Ordinal);
        Assert.Equal(before.Version, (await bot.StoredAsync("OPP-00011")).Version);
    }
}
