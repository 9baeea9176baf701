using System.Net;
using System.Text.RegularExpressions;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Api;

/// <summary>The pages that show the description of the API: in Development only, and with nothing from elsewhere.</summary>
public sealed partial class ApiPagesTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    [Fact]
    public async Task InDevelopmentThePageRunsOnlyTheScriptsThatItNames()
    {
        using var client = new HttpClient { BaseAddress = portal.Address };

        using var page = await client.GetAsync(new Uri("/scalar/", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var html = await page.Content.ReadAsStringAsync();
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        var nonces = Nonce().Matches(html).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(Script().Count(html), nonces.Count);
        Assert.Contains($"script-src 'nonce-{Assert.Single(nonces.Distinct())}';", policy, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.Equal(["nosniff"], page.Headers.GetValues("X-Content-Type-Options"));
        using var again = await client.GetAsync(new Uri("/scalar/", UriKind.Relative));
        Assert.NotEqual(policy, Assert.Single(again.Headers.GetValues("Content-Security-Policy")));
    }

    [Theory]
    [InlineData("/scalar")]
    [InlineData("/scalar/")]
    [InlineData("/scalar/v1")]
    [InlineData("/scalar/scalar.js")]
    public async Task OutsideDevelopmentThereAreNone_AndTheDescriptionStaysOpen(string path)
    {
        var production = await PortalApplication.StartAsync("Production");
        try
        {
            using var client = new HttpClient { BaseAddress = production.Address };

            using var page = await client.GetAsync(new Uri(path, UriKind.Relative));
            using var description = await client.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));

            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (page.StatusCode, description.StatusCode));
        }
        finally
        {
            await production.DisposeAsync();
        }
    }

    [GeneratedRegex("<script")]
    private static partial Regex Script();

    [GeneratedRegex("<script[^>]*nonce=\"([^\"]+)\"")]
    private static partial Regex Nonce();
}
