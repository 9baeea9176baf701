using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Share;

/// <summary>In channels and group chats: no values for those who may not see them, and one person's work in their own chat.</summary>
public sealed class GroupTests
{
    private const string Group = "19:team@thread.tacv2";
    private const string Team = "19:general@thread.tacv2";

    [Fact]
    public async Task AnOpportunityIsShownToAllWithoutValues_AndEachViewerSeesTheirOwn()
    {
        await using var bot = await BotApplication.StartAsync(("Company:OpportunityVisibility", "Own"));
        await bot.SayAsync(Anna, "hi");
        await bot.SayAsync(David, "hi");

        var sent = Assert.Single(await bot.PostAsync(Mention(bot, Anna, "show 1")));
        Assert.Equal(Group, sent.Conversation);
        Assert.DoesNotContain("42,000", sent.Card.Text, StringComparison.Ordinal);
        Assert.Contains("Stage 3 of 5: Presentation", sent.Card.Text, StringComparison.Ordinal);
        Assert.Equal(
            [Anna.ChannelId, David.ChannelId],
            sent.Card.Json.GetProperty("refresh").GetProperty("userIds").EnumerateArray().Select(i => i.GetString()!).Order());

        var anna = await PressAsync(bot, Anna, sent.Card, "Show mine");
        var david = await PressAsync(bot, David, sent.Card, "Show mine");
        var ben = await PressAsync(bot, Ben, sent.Card, "Show mine");
        var other = await PressAsync(bot, Ben, "opportunity.view", new JsonObject { ["no"] = "OPP-00002" }, sent.MessageId);

        Assert.All([anna, david], card => Assert.Contains("42,000 EUR", card.Text, StringComparison.Ordinal));
        Assert.Contains("Next stage", anna.Buttons);
        Assert.DoesNotContain("42,000", ben.Text, StringComparison.Ordinal);
        Assert.Contains("Lobby lighting", ben.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Suite dimmers", other.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnActInAGroupBringsEverybodysCardUpToDate_WithoutValues()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "hi");
        var shown = Assert.Single(await bot.PostAsync(Mention(bot, Anna, "show 4"))).Card;
        var mine = await PressAsync(bot, Anna, shown, "Show mine");

        var moved = await PressAsync(bot, Anna, mine, "Next stage");

        Assert.Contains("Moved to Qualification.", moved.Text, StringComparison.Ordinal);
        var all = bot.Connector.Taken.Last();
        Assert.Equal(("PUT", Group, shown.MessageId), (all.Method, all.Conversation, all.MessageId));
        Assert.Contains("Stage 2 of 5: Qualification", all.Card.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("EUR", all.Card.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Stage 2 of 5")]
    [InlineData("fr", "Étape 2 sur 5")]
    public async Task APressLeavesEverybodysCardInTheGroupsLanguage_AndAnswersThePresserInTheirs(string company, string stage)
    {
        await using var bot = await BotApplication.StartAsync(("Company:DefaultLanguage", company));
        await bot.SayAsync(Chloe, "bonjour");
        await bot.SayAsync(Anna, "hi");
        var shown = Assert.Single(await bot.PostAsync(Mention(bot, Anna, "show 26"))).Card;

        var moved = await PressAsync(bot, Chloe, await PressAsync(bot, Chloe, shown, shown.Buttons[0]), "Suivant");

        // One of each language: as many of the one as of the other, so the company's decides.
        Assert.Contains("Étape 2 sur 5", moved.Text, StringComparison.Ordinal);
        var all = bot.Connector.Taken.Last();
        Assert.Equal(("PUT", Group), (all.Method, all.Conversation));
        Assert.Contains(stage, all.Card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AGroupIsWrittenToInTheLanguageThatMostOfItsKnownMembersHave()
    {
        await using var bot = await BotApplication.StartAsync(("Company:DefaultLanguage", "fr"));
        bot.Connector.OpensChats = true;
        var nobodyKnown = await bot.AnswerAsync(Mention(bot, Stranger, "show 4"));
        var byAnna = await bot.AnswerAsync(Mention(bot, Anna, "show 4"));
        var english = await bot.AnswerAsync(Mention(bot, Ben, "help"));
        var help = await bot.AnswerAsync(Mention(bot, Chloe, "aide"));
        var byChloe = await bot.AnswerAsync(Mention(bot, Chloe, "show 26"));
        var taken = await bot.PostAsync(Mention(bot, Chloe, "mes opportunités"));

        Assert.Contains("Je ne vous connais pas", nobodyKnown.Text, StringComparison.Ordinal);
        Assert.Contains("Stage 1 of 5", byAnna.Text, StringComparison.Ordinal);
        Assert.Equal(english.Text, help.Text);
        Assert.Contains("Stage 1 of 5", byChloe.Text, StringComparison.Ordinal);
        Assert.Contains("I have answered you in our personal chat.", taken[^1].Card.Text, StringComparison.Ordinal);
        Assert.Contains("Vous me l’avez demandé", taken[0].Card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnOldClientsPressAndAWinAreToldInTheGroupsLanguage()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.AnswerAsync(Mention(bot, David, "post wins here"));
        var pressed = InGroup(bot.Message(Chloe, ""));
        pressed.Remove("text");
        pressed["value"] = new JsonObject { ["verb"] = "opportunity.lists" };
        var answer = Assert.Single(await bot.PostAsync(pressed), d => d.Conversation == Group);
        Assert.Contains("personal chat", answer.Card.Text, StringComparison.Ordinal);

        var form = await bot.SayAsync(Chloe, "gagné 26");
        await bot.PressAsync(Chloe, form, "Clôturer : gagnée", new { reason = "PRICE_W", amount = "7000" });
        bot.Clock.Advance(TimeSpan.FromMinutes(11));
        var told = Assert.Single(await bot.TickAsync(), d => d.Conversation == Group);

        Assert.Contains("Won: Server room", told.Card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatThePersonSharesIntoAGroupThatTheBotKnowsIsInItsLanguage_ElseInTheirs()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "hi");
        await bot.AnswerAsync(Mention(bot, Anna, "help"));
        await bot.AnswerAsync(Mention(bot, Ben, "help"));

        var known = await ShareAsync(bot, Group);
        var unknown = await ShareAsync(bot, "19:others@thread.v2");

        Assert.Equal(["Open OPP-00026", "Ouvrir OPP-00026"], [known.Buttons[0], unknown.Buttons[0]]);
    }

    [Fact]
    public async Task OnePersonsWorkIsTakenToTheirOwnChat_WhichIsOpenedForThem()
    {
        await using var bot = await BotApplication.StartAsync();
        bot.Connector.OpensChats = true;

        var sent = await bot.PostAsync(Mention(bot, Anna, "new Contoso rollout 45k"));

        Assert.Equal(("tenant", Anna.ChannelId), Assert.Single(bot.Connector.Opened));
        Assert.Equal(["a:" + Anna.ChannelId, Group], sent.Select(s => s.Conversation));
        Assert.Contains("You asked me this in a group", sent[0].Card.Text, StringComparison.Ordinal);
        Assert.Contains("Contoso rollout · 45,000 EUR", sent[0].Card.Text, StringComparison.Ordinal);
        Assert.Contains("Anna Keller, I have answered you in our personal chat.", sent[1].Card.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("45", sent[1].Card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFormPressedForInAGroupOpensInThePersonsOwnChat()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "hi");
        var shown = Assert.Single(await bot.PostAsync(Mention(bot, Anna, "show 4"))).Card;
        var before = bot.Connector.Taken.Count;

        var card = await PressAsync(bot, Anna, await PressAsync(bot, Anna, shown, "Show mine"), "Update");

        Assert.Contains("I have opened this in our personal chat.", card.Text, StringComparison.Ordinal);
        var form = bot.Connector.Taken.Skip(before).Single();
        Assert.Equal(Anna.Conversation, form.Conversation);
        Assert.Contains("value", form.Card.InputIds);
    }

    [Fact]
    public async Task AWinIsToldInTheChannelTheManagerChose_OnceItCanNoLongerBeUndone_AndWithoutTheAmount()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "hi");
        Assert.Contains(
            "You may not do this", (await bot.AnswerAsync(Mention(bot, Anna, "post wins here"))).Text, StringComparison.Ordinal);
        Assert.Contains(
            "What Lighting sales wins will be told here", (await bot.AnswerAsync(Mention(bot, David, "post wins here"))).Text,
            StringComparison.Ordinal);

        var form = await bot.SayAsync(Anna, "won 4");
        Assert.Equal("true", form.Value("tellChannel"));
        await bot.PressAsync(Anna, form, "Close as won", new { reason = "PRICE_W", amount = "7000" });
        Assert.DoesNotContain(await bot.TickAsync(), d => d.Conversation == Group);
        bot.Clock.Advance(TimeSpan.FromMinutes(11));
        var told = Assert.Single(await bot.TickAsync(), d => d.Conversation == Group);

        Assert.Contains("Won: Night signage", told.Card.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("7,000", told.Card.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("EUR", told.Card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWinThatIsUndoneIsNotTold_AndAmountsAreOnlyWhereTheyAreAllowed()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.AnswerAsync(Mention(bot, David, "post wins here with amounts"));
        var won = await bot.PressAsync(
            Anna, await bot.SayAsync(Anna, "won 4"), "Close as won", new { reason = "PRICE_W", amount = "7000" });
        await bot.PressAsync(Anna, won, "Undo");
        await bot.PressAsync(
            Anna, await bot.SayAsync(Anna, "won 2"), "Close as won", new { reason = "PRICE_W", amount = "18000", tellChannel = "false" });
        await bot.PressAsync(Anna, await bot.SayAsync(Anna, "won 7"), "Close as won", new { reason = "PRICE_W", amount = "128000" });
        bot.Clock.Advance(TimeSpan.FromMinutes(11));

        var told = Assert.Single(await bot.TickAsync(), d => d.Conversation == Group);

        Assert.Contains("Clean room panels", told.Card.Text, StringComparison.Ordinal);
        Assert.Contains("128,000 EUR", told.Card.Text, StringComparison.Ordinal);
        var team = await bot.DoAsync<WinsChannels, WinsChannel?>(
            async wins => await wins.FindAsync((await bot.StoredAsync("OPP-00007")).Salesperson!.TeamId, CancellationToken.None));
        Assert.Equal("Lighting", team!.Name);
    }

    [Theory]
    [InlineData("conversationUpdate", Group)]
    [InlineData("installationUpdate", Group)]
    [InlineData("conversationUpdate", Team)]
    public async Task AChannelThatTheBotIsRemovedFrom_ByItselfOrWithItsTeam_IsToldOfNoWinsAnyMore(string type, string left)
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "hi");
        await bot.AnswerAsync(Mention(bot, David, "post wins here"));

        await bot.PostAsync(Removed(bot, type, left));
        var form = await bot.SayAsync(Anna, "won 4");
        await bot.PressAsync(Anna, form, "Close as won", new { reason = "PRICE_W", amount = "7000" });
        bot.Clock.Advance(TimeSpan.FromMinutes(11));
        var told = await bot.TickAsync();

        Assert.DoesNotContain(told, d => d.Conversation == Group);
        Assert.DoesNotContain("tellChannel", form.InputIds);
        Assert.Equal(0, await bot.InDatabaseAsync(db => db.KnownConversations.CountAsync(c => c.Kind == KnownConversationKind.Group)));
        Assert.Equal(
            "Won opportunities are told in no channel: the bot is not in Lighting any more.",
            await LastOfTeamAsync(bot));
    }

    [Fact]
    public async Task AnotherTeamThatTheBotIsRemovedFromChangesNothing()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.AnswerAsync(Mention(bot, David, "post wins here"));

        await bot.PostAsync(Removed(bot, "conversationUpdate", "19:elsewhere@thread.tacv2"));
        var form = await bot.SayAsync(Anna, "won 4");

        Assert.Equal("true", form.Value("tellChannel"));
    }

    [Theory]
    [InlineData(403, "BotNotInConversationRoster", false)]
    [InlineData(404, "ConversationNotFound", false)]
    [InlineData(403, "NotEnoughPermissions", true)]
    public async Task AChannelThatSaysTheBotIsNotThereIsAskedNoMore(int status, string code, bool staysChosen)
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.AnswerAsync(Mention(bot, David, "post wins here"));
        await bot.PressAsync(Anna, await bot.SayAsync(Anna, "won 4"), "Close as won", new { reason = "PRICE_W", amount = "7000" });
        bot.Clock.Advance(TimeSpan.FromMinutes(11));
        bot.Connector.Closed[Group] = (status, code);
        await bot.TickAsync();

        var form = await bot.SayAsync(Anna, "won 7");

        Assert.Equal(staysChosen, form.InputIds.Contains("tellChannel"));
    }

    [Fact]
    public async Task ASentenceThatOnlyBeginsLikeTheWishToPostWinsChoosesNoChannel()
    {
        await using var bot = await BotApplication.StartAsync();

        var asked = await bot.AnswerAsync(Mention(bot, David, "post wins are always nice to see"));
        var chosen = await bot.AnswerAsync(Mention(bot, David, "post wins here for Lighting sales"));

        Assert.Contains("Which team?", asked.Text, StringComparison.Ordinal);
        Assert.Contains("What Lighting sales wins will be told here", chosen.Text, StringComparison.Ordinal);
    }

    private static async Task<ShownCard> ShareAsync(BotApplication bot, string conversation)
    {
        var activity = InGroup(bot.Message(Chloe, ""));
        (activity["type"], activity["name"], activity["conversation"]!["id"]) = ("invoke", "composeExtension/selectItem", conversation);
        activity["value"] = new JsonObject { ["no"] = "OPP-00026" };
        using var answer = await bot.SendAsync(activity);
        var body = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        return ShownCard.Of(body.GetProperty("composeExtension").GetProperty("attachments")[0].GetProperty("content"), null);
    }

    private static JsonObject Removed(BotApplication bot, string type, string conversation)
    {
        var activity = InGroup(bot.Message(Emma, ""));
        activity.Remove("text");
        (activity["type"], activity["conversation"]!["id"]) = (type, conversation);
        (activity["action"], activity["membersRemoved"]) = type == "installationUpdate"
            ? ("remove", (JsonNode?)null) : (null, new JsonArray(new JsonObject { ["id"] = "28:bot" }));
        return activity;
    }

    private static Task<string?> LastOfTeamAsync(BotApplication bot) => bot.InDatabaseAsync(async db =>
        (await db.AuditEntries.Where(a => a.Subject == "team").OrderBy(a => a.Id).LastOrDefaultAsync())
            ?.Say(new Texts(CultureInfo.GetCultureInfo("en"), "EUR")));

    [Fact]
    public async Task ATeamIsNamedInFullThoughItsNameHoldsAnothers()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.InDatabaseAsync(async db =>
        {
            var david = await db.Salespeople.SingleAsync(p => p.Code == "DAVID");
            foreach (var (code, name) in new[] { ("T1", "East"), ("T2", "North-East"), ("T3", "Easterly winds") })
            {
                var team = SalesTeam.Create(code, name).Done();
                team.LedBy(david);
                db.Teams.Add(team);
            }

            return await db.SaveChangesAsync();
        });

        (string Typed, string Team)[] names =
            [("east", "East"), ("north‑east", "North-East"), ("Easterly  winds", "Easterly winds"), ("T2", "North-East")];
        foreach (var (typed, team) in names)
        {
            var chosen = await bot.AnswerAsync(Mention(bot, David, $"post wins here for {typed}, with amounts"));

            Assert.Contains($"What {team} wins will be told here", chosen.Text, StringComparison.Ordinal);
        }
    }

    private static JsonObject InGroup(JsonObject activity)
    {
        activity["conversation"] = new JsonObject
        {
            ["id"] = activity["type"]!.GetValue<string>() == "invoke" ? Group : Group + ";messageid=12",
            ["conversationType"] = "channel",
            ["isGroup"] = true,
            ["tenantId"] = "tenant",
        };
        activity["conversation"]!["id"] = Group;
        activity["channelData"] = new JsonObject
        {
            ["channel"] = new JsonObject { ["id"] = Group, ["name"] = "Lighting" },
            ["team"] = new JsonObject { ["id"] = Team },
            ["tenant"] = new JsonObject { ["id"] = "tenant" },
        };
        return activity;
    }

    private static JsonObject Mention(BotApplication bot, ChatPerson person, string text)
    {
        var activity = InGroup(bot.Message(person, "<at>Opportunities</at> " + text));
        activity["entities"] = new JsonArray(new JsonObject
        {
            ["type"] = "mention",
            ["text"] = "<at>Opportunities</at>",
            ["mentioned"] = new JsonObject { ["id"] = "28:bot", ["name"] = "Opportunities" },
        });
        return activity;
    }

    private static Task<ShownCard> PressAsync(BotApplication bot, ChatPerson person, ShownCard card, string button)
    {
        var (verb, data) = card.Press(button);
        return PressAsync(bot, person, verb, data, card.MessageId);
    }

    private static async Task<ShownCard> PressAsync(BotApplication bot, ChatPerson person, string verb, JsonObject data, string? message)
    {
        using var answer = await bot.SendAsync(InGroup(bot.Execute(person, verb, data, message)));
        var body = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        return ShownCard.Of(body.GetProperty("value"), message);
    }
}
