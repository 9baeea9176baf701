using System.Text.RegularExpressions;
using ChatOpportunities.Bot.Hosting;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Tests.Support;
using Npgsql;

namespace ChatOpportunities.Tests.Bot.Hosting;

/// <summary>Any number of hosts on one database server: they start at once, and share one schedule.</summary>
public sealed partial class TwoHostsTests
{
    private const int EnoughTicks = 6;

    [PostgreSqlFact]
    public async Task GivenAServerWithoutTheDatabase_WhenTwoHostsStartAtOnce_ThenBothAreReady_AndEachTickIsOneHosts_AlsoWhenOneIsKilled()
    {
        await using var database = TestDatabase.Missing(DatabaseProvider.PostgreSql);
        var folder = Directory.CreateTempSubdirectory("hosts-");
        string[] settings =
        [
            "--Database:Provider=PostgreSql", $"--ConnectionStrings:Opportunities={database.Options.ConnectionString}",
            "--Reminders:TickSeconds=1", "--Logging:LogLevel:ChatOpportunities.Bot.Reminders.ReminderJob=Debug",
            "--Setup:Admins=boss@example.com",
        ];
        await using var one = Product.Start(folder.FullName, settings);
        await using var two = Product.Start(folder.FullName, settings);
        await one.ReadyAsync();
        await two.ReadyAsync();

        await Product.UntilAsync(() => Task.FromResult(Ticks(one, two).Count >= EnoughTicks));
        await Product.UntilAsync(async () => await CountAsync(database, "SELECT count(*) FROM qrtz_scheduler_state") == 2);
        Assert.Equal(1, await CountAsync(database, "SELECT count(*) FROM qrtz_triggers"));
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
        Assert.DoesNotContain(two.Said, line => line.StartsWith("fail: Quartz", StringComparison.Ordinal));
        await two.KillAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite, 0)]
    [InlineData(DatabaseProvider.PostgreSql, 11)]
    [InlineData(DatabaseProvider.SqlServer, 11)]
    public void TheSchedulersTablesAreMadeOnServersOnly(DatabaseProvider provider, int atLeast)
    {
        var statements = SchedulerTables.Statements(provider);

        Assert.True(statements.Count >= atLeast && statements.Count > 0 == atLeast > 0);
        Assert.All(statements, s => Assert.DoesNotContain("{", s, StringComparison.Ordinal));
    }

    private static List<string> Ticks(params Product[] products) =>
        [.. products.SelectMany(p => p.Said).Select(line => Tick().Match(line)).Where(m => m.Success).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal)];

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
