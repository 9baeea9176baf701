using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ChatOpportunities.Tests.Browser;

/// <summary>One message of the bot. A press changes it in place, so it is the same card before and after.</summary>
internal sealed partial class ChatCard(PlaygroundPage page, ILocator card, int place)
{
    /// <summary>Counted from the oldest card.</summary>
    public int Place => place;

    internal ILocator Locator => card;

    public async Task FillAsync(string label, string value) => await Input(label).FillAsync(value);

    /// <summary>Opens a list and takes one of its lines.</summary>
    public async Task ChooseAsync(string label, string option)
    {
        await Input(label).ClickAsync();
        await page.Option(option).ClickAsync();
    }

    /// <summary>Takes the last of the choices that stand open.</summary>
    public Task PickLastAsync() => card.GetByRole(AriaRole.Radio).Last.CheckAsync();

    public Task PressAsync(string button) => page.PressAsync(Button(button));

    /// <summary>Presses what only shows or hides a part of the card: nothing is sent.</summary>
    public Task UnfoldAsync(string button) => Button(button).ClickAsync();

    /// <summary>A button whose name goes on with figures.</summary>
    public Task PressBeginningAsync(string button) => page.PressAsync(card.GetByRole(AriaRole.Button, new() { Name = button }));

    public Task ShowsAsync(string text) => Assertions.Expect(card).ToContainTextAsync(text, new() { Timeout = 20_000 });

    public Task ShowsNoAsync(string text) => Assertions.Expect(card).Not.ToContainTextAsync(text);

    public Task HoldsAsync(string label, string value) => Assertions.Expect(Input(label)).ToHaveValueAsync(value);

    public Task OffersAsync(string button) => Assertions.Expect(Button(button)).ToBeVisibleAsync();

    public Task OffersNoAsync(string button) => Assertions.Expect(Button(button)).ToHaveCountAsync(0);

    /// <summary>The number of the opportunity it shows.</summary>
    public async Task<string> NumberAsync() => Number().Match(await card.InnerTextAsync()).Value;

    public async Task ScreenshotAsync(string name)
    {
        // Touches nothing, but waits until the chat has scrolled to its rest.
        await card.HoverAsync(new() { Trial = true });
        await page.ScreenshotAsync(name);
    }

    /// <summary>By its label; the little arrow of a list has the label too.</summary>
    private ILocator Input(string label) => card.Locator("input, textarea").And(card.GetByLabel(new Regex("^" + Regex.Escape(label))));

    private ILocator Button(string name) => card.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    [GeneratedRegex(@"OPP-\d+")]
    private static partial Regex Number();
}
