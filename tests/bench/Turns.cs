using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ChatOpportunities.Bench;

/// <summary>Turns per second, and how long one takes.</summary>
internal static class Turns
{
    private const int Callers = 16;
    private const string Own = "this channel";
    private const string Bare = "bare endpoint";
    private const string Documented = "CloudAdapter";
    private const string Scripted = "JavaScript SDK";

    /// <summary>A turn without database work on this channel and on three others, in turns of a few seconds.</summary>
    public static async Task CompareAsync(Report report, Options options, CancellationToken cancellationToken)
    {
        var scripts = await JavaScript.RestoreAsync(cancellationToken);
        await using var connector = await Connector.StartAsync();
        await using var bare = await Served.StartSelfAsync("serve-bare");
        await using var channel = await Served.StartSelfAsync("serve-channel", ("DOTNET_ENVIRONMENT", "Development"));
        await using var documented = await Served.StartSelfAsync("serve-cloudadapter");
        await using var javascript = await Served.StartAsync(
            "node", ["bot.mjs"], scripts, [("BENCH_CARD", Targets.Card), ("BENCH_TEXT", Targets.Text), ("NODE_ENV", "production")]);
        (string Name, Served Server)[] targets =
            [(Bare, bare), (Own, channel), (Documented, documented), (Scripted, javascript)];
        var rounds = targets.ToDictionary(t => t.Name, _ => new List<Measured>());
        byte[] Press(long i) => Refresh(connector.Url, i);

        foreach (var (name, server) in targets)
        {
            using var load = new Load(connector, server.Address);
            var warm = await load.ClosedAsync(Callers, TimeSpan.FromSeconds(options.Seconds), Press, cancellationToken);
            Console.WriteLine($"warm {name}: {warm.PerSecond:F0}/s, {warm.Failed} failed");
        }

        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var (name, server) in targets)
            {
                using var load = new Load(connector, server.Address);
                rounds[name].Add(await load.ClosedAsync(Callers, TimeSpan.FromSeconds(options.Seconds), Press, cancellationToken));
            }
        }

        var medians = rounds.ToDictionary(r => r.Key, r => Measured.Median(r.Value));
        report.Heading($"A turn without database work, {Callers} at once");
        Print(report, targets, medians);
        foreach (var (to, budget) in new[] { (Bare, 0.55), (Documented, 20), (Scripted, 6) })
        {
            var ratio = medians[Own].PerSecond / medians[to].PerSecond;
            report.AtLeast($"turn without database work: this channel ÷ {to}", ratio, budget, " ×");
        }
    }

    private static void Print(Report report, (string Name, Served Server)[] targets, Dictionary<string, Measured> medians)
    {
        string Times(Measured m, string of) => (m.PerSecond / medians[of].PerSecond).ToString("F2", CultureInfo.InvariantCulture);
        report.Line(
            $"| Target | turns/s | p50 ms | p99 ms | peak memory MB | its own MB | × bare | × {Documented} | × JavaScript | failed |");
        report.Line("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var (name, server) in targets)
        {
            var m = medians[name];
            report.Line(
                $"| {name} | {m.PerSecond:F0} | {m.P50:F2} | {m.P99:F2} | {server.PeakMegabytes:F0} | {server.OwnMegabytes:F0} "
                    + $"| {Times(m, Bare)} | {Times(m, Documented)} | {Times(m, Scripted)} | {m.Failed} |");
        }
    }

    /// <summary>A message typed by the person who owns the k-th opportunity.</summary>
    public static byte[] Message(string serviceUrl, long k, string text)
    {
        var person = 1 + (k % Company.People);
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            type = "message",
            id = Guid.NewGuid().ToString(),
            timestamp = TimeProvider.System.GetUtcNow(),
            localTimestamp = TimeProvider.System.GetLocalNow(),
            channelId = "msteams",
            serviceUrl,
            from = new
            {
                id = "29:bench-" + person.ToString(CultureInfo.InvariantCulture),
                name = "Bench",
                aadObjectId = Company.EntraObjectId(person),
            },
            recipient = new { id = "28:bot", name = "Bot" },
            conversation = new
            {
                id = "a:bench-" + person.ToString(CultureInfo.InvariantCulture),
                conversationType = "personal",
                tenantId = "bench",
            },
            locale = "en-US",
            text,
        });
    }

    /// <summary>A card asking for its present state: nothing to remember, so nothing touches a database.</summary>
    private static byte[] Refresh(string serviceUrl, long i) => Encoding.UTF8.GetBytes(
        $$$"""
        {"type":"invoke","name":"adaptiveCard/action","channelId":"msteams","serviceUrl":"{{{serviceUrl}}}","locale":"en-US",
        "timestamp":"2027-01-04T09:00:00.000Z","localTimestamp":"2027-01-04T10:00:00.000+01:00",
        "from":{"id":"29:bench-{{{i % 500}}}","name":"Bench","aadObjectId":"be000000-0000-4000-8000-000000000001"},
        "recipient":{"id":"28:bot","name":"Bot"},
        "conversation":{"id":"a:bench-{{{i % 500}}}","conversationType":"personal","tenantId":"bench"},
        "value":{"action":{"type":"Action.Execute","id":"x","verb":"opportunity.show","data":{"no":"OPP-00001","version":{{{i}}}}},"trigger":"automatic"}}
        """);
}
