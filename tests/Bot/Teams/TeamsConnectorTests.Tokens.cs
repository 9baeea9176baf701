using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChatOpportunities.Bot.Teams;
using Microsoft.Bot.Schema;
using static ChatOpportunities.Tests.Bot.Teams.TeamsOnLoopback;

namespace ChatOpportunities.Tests.Bot.Teams;

public sealed partial class TeamsConnectorTests
{
    [Fact]
    public async Task ARefusedTokenIsRenewedOnce()
    {
        await using var teams = await StartAsync();
        teams.Behaviour.Enqueue(Status(401));
        Assert.Equal("sent-1", await teams.SendAsync());
        Assert.Equal(["Bearer token-1", "Bearer token-2"], teams.Calls.Select(c => c.Authorization));

        teams.Behaviour.Enqueue(Refusal(401, "BotNotRegistered"));
        teams.Behaviour.Enqueue(Refusal(401, "BotNotRegistered"));
        var failure = await Assert.ThrowsAsync<ConnectorException>(() => teams.SendAsync());

        Assert.Equal((ConnectorFailure.Rejected, "BotNotRegistered", true), (failure.Kind, failure.Code, failure.IsOwnFault));
        Assert.Equal(4, teams.Calls.Count);
    }

    [Fact]
    public async Task OneTokenServesAll_AndIsRenewedAheadOfItsEnd()
    {
        await using var teams = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => teams.Connector.SendAsync(
            ReferenceTo(new ConversationAccount { Id = "a:" + number, TenantId = "t" + number }), Activity.Message("hi"),
            CancellationToken.None)));
        Assert.Single(teams.TokenRequests);

        teams.Clock.Advance(TimeSpan.FromMinutes(51));
        teams.TokensAreGiven = false;
        await teams.SendAsync(); // the present one is still good
        teams.TokensAreGiven = true;
        teams.Clock.Advance(TimeSpan.FromMinutes(1));
        await teams.SendAsync();

        Assert.Equal("Bearer token-1", teams.Calls.ElementAt(20).Authorization);
        Assert.Equal("Bearer token-2", teams.Calls.Last().Authorization);
    }

    [Fact]
    public async Task WithoutATokenNothingIsSent()
    {
        await using var teams = await StartAsync();
        teams.TokensAreGiven = false;

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => teams.SendAsync());

        Assert.Equal((ConnectorFailure.Transient, "NoToken", true), (failure.Kind, failure.Code, failure.IsOwnFault));
        Assert.Empty(teams.Calls);
    }

    [Theory]
    [InlineData("tenant", "/tenant/oauth2/v2.0/token")]
    [InlineData(null, "/botframework.com/oauth2/v2.0/token")]
    public async Task ASecretProvesTheBot(string? tenant, string path)
    {
        await using var teams = await StartAsync(
            ("Bot:TenantId", tenant), ("Bot:AllowedTenants:0", "tenant"), ("Bot:Credential:Secret", "a secret"));

        await teams.SendAsync();

        var form = Assert.Single(teams.TokenRequests);
        Assert.Equal(
            (path, "client_credentials", AppId, "a secret", "https://api.botframework.com/.default"),
            (form["path"], form["grant_type"], form["client_id"], form["client_secret"], form["scope"]));
    }

    [Fact]
    public async Task ACertificateProvesTheBot()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("certificate-").FullName, "bot.pfx");
        try
        {
            using (var key = RSA.Create(2048))
            {
                var now = TimeProvider.System.GetUtcNow();
                using var certificate = new CertificateRequest("CN=bot", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                    .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
                await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx, "word"));
            }

            await using var teams = await StartAsync(
                ("Bot:TenantId", "tenant"), ("Bot:Credential:CertificatePath", file), ("Bot:Credential:CertificatePassword", "word"));

            await teams.SendAsync();

            var form = Assert.Single(teams.TokenRequests);
            Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", form["client_assertion_type"]);
            Assert.Equal(3, form["client_assertion"].Split('.').Length);
            Assert.False(form.ContainsKey("client_secret"));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    [Fact]
    public async Task AManagedIdentityIsTheBot()
    {
        await using var teams = await StartAsync(("Bot:TenantId", "tenant"), ("Bot:Credential:ManagedIdentityClientId", AppId));

        await teams.SendAsync();

        var question = teams.TokenRequests.Last();
        Assert.Equal(("https://api.botframework.com", AppId, "true"), (question["resource"], question["client_id"], question["Metadata"]));
        Assert.Equal("Bearer machine-token", teams.Calls.Single().Authorization);
    }

    [Fact]
    public async Task AnIdentityThatIsTrustedByTheAppRegistrationProvesTheBot()
    {
        await using var teams = await StartAsync(
            ("Bot:TenantId", "tenant"), ("Bot:Credential:FederatedIdentityClientId", "33333333-3333-3333-3333-333333333333"));

        await teams.SendAsync();

        Assert.Equal("api://AzureADTokenExchange", teams.TokenRequests.First()["resource"]);
        Assert.Equal(("machine-token", AppId), (teams.TokenRequests.Last()["client_assertion"], teams.TokenRequests.Last()["client_id"]));
        Assert.Equal("Bearer token-1", teams.Calls.Single().Authorization);
    }
}
