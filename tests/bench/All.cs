using System.Globalization;

namespace ChatOpportunities.Bench;

/// <summary>Every budget in one run, one table.</summary>
internal static class All
{
    private static readonly (string Name, string Path)[] Grown =
    [
        ("list", "/opportunities"), ("pipeline", "/pipeline?cycle="), ("results", "/pipeline/results?cycle="),
        ("search", "/opportunities?q=tunity+7777"),
    ];

    /// <summary>0 when every budget holds, 1 when one is missed.</summary>
    public static async Task<int> MeasureAsync(Options options, CancellationToken cancellationToken)
    {
        var report = new Report();
        var begun = TimeProvider.System.GetUtcNow();
        await Turns.CompareAsync(report, options, cancellationToken);
        await FullTurns.OnSqliteAsync(report, options, cancellationToken);
        await using (var server = await PostgreSql.StartAsync(cancellationToken))
        {
            if (server is null)
            {
                report.Skipped("full turn and pages on PostgreSQL", "PostgreSQL is not here");
            }
            else
            {
                await FullTurns.OnPostgreSqlAsync(report, options, server, cancellationToken);
            }

            await GrowAsync(report, options, cancellationToken);
            Commands.Judge(report, await Commands.AtAsync(report, options.Opportunities[0], cancellationToken));
            await PagesAsync(report, options, server, cancellationToken);
            await Reminders.MeasureAsync(report, options, server, cancellationToken);
        }

        if (options.Against is not null)
        {
            await Planning.CompareAsync(report, options, cancellationToken);
        }

        await Starts.MeasureAsync(report, options, cancellationToken);
        var load = await LoadAsync();
        await report.WriteAsync(
            Company.FolderOf("artifacts", "bench.md"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{begun:yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} processors, {(TimeProvider.System.GetUtcNow() - begun).TotalMinutes:F0} minutes, "
                    + $"load of the machine at the end {load}{(options.IsQuick ? "; small sizes, to see that it runs" : "")}."));
        return report.Holds ? 0 : 1;
    }

    /// <summary>Only the full turn.</summary>
    public static async Task<int> FullAsync(Options options, CancellationToken cancellationToken)
    {
        var report = new Report();
        await FullTurns.OnSqliteAsync(report, options, cancellationToken);
        await using (var server = await PostgreSql.StartAsync(cancellationToken))
        {
            if (server is null)
            {
                report.Skipped("full turn on PostgreSQL", "PostgreSQL is not here");
            }
            else
            {
                await FullTurns.OnPostgreSqlAsync(report, options, server, cancellationToken);
            }
        }

        return Told(report);
    }

    /// <summary>Prints the rows of one part.</summary>
    public static int Told(Report report)
    {
        Console.WriteLine("\n" + report.Table());
        return report.Holds ? 0 : 1;
    }

    /// <summary>
    /// A turn, a list, the figures, a search and planning at each size, as a table and as a plot; between the first size and the last the
    /// turn has a budget.
    /// </summary>
    public static async Task GrowAsync(Report report, Options options, CancellationToken cancellationToken)
    {
        int[] sizes = [.. options.Opportunities.Append(100_000).Distinct().Order()];
        Dictionary<string, IReadOnlyDictionary<int, double>> series = new()
        {
            ["turn"] = await FullTurns.BySizeAsync(report, options, sizes, cancellationToken),
        };
        Dictionary<int, IReadOnlyDictionary<string, double>> pages = [];
        Dictionary<int, double> planning = [];
        foreach (var size in sizes)
        {
            pages[size] = await Pages.OnSqliteAsync(report, options, size, 10, cancellationToken);
            planning[size] = 1000 * await Planning.AnewAsync(
                await Company.PublishedAsync(), await Company.FolderAsync(size, 10), cancellationToken);
        }

        foreach (var (name, path) in Grown)
        {
            series[name] = sizes.ToDictionary(s => s, s => pages[s][path]);
        }

        series["planning anew"] = planning;
        report.Heading("Growth, ms");
        report.Line("| | " + string.Join(" | ", sizes.Select(s => s.ToString("N0", CultureInfo.InvariantCulture))) + " |");
        report.Line("|---|" + string.Concat(sizes.Select(_ => "---|")));
        foreach (var (name, points) in series)
        {
            report.Line($"| {name} | {string.Join(" | ", sizes.Select(s => Report.Number(points[s])))} |");
        }

        var plot = options.IsQuick ? Company.FolderOf("artifacts", "growth.svg") : Company.FolderOf("docs", "images", "growth.svg");
        await File.WriteAllTextAsync(plot, Plot.Draw("Time by the size of the database, SQLite", series), cancellationToken);
        report.Line("\nPlot: " + Path.GetRelativePath(Company.FolderOf(), plot));
        Pages.Judge(report, Where("SQLite", sizes[^1], "10 %"), pages[sizes[^1]]);
    }

    private static async Task PagesAsync(Report report, Options options, PostgreSql? server, CancellationToken cancellationToken)
    {
        var size = options.Opportunities[^1];
        Pages.Judge(report, Where("SQLite", size, "78 %"), await Pages.OnSqliteAsync(report, options, size, null, cancellationToken));
        if (server is null)
        {
            return;
        }

        foreach (var (percent, share) in new[] { (10, "10 %"), ((int?)null, "78 %") })
        {
            var pages = await Pages.OnPostgreSqlAsync(report, options, server, size, percent, cancellationToken);
            Pages.Judge(report, Where("PostgreSQL", size, share), pages);
        }
    }

    private static string Where(string database, int size, string share) => $"{database}, {size:N0} opportunities, {share} in progress";

    private static async Task<string> LoadAsync() =>
        File.Exists("/proc/loadavg") ? string.Join(' ', (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[..3]) : "unknown";
}
