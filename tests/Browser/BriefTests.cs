using System.Globalization;

namespace ChatOpportunities.Tests.Browser;

/// <summary>A brief of three rows that are acted on in place, and what comes of doing nothing.</summary>
[Collection(BrowserTests.Name)]
public sealed class BriefTests(Chromium chromium)
{
    private const string David = "david@lumen-supply.example";

    // Anna's whose closing date is ahead, the oldest first.
    private const string Ahead = """
        SELECT r.Id FROM Reminders r JOIN Salespeople p ON p.Id = r.SalespersonId JOIN Opportunities o ON o.Id = r.OpportunityId
        WHERE p.Code = 'ANNA' AND r.Kind = 4 AND r.State = 0 AND o.No <> 'OPP-00001' ORDER BY r.Id LIMIT
        """;

    [Fact]
    public async Task ThreeRowsAreDealtWithInPlace_AndWhatIsLeftUndoneGoesToTheManager()
    {
        await using var product = new ProductProcess();
        await product.StartAsync();
        var page = await PlaygroundPage.OpenAsync(chromium, product);
        await page.WaitForCardAsync("working days on Presentation");
        var rows = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var no = await product.CountAsync(
                $"SELECT CAST(substr(No, 5) AS INTEGER) FROM Opportunities WHERE Id = (SELECT OpportunityId FROM Reminders WHERE Id = ({Ahead} 1 OFFSET {i}))");
            rows.Add("OPP-" + no.ToString("D5", CultureInfo.InvariantCulture));
        }

        await product.ChangeAsync(
            $"UPDATE Reminders SET DueAt = '2026-01-05 07:00:00', NextAttemptAt = '2026-01-05 07:00:00', Version = Version + 1 WHERE Id IN ({Ahead} 3)");
        var brief = await page.WaitForCardAsync("Your brief: 3 opportunities wait for you");
        await brief.ShowsAsync("It is expected to close on");
        await brief.ScreenshotAsync("brief");

        // The first gets a next step, the second is put off, the third is somebody else's.
        await brief.PressAsync("Deal with " + rows[0]);
        await brief.FillAsync("Next step", "Call Marie");
        await brief.FillAsync("Day of the next step", DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime).AddDays(3)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await brief.ScreenshotAsync("brief-row");
        await brief.PressAsync("Save next step");
        await brief.ShowsAsync("Your brief: 2 opportunities wait for you");

        await brief.PressAsync("Deal with " + rows[1]);
        await brief.PressAsync("Remind me later");
        await brief.ScreenshotAsync("brief-snooze");
        await brief.PressAsync("Remind me later");
        await brief.ShowsAsync("put off until");
        await brief.ShowsAsync("Your brief: one opportunity waits for you");

        await brief.PressAsync("Deal with " + rows[2]);
        await brief.PressAsync("Not mine");
        await brief.ShowsAsync("Your brief: everything is done");
        await brief.OffersNoAsync("Deal with " + rows[2]);
        await brief.ScreenshotAsync("brief-done");
        await product.KillAsync();
        await page.CloseAsync();

        // Nothing was done about the lobby: a week later her manager is told.
        await product.ChangeAsync(
            "UPDATE Reminders SET DueAt = '2026-01-05 07:00:00', NextAttemptAt = '2026-01-05 07:00:00', SinceOn = date('now', '-9 days') WHERE Kind = 7");
        await product.StartAsync(David);
        page = await PlaygroundPage.OpenAsync(chromium, product);
        var escalation = await page.WaitForCardAsync("has done nothing for");
        await escalation.ShowsAsync("Anna Keller was reminded on");
        await escalation.ShowsAsync("Lobby lighting");
        await escalation.ScreenshotAsync("escalation");
        var notMine = await page.WaitForCardAsync("Anna Keller says that this is not theirs.");
        await notMine.ScreenshotAsync("not-mine");
        await page.CloseAsync();
    }
}
