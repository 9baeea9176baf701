using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ChatOpportunities.Domain.Data;

/// <summary>
/// Every connection waits for the writer before it inside SQLite (the driver's own waiting sleeps in steps of 150 ms), and an
/// answer is only given once it is on the disk. The journal is played into the database every 16 MB instead of every 4: pages that
/// many acts touch are written there once, and fewer people wait while it happens. What a savepoint may have to take back is kept
/// in memory; SQLite would make and delete a file for it in every act.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Pragmas =
        "PRAGMA busy_timeout = 15000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "
            + "PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
