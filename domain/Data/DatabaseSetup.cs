using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ChatOpportunities.Domain.Data;

/// <summary>Makes the database or brings it up to date; run once at each start, before anything else touches it.</summary>
public static class DatabaseSetup
{
    /// <summary>Waits until no other host makes the tables of a SQL Server database; held until the connection ends.</summary>
    internal const string SqlServerLock =
        "EXEC sp_getapplock @Resource = 'ChatOpportunities.Setup', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = -1";

    /// <summary>What SqlClient and EF Core set by themselves, and a console that runs the script does not.</summary>
    /// <remarks>
    /// Without the first seven SQL Server makes no index with a condition; without XACT_ABORT a statement that fails lets those behind
    /// it go on, and the migration is recorded as done. Readers that do not wait for writers are what EF Core switches on in a database
    /// that it makes itself; with somebody else connected the script ends there instead of waiting for ever.
    /// </remarks>
    private const string SqlServerSession = """
        SET QUOTED_IDENTIFIER ON;
        SET ANSI_NULLS ON;
        SET ANSI_PADDING ON;
        SET ANSI_WARNINGS ON;
        SET ARITHABORT ON;
        SET CONCAT_NULL_YIELDS_NULL ON;
        SET NUMERIC_ROUNDABORT OFF;
        SET XACT_ABORT ON;
        GO

        IF SERVERPROPERTY('EngineEdition') <> 5
            AND EXISTS (SELECT 1 FROM sys.databases WHERE database_id = DB_ID() AND is_read_committed_snapshot_on = 0)
        BEGIN
            ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH NO_WAIT;
        END;
        GO


        """;

    private const int PostgreSqlLock = 0x0BB0_5E7B; // any number, as long as nobody else in the database locks it

    /// <summary>
    /// Applies the migrations that are missing, folds anew what an older version stored to be searched, and fills what it had no table for,
    /// under a lock: of two hosts starting at once, one does it and the other waits.
    /// </summary>
    /// <exception cref="DatabaseException">It cannot be reached, read, written or understood.</exception>
    public static Task PrepareAsync(OpportunitiesContext db, CancellationToken cancellationToken) =>
        PrepareAsync(db, _ => Task.CompletedTask, cancellationToken);

    /// <summary>Likewise; what else is to be made once by one host is made under the same lock.</summary>
    /// <exception cref="DatabaseException">It cannot be reached, read, written or understood.</exception>
    public static async Task PrepareAsync(OpportunitiesContext db, Func<CancellationToken, Task> then, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(then);
        try
        {
            await using (await LockAsync(db, cancellationToken))
            {
                await RefuseUnusableAsync(db, cancellationToken);
                await db.Database.MigrateAsync(cancellationToken);

                // Changes nothing; a database that takes no writes says so now, not when somebody saves.
                await db.Set<NumberSeries>().Where(s => s.Code == "")
                    .ExecuteUpdateAsync(s => s.SetProperty(x => x.LastNumber, 0), cancellationToken);
                await StoredFolding.KeepUpAsync(db, StoredFolding.AtOnce, cancellationToken);
                await StayFilling.KeepUpAsync(db, StayFilling.AtOnce, cancellationToken);
                await then(cancellationToken);
            }
        }
        catch (Exception error) when (WhyUnusable(db, error) is { } why)
        {
            throw new DatabaseException(why, error);
        }
    }

    /// <summary>What makes an empty database, or brings an older one up to date, in the provider's own language.</summary>
    /// <remarks>It can be run again without harm; on SQLite, whose language has no conditions, only on an empty database.</remarks>
    public static string Script(DatabaseProvider provider)
    {
        using var db = DesignTimeContexts.Create(provider);
        var migrations = db.GetService<IMigrator>().GenerateScript(
            options: provider == DatabaseProvider.Sqlite
                ? MigrationsSqlGenerationOptions.Default
                : MigrationsSqlGenerationOptions.Idempotent);
        return provider == DatabaseProvider.SqlServer ? SqlServerSession + migrations : migrations;
    }

    /// <summary>Works on a database of exactly this program's version; nothing is made or brought up to date.</summary>
    /// <exception cref="DatabaseException">It is not there, cannot be read or understood, or waits for an update.</exception>
    public static async Task<T> ReadAsync<T>(OpportunitiesContext db, Func<Task<T>> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            if (FileOf(db) is { } file)
            {
                if (!File.Exists(file))
                {
                    throw new DatabaseException($"There is no database {file}.");
                }

                await SqliteFile.RefuseDamagedAsync(db.Database.GetConnectionString()!, cancellationToken);
            }

            await RefuseNewerAsync(db, cancellationToken);
            return (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any()
                ? throw new DatabaseException(
                    "The database is older than this program. Start the program once, which brings it up to date.")
                : await read();
        }
        catch (Exception error) when (WhyUnusable(db, error) is { } why)
        {
            throw new DatabaseException(why, error);
        }
    }

    /// <summary>The last migration of the database that this program does not have; null when it knows them all.</summary>
    internal static async Task<string?> NewerAsync(OpportunitiesContext db, CancellationToken cancellationToken) =>
        (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(db.Database.GetMigrations()).LastOrDefault();

    /// <summary>The file of a SQLite database; null when it is in memory or somewhere else.</summary>
    internal static string? FileOf(OpportunitiesContext db) =>
        db is SqliteContext && new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource is { Length: > 0 } file
            && file != ":memory:"
            ? Path.GetFullPath(file)
            : null;

    private static async Task RefuseUnusableAsync(OpportunitiesContext db, CancellationToken cancellationToken)
    {
        if (FileOf(db) is { } file)
        {
            if (!File.Exists(file))
            {
                return;
            }

            await SqliteFile.RefuseDamagedAsync(db.Database.GetConnectionString()!, cancellationToken);
            await ForgetLockOfKilledProcessAsync(db, cancellationToken);
        }

        await RefuseNewerAsync(db, cancellationToken);
    }

    private static async Task RefuseNewerAsync(OpportunitiesContext db, CancellationToken cancellationToken)
    {
        if (await NewerAsync(db, cancellationToken) is { } newer)
        {
            throw new DatabaseException(
                $"The database was brought up to date by a newer version of this program (migration {newer}). "
                    + "Start that version, or restore a backup from before.");
        }
    }

    private static async Task<IAsyncDisposable> LockAsync(OpportunitiesContext db, CancellationToken cancellationToken)
    {
        if (FileOf(db) is { } file)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return await FileLockAsync(file + ".lock", cancellationToken);
        }

        if (db is SqliteContext)
        {
            return new MemoryStream(); // a database in memory is nobody else's
        }

        await EnsureExistsAsync(db, cancellationToken);

        // A connection of its own: the lock goes with it, also when its process is killed.
        var connection = db is PostgreSqlContext
            ? (DbConnection)new NpgsqlConnection(db.Database.GetConnectionString() + ";Pooling=false")
            : new SqlConnection(db.Database.GetConnectionString() + ";Pooling=false");
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = db is PostgreSqlContext
                ? "SELECT pg_advisory_lock(" + PostgreSqlLock.ToString(System.Globalization.CultureInfo.InvariantCulture) + ")"
                : SqlServerLock;
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task EnsureExistsAsync(OpportunitiesContext db, CancellationToken cancellationToken)
    {
        var server = db.GetService<IRelationalDatabaseCreator>();
        if (await server.ExistsAsync(cancellationToken))
        {
            return;
        }

        try
        {
            await server.CreateAsync(cancellationToken);
        }
        catch (DbException)
        {
            // Another host was faster, if it is there now; it may be seen a moment before one can connect.
            for (var attempt = 0; !await server.ExistsAsync(cancellationToken); attempt++)
            {
                if (attempt == 20)
                {
                    throw;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }

    /// <summary>The operating system gives the lock back when its holder is killed.</summary>
    private static async Task<FileStream> FileLockAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }

    /// <summary>EF Core marks a running migration by a row that a killed process leaves behind, and then waits for it for ever.</summary>
    private static async Task ForgetLockOfKilledProcessAsync(OpportunitiesContext db, CancellationToken cancellationToken)
    {
        if (await db.Database.SqlQuery<int>(
                $"SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'").SingleAsync(cancellationToken) > 0)
        {
            await db.Database.ExecuteSqlAsync($"DELETE FROM __EFMigrationsLock", cancellationToken);
        }
    }

    /// <summary>A sentence for what an operator can put right; null for anything else, which is a defect.</summary>
    private static string? WhyUnusable(OpportunitiesContext db, Exception error)
    {
        var where = FileOf(db) is { } file ? $"The database {file}" : "The database (ConnectionStrings:Opportunities)";
        var first = (error.GetBaseException().Message.Split('\n')[0]).Trim().TrimEnd('.');
        return error switch
        {
            DatabaseException => null,
            SqliteException { SqliteErrorCode: 8 } => $"{where} is read-only: this program has to be able to write it and its folder.",
            SqliteException { SqliteErrorCode: 11 or 26 } =>
                $"{where} is damaged, or is not a database of this program. Restore a backup, or name another file.",
            SqliteException { SqliteErrorCode: 10 or 14 } or UnauthorizedAccessException =>
                $"{where} cannot be opened: this program has to be able to write it and its folder.",
            IOException => $"{where} cannot be opened: {first}.",
            PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } =>
                $"{where} is read-only: this program has to be able to write it.",
            SqlException { Number: 3906 } => $"{where} is read-only: this program has to be able to write it.",
            DbException or RetryLimitExceededException or TimeoutException => $"{where} cannot be used: {first}.",
            _ => null,
        };
    }
}
