namespace ChatOpportunities.Bench;

/// <summary>Every budget in one run.</summary>
internal static class All
{
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

        Console.WriteLine("\n" + report.Table());
        return report.Holds ? 0 : 1;
    }
}
