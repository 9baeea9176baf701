using ChatOpportunities.Domain.Data;
using ChatOpportunities.Portal.Access;
using ChatOpportunities.Tests.Portal.Access;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace ChatOpportunities.Tests.Browser;

/// <summary>A browser lets forms lead to where the company's accounts are signed in and out.</summary>
[Collection(BrowserTests.Name)]
public sealed class CompanyAccountTests(Chromium chromium, EntraPortal entra) : IClassFixture<EntraPortal>
{
    [Fact]
    public async Task SigningOutLeadsOverTheAuthorityToTheEnd()
    {
        var page = await OpenSignedInAsync("/opportunities");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await page.WaitForURLAsync("**/signin/out");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task AFormSentAfterItsSessionLeadsToTheAuthority()
    {
        var page = await OpenSignedInAsync("/me");
        await page.Context.ClearCookiesAsync(new() { Name = "opportunities" });

        var asked = await page.RunAndWaitForRequestAsync(
            () => page.Locator("main form button.btn-primary").First.ClickAsync(),
            request => request.Url.StartsWith(new Uri(new Uri(entra.Provider.Address), "/authorize").ToString(), StringComparison.Ordinal));

        Assert.NotNull(asked);
        await page.Context.CloseAsync();
    }

    private async Task<IPage> OpenSignedInAsync(string path)
    {
        (string Name, string Value) cookie = ("", "");
        await entra.Portal.DoAsync<OpportunitiesContext>(async db =>
            cookie =
                entra.Portal.CookieOf(SignedInPerson.Principal(await db.Salespeople.SingleAsync(p => p.Code == "ANNA"), byCompany: true)));
        var page = await chromium.OpenAsync();
        await page.Context.AddCookiesAsync([new() { Name = cookie.Name, Value = cookie.Value, Url = entra.Portal.Address.ToString() }]);
        await page.GotoAsync(new Uri(entra.Portal.Address, path).ToString());
        return page;
    }
}
