using ChatOpportunities.Domain.Data;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace ChatOpportunities.Tests.Browser;

/// <summary>The board in a real browser: dragged by mouse and by finger, moved by keys, over a gate and back; two people agree.</summary>
[Collection(BrowserTests.Name)]
public sealed class BoardTests(Chromium chromium) : IAsyncLifetime
{
    private readonly PortalApplication _portal = new();

    public Task InitializeAsync() => _portal.InitializeAsync();

    public Task DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task ADealIsDraggedByMouse_TheTwoColumnsAreReadAnew_AndItIsUndone()
    {
        var no = await OneAtAsync("EXISTING", "Initial");
        var page = await OpenAsync("Emma Rossi", "EXISTING");
        await Pictures.TakeAsync(page, "board");
        await page.EvaluateAsync("window.samePage = true");
        var before = await HeadAsync(page, "Presentation");

        await DragAsync(page, no, "Presentation");

        await SaysAsync(page, "is now at Presentation.");
        await StandsAtAsync(page, no, "Presentation");
        Assert.NotEqual(before, await HeadAsync(page, "Presentation"));
        await page.Locator("#said").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await SaysAsync(page, "Undone.");
        await StandsAtAsync(page, no, "Initial");
        Assert.Equal(before, await HeadAsync(page, "Presentation"));
        Assert.True(await page.EvaluateAsync<bool>("window.samePage === true"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task OverAGateTheFormOpensInPlace_CancelledNothingMoves_FilledInItMoves()
    {
        var no = await OneAtAsync("NEW", "Qualification");
        var page = await OpenAsync("Emma Rossi", "NEW");
        await page.EvaluateAsync("window.samePage = true");

        await DragAsync(page, no, "Presentation");
        var gate = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(gate).ToContainTextAsync("A stage on the way needs a quote.");
        await Pictures.TakeAsync(page, "board-gate");
        await gate.GetByRole(AriaRole.Link, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(gate).ToBeHiddenAsync();
        await StandsAtAsync(page, no, "Qualification");

        await DragAsync(page, no, "Presentation");
        await gate.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(gate.Locator("#errors")).ToContainTextAsync("needs a quote");
        await gate.GetByLabel("Number of the quote").FillAsync("Q-77");
        await gate.GetByLabel("Amount of the quote").FillAsync("1000");
        await gate.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(gate).ToBeHiddenAsync();
        await SaysAsync(page, "Now at Presentation.");
        await StandsAtAsync(page, no, "Presentation");
        Assert.True(await page.EvaluateAsync<bool>("window.samePage === true"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task WhereAStageMayNotBeSkippedTheCardGoesBack_AndTheReasonIsSaid()
    {
        var no = await OneAtAsync("NEW", "Initial");
        var page = await OpenAsync("Emma Rossi", "NEW");

        await DragAsync(page, no, "Proposal");

        await SaysAsync(page, "The stage Qualification on the way to Proposal may not be skipped.");
        Assert.Equal("polite", await page.Locator("#said").GetAttributeAsync("aria-live"));
        await StandsAtAsync(page, no, "Initial");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task OnAPhoneADealIsDraggedByFinger()
    {
        var no = await OneAtAsync("EXISTING", "Initial");
        var page = await OpenAsync("Emma Rossi", "EXISTING", new() { Width = 375, Height = 740 });
        await Pictures.TakeAsync(page, "board-phone");
        await page.Locator($"#deal-{no}").ScrollIntoViewIfNeededAsync();
        var card = (await page.Locator($"#deal-{no} .figures").BoundingBoxAsync())!;
        var target = (await Column(page, "Presentation").Locator("h2").BoundingBoxAsync())!;
        var (fromX, fromY) = (card.X + 40, card.Y + 8);
        var (toX, toY) = (target.X + 15, fromY + 4);
        var devTools = await page.Context.NewCDPSessionAsync(page);
        Task TouchAsync(string type, params object[] points) => devTools.SendAsync(
            "Input.dispatchTouchEvent", new() { ["type"] = type, ["touchPoints"] = points });
        await TouchAsync("touchStart", new { x = fromX, y = fromY });
        await Assertions.Expect(page.Locator(".lifted, .sortable-chosen")).Not.ToHaveCountAsync(0);
        for (var step = 1; step <= 12; step++)
        {
            await TouchAsync("touchMove", new { x = fromX + ((toX - fromX) * step / 12), y = fromY + ((toY - fromY) * step / 12) });
        }

        await Assertions.Expect(Column(page, "Presentation").Locator($"#deal-{no}")).ToHaveCountAsync(1);
        await TouchAsync("touchEnd");

        await SaysAsync(page, "is now at Presentation.");
        await StandsAtAsync(page, no, "Presentation");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task ByKeyboardAloneADealIsMovedOverAGate_AndTheFocusGoesWithIt()
    {
        var no = await OneAtAsync("NEW", "Qualification");
        var page = await OpenAsync("Emma Rossi", "NEW");
        await page.Locator($"#deal-{no} summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        while (await page.EvaluateAsync<string>("document.activeElement.textContent.trim()") != "Presentation")
        {
            Assert.Equal(no, await page.EvaluateAsync<string?>("document.activeElement.closest('.deal')?.dataset.no"));
            await page.Keyboard.PressAsync("Tab");
        }

        await page.Keyboard.PressAsync("Enter");
        var gate = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(gate).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.closest('dialog') !== null"));
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(gate).ToBeHiddenAsync();
        Assert.Equal(no, await page.EvaluateAsync<string?>("document.activeElement.closest('.deal')?.dataset.no"));

        await page.Keyboard.PressAsync("Enter");
        await gate.GetByLabel("Number of the quote").FocusAsync();
        await page.Keyboard.TypeAsync("Q-78");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("1000");
        await page.Keyboard.PressAsync("Enter");
        await SaysAsync(page, "Now at Presentation.");
        await StandsAtAsync(page, no, "Presentation");
        Assert.Equal(no, await page.EvaluateAsync<string?>("document.activeElement.closest('.deal')?.dataset.no"));
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("en", "Presentation")]
    [InlineData("fr", "Presentation")]
    public async Task WithItsMenusOpen_AndWithAGateBeforeIt_AxeFindsNothing(string language, string stage)
    {
        await _portal.DoAsync<OpportunitiesContext>(db => db.Salespeople.ExecuteUpdateAsync(s => s.SetProperty(p => p.Language, language)));
        var axe = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "Browser", "node_modules", "axe-core", "axe.min.js"));
        var no = await OneAtAsync("NEW", "Qualification");
        var page = await OpenAsync("Emma Rossi", "NEW");
        await page.EvaluateAsync(axe);
        const string Run = "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations"
            + ".map(v => `${v.id}: ${v.nodes[0].html}`)";
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        Assert.Empty(await page.EvaluateAsync<string[]>(Run));

        await DragAsync(page, no, stage);
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Pictures.TakeAsync(page, "board-gate-" + language);
        Assert.Empty(await page.EvaluateAsync<string[]>(Run));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task TwoBrowsersOnOneBoardAgreeAfterEachAct()
    {
        var no = await OneAtAsync("EXISTING", "Initial");
        var emma = await OpenAsync("Emma Rossi", "EXISTING");
        var anna = await OpenAsync("Anna Keller", "EXISTING", clock: true);
        await anna.EvaluateAsync("window.samePage = true");

        await DragAsync(emma, no, "Presentation");
        await SaysAsync(emma, "is now at Presentation.");
        await anna.Clock.RunForAsync(15_100);
        await StandsAtAsync(anna, no, "Presentation");
        Assert.Equal(await HeadAsync(emma, "Presentation"), await HeadAsync(anna, "Presentation"));
        Assert.Equal(await HeadAsync(emma, "Initial"), await HeadAsync(anna, "Initial"));

        // Emma's page is behind after this, so that her next move is refused and her board is put right.
        await anna.Locator($"#deal-{no} summary").ClickAsync();
        await anna.Locator($"#deal-{no} .moves button", new() { HasText = "Initial" }).ClickAsync();
        await SaysAsync(anna, "is now at Initial.");
        await DragAsync(emma, no, "Initial");
        await SaysAsync(emma, "Anna Keller changed this on");
        await StandsAtAsync(emma, no, "Initial");
        Assert.True(await anna.EvaluateAsync<bool>("window.samePage === true"));
        await emma.Context.CloseAsync();
        await anna.Context.CloseAsync();
    }

    [Fact]
    public async Task WhoLooksElsewhere_OrStoppedTheUpdating_IsNotAskedFor()
    {
        var page = await OpenAsync("Emma Rossi", "EXISTING", clock: true);
        var asked = 0;
        page.Request += (_, request) =>
            Interlocked.Add(ref asked, request.Url.Contains("handler=Columns", StringComparison.Ordinal) ? 1 : 0);
        await page.Clock.RunForAsync(15_100);
        Assert.Equal(1, asked);
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop updating" }).ClickAsync();
        await page.Clock.RunForAsync(60_000);
        Assert.Equal(1, asked);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on updating" }).ClickAsync();
        await page.Clock.RunForAsync(15_100);
        Assert.Equal(2, asked);
        await page.Context.CloseAsync();
    }

    private static ILocator Column(IPage page, string stage) => page.Locator(
        ".board-column", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = stage, Exact = true }) });

    private static Task<string> HeadAsync(IPage page, string stage) => Column(page, stage).Locator("header").InnerTextAsync();

    private static Task SaysAsync(IPage page, string text) => Assertions.Expect(page.Locator("#said")).ToContainTextAsync(text);

    private static async Task StandsAtAsync(IPage page, string no, string stage)
    {
        await Assertions.Expect(Column(page, stage).Locator($"#deal-{no}")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator($"#deal-{no}")).ToHaveCountAsync(1);
    }

    /// <summary>As a hand does it: down on the card, in steps over the column, up.</summary>
    private static async Task DragAsync(IPage page, string no, string stage)
    {
        await page.Locator($"#deal-{no}").ScrollIntoViewIfNeededAsync();
        var card = (await page.Locator($"#deal-{no} .figures").BoundingBoxAsync())!;
        var target = (await Column(page, stage).BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(card.X + 40, card.Y + 8);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(card.X + 60, card.Y + 12, new() { Steps = 4 });
        await page.Mouse.MoveAsync(target.X + (target.Width / 2), card.Y + 12, new() { Steps = 12 });
        await Assertions.Expect(Column(page, stage).Locator($"#deal-{no}")).ToHaveCountAsync(1);
        await page.Mouse.UpAsync();
    }

    private async Task<string> OneAtAsync(string cycle, string stage)
    {
        var no = "";
        await _portal.DoAsync<OpportunitiesContext>(async db => no = await db.Entries
            .Where(e => e.Active && e.Stage!.Description == stage && e.Opportunity!.SalesCycle!.Code == cycle
                && e.Opportunity.Salesperson!.Code == "ANNA" && e.Opportunity.QuoteNumber == null)
            .OrderBy(e => e.EstimatedCloseDate).Select(e => e.Opportunity!.No).FirstAsync());
        return no;
    }

    private async Task<IPage> OpenAsync(string person, string cycle, ViewportSize? size = null, bool clock = false)
    {
        var page = await chromium.OpenAsync(ColorScheme.Light, size ?? new() { Width = 1280, Height = 900 });
        await page.GotoAsync(new Uri(_portal.Address, "/signin").ToString());
        await page.Locator("form.people button", new() { HasText = person }).ClickAsync();
        await page.WaitForURLAsync("**/opportunities*");
        if (clock)
        {
            await page.Clock.InstallAsync();
        }

        await page.GotoAsync(new Uri(_portal.Address, "/board?cycle=" + cycle).ToString());
        return page;
    }
}
