using AngleSharp.Html.Dom;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Pages.Setup;

/// <summary>Rules with their preview, and what became of every reminder.</summary>
public sealed class ReminderPageTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private const string Form = "main form.form";

    [Fact]
    public async Task TheRulesAreChangedAndWrongOnesAreToldBesideTheirFields()
    {
        var emma = await portal.SignInAsync("EMMA");
        var page = await emma.SeeAsync("/setup/reminders");

        var wrong = await emma.SubmitAsync(page, Form, ("Input.NearCloseDays", "999"), ("Input.QuietTo", ""));
        Assert.StartsWith("Give a number of days from 1 to 365", wrong.ErrorOf("NearCloseDays"), StringComparison.Ordinal);
        Assert.StartsWith("Give both ends of the quiet hours", wrong.ErrorOf("QuietTo"), StringComparison.Ordinal);
        Assert.StartsWith(
            "The brief would come in the quiet hours", (await emma.SubmitAsync(page, Form, ("Input.BriefAt", "06:00"))).ErrorOf("BriefAt"),
            StringComparison.Ordinal);

        var saved = await emma.SubmitAndFollowAsync(page, Form, ("Input.NearCloseDays", "7"), ("Input.NoActivityDays", ""));
        Assert.Contains("The rules are saved", saved.Text, StringComparison.Ordinal);
        Assert.Equal(["7", "", "3"], saved.ValuesOf("NearCloseDays", "NoActivityDays", "AlonePerHour").Select(v => v ?? ""));

        var kinds = page.Document.QuerySelectorAll("input[name='Input.Alone'][checked]").Select(k => k.GetAttribute("value"));
        Assert.NotEmpty(kinds);
        Assert.Equal(kinds, saved.Document.QuerySelectorAll("input[name='Input.Alone'][checked]").Select(k => k.GetAttribute("value")));

        var stale = await emma.SubmitAsync(page, Form, ("Input.NearCloseDays", "8"));
        Assert.Contains("changed this on", stale.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThePreviewCountsByPersonWhatTheRulesWouldHaveSentAndChangesNothing()
    {
        var emma = await portal.SignInAsync("EMMA");
        var page = await emma.SeeAsync("/setup/reminders");
        var version = page.ValueOf("Version");

        var form = page.Document.QuerySelector(Form + " button[formaction*='Preview']")!.GetAttribute("formaction")!;
        var token =
            ("__RequestVerificationToken", page.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!);
        var preview = await emma.PostAsync(
            form, [
                token, ("Input.NearCloseDays", "3"), ("Input.NoActivityDays", "5"), ("Input.AlonePerHour", "3"),
                ("Input.BriefAt", "08:00"), ("Input.Version", version!),
            ]);

        Assert.Contains("These rules would have sent", preview.Text, StringComparison.Ordinal);
        Assert.Contains("Anna Keller", preview.Text, StringComparison.Ordinal);
        Assert.Equal(version, (await emma.SeeAsync("/setup/reminders")).ValueOf("Version"));
    }

    [Fact]
    public async Task WhatFailedIsShownAndSentAgainByHand()
    {
        long id = 0;
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var reminder = await db.Reminders.OrderBy(r => r.Id).FirstAsync(r => r.State == ReminderState.Pending);
            reminder.Fail("Rejected: BadSyntax");
            await db.SaveChangesAsync();
            id = reminder.Id;
        });
        var emma = await portal.SignInAsync("EMMA");
        var page = await emma.SeeAsync("/setup/reminders?stuck=true");
        Assert.Contains("Teams refused the message (Rejected: BadSyntax).", page.Text, StringComparison.Ordinal);

        var sent = await emma.SubmitAndFollowAsync(page, $"main form[action*='id={id}']");

        Assert.Contains("It will be sent again at once.", sent.Text, StringComparison.Ordinal);
        await portal.DoAsync<OpportunitiesContext>(
            async db => Assert.Equal(ReminderState.Pending, (await db.Reminders.SingleAsync(r => r.Id == id)).State));
    }

    [Fact]
    public async Task ABlankTimeOfTheBriefIsRefusedBesideItsField()
    {
        var emma = await portal.SignInAsync("EMMA");
        var page = await emma.SeeAsync("/setup/reminders");

        var refused = await emma.SubmitAsync(page, Form, ("Input.BriefAt", ""), ("Input.QuietFrom", ""), ("Input.QuietTo", ""));

        Assert.Equal("Please fill this in.", refused.ErrorOf("BriefAt"));
        Assert.Equal(page.ValueOf("BriefAt"), (await emma.SeeAsync("/setup/reminders")).ValueOf("BriefAt"));
    }

    [Fact]
    public async Task TheLogIsNarrowedByStateKindAndPerson_AndWhatIsShownIsSentAgainAtOnce()
    {
        List<long> ids = [];
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var reminders = await db.Reminders.Where(r => r.State == ReminderState.Pending && r.Salesperson!.Code == "BEN")
                .OrderBy(r => r.Id).Take(3).ToListAsync();
            reminders.ForEach(r => r.Fail("Rejected: BadSyntax"));
            await db.SaveChangesAsync();
            ids.AddRange(reminders.Select(r => r.Id));
        });
        Assert.Equal(3, ids.Count);
        var emma = await portal.SignInAsync("EMMA");
        var all = await emma.SeeAsync("/setup/reminders");

        var bens = await emma.SeeAsync("/setup/reminders?state=Failed&person=ben");
        Assert.Equal(3, bens.Document.QuerySelectorAll("table[aria-labelledby=log] tbody tr").Length);
        string? Chosen(string id) => ((IHtmlSelectElement)bens.Document.GetElementById(id)!).Value;
        Assert.Equal(("Failed", "", "BEN"), (Chosen("state"), Chosen("kind"), Chosen("person")));
        Assert.Contains(
            "There is nothing here.", (await emma.SeeAsync("/setup/reminders?state=Failed&person=BEN&kind=TeamBrief")).Text,
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            "RetryAll", (await (await portal.SignInAsync("DAVID")).SeeAsync("/setup/reminders?state=Failed")).Document.Body!.InnerHtml,
            StringComparison.Ordinal);

        // One of them arrived meanwhile.
        portal.IsBroken = true; // without a moment at which it was sent
        await portal.DoAsync<OpportunitiesContext>(
            db => db.Reminders.Where(r => r.Id == ids[0]).ExecuteUpdateAsync(s => s.SetProperty(r => r.State, ReminderState.Sent)));
        var sent = await emma.SubmitAndFollowAsync(bens, "main form[action*=RetryAll]");

        Assert.Contains("2 reminders will be sent again at once.", sent.Text, StringComparison.Ordinal);
        Assert.Contains("Not sent again: 1.", sent.Text, StringComparison.Ordinal);
        Assert.Contains("/setup/reminders?state=Failed&person=ben", sent.Path, StringComparison.Ordinal);
        Assert.NotNull(all.Document.QuerySelector("form[role=search] button"));
        await portal.DoAsync<OpportunitiesContext>(async db =>
            Assert.Equal(2, await db.Reminders.CountAsync(r => ids.Contains(r.Id) && r.State == ReminderState.Pending)));
    }
}
