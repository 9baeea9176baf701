using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Tests.Support;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Conversation;

/// <summary>What whoever checks an app for the Teams store tries out in the chat; docs/store-checklist.md names each of these.</summary>
public sealed class StoreTests
{
    private const string Team = "19:team@thread.tacv2";

    /// <summary>Every word, alone and with what belongs behind it.</summary>
    private static readonly string[] Words =
    [
        "help", "aide", "hi", "bonjour", "new", "new Contoso rollout 45k close end of June", "cancel", "cancel", "my opportunities",
        "mes opportunités en retard", "find Contoso", "chercher zzz", "find", "show 1", "1", "show 99999", "show", "move 4", "move 99999",
        "assign 1", "assign 1 to Ben", "close 1", "won 1", "lost 1", "won 9", "tasks", "tâches", "settings", "réglages", "pipeline",
        "portefeuille", "brief", "point du jour", "remind me 1 next Tuesday call Marie", "remind me", "review", "revue", "hand over",
        "hand over Anna to Ben", "post wins here", "undo", "défaire",
    ];

    [Theory]
    [InlineData("hi")]
    [InlineData("Hello")]
    [InlineData("HELLO!")]
    [InlineData("bonjour")]
    public async Task AGreetingIsAnsweredInAnyCase_AlsoToSomebodyUnknown(string text)
    {
        await using var bot = await BotApplication.StartAsync();

        Assert.Contains("Help", (await bot.SayAsync(Anna, text)).Buttons);
        Assert.Contains("Help", (await bot.SayAsync(Stranger, text)).Buttons);
    }

    [Theory]
    [InlineData("help")]
    [InlineData("HELP")]
    [InlineData("Help?")]
    [InlineData("/help")]
    [InlineData("Aide")]
    [InlineData("?")]
    public async Task HelpIsAnsweredInAnyCase_AlsoToSomebodyUnknown_AndIsNotTheWelcome(string text)
    {
        await using var bot = await BotApplication.StartAsync();
        var unknown = await bot.SayAsync(Stranger, "hi");
        ShownCard[] answers =
            [await bot.SayAsync(Anna, text), await bot.SayAsync(Stranger, text), await bot.PressAsync(Stranger, unknown, "Help")];

        Assert.All(answers, help =>
        {
            Assert.Contains("What you can say to me", help.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Welcome", help.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("http", help.Text, StringComparison.Ordinal); // help does not leave Teams
        });
    }

    [Fact]
    public async Task EveryWordIsAnsweredByOneMessageThatLeadsOn()
    {
        Assert.Equal(
            Enum.GetValues<CommandName>().Except(
                [CommandName.Unknown, CommandName.AnswerToForm, CommandName.Talk, CommandName.Sale, CommandName.Guess]),
            Words.Select(w => TextCommand.Read(w).Name).Where(n => n != CommandName.Unknown).Distinct().Order());
        await using var bot = await BotApplication.StartAsync();

        foreach (var (person, text) in new[] { Anna, David, Stranger }.SelectMany(
            p => Words.Concat(["frobnicate", "you useless idiot"]).Select(w => (p, w))))
        {
            var card = Assert.Single(await bot.PostAsync(bot.Message(person, text)), s => s.HasCard).Card; // typing may be shown before
            Assert.True(card.Buttons.Count > 0, $"{person.Name} says “{text}” and has no way on:\n{card.Text}");
        }

        Assert.Empty(bot.Failures);
    }

    [Fact]
    public async Task InAChannelEveryWordIsAnsweredByOnePostThatLeadsOn()
    {
        await using var bot = await BotApplication.StartAsync();
        bot.Connector.OpensChats = true;

        foreach (var text in Words)
        {
            var sent = (await bot.PostAsync(Mention(bot, David, text))).Where(s => s.HasCard).ToList();
            var post = Assert.Single(sent, s => s.Conversation == Team).Card;
            Assert.True(post.Buttons.Count > 0, $"“{text}” has no way on:\n{post.Text}");
            Assert.True(sent.Count <= 2, $"“{text}” is answered by {sent.Count} messages.");
        }

        // What is not understood is guessed at in private, and nothing is said of it in public.
        var guess = Assert.Single(await bot.PostAsync(Mention(bot, David, "frobnicate")), s => s.HasCard);
        Assert.NotEqual(Team, guess.Conversation);
    }

    [Fact]
    public async Task WhatIsNotUnderstoodOrImproperGetsAnAnswerOfItsOwn()
    {
        await using var bot = await BotApplication.StartAsync();
        HashSet<string> known = [];
        foreach (var word in Words.Where(w => TextCommand.Read(w).Name != CommandName.Unknown))
        {
            known.Add((await bot.SayAsync(Anna, word)).Text);
        }

        await bot.SayAsync(Anna, "cancel");
        foreach (var text in new[]
        {
            "frobnicate", "you useless idiot", "va te faire voir", "💩💩💩", "asdf qwer", "<script>alert(1)</script>", "drop everything",
        })
        {
            var answer = await bot.SayAsync(Anna, text);
            Assert.Contains("I did not understand", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(answer.Text, known);
            Assert.True(answer.Text.Contains("“help”", StringComparison.Ordinal) || answer.Buttons.Contains("Help"), answer.Text);
            Assert.NotEmpty(answer.Buttons);
        }
    }

    [Fact]
    public async Task TheWelcomeSaysWhatItIsForHowToBeginAndItsLimits()
    {
        await using var bot = await BotApplication.StartAsync();

        var welcome = Assert.Single(await bot.InstallAsync(Anna)).Card;

        string[] said =
        [
            Texts.ProductName, "capture one in seconds", "your admin has set up the sales cycles and your team",
            "show figures only to those who may see them", "“new Contoso rollout 45k close end of June”, “my opportunities”, “help”",
            "“settings”",
        ];
        Assert.All(said, words => Assert.Contains(words, welcome.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("http", welcome.Json.GetProperty("body").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheWelcomeOfWhoLeadsOthersNamesTheReview()
    {
        await using var bot = await BotApplication.StartAsync();

        var manager = Assert.Single(await bot.InstallAsync(David)).Card;
        var salesperson = Assert.Single(await bot.InstallAsync(Anna)).Card;

        Assert.Contains("“review” takes you through its opportunities one by one", manager.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("review", salesperson.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATeamIsWelcomedOnce_AndItsMembersAreNotWrittenTo()
    {
        await using var bot = await BotApplication.StartAsync();
        bot.Connector.OpensChats = true;
        var joined = InTeam(bot.Message(Anna, ""));
        (joined["type"], joined["membersAdded"]) = ("conversationUpdate", new JsonArray([
            .. new[] { "28:bot", Anna.ChannelId, Ben.ChannelId, David.ChannelId }.Select(id => (JsonNode)new JsonObject { ["id"] = id }),
        ]));
        var installed = InTeam(bot.Message(Anna, ""));
        (installed["type"], installed["action"]) = ("installationUpdate", "add");
        var later = InTeam(bot.Message(Anna, ""));
        (later["type"], later["membersAdded"]) = ("conversationUpdate", new JsonArray(new JsonObject { ["id"] = Chloe.ChannelId }));

        Delivered[] sent = [.. await bot.PostAsync(joined), .. await bot.PostAsync(installed), .. await bot.PostAsync(later)];

        Assert.Equal(Team, Assert.Single(sent).Conversation);
        Assert.Empty(bot.Connector.Opened);
        Assert.Contains("here I only answer when I am mentioned", sent[0].Card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NobodyIsWrittenToMoreThanTenTimesAMinute()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Ben, "hi");
        foreach (var from in new[] { "Anna", "Chloé" })
        {
            var which = await bot.PressAsync(David, await bot.SayAsync(David, $"hand over {from} to Ben"), "Show what is open");
            Assert.Contains("Undo", (await bot.PressAsync(David, which, "Hand over")).Buttons);
        }

        var before = bot.Connector.Taken.Count;
        for (var tick = 0; tick < 20; tick++)
        {
            await bot.TickAsync();
            bot.Clock.Advance(TimeSpan.FromSeconds(3));
        }

        Assert.InRange(bot.Connector.Taken.Skip(before).Count(t => t.Conversation == Ben.Conversation), 1, 10);
    }

    [Fact]
    public async Task AResultOfTheSearchCarriesTheAppsSign()
    {
        await using var bot = await BotApplication.StartAsync();

        var result = (await ExtensionAsync(
            bot, "composeExtension/query", """{"parameters":[{"name":"q","value":"Contoso"}]}"""))["composeExtension"]!["attachments"]![0]!;

        Assert.StartsWith(
            "data:image/png;base64,", (string)result["preview"]!["content"]!["images"]![0]!["url"]!, StringComparison.Ordinal);
        var image = Assert.Single(result["content"]!.Descendants(), n => (string?)n["type"] == "Image");
        Assert.StartsWith("data:image/png;base64,", (string)image["url"]!, StringComparison.Ordinal);
        Assert.Equal(Texts.ProductName, (string?)image["altText"]);
    }

    [Fact]
    public async Task WhatIsCapturedThroughTheExtensionCanBeSharedWhereItWasBegun()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await ExtensionAsync(bot, "composeExtension/fetchTask", """{"commandId":"create","commandContext":"compose"}""");
        var data = Button(form, "Save");
        (data["title"], data["newContact"], data["value"], data["closeDate"]) = ("By extension", "Fabrikam", "1000", "2026-06-30");
        (data["salesperson"], data["cycle"]) = ("ANNA", "NEW");

        var saved = await ExtensionAsync(
            bot, "composeExtension/submitAction", new JsonObject { ["commandId"] = "create", ["data"] = data }.ToJsonString());
        var shared = await ExtensionAsync(
            bot, "composeExtension/submitAction",
            new JsonObject { ["commandId"] = "create", ["data"] = Button(saved, "Share it here") }.ToJsonString());

        Assert.Contains("Saved as OPP-", saved.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("result", (string?)shared["composeExtension"]!["type"]);
        Assert.Contains("By extension", shared.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("1,000", shared.ToJsonString(), StringComparison.Ordinal);
    }

    private static JsonObject Button(JsonNode answer, string title) =>
        answer.Descendants().First(n => (string?)n["title"] == title && n["data"] is not null)["data"]!.DeepClone().AsObject();

    private static async Task<JsonNode> ExtensionAsync(BotApplication bot, string name, string value)
    {
        var invoke = bot.Message(Anna, "");
        invoke.Remove("text");
        (invoke["type"], invoke["name"], invoke["value"]) = ("invoke", name, JsonNode.Parse(value));
        using var answer = await bot.SendAsync(invoke);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private static JsonObject InTeam(JsonObject activity)
    {
        activity["conversation"] =
            new JsonObject { ["id"] = Team, ["conversationType"] = "channel", ["isGroup"] = true, ["tenantId"] = "tenant" };
        activity["channelData"] = new JsonObject
        {
            ["channel"] = new JsonObject { ["id"] = Team, ["name"] = "Lighting" },
            ["tenant"] = new JsonObject { ["id"] = "tenant" },
        };
        return activity;
    }

    private static JsonObject Mention(BotApplication bot, ChatPerson person, string text)
    {
        var activity = InTeam(bot.Message(person, "<at>Opportunities</at> " + text));
        activity["entities"] = new JsonArray(new JsonObject
        {
            ["type"] = "mention",
            ["text"] = "<at>Opportunities</at>",
            ["mentioned"] = new JsonObject { ["id"] = "28:bot", ["name"] = "Opportunities" },
        });
        return activity;
    }
}
