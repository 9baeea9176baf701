using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Tasks;

/// <summary>What can be done with single tasks. Whoever may change the opportunity, or has the task, may act on it.</summary>
public sealed class TaskActs(OpportunitiesContext db, KnownSetup setup, AccessPolicy access, ReminderPlanner reminders)
{
    /// <summary>Longest page of tasks.</summary>
    public const int MaxPage = 200;

    /// <summary>Whether the task is one of this opportunity's; says nothing of rights.</summary>
    public Task<bool> IsOfAsync(long id, string no, CancellationToken cancellationToken) =>
        db.Tasks.AnyAsync(task => task.Id == id && task.Opportunity!.No == no, cancellationToken);

    /// <summary>
    /// Tasks of an opportunity page by page: open ones by day, then closed ones, latest first; null when it is not there or the
    /// caller may not see it.
    /// </summary>
    public async Task<(IReadOnlyList<SalesTask> Items, TaskCursor? Next)?> OfOpportunityAsync(
        string no, int limit, TaskCursor? after, Caller caller, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(no);
        if (await db.Opportunities.Where(access.MaySee(caller)).Where(o => o.No == key).Select(o => (long?)o.Id)
            .SingleOrDefaultAsync(cancellationToken) is not { } opportunity)
        {
            return null;
        }

        var take = Math.Clamp(limit, 1, MaxPage);
        var query = db.Tasks.AsNoTracking().Include(t => t.Salesperson).Include(t => t.Opportunity)
            .Where(t => t.OpportunityId == opportunity);
        query = after switch
        {
            { Day: { } day, Id: var id } => query.Where(t => t.Closed || t.Date > day || (t.Date == day && t.Id < id)),
            { Id: var id } => query.Where(t => t.Closed && t.Id < id),
            _ => query,
        };
        var tasks = await query.OrderBy(t => t.Closed).ThenBy(t => t.Closed ? null : (DateOnly?)t.Date).ThenByDescending(t => t.Id)
            .Take(take + 1)
            .ToListAsync(cancellationToken);
        return tasks.Count <= take ? (tasks, null)
            : (tasks[..take], new TaskCursor(tasks[take - 1].Closed ? null : tasks[take - 1].Date, tasks[take - 1].Id));
    }

    /// <summary>The caller's open tasks by day; at most <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<SalesTask>> MineAsync(int limit, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return await db.Tasks.AsNoTracking().Include(t => t.Opportunity)
            .Where(t => t.SalespersonId == caller.SalespersonId && !t.Closed).OrderBy(t => t.Date).ThenBy(t => t.Id)
            .Take(Math.Clamp(limit, 1, 200)).ToListAsync(cancellationToken);
    }

    /// <summary>Done; a recurring one gives the next. Refuses a closed task.</summary>
    public Task<Result<TaskClosing>> CompleteAsync(long id, long? version, Caller caller, CancellationToken cancellationToken) =>
        ActAsync(id, version, caller, task => task.Complete(caller.Today), AuditSentences.TaskCompleted, cancellationToken);

    /// <summary>Not to be done; a recurring one gives the next. Refuses a closed task.</summary>
    public Task<Result<TaskClosing>> CancelAsync(long id, long? version, Caller caller, CancellationToken cancellationToken) =>
        ActAsync(id, version, caller, task => task.Cancel(caller.Today), AuditSentences.TaskCancelled, cancellationToken);

    /// <summary>Opens a closed one again; refuses an open one.</summary>
    public Task<Result<SalesTask>> ReopenAsync(long id, long? version, Caller caller, CancellationToken cancellationToken) =>
        ActAsync(id, version, caller, task => task.Reopen(), AuditSentences.TaskReopened, cancellationToken);

    /// <summary>Any status but completed; on a closed task it reopens it.</summary>
    public Task<Result<SalesTask>> SetStatusAsync(
        long id, SalesTaskStatus status, long? version, Caller caller, CancellationToken cancellationToken) =>
        ActAsync(id, version, caller, task => task.SetStatus(status), AuditSentences.TaskChanged, cancellationToken);

    /// <summary>Puts it off to another day between 1900 and 2999; refuses a closed task.</summary>
    public Task<Result<SalesTask>> PostponeAsync(long id, DateOnly to, long? version, Caller caller, CancellationToken cancellationToken) =>
        ActAsync(id, version, caller, task => task.Postpone(to), AuditSentences.TaskPostponed, cancellationToken);

    /// <summary>Work on a task is work on its opportunity, whose version stays: cards that show it still hold.</summary>
    private async Task WorkedAsync(SalesTask task, Caller caller, CancellationToken cancellationToken)
    {
        await db.Opportunities.Where(o => o.Id == task.OpportunityId).ExecuteUpdateAsync(
            set => set.SetProperty(o => o.WorkedAt, caller.Now), cancellationToken);
        var opportunity = (await db.FindWithItsStateAsync(
            db.Opportunities.Where(o => o.Id == task.OpportunityId), setup, cancellationToken))!;
        // The one that is tracked follows what is stored by now, so that nothing of it is left to save.
        var worked = db.Entry(opportunity).Property(o => o.WorkedAt);
        (worked.CurrentValue, worked.OriginalValue, worked.IsModified) = (caller.Now, caller.Now, false);
        await reminders.ReplanAsync(opportunity, caller, cancellationToken);
    }

    private Task<Result<T>> ActAsync<T>(
        long id, long? version, Caller caller, Func<SalesTask, Result<T>> act, string sentence, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync<Result<T>>(
            async token =>
            {
                using var watch = new UndoWatch(db);
                var task = await db.Tasks.Include(t => t.Opportunity).Include(t => t.Salesperson)
                    .SingleOrDefaultAsync(t => t.Id == id, token);
                if (task is null)
                {
                    return Refusals.NotFound;
                }

                // Whose task it is finishes it, though the opportunity be with somebody whose opportunities they may not see.
                if (task.SalespersonId != caller.SalespersonId)
                {
                    if (!await db.Opportunities.Where(access.MaySee(caller)).AnyAsync(o => o.Id == task.OpportunityId, token))
                    {
                        return Refusals.NotFound;
                    }

                    if (!await db.Opportunities.Where(AccessPolicy.MayChange(caller)).AnyAsync(o => o.Id == task.OpportunityId, token))
                    {
                        return Refusals.Forbidden;
                    }
                }

                var no = task.Opportunity!.No;
                if (await db.WhyNotThisAsync(OpportunityActs.Subject, no, task, isNew: false, version, caller, token) is { } stale)
                {
                    return stale;
                }

                var result = act(task);
                if (result is not Result<T>.Done(var value))
                {
                    return result;
                }

                if (value is TaskClosing { Next: { } next })
                {
                    db.Tasks.Add(next);
                }

                var line = AuditEntry.Of(caller, OpportunityActs.Subject, no, sentence, task.Description);
                if (await db.SaveActAsync(line, caller, inTheWay: null, token, then: again => WorkedAsync(task, caller, again))
                    is { } refusal)
                {
                    return refusal;
                }

                await watch.KeepAsync(task, sentence, caller, token);
                return result;
            },
            cancellationToken);
    }
}

/// <summary>The last task of a page; the next page begins after it.</summary>
/// <param name="Day">Its day; null among closed tasks, which stand in the order of their ids.</param>
/// <param name="Id">Its id.</param>
public sealed record TaskCursor(DateOnly? Day, long Id)
{
    /// <summary>Text that <see cref="TryParse"/> reads, to be put into a link.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Day?.DayNumber}.{Id}");

    /// <summary>Reads what <see cref="ToString"/> wrote; any other text is no cursor.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out TaskCursor? cursor)
    {
        var parts = (text ?? "").Split('.');
        var day = 0;
        cursor = parts.Length == 2
            && (parts[0].Length == 0
                || (int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out day) && day <= DateOnly.MaxValue.DayNumber))
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new TaskCursor(parts[0].Length == 0 ? null : DateOnly.FromDayNumber(day), id)
            : null;
        return cursor is not null;
    }
}
