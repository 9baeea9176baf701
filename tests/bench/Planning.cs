using System.Diagnostics;

namespace ChatOpportunities.Bench;

/// <summary>
/// How long a host takes to plan all reminders anew, as when the rules change; told by the key it keeps till the end. What is near is
/// looked at after that, in the ticks that follow.
/// </summary>
internal static class Planning
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    /// <summary>Seconds from the host's first step to its last; on a copy of the company of that size.</summary>
    public static async Task<double> AnewAsync(string build, string made, CancellationToken cancellationToken)
    {
        var folder = Company.Copy(made);
        try
        {
            using var connection = Company.Open(folder);
            Run("INSERT OR REPLACE INTO StoredItems (Key, Value, Version) VALUES ('replan//', '{\"After\":0}', 1)");
            // Quiet all day: it plans and sends nothing.
            await using var server = await Company.StartAsync(
                build,
                folder,
                [
                    ("Host__Roles", "reminders"), ("Reminders__TickSeconds", "1"),
                    ("Reminders__QuietFrom", "00:01"), ("Reminders__QuietTo", "00:00"),
                ]);
            var start = Stopwatch.GetTimestamp();
            while (Run("SELECT COUNT(*) FROM StoredItems WHERE Key = 'replan//'") > 0)
            {
                if (Stopwatch.GetElapsedTime(start) > Patience)
                {
                    throw new InvalidOperationException("Planning anew did not come to its end.");
                }

                await Task.Delay(20, cancellationToken);
            }

            return Stopwatch.GetElapsedTime(start).TotalSeconds;

            long Run(string sql)
            {
                using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written here.
                command.CommandText = sql;
#pragma warning restore CA2100
                return command.ExecuteScalar() as long? ?? 0;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Against another build, in turn with it.</summary>
    public static async Task CompareAsync(Report report, Options options, CancellationToken cancellationToken)
    {
        const int Times = 3;
        var size = options.Middle;
        var build = await Company.BuildOfAsync(options.Against!);
        var (made, otherMade) = (await Company.FolderAsync(size, 10), await Company.FolderAsync(size, 10, build));
        List<double> own = [], other = [];
        for (var round = 0; round < (options.IsQuick ? 1 : Times); round++)
        {
            own.Add(await AnewAsync(await Company.PublishedAsync(), made, cancellationToken));
            other.Add(await AnewAsync(build, otherMade, cancellationToken));
        }

        var (mine, theirs) = (own.Order().ElementAt(own.Count / 2), other.Order().ElementAt(other.Count / 2));
        report.Heading($"Reminders of {size:N0} opportunities, 10 % in progress, planned anew, SQLite");
        report.Line("| Program | seconds |\n|---|---|");
        report.Line($"| {FullTurns.Product} | {Report.Number(mine)} |");
        report.Line($"| {FullTurns.Other} | {Report.Number(theirs)} |");
        report.AtMost($"planning anew, {size:N0} opportunities: this product ÷ {FullTurns.Other}", mine / theirs, 0.3, " ×");
    }
}
