using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ChatOpportunities.Domain.Data;

/// <summary>The product's data. One thin subclass per provider keeps their migrations apart.</summary>
public abstract class OpportunitiesContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<Opportunity> Opportunities => Set<Opportunity>();

    public DbSet<OpportunityEntry> Entries => Set<OpportunityEntry>();

    public DbSet<SalesTask> Tasks => Set<SalesTask>();

    public DbSet<SalesCycle> SalesCycles => Set<SalesCycle>();

    public DbSet<Activity> Activities => Set<Activity>();

    public DbSet<CloseReason> CloseReasons => Set<CloseReason>();

    public DbSet<Salesperson> Salespeople => Set<Salesperson>();

    public DbSet<SalesTeam> Teams => Set<SalesTeam>();

    public DbSet<WaitingPerson> WaitingPeople => Set<WaitingPerson>();

    public DbSet<Contact> Contacts => Set<Contact>();

    public DbSet<Reminder> Reminders => Set<Reminder>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<StoredItem> StoredItems => Set<StoredItem>();

    /// <summary>
    /// Runs an act as one transaction: all of it is saved or nothing. Inside a transaction that is open already the act joins it.
    /// </summary>
    public async Task<T> InTransactionAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        if (Database.CurrentTransaction is not null)
        {
            return await act(cancellationToken);
        }

        return await Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var transaction = await Database.BeginTransactionAsync(token);
                var result = await act(token);
                await transaction.CommitAsync(token);
                return result;
            },
            cancellationToken);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<decimal>().HavePrecision(18, 2);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcInstant>();
        configurationBuilder.Properties<Enum>().HaveConversion<int>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(OpportunitiesContext).Assembly);

    /// <summary>SQLite cannot order <see cref="DateTimeOffset"/>; all providers store the UTC instant.</summary>
    private sealed class UtcInstant() : ValueConverter<DateTimeOffset, DateTime>(
        instant => instant.UtcDateTime,
        stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));
}
