using System.Globalization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Reminders;

/// <summary>What a person can do with a reminder of theirs.</summary>
public sealed class ReminderActs(OpportunitiesContext db, ReminderPlanner planner, WorkingCalendar calendar)
{
    /// <summary>
    /// A reminder of the caller with its opportunity's state, not tracked; null when it is not theirs, or the opportunity is not any more.
    /// </summary>
    public async Task<Reminder?> FindAsync(long id, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return await Theirs(caller).AsNoTrackingWithIdentityResolution().WithItsOpportunity()
            .SingleOrDefaultAsync(r => r.Id == id, cancellationToken);
    }

    /// <summary>
    /// The reminders of one message of the caller's, answered ones too, in the order in which they were sent; not tracked.
    /// </summary>
    public async Task<IReadOnlyList<Reminder>> OfMessageAsync(Guid message, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return await db.Reminders.AsNoTrackingWithIdentityResolution().WithItsOpportunity()
            .Where(r => r.SalespersonId == caller.SalespersonId && r.MessageId == message).OrderBy(r => r.DueAt).ThenBy(r => r.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>How many opportunities the caller was asked about in other messages and has not answered.</summary>
    public async Task<int> EarlierAsync(Guid message, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return await Theirs(caller).Unanswered()
            .Where(r => !db.Reminders.Any(x => x.OpportunityId == r.OpportunityId && x.MessageId == message))
            .Select(r => r.OpportunityId).Distinct().CountAsync(cancellationToken);
    }

    /// <summary>The person's client shows the message.</summary>
    public Task<int> SeenAsync(Guid message, Caller caller, CancellationToken cancellationToken) =>
        db.Reminders.Where(r => r.MessageId == message && r.SalespersonId == caller.SalespersonId && r.SeenAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.SeenAt, caller.Now), cancellationToken);

    /// <summary>
    /// Puts it off until the brief of a day; a day off becomes the next working day. Everything else that the same message asks
    /// about the opportunity goes along.
    /// </summary>
    public Task<Result<Reminder>> SnoozeAsync(long id, DateOnly until, Caller caller, CancellationToken cancellationToken) =>
        db.InTransactionAsync<Result<Reminder>>(
            async token =>
            {
                ArgumentNullException.ThrowIfNull(caller);
                var reminder = await Theirs(caller).Include(r => r.Opportunity).Include(r => r.Salesperson)
                    .SingleOrDefaultAsync(r => r.Id == id, token);
                if (reminder is null)
                {
                    return Refusals.NotFound;
                }

                if (Checks.Date(until, "until") is not null || until <= caller.Today)
                {
                    return Refusals.SnoozeInPast;
                }

                var day = calendar.FirstWorkingDayFrom(until);
                var at = (await planner.HoursAsync(reminder.Salesperson!, token)).Brief(day);
                var result = reminder.Snooze(day, at, caller.Now);
                if (result is Result<Reminder>.Done)
                {
                    foreach (var other in await db.Reminders.Where(r => r.Id != id && r.MessageId == reminder.MessageId
                        && r.MessageId != null && r.OpportunityId == reminder.OpportunityId
                        && r.State == ReminderState.Sent).ToListAsync(token))
                    {
                        other.Snooze(day, at, caller.Now);
                    }

                    db.AuditEntries.Add(AuditEntry.Of(
                        caller, OpportunityActs.Subject, reminder.Opportunity!.No, AuditSentences.ReminderPutOff,
                        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
                    await db.SaveChangesAsync(token);
                }

                return result;
            },
            cancellationToken);

    /// <summary>
    /// Says that the opportunity is not theirs: their manager, or else an admin, is told and decides; they are not asked again.
    /// </summary>
    public Task<Result<Reminder>> NotMineAsync(long id, Caller caller, CancellationToken cancellationToken) =>
        db.InTransactionAsync<Result<Reminder>>(
            async token =>
            {
                ArgumentNullException.ThrowIfNull(caller);
                var reminder = await Theirs(caller).WithItsOpportunity().SingleOrDefaultAsync(r => r.Id == id, token);
                if (reminder is null)
                {
                    return Refusals.NotFound;
                }

                if (!reminder.IsAskedBy(caller.Now) || reminder.Kind is ReminderKind.Escalation or ReminderKind.NotMine)
                {
                    return Refusals.ReminderDone;
                }

                var opportunity = reminder.Opportunity!;
                var managerId = opportunity.Salesperson!.Team?.ManagerId;
                var to = await db.Salespeople
                    .Where(p => !p.Blocked && p.Id != caller.SalespersonId && (p.Id == managerId || p.Role == Role.Admin))
                    .OrderBy(p => p.Id == managerId ? 0 : 1).ThenBy(p => p.Id).FirstOrDefaultAsync(token);
                // Also what is far ahead and no row yet: they are not asked again.
                await planner.PlanAheadAsync(opportunity, caller.Now, token);
                foreach (var other in await db.Reminders
                    .Where(r => r.OpportunityId == opportunity.Id && r.SalespersonId == caller.SalespersonId
                        && (r.State == ReminderState.Sent || r.State == ReminderState.Snoozed || r.State == ReminderState.Pending))
                    .ToListAsync(token))
                {
                    other.Refuse(caller.Now);
                }

                var key = string.Create(
                    CultureInfo.InvariantCulture, $"not-mine/{opportunity.Id}/{caller.SalespersonId}/{opportunity.Version}");
                if (to is not null && !await db.Reminders.AnyAsync(r => r.Key == key, token))
                {
                    await planner.TellAsync(ReminderKind.NotMine, key, opportunity, to, caller, token);
                }

                db.AuditEntries.Add(AuditEntry.Of(caller, OpportunityActs.Subject, opportunity.No, AuditSentences.NotMine, caller.Name));
                await db.SaveChangesAsync(token);
                return reminder;
            },
            cancellationToken);

    /// <summary>Of some reminders those the caller may still act on.</summary>
    public async Task<IReadOnlySet<long>> TheirsAsync(IReadOnlyCollection<long> ids, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return await Theirs(caller).Where(r => ids.Contains(r.Id)).Select(r => r.Id).ToHashSetAsync(cancellationToken);
    }

    private IQueryable<Reminder> Theirs(Caller caller) => db.Reminders.TheirsToAnswer(db, caller);
}

/// <summary>What a reminder's card needs.</summary>
internal static class ReminderLoading
{
    /// <summary>Those the caller may still act on: their own opportunities and tasks, and what they were told as a manager.</summary>
    public static IQueryable<Reminder> TheirsToAnswer(this IQueryable<Reminder> reminders, OpportunitiesContext db, Caller caller) =>
        reminders.Where(r => r.SalespersonId == caller.SalespersonId && r.OpportunityId != null)
            .Where(r => r.Kind == ReminderKind.TaskDue
                ? db.Tasks.Any(t => t.Id == r.TaskId && t.SalespersonId == caller.SalespersonId)
                : db.Opportunities.Where(AccessPolicy.MayChange(caller)).Any(o => o.Id == r.OpportunityId));

    /// <summary>Asked about an opportunity that is open, and not answered.</summary>
    public static IQueryable<Reminder> Unanswered(this IQueryable<Reminder> reminders) => reminders
        .Where(r => r.State == ReminderState.Sent
            && (r.Opportunity!.Status == OpportunityStatus.NotStarted || r.Opportunity.Status == OpportunityStatus.InProgress));

    /// <summary>
    /// With its person and its opportunity: contact, salesperson with team, cycle with stages, active entry and open tasks.
    /// </summary>
    public static IQueryable<Reminder> WithItsOpportunity(this IQueryable<Reminder> reminders) => reminders
        .Include(r => r.Salesperson)
        .Include(r => r.Opportunity!.SalesCycle!.Stages)
        .Include(r => r.Opportunity!.Contact!.Company)
        .Include(r => r.Opportunity!.Salesperson!.Team)
        .Include(r => r.Opportunity!.Entries.Where(e => e.Active))
        .Include(r => r.Opportunity!.Tasks.Where(task => !task.Closed))
        .AsSplitQuery();
}
