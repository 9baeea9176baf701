using Microsoft.Playwright;

namespace ChatOpportunities.Tests.Browser;

public sealed partial class PortalPagesTests
{
    [Fact]
    public async Task AListHasOneLineForEach_SaysWhatIsMarked_AndALineOpensWhereItIsPressed()
    {
        var page = await chromium.OpenAsync(ColorScheme.Light, new() { Width = 1280, Height = 900 });
        await SignInAsync(page);
        await page.GotoAsync(new Uri(_portal.Address, "/opportunities?status=All").ToString());
        var heights = await page.EvaluateAsync<double[]>("[...document.querySelectorAll('#bulk tbody tr')].map(r => r.offsetHeight)");
        Assert.True(heights.Length > 20 && heights.Max() < 44, $"{heights.Length} lines, up to {heights.Max()} px");
        Assert.Equal(1280, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await Pictures.WholeAsync(page, "pages/list");

        var marks = page.Locator("#bulk input[name=no]");
        await marks.Nth(0).CheckAsync();
        await marks.Nth(1).CheckAsync();
        var sum = await page.EvaluateAsync<double>(
            "[...document.querySelectorAll('#bulk input[name=no]:checked')].reduce((all, box) => all + Number(box.dataset.value), 0)");
        await Assertions.Expect(page.Locator("#marked")).ToContainTextAsync(
            "Marked: 2 · " + sum.ToString("N0", System.Globalization.CultureInfo.InvariantCulture) + " EUR");
        Assert.Contains("/opportunities?status=All", page.Url, StringComparison.Ordinal); // a mark opens nothing

        var link = page.Locator("#bulk tbody tr").Nth(2).Locator("th a");
        var address = await link.GetAttributeAsync("href");
        await page.Locator("#bulk tbody tr").Nth(2).Locator("td").Nth(3).ClickAsync();
        await page.WaitForURLAsync("**" + address);

        await page.GotoAsync(new Uri(_portal.Address, "/opportunities?status=All").ToString());
        await marks.Nth(2).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**" + address);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task AFieldIsChangedInItsRow_ByMouseAndByKeyboard_AndAConflictIsShownThere()
    {
        var page = await chromium.OpenAsync(ColorScheme.Light, new() { Width = 1280, Height = 900 });
        await SignInAsync(page);
        await page.GotoAsync(new Uri(_portal.Address, "/opportunities?status=InProgress&sort=-value").ToString());
        var row = page.Locator("#bulk tbody tr").Nth(1);
        var no = await row.Locator("th .small").InnerTextAsync();
        await row.HoverAsync();
        await row.Locator("a.field[href*='/field/value']").ClickAsync();
        var dialog = page.Locator("#in-place");
        await Assertions.Expect(dialog.Locator("#Input_EstimatedValue")).ToBeFocusedAsync();
        await Pictures.WholeAsync(page, "pages/field");

        // Somebody else is faster.
        var emma = await _portal.SignInAsync("EMMA");
        await emma.SubmitAndFollowAsync(
            await emma.SeeAsync($"/opportunities/{no}/field/value"), "main form.form", ("Input.EstimatedValue", "71000"));
        await dialog.Locator("#Input_EstimatedValue").FillAsync("72k");
        await Assertions.Expect(dialog.Locator(".form-text")).ToContainTextAsync("72,000");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(dialog.Locator("table.conflict tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(dialog.Locator("table.conflict")).ToContainTextAsync("71000");
        await dialog.Locator("button.btn-primary").ClickAsync();

        await Assertions.Expect(page.Locator("#said [role=status]")).ToContainTextAsync("Saved: ");
        var changed = page.Locator("#bulk tbody tr").Filter(new() { HasText = no });
        await Assertions.Expect(changed).ToContainTextAsync("72,000");
        await Assertions.Expect(changed.Locator("a.field[href*='/field/value']")).ToBeFocusedAsync();

        // The same by keyboard; Escape leaves all as it is.
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(dialog.Locator("#Input_EstimatedValue")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        await Assertions.Expect(changed.Locator("a.field[href*='/field/value']")).ToBeFocusedAsync();
        Assert.Equal(1280, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.Context.CloseAsync();
    }
}
