using System.Globalization;
using AngleSharp.Dom;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Pages;

public sealed partial class OpportunityPageTests
{
    [Fact]
    public async Task AllThatMatchAreChangedPartByPart_NothingTwice_AndTakenBackAsOne()
    {
        List<string> numbers = [];
        for (var i = 0; i < 25; i++)
        {
            numbers.Add(await NewAsync($"Sweep {i}"));
        }

        var anna = await portal.SignInAsync("ANNA");
        var form = await anna.SeeAsync("/opportunities/bulk?act=Prioritize&all=true&query=" + Uri.EscapeDataString("?q=sweep"));
        Assert.Contains("25 opportunities", form.Text, StringComparison.Ordinal);

        var missing = await anna.SubmitAsync(form, Form);
        Assert.Contains("Please fill this in.", missing.ErrorOf("Priority"), StringComparison.Ordinal);

        // Begun beside the page, which would hand it to the host's job at once.
        var (id, undoId) = (Guid.NewGuid(), Guid.NewGuid());
        Caller caller = null!;
        await portal.DoAsync<OpportunitiesContext>(async db => caller = Caller.For(
            await db.Salespeople.SingleAsync(p => p.Code == "ANNA"), ActSource.Portal, DateTimeOffset.UnixEpoch));
        for (var i = 0; i < 2; i++)
        {
            await portal.DoAsync<BulkWork>(async work => (await work.BeginAsync(
                id, new BulkChange(BulkAct.Prioritize, Priority: Priority.High), new OpportunityFilter("sweep"), caller,
                CancellationToken.None)).Done());
        }

        var begun = await anna.SeeAsync($"/opportunities/bulk?act=Prioritize&result={id}");
        Assert.Contains("0 of 25 are dealt with.", begun.Text, StringComparison.Ordinal);

        Assert.True(await GoOnAsync());
        Assert.Contains("20 of 25 are dealt with.", (await anna.SeeAsync(begun.Path)).Text, StringComparison.Ordinal);
        var david = await portal.SignInAsync("DAVID");
        await david.SubmitAndFollowAsync(await david.SeeAsync($"/opportunities/{numbers[22]}/edit"), Form, ("Input.Priority", "Low"));
        Assert.False(await GoOnAsync());
        Assert.False(await GoOnAsync());

        var done = await anna.SeeAsync(begun.Path);
        Assert.Contains("24 of 25 are changed.", done.Text, StringComparison.Ordinal);
        var refused = Assert.Single(done.Document.QuerySelectorAll("#outcomes tbody tr")).TextContent;
        Assert.Contains(numbers[22], refused, StringComparison.Ordinal);
        Assert.Contains("David Lindqvist changed this", refused, StringComparison.Ordinal);
        Assert.Equal((24, 1), await PrioritiesAsync());
        Assert.DoesNotContain("are changed.", (await david.SeeAsync(begun.Path)).Text, StringComparison.Ordinal);

        Assert.NotNull(done.Document.QuerySelector("#undo"));
        await portal.DoAsync<BulkWork>(
            async work => (await work.BeginUndoAsync(id, undoId, caller, CancellationToken.None)).Done());
        while (await GoOnAsync())
        {
        }

        Assert.Contains(
            "24 of 24 are changed.", (await anna.SeeAsync($"/opportunities/bulk?act=Undo&result={undoId}")).Text,
            StringComparison.Ordinal);
        Assert.Equal((0, 1), await PrioritiesAsync());
        Assert.Null((await anna.SeeAsync(begun.Path)).Document.QuerySelector("#undo"));

        async Task<(int High, int Low)> PrioritiesAsync()
        {
            (int High, int Low) found = default;
            await portal.DoAsync<OpportunitiesContext>(async db => found = (
                await db.Opportunities.CountAsync(o => numbers.Contains(o.No) && o.Priority == Priority.High),
                await db.Opportunities.CountAsync(o => numbers.Contains(o.No) && o.Priority == Priority.Low)));
            return found;
        }

        // What a host's job does next.
        async Task<bool> GoOnAsync()
        {
            var isMore = false;
            await portal.DoAsync<BulkWork>(async work =>
            {
                foreach (var key in await work.RunningAsync(CancellationToken.None))
                {
                    isMore |= await work.GoOnAsync(
                        key.OwnerId, key.Id, _ => new Texts(CultureInfo.GetCultureInfo("en"), "EUR"), CancellationToken.None);
                }
            });
            return isMore;
        }
    }

    [Theory]
    [InlineData("Move", "Input.Stage", "NEW/1", "2 of 2 are changed.")]
    [InlineData("Move", "Input.Stage", "EXISTING/1", "0 of 2 are changed.")]
    [InlineData("NextStep", "Input.NextStep", "Call them", "2 of 2 are changed.")]
    [InlineData("Prioritize", "Input.Priority", "High", "2 of 2 are changed.")]
    public async Task WhatIsMarkedIsMovedOrGetsANextStepOrAPriority(string act, string field, string value, string outcome)
    {
        var (one, other) = (await StartableAsync("Marked one"), await StartableAsync("Marked other"));
        var anna = await portal.SignInAsync("ANNA");
        var form = await anna.SeeAsync($"/opportunities/bulk?act={act}&no={one}&no={other}");

        var done = await anna.SubmitAndFollowAsync(
            form, Form, (field, value), ("Input.NextStepDate", act == "NextStep" ? "2026-12-24" : null));

        Assert.Contains(outcome, done.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsMarkedIsClosedAsLostWithItsReason()
    {
        var no = await StartableAsync("To be lost with others");
        var anna = await portal.SignInAsync("ANNA");
        var moved = await anna.SubmitAndFollowAsync(
            await anna.SeeAsync($"/opportunities/bulk?act=Move&no={no}"), Form, ("Input.Stage", "NEW/1"));
        Assert.Contains("1 of 1 are changed.", moved.Text, StringComparison.Ordinal);
        var form = await anna.SeeAsync($"/opportunities/bulk?act=Lose&no={no}");
        Assert.DoesNotContain("PRICE_W", form.Document.QuerySelector("#Input_ReasonCode")!.InnerHtml, StringComparison.Ordinal);

        var done = await anna.SubmitAndFollowAsync(form, Form, ("Input.ReasonCode", "PRICE_L"));

        Assert.Contains("1 of 1 are changed.", done.Text, StringComparison.Ordinal);
        Assert.Contains("Price too high", (await anna.SeeAsync("/opportunities/" + no)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EverybodyChoosesTheirOwnColumns()
    {
        const string Token = "__RequestVerificationToken";
        var anna = await portal.SignInAsync("ANNA");
        var list = await anna.SeeAsync("/opportunities?status=Won");
        var chosen = await anna.PostAsync("/opportunities?handler=Columns",
        [
            ("query", "?status=Won"), ("column", "source"), ("column", "created"), ("column", "nonsense"),
            (Token, list.Document.QuerySelector($"#columns input[name={Token}]")!.GetAttribute("value")!),
        ]);
        Assert.Equal("/opportunities?status=Won", chosen.Location);

        static IEnumerable<string> Headings(PortalAnswer page) =>
            page.Document.QuerySelectorAll("#bulk thead th").Skip(1).Select(h => h.TextContent.Trim());
        Assert.Equal(["Opportunity ↓", "Source", "Created"], Headings(await anna.SeeAsync(chosen.Location)));
        Assert.Contains("Weighted value", Headings(await (await portal.SignInAsync("BEN")).SeeAsync("/opportunities")));

        await anna.SubmitAndFollowAsync(
            await anna.SeeAsync("/opportunities"), "#columns", ("column", null));
        Assert.Contains("Weighted value", Headings(await anna.SeeAsync("/opportunities")));
    }

    [Fact]
    public async Task AViewIsSharedWithTheTeam_AndTakenAwayByWhoSharesItOrAManager()
    {
        var (anna, ben) = (await portal.SignInAsync("ANNA"), await portal.SignInAsync("BEN"));
        await anna.SubmitAndFollowAsync(
            await anna.SeeAsync("/opportunities?stale=true"), "#save-view", ("name", "What stands still"), ("share", "true"));

        var seen = await ben.SeeAsync("/opportunities");
        var view = seen.Document.QuerySelector(".views.team a")!;
        Assert.Equal(("What stands still", "/opportunities?stale=true"), (view.TextContent, view.GetAttribute("href")));
        Assert.Null(seen.Document.QuerySelector("button[value='What stands still']"));
        var refused = await ben.SubmitAndFollowAsync(seen, "#save-view", ("name", "what stands STILL"), ("share", "true"));
        Assert.Contains("A colleague shares a view with the name What stands still", refused.Text, StringComparison.Ordinal);

        var david = await portal.SignInAsync("DAVID");
        await david.SubmitAndFollowAsync(
            await david.SeeAsync("/opportunities"), "form[action*=DeleteView]", ("name", "What stands still"), ("share", "true"));
        Assert.Null((await ben.SeeAsync("/opportunities")).Document.QuerySelector(".views.team"));
    }

    /// <summary>One with all that its first stage asks for.</summary>
    private async Task<string> StartableAsync(string description)
    {
        var no = "";
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var anna = await db.Salespeople.SingleAsync(p => p.Code == "ANNA");
            var contact = await db.Contacts.Select(c => c.No).FirstAsync();
            await portal.DoAsync<OpportunityActs>(async acts => no = (await acts.CreateAsync(
                new CreateOpportunity(
                    description, contact, SalesCycleCode: "NEW", StartNow: false, EstimatedValue: 1000, ChancesOfSuccess: 50,
                    EstimatedCloseDate: new DateOnly(2027, 6, 30)),
                Caller.For(anna, ActSource.Chat, new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero)),
                CancellationToken.None)).Done().No);
        });
        return no;
    }
}
