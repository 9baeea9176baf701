namespace ChatOpportunities.Tests.Browser;

/// <summary>An admin sets a sales cycle up in the portal, and the chat works with it at once.</summary>
[Collection(BrowserTests.Name)]
public sealed class PortalTests(AnnasChat chat, Chromium chromium) : IClassFixture<AnnasChat>
{
    [Fact]
    public async Task GivenACycleMadeInThePortal_WhenTheChatUsesIt_ThenThePortalShowsIt_AndKeepsTheStageItStandsOn()
    {
        var portal = await PortalPage.SignInAsync(chromium, chat.Product, "Emma Rossi");
        await portal.GoToAsync("Sales cycles");
        await portal.ScreenshotAsync("portal-sales-cycles");
        await portal.FollowAsync("New sales cycle");
        await portal.FillAsync("Code", "OUTDOOR");
        await portal.FillAsync("Description", "Outdoor lighting");
        await portal.PressAsync("Save");
        await AddStageAsync(portal, "Offer", completed: "60", chances: "70");
        await AddStageAsync(portal, "Site visit", completed: "20", chances: "30");
        await AddStageAsync(portal, "Contract", completed: "90", chances: "95");
        await portal.ListsAsync("Offer", "Site visit", "Contract");

        await portal.PressAsync("Move Site visit up");
        await portal.ListsAsync("Site visit", "Offer", "Contract");
        await portal.ScreenshotAsync("portal-stages");

        // Captured in the chat, in the new cycle.
        var card = await chat.Page.SayAsync("new Northwind Harbour quay path 52k", "New opportunity");
        await card.PressAsync("Change");
        await card.ChooseAsync("Sales cycle", "Outdoor lighting");
        await card.PressAsync("Save");
        await card.ShowsAsync("Stage 1 of 3: Site visit");
        var no = await card.NumberAsync();

        await portal.UnfoldAsync("Delete Site visit?");
        await portal.PressAsync("Delete Site visit");
        await portal.SaysAsync("Open opportunities stand on this stage: ");
        await portal.ListsAsync("Site visit", "Offer", "Contract");
        await portal.ScreenshotAsync("portal-stage-in-use");
        await portal.UnfoldAsync("Delete Contract?");
        await portal.PressAsync("Delete Contract");
        await portal.SaysAsync("The stage Contract is deleted.");
        await portal.ListsAsync("Site visit", "Offer");

        await portal.GoToAsync("Opportunities");
        await portal.ListsAsync(no, ["Northwind Harbour quay path", "Anna Keller", "Site visit", "52,000 EUR", "30"]);
        await portal.ScreenshotAsync("portal-opportunities");
        await portal.FillAsync("Search", "lobby");
        await portal.PressAsync("Show");
        await portal.FollowAsync("Lobby lighting, Contoso");
        await portal.ScreenshotAsync("portal-opportunity");
        await portal.CloseAsync();
    }

    private static async Task AddStageAsync(PortalPage portal, string name, string completed, string chances)
    {
        await portal.FollowAsync("Add a stage at the end");
        await portal.FillAsync("Description", name);
        await portal.FillAsync("Completed", completed);
        await portal.FillAsync("Chances", chances);
        await portal.PressAsync("Save");
    }
}
