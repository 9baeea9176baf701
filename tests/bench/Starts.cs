using System.Globalization;

namespace ChatOpportunities.Bench;

/// <summary>The program as it is shipped: how long until it answers, and what it then keeps.</summary>
internal static class Starts
{
    /// <summary>
    /// Publishes it, starts it on a database that is there already, and asks for a card; once before the rounds, so that its files are
    /// in the machine's cache in each of them.
    /// </summary>
    public static async Task MeasureAsync(Report report, Options options, CancellationToken cancellationToken)
    {
        List<(string Name, string Build, string Folder)> targets = [];
        await using var connector = await Connector.StartAsync();
        var size = options.Opportunities[0];
        try
        {
            targets.Add((FullTurns.Product, await Company.PublishedAsync(), Company.Copy(await Company.FolderAsync(size))));
            if (options.Against is { } other)
            {
                var build = await Company.BuildOfAsync(other);
                targets.Add((FullTurns.Other, build, Company.Copy(await Company.FolderAsync(size, build: build))));
            }

            var starts = targets.ToDictionary(t => t.Name, _ => new List<Start>());
            for (var round = 0; round <= options.Rounds; round++)
            {
                foreach (var (name, build, folder) in targets)
                {
                    starts[name].Add(await OnceAsync(build, folder, connector, cancellationToken));
                }
            }

            report.Heading($"From the start of the published program to the first answered turn, {size:N0} opportunities");
            report.Line("| Program | start to listening s | start to first answered turn s | processor s | resident MB then | its own MB |");
            report.Line("|---|---|---|---|---|---|");
            var middle = starts.ToDictionary(s => s.Key, s => Start.Middle(s.Value[1..]));
            foreach (var (name, m) in middle)
            {
                report.Line(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {m.Listening:F2} | {m.Answered:F2} | {m.Processor:F2} | {m.Megabytes:F0} | {m.OwnMegabytes:F0} |"));
            }

            report.AtMost("start of the published program to the first answered turn", middle[FullTurns.Product].Answered, 1.5, " s");
            report.AtMost("resident then", middle[FullTurns.Product].Megabytes, 150, " MB");
            if (options.Against is not null)
            {
                report.Told(
                    "start to the first answered turn: this product ÷ " + FullTurns.Other,
                    middle[FullTurns.Product].Answered / middle[FullTurns.Other].Answered, " ×");
            }
        }
        finally
        {
            targets.ForEach(t => Directory.Delete(t.Folder, recursive: true));
        }
    }

    private static async Task<Start> OnceAsync(string published, string folder, Connector connector, CancellationToken cancellationToken)
    {
        await using var server = await Company.StartAsync(published, folder, []);
        using var load = new Load(connector, server.Address);
        if (!await load.PostAsync(Turns.Message(connector.Url, 1, "show " + Company.No(1)), cancellationToken))
        {
            throw new InvalidOperationException("The first turn was not answered.");
        }

        return new Start(
            server.StartTime.TotalSeconds, server.SinceStart.TotalSeconds, server.ProcessorTime.TotalSeconds, server.Megabytes,
            server.OwnMegabytes);
    }

    private sealed record Start(double Listening, double Answered, double Processor, double Megabytes, double OwnMegabytes)
    {
        public static Start Middle(List<Start> all)
        {
            double Of(Func<Start, double> figure) => all.Select(figure).Order().ElementAt(all.Count / 2);
            return new Start(
                Of(s => s.Listening), Of(s => s.Answered), Of(s => s.Processor), Of(s => s.Megabytes), Of(s => s.OwnMegabytes));
        }
    }
}
