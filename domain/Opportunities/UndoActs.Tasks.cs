using System.Globalization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <content>Of acts on tasks, which leave the opportunity and what can be undone there.</content>
public sealed partial class UndoActs
{
    /// <summary>
    /// Brings back exactly the state of a task before it was done, cancelled, opened again or moved to another day, for whoever did that:
    /// the task that followed it goes. The opportunity and the undoing of what else was done to it stay as they are.
    /// </summary>
    /// <param name="id">The task.</param>
    /// <param name="version">The version that the act left.</param>
    /// <param name="caller">Who made the act.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Result<SalesTask>> UndoTaskAsync(long id, long version, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync<Result<SalesTask>>(
            async token =>
            {
                var key = UndoNote.KeyOfTask(id, caller);
                var task = await db.Tasks.Include(t => t.Opportunity).SingleOrDefaultAsync(t => t.Id == id, token);
                if (task is null || caller.PersonId is null || await UndoNote.Kept.FindAsync(db, key, caller.Now, token) is not { } note)
                {
                    return task is not null && (task.SalespersonId == caller.SalespersonId
                        || await db.Opportunities.Where(access.MaySee(caller)).AnyAsync(o => o.Id == task.OpportunityId, token))
                        ? Refusals.NothingToUndo : Refusals.NotFound;
                }

                var opportunity = task.Opportunity!;
                if (task.SalespersonId != caller.SalespersonId
                    && !await db.Opportunities.Where(AccessPolicy.MayChange(caller)).AnyAsync(o => o.Id == opportunity.Id, token))
                {
                    return Refusals.Forbidden;
                }

                var ids = note.Made.Where(m => m.Kind == nameof(SalesTask)).Select(m => m.Id).ToList();
                var tasks = await db.Tasks.Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, token);
                if (version != note.Version || task.Version != note.Version || opportunity.IsClosed
                    || note.Made.Any(m => m.Kind == nameof(SalesTask) && tasks.GetValueOrDefault(m.Id)?.Version != m.Version))
                {
                    return await OvertakenAsync(opportunity.No, isItself: false, caller, token);
                }

                if (caller.Now > note.At + Window)
                {
                    return Refusals.UndoTooLate;
                }

                tasks[id] = task;
                var reminderIds = note.Changed.Concat(note.Made).Where(c => c.Kind == nameof(Reminder)).Select(c => c.Id).ToList();
                var reminders = await db.Reminders.Where(r => reminderIds.Contains(r.Id)).ToDictionaryAsync(r => r.Id, token);
                RestoreChanged(opportunity, note, tasks, reminders);
                await TakeBackMadeAsync(note, tasks, reminders, caller, token);
                await UndoNote.Kept.DeleteAsync(db, key, token);
                var line = AuditEntry.Of(
                    caller, OpportunityActs.Subject, opportunity.No, AuditSentences.TaskActUndone, [.. note.Arguments]);
                return await db.SaveActAsync(
                    line, caller, inTheWay: null, token, then: again => planner.LookSoonAsync(opportunity.Id, caller.Now, again))
                    is { } refusal
                    ? refusal : task;
            },
            cancellationToken);
    }

    /// <summary>Acts of the caller on tasks, which nothing has happened to since.</summary>
    private async Task<IEnumerable<UndoableAct>> OfTasksAsync(string? named, Caller caller, CancellationToken cancellationToken)
    {
        var (me, beginning) = (caller.SalespersonId, UndoNote.KeysOfTasks(caller));
        var kept = await db.StoredItems.AsNoTracking()
            .Where(i => i.OwnerId == me && i.Key.StartsWith(beginning) && i.ExpiresAt > caller.Now)
            .Select(i => i.Key).Take(MostLooked).ToListAsync(cancellationToken);
        var keys = kept.Select(key => long.Parse(key[beginning.Length..], CultureInfo.InvariantCulture))
            .ToDictionary(id => UndoNote.KeyOfTask(id, caller));
        if (keys.Count == 0)
        {
            return [];
        }

        var notes = (await UndoNote.Kept.FindAsync(db, keys.Keys, caller.Now, cancellationToken))
            .Where(n => n.Value.At + Window >= caller.Now).ToDictionary(n => keys[n.Key], n => n.Value);
        var ids = notes.Keys.ToList();
        var seen = db.Opportunities.Where(access.MaySee(caller));
        var tasks = await db.Tasks.AsNoTracking()
            .Where(t => ids.Contains(t.Id) && (named == null || t.Opportunity!.No == named))
            .Where(t => t.Opportunity!.Status == OpportunityStatus.NotStarted || t.Opportunity.Status == OpportunityStatus.InProgress)
            .Select(t => new
            {
                t.Id,
                t.Version,
                t.Opportunity!.No,
                Title = seen.Any(o => o.Id == t.OpportunityId) ? t.Opportunity.Description : t.Opportunity.No,
            })
            .ToListAsync(cancellationToken);
        return tasks.Where(t => t.Version == notes[t.Id].Version).Select(t => new UndoableAct(
            t.No, t.Title, t.Version, t.Id, new Translated(notes[t.Id].Sentence, [.. notes[t.Id].Arguments]), notes[t.Id].At + Window));
    }
}
