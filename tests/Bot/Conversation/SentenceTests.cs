using System.Text.Json.Nodes;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Conversation;

/// <summary>Ordinary sentences that happen to begin like a command change nothing.</summary>
public sealed class SentenceTests
{
    [Theory]
    [InlineData("next week call Fabrikam")]
    [InlineData("Move to cloud")]
    [InlineData("Move 4 servers to Azure")]
    [InlineData("next 4 days are busy")]
    [InlineData("suivant le devis de mars")]
    [InlineData("won Fabrikam")]
    [InlineData("lost the train")]
    [InlineData("close the door")]
    [InlineData("assign Fabrikam 4")]
    [InlineData("show us the agenda")]
    [InlineData("undo 4 of the changes")]
    [InlineData("take back the projector")]
    public async Task ASentenceMovesNothingAndOpensNoFormForTheOnlyOneOpen(string text)
    {
        await using var bot = await WithOneOpenAsync();

        var card = await bot.SayAsync(Anna, text);

        Assert.Equal(1, (await bot.StoredAsync("OPP-00004")).Current!.StageNumber);
        Assert.Empty(card.InputIds.Except(["filter"]));
        Assert.DoesNotContain("Undo", card.Buttons);
    }

    [Theory]
    [InlineData("move", "Moved to Qualification.")]
    [InlineData("Next!", "Moved to Qualification.")]
    [InlineData("move 4", "Moved to Qualification.")]
    [InlineData("move #4.", "Moved to Qualification.")]
    [InlineData("move OPP 4", "Moved to Qualification.")]
    [InlineData("assign to Ben", "Ben Okafor")]
    [InlineData("affecter à Ben", "Ben Okafor")]
    [InlineData("close as lost", "Close as lost")]
    [InlineData("won", "Close as won")]
    [InlineData("show", "Night signage")]
    [InlineData("show me OPP-00004", "Night signage")]
    [InlineData("move OPP-00004 to the Cloud", "Nothing was done: I do not understand “to the Cloud”.")]
    [InlineData("move 4 to Qualification", "Moved to Qualification.")]
    [InlineData("avancer 4 vers l’étape Qualification", "Moved to Qualification.")]
    [InlineData("move OPP-00004 to the next stage", "Moved to Qualification.")]
    [InlineData("move 4 to Initial", "It stands on Initial already.")]
    [InlineData("move 4 to Proposal", "There is no way to Proposal from here: Qualification comes before it and may not be skipped.")]
    [InlineData("move 4 to Sign", "may not be skipped. It can go to Qualification.")]
    [InlineData("avancer 4 vers Sign", "Qualification comes before it")]
    public async Task TheWordAloneMeansTheOnlyOneOpen_AndANumberThatOne(string text, string answer)
    {
        await using var bot = await WithOneOpenAsync();

        var card = await bot.SayAsync(Anna, text);

        Assert.Contains(answer, card.Text + string.Join(' ', card.Buttons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMoveThatCannotBeSaysWhyAndWhatCan()
    {
        await using var bot = await BotApplication.StartAsync();

        var sign = await bot.SayAsync(Anna, "move 2 to Sign");
        var unstarted = await bot.SayAsync(Anna, "move 6 to Sign");

        Assert.Contains(
            "Proposal comes before it and may not be skipped. It can go to Initial, Presentation, Proposal.", sign.Text,
            StringComparison.Ordinal);
        Assert.Contains("it has not been started. It can go to Initial.", unstarted.Text, StringComparison.Ordinal);
        Assert.Equal("Qualification", (await bot.StoredAsync("OPP-00002")).Current!.StageDescription);
    }

    [Fact]
    public async Task TwoThingsUndone_ASentenceAfterThemTakesNothingBack()
    {
        await using var bot = await WithOneOpenAsync();
        await bot.SayAsync(Anna, "move 4");

        var said = await bot.SayAsync(Anna, "undo 4 of the changes");

        Assert.Contains("Nothing was done", said.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await bot.StoredAsync("OPP-00004")).Current!.StageNumber);
    }

    [Fact]
    public async Task AFilledFormIsNotDroppedByASentenceThatBeginsWithCancel()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "new Contoso rollout 45k end of June");

        await bot.SayAsync(Anna, "stop sending them invoices");
        var dropped = await bot.SayAsync(Anna, "cancel it");

        Assert.Contains("Dropped. Nothing was saved.", dropped.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show us the agenda")]
    [InlineData("show")]
    [InlineData("open 4 windows")]
    public async Task InAChannelOnlyANumberShowsAnOpportunityToEverybody(string text)
    {
        await using var bot = await WithOneOpenAsync();
        await bot.SayAsync(Anna, "hi");
        var activity = bot.Message(Anna, "<at>Opportunities</at> " + text);
        activity["conversation"] = new JsonObject
        {
            ["id"] = "19:team@thread.tacv2",
            ["conversationType"] = "channel",
            ["isGroup"] = true,
            ["tenantId"] = "tenant",
        };
        activity["entities"] = new JsonArray(new JsonObject
        {
            ["type"] = "mention",
            ["text"] = "<at>Opportunities</at>",
            ["mentioned"] = new JsonObject { ["id"] = "28:bot", ["name"] = "Opportunities" },
        });

        var sent = await bot.PostAsync(activity);

        Assert.All(sent.Where(s => s.Conversation != Anna.Conversation), s => Assert.DoesNotContain(
            "Night signage", s.Card.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("find 2026", "Budget 2026")]
    [InlineData("chercher 2026", "Budget 2026")]
    [InlineData("find 4", "Stage 1 of 5")]
    public async Task ANumberIsAnOpportunityIfThereIsOne_ElseItIsLookedFor(string text, string answer)
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "new");
        await bot.PressAsync(
            Anna, form, "Save", new { title = "Budget 2026", newContact = "Fabrikam", value = "4000", closeDate = "2026-06-30" });

        Assert.Contains(answer, (await bot.SayAsync(Anna, text)).Text, StringComparison.Ordinal);
    }

    /// <summary>Of Anna's, only OPP-00004 (Night signage) is left: the others are given to Ben.</summary>
    private static async Task<BotApplication> WithOneOpenAsync()
    {
        var bot = await BotApplication.StartAsync();
        bot.IsBroken = true; // entries stay Anna's
        await bot.InDatabaseAsync(async db =>
        {
            var ben = await db.Salespeople.Where(p => p.Name == Ben.Name).Select(p => p.Id).SingleAsync();
            return await db.Opportunities.Where(o => o.Salesperson!.Name == Anna.Name && o.No != "OPP-00004")
                .ExecuteUpdateAsync(set => set.SetProperty(o => o.SalespersonId, ben));
        });
        return bot;
    }
}
