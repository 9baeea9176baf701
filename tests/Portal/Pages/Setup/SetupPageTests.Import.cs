using System.Net;
using System.Text;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Pages.Setup;

public sealed partial class SetupPageTests
{
    [Fact]
    public async Task AFileIsLookedThroughFirst_TakenInAfterwards_AndTakenBack()
    {
        await using var empty = await EmptyPortal.StartAsync();
        var admin = await empty.Portal.SignInAsync("FIRST");
        const string File =
            "name;type;company;email\nNew Harbour;company;;hello@harbour.example\nIda Berg;person;New "
                + "Harbour;ida@harbour.example\nMail;;;no mail\n\"'=1+1\";;;\n";

        var tried = await UploadAsync(empty.Portal, admin, ImportKind.Contacts, File);
        Assert.Contains(
            "3 lines would be taken in, 0 are there already, 0 wait for an answer, 1 has mistakes, 0 are left out. Nothing is made yet.",
            tried.Text, StringComparison.Ordinal);
        await empty.Portal.DoAsync<OpportunitiesContext>(async db => Assert.Equal(0, await db.Contacts.CountAsync()));

        var page = await WaitAsync(admin, await admin.SubmitAndFollowAsync(tried, "#begin"));
        Assert.Contains("Finished: 3 lines are taken in, 0 were there already, 1 had mistakes.", page.Text, StringComparison.Ordinal);
        await empty.Portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var ida = await db.Contacts.Include(c => c.Company).SingleAsync(c => c.Name == "Ida Berg");
            Assert.Equal("New Harbour", ida.Company!.Name);
            Assert.True(await db.Contacts.AnyAsync(c => c.Name == "=1+1"));
        });
        var refused = await admin.ReadAsync(page.Document.GetElementById("refused")!.GetAttribute("href")!);
        Assert.Equal(
            [["name", "type", "company", "email", "Line", "Reasons"], ["Mail", "", "", "no mail", "4", "This is not a mail address."]],
            CsvRows.Of(refused));
        Assert.Contains(
            "0 lines would be taken in, 3 are there already", (await UploadAsync(empty.Portal, admin, ImportKind.Contacts, File)).Text,
            StringComparison.Ordinal);

        page = await WaitAsync(admin, await admin.SubmitAndFollowAsync(page, "#take-back"));
        Assert.Contains("Taken back. What was changed since stays, in 0 lines.", page.Text, StringComparison.Ordinal);
        await empty.Portal.DoAsync<OpportunitiesContext>(async db => Assert.Equal(0, await db.Contacts.CountAsync()));
    }

    [Theory]
    [InlineData("", "The file has no lines below its heading.")]
    [InlineData("x@example.com,y\nz@example.com,w\n", "The first line of the file, line 1, names none of the columns that are known")]
    [InlineData("name,type\nx\0y,company\n", "Line 2 holds a character that no text has (NUL)")]
    public async Task AFileThatCannotBeReadIsExplained(string file, string expected)
    {
        var admin = await portal.SignInAsync("EMMA");

        Assert.Contains(expected, (await UploadAsync(portal, admin, ImportKind.Contacts, file)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsUnknownIsAskedOnItsPage_AndColumnsCanBeChanged()
    {
        var admin = await portal.SignInAsync("EMMA");
        var tried = await UploadAsync(
            portal, admin, ImportKind.Opportunities,
            "description,contact,salesperson,cycle,value,close,Extra\nPool,Contoso Hotels,Anna Keller,NEW,\"45,000.50\",2027-06-30,Fair\n"
            + "Bar,Contoso Hotels,NOBODY,NEW,1,2027-06-30,Web\nSpa,Contoso Hotels,ANNA,NEW,much,2027-06-30,Mail\n");
        Assert.Contains("1 line would be taken in, 0 are there already, 1 waits for an answer, 1 has mistakes", tried.Text,
            StringComparison.Ordinal);
        Assert.Contains("“much” in the column value could not be read.", tried.Text, StringComparison.Ordinal);
        Assert.Contains("What is “NOBODY” as salesperson", tried.Text, StringComparison.Ordinal);
        Assert.NotNull(tried.Document.QuerySelector("#begin button[disabled]"));
        Assert.Contains("Extra", tried.Document.GetElementById("unread")!.TextContent, StringComparison.Ordinal);

        var answered = await admin.SubmitAndFollowAsync(tried, "#values form", ("Answer", "ANNA"));
        Assert.Contains("2 lines would be taken in, 0 are there already, 0 wait for an answer", answered.Text, StringComparison.Ordinal);
        Assert.Null(answered.Document.QuerySelector("#begin button[disabled]"));

        var last = answered.Document.QuerySelectorAll("#columns select").Length - 1;
        var form = answered.Document.QuerySelector("#columns form")!;
        var fields = form.QuerySelectorAll("select").Select((s, i) => ("Field", i == last ? "source"
            : s.QuerySelector("option[selected]")?.GetAttribute("value") ?? ""));
        var changed = await admin.PostAsync(
            form.GetAttribute("action")!, [AccessTests.Token(answered), .. fields, ("KeepAs", "With extra")]);
        var page = await admin.SeeAsync(changed.Location);
        Assert.Null(page.Document.GetElementById("unread"));
        Assert.Contains("With extra", (await admin.SeeAsync("/setup/import")).Text, StringComparison.Ordinal);

        var filtered = await admin.SeeAsync(page.Path + "?show=Refused");
        Assert.Equal(["4"], filtered.Document.QuerySelectorAll("#lines tbody th").Select(c => c.TextContent));
    }

    [Theory]
    [InlineData("windows", "Read as Windows-1252: look whether letters with accents are right.")]
    [InlineData("utf-8", "Read as UTF-8.")]
    [InlineData("utf-8 with mark", "Read as UTF-8.")]
    [InlineData("utf-16", "Read as UTF-16.")]
    public async Task LettersWithAccentsArriveInWhicheverEncodingAFileWasSaved(string saved, string expected)
    {
        var admin = await portal.SignInAsync("EMMA");
        Encoding encoding = saved switch
        {
            "windows" => CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
            "utf-16" => Encoding.Unicode,
            _ => new UTF8Encoding(saved != "utf-8"),
        };
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("Nom;Société;Téléphone\r\nHélène Noël;;01 – œ €\r\n")];

        var tried = await UploadAsync(portal, admin, ImportKind.Contacts, bytes);

        Assert.Contains("1 line would be taken in", tried.Text, StringComparison.Ordinal);
        Assert.Contains("Hélène Noël", tried.Text, StringComparison.Ordinal);
        Assert.Contains(expected, tried.Text, StringComparison.Ordinal);
        Assert.Null(tried.Document.GetElementById("unread"));
    }

    [Theory]
    [InlineData("EMMA")]
    [InlineData("fr")]
    public async Task TheListOfOpportunitiesComesBackAsItWent(string who)
    {
        var admin = await ReaderAsync(who);
        var list = await admin.ReadAsync("/opportunities?handler=Csv&status=All");
        var count = CsvRows.Of(list).Count - 1;

        var tried = await UploadAsync(portal, admin, ImportKind.Opportunities, list);

        Assert.Contains("Opportunity Desk", tried.Document.GetElementById("found")!.TextContent, StringComparison.Ordinal);
        var all = tried.Document.QuerySelectorAll("h2 + nav a").Select(a => a.TextContent.Trim()).ToList();
        Assert.EndsWith($": {count}", all[2], StringComparison.Ordinal);
        Assert.EndsWith(": 0", all[4], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EMMA", "\"45,000.50\"", "12/25/2026", "45,000.50 EUR", "25 Dec 2026")]
    [InlineData("EMMA", "45000.50", "2026-12-05", "45,000.50 EUR", "5 Dec 2026")]
    [InlineData("fr", "45 000,50", "25/12/2026", "45 000,50 EUR", "25 déc. 2026")]
    [InlineData("fr", "45000,50", "5 décembre 2026", "45 000,50 EUR", "5 déc. 2026")]
    public async Task ThePageShowsValueAndDateOfALine_AsTheReaderWritesThem(
        string who, string value, string close, string shownValue, string shownDate)
    {
        var admin = await ReaderAsync(who);

        var tried = await UploadAsync(
            portal, admin, ImportKind.Opportunities,
            $"description;contact;salesperson;cycle;value;close\nPool {value};Contoso Hotels;ANNA;NEW;{value};{close}\n");

        var cells = tried.Document.QuerySelectorAll("#lines tbody td")
            .Select(c => c.TextContent.Replace('\u202F', ' ').Replace('\u00A0', ' ').Trim()).ToList();
        Assert.Equal([shownValue, shownDate], cells[2..4]);
    }

    private static async Task<PortalAnswer> WaitAsync(PortalVisitor admin, PortalAnswer page)
    {
        for (var i = 0; i < 600 && page.Document.QuerySelector("[data-live]") is not null; i++)
        {
            await Task.Delay(50); // the lines are taken in beside the requests
            page = await admin.SeeAsync(page.Path);
        }

        Assert.Null(page.Document.QuerySelector("[data-live]")); // nothing more will change
        return page;
    }

    private static Task<PortalAnswer> UploadAsync(PortalApplication portal, PortalVisitor admin, ImportKind kind, string file) =>
        UploadAsync(portal, admin, kind, Encoding.UTF8.GetBytes(file));

    private static async Task<PortalAnswer> UploadAsync(PortalApplication portal, PortalVisitor admin, ImportKind kind, byte[] file)
    {
        Assert.NotNull(portal);
        var token = AccessTests.Token(await admin.SeeAsync("/setup/import"));
        var answer = await admin.UploadAsync("/setup/import", "Upload", "list.csv", file, token, ("Kind", kind.ToString()));
        return answer.Status == HttpStatusCode.Redirect ? await admin.SeeAsync(answer.Location) : answer;
    }
}
