using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Pages;

public sealed partial class OpportunityPageTests
{
    [Fact]
    public async Task TheListShowsWhatIsOpenWithStageAndFigures()
    {
        var list = await (await portal.SignInAsync("EMMA")).SeeAsync("/opportunities?q=lobby");

        var row = Assert.Single(list.Document.QuerySelectorAll("tbody tr"));
        Assert.Contains("OPP-00001", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("42,000 EUR", row.QuerySelector("td.number")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status=Won", "Won")]
    [InlineData("status=NotStarted", "Not started")]
    [InlineData("status=lost", "Lost")]
    public async Task TheListIsNarrowedByStatus(string query, string status)
    {
        var list = await (await portal.SignInAsync("EMMA")).SeeAsync("/opportunities?" + query);

        var rows = list.Document.QuerySelectorAll("tbody tr");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.EndsWith(status, row.TextContent.Trim(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheListIsNarrowedBySalespersonAndCycle()
    {
        var list = await (await portal.SignInAsync("EMMA")).SeeAsync("/opportunities?salesperson=BEN&cycle=EXISTING");

        Assert.NotEmpty(list.Document.QuerySelectorAll("tbody tr"));
        Assert.All(
            list.Document.QuerySelectorAll("tbody tr"), row => Assert.Contains("Ben Okafor", row.TextContent, StringComparison.Ordinal));
        Assert.Equal("BEN", ((AngleSharp.Html.Dom.IHtmlSelectElement)list.Document.GetElementById("salesperson")!).Value);
    }

    [Theory]
    [InlineData("status=99&before=abc&q=%00%25_&cycle=%27&salesperson=%F0%9F%99%82")]
    [InlineData("before=-1")]
    [InlineData("before=999999999999999999999999")]
    public async Task NonsenseInTheAddressIsNoError(string query) =>
        await (await portal.SignInAsync("EMMA")).SeeAsync("/opportunities?" + query);

    [Fact]
    public async Task AnEmptyListSaysWhatToDo()
    {
        await AddLonerAsync("LONER1");
        var loner = await portal.SignInAsync("LONER1");

        Assert.Contains(
            "to the bot in Teams to capture the first one", (await loner.SeeAsync("/opportunities")).Text, StringComparison.Ordinal);
        Assert.Contains("Nothing matches", (await loner.SeeAsync("/opportunities?q=x")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&sort=contact")]
    [InlineData("&sort=-contact")]
    public async Task TheListGoesOnPageByPage(string sort)
    {
        for (var i = 0; i < 30; i++)
        {
            await NewAsync($"Many {i}");
        }

        var admin = await portal.SignInAsync("EMMA");
        var seen = new List<string>();
        var address = "/opportunities?status=All" + sort;
        while (address is not null)
        {
            var page = await admin.SeeAsync(address);
            seen.AddRange(page.Document.QuerySelectorAll("tbody th a").Select(a => a.GetAttribute("href")!));
            address = page.Document.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        Assert.True(seen.Count >= 70, $"{seen.Count} seen");
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Theory]
    [InlineData("/opportunities?salesperson=loner3&cycle=new")]
    [InlineData("/pipeline?salesperson=loner3&cycle=new")]
    public async Task AFilterShowsWhatTheListIsNarrowedTo_ThoughNothingOfItIsLeft(string address)
    {
        await AddLonerAsync("LONER3");

        var list = await (await portal.SignInAsync("EMMA")).SeeAsync(address);

        string? Shown(string id) => ((AngleSharp.Html.Dom.IHtmlSelectElement)list.Document.GetElementById(id)!).Value;
        Assert.Equal(("LONER3", "NEW"), (Shown("salesperson"), Shown("cycle")));
    }

    [Fact]
    public async Task OneThatSomebodyChangedMeanwhileIsLeftOut_TheOthersAreChanged_AndAReloadDoesNothing()
    {
        var (first, second) = (await NewAsync("Bulk of two, one"), await NewAsync("Bulk of two, other"));
        var (david, anna) = (await portal.SignInAsync("DAVID"), await portal.SignInAsync("ANNA"));
        var list = await david.SeeAsync("/opportunities?q=bulk+of+two");
        var marks = list.Document.QuerySelectorAll("#bulk input[name=no]")
            .Select(b => "&no=" + Uri.EscapeDataString(b.GetAttribute("value")!));
        await anna.SubmitAndFollowAsync(await anna.SeeAsync($"/opportunities/{first}/edit"), Form, ("Input.Priority", "High"));
        var form = await david.SeeAsync("/opportunities/bulk?act=Assign" + string.Concat(marks));

        var done = await david.SubmitAndFollowAsync(form, Form, ("Input.SalespersonCode", "BEN"));
        var again = await david.SubmitAndFollowAsync(form, Form, ("Input.SalespersonCode", "BEN"));
        var reloaded = await david.SeeAsync(done.Path);

        Assert.Contains("1 of 2 are changed.", done.Text, StringComparison.Ordinal);
        Assert.Contains("Anna Keller changed this on", done.Text, StringComparison.Ordinal);
        Assert.Equal(done.Text, again.Text);
        Assert.Equal(done.Text, reloaded.Text);
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var owners = await db.Opportunities.Where(o => o.No == first || o.No == second).Select(o => new { o.No, o.Salesperson!.Code })
                .ToDictionaryAsync(o => o.No, o => o.Code);
            Assert.Equal(("ANNA", "BEN"), (owners[first], owners[second]));
        });
        Assert.DoesNotContain("changed.", (await anna.SeeAsync(done.Path)).Text, StringComparison.Ordinal);
    }
}
