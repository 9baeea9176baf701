using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Pages.Setup;

/// <summary>What the portal hands out, the portal's own import takes back without a question.</summary>
[Trait("Suite", "Portal")]
public sealed class OwnExportTests
{
    /// <summary>Columns that are of the number, or follow from others; and what the second one of a kind cannot have.</summary>
    private static readonly string[] OfItsOwn = ["Number", "Numéro"];

    public static TheoryData<string, string, ImportKind> Ways() => new()
    {
        { "en", "Csv", ImportKind.Opportunities }, { "fr", "Csv", ImportKind.Opportunities },
        { "en", "Xlsx", ImportKind.Opportunities }, { "fr", "Xlsx", ImportKind.Opportunities },
        { "en", "Csv", ImportKind.Contacts }, { "fr", "Csv", ImportKind.Contacts },
        { "en", "Xlsx", ImportKind.Contacts }, { "fr", "Xlsx", ImportKind.Contacts },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task AListComesBackWithoutAQuestionAndWithEqualValues(string language, string handler, ImportKind kind)
    {
        await using var portal = new PortalApplication();
        await portal.InitializeAsync();
        var admin = await portal.SignInAsync("EMMA");
        await SpeakAsync(admin, language);
        var address = kind == ImportKind.Contacts ? "/contacts?handler=" : "/opportunities?status=All&sort=no&handler=";
        var before = Rows(await admin.DownloadAsync(address + handler));

        var token = AccessTests.Token(await admin.SeeAsync("/setup/import"));
        var uploaded = await admin.UploadAsync(
            "/setup/import", "Upload", "list", await admin.DownloadAsync(address + handler), token, ("Kind", kind.ToString()));
        var tried = await admin.SeeAsync(uploaded.Location);
        Assert.Contains("Opportunity Desk", tried.Document.GetElementById("found")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(tried.Document.QuerySelectorAll("[name=Question]"));
        Assert.All(Counts(tried)[3..], count => Assert.Equal(0, count)); // neither doubtful nor refused nor ignored

        // A second time beside what is there: each value of each line has to be the same.
        var again = await admin.SubmitAndFollowAsync(tried, "#values form", ("Existing", "Make"));
        Assert.Equal(before.Count - 1, Counts(again)[1]);
        await admin.SubmitAndFollowAsync(again, "#begin");
        var page = await admin.SeeAsync(tried.Path);
        for (var i = 0; i < 600 && page.Document.QuerySelector("[data-live]") is not null; i++)
        {
            await Task.Delay(50); // the lines are taken in beside the requests
            page = await admin.SeeAsync(tried.Path);
        }

        var after = Rows(await admin.DownloadAsync(address + handler));
        Assert.Equal((2 * (before.Count - 1)) + 1, after.Count);
        var numbers = before.Skip(1).Select(r => r[0]).ToHashSet();
        Assert.Equal(Told(before.Skip(1), before[0]), Told(after.Skip(1).Where(r => !numbers.Contains(r[0])), before[0]));
    }

    [Fact]
    public async Task AnAdminTakesEverything_AndTheLogSaysSo()
    {
        await using var portal = new PortalApplication();
        await portal.InitializeAsync();
        var admin = await portal.SignInAsync("EMMA");
        var token = AccessTests.Token(await admin.SeeAsync("/setup/export"));

        var archive = await admin.DownloadAsync("/setup/export", token);

        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(archive));
        using var log = new StreamReader(zip.GetEntry("audit-log.csv")!.Open());
        Assert.Contains("All data of the company was exported.", await log.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.NotNull(zip.GetEntry("manifest.json"));
        Assert.Contains("All data of the company was exported.", (await admin.SeeAsync("/setup/audit")).Text, StringComparison.Ordinal);
        var manager = await portal.SignInAsync("DAVID");
        var refused = await manager.PostAsync("/setup/export", [AccessTests.Token(await manager.SeeAsync("/me"))]);
        Assert.NotEqual(System.Net.HttpStatusCode.OK, refused.Status);
    }

    private static List<int> Counts(PortalAnswer page) =>
    [
        .. page.Document.QuerySelectorAll("h2 + nav a")
            .Select(a => int.Parse(a.TextContent.Split(':')[1].Trim(), System.Globalization.CultureInfo.InvariantCulture)),
    ];

    private static IReadOnlyList<IReadOnlyList<string>> Rows(byte[] file) =>
        [.. ((Result<ImportTable>.Done)ImportTable.Read(file, null)).Value.Rows.Select(r => r.Cells)];

    private static List<string> Told(IEnumerable<IReadOnlyList<string>> rows, IReadOnlyList<string> heading) =>
    [
        .. rows.Select(r => string.Join(" | ", r.Select((cell, i) => OfItsOwn.Contains(heading[i]) ? "" : ImportCells.Plain(cell)))
            .TrimEnd(' ', '|')).Order(StringComparer.Ordinal),
    ];

    private static async Task SpeakAsync(PortalVisitor admin, string language)
    {
        if (language != "en")
        {
            await admin.SubmitAndFollowAsync(await admin.SeeAsync("/me"), "main form", ("Input.Language", language));
        }
    }
}
