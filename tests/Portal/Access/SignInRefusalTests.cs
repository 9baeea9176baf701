using System.Net;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Portal.Access;
using ChatOpportunities.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Access;

/// <summary>What becomes of a sign-in that is forged, disturbed or repeated, and of one while the authority is silent.</summary>
public sealed class SignInRefusalTests(EntraPortal entra) : IClassFixture<EntraPortal>, IAsyncLifetime
{
    private const string SilentAuthority = "http://127.0.0.1:1/tenant/v2.0";
    private readonly OpenIdProvider _provider = entra.Provider;

    public async Task InitializeAsync()
    {
        await entra.BeginAsync();
        _provider.ObjectId = await entra.ObjectIdOfAnnaAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("signed with the public key as a secret")]
    [InlineData("without a nonce")]
    [InlineData("without an object id")]
    [InlineData("with an object id that is none")]
    [InlineData("without a directory")]
    public async Task GivenAForgedToken_WhenItAnswersACode_ThenNobodyIsSignedIn(string how)
    {
        _provider.SignsWithPublicKey = how.StartsWith("signed", StringComparison.Ordinal);
        _provider.Change = claims => _ = how switch
        {
            "without a nonce" => claims.Remove("nonce"),
            "without an object id" => claims.Remove("oid"),
            "with an object id that is none" => (claims["oid"] = Guid.Empty.ToString()) is null,
            "without a directory" => claims.Remove("tid"),
            _ => false,
        };
        using var browser = new SignInBrowser(entra.Portal.Address);

        var page = await browser.FollowAsync("/opportunities");

        Assert.Equal(("/signin/failed", HttpStatusCode.OK), (page.Path, page.Status));
        Assert.Equal(1, _provider.Exchanges);
        Assert.DoesNotContain("opportunities", browser.Cookies.Keys);
    }

    [Fact]
    public async Task GivenATokenThatAnswersAnotherQuestion_ThenWhomItNamesIsNeitherRememberedNorBound()
    {
        var stranger = _provider.ObjectId = Guid.NewGuid();
        _provider.WrongNonce = "another";
        using var browser = new SignInBrowser(entra.Portal.Address);

        await browser.FollowAsync("/opportunities");

        await entra.Portal.DoAsync<OpportunitiesContext>(async db =>
            Assert.False(await db.WaitingPeople.AnyAsync(w => w.EntraObjectId == stranger)));
    }

    [Fact]
    public async Task GivenTheCodeOfAnotherBrowser_WhenItIsPutIntoOnesOwnAnswer_ThenTheAuthorityMissesItsProof()
    {
        using var victim = new SignInBrowser(entra.Portal.Address);
        using var thief = new SignInBrowser(entra.Portal.Address);
        var stolen = (await victim.FollowAsync("/opportunities", until: "/signin/callback")).Path;
        var own = (await thief.FollowAsync("/opportunities", until: "/signin/callback")).Path;

        var page = await thief.FollowAsync(own.Replace(CodeOf(own), CodeOf(stolen), StringComparison.Ordinal));

        Assert.Equal("/signin/failed", page.Path);
        Assert.Equal((0, 1), (_provider.Exchanges, _provider.Asked.Tokens));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?code=x")]
    [InlineData("?code=x&state=%00")]
    [InlineData("?state=garbage&error=server_error&error_description=%3Cb%3E")]
    [InlineData("?error=access_denied")]
    [InlineData("?id_token=x.y.z&state=garbage")]
    [InlineData("?code=x&code=y&state=a&state=b")]
    public async Task GivenAnAnswerNobodyAskedFor_ThenItEndsInAPage(string query)
    {
        using var browser = new SignInBrowser(entra.Portal.Address);

        var page = await browser.FollowAsync("/signin/callback" + query);

        Assert.Equal(("/signin/failed", HttpStatusCode.OK), (page.Path, page.Status));
        Assert.Equal(0, _provider.Asked.Tokens);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "code=x&state=garbage")]
    [InlineData("application/x-www-form-urlencoded", "%%%=&&&")]
    [InlineData("text/plain", "code=x")]
    [InlineData("application/json", "{")]
    public async Task GivenAnAnswerInABody_ThenItEndsInAPage(string type, string body)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        using var content = new StringContent(body, null, type);

        using var answer = await http.PostAsync(new Uri(entra.Portal.Address, "/signin/callback"), content);

        Assert.Equal((HttpStatusCode.Redirect, "/signin/failed"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task GivenWhoSaidNoAtTheAuthority_ThenTheyAreToldThatItDidNotWork()
    {
        using var browser = new SignInBrowser(entra.Portal.Address) { Language = "fr" };
        var callback = (await browser.FollowAsync("/opportunities", until: "/signin/callback")).Path;

        var page = await browser.FollowAsync(callback.Replace("code=" + CodeOf(callback), "error=access_denied", StringComparison.Ordinal));

        Assert.Equal("/signin/failed", page.Path);
        Assert.Contains("La connexion a échoué", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenANewKey_WhenSomebodySignsInNext_ThenItIsReadWithoutARestart()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        await using var portal = new Disposer(await EntraPortal.StartAsync("Development", provider));
        using var before = new SignInBrowser(portal.Application.Address);
        using var after = new SignInBrowser(portal.Application.Address);
        Assert.Equal("/signin/waiting", (await before.FollowAsync("/opportunities")).Path);

        provider.RollKey();

        Assert.Equal("/signin/waiting", (await after.FollowAsync("/opportunities")).Path);
    }

    [Fact]
    public async Task GivenANewKey_WhenATabBringsATokenSignedWithIt_ThenItIsReadWithoutARestart()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        await using var portal = new Disposer(await EntraPortal.StartAsync("Development", provider));
        using var tab = new SignInBrowser(portal.Application.Address) { InFrame = true };
        var page = await tab.FollowAsync("/opportunities");
        var old = provider.Token(null);
        Assert.Equal("/signin/waiting", await tab.PostAsync(page.Path, page.Html, ("token", old)));

        provider.RollKey();

        Assert.Equal("/signin/waiting", await tab.PostAsync(page.Path, page.Html, ("token", provider.Token(null))));
        Assert.Equal("/signin/failed", await tab.PostAsync(page.Path, page.Html, ("token", old)));
    }

    [Fact]
    public async Task GivenAnAuthorityThatRefusesForAMoment_ThenItsDocumentsAreAskedForAgain()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        await using var portal = new Disposer(await EntraPortal.StartAsync("Development", provider));
        provider.FailingReads = 2;
        using var browser = new SignInBrowser(portal.Application.Address);

        Assert.Equal("/signin/waiting", (await browser.FollowAsync("/opportunities")).Path);
        Assert.Equal(4, provider.Asked.Documents);
    }

    [Theory]
    [InlineData(503, "/signin/failed")]
    [InlineData(200, "/signin/failed")]
    [InlineData(null, "/signin/unreachable")]
    public async Task GivenAnAuthorityThatGivesNoToken_ThenItIsAskedOnceAndAPageSaysSo(int? status, string end)
    {
        _provider.TokenAnswer = () => status is null ? null : Results.Text("no token", statusCode: status);
        using var browser = new SignInBrowser(entra.Portal.Address);

        var page = await browser.FollowAsync("/opportunities");

        Assert.Equal((end, HttpStatusCode.OK), (page.Path, page.Status));
        Assert.Equal(1, _provider.Asked.Tokens);
        Assert.DoesNotContain(entra.Portal.Said, line => line.Contains(OpenIdProvider.ClientSecret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", "Your company&#x27;s sign-in does not answer", "try again in a minute")]
    [InlineData("fr", "La connexion de votre entreprise ne répond pas", "Réessayez dans une minute")]
    public async Task GivenASilentAuthority_ThenASentenceSaysWhatToDo(string language, string title, string way)
    {
        await using var portal = new Disposer(await EntraPortal.StartAsync("Development", SilentAuthority));
        using var browser = new SignInBrowser(portal.Application.Address) { Language = language };
        using var tab = new SignInBrowser(portal.Application.Address) { Language = language, InFrame = true };

        var page = await browser.FollowAsync("/opportunities");
        var framed = await tab.FollowAsync("/opportunities");
        var token = await tab.PostAsync(framed.Path, framed.Html, ("token", _provider.Token(null)));

        Assert.Equal(("/signin/unreachable", HttpStatusCode.OK), (page.Path, page.Status));
        Assert.Contains(title, page.Html.Replace("'", "&#x27;", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(way, page.Html, StringComparison.Ordinal);
        Assert.Equal("/signin/unreachable", token);
    }

    [Fact]
    public async Task GivenASilentAuthority_WhenSomebodySignsOut_ThenTheyAreSignedOutHere()
    {
        await using var portal = new Disposer(await EntraPortal.StartAsync("Development", SilentAuthority));
        (string Name, string Value) cookie = ("", "");
        await portal.Application.DoAsync<OpportunitiesContext>(async db => cookie = portal.Application.CookieOf(
            SignedInPerson.Principal(await db.Salespeople.SingleAsync(p => p.Code == "ANNA"), byCompany: true)));
        using var browser = new SignInBrowser(portal.Application.Address, new() { [cookie.Name] = cookie.Value });
        var page = await browser.FollowAsync("/opportunities");

        Assert.Equal("/signin/out", await browser.PostAsync("/signout", page.Html));
        Assert.DoesNotContain("opportunities", browser.Cookies.Keys);
    }

    [Fact]
    public async Task WhoSignsOutComesBackFromTheAuthorityToThePageThatSaysSo()
    {
        using var browser = new SignInBrowser(entra.Portal.Address);
        var page = await browser.FollowAsync("/opportunities");
        var away = await browser.PostAsync("/signout", page.Html);

        var back = await browser.FollowAsync(away);
        var forged = await browser.FollowAsync("/signin/out?state=garbage");

        Assert.Equal("/signin/out", back.Path);
        Assert.Contains("You are signed out", back.Html, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, "/signin/out"), (forged.Status, forged.Path));
    }

    [Fact]
    public async Task NoOtherSiteCanEndASession()
    {
        using var browser = new SignInBrowser(entra.Portal.Address);
        await browser.FollowAsync("/opportunities");

        Assert.Equal(HttpStatusCode.NotFound, (await browser.FollowAsync("/signout-oidc")).Status);
        Assert.Equal("/opportunities", (await browser.FollowAsync("/opportunities")).Path);
    }

    private static string CodeOf(string callback) => QueryHelpers.ParseQuery(callback.Split('?')[1])["code"].ToString();

    private sealed class Disposer(PortalApplication portal) : IAsyncDisposable
    {
        public PortalApplication Application => portal;

        public async ValueTask DisposeAsync() => await portal.DisposeAsync();
    }
}
