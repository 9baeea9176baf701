using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Data;

/// <summary>Makes the database or brings it up to date; run once at each start, before anything else touches it.</summary>
public static class DatabaseSetup
{
    /// <summary>Applies the migrations that are missing, under a lock: of two hosts starting at once, one does it and the other waits.</summary>
    public static async Task PrepareAsync(OpportunitiesContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (db is not SqliteContext)
        {
            await db.Database.MigrateAsync(cancellationToken);
            return;
        }

        var file = new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
        if (file.Length == 0 || file == ":memory:")
        {
            await db.Database.MigrateAsync(cancellationToken);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        await using (await FileLockAsync(file + ".lock", cancellationToken))
        {
            await ForgetLockOfKilledProcessAsync(db, file, cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
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
    private static async Task ForgetLockOfKilledProcessAsync(OpportunitiesContext db, string file, CancellationToken cancellationToken)
    {
        if (File.Exists(file) && await db.Database.SqlQuery<int>(
                $"SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'").SingleAsync(cancellationToken) > 0)
        {
            await db.Database.ExecuteSqlAsync($"DELETE FROM __EFMigrationsLock", cancellationToken);
        }
    }
}
