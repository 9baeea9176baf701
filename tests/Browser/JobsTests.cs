using System.Collections.Concurrent;
using ChatOpportunities.Tests.Support;
using Microsoft.Playwright;

namespace ChatOpportunities.Tests.Browser;

/// <summary>Hangfire's dashboard in a real browser, under the portal's headers.</summary>
[Collection(BrowserTests.Name)]
public sealed class JobsTests(Chromium chromium)
{
    [Fact]
    public async Task AnAdminLooksAtTheJobs_StartsOne_AndNoScriptOrStyleIsRefused()
    {
        await using var portal = await PortalApplication.StartAsync("Development");
        var page = await chromium.OpenAsync();
        ConcurrentQueue<string> wrong = [];
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                wrong.Enqueue($"{page.Url}: {message.Text}");
            }
        };
        page.PageError += (_, error) => wrong.Enqueue($"{page.Url}: {error}");
        page.Response += (_, answer) =>
        {
            if (answer.Status >= 400)
            {
                wrong.Enqueue($"{answer.Status} {answer.Url}");
            }
        };
        await page.GotoAsync(new Uri(portal.Address, "/setup/settings").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Emma Rossi" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Jobs", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/jobs");
        await Assertions.Expect(page.Locator("h1").First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Recurring Jobs" }).ClickAsync();
        await page.Locator("input[value='clean-up']").CheckAsync();
        await page.GetByText("Trigger now").ClickAsync();
        await page.Locator("td a[href*='/jobs/jobs/details/']").First.ClickAsync();
        await page.WaitForURLAsync("**/jobs/jobs/details/*");
        await Assertions.Expect(page.Locator("h1").First).ToContainTextAsync("Remove what has ended");
        await Product.UntilAsync(async () =>
        {
            await page.ReloadAsync();
            return (await page.Locator(".state-card").AllInnerTextsAsync()).Any(
                state => state.Contains("Succeeded", StringComparison.Ordinal));
        });
        await Pictures.WholeAsync(page, "jobs-details");
        await page.GotoAsync(new Uri(portal.Address, "/jobs").ToString());
        await Pictures.WholeAsync(page, "jobs");
        foreach (var address in new[] { "/jobs/servers", "/jobs/retries", "/jobs/jobs/succeeded", "/jobs/jobs/failed" })
        {
            await page.GotoAsync(new Uri(portal.Address, address).ToString());
        }

        Assert.Equal("", string.Join('\n', wrong));
    }
}
