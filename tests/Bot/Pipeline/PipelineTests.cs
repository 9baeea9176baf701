using System.Text.Json.Nodes;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Pipeline;

/// <summary>The pipeline in the chat, and a manager's review of it.</summary>
public sealed class PipelineTests
{
    [Fact]
    public async Task ThePipelineIsShownAsBars_WithTheSameFiguresAsATable()
    {
        await using var bot = await BotApplication.StartAsync();

        var card = await bot.SayAsync(David, "pipeline");
        var table = await bot.PressAsync(David, card, "As a table");
        var months = await bot.PressAsync(David, table, "By month");
        var people = await bot.PressAsync(David, card, "By salesperson");

        Assert.All(
            card.OfType("ProgressBar"),
            bar => Assert.Equal("TextBlock", bar.GetProperty("fallback").GetProperty("type").GetString()));
        Assert.Contains("under way, worth", card.Text, StringComparison.Ordinal);
        Assert.Contains("New business: Qualification", table.Text, StringComparison.Ordinal);
        Assert.Contains("March 2026", months.Text, StringComparison.Ordinal);
        Assert.NotEmpty(people.OfType("ProgressBar"));
    }

    [Fact]
    public async Task EachBarSaysHowManyItCountsAndWhatItWeighs_InMoneyAsPeopleWriteIt()
    {
        await using var bot = await BotApplication.StartAsync();

        var card = await bot.SayAsync(David, "pipeline");
        var french = await bot.SayAsync(Chloe, "portefeuille");

        Assert.Contains("Weighted value by stage", card.Text, StringComparison.Ordinal);
        Assert.Contains("A bar is each opportunity’s value times its probability, added up.", card.Text, StringComparison.Ordinal);
        var group = Assert.Single(
            card.OfType("Container"), c => ShownCard.TextsIn(c) is ["New business: Proposal · 3", "337,125 EUR"]);
        var bar = group.GetProperty("items")[1];
        Assert.Equal((337_125m, 469_800m), (bar.GetProperty("value").GetDecimal(), bar.GetProperty("max").GetDecimal()));
        Assert.Contains("337\u202F125\u00A0EUR", french.Json.GetRawText().Replace("\\u202F", "\u202F", StringComparison.Ordinal)
            .Replace("\\u00A0", "\u00A0", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoHasATargetReadsWhatTheyWonOfItThisMonth()
    {
        await using var bot = await BotApplication.StartAsync();
        Assert.DoesNotContain("this month", (await bot.SayAsync(Anna, "pipeline")).Text, StringComparison.Ordinal);
        var admin = await bot.InDatabaseAsync(async db =>
            Caller.For(await db.Salespeople.SingleAsync(p => p.Code == "EMMA"), ActSource.Portal, bot.Clock.GetUtcNow()));
        (await bot.DoAsync<TargetActs, Result<TargetHolder>>(targets => targets.SaveAsync(
            false, "ANNA", admin.Today.Year, [.. Enumerable.Repeat<decimal?>(60_000, 12)], null, admin, default))).Done();
        Assert.Contains("You won ", (await bot.SayAsync(Anna, "pipeline")).Text, StringComparison.Ordinal);

        var opportunity = await bot.InDatabaseAsync(db => db.Opportunities.AsNoTracking().OrderBy(o => o.Id)
            .FirstAsync(o => o.Salesperson!.Code == "ANNA" && o.Status == OpportunityStatus.InProgress));
        await bot.PressAsync(Anna, "opportunity.close", new JsonObject
        {
            ["no"] = opportunity.No,
            ["version"] = opportunity.Version,
            ["action"] = "won",
            ["reason"] = "PRICE_W",
            ["amount"] = "60000",
            ["cancelTasks"] = "true",
        });

        var met = await bot.SayAsync(Anna, "pipeline");
        Assert.Matches("Target met: you won [0-9,]+ EUR of 60,000 EUR this month.", met.Text);
        Assert.DoesNotContain("this month", (await bot.SayAsync(David, "pipeline Anna")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EachReaderSeesOnlyWhatTheyMay()
    {
        await using var bot = await BotApplication.StartAsync(("Company:OpportunityVisibility", "Own"));

        var anna = await bot.SayAsync(Anna, "pipeline");
        var bens = await bot.SayAsync(Anna, "pipeline Ben");

        Assert.Contains("7 under way", anna.Text, StringComparison.Ordinal);
        Assert.Contains("There is none.", bens.Text, StringComparison.Ordinal);
        Assert.Contains("I know nobody called", (await bot.SayAsync(Anna, "pipeline Zorro")).Text, StringComparison.Ordinal);
        await bot.PressAsync(Anna, "pipeline.show", new JsonObject { ["action"] = "Fly:table:x", ["text"] = "NOBODY" });
    }

    [Fact]
    public async Task AReviewGoesDealByDeal_RiskFirst_KeepsItsPlaceOverARestart_AndEndsWithTheChanges()
    {
        await using var bot = await BotApplication.StartAsync();

        var first = await bot.SayAsync(David, "review");
        Assert.Contains("Review: 1 of ", first.Text, StringComparison.Ordinal);
        Assert.Contains("the limit is", first.Text, StringComparison.Ordinal);
        var second = await bot.PressAsync(David, first, "Next one");
        Assert.Contains("Review: 2 of ", second.Text, StringComparison.Ordinal);
        var decide = await bot.PressAsync(David, second, "Decide…");
        var form = await bot.PressAsync(David, decide, "Update");
        var acted = await bot.PressAsync(David, form, "Save", new { closeDate = "2026-08-01" });
        Assert.Contains(acted.Buttons, b => b.StartsWith("Back to the review (2 of ", StringComparison.Ordinal));

        await bot.RestartAsync();
        var back = await bot.SayAsync(David, "review");
        Assert.Contains("Review: 2 of ", back.Text, StringComparison.Ordinal);
        var third = await bot.PressAsync(David, back, "Next one");
        Assert.Contains("Review: 2 of ", (await bot.PressAsync(David, third, "Previous one")).Text, StringComparison.Ordinal);
        var end = await bot.PressAsync(David, third, "End the review");

        Assert.Contains("The review is over: 1 changes.", end.Text, StringComparison.Ordinal);
        Assert.Contains("Updated at", end.Text, StringComparison.Ordinal);
        Assert.Contains("No review is open.", (await bot.PressAsync(David, third, "Next one")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AReviewIsForManagers_AndGoesNowhereItMayNot()
    {
        await using var bot = await BotApplication.StartAsync();

        Assert.Contains("for managers", (await bot.SayAsync(Anna, "review")).Text, StringComparison.Ordinal);
        Assert.Contains("for managers", (await bot.PressAsync(Anna, "review.new", [])).Text, StringComparison.Ordinal);
        Assert.Contains(
            "No review is open", (await bot.PressAsync(Anna, "review.at", new JsonObject { ["place"] = 3 })).Text,
            StringComparison.Ordinal);
        Assert.Contains("Nobody called", (await bot.SayAsync(David, "review Zorro")).Text, StringComparison.Ordinal);
        var bens = await bot.SayAsync(David, "review Ben");
        Assert.Contains("Ben Okafor", bens.Text, StringComparison.Ordinal);
        var beyond = await bot.PressAsync(David, "review.at", new JsonObject { ["place"] = 99999999999 });
        Assert.DoesNotContain("Next one", beyond.Buttons);
    }
}
