using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Bot.Hosting;

/// <summary>Backup and restore by the program itself, and what it says of a database it cannot use.</summary>
public sealed class DatabaseCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("command-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task GivenWritersAtWork_WhenItIsBackedUp_ThenTheCopyIsOneMomentOfIt_AndCanBePutBack()
    {
        await using var database = await TestDatabase.CreateAsync(demo: true, DatabaseProvider.Sqlite);
        await using var host = DomainHost.StartOn(database, keep: true);
        var anna = await host.CallerAsync("ANNA");
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var made = 0;
            while (!stop.IsCancellationRequested)
            {
                await host.StartedAsync(anna);
                made++;
            }

            return made;
        })).ToList();
        await Product.UntilAsync(async () => await CountAsync(database.File) > 45);

        var backup = Path.Combine(_folder, "backup.db");
        var (exitCode, output, error) = await RunAsync(database.File, "database", "backup", backup);
        var whenDone = await CountAsync(database.File);
        await stop.CancelAsync();
        var made = (await Task.WhenAll(writers)).Sum();

        Assert.Equal((0, ""), (exitCode, error));
        var copied = await CountAsync(backup);
        Assert.InRange(copied, 46, whenDone);
        Assert.Equal($"Backed up to {backup}: {copied} opportunities.", output.Trim());
        Assert.Equal(40 + made, await CountAsync(database.File));
        Assert.Equal(0, await CountAsync(
            backup, """SELECT count(*) FROM "Opportunities" o WHERE "Status" <> 0 AND NOT EXISTS (SELECT 1 FROM "Entries" e WHERE e."OpportunityId" = o."Id" AND e."Active")"""));
        Assert.Equal([backup], Directory.GetFiles(_folder));

        // Whatever was done since is kept beside it. The product is stopped for it: it keeps the file open.
        await host.DisposeAsync();
        (exitCode, output, error) = await RunAsync(database.File, "database", "restore", backup);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith(
            $"Restored from {backup}: {copied} opportunities. What was there before is kept as {database.File}.before-", output,
            StringComparison.Ordinal);
        Assert.Equal(copied, await CountAsync(database.File));
        Assert.Equal(40 + made, await CountAsync(output.Trim().TrimEnd('.').Split(' ')[^1]));
        await using var started = DomainHost.StartOn(database, keep: true);
        var next = await started.StartedAsync(anna);
        Assert.Equal(copied + 1, await CountAsync(database.File));
        (await started.MoveAsync(next.No, new MoveRequest(MoveAction.Next), anna)).Done();
    }

    [Fact]
    public async Task WhileTheProductRuns_ABackupIsMade_AndARestoreIsRefused_AndAfterwardsItIsDone()
    {
        var (file, backup) = (Path.Combine(_folder, "data", "opportunities.db"), Path.Combine(_folder, "backup.db"));
        await using (var product = Product.Start(_folder))
        {
            await product.ReadyAsync();
            Assert.Equal(0, (await Product.RunAsync(_folder, "Production", "database", "backup", "backup.db")).ExitCode);

            var (exitCode, _, error) = await Product.RunAsync(_folder, "Production", "database", "restore", "backup.db");

            Assert.Equal((1, $"Not done. The product runs on {file}; stop it first."), (exitCode, error.Trim()));
        } // killed: its hold on the file goes with it

        Assert.Equal(0, (await Product.RunAsync(_folder, "Production", "database", "restore", "backup.db")).ExitCode);
        await using var again = Product.Start(_folder);
        await again.ReadyAsync();
        Assert.Equal(40, await CountAsync(file));
        Assert.Equal(40, await CountAsync(backup));
    }

    [Fact]
    public async Task WhatCannotBeDoneIsSaidInASentenceAndChangesNothing()
    {
        await using var database = await TestDatabase.CreateAsync(demo: true, DatabaseProvider.Sqlite);
        var bytes = await File.ReadAllBytesAsync(database.File);
        var (text, damaged, empty, foreign, newer) =
            (Make("text.db"), Make("damaged.db"), Make("empty.db"), Make("foreign.db"), Make("newer.db"));
        await File.WriteAllTextAsync(text, new string('x', 5000));
        await File.WriteAllBytesAsync(damaged, Damaged(bytes));
        await File.WriteAllBytesAsync(empty, []);
        await RunSqlAsync(foreign, "CREATE TABLE Recipes (Name TEXT)");
        File.Copy(database.File, newer);
        await RunSqlAsync(newer, "INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Tomorrow', '99')");
        (string Act, string Subject, string Sentence)[] refused =
        [
            ("restore", Make("missing.db"), "There is no backup"),
            ("restore", text, "is damaged, or is not a database of this program"),
            ("restore", damaged, "is damaged, or is not a database of this program"),
            ("restore", empty, "It is not a database of this program."),
            ("restore", foreign, "It is not a database of this program."),
            ("restore", newer, "newer version of this program (migration 29990101000000_Tomorrow)"),
            ("restore", database.File, "is the database itself"),
            ("backup", text, "is there already"),
            ("backup", _folder, "is there already"),
        ];

        // In one process what the command does in its own: each start would take its time.
        await using var host = DomainHost.StartOn(database, keep: true);
        foreach (var (act, subject, sentence) in refused)
        {
            var error = await Assert.ThrowsAsync<DatabaseException>(() => host.DoAsync<OpportunitiesContext>(db => act == "backup"
                ? SqliteFile.BackupAsync(db, subject, CancellationToken.None)
                : SqliteFile.RestoreAsync(db, subject, new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero), CancellationToken.None)));
            Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(bytes, await File.ReadAllBytesAsync(database.File));
        Assert.DoesNotContain(
            Directory.GetFiles(Path.GetDirectoryName(database.File)!), f => f.EndsWith(".part", StringComparison.Ordinal));
        Assert.Equal(2, (await Product.RunAsync(_folder, "Production", "database", "delete")).ExitCode);
        var (exitCode, _, said) = await RunAsync(Make("nowhere.db"), "database", "backup", Make("copy.db"));
        Assert.Equal((1, $"Not done. There is no database {Make("nowhere.db")} to back up."), (exitCode, said.Trim()));
    }

    [Fact]
    public async Task WhatBreaksTheRulesOfTheDataIsCountedAndNamed_AndNothingIsChanged()
    {
        await using var database = await TestDatabase.CreateAsync(demo: true, DatabaseProvider.Sqlite);
        database.IsBroken = true;
        var (exitCode, output, error) = await RunAsync(database.File, "database", "check");

        Assert.Equal((0, ""), (exitCode, error));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [.. Invariants.All.Select(i => "        0  " + i.Broken), "Nothing is broken."], lines.Select(line => line.TrimEnd('\r')));

        await RunSqlAsync(database.File, """UPDATE "Entries" SET "StageId" = NULL WHERE "OpportunityId" <= 7 AND "Active" """);
        var bytes = await File.ReadAllBytesAsync(database.File);
        (exitCode, output, error) = await RunAsync(database.File, "database", "check");

        Assert.Equal((3, ""), (exitCode, error));
        Assert.Contains(
            "  opportunities under way that stand on no stage of their sales cycle, and so are in no figure: OPP-00001, OPP-00002, ",
            output,
            StringComparison.Ordinal);
        Assert.EndsWith("see “Checking the data” in docs/operations.md.", output.Trim(), StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(database.File));

        (exitCode, output, error) = await RunAsync(Make("nowhere.db"), "database", "check");
        Assert.Equal((1, "", $"Not done. There is no database {Make("nowhere.db")}."), (exitCode, output, error.Trim()));
        Assert.False(File.Exists(Make("nowhere.db")));
        await RunSqlAsync(database.File, """DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" LIKE '%OneActiveEntry'""");
        (exitCode, _, error) = await RunAsync(database.File, "database", "check");
        Assert.Equal(
            (1, "Not done. The database is older than this program. Start the program once, which brings it up to date."),
            (exitCode, error.Trim()));
    }

    public static TheoryData<string, string> Unusable => new()
    {
        { "text", "is damaged, or is not a database of this program. Restore a backup, or name another file." },
        { "damaged", "is damaged, or is not a database of this program. Restore a backup, or name another file." },
        { "cut", "is damaged, or is not a database of this program. Restore a backup, or name another file." },
        { "readOnly", "is read-only: this program has to be able to write it and its folder." },
        { "newer", "The database was brought up to date by a newer version of this program (migration 29990101000000_Tomorrow). Start that version, or restore a backup from before." },
        { "folder", "cannot be opened: this program has to be able to write it and its folder." },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task ADatabaseThatCannotBeUsedStopsTheStartWithOneSentence(string what, string sentence)
    {
        await using var database = await TestDatabase.CreateAsync(demo: true, DatabaseProvider.Sqlite);
        database.IsBroken = true;
        var (file, mode) = (database.File, "");
        switch (what)
        {
            case "text":
                await File.WriteAllTextAsync(file, new string('x', 5000));
                break;
            case "damaged":
                await File.WriteAllBytesAsync(file, Damaged(await File.ReadAllBytesAsync(file)));
                break;
            case "cut":
                await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..40_000]);
                break;
            case "readOnly":
                mode = ";Mode=ReadOnly";
                break;
            case "newer":
                await RunSqlAsync(file, "INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Tomorrow', '99')");
                break;
            case "folder":
                file = Directory.CreateDirectory(Make("folder")).FullName;
                break;
        }

        var (exitCode, _, error) = await Product.RunAsync(
            _folder, "Development", $"--ConnectionStrings:Opportunities=Data Source={file}{mode}");

        Assert.Equal(1, exitCode);
        var said = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("Not started. The database ", said, StringComparison.Ordinal);
        Assert.EndsWith(sentence, said, StringComparison.Ordinal);
    }

    [PostgreSqlFact]
    public async Task ADatabaseServersRefusalStopsTheStartWithOneSentence()
    {
        await using var database = await TestDatabase.CreateAsync(demo: false, DatabaseProvider.PostgreSql);
        (string Connection, string Sentence)[] unusable =
        [
            (
                database.Options.ConnectionString + ";Options=-c default_transaction_read_only=on",
                "is read-only: this program has to be able to write it."),
            (database.Options.ConnectionString + ";Username=nobody-of-that-name", "cannot be used: "),
        ];
        foreach (var (connection, sentence) in unusable)
        {
            var (exitCode, _, error) = await Product.RunAsync(
                _folder, "Development", "--Database:Provider=PostgreSql", "--ConnectionStrings:Opportunities=" + connection,
                "--Logging:LogLevel:Microsoft.EntityFrameworkCore=None");

            Assert.Equal(1, exitCode);
            Assert.Contains(sentence, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }
    }

    private string Make(string name) => Path.Combine(_folder, name);

    /// <summary>Its first page is sound, so that only reading on shows it.</summary>
    private static byte[] Damaged(byte[] bytes)
    {
        var damaged = bytes.ToArray();
        Array.Fill<byte>(damaged, 0xEE, bytes.Length / 2, bytes.Length / 3);
        return damaged;
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(string file, params string[] command) =>
        Product.RunAsync(_folder, "Production", [.. command, $"--ConnectionStrings:Opportunities=Data Source={file}"]);

    private static async Task<long> CountAsync(string file, string sql = """SELECT count(*) FROM "Opportunities" """)
    {
        await using var connection = await OpenAsync(file, sql);
        return (long)(await connection.Command.ExecuteScalarAsync())!;
    }

    private static async Task RunSqlAsync(string file, string sql)
    {
        await using var connection = await OpenAsync(file, sql);
        await connection.Command.ExecuteNonQueryAsync();
    }

    private static async Task<Opened> OpenAsync(string file, string sql)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        await connection.OpenAsync();
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written here.
        command.CommandText = sql;
#pragma warning restore CA2100
        return new Opened(connection, command);
    }

    private sealed record Opened(SqliteConnection Connection, SqliteCommand Command) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Command.DisposeAsync();
            await Connection.DisposeAsync();
        }
    }
}
