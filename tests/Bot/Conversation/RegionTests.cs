using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Conversation;

/// <summary>What figures and dates mean in a chat: by the person's region, the company's, or where neither says the client's.</summary>
public sealed class RegionTests
{
    [Theory]
    [InlineData(null, null, "2027-06-05")] // the client is British
    [InlineData(null, "US", "2027-05-06")]
    [InlineData("GB", "US", "2027-06-05")]
    public async Task ADateBetweenSlashesIsReadByTheRegion(string? person, string? company, string expected)
    {
        await using var bot = await BotApplication.StartAsync(company is null ? [] : [("Company:Region", company)]);
        await bot.InDatabaseAsync(async db =>
        {
            var anna = await db.Salespeople.SingleAsync(p => p.Code == "ANNA");
            Assert.Null(anna.WriteAs(person));
            return await db.SaveChangesAsync();
        });

        var form = await bot.SayAsync(Anna, "new Region rollout for Contoso Hotels 45k close 05/06/2027");
        await bot.PressAsync(Anna, form, "Save");

        var close = await bot.InDatabaseAsync(
            db => db.Entries.OrderByDescending(e => e.Id).Select(e => e.EstimatedCloseDate).FirstAsync());
        Assert.Equal(DateOnly.ParseExact(expected, "O"), close);
    }

    [Fact]
    public async Task ANumberOfACardThatCanMeanTwoIsAskedAbout_AndNothingIsKept()
    {
        await using var bot = await BotApplication.StartAsync();
        var before = await bot.CountAsync();

        var form = await bot.SayAsync(Anna, "new Region rollout for Contoso Hotels 45k");
        var back = await bot.PressAsync(Anna, form, "Save", new { value = "45.000" });

        Assert.Contains("This can mean two values", back.Text, StringComparison.Ordinal);
        Assert.Equal(before, await bot.CountAsync());

        await bot.PressAsync(Anna, back, "Save", new { value = "45,000.50" });
        Assert.Equal(before + 1, await bot.CountAsync());
    }
}
