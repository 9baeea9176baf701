namespace ChatOpportunities.Tests.Browser;

/// <summary>What was answered is kept and what is owed is sent once, even when the process is shot in between.</summary>
[Collection(BrowserTests.Name)]
public sealed class KilledTests(Chromium chromium)
{
    private const string Ben = "ben@lumen-supply.example";
    private const string HandOvers = "SELECT count(*) FROM Reminders WHERE Key LIKE 'hand-over/%'";

    [Fact]
    public async Task GivenAProcessKilledInTheMiddle_WhenItStartsAgain_ThenWhatWasAnsweredIsThere_AndWhatIsOwedIsSentOnce()
    {
        await using var product = new ProductProcess();

        // Anna moves one, hands one over to Ben, who has no chat yet, and has a form open; then the process is killed.
        await product.StartAsync();
        var page = await PlaygroundPage.OpenAsync(chromium, product);
        await page.WaitForCardAsync("working days on Presentation");
        var given = await page.SayAsync("new Proseware Schools corridor lamps 21k", "New opportunity");
        await given.PressAsync("Save");
        await given.PressAsync("Assign");
        await given.ChooseAsync("Salesperson", "Ben Okafor");
        await given.PressAsync("Assign");
        await given.ShowsAsync("Ben Okafor has it now");
        await page.SayAsync("new Wingtip Bakery display cases", "type the value");
        var moved = await page.SayAsync("show OPP-00002", "Stage 2 of 5: Qualification");
        await moved.PressAsync("More");
        await moved.PressAsync("Other stage…");
        await moved.ChooseAsync("Stage", "Previous: Initial");
        await moved.PressAsync("Move");
        await moved.ShowsAsync("Moved to Initial.");
        await product.KillAsync();
        await page.CloseAsync();
        Assert.Equal(1, await product.CountAsync(HandOvers + " AND SentAt IS NULL"));

        // Started again: Anna goes on where she was, and is not reminded a second time.
        await product.StartAsync();
        page = await PlaygroundPage.OpenAsync(chromium, product);
        var filled = await page.SayAsync("9k", "New opportunity");
        await filled.ShowsAsync("Wingtip Bakery display cases · 9,000 EUR");
        await filled.PressAsync("Save");
        await filled.ShowsAsync("Saved as OPP-");
        var shown = await page.SayAsync("show OPP-00002", "Stage 1 of 5: Initial");
        await shown.ScreenshotAsync("after-a-crash");
        Assert.Equal(0, await page.CountCardsAsync("working days on Presentation"));
        Assert.Equal(0, await page.CountCardsAsync("Welcome, Anna Keller"));
        await product.KillAsync();
        await page.CloseAsync();

        // Ben opens his chat at last: what has waited for him comes, once.
        await product.StartAsync(Ben);
        page = await PlaygroundPage.OpenAsync(chromium, product);
        var handOver = await page.WaitForCardAsync("Anna Keller gave you this opportunity.");
        await handOver.ShowsAsync("Proseware Schools corridor lamps");
        await handOver.OffersAsync("Accept");
        await handOver.OffersAsync("Decline…");
        await handOver.ScreenshotAsync("handed-over");
        await product.WaitForAsync(HandOvers + " AND SentAt IS NOT NULL", 1);
        await product.KillAsync();
        await page.CloseAsync();

        await product.StartAsync(Ben);
        page = await PlaygroundPage.OpenAsync(chromium, product);
        await page.SayAsync("hi", "Hello Ben Okafor");
        Assert.Equal(0, await page.CountCardsAsync("gave you this opportunity"));
        await page.CloseAsync();
        Assert.Equal(1, await product.CountAsync(HandOvers));
        await product.CheckAsync();
    }
}
