using System.Net;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Pages;

/// <summary>The page of the day: what waits for a person, and what can be done about it right there.</summary>
public sealed class TodayPageTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(Clocks.Start.DateTime);

    [Fact]
    public async Task ATaskThatIsDueIsDoneThere_AndTakenBackThere()
    {
        var no = await OpenAsync("ANNI", "Task of today");
        await AddTaskAsync(no, "Ring the harbour master", Today);
        await AddTaskAsync(no, "Ring again next week", Today.AddDays(7));
        var anna = await portal.SignInAsync("ANNI");

        var before = await anna.SeeAsync("/today");
        var after = await anna.SubmitAndFollowAsync(before, Of(before, "Ring the harbour master", "Task"));

        Assert.Contains("Task due 2 Mar 2026: Ring the harbour master", before.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ring again next week", before.Text, StringComparison.Ordinal);
        Assert.StartsWith("/today", after.Path, StringComparison.Ordinal);
        Assert.Contains("Done: Ring the harbour master", after.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Task due 2 Mar 2026: Ring the harbour master", after.Text, StringComparison.Ordinal);

        var undone = await anna.SubmitAndFollowAsync(after, "form[action^='/tasks/'][action$='/undo']");

        Assert.StartsWith("/today", undone.Path, StringComparison.Ordinal);
        Assert.Contains("Undone.", undone.Text, StringComparison.Ordinal);
        Assert.Contains("Task due 2 Mar 2026: Ring the harbour master", undone.Text, StringComparison.Ordinal);
        var history = (await anna.SeeAsync("/opportunities/" + no)).Text;
        Assert.Contains("Task as it was before: Ring the harbour master.", history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATaskGetsAnotherDay_AndADayThatCannotBeReadIsAskedForAgain()
    {
        var no = await OpenAsync("BENNO", "Task to be moved");
        await AddTaskAsync(no, "Measure the quay", Today.AddDays(-3));
        var ben = await portal.SignInAsync("BENNO");
        var page = await ben.SeeAsync("/today");
        var form = Of(page, "Measure the quay", "TaskDay");

        var unread = await ben.SubmitAndFollowAsync(page, form, ("Input.Day", "the day of never"));
        var empty = await ben.SubmitAndFollowAsync(page, form, ("Input.Day", ""));
        var moved = await ben.SubmitAndFollowAsync(page, form, ("Input.Day", "2026-03-09"));
        var again = await ben.SubmitAndFollowAsync(page, form, ("Input.Day", "2026-03-10"));

        Assert.Contains("“the day of never” is no date", unread.Text, StringComparison.Ordinal);
        Assert.Contains("Measure the quay", empty.Text, StringComparison.Ordinal);
        Assert.NotNull(empty.Document.QuerySelector("[role=alert]"));
        Assert.Contains("Measure the quay: now due 9 Mar 2026.", moved.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Task due", moved.Text, StringComparison.Ordinal);
        // What the page showed is old by now, and says by whom.
        Assert.Contains("BENNO", again.Document.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsGivenIsAccepted_OrGivenBackWithAReason()
    {
        var (kept, returned) = (await OpenAsync("EMMA", "Given and kept"), await OpenAsync("EMMA", "Given and returned"));
        foreach (var no in new[] { kept, returned })
        {
            await ActAsync<OpportunityActs>("EMMA", async (acts, emma) =>
                Assert.IsType<Result<Acted>.Done>(await acts.AssignAsync(no, "CHLOE", true, null, emma, CancellationToken.None)));
        }

        var chloe = await portal.SignInAsync("CHLOE");
        var page = await chloe.SeeAsync("/today");
        var accepted = await chloe.SubmitAndFollowAsync(page, Of(page, "Given and kept", "Accept"));
        var silent = await chloe.SubmitAndFollowAsync(accepted, Of(accepted, "Given and returned", "Decline"));
        var declined = await chloe.SubmitAndFollowAsync(
            silent, Of(silent, "Given and returned", "Decline"), ("Input.Text", "Pas ma région"));

        Assert.Contains("Emma Rossi vous a confié cette opportunité.", page.Text, StringComparison.Ordinal);
        Assert.Contains("Given and kept est à vous.", accepted.Text, StringComparison.Ordinal);
        Assert.Single(Items(accepted), i => i.Contains("Given and", StringComparison.Ordinal));
        Assert.NotNull(silent.Document.QuerySelector("[role=alert]"));
        Assert.Contains("Given and returned est revenue à Emma Rossi.", declined.Text, StringComparison.Ordinal);
        Assert.Empty(declined.Document.QuerySelectorAll("form[action*='handler=Decline']"));
    }

    [Fact]
    public async Task AClosingDayThatHasPassedGetsANewOne_AndAFormOpenedThereLeadsBack()
    {
        var (dated, lost) = (await OpenAsync("DAVID", "Closing again", Today), await OpenAsync("DAVID", "Closing for good", Today));
        foreach (var no in new[] { dated, lost })
        {
            await DueAsync(no, ReminderKind.ClosePassed);
        }

        var david = await portal.SignInAsync("DAVID");
        var page = await david.SeeAsync("/today");
        var moved = await david.SubmitAndFollowAsync(page, Of(page, "Closing again", "CloseDay"), ("Input.Day", "2026-05-04"));

        Assert.Contains("It was expected to close on 2 Mar 2026. Give a new date, or close it.", page.Text, StringComparison.Ordinal);
        Assert.Contains("Closing again: expected to close on 4 May 2026.", moved.Text, StringComparison.Ordinal);
        Assert.Empty(moved.Document.QuerySelectorAll($".day a[href='/opportunities/{dated}']"));
        Assert.Equal(new DateOnly(2026, 5, 4), await DataAsync(db => db.Entries.Where(e => e.Active && e.Opportunity!.No == dated)
            .Select(e => e.EstimatedCloseDate).SingleAsync()));

        var close = moved.Document.QuerySelector($".day a[href^='/opportunities/{lost}/close']")!.GetAttribute("href")!;
        var reason = await DataAsync(db => db.CloseReasons.Where(r => r.Outcome == ChatOpportunities.Domain.SalesCycles.Outcome.Lost)
            .Select(r => r.Code).FirstAsync());
        var closed = await david.SubmitAndFollowAsync(
            await david.SeeAsync(close), "main form.form", ("Input.ReasonCode", reason));

        Assert.StartsWith("/today", closed.Path, StringComparison.Ordinal);
        Assert.Contains("Lost: Closing for good.", closed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANextStepThatIsDueIsFollowedByAnother_ByTheNextStage_OrComesLater()
    {
        var (stepped, moved, later) = (
            await OpenAsync("HANNA", "Steps on"), await OpenAsync("HANNA", "Moves on"), await OpenAsync("HANNA", "Waits a while"));
        foreach (var no in new[] { stepped, moved, later })
        {
            await ActAsync<OpportunityActs>("HANNA", async (acts, hanna) => Assert.IsType<Result<Acted>.Done>(
                await acts.SetNextStepAsync(no, "Ask for the plans", Today, null, hanna, CancellationToken.None)));
        }

        var hanna = await portal.SignInAsync("HANNA");
        var page = await hanna.SeeAsync("/today");
        Assert.Equal(3, page.Document.QuerySelectorAll("section[aria-labelledby=NextSteps] .day > li").Length);
        page = await hanna.SubmitAndFollowAsync(
            page, Of(page, "Steps on", "NextStep"), ("Input.Text", "Send the offer"), ("Input.Day", "2026-03-06"));
        Assert.Contains("Steps on: next step on 6 Mar 2026.", page.Text, StringComparison.Ordinal);
        page = await hanna.SubmitAndFollowAsync(page, Of(page, "Moves on", "Move"));
        Assert.Contains("Moves on: now at Qualification.", page.Text, StringComparison.Ordinal);
        page = await hanna.SubmitAndFollowAsync(page, Of(page, "Waits a while", "Later"), ("Input.Day", "2026-03-03"));
        Assert.Contains("Put off until 3 Mar 2026.", page.Text, StringComparison.Ordinal);

        Assert.DoesNotContain(
            page.Document.QuerySelectorAll("section[aria-labelledby=NextSteps] .day > li"),
            item => item.TextContent.Contains("Steps on", StringComparison.Ordinal)
                || item.TextContent.Contains("Waits a while", StringComparison.Ordinal));
        Assert.Contains("Estimate what they need", page.Text, StringComparison.Ordinal); // the next stage made a task of today
    }

    [Fact]
    public async Task EachPartTellsHowManyThereAre_AndTheRestIsOnItsOwnPages()
    {
        var no = await OpenAsync("MANY", "Much to do");
        for (var i = 0; i < 61; i++)
        {
            await AddTaskAsync(no, $"Item {i:00}", Today.AddDays(-1));
        }

        var many = await portal.SignInAsync("MANY");
        var all = await many.SeeAsync("/today");
        var first = await many.SeeAsync(all.Document.QuerySelector("a[href*='group=Tasks']")!.GetAttribute("href")!);
        var second = await many.SeeAsync(first.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!);

        Assert.Equal("Tasks 61", string.Join(' ', all.Document.QuerySelector("h2")!.TextContent.Split()).Trim());
        Assert.Equal(
            (10, 50, 11),
            (Items(all).Count, Items(first).Count, Items(second).Count));
        Assert.Empty(Items(first).Intersect(Items(second)));
        Assert.Contains("Nothing of this is due any more.", (await many.SeeAsync("/today?group=Closings")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await many.OpenAsync("/today?group=Nonsense&after=rubbish")).Status);
    }

    [Fact]
    public async Task ThePageHoldsWhatTheBriefOfTheChatHolds_AndNothingOfOthers()
    {
        var no = await OpenAsync("SAME", "The same in both");
        await AddTaskAsync(no, "One thing", Today);
        var brief = await ReadAsync<BriefQueries, IReadOnlyList<WaitingOpportunity>>(
            "SAME", (queries, caller) => queries.OpenAsync(caller, default));

        var page = await (await portal.SignInAsync("SAME")).SeeAsync("/today");
        var others = await (await portal.SignInAsync("NOBODY2")).SeeAsync("/today");

        Assert.Equal(brief.SelectMany(w => w.Open).Count(), Items(page).Count);
        Assert.Single(Items(page));
        Assert.Contains("Nothing is due.", others.Text, StringComparison.Ordinal);
        Assert.NotNull(others.Document.QuerySelector(".empty a[href='/opportunities']"));
    }

    [Fact]
    public async Task UnknownAndForeignRecordsAreNotActedOn()
    {
        var no = await OpenAsync("OWNER", "Not for strangers");
        await AddTaskAsync(no, "Private thing", Today);
        var task = await DataAsync(db => db.Tasks.Where(t => t.Description == "Private thing").Select(t => t.Id).SingleAsync());
        await OpenAsync("STRANGER", "Mine");
        await AddTaskAsync("OPP-99999", "x", Today, isRefused: true);
        var stranger = await portal.SignInAsync("STRANGER");
        var page = await stranger.SeeAsync("/me");
        var token = page.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        foreach (var (handler, field, value) in new[]
        {
            ("Task", "Input.Id", $"{task}"), ("TaskDay", "Input.Id", $"{task}"), ("Later", "Input.Id", "999999"), ("Move", "Input.No", no),
            ("Accept", "Input.No", no), ("CloseDay", "Input.No", no), ("NextStep", "Input.No", "OPP-99999"), ("Decline", "Input.No", "<x>"),
        })
        {
            var answer = await stranger.PostAsync(
                $"/today?handler={handler}&act=Next",
                [(field, value), ("Input.Day", "2026-03-09"), ("Input.Text", "x"), ("__RequestVerificationToken", token)]);
            Assert.True(
                answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{handler}: {answer.Status} {answer.Text}");
        }
    }

    private static string Of(PortalAnswer page, string text, string handler)
    {
        var item = page.Document.QuerySelectorAll(".day > li").First(i => i.TextContent.Contains(text, StringComparison.Ordinal)
            && i.QuerySelector($"form[action*='handler={handler}']") is not null);
        var form = item.QuerySelector($"form[action*='handler={handler}']")!;
        form.Id = $"wanted-{handler}-{Guid.NewGuid():N}";
        return "#" + form.Id;
    }

    private static List<string> Items(PortalAnswer page) =>
        [.. page.Document.QuerySelectorAll(".day > li .day-what").Select(i => i.TextContent)];

    private async Task<string> OpenAsync(string owner, string description, DateOnly? close = null)
    {
        await HireAsync(owner);
        await HireAsync("NOBODY2");
        var no = "";
        await ActAsync<OpportunityActs>(owner, async (acts, caller) => no = Assert.IsType<Result<Opportunity>.Done>(await acts.CreateAsync(
            new CreateOpportunity(
                description, ContactNo: "CT-00001", SalesCycleCode: "NEW", EstimatedValue: 45_000, StartNow: true,
                EstimatedCloseDate: close),
            caller, CancellationToken.None)).Value.No);
        return no;
    }

    private Task<bool> AddTaskAsync(string no, string description, DateOnly day, bool isRefused = false) => ActAsync<OpportunityActs>(
        "EMMA",
        async (acts, caller) => Assert.Equal(
            isRefused,
            await acts.AddTaskAsync(no, new TaskDetails(TaskType.None, description, Priority.Normal, day), null, caller, default)
                is Result<SalesTask>.Refused));

    /// <summary>As if the morning's brief had asked.</summary>
    private Task DueAsync(string no, ReminderKind kind) => portal.DoAsync<OpportunitiesContext>(db =>
        db.Reminders.Where(r => r.Opportunity!.No == no && r.Kind == kind)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.DueOn, Today).SetProperty(r => r.DueAt, Clocks.Start)));

    private Task<bool> ActAsync<TActs>(string who, Func<TActs, Caller, Task> act)
        where TActs : notnull => ReadAsync<TActs, bool>(who, async (acts, caller) =>
        {
            await act(acts, caller);
            return true;
        });

    private async Task<TResult> ReadAsync<TActs, TResult>(string who, Func<TActs, Caller, Task<TResult>> act)
        where TActs : notnull
    {
        var person = await DataAsync(db => db.Salespeople.AsNoTracking().SingleAsync(p => p.Code == who));
        TResult result = default!;
        await portal.DoAsync<TActs>(async acts => result = await act(acts, Caller.For(person, ActSource.Chat, Clocks.Start)));
        return result;
    }

    private async Task<TResult> DataAsync<TResult>(Func<OpportunitiesContext, Task<TResult>> read)
    {
        TResult result = default!;
        await portal.DoAsync<OpportunitiesContext>(async db => result = await read(db));
        return result;
    }

    /// <summary>Somebody without a team, who sees only what is theirs.</summary>
    private Task HireAsync(string code) => portal.DoAsync<OpportunitiesContext>(async db =>
    {
        if (!await db.Salespeople.AnyAsync(p => p.Code == code))
        {
            var details = new PersonDetails(code, null, null, Role.Salesperson, null, "en", "Etc/UTC", false);
            db.Salespeople.Add(Assert.IsType<Result<Salesperson>.Done>(Salesperson.Create(code, details)).Value);
            await db.SaveChangesAsync();
        }
    });
}
