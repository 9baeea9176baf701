using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Conversation;

/// <summary>How little it takes; the table of <c>docs/chat.md</c> says the same.</summary>
public sealed class PressesTests
{
    [Fact]
    public async Task CapturingTakesOneLineAndOnePress()
    {
        await using var bot = await BotApplication.StartAsync();

        var form = await bot.SayAsync(Anna, "new Contoso Hotels rollout 45k");
        await bot.PressAsync(Anna, form, "Save");

        Assert.Equal(41, await bot.CountAsync());
    }

    [Fact]
    public async Task CapturingByAButtonTakesOneLineAndTwoPresses()
    {
        await using var bot = await BotApplication.StartAsync();
        var hello = await bot.SayAsync(Chloe, "bonjour");

        await bot.PressAsync(Chloe, hello, "Nouvelle opportunité");
        var form = await bot.SayAsync(Chloe, "Déploiement Contoso Hotels 45k");
        await bot.PressAsync(Chloe, form, "Enregistrer");

        Assert.Equal(41, await bot.CountAsync());
    }

    [Fact]
    public async Task MovingOnTakesOnePress()
    {
        await using var bot = await BotApplication.StartAsync();
        var card = await bot.SayAsync(Anna, "show 4");
        var before = (await bot.StoredAsync("OPP-00004")).Current!.StageDescription;

        await bot.PressAsync(Anna, card, "Next stage");

        Assert.NotEqual(before, (await bot.StoredAsync("OPP-00004")).Current!.StageDescription);
    }

    [Fact]
    public async Task MovingOnByWordTakesOneLine()
    {
        await using var bot = await BotApplication.StartAsync();
        var before = (await bot.StoredAsync("OPP-00004")).Current!.StageDescription;

        await bot.SayAsync(Anna, "avancer 4");

        Assert.NotEqual(before, (await bot.StoredAsync("OPP-00004")).Current!.StageDescription);
    }

    [Fact]
    public async Task ATaskIsDoneWithOnePressAndPutOffWithTwo()
    {
        await using var bot = await BotApplication.StartAsync();
        var open = await OpenAsync(bot);

        var list = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "tasks"), "Done");
        Assert.Equal(open - 1, await OpenAsync(bot));
        var put = await bot.PressAsync(Anna, await bot.PressAsync(Anna, list, "Put off…"), "Put off");

        Assert.Contains("is put off until", put.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindingAndOpeningTakesOnePress()
    {
        await using var bot = await BotApplication.StartAsync();

        var card = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "find lobby"), "Open OPP-00001");

        Assert.Contains("Next stage", card.Buttons);
    }

    private static Task<int> OpenAsync(BotApplication bot) => bot.InDatabaseAsync(db => db.Tasks.CountAsync(t => !t.Closed));
}
