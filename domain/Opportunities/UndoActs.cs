using System.Text.Json;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>
/// Takes back the last move, change, note, added task, assignment or closing (docs/adr/0007), for whoever made it, as long as nothing
/// else happened.
/// </summary>
public sealed partial class UndoActs(OpportunitiesContext db, KnownSetup setup, AccessPolicy access, ReminderPlanner planner)
{
    /// <summary>How long after the act it can be taken back.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private const int MostLooked = 100;
    private const int MostShown = 10;

    /// <summary>Whether the caller made the last act on it, just now, and it can be taken back.</summary>
    public async Task<bool> IsOfferedAsync(Opportunity opportunity, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(opportunity);
        ArgumentNullException.ThrowIfNull(caller);
        return await UndoNote.FindAsync(db, opportunity.Id, caller.Now, cancellationToken) is { } note && caller.PersonId is not null
            && note.ById == caller.PersonId && note.Version == opportunity.Version && caller.Now <= note.At + Window;
    }

    /// <summary>
    /// The caller's last act that can still be taken back: on which opportunity, and the version it left; null when there is none.
    /// </summary>
    /// <param name="no">Only an act on this one; null for any.</param>
    /// <param name="caller">Whose acts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<LastAct?> LastAsync(string? no, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var named = no is null ? null : Checks.NormalCode(no);
        var notes = await NotesAsync(named, caller, cancellationToken);
        var last = notes.FirstOrDefault(n => named is null || n.No == named);
        return last.Note is null
            ? null
            : new LastAct(last.No, last.Note.Version)
            {
                // Of one hand-over of many all have the same instant.
                Together = [.. notes.Where(n => n.Note.Sentence == AuditSentences.Assigned && last.Note.Sentence == AuditSentences.Assigned
                    && n.Note.At == last.Note.At
                    && n.Id != last.Id).Select(n => new LastAct(n.No, n.Note.Version))],
            };
    }

    /// <summary>What the caller did in the last minutes and can still take back, the latest first.</summary>
    /// <param name="no">Only what was done to this opportunity and its tasks; null for all.</param>
    /// <param name="caller">Whose acts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<UndoableAct>> ListAsync(string? no, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.PersonId is null)
        {
            return [];
        }

        var named = no is null ? null : Checks.NormalCode(no);
        var acts = (await NotesAsync(named, caller, cancellationToken)).Where(n => named is null || n.No == named)
            .Select(n => new UndoableAct(
                n.No, n.Description, n.Note.Version, null, new Translated(n.Note.Sentence, [.. n.Note.Arguments]), n.Note.At + Window));
        return [.. acts.Concat(await OfTasksAsync(named, caller, cancellationToken)).OrderByDescending(a => a.Until).Take(MostShown)];
    }

    /// <summary>What stands for the caller's last acts on opportunities, the latest first, as far as they can be taken back.</summary>
    private async Task<List<(long Id, string No, string Description, UndoNote Note)>> NotesAsync(
        string? named, Caller caller, CancellationToken cancellationToken)
    {
        if (caller.PersonId is not { } me)
        {
            return [];
        }

        var since = caller.Now - Window;
        var numbers = await db.AuditEntries.AsNoTracking().Where(a => a.At >= since && a.ById == me && a.Subject == OpportunityActs.Subject)
            .OrderByDescending(a => a.Id).Select(a => a.SubjectKey).Take(MostLooked).ToListAsync(cancellationToken);
        var opportunities = await db.Opportunities.AsNoTracking().Where(o => numbers.Contains(o.No) || o.No == named)
            .Select(o => new { o.Id, o.No, o.Description, o.Version }).ToListAsync(cancellationToken);
        var keys = opportunities.ToDictionary(o => UndoNote.KeyOf(o.Id));
        var notes = (await UndoNote.Kept.FindAsync(db, keys.Keys, caller.Now, cancellationToken))
            .Select(n => (Opportunity: keys[n.Key], Note: n.Value))
            .Where(n => n.Note.ById == me && n.Note.Version == n.Opportunity.Version && n.Note.At >= since).ToList();
        var owners = notes.Select(n => n.Note.SalespersonId).ToList();
        var theirs = await db.Salespeople.Where(AccessPolicy.MayActFor(caller)).Where(p => owners.Contains(p.Id)).Select(p => p.Id)
            .ToListAsync(cancellationToken);
        return
        [
            .. notes.Where(n => theirs.Contains(n.Note.SalespersonId)).OrderByDescending(n => n.Note.At)
                .ThenBy(n => numbers.IndexOf(n.Opportunity.No))
                .Select(n => (n.Opportunity.Id, n.Opportunity.No, n.Opportunity.Description, n.Note)),
        ];
    }

    /// <summary>
    /// Brings back exactly the state before the act: stage, figures, salesperson, quote, tasks and reminders. The history keeps the
    /// act and says who took it back.
    /// </summary>
    /// <param name="no">Number of the opportunity.</param>
    /// <param name="version">The version that the act left.</param>
    /// <param name="caller">Who made the act. They may have given the opportunity out of their own sight.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Result<Acted>> UndoAsync(string no, long version, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync<Result<Acted>>(
            async token =>
            {
                var key = Checks.NormalCode(no);
                var opportunity = await db.FindWithItsStateAsync(db.Opportunities.Where(o => o.No == key), setup, token);
                var note = opportunity is null ? null : await UndoNote.FindAsync(db, opportunity.Id, caller.Now, token);
                var isTheirs = note is not null && caller.PersonId is not null && note.ById == caller.PersonId;
                if (opportunity is null
                    || !(isTheirs || await db.Opportunities.Where(access.MaySee(caller)).AnyAsync(o => o.Id == opportunity.Id, token)))
                {
                    return Refusals.NotFound;
                }

                if (!isTheirs)
                {
                    return Refusals.NothingToUndo;
                }

                if (!await db.Salespeople.Where(AccessPolicy.MayActFor(caller)).AnyAsync(p => p.Id == note!.SalespersonId, token))
                {
                    return Refusals.Forbidden;
                }

                if (version != note!.Version || opportunity.Version != note.Version)
                {
                    return await OvertakenAsync(key, isItself: true, caller, token);
                }

                if (caller.Now > note.At + Window)
                {
                    return Refusals.UndoTooLate;
                }

                return await TakeBackAsync(opportunity, note, caller, token);
            },
            cancellationToken);
    }

    private async Task<Result<Acted>> TakeBackAsync(
        Opportunity opportunity, UndoNote note, Caller caller, CancellationToken cancellationToken)
    {
        var taskIds = note.Changed.Concat(note.Made).Where(c => c.Kind == nameof(SalesTask)).Select(c => c.Id).ToList();
        var tasks = await db.Tasks.Where(t => taskIds.Contains(t.Id)).ToDictionaryAsync(t => t.Id, cancellationToken);
        if (note.Changed.Concat(note.Made).Any(c => c.Kind == nameof(SalesTask) && tasks.GetValueOrDefault(c.Id)?.Version != c.Version))
        {
            return await OvertakenAsync(opportunity.No, isItself: false, caller, cancellationToken);
        }

        // The whole history, from which the stays on stages are told anew.
        List<OpportunityEntry> history = note.EntryId is null
            ? []
            : await db.Entries.Include(e => e.Stage).Where(e => e.OpportunityId == opportunity.Id).ToListAsync(cancellationToken);
        var before = history.Find(e => e.Id == note.BeforeId);
        if (note.EntryId is not null && before is { StageId: null, StageNumber: not null })
        {
            return Refusals.UndoStageGone.With(before.StageDescription);
        }

        // Loaded first, so that they stand in the opportunity as soon as its keys do.
        await db.Salespeople.Include(p => p.Team).SingleAsync(p => p.Id == note.SalespersonId, cancellationToken);
        var reminderIds = note.Changed.Concat(note.Made).Where(c => c.Kind == nameof(Reminder)).Select(c => c.Id).ToList();
        var reminders = await db.Reminders.Where(r => reminderIds.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancellationToken);
        RestoreChanged(opportunity, note, tasks, reminders);
        await TakeBackMadeAsync(note, tasks, reminders, caller, cancellationToken);
        OpportunityEntry? entry = null;
        if (note.EntryId is not null)
        {
            entry = opportunity.TakeBack(before, caller);
        }
        else
        {
            await db.Contacts.Include(c => c.Company).SingleAsync(c => c.Id == opportunity.ContactId, cancellationToken);
            opportunity.GiveBack(caller);
        }

        db.Entry(opportunity).Property(o => o.ChangedAt).IsModified = true;
        await UndoNote.Kept.DeleteAsync(db, UndoNote.KeyOf(opportunity.Id), cancellationToken);
        var line = AuditEntry.Of(caller, OpportunityActs.Subject, opportunity.No, Sentence(note.Sentence), [.. note.Arguments]);
        return await db.SaveActAsync(
            line,
            caller,
            token => db.WhyNotSavedAsync(opportunity, Refusals.UndoStageGone, caller, token),
            cancellationToken,
            then: token => planner.LookSoonAsync(opportunity.Id, caller.Now, token)) is { } refusal
                ? refusal : new Acted(opportunity, entry);
    }

    /// <summary>Gives what the act changed the values it had.</summary>
    private void RestoreChanged(
        Opportunity opportunity, UndoNote note, Dictionary<long, SalesTask> tasks, Dictionary<long, Reminder> reminders)
    {
        foreach (var changed in note.Changed)
        {
            Entity? entity = changed.Kind switch
            {
                nameof(Opportunity) => opportunity,
                nameof(SalesTask) => tasks[changed.Id],
                // One that was sent or put off meanwhile goes its own way.
                _ => reminders.GetValueOrDefault(changed.Id) is { } reminder && reminder.Version == changed.Version ? reminder : null,
            };
            if (entity is not null)
            {
                Restore(db.Entry(entity), changed.Values);
            }
        }
    }

    /// <summary>Removes the tasks that the act made, and ends its reminders; whoever has had one of them is told.</summary>
    private async Task TakeBackMadeAsync(
        UndoNote note, Dictionary<long, SalesTask> tasks, Dictionary<long, Reminder> reminders, Caller caller,
        CancellationToken cancellationToken)
    {
        foreach (var made in note.Made)
        {
            if (made.Kind == nameof(SalesTask))
            {
                db.Tasks.Remove(tasks[made.Id]);
            }
            else if (reminders.GetValueOrDefault(made.Id) is { } reminder)
            {
                await planner.TakeBackAsync(reminder, caller, cancellationToken);
                reminder.Cancel(caller.Now);
                reminder.Acted(caller.Now);
            }
        }
    }

    private async Task<Refusal> OvertakenAsync(string key, bool isItself, Caller caller, CancellationToken cancellationToken)
    {
        if (await db.LastChangeAsync(OpportunityActs.Subject, key, isItself, cancellationToken) is not { } last)
        {
            return Refusals.StaleWithoutHistory;
        }

        return Refusals.UndoOvertaken.With(
            last.ByName, TimeZoneInfo.ConvertTime(last.At, caller.TimeZone), new Translated(last.Sentence, [.. last.Arguments]));
    }

    private static void Restore(EntityEntry entity, IReadOnlyDictionary<string, JsonElement> values)
    {
        foreach (var (name, value) in values)
        {
            var property = entity.Property(name);
            property.CurrentValue = value.Deserialize(property.Metadata.ClrType);
        }
    }

    /// <summary>The sentence of the log that takes back what another one said; both have the same arguments.</summary>
    private static string Sentence(string undone) => undone switch
    {
        AuditSentences.Assigned or AuditSentences.HandOverDeclined => AuditSentences.AssignmentUndone,
        AuditSentences.Won or AuditSentences.Lost => AuditSentences.ClosingUndone,
        AuditSentences.QuoteGivenAndMoved => AuditSentences.QuoteAndMoveUndone,
        AuditSentences.Updated => AuditSentences.UpdateUndone,
        AuditSentences.Started => AuditSentences.StartUndone,
        AuditSentences.Changed => AuditSentences.ChangeUndone,
        AuditSentences.NextStepSet or AuditSentences.NextStepDay or AuditSentences.NextStepCleared => AuditSentences.NextStepUndone,
        AuditSentences.NoteAdded => AuditSentences.NoteUndone,
        AuditSentences.TaskAdded => AuditSentences.TaskUndone,
        AuditSentences.ActivityAssigned => AuditSentences.ActivityUndone,
        _ => AuditSentences.MoveUndone,
    };
}

/// <summary>An act as its person can still take it back.</summary>
/// <param name="No">Number of the opportunity.</param>
/// <param name="Description">What it is about; its number where the person may not see it.</param>
/// <param name="Version">The version the act left, of the task where it was one.</param>
/// <param name="TaskId">The task it was done to; null when it was done to the opportunity.</param>
/// <param name="What">What the log says of it.</param>
/// <param name="Until">UTC instant until which it can be taken back.</param>
public sealed record UndoableAct(string No, string Description, long Version, long? TaskId, Translated What, DateTimeOffset Until);

/// <summary>An act that can be taken back.</summary>
/// <param name="No">Number of the opportunity.</param>
/// <param name="Version">The version the act left.</param>
public sealed record LastAct(string No, long Version)
{
    /// <summary>Those that were given away in the same press and can still be taken back.</summary>
    public IReadOnlyList<LastAct> Together { get; init; } = [];
}
