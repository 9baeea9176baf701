using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.Exchange.Webhooks;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ChatOpportunities.Domain.Data;

/// <summary>The product's data. One thin subclass per provider keeps their migrations apart.</summary>
public abstract partial class OpportunitiesContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>An act that loses so often in rows that no person edits has another fault.</summary>
    private const int MostConflicts = 5;

    private int _acts;

    public DbSet<Opportunity> Opportunities => Set<Opportunity>();

    public DbSet<OpportunityEntry> Entries => Set<OpportunityEntry>();

    public DbSet<StageStay> StageStays => Set<StageStay>();

    public DbSet<SalesTask> Tasks => Set<SalesTask>();

    public DbSet<SalesCycle> SalesCycles => Set<SalesCycle>();

    public DbSet<Activity> Activities => Set<Activity>();

    public DbSet<CloseReason> CloseReasons => Set<CloseReason>();

    public DbSet<Salesperson> Salespeople => Set<Salesperson>();

    public DbSet<SalesTeam> Teams => Set<SalesTeam>();

    public DbSet<SalesTarget> SalesTargets => Set<SalesTarget>();

    public DbSet<WaitingPerson> WaitingPeople => Set<WaitingPerson>();

    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();

    public DbSet<Contact> Contacts => Set<Contact>();

    public DbSet<Reminder> Reminders => Set<Reminder>();

    public DbSet<ReminderRules> ReminderRules => Set<ReminderRules>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<StoredItem> StoredItems => Set<StoredItem>();

    public DbSet<OutboxMessage> OutboxMessages => Set<OutboxMessage>();

    public DbSet<KnownConversation> KnownConversations => Set<KnownConversation>();

    public DbSet<ProtectionKey> ProtectionKeys => Set<ProtectionKey>();

    public DbSet<KeptImport> KeptImports => Set<KeptImport>();

    public DbSet<ImportLot> ImportLots => Set<ImportLot>();

    public DbSet<Webhook> Webhooks => Set<Webhook>();

    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    /// <summary>
    /// What is done until this is disposed of writes much at once: on a database that commits for several at a time, nobody's answer waits
    /// for it.
    /// </summary>
    public static IDisposable LongWork() => SqliteWriters.Alone();

    /// <summary>
    /// Runs an act as one transaction: all of it is saved, or nothing when it throws or ends in a refusal. Inside a transaction
    /// that is open already the act joins it, and a refused one leaves there what was done before it. When the database fails
    /// in passing (a lost connection, a deadlock), the act is run once more; a failure while saving for good may come after the
    /// database had saved, and then the act's line of the audit log is there and the act is not repeated. It is also run again
    /// when it lost to somebody in rows that no person edits (<see cref="Conflicts.IsNobodysEdit"/>).
    /// </summary>
    public async Task<T> InTransactionAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        if (Database.CurrentTransaction is { } open)
        {
            return await JoinAsync(open, act, cancellationToken);
        }

        var tracked = ChangeTracker.Entries().ToList();
        var loaded = tracked.FindAll(e => e.State == EntityState.Unchanged);
        var lines = Tracked().Select(e => e.Entity).OfType<AuditEntry>().ToHashSet();
        var (attempts, conflicts, ended, line) = (0, 0, default(T)!, 0L);
        return await Database.CreateExecutionStrategy().ExecuteAsync(
            this,
            async (_, _, token) =>
            {
                while (true)
                {
                    if (attempts++ > 0)
                    {
                        foreach (var entry in loaded)
                        {
                            await entry.ReloadAsync(token); // what the attempt before made of it was taken back
                        }
                    }

                    try
                    {
                        return await AttemptAsync(token);
                    }
                    catch (DbUpdateException conflict) when (Conflicts.IsNobodysEdit(conflict) && ++conflicts < MostConflicts)
                    {
                        // Nothing of it was saved, and it looks at what is there by now. Keys that the database had given were taken
                        // back with it, and the tracker would still hold them.
                        if (loaded.Count == tracked.Count)
                        {
                            ChangeTracker.Clear();
                        }
                    }
                }
            },
            async (_, _, token) => new ExecutionResult<T>(
                line > 0 && await AuditEntries.AsNoTracking().AnyAsync(a => a.Id == line, token), ended),
            cancellationToken);

        async Task<T> AttemptAsync(CancellationToken token)
        {
            await using var transaction = await Database.BeginTransactionAsync(token);
            Begun++;
            line = 0;
            return await RunAsync(
                act,
                async (result, committing) =>
                {
                    await SaveChangesAsync(committing); // what may be saved along with what follows, and nothing followed
                    ended = result;
                    line = Tracked().Select(e => e.Entity).OfType<AuditEntry>().FirstOrDefault(e => !lines.Contains(e))?.Id ?? 0;
                    await transaction.CommitAsync(committing);
                },
                transaction.RollbackAsync,
                token);
        }
    }

    /// <summary>
    /// Saves what was changed since it was loaded, and bumps the <see cref="Entity.Version"/> of all it writes. Changes are looked
    /// for once; without any, the database is left alone.
    /// </summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (!ChangeTracker.HasChanges())
        {
            return 0;
        }

        var looks = ChangeTracker.AutoDetectChangesEnabled;
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            await ChangeRecorder.NoteAsync(this, cancellationToken);
            var isSetup = BumpVersions();
            await WebhookOutbox.NoteAsync(this, _notes ?? [], cancellationToken);
            _notes = null;
            return isSetup
                ? await SaveSetupAsync(acceptAllChangesOnSuccess, cancellationToken)
                : await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = looks;
        }
    }

    /// <inheritdoc cref="SaveChangesAsync(bool, CancellationToken)" />
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        ChangeTracker.DetectChanges();
        return BumpVersions()
            ? throw new InvalidOperationException("What is set up is saved by SaveChangesAsync.")
            : base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<decimal>().HavePrecision(18, 2).HaveConversion<PlainDecimal>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcInstant>();
        configurationBuilder.Properties<Enum>().HaveConversion<int>();
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(OpportunitiesContext).Assembly);

    /// <summary>
    /// What is tracked, without looking for what was changed: that takes longer the more there is, and each save does it.
    /// </summary>
    private List<EntityEntry> Tracked()
    {
        var looks = ChangeTracker.AutoDetectChangesEnabled;
        ChangeTracker.AutoDetectChangesEnabled = false;
        List<EntityEntry> entries = [.. ChangeTracker.Entries()];
        ChangeTracker.AutoDetectChangesEnabled = looks;
        return entries;
    }

    /// <returns>Whether something that was set up is among what is saved.</returns>
    private bool BumpVersions()
    {
        var isSetup = false;
        foreach (var entry in ChangeTracker.Entries<Entity>())
        {
            if (entry.State is EntityState.Added or EntityState.Modified)
            {
                entry.Property(e => e.Version).CurrentValue++;
            }

            isSetup |= entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && IsSetup(entry.Entity);
        }

        return isSetup;
    }

    private async Task<T> JoinAsync<T>(
        IDbContextTransaction open, Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken)
    {
        await SaveChangesAsync(cancellationToken); // what came before the act is not taken back with it
        var start = "Act" + ++_acts; // names differ, because an act may call another one
        await open.CreateSavepointAsync(start, cancellationToken);
        return await RunAsync(
            act, (_, token) => open.ReleaseSavepointAsync(start, token), token => open.RollbackToSavepointAsync(start, token),
            cancellationToken);
    }

    private async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> act, Func<T, CancellationToken, Task> keep, Func<CancellationToken, Task> undo,
        CancellationToken cancellationToken)
    {
        var known = Tracked().Select(e => e.Entity).ToHashSet(ReferenceEqualityComparer.Instance);
        var kept = false;
        try
        {
            var result = await act(cancellationToken);
            var refused = result is IOutcome { IsRefused: true };
            await (refused ? undo(cancellationToken) : keep(result, cancellationToken));
            kept = !refused;
            return result;
        }
        finally
        {
            if (!kept)
            {
                Forget(known);
            }
        }
    }

    /// <summary>What an act loaded may be half changed; a later save of its caller's must not write it.</summary>
    private void Forget(HashSet<object> known)
    {
        var orphans = ChangeTracker.DeleteOrphansTiming;
        ChangeTracker.DeleteOrphansTiming = CascadeTiming.Never; // all go, so nothing is left behind
        foreach (var entry in Tracked().Where(e => !known.Contains(e.Entity)))
        {
            entry.State = EntityState.Detached;
        }

        ChangeTracker.DeleteOrphansTiming = orphans;
    }

    /// <summary>
    /// A server fills up with zeros to the column's scale (50.00), SQLite does not (50); read, a figure is the same on all.
    /// </summary>
    private sealed class PlainDecimal() : ValueConverter<decimal, decimal>(
        figure => figure,
        stored => stored / 1.0000000000000000000000000000m); // dividing leaves no more zeros than it has to

    /// <summary>
    /// SQLite cannot order <see cref="DateTimeOffset"/>; all providers store the UTC instant, in the microseconds that PostgreSQL has.
    /// </summary>
    private sealed class UtcInstant() : ValueConverter<DateTimeOffset, DateTime>(
        instant => new DateTime(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc),
        stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));
}
