using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Opportunities;

public sealed partial class ActionTests
{
    [Fact]
    public async Task TheClosingFormProposesADayThatTheRuleAccepts()
    {
        await using var bot = await BotApplication.StartAsync();
        var later = new DateOnly(2026, 3, 5);
        await bot.InDatabaseAsync(db => db.Entries.Where(e => e.Opportunity!.No == "OPP-00004" && e.Active)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.DateOfChange, later)));

        var form = await bot.SayAsync(Anna, "lost 4");
        var closed = await bot.PressAsync(Anna, form, "Close as lost", new { reason = "PRICE_L" });

        Assert.Equal("2026-03-05", form.Value("closingDate"));
        Assert.Contains("Closed as lost.", closed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenAnAssignment_WhenItIsPressed_ThenTheNewOwnerIsToldOnce()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Ben, "hi");
        var form = await bot.SayAsync(Anna, "assign 4 to Ben");
        Assert.Equal("BEN", form.Value("salesperson"));

        var empty = await bot.PressAsync(Anna, form, "Assign", new { salesperson = "" });
        var unknown = await bot.PressAsync(Anna, form, "Assign", new { salesperson = "NOBODY" });
        var done = await bot.PressAsync(Anna, form, "Assign");
        await bot.PressAsync(Anna, form, "Assign");
        var told = (await bot.TickAsync()).Concat(await bot.TickAsync())
            .Where(d => d.HasCard && d.Card.Text.Contains("gave you", StringComparison.Ordinal)).ToList();

        Assert.All([empty, unknown], card => Assert.NotNull(card.Note("salesperson")));
        Assert.Contains("Ben Okafor has it now", done.Text, StringComparison.Ordinal);
        Assert.Equal(["Undo", "My opportunities"], done.Buttons);
        var card = Assert.Single(told);
        Assert.Equal(Ben.Conversation, card.Conversation);
        Assert.Contains("Anna Keller gave you this opportunity.", card.Card.Text, StringComparison.Ordinal);
        Assert.Contains("Last steps", card.Card.Text, StringComparison.Ordinal);
        Assert.Equal(["Accept", "Decline…", "Open"], card.Card.Buttons);
        var accepted = await bot.PressAsync(Ben, card.Card, "Accept");
        Assert.Contains("Moved to Qualification.", (await bot.PressAsync(Ben, accepted, "Next stage")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenAnOpportunityGivenOn_WhenTheFirstOneIsToldLate_ThenTheyAreNotShownIt()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Ben, "hi");
        await bot.PressAsync(David, await bot.SayAsync(David, "assign 4 to Ben"), "Assign");
        await bot.PressAsync(David, await bot.SayAsync(David, "assign 4 to Chloé"), "Assign");

        var sent = await bot.TickAsync();

        Assert.DoesNotContain(sent, d => d.Card.Text.Contains("Night signage", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("assign 4 to Nobody", "I know nobody called “Nobody”.")]
    [InlineData("assign 4", null)]
    public async Task AnAssignmentByWordOpensTheChoice(string text, string? note)
    {
        await using var bot = await BotApplication.StartAsync();

        var form = await bot.SayAsync(Anna, text);

        Assert.Equal(note is null, form.Note("salesperson") is null);
        Assert.Equal(["Ben Okafor", "Chloé Martin", "David Lindqvist", "Emma Rossi"], form.Choices("salesperson"));
    }

    [Fact]
    public async Task GivenAWonOpportunity_WhenItIsClosed_ThenReasonAndAmountAreAskedForAndNothingCanBeDoneAfterwards()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "won 4");
        Assert.Equal(7, form.Choices("reason").Count);

        var missing = await bot.PressAsync(Anna, form, "Close as won", new { amount = "" });
        var odd = await bot.PressAsync(
            Anna, form, "Close as won",
            new { reason = "PRICE_L", amount = "1e309", closingDate = "2026-02-31", note = new string('é', 28_000) });
        var wrongOutcome = await bot.PressAsync(Anna, form, "Close as won", new { reason = "PRICE_L", note = new string('é', 28_000) });
        Assert.Equal(OpportunityStatus.InProgress, (await bot.StoredAsync("OPP-00004")).Status);
        var won = await bot.PressAsync(Anna, form, "Close as won", new { reason = "PRICE_W", amount = "7000" });
        var again = await bot.PressAsync(Anna, form, "Close as won", new { reason = "PRICE_W", amount = "7000" });

        Assert.All(["reason", "amount"], input => Assert.NotNull(missing.Note(input)));
        Assert.All(["amount", "closingDate"], input => Assert.NotNull(odd.Note(input)));
        Assert.All(["reason", "note"], input => Assert.NotNull(wrongOutcome.Note(input)));
        Assert.Contains("Closed as won.", won.Text, StringComparison.Ordinal);
        Assert.All([won, again], card => Assert.Equal(["Undo", "My opportunities"], card.Buttons));
        var stored = await bot.StoredAsync("OPP-00004");
        Assert.Equal((OpportunityStatus.Won, 7000m), (stored.Status, stored.Current!.CurrentValue));
    }

    [Fact]
    public async Task GivenALostOpportunity_WhenItIsClosed_ThenOnlyReasonsOfLosingAreOffered()
    {
        await using var bot = await BotApplication.StartAsync();

        var form = await bot.SayAsync(Chloe, "perdue 24");
        var lost = await bot.PressAsync(Chloe, form, "Clôturer : perdue", new { reason = "PRICE_L" });

        Assert.Equal(10, form.Choices("reason").Count);
        Assert.DoesNotContain("amount", form.InputIds);
        Assert.Contains("Clôturée, perdue.", lost.Text, StringComparison.Ordinal);
        Assert.Equal(OpportunityStatus.Lost, (await bot.StoredAsync("OPP-00024")).Status);
    }
}
