using System.Net;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Bot.Teams;

/// <summary>Tokens made by hand, good and forged, against a key server on this machine.</summary>
public sealed partial class InboundTokenTests(InboundTokenTests.Door door) : IClassFixture<InboundTokenTests.Door>
{
    [Theory]
    [MemberData(nameof(WrongTokens))]
    public async Task AForgedOrWrongTokenIsRefused_WithNothingSaidOfWhy(string what)
    {
        var call = new Call(door, door.Host);
        Wrong[what].Change(call);
        var acts = door.Host.Acts.Count;

        using var response = await call.SendAsync();

        Assert.Equal(Wrong[what].Status, (int)response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
        Assert.Equal(Wrong[what].Status == 401 ? ["Bearer"] : [], response.Headers.WwwAuthenticate.Select(h => h.ToString()));
        Assert.Equal(acts, door.Host.Acts.Count);
    }

    [Theory]
    [MemberData(nameof(GoodTokens))]
    public async Task AGoodTokenIsAccepted(string what)
    {
        var call = new Call(door, door.Host);
        Good[what](call);
        var acts = door.Host.Acts.Count;

        using var response = await call.SendAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(acts + 1, door.Host.Acts.Count);
    }

    [Fact]
    public async Task ARotatedKeyIsTakenWithoutARestart_AndTheOldOneNoLonger()
    {
        var clock = new StandingDate();
        await using var host = await Door.StartAsync(clock);
        Assert.Equal(200, await new Call(door, host, clock).StatusAsync());

        // The channel changes its key.
        host.KeyId = null;
        host.MoreKeys["second"] = (door.Second, ["msteams"]);
        var withNew = () => new Call(door, host, clock) { SignedBy = door.Second, Header = { ["kid"] = "second" } }.StatusAsync();
        Assert.Equal(401, await withNew()); // asked for less than five minutes ago
        Assert.Equal(200, await new Call(door, host, clock).StatusAsync());

        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(200, await withNew());
        Assert.Equal(401, await new Call(door, host, clock).StatusAsync());
    }

    [Fact]
    public async Task JunkKeyIdsDoNotMakeTheKeysBeFetchedAgainAndAgain()
    {
        var clock = new StandingDate();
        await using var host = await Door.StartAsync(clock);
        Assert.Equal(200, await new Call(door, host, clock).StatusAsync());
        clock.Advance(TimeSpan.FromMinutes(6));

        foreach (var number in Enumerable.Range(0, 50))
        {
            Assert.Equal(
                401, await new Call(door, host, clock) { SignedBy = door.Attacker, Header = { ["kid"] = "junk-" + number } }.StatusAsync());
        }

        Assert.Equal(2, host.KeyRequests);
        Assert.Equal(200, await new Call(door, host, clock).StatusAsync());
    }

    [Fact]
    public async Task TheLastGoodKeysOutliveAKeyServerThatIsDown_ButNotForEver()
    {
        var clock = new StandingDate();
        await using var host = await Door.StartAsync(clock);
        Assert.Equal(200, await new Call(door, host, clock).StatusAsync());
        host.KeysAreServed = false;

        clock.Advance(TimeSpan.FromHours(13));
        Assert.Equal(200, await new Call(door, host, clock).StatusAsync());
        Assert.Equal(2 + SigningKeys.MaxRetries, host.KeyRequests);
        clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(200, await new Call(door, host, clock).StatusAsync());
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(401, await new Call(door, host, clock).StatusAsync());

        host.KeysAreServed = true;
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(200, await new Call(door, host, clock).StatusAsync());
    }

    [Fact]
    public async Task WithoutAnyKeysNobodyIsHeard_UntilThereAreSome()
    {
        var clock = new StandingDate();
        await using var host = await Door.StartAsync(clock);
        host.KeysAreServed = false;
        Assert.Equal(401, await new Call(door, host, clock).StatusAsync());

        host.KeysAreServed = true;
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, await new Call(door, host, clock).StatusAsync());
    }

    [Theory]
    [InlineData("as asked for, version 2", 200)]
    [InlineData("as asked for, version 1", 200)]
    [InlineData("another app", 403)]
    [InlineData("no version", 403)]
    [InlineData("another directory inside", 401)]
    [InlineData("another directory", 401)]
    [InlineData("signed by the channel's key", 401)]
    [InlineData("the channel's issuer signed by Entra's key", 401)]
    [InlineData("a host that is not allowed", 403)]
    [InlineData("another tenant", 403)]
    public async Task TokensOfEntraAreTakenOnlyFromTheDirectoriesAndAppsThatAreNamed(string what, int status)
    {
        await using var host = await Door.StartAsync(null, ("Bot:Entra:Tenants:0", Tenant));
        var call = new Call(door, host)
        {
            SignedBy = host.EntraKey,
            Header = { ["kid"] = "entra-1" },
            Payload =
            {
                ["iss"] = new Uri(host.ConnectorUrl).GetLeftPart(UriPartial.Authority) + $"/{Tenant}/v2.0",
                ["tid"] = Tenant,
                ["ver"] = "2.0",
                ["azp"] = ChannelHost.AppId,
            },
        };
        call.Payload.Remove("serviceurl");
        switch (what)
        {
            case "as asked for, version 1":
                (call.Payload["ver"], call.Payload["appid"], call.Payload["iss"]) =
                    ("1.0", ChannelHost.AppId, $"https://sts.windows.net/{Tenant}/");
                break;
            case "another app":
                call.Payload["azp"] = "22222222-2222-2222-2222-222222222222";
                break;
            case "no version":
                call.Payload.Remove("ver");
                break;
            case "another directory inside":
                call.Payload["tid"] = "22222222-2222-2222-2222-222222222222";
                break;
            case "another directory":
                call.Payload["iss"] = "https://sts.windows.net/22222222-2222-2222-2222-222222222222/";
                break;
            case "signed by the channel's key":
                (call.SignedBy, call.Header["kid"]) = (host.Key, "key-1");
                break;
            case "the channel's issuer signed by Entra's key":
                call.Payload["iss"] = "https://api.botframework.com";
                break;
            case "a host that is not allowed":
                call.Activity["serviceUrl"] = "https://attacker.example/";
                break;
            case "another tenant":
                call.Activity["conversation"]!["tenantId"] = "another";
                break;
        }

        Assert.Equal(status, await call.StatusAsync());
    }

    [Fact]
    public async Task SeveralTenantsMayBeServed_AndTheOthersNot()
    {
        await using var host = await Door.StartAsync(null, ("Bot:AllowedTenants:0", "one"), ("Bot:AllowedTenants:1", "two"));

        int[] statuses = [await FromAsync("one"), await FromAsync("TWO"), await FromAsync(Tenant)];

        Assert.Equal([200, 200, 403], statuses);
        Task<int> FromAsync(string tenant)
        {
            var call = new Call(door, host);
            call.Activity["conversation"]!["tenantId"] = tenant;
            return call.StatusAsync();
        }
    }
}
