using System.Globalization;
using ChatOpportunities.Domain.Data;

namespace ChatOpportunities.Bench;

/// <summary>A typed move, from the activity to the message about it, on this product, on a usual bot, and by hand-written SQL.</summary>
internal static class FullTurns
{
    public const string Limit_ = "the limit";
    public const string Product = "this product";
    public const string TwoHosts = "this product, two hosts";
    public const string Usual = "the usual bot";
    public const string Other = "the other build";

    private const int Callers = 16;

    // Of the moves there are.
    private const double Warming = 0.1, Closed = 0.45, Paced = 0.35, Alone = 0.1;

    /// <summary>On SQLite, each on a copy of the same file.</summary>
    public static async Task OnSqliteAsync(Report report, Options options, CancellationToken cancellationToken)
    {
        await using var connector = await Connector.StartAsync();
        var template = await Company.FolderAsync(options.Middle);
        var ready = await Moves.ReadAsync(template, cancellationToken);
        await using var contenders = new Contenders(connector, ready);
        foreach (var target in new[] { ("serve-limit", Limit_), ("serve-usual", Usual) })
        {
            await contenders.AddAsync(target.Item2, async () =>
            {
                var folder = contenders.Own(Company.Copy(template));
                var file = "Data Source=" + Path.Combine(folder, "data", "opportunities.db");
                return [await Served.StartSelfAsync(
                    target.Item1,
                    TargetDatabase.Environment_(new DatabaseOptions { Provider = DatabaseProvider.Sqlite, ConnectionString = file }))];
            });
        }

        await contenders.AddAsync(
            Product, async () => [await Company.StartAsync(await Company.PublishedAsync(), contenders.Own(Company.Copy(template)), [])]);
        if (options.Against is { } other)
        {
            var build = await Company.BuildOfAsync(other);
            var made = await Company.FolderAsync(options.Middle, build: build);
            await contenders.AddAsync(Other, async () => [await Company.StartAsync(build, contenders.Own(Company.Copy(made)), [])]);
        }

        report.Heading($"A full turn on SQLite, {options.Middle:N0} opportunities, {Callers} at once");
        var measured = await contenders.MeasureAsync(report, options, cancellationToken);
        Judge(report, "SQLite", measured, Product);
        report.AtLeast($"full turn on SQLite: this product ÷ {Usual}", measured.Ratio(Product, Usual), 5, " ×");
        if (options.Against is not null)
        {
            report.Told($"full turn on SQLite: this product ÷ {Other}", measured.Ratio(Product, Other), " ×");
        }
    }

    /// <summary>On PostgreSQL, each in a database of its own with the same rows.</summary>
    public static async Task OnPostgreSqlAsync(Report report, Options options, PostgreSql server, CancellationToken cancellationToken)
    {
        await using var connector = await Connector.StartAsync();
        var template = await Company.FolderAsync(options.Middle);
        var ready = await Moves.ReadAsync(template, cancellationToken);
        var made = await server.TemplateAsync(options.Middle, null, cancellationToken);
        await using var contenders = new Contenders(connector, ready);
        foreach (var target in new[] { ("serve-limit", Limit_), ("serve-usual", Usual) })
        {
            await contenders.AddAsync(target.Item2, async () =>
                [await Served.StartSelfAsync(target.Item1, TargetDatabase.Environment_(await server.CopyAsync(made, cancellationToken)))]);
        }

        foreach (var (name, hosts) in new[] { (Product, 1), (TwoHosts, 2) })
        {
            await contenders.AddAsync(name, async () =>
            {
                var database = await server.CopyAsync(made, cancellationToken);
                List<Served> served = [];
                for (var i = 0; i < hosts; i++)
                {
                    served.Add(await Company.StartAsync(
                        await Company.PublishedAsync(), contenders.Own(Company.Empty()), PostgreSql.Settings(database)));
                }

                return [.. served];
            });
        }

        report.Heading($"A full turn on PostgreSQL, {options.Middle:N0} opportunities, {Callers} at once");
        var measured = await contenders.MeasureAsync(report, options, cancellationToken);
        Judge(report, "PostgreSQL, one host", measured, Product);
        Judge(report, "PostgreSQL, two hosts", measured, TwoHosts);
        report.Told($"full turn on PostgreSQL: this product ÷ {Usual}", measured.Ratio(Product, Usual), " ×");
    }

    /// <summary>Time of a turn at the largest size against the smallest, on SQLite, in turn; and all sizes for the plot.</summary>
    public static async Task<IReadOnlyDictionary<int, double>> BySizeAsync(
        Report report, Options options, IReadOnlyList<int> sizes, CancellationToken cancellationToken)
    {
        await using var connector = await Connector.StartAsync();
        Dictionary<int, Contenders> bySize = [];
        try
        {
            foreach (var size in sizes)
            {
                var template = await Company.FolderAsync(size);
                var contenders = bySize[size] = new Contenders(connector, await Moves.ReadAsync(template, cancellationToken));
                await contenders.AddAsync(
                    Product,
                    async () => [await Company.StartAsync(await Company.PublishedAsync(), contenders.Own(Company.Copy(template)), [])]);
            }

            // As many moves at each size, so that each begins as cold and ends as warm.
            var moves = bySize.Values.Min(c => c.Ready);
            var rounds = sizes.ToDictionary(s => s, _ => new List<Measured>());
            for (var round = 0; round <= options.Rounds; round++)
            {
                foreach (var (size, contenders) in bySize)
                {
                    var one = await contenders.ClosedOnceAsync(
                        Callers,
                        0.9 / (options.Rounds + 1) * moves / contenders.Ready,
                        TimeSpan.FromSeconds(options.Seconds * 2),
                        cancellationToken);
                    if (round > 0)
                    {
                        rounds[size].Add(one);
                    }
                }
            }

            report.Heading("A full turn on SQLite by size");
            report.Line("| Opportunities | turns/s | p50 ms | p99 ms | failed |\n|---|---|---|---|---|");
            var medians = rounds.ToDictionary(r => r.Key, r => Measured.Median(r.Value));
            foreach (var (size, m) in medians)
            {
                report.Line($"| {size:N0} | {m.PerSecond:F0} | {m.P50:F2} | {m.P99:F2} | {m.Failed} |");
            }

            report.AtMost(
                $"time of a full turn on SQLite: {sizes[^1]:N0} ÷ {sizes[0]:N0} opportunities",
                medians[sizes[0]].PerSecond / medians[sizes[^1]].PerSecond, 1.2, " ×");
            return medians.ToDictionary(m => m.Key, m => 1000 / m.Value.PerSecond);
        }
        finally
        {
            foreach (var contenders in bySize.Values)
            {
                await contenders.DisposeAsync();
            }
        }
    }

    private static void Judge(Report report, string where, ByName measured, string name)
    {
        var (closed, paced, alone) = measured.All[name];
        var failed = closed.Failed + paced.Failed + alone.Failed;
        report.AtLeast($"full turn on {where}, {Callers} at once: this product ÷ {Limit_}", measured.Ratio(name, Limit_), 0.5, " ×");
        report.AtMost($"full turn on {where}: p99 ÷ p50", closed.P99 / closed.P50, 5, " ×");
        report.AtMost($"full turn on {where}, at half its own capacity: p99 ÷ p50 of one alone", paced.P99 / alone.P50, 25, " ×");
        if (failed > 0)
        {
            report.Check($"full turn on {where}: turns that failed", failed.ToString(CultureInfo.InvariantCulture), "0", false);
        }
    }

    private sealed record ByName(Dictionary<string, (Measured Closed, Measured Paced, Measured Alone)> All)
    {
        public double Ratio(string name, string to) => All[name].Closed.PerSecond / All[to].Closed.PerSecond;
    }

    /// <summary>Programs that do the same, each in its own process on its own copy of the data, loaded one after another.</summary>
    private sealed class Contenders(Connector connector, IReadOnlyList<long> ready) : IAsyncDisposable
    {
        private readonly List<(string Name, Served[] Servers, Moves Moves)> _all = [];
        private readonly List<string> _folders = [];

        public int Ready => ready.Count;

        public async Task AddAsync(string name, Func<Task<Served[]>> start) =>
            _all.Add((name, await start(), new Moves(ready, connector.Url)));

        /// <summary>A folder that goes with them.</summary>
        public string Own(string folder)
        {
            _folders.Add(folder);
            return folder;
        }

        public async Task<ByName> MeasureAsync(Report report, Options options, CancellationToken cancellationToken)
        {
            var time = TimeSpan.FromSeconds(options.Seconds);
            var rounds = _all.ToDictionary(
                c => c.Name, _ => (Closed: new List<Measured>(), Paced: new List<Measured>(), Alone: new List<Measured>()));
            foreach (var (_, servers, moves) in _all)
            {
                await ClosedAsync(servers, moves, Callers, Warming, time, cancellationToken);
            }

            for (var round = 0; round < options.Rounds; round++)
            {
                foreach (var (name, servers, moves) in _all)
                {
                    rounds[name].Closed.Add(await ClosedAsync(servers, moves, Callers, Closed / options.Rounds, time, cancellationToken));
                }

                foreach (var (name, servers, moves) in _all.Where(c => c.Name is Product or TwoHosts))
                {
                    rounds[name].Alone.Add(await ClosedAsync(servers, moves, 1, Alone / options.Rounds, time / 2, cancellationToken));
                    moves.Allow(Paced / options.Rounds);
                    using var load = new Load(connector, [.. servers.Select(s => s.Address)]);
                    rounds[name].Paced.Add(
                        await load.OpenAsync(Measured.Median(rounds[name].Closed).PerSecond / 2, time, moves.Next, cancellationToken));
                }
            }

            return Tell(report, rounds);
        }

        public Task<Measured> ClosedOnceAsync(int callers, double share, TimeSpan time, CancellationToken cancellationToken) =>
            ClosedAsync(_all[0].Servers, _all[0].Moves, callers, share, time, cancellationToken);

        public async ValueTask DisposeAsync()
        {
            foreach (var server in _all.SelectMany(c => c.Servers))
            {
                await server.DisposeAsync();
            }

            foreach (var folder in _folders)
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        private async Task<Measured> ClosedAsync(
            Served[] servers, Moves moves, int callers, double share, TimeSpan time, CancellationToken cancellationToken)
        {
            moves.Allow(share);
            using var load = new Load(connector, [.. servers.Select(s => s.Address)]);
            return await load.ClosedAsync(callers, time, moves.Next, cancellationToken);
        }

        private ByName Tell(Report report, Dictionary<string, (List<Measured> Closed, List<Measured> Paced, List<Measured> Alone)> rounds)
        {
            report.Line("| Target | turns/s | of the rounds | × the limit | p50 ms | p99 ms | one alone: p50 ms | at half: p50 ms | p99 ms | peak memory MB | failed |");
            report.Line("|---|---|---|---|---|---|---|---|---|---|---|");
            Measured Middle(List<Measured> all) =>
                all.Count == 0 ? new Measured(double.NaN, double.NaN, double.NaN, 0) : Measured.Median(all);
            var measured = new ByName(rounds.ToDictionary(
                r => r.Key, r => (Middle(r.Value.Closed), Middle(r.Value.Paced), Middle(r.Value.Alone))));
            foreach (var (name, servers, _) in _all)
            {
                var (closed, paced, alone) = measured.All[name];
                var (least, most) = (rounds[name].Closed.Min(m => m.PerSecond), rounds[name].Closed.Max(m => m.PerSecond));
                report.Line(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {closed.PerSecond:F0} | {least:F0}–{most:F0} | {measured.Ratio(name, Limit_):F2} | {closed.P50:F1} | {closed.P99:F1} | {Told(alone.P50)} "
                        + $"| {Told(paced.P50)} | {Told(paced.P99)} | {servers.Sum(s => s.PeakMegabytes):F0} | {closed.Failed + paced.Failed + alone.Failed} |"));
            }

            return measured;
        }

        private static string Told(double value) => double.IsNaN(value) ? "" : value.ToString("F1", CultureInfo.InvariantCulture);
    }
}
