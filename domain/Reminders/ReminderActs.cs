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
    /// <summary>A reminder of the caller with its opportunity's state, not tracked; null when it is not theirs, or the opportunity is not any more.</summary>
    public async Task<Reminder?> FindAsync(long id, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return await db.Reminders.AsNoTrackingWithIdentityResolution().WithItsOpportunity()
            .SingleOrDefaultAsync(r => r.Id == id && r.SalespersonId == caller.SalespersonId && r.Opportunity!.SalespersonId == caller.SalespersonId, cancellationToken);
    }

    /// <summary>Puts it off until the sending hour of a day; a day off becomes the next working day.</summary>
    public Task<Result<Reminder>> SnoozeAsync(long id, DateOnly until, Caller caller, CancellationToken cancellationToken) =>
        db.InTransactionAsync<Result<Reminder>>(
            async token =>
            {
                ArgumentNullException.ThrowIfNull(caller);
                var reminder = await db.Reminders.Include(r => r.Opportunity)
                    .SingleOrDefaultAsync(r => r.Id == id && r.SalespersonId == caller.SalespersonId && r.Opportunity!.SalespersonId == caller.SalespersonId, token);
                if (reminder is null)
                {
                    return Refusals.NotFound;
                }

                if (Checks.Date(until, "until") is not null || until <= caller.Today)
                {
                    return Refusals.SnoozeInPast;
                }

                var day = calendar.FirstWorkingDayFrom(until);
                var result = reminder.Snooze(planner.SendingHour(day, caller.TimeZone), caller.Now);
                if (result is Result<Reminder>.Done)
                {
                    db.AuditEntries.Add(AuditEntry.Of(
                        caller, OpportunityActs.Subject, reminder.Opportunity!.No, AuditSentences.ReminderPutOff,
                        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
                    await db.SaveChangesAsync(token);
                }

                return result;
            },
            cancellationToken);
}

/// <summary>What a reminder's card needs.</summary>
internal static class ReminderLoading
{
    /// <summary>With its person and its opportunity: contact, salesperson, cycle with stages, active entry and open tasks.</summary>
    public static IQueryable<Reminder> WithItsOpportunity(this IQueryable<Reminder> reminders) => reminders
        .Include(r => r.Salesperson)
        .Include(r => r.Opportunity!.SalesCycle!.Stages)
        .Include(r => r.Opportunity!.Contact!.Company)
        .Include(r => r.Opportunity!.Salesperson)
        .Include(r => r.Opportunity!.Entries.Where(e => e.Active))
        .Include(r => r.Opportunity!.Tasks.Where(task => !task.Closed))
        .AsSplitQuery();
}
