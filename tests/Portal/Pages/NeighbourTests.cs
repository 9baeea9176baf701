using ChatOpportunities.Portal.Pages.Opportunities;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Pages;

/// <summary>From the page of an opportunity to the one before and after it, in the list that one came from.</summary>
public sealed class NeighbourTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private const int Steps = 5;

    public static TheoryData<string> Orders => [.. ListChoice.Orders];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task NextAndPreviousGoThroughTheListInItsOrder(string order)
    {
        var emma = await portal.SignInAsync("EMMA");
        var listed = Listed(await emma.SeeAsync($"/opportunities?status=All&sort={order}"));
        Assert.True(listed.Count > Steps);

        var page = await emma.SeeAsync(listed[0]);
        Assert.Null(page.Document.QuerySelector("a[rel=prev]"));
        for (var n = 1; n <= Steps; n++)
        {
            var next = page.Document.QuerySelector("a[rel=next]")!;
            Assert.Equal(listed[n], next.GetAttribute("href"));
            page = await emma.SeeAsync(listed[n]);
            Assert.StartsWith(next.GetAttribute("title")!, page.Document.QuerySelector("h1")!.TextContent.Trim(), StringComparison.Ordinal);
            Assert.Equal(listed[n - 1], page.Document.QuerySelector("a[rel=prev]")!.GetAttribute("href"));
        }

        Assert.Equal(
            $"/opportunities?status=All{(order == ListChoice.Orders[0] ? "" : "&sort=" + order)}",
            page.Document.QuerySelector(".breadcrumb a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task TheyKeepToWhatTheListIsNarrowedTo_AlsoAfterAnAct_AndEndWithIt()
    {
        var anna = await portal.SignInAsync("ANNA");
        var listed = Listed(await anna.SeeAsync("/opportunities?salesperson=ANNA&status=InProgress&sort=no"));
        var last = await anna.SeeAsync(listed[^1]);
        Assert.Null(last.Document.QuerySelector("a[rel=next]"));
        Assert.Equal(listed[^2], last.Document.QuerySelector("a[rel=prev]")!.GetAttribute("href"));

        var noted = await anna.SubmitAndFollowAsync(last, "form[action*='handler=Note']", ("note", "Called."));

        Assert.Null(noted.Document.QuerySelector("a[rel=next]"));
        Assert.Equal(listed[^2], noted.Document.QuerySelector("a[rel=prev]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task WhoCameFromNoListIsOfferedNone()
    {
        var page = await (await portal.SignInAsync("BEN")).SeeAsync("/opportunities/OPP-00001");

        Assert.Null(page.Document.QuerySelector("a[rel=prev], a[rel=next]"));
        Assert.Equal("/opportunities", page.Document.QuerySelector(".breadcrumb a")!.GetAttribute("href"));
    }

    private static List<string> Listed(PortalAnswer page) =>
        [.. page.Document.QuerySelectorAll("tbody tr[data-opens] th a").Select(a => a.GetAttribute("href")!)];
}
