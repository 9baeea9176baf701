using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace ChatOpportunities.Tests.Browser;

public sealed partial class PortalPagesTests
{
    [Theory]
    [InlineData("en", "The target of 1 EUR is met.")]
    [InlineData("fr", "L’objectif de 1 EUR est atteint.")]
    public async Task ATargetIsSet_ADealIsWon_AndTheForecastAndTodaySayThatItIsMet(string language, string met)
    {
        await _portal.DoAsync<OpportunitiesContext>(db => db.Salespeople.Where(p => p.Role == Role.Admin)
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.Language, language)));
        var page = await chromium.OpenAsync(ColorScheme.Light, new() { Width = 1280, Height = 900 });
        await SignInAsync(page);
        await page.GotoAsync(new Uri(_portal.Address, "/pipeline/targets/people/EMMA").ToString());
        await page.FillAsync("#Input_EachMonth", "1");
        await page.ClickAsync("main form.form button.btn-primary");
        await page.Locator("main .alert-success").WaitForAsync();
        await Pictures.WholeAsync(page, $"targets/{language}-target");
        await page.GotoAsync(new Uri(_portal.Address, "/pipeline/targets").ToString());
        await Pictures.WholeAsync(page, $"targets/{language}-targets");

        // A deal of her own, won.
        await page.GotoAsync(new Uri(_portal.Address, "/opportunities/OPP-00001/assign").ToString());
        await page.SelectOptionAsync("main form.form select", "EMMA");
        await page.ClickAsync("main form.form button.btn-primary");
        await page.Locator("main .alert-success").WaitForAsync();
        await page.GotoAsync(new Uri(_portal.Address, "/opportunities/OPP-00001/close").ToString());
        await page.SelectOptionAsync("#Input_ReasonCode", "PRICE_W");
        await page.FillAsync("#Input_Amount", "45000");
        await page.ClickAsync("main form.form button.btn-primary");
        await page.Locator("main .alert-success").WaitForAsync();

        await page.GotoAsync(new Uri(_portal.Address, "/today").ToString());
        Assert.Contains("000", await page.InnerTextAsync(".month-progress"), StringComparison.Ordinal);
        Assert.Equal(1, await page.Locator(".month-progress .badge").CountAsync());
        await Pictures.WholeAsync(page, $"targets/{language}-today");
        await page.ClickAsync(".month-progress a");
        await page.GotoAsync(page.Url + "&period=Custom&from=2026-03-01&to=2026-03-31");
        Assert.Equal(met, (await page.InnerTextAsync("#standing")).Replace('\u00A0', ' ').Trim());
        await page.GotoAsync(new Uri(_portal.Address, "/pipeline/forecast?salesperson=&period=ThisYear").ToString());
        await Pictures.WholeAsync(page, $"targets/{language}-forecast");
        await page.SetViewportSizeAsync(375, 800);
        await Pictures.WholeAsync(page, $"targets/{language}-forecast-phone");
        await page.GotoAsync(new Uri(_portal.Address, "/pipeline/targets/people/EMMA").ToString());
        await Pictures.WholeAsync(page, $"targets/{language}-target-phone");
        await page.Context.CloseAsync();
    }
}
