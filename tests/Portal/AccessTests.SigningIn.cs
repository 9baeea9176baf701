using System.Net;
using AngleSharp.Dom;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal;

public sealed partial class AccessTests
{
    [Fact]
    public async Task ABlockedPersonIsSignedOutAtTheNextRequest()
    {
        var ben = await portal.SignInAsync("BEN");
        await ben.SeeAsync("/opportunities");

        await BlockAsync("BEN", true);
        try
        {
            Assert.Equal(HttpStatusCode.Redirect, (await ben.OpenAsync("/opportunities")).Status);
            Assert.DoesNotContain("Ben Okafor", (await portal.Stranger().SeeAsync("/signin")).Text, StringComparison.Ordinal);
        }
        finally
        {
            await BlockAsync("BEN", false);
        }
    }

    [Fact]
    public async Task SigningOutEndsTheSession()
    {
        var anna = await portal.SignInAsync("ANNA");
        var page = await anna.SeeAsync("/opportunities");

        await anna.SubmitAsync(page, "form[action='/signout']");

        Assert.Equal(HttpStatusCode.Redirect, (await anna.OpenAsync("/opportunities")).Status);
    }

    [Theory]
    [InlineData("/setup/sales-cycles?x=1", "/setup/sales-cycles?x=1")]
    [InlineData("https://elsewhere.example/", "/")]
    [InlineData("//elsewhere.example/", "/")]
    [InlineData("/\\elsewhere.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    public async Task SigningInLeadsNowhereElse(string returnUrl, string expected)
    {
        var visitor = portal.Stranger();
        var page = await visitor.SeeAsync("/signin?returnUrl=" + Uri.EscapeDataString(returnUrl));
        var id = page.Document.QuerySelector("button[name=id]")!.GetAttribute("value");

        Assert.Equal(expected, (await visitor.SubmitAsync(page, "form.people", ("id", id))).Location);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("999999")]
    public async Task NobodyBecomesAPersonWhoDoesNotExist(string id)
    {
        var visitor = portal.Stranger();

        var answer = await visitor.SubmitAsync(await visitor.SeeAsync("/signin"), "form.people", ("id", id));

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.OpenAsync("/opportunities")).Status);
    }

    [Theory]
    [InlineData("Host", "rebound.example")]
    [InlineData("Host", "10.0.0.1")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    public async Task NobodyPicksAPersonThroughAProxyOrByAnotherNameOfThisMachine(string header, string value)
    {
        using var client = new HttpClient { BaseAddress = portal.Address };
        using var own = await client.GetAsync(new Uri("/signin", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/signin");
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await client.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (own.StatusCode, answer.StatusCode));
    }

    [Fact]
    public async Task OutsideDevelopmentNobodyPicksAPerson()
    {
        var production = await PortalApplication.StartAsync("Production");
        try
        {
            var visitor = production.Stranger();

            Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync("/signin")).Status);
            var closed = await visitor.OpenAsync("/opportunities");
            Assert.StartsWith("/signin/unavailable", closed.Location, StringComparison.Ordinal);
            Assert.Contains("not set up yet", (await visitor.SeeAsync(closed.Location)).Text, StringComparison.Ordinal);
        }
        finally
        {
            await production.DisposeAsync();
        }
    }

    private Task BlockAsync(string code, bool blocked) => portal.DoAsync<OpportunitiesContext>(
        db => db.Salespeople.Where(p => p.Code == code).ExecuteUpdateAsync(s => s.SetProperty(p => p.Blocked, blocked)));
}
