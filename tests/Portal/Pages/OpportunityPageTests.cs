using System.Net;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Pages;

/// <summary>The list, the page of one opportunity, and what can be done there.</summary>
public sealed partial class OpportunityPageTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private const string Form = "main form.form";

    [Fact]
    public async Task AContactIsNamedByPartOfItsName_AndAskedForWhenSeveralMatch()
    {
        var anna = await portal.SignInAsync("ANNA");
        foreach (var name in new[] { "Zebra North", "Zebra South" })
        {
            await anna.SubmitAndFollowAsync(
                await anna.SeeAsync("/contacts/new"), "main form.form", ("Input.Name", name), ("Input.MakeAnyway", "true"));
        }

        var proposed = (await anna.OpenAsync("/contacts?handler=Suggest&q=zebra")).Document.Body!.TextContent;
        Assert.Contains("Zebra North", proposed, StringComparison.Ordinal);

        var form = await anna.SeeAsync("/opportunities/new");
        (string, string)[] fields = [("Input.Description", "Stripes"), ("Input.EstimatedValue", "1000"), ("Input.SalesCycleCode", "NEW")];
        var asked = await anna.SubmitAsync(form, "main form.form", [.. fields, ("Input.ContactNo", "zebra")]);
        Assert.StartsWith("Several contacts match this", asked.ErrorOf("ContactNo"), StringComparison.Ordinal);
        var south = asked.Document.QuerySelectorAll("input[name='Input.ContactChoice']")
            .Single(c => c.ParentElement!.TextContent.Contains("South", StringComparison.Ordinal));
        var made = await anna.SubmitAndFollowAsync(asked, "main form.form", ("Input.ContactChoice", south.GetAttribute("value")!));
        Assert.Contains("Zebra South", made.Text, StringComparison.Ordinal);

        var one = await anna.SubmitAndFollowAsync(form, "main form.form", [.. fields, ("Input.ContactNo", "zebra nor")]);
        Assert.Contains("Zebra North", one.Text, StringComparison.Ordinal);
        Assert.Equal(
            "There is no such contact.",
            (await anna.SubmitAsync(form, "main form.form", [.. fields, ("Input.ContactNo", "nobody at all")])).ErrorOf("ContactNo"));
    }

    [Fact]
    public async Task WhoMayNotSeeAnOpportunityFindsNothingOfItAnywhere()
    {
        await AddLonerAsync("LONER2");
        var loner = await portal.SignInAsync("LONER2");

        Assert.DoesNotContain("Anna Keller", (await loner.SeeAsync("/opportunities?status=All")).Text, StringComparison.Ordinal);
        foreach (var address in new[] { "", "/move/next", "/assign", "/close" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await loner.OpenAsync("/opportunities/OPP-00001" + address)).Status);
        }
    }

    [Fact]
    public async Task WhoMaySeeButNotChangeGetsNoButtonsAndIsRefused()
    {
        var ben = await portal.SignInAsync("BEN");

        Assert.Empty((await ben.SeeAsync("/opportunities/OPP-00001")).Document.QuerySelectorAll(".head .actions"));
        foreach (var address in new[] { "/move/update", "/assign", "/close" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await ben.OpenAsync("/opportunities/OPP-00001" + address)).Status);
        }
    }

    [Theory]
    [InlineData("/opportunities/OPP-99999")]
    [InlineData("/opportunities/OPP-99999/move/next")]
    [InlineData("/opportunities/OPP-00001/move/99")]
    [InlineData("/opportunities/OPP-00001/move/fly")]
    [InlineData("/opportunities/OPP-99999/assign")]
    [InlineData("/opportunities/OPP-99999/close")]
    public async Task WhatIsNotThereIsNotFound(string address) =>
        Assert.Equal(HttpStatusCode.NotFound, (await (await portal.SignInAsync("EMMA")).OpenAsync(address)).Status);

    [Fact]
    public async Task AMessageThatIsKeptStandsInTheStoryWithItsLink_AndIsText()
    {
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var caller = Caller.For(await db.Salespeople.SingleAsync(p => p.Code == "ANNA"), ActSource.Chat, new DateTimeOffset(
                2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
            var note = MessageNote.Of(
                "Megan <b>Bowen</b>", "<script>alert(1)</script> two more", "https://teams.microsoft.com/l/message/1/2")!;
            await portal.DoAsync<MessageNotes>(notes => notes.KeepAsync("OPP-00005", note, caller, CancellationToken.None));
        });

        var page = await (await portal.SignInAsync("EMMA")).SeeAsync("/opportunities/OPP-00005");

        Assert.Contains(
            "Megan <b>Bowen</b> wrote, as passed on by Anna Keller: “<script>alert(1)</script> two more”", page.Text,
            StringComparison.Ordinal);
        Assert.Equal("Open the message", page.Document.QuerySelector("a[href='https://teams.microsoft.com/l/message/1/2']")!.TextContent);
    }

    [Fact]
    public async Task ThePageShowsTheWholeStory()
    {
        var page = await (await portal.SignInAsync("EMMA")).SeeAsync("/opportunities/opp-00001");

        Assert.Equal("Presentation", page.Document.QuerySelector(".stages [aria-current=step]")!.FirstChild!.TextContent.Trim());
        Assert.All(
            ["Contoso Hotels", "Anna Keller (Lighting sales)", "42,000 EUR", "Q-1001", "Make an appointment", "Created: Lobby lighting"],
            part => Assert.Contains(part, page.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatWasJustDoneIsTakenBackFromTheMessageThatSaysSo()
    {
        var no = await NewAsync("A slip");
        var anna = await portal.SignInAsync("ANNA");
        var started = await anna.SubmitAndFollowAsync(
            await anna.SeeAsync($"/opportunities/{no}/move/first"), Form, ("Input.EstimatedValue", "1234.50"),
            ("Input.ChancesOfSuccess", "10"));
        Assert.Equal("Undo", started.Document.QuerySelector(".alert-success button")!.TextContent);

        var undone = await anna.SubmitAndFollowAsync(started, ".alert-success form");
        var twice = await anna.SubmitAndFollowAsync(started, ".alert-success form");

        Assert.Contains("Undone. Everything is as it was before.", undone.Text, StringComparison.Ordinal);
        Assert.Contains("Start at Initial undone.", undone.Text, StringComparison.Ordinal);
        Assert.Null(undone.Document.QuerySelector(".alert-success button"));
        Assert.Contains("There is nothing to undo", twice.Text, StringComparison.Ordinal);
        var ben = await portal.SignInAsync("BEN");
        var given = await anna.SubmitAndFollowAsync(
            await anna.SeeAsync($"/opportunities/{no}/assign"), Form, ("Input.SalespersonCode", "BEN"));
        Assert.Contains("Ben Okafor has it now.", given.Text, StringComparison.Ordinal);
        await anna.SubmitAndFollowAsync(given, ".alert-success form");
        Assert.Equal(HttpStatusCode.Forbidden, (await ben.OpenAsync($"/opportunities/{no}/assign")).Status);
    }

    [Fact]
    public async Task AnOpportunityIsMadeStartedMovedAssignedAndWon()
    {
        var no = await NewAsync("A story");
        var anna = await portal.SignInAsync("ANNA");

        var page = await anna.SubmitAndFollowAsync(
            await anna.SeeAsync($"/opportunities/{no}/move/first"), Form, ("Input.EstimatedValue", "1234.50"),
            ("Input.ChancesOfSuccess", "10"));
        Assert.Contains("Now at Initial.", page.Text, StringComparison.Ordinal);
        page = await anna.SubmitAndFollowAsync(await anna.SeeAsync($"/opportunities/{no}/move/next"), Form);
        Assert.Contains("Now at Qualification.", page.Text, StringComparison.Ordinal);

        var blocked = await anna.SubmitAsync(await anna.SeeAsync($"/opportunities/{no}/move/next"), Form);
        Assert.Contains("needs a quote", blocked.Text, StringComparison.Ordinal);
        page = await anna.SubmitAndFollowAsync(blocked, Form, ("Input.QuoteNumber", "Q-77"), ("Input.QuoteAmount", "1200"));
        Assert.Contains("Now at Presentation.", page.Text, StringComparison.Ordinal);

        page = await anna.SubmitAndFollowAsync(await anna.SeeAsync($"/opportunities/{no}/assign"), Form, ("Input.SalespersonCode", "BEN"));
        Assert.Contains("Ben Okafor has it now.", page.Text, StringComparison.Ordinal);

        var ben = await portal.SignInAsync("BEN");
        var close = await ben.SeeAsync($"/opportunities/{no}/close");
        var won = close.Document.QuerySelector("optgroup[label=Won] option")!.GetAttribute("value");
        page = await ben.SubmitAndFollowAsync(close, Form, ("Input.ReasonCode", won));
        Assert.Contains("Won: A story.", page.Text, StringComparison.Ordinal);
        Assert.Contains("1,200 EUR", page.Text, StringComparison.Ordinal);

        var late = await ben.OpenAsync($"/opportunities/{no}/move/update");
        Assert.Equal(HttpStatusCode.Redirect, late.Status);
        Assert.Contains("This opportunity is closed.", (await ben.SeeAsync(late.Location)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EstimatedValue", "0", "Give an estimated value above 0.")]
    [InlineData("EstimatedValue", "lots", "“lots” is no amount.")]
    [InlineData("ChancesOfSuccess", "101", "Give chances of success above 0 and at most 100 %.")]
    [InlineData("EstimatedCloseDate", "2020-01-01", "The expected closing date may not lie before")]
    [InlineData("DateOfChange", "1999-13-32", "“1999-13-32” is no date from 1990 to 2100.")]
    public async Task AMoveRefusesABadValueBesideItsField(string field, string value, string expected)
    {
        var admin = await portal.SignInAsync("EMMA");

        var answer = await admin.SubmitAsync(await admin.SeeAsync("/opportunities/OPP-00001/move/update"), Form, ("Input." + field, value));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.StartsWith(expected, answer.ErrorOf(field), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClosingAndAssigningAskForWhatIsMissing()
    {
        var admin = await portal.SignInAsync("EMMA");

        var close = await admin.SubmitAsync(await admin.SeeAsync("/opportunities/OPP-00001/close"), Form);
        var assign = await admin.SubmitAsync(await admin.SeeAsync("/opportunities/OPP-00001/assign"), Form);

        Assert.Equal("Choose the reason.", close.ErrorOf("ReasonCode"));
        Assert.Equal("Choose the salesperson.", assign.ErrorOf("SalespersonCode"));
    }

    [Fact]
    public async Task WhoMovesFromAnOlderStateIsToldSo()
    {
        var no = await NewAsync("Twice moved");
        var anna = await portal.SignInAsync("ANNA");
        var first = await anna.SeeAsync($"/opportunities/{no}/close");
        await anna.SubmitAndFollowAsync(
            await anna.SeeAsync($"/opportunities/{no}/move/first"), Form, ("Input.EstimatedValue", "5"), ("Input.ChancesOfSuccess", "5"));

        var lost = first.Document.QuerySelector("optgroup[label=Lost] option")!.GetAttribute("value");
        var answer = await anna.SubmitAsync(first, Form, ("Input.ReasonCode", lost));

        Assert.Contains("Anna Keller changed this on", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenACycleThatWasBlockedSince_WhenItsOpportunityIsChanged_ThenItKeepsItsCycle()
    {
        var no = await NewAsync("Keeps its road");
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var cycle = await db.SalesCycles.SingleAsync(c => c.Code == "NEW");
            cycle.Block(true);
            await db.SaveChangesAsync();
        });
        var anna = await portal.SignInAsync("ANNA");
        try
        {
            var form = await anna.SeeAsync($"/opportunities/{no}/edit");
            Assert.Equal("NEW", form.ValueOf("SalesCycleCode"));
            var saved = await anna.SubmitAndFollowAsync(form, Form, ("Input.Description", "Keeps its old road"));

            Assert.Contains("Saved: Keeps its old road.", saved.Text, StringComparison.Ordinal);
            await portal.DoAsync<OpportunitiesContext>(async db =>
                Assert.Equal("NEW", await db.Opportunities.Where(o => o.No == no).Select(o => o.SalesCycle!.Code).SingleAsync()));
            Assert.DoesNotContain("NEW", (await anna.SeeAsync("/opportunities/new")).Document
                .QuerySelectorAll("#Input_SalesCycleCode option").Select(o => o.GetAttribute("value")));
        }
        finally
        {
            await portal.DoAsync<OpportunitiesContext>(async db =>
            {
                (await db.SalesCycles.SingleAsync(c => c.Code == "NEW")).Block(false);
                await db.SaveChangesAsync();
            });
        }
    }

    [Fact]
    public async Task ANextStepAndALimitOfItsOwnAreSetShownAndTakenAwayHere()
    {
        var no = await NewAsync("With a step");
        var anna = await portal.SignInAsync("ANNA");
        var form = await anna.SeeAsync($"/opportunities/{no}/edit");
        Assert.Equal(["", "", ""], form.ValuesOf("NextStep", "NextStepDate", "LimitWorkingDays").Select(v => v ?? ""));

        var page = await anna.SubmitAndFollowAsync(
            form, Form, ("Input.NextStep", "Call Marie"), ("Input.NextStepDate", "2026-03-06"), ("Input.LimitWorkingDays", "7"));

        Assert.Contains("Next stepCall Marie · 6 Mar 2026", page.Text, StringComparison.Ordinal);
        Assert.Contains("Own limit on a stage7 working days", page.Text, StringComparison.Ordinal);
        Assert.Contains("Next step on 2026-03-06: Call Marie", page.Text, StringComparison.Ordinal); // the history names what was changed

        // What stays as it is does not count as set once more.
        form = await anna.SeeAsync($"/opportunities/{no}/edit");
        await anna.SubmitAndFollowAsync(form, Form, ("Input.Description", "With one step"));
        await portal.DoAsync<OpportunitiesContext>(
            async db => Assert.Equal(1, (await db.Opportunities.SingleAsync(o => o.No == no)).NextSteps));

        page = await anna.SubmitAndFollowAsync(
            await anna.SeeAsync($"/opportunities/{no}/edit"), Form, ("Input.NextStep", ""), ("Input.NextStepDate", ""),
            ("Input.LimitWorkingDays", ""));
        Assert.DoesNotContain("Own limit on a stage", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Next stepCall Marie", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhereItCameFromIsSaidChangedShownAndWrittenToTheFile()
    {
        var anna = await portal.SignInAsync("ANNA");
        var form = await anna.SeeAsync("/opportunities/new");
        (string, string) Contact() => ("Input.NewContactName", "Sourced Company");
        var wrong = await anna.SubmitAsync(
            form, Form, ("Input.Description", "Sourced"), Contact(), ("Input.EstimatedValue", "7"), ("Input.Source", new string('x', 51)));
        var made = await anna.SubmitAndFollowAsync(
            form, Form, ("Input.Description", "Sourced"), Contact(), ("Input.EstimatedValue", "7"), ("Input.Source", " Hotel fair "));
        var edit = await anna.SeeAsync(made.Path + "/edit");
        var changed = await anna.SubmitAndFollowAsync(edit, Form, ("Input.Source", "=Marie"));
        var file = await anna.ReadAsync("/opportunities?handler=Csv&q=Sourced");
        var same = await anna.SubmitAndFollowAsync(await anna.SeeAsync(made.Path + "/edit"), Form, ("Input.Description", "Sourced again"));
        var cleared = await anna.SubmitAndFollowAsync(await anna.SeeAsync(made.Path + "/edit"), Form, ("Input.Source", ""));

        Assert.Equal("At most 50 characters.", wrong.ErrorOf("Source"));
        Assert.Contains("SourceHotel fair", made.Text, StringComparison.Ordinal);
        Assert.Equal("Hotel fair", edit.ValueOf("Source"));
        Assert.Contains("Source=Marie", changed.Text, StringComparison.Ordinal);
        Assert.Contains("Source changed from Hotel fair to =Marie.", changed.Text, StringComparison.Ordinal); // the history has both
        Assert.Equal(["Source", "=Marie"], CsvRows.Of(file).Select(line => line[^1]));
        Assert.EndsWith(",'=Marie\r\n", file, StringComparison.Ordinal); // a spreadsheet reckons nothing
        Assert.Single(
            same.Document.QuerySelectorAll(".timeline li"), line => line.TextContent.Contains("Source changed", StringComparison.Ordinal));
        Assert.Contains("No source any more; it was =Marie.", cleared.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Source=Marie", cleared.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NextStep", "Call", "NextStepDate", "Give the day of the next step.")]
    [InlineData("NextStepDate", "2026-02-27", "NextStepDate", "The next step lies today or later.")]
    [InlineData("LimitWorkingDays", "0", "LimitWorkingDays", "A limit lies between 1 and 999 working days.")]
    [InlineData("LimitWorkingDays", "soon", "LimitWorkingDays", "“soon” is no number of working days.")]
    public async Task AChangeRefusesABadValueBesideItsField(string field, string value, string beside, string expected)
    {
        var admin = await portal.SignInAsync("EMMA");

        var answer = await admin.SubmitAsync(await admin.SeeAsync("/opportunities/OPP-00003/edit"), Form, ("Input." + field, value));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.StartsWith(expected, answer.ErrorOf(beside), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFormThatIsSentTwiceMakesOneOpportunityAndLeadsToIt()
    {
        var anna = await portal.SignInAsync("ANNA");
        var form = await anna.SeeAsync("/opportunities/new");
        (string, string?)[] Fields(string description, string value) =>
            [
                ("Input.Description", description), ("Input.EstimatedValue", value), ("Input.SalesCycleCode", "NEW"),
                ("Input.NewContactName", "Twice & Sons"),
            ];
        var refused = await anna.SubmitAsync(form, Form, Fields("Pressed twice", "-1"));
        var fields = Fields("Pressed twice", "1000");

        var answers = await Task.WhenAll(anna.SubmitAsync(refused, Form, fields), anna.SubmitAsync(refused, Form, fields));
        var late = await anna.SubmitAsync(refused, Form, fields);
        var other = await anna.SubmitAsync(refused, Form, Fields("Pressed with other words", "1000"));

        Assert.All(answers, a => Assert.Equal(late.Location, a.Location));
        Assert.NotEqual(late.Location, other.Location);
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var made = await db.Opportunities.SingleAsync(o => o.Description == "Pressed twice");
            Assert.EndsWith("/" + made.No, late.Location, StringComparison.Ordinal);
        });
    }

    private async Task<string> NewAsync(string description)
    {
        var no = "";
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var anna = await db.Salespeople.SingleAsync(p => p.Code == "ANNA");
            var contact = await db.Contacts.Select(c => c.No).FirstAsync();
            var now = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
            await portal.DoAsync<OpportunityActs>(async acts => no = Assert.IsType<ChatOpportunities.Domain.Result<Opportunity>.Done>(
                await acts.CreateAsync(
                    new CreateOpportunity(description, contact, SalesCycleCode: "NEW", StartNow: false),
                    Caller.For(anna, ActSource.Chat, now), CancellationToken.None)).Value.No);
        });
        return no;
    }

    /// <summary>A salesperson without a team, who sees only what is theirs.</summary>
    private Task AddLonerAsync(string code) => portal.DoAsync<OpportunitiesContext>(async db =>
    {
        if (await db.Salespeople.AnyAsync(p => p.Code == code))
        {
            return;
        }

        var details = new PersonDetails(code, null, null, Role.Salesperson, null, "en", "Etc/UTC", false);
        db.Salespeople.Add(Assert.IsType<ChatOpportunities.Domain.Result<Salesperson>.Done>(Salesperson.Create(code, details)).Value);
        await db.SaveChangesAsync();
    });
}
