using System.Globalization;
using System.Net;
using AngleSharp.Html.Dom;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Pages;

/// <summary>Targets are set by who leads, and the forecast says how far one is; every figure leads to just its opportunities.</summary>
public sealed class TargetPageTests : IAsyncLifetime
{
    private const string Anna = "/pipeline/targets/people/ANNA?year=2026";
    private const string Team = "/pipeline/targets/teams/LIGHT?year=2026";
    private readonly PortalApplication _portal = new();

    public Task InitializeAsync() => _portal.InitializeAsync();

    public Task DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task AManagerSetsAYearAtOnce_AsPeopleWriteAmounts_AndTheLogSaysWhatWasAndIs()
    {
        var david = await _portal.SignInAsync("DAVID");

        var set = await david.SubmitAndFollowAsync(await david.SeeAsync(Anna), "form.form", ("Input.EachMonth", "45k"));
        Assert.Contains("Saved: targets of Anna Keller for 2026.", set.Text, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Repeat("45000", 12), Enumerable.Range(0, 12).Select(i => Field(set, i)));
        Assert.Contains("135,000 EUR", set.Text, StringComparison.Ordinal); // a quarter
        Assert.Contains("540,000 EUR", set.Text, StringComparison.Ordinal); // the year

        var changed = await david.SubmitAndFollowAsync(
            set, "form.form", ("Input.Amounts[2]", "60,000"), ("Input.Amounts[3]", "0"), ("Input.Amounts[4]", ""));
        Assert.Equal(["60000", "0", ""], Enumerable.Range(2, 3).Select(i => Field(changed, i)));

        var log = await (await _portal.SignInAsync("EMMA")).SeeAsync("/setup/audit?subject=target&key=ANNA");
        Assert.Contains("Targets of Anna Keller for 2026 changed.", log.Text, StringComparison.Ordinal);
        foreach (var said in new[] { "Mar 2026", "45,000 EUR", "60,000 EUR", "Apr 2026", "0 EUR" })
        {
            Assert.Contains(said, log.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ASalespersonSeesTheirOwnAndChangesNothing_AndSeesNobodyElses()
    {
        var david = await _portal.SignInAsync("DAVID");
        var form = await david.SeeAsync(Anna);
        await david.SubmitAndFollowAsync(form, "form.form", ("Input.EachMonth", "12345"));
        var (anna, ben) = (await _portal.SignInAsync("ANNA"), await _portal.SignInAsync("BEN"));

        var own = await anna.SeeAsync(Anna);
        Assert.Contains("12,345 EUR", own.Text, StringComparison.Ordinal);
        Assert.Null(own.Document.QuerySelector("main form button, main form input:not([type=hidden])"));
        Assert.Equal(HttpStatusCode.Forbidden, (await anna.SubmitAsync(own, "form.form", ("Input.EachMonth", "1"))).Status);
        Assert.Contains("12,345 EUR", (await anna.SeeAsync(Anna)).Text, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NotFound, (await ben.OpenAsync(Anna)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await anna.OpenAsync(Team)).Status);
        Assert.DoesNotContain("Anna", (await ben.SeeAsync("/pipeline/targets?year=2026")).Text, StringComparison.Ordinal);
        foreach (var address in new[] { "salesperson=ANNA", "salesperson=&team=LIGHT", "salesperson=" })
        {
            var page = await ben.SeeAsync("/pipeline/forecast?" + address);
            Assert.Contains("Targets of others are shown", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("12,345", page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WhoLookedAtAnOlderYearIsToldWhoChangedIt_SeesBothVersions_AndMaySaveOverIt()
    {
        var (david, emma) = (await _portal.SignInAsync("DAVID"), await _portal.SignInAsync("EMMA"));
        var old = await david.SeeAsync(Team);
        await emma.SubmitAndFollowAsync(await emma.SeeAsync(Team), "form.form", ("Input.Amounts[0]", "100"));

        var refused = await david.SubmitAsync(old, "form.form", ("Input.Amounts[0]", "200"), ("Input.Amounts[1]", "300"));
        Assert.Equal(HttpStatusCode.OK, refused.Status);
        Assert.Contains("Emma Rossi changed this on", refused.Text, StringComparison.Ordinal);
        Assert.Contains("Targets of Lighting sales for 2026 changed.", refused.Text, StringComparison.Ordinal);
        Assert.Equal(
            ["Jan 2026200 EUR100 EUR", "Feb 2026300 EUR–"],
            refused.Document.QuerySelectorAll(".conflict tbody tr").Select(r => string.Concat(r.Children.Select(c => c.TextContent))));

        var saved = await david.SubmitAndFollowAsync(refused, "form.form");
        Assert.Equal(("200", "300"), (Field(saved, 0), Field(saved, 1)));
    }

    [Theory]
    [InlineData("much", "“much” is no amount.")]
    [InlineData("-5", "An amount lies between 0 and 999,999,999,999.99")]
    [InlineData("99999999999999", "An amount lies between 0 and 999,999,999,999.99")]
    [InlineData("45k USD", "Amounts are in EUR")]
    public async Task WhatIsNoTargetIsSaidBesideItsMonth_AndTheOthersStayTyped(string typed, string said)
    {
        var david = await _portal.SignInAsync("DAVID");

        var refused = await david.SubmitAsync(
            await david.SeeAsync(Anna), "form.form", ("Input.Amounts[1]", typed), ("Input.Amounts[2]", "777"));

        Assert.Equal(HttpStatusCode.OK, refused.Status);
        Assert.Contains(said, refused.Document.QuerySelector("#Input_Amounts_1_-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal((typed, "777"), (Field(refused, 1), Field(refused, 2)));
        Assert.Equal("", Field(await david.SeeAsync(Anna), 2));
    }

    [Fact]
    public async Task NoAddressBreaksThePages()
    {
        var david = await _portal.SignInAsync("DAVID");
        foreach (var address in new[]
        {
            "/pipeline/targets/people/NOBODY", "/pipeline/targets/teams/%22", "/pipeline/targets/people/ANNA?year=0",
            "/pipeline/targets/people/ANNA?year=99999", "/pipeline/targets?year=-4", "/pipeline/forecast?salesperson=NOBODY",
            "/pipeline/targets/things/ANNA",
        })
        {
            Assert.Equal((address, HttpStatusCode.NotFound), (address, (await david.OpenAsync(address)).Status));
        }
    }

    [Theory]
    [InlineData("period=Custom&from=2026-06-01&to=2026-01-31", "The period ends before it begins.")]
    [InlineData("period=Custom&from=2000-01-01&to=2099-12-31", "The period has 1200 months; a forecast shows 36 at most.")]
    [InlineData("period=Custom&from=1026-01-01&to=2026-01-31", "is no date")]
    [InlineData("period=Custom&from=2026-01-01", "Say from which day to which.")]
    [InlineData("period=Custom&from=soon&to=2026-01-31", "is no date")]
    public async Task APeriodThatIsNoneIsSaidPlainly(string period, string said)
    {
        var page = await (await _portal.SignInAsync("DAVID")).SeeAsync("/pipeline/forecast?salesperson=&" + period);

        Assert.Contains(said, page.Document.QuerySelector("main [role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("main table"));
    }

    [Theory]
    [InlineData("EMMA", "salesperson=&period=Custom&from=2025-09-01&to=2027-02-01")]
    [InlineData("DAVID", "salesperson=&team=LIGHT&period=ThisYear")]
    [InlineData("ANNA", "period=ThisYear")]
    public async Task EveryFigureLeadsToAListOfTheSameCountAndSum(string person, string choice)
    {
        var visitor = await _portal.SignInAsync(person);
        var page = await visitor.SeeAsync("/pipeline/forecast?" + choice);

        var links = page.Document.QuerySelectorAll("table.forecast a").ToList();
        Assert.True(links.Count > 4);
        foreach (var link in links)
        {
            var list = await visitor.SeeAsync(link.GetAttribute("href")!);
            var count = int.Parse(link.GetAttribute("data-count")!, CultureInfo.InvariantCulture);
            var totals = list.Document.QuerySelector("#bulk .totals")!.TextContent;
            Assert.Equal(count, list.Document.QuerySelectorAll("#bulk tbody tr").Length);
            Assert.Contains(link.TextContent.Trim(), totals, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WhatIsWonMeetsTheTarget_OnTodayAndInTheForecast_AndATargetOfZeroIsSaidAsZero()
    {
        var david = await _portal.SignInAsync("DAVID");
        await david.SubmitAndFollowAsync(
            await david.SeeAsync(Anna), "form.form", ("Input.Amounts[2]", "500,000.50"), ("Input.Amounts[3]", "0"));
        var anna = await _portal.SignInAsync("ANNA");
        var before = await anna.SeeAsync("/pipeline/forecast");
        Assert.Contains("missing", before.Document.GetElementById("standing")!.TextContent, StringComparison.Ordinal);

        await WinAsync("ANNA", 500_000.50m);

        var after = await anna.SeeAsync("/pipeline/forecast?period=Custom&from=2026-03-01&to=2026-04-30");
        Assert.Equal("The target of 500,000.50 EUR is met.", after.Document.GetElementById("standing")!.TextContent.Trim());
        var rows = after.Document.QuerySelectorAll("table.forecast tbody tr").Select(r => r.TextContent).ToList();
        Assert.Contains("Met", rows[0], StringComparison.Ordinal);
        Assert.Contains("0 EUR", rows[1], StringComparison.Ordinal);
        var today = (await anna.SeeAsync("/today")).Document.QuerySelector(".month-progress")!.TextContent;
        Assert.Contains("of 500,000.50 EUR", today, StringComparison.Ordinal);
        Assert.Contains("Met", today, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATeamHasItsOwnTargetOrThoseOfItsPeople_AndThePageSaysWhich()
    {
        var david = await _portal.SignInAsync("DAVID");
        await david.SubmitAndFollowAsync(await david.SeeAsync(Anna), "form.form", ("Input.EachMonth", "10000"));
        await david.SubmitAndFollowAsync(
            await david.SeeAsync("/pipeline/targets/people/BEN?year=2026"), "form.form", ("Input.EachMonth", "5000"));
        const string Page = "/pipeline/forecast?salesperson=&team=LIGHT&period=Custom&from=2026-03-01&to=2026-03-31";

        var sum = await david.SeeAsync(Page);
        Assert.Contains("the sum of those of 2 people", sum.Text, StringComparison.Ordinal);
        Assert.Contains("15,000 EUR", sum.Document.QuerySelector("table.forecast")!.TextContent, StringComparison.Ordinal);

        await david.SubmitAndFollowAsync(await david.SeeAsync(Team), "form.form", ("Input.Amounts[2]", "20000"));
        var own = await david.SeeAsync(Page);
        Assert.Contains("that of 1 team itself", own.Text, StringComparison.Ordinal);
        Assert.Contains("20,000 EUR", own.Document.QuerySelector("table.forecast")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheCompanysYearBeginsInTheMonthThatIsSet_AndTheFileSaysWhatTheTableSays()
    {
        await using var april = await PortalApplication.StartAsync(
            "Development", services => Microsoft.Extensions.DependencyInjection.OptionsServiceCollectionExtensions
                .Configure<CompanyOptions>(services, o => o.FirstMonthOfYear = 4));
        var david = await april.SignInAsync("DAVID");

        var sheet = await david.SeeAsync("/pipeline/targets/people/ANNA");
        Assert.Contains("Targets of Anna Keller, 2025/26", sheet.Text, StringComparison.Ordinal);
        Assert.Equal("Apr 2025", sheet.Document.QuerySelector("label[for=Input_Amounts_0_]")!.TextContent);

        var file = CsvRows.Of(await david.ReadAsync("/pipeline/forecast?handler=Csv&period=ThisYear&salesperson="));
        Assert.Equal((13, "2025-04-01", "2026-03-01"), (file.Count, file[1][0], file[12][0]));
    }

    private static string? Field(PortalAnswer page, int month) =>
        ((IHtmlInputElement)page.Document.GetElementById($"Input_Amounts_{month}_")!).Value;

    private async Task WinAsync(string person, decimal amount) => await _portal.DoAsync<OpportunityActs>(async acts =>
    {
        Caller caller = null!;
        await _portal.DoAsync<ChatOpportunities.Domain.Data.OpportunitiesContext>(async db => caller = Caller.For(
            db.Salespeople.Single(p => p.Code == person), ChatOpportunities.Domain.Audit.ActSource.Chat,
            new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero)));
        var made = (await acts.CreateAsync(
            new CreateOpportunity("To be won", "CT-00001", SalesCycleCode: "NEW", StartNow: true, EstimatedValue: amount), caller, default))
            .Done();
        (await acts.CloseAsync(
            made.No, new CloseOpportunity(Outcome.Won, "PRICE_W", Amount: amount), null, caller, default)).Done();
    });
}
