using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>
/// The scheduler's tables on a database server, where several hosts share one schedule; on SQLite it is in memory. They are made
/// by one host under the lock of the migrations: left to itself, each of two schedulers starting at once on a database without
/// them takes itself for the only one, and both fire every tick.
/// </summary>
internal static class SchedulerTables
{
    public static async Task EnsureAsync(OpportunitiesContext db, CancellationToken cancellationToken)
    {
        foreach (var statement in Statements(ProviderOf(db)))
        {
            await db.Database.ExecuteSqlRawAsync(statement, cancellationToken);
        }
    }

    /// <summary>The script that Quartz carries for its own use; each statement makes only what is missing.</summary>
    public static IReadOnlyList<string> Statements(DatabaseProvider provider)
    {
        var (name, prefix) = provider switch
        {
            DatabaseProvider.PostgreSql => ("create_postgres.sql", "qrtz_"),
            DatabaseProvider.SqlServer => ("create_sqlServer.sql", "QRTZ_"),
            _ => ("", ""),
        };
        if (name.Length == 0)
        {
            return [];
        }

        using var script = new StreamReader(
            typeof(IScheduler).Assembly.GetManifestResourceStream("Quartz.Impl.AdoJobStore.Schema." + name)
            ?? throw new NotSupportedException("This version of Quartz keeps its tables' script elsewhere: " + name));
        return [.. script.ReadToEnd().ReplaceLineEndings("\n").Split("\n--;;\n").Skip(1)
            .Select(s => s.Replace("{0}", prefix).Replace("{1}", prefix).Trim()).Where(s => s.Length > 0)];
    }

    private static DatabaseProvider ProviderOf(OpportunitiesContext db) => db switch
    {
        PostgreSqlContext => DatabaseProvider.PostgreSql,
        SqlServerContext => DatabaseProvider.SqlServer,
        _ => DatabaseProvider.Sqlite,
    };
}
