using System.Globalization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace ChatOpportunities.Domain.Audit;

/// <summary>
/// Gives the lines of the log that are about to be saved what their acts changed, field by field, as the change tracker knows it: without
/// a query, unless a name is not loaded.
/// </summary>
internal static class ChangeRecorder
{
    private static readonly string[] OfTasks =
    [
        AuditSentences.TaskAdded, AuditSentences.TaskCompleted, AuditSentences.TaskCancelled, AuditSentences.TaskReopened,
        AuditSentences.TaskChanged, AuditSentences.TaskPostponed, AuditSentences.TaskActUndone,
    ];

    /// <summary>Whose sentence tells it already, beside the line of the act itself.</summary>
    private static readonly string[] Complete =
        [AuditSentences.SourceSet, AuditSentences.SourceChanged, AuditSentences.SourceCleared, AuditSentences.Created];

    public static async Task NoteAsync(OpportunitiesContext db, CancellationToken cancellationToken)
    {
        var lines = db.ChangeTracker.Entries<AuditEntry>()
            .Where(e => e.State == EntityState.Added && e.Entity.Changed is null && !Complete.Contains(e.Entity.Sentence))
            .Select(e => e.Entity).GroupBy(line => (line.Subject, line.SubjectKey)).ToDictionary(g => g.Key, g => g.Last());
        if (lines.Count == 0)
        {
            return;
        }

        Dictionary<AuditEntry, List<FieldChange>> found = [];
        var entries = db.ChangeTracker.Entries<Entity>().ToList();
        foreach (var entry in entries.Where(e => e.State is EntityState.Modified or EntityState.Added))
        {
            if (PlaceOf(entry, entries) is { } place && lines.GetValueOrDefault(place) is { } line && IsTold(entry, line))
            {
                var changes = found.TryGetValue(line, out var known) ? known : found[line] = [];
                var before = entry.Entity is OpportunityEntry made ? Former(made, entries) : entry;
                foreach (var (property, field) in RecordedFields.Of(entry.Entity.GetType()).Where(f => IsOf(entry.Entity, f.Key)))
                {
                    var isNew = before is null || (before == entry && entry.State == EntityState.Added);
                    var (from, to) = (
                        isNew ? null : before!.Property(property).OriginalValue, entry.Property(property).CurrentValue);
                    if (!Equals(from, to))
                    {
                        var (was, now) = (
                            await SayAsync(db, field, from, cancellationToken), await SayAsync(db, field, to, cancellationToken));
                        if (was != now)
                        {
                            changes.Add(new FieldChange(field.Name, was, now));
                        }
                    }
                }
            }
        }

        foreach (var (line, changes) in found)
        {
            line.Tell(changes);
        }
    }

    /// <summary>The value of an entry is the amount of the sale once it is won; before, it follows from figures that are told.</summary>
    private static bool IsOf(Entity record, string property) => property != nameof(OpportunityEntry.CurrentValue)
        || record is OpportunityEntry { ActionTaken: ActionTaken.Won };

    /// <summary>The record in whose history a change stands.</summary>
    private static (string Subject, string Key)? PlaceOf(EntityEntry<Entity> entry, List<EntityEntry<Entity>> all) => entry.Entity switch
    {
        Opportunity opportunity => (AuditSubjects.Opportunity, opportunity.No),
        OpportunityEntry of => PlaceOf(of.Opportunity, of.OpportunityId, all),
        SalesTask task => PlaceOf(task.Opportunity, task.OpportunityId, all),
        Contact contact => (AuditSubjects.Contact, contact.No),
        Salesperson person => (AuditSubjects.Salesperson, person.Code),
        SalesTeam team => (AuditSubjects.Team, team.Code),
        SalesCycle cycle => (AuditSubjects.SalesCycle, cycle.Code),
        SalesCycleStage stage => all.Select(e => e.Entity).OfType<SalesCycle>().FirstOrDefault(c => c.Stages.Contains(stage)) is { } cycle
            ? (AuditSubjects.SalesCycle, cycle.Code) : null,
        Activity activity => (AuditSubjects.Activity, activity.Code),
        CloseReason reason => (AuditSubjects.CloseReason, reason.Code),
        ReminderRules => (AuditSubjects.Reminders, ReminderRulesActs.RulesKey),
        _ => null,
    };

    private static (string Subject, string Key)? PlaceOf(Opportunity? known, long id, List<EntityEntry<Entity>> all) =>
        (known ?? all.Select(e => e.Entity).OfType<Opportunity>().FirstOrDefault(o => o.Id == id)) is { } opportunity
            ? (AuditSubjects.Opportunity, opportunity.No) : null;

    /// <summary>What was made tells of itself by its sentence; of the tasks that an act brings about, its sentence says enough.</summary>
    private static bool IsTold(EntityEntry<Entity> entry, AuditEntry line) => entry.Entity switch
    {
        OpportunityEntry => entry.State == EntityState.Added,
        SalesTask task => OfTasks.Contains(line.Sentence) && line.Arguments.Contains(task.Description)
            && (entry.State == EntityState.Modified || line.Sentence == AuditSentences.TaskAdded),
        SalesCycleStage => line.Sentence == AuditSentences.StageChanged && entry.State == EntityState.Modified,
        _ => entry.State == EntityState.Modified,
    };

    /// <summary>The entry of the history that was active until now.</summary>
    private static EntityEntry<Entity>? Former(OpportunityEntry made, List<EntityEntry<Entity>> all) => all.Find(
        e => e.State == EntityState.Modified && e.Entity is OpportunityEntry former && !former.Active
            && (former.OpportunityId == made.OpportunityId || former.Opportunity == made.Opportunity)
            && (bool)e.Property(nameof(OpportunityEntry.Active)).OriginalValue!);

    private static async Task<string?> SayAsync(
        OpportunitiesContext db, RecordedField field, object? value, CancellationToken cancellationToken) => value switch
        {
            null or "" => null,
            long id when field.Named is { } type => await NameAsync(db, type, id, cancellationToken),
            bool flag => flag ? "true" : "false",
            DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
            TimeOnly time => time.ToString("HH:mm", CultureInfo.InvariantCulture),
            decimal figure => figure.ToString("0.##########", CultureInfo.InvariantCulture),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };

    private static async Task<string?> NameAsync(OpportunitiesContext db, Type type, long id, CancellationToken cancellationToken)
    {
        var record = db.ChangeTracker.Entries<Entity>().Select(e => e.Entity).FirstOrDefault(e => e.GetType() == type && e.Id == id)
            ?? await db.FindAsync(type, [id], cancellationToken);
        return record switch
        {
            Contact contact => contact.Name,
            Salesperson person => person.Name,
            SalesTeam team => team.Name,
            SalesCycle cycle => cycle.Description,
            Activity activity => activity.Description,
            CloseReason reason => reason.Description,
            _ => null,
        };
    }
}
