using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace ChatOpportunities.Bench;

/// <summary>How long pages take at a size, against the bare SQL of their main figures.</summary>
internal static partial class Pages
{
    private const string Token = "a-token-for-measuring-with-enough-characters";

    private const int Times = 9;

    private const string Standing = "FROM Entries WHERE Active AND StageId IS NOT NULL ";

    /// <summary>Each with the SQL that tells its main figures or rows, in as few statements as one would write by hand.</summary>
    private static readonly (string Path, string Sql)[] Measured_ =
    [
        ("/opportunities", "SELECT * FROM Opportunities o CROSS JOIN Entries e ON e.OpportunityId = o.Id AND e.Active WHERE o.Status IN (0, 1) ORDER BY o.Id DESC LIMIT 50"),
        ("/opportunities?sort=close", "SELECT * FROM Entries e JOIN Opportunities o ON o.Id = e.OpportunityId WHERE e.Active AND e.StageId IS NOT NULL ORDER BY e.EstimatedCloseDate, o.Id LIMIT 50"),
        ("/opportunities?sort=-value", "SELECT * FROM Entries e JOIN Opportunities o ON o.Id = e.OpportunityId WHERE e.Active AND e.StageId IS NOT NULL ORDER BY e.EstimatedValue DESC, o.Id DESC LIMIT 50"),
        ("/opportunities?sort=changed", "SELECT o.Id FROM Opportunities o WHERE o.Status IN (0, 1) ORDER BY o.ChangedAt, o.Id LIMIT 50"),
        (
            "/opportunities?status=InProgress&salesperson=B0007",
            "SELECT * FROM Opportunities o CROSS JOIN Entries e ON e.OpportunityId = o.Id AND e.Active WHERE o.SalespersonId = 1007 AND o.Status = 1 ORDER BY o.Id DESC LIMIT 50"),
        (
            "/opportunities?status=InProgress&q=bench+opportunity+7777",
            "SELECT o.Id FROM Opportunities o JOIN Contacts c ON c.Id = o.ContactId WHERE (o.Search LIKE '%BENCH OPPORTUNITY 7777%' OR c.Search LIKE '%BENCH OPPORTUNITY 7777%') AND o.Status = 1 ORDER BY o.Id DESC LIMIT 50"),
        ("/opportunities/{no}", "SELECT * FROM Opportunities o JOIN Entries e ON e.OpportunityId = o.Id WHERE o.No = '{no}'"),
        ("/pipeline?cycle=", "SELECT SalesCycleId, StageId, SalespersonId, Probability, COUNT(*), SUM(EstimatedValue) " + Standing
            + "GROUP BY 1, 2, 3, 4; "
            + "SELECT EstimatedCloseDate, Probability, COUNT(*), SUM(EstimatedValue) " + Standing + "GROUP BY 1, SalesCycleId, 2; "
            + "SELECT StageEnteredOn, Probability, COUNT(*), SUM(EstimatedValue) " + Standing + "GROUP BY 1, SalesCycleId, 2"),
        ("/pipeline/results?cycle=", "SELECT ActionTaken, CloseReasonId, COUNT(*), SUM(EstimatedValue), SUM(CurrentValue) FROM Entries WHERE Active AND StageId IS NULL AND DateOfChange >= date('now', '-1 year') GROUP BY 1, 2; "
            + "SELECT StageId, Days, WentOn, COUNT(*), SUM(EarlierOn IS NULL OR EarlierOn < date('now', '-1 year')) FROM StageStays WHERE EnteredOn >= date('now', '-1 year') GROUP BY SalesCycleId, StageId, Days, WentOn"),
        (
            "/api/v1/opportunities",
            "SELECT * FROM Opportunities o CROSS JOIN Entries e ON e.OpportunityId = o.Id AND e.Active ORDER BY o.Id DESC LIMIT 50"),
        (
            "/api/v1/opportunities?status=won&sort=-estimatedValue",
            "SELECT * FROM Entries e CROSS JOIN Opportunities o ON o.Id = e.OpportunityId WHERE e.Active AND o.Status = 2 ORDER BY e.EstimatedValue DESC, e.OpportunityId DESC LIMIT 50"),
        ("/api/v1/pipeline?groupBy=stage", "SELECT StageId, Probability, COUNT(*), SUM(EstimatedValue) " + Standing
            + "GROUP BY SalesCycleId, StageId, SalespersonId, Probability"),
        ("/api/v1/pipeline?groupBy=month", "SELECT EstimatedCloseDate, Probability, COUNT(*), SUM(EstimatedValue) " + Standing
            + "GROUP BY 1, SalesCycleId, 2"),
        ("/api/v1/pipeline?groupBy=salesperson", "SELECT SalespersonId, Probability, COUNT(*), SUM(EstimatedValue) " + Standing
            + "GROUP BY SalesCycleId, StageId, SalespersonId, Probability"),
        (
            "/opportunities?q=tunity+7777",
            "SELECT o.Id FROM Opportunities o JOIN Contacts c ON c.Id = o.ContactId WHERE (o.Search LIKE '%TUNITY 7777%' OR c.Search LIKE '%TUNITY 7777%') AND o.Status IN (0, 1) ORDER BY o.Id DESC LIMIT 50"),
        (
            "/api/v1/opportunities?q=ustomer+777",
            "SELECT o.Id FROM Opportunities o JOIN Contacts c ON c.Id = o.ContactId WHERE o.Search LIKE '%USTOMER 777%' OR c.Search LIKE '%USTOMER 777%' ORDER BY o.Id DESC LIMIT 50"),
        ("/contacts?q=ustomer+777", "SELECT * FROM Contacts WHERE Search LIKE '%USTOMER 777%' ORDER BY Id LIMIT 50"),
        ("/api/v1/sales-cycles/NEW/statistics", "SELECT StageId, Probability, COUNT(*), SUM(EstimatedValue), SUM(CurrentValue) " + Standing
            + "AND SalesCycleId = (SELECT Id FROM SalesCycles WHERE Code = 'NEW') GROUP BY 1, 2; "
            + "SELECT StageId, AVG(Days) FROM (SELECT StageId, SUM(DaysOpen) AS Days FROM Entries WHERE StageId IS NOT NULL AND SalesCycleId = (SELECT Id FROM SalesCycles WHERE Code = 'NEW') GROUP BY OpportunityId, StageId) GROUP BY 1"),
        (
            "/api/v1/salespeople/B0001/statistics",
            "SELECT ActionTaken, COUNT(*), SUM(EstimatedValue), SUM(CurrentValue) FROM Entries WHERE SalespersonId = 1001 AND Active GROUP BY 1"),
    ];

    /// <summary>On SQLite, beside the bare SQL on the same file, at each size.</summary>
    public static async Task MeasureAsync(Options options, CancellationToken cancellationToken)
    {
        var report = new Report();
        foreach (var size in options.Opportunities)
        {
            await OnSqliteAsync(report, options, size, options.OpenPercent, cancellationToken);
        }
    }

    /// <summary>How long each takes, by its address.</summary>
    public static async Task<IReadOnlyDictionary<string, double>> OnSqliteAsync(
        Report report, Options options, int size, int? openPercent, CancellationToken cancellationToken)
    {
        var folder = Company.Copy(await Company.FolderAsync(size, openPercent));
        try
        {
            await using var server = await Company.StartAsync(await Company.PublishedAsync(), folder, [("Api__BootstrapToken", Token)]);
            using var connection = Company.Open(folder);
            report.Heading($"Pages on SQLite, {size:N0} opportunities, {Share(openPercent)} in progress");
            return await MeasureAsync(report, options, server, size, connection, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <inheritdoc cref="OnSqliteAsync" />
    public static async Task<IReadOnlyDictionary<string, double>> OnPostgreSqlAsync(
        Report report, Options options, PostgreSql postgreSql, int size, int? openPercent, CancellationToken cancellationToken)
    {
        var folder = Company.Empty();
        try
        {
            var template = await postgreSql.TemplateAsync(size, openPercent, cancellationToken);
            var database = await postgreSql.CopyAsync(template, cancellationToken);
            await using var server = await Company.StartAsync(
                await Company.PublishedAsync(), folder, [("Api__BootstrapToken", Token), .. PostgreSql.Settings(database)]);
            report.Heading($"Pages on PostgreSQL, {size:N0} opportunities, {Share(openPercent)} in progress");
            return await MeasureAsync(report, options, server, size, null, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Holds the pages against their budgets.</summary>
    public static void Judge(Report report, string where, IReadOnlyDictionary<string, double> pages)
    {
        (string Name, string Path)[] named =
        [
            ("/pipeline", "/pipeline?cycle="), ("/pipeline/results", "/pipeline/results?cycle="),
            ("statistics of a cycle", "/api/v1/sales-cycles/NEW/statistics"),
            ("statistics of a person", "/api/v1/salespeople/B0001/statistics"),
        ];
        foreach (var (name, path) in named)
        {
            report.Below($"{name}, {where}", pages[path], 300, " ms");
        }

        var searches = pages.Where(p => p.Key.Contains("q=", StringComparison.Ordinal)).MaxBy(p => p.Value);
        report.Below($"search by part of a word, the slowest ({searches.Key}), {where}", searches.Value, 100, " ms");
        var lists = pages.ExceptBy(named.Select(n => n.Path), p => p.Key).Where(p => !p.Key.Contains("q=", StringComparison.Ordinal))
            .MaxBy(p => p.Value);
        report.Below($"every other list and figure, the slowest ({lists.Key}), {where}", lists.Value, 300, " ms");
    }

    private static string Share(int? openPercent) => (openPercent ?? 78).ToString(CultureInfo.InvariantCulture) + " %";

    private static async Task<IReadOnlyDictionary<string, double>> MeasureAsync(
        Report report, Options options, Served server, int size, SqliteConnection? bare, CancellationToken cancellationToken)
    {
        using var http = await SignInAsync(server.Address, cancellationToken);
        var pages = Measured_.Where(m => m.Path.StartsWith(options.Page, StringComparison.Ordinal)).ToList();
        string At(string text) => text.Replace("{no}", Company.No(size / 2), StringComparison.Ordinal);
        // The first look at a page compiles it and its queries; that is not what the size of the database changes.
        foreach (var (path, _) in pages)
        {
            await AskAsync(http, new Uri(server.Address, At(path)), cancellationToken);
        }

        report.Line("| Page | p50 ms | worst ms | bare SQL ms | ratio |\n|---|---|---|---|---|");
        Dictionary<string, double> all = [];
        foreach (var (path, sql) in pages)
        {
            List<double> times = [], bares = [];
            for (var i = 0; i < (options.IsQuick ? 3 : Times); i++)
            {
                var start = Stopwatch.GetTimestamp();
                await AskAsync(http, new Uri(server.Address, At(path)), cancellationToken);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                start = Stopwatch.GetTimestamp();
                await ReadAsync(bare, At(sql), cancellationToken);
                bares.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            times.Sort();
            bares.Sort();
            var (p50, by) = (times[times.Count / 2], bares[bares.Count / 2]);
            all[path] = p50;
            var beside = bare is null ? " | " : string.Create(CultureInfo.InvariantCulture, $"{by:F1} | {p50 / by:F1}");
            report.Line(string.Create(CultureInfo.InvariantCulture, $"| {path} | {p50:F1} | {times[^1]:F1} | {beside} |"));
        }

        return all;
    }

    private static async Task AskAsync(HttpClient http, Uri address, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(address, cancellationToken);
        await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{address} answered {(int)answer.StatusCode}.");
        }
    }

    private static async Task ReadAsync(SqliteConnection? connection, string sql, CancellationToken cancellationToken)
    {
        if (connection is null)
        {
            return;
        }

        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written above.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = await command.ExecuteReaderAsync(cancellationToken);
        do
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                _ = reader.GetValues(new object[reader.FieldCount]);
            }
        }
        while (await reader.NextResultAsync(cancellationToken));
    }

    /// <summary>As the admin of the demo company, through the page that lets one pick a person; the API's token rides along.</summary>
    private static async Task<HttpClient> SignInAsync(Uri address, CancellationToken cancellationToken)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        var page = await http.GetStringAsync(new Uri("/signin", UriKind.Relative), cancellationToken);
        var token = AntiforgeryToken().Match(page).Groups[1].Value;
        var id = EmmasButton().Match(page).Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("id", id), new("__RequestVerificationToken", token)]);
        using var answer = await http.PostAsync(new Uri("/signin", UriKind.Relative), form, cancellationToken);
        answer.EnsureSuccessStatusCode();
        http.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        _ = int.Parse(id, CultureInfo.InvariantCulture);
        return http;
    }

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="([^"]+)""")]
    private static partial Regex AntiforgeryToken();

    [GeneratedRegex("""name="id" value="(\d+)"[^>]*>(?:(?!</button>)[\s\S])*?Emma""")]
    private static partial Regex EmmasButton();
}
