using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace ChatOpportunities.Tests.Browser;

public sealed partial class PortalPagesTests
{
    [Fact]
    public async Task ACycleIsSetUpByKeyboardAlone()
    {
        var page = await chromium.OpenAsync(ColorScheme.Light, new() { Width = 1280, Height = 900 });
        await SignInAsync(page);
        await page.GotoAsync(new Uri(_portal.Address, "/setup/settings").ToString());

        await GoToAsync(page, "Sales cycles");
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(_portal.Address, "/setup/sales-cycles").ToString());
        await GoToAsync(page, "New sales cycle");
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(_portal.Address, "/setup/sales-cycles/new").ToString());
        await FillAsync(page, "Input_Code", "KEYS");
        await FillAsync(page, "Input_Description", "By keyboard");
        await PressAsync(page, "Save");
        foreach (var stage in new[] { "Offer", "Visit" })
        {
            await Assertions.Expect(page).ToHaveURLAsync(new Uri(_portal.Address, "/setup/sales-cycles/KEYS").ToString());
            await GoToAsync(page, "Add a stage at the end");
            await Assertions.Expect(page).ToHaveURLAsync(new Uri(_portal.Address, "/setup/sales-cycles/KEYS/stages/new").ToString());
            await FillAsync(page, "Input_Description", stage);
            await FillAsync(page, "Input_CompletedPercent", "50");
            await FillAsync(page, "Input_ChancesOfSuccessPercent", "50");
            await FillAsync(page, "Input_DateFormula", "2W");
            await Assertions.Expect(page.Locator("#formula-date")).ToContainTextAsync("16 Mar 2026");
            await PressAsync(page, "Save");
        }

        await Assertions.Expect(page).ToHaveURLAsync(new Uri(_portal.Address, "/setup/sales-cycles/KEYS").ToString());
        await PressAsync(page, "Move Visit up");
        await Assertions.Expect(page.Locator("tbody th")).ToContainTextAsync(["Visit", "Offer"]);
        await PressAsync(page, "Delete Offer?");
        await PressAsync(page, "Delete Offer");
        await Assertions.Expect(page.Locator("[role=status]")).ToContainTextAsync("The stage Offer is deleted.");
        await PressAsync(page, "Undo");
        await Assertions.Expect(page.Locator("[role=status]")).ToContainTextAsync("Offer is back.");
        await Assertions.Expect(page.Locator("tbody th")).ToContainTextAsync(["Visit", "Offer"]);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task AStageIsDraggedToAnotherPlace_AndWhatIsTypedIsNotLostUnasked()
    {
        var page = await chromium.OpenAsync(ColorScheme.Light, new() { Width = 1280, Height = 900 });
        await SignInAsync(page);
        await page.GotoAsync(new Uri(_portal.Address, "/setup/sales-cycles/NEW").ToString());
        var before = await page.Locator("tbody th").AllInnerTextsAsync();

        await page.Locator("tr[data-stage] [data-handle]").Nth(2).DragToAsync(page.Locator("tr[data-stage]").Nth(0));

        await Assertions.Expect(page.Locator("[role=status]")).ToContainTextAsync("is now number 1 on the road.");
        Assert.Contains(Name(before[2]), await page.Locator("tbody th").First.InnerTextAsync(), StringComparison.Ordinal);

        await page.GotoAsync(new Uri(_portal.Address, "/setup/close-reasons/new").ToString());
        await page.FillAsync("#Input_Description", "Half typed");
        var asked = new TaskCompletionSource<string>();
        page.Dialog += async (_, dialog) =>
        {
            asked.TrySetResult(dialog.Type);
            await dialog.AcceptAsync();
        };
        await page.GetByRole(AriaRole.Link, new() { Name = "Cancel" }).ClickAsync();
        Assert.Equal("beforeunload", await asked.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        await page.Context.CloseAsync();

        static string Name(string cell) => cell.Split('\n', StringSplitOptions.TrimEntries)[0].Split(' ', 3)[^1];
    }

    [Fact]
    public async Task ASecondPressWhileTheAnswerIsOnItsWaySendsNothing()
    {
        var page = await chromium.OpenAsync(ColorScheme.Light, new() { Width = 1280, Height = 900 });
        await SignInAsync(page);
        await page.GotoAsync(new Uri(_portal.Address, "/setup/close-reasons/new").ToString());
        var sent = 0;
        page.Request += (_, request) => Interlocked.Add(ref sent, request.Method == "POST" ? 1 : 0);
        await page.FillAsync("#Input_Code", "TWICE");
        await page.FillAsync("#Input_Description", "Pressed twice");

        await page.EvaluateAsync(
            "() => { const form = document.querySelector('main form.form'); form.requestSubmit(); form.requestSubmit(); setTimeout(() => form.requestSubmit(), 0); }");

        await Assertions.Expect(page.Locator("[role=status]").First).ToContainTextAsync("Saved: Pressed twice.");
        Assert.Equal(1, sent);
        await page.Context.CloseAsync();
    }

    private static Task SaysAsync(IPage page, string text) =>
        Assertions.Expect(page.Locator("main [role=status]")).ToContainTextAsync(text);

    private static async Task FillAsync(IPage page, string id, string text)
    {
        await TabToAsync(page, $"document.activeElement?.id === '{id}'");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(text);
    }

    private static Task GoToAsync(IPage page, string link) => PressAsync(page, link);

    private static async Task PressAsync(IPage page, string name)
    {
        await TabToAsync(
            page,
            $"(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '').trim() === {JsonSerializer.Serialize(name)}");
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Goes on with the Tab key until it is there; what it passes must be seen to have the focus.</summary>
    private static async Task TabToAsync(IPage page, string isThere)
    {
        await page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
        for (var i = 0; i < 120; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>(isThere))
            {
                Assert.True(await page.EvaluateAsync<bool>(
                    "(s => (s.outlineStyle !== 'none' && s.outlineWidth !== '0px') || s.boxShadow !== 'none')(getComputedStyle(document.activeElement))"));
                return;
            }
        }

        Assert.Fail("The Tab key never comes there: " + isThere);
    }
}
