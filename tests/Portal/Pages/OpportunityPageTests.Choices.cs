using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Pages;

public sealed partial class OpportunityPageTests
{
    [Theory]
    [InlineData("status=All", "EMMA")]
    [InlineData("", "EMMA")]
    [InlineData("salesperson=ANNA&cycle=NEW", "DAVID")]
    [InlineData("status=Won", "EMMA")]
    [InlineData("q=lobby", "ANNA")]
    public async Task AboveTheListStandsWhatAllThatMatchAreWorth_AsTheFileAddsUp(string query, string code)
    {
        var person = await portal.SignInAsync(code);
        var list = await person.SeeAsync("/opportunities?" + query);
        var file = CsvRows.Of(await person.ReadAsync("/opportunities?handler=Csv&" + query)).Skip(1).ToList();

        var said = list.Document.QuerySelector(".totals")!.TextContent;
        var sum = file.Sum(r => r[8].Length == 0 ? 0 : decimal.Parse(r[8], CultureInfo.InvariantCulture));
        Assert.Contains(file.Count.ToString(CultureInfo.InvariantCulture) + " opportunit", said, StringComparison.Ordinal);
        if (!query.Contains("Won", StringComparison.Ordinal) && !query.Contains("All", StringComparison.Ordinal))
        {
            Assert.Contains(sum.ToString("N0", CultureInfo.InvariantCulture) + " EUR", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task TotalsOutOfAnIndexAreThoseOfTheRows()
    {
        Caller emma = null!;
        await portal.DoAsync<OpportunitiesContext>(async db => emma = Caller.For(
            await db.Salespeople.SingleAsync(p => p.Code == "EMMA"), ActSource.Portal, DateTimeOffset.UnixEpoch));
        await portal.DoAsync<OpportunityQueries>(async queries =>
        {
            foreach (var filter in new OpportunityFilter[]
            {
                new(Open: true), new(Open: true, SalespersonCode: "ANNA"), new(Status: OpportunityStatus.InProgress, SalesCycleCode: "NEW"),
                new(Open: true, TeamCode: "LIGHT", CloseFrom: new DateOnly(2020, 1, 1)), new(Open: true, InNoTeam: true),
            })
            {
                // A day before all of them narrows nothing, and is not in the index.
                Assert.Equal(
                    await queries.TotalsAsync(filter with { CreatedFrom = new DateOnly(1900, 1, 1) }, emma, CancellationToken.None),
                    await queries.TotalsAsync(filter, emma, CancellationToken.None));
            }
        });
    }

    [Fact]
    public async Task EachNarrowingIsSaidByName_AndTakenAwayAlone()
    {
        var emma = await portal.SignInAsync("EMMA");
        const string Query = "/opportunities?status=All&salesperson=ANNA&cycle=NEW&stage=2&team=LIGHT&priority=High&source=Fair"
            + "&valueFrom=1000.5&valueTo=90000&createdFrom=2020-01-02&closeTo=2030-01-31&reason=PRICE_L&noNextStep=true&overdue=true"
            + "&stale=true";
        var list = await emma.SeeAsync(Query);

        var words = list.Document.QuerySelectorAll(".narrowings .badge").Select(b => b.TextContent.Replace("×", "").Trim()).ToList();
        Assert.Contains("Anna Keller", words);
        Assert.Contains("worth 1,000.50 EUR or more", words);
        Assert.Contains("worth 90,000 EUR or less", words);
        Assert.Contains("created on 2 Jan 2020 or later", words);
        Assert.Contains("Priority: High", words);
        Assert.Contains("Source: Fair", words);
        Assert.Contains("No next step", words);
        Assert.DoesNotContain(words, w => w.Contains("PRICE", StringComparison.Ordinal) || w.Contains("LIGHT", StringComparison.Ordinal)
            || w == "on stage 2");
        Assert.Equal(15, words.Count);

        var cross = list.Document.QuerySelectorAll(".narrowings .badge a")
            .Single(a => a.GetAttribute("aria-label") == "Without: worth 1,000.50 EUR or more");
        var wider = await emma.SeeAsync(cross.GetAttribute("href")!);
        Assert.Equal(
            words.Where(w => w != "worth 1,000.50 EUR or more"),
            wider.Document.QuerySelectorAll(".narrowings .badge").Select(b => b.TextContent.Replace("×", "").Trim()));
    }

    [Fact]
    public async Task AmountsAreTypedInOnesOwnWay_AndStandInTheAddressAsNumbers()
    {
        var emma = await portal.SignInAsync("EMMA");

        var list = await LedAsync(emma, "/opportunities?status=All&valueFrom=30k&valueTo=1,250,000");
        Assert.Contains("valueFrom=30000", list.Path, StringComparison.Ordinal);
        Assert.Contains("valueTo=1250000", list.Path, StringComparison.Ordinal);
        var values = list.Document.QuerySelectorAll("#bulk input[name=no]")
            .Select(b => decimal.Parse(b.GetAttribute("data-value")!, CultureInfo.InvariantCulture)).ToList();
        Assert.NotEmpty(values);
        Assert.All(values, v => Assert.InRange(v, 30_000, 1_250_000));

        var wrong = await emma.SeeAsync("/opportunities?valueFrom=plenty");
        Assert.Contains(
            "“plenty” is no amount", wrong.Document.GetElementById("valueFrom-wrong")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheListIsNarrowedToAContactByPartOfItsName()
    {
        var anna = await portal.SignInAsync("ANNA");
        var no = await NewAsync("For a contact that is looked for");
        var name = "";
        await portal.DoAsync<OpportunitiesContext>(async db =>
            name = await db.Opportunities.Where(o => o.No == no).Select(o => o.Contact!.Name).SingleAsync());

        var list = await LedAsync(anna, "/opportunities?contact=" + Uri.EscapeDataString(name));

        Assert.Matches("contact=CT", list.Path);
        Assert.NotEmpty(list.Document.QuerySelectorAll("#bulk tbody tr"));
        Assert.All(
            list.Document.QuerySelectorAll("#bulk tbody tr"), r => Assert.Contains(name, r.TextContent, StringComparison.Ordinal));
        Assert.Contains("contact " + name, list.Document.QuerySelector(".narrowings")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Nothing matches", (await anna.SeeAsync("/opportunities?contact=nobody+at+all")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASellerArrivesAtTheirOwn_AndOnePressAsksMore()
    {
        var anna = await portal.SignInAsync("ANNA");
        var home = await LedAsync(anna, "/");
        Assert.Equal("/opportunities?salesperson=ANNA", home.Path);
        Assert.Equal("Mine", home.Document.QuerySelector(".chips [aria-current]")!.TextContent);

        var won = home.Document.QuerySelectorAll(".chips a").Single(a => a.TextContent == "Won this quarter").GetAttribute("href")!;
        var list = await anna.SeeAsync(won);
        Assert.Equal(["Mine", "Won this quarter"], list.Document.QuerySelectorAll(".chips [aria-current]").Select(a => a.TextContent));
        Assert.All(
            list.Document.QuerySelectorAll("#bulk tbody tr"),
            r => Assert.EndsWith("Won", r.TextContent.Trim(), StringComparison.Ordinal));

        var back = list.Document.QuerySelectorAll(".chips [aria-current]")[1].GetAttribute("href");
        Assert.Equal("/opportunities?salesperson=ANNA", back);
        Assert.Equal("/opportunities", (await LedAsync(await portal.SignInAsync("EMMA"), "/")).Path);
    }

    [Fact]
    public async Task WhatIsStaleInTheListIsWhatHasAReason()
    {
        Caller emma = null!;
        var now = new DateTimeOffset(2026, 6, 15, 8, 0, 0, TimeSpan.Zero);
        await portal.DoAsync<OpportunitiesContext>(async db => emma = Caller.For(
            await db.Salespeople.SingleAsync(p => p.Code == "EMMA"), ActSource.Portal, now));
        List<string> expected = [];
        await portal.DoAsync<RiskLists>(async lists => expected =
        [
            .. (await lists.ListAsync(
                new OpportunityFilter(Open: true, SalesCycleCode: "EXISTING"), staleOnly: true, emma, CancellationToken.None)).Rows
                .Select(r => r.Opportunity.No),
        ]);

        await portal.DoAsync<OpportunityQueries>(async queries =>
        {
            var (items, _) = await queries.PageAsync(
                new OpportunityFilter(Open: true, SalesCycleCode: "EXISTING", StaleOn: emma.Today), OpportunityOrder.No, true, null, 100,
                emma, CancellationToken.None);
            Assert.NotEmpty(items);
            Assert.Equal(expected.Order(), items.Select(o => o.No).Order());
        });
    }

    /// <summary>Opens an address that leads to another one.</summary>
    private static async Task<PortalAnswer> LedAsync(PortalVisitor person, string path)
    {
        var answer = await person.OpenAsync(path);
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        return await person.SeeAsync(answer.Location);
    }
}
