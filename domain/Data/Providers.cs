using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ChatOpportunities.Domain.Data;

/// <summary>On SQLite. Amounts are kept as whole cents: its own decimals are text, which neither sorts nor sums by index.</summary>
public sealed class SqliteContext(DbContextOptions<SqliteContext> options) : OpportunitiesContext(options)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Writers = [];

    /// <summary>
    /// SQLite lets one writer in at a time, and whoever waits inside it holds a thread and may be overtaken until it gives up.
    /// So the writers of one process queue here, in the order they came; those of other processes wait inside SQLite.
    /// </summary>
    private protected override async Task<IDisposable?> TurnAsync(CancellationToken cancellationToken)
    {
        if (DatabaseSetup.FileOf(this) is not { } file)
        {
            return null;
        }

        var writers = Writers.GetOrAdd(file, _ => new SemaphoreSlim(1));
        return await writers.WaitAsync(LongestWait, cancellationToken) ? new Turn(writers) : null;
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        var cents = new ValueConverter<decimal, long>(amount => decimal.ToInt64(decimal.Round(amount * 100)), stored => stored / 100m);
        var amounts = modelBuilder.Model.GetEntityTypes().SelectMany(t => t.GetProperties())
            .Where(p => (Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType) == typeof(decimal) && p.GetScale() == 2);
        foreach (var amount in amounts)
        {
            amount.SetValueConverter(cents);
        }
    }

    private sealed class Turn(SemaphoreSlim writers) : IDisposable
    {
        public void Dispose() => writers.Release();
    }
}

/// <summary>On SQL Server.</summary>
public sealed class SqlServerContext(DbContextOptions<SqlServerContext> options) : OpportunitiesContext(options);

/// <summary>On PostgreSQL.</summary>
public sealed class PostgreSqlContext(DbContextOptions<PostgreSqlContext> options) : OpportunitiesContext(options);
