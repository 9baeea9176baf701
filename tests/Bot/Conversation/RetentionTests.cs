using System.Text.Json.Nodes;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Hosting;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Conversation;

/// <summary>How long it is known where people's chats and groups are; told on 2 March 2026.</summary>
public sealed class RetentionTests
{
    private const string Lobby = "Lobby lighting";
    private const string Group = "19:lighting@thread.v2";

    [Fact]
    public async Task WhatNobodyUsesEndsAfterSixMonths_ButWhereSomebodyIsWhoIsRemindedStays()
    {
        await using var bot = await BotApplication.StartAsync();
        foreach (var person in new[] { Anna, Ben, Stranger })
        {
            await bot.SayAsync(person, "hi");
        }

        var asked = bot.Message(Anna, "help");
        asked["conversation"] = new JsonObject { ["id"] = Group, ["conversationType"] = "groupChat", ["tenantId"] = "tenant" };
        await bot.PostAsync(asked);
        await bot.InDatabaseAsync(db => db.Salespeople.Where(p => p.Code == "BEN")
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Blocked, true)));

        Assert.Equal((1, 4), await CleanAsync(bot, new(2026, 9, 1)));
        Assert.Equal((0, 4), await CleanAsync(bot, new(2026, 9, 3))); // who waited and did not come again
        Assert.Equal((0, 4), await CleanAsync(bot, new(2026, 9, 30)));
        Assert.Equal((0, 1), await CleanAsync(bot, new(2026, 10, 1)));

        Assert.Contains(Anna.Conversation, await KnownAsync(bot, Anna), StringComparison.Ordinal);
        bot.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains(
            await bot.TickAsync(), d => d.Conversation == Anna.Conversation && d.Card.Text.Contains(Lobby, StringComparison.Ordinal));
        await bot.PostAsync(asked);
        Assert.Equal((0, 2), await CleanAsync(bot, new(2026, 3, 2))); // the group is known again
    }

    [Fact]
    public async Task WhoIsHeardFromInBetweenIsRememberedForAsLongAgain()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Stranger, "hi");
        bot.Clock.Advance(TimeSpan.FromDays(100)); // 10 June
        await bot.SayAsync(Stranger, "hi");

        Assert.Equal((1, 1), await CleanAsync(bot, new(2026, 12, 9)));
        Assert.Equal((0, 0), await CleanAsync(bot, new(2027, 1, 1)));
    }

    [Fact]
    public async Task OfWhoRemovedTheBotOnlyThatIsKeptAfterAMonth_SoThatNobodyWritesToThem_UntilTheyAreHeardFromAgain()
    {
        await using var bot = await BotApplication.StartAsync();
        bot.Connector.OpensChats = true;
        foreach (var person in new[] { Anna, Stranger })
        {
            await bot.InstallAsync(person);
            var removed = bot.Message(person, "");
            (removed["type"], removed["action"]) = ("installationUpdate", "remove");
            await bot.PostAsync(removed);
        }

        await CleanAsync(bot, new(2026, 3, 31));
        Assert.Contains(Anna.Conversation, await KnownAsync(bot, Anna), StringComparison.Ordinal);
        Assert.NotNull(await KnownAsync(bot, Stranger));

        await CleanAsync(bot, new(2026, 4, 1));
        Assert.Null(await KnownAsync(bot, Stranger));
        var kept = ActivityReader.ReadReference((await KnownAsync(bot, Anna))!)!;
        Assert.Equal((ConversationReferences.Uninstalled, null, null), (kept.SilentBecause, kept.Conversation, kept.User));

        bot.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.DoesNotContain(await bot.TickAsync(), d => d.Card.Text.Contains(Lobby, StringComparison.Ordinal));
        Assert.DoesNotContain(bot.Connector.Opened, o => o.User == Anna.ObjectId.ToString());
        await CleanAsync(bot, new(2028, 3, 2));
        Assert.NotNull(await KnownAsync(bot, Anna));
        await bot.SayAsync(Anna, "hi");
        bot.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Contains(await bot.TickAsync(), d => d.Card.Text.Contains(Lobby, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatWasKeptBeforeMonthsWereIsKeptForAsLongFromNowOn_HoweverMuchItIs()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.InDatabaseAsync(db =>
        {
            db.KnownConversations.AddRange(Enumerable.Range(0, (2 * ConversationRetention.AtOnce) + 1).Select(i => new KnownConversation
            {
                TenantId = "tenant",
                Kind = i % 2 == 0 ? KnownConversationKind.Person : KnownConversationKind.Group,
                Name = Guid.NewGuid().ToString(),
                Reference = """{"channelId":"msteams"}""",
            }));
            return db.SaveChangesAsync();
        });

        foreach (var day in new DateOnly[] { new(2026, 3, 31), new(2026, 9, 30) })
        {
            await CleanAsync(bot, day, times: 3);
            Assert.Equal((2 * ConversationRetention.AtOnce) + 1, (await CleanAsync(bot, day, times: 0)).Conversations);
        }

        Assert.Equal(0, (await CleanAsync(bot, new(2026, 10, 1), times: 3)).Conversations);
    }

    /// <summary>Runs the job as at noon of a day; who waits then, and how many conversations are known of people and groups.</summary>
    private static async Task<(int Waiting, int Conversations)> CleanAsync(BotApplication bot, DateOnly day, int times = 1)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(day, new TimeOnly(12, 0), TimeSpan.Zero));
        for (var i = 0; i < times; i++)
        {
            await bot.InDatabaseAsync(async db =>
            {
                await new CleanUpJob(db, Options.Create(new RetentionOptions()), clock, NullLogger<CleanUpJob>.Instance)
                    .RunAsync(CancellationToken.None);
                return true;
            });
        }

        return await bot.InDatabaseAsync(async db => (
            await db.WaitingPeople.CountAsync(), await db.KnownConversations.CountAsync(c => c.Kind != KnownConversationKind.Tenant)));
    }

    private static Task<string?> KnownAsync(BotApplication bot, ChatPerson person)
    {
        var name = person.ObjectId.ToString();
        return bot.InDatabaseAsync(db => db.KnownConversations
            .Where(c => c.Kind == KnownConversationKind.Person && c.Name == name).Select(c => (string?)c.Reference).SingleOrDefaultAsync());
    }
}
