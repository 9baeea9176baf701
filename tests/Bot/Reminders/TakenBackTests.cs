using ChatOpportunities.Tests.Support;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Reminders;

/// <summary>Undoing an assignment: whoever was told that it was theirs hears that it is not.</summary>
public sealed class TakenBackTests
{
    [Fact]
    public async Task WhoWasToldOfAHandOverIsToldOnceThatItIsTakenBack_AndItsCardEnds()
    {
        await using var bot = await StartAsync();
        var assigned = await AssignAsync(bot, 4);
        var given = Assert.Single(await CardsAsync(bot));
        await bot.PressAsync(Anna, assigned, "Undo");

        var told = (await CardsAsync(bot)).Concat(await CardsAsync(bot)).ToList();
        var pressed = await bot.PressAsync(Ben, given.Card, "Accept");

        Assert.Equal([("PUT", given.MessageId), ("POST", told[^1].MessageId)], told.Select(d => (d.Method, d.MessageId)));
        Assert.All(told, d => Assert.Equal(Ben.Conversation, d.Conversation));
        Assert.All(told, d => Assert.Contains(
            "Anna Keller has taken OPP-00004 back. It is not yours any more.", d.Card.Text, StringComparison.Ordinal));
        Assert.All(told, d => Assert.Equal(["My opportunities"], d.Card.Buttons));
        Assert.Equal("Anna Keller", (await bot.StoredAsync("OPP-00004")).Salesperson!.Name);
        Assert.DoesNotContain("It is yours now.", pressed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoWasNotToldYetHearsNothing_AndWhoGetsItAgainHearsThat()
    {
        await using var bot = await StartAsync();
        await bot.PressAsync(Anna, await AssignAsync(bot, 4), "Undo");
        Assert.Empty(await CardsAsync(bot));

        var again = await AssignAsync(bot, 4);
        Assert.Single(await CardsAsync(bot));
        await bot.PressAsync(Anna, again, "Undo");
        await AssignAsync(bot, 4);

        var told = Assert.Single(await CardsAsync(bot));
        Assert.Contains("gave you this opportunity", told.Card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OfManyTakenBackTogetherOneMessageTells_InTheReadersLanguage()
    {
        await using var bot = await StartAsync();
        await bot.SayAsync(Chloe, "bonjour");
        var which = await bot.PressAsync(David, await bot.SayAsync(David, "hand over Anna to Chloé"), "Show what is open");
        var given = await bot.PressAsync(David, which, "Hand over", new { which = "OPP-00001,OPP-00002,OPP-00003" });
        Assert.NotEmpty(await CardsAsync(bot));
        await bot.PressAsync(David, given, "Undo");

        var told = (await CardsAsync(bot)).Where(d => d.Method == "POST").ToList();

        Assert.Contains("Plusieurs opportunités ont été reprises.", Assert.Single(told).Card.Text, StringComparison.Ordinal);
    }

    private static async Task<BotApplication> StartAsync()
    {
        var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Ben, "hi");
        await bot.TickAsync();
        return bot;
    }

    private static async Task<ShownCard> AssignAsync(BotApplication bot, int number) =>
        await bot.PressAsync(Anna, await bot.SayAsync(Anna, $"assign {number} to Ben"), "Assign");

    private static async Task<List<Delivered>> CardsAsync(BotApplication bot) => [.. (await bot.TickAsync()).Where(d => d.HasCard)];
}
