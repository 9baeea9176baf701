using ChatOpportunities.Tests.Support;
using Microsoft.Playwright;

namespace ChatOpportunities.Tests.Browser;

/// <summary>The pages of the API in a real browser.</summary>
[Collection(BrowserTests.Name)]
public sealed class ApiPagesBrowserTests(Chromium chromium) : IAsyncLifetime
{
    private readonly PortalApplication _portal = new();

    public Task InitializeAsync() => _portal.InitializeAsync();

    public Task DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task TheyShowEveryOperation_AskNobodyElse_AndNothingIsRefusedByTheirPolicy()
    {
        var page = await chromium.OpenAsync();
        List<string> asked = [];
        List<string> refused = [];
        page.Request += (_, request) => asked.Add(request.Url);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
            {
                refused.Add(message.Text);
            }
        };

        await page.GotoAsync(new Uri(_portal.Address, "/scalar").ToString());

        await page.GetByRole(AriaRole.Heading, new() { Name = "Opportunity Desk", Exact = false }).First.WaitForAsync();
        await page.GetByText("Opportunities, page by page").First.WaitForAsync();
        if (Environment.GetEnvironmentVariable("PICTURES") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, "api.png") });
        }

        Assert.Contains(asked, url => url.EndsWith("/openapi/v1.json", StringComparison.Ordinal));
        Assert.All(asked, url => Assert.True(
            url.StartsWith(_portal.Address.ToString(), StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal)
            || url.StartsWith("blob:", StringComparison.Ordinal),
            url));
        Assert.Empty(refused);
    }
}
