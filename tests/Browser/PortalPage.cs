using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ChatOpportunities.Tests.Browser;

/// <summary>The portal as a person uses it.</summary>
internal sealed class PortalPage
{
    private readonly IPage _page;

    private PortalPage(IPage page) => _page = page;

    /// <summary>Opens the portal and chooses who one is.</summary>
    public static async Task<PortalPage> SignInAsync(Chromium chromium, ProductProcess product, string person)
    {
        var page = await chromium.OpenAsync();
        await page.GotoAsync(product.Address.ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = person }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).WaitForAsync();
        return new PortalPage(page);
    }

    /// <summary>Goes to a place of the main menu, or of the setup's.</summary>
    public async Task GoToAsync(string place)
    {
        var link = _page.Locator("header nav").GetByRole(AriaRole.Link, new() { Name = place, Exact = true });
        if (await link.CountAsync() == 0)
        {
            await _page.Locator("header nav").GetByRole(AriaRole.Link, new() { Name = "Setup", Exact = true }).ClickAsync();
        }

        await link.ClickAsync();
    }

    public Task FollowAsync(string link) => _page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync();

    public Task FillAsync(string label, string value) => _page.GetByLabel(new Regex("^" + Regex.Escape(label))).FillAsync(value);

    public Task ChooseAsync(string label) => _page.GetByLabel(new Regex("^" + Regex.Escape(label))).CheckAsync();

    /// <summary>Opens a question that a button hides behind.</summary>
    public Task UnfoldAsync(string question) => _page.Locator($"summary[aria-label='{question}']").ClickAsync();

    public Task PressAsync(string button) => _page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>What the portal says of what was just done, or refused.</summary>
    public Task SaysAsync(string text) => Assertions.Expect(_page.Locator("[role=status], [role=alert]")).ToContainTextAsync(text);

    /// <summary>The lines of the table, top to bottom, by how they begin.</summary>
    public Task ListsAsync(params string[] beginnings) =>
        Assertions.Expect(_page.Locator("tbody th")).ToContainTextAsync(beginnings);

    /// <summary>One line of the table, with everything it says.</summary>
    public async Task ListsAsync(string beginning, IEnumerable<string> cells)
    {
        var row = _page.GetByRole(AriaRole.Row).Filter(new() { HasText = beginning });
        foreach (var cell in cells)
        {
            await Assertions.Expect(row).ToContainTextAsync(cell);
        }
    }

    public Task ScreenshotAsync(string name) => Pictures.TakeAsync(_page, name);

    public Task CloseAsync() => _page.Context.CloseAsync();
}
