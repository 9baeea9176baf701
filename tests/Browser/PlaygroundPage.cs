using System.Text.Json;
using Microsoft.Playwright;

namespace ChatOpportunities.Tests.Browser;

/// <summary>The Agents Playground as a person uses it: types, reads cards, presses buttons.</summary>
internal sealed class PlaygroundPage
{
    private const string Cards = ".ac-preview-panel > .ac-adaptiveCard";
    private readonly IPage _page;
    private readonly ILocator _cards;
    private TaskCompletionSource _updated = new();

    private PlaygroundPage(IPage page)
    {
        _page = page;
        _cards = page.Locator(Cards);
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
        {
            if (frame.Text?.StartsWith("{\"action\":\"updateMessage\"", StringComparison.Ordinal) == true)
            {
                _updated.TrySetResult();
            }
        };
    }

    /// <summary>Opens the personal chat with the bot.</summary>
    public static async Task<PlaygroundPage> OpenAsync(Chromium chromium, ProductProcess product)
    {
        var page = new PlaygroundPage(await chromium.OpenAsync());
        await page._page.GotoAsync(product.Playground.ToString());
        await page._page.GetByTitle("Hide log panel").ClickAsync();
        await page.Box.WaitForAsync();
        return page;
    }

    private ILocator Box => _page.Locator("[data-lexical-editor]");

    /// <summary>
    /// Types a line, sends it, and waits for the card that answers it. Anything may come in between (a brief, a reminder), so the answer is
    /// told by what it says, and not by its place.
    /// </summary>
    /// <param name="text">The line.</param>
    /// <param name="answer">What the answer shows, and nothing that comes unasked.</param>
    public async Task<ChatCard> SayAsync(string text, string answer)
    {
        var before = await _cards.CountAsync();
        await Box.ClickAsync();
        await _page.Keyboard.InsertTextAsync(text);
        await _page.Keyboard.PressAsync("Enter");
        return await WaitForCardAsync(answer, before);
    }

    /// <summary>The first card that shows a text, now or as soon as it comes.</summary>
    public Task<ChatCard> WaitForCardAsync(string text) => WaitForCardAsync(text, 0);

    private async Task<ChatCard> WaitForCardAsync(string text, int from)
    {
        // Found and placed in one look: it is followed by its place, as its text changes with each press, and no card comes before another.
        var found = await _page.WaitForFunctionAsync(
            """
            ([cards, text, from]) => {
              const place = [...document.querySelectorAll(cards)].findIndex(
                (card, i) => i >= from && card.innerText.replace(/[\u00a0\u202f]/g, ' ').includes(text));
              return place < 0 ? null : { place };
            }
            """,
            new object[] { Cards, text, from });
        var place = (await found.JsonValueAsync<JsonElement>()).GetProperty("place").GetInt32();
        return new ChatCard(this, _cards.Nth(place), place);
    }

    public Task<int> CountCardsAsync(string text) => _cards.Filter(new() { HasText = text }).CountAsync();

    public Task ScreenshotAsync(string name) => Pictures.TakeAsync(_page, name);

    public Task CloseAsync() => _page.Context.CloseAsync();

    /// <summary>Presses, and waits until the card was answered and brought up to date for all of the person's devices.</summary>
    internal async Task PressAsync(ILocator button)
    {
        _updated = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = await _page.RunAndWaitForResponseAsync(
            () => button.ClickAsync(), response => response.Url.EndsWith("/_conversation/v1/invoke", StringComparison.Ordinal));
        Assert.True(answer.Ok, "The press was answered with " + answer.Status);
        await _updated.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    internal ILocator Option(string text) => _page.GetByRole(AriaRole.Option, new() { Name = text, Exact = true });
}
