using System.Text.Json.Nodes;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Conversation;

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

    [Fact]
    public async Task ABlockedPersonIsToldSoAndCanDoNothing()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.InDatabaseAsync(
            db => db.Salespeople.Where(p => p.Code == "BEN").ExecuteUpdateAsync(set => set.SetProperty(p => p.Blocked, true)));

        var installed = await bot.InstallAsync(Ben);
        var said = await bot.SayAsync(Ben, "my opportunities");
        var pressed = await bot.PressAsync(Ben, "opportunity.show", new JsonObject { ["no"] = "OPP-00011" });

        Assert.Empty(installed);
        Assert.All([said, pressed], card => Assert.Contains("Your access is blocked.", card.Text, StringComparison.Ordinal));
        Assert.All([said, pressed], card => Assert.DoesNotContain("OPP-00011", card.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task InAGroupFiguresAreNeverShownButHelpIs()
    {
        await using var bot = await BotApplication.StartAsync();
        JsonObject InGroup(JsonObject activity)
        {
            activity["conversation"] =
                new JsonObject { ["id"] = "19:team", ["conversationType"] = "groupChat", ["isGroup"] = true, ["tenantId"] = "tenant" };
            return activity;
        }

        JsonObject Mention(string text)
        {
            var activity = InGroup(bot.Message(Anna, "<at>Opportunities</at> " + text));
            activity["entities"] = new JsonArray(new JsonObject
            {
                ["type"] = "mention",
                ["text"] = "<at>Opportunities</at>",
                ["mentioned"] = new JsonObject { ["id"] = "28:bot", ["name"] = "Opportunities" },
            });
            return activity;
        }

        foreach (var text in new[] { "my opportunities", "1", "find Contoso", "new Contoso rollout 45k", "won 1" })
        {
            var answer = await bot.AnswerAsync(Mention(text));
            Assert.Contains("Let us do this in our personal chat.", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("42,000", answer.Text, StringComparison.Ordinal);
        }

        Assert.Contains("What you can say to me", (await bot.AnswerAsync(Mention("help"))).Text, StringComparison.Ordinal);
        using var pressed = await bot.SendAsync(InGroup(bot.Execute(Anna, "list.mine", new JsonObject(), "message-1")));
        var body = await pressed.Content.ReadAsStringAsync();
        Assert.Contains("personal chat", body, StringComparison.Ordinal);
        Assert.DoesNotContain("42,000", body, StringComparison.Ordinal);
        Assert.Equal(40, await bot.CountAsync());
    }
}
