using System.Diagnostics;
using System.Text.RegularExpressions;
using ChatOpportunities.Bot.Hosting;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit.Abstractions;

namespace ChatOpportunities.Tests.Bot.Hosting;

/// <summary>Any number of hosts on one database server: they start at once, and share one schedule.</summary>
public sealed partial class TwoHostsTests(ITestOutputHelper output)
{
    private const int EnoughTicks = 6;

    /// <summary>Once in the suite; <c>tests/drills.sh hosts</c> does it twenty times.</summary>
    private static int Repetitions => int.TryParse(Environment.GetEnvironmentVariable("DRILL_HOSTS"), out var count) ? count : 1;

    [PostgreSqlFact]
    public async Task GivenAServerWithoutTheDatabase_WhenTwoHostsStartAtOnce_ThenBothAreReady_AndEachTickIsOneHosts_AlsoWhenOneIsKilled()
    {
        for (var i = 0; i < Repetitions; i++)
        {
            await using var database = TestDatabase.Missing(DatabaseProvider.PostgreSql);
            await using var two = await TwoHosts.StartAsync(
                database, "--Logging:LogLevel:ChatOpportunities.Bot.Reminders.ReminderJob=Debug");
            await TheyShareOneScheduleAsync(two, database);
            output.WriteLine($"{i + 1}: {Ticks(two.One).Count} and {Ticks(two.Two).Count} ticks, no second twice");
            output.WriteLine(await database.CheckAsync());
        }
    }

    private static async Task TheyShareOneScheduleAsync(TwoHosts hosts, TestDatabase database)
    {
        var (one, two) = (hosts.One, hosts.Two);
        await Product.UntilAsync(() => Task.FromResult(Ticks(one, two).Count >= EnoughTicks));
        await Product.UntilAsync(async () => await CountAsync(database, "SELECT count(*) FROM hangfire.server") == 2);
        Assert.Equal(4, await CountAsync(database, "SELECT count(*) FROM hangfire.set WHERE key = 'recurring-jobs'"));
        Assert.Equal(1, await CountAsync(database, "SELECT count(*) FROM hangfire.schema"));
        Assert.Equal(
            await CountAsync(database, """SELECT count(DISTINCT "MigrationId") FROM "__EFMigrationsHistory" """),
            await CountAsync(database, """SELECT count(*) FROM "__EFMigrationsHistory" """));
        Assert.Equal(40, await CountAsync(database, """SELECT count(*) FROM "Opportunities" """));
        Assert.Equal(1, await CountAsync(database, """SELECT count(*) FROM "Salespeople" WHERE "Email" = 'boss@example.com' """));

        await one.KillAsync();
        var before = Ticks(two).Count;
        await Product.UntilAsync(() => Task.FromResult(Ticks(two).Count >= before + 2));

        var ticks = Ticks(one, two);
        Assert.Equal(ticks.Distinct(), ticks);
        const string Times = "SELECT value FROM hangfire.jobparameter WHERE name = 'Time' AND jobid IN "
            + "(SELECT jobid FROM hangfire.jobparameter WHERE name = 'RecurringJobId' AND value LIKE '%reminders%')";
        Assert.True(await CountAsync(database, $"SELECT count(*) FROM ({Times}) times") >= EnoughTicks);
        Assert.Equal(0, await CountAsync(database, $"SELECT count(*) FROM ({Times} GROUP BY value HAVING count(*) > 1) twice"));
        Assert.DoesNotContain(two.Said, line => line.StartsWith("fail: Hangfire", StringComparison.Ordinal));
    }

    [PostgreSqlFact]
    public async Task GivenALockThatADeadHostLeftBehind_ThenTicksGoOn()
    {
        await using var database = TestDatabase.Missing(DatabaseProvider.PostgreSql);
        var folder = Directory.CreateTempSubdirectory("hosts-");
        await using var host = Product.Start(
            folder.FullName, [.. TwoHosts.Settings(database), "--Logging:LogLevel:ChatOpportunities.Bot.Reminders.ReminderJob=Debug"]);
        await host.ReadyAsync();
        await Product.UntilAsync(() => Task.FromResult(Ticks(host).Count >= 1));

        // Until it is taken at a moment at which the host itself does not hold it.
        await Product.UntilAsync(async () => await CountAsync(
            database,
            "WITH left_behind AS (INSERT INTO hangfire.lock (resource, acquired) VALUES ('hangfire:recurring-jobs:lock', now()) "
                + "ON CONFLICT DO NOTHING RETURNING 1) SELECT count(*) FROM left_behind") == 1);
        var since = Stopwatch.GetTimestamp();
        var before = Ticks(host).Count;
        await Product.UntilAsync(() => Task.FromResult(Ticks(host).Count >= before + 2));

        var waited = Stopwatch.GetElapsedTime(since);
        output.WriteLine($"ticks went on after {waited.TotalSeconds:N1} s");
        Assert.InRange(waited, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1));
        await host.KillAsync();
        folder.Delete(recursive: true);
    }

    [PostgreSqlFact]
    public async Task GivenAnImport_WhenTheHostThatRunsItIsKilled_ThenTheOtherGoesOn_AndEachLineIsTakenInOnce()
    {
        await using var database = TestDatabase.Missing(DatabaseProvider.PostgreSql);
        await using var two = await TwoHosts.StartAsync(database);
        var import = await ImportOfMany.BeginAsync(two.One);
        await Product.UntilAsync(async () => await ImportOfMany.MadeAsync(sql => CountAsync(database, sql)) > 0);

        await two.One.KillAsync();
        var since = Stopwatch.GetTimestamp();
        var atKill = await ImportOfMany.MadeAsync(sql => CountAsync(database, sql));
        Assert.InRange(atKill, 1, ImportOfMany.Rows - 1);
        await Product.UntilAsync(async () => await ImportOfMany.MadeAsync(sql => CountAsync(database, sql)) > atKill);

        var waited = Stopwatch.GetElapsedTime(since);
        output.WriteLine(
            $"{atKill} of {ImportOfMany.Rows} lines when the host was killed; the other went on after {waited.TotalSeconds:N1} s");
        Assert.True(waited < TimeSpan.FromMinutes(1));
        await import.FinishesAtAsync(two.Two);
        Assert.Equal(ImportOfMany.Rows, await ImportOfMany.MadeAsync(sql => CountAsync(database, sql)));
        output.WriteLine(await database.CheckAsync());
    }

    [PostgreSqlFact]
    public async Task TheDashboardShowsNeitherServerNorDatabase()
    {
        await using var database = TestDatabase.Missing(DatabaseProvider.PostgreSql);
        await using var two = await TwoHosts.StartAsync(database);
        var admin = await ImportOfMany.SignInAsync(two.One);

        foreach (var address in new[] { "/jobs", "/jobs/servers", "/jobs/recurring", "/jobs/jobs/succeeded" })
        {
            var page = (await admin.SeeAsync(address)).Document.DocumentElement.OuterHtml;
            Assert.DoesNotContain(
                new NpgsqlConnectionStringBuilder(database.Options.ConnectionString).Database!, page, StringComparison.Ordinal);
            Assert.DoesNotContain("Host=", page, StringComparison.OrdinalIgnoreCase);
        }
    }

    [PostgreSqlFact]
    public async Task TheTablesOfTheSchedulerBeforeGo()
    {
        await using var database = TestDatabase.Missing(DatabaseProvider.PostgreSql);
        await using var host = DomainHost.StartOn(database, keep: true);
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            await db.Database.EnsureCreatedAsync();
            await db.Database.ExecuteSqlRawAsync(
                "CREATE TABLE qrtz_job_details (name text PRIMARY KEY); "
                    + "CREATE TABLE qrtz_triggers (name text PRIMARY KEY REFERENCES qrtz_job_details (name)); "
                    + "CREATE TABLE qrtz_cron_triggers (name text REFERENCES qrtz_triggers (name)); CREATE TABLE qrtz_locks (name text)");
            await SchedulerTables.EnsureAsync(db, CancellationToken.None);
        });

        Assert.Equal(0, await CountAsync(database, "SELECT count(*) FROM pg_tables WHERE tablename LIKE 'qrtz%'"));
        Assert.True(await CountAsync(database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'hangfire'") >= 11);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite, 0)]
    [InlineData(DatabaseProvider.PostgreSql, 11)]
    [InlineData(DatabaseProvider.SqlServer, 11)]
    public void TheSchedulersTablesAreMadeOnServersOnly(DatabaseProvider provider, int atLeast)
    {
        var statements = SchedulerTables.Statements(provider);

        Assert.True(statements.Count >= atLeast && statements.Count > 0 == atLeast > 0);
        Assert.All(statements, s => Assert.DoesNotContain("$(", s, StringComparison.Ordinal));
    }

    private static List<string> Ticks(params Product[] products) =>
        [.. products.SelectMany(p => p.Said).Select(line => Tick().Match(line)).Where(m => m.Success).Select(m => m.Groups[1].Value)
            .Order(StringComparer.Ordinal)];

    private static async Task<long> CountAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.Options.ConnectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // Written here.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }

    [GeneratedRegex(@"Tick of (\S+)\.$")]
    private static partial Regex Tick();
}

/// <summary>Two hosts that were started at once on one database, in Development; killed when disposed.</summary>
internal sealed class TwoHosts : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hosts-");

    private TwoHosts(string[] settings) =>
        (One, Two) = (Product.Start(_folder.FullName, settings), Product.Start(_folder.FullName, settings));

    public Product One { get; }

    public Product Two { get; }

    public static string[] Settings(TestDatabase database) =>
    [
        "--Database:Provider=PostgreSql", $"--ConnectionStrings:Opportunities={database.Options.ConnectionString}",
        "--Reminders:TickSeconds=1", "--Setup:Admins=boss@example.com",
    ];

    public static async Task<TwoHosts> StartAsync(TestDatabase database, params string[] settings)
    {
        var hosts = new TwoHosts([.. Settings(database), .. settings]);
        await hosts.One.ReadyAsync();
        await hosts.Two.ReadyAsync();
        return hosts;
    }

    public async ValueTask DisposeAsync()
    {
        await One.DisposeAsync();
        await Two.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
