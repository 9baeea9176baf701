using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using ChatOpportunities.Bot.Teams;
using Microsoft.AspNetCore.Http;
using Microsoft.Bot.Schema;
using static ChatOpportunities.Tests.Bot.Teams.TeamsOnLoopback;

namespace ChatOpportunities.Tests.Bot.Teams;

/// <summary>The way out, against a service that behaves badly: what is tried again, what is not, and where the token never goes.</summary>
public sealed partial class TeamsConnectorTests
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
}
