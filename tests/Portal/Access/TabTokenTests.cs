using System.Net;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Access;

/// <summary>The token that Teams gives a tab: taken in a person's name for our API, and refused as anything else.</summary>
public sealed class TabTokenTests(EntraPortal entra) : IClassFixture<EntraPortal>, IAsyncLifetime
{
    private const string Another = "44444444-4444-4444-4444-444444444444";
    private readonly OpenIdProvider _provider = entra.Provider;

    public async Task InitializeAsync()
    {
        await entra.BeginAsync();
        _provider.ObjectId = await entra.ObjectIdOfAnnaAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(OpenIdProvider.ClientId, "access_as_user")]
    [InlineData("api://" + OpenIdProvider.ClientId, "access_as_user")]
    [InlineData(OpenIdProvider.ClientId, "openid access_as_user profile")]
    public async Task ATokenForOurApiInAPersonsNameSignsThemIn(string audience, string scope)
    {
        (_provider.WrongAudience, _provider.Scope) = (audience, scope);

        Assert.Equal("/opportunities", await BringAsync(_provider.Token(null)));
    }

    [Fact]
    public async Task TheNameThatTheRegistrationGivesItsApiIsKnownWhereItIsSet()
    {
        const string Name = "api://sales.example.com/" + OpenIdProvider.ClientId;
        _provider.WrongAudience = Name;
        Assert.Equal("/signin/failed", await BringAsync(_provider.Token(null)));

        var portal = await EntraPortal.StartAsync("Development", _provider.Address, ("Portal:Entra:ApplicationIdUri", Name));
        try
        {
            Assert.Equal("/signin/waiting", await BringAsync(_provider.Token(null), portal));
        }
        finally
        {
            await portal.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("an id token")]
    [InlineData("a program's own")]
    [InlineData("without scope")]
    [InlineData("with another scope")]
    [InlineData("with a scope that only begins alike")]
    [InlineData("for another audience")]
    [InlineData("for another api")]
    [InlineData("of another issuer")]
    [InlineData("of another tenant")]
    [InlineData("expired")]
    [InlineData("not yet valid")]
    [InlineData("with another key")]
    [InlineData("unsigned")]
    [InlineData("signed with the public key as a secret")]
    [InlineData("of nobody")]
    public async Task AnyOtherTokenIsRefused(string which)
    {
        _provider.Scope = which switch
        {
            "a program's own" or "without scope" => null,
            "with another scope" => "User.Read",
            "with a scope that only begins alike" => "access_as_user_of_another",
            _ => "access_as_user",
        };
        _provider.WrongAudience = which switch { "for another audience" => Another, "for another api" => "api://" + Another, _ => null };
        _provider.WrongIssuer = which == "of another issuer" ? "https://elsewhere.example/v2.0" : null;
        _provider.WrongTenant = which == "of another tenant" ? Another : null;
        _provider.Lifetime = TimeSpan.FromMinutes(which switch { "expired" => -6, "not yet valid" => 180, _ => 30 });
        (_provider.WrongKey, _provider.Unsigned) = (which == "with another key", which == "unsigned");
        _provider.SignsWithPublicKey = which.StartsWith("signed", StringComparison.Ordinal);
        _provider.Change = claims =>
        {
            if (which == "a program's own")
            {
                (claims["roles"], claims["idtyp"]) = (new[] { "access_as_user" }, "app");
            }
            else if (which == "of nobody")
            {
                claims.Remove("oid");
            }
        };

        Assert.Equal("/signin/failed", await BringAsync(_provider.Token(which == "an id token" ? "nonce" : null)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task WhatIsNoTokenIsRefused(string text) => Assert.Equal("/signin/failed", await BringAsync(text));

    [Fact]
    public async Task ATabIsNotLetInByATokenInTheHeadersOfARequest()
    {
        using var tab = new SignInBrowser(entra.Portal.Address) { InFrame = true, Authorization = "Bearer " + _provider.Token(null) };
        var page = await tab.FollowAsync("/opportunities");

        Assert.StartsWith("/signin/company", page.Path, StringComparison.Ordinal);
        Assert.Equal("/signin/failed", await tab.PostAsync(page.Path, page.Html));
    }

    [Fact]
    public async Task ASessionIsBegunAnewOnlyForWhomThePageWasMade_AndByNoOtherSite()
    {
        var anna = 0L;
        await entra.Portal.DoAsync<OpportunitiesContext>(async db => anna = (await db.Salespeople.SingleAsync(p => p.Code == "ANNA")).Id);
        using var http = new HttpClient { BaseAddress = entra.Portal.Address };

        Assert.Equal(HttpStatusCode.OK, (await RenewAsync(_provider.Token(null), anna)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await RenewAsync(_provider.Token(null), anna + 1)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await RenewAsync("nonsense", anna)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await RenewAsync("", anna)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await RenewAsync(_provider.Token(null), anna, fromOurPage: false)).Status);
        Assert.True((await RenewAsync(_provider.Token(null), anna)).BeginsSession);
        Assert.False((await RenewAsync(_provider.Token(null), anna + 1)).BeginsSession);
        Assert.False((await RenewAsync("nonsense", anna)).BeginsSession);

        async Task<(HttpStatusCode Status, bool BeginsSession)> RenewAsync(string token, long person, bool fromOurPage = true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/signin/renew")
            {
                Content = new FormUrlEncodedContent(
                    [new("token", token), new("person", person.ToString(System.Globalization.CultureInfo.InvariantCulture))]),
            };
            if (fromOurPage)
            {
                request.Headers.Add("X-Requested-With", "fetch");
            }

            using var answer = await http.SendAsync(request);
            return (answer.StatusCode, answer.Headers.TryGetValues("Set-Cookie", out var cookies)
                && cookies.Any(cookie => cookie.StartsWith("opportunities=", StringComparison.Ordinal)));
        }
    }

    private async Task<string> BringAsync(string token, PortalApplication? portal = null)
    {
        using var tab = new SignInBrowser((portal ?? entra.Portal).Address) { InFrame = true };
        var page = await tab.FollowAsync("/opportunities");
        return await tab.PostAsync(page.Path, page.Html, ("token", token));
    }
}
