using System.Text.Json.Nodes;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Opportunities;

/// <summary>What is done with an opportunity from its card, and what an old or foreign card may not do.</summary>
public sealed partial class ActionTests
{
    [Fact]
    public async Task GivenAnOpportunity_WhenNextIsPressedOnce_ThenItStandsOnTheNextStage()
    {
        await using var bot = await BotApplication.StartAsync();

        var moved = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "show 4"), "Next stage");

        Assert.Contains("Moved to Qualification.", moved.Text, StringComparison.Ordinal);
        Assert.Equal("Qualification", (await bot.StoredAsync("OPP-00004")).Current!.StageDescription);
    }

    [Theory]
    [InlineData("move 4")]
    [InlineData("next OPP-4")]
    [InlineData("avancer 4")]
    public async Task AMoveIsMadeByWordToo(string text)
    {
        await using var bot = await BotApplication.StartAsync();

        var moved = await bot.SayAsync(Anna, text);

        Assert.Contains("Moved to Qualification.", moved.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenOneNotStarted_WhenStartIsPressed_ThenItEntersTheFirstStage()
    {
        await using var bot = await BotApplication.StartAsync();

        var started = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "show 6"), "Start");

        Assert.Contains("Started at Initial.", started.Text, StringComparison.Ordinal);
        Assert.Equal(OpportunityStatus.InProgress, (await bot.StoredAsync("OPP-00006")).Status);
    }

    [Fact]
    public async Task GivenAStageThatNeedsAQuote_WhenItIsMissing_ThenTheCardAsksForItAndOnePressSavesAndMoves()
    {
        await using var bot = await BotApplication.StartAsync();

        var gate = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "show 2"), "Next stage");
        Assert.Equal(["quoteNumber", "quoteAmount"], gate.InputIds);
        var half = await bot.PressAsync(Anna, gate, "Save and move", new { quoteAmount = "18000" });
        Assert.NotNull(half.Note("quoteNumber"));
        Assert.Equal("18000", half.Value("quoteAmount"));
        var odd = await bot.PressAsync(Anna, half, "Save and move", new { quoteNumber = new string('Q', 28_000), quoteAmount = "much" });
        Assert.NotNull(odd.Note("quoteAmount"));
        Assert.Equal("Qualification", (await bot.StoredAsync("OPP-00002")).Current!.StageDescription);
        var moved = await bot.PressAsync(Anna, odd, "Save and move", new { quoteNumber = "Q-77", quoteAmount = "18000" });

        Assert.Contains("Moved to Presentation.", moved.Text, StringComparison.Ordinal);
        var stored = await bot.StoredAsync("OPP-00002");
        Assert.Equal(("Presentation", "Q-77", 18000m), (stored.Current!.StageDescription, stored.QuoteNumber, stored.QuoteAmount));
    }

    [Fact]
    public async Task GivenAQuoteThatIsMissing_WhenTasksAreToBeCancelled_ThenTheyStillAreAfterItIsAskedFor()
    {
        await using var bot = await BotApplication.StartAsync();
        Assert.Contains((await bot.StoredAsync("OPP-00002")).Tasks, task => !task.Closed);
        var targets = await bot.PressAsync(Anna, await bot.PressAsync(Anna, await bot.SayAsync(Anna, "show 2"), "More"), "Other stage…");

        var gate = await bot.PressAsync(Anna, targets, "Move", new { target = "next:3", cancelTasks = "true" });
        Assert.Equal(["quoteNumber", "quoteAmount", "cancelTasks"], gate.InputIds);
        Assert.Equal("true", gate.Value("cancelTasks"));
        var half = await bot.PressAsync(Anna, gate, "Save and move", new { quoteAmount = "18000" });
        await bot.PressAsync(Anna, half, "Save and move", new { quoteNumber = "Q-77", quoteAmount = "18000" });

        var stored = await bot.StoredAsync("OPP-00002");
        Assert.Equal("Presentation", stored.Current!.StageDescription);
        Assert.All(stored.Tasks.Where(task => task.EntryId != stored.Current.Id), task => Assert.True(task.Closed));
    }

    [Fact]
    public async Task GivenAReasonForALaterClosing_WhenSomethingElseIsWrong_ThenItStaysInTheForm()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "show 4"), "Update");
        foreach (var month in new[] { 8, 9 })
        {
            await bot.PressAsync(Anna, form, "Save", new { closeDate = $"2026-0{month}-01" });
            form = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "show 4"), "Update");
        }

        var asked = await bot.PressAsync(Anna, form, "Save", new { closeDate = "2026-10-01" });
        Assert.NotNull(asked.Note("slipReason"));
        var wrong = await bot.PressAsync(Anna, asked, "Save", new { closeDate = "2026-10-01", slipReason = "Budget", chances = "150" });
        Assert.Equal("Budget", wrong.Value("slipReason"));
        var saved = await bot.PressAsync(Anna, wrong, "Save", new { chances = "50" });

        Assert.Contains("Updated.", saved.Text, StringComparison.Ordinal);
        Assert.Equal("Budget", (await bot.StoredAsync("OPP-00004")).Current!.SlipReason);
    }

    [Fact]
    public async Task GivenTheUpdateForm_WhenValuesAreChanged_ThenTheyAreKeptAndTheStageStays()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "show 4"), "Update");
        Assert.Equal("7400", form.Value("value"));

        var wrong = await bot.PressAsync(Anna, form, "Save", new { value = "", chances = "150", closeDate = "2026-02-31" });
        var low = await bot.PressAsync(Anna, form, "Save", new { value = "0", chances = "0", closeDate = "2020-01-01" });
        var saved = await bot.PressAsync(Anna, form, "Save", new { value = "8000", chances = "15", closeDate = "2026-05-01" });

        Assert.NotNull(wrong.Note("closeDate"));
        Assert.All(["value", "chances", "closeDate"], input => Assert.NotNull(low.Note(input)));
        Assert.Contains("Updated.", saved.Text, StringComparison.Ordinal);
        var now = (await bot.StoredAsync("OPP-00004")).Current!;
        Assert.Equal(
            (8000m, 15m, new DateOnly(2026, 5, 1), "Initial"),
            (now.EstimatedValue, now.ChancesOfSuccess, now.EstimatedCloseDate, now.StageDescription));
    }

    [Fact]
    public async Task GivenAStageThatMayBeSkipped_WhenSkipIsChosen_ThenItMovesOverItOnceTheQuoteIsThere()
    {
        await using var bot = await BotApplication.StartAsync();
        var more = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "show 8"), "More");
        var form = await bot.PressAsync(Anna, more, "Other stage…");
        Assert.Equal(["Next: Presentation", "Skip to Proposal (needs a quote)"], form.Choices("target"));

        var none = await bot.PressAsync(Anna, form, "Move");
        var gate = await bot.PressAsync(Anna, form, "Move", new { target = "skip:3" });
        var moved = await bot.PressAsync(Anna, gate, "Save and move", new { quoteNumber = "Q-8", quoteAmount = 23900 });

        Assert.NotNull(none.Note("target"));
        Assert.Equal("3", gate.Value("stage"));
        Assert.Contains("Moved to Proposal.", moved.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenALaterStage_WhenGoingBack_ThenTheStagesBelowAreOffered()
    {
        await using var bot = await BotApplication.StartAsync();
        var more = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "show 1"), "More");

        var form = await bot.PressAsync(Anna, more, "Other stage…");
        var moved = await bot.PressAsync(Anna, form, "Move", new { target = "jump:1" });

        Assert.Equal(["Jump back to Initial", "Previous: Qualification", "Next: Proposal"], form.Choices("target"));
        Assert.Contains("Moved to Initial.", moved.Text, StringComparison.Ordinal);
        Assert.Equal(ActionTaken.Jumped, (await bot.StoredAsync("OPP-00001")).Current!.ActionTaken);
    }

    [Theory]
    [InlineData("OPP-00004", "skip", null)]
    [InlineData("OPP-00004", "first", null)]
    [InlineData("OPP-00004", "previous", null)]
    [InlineData("OPP-00006", "next", null)]
    [InlineData("OPP-00009", "next", null)]
    [InlineData("OPP-00001", "jump", "5")]
    [InlineData("OPP-00001", "jump", "2.5")]
    [InlineData("OPP-00001", "jump", "-1")]
    [InlineData("OPP-00001", "jump", "x")]
    [InlineData("OPP-00001", "jump", "99999999999")]
    [InlineData("OPP-00001", "fly", null)]
    public async Task AMoveThatIsNotAllowedIsRefusedInPlaceAndNothingChanges(string no, string action, string? stage)
    {
        await using var bot = await BotApplication.StartAsync();
        var before = await bot.StoredAsync(no);
        var data = new JsonObject { ["no"] = no, ["version"] = before.Version, ["action"] = action };
        if (stage is not null)
        {
            data["stage"] = stage;
        }

        var card = await bot.PressAsync(Anna, "opportunity.move", data);

        Assert.Matches("Warning|Missing|did not understand", card.Text);
        Assert.Equal(before.Version, (await bot.StoredAsync(no)).Version);
    }

    [Fact]
    public async Task GivenAnOldCard_WhenSomebodyElseHasChangedTheOpportunity_ThenItSaysWhoAndWhatAndShowsThePresentState()
    {
        await using var bot = await BotApplication.StartAsync();
        var old = await bot.SayAsync(Anna, "show 4");
        var form = await bot.PressAsync(David, await bot.SayAsync(David, "show 4"), "Update");
        await bot.PressAsync(David, form, "Save", new { value = "9999" });
        var before = await bot.StoredAsync("OPP-00004");

        foreach (var card in new[]
        {
            await bot.PressAsync(Anna, old, "Next stage"),
            (await bot.SubmitAsync(Anna, old, "Next stage")).Card,
            await bot.PressAsync(
                Anna, "opportunity.close",
                new JsonObject { ["no"] = "OPP-00004", ["version"] = before.Version - 1, ["action"] = "lost", ["reason"] = "PRICE_L" }),
            await bot.PressAsync(
                Anna, "opportunity.assign",
                new JsonObject { ["no"] = "OPP-00004", ["version"] = before.Version - 1, ["salesperson"] = "BEN" }),
        })
        {
            Assert.Contains("David Lindqvist changed this on 2 Mar 2026 10:00: Updated at Initial.", card.Text, StringComparison.Ordinal);
            Assert.Contains("9,999 EUR", card.Text, StringComparison.Ordinal);
            Assert.Contains("Next stage", card.Buttons);
        }

        Assert.Equal(before.Version, (await bot.StoredAsync("OPP-00004")).Version);
    }

    [Fact]
    public async Task WhatStandsInTheHistoryWithoutChangingTheOpportunityIsNotNamedForAnOldCard()
    {
        await using var bot = await BotApplication.StartAsync();
        var (no, task) = await bot.InDatabaseAsync(
            async db => await db.Tasks.Where(t => !t.Closed && t.Opportunity!.Salesperson!.Name == Anna.Name)
                .OrderBy(t => t.Id).Select(t => ValueTuple.Create(t.Opportunity!.No, t.Id)).FirstAsync());
        var old = await bot.SayAsync(Anna, "show " + no);
        await bot.PressAsync(
            David, await bot.PressAsync(David, await bot.SayAsync(David, "show " + no), "Update"), "Save", new { value = "9999" });
        await bot.PressAsync(Anna, "task.done", new JsonObject { ["no"] = no, ["task"] = task });
        Assert.True(await bot.InDatabaseAsync(db => db.Tasks.AnyAsync(t => t.Id == task && t.Closed)));

        var card = await bot.PressAsync(Anna, old, "Next stage");

        Assert.Contains("David Lindqvist changed this on 2 Mar 2026 10:00: Updated at", card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenAFrenchReader_WhenTheirCardIsOld_ThenTheyAreToldInFrench()
    {
        await using var bot = await BotApplication.StartAsync();
        var old = await bot.SayAsync(Chloe, "voir 26");
        await bot.PressAsync(David, await bot.SayAsync(David, "show 26"), "Next stage");

        var card = await bot.PressAsync(Chloe, old, "Suivant");

        Assert.DoesNotContain("changed", card.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Moved to", card.Text, StringComparison.Ordinal);
        Assert.Contains("David Lindqvist", card.Text, StringComparison.Ordinal);
        Assert.Contains("Suivant", card.Buttons);
    }

    [Fact]
    public async Task GivenACard_WhenAButtonIsPressedTwice_ThenItActsOnce()
    {
        await using var bot = await BotApplication.StartAsync();
        var card = await bot.SayAsync(Anna, "show 4");

        await bot.PressAsync(Anna, card, "Next stage");
        var again = await bot.PressAsync(Anna, card, "Next stage");
        var byMessage = await bot.SubmitAsync(Anna, card, "Next stage");

        Assert.All([again, byMessage.Card], c => Assert.Contains("Stage 2 of 5: Qualification", c.Text, StringComparison.Ordinal));
        Assert.Equal(("PUT", card.MessageId), (byMessage.Method, byMessage.MessageId));
        Assert.Equal(2, (await bot.StoredAsync("OPP-00004")).Entries.Count);
    }

    [Fact]
    public async Task GivenACard_WhenTwoPeopleAndTwoPressesRace_ThenTheOpportunityMovesOnce()
    {
        await using var bot = await BotApplication.StartAsync();
        var card = await bot.SayAsync(Anna, "show 4");

        await Task.WhenAll(new[] { Anna, Anna, David, Anna, David }.Select(person => bot.PressAsync(person, card, "Next stage")));

        var stored = await bot.StoredAsync("OPP-00004");
        Assert.Equal(("Qualification", 2), (stored.Current!.StageDescription, stored.Entries.Count));
    }

    [Fact]
    public async Task APressChangesTheCardOnThePersonsOtherDevicesToo()
    {
        await using var bot = await BotApplication.StartAsync();
        var card = await bot.SayAsync(Anna, "show 4");

        await bot.PressAsync(Anna, card, "Next stage");

        var last = bot.Connector.Taken.Last();
        Assert.Equal(("PUT", card.MessageId), (last.Method, last.MessageId));
    }

    [Fact]
    public async Task GivenAColleaguesOpportunity_WhenASalespersonActsOnIt_ThenTheyAreRefusedAndSeeNoButtons()
    {
        await using var bot = await BotApplication.StartAsync();
        var before = await bot.StoredAsync("OPP-00015");
        JsonObject Data(string action) => new()
        {
            ["no"] = "OPP-00015",
            ["version"] = before.Version,
            ["action"] = action,
            ["reason"] = "PRICE_L",
            ["salesperson"] = "ANNA",
        };

        ShownCard[] cards =
        [
            await bot.SayAsync(Anna, "move 15"), await bot.SayAsync(Anna, "assign 15 to Anna"), await bot.SayAsync(Anna, "lost 15"),
            await bot.PressAsync(Anna, "opportunity.move", Data("next")), await bot.PressAsync(Anna, "opportunity.moving", Data("update")),
            await bot.PressAsync(Anna, "opportunity.close", Data("lost")), await bot.PressAsync(Anna, "opportunity.assign", Data("")),
        ];

        Assert.All(cards, card => Assert.Contains("You may not do this.", card.Text, StringComparison.Ordinal));
        Assert.All(cards, card => Assert.Equal(["My opportunities"], card.Buttons));
        Assert.Equal(before.Version, (await bot.StoredAsync("OPP-00015")).Version);
    }

    [Fact]
    public async Task AFrenchReaderFindsNoEnglishOnTheirCards()
    {
        await using var bot = await BotApplication.StartAsync();
        var shown = await bot.SayAsync(Chloe, "voir 21");
        var more = await bot.PressAsync(Chloe, shown, "Plus");
        var close = await bot.PressAsync(Chloe, more, "Clôturer…");
        ShownCard[] cards =
        [
            shown, more, await bot.SayAsync(Chloe, "aide"), await bot.SayAsync(Chloe, "mes opportunités"),
            await bot.SayAsync(Chloe, "nouveau"), await bot.PressAsync(Chloe, shown, "Mettre à jour"),
            await bot.PressAsync(Chloe, shown, "Affecter"), await bot.PressAsync(Chloe, more, "Autre étape…"),
            await bot.PressAsync(Chloe, more, "Prochaine action…"),
            await bot.PressAsync(Chloe, await bot.PressAsync(Chloe, shown, "Mettre à jour"), "Devis…"), close,
            await bot.PressAsync(Chloe, close, "Clôturer : gagnée"), await bot.SayAsync(Chloe, "portefeuille"),
            await bot.SayAsync(Chloe, "chercher zzz"), await bot.SayAsync(Chloe, "annuler"),
        ];

        var english = new System.Text.RegularExpressions.Regex(@"\b(the|your|you|Save|Cancel|Stage|Value|Next|Open|Back|Close)\b");
        // What people wrote themselves may be English.
        Assert.All(cards, card => Assert.DoesNotMatch(english, System.Text.RegularExpressions.Regex.Replace(card.Text, "« [^»]* »", "")));
    }
}
