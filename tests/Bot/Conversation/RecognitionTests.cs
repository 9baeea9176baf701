using System.Text.Json.Nodes;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Bot.Teams;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Bot.Conversation;

/// <summary>Who speaks: by Entra object id, then by mail.</summary>
public sealed class RecognitionTests
{
    private static readonly ChatPerson Newcomer = new("Gina Newcomer", new Guid("6a000000-0000-4000-8000-000000000001"));

    [Theory]
    [InlineData("email")]
    [InlineData("userPrincipalName")]
    public async Task GivenAPersonKnownByMailOnly_WhenTheyWrite_ThenTheyAreRecognisedForGood(string field)
    {
        await using var bot = await BotApplication.StartAsync();
        await AddAsync(bot);
        bot.Connector.Members[Newcomer.ChannelId] = new Dictionary<string, string>
        {
            ["id"] = Newcomer.ChannelId,
            ["aadObjectId"] = Newcomer.ObjectId.ToString(),
            [field] = "Gina@Lumen-Supply.Example",
        };

        var hello = await bot.SayAsync(Newcomer, "hi");
        bot.Connector.Members.Clear();
        var again = await bot.SayAsync(Newcomer, "hi");

        Assert.All([hello, again], card => Assert.Contains("Hello Gina", card.Text, StringComparison.Ordinal));
        Assert.Empty(await bot.InDatabaseAsync(db => db.WaitingPeople.ToListAsync()));
    }

    [Fact]
    public async Task GivenALookUpThatFails_WhenTheyWrite_ThenTheyAreUnknownUntilItWorks()
    {
        await using var bot = await BotApplication.StartAsync();
        await AddAsync(bot);

        var unknown = await bot.SayAsync(Newcomer, "hi");
        bot.Connector.Members[Newcomer.ChannelId] = new { aadObjectId = Newcomer.ObjectId, email = "gina@lumen-supply.example" };
        var known = await bot.SayAsync(Newcomer, "hi");

        Assert.Contains("I do not know you yet.", unknown.Text, StringComparison.Ordinal);
        Assert.Contains("Hello Gina", known.Text, StringComparison.Ordinal);
        Assert.Empty(await bot.InDatabaseAsync(db => db.WaitingPeople.ToListAsync()));
    }

    [Fact]
    public async Task AMailOfSomebodyWhoIsKnownByTheirIdOpensNothing()
    {
        await using var bot = await BotApplication.StartAsync();
        await AddAsync(bot);
        bot.Connector.Members[Newcomer.ChannelId] = new { aadObjectId = Newcomer.ObjectId, email = "anna@lumen-supply.example" };

        var card = await bot.SayAsync(Newcomer, "my opportunities");

        Assert.Contains("I do not know you yet.", card.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("g.newcomer@elsewhere.example", "gina@lumen-supply.example", true)] // the mail differs from the sign-in name
    [InlineData("", "gina@lumen-supply.example", true)] // no mail at all
    [InlineData("gina@lumen-supply.example", "hugo@lumen-supply.example", false)] // of two people
    public async Task TheSignInNameCountsAsWellAsTheMail_ButTwoPeopleAreNobody(string mail, string signInName, bool isKnown)
    {
        await using var bot = await BotApplication.StartAsync();
        await AddAsync(bot);
        await AddAsync(bot, "HUGO", "hugo@lumen-supply.example");
        bot.Connector.Members[Newcomer.ChannelId] = new { aadObjectId = Newcomer.ObjectId, email = mail, userPrincipalName = signInName };

        var card = await bot.SayAsync(Newcomer, "hi");

        Assert.Contains(isKnown ? "Hello Gina" : "I do not know you yet.", card.Text, StringComparison.Ordinal);
    }

    // Of a directory that is served as well, but is not the company's own, where an admin may give anybody any mail.
    [Theory]
    [InlineData("home", "home", true)]
    [InlineData("home", "HOME", true)]
    [InlineData("home", "partner", false)]
    [InlineData(null, "home", false)] // of several directories, none is the company's own
    public async Task AMailOfAnotherDirectoryIsNotBelieved_ThoughItsPeopleMayTalkToTheBot(string? own, string tenant, bool isKnown)
    {
        await using var teams = await TeamsOnLoopback.StartAsync();
        await using var keys = await ChannelHost.StartAsync(withAppId: true);
        await using var bot = await BotApplication.StartAsync(
            teams.Dial, ("Bot:AppId", ChannelHost.AppId), ("Bot:Credential:Secret", "secret"), ("Bot:OpenIdMetadata", keys.KeysUrl),
            ("Bot:TenantId", own), ("Bot:AllowedTenants:0", "home"), ("Bot:AllowedTenants:1", "partner"));
        bot.Clock.SetUtcNow(TimeProvider.System.GetUtcNow()); // the token's clock is this machine's
        await AddAsync(bot);
        teams.Behaviour.Enqueue(TeamsOnLoopback.Status(200, $$"""
            {"aadObjectId":"{{Newcomer.ObjectId}}","email":"gina@lumen-supply.example","userPrincipalName":"gina@lumen-supply.example"}
            """));
        var asked = bot.Message(Newcomer, "");
        (asked["type"], asked["name"], asked["value"]) = ("invoke", "task/fetch", JsonNode.Parse("""{"data":{"verb":"help"}}"""));
        (asked["serviceUrl"], asked["conversation"]!["tenantId"]) = (ChannelHost.TeamsUrl, tenant);
        bot.Http.DefaultRequestHeaders.Authorization = new("Bearer", keys.Token());

        using var answer = await bot.SendAsync(asked);

        var said = await answer.Content.ReadAsStringAsync();
        Assert.Equal(!isKnown, said.Contains("I do not know you yet.", StringComparison.Ordinal));
        Assert.Equal(isKnown, teams.Calls.Any(call => call.Path.Contains("/members/", StringComparison.Ordinal)));
        Assert.Equal(
            isKnown ? Newcomer.ObjectId : null,
            await bot.InDatabaseAsync(db => db.Salespeople.Where(p => p.Code == "GINA").Select(p => p.EntraObjectId).SingleAsync()));
    }

    private static Task<int> AddAsync(BotApplication bot, string code = "GINA", string mail = "gina@lumen-supply.example") =>
        bot.InDatabaseAsync(db =>
        {
            db.Salespeople.Add(Salesperson.Create(code, new PersonDetails(
                code == "GINA" ? "Gina" : code, mail, null, Role.Salesperson, null, "en", "Europe/Paris", false)).Done());
            return db.SaveChangesAsync();
        });
}
