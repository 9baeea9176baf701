using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Tests.Portal.Pages.Setup;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Pages;

/// <summary>The pipeline's figures and their lists; the opportunity list with views, several at once, and files.</summary>
public sealed partial class PipelinePageTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    [Theory]
    [InlineData("EMMA", "/pipeline?cycle=NEW")]
    [InlineData("EMMA", "/pipeline?cycle=")]
    [InlineData("DAVID", "/pipeline?cycle=EXISTING&team=LIGHT")]
    [InlineData("EMMA", "/pipeline/results?cycle=")]
    public async Task EveryCountLeadsToAListOfJustSoMany(string person, string address)
    {
        var visitor = await portal.SignInAsync(person);
        var page = await visitor.OpenAsync(address);
        if (page.Status == HttpStatusCode.NotFound)
        {
            return; // the demo company has no such code
        }

        // Those who left a stage are counted by stays, which one opportunity may have twice.
        var links = page.Document.QuerySelectorAll("main section:not([aria-labelledby=figure-days]) td a").ToList();
        Assert.NotEmpty(links);
        foreach (var link in links)
        {
            var list = await visitor.SeeAsync(link.GetAttribute("href")!);
            Assert.Equal(
                int.Parse(link.TextContent, CultureInfo.InvariantCulture), list.Document.QuerySelectorAll("#bulk tbody tr").Length);
        }

        foreach (var tile in page.Document.QuerySelectorAll(".tiles a").Where(t => !t.TextContent.Contains('%', StringComparison.Ordinal)))
        {
            var list = await visitor.SeeAsync(tile.GetAttribute("href")!);
            Assert.Equal(
                int.Parse(Digits().Match(tile.TextContent).Value, CultureInfo.InvariantCulture),
                list.Document.QuerySelectorAll("#bulk tbody tr").Length);
        }
    }

    [Fact]
    public async Task APeriodThatEndsBeforeItBeginsIsSaid_AndNothingIsCounted()
    {
        var page = await (await portal.SignInAsync("EMMA")).SeeAsync("/pipeline/results?from=2026-03-01&to=2026-02-28");

        Assert.Equal("The period ends before it begins.", page.Document.QuerySelector("main [role=alert]")!.TextContent);
        Assert.Empty(page.Document.QuerySelectorAll(".tiles a, main section"));
        Assert.Equal("2026-03-01", page.Document.QuerySelector("#from")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("/pipeline/results?cycle=*")]
    [InlineData("/pipeline/results?cycle=NEW&from=2026-02-01&to=2026-02-20")]
    public async Task TheStaysOfAPeriodLeadToTheOpportunitiesThatStayed(string address)
    {
        var admin = await portal.SignInAsync("EMMA");
        var page = await admin.SeeAsync(address);

        var links = page.Document.QuerySelectorAll("section[aria-labelledby=figure-days] td a").ToList();

        Assert.NotEmpty(links);
        foreach (var link in links)
        {
            var list = await admin.SeeAsync(link.GetAttribute("href")!);
            // One opportunity may have stayed twice.
            Assert.InRange(
                list.Document.QuerySelectorAll("#bulk tbody tr").Length, 1, int.Parse(link.TextContent, CultureInfo.InvariantCulture));
            Assert.Contains("entered it on", list.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AllCyclesStayChosenFromOnePartToTheOther()
    {
        await using var empty = await SetupPageTests.EmptyPortal.StartAsync();
        var admin = await empty.Portal.SignInAsync("FIRST");
        await admin.SubmitAndFollowAsync(await admin.SeeAsync("/setup/settings"), "form[action*=Start]");

        var usual = await admin.SeeAsync("/pipeline");
        var all = await admin.SeeAsync("/pipeline?cycle=*");
        var results = await admin.SeeAsync(all.Document.QuerySelector("main nav a:not(.active)")!.GetAttribute("href")!);

        Assert.Equal(
            ["SALES", "*", "*"],
            new[] { usual, all, results }.Select(p => ((AngleSharp.Html.Dom.IHtmlSelectElement)p.Document.GetElementById("cycle")!).Value));
    }

    [Fact]
    public async Task ThePipelineIsNarrowedToOneSalesperson()
    {
        var admin = await portal.SignInAsync("EMMA");
        var page = await admin.SeeAsync("/pipeline?cycle=&salesperson=ANNA");
        var all = await admin.SeeAsync("/pipeline?cycle=");

        Assert.True(Count(page) < Count(all));

        static int Count(PortalAnswer answer) =>
            int.Parse(Digits().Match(answer.Document.QuerySelector(".tiles a")!.TextContent).Value, CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("stages")]
    [InlineData("forecast")]
    [InlineData("salesperson")]
    [InlineData("team")]
    [InlineData("reasons")]
    [InlineData("days")]
    [InlineData("ageing")]
    public async Task EveryFigureIsAFileThatSaysWhatItsTableSays(string figure)
    {
        var admin = await portal.SignInAsync("EMMA");
        var part = figure is "reasons" or "days" ? "/pipeline/results" : "/pipeline";
        var page = await admin.SeeAsync($"{part}?cycle=NEW");
        var file = CsvRows.Of(await admin.ReadAsync($"{part}?handler=Csv&cycle=NEW&figure={figure}"));

        var rows = page.Document.QuerySelectorAll($"section[aria-labelledby=figure-{figure}] tbody tr").ToList();
        Assert.Equal(rows.Count + 1, file.Count);
        Assert.Equal(rows.Select(r => r.QuerySelector("th")!.TextContent.Trim()), file.Skip(1).Select(r => r[0]));
    }

    [Fact]
    public async Task AListIsSortedPagedAndDownloadedInTheSameOrder()
    {
        var admin = await portal.SignInAsync("EMMA");
        var list = await admin.SeeAsync("/opportunities?status=All&sort=-value");
        var values = list.Document.QuerySelectorAll("#bulk tbody tr td:nth-child(6)")
            .Select(c => Digits().Replace(c.TextContent, m => m.Value))
            .Select(v => decimal.Parse(NotDigits().Replace(v, ""), CultureInfo.InvariantCulture)).ToList();
        var file = CsvRows.Of(await admin.ReadAsync("/opportunities?handler=Csv&status=All&sort=-value"));

        Assert.Equal(values.OrderDescending(), values);
        Assert.Equal(
            list.Document.QuerySelectorAll("#bulk input[name=no]").Select(b => b.GetAttribute("value")!.Split('/')[0]),
            file.Skip(1).Select(r => r[0]));
    }

    [Fact]
    public async Task AViewIsKeptForItsOwnerAlone()
    {
        var anna = await portal.SignInAsync("ANNA");
        var list = await anna.SubmitAndFollowAsync(
            await anna.SeeAsync("/opportunities?status=Won&sort=-value"), "#save-view", ("name", "What I won"));
        var view = list.Document.QuerySelector(".views a")!;
        Assert.Equal(("What I won", "/opportunities?status=Won&sort=-value"), (view.TextContent, view.GetAttribute("href")));
        Assert.Null((await (await portal.SignInAsync("BEN")).SeeAsync("/opportunities")).Document.QuerySelector(".views"));

        var gone = await anna.SubmitAndFollowAsync(list, "form[action*=DeleteView]", ("name", "What I won"));
        Assert.Contains("The view What I won is deleted.", gone.Text, StringComparison.Ordinal);
        Assert.Null(gone.Document.QuerySelector(".views"));
    }

    [Fact]
    public async Task SeveralAreAssignedAtOnceAndEachSaysWhatBecameOfIt()
    {
        var admin = await portal.SignInAsync("EMMA");
        var form = await admin.SeeAsync("/opportunities/bulk?act=Assign&no=OPP-00002&no=OPP-00011&no=OPP-99999");
        Assert.Equal(2, form.Document.QuerySelectorAll("main li input[name=no]").Length);

        var missing = await admin.SubmitAsync(form, "main form.form");
        var done = await admin.SubmitAndFollowAsync(missing, "main form.form", ("Input.SalespersonCode", "BEN"));

        Assert.Contains("Choose the salesperson.", missing.ErrorOf("SalespersonCode"), StringComparison.Ordinal);
        Assert.Contains("1 of 2 are changed.", done.Text, StringComparison.Ordinal);
        Assert.Contains("Ben Okafor has this opportunity already.", done.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeveralGetANewExpectedCloseAtOnce()
    {
        var anna = await portal.SignInAsync("ANNA");
        var form = await anna.SeeAsync("/opportunities/bulk?act=Expect&no=OPP-00004&no=OPP-00005&no=OPP-00021");
        Assert.Equal(2, form.Document.QuerySelectorAll("main li input[name=no]").Length); // the third is not hers

        var done = await anna.SubmitAndFollowAsync(form, "main form.form", ("Input.EstimatedCloseDate", "2026-09-30"));

        Assert.Contains("2 of 2 are changed.", done.Text, StringComparison.Ordinal);
        Assert.Contains("30 Sep 2026", (await anna.SeeAsync("/opportunities/OPP-00005")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnOpportunityIsMadeHereByTheRulesOfTheChat()
    {
        var anna = await portal.SignInAsync("ANNA");
        var form = await anna.SeeAsync("/opportunities/new");
        var wrong = await anna.SubmitAsync(form, "main form.form", ("Input.Description", ""));
        var made = await anna.SubmitAndFollowAsync(
            form, "main form.form", ("Input.Description", "=SUM(1)"), ("Input.NewContactName", "Brand New Company"),
            ("Input.EstimatedValue", "1200"), ("Input.SalesCycleCode", "NEW"));
        var quoted = await anna.SubmitAndFollowAsync(
            await anna.SeeAsync(made.Path + "/quote"), "main form.form", ("Input.Number", "Q-7"), ("Input.Amount", "1100"));
        var changed = await anna.SubmitAndFollowAsync(
            await anna.SeeAsync(made.Path + "/edit"), "main form.form", ("Input.Priority", "High"));
        var file = await anna.ReadAsync("/opportunities?handler=Csv&q=SUM");

        Assert.Equal("Say in a few words what it is about.", wrong.ErrorOf("Description"));
        Assert.Contains("is made: =SUM(1).", made.Text, StringComparison.Ordinal);
        Assert.Contains("Q-7 · 1,100 EUR", quoted.Text, StringComparison.Ordinal);
        Assert.Contains("High", changed.Text, StringComparison.Ordinal);
        Assert.Contains(",'=SUM(1),Brand New Company,", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AManagerOpensAClosedOneAgain_AndATaskIsDoneOnItsPage()
    {
        var manager = await portal.SignInAsync("DAVID");
        var open = await manager.SubmitAndFollowAsync(
            await manager.SeeAsync("/opportunities/OPP-00009/reopen"), "main form.form", ("Input.Note", "The order was cancelled."));
        Assert.Contains("It is open again.", open.Text, StringComparison.Ordinal);

        var admin = await portal.SignInAsync("EMMA");
        var page = await admin.SeeAsync("/opportunities/OPP-00001");
        if (page.Document.QuerySelector("button[value=Complete]") is not null)
        {
            page = await admin.SubmitAndFollowAsync(page, "form[action*='handler=Task']", ("act", "Complete"));
            Assert.Contains("The task is done.", page.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/opportunities?after=nonsense&sort=nonsense")]
    [InlineData("/opportunities?after=9999999999999999.1&sort=close")]
    [InlineData("/opportunities?after=-5.1&sort=-changed")]
    [InlineData("/opportunities?stage=x&closeFrom=never&status=42")]
    [InlineData("/pipeline/results?from=0001-01-01&to=9999-12-31")]
    [InlineData("/pipeline/results?from=x")]
    [InlineData("/contacts?after=x&type=y")]
    [InlineData("/setup/audit?after=x&from=y")]
    public async Task AnAddressThatMakesNoSenseIsNoError(string address) =>
        Assert.Equal(HttpStatusCode.OK, (await (await portal.SignInAsync("EMMA")).OpenAsync(address)).Status);

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"[^\d.]")]
    private static partial Regex NotDigits();
}
