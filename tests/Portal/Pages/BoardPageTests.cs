using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Portal.Pages;

/// <summary>The board: a column per stage, its sums and cards, and moving a card, as pages without scripts do it.</summary>
public sealed class BoardPageTests : IAsyncLifetime
{
    private readonly PortalApplication _portal = new();

    public Task InitializeAsync() => _portal.InitializeAsync();

    public Task DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task AColumnPerStageInOrder_WithTheSumsThatTheListHas()
    {
        await AddWaitingAsync("Still to begin", 1_000);
        var page = await (await _portal.SignInAsync("EMMA")).SeeAsync("/board?cycle=new");

        Assert.Equal(
            ["Not started", "Initial", "Qualification", "Presentation", "Proposal", "Sign"],
            page.Document.QuerySelectorAll(".board-column h2").Select(h => h.TextContent));
        foreach (var column in page.Document.QuerySelectorAll(".board-column"))
        {
            var name = column.QuerySelector("h2")!.TextContent;
            var filter = name == "Not started"
                ? new OpportunityFilter(Status: OpportunityStatus.NotStarted, SalesCycleCode: "NEW")
                : new OpportunityFilter(Open: true, SalesCycleCode: "NEW", Stage: await NumberAsync("NEW", name));
            var totals = await TotalsAsync(filter, "EMMA");
            Assert.Equal(totals.Opportunities, column.QuerySelectorAll(".deal").Length);
            var said = Words(column.QuerySelector("header p")!);
            Assert.StartsWith(
                string.Create(CultureInfo.InvariantCulture, $"{totals.Opportunities} opportunit"), said, StringComparison.Ordinal);
            Assert.Contains(Money(totals.EstimatedValue), said, StringComparison.Ordinal);
            if (name != "Not started")
            {
                Assert.Contains("weighted " + Money(totals.CurrentValue), said, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task ACardSaysWhatItIsAbout_WhoseItIs_AndWhyItNeedsAttention()
    {
        var page = await (await _portal.SignInAsync("EMMA")).SeeAsync("/board?cycle=NEW");

        var card = Words(page.Document.GetElementById("deal-OPP-00001")!);
        Assert.All(
            ["Lobby lighting", "Contoso Hotels", "42,000 EUR", "Anna Keller", "No next step"],
            part => Assert.Contains(part, card, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AMoveByTheMenuMovesOnce_SaysSo_CanBeUndone_AndLeadsBackToTheSameBoard()
    {
        var anna = await _portal.SignInAsync("ANNA");
        var (no, stage) = await OneAtAsync("EXISTING", "Initial", "ANNA");
        var board = await anna.SeeAsync("/board?cycle=EXISTING&mine=true");
        var move = Button(board, no, "Presentation");

        var answer = await anna.SubmitAsync(board, "#moves", ("move", move));
        Assert.Equal("/board?cycle=EXISTING&mine=true", answer.Location);
        var moved = await anna.SeeAsync(answer.Location);
        Assert.Contains("is now at Presentation.", moved.Text, StringComparison.Ordinal);
        Assert.Equal("Presentation", ColumnOf(moved, no));

        // The same press again, from a page that is behind: told, and nothing is moved twice.
        var again = await anna.SubmitAndFollowAsync(board, "#moves", ("move", move));
        Assert.Contains("Anna Keller changed this on", again.Document.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);

        var answered = await anna.SubmitAsync(moved, "#said form");
        Assert.Equal("/board?cycle=EXISTING&mine=true", answered.Location);
        var undone = await anna.SeeAsync(answered.Location);
        Assert.Equal("Initial", ColumnOf(undone, no));
        Assert.True(stage > 0);
    }

    [Fact]
    public async Task AStageThatNeedsAQuoteAsksForItInItsForm_AndTheMoveComesBackToTheBoard()
    {
        var (no, _) = await OneAtAsync("NEW", "Qualification", null);
        var emma = await _portal.SignInAsync("EMMA");
        var board = await emma.SeeAsync("/board?cycle=NEW");

        var gate = await emma.SubmitAndFollowAsync(board, "#moves", ("move", Button(board, no, "Proposal")));
        Assert.Contains("A stage on the way needs a quote.", gate.Text, StringComparison.Ordinal);
        Assert.Equal("4", gate.ValueOf("Stage"));
        Assert.Equal("/board?cycle=NEW", gate.Document.QuerySelector("[data-cancel]")!.GetAttribute("href"));

        var still = await emma.SubmitAsync(gate, "main form.form");
        Assert.Equal(HttpStatusCode.OK, still.Status);
        var answer = await emma.SubmitAsync(still, "main form.form", ("Input.QuoteNumber", "Q-7"), ("Input.QuoteAmount", "1000"));
        Assert.Equal("/board?cycle=NEW", answer.Location);
        Assert.Equal("Proposal", ColumnOf(await emma.SeeAsync(answer.Location), no));
    }

    [Fact]
    public async Task AStageThatMayNotBeSkipped_AndOneOfAnotherCycle_AreRefusedWithTheReason()
    {
        var (no, _) = await OneAtAsync("NEW", "Initial", null);
        var emma = await _portal.SignInAsync("EMMA");
        var board = await emma.SeeAsync("/board?cycle=NEW");
        var version = board.Document.GetElementById("deal-" + no)!.GetAttribute("data-version");

        var skipped = await emma.SubmitAndFollowAsync(
            board, "#moves", ("move", $"{no}/{version}/{await StageAsync("NEW", "Proposal")}"));
        Assert.Equal("The stage Qualification on the way to Proposal may not be skipped.", Alert(skipped));
        var foreign = await emma.SubmitAndFollowAsync(
            board, "#moves", ("move", $"{no}/{version}/{await StageAsync("EXISTING", "Proposal")}"));
        Assert.Equal("There is no such stage in its sales cycle.", Alert(foreign));
        Assert.Equal("Initial", ColumnOf(foreign, no));
    }

    [Theory]
    [InlineData("OPP-99999/1/2")]
    [InlineData("nonsense")]
    [InlineData("OPP-00001/x/2")]
    [InlineData("OPP-00001/-1/99999999999999999999")]
    [InlineData("")]
    [InlineData("<script>/1/1")]
    public async Task WhatNamesNoOpportunityIsToldInASentence(string move)
    {
        var emma = await _portal.SignInAsync("EMMA");
        var said = await emma.SubmitAndFollowAsync(await emma.SeeAsync("/board?cycle=NEW"), "#moves", ("move", move));

        Assert.Equal("There is no such record, or you may not see it.", Alert(said));
    }

    [Fact]
    public async Task AnAddressElsewhereIsNoWayBack()
    {
        var emma = await _portal.SignInAsync("EMMA");
        foreach (var back in new[] { "https://example.com/", "//example.com", "/boards", "/board\\@example.com", "/board?x\ny" })
        {
            var answer = await emma.SubmitAsync(await emma.SeeAsync("/board?cycle=NEW"), "#moves", ("move", "x"), ("back", back));
            Assert.Equal("/board", answer.Location);
        }
    }

    [Fact]
    public async Task ASellerSeesTheTeamsCardsWithoutButtons_AndMovesOnlyTheirOwn()
    {
        var ben = await _portal.SignInAsync("BEN");
        var (no, _) = await OneAtAsync("EXISTING", "Initial", "ANNA");
        var board = await ben.SeeAsync("/board?cycle=EXISTING");
        var card = board.Document.GetElementById("deal-" + no)!;
        Assert.Null(card.QuerySelector("details"));
        Assert.False(card.ClassList.Contains("movable"));
        Assert.All(
            board.Document.QuerySelectorAll(".deal.movable .owner"), owner => Assert.Equal("Ben Okafor", owner.TextContent));

        var refused = await ben.SubmitAndFollowAsync(
            board, "#moves",
            ("move", $"{no}/{card.GetAttribute("data-version")}/{await StageAsync("EXISTING", "Presentation")}"));
        Assert.Equal("You may not do this. Ask your manager or an admin.", Alert(refused));
    }

    [Fact]
    public async Task WhoSeesOnlyTheirOwnIsToldOfNobodyElsesDeals_NeitherByCountsNorByNames()
    {
        await using var portal = await OtherPortal.OfOwnAsync();
        var ben = await portal.Portal.SignInAsync("BEN");
        foreach (var address in new[] { "/board?cycle=NEW", "/board?cycle=NEW&stale=true", "/board?cycle=NEW&overdue=true&q=e" })
        {
            var page = await ben.SeeAsync(address);
            Assert.All(page.Document.QuerySelectorAll(".owner"), owner => Assert.Equal("Ben Okafor", owner.TextContent));
            Assert.DoesNotContain("Anna Keller", page.Text, StringComparison.Ordinal);
        }

        var whole = await ben.SeeAsync("/board?cycle=NEW");
        var counted = whole.Document;
        Assert.Equal(counted.QuerySelectorAll(".deal").Length, Counted(whole));
        Assert.EndsWith(
            $" ({counted.QuerySelectorAll("[data-column]:not(#column-0) .deal").Length})",
            Words(counted.QuerySelector("#cycle option[selected]")!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mine")]
    [InlineData("month")]
    [InlineData("overdue")]
    [InlineData("noStep")]
    [InlineData("stale")]
    public async Task AChipNarrowsCardsAndSumsAlike_AndIsALinkThatGivesItBack(string chip)
    {
        await AddWaitingAsync("Not begun and forgotten", 5_000);
        var today = await TodayAsync();
        _portal.IsBroken = true; // limits of their own, next steps ahead and behind, no tasks: written past the rules
        await _portal.DoAsync<OpportunitiesContext>(async db =>
        {
            await db.Tasks.ExecuteDeleteAsync();
            await db.Opportunities.Where(o => o.Id % 3 == 0).ExecuteUpdateAsync(set => set.SetProperty(o => o.LimitWorkingDays, 4));
            await db.Opportunities.Where(o => o.Id % 5 == 0).ExecuteUpdateAsync(set => set.SetProperty(o => o.LimitWorkingDays, 30));
            var (ahead, passed) = (today.AddDays(3), today.AddDays(-1));
            await db.Opportunities.Where(o => o.Id % 7 == 0).ExecuteUpdateAsync(set => set.SetProperty(o => o.NextStepDate, ahead));
            await db.Opportunities.Where(o => o.Id == 2).ExecuteUpdateAsync(set => set.SetProperty(o => o.NextStepDate, passed));
            await db.Entries.Where(e => e.Active && e.OpportunityId == 11)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.EstimatedCloseDate, passed));
        });
        var anna = await _portal.SignInAsync("ANNA");
        var page = await anna.SeeAsync($"/board?cycle=NEW&{chip}=true");
        var all = Counted(await anna.SeeAsync("/board?cycle=NEW"));
        var month = new DateOnly(today.Year, today.Month, 1);
        var filter = new OpportunityFilter(
            Open: true, SalesCycleCode: "NEW", SalespersonCode: chip == "mine" ? "ANNA" : null,
            CloseFrom: chip == "month" ? month : null, CloseTo: chip == "month" ? month.AddMonths(1).AddDays(-1) : null,
            OverdueOn: chip == "overdue" ? today : null, WithoutNextStep: chip == "noStep");
        var caller = await CallerAsync("ANNA");
        List<string> expected = [];
        await _portal.DoAsync<RiskLists>(async lists =>
            expected = [.. (await lists.ListAsync(filter, chip == "stale", caller, CancellationToken.None)).Rows
                .Select(r => r.Opportunity.No)]);
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            page.Document.QuerySelectorAll(".deal").Select(d => d.GetAttribute("data-no")!).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Count, Counted(page));
        Assert.InRange(expected.Count, 1, all - 1);
        Assert.Equal("/board?cycle=NEW", page.Document.QuerySelector(".views [aria-current=true]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task TheCycleLookedAtLastComesFirst_BeforeThatTheOneWithMostOpen()
    {
        var ben = await _portal.SignInAsync("BEN");
        var most = await MostOpenAsync();
        Assert.Equal(most, Chosen(await ben.SeeAsync("/board")));
        var other = most == "NEW" ? "EXISTING" : "NEW";
        await ben.SeeAsync("/board?cycle=" + other);

        Assert.Equal(other, Chosen(await ben.SeeAsync("/board")));
        Assert.Equal(most, Chosen(await (await _portal.SignInAsync("ANNA")).SeeAsync("/board")));
        Assert.Equal(HttpStatusCode.NotFound, (await ben.OpenAsync("/board?cycle=NOWHERE")).Status);
    }

    [Fact]
    public async Task AColumnGoesOnWhereItsPageEnds()
    {
        for (var i = 0; i < BoardQueries.PageSize + 2; i++)
        {
            await AddWaitingAsync($"Waiting {i:00}", 100, new DateOnly(2027, 1, 1).AddDays(i / 3));
        }

        var emma = await _portal.SignInAsync("EMMA");
        var first = await emma.SeeAsync("/board?cycle=NEW&q=waiting");
        Assert.Equal(BoardQueries.PageSize, first.Document.QuerySelectorAll("#column-0 .deal").Length);
        Assert.Equal(BoardQueries.PageSize + 2, Counted(first));
        var second = await emma.SeeAsync(first.Document.QuerySelector("#column-0 [rel=next]")!.GetAttribute("href")!);
        Assert.Equal(
            BoardQueries.PageSize + 2,
            first.Document.QuerySelectorAll("#column-0 .deal").Concat(second.Document.QuerySelectorAll("#column-0 .deal"))
                .Select(d => d.Id).Distinct().Count());
        Assert.Null(second.Document.QuerySelector("#column-0 [rel=next]"));
    }

    [Fact]
    public async Task AskedAgain_ABoardAnswersOnlyTheColumnsThatChanged_AndNothingWhereNobodyDidAnything()
    {
        var emma = await _portal.SignInAsync("EMMA");
        var (no, _) = await OneAtAsync("EXISTING", "Initial", "ANNA");
        var page = await emma.SeeAsync("/board?cycle=EXISTING");
        var board = page.Document.QuerySelector("[data-board]")!;
        var have = string.Join(',', page.Document.QuerySelectorAll("[data-column]").Select(
            c => $"{c.GetAttribute("data-column")}.{c.QuerySelectorAll(".deal").Length}.{c.GetAttribute("data-stamp")}"));
        var address = $"{board.GetAttribute("data-board")}&have={have}";
        Assert.Equal(
            HttpStatusCode.NoContent, (await emma.OpenAsync($"{address}&stamp={board.GetAttribute("data-stamp")}")).Status);
        Assert.Empty((await emma.SeeAsync(address)).Document.QuerySelectorAll("[data-column]"));

        var anna = await _portal.SignInAsync("ANNA");
        var hers = await anna.SeeAsync("/board?cycle=EXISTING");
        await anna.SubmitAndFollowAsync(hers, "#moves", ("move", Button(hers, no, "Presentation")));

        var changed = await emma.SeeAsync($"{address}&stamp={board.GetAttribute("data-stamp")}");
        Assert.Equal(["Initial", "Presentation"], changed.Document.QuerySelectorAll("[data-column] h2").Select(h => h.TextContent));
    }

    [Theory]
    [InlineData("?cycle=NEW&column=abc&after=1")]
    [InlineData("?cycle=NEW&column=3&after=99999999999999.5")]
    [InlineData("?cycle=NEW&salesperson=NOBODY&team=NOBODY&q=%25_%27")]
    [InlineData("?handler=Columns&cycle=NEW&have=1.2,x.y.z,99999999999999999999.1.a,3.-1.b,,...")]
    [InlineData("?cycle=NEW&mine=perhaps")]
    public async Task WhateverStandsInTheAddressIsAnswered(string query) =>
        await (await _portal.SignInAsync("EMMA")).SeeAsync("/board" + query);

    [Fact]
    public async Task WithoutACycle_AndWhereNothingMatches_ThePageSaysSo()
    {
        await using var empty = await OtherPortal.EmptyAsync();
        var id = 0L;
        await empty.Portal.DoAsync<OpportunitiesContext>(async db => id = await db.Salespeople.Select(p => p.Id).SingleAsync());
        Assert.Contains(
            "There is no sales cycle yet.", (await empty.Portal.WithCookieOf(id).SeeAsync("/board")).Text, StringComparison.Ordinal);

        var none = await (await _portal.SignInAsync("EMMA")).SeeAsync("/board?cycle=NEW&q=nothing-is-called-so");
        Assert.Contains("Nothing matches.", none.Text, StringComparison.Ordinal);
    }

    private static string Alert(PortalAnswer page) => Words(page.Document.QuerySelector("#said [role=alert]")!);

    private static string? Chosen(PortalAnswer page) => page.Document.QuerySelector("#cycle option[selected]")!.GetAttribute("value");

    private static string Words(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>What the heads of the columns say together.</summary>
    private static int Counted(PortalAnswer board) => board.Document.QuerySelectorAll(".board-column header p")
        .Sum(p => int.Parse(Words(p).Split(' ')[0], CultureInfo.InvariantCulture));

    private static string Money(decimal amount) =>
        decimal.Round(amount).ToString("N0", CultureInfo.GetCultureInfo("en-GB")) + " EUR";

    private static string ColumnOf(PortalAnswer board, string no) =>
        board.Document.GetElementById("deal-" + no)!.Closest(".board-column")!.QuerySelector("h2")!.TextContent;

    private static string Button(PortalAnswer board, string no, string stage) =>
        board.Document.GetElementById("deal-" + no)!.QuerySelectorAll("button").Single(b => b.TextContent == stage).GetAttribute("value")!;

    private async Task<Caller> CallerAsync(string code)
    {
        Caller? caller = null;
        var today = await TodayAsync();
        await _portal.DoAsync<OpportunitiesContext>(async db => caller = Caller.For(
            await db.Salespeople.SingleAsync(p => p.Code == code), ActSource.Portal, Clocks.Start, today));
        return caller!;
    }

    private static Task<DateOnly> TodayAsync() => Task.FromResult(DateOnly.FromDateTime(Clocks.Start.UtcDateTime));

    private async Task AddWaitingAsync(string title, decimal value, DateOnly? close = null)
    {
        var caller = await CallerAsync("ANNA");
        await _portal.DoAsync<OpportunityActs>(async acts => (await acts.CreateAsync(
            new CreateOpportunity(
                title, "CT-00001", SalesCycleCode: "NEW", CreationDate: caller.Today.AddDays(-40), EstimatedValue: value,
                EstimatedCloseDate: close, StartNow: false), caller, CancellationToken.None)).Done());
    }

    private async Task<(string No, long Stage)> OneAtAsync(string cycle, string stage, string? owner)
    {
        (string, long) found = default;
        await _portal.DoAsync<OpportunitiesContext>(async db => found = await db.Entries
            .Where(e => e.Active && e.Stage!.Description == stage && e.Opportunity!.SalesCycle!.Code == cycle
                && (owner == null || e.Opportunity.Salesperson!.Code == owner) && e.Opportunity.QuoteNumber == null)
            .OrderBy(e => e.Id).Select(e => new ValueTuple<string, long>(e.Opportunity!.No, e.StageId!.Value)).FirstAsync());
        return found;
    }

    private async Task<long> StageAsync(string cycle, string stage)
    {
        var id = 0L;
        await _portal.DoAsync<OpportunitiesContext>(async db => id = await db.SalesCycles.Where(c => c.Code == cycle)
            .SelectMany(c => c.Stages).Where(s => s.Description == stage).Select(s => s.Id).SingleAsync());
        return id;
    }

    private async Task<int> NumberAsync(string cycle, string stage)
    {
        var number = 0;
        await _portal.DoAsync<OpportunitiesContext>(async db => number = await db.SalesCycles.Where(c => c.Code == cycle)
            .SelectMany(c => c.Stages).Where(s => s.Description == stage).Select(s => s.Number).SingleAsync());
        return number;
    }

    private async Task<string> MostOpenAsync()
    {
        var most = "";
        await _portal.DoAsync<OpportunitiesContext>(async db => most = await db.Entries.Where(e => e.Active && e.StageId != null)
            .GroupBy(e => e.Opportunity!.SalesCycle!.Code).OrderByDescending(g => g.Count()).Select(g => g.Key).FirstAsync());
        return most;
    }

    private async Task<Totals> TotalsAsync(OpportunityFilter filter, string code)
    {
        var caller = await CallerAsync(code);
        var totals = Totals.Zero;
        await _portal.DoAsync<OpportunityQueries>(
            async queries => totals = await queries.TotalsAsync(filter, caller, CancellationToken.None));
        return totals;
    }

    /// <summary>A portal beside that of the class.</summary>
    private sealed record OtherPortal(PortalApplication Portal) : IAsyncDisposable
    {
        public static async Task<OtherPortal> OfOwnAsync() => new(await PortalApplication.StartAsync(
            "Development", services => services.Configure<CompanyOptions>(o => o.OpportunityVisibility = OpportunityVisibility.Own)));

        public static async Task<OtherPortal> EmptyAsync() => new(await PortalApplication.StartEmptyAsync("olga@example.com"));

        public async ValueTask DisposeAsync() => await Portal.DisposeAsync();
    }
}
