using ChatOpportunities.Tests.Support;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Conversation;

/// <summary>Taking back by word what one just did.</summary>
public sealed class UndoWordTests
{
    [Fact]
    public async Task TheLastActIsTakenBackFirst_ThenTheOneBefore_ThenThereIsNothing()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "move 4");
        var assigned = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "assign 1 to Ben"), "Assign");
        Assert.Contains("Ben Okafor has it now", assigned.Text, StringComparison.Ordinal);

        var first = await bot.SayAsync(Anna, "undo");
        var second = await bot.SayAsync(Anna, "take back");
        var third = await bot.SayAsync(Anna, "undo");

        Assert.Contains("Undone.", first.Text, StringComparison.Ordinal);
        Assert.Contains("OPP-00001", first.Text, StringComparison.Ordinal);
        Assert.Contains("OPP-00004", second.Text, StringComparison.Ordinal);
        Assert.Contains("There is nothing to take back.", third.Text, StringComparison.Ordinal);
        Assert.Equal(
            ("Anna Keller", 1),
            ((await bot.StoredAsync("OPP-00001")).Salesperson!.Name, (await bot.StoredAsync("OPP-00004")).Current!.StageNumber));
    }

    [Fact]
    public async Task WithANumberOnlyThatOneIsTakenBack_InFrenchToo()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "move 4");
        await bot.SayAsync(Anna, "move 2");

        var back = await bot.SayAsync(Anna, "défaire 4");
        var none = await bot.SayAsync(Anna, "undo 1");

        Assert.Contains("OPP-00004", back.Text, StringComparison.Ordinal);
        Assert.Equal(1, (await bot.StoredAsync("OPP-00004")).Current!.StageNumber);
        Assert.Contains("There is nothing to take back.", none.Text, StringComparison.Ordinal);
        Assert.Contains(
            "Il n’y a rien à défaire.", (await bot.SayAsync(Chloe, "annuler la dernière action")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingOfSomebodyElseOrOlderThanTenMinutesIsTakenBack_AndAnOpenFormStays()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "move 4");
        var stage = (await bot.StoredAsync("OPP-00004")).Current!.StageNumber;

        var davids = await bot.SayAsync(David, "undo");
        var davidsOfIt = await bot.SayAsync(David, "undo 4");
        await bot.SayAsync(Anna, "new");
        bot.Clock.Advance(TimeSpan.FromMinutes(11));
        var late = await bot.SayAsync(Anna, "undo");

        Assert.All(
            [davids, davidsOfIt, late], card => Assert.Contains("There is nothing to take back.", card.Text, StringComparison.Ordinal));
        Assert.Equal(stage, (await bot.StoredAsync("OPP-00004")).Current!.StageNumber);
        Assert.Contains("Dropped. Nothing was saved.", (await bot.SayAsync(Anna, "cancel")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("undo")]
    [InlineData("undo 2")]
    public async Task OfManyGivenAtOnceOneIsTakenBack_AndTheOthersAreOffered(string word)
    {
        await using var bot = await BotApplication.StartAsync();
        var which = await bot.PressAsync(David, await bot.SayAsync(David, "hand over Anna to Ben"), "Show what is open");
        await bot.PressAsync(David, which, "Hand over", new { which = "OPP-00001,OPP-00002,OPP-00003,OPP-00004" });
        bot.Clock.Advance(TimeSpan.FromSeconds(5));
        await bot.SayAsync(David, "move 4");

        var moved = word == "undo" ? await bot.SayAsync(David, "undo") : null;
        var one = await bot.SayAsync(David, word);
        var rest = await bot.PressAsync(David, one, "Take 2 more back");

        Assert.DoesNotContain("at the same time", moved?.Text ?? "", StringComparison.Ordinal);
        Assert.Contains("2 others given at the same time can be taken back too.", one.Text, StringComparison.Ordinal);
        Assert.Contains("2 taken back.", rest.Text, StringComparison.Ordinal);
        Assert.Equal(
            ["Anna Keller", "Anna Keller", "Anna Keller", "Ben Okafor"], await Task.WhenAll(Enumerable.Range(1, 4).Select(async i =>
                (await bot.StoredAsync($"OPP-0000{i}")).Salesperson!.Name)));
    }

    [Fact]
    public async Task WhatSomebodyElseChangedMeanwhileIsNotTakenBack()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "move 4");
        await bot.SayAsync(David, "remind me 4 next Tuesday call Marie");
        var stage = (await bot.StoredAsync("OPP-00004")).Current!.StageNumber;

        Assert.Contains("There is nothing to take back.", (await bot.SayAsync(Anna, "undo")).Text, StringComparison.Ordinal);

        Assert.Equal(stage, (await bot.StoredAsync("OPP-00004")).Current!.StageNumber);
    }
}
