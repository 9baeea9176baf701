using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>What an act changed, as far as taking it back needs it; kept in the transaction of the act, one per opportunity.</summary>
/// <param name="Version">Version of the opportunity after the act.</param>
/// <param name="Sentence">What the log says of the act.</param>
/// <param name="Arguments">What fills the sentence.</param>
/// <param name="ById">Who made it.</param>
/// <param name="At">UTC instant of the act.</param>
/// <param name="SalespersonId">Who had the opportunity before.</param>
/// <param name="EntryId">The entry it made, if any.</param>
/// <param name="BeforeId">The entry that was active before.</param>
/// <param name="Changed">Records it changed, with the values they had.</param>
/// <param name="Made">Tasks and reminders it made.</param>
internal sealed record UndoNote(
    long Version, string Sentence, IReadOnlyList<string> Arguments, long? ById, DateTimeOffset At, long SalespersonId, long? EntryId,
    long? BeforeId, IReadOnlyList<UndoRecord> Changed, IReadOnlyList<UndoRecord> Made)
{
    /// <summary>Kept longer than it can be used, so that who comes too late is told so.</summary>
    public static readonly Stored<UndoNote> Kept = new("undo", UndoJson.Default.UndoNote, TimeSpan.FromDays(1));

    public static Task<UndoNote?> FindAsync(
        OpportunitiesContext db, long opportunityId, DateTimeOffset now, CancellationToken cancellationToken) =>
        Kept.FindAsync(db, KeyOf(opportunityId), now, cancellationToken);

    /// <summary>Saved with what follows.</summary>
    public Task KeepAsync(OpportunitiesContext db, long opportunityId, CancellationToken cancellationToken) =>
        Kept.PutAsync(db, KeyOf(opportunityId), this, At, cancellationToken);

    public static StoredKey KeyOf(long opportunityId) => new(null, opportunityId.ToString(CultureInfo.InvariantCulture));

    /// <summary>Of an act on a task, which leaves the opportunity's version and what can be undone there.</summary>
    public static StoredKey KeyOfTask(long taskId, Caller caller) =>
        new(caller.SalespersonId, "task/" + taskId.ToString(CultureInfo.InvariantCulture));

    /// <summary>How the keys of all of those begin.</summary>
    public static string KeysOfTasks(Caller caller) => Kept.RowKey(KeyOfTask(0, caller))[..^1];
}

[JsonSerializable(typeof(UndoNote))]
internal sealed partial class UndoJson : JsonSerializerContext;

/// <summary>A record an act touched: its kind and key, its version after the act, and the values it had before by property.</summary>
internal sealed record UndoRecord(string Kind, long Id, long Version, IReadOnlyDictionary<string, JsonElement> Values);

/// <summary>Watches what the saves of one act write to the opportunity, its tasks and its reminders.</summary>
internal sealed class UndoWatch : IDisposable
{
    private readonly OpportunitiesContext _db;
    private readonly Dictionary<Entity, Dictionary<string, JsonElement>> _before = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Entity> _made = new(ReferenceEqualityComparer.Instance);

    public UndoWatch(OpportunitiesContext db)
    {
        _db = db;
        _db.SavingChanges += Note;
    }

    /// <summary>Keeps what was seen, once the act and what follows from it are saved.</summary>
    public Task KeepAsync(
        Opportunity opportunity, string sentence, IReadOnlyList<string> arguments, OpportunityEntry? before, Caller caller,
        CancellationToken cancellationToken)
    {
        var now = opportunity.Current;
        var salesperson = _before.GetValueOrDefault(opportunity)?.GetValueOrDefault(nameof(Opportunity.SalespersonId))
            is { ValueKind: JsonValueKind.Number } former
            ? former.GetInt64()
            : opportunity.SalespersonId;
        return new UndoNote(
            opportunity.Version, sentence, arguments, caller.PersonId, caller.Now, salesperson, now?.Id == before?.Id ? null : now?.Id,
            before?.Id, [.. _before.Select(b => Of(b.Key, b.Value))],
            [.. _made.Select(m => Of(m, []))]).KeepAsync(_db, opportunity.Id, cancellationToken);
    }

    /// <summary>The same of an act on a task alone; kept for who made it.</summary>
    public async Task KeepAsync(SalesTask task, string sentence, Caller caller, CancellationToken cancellationToken)
    {
        if (caller.PersonId is null)
        {
            return;
        }

        await UndoNote.Kept.PutAsync(
            _db,
            UndoNote.KeyOfTask(task.Id, caller),
            new UndoNote(
                task.Version, sentence, [task.Description], caller.PersonId, caller.Now, task.SalespersonId, null, null,
                [.. _before.Select(b => Of(b.Key, b.Value))], [.. _made.Select(m => Of(m, []))]),
            caller.Now,
            cancellationToken);
    }

    public void Dispose() => _db.SavingChanges -= Note;

    private static UndoRecord Of(Entity entity, Dictionary<string, JsonElement> values) =>
        new(entity.GetType().Name, entity.Id, entity.Version, values);

    private void Note(object? sender, SavingChangesEventArgs e)
    {
        foreach (var entry in _db.ChangeTracker.Entries<Entity>().Where(entry => entry.Entity is Opportunity or SalesTask or Reminder))
        {
            if (entry.State == EntityState.Added)
            {
                _made.Add(entry.Entity);
            }
            else if (entry.State == EntityState.Modified && !_made.Contains(entry.Entity))
            {
                var values = _before.TryGetValue(entry.Entity, out var known) ? known : _before[entry.Entity] = [];
                foreach (var property in entry.Properties.Where(p => p.IsModified
                    && p.Metadata.Name is not (nameof(Entity.Version) or nameof(Opportunity.ChangedAt))))
                {
                    values.TryAdd(
                        property.Metadata.Name, JsonSerializer.SerializeToElement(property.OriginalValue, property.Metadata.ClrType));
                }
            }
        }
    }
}
