using ChatOpportunities.Tests.Support;
using Microsoft.Playwright;

namespace ChatOpportunities.Tests.Browser;

/// <summary>From an empty database to a working cycle, people and rules, as the admin's guide shows it.</summary>
[Collection(BrowserTests.Name)]
public sealed class GuideTests(Chromium chromium)
{
    [Fact]
    public async Task AnAdminComesFromAnEmptyDatabaseToTheFirstOpportunityByWhatThePagesSay()
    {
        var portal = await PortalApplication.StartEmptyAsync("emma@example.com");
        try
        {
            var page = await chromium.OpenAsync(ColorScheme.Light, new() { Width = 1280, Height = 900 });
            Task FillAsync(string id, string text) => page.FillAsync("#Input_" + id, text);
            Task PressAsync(string name) =>
                page.Locator("main").GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
            Task FollowAsync(string name) =>
                page.Locator("main").GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).First.ClickAsync();
            Task SaysAsync(string text) => Assertions.Expect(page.Locator("[role=status]")).ToContainTextAsync(text);
            Task SetupAsync() => page.GetByRole(AriaRole.Link, new() { Name = "Setup", Exact = true }).ClickAsync();

            await page.GotoAsync(portal.Address.ToString());
            await page.Locator("form.people button").ClickAsync();
            await page.WaitForURLAsync("**/settings");
            await Pictures.WholeAsync(page, "guide-1-settings");

            await PressAsync("Start with a common sales cycle");
            await SaysAsync("common close reasons are there");
            await Pictures.WholeAsync(page, "guide-2-cycle");
            await page.GetByRole(AriaRole.Link, new() { Name = "Change Offer made" }).ClickAsync();
            await FillAsync("LimitWorkingDays", "8");
            await Pictures.WholeAsync(page, "guide-3-stage");
            await PressAsync("Save");
            await SaysAsync("Saved: Offer made.");

            await SetupAsync();
            await FollowAsync("New person");
            await FillAsync("Code", "ANNA");
            await FillAsync("Name", "Anna Keller");
            await FillAsync("Email", "anna@example.com");
            await Pictures.WholeAsync(page, "guide-4-person");
            await PressAsync("Save");
            await SaysAsync("Saved: Anna Keller.");

            await SetupAsync();
            await FollowAsync("New team");
            await FillAsync("Code", "NORTH");
            await FillAsync("Name", "North");
            await page.SelectOptionAsync("#Input_ManagerCode", "EMMA");
            await PressAsync("Save");
            await SaysAsync("Saved: North.");
            await FollowAsync("Anna Keller");
            await page.SelectOptionAsync("#Input_TeamCode", "NORTH");
            await PressAsync("Save");
            await Pictures.WholeAsync(page, "guide-5-people");

            await SetupAsync();
            await FollowAsync("New opportunity");
            await FillAsync("Description", "Lobby lighting");
            await FillAsync("NewContactName", "Contoso Hotels");
            await page.SelectOptionAsync("#Input_SalespersonCode", "ANNA");
            await FillAsync("EstimatedValue", "42000");
            await Pictures.WholeAsync(page, "guide-6-opportunity");
            await PressAsync("Save");
            await SaysAsync("is made: Lobby lighting.");
            await Pictures.WholeAsync(page, "guide-7-made");

            await SetupAsync();
            await Assertions.Expect(page.Locator(".checklist")).ToContainTextAsync("The first opportunity Done");
            await Pictures.WholeAsync(page, "guide-8-ready");
            await page.GetByRole(AriaRole.Link, new() { Name = "Pipeline", Exact = true }).ClickAsync();
            await Assertions.Expect(page.Locator(".tiles")).ToContainTextAsync("1 opportunity");
            await Pictures.WholeAsync(page, "guide-9-pipeline");
            await page.Context.CloseAsync();
        }
        finally
        {
            await portal.DisposeAsync();
        }
    }
}
