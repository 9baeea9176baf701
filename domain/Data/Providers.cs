using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ChatOpportunities.Domain.Data;

/// <summary>On SQLite. Amounts are kept as whole cents: its own decimals are text, which neither sorts nor sums by index.</summary>
public sealed class SqliteContext : OpportunitiesContext
{
    /// <summary>Made by the container.</summary>
    public SqliteContext(DbContextOptions<SqliteContext> options) : base(options)
    {
        // An act that fails is taken back as a whole; a savepoint around each of its saves would only cost time.
        Database.AutoSavepointsEnabled = false;

        // Who saves a single row waits for their turn like everybody else, and may be committed with them.
        Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
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
}

/// <summary>On SQL Server.</summary>
public sealed class SqlServerContext(DbContextOptions<SqlServerContext> options) : OpportunitiesContext(options)
{
    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        foreach (var index in modelBuilder.Model.GetEntityTypes().SelectMany(t => t.GetIndexes()))
        {
            // Here a truth value is a bit, and a condition no value.
            index.SetFilter(index.GetFilter()?.Replace("\"Active\"", "\"Active\" = 1", StringComparison.Ordinal));
        }
    }
}

/// <summary>On PostgreSQL.</summary>
public sealed class PostgreSqlContext(DbContextOptions<PostgreSqlContext> options) : OpportunitiesContext(options);
