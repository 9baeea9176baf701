using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Reminders;

/// <content>What each person is owed now.</content>
public sealed partial class ReminderDispatcher
{
    private static readonly TimeSpan CapWindow = TimeSpan.FromHours(1);

    /// <summary>For everybody who is to be written to now, the messages; people in the order of what falls due first.</summary>
    private async Task<List<Outbox>> OutboxesAsync(
        List<Reminder> due, List<long> people, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - CapWindow;
        var alone = (await db.Reminders.Where(r => people.Contains(r.SalespersonId) && r.SentAt > since && r.Alone)
            .Select(r => new { r.SalespersonId, r.SentAt, r.MessageId }).Distinct().ToListAsync(cancellationToken)).ToLookup(
                r => r.SalespersonId, r => r.SentAt!.Value);
        List<Outbox> outboxes = [];
        foreach (var mine in due.GroupBy(r => r.SalespersonId))
        {
            var person = mine.First().Salesperson!;
            var hours = await planner.HoursAsync(person, cancellationToken);
            var wanted = Wanted(mine, person, hours, now);
            if (wanted.Count > 0)
            {
                outboxes.Add(new Outbox(hours, Messages(wanted, hours), [.. alone[person.Id].OrderDescending()]));
            }
        }

        return outboxes;
    }

    /// <summary>Of what is due for a person what is to be sent now; the rest is put off, passed on or ended.</summary>
    private List<Reminder> Wanted(IEnumerable<Reminder> mine, Salesperson person, ReminderHours hours, DateTimeOffset now)
    {
        var next = hours.Allows(now) ? (DateTimeOffset?)null : hours.NextBrief(now).At;
        List<Reminder> wanted = [];
        foreach (var reminder in mine)
        {
            if (ManagerInstead(reminder, person) is { } manager)
            {
                Touch([reminder], r => r.GoTo(manager, now));
            }
            else if (person.Blocked)
            {
                // It stays theirs until somebody else has it, or they are let in again.
                Touch([reminder], r => r.Unreachable("person blocked", hours.NextBrief(now).At));
            }
            else if (WhyNot(reminder, person) is { } why)
            {
                Touch([reminder], r => r.End(why));
            }
            else if (next is { } brief)
            {
                Touch([reminder], r => r.PutBack(brief));
            }
            else
            {
                wanted.Add(reminder);
            }
        }

        return wanted;
    }

    /// <summary>Only for whom a brief goes out: what comes alone says nothing of it.</summary>
    private async Task CountEarlierAsync(List<Outbox> briefs, Guid claim, CancellationToken cancellationToken)
    {
        if (briefs.Count == 0)
        {
            return;
        }

        var people = briefs.ConvertAll(o => o.Hours.Person.Id);
        var earlier = await db.Reminders.Where(r => people.Contains(r.SalespersonId)).Unanswered()
            .Where(r =>
                !db.Reminders.Any(x => x.OpportunityId == r.OpportunityId && x.SalespersonId == r.SalespersonId && x.ClaimedBy == claim))
            .GroupBy(r => r.SalespersonId).Select(g => new { g.Key, Count = g.Select(r => r.OpportunityId).Distinct().Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        briefs.ForEach(o => o.Earlier = earlier.GetValueOrDefault(o.Hours.Person.Id));
    }

    /// <summary>
    /// What comes alone is a message each, the rest is one brief; in the order of what falls due first. More hand-overs than may
    /// come in an hour, as after an import, are one message together.
    /// </summary>
    private static List<(List<Reminder> Reminders, bool Alone)> Messages(List<Reminder> due, ReminderHours hours)
    {
        const long Brief = 0, TakenBack = -1, GivenTogether = -2;
        var areGivenTogether = due.Count(r => r.Kind == ReminderKind.HandOver) > hours.Rules.AlonePerHour;
        long MessageOf(Reminder r) => r.Kind switch
        {
            ReminderKind.TakenBack => TakenBack,
            ReminderKind.TeamBrief or ReminderKind.Won => r.Id,
            _ when !hours.ComesAlone(r.Kind) => Brief,
            ReminderKind.HandOver when areGivenTogether => GivenTogether,
            _ => r.Id,
        };
        return [.. due.GroupBy(MessageOf).Select(
            g => (g.ToList(), Alone: g.Key is not (Brief or TakenBack)
                && g.First().Kind is not (ReminderKind.TeamBrief or ReminderKind.Won)))];
    }

    /// <summary>Who is told instead of somebody who does not lead the salesperson any more.</summary>
    private static long? ManagerInstead(Reminder reminder, Salesperson person) =>
        reminder.Kind is ReminderKind.Escalation or ReminderKind.NotMine && person.Role != Role.Admin
        && reminder.Opportunity is { IsClosed: false, Salesperson: { } salesperson } && salesperson.Team?.ManagerId is { } manager
        && manager != person.Id && manager != salesperson.Id ? manager : null;

    /// <summary>What was true when it was planned and is not any more, without an act of ours.</summary>
    private static string? WhyNot(Reminder reminder, Salesperson person)
    {
        var opportunity = reminder.Opportunity;
        return reminder.Kind switch
        {
            ReminderKind.TeamBrief => null,
            ReminderKind.TakenBack => opportunity is null || opportunity.SalespersonId == person.Id ? "theirs again" : null,
            ReminderKind.Won => opportunity?.Status == OpportunityStatus.Won ? null : "not won any more",
            _ when opportunity is null || opportunity.IsClosed => "opportunity closed",
            // Planned while the reminder before it was on its way, from a state that work has changed meanwhile.
            ReminderKind.Escalation when reminder.Key != ReminderWants.EscalationKey(opportunity) => "worked on meanwhile",
            ReminderKind.Escalation or ReminderKind.NotMine =>
                person.Role == Role.Admin || opportunity.Salesperson!.Team?.ManagerId == person.Id ? null : "not the manager any more",
            ReminderKind.TaskDue =>
                opportunity.Tasks.Any(t => t.Id == reminder.TaskId && t.SalespersonId == person.Id) ? null : "task given to somebody else",
            // Whoever had it before may no longer be allowed to see it.
            _ => opportunity.SalespersonId == person.Id ? null : "opportunity given to somebody else",
        };
    }

    /// <summary>What one person is owed.</summary>
    /// <param name="Hours">Whose it is, and when they may be written to.</param>
    /// <param name="Messages">In the order in which they are sent.</param>
    /// <param name="Alone">When messages of their own went to them within the last hour, latest first.</param>
    private sealed record Outbox(ReminderHours Hours, List<(List<Reminder> Reminders, bool Alone)> Messages, List<DateTimeOffset> Alone)
    {
        /// <summary>How many other opportunities they were asked about before and have not answered; told in a brief.</summary>
        public int Earlier { get; set; }

        /// <summary>When the next message of its own may come, if the hour is full.</summary>
        public DateTimeOffset? OverTheCap(DateTimeOffset now)
        {
            var most = Hours.Rules.AlonePerHour;
            return Alone.Count >= most && Alone[most - 1] > now - CapWindow ? Alone[most - 1] + CapWindow : null;
        }
    }
}
