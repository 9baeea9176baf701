using System.Text.Json.Nodes;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Conversation;

/// <summary>
/// Who is mentioned is meant by their account, however the mention is written; the bot's own mention is no part of what is said.
/// </summary>
public sealed class MentionTests
{
    private const string Group = "19:team@thread.v2";
    private const string Channel = "19:ops@thread.tacv2";

    private static readonly ChatPerson Zoe = new("Zoe Klein", new Guid("7a000000-0000-4000-8000-000000000001"));
    private static readonly ChatPerson OtherBen = new("Ben Okafor", new Guid("7b000000-0000-4000-8000-000000000001"));

    [Theory]
    [InlineData("personal", "Okafor, Ben (Sales)", "<at>Okafor, Ben (Sales)</at>")]
    [InlineData("groupChat", "Okafor, Ben (Sales)", "<at>Okafor, Ben (Sales)</at>")]
    [InlineData("channel", "Okafor, Ben (Sales)", "<at>Okafor, Ben (Sales)</at>")]
    [InlineData("personal", "Ben Okafor R&D", "<at>Ben Okafor R&amp;D</at>")]
    [InlineData("personal", "B. Okafor", "<at id=\"0\">B. Okafor</at>")]
    [InlineData("groupChat", "B. Okafor", "<at id='1'>B. Okafor</at>")]
    public async Task TheAccountIsLookedAtBeforeTheName_InEveryScope(string scope, string name, string markup)
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "hi");
        var said = In(scope, bot.Message(Anna, $"<at>Opportunities</at> assign 4 to {markup}"));
        foreach (var written in new[] { markup, $"<at>{name}</at>", null })
        {
            said["id"] = Guid.NewGuid().ToString();
            said["entities"] = new JsonArray(Bot("<at>Opportunities</at>"), Of(Ben, name, written));

            var form = (await bot.PostAsync(said)).First(sent => sent.Conversation == Anna.Conversation).Card;

            Assert.Equal("BEN", form.Value("salesperson"));
        }
    }

    [Fact]
    public async Task OfTwoOfOneNameTheOneWhoseAccountItIsIsMeant()
    {
        await using var bot = await BotApplication.StartAsync();
        await AddAsync(bot, "BEN2", OtherBen.Name, OtherBen.ObjectId);
        await bot.SayAsync(Anna, "show 4");

        var form = await SayAsync(bot, Anna, "assign 4 to <at>Ben Okafor</at>", Of(OtherBen));
        var pipeline = await SayAsync(bot, David, "pipeline <at>Ben Okafor</at>", Of(Ben));
        var given = await SayAsync(bot, Anna, "give it to <at>Ben Okafor</at>", Of(OtherBen));
        var both = await SayAsync(
            bot, David, "hand over <at>Ben Okafor</at> to <at>Ben Okafor</at>", Of(Ben), Of(OtherBen));

        Assert.Equal("BEN2", form.Value("salesperson"));
        Assert.DoesNotContain("several", pipeline.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Ben Okafor has OPP-00004 now", given.Text, StringComparison.Ordinal);
        Assert.Equal("BEN2", (await bot.StoredAsync("OPP-00004")).Salesperson!.Code);
        Assert.Equal(("BEN", "BEN2"), (both.Value("from"), both.Value("to")));
    }

    [Theory]
    [InlineData("assign 4 to {0}")]
    [InlineData("pipeline {0}")]
    [InlineData("review {0}")]
    [InlineData("hand over {0} to Ben")]
    [InlineData("hand over Ben to {0}")]
    [InlineData("give it to {0}")]
    [InlineData("how is {0} doing?")]
    [InlineData("what is overdue for {0}")]
    public async Task WhoeverIsNoSalespersonIsToldOf_AndNobodyElseIsTakenForThem(string sentence)
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(David, "show 4");

        foreach (var name in new[] { "Zoe Klein", "Ben" })
        {
            var answer = await SayAsync(bot, David, sentence.Replace("{0}", $"<at>{name}</at>", StringComparison.Ordinal), Of(Zoe, name));

            Assert.Contains($"{name} is no salesperson here", answer.Text, StringComparison.Ordinal);
        }

        Assert.Equal("ANNA", (await bot.StoredAsync("OPP-00004")).Salesperson!.Code);
    }

    [Theory]
    [InlineData("assign 4 to {0} and {1}")]
    [InlineData("assign 4 to {0} {1}")]
    [InlineData("pipeline {0} {1}")]
    [InlineData("hand over Anna to {0} and {1}")]
    [InlineData("give it to {0} and {1}")]
    [InlineData("give it to {0} {1}")]
    [InlineData("how are {0} and {1} doing?")]
    public async Task OfTwoWhereOneIsWantedItIsAsked(string sentence)
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(David, "show 4");
        var text = sentence.Replace("{0}", "<at>Ben Okafor</at>", StringComparison.Ordinal)
            .Replace("{1}", "<at>Chloé M.</at>", StringComparison.Ordinal);

        var answer = await SayAsync(bot, David, text, Of(Ben), Of(Chloe, "Chloé M."));

        Assert.Contains("may mean several people: Ben Okafor, Chloé Martin", answer.Text, StringComparison.Ordinal);
        Assert.Equal("ANNA", (await bot.StoredAsync("OPP-00004")).Salesperson!.Code);
    }

    [Theory]
    [InlineData("what is overdue for {0}", "of Ben Okafor")]
    [InlineData("how is {0} doing?", "Ben Okafor: ")]
    [InlineData("how much is {0}'s pipeline worth?", "of Ben Okafor")]
    [InlineData("pipeline {0}", "of Ben Okafor")]
    [InlineData("review {0}", "of ")]
    public async Task ASentenceThatNamesAPersonMeansTheAccount(string sentence, string comes)
    {
        await using var bot = await BotApplication.StartAsync();

        var answer = await SayAsync(
            bot, David, sentence.Replace("{0}", "<at>Okafor, Ben (Sales)</at>", StringComparison.Ordinal), Of(Ben, "Okafor, Ben (Sales)"));

        Assert.Contains(comes, answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("is no salesperson", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANoteTellsWhoWasMentionedByTheNameTheyHaveHere()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "show 4");

        var noted = await SayAsync(
            bot, Anna, "note: <at>Okafor, Ben (Sales)</at> knows the buyer", Of(Ben, "Okafor, Ben (Sales)"));

        Assert.Contains("Noted: “Ben Okafor knows the buyer”", noted.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAccountThatOnlyTheChannelKnowsIsAskedOfIt_AndAPersonKnownByMailIsRecognised()
    {
        await using var bot = await BotApplication.StartAsync();
        await AddAsync(bot, "ZOE", "Zoé K", null, "zoe@lumen-supply.example");
        bot.Connector.Members["29:a-bens"] = new { aadObjectId = Ben.ObjectId };
        bot.Connector.Members["29:a-zoes"] = new { aadObjectId = Zoe.ObjectId, email = "zoe@lumen-supply.example" };
        var ben = Of(Ben, "B. O.");
        var zoe = Of(Zoe, "Klein");
        foreach (var (mention, id) in new[] { (ben, "29:a-bens"), (zoe, "29:a-zoes") })
        {
            mention["mentioned"]!["id"] = id;
            mention["mentioned"]!.AsObject().Remove("aadObjectId");
        }

        var toBen = await SayAsync(bot, Anna, "assign 4 to <at>B. O.</at>", ben);
        var toZoe = await SayAsync(bot, Anna, "assign 4 to <at>Klein</at>", zoe);

        Assert.Equal("BEN", toBen.Value("salesperson"));
        Assert.Equal("ZOE", toZoe.Value("salesperson"));
        Assert.Equal(
            Zoe.ObjectId,
            await bot.InDatabaseAsync(db => db.Salespeople.Where(p => p.Code == "ZOE").Select(p => p.EntraObjectId).SingleAsync()));
    }

    [Fact]
    public async Task APersonWithoutAnAccountIsMeantByTheirWholeNameOnly()
    {
        await using var bot = await BotApplication.StartAsync();
        await AddAsync(bot, "ZOE", "Zoe Klein", null);

        var whole = await SayAsync(bot, Anna, "assign 4 to <at>Klein, Zoe</at>", Of(Zoe, "Klein, Zoe"));
        var part = await SayAsync(bot, Anna, "assign 4 to <at>Zoe</at>", Of(Zoe, "Zoe"));

        Assert.Equal("ZOE", whole.Value("salesperson"));
        Assert.Null(part.Value("salesperson"));
    }

    [Fact]
    public async Task ANameThatTeamsSplitsIsOnePerson()
    {
        await using var bot = await BotApplication.StartAsync();

        var form = await SayAsync(
            bot, Anna, "assign 4 to <at>Ben</at>&nbsp;<at>Okafor</at>", Of(Ben, "Ben"), Of(Ben, "Okafor"));

        Assert.Equal("BEN", form.Value("salesperson"));
        Assert.DoesNotContain("several", form.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("<at>Desk &amp; Co</at> show 4", "<at>Desk & Co</at>", "Desk & Co")]
    [InlineData("<at>Desk &amp; Co</at> show 4", "<at>Desk &amp; Co</at>", "Desk & Co")]
    [InlineData("<at>Opportunity</at>&nbsp;<at>Desk</at> show 4", null, "Desk")]
    [InlineData("show <at id=\"28:bot\">Whatever</at> 4", null, null)]
    [InlineData("show 4 <AT>Opportunities</AT>", null, "Opportunities")]
    [InlineData("@Opportunities show 4", "@Opportunities", "Opportunities")]
    public async Task TheBotsOwnMentionIsNoPartOfWhatIsSaid_InEveryForm(string text, string? written, string? name)
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "hi");
        foreach (var scope in new[] { "personal", "groupChat", "channel" })
        {
            var said = In(scope, bot.Message(Anna, text));
            said["entities"] = name is null ? new JsonArray() : new JsonArray(Bot(written, "Opportunity"), Bot(written, name));

            var sent = await bot.PostAsync(said);

            Assert.Contains("OPP-00004", sent[^1].Card.Text, StringComparison.Ordinal);
            Assert.Equal((string?)said["conversation"]!["id"], sent[^1].Conversation);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("thanks!")]
    [InlineData("hello there")]
    [InlineData("blorp the fnord quickly")]
    [InlineData("so as I was telling you the other day, nobody came")]
    public async Task WhatHoldsNothingForTheBotGetsNothingInPublic(string text)
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "hi");
        foreach (var scope in new[] { "groupChat", "channel" })
        {
            var said = In(scope, bot.Message(Anna, $"<at>Opportunities</at> {text}"));
            said["entities"] = new JsonArray(Bot("<at>Opportunities</at>"));

            var sent = await bot.PostAsync(said);

            Assert.Equal([Anna.Conversation], sent.Select(s => s.Conversation));
        }
    }

    [Fact]
    public async Task AGreetingWithAQuestionIsAnsweredPrivately()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "hi");
        var said = In("channel", bot.Message(Anna, "<at>Opportunities</at> hi, how much is my pipeline worth?"));
        said["entities"] = new JsonArray(Bot("<at>Opportunities</at>"));

        var sent = await bot.PostAsync(said);

        Assert.Contains("EUR", Assert.Single(sent, s => s.Conversation == Anna.Conversation).Card.Text, StringComparison.Ordinal);
        Assert.All(sent.Where(s => s.Conversation == Channel), s => Assert.DoesNotContain("EUR", s.Card.Text, StringComparison.Ordinal));
    }

    private static Task<ShownCard> SayAsync(BotApplication bot, ChatPerson person, string text, params JsonObject[] mentions)
    {
        var said = bot.Message(person, text);
        said["entities"] = new JsonArray([.. mentions.Select(m => m.DeepClone())]);
        return bot.AnswerAsync(said);
    }

    private static JsonObject In(string scope, JsonObject activity)
    {
        if (scope != "personal")
        {
            activity["conversation"] = new JsonObject
            {
                ["id"] = scope == "channel" ? Channel : Group,
                ["conversationType"] = scope,
                ["isGroup"] = true,
                ["tenantId"] = "tenant",
            };
        }

        if (scope == "channel")
        {
            activity["channelData"] = JsonNode.Parse(
                """{"team":{"id":"19:ops@thread.tacv2"},"channel":{"id":"19:ops@thread.tacv2"},"tenant":{"id":"tenant"}}""");
        }

        return activity;
    }

    private static JsonObject Of(ChatPerson person, string? name = null) => Of(person, name, $"<at>{name ?? person.Name}</at>");

    private static JsonObject Of(ChatPerson person, string? name, string? written)
    {
        var mention = Mention(person.ChannelId, name ?? person.Name, written);
        mention["mentioned"]!["aadObjectId"] = person.ObjectId.ToString();
        return mention;
    }

    private static JsonObject Bot(string? written, string name = "Opportunities") => Mention("28:bot", name, written);

    private static JsonObject Mention(string id, string name, string? written)
    {
        var mention = new JsonObject { ["type"] = "mention", ["mentioned"] = new JsonObject { ["id"] = id, ["name"] = name } };
        if (written is not null)
        {
            mention["text"] = written;
        }

        return mention;
    }

    private static Task<int> AddAsync(BotApplication bot, string code, string name, Guid? objectId, string? mail = null) =>
        bot.InDatabaseAsync(db =>
        {
            var person = Salesperson.Create(code, new PersonDetails(
                name, mail, objectId, Role.Salesperson, null, "en", "Europe/Paris", false)).Done();
            db.Salespeople.Add(person);
            return db.SaveChangesAsync();
        });
}
