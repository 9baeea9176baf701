using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Conversation;

/// <summary>
/// Activities as Teams can send them, though no client of ours makes them so: nothing is taken for more private than it says.
/// </summary>
public sealed class WhatTeamsSendsTests
{
    [Fact]
    public async Task APressInTwoPeoplesOwnChatMovesNobodysPersonalChatThere()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "hi");
        var pressed = bot.Execute(Anna, "opportunity.show", new JsonObject { ["no"] = "OPP-00004" });
        pressed["conversation"] =
            new JsonObject { ["id"] = "a:anna-and-a-customer", ["conversationType"] = "personal", ["tenantId"] = "tenant" };

        using var answer = await bot.SendAsync(pressed);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var own = await KnownAsync(bot, Anna);
        Assert.Contains(Anna.Conversation, own, StringComparison.Ordinal);
        Assert.DoesNotContain("a:anna-and-a-customer", own, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APressBeforeAnyMessageMakesNoPersonalChatKnown()
    {
        await using var bot = await BotApplication.StartAsync();
        var pressed = bot.Execute(Ben, "opportunity.show", new JsonObject { ["no"] = "OPP-00004" });
        pressed["conversation"] =
            new JsonObject { ["id"] = "a:ben-and-a-customer", ["conversationType"] = "personal", ["tenantId"] = "tenant" };

        using var answer = await bot.SendAsync(pressed);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Null(await KnownAsync(bot, Ben));
    }

    [Theory]
    [InlineData("""{"id":"19:ops@thread.tacv2","tenantId":"tenant"}""", true)]
    [InlineData("""{"id":"19:ops@thread.v2","tenantId":"tenant"}""", false)]
    [InlineData("""{"id":"a:1","tenantId":"tenant"}""", true)]
    [InlineData("""{"id":"a:1","tenantId":"tenant"}""", false)]
    [InlineData("""{"id":"a:1","tenantId":"tenant","conversationType":"newKind"}""", false)]
    [InlineData("""{"id":"19:ops@thread.v2","tenantId":"tenant","conversationType":"personal"}""", false)]
    public async Task AConversationThatDoesNotSayThatItIsPersonalIsPublic(string conversation, bool hasTeam)
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "hi");
        var said = bot.Message(Anna, "show 4");
        said["conversation"] = JsonNode.Parse(conversation);
        said["channelData"] = hasTeam ? JsonNode.Parse("""{"team":{"id":"19:ops@thread.tacv2"},"tenant":{"id":"tenant"}}""") : null;

        var sent = await bot.PostAsync(said);

        var there = (string)said["conversation"]!["id"]!;
        Assert.NotEmpty(sent);
        Assert.DoesNotContain(sent.Where(s => s.Conversation == there), s => s.Card.Text.Contains("EUR", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatNobodyPressedChangesNothing()
    {
        await using var bot = await BotApplication.StartAsync();
        var before = await bot.StoredAsync("OPP-00004");
        var pressed = bot.Execute(
            Anna, "opportunity.move", new JsonObject { ["no"] = before.No, ["version"] = before.Version, ["action"] = "next" });
        pressed["value"]!["trigger"] = "automatic";

        using var answer = await bot.SendAsync(pressed);

        Assert.Equal(400, (await BodyAsync(answer)).GetProperty("statusCode").GetInt32());
        Assert.Equal(before.Version, (await bot.StoredAsync("OPP-00004")).Version);
    }

    [Theory]
    [InlineData("assign 4 to <at>Ben Okafor</at>", "<at>Ben Okafor</at>")]
    [InlineData("assign 4 to <at id=\"0\">Ben Okafor</at>", null)]
    public async Task SomebodyWhoIsMentionedIsMeantByTheirName(string text, string? written)
    {
        await using var bot = await BotApplication.StartAsync();
        var said = bot.Message(Anna, text);
        said["entities"] = new JsonArray(Mention("29:ben", "Ben Okafor", written));

        var card = (await bot.PostAsync(said))[^1].Card;

        // Chosen in the form, and not only one of those to choose from.
        var input = Assert.Single(JsonNode.Parse(card.Json.GetRawText())!.Descendants(), n => (string?)n["id"] == "salesperson");
        Assert.Equal("BEN", (string?)input["value"]);
        Assert.DoesNotContain("I know nobody", card.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<at>Opportunities</at> show 4", null)]
    [InlineData("<at>Opportunities</at> show 4", "<at id=\"28:x\">Opportunities</at>")]
    [InlineData("<at id=\"28:bot\">Opportunities</at> show 4", "<at id=\"28:bot\">Opportunities</at>")]
    public async Task TheMentionOfTheBotIsNoPartOfWhatIsSaid(string text, string? written)
    {
        await using var bot = await BotApplication.StartAsync();
        var said = bot.Message(Anna, text);
        said["entities"] = new JsonArray(Mention("28:bot", "Opportunities", written));

        var card = (await bot.PostAsync(said))[^1].Card;

        Assert.Contains("OPP-00004", card.Text, StringComparison.Ordinal);
        Assert.Contains("Next stage", card.Buttons);
    }

    [Fact]
    public async Task AQuotationInAMessageIsNotWhatTheMessageSays()
    {
        await using var bot = await BotApplication.StartAsync();
        var opened = bot.Execute(Anna, "x", new JsonObject());
        (opened["name"], opened["value"]) = ("composeExtension/fetchTask", JsonNode.Parse("""
            {"commandId":"create","commandContext":"message","messagePayload":{"id":"1","body":{"contentType":"html","content":
            "<blockquote itemscope itemtype=\"http://schema.skype.com/Reply\" itemid=\"1\"><strong itemprop=\"mri\">Ben</strong><p itemprop=\"preview\">old text Fabrikam 99k</p></blockquote><p>Contoso Hotels pumps 45k</p>"}}}
            """));

        using var answer = await bot.SendAsync(opened);

        var dialog = (await BodyAsync(answer)).GetRawText();
        Assert.Contains("45000", dialog, StringComparison.Ordinal);
        Assert.Contains("pumps", dialog, StringComparison.Ordinal);
        Assert.DoesNotContain("old text", dialog, StringComparison.Ordinal);
    }

    private static JsonObject Mention(string id, string name, string? written)
    {
        var mention = new JsonObject { ["type"] = "mention", ["mentioned"] = new JsonObject { ["id"] = id, ["name"] = name } };
        if (written is not null)
        {
            mention["text"] = written;
        }

        return mention;
    }

    private static Task<string?> KnownAsync(BotApplication bot, ChatPerson person)
    {
        var name = person.ObjectId.ToString();
        return bot.DoAsync<OpportunitiesContext, string?>(db => db.KnownConversations
            .Where(c => c.Kind == KnownConversationKind.Person && c.Name == name).Select(c => (string?)c.Reference).SingleOrDefaultAsync());
    }

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage answer) =>
        JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
}
