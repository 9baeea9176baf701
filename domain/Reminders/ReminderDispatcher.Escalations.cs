using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Reminders;

/// <content>Managers who are told.</content>
public sealed partial class ReminderDispatcher
{
    /// <summary>Managers are told when nothing follows from a reminder: once per stretch without work, whatever was asked in it.</summary>
    private sealed class Escalations(HashSet<string> known, Dictionary<long, ReminderHours> managers)
    {
        /// <summary>What has to be known about some reminders to tell whether an escalation follows from them.</summary>
        public static async Task<Escalations> ReadAsync(
            OpportunitiesContext db, ReminderPlanner planner, List<Reminder> due, CancellationToken cancellationToken)
        {
            if ((await planner.RulesAsync(cancellationToken)).EscalateAfterDays is null)
            {
                return new([], []);
            }

            var about = due.Where(MayFollow).Select(r => r.Opportunity!).Distinct().ToList();
            var keys = about.Select(ReminderWants.EscalationKey).ToList();
            var ids = about.Select(o => o.Salesperson!.Team!.ManagerId!.Value).Distinct().ToList();
            if (ids.Count == 0)
            {
                return new([], []);
            }

            Dictionary<long, ReminderHours> managers = [];
            foreach (var manager in await db.Salespeople.Where(p => ids.Contains(p.Id) && !p.Blocked).ToListAsync(cancellationToken))
            {
                managers[manager.Id] = await planner.HoursAsync(manager, cancellationToken);
            }

            return new(await db.Reminders.Where(r => keys.Contains(r.Key)).Select(r => r.Key).ToHashSetAsync(cancellationToken), managers);
        }

        /// <summary>The escalation that follows from a reminder that was sent, unless there is one already.</summary>
        public Reminder? After(Reminder reminder, ReminderHours hours, DateTimeOffset now)
        {
            if (hours.Rules.EscalateAfterDays is not { } days || !MayFollow(reminder)
                || !managers.TryGetValue(reminder.Opportunity!.Salesperson!.Team!.ManagerId!.Value, out var manager)
                || !known.Add(ReminderWants.EscalationKey(reminder.Opportunity)))
            {
                return null;
            }

            var asked = hours.DayOf(now);
            var due = hours.Calendar.AddWorkingDays(asked, days);
            return Reminder.Plan(
                ReminderKind.Escalation, ReminderWants.EscalationKey(reminder.Opportunity), reminder.OpportunityId, manager.Person.Id, due,
                manager.Brief(due), reminder.Opportunity.Salesperson.Name, sinceOn: asked);
        }

        private static bool MayFollow(Reminder reminder) =>
            reminder.Kind is ReminderKind.StageLimit or ReminderKind.NextStep or ReminderKind.ClosePassed or ReminderKind.NoActivity
            && reminder.Opportunity is { Salesperson.Team.ManagerId: { } managerId } opportunity && managerId != opportunity.SalespersonId;
    }
}
