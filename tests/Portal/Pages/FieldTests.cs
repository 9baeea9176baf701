using System.Net;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Pages;

/// <summary>One field of an opportunity, changed from where it stands: in the list, and on its page.</summary>
public sealed class FieldTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private const string Form = "main form.form";

    [Theory]
    [InlineData(0, "value", "EstimatedValue", "45k", "45000")]
    [InlineData(1, "chances", "ChancesOfSuccess", "35 %", "35")]
    [InlineData(2, "close", "EstimatedCloseDate", "2027-03-31", "2027-03-31")]
    [InlineData(3, "priority", "Priority", "High", "High")]
    [InlineData(4, "title", "Description", "Lamps for the lobby", "Lamps for the lobby")]
    public async Task AFieldIsChangedAlone_AndCanBeTakenBack(int row, string field, string input, string typed, string stored)
    {
        var anna = await portal.SignInAsync("ANNA");
        var no = (await OwnAsync())[row];
        var form = await anna.SeeAsync($"/opportunities/{no}/field/{field}");
        var (before, old) = (await FindAsync(no), form.ValueOf(input));
        Assert.NotEqual(stored, old);
        var fields = form.Document.QuerySelectorAll($"{Form} input:not([type=hidden]), {Form} select");
        Assert.Equal("Input." + input, Assert.Single(fields).GetAttribute("name"));

        var page = await anna.SubmitAndFollowAsync(form, Form, ("Input." + input, typed));

        Assert.Equal($"/opportunities/{no}", page.Path);
        Assert.Contains("Saved: ", page.Text, StringComparison.Ordinal);
        Assert.Equal(stored, (await anna.SeeAsync($"/opportunities/{no}/field/{field}")).ValueOf(input));
        var after = await FindAsync(no);
        Assert.Equal(
            field is "value" or "chances" or "close" ? before.Entries.Count + 1 : before.Entries.Count, after.Entries.Count);
        Assert.Equal((before.Contact!.No, before.NextStep, before.NextStepDate), (after.Contact!.No, after.NextStep, after.NextStepDate));

        await anna.SubmitAndFollowAsync(page, "form[action*='/undo']");
        Assert.Equal(old, (await anna.SeeAsync($"/opportunities/{no}/field/{field}")).ValueOf(input));
    }

    [Fact]
    public async Task FromTheListItLeadsBackToTheList_WhichOffersItOnlyWhereOneMayChange()
    {
        var ben = await portal.SignInAsync("BEN");
        var list = await ben.SeeAsync("/opportunities?status=InProgress&sort=-value");
        var rows = list.Document.QuerySelectorAll("tbody tr[data-opens]").ToList();
        var own = rows.Where(r => r.QuerySelector("a.field") is not null).ToList();
        Assert.NotEmpty(own);
        Assert.All(rows, r => Assert.Equal(r.TextContent.Contains("Ben ", StringComparison.Ordinal), own.Contains(r)));
        var link = own[0].QuerySelector("a.field[href*='/field/value']")!;
        Assert.StartsWith("Change Value of ", link.GetAttribute("aria-label"), StringComparison.Ordinal);

        var form = await ben.SeeAsync(link.GetAttribute("href")!);
        var back = await ben.SubmitAndFollowAsync(form, Form, ("Input.EstimatedValue", "987654"));

        Assert.Equal("/opportunities?status=InProgress&sort=-value", back.Path);
        Assert.Contains("987,654", back.Document.QuerySelector("tbody tr[data-opens]")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(back.Document.QuerySelector("#said form[action*='/undo']"));
        Assert.Empty((await ben.SeeAsync("/opportunities?status=Won")).Document.QuerySelectorAll("a.field"));
    }

    [Fact]
    public async Task WhoSavedLaterSeesBothVersionsOfThisFieldAlone()
    {
        var anna = await portal.SignInAsync("ANNA");
        var no = (await OwnAsync())[5];
        var mine = await anna.SeeAsync($"/opportunities/{no}/field/value");
        await anna.SubmitAndFollowAsync(
            await anna.SeeAsync($"/opportunities/{no}/field/step"), Form, ("Input.NextStep", "Call"), ("Input.NextStepDate", "2027-02-01"));
        await anna.SubmitAndFollowAsync(await anna.SeeAsync($"/opportunities/{no}/field/value"), Form, ("Input.EstimatedValue", "1000"));

        var conflict = await anna.SubmitAsync(mine, Form, ("Input.EstimatedValue", "2000"));

        Assert.Equal(
            ["Estimated value", "2000", "1000"],
            conflict.Document.QuerySelectorAll("table.conflict tbody tr > *").Select(c => c.TextContent));
        await anna.SubmitAndFollowAsync(conflict, Form);
        var (stored, found) = (await FindAsync(no), await anna.SeeAsync($"/opportunities/{no}/field/step"));
        Assert.Equal((2000, "Call"), (stored.Current!.EstimatedValue, found.ValueOf("NextStep")));
    }

    [Theory]
    [InlineData("value", "EstimatedValue", "", "Give an estimated value above 0.")]
    [InlineData("value", "EstimatedValue", "many", null)]
    [InlineData("chances", "ChancesOfSuccess", "", "Give chances of success above 0 and at most 100 %.")]
    [InlineData("chances", "ChancesOfSuccess", "101", null)]
    [InlineData("close", "EstimatedCloseDate", "", "Give the date by which you expect to close.")]
    [InlineData("close", "EstimatedCloseDate", "1803-01-01", null)]
    [InlineData("title", "Description", " ", "Say in a few words what it is about.")]
    [InlineData("step", "NextStep", "Without a day", null)]
    public async Task WhatCannotBeIsSaidBesideTheField_AndChangesNothing(string field, string input, string typed, string? said)
    {
        var anna = await portal.SignInAsync("ANNA");
        var no = (await OwnAsync())[6];
        var before = (await FindAsync(no)).Version;

        var answer = await anna.SubmitAsync(await anna.SeeAsync($"/opportunities/{no}/field/{field}"), Form, ("Input." + input, typed));

        answer.MustBe(HttpStatusCode.OK);
        var error = answer.ErrorOf(field == "step" ? "NextStepDate" : input);
        Assert.NotEmpty(error);
        Assert.Equal(said ?? error, error);
        Assert.Equal(before, (await FindAsync(no)).Version);
    }

    [Theory]
    [InlineData("ANNA", "/field/version", HttpStatusCode.NotFound)]
    [InlineData("ANNA", "/field/2", HttpStatusCode.NotFound)]
    [InlineData("BEN", "/field/value", HttpStatusCode.Forbidden)]
    public async Task NoOtherFieldIsThere_NorThoseOfOthers(string who, string path, HttpStatusCode status)
    {
        var no = (await OwnAsync())[0];

        Assert.Equal(status, (await (await portal.SignInAsync(who)).OpenAsync($"/opportunities/{no}{path}")).Status);
    }

    [Fact]
    public async Task ItLeadsBackToNoOtherSite()
    {
        var anna = await portal.SignInAsync("ANNA");
        var no = (await OwnAsync())[1];
        var form = await anna.SeeAsync($"/opportunities/{no}/field/priority?back=https://elsewhere.example/");
        Assert.DoesNotContain(
            form.Document.QuerySelectorAll("main a"), a => a.GetAttribute("href")!.Contains("elsewhere", StringComparison.Ordinal));

        Assert.Equal($"/opportunities/{no}", (await anna.SubmitAsync(form, Form, ("Input.Priority", "Low"))).Location);
    }

    private Task<List<string>> OwnAsync() => AskAsync(db => db.Opportunities
        .Where(o => o.Salesperson!.Code == "ANNA" && o.Status == OpportunityStatus.InProgress)
        .OrderBy(o => o.Id).Select(o => o.No).ToListAsync());

    private Task<Opportunity> FindAsync(string no) => AskAsync(
        db => db.Opportunities.AsNoTracking().Include(o => o.Entries).Include(o => o.Contact).SingleAsync(o => o.No == no));

    private async Task<T> AskAsync<T>(Func<OpportunitiesContext, Task<T>> ask)
    {
        T? found = default;
        await portal.DoAsync<OpportunitiesContext>(async db => found = await ask(db));
        return found!;
    }
}
