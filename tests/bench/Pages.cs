using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatOpportunities.Bench;

/// <summary>How long pages take at a size, against the bare SQL of their main figures.</summary>
internal static partial class Pages
{
    private const string Token = "a-token-for-measuring-with-enough-characters";

    private const int Times = 9;

    private static readonly (string Path, string? Sql)[] Measured_ =
    [
        ("/opportunities", "SELECT * FROM Opportunities o JOIN Entries e ON e.OpportunityId = o.Id AND e.Active ORDER BY o.Id DESC LIMIT 50"),
        ("/opportunities?status=InProgress&q=bench+opportunity+7777", "SELECT COUNT(*) FROM (SELECT o.Id FROM Opportunities o WHERE o.Search LIKE '%BENCH OPPORTUNITY 7777%' AND o.Status = 1 ORDER BY o.Id DESC LIMIT 50)"),
        ("/opportunities/{no}", "SELECT * FROM Opportunities o JOIN Entries e ON e.OpportunityId = o.Id WHERE o.No = '{no}'"),
        ("/pipeline", "SELECT StageId, COUNT(*), SUM(EstimatedValue), SUM(CurrentValue) FROM Entries WHERE Active AND StageId IS NOT NULL GROUP BY StageId"),
        ("/api/v1/opportunities", "SELECT * FROM Opportunities o JOIN Entries e ON e.OpportunityId = o.Id AND e.Active ORDER BY o.Id DESC LIMIT 50"),
        ("/api/v1/opportunities?status=won&sort=-estimatedValue", null),
        ("/api/v1/pipeline?groupBy=stage", "SELECT StageId, COUNT(*), SUM(EstimatedValue), SUM(CurrentValue) FROM Entries WHERE Active AND StageId IS NOT NULL GROUP BY StageId"),
        ("/api/v1/pipeline?groupBy=month", "SELECT substr(EstimatedCloseDate, 1, 7) m, COUNT(*), SUM(EstimatedValue), SUM(CurrentValue) FROM Entries WHERE Active AND StageId IS NOT NULL GROUP BY m"),
        ("/api/v1/pipeline?groupBy=salesperson", "SELECT SalespersonId, COUNT(*), SUM(EstimatedValue), SUM(CurrentValue) FROM Entries WHERE Active AND StageId IS NOT NULL GROUP BY SalespersonId"),
        ("/api/v1/sales-cycles/NEW/statistics", null),
        ("/api/v1/salespeople/B0001/statistics", null),
    ];

    public static async Task MeasureAsync(Options options, CancellationToken cancellationToken)
    {
        foreach (var size in options.Opportunities)
        {
            var folder = Company.Copy(await Company.FolderAsync(size));
            try
            {
                await using var server = await Company.StartAsync(folder, ("Api__BootstrapToken", Token));
                using var http = await SignInAsync(server.Address, cancellationToken);
                using var connection = Company.Open(folder);
                Console.WriteLine($"\n{size:N0} opportunities\n\n| Page | p50 ms | worst ms | bare SQL ms | ratio |\n|---|---|---|---|---|");
                foreach (var (path, sql) in Measured_)
                {
                    var address = new Uri(server.Address, path.Replace("{no}", Company.No(size / 2), StringComparison.Ordinal));
                    List<double> times = [], bare = [];
                    var status = "";
                    for (var i = 0; i < Times; i++)
                    {
                        var start = Stopwatch.GetTimestamp();
                        using (var answer = await http.GetAsync(address, cancellationToken))
                        {
                            await answer.Content.ReadAsByteArrayAsync(cancellationToken);
                            status = answer.IsSuccessStatusCode ? "" : $" ({(int)answer.StatusCode})";
                        }

                        times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                        if (sql is not null)
                        {
                            start = Stopwatch.GetTimestamp();
                            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written above.
                            command.CommandText = sql.Replace("{no}", Company.No(size / 2), StringComparison.Ordinal);
#pragma warning restore CA2100
                            using var reader = await command.ExecuteReaderAsync(cancellationToken);
                            while (await reader.ReadAsync(cancellationToken))
                            {
                            }

                            bare.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                        }
                    }

                    times.Sort();
                    bare.Sort();
                    Console.WriteLine(bare.Count == 0
                        ? $"| {path}{status} | {times[Times / 2]:F1} | {times[^1]:F1} | | |"
                        : $"| {path}{status} | {times[Times / 2]:F1} | {times[^1]:F1} | {bare[Times / 2]:F1} | {times[Times / 2] / bare[Times / 2]:F1} |");
                }
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
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
