using System.Text.Json;
using ChatOpportunities.Tests.Bot.Cards;
using ChatOpportunities.Tests.Support;
using Microsoft.Playwright;

namespace ChatOpportunities.Tests.Browser;

/// <summary>Every card of the product, read and drawn by the reference renderer of Adaptive Cards.</summary>
[Collection(BrowserTests.Name)]
public sealed class CardPictureTests(Chromium chromium)
{
    private const int UsualWidth = 440;
    private const int PhoneWidth = 300;
    private const int Columns = 4;

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public async Task TheReferenceRendererReadsEveryCardWithoutAnEvent(string language)
    {
        var page = await OpenAsync();

        var events = await page.EvaluateAsync<string[]>("cards => checkCards(JSON.parse(cards))", await SamplesAsync(language));

        Assert.True(events.Length == 0, string.Join('\n', events));
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("en", "light", UsualWidth, "cards-en-light")]
    [InlineData("fr", "dark", UsualWidth, "cards-fr-dark")]
    [InlineData("en", "dark", PhoneWidth, "cards-en-phone")]
    [InlineData("fr", "light", PhoneWidth, "cards-fr-phone")]
    [InlineData("en", "contrast", UsualWidth, "cards-en-contrast")]
    public async Task EveryCardFitsItsWidthInEveryTheme(string language, string theme, int width, string picture)
    {
        var page = await OpenAsync();

        var cut = await page.EvaluateAsync<string[]>(
            "([cards, theme, width, columns]) => drawCards(JSON.parse(cards), theme, width, columns)",
            new object[] { await SamplesAsync(language), theme, width, Columns });

        Assert.True(cut.Length == 0, string.Join('\n', cut));
        var height = await page.EvaluateAsync<int>("() => document.documentElement.scrollHeight");
        await page.SetViewportSizeAsync((Columns * (width + 16)) + 32, height);
        await Pictures.TakeAsync(page, picture);
        await page.Context.CloseAsync();
    }

    private async Task<IPage> OpenAsync()
    {
        var page = await chromium.OpenAsync();
        await page.SetContentAsync("<!doctype html><html><head><meta charset=utf-8></head><body></body></html>");
        var folder = Path.Combine(Repository.Root, "tests", "Browser", "cards");
        var renderer = Path.Combine(folder, "node_modules", "adaptivecards", "dist", "adaptivecards.min.js");
        Assert.True(
            File.Exists(renderer),
            "The reference renderer is missing: run “npm ci --ignore-scripts” in tests/Browser/cards, as tests/run.sh does.");
        await page.AddScriptTagAsync(new() { Path = renderer });
        await page.AddScriptTagAsync(new() { Path = Path.Combine(folder, "sheet.js") });
        return page;
    }

    private static async Task<string> SamplesAsync(string language)
    {
        await using var bot = await BotApplication.StartAsync();
        return JsonSerializer.Serialize(
            (await CardGallery.AllAsync(bot, language)).Select(s => new { name = s.Name, card = s.Card.ToJson() }));
    }
}
