using ChatOpportunities.Tests.Support;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot;

/// <summary>What a line costs the database, from its arrival until its answer is delivered, of somebody who has spoken before.</summary>
public sealed class CommandCountTests
{
    [Theory]
    [InlineData("hi", 7)]
    [InlineData("help", 7)]
    [InlineData("my opportunities", 13)]
    [InlineData("what is overdue?", 20)]
    [InlineData("what closes this month over 50k?", 20)]
    [InlineData("which ones have no next step", 20)]
    [InlineData("any stale ones", 20)]
    [InlineData("how much is my pipeline worth this quarter", 20)]
    [InlineData("what did I win last month", 20)]
    [InlineData("why are we losing", 20)]
    [InlineData("how is Fabrikam Clinics", 20)]
    [InlineData("who owns 4?", 20)]
    [InlineData("what happened last on 4", 20)]
    [InlineData("the second one", 20)]
    public async Task ALineTakesNoMoreCommandsThanThis(string line, int most)
    {
        var log = new CommandLog();
        await using var bot = await BotApplication.StartAsync(log.Watch);
        await bot.SayAsync(Anna, "my opportunities");
        await bot.Outbox.EmptyAsync();
        log.Clear();

        await bot.SayAsync(Anna, line);
        await bot.Outbox.EmptyAsync();

        Assert.NotEmpty(log.Commands);
        Assert.True(log.Commands.Count <= most, $"“{line}” took {log.Commands.Count}:\n{string.Join('\n', log.Commands)}");
    }
}
