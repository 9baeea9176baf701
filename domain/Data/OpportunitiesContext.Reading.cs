using ChatOpportunities.Domain.Exchange.Webhooks;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Domain.Data;

/// <content>What need not be read again.</content>
public abstract partial class OpportunitiesContext
{
    private Dictionary<string, StoredItem?>? _ahead;
    private List<WebhookNote>? _notes;
    private SetupShelf? _shelf;
    private (DbContextId Lease, int Begun, int Changes) _shelfAsOf;

    /// <summary>Counts the transactions that were begun: what was read in an earlier one may have changed since.</summary>
    internal int Begun { get; private set; }

    /// <summary>Counts the changes of what was set up that were made through this context.</summary>
    internal int SetupChanges { get; private set; }

    /// <summary>
    /// Takes note of small documents that were read ahead, with one command, in the transaction that runs: they are not asked for again
    /// until <see cref="ForgetItems"/>, which whoever called this calls at the end.
    /// </summary>
    /// <param name="keys">Those that were looked for.</param>
    /// <param name="found">Those that are there; not tracked.</param>
    public void KnowItems(IEnumerable<string> keys, IEnumerable<StoredItem> found)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(found);
        _ahead = keys.Distinct(StringComparer.Ordinal).ToDictionary(key => key, _ => (StoredItem?)null, StringComparer.Ordinal);
        foreach (var item in found)
        {
            _ahead[item.Key] = item;
        }
    }

    /// <summary>Whether a document was read ahead; null says that it is not there.</summary>
    internal bool TryKnow(string key, out StoredItem? item)
    {
        item = null;
        return _ahead is not null && _ahead.TryGetValue(key, out item);
    }

    /// <summary>Whether a document was written here and waits to be saved; null says that it is to be removed.</summary>
    internal bool TryKnowUnsaved(string key, out StoredItem? item)
    {
        var entry = FindTracked<StoredItem, string>(key);
        var isUnsaved = entry is not null
            && (entry.State is not EntityState.Unchanged || entry.Entity.Version != OriginalVersion(entry));
        item = isUnsaved && entry!.State != EntityState.Deleted ? entry.Entity : null;
        return isUnsaved;
    }

    /// <summary>Whoever changes the value adds one, which nothing may have looked for yet.</summary>
    private static long OriginalVersion(EntityEntry<StoredItem> entry) => entry.Property(i => i.Version).OriginalValue;

    /// <summary>It is being changed: it is read again when it is asked for.</summary>
    internal void ForgetItem(string key) => _ahead?.Remove(key);

    /// <summary>What was read ahead may have changed.</summary>
    public void ForgetItems() => _ahead = null;

    /// <summary>A document to be changed: tracked, from what was read ahead where that is known.</summary>
    internal async Task<StoredItem?> LoadItemAsync(string key, CancellationToken cancellationToken)
    {
        if (FindTracked<StoredItem, string>(key) is { } tracked)
        {
            return tracked.Entity;
        }

        if (!TryKnow(key, out var known))
        {
            return await StoredItems.FindAsync([key], cancellationToken);
        }

        return known is null
            ? null
            : StoredItems.Attach(new StoredItem
            {
                Key = known.Key,
                Value = known.Value,
                Version = known.Version,
                OwnerId = known.OwnerId,
                ExpiresAt = known.ExpiresAt,
            }).Entity;
    }

    /// <summary>
    /// What is tracked under a key; null when nothing is. Without looking for what was changed, which takes longer the more there is.
    /// </summary>
    internal EntityEntry<T>? FindTracked<T, TKey>(TKey key)
        where T : class
    {
        var looks = ChangeTracker.AutoDetectChangesEnabled;
        ChangeTracker.AutoDetectChangesEnabled = false;
        var entry = Set<T>().Local.FindEntry(key);
        ChangeTracker.AutoDetectChangesEnabled = looks;
        return entry;
    }

    /// <summary>Something that webhooks are told with the next save, and no line of the log says.</summary>
    internal void Tell(WebhookNote note) => (_notes ??= []).Add(note);

    /// <summary>What is remembered under the stamp that the transaction sees; another transaction, or a change, asks anew.</summary>
    internal async Task<SetupShelf> ShelfAsync(SetupCache cache, CancellationToken cancellationToken)
    {
        var now = (ContextId, Begun, SetupChanges); // a context that is used again has another lease
        if (_shelf is null || _shelfAsOf != now)
        {
            var stamp = TryKnow(KnownSetup.StampKey, out var item)
                ? item?.Value
                : await StoredItems.Where(i => i.Key == KnownSetup.StampKey).Select(i => i.Value).SingleOrDefaultAsync(cancellationToken);
            (_shelf, _shelfAsOf) = (cache.Under(stamp ?? ""), now);
        }

        return _shelf;
    }

    /// <summary>The webhooks that are on; none where the host remembers nothing, as while the database is being made.</summary>
    internal async Task<IReadOnlyList<KnownWebhook>> KnownWebhooksAsync(CancellationToken cancellationToken)
    {
        if (this.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider?
            .GetService<SetupCache>() is not { } cache)
        {
            return [];
        }

        var shelf = await ShelfAsync(cache, cancellationToken);
        return shelf.Webhooks ??= await Webhooks.Where(w => w.State == WebhookState.On).Select(w => new KnownWebhook(w.Id, w.Events))
            .ToListAsync(cancellationToken);
    }

    /// <summary>What every process remembers while nobody changes it; see <see cref="KnownSetup"/>.</summary>
    private static bool IsSetup(object entity) =>
        entity is Salesperson or SalesTeam or SalesCycle or SalesCycleStage or Activity or ActivityStep or Domain.Reminders.ReminderRules
            or Webhook;

    /// <summary>
    /// Says that something that was set up is another now, in the transaction of its change: no process uses what it remembers of it after
    /// that. At random, so that a database which was put back to an earlier day does not say the same of something else.
    /// </summary>
    private async Task RaiseStampAsync(CancellationToken cancellationToken)
    {
        var stamp = Guid.NewGuid().ToString("N");
        if (await StoredItems.Where(i => i.Key == KnownSetup.StampKey).ExecuteUpdateAsync(
            set => set.SetProperty(i => i.Value, stamp).SetProperty(i => i.Version, i => i.Version + 1), cancellationToken) == 0)
        {
            StoredItems.Add(new StoredItem { Key = KnownSetup.StampKey, Value = stamp });
            await base.SaveChangesAsync(acceptAllChangesOnSuccess: true, cancellationToken);
        }

        SetupChanges++;
        ForgetItem(KnownSetup.StampKey);
    }

    /// <summary>Saves with the stamp that says so, together.</summary>
    private async Task<int> SaveSetupAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        if (Database.CurrentTransaction is not null || Database.AutoTransactionBehavior == AutoTransactionBehavior.Never)
        {
            var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
            await RaiseStampAsync(cancellationToken);
            return saved;
        }

        return await Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var transaction = await Database.BeginTransactionAsync(token);
                var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess: false, token);
                ChangeTracker.AcceptAllChanges();
                await RaiseStampAsync(token);
                await transaction.CommitAsync(token);
                return saved;
            },
            cancellationToken);
    }
}
