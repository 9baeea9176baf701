using System.Globalization;
using System.Net;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Pages;

/// <summary>Two contacts that are one are merged on a page.</summary>
public sealed class ContactMergeTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    private const string Form = "main form[method=post].form";

    [Fact]
    public async Task AllThatNamesADuplicateNamesTheOneThatStays_UntilItIsTakenBack()
    {
        var (stays, goes) = await MakeAsync("Mistral Ports");
        var opportunity = await OpenAsync("Cranes", goes);
        var anna = await portal.SignInAsync("ANNA");

        var page = await anna.SeeAsync("/contacts/" + stays);
        var link = page.Document.QuerySelector($"#duplicates a[href='/contacts/{stays}/merge?with={goes}']")!;
        var preview = await anna.SeeAsync(link.GetAttribute("href")!);
        Assert.Contains("1 opportunity", preview.Document.QuerySelector("#moves")!.TextContent, StringComparison.Ordinal);
        var merged = await anna.SubmitAndFollowAsync(preview, Form, ("Input.Email", "Email"));

        Assert.Contains("Merged: Mistral Ports is now part of Mistral Ports.", merged.Text, StringComparison.Ordinal);
        Assert.Equal(["two@mistral.example", "+33 1"], merged.ValuesOf("Email", "Phone"));
        Assert.Equal("/contacts/" + stays, (await anna.OpenAsync("/contacts/" + goes)).Location);
        Assert.Equal((stays, stays), await NamedByAsync(opportunity));
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var line = await db.AuditEntries.Where(a => a.SubjectKey == opportunity).OrderBy(a => a.Id).LastAsync();
            Assert.Equal((AuditSentences.ContactMerged, "contact"), (line.Sentence, line.Changes.Single().Field));
        });

        var back = await anna.SubmitAndFollowAsync(merged, "form[action*='/undo']", ("id", merged.Document
            .QuerySelector("form[action*='/undo'] button")!.GetAttribute("value")));

        Assert.Contains("Mistral Ports is back.", back.Text, StringComparison.Ordinal);
        Assert.Equal((goes, goes), await NamedByAsync(opportunity));
        Assert.Equal(["one@mistral.example", ""], (await anna.SeeAsync("/contacts/" + stays)).ValuesOf("Email", "Phone"));
        Assert.Equal("two@mistral.example", (await anna.SeeAsync("/contacts/" + goes)).ValueOf("Email"));
    }

    [Fact]
    public async Task WhoLookedAtAnOlderStateOfEitherIsToldSo_AndNothingIsMerged()
    {
        var (stays, goes) = await MakeAsync("Sirocco Docks");
        var anna = await portal.SignInAsync("ANNA");
        foreach (var changed in new[] { goes, stays })
        {
            var preview = await anna.SeeAsync($"/contacts/{stays}/merge?with={goes}");
            await anna.SubmitAndFollowAsync(
                await anna.SeeAsync("/contacts/" + changed), "main form.form", ("Input.Phone", "+33 " + changed[^1]));

            var answer = await anna.SubmitAsync(preview, Form);

            Assert.Contains("Anna Keller changed this", answer.Text, StringComparison.Ordinal);
        }

        await anna.SeeAsync("/contacts/" + goes);
    }

    [Fact]
    public async Task WhatIsNotThereAndWhatIsTheSameIsNotMerged()
    {
        var (stays, goes) = await MakeAsync("Tramontane Sheds");
        var anna = await portal.SignInAsync("ANNA");

        Assert.Equal(HttpStatusCode.NotFound, (await anna.OpenAsync("/contacts/NOSUCH/merge?with=" + goes)).Status);
        foreach (var (with, why) in new[] { (stays, "is not merged with itself"), ("NOSUCH", "no such contact"), ("%00", "") })
        {
            var page = await anna.OpenAsync($"/contacts/{stays}/merge?with={with}");
            Assert.True((int)page.Status < 500, page.Text);
            Assert.Contains(why, page.Text, StringComparison.Ordinal);
            Assert.Null(page.Document.QuerySelector("#moves"));
        }
    }

    [Fact]
    public async Task ThePageSpeaksFrench()
    {
        var (stays, goes) = await MakeAsync("Ostro Silos");
        await portal.DoAsync<OpportunitiesContext>(db => db.Salespeople.Where(p => p.Code == "BEN")
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Language, "fr")));
        var ben = await portal.SignInAsync("BEN");

        var page = await ben.SeeAsync($"/contacts/{stays}/merge?with={goes}");

        Assert.Contains("Ce qui est déplacé", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoeverIsBlockedWithOpportunitiesLeadsToTheHandOverOfAllOfThem()
    {
        var emma = await portal.SignInAsync("EMMA");
        var form = await emma.SeeAsync("/setup/people/CHLOE");
        Assert.NotNull(form.Document.QuerySelector("#held a[href='/opportunities?salesperson=CHLOE']"));

        var page = await emma.SubmitAndFollowAsync(form, "main form.form", ("Input.Blocked", "true"));

        Assert.Contains("is blocked and still holds", page.Text, StringComparison.Ordinal);
        var begun = await emma.SubmitAndFollowAsync(page, "main form.form", ("Input.SalespersonCode", "BEN"));
        Assert.StartsWith("/opportunities/bulk?act=Assign&result=", begun.Path, StringComparison.Ordinal);
        Assert.Contains("dealt with", begun.Text, StringComparison.Ordinal);
    }

    private async Task<(string Stays, string Goes)> MakeAsync(string name)
    {
        var numbers = new List<string>();
        foreach (var (mail, phone) in new[] { ("one", (string?)null), ("two", "+33 1") })
        {
            await portal.DoAsync<ContactActs>(async acts => numbers.Add((await acts.CreateAsync(
                new ContactForm(ContactType.Company, name, Email: $"{mail}@{name.Split(' ')[0].ToLowerInvariant()}.example", Phone: phone),
                await AnnaAsync(), CancellationToken.None)).Done().No));
        }

        return (numbers[0], numbers[1]);
    }

    private async Task<string> OpenAsync(string description, string contact)
    {
        var no = "";
        await portal.DoAsync<OpportunityActs>(async acts => no = (await acts.CreateAsync(
            new CreateOpportunity(description, contact, SalesCycleCode: "NEW", StartNow: true, EstimatedValue: 1000), await AnnaAsync(),
            CancellationToken.None)).Done().No);
        return no;
    }

    private async Task<Caller> AnnaAsync()
    {
        Caller caller = null!;
        await portal.DoAsync<OpportunitiesContext>(async db => caller = Caller.For(
            await db.Salespeople.SingleAsync(p => p.Code == "ANNA"), ActSource.Chat,
            DateTimeOffset.Parse("2026-03-02T09:00:00Z", CultureInfo.InvariantCulture)));
        return caller;
    }

    /// <summary>The contact of the opportunity, and of the line of its history.</summary>
    private async Task<(string Opportunity, string Entry)> NamedByAsync(string no)
    {
        (string, string) named = default;
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var found = await db.Entries.Where(e => e.Opportunity!.No == no)
                .Select(e => new { One = e.Opportunity!.Contact!.No, Other = db.Contacts.Single(c => c.Id == e.ContactId).No })
                .SingleAsync();
            named = (found.One, found.Other);
        });
        return named;
    }
}
