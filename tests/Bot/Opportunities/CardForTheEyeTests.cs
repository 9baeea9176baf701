using System.Text.Json;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Opportunities;

/// <summary>The card of an opportunity is read at a look: what stands where, and what stands in for what a client does not know.</summary>
public sealed class CardForTheEyeTests
{
    [Fact]
    public async Task TitleAndContactComeFirst_ThenValueClosingDayAndStageSideBySide_TheFigureLarge()
    {
        await using var bot = await BotApplication.StartAsync();

        var card = await bot.SayAsync(Anna, "show 1");

        var body = card.Json.GetProperty("body").EnumerateArray().ToList();
        Assert.Equal("Lobby lighting, Contoso", body[0].GetProperty("text").GetString());
        Assert.StartsWith("Contoso Hotels · OPP-00001", body[1].GetProperty("text").GetString(), StringComparison.Ordinal);
        var columns = body[2].GetProperty("columns").EnumerateArray().ToList();
        Assert.Equal([["Value", "42,000 EUR"], ["Closes", "12 Mar 2026"], ["Stage", "Presentation"]], columns.Select(ShownCard.TextsIn));
        Assert.Equal("Large", columns[0].GetProperty("items")[1].GetProperty("size").GetString());
    }

    [Fact]
    public async Task TheStagesAreSegments_FilledUpToWhereItStands_AndClientsWithoutBarsGetNumberedFields()
    {
        await using var bot = await BotApplication.StartAsync();

        var card = await bot.SayAsync(Anna, "show 1");

        var bars = card.OfType("ProgressBar").ToList();
        Assert.Equal([1, 1, 1, 0, 0], bars.Select(b => b.GetProperty("value").GetInt32()));
        Assert.Equal(
            [("accent", "1"), ("accent", "2"), ("accent", "3"), ("emphasis", "4"), ("emphasis", "5")],
            bars.Select(b => b.GetProperty("fallback"))
                .Select(f => (f.GetProperty("style").GetString()!, f.GetProperty("items")[0].GetProperty("text").GetString()!)));
        Assert.Contains("Stage 3 of 5: Presentation", card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheOneThingThatNeedsAttentionHasAFieldOfItsOwnAndSaysWhatToDo_TheOthersAreAmongTheDetails()
    {
        await using var bot = await BotApplication.StartAsync();

        var card = await bot.SayAsync(Anna, "show 1");

        var field = Assert.Single(
            card.OfType("Container"), c => c.TryGetProperty("style", out var style) && style.GetString() == "warning");
        Assert.Equal(
            ["Warning: 15 working days on Presentation; the limit is 10.", "Move it on, or set the next step under “More”."],
            ShownCard.TextsIn(field));
        Assert.Equal(2, card.Text.Split("Warning").Length);
        Assert.Contains("was due on", string.Join(' ', ShownCard.TextsIn(Folded(card))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhereTheAppHasATabTheDetailsLeadToItsPageThere_ElsewhereNowhere()
    {
        const string App = "11111111-1111-4111-8111-111111111111";
        await using var bot = await BotApplication.StartAsync();
        await using var withTab = await BotApplication.StartAsync(("TeamsApp:Id", App));

        var card = await withTab.SayAsync(Anna, "show 1");

        var link = Assert.Single(card.OfType("Action.OpenUrl")).GetProperty("url").GetString()!;
        Assert.Equal(
            $"https://teams.microsoft.com/l/entity/{App}/today?webUrl=https://portal.example/opportunities/OPP-00001&label=OPP-00001"
            + "&context={\"subEntityId\":\"/opportunities/OPP-00001\"}", Uri.UnescapeDataString(link));
        Assert.Contains("Its history and notes: open its page", ShownCard.TextsIn(Folded(card)));
        Assert.Empty((await bot.SayAsync(Anna, "show 1")).OfType("Action.OpenUrl"));
    }

    [Theory]
    [InlineData("closed", "with “Update”")]
    [InlineData("step", "Set the next one")]
    [InlineData("task", "Say “tasks”")]
    public async Task WhatToDoFitsWhatIsWrong(string wrong, string advice)
    {
        await using var bot = await BotApplication.StartAsync();
        bot.IsBroken = true; // nobody could put it into the past by an act
        await bot.InDatabaseAsync(async db =>
        {
            var past = new DateOnly(2026, 1, 5);
            var of = db.Opportunities.Where(o => o.No == "OPP-00002");
            var id = await of.Select(o => o.Id).SingleAsync();
            return wrong switch
            {
                "closed" => await db.Entries.Where(e => e.OpportunityId == id)
                    .ExecuteUpdateAsync(set => set.SetProperty(e => e.EstimatedCloseDate, past)),
                "step" => await of.ExecuteUpdateAsync(set => set.SetProperty(o => o.NextStepDate, past)),
                _ => await db.Tasks.Where(t => t.OpportunityId == id)
                    .ExecuteUpdateAsync(set => set.SetProperty(t => t.Date, past)),
            };
        });

        Assert.Contains(advice, (await bot.SayAsync(Anna, "show 2")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoMayOnlyReadItIsNotToldWhatToDo()
    {
        await using var bot = await BotApplication.StartAsync();

        var card = await bot.SayAsync(Ben, "show 1");

        Assert.Contains("the limit is 10.", card.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Move it on", card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheDetailsAreFolded_AndUnfoldWithoutAskingTheBot()
    {
        await using var bot = await BotApplication.StartAsync();

        var card = await bot.SayAsync(Anna, "show 1");

        var toggle = Assert.Single(card.OfType("Action.ToggleVisibility"));
        var folded = Folded(card);
        var targets = toggle.GetProperty("targetElements").EnumerateArray().Select(e => e.GetString());
        Assert.Equal([folded.GetProperty("id").GetString()], targets);
        Assert.False(folded.GetProperty("isVisible").GetBoolean());
        var texts = ShownCard.TextsIn(folded);
        Assert.All(
            [
                "Salesperson", "Anna Keller", "Priority", "Normal", "Chances", "50%", "21,000 EUR = 42,000 EUR × 50%",
                "Q-1001 over 42,000 EUR",
            ],
            text => Assert.Contains(text, texts));
    }

    [Theory]
    [InlineData(ProbabilityMethod.Multiply, "20%: chances 50% × completed 40%", "8,400 EUR = 42,000 EUR × 20%")]
    [InlineData(ProbabilityMethod.Add, "45%: the average of chances 50% and completed 40%", "18,900 EUR = 42,000 EUR × 45%")]
    [InlineData(ProbabilityMethod.ChancesOfSuccess, "50%: the chances alone", "21,000 EUR = 42,000 EUR × 50%")]
    [InlineData(ProbabilityMethod.Completed, "40%: the share of the cycle that is completed", "16,800 EUR = 42,000 EUR × 40%")]
    public async Task TheCardTellsTheProbabilityByWhichTheWeightedValueWasMade(
        ProbabilityMethod method, string probability, string weighted)
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.InDatabaseAsync(async db =>
        {
            (await db.SalesCycles.SingleAsync(c => c.Code == "NEW")).Describe("New business", method).Done();
            return await db.SaveChangesAsync();
        });

        var before = await bot.SayAsync(Anna, "show 1");
        var after = await bot.PressAsync(Anna, await bot.PressAsync(Anna, before, "Update"), "Save", new { value = "42000" });

        // What was made the former way is not said to be made by this one.
        Assert.Contains("21,000 EUR = 42,000 EUR × 50%", before.Text, StringComparison.Ordinal);
        Assert.Equal(method == ProbabilityMethod.ChancesOfSuccess, before.Text.Contains("alone", StringComparison.Ordinal));
        Assert.Contains(probability, after.Text, StringComparison.Ordinal);
        Assert.Contains(weighted, after.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsClosedShowsWhatItWasSoldForAndWhy_AndHasNoSegments()
    {
        await using var bot = await BotApplication.StartAsync();

        var won = await bot.SayAsync(Anna, "show 9");
        var waiting = await bot.SayAsync(Anna, "show 6");

        Assert.All(
            ["Sold for", "54,600 EUR", "Closed on", "Reason: Better price"],
            part => Assert.Contains(part, won.Text, StringComparison.Ordinal));
        Assert.All([won, waiting], card => Assert.Empty(card.OfType("ProgressBar")));
        Assert.Contains("Status\nNot started", waiting.Text, StringComparison.Ordinal);
    }

    private static JsonElement Folded(ShownCard card) =>
        Assert.Single(card.OfType("Container"), c => c.TryGetProperty("isVisible", out var visible) && !visible.GetBoolean());
}
