using ChatOpportunities.Bot.Hosting;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

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
    [InlineData("Understanding:Endpoint", "ftp://models.example/v1", "Development")]
    [InlineData("Understanding:Endpoint", "https://models.example/v1", "Development")] // without a model
    [InlineData("Understanding:TimeoutSeconds", "60", "Development")]
    [InlineData("Bot:AppId", "", "Production")]
    [InlineData("TeamsApp:Id", "desk", "Development")]
    [InlineData("Bot:SendingHosts", "0", "Development")]
    [InlineData("Bot:SendingHosts", "9", "Development")]
    [InlineData("Bot:PortalAddresses", "portal.example", "Development", ":0")]
    [InlineData("Bot:PortalAddresses", "https://portal.example/crm", "Development", ":0")]
    [InlineData("Bot:PortalAddresses", "http://portal.example", "Development", ":0")]
    [InlineData("Bot:PortalAddresses", "https://anna@portal.example", "Development", ":0")]
    public async Task AWrongSettingStopsTheStartWithOneSentenceThatNamesIt(
        string setting, string value, string environment, string place = "")
    {
        var folder = Directory.CreateTempSubdirectory("start-");
        var (exitCode, _, said) = await Product.RunAsync(folder.FullName, environment, $"--{setting}{place}={value}");
        folder.Delete(recursive: true);

        Assert.Equal(1, exitCode);
        var sentence = Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("Not started. ", sentence, StringComparison.Ordinal);
        Assert.Contains(setting, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OutsideDevelopmentTheBotServesNoDirectoryThatNobodyNamed()
    {
        var folder = Directory.CreateTempSubdirectory("start-");
        var (exitCode, _, said) = await Product.RunAsync(
            folder.FullName, "Production", "--Bot:AppId=11111111-1111-1111-1111-111111111111", "--Bot:Credential:Secret=word");
        folder.Delete(recursive: true);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Not started. Bot:TenantId is not set", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reminders", "Bot:AppId")]
    [InlineData("reminders,portal", "Bot:Credential", "--Bot:AppId=11111111-1111-1111-1111-111111111111")]
    public async Task OutsideDevelopmentAHostThatCannotSendItsRemindersSaysSoAtTheStart(
        string roles, string named, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("start-");
        var (exitCode, _, said) = await Product.RunAsync(folder.FullName, "Production", [$"--Host:Roles={roles}", .. settings]);
        folder.Delete(recursive: true);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"Not started. {named} is not set", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Active Directory Interactive", true)]
    [InlineData("Active Directory Integrated", true)]
    [InlineData("Active Directory Password", true)]
    [InlineData("Active Directory Device Code Flow", true)]
    [InlineData("Active Directory Managed Identity", false)]
    [InlineData("Active Directory Default", false)]
    [InlineData("Active Directory Service Principal", false)]
    [InlineData("Active Directory Workload Identity", false)]
    [InlineData("Sql Password", false)]
    public void OnSqlServerASignInThatNeedsAPersonIsRefused(string authentication, bool refused)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = "SqlServer",
            ["ConnectionStrings:Opportunities"] = $"Server=db;Initial Catalog=opportunities;Authentication={authentication}",
        }).Build();

        var said = Record.Exception(() => HostSettings.Database(configuration));

        Assert.Equal(refused, said is InvalidOperationException
            && said.Message.StartsWith("ConnectionStrings:Opportunities", StringComparison.Ordinal));
        Assert.Equal(refused, said is not null);
    }

    [Fact]
    public async Task TheFirstAdminsAreMadeOnce()
    {
        await using var bot = await BotApplication.StartAsync(("Setup:Admins", "Boss@Example.com, second@example.com"));
        await bot.RestartAsync();

        var admins = await bot.InDatabaseAsync(
            db => db.Salespeople.Where(p => p.Role == Role.Admin).Select(p => p.Email).OrderBy(m => m).ToListAsync());

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
