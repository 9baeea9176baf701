using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChatOpportunities.Bot.Teams;
using Microsoft.AspNetCore.Http;
using Microsoft.Bot.Schema;
using static ChatOpportunities.Tests.Bot.Teams.TeamsOnLoopback;

namespace ChatOpportunities.Tests.Bot.Teams;

/// <summary>The way out, against a service that behaves badly: what is tried again, what is not, and where the token never goes.</summary>
public sealed class TeamsConnectorTests
{
    private static readonly Func<HttpContext, Task> Reset = http =>
    {
        http.Abort();
        return Task.CompletedTask;
    };

    private static readonly Func<HttpContext, Task> SlowBody = async http =>
    {
        http.Response.StatusCode = 200;
        await http.Response.WriteAsync("""{"id":""");
        await http.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    };

    [Theory]
    [InlineData(412)]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task WhatMayPassIsTriedAgain_AfterAPauseThatGrows(int status)
    {
        await using var teams = await StartAsync();
        teams.Behaviour.Enqueue(Status(status));
        teams.Behaviour.Enqueue(Status(status, "<html>not json</html>"));

        var id = await teams.SendAsync();

        Assert.Equal("sent-1", id);
        Assert.Equal(3, teams.Calls.Count);
        Assert.Collection(
            teams.Clock.Pauses,
            first => Assert.InRange(first.TotalSeconds, 0.8, 1.2),
            second => Assert.InRange(second.TotalSeconds, 1.6, 2.4));
    }

    [Theory]
    [InlineData("3", 3)]
    [InlineData("0", 0.1)]
    [InlineData("date", 4)]
    [InlineData("a date gone by", 0.1)]
    public async Task TheServiceSaysHowLongToWait(string retryAfter, double seconds)
    {
        await using var teams = await StartAsync();
        await teams.SendAsync(); // the token is there, and the clock stands still from here
        var now = new DateTimeOffset(
            teams.Clock.GetUtcNow().UtcDateTime.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        teams.Clock.Advance(now.AddSeconds(1) - teams.Clock.GetUtcNow());
        var header = retryAfter switch
        {
            "date" => now.AddSeconds(5).ToString("R", CultureInfo.InvariantCulture),
            "a date gone by" => now.AddHours(-5).ToString("R", CultureInfo.InvariantCulture),
            _ => retryAfter,
        };
        teams.Behaviour.Enqueue(Status(429, "", ("Retry-After", header)));

        Assert.Equal("sent-1", await teams.SendAsync());

        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(teams.Clock.Pauses));
    }

    [Theory]
    [InlineData("60", 60)]
    [InlineData("4000000", 3600)]
    public async Task ALongerWaitThanATurnHasIsLeftToTheSender(string retryAfter, int seconds)
    {
        await using var teams = await StartAsync();
        teams.Behaviour.Enqueue(Status(429, "", ("Retry-After", retryAfter)));

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => teams.SendAsync());

        Assert.Equal((ConnectorFailure.Throttled, TimeSpan.FromSeconds(seconds)), (failure.Kind, failure.RetryAfter));
        Assert.Single(teams.Calls);
        Assert.Empty(teams.Clock.Pauses);
    }

    [Fact]
    public async Task AServiceThatStaysAwayIsTriedThreeTimes()
    {
        await using var teams = await StartAsync();
        for (var i = 0; i < 3; i++)
        {
            teams.Behaviour.Enqueue(Status(503));
        }

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => teams.SendAsync());

        Assert.Equal(ConnectorFailure.Transient, failure.Kind);
        Assert.Equal(3, teams.Calls.Count);
    }

    [Theory]
    [InlineData(400, "Bad Argument", "Rejected")]
    [InlineData(403, "BotDisabledByAdmin", "Blocked")]
    [InlineData(403, "BotNotInConversationRoster", "Blocked")]
    [InlineData(403, "ConversationBlockedByUser", "Blocked")]
    [InlineData(403, "MessageWritesBlocked", "Blocked")]
    [InlineData(403, "ForbiddenOperationException", "Blocked")]
    [InlineData(403, "NotEnoughPermissions", "Rejected")]
    [InlineData(404, "ConversationNotFound", "NotFound")]
    [InlineData(404, "ActivityNotFoundInConversation", "NotFound")]
    [InlineData(408, "Timeout", "Transient")]
    [InlineData(409, "Conflict", "Rejected")]
    [InlineData(413, "MessageSizeTooBig", "Rejected")]
    [InlineData(500, "ServiceError", "Transient")]
    [InlineData(501, "NotImplemented", "Transient")]
    public async Task WhatMayHaveArrivedOrNeverWillIsNotTriedAgain(int status, string code, string kind)
    {
        await using var teams = await StartAsync();
        teams.Behaviour.Enqueue(Refusal(status, code));

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => teams.SendAsync());

        Assert.Equal((kind, status, code), (failure.Kind.ToString(), (int)failure.Status!, failure.Code));
        Assert.Single(teams.Calls);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(501)]
    public async Task WhatDoesNoHarmTwiceIsTriedAgainWhereAServiceFailed(int status)
    {
        await using var teams = await StartAsync();
        var twice = new Func<Task>[]
        {
            async () => Assert.Equal("sent-1", await teams.UpdateAsync()),
            () => teams.Connector.DeleteAsync(teams.Reference, "card-1", CancellationToken.None),
            () => teams.Connector.CreatePersonalConversationAsync(
                TeamsAddress, "tenant", teams.Reference.Bot!, new ChannelAccount { AadObjectId = "ada" }, CancellationToken.None),
        };

        foreach (var call in twice)
        {
            teams.Calls.Clear();
            teams.Behaviour.Enqueue(Status(status));
            await call();
            Assert.Equal(2, teams.Calls.Count);
        }
    }

    [Theory]
    [InlineData("""{"errorCode":209,"subCode":"MessageWritesBlocked"}""", "Blocked", "MessageWritesBlocked")]
    [InlineData("""{"error":{"code":"Forbidden","subCode":"MessageWritesBlocked"}}""", "Blocked", "MessageWritesBlocked")]
    [InlineData("""{"error":{"code":"a\r\nforged line"}}""", "Rejected", null)]
    [InlineData("""{"error":"no object"}""", "Rejected", null)]
    [InlineData("""{"error":{"code":"\ud800"}}""", "Rejected", null)]
    [InlineData("[[[[", "Rejected", null)]
    public async Task TheReasonIsReadWhereverItStands_AndNothingButACode(string body, string kind, string? code)
    {
        await using var teams = await StartAsync();
        teams.Behaviour.Enqueue(Status(403, body));

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => teams.SendAsync());

        Assert.Equal((kind, code), (failure.Kind.ToString(), failure.Code));
    }

    [Fact]
    public async Task AfterAResetOrSilenceANewMessageIsNotRepeated_ButAChangeIs()
    {
        foreach (var how in new[] { Reset, SlowBody })
        {
            await using var teams = await StartAsync();
            teams.Behaviour.Enqueue(how);
            var failure = await Assert.ThrowsAsync<ConnectorException>(() => teams.SendAsync());
            Assert.Equal(ConnectorFailure.Transient, failure.Kind);
            Assert.Single(teams.Calls);

            teams.Behaviour.Enqueue(how);
            Assert.Equal("sent-1", await teams.UpdateAsync());
            Assert.Equal(3, teams.Calls.Count);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1,2]")]
    [InlineData("""{"id":5}""")]
    [InlineData("<html>")]
    public async Task AnOddAnswerToAMessageThatWasTakenIsNoFailure(string body)
    {
        await using var teams = await StartAsync();
        teams.Behaviour.Enqueue(Status(201, body));

        Assert.Null(await teams.SendAsync());

        Assert.Single(teams.Calls);
    }

    [Fact]
    public async Task AnAnswerWithoutEndIsNotKeptInMemory()
    {
        await using var teams = await StartAsync();
        teams.Behaviour.Enqueue(Status(201, new string(' ', 3 * 1024 * 1024)));

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => teams.SendAsync());

        Assert.Equal(ConnectorFailure.Transient, failure.Kind);
        Assert.Single(teams.Calls);
    }

    [Theory]
    [InlineData(301, "https://attacker.example/")]
    [InlineData(302, "https://attacker.example/")]
    [InlineData(307, "https://attacker.example/v3/conversations/a%3A1/activities")]
    [InlineData(308, "http://smba.trafficmanager.net/emea/")]
    public async Task ARedirectIsNotFollowed(int status, string location)
    {
        await using var teams = await StartAsync();
        teams.Behaviour.Enqueue(Status(status, "", ("Location", location)));

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => teams.SendAsync());

        Assert.Equal(ConnectorFailure.Rejected, failure.Kind);
        Assert.Equal(["login.microsoftonline.com:443", "smba.trafficmanager.net:443"], teams.Dialled.Order());
    }

    [Theory]
    [InlineData("https://attacker.example/")]
    [InlineData("https://attacker.trafficmanager.net/emea/")]
    [InlineData("https://smba.trafficmanager.net.attacker.example/")]
    [InlineData("https://smba.trafficmanager.net@attacker.example/")]
    [InlineData("https://smba.trafficmanager.net:8443/emea/")]
    [InlineData("http://smba.trafficmanager.net/emea/")]
    [InlineData("https://smba.trafficmanager.net/emea/?next=")]
    [InlineData("https://smba.trafficmanager.net/emea/#x")]
    [InlineData("https://teams.microsoft.com.attacker.example/")]
    [InlineData("https://botframework.com/")]
    [InlineData("https://169.254.169.254/")]
    [InlineData("http://localhost/")]
    [InlineData("ftp://smba.trafficmanager.net/")]
    [InlineData("/relative")]
    [InlineData("")]
    public async Task ATokenNeverGoesToAHostThatIsNotAllowed(string serviceUrl)
    {
        await using var teams = await StartAsync();

        foreach (var call in new Func<Task>[]
        {
            () => teams.SendAsync(serviceUrl),
            () => teams.Connector.GetMemberAsync(ReferenceTo(serviceUrl: serviceUrl), CancellationToken.None),
            () => teams.Connector.CreatePersonalConversationAsync(
                serviceUrl, "tenant", teams.Reference.Bot!, teams.Reference.User!, CancellationToken.None),
        })
        {
            var failure = await Assert.ThrowsAsync<ConnectorException>(call);
            Assert.Equal((ConnectorFailure.Rejected, "HostNotAllowed", true), (failure.Kind, failure.Code, failure.IsOwnFault));
        }

        Assert.Empty(teams.Dialled);
        Assert.Empty(teams.TokenRequests);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("")]
    public async Task AnIdThatWouldClimbOutOfThePathIsRefused(string id)
    {
        await using var teams = await StartAsync();
        var reference = ReferenceTo(new ConversationAccount { Id = id, ConversationType = "personal", TenantId = "tenant" });

        await Assert.ThrowsAsync<ConnectorException>(
            () => teams.Connector.SendAsync(reference, Activity.Message("hi"), CancellationToken.None));

        Assert.Empty(teams.Dialled);
    }

    [Fact]
    public async Task ATenantOfTheGovernmentCommunityIsFoundAtItsOwnHost()
    {
        await using var teams = await StartAsync();
        teams.Behaviour.Enqueue(Refusal(403, "InvalidBotApiHost"));

        Assert.Equal("sent-1", await teams.SendAsync());

        Assert.Equal(["smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"], teams.Calls.Select(c => c.Host));
    }

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

    [Fact]
    public async Task AConversationGetsNoMoreThanItMayTake()
    {
        await using var teams = await StartAsync();
        var at = new List<DateTimeOffset>();

        for (var i = 0; i < 80; i++)
        {
            await teams.SendAsync();
            at.Add(teams.Clock.GetUtcNow());
        }

        Assert.All(new[] { (1.0, 7), (2.0, 8), (30.0, 60) }, limit => Assert.True(Most(at, limit.Item1) < limit.Item2));
        Assert.Equal(5, at.Count(t => t == at[0]));
    }

    [Fact]
    public async Task ATenantGetsNoMoreThanItMayTake_AndOthersDoNotWaitForIt()
    {
        await using var teams = await StartAsync();
        var at = new List<DateTimeOffset>();

        for (var i = 0; i < 100; i++)
        {
            var conversation = new ConversationAccount { Id = "a:" + i, TenantId = "tenant" };
            await teams.Connector.SendAsync(ReferenceTo(conversation), Activity.Message("hi"), CancellationToken.None);
            at.Add(teams.Clock.GetUtcNow());
        }

        var pauses = teams.Clock.Pauses.Count;
        var other = new ConversationAccount { Id = "a:other", TenantId = "other" };
        await teams.Connector.SendAsync(ReferenceTo(other), Activity.Message("hi"), CancellationToken.None);

        Assert.True(Most(at, 1) < 30);
        Assert.Equal(pauses, teams.Clock.Pauses.Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task WhatATenantMayTakeIsDividedAmongTheHostsThatSend(int hosts)
    {
        List<DateTimeOffset> at = [];
        for (var host = 0; host < hosts; host++)
        {
            await using var teams = await StartAsync(
                ("Bot:TenantId", "tenant"), ("Bot:Credential:Secret", "a secret"),
                ("Bot:SendingHosts", hosts.ToString(CultureInfo.InvariantCulture)));
            var began = teams.Clock.GetUtcNow();
            for (var i = 0; i < 40; i++)
            {
                var conversation = new ConversationAccount { Id = "a:" + i, TenantId = "tenant" };
                await teams.Connector.SendAsync(ReferenceTo(conversation), Activity.Message("hi"), CancellationToken.None);
                at.Add(DateTimeOffset.UnixEpoch + (teams.Clock.GetUtcNow() - began)); // as if all began at the same moment
            }
        }

        Assert.InRange(Most(at, 1), 10, 29);
    }

    [Fact]
    public async Task GivenSomebodyWithoutAChat_ThenOneIsMadeInTheirTenant_EvenWhenAskedTwice()
    {
        await using var teams = await StartAsync();
        teams.Behaviour.Enqueue(Reset);
        teams.Behaviour.Enqueue(Status(201, """{"id":"a:new","serviceUrl":"https://attacker.example/"}"""));

        var made = await teams.Connector.CreatePersonalConversationAsync(
            TeamsAddress, "tenant", teams.Reference.Bot!, new ChannelAccount { AadObjectId = "ada" }, CancellationToken.None);

        Assert.Equal(
            ("a:new", "personal", "tenant", TeamsAddress),
            (made.Conversation!.Id, made.Conversation.ConversationType, made.Conversation.TenantId, made.ServiceUrl));
        Assert.Equal(["/emea/v3/conversations", "/emea/v3/conversations"], teams.Calls.Select(c => c.Path));
    }

    private static int Most(List<DateTimeOffset> at, double seconds) =>
        at.Max(start => at.Count(t => t >= start && t < start.AddSeconds(seconds)));
}
