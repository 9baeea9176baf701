using System.Net;
using System.Text.RegularExpressions;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Portal.Access;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Portal.Access;

/// <summary>Signing in with the company's accounts, against a real OpenID provider on this machine.</summary>
public sealed partial class EntraSignInTests(EntraPortal entra) : IClassFixture<EntraPortal>, IAsyncLifetime
{
    private const string Anna = "ANNA";
    private const string OtherTenant = "55555555-5555-5555-5555-555555555555";
    private readonly OpenIdProvider _provider = entra.Provider;
    private readonly PortalApplication _portal = entra.Portal;

    /// <summary>Everything as at the start: the truth is told, and Anna is known by an object id of her own.</summary>
    public Task InitializeAsync() => entra.BeginAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task WhoIsKnownByObjectIdIsSignedInAndComesWhereTheyWanted()
    {
        _provider.ObjectId = await ObjectIdOfAnnaAsync();
        using var browser = new SignInBrowser(_portal.Address);

        var page = await browser.FollowAsync("/opportunities?status=All");

        Assert.Equal((HttpStatusCode.OK, "/opportunities?status=All"), (page.Status, page.Path));
        Assert.Contains("Anna Keller", page.Html, StringComparison.Ordinal);
        Assert.Equal(1, _provider.Exchanges);
    }

    [Fact]
    public async Task WhoIsKnownByMailIsRecognisedAndKeptByObjectId()
    {
        await _portal.DoAsync<OpportunitiesContext>(db => db.Salespeople.Where(p => p.Code == Anna)
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.EntraObjectId, (Guid?)null)));
        _provider.Mail = "Anna@Lumen-Supply.example";
        using var browser = new SignInBrowser(_portal.Address);

        Assert.Equal(HttpStatusCode.OK, (await browser.FollowAsync("/opportunities")).Status);
        Assert.Equal(_provider.ObjectId, await ObjectIdOfAnnaAsync());
    }

    // Who is known by mail only: the mail counts in a token of the company's own directory, unless that says that nobody has verified it.
    [Theory]
    [InlineData("email", null, null, "/opportunities")]
    [InlineData("email", "email_verified", true, "/opportunities")]
    [InlineData("email", "email_verified", false, "/signin/waiting")]
    [InlineData("email", "xms_edov", false, "/signin/waiting")]
    [InlineData("email", "xms_edov", 0, "/signin/waiting")]
    [InlineData("preferred_username", "tid", OtherTenant, "/signin/failed")]
    [InlineData("upn", "tid", OtherTenant, "/signin/failed")]
    [InlineData("email", "tid", OtherTenant, "/signin/failed")]
    public async Task AMailOfAnotherDirectoryOrThatNobodyVerifiedIsNotBelieved(string claim, string? other, object? value, string comesTo)
    {
        await _portal.DoAsync<OpportunitiesContext>(db => db.Salespeople.Where(p => p.Code == Anna)
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.EntraObjectId, (Guid?)null)));
        _provider.Change = claims =>
        {
            claims[claim] = "anna@lumen-supply.example";
            if (other is not null)
            {
                claims[other] = value!;
            }
        };
        using var browser = new SignInBrowser(_portal.Address);
        using var tab = new SignInBrowser(_portal.Address) { InFrame = true };

        var inTab = await tab.FollowAsync("/opportunities");
        var byTab = await tab.PostAsync(inTab.Path, inTab.Html, ("token", _provider.Token(null)));
        var byPage = await browser.FollowAsync("/opportunities");

        Assert.Equal((comesTo, comesTo), (byTab, byPage.Path));
        Guid? known = comesTo == "/opportunities" ? _provider.ObjectId : null;
        await _portal.DoAsync<OpportunitiesContext>(async db =>
            Assert.Equal(known, (await db.Salespeople.SingleAsync(p => p.Code == Anna)).EntraObjectId));
    }

    [Fact]
    public async Task AStrangerGetsAFriendlyPageAndWaits()
    {
        using var browser = new SignInBrowser(_portal.Address);

        var page = await browser.FollowAsync("/opportunities");

        Assert.Equal("/signin/waiting", page.Path);
        Assert.Contains("We do not know you here yet", page.Html, StringComparison.Ordinal);
        await _portal.DoAsync<OpportunitiesContext>(async db =>
            Assert.Equal("somebody@example.com", (await db.WaitingPeople.SingleAsync(w => w.EntraObjectId == _provider.ObjectId)).Email));
    }

    [Fact]
    public async Task ABlockedPersonIsNotSignedIn()
    {
        _provider.ObjectId = await ObjectIdOfAnnaAsync();
        await _portal.DoAsync<OpportunitiesContext>(db => db.Salespeople.Where(p => p.Code == Anna)
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.Blocked, true)));
        using var browser = new SignInBrowser(_portal.Address);

        Assert.Equal("/signin/waiting", (await browser.FollowAsync("/opportunities")).Path);
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("issuer")]
    [InlineData("audience")]
    [InlineData("tenant")]
    [InlineData("expired")]
    [InlineData("key")]
    [InlineData("unsigned")]
    public async Task ATokenThatCannotBeTrustedSignsNobodyIn(string wrong)
    {
        _provider.ObjectId = await ObjectIdOfAnnaAsync();
        _ = wrong switch
        {
            "nonce" => _provider.WrongNonce = "another",
            "issuer" => _provider.WrongIssuer = "https://elsewhere.example/v2.0",
            "audience" => _provider.WrongAudience = "44444444-4444-4444-4444-444444444444",
            "tenant" => _provider.WrongTenant = "55555555-5555-5555-5555-555555555555",
            _ => null,
        };
        _provider.Lifetime = wrong == "expired" ? TimeSpan.FromMinutes(-6) : _provider.Lifetime;
        (_provider.WrongKey, _provider.Unsigned) = (wrong == "key", wrong == "unsigned");
        using var browser = new SignInBrowser(_portal.Address);

        var page = await browser.FollowAsync("/opportunities");

        Assert.Equal("/signin/failed", page.Path);
        Assert.Equal(1, _provider.Exchanges);
        Assert.DoesNotContain("opportunities", browser.Cookies.Keys);
    }

    [Fact]
    public async Task ATokenIsGoodForAFewMinutesAfterItsEndWhereClocksDiffer()
    {
        _provider.ObjectId = await ObjectIdOfAnnaAsync();
        _provider.Lifetime = TimeSpan.FromMinutes(-4);
        using var browser = new SignInBrowser(_portal.Address);

        Assert.Equal("/opportunities", (await browser.FollowAsync("/opportunities")).Path);
    }

    [Fact]
    public async Task AnAnswerUsedTwiceSignsNobodyIn()
    {
        _provider.ObjectId = await ObjectIdOfAnnaAsync();
        using var browser = new SignInBrowser(_portal.Address);
        var callback = await browser.FollowAsync("/opportunities", until: "/signin/callback");
        var kept = new Dictionary<string, string>(browser.Cookies);
        await browser.FollowAsync(callback.Path);

        // In the same browser, whose cookie of the question is gone; and by somebody who kept that cookie too.
        browser.Cookies.Remove("opportunities");
        var again = await browser.FollowAsync(callback.Path);
        using var thief = new SignInBrowser(_portal.Address, kept);
        var stolen = await thief.FollowAsync(callback.Path);

        Assert.Equal(("/signin/failed", "/signin/failed"), (again.Path, stolen.Path));
        Assert.Equal(1, _provider.Exchanges);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("changed")]
    [InlineData("missing")]
    [InlineData("of another browser")]
    public async Task AStateThatIsNotOursSignsNobodyIn(string how)
    {
        _provider.ObjectId = await ObjectIdOfAnnaAsync();
        using var browser = new SignInBrowser(_portal.Address);
        var callback = (await browser.FollowAsync("/opportunities", until: "/signin/callback")).Path;
        var tampered = how switch
        {
            "cut" => callback[..^10],
            "changed" => callback[..^10] + "AAAAAAAAAA",
            "missing" => State().Replace(callback, ""),
            _ => callback,
        };
        if (how == "of another browser")
        {
            browser.Cookies.Clear();
        }

        Assert.Equal("/signin/failed", (await browser.FollowAsync(tampered)).Path);
        Assert.Equal(0, _provider.Exchanges);
    }

    [Fact]
    public async Task SigningOutEndsTheSessionHereAndAtTheProvider()
    {
        _provider.ObjectId = await ObjectIdOfAnnaAsync();
        using var browser = new SignInBrowser(_portal.Address);
        var page = await browser.FollowAsync("/opportunities");

        var answer = await browser.PostAsync("/signout", page.Html);

        Assert.StartsWith(
            new Uri(new Uri(_provider.Address), "/logout?post_logout_redirect_uri=").ToString(), answer, StringComparison.Ordinal);
        Assert.Contains(Uri.EscapeDataString("/signin/out"), answer, StringComparison.Ordinal);
        Assert.DoesNotContain("opportunities", browser.Cookies.Keys);
    }

    [Fact]
    public async Task InATeamsTabTeamsIsAskedWhoIsThere()
    {
        _provider.ObjectId = await ObjectIdOfAnnaAsync();
        using var browser = new SignInBrowser(_portal.Address) { InFrame = true };
        var page = await browser.FollowAsync("/opportunities");
        Assert.Contains("MicrosoftTeams.min", page.Html, StringComparison.Ordinal);

        var refused = await browser.PostAsync(page.Path, page.Html, ("token", "nonsense"));
        _provider.WrongIssuer = "https://elsewhere.example/v2.0";
        var foreign = await browser.PostAsync(page.Path, page.Html, ("token", _provider.Token(null)));
        _provider.WrongIssuer = null;
        var taken = await browser.PostAsync(page.Path, page.Html, ("token", _provider.Token(null)));

        Assert.Equal(("/signin/failed", "/signin/failed", "/opportunities"), (refused, foreign, taken));
        Assert.Contains("Anna Keller", (await browser.FollowAsync("/opportunities")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InOperationCookiesMayStandInATeamsTabAndNowhereElse_AndHeadersSayWhatAPageMayDo()
    {
        using var certificate = TestCertificate.Rsa();
        await using var provider = await OpenIdProvider.StartAsync(certificate);
        await using var production = new Disposer(await EntraPortal.StartAsync("Production", provider));
        await production.Portal.DoAsync<OpportunitiesContext>(
            async db => provider.ObjectId = (await db.Salespeople.SingleAsync(p => p.Code == Anna)).EntraObjectId!.Value);
        using var browser = new SignInBrowser(production.Portal.Address) { InFrame = true };
        var page = await browser.FollowAsync("/opportunities");
        await browser.PostAsync(page.Path, page.Html, ("token", provider.Token(null)));
        using var window = new SignInBrowser(production.Portal.Address);
        await window.FollowAsync("/opportunities", until: "/authorize");

        foreach (var name in new[] { "opportunities", "opportunities-form" })
        {
            var cookie = browser.Set.Last(c => c.StartsWith(name + "=", StringComparison.Ordinal));
            foreach (var flag in new[] { "secure", "httponly", "samesite=none", "partitioned", "path=/" })
            {
                Assert.Single(cookie.Split("; ")[1..], f => f.Equals(flag, StringComparison.OrdinalIgnoreCase));
            }

            Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        }

        var question = Assert.Single(window.Set, c => c.StartsWith("opportunities-signin.", StringComparison.Ordinal));
        Assert.Contains("secure; samesite=none; httponly", question, StringComparison.OrdinalIgnoreCase);
        var nonce = Assert.Single(window.Set, c => c.StartsWith("opportunities-nonce.", StringComparison.Ordinal));
        Assert.Contains("path=/signin/callback; secure; samesite=none; httponly", nonce, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("max-age=31536000", page.Header("Strict-Transport-Security"));
        Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
        Assert.Equal("same-origin", page.Header("Referrer-Policy"));
        Assert.Contains(
            "frame-ancestors 'self' https://teams.microsoft.com", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FormsMayLeadToWherePeopleSignInAndOut_AlsoWhileTheAuthorityIsSilent()
    {
        await using var silent = new Disposer(await EntraPortal.StartAsync("Development", "http://127.0.0.1:1/tenant/v2.0"));
        using var browser = new SignInBrowser(_portal.Address);
        using var other = new SignInBrowser(silent.Portal.Address);

        var told = (await browser.FollowAsync("/signin/failed")).Header("Content-Security-Policy");
        var guessed = (await other.FollowAsync("/signin/failed")).Header("Content-Security-Policy");

        Assert.EndsWith(
            $"form-action 'self' {new Uri(_provider.Address).GetLeftPart(UriPartial.Authority)}", told, StringComparison.Ordinal);
        Assert.EndsWith("form-action 'self' http://127.0.0.1:1", guessed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheKeysOfCookiesAreKeptInTheDatabase()
    {
        using var browser = new SignInBrowser(_portal.Address);
        await browser.FollowAsync("/signin");

        await _portal.DoAsync<OpportunitiesContext>(async db =>
            Assert.NotEmpty(await db.ProtectionKeys.ToListAsync()));
    }

    [Theory]
    [InlineData(null, "not-a-guid", "secret", 12, "Portal:Entra:TenantId")]
    [InlineData("http://login.example.com", OpenIdProvider.TenantId, "secret", 12, "Portal:Entra:Authority")]
    [InlineData("http://127.0.0.1:5000", OpenIdProvider.TenantId, "secret", 12, "Portal:Entra:Authority")]
    [InlineData(null, OpenIdProvider.TenantId, "", 12, "Portal:Entra:ClientSecret")]
    [InlineData(null, OpenIdProvider.TenantId, "secret", 0, "Portal:Entra:SessionHours")]
    public void AWrongSettingIsNamed(string? authority, string tenant, string secret, int hours, string named)
    {
        var options = new EntraOptions
        {
            Authority = authority,
            TenantId = tenant,
            ClientId = OpenIdProvider.ClientId,
            ClientSecret = secret,
            SessionHours = hours,
        };

        Assert.Contains(named, new EntraOptionsValidator().Validate(null, options).FailureMessage, StringComparison.Ordinal);
    }

    private Task<Guid> ObjectIdOfAnnaAsync() => entra.ObjectIdOfAnnaAsync();

    [GeneratedRegex("&state=[^&]*")]
    private static partial Regex State();

    private sealed class Disposer(PortalApplication portal) : IAsyncDisposable
    {
        public PortalApplication Portal => portal;

        public async ValueTask DisposeAsync() => await portal.DisposeAsync();
    }
}

/// <summary>A portal whose people sign in at a provider on this machine.</summary>
public sealed class EntraPortal : IAsyncLifetime
{
    internal OpenIdProvider Provider { get; private set; } = null!;

    internal PortalApplication Portal { get; private set; } = null!;

    internal static Task<PortalApplication> StartAsync(string environment, OpenIdProvider provider) =>
        StartAsync(environment, provider.Address);

    internal static Task<PortalApplication> StartAsync(
        string environment, string authority, params (string Name, string Value)[] more) => PortalApplication.StartAsync(
        environment, TrustTestCertificates, [.. more, .. Settings(authority)]);

    private static (string Name, string Value)[] Settings(string authority) =>
    [
        ("Portal:Entra:Authority", authority), ("Portal:Entra:TenantId", OpenIdProvider.TenantId),
        ("Portal:Entra:ClientId", OpenIdProvider.ClientId), ("Portal:Entra:ClientSecret", OpenIdProvider.ClientSecret),
    ];

    /// <summary>No authority stands behind the provider's certificate.</summary>
    private static void TrustTestCertificates(IServiceCollection services) =>
        services.AddHttpClient(EntraAuthority.ClientName).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Subject == TestCertificate.Subject },
        });

    public async Task InitializeAsync()
    {
        Provider = await OpenIdProvider.StartAsync();
        Portal = await StartAsync("Development", Provider);
    }

    /// <summary>Everything as at the start: the truth is told, and Anna is known by an object id of her own.</summary>
    internal async Task BeginAsync()
    {
        Provider.TellTheTruth();
        await Portal.DoAsync<OpportunitiesContext>(db => db.Salespeople.Where(p => p.Code == "ANNA")
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.EntraObjectId, Guid.NewGuid()).SetProperty(p => p.Blocked, false)));
    }

    internal async Task<Guid> ObjectIdOfAnnaAsync()
    {
        Guid? id = null;
        await Portal.DoAsync<OpportunitiesContext>(
            async db => id = (await db.Salespeople.SingleAsync(p => p.Code == "ANNA")).EntraObjectId);
        return id!.Value;
    }

    public async Task DisposeAsync()
    {
        await Portal.DisposeAsync();
        await Provider.DisposeAsync();
    }
}
