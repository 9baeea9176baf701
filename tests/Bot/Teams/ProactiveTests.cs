using System.Text.Json.Nodes;
using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Teams;

/// <summary>The bot writing first, and what it does about what it is told.</summary>
public sealed class ProactiveTests
{
    private const string Lobby = "Lobby lighting, Contoso";

    [Fact]
    public async Task GivenAColleagueWhoNeverWrote_WhenTheirTenantIsKnown_ThenTheirChatIsOpened()
    {
        await using var bot = await BotApplication.StartAsync();
        bot.Connector.OpensChats = true;
        await bot.SayAsync(David, "hi");

        var sent = await bot.TickAsync();

        var annas = Assert.Single(sent, d => d.Card.Text.Contains(Lobby, StringComparison.Ordinal));
        Assert.Equal("a:" + Anna.ObjectId, annas.Conversation);
        Assert.Equal("tenant", bot.Connector.Opened.First(o => o.User == Anna.ObjectId.ToString()).Tenant);
        Assert.Single(bot.Connector.Opened, o => o.User == Anna.ObjectId.ToString());
    }

    [Fact]
    public async Task GivenTwoTenants_WhenSomebodysIsNotKnown_ThenTheyAreLookedForInNeither()
    {
        await using var bot = await BotApplication.StartAsync();
        bot.Connector.OpensChats = true;
        await bot.SayAsync(David, "hi");
        var stranger = bot.Message(Stranger, "hi");
        stranger["conversation"]!["tenantId"] = "other";
        await bot.PostAsync(stranger);

        await bot.TickAsync();

        Assert.Empty(bot.Connector.Opened);
    }

    [Fact]
    public async Task GivenAChatThatIsGone_ThenItIsOpenedAnew()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "hi");
        bot.Connector.Refusals.Enqueue((404, "ConversationNotFound"));
        Assert.Empty(await bot.TickAsync()); // a new one cannot be had yet

        bot.Connector.OpensChats = true;
        bot.Clock.Advance(TimeSpan.FromMinutes(31));
        var sent = await bot.TickAsync();

        Assert.Single(sent, d => d.Card.Text.Contains(Lobby, StringComparison.Ordinal) && d.Conversation == "a:" + Anna.ObjectId);
    }

    [Fact]
    public async Task GivenAHostThatMayNotSendThere_ThenNoReminderIsUsedUp_AndItComesWhenTheHostMay()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "hi");
        var address = bot.Connector.Url;
        await MoveAsync(address, "https://attacker.example/");

        for (var i = 0; i < 3; i++)
        {
            Assert.DoesNotContain(await bot.TickAsync(), d => d.Card.Text.Contains(Lobby, StringComparison.Ordinal));
            bot.Clock.Advance(TimeSpan.FromMinutes(31));
        }

        var waiting = await ReminderAsync(bot);
        Assert.Equal((ReminderState.Pending, 0), (waiting.State, waiting.Attempts));
        Assert.EndsWith("HostNotAllowed", waiting.LastError, StringComparison.Ordinal);

        await MoveAsync("https://attacker.example/", address);
        Assert.Contains(await bot.TickAsync(), d => d.Card.Text.Contains(Lobby, StringComparison.Ordinal));

        Task<int> MoveAsync(string from, string to) => bot.InDatabaseAsync(async db =>
        {
            foreach (var known in await db.KnownConversations.ToListAsync())
            {
                known.Reference = known.Reference.Replace(from, to, StringComparison.Ordinal);
            }

            return await db.SaveChangesAsync();
        });
    }

    [Fact]
    public async Task GivenSomebodyWhoRemovedTheBot_ThenTheyAreLeftAlone_UntilTheyInstallItAgain()
    {
        await using var bot = await BotApplication.StartAsync();
        bot.Connector.OpensChats = true;
        await bot.InstallAsync(Anna);
        var removed = bot.Message(Anna, "");
        (removed["type"], removed["action"]) = ("installationUpdate", "remove");
        await bot.PostAsync(removed);
        bot.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.DoesNotContain(await bot.TickAsync(), d => d.Card.Text.Contains(Lobby, StringComparison.Ordinal));
        Assert.Equal("Uninstalled", (await ReminderAsync(bot)).LastError);
        Assert.DoesNotContain(bot.Connector.Opened, o => o.User == Anna.ObjectId.ToString());

        await bot.InstallAsync(Anna);
        bot.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Contains(await bot.TickAsync(), d => d.Card.Text.Contains(Lobby, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhoRemovedTheBotAndWritesAgain_GetsWhatWaitsWithTheNextTick()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.InstallAsync(Anna);
        var removed = bot.Message(Anna, "");
        (removed["type"], removed["action"]) = ("installationUpdate", "remove");
        await bot.PostAsync(removed);
        bot.Clock.Advance(TimeSpan.FromMinutes(1));
        await bot.TickAsync();
        Assert.Equal("Uninstalled", (await ReminderAsync(bot)).LastError);

        await bot.SayAsync(Anna, "hi");
        bot.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Contains(await bot.TickAsync(), d => d.Card.Text.Contains(Lobby, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatIsAskedInTheChatOfTwoPeopleIsNotTakenForThePersonsChatWithTheBot()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "hi");
        var query = bot.Message(Anna, "");
        query.Remove("text");
        (query["type"], query["name"]) = ("invoke", "composeExtension/fetchTask");
        query["value"] = JsonNode.Parse("""{"commandId":"create","commandContext":"compose"}""");
        query["conversation"]!["id"] = "19:anna_ben@unq.gbl.spaces";

        using var answer = await bot.SendAsync(query);
        bot.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            Anna.Conversation,
            Assert.Single(await bot.TickAsync(), d => d.Card.Text.Contains(Lobby, StringComparison.Ordinal)).Conversation);
    }

    [Fact]
    public async Task GivenADeadConnector_WhenAButtonIsPressed_ThenTheActIsSavedOnceAndTheFailureIsRecorded()
    {
        await using var bot = await BotApplication.StartAsync();
        var card = await bot.SayAsync(Anna, "show OPP-00001");
        var entries = (await bot.StoredAsync("OPP-00001")).Entries.Count;
        var (verb, data) = card.Press("Next stage");
        var press = bot.Message(Anna, "");
        press.Remove("text");
        data["verb"] = verb;
        (press["value"], press["replyToId"]) = (data, card.MessageId);
        for (var i = 0; i < 3; i++)
        {
            bot.Connector.Refusals.Enqueue((500, null)); // the change of the card is not tried again after a 500
        }

        await bot.PostAsync(press);

        var failed = Assert.Single(await bot.InDatabaseAsync(db => Undelivered.ListAsync(db, 10, CancellationToken.None)));
        Assert.Equal((Anna.ObjectId.ToString(), "Transient: Refused"), (failed.EntraObjectId, failed.Why));
        Assert.Equal(entries + 1, (await bot.StoredAsync("OPP-00001")).Entries.Count);
        bot.Connector.Refusals.Clear();
        bot.Clock.Advance(TimeSpan.FromSeconds(15));
        await bot.PostAsync(press); // the channel repeats; the outbox tries again by itself
        await bot.Outbox.EmptyAsync();
        Assert.Single(bot.Connector.Taken, d => d.Method == "PUT" && d.MessageId == card.MessageId);
        Assert.Empty(await bot.InDatabaseAsync(db => Undelivered.ListAsync(db, 10, CancellationToken.None)));
        Assert.Equal(entries + 1, (await bot.StoredAsync("OPP-00001")).Entries.Count);
    }

    [Theory]
    [InlineData("Next stage")]
    [InlineData("capture")]
    public async Task TheSamePressWithNewActivityIdsIsOneAct(string what)
    {
        await using var bot = await BotApplication.StartAsync();
        var card = what == "capture"
            ? await bot.SayAsync(Anna, "new Contoso rollout 45k close end of June")
            : await bot.SayAsync(Anna, "show OPP-00001");
        var (verb, data) = card.Press(what == "capture" ? "Save" : what, what == "capture" ? new { newContact = "Contoso" } : null);
        var (opportunities, entries) = (await bot.CountAsync(), (await bot.StoredAsync("OPP-00001")).Entries.Count);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => bot.PressAsync(Anna, verb, data, card.MessageId)));

        Assert.Equal(opportunities + (what == "capture" ? 1 : 0), await bot.CountAsync());
        Assert.Equal(entries + (what == "capture" ? 0 : 1), (await bot.StoredAsync("OPP-00001")).Entries.Count);
        Assert.All(answers, answer => Assert.NotEmpty(answer.Text));
    }

    private static Task<Reminder> ReminderAsync(BotApplication bot) =>
        bot.InDatabaseAsync(db => db.Reminders.AsNoTracking().OrderBy(r => r.Id).FirstAsync(r => r.Opportunity!.No == "OPP-00001"));
}
