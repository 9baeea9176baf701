namespace ChatOpportunities.Bench;

/// <summary>The program as it is shipped: how long until it answers, and what it then keeps.</summary>
internal static class Starts
{
    /// <summary>
    /// Publishes it, starts it on a database that is there already, and asks for a card; once before the rounds, so that its files are
    /// in the machine's cache in each of them.
    /// </summary>
    public static async Task MeasureAsync(Options options, CancellationToken cancellationToken)
    {
        var published = await Company.PublishedAsync();
        await using var connector = await Connector.StartAsync();
        var size = options.Opportunities[0];
        var folder = Company.Copy(await Company.FolderAsync(size));
        List<Start> starts = [];
        try
        {
            for (var round = 0; round <= options.Rounds; round++)
            {
                starts.Add(await OnceAsync(published, folder, connector, cancellationToken));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        starts.RemoveAt(0);
        double Middle(Func<Start, double> figure) => starts.Select(figure).Order().ElementAt(starts.Count / 2);
        Console.WriteLine("\n| Opportunities | start to listening s | start to first answered turn s | resident MB then | its own MB |");
        Console.WriteLine("|---|---|---|---|---|");
        Console.WriteLine($"| {size:N0} | {Middle(s => s.Listening):F2} | {Middle(s => s.Answered):F2} "
            + $"| {Middle(s => s.Megabytes):F0} | {Middle(s => s.OwnMegabytes):F0} |");
        Console.WriteLine("Budgets: 1.5 s to the first answered turn, 150 MB resident.");
    }

    private static async Task<Start> OnceAsync(string published, string folder, Connector connector, CancellationToken cancellationToken)
    {
        await using var server = await Company.StartAsync(published, folder, []);
        using var load = new Load(connector, server.Address);
        if (!await load.PostAsync(Turns.Message(connector.Url, 1, "show " + Company.No(1)), cancellationToken))
        {
            throw new InvalidOperationException("The first turn was not answered.");
        }

        return new Start(server.StartTime.TotalSeconds, server.SinceStart.TotalSeconds, server.Megabytes, server.OwnMegabytes);
    }

    private sealed record Start(double Listening, double Answered, double Megabytes, double OwnMegabytes);
}
