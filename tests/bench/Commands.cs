using System.Diagnostics;

namespace ChatOpportunities.Bench;

/// <summary>What each word costs: commands to the database, and time.</summary>
internal static class Commands
{
    private const int Times = 20;

    public static async Task MeasureAsync(Options options, CancellationToken cancellationToken)
    {
        await using var connector = await Connector.StartAsync();
        foreach (var size in options.Opportunities)
        {
            var folder = Company.Copy(await Company.FolderAsync(size));
            try
            {
                await using var counted = await Company.StartAsync(folder, ("Logging__LogLevel__Microsoft.EntityFrameworkCore.Database.Command", "Information"));
                using var load = new Load(counted.Address);
                Console.WriteLine($"\n{size:N0} opportunities\n\n| Said | database commands | p50 ms | worst ms |\n|---|---|---|---|");
                var k = 40L;
                foreach (var line in Lines())
                {
                    List<double> times = [];
                    List<int> queries = [];
                    for (var i = 0; i < Times; i++)
                    {
                        // Each time somebody else, with an opportunity of their own: nothing is found in a cache that a person would not find.
                        k += 40 + 1;
                        var body = Turns.Message(connector.Url, k, line.Replace("{no}", Company.No(k), StringComparison.Ordinal));
                        var before = counted.Queries;
                        var start = Stopwatch.GetTimestamp();
                        await load.PostAsync(body, cancellationToken);
                        times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                        queries.Add(await SettledAsync(counted, cancellationToken) - before);
                    }

                    times.Sort();
                    queries.Sort();
                    Console.WriteLine($"| {line} | {queries[Times / 2]} | {times[Times / 2]:F1} | {times[^1]:F1} |");
                }
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static IEnumerable<string> Lines() =>
    [
        "hi", "help", "new", "new Contoso rollout 45k close end of June", "cancel", "my opportunities", "find customer 77", "show {no}", "move {no}",
        "assign {no}", "won {no}", "lost {no}", "tasks", "pipeline", "brief", "review", "settings", "remind me {no} tomorrow", "nonsense of some kind",
    ];

    /// <summary>The log comes a moment after the answer.</summary>
    private static async Task<int> SettledAsync(Served server, CancellationToken cancellationToken)
    {
        var before = -1;
        while (before != server.Queries)
        {
            before = server.Queries;
            await Task.Delay(30, cancellationToken);
        }

        return before;
    }
}
