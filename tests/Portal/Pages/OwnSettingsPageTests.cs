using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Pages;

/// <summary>What everybody settles for themselves.</summary>
public sealed class OwnSettingsPageTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private const string Form = "main form.form";

    [Fact]
    public async Task ASalespersonChoosesWhenAndHowToBeReminded_AndGoesBackToWhatTheCompanyDoes()
    {
        var anna = await portal.SignInAsync("ANNA");
        var page = await anna.SeeAsync(
            (await anna.SeeAsync("/opportunities")).Document.QuerySelector("header a.person")!.GetAttribute("href")!);
        Assert.Equal("true", page.Document.GetElementById("Input_CompanyKinds")!.HasAttribute("checked") ? "true" : "false");

        var token = ("__RequestVerificationToken", page.Document.QuerySelector("main input[name=__RequestVerificationToken]")!
            .GetAttribute("value")!);
        await anna.PostAsync(
            "/me",
            [
                token, ("Input.Version", page.ValueOf("Version")!), ("Input.Language", "en"), ("Input.BriefAt", "07:15"),
                ("Input.QuietFrom", "20:00"), ("Input.QuietTo", "06:30"), ("Input.Alone", "HandOver"), ("Input.Alone", "TaskDue"),
            ]);
        var saved = await anna.SeeAsync("/me");

        Assert.Contains("Your settings are saved.", saved.Text, StringComparison.Ordinal);
        Assert.Equal(["07:15", "20:00", "06:30"], saved.ValuesOf("BriefAt", "QuietFrom", "QuietTo").Select(v => v?[..5]));
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var person = await db.Salespeople.SingleAsync(p => p.Code == "ANNA");
            Assert.Equal((new TimeOnly(7, 15), ReminderKinds.HandOver | ReminderKinds.TaskDue), (person.BriefAt, person.AloneKinds));
        });

        var back = await anna.SubmitAndFollowAsync(
            saved, Form, ("Input.BriefAt", ""), ("Input.QuietFrom", ""), ("Input.QuietTo", ""), ("Input.CompanyKinds", "true"));
        Assert.Contains("Your settings are saved.", back.Text, StringComparison.Ordinal);
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var person = await db.Salespeople.SingleAsync(p => p.Code == "ANNA");
            Assert.Equal((null, null, null), (person.BriefAt, person.QuietFrom, person.AloneKinds));
        });
    }

    [Fact]
    public async Task WhatMakesNoSenseIsToldBesideItsField_AndALaterSaveOfSomebodyElseIsShown()
    {
        var ben = await portal.SignInAsync("BEN");
        var page = await ben.SeeAsync("/me");

        Assert.StartsWith(
            "Give both ends of the quiet hours", (await ben.SubmitAsync(page, Form, ("Input.QuietFrom", "20:00"))).ErrorOf("QuietTo"),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The brief would come in the quiet hours",
            (await ben.SubmitAsync(page, Form, ("Input.BriefAt", "22:00"), ("Input.QuietFrom", "20:00"), ("Input.QuietTo", "06:00")))
                .ErrorOf("BriefAt"),
            StringComparison.Ordinal);
        Assert.NotNull((await ben.SubmitAsync(page, Form, ("Input.Language", "xx"))).ErrorOf("Language"));

        await ben.SubmitAndFollowAsync(page, Form, ("Input.BriefAt", "09:00"));
        Assert.Contains("changed this on", (await ben.SubmitAsync(page, Form, ("Input.BriefAt", "09:30"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheLanguageChangesWithTheSave()
    {
        var david = await portal.SignInAsync("DAVID");
        var page = await david.SubmitAndFollowAsync(await david.SeeAsync("/me"), Form, ("Input.Language", "fr"));

        Assert.Contains("Vos réglages sont enregistrés.", page.Text, StringComparison.Ordinal);
        Assert.Equal("fr", page.Document.DocumentElement.GetAttribute("lang"));
        await david.SubmitAndFollowAsync(page, Form, ("Input.Language", "en"));
    }
}
