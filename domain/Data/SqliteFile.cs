using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Data;

/// <summary>A database that is a file: held while the product runs, copied while it is written, put back when it does not run.</summary>
public static class SqliteFile
{
    /// <summary>A larger file is not read through at each start: that would take longer than starting.</summary>
    private const long MostBytesLookedThrough = 32 * 1024 * 1024;

    private const int MostAttempts = 50;

    private static readonly string[] FileEnds = ["-wal", "-shm", ""];

    /// <summary>Says that the product uses the database, until disposed or the process ends; nothing restores over it meanwhile.</summary>
    /// <exception cref="DatabaseException">It is being restored.</exception>
    public static IDisposable? Use(OpportunitiesContext db)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (DatabaseSetup.FileOf(db) is not { } file)
        {
            return null;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return new FileStream(file + ".in-use", FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new DatabaseException(
                $"The database {file} cannot be opened: this program has to be able to write it and its folder.", error);
        }
        catch (IOException error) when (error is not DirectoryNotFoundException)
        {
            throw new DatabaseException($"The database {file} is being restored; start when that is done.", error);
        }
    }

    /// <summary>Copies it as it is at one moment, also while the product writes, and looks through the copy.</summary>
    /// <returns>How many opportunities the copy holds.</returns>
    /// <exception cref="DatabaseException">There is nothing to copy, or no place for it; nothing is left behind.</exception>
    public static async Task<long> BackupAsync(OpportunitiesContext db, string copy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var (file, target) = (FileNeeded(db), Path.GetFullPath(copy));
        if (!File.Exists(file))
        {
            throw new DatabaseException($"There is no database {file} to back up.");
        }

        if (File.Exists(target) || Directory.Exists(target))
        {
            throw new DatabaseException($"{target} is there already; name a file that is not.");
        }

        return await GuardedAsync(file, async () =>
        {
            var part = target + ".part";
            try
            {
                await CopyAsync(file, part, cancellationToken);
                var opportunities = await LookThroughAsync(part, cancellationToken);
                File.Move(part, target);
                return opportunities;
            }
            finally
            {
                Delete(part);
            }
        });
    }

    /// <summary>Puts a copy in the place of the database, which is kept beside it.</summary>
    /// <returns>How many opportunities it holds, and where what was there before lies now, if anything was.</returns>
    /// <exception cref="DatabaseException">The product runs, or the copy is not a good database; nothing was changed.</exception>
    public static async Task<(long Opportunities, string? Before)> RestoreAsync(
        OpportunitiesContext db, string copy, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var (file, source) = (FileNeeded(db), Path.GetFullPath(copy));
        if (!File.Exists(source))
        {
            throw new DatabaseException($"There is no backup {source}.");
        }

        if (source == file)
        {
            throw new DatabaseException($"{source} is the database itself; name a backup.");
        }

        return await GuardedAsync<(long, string?)>(source, async () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using var alone = Alone(file);
            var part = file + ".part";
            try
            {
                await CopyAsync(source, part, cancellationToken);
                var opportunities = await LookThroughAsync(part, cancellationToken);
                string? before = null;
                if (File.Exists(file))
                {
                    before = $"{file}.before-{now.UtcDateTime:yyyyMMdd-HHmmss}";
                    for (var i = 2; File.Exists(before); i++)
                    {
                        before = $"{file}.before-{now.UtcDateTime:yyyyMMdd-HHmmss}-{i}";
                    }

                    // With its journal: together they are what was there, sound or not.
                    foreach (var end in FileEnds)
                    {
                        if (File.Exists(file + end))
                        {
                            File.Move(file + end, before + end);
                        }
                    }
                }

                Delete(file + "-wal", file + "-shm"); // a journal without its database would be played into the new one
                File.Move(part, file);
                return (opportunities, before);
            }
            finally
            {
                Delete(part);
            }
        });
    }

    /// <summary>Looks through a small file; of a large one only its first page is read here.</summary>
    internal static async Task RefuseDamagedAsync(string connectionString, CancellationToken cancellationToken)
    {
        var file = new SqliteConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new SqliteConnection(file.ToString());
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = new FileInfo(file.DataSource).Length <= MostBytesLookedThrough
            ? "PRAGMA quick_check(1)"
            : "SELECT 'ok' FROM sqlite_master LIMIT 1";
        if (await command.ExecuteScalarAsync(cancellationToken) is string and not "ok")
        {
            throw Damaged(file.DataSource);
        }
    }

    private static string FileNeeded(OpportunitiesContext db) => DatabaseSetup.FileOf(db)
        ?? throw new DatabaseException(
            "Only a SQLite file is backed up and restored by this program; use the tools of your database server.");

    private static FileStream Alone(string file)
    {
        try
        {
            return new FileStream(file + ".in-use", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (File.Exists(file + ".in-use"))
        {
            throw new DatabaseException($"The product runs on {file}; stop it first.", error);
        }
    }

    private static async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        Delete(to);
        await using var source = Connection(from, SqliteOpenMode.ReadWrite);
        await using var target = Connection(to, SqliteOpenMode.ReadWriteCreate);
        await source.OpenAsync(cancellationToken);
        await target.OpenAsync(cancellationToken);
        await using var waits = source.CreateCommand();
        waits.CommandText = "PRAGMA busy_timeout = 15000"; // the copying itself asks for no patience of its own
        await waits.ExecuteNonQueryAsync(cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                source.BackupDatabase(target);
                break;
            }
            catch (SqliteException busy) when (busy.SqliteErrorCode is 5 or 6 && attempt < MostAttempts)
            {
                // A connection that is the last to close holds the file for itself for a moment, without queueing.
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }

        await using var command = target.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = DELETE"; // one file, not three; the product goes back to its journal by itself
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Reads all of it; a database of this product that this version understands has nothing to complain of.</summary>
    private static async Task<long> LookThroughAsync(string file, CancellationToken cancellationToken)
    {
        await using (var connection = Connection(file, SqliteOpenMode.ReadWrite))
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA integrity_check(1)";
            if (await command.ExecuteScalarAsync(cancellationToken) is not "ok")
            {
                throw Damaged(file);
            }
        }

        await using var db =
            new SqliteContext(new DbContextOptionsBuilder<SqliteContext>().UseSqlite(Text(file, SqliteOpenMode.ReadWrite)).Options);
        if (!(await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Any())
        {
            throw new DatabaseException("It is not a database of this program.");
        }

        if (await DatabaseSetup.NewerAsync(db, cancellationToken) is { } newer)
        {
            throw new DatabaseException($"It was made by a newer version of this program (migration {newer}).");
        }

        return await db.Opportunities.LongCountAsync(cancellationToken);
    }

    private static async Task<T> GuardedAsync<T>(string file, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (SqliteException error) when (error.SqliteErrorCode is 11 or 26)
        {
            throw Damaged(file, error);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new DatabaseException($"It could not be done: {error.Message.TrimEnd('.')}.", error);
        }
    }

    private static DatabaseException Damaged(string file, Exception? error = null)
    {
        var sentence = $"The database {file} is damaged, or is not a database of this program. Restore a backup, or name another file.";
        return error is null ? new(sentence) : new(sentence, error);
    }

    private static SqliteConnection Connection(string file, SqliteOpenMode mode) => new(Text(file, mode));

    private static string Text(string file, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 60 }.ToString();

    private static void Delete(params string[] files)
    {
        foreach (var file in files)
        {
            File.Delete(file);
        }
    }
}
