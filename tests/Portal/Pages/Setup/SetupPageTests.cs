using System.Net;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Pages.Setup;

/// <summary>Activities, close reasons, contacts, the audit log, undoing, and two people at once.</summary>
public sealed partial class SetupPageTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private const string Form = "main form.form";
    private const string Undo = "form[action='/undo']";

    [Fact]
    public async Task AnActivityIsMadeWithStepsThatAreShownAsDates()
    {
        var admin = await portal.SignInAsync("EMMA");
        var form = await admin.SeeAsync("/setup/activities/new");

        var list = await admin.SubmitAndFollowAsync(
            form, Form,
            ("Input.Code", "visit"), ("Input.Description", "Site visit"), ("Input.Steps[0].Description", "Call ahead"),
            ("Input.Steps[0].Type", "PhoneCall"), ("Input.Steps[1].Description", "Go there"), ("Input.Steps[1].DateFormula", "1w"));

        Assert.Contains("Saved: Site visit.", list.Text, StringComparison.Ordinal);
        Assert.Contains("Call ahead Phone call · Normal · the same day", list.Text, StringComparison.Ordinal);
        Assert.Contains("Go there Task · Normal · 1W, from today: 9 Mar 2026", list.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWrongStepIsExplainedBesideItsFieldAndMoreLinesLoseNothing()
    {
        var admin = await portal.SignInAsync("EMMA");
        var form = await admin.SeeAsync("/setup/activities/new");
        var wrong = await admin.SubmitAsync(
            form, Form, ("Input.Code", "BAD"), ("Input.Description", "Bad"), ("Input.Steps[1].Description", "Second"),
            ("Input.Steps[1].DateFormula", "2X"));
        var more = await admin.SubmitAsync(wrong with { Path = "/setup/activities/new?handler=More" }, Form);

        Assert.Contains("This is not a date formula", wrong.ErrorOf("Steps_1__DateFormula"), StringComparison.Ordinal);
        Assert.Equal("Second", more.ValueOf("Steps_1__Description"));
        Assert.NotNull(more.Document.GetElementById("Input_Steps_4__Description"));
    }

    [Theory]
    [InlineData("2W", "from today: 16 Mar 2026")]
    [InlineData("nonsense", "Character 1")]
    [InlineData("", "the same day")]
    public async Task WhileTypingAFormulaIsShownAsADate(string formula, string expected)
    {
        var admin = await portal.SignInAsync("EMMA");

        var answer = await admin.SeeAsync("/setup/sales-cycles/NEW/stages/new?handler=Date&formula=" + formula);

        Assert.StartsWith(expected, answer.Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADeletedReasonComesBackOnceAndForWhoeverDeletedIt()
    {
        var admin = await portal.SignInAsync("EMMA");
        await admin.SubmitAndFollowAsync(
            await admin.SeeAsync("/setup/close-reasons/new"), Form, ("Input.Code", "GONE"), ("Input.Description", "Gone for good"),
            ("Input.Outcome", "Lost"));

        var deleted = await admin.SubmitAndFollowAsync(await admin.SeeAsync("/setup/close-reasons/GONE"), "form[action*=Delete]");
        Assert.Contains("Deleted: Gone for good.", deleted.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("GONE", deleted.Document.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
        var id = deleted.Document.QuerySelector(Undo + " button")!.GetAttribute("value");

        var back = await admin.SubmitAndFollowAsync(deleted, Undo, ("id", id));
        var twice = await admin.SubmitAndFollowAsync(deleted, Undo, ("id", id));

        Assert.Contains("Gone for good is back.", back.Text, StringComparison.Ordinal);
        Assert.Contains("GONE", back.Document.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("This can no longer be brought back.", twice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADeletedCycleComesBackWithItsStages_AndAStageAtItsPlace()
    {
        var admin = await portal.SignInAsync("EMMA");
        await admin.SubmitAndFollowAsync(
            await admin.SeeAsync("/setup/sales-cycles/new"), Form, ("Input.Code", "BACK"), ("Input.Description", "Comes back"));
        foreach (var stage in new[] { "First", "Second", "Third" })
        {
            await admin.SubmitAndFollowAsync(
                await admin.SeeAsync("/setup/sales-cycles/BACK/stages/new"), Form, ("Input.Description", stage),
                ("Input.CompletedPercent", "10"), ("Input.ChancesOfSuccessPercent", "10"), ("Input.LimitWorkingDays", "7"));
        }

        var page = await admin.SeeAsync("/setup/sales-cycles/BACK");
        page = await admin.SubmitAndFollowAsync(page, "form[action*=DeleteStage]", ("number", "20"));
        page = await admin.SubmitAndFollowAsync(page, Undo, ("id", page.Document.QuerySelector(Undo + " button")!.GetAttribute("value")));
        Assert.Equal(["First", "Second", "Third"], Stages(page));

        // Dragged: the third to the first place.
        page = await admin.SubmitAndFollowAsync(page, "form[data-place]", ("number", "30"), ("place", "1"));
        Assert.Equal(["Third", "First", "Second"], Stages(page));

        page = await admin.SubmitAndFollowAsync(page, "form[action*='handler=Delete']:not([action*=Stage])");
        page = await admin.SubmitAndFollowAsync(page, Undo, ("id", page.Document.QuerySelector(Undo + " button")!.GetAttribute("value")));
        page = await admin.SeeAsync("/setup/sales-cycles/BACK");
        Assert.Equal(["Third", "First", "Second"], Stages(page));
        Assert.Contains("7 working days", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoeverComesSecondSeesBothVersionsAndMaySaveTheirsKnowingly()
    {
        var admin = await portal.SignInAsync("EMMA");
        await admin.SubmitAndFollowAsync(
            await admin.SeeAsync("/setup/close-reasons/new"), Form, ("Input.Code", "BOTH"), ("Input.Description", "At first"),
            ("Input.Outcome", "Won"));
        var mine = await admin.SeeAsync("/setup/close-reasons/BOTH");
        await admin.SubmitAndFollowAsync(await admin.SeeAsync("/setup/close-reasons/BOTH"), Form, ("Input.Description", "Theirs"));

        var conflict = await admin.SubmitAsync(mine, Form, ("Input.Description", "Mine"));
        Assert.Equal(
            ["Description", "Mine", "Theirs"],
            conflict.Document.QuerySelectorAll("table.conflict tbody tr > *").Select(c => c.TextContent));
        var saved = await admin.SubmitAndFollowAsync(conflict, Form);

        Assert.Contains("Saved: Mine.", saved.Text, StringComparison.Ordinal);
        Assert.Contains(
            "Last change by Emma Rossi on 2 Mar 2026", (await admin.SeeAsync("/setup/close-reasons/BOTH")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AContactVeryLikeAnotherIsAskedAboutBeforeItIsMade()
    {
        var anna = await portal.SignInAsync("ANNA");
        var form = await anna.SeeAsync("/contacts/new");

        var asked = await anna.SubmitAsync(form, Form, ("Input.Name", "Contoso Hotel"));
        Assert.Contains("nearly the same name", asked.Document.GetElementById("similar")!.TextContent, StringComparison.Ordinal);
        var made = await anna.SubmitAndFollowAsync(asked, Form, ("Input.MakeAnyway", "true"));

        Assert.Contains("Saved: Contoso Hotel.", made.Text, StringComparison.Ordinal);
        Assert.Null((await anna.SeeAsync("/contacts?q=Contoso")).Document.QuerySelector("form[action*=Delete]"));
    }

    [Theory]
    [InlineData("/contacts/new", "Input.Name", "<script>alert(1)</script>")]
    [InlineData("/setup/close-reasons/new", "Input.Description", "<img src=x onerror=alert(1)>")]
    public async Task ScriptInATextIsText(string address, string field, string text)
    {
        var admin = await portal.SignInAsync("EMMA");
        var list = await admin.SubmitAndFollowAsync(
            await admin.SeeAsync(address), Form, (field, text), ("Input.Code", "SCRIPT"), ("Input.Outcome", "Won"));

        Assert.Contains(text, list.Text, StringComparison.Ordinal);
        Assert.Empty(list.Document.QuerySelectorAll("main script, main img"));
    }

    [Theory]
    [InlineData("/contacts/new", "Name")]
    [InlineData("/setup/close-reasons/new", "Description")]
    [InlineData("/setup/activities/new", "Description")]
    public async Task TenThousandCharactersAreToldBesideTheFieldAndKept(string address, string field)
    {
        var admin = await portal.SignInAsync("EMMA");
        var text = new string('x', 10_000);

        var answer = await admin.SubmitAsync(
            await admin.SeeAsync(address), Form, ("Input." + field, text), ("Input.Code", "LONG"), ("Input.Outcome", "Won"));

        Assert.Equal((HttpStatusCode.OK, "At most 100 characters."), (answer.Status, answer.ErrorOf(field)));
        Assert.Equal(text, answer.ValueOf(field));
    }

    [Fact]
    public async Task TheAuditLogIsFilteredAndPaged()
    {
        var admin = await portal.SignInAsync("EMMA");
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            // More than a page of them, whatever else was done before.
            var emma = Caller.For(await db.Salespeople.SingleAsync(p => p.Code == "EMMA"), ActSource.Portal, Clocks.At().GetUtcNow());
            db.AuditEntries.AddRange(
                Enumerable.Range(0, 51).Select(_ => AuditEntry.Of(emma, AuditSubjects.Reminders, "rules", AuditSentences.ReminderRules)));
            await db.SaveChangesAsync();
        });
        var first = await admin.SeeAsync("/setup/audit");
        var next = await admin.SeeAsync(first.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        var one = await admin.SeeAsync("/setup/audit?subject=opportunity&key=OPP-00001");
        var none = await admin.SeeAsync("/setup/audit?from=2001-01-01&to=2001-12-31");

        Assert.Equal(50, first.Document.QuerySelectorAll("tbody tr").Length);
        Assert.NotEmpty(next.Document.QuerySelectorAll("tbody tr"));
        Assert.All(
            one.Document.QuerySelectorAll("tbody tr"), row => Assert.Contains("OPP-00001", row.TextContent, StringComparison.Ordinal));
        Assert.Contains("Nothing was written for this choice.", none.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FromAnEmptyDatabaseTheSettingsLeadToAWorkingCycle()
    {
        await using var empty = await EmptyPortal.StartAsync();
        var admin = await empty.Portal.SignInAsync("FIRST");

        Assert.Equal("/setup/settings", (await admin.OpenAsync("/")).Location);
        var settings = await admin.SeeAsync("/setup/settings");
        Assert.Equal(0, settings.Document.QuerySelectorAll(".checklist .done").Length);
        var cycle = await admin.SubmitAndFollowAsync(settings, "form[action*=Start]");
        settings = await admin.SeeAsync("/setup/settings");

        Assert.Equal(["Qualification of the need", "First meeting", "Offer made", "Negotiation", "Signature"], Stages(cycle));
        Assert.Equal(3, settings.Document.QuerySelectorAll(".checklist .done").Length);
        Assert.Equal("/opportunities", (await admin.OpenAsync("/")).Location);
    }

    [Fact]
    public async Task TheReadyMadeStartPressedTwiceIsRefusedInASentence_AndNotOfferedWhereThereIsACycle()
    {
        await using var empty = await EmptyPortal.StartAsync();
        var admin = await empty.Portal.SignInAsync("FIRST");
        var settings = await admin.SeeAsync("/setup/settings");
        await admin.SubmitAndFollowAsync(settings, "form[action*=Start]");

        var twice = await admin.SubmitAndFollowAsync(settings, "form[action*=Start]");
        await empty.Portal.DoAsync<OpportunitiesContext>(db => db.SalesCycles.ExecuteUpdateAsync(s => s.SetProperty(c => c.Blocked, true)));
        var blocked = await admin.SeeAsync("/setup/settings");

        Assert.Contains("The code SALES exists already.", twice.Text, StringComparison.Ordinal);
        Assert.Null(blocked.Document.QuerySelector("form[action*=Start]"));
    }

    [Fact]
    public async Task RevokingATokenThatIsGoneIsAPageAndNoFailure()
    {
        var admin = await portal.SignInAsync("EMMA");
        var list = await admin.SeeAsync("/setup/api-tokens");

        var answer = await admin.PostAsync(
            "/setup/api-tokens?handler=Revoke&id=987654", [("__RequestVerificationToken", list.Document
                .QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!)]);

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
    }

    internal static string[] Stages(PortalAnswer cycle) => [.. cycle.Document.QuerySelectorAll("tbody form[action*=DeleteStage] button")
        .Select(b => b.TextContent["Delete ".Length..])];

    /// <summary>Emma, or an admin who reads French.</summary>
    private async Task<PortalVisitor> ReaderAsync(string who)
    {
        if (who != "fr")
        {
            return await portal.SignInAsync(who);
        }

        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            if (!await db.Salespeople.AnyAsync(p => p.Code == "ELISE"))
            {
                db.Salespeople.Add(Salesperson.Create(
                    "ELISE", new PersonDetails("Élise", null, null, Role.Admin, null, "fr", "Europe/Paris", false)).Done());
                await db.SaveChangesAsync();
            }
        });
        return await portal.SignInAsync("ELISE");
    }

    /// <summary>A portal whose database holds one admin and nothing else.</summary>
    internal sealed class EmptyPortal(PortalApplication portal) : IAsyncDisposable
    {
        public PortalApplication Portal => portal;

        public static async Task<EmptyPortal> StartAsync() => new(await PortalApplication.StartEmptyAsync("first@example.com"));

        public async ValueTask DisposeAsync() => await portal.DisposeAsync();
    }
}
