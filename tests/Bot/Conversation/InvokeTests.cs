using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpportunities.Domain;
using ChatOpportunities.Tests.Support;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Conversation;

/// <summary>Every invoke and event of the protocol, each answered in its own shape, for those who may and those who may not.</summary>
public sealed class InvokeTests(InvokeTests.Shared shared) : IClassFixture<InvokeTests.Shared>
{
    private BotApplication Bot => shared.Bot;

    [Theory]
    [InlineData(
        "composeExtension/query",
        """{"commandId":"find","parameters":[{"name":"q","value":"Contoso"}],"queryOptions":{"skip":0,"count":5}}""",
        """composeExtension":{"type":"result","attachmentLayout":"list","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive""")]
    [InlineData("composeExtension/query", """{"parameters":[{"name":"initialRun","value":"true"}]}""", "OPP-0000")]
    [InlineData(
        "composeExtension/query", """{"parameters":[{"name":"q","value":"no such thing"}]}""",
        """{"composeExtension":{"type":"message","text":"Nothing found.""")]
    [InlineData(
        "composeExtension/query", """{"parameters":[1,null,{"name":5,"value":{}}],"queryOptions":{"skip":-1,"count":"x"}}""",
        """type":"result""")]
    [InlineData("composeExtension/selectItem", """{"no":"OPP-00001"}""", "Lobby lighting")]
    [InlineData("composeExtension/selectItem", """{"no":"OPP-99999"}""", "Not found, or not for you to see.")]
    [InlineData("composeExtension/queryLink", """{"url":"https://portal.example/opportunities/opp-00001"}""", "Lobby lighting")]
    [InlineData(
        "composeExtension/anonymousQueryLink", """{"url":"https://portal.example/opportunities/OPP-00001"}""",
        "Not found, or not for you to see.")]
    [InlineData(
        "composeExtension/fetchTask", """{"commandId":"create","commandContext":"compose"}""",
        """{"task":{"type":"continue","value":{"title":""")]
    [InlineData("composeExtension/submitAction", """{"commandId":"create","data":{"verb":"help"}}""", """{"task":{"type":"continue""")]
    [InlineData("composeExtension/querySettingUrl", "{}", "{}")]
    [InlineData("composeExtension/setting", "{}", "{}")]
    [InlineData("composeExtension/onCardButtonClicked", "{}", "{}")]
    [InlineData(
        "task/fetch", """{"data":{"verb":"capture.open"},"context":{"theme":"dark"}}""",
        """contentType":"application/vnd.microsoft.card.adaptive""")]
    [InlineData("task/submit", """{"data":{"verb":"opportunity.show","no":"OPP-00001"}}""", "Lobby lighting")]
    [InlineData("task/submit", """{"data":{"verb":"no such verb"}}""", "I did not understand that.")]
    [InlineData(
        "application/search", """{"queryText":"cont","queryOptions":{"skip":0,"top":15},"dataset":"contacts"}""",
        """{"statusCode":200,"type":"application/vnd.microsoft.search.searchResponse","value":{"results":[{"title":""")]
    [InlineData("application/search", """{"kind":"search","queryText":"","dataset":"salespeople"}""", "Anna Keller")]
    [InlineData("application/search", """{"queryText":"lobby","dataset":"opportunities"}""", "OPP-00001")]
    [InlineData(
        "application/search", """{"queryText":"x","dataset":"secrets"}""", """{"statusCode":400,"type":"application/vnd.microsoft.error""")]
    [InlineData("signin/verifyState", """{"state":"123456"}""", "{}")]
    [InlineData("signin/failure", """{"code":"x"}""", "{}")]
    [InlineData("config/fetch", "{}", """{"responseType":"config","config":{"type":"continue","value":{"title":""")]
    [InlineData("config/submit", "{}", """{"responseType":"config","config":{"type":"message","value":"There is nothing to set up here.""")]
    [InlineData("fileConsent/invoke", """{"type":"fileUpload","action":"decline"}""", "{}")]
    [InlineData("message/submitAction", """{"actionName":"feedback","actionValue":{"reaction":"like","feedback":"{}"}}""", "{}")]
    [InlineData("message/fetchTask", """{"data":{"actionName":"feedback"}}""", """{"task":{"type":"message""")]
    [InlineData("suggestedActions/submit", "{}", "{}")]
    [InlineData("htmlwidget/calltool", "{}", "{}")]
    [InlineData("actionableMessage/executeAction", "{}", "{}")]
    [InlineData("tab/fetch", "{}", """{"tab":{"type":"continue","value":{"cards":[]}}}""")]
    [InlineData("tab/submit", "{}", """{"tab":""")]
    [InlineData(
        "adaptiveCard/action", """{"action":{"type":"Action.Execute","verb":"help","data":{}},"trigger":"manual"}""",
        """{"statusCode":200,"type":"application/vnd.microsoft.card.adaptive""")]
    [InlineData("adaptiveCard/action", """{"action":{"type":"Action.Http","verb":"help"}}""", """code":"NotSupported""")]
    [InlineData("adaptiveCard/action", """{"action":"help"}""", """{"statusCode":400,"type":"application/vnd.microsoft.error""")]
    public async Task AnInvokeIsAnsweredInItsOwnShape(string name, string value, string expected)
    {
        var (status, body) = await InvokeAsync(Anna, name, value);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(expected, body, StringComparison.Ordinal);
        Assert.DoesNotContain("Action.Execute", name.StartsWith("task/", StringComparison.Ordinal) ? body : "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("some/thing", "{}", 501)]
    [InlineData("composeExtension/somethingNew", "{}", 501)]
    [InlineData("COMPOSEEXTENSION/QUERY", "{}", 501)]
    [InlineData("composeExtension/query", "[1]", 400)]
    [InlineData("composeExtension/query", "5", 400)]
    [InlineData("task/fetch", "{}", 400)]
    [InlineData("task/submit", """{"data":"text"}""", 400)]
    [InlineData("application/search", "null", 400)]
    [InlineData("signin/tokenExchange", "[]", 400)]
    public async Task WhatNobodyKnowsIsNotImplemented_AndWhatIsWrongIsMalformed_InABotsWay(string name, string value, int status)
    {
        var answer = await InvokeAsync(Anna, name, value);

        Assert.Equal((status, ""), ((int)answer.Status, answer.Body));
    }

    [Fact]
    public async Task AnUnknownInvokeIsAnsweredInABotsWay_WhereTheHostIsThePortalToo()
    {
        await using var bot = await BotApplication.StartAsync(("Host:Roles", "bot,portal"));

        var answer = await InvokeAsync(Anna, "some/thing", "{}", bot);

        Assert.Equal((HttpStatusCode.NotImplemented, ""), answer);
    }

    [Fact]
    public async Task ASignInThatCannotBeExchangedIsRefusedToEveryDeviceAlike()
    {
        var answers = new[]
        {
            await InvokeAsync(Anna, "signin/tokenExchange", """{"id":"one","connectionName":"c","token":"secret"}"""),
            await InvokeAsync(Anna, "signin/tokenExchange", """{"id":"one","connectionName":"c","token":"secret"}"""),
        };

        Assert.All(answers, answer => Assert.Equal(
            (HttpStatusCode.PreconditionFailed, """{"id":"one","connectionName":"c","failureDetail":"I do not ask anybody to sign in."}"""),
            answer));
    }

    [Theory]
    [InlineData("composeExtension/query", """{"composeExtension":{"type":"message""")]
    [InlineData("task/fetch", """{"task":{"type":"message""")]
    [InlineData("application/search", """results":[]""")]
    public async Task AStrangerIsToldSoInTheSameShape_AndSeesNothing(string name, string expected)
    {
        var (status, body) = await InvokeAsync(Stranger, name, """{"queryText":"","dataset":"contacts","data":{"verb":"list.mine"}}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(expected, body, StringComparison.Ordinal);
        Assert.DoesNotContain("OPP-", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSearchShowsOnlyWhatThePersonMaySee_AndNoFiguresInWhatIsShared()
    {
        await using var bot = await BotApplication.StartAsync(("Company:OpportunityVisibility", "Own"));

        var annas = await InvokeAsync(Anna, "composeExtension/query", """{"parameters":[{"name":"q","value":"Lobby lighting"}]}""", bot);
        var bens = await InvokeAsync(
            Ben, "composeExtension/query", """{"parameters":[{"name":"q","value":"Lobby lighting, Contoso"}]}""", bot);
        var bensLink = await InvokeAsync(
            Ben, "composeExtension/queryLink", """{"url":"https://portal.example/opportunities/OPP-00001"}""", bot);

        Assert.Contains("OPP-00001", annas.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("42,000", annas.Body, StringComparison.Ordinal);
        Assert.All([bens, bensLink], answer => Assert.DoesNotContain("Lobby", answer.Body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://portal.example/opportunities/OPP-00001", true)]
    [InlineData("https://PORTAL.example:443/Opportunities/opp-00001/?from=mail#top", true)]
    [InlineData("https://second.example:8443/opportunities/OPP-00001", true)]
    [InlineData("https://second.example/opportunities/OPP-00001", false)]
    [InlineData("http://portal.example/opportunities/OPP-00001", false)]
    [InlineData("http://portal.example:443/opportunities/OPP-00001", false)]
    [InlineData("ftp://portal.example/opportunities/OPP-00001", false)]
    [InlineData("https://portal.example:8443/opportunities/OPP-00001", false)]
    [InlineData("https://attacker.example/opportunities/OPP-00001", false)]
    [InlineData("https://portal.example.attacker.example/opportunities/OPP-00001", false)]
    [InlineData("https://attacker-portal.example/opportunities/OPP-00001", false)]
    [InlineData("https://portal.example./opportunities/OPP-00001", false)]
    [InlineData("https://portal.example@attacker.example/opportunities/OPP-00001", false)]
    [InlineData("https://anna@portal.example/opportunities/OPP-00001", false)]
    [InlineData("https://:@portal.example/opportunities/OPP-00001", false)]
    [InlineData("//portal.example/opportunities/OPP-00001", false)]
    [InlineData("/opportunities/OPP-00001", false)] // where a path is an address, of a file
    [InlineData("https://portal.example/crm/opportunities/OPP-00001", false)]
    [InlineData("https://portal.example/people", false)]
    [InlineData("nonsense", false)]
    public async Task ALinkIsPreviewedOnlyWhereItIsOneOfThePortalsOwn(string url, bool isPreviewed)
    {
        var (status, body) = await InvokeAsync(Anna, "composeExtension/queryLink", new JsonObject { ["url"] = url }.ToJsonString());

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(isPreviewed, body.Contains("Lobby lighting", StringComparison.Ordinal));
        Assert.Contains(isPreviewed ? "\"type\":\"result\"" : "Not found, or not for you to see.", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhereNobodySaysWhereThePortalIs_NoLinkIsPreviewed()
    {
        await using var bot = await BotApplication.StartAsync(("Bot:PortalAddresses:0", ""), ("Bot:PortalAddresses:1", ""));

        var (_, body) = await InvokeAsync(
            Anna, "composeExtension/queryLink", """{"url":"https://portal.example/opportunities/OPP-00001"}""", bot);

        Assert.DoesNotContain("Lobby lighting", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADialogLeadsFromItsFormToWhatWasSaved()
    {
        var before = await Bot.CountAsync();
        var opened = JsonNode.Parse((await InvokeAsync(Anna, "task/fetch", """{"data":{"verb":"capture.open"}}""")).Body)!;
        var card = opened["task"]!["value"]!["card"]!["content"]!;
        var save = card.AsObject().Descendants()
            .First(n => (string?)n["type"] == "Action.Submit" && (string?)n["data"]?["verb"] == "capture.save");
        var data = save["data"]!.DeepClone().AsObject();
        (data["title"], data["newContact"], data["value"], data["closeDate"], data["chances"]) =
            ("By dialog", "Fabrikam", "1000", "2026-06-30", "50");
        (data["salesperson"], data["cycle"]) = ("ANNA", "NEW");

        var saved = await InvokeAsync(Anna, "task/submit", new JsonObject { ["data"] = data }.ToJsonString());

        Assert.Contains("Saved as OPP-", saved.Body, StringComparison.Ordinal);
        Assert.Equal(before + 1, await Bot.CountAsync());
    }

    [Fact]
    public async Task AButtonOfTheOldestKindIsAnsweredByAChangedCard()
    {
        var press = Bot.Message(Anna, "");
        (press["type"], press["replyToId"], press["value"]) =
            ("invoke", "card-1", new JsonObject { ["verb"] = "opportunity.show", ["no"] = "OPP-00001" });

        var sent = await Bot.PostAsync(press);

        Assert.Equal(("PUT", "card-1"), (Assert.Single(sent).Method, sent[0].MessageId));
    }

    [Fact]
    public async Task AnEditedMessageIsNotActedUponAgain_AndThePersonIsToldSo()
    {
        var edit = Bot.Message(Anna, "new Contoso rollout 45k");
        (edit["type"], edit["channelData"]) = ("messageUpdate", new JsonObject { ["eventType"] = "editMessage" });
        var undelete = edit.DeepClone().AsObject();
        (undelete["id"], undelete["channelData"]) = ("other", new JsonObject { ["eventType"] = "undeleteMessage" });

        Assert.Contains(
            "I have acted on what you wrote first.", Assert.Single(await Bot.PostAsync(edit)).Card.Text, StringComparison.Ordinal);
        Assert.Empty(await Bot.PostAsync(undelete));
    }

    [Theory]
    [InlineData("""{"type":"messageReaction","reactionsAdded":[{"type":"like"}],"replyToId":"1"}""")]
    [InlineData("""{"type":"messageDelete","channelData":{"eventType":"softDeleteMessage"}}""")]
    [InlineData("""{"type":"conversationUpdate","channelData":{"eventType":"channelRenamed"}}""")]
    [InlineData("""{"type":"conversationUpdate","membersRemoved":[{"id":"29:somebody"},null]}""")]
    [InlineData("""{"type":"installationUpdate","action":"remove-upgrade"}""")]
    [InlineData("""{"type":"installationUpdate","action":"somethingNew"}""")]
    [InlineData("""{"type":"event","name":"application/vnd.microsoft.meetingStart","value":{}}""")]
    [InlineData("""{"type":"event","name":"application/vnd.microsoft.readReceipt","value":{"lastReadMessageId":"1"}}""")]
    [InlineData("""{"type":"typing"}""")]
    [InlineData("""{"type":"endOfConversation","code":"x"}""")]
    [InlineData("""{"type":"command","name":"x"}""")]
    [InlineData("""{"type":"trace"}""")]
    [InlineData("""{"type":"handoff"}""")]
    [InlineData("""{"type":"somethingNew","anything":[[[]]]}""")]
    public async Task WhatNeedsNoAnswerIsTakenInSilence(string change)
    {
        var activity = Bot.Message(Anna, "");
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
        {
            activity[name] = value?.DeepClone();
        }

        Assert.Empty(await Bot.PostAsync(activity));
    }

    private Task<(HttpStatusCode Status, string Body)> InvokeAsync(ChatPerson person, string name, string value) =>
        InvokeAsync(person, name, value, Bot);

    private static async Task<(HttpStatusCode Status, string Body)> InvokeAsync(
        ChatPerson person, string name, string value, BotApplication bot)
    {
        var invoke = bot.Message(person, "");
        invoke.Remove("text");
        (invoke["type"], invoke["name"], invoke["value"]) = ("invoke", name, JsonNode.Parse(value));
        using var answer = await bot.SendAsync(invoke);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>One bot for the table.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        internal BotApplication Bot { get; private set; } = null!;

        public async Task InitializeAsync() => Bot = await BotApplication.StartAsync();

        public async Task DisposeAsync() => await Bot.DisposeAsync();
    }
}

/// <summary>Walks through JSON.</summary>
internal static class JsonWalk
{
    public static IEnumerable<JsonObject> Descendants(this JsonNode node)
    {
        IEnumerable<JsonNode?> inner = node switch
        {
            JsonObject o => o.Select(m => m.Value),
            JsonArray a => a,
            _ => [],
        };
        return (node is JsonObject self ? [self] : Array.Empty<JsonObject>()).Concat(inner.OfType<JsonNode>().SelectMany(Descendants));
    }
}
