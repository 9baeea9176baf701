using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ChatOpportunities.Bot.Teams;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace ChatOpportunities.Tests.Bot.Teams;

public sealed class TeamsAuthenticationTests
{
    [Theory]
    [InlineData("https://attacker.example/connector")]
    [InlineData("http://10.0.0.7/connector")]
    [InlineData("http://localhost.attacker.example/")]
    [InlineData("http://user@localhost/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task WithoutAnAppId_OtherMachinesAreNotAnswered(string? serviceUrl)
    {
        await using var host = await ChannelHost.StartAsync();
        var message = host.Message("hi");
        message["serviceUrl"] = serviceUrl;

        using var response = await host.PostAsync(message);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(host.Acts);
    }

    [Theory]
    [InlineData("127.0.0.1", "localhost", false, true)]
    [InlineData("::1", "[::1]", false, true)]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1", false, true)]
    [InlineData("10.0.0.7", "localhost", false, false)]
    [InlineData("127.0.0.1", "attacker.example", false, false)]
    [InlineData("127.0.0.1", "localhost", true, false)]
    [InlineData(null, "localhost", false, false)]
    public void WithoutAnAppId_OnlyThisMachineIsHeard(string? remote, string host, bool wasForwarded, bool isHeard) =>
        Assert.Equal(isHeard, TeamsAuthentication.IsThisMachine(remote is null ? null : IPAddress.Parse(remote), host, wasForwarded));

    [Fact]
    public async Task WithAnAppId_AGoodTokenIsAccepted()
    {
        await using var host = await ChannelHost.StartAsync(withAppId: true);

        using var response = await host.PostAsync(FromTeams(host), host.Token());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(host.Acts);
    }

    [Fact]
    public async Task WithAnAppId_ForgedAndForeignTokensAreRefused()
    {
        await using var host = await ChannelHost.StartAsync(withAppId: true);
        using var otherKey = RSA.Create(2048);
        var good = host.Token();
        string?[] bad =
        [
            null, "nonsense", good + "x", good[..good.LastIndexOf('.')] + ".", host.Token(key: otherKey),
            host.Token(audience: "someone else"), host.Token(age: TimeSpan.FromHours(2)), host.Token(age: TimeSpan.FromHours(-1)),
        ];

        foreach (var token in bad)
        {
            using var response = await host.PostAsync(FromTeams(host), token);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        Assert.Empty(host.Acts);
    }

    [Fact]
    public async Task WithAnAppId_AGoodTokenDoesNotSpeakForAnotherServiceChannelOrTenant()
    {
        await using var host = await ChannelHost.StartAsync(withAppId: true);
        var (elsewhere, otherChannel, otherTenant) = (FromTeams(host), FromTeams(host), FromTeams(host));
        elsewhere["serviceUrl"] = "https://attacker.example/";
        otherChannel["channelId"] = "webchat";
        otherTenant["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = "another" } };

        using var foreignHost = await host.PostAsync(elsewhere, host.Token(serviceUrl: "https://attacker.example/"));
        using var foreignUrl = await host.PostAsync(FromTeams(host), host.Token(serviceUrl: "https://smba.trafficmanager.net/amer/"));
        using var foreignChannel = await host.PostAsync(otherChannel, host.Token());
        using var foreignTenant = await host.PostAsync(otherTenant, host.Token());

        Assert.All(
            [foreignHost, foreignUrl, foreignChannel, foreignTenant],
            response => Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode));
        Assert.Empty(host.Acts);
    }

    [Fact]
    public async Task WithAnAppId_AKeyWithoutTheChannelsEndorsementIsRefused()
    {
        await using var host = await ChannelHost.StartAsync(withAppId: true);
        host.Endorsements = ["webchat"];

        using var response = await host.PostAsync(FromTeams(host), host.Token());

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData("Production", null, new string[0], false)]
    [InlineData("Production", "home", new string[0], true)]
    [InlineData("Production", null, new[] { "one", "two" }, true)]
    [InlineData("Development", null, new string[0], true)]
    public void OutsideDevelopmentABotThatWouldServeEverybodysDirectoryDoesNotStart(
        string environment, string? home, string[] allowed, bool starts)
    {
        var options = new BotOptions { AppId = "app", TenantId = home, Credential = { Secret = "secret" } };
        foreach (var tenant in allowed)
        {
            options.AllowedTenants.Add(tenant);
        }

        var result = new BotOptionsValidator(new ConfigurationBuilder().Build(), new Named(environment)).Validate(null, options);

        Assert.Equal(starts, result.Succeeded);
        Assert.Equal(!starts, result.FailureMessage?.Contains("Bot:TenantId", StringComparison.Ordinal) ?? false);
        Assert.Equal(allowed.Length > 1 ? null : home, options.HomeTenant); // of several, none is home
    }

    [Theory]
    [InlineData("Production", null, null, false)]
    [InlineData("Production", "portal", null, true)]
    [InlineData("Production", "portal,bot", null, false)]
    [InlineData("Production", "reminders", null, false)]
    [InlineData("Production", "portal,reminders", null, false)]
    [InlineData("Production", "reminders", "app", true)]
    [InlineData("Production", null, "app", true)]
    [InlineData("Development", null, null, true)]
    public void OutsideDevelopmentABotWithoutAnAppIdDoesNotStart(string environment, string? roles, string? appId, bool starts)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Host:Roles", roles)]).Build();
        var options = new BotOptions { AppId = appId, TenantId = "tenant", Credential = { Secret = "secret" } };

        var result = new BotOptionsValidator(configuration, new Named(environment)).Validate(null, options);

        Assert.Equal(starts, result.Succeeded);
        Assert.Equal(!starts, result.FailureMessage?.Contains("Bot:AppId", StringComparison.Ordinal) ?? false);
    }

    [Theory]
    [InlineData("bot")]
    [InlineData("reminders")]
    [InlineData("portal,reminders")]
    public void AHostThatSendsAndCannotProveItselfDoesNotStart(string roles)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Host:Roles", roles)]).Build();

        var options = new BotOptions { AppId = "app", TenantId = "tenant" };
        var result = new BotOptionsValidator(configuration, new Named("Production")).Validate(null, options);

        Assert.StartsWith("Bot:Credential is not set", result.FailureMessage, StringComparison.Ordinal);
    }

    private static JsonObject FromTeams(ChannelHost host)
    {
        var message = host.Message("hi");
        message["serviceUrl"] = ChannelHost.TeamsUrl;
        return message;
    }

    private sealed class Named(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;
        public string ApplicationName { get; set; } = "";
        public string ContentRootPath { get; set; } = "";
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
