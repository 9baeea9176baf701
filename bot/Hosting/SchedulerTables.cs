using System.Globalization;
using ChatOpportunities.Domain.Data;
using Hangfire.PostgreSql;
using Hangfire.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>
/// Hangfire's tables on a database server, where several hosts share one schedule; on SQLite it is in memory. They are made by one
/// host under the lock of the migrations: left to themselves, hosts starting at once on a database without them fail at each other.
/// </summary>
internal static class SchedulerTables
{
    /// <summary>The tables of the scheduler that was used before; those that refer to others come first.</summary>
    private static readonly string[] Quartz =
    [
        "fired_triggers", "simple_triggers", "cron_triggers", "simprop_triggers", "blob_triggers", "triggers", "job_details", "calendars",
        "locks", "scheduler_state", "paused_trigger_grps", "paused_job_grps", "execution_history", "misfire_history", "job_status",
    ];

    public static async Task EnsureAsync(OpportunitiesContext db, CancellationToken cancellationToken)
    {
        foreach (var statement in Statements(ProviderOf(db)))
        {
            // Braces would be taken for the places of parameters.
            await db.Database.ExecuteSqlRawAsync(
                statement.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), cancellationToken);
        }
    }

    /// <summary>The scripts that Hangfire carries, each so that it does only what is missing; then what is no longer needed goes.</summary>
    public static IReadOnlyList<string> Statements(DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.PostgreSql => [.. PostgreSql(), .. Quartz.Select(table => $"DROP TABLE IF EXISTS qrtz_{table};")],
        DatabaseProvider.SqlServer =>
        [
            // Also what takes long on large tables: ours are small, and a schema of half a version would have to be known about.
            Ascii(SqlServerObjectsInstaller.GetInstallScript(null, enableHeavyMigrations: true)),
            .. Quartz.Select(table => $"DROP TABLE IF EXISTS [QRTZ_{table.ToUpperInvariant()}];"),
        ],
        _ => [],
    };

    /// <summary>A console reads a script in whatever code page it has; here only comments have other letters.</summary>
    private static string Ascii(string script) => string.Concat(script.Select(c => char.IsAscii(c) ? c : '-'));

    /// <summary>One script for each version of the tables; by itself each raises an error where it was applied already.</summary>
    private static IEnumerable<string> PostgreSql()
    {
        for (var version = 3; Script(version) is { } script; version++)
        {
            var number = version.ToString(CultureInfo.InvariantCulture);
            var before = version == 3 ? "1" : (version - 1).ToString(CultureInfo.InvariantCulture);
            yield return $"""
                DO $guard$
                DECLARE applied boolean := false;
                BEGIN
                  IF to_regclass('hangfire.schema') IS NOT NULL THEN
                    EXECUTE 'SELECT EXISTS (SELECT 1 FROM hangfire.schema WHERE version >= {number})' INTO applied;
                  END IF;
                  IF NOT applied THEN
                    EXECUTE $script$
                """
                + "\n" + script + "\n"
                + $"""
                    $script$;
                    EXECUTE 'UPDATE hangfire.schema SET version = {number} WHERE version = {before}';
                  END IF;
                END $guard$;
                """;
        }
    }

    private static string? Script(int version)
    {
        var name = FormattableString.Invariant($"Hangfire.PostgreSql.Scripts.Install.v{version}.sql");
        using var stream = typeof(PostgreSqlStorage).Assembly.GetManifestResourceStream(name);
        if (stream is null)
        {
            return version > 3
                ? null
                : throw new NotSupportedException("This version of Hangfire.PostgreSql keeps its tables' scripts elsewhere: " + name);
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Trim();
    }

    private static DatabaseProvider ProviderOf(OpportunitiesContext db) => db switch
    {
        PostgreSqlContext => DatabaseProvider.PostgreSql,
        SqlServerContext => DatabaseProvider.SqlServer,
        _ => DatabaseProvider.Sqlite,
    };
}
