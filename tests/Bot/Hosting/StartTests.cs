using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Bot.Hosting;

/// <summary>The start: what stops it, and what it does once.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("Host:Roles", "bot,butler", "Development")]
    [InlineData("Database:Provider", "Excel", "Development")]
    [InlineData("ConnectionStrings:Opportunities", "Date Sauce=here", "Development")]
    [InlineData("Company:Currency", "euros", "Development")]
    [InlineData("Reminders:TickSeconds", "often", "Development")]
    [InlineData("Reminders:TickSeconds", "7", "Development")]
    [InlineData("Telemetry:OtlpEndpoint", "collector", "Development")]
    [InlineData("Bot:AppId", "", "Production")]
    public async Task AWrongSettingStopsTheStartWithOneSentenceThatNamesIt(string setting, string value, string environment)
    {
        var folder = Directory.CreateTempSubdirectory("start-");
        var (exitCode, _, said) = await Product.RunAsync(folder.FullName, environment, $"--{setting}={value}");
        folder.Delete(recursive: true);

        Assert.Equal(1, exitCode);
        var sentence = Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("Not started. ", sentence, StringComparison.Ordinal);
        Assert.Contains(setting, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheFirstAdminsAreMadeOnce()
    {
        await using var bot = await BotApplication.StartAsync(("Setup:Admins", "Boss@Example.com, second@example.com"));
        await bot.RestartAsync();

        var admins = await bot.InDatabaseAsync(db => db.Salespeople.Where(p => p.Role == Role.Admin).Select(p => p.Email).OrderBy(m => m).ToListAsync());

        Assert.Equal(["boss@example.com", "emma@lumen-supply.example", "second@example.com"], admins);
    }

    [Fact]
    public async Task AProgramThatIsReadySaysSo()
    {
        await using var bot = await BotApplication.StartAsync();

        Assert.Equal("Healthy", await bot.Http.GetStringAsync("/health/live"));
        Assert.Equal("Healthy", await bot.Http.GetStringAsync("/health/ready"));
    }
}
