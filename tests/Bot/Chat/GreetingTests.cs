using System.Text.Json.Nodes;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Chat;

/// <summary>First words: welcome, help, and people nobody knows.</summary>
public sealed class GreetingTests
{
    [Fact]
    public async Task GivenAnInstallation_WhenItsEventsComeAgain_ThenThePersonIsWelcomedOnce()
    {
        await using var bot = await BotApplication.StartAsync();

        var first = await bot.InstallAsync(Anna);
        var again = await bot.InstallAsync(Anna);

        Assert.Contains("Welcome, Anna Keller", Assert.Single(first).Card.Text, StringComparison.Ordinal);
        Assert.Empty(again);
    }

    [Fact]
    public async Task TheWelcomeIsInThePersonsOwnLanguage()
    {
        await using var bot = await BotApplication.StartAsync();

        var card = Assert.Single(await bot.InstallAsync(Chloe)).Card;

        Assert.Contains("Bienvenue, Chloé Martin", card.Text, StringComparison.Ordinal);
        Assert.Equal(["Nouvelle opportunité", "Mes opportunités", "Aide"], card.Buttons);
    }

    [Fact]
    public async Task GivenSomebodyUnknown_WhenTheyWrite_ThenTheyAreAnsweredKindlyAndWaitInThePortal()
    {
        await using var bot = await BotApplication.StartAsync();

        await bot.InstallAsync(Stranger);
        var hello = await bot.SayAsync(Stranger, "hi");
        var wanted = await bot.SayAsync(Stranger, "show 1");
        var pressed = await bot.PressAsync(Stranger, "opportunity.show", new JsonObject { ["no"] = "OPP-00001" });
        var help = await bot.SayAsync(Stranger, "HELP");

        Assert.All([hello, wanted, pressed], card => Assert.Contains("I do not know you yet.", card.Text, StringComparison.Ordinal));
        Assert.Contains("What you can say to me", help.Text, StringComparison.Ordinal);
        var waiting = Assert.Single(await bot.InDatabaseAsync(db => db.WaitingPeople.ToListAsync()));
        Assert.Equal((Stranger.ObjectId, Stranger.Name), (waiting.EntraObjectId, waiting.Name));
    }
}
