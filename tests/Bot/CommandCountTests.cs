using ChatOpportunities.Tests.Support;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot;

/// <summary>What a line costs the database, from its arrival until its answer is delivered, of somebody who has spoken before.</summary>
public sealed class CommandCountTests
{
    [Theory]
    [InlineData("hi", 4)]
    [InlineData("help", 4)]
    [InlineData("my opportunities", 8)]
    [InlineData("what is overdue?", 10)]
    [InlineData("what closes this month over 50k?", 11)]
    [InlineData("which ones have no next step", 10)]
    [InlineData("any stale ones", 10)]
    [InlineData("how much is my pipeline worth this quarter", 7)]
    [InlineData("what did I win last month", 10)]
    [InlineData("why are we losing", 9)]
    [InlineData("how is Fabrikam Clinics", 14)]
    [InlineData("who owns 4?", 8)]
    [InlineData("what happened last on 4", 9)]
    [InlineData("the second one", 9)]
    [InlineData("show 4", 8)]
    [InlineData("move 4", 14)]
    [InlineData("make 4 30k", 8)]
    public async Task ALineTakesNoMoreCommandsThanThis(string line, int most)
    {
        var log = new CommandLog();
        await using var bot = await BotApplication.StartAsync(log.Watch);
        await bot.SayAsync(Anna, "show 4"); // what was set up is known from then on
        await bot.SayAsync(Anna, "move 1");
        await bot.SayAsync(Anna, "move 2");
        await bot.SayAsync(Anna, "pipeline");
        await bot.SayAsync(Anna, "my opportunities");
        await bot.Outbox.EmptyAsync();
        log.Clear();

        await bot.SayAsync(Anna, line);
        await bot.Outbox.EmptyAsync();

        Assert.NotEmpty(log.Commands);
        Assert.True(log.Commands.Count <= most, $"“{line}” took {log.Commands.Count}:\n{string.Join('\n', log.Commands)}");
    }
}
