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
    public async Task AFileIsTriedFirstAndTakenInAfterwards()
    {
        await using var empty = await EmptyPortal.StartAsync();
        var admin = await empty.Portal.SignInAsync("FIRST");
        const string File =
            "name;type;company;email\nNew Harbour;company;;hello@harbour.example\nIda Berg;person;New Harbour;ida@harbour.example\nWrong;robot;;\nMail;;;no mail\n\"'=1+1\";;;\n";

        var tried = await UploadAsync(empty.Portal, admin, ImportKind.Contacts, File);
        Assert.Contains("Tried: 3 lines would be taken in, 0 are there already, 2 have mistakes.", tried.Text, StringComparison.Ordinal);
        Assert.Contains("“robot” in the column type could not be read.", tried.Text, StringComparison.Ordinal);
        await empty.Portal.DoAsync<OpportunitiesContext>(async db => Assert.Equal(0, await db.Contacts.CountAsync()));

        var page = await admin.SubmitAndFollowAsync(tried, "#begin");
        for (var i = 0; i < 600 && page.Document.QuerySelector("[data-live]") is not null; i++)
        {
            await Task.Delay(50); // the lines are taken in beside the requests
            page = await admin.SeeAsync(page.Path);
        }

        Assert.Contains("Finished: 3 lines are taken in, 0 were there already, 2 had mistakes.", page.Text, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("[data-live]")); // nothing more will change
        await empty.Portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var ida = await db.Contacts.Include(c => c.Company).SingleAsync(c => c.Name == "Ida Berg");
            Assert.Equal("New Harbour", ida.Company!.Name);
            Assert.True(await db.Contacts.AnyAsync(c => c.Name == "=1+1"));
        });
        var again = await UploadAsync(empty.Portal, admin, ImportKind.Contacts, File);
        Assert.Contains("Tried: 0 lines would be taken in, 3 are there already, 2 have mistakes.", again.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The file has no lines below its heading.")]
    [InlineData("mail\nx@example.com\n", "The heading lacks the column name.")]
    public async Task AFileThatCannotBeReadIsExplained(string file, string expected)
    {
        var admin = await portal.SignInAsync("EMMA");

        Assert.Contains(expected, (await UploadAsync(portal, admin, ImportKind.Contacts, file)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpportunitiesOfAFileAreCheckedByTheRulesOfTheChat()
    {
        var admin = await portal.SignInAsync("EMMA");

        var tried = await UploadAsync(
            portal, admin, ImportKind.Opportunities,
            "description,contact,salesperson,cycle,value,close\nPool,Contoso Hotels,Anna Keller,NEW,\"45,000.50\",2026-06-30\nBar,Contoso Hotels,NOBODY,NEW,1,2026-06-30\nSpa,Contoso Hotels,ANNA,NEW,much,2026-06-30\n");

        Assert.Contains("Tried: 1 line would be taken in, 0 are there already, 2 have mistakes.", tried.Text, StringComparison.Ordinal);
        Assert.Contains("There is no such salesperson.", tried.Text, StringComparison.Ordinal);
        Assert.Contains("“much” in the column value could not be read.", tried.Text, StringComparison.Ordinal);
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

        Assert.Contains("Tried: 1 line would be taken in", tried.Text, StringComparison.Ordinal);
        Assert.Contains("Hélène Noël", tried.Text, StringComparison.Ordinal);
        Assert.Contains(expected, tried.Text, StringComparison.Ordinal);
        Assert.Null(tried.Document.GetElementById("unread"));
    }

    [Theory]
    [InlineData("EMMA", "value", "45000,50", "45000.50 or 45,000.50")]
    [InlineData("EMMA", "value", "45.000", "45000.50 or 45,000.50")]
    [InlineData("EMMA", "close", "25/12/2026", "2026-12-25 or 12/25/2026")]
    [InlineData("EMMA", "priority", "urgent", "“urgent” in the column priority could not be read.")]
    [InlineData("EMMA", "start", "perhaps", "“perhaps” in the column start could not be read.")]
    [InlineData("fr", "value", "45,000", "45000.50 ou 45 000,50")]
    [InlineData("fr", "value", "4 50", "45000.50 ou 45 000,50")]
    [InlineData("fr", "close", "12/25/2026", "2026-12-25 ou 25/12/2026")]
    public async Task AValueThatCouldBeAnotherIsRefusedOnItsLine(string who, string column, string value, string expected)
    {
        var admin = await ReaderAsync(who);

        var tried = await UploadAsync(
            portal, admin, ImportKind.Opportunities,
            $"description;contact;salesperson;cycle;{column}\nPool;Contoso Hotels;ANNA;NEW;{value}\n");

        var cells = tried.Document.QuerySelectorAll("tbody td")
            .Select(c => c.TextContent.Replace('\u202F', ' ').Replace('\u00A0', ' ').Trim()).ToList();
        Assert.Contains(expected, cells[^1], StringComparison.Ordinal);
        Assert.NotNull(tried.Document.QuerySelector("tbody .text-bg-danger"));
    }

    [Theory]
    [InlineData("EMMA", "45,000.50", "12/5/2026", "45,000.50 EUR", "5 Dec 2026")]
    [InlineData("EMMA", "45000.50", "2026-12-05", "45,000.50 EUR", "5 Dec 2026")]
    [InlineData("fr", "45 000,50", "5/12/2026", "45 000,50 EUR", "5 déc. 2026")]
    [InlineData("fr", "45\u202F000,50", "05/12/26", "45 000,50 EUR", "5 déc. 2026")]
    [InlineData("fr", "45000,50", "5 décembre 2026", "45 000,50 EUR", "5 déc. 2026")]
    [InlineData("fr", "45000.50", "2026-12-05", "45 000,50 EUR", "5 déc. 2026")]
    public async Task TheTrialShowsValueAndDateOfALine_AsTheReaderWritesThem_AndNamesWhatIsNotRead(
        string who, string value, string close, string shownValue, string shownDate)
    {
        var admin = await ReaderAsync(who);

        var tried = await UploadAsync(
            portal, admin, ImportKind.Opportunities,
            $"description;contact;salesperson;cycle;value;close;Amount (EUR);Montant\nPool;Contoso Hotels;ANNA;NEW;{value};{close};7;8\n");

        var cells = tried.Document.QuerySelectorAll("tbody td")
            .Select(c => c.TextContent.Replace('\u202F', ' ').Replace('\u00A0', ' ').Trim()).ToList();
        Assert.Equal([shownValue, shownDate], cells[2..4]);
        Assert.Contains("Amount (EUR), Montant", tried.Document.GetElementById("unread")!.TextContent, StringComparison.Ordinal);
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
