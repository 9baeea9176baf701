using System.Data.Common;
using System.Globalization;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ChatOpportunities.Tests.Domain.Data;

/// <summary>A database of the first release comes to the newest one with everything in it.</summary>
[Trait("Suite", "Database")]
public sealed partial class UpgradeTests
{
    private const string History = "__EFMigrationsHistory";

    [Fact]
    public async Task GivenADatabaseOfTheFirstMigrationWithData_WhenItIsBroughtUpToDate_ThenNothingIsLostAndWorkGoesOn()
    {
        await using var today = await DomainHost.StartWithDemoAsync();
        await FillWhatTheDemoLeavesOutAsync(today);
        await using var old = DomainHost.StartWithout();
        await CopyToAsync(old, today, "Initial");
        Assert.Equal(
            "Initial",
            await old.DoAsync<OpportunitiesContext, string>(db => Task.FromResult(db.Database.GetMigrations().First().Split('_')[1])));
        var before = await old.DoAsync<OpportunitiesContext, Dictionary<string, List<string>>>(db => RowsAsync(db, null));

        await old.DoAsync<OpportunitiesContext>(db => DatabaseSetup.PrepareAsync(db, CancellationToken.None));

        var after = await old.DoAsync<OpportunitiesContext, Dictionary<string, List<string>>>(db => RowsAsync(db, before));
        Assert.All(before, table => Assert.Equal(table.Value, after[table.Key]));
        Assert.All(before.Where(t => t.Key != History), table => Assert.True(table.Value.Count > 1, table.Key + " had nothing to lose."));
        Assert.Empty(await old.DoAsync<OpportunitiesContext, IEnumerable<string>>(db => db.Database.GetPendingMigrationsAsync()));
        var anna = await old.CallerAsync("ANNA");
        Assert.Equal("OPP-00042", (await old.StartedAsync(anna)).No);
        (await old.MoveAsync("OPP-00041", new MoveRequest(MoveAction.Next), anna)).Done();
    }

    private static async Task FillWhatTheDemoLeavesOutAsync(DomainHost host)
    {
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);
        (await host.QuoteAsync(opportunity.No, new QuoteRequest("Q-1", 44_000.55m, "https://quotes.example/1"), anna)).Done();
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            db.StoredItems.Add(new StoredItem
            {
                Key = "draft/é",
                Value = "{\"title\":\"Für Zoë\"}",
                ExpiresAt = host.Clock.GetUtcNow().AddMicroseconds(3),
            });
            await db.SaveChangesAsync();
            await db.Database.ExecuteSqlAsync(
                $"""INSERT INTO "WaitingPeople" ("EntraObjectId", "Name", "Email", "FirstSeenAt", "LastSeenAt", "Version") SELECT {Guid.NewGuid()}, 'Sam', NULL, "ChangedAt", "ChangedAt", 1 FROM "Opportunities" WHERE "No" = 'OPP-00001'""");
        });
    }

    /// <summary>Makes a database as that migration left one, with what today's says.</summary>
    private static async Task CopyToAsync(DomainHost old, DomainHost today, string migration)
    {
        await old.DoAsync<OpportunitiesContext>(async db =>
        {
            if (TestDatabase.Chosen == DatabaseProvider.Sqlite)
            {
                await db.Database.OpenConnectionAsync(); // makes the file
            }

            await db.GetService<IMigrator>().MigrateAsync(migration);
        });
        await today.DoAsync<OpportunitiesContext>(from => old.DoAsync<OpportunitiesContext>(to => CopyAsync(from, to)));
    }

    /// <summary>Takes over what there was a column for then.</summary>
    private static async Task CopyAsync(OpportunitiesContext from, OpportunitiesContext to)
    {
        await from.Database.OpenConnectionAsync();
        await to.Database.OpenConnectionAsync();
        await RunAsync(to, TestDatabase.Chosen switch
        {
            DatabaseProvider.PostgreSql => "SET session_replication_role = replica", // no foreign keys while copying
            DatabaseProvider.Sqlite => "PRAGMA foreign_keys = OFF",
            _ => "EXEC sp_msforeachtable 'ALTER TABLE ? NOCHECK CONSTRAINT ALL'",
        });
        foreach (var (table, columns) in await TablesAsync(to))
        {
            if (table == History)
            {
                continue;
            }

            await RunAsync(to, $"DELETE FROM \"{table}\"");
            var names = string.Join(", ", columns.Select(c => $"\"{c}\""));
            var identity = TestDatabase.Chosen == DatabaseProvider.SqlServer && columns.Contains("Id");
            await using var read = Command(from, $"SELECT {names} FROM \"{table}\"");
            await using var rows = await read.ExecuteReaderAsync();
            var isNumbered = columns.Contains("Id") && rows.GetFieldType(columns.IndexOf("Id")) == typeof(long);
            while (await rows.ReadAsync())
            {
                var values = string.Join(", ", columns.Select((_, i) => "@p" + i.ToString(CultureInfo.InvariantCulture)));
                await using var write = Command(
                    to,
                    (identity ? $"SET IDENTITY_INSERT \"{table}\" ON; " : "")
                    + $"INSERT INTO \"{table}\" ({names}) VALUES ({values})");
                for (var i = 0; i < columns.Count; i++)
                {
                    var parameter = write.CreateParameter();
                    (parameter.ParameterName, parameter.Value) = ("@p" + i.ToString(CultureInfo.InvariantCulture), rows.GetValue(i));
                    write.Parameters.Add(parameter);
                }

                await write.ExecuteNonQueryAsync();
            }

            if (TestDatabase.Chosen == DatabaseProvider.PostgreSql && isNumbered)
            {
                await RunAsync(
                    to, $"""SELECT setval(pg_get_serial_sequence('"{table}"', 'Id'), (SELECT coalesce(max("Id"), 1) FROM "{table}"))""");
            }
        }

        await to.Database.CloseConnectionAsync();
        await from.Database.CloseConnectionAsync();
    }

    /// <summary>Every row as text, in the columns of then if given.</summary>
    private static async Task<Dictionary<string, List<string>>> RowsAsync(OpportunitiesContext db, Dictionary<string, List<string>>? then)
    {
        await db.Database.OpenConnectionAsync();
        Dictionary<string, List<string>> all = [];
        foreach (var (table, now) in await TablesAsync(db))
        {
            if (then is not null && !then.ContainsKey(table))
            {
                continue; // made since
            }

            var columns = then is null ? now : [.. then[table][0].Split('|')];
            List<string> lines = [];
            await using var read = Command(db, $"SELECT {string.Join(", ", columns.Select(c => $"\"{c}\""))} FROM \"{table}\"");
            await using (var rows = await read.ExecuteReaderAsync())
            {
                while (await rows.ReadAsync())
                {
                    lines.Add(string.Join(
                        '|',
                        Enumerable.Range(0, columns.Count).Select(i => Convert.ToString(rows.GetValue(i), CultureInfo.InvariantCulture))));
                }
            }

            // What the upgrade itself notes is no loss.
            var kept = table is History or "StoredItems" && then is not null ? lines.Where(then[table].Contains) : lines;
            all[table] = [string.Join('|', columns), .. kept.Order(StringComparer.Ordinal)];
        }

        await db.Database.CloseConnectionAsync();
        return all;
    }

    private static async Task<List<(string Table, List<string> Columns)>> TablesAsync(OpportunitiesContext db)
    {
        await using var read = Command(db, TestDatabase.Chosen == DatabaseProvider.Sqlite
            ? """SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name <> '__EFMigrationsLock' ORDER BY t.rowid, c.cid"""
            : """SELECT c.table_name, c.column_name FROM INFORMATION_SCHEMA.COLUMNS c WHERE c.table_schema IN ('public', 'dbo') ORDER BY c.table_name, c.ordinal_position""");
        await using var rows = await read.ExecuteReaderAsync();
        List<(string Table, string Column)> columns = [];
        while (await rows.ReadAsync())
        {
            columns.Add((rows.GetString(0), rows.GetString(1)));
        }

        return [.. columns.GroupBy(c => c.Table, c => c.Column).Select(t => (t.Key, t.ToList()))];
    }

    private static async Task RunAsync(OpportunitiesContext db, string sql)
    {
        await using var command = Command(db, sql);
        await command.ExecuteNonQueryAsync();
    }

    private static DbCommand Command(OpportunitiesContext db, string sql)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // Written here.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
