using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.Reminders;

/// <summary>
/// Sends what is due, one batch of people at a time: what is due for one person at once goes out as one brief, what comes alone
/// as messages of their own. Any number of processes may run it at once on one database.
/// </summary>
public sealed partial class ReminderDispatcher(
    OpportunitiesContext db, IReminderSender sender, ReminderPlanner planner, TeamChangesQuery teamChanges, IOptions<RemindersOptions> options,
    TimeProvider clock, ILogger<ReminderDispatcher> logger)
{
    private static readonly TimeSpan LookAgainForTheUnreachable = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan CapWindow = TimeSpan.FromHours(1);

    /// <summary>Plans what is due for planning, then claims one batch, sends it and records each outcome: one tick.</summary>
    /// <returns>How many reminders were claimed; 0 when there is nothing left that is due, or the channel asked for a rest.</returns>
    public async Task<int> SendDueAsync(CancellationToken cancellationToken)
    {
        var claim = Guid.NewGuid();
        var now = clock.GetUtcNow();
        await planner.KeepUpAsync(now, cancellationToken);
        db.ChangeTracker.Clear();
        var leaseEnds = now.AddSeconds(options.Value.LeaseSeconds);

        // Whole people are claimed, so that one brief is not torn in two.
        var people = await db.Reminders.Where(r => r.NextAttemptAt <= now).OrderBy(r => r.NextAttemptAt).ThenBy(r => r.Id)
            .Select(r => r.SalespersonId).Take(options.Value.BatchSize).Distinct().ToListAsync(cancellationToken);
        if (people.Count == 0)
        {
            return 0;
        }

        var claimed = await db.Reminders.Where(r => r.NextAttemptAt <= now && people.Contains(r.SalespersonId)).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, ReminderState.Sending).SetProperty(r => r.ClaimedBy, claim)
                .SetProperty(r => r.NextAttemptAt, leaseEnds).SetProperty(r => r.Attempts, r => r.Attempts + 1)
                .SetProperty(r => r.Version, r => r.Version + 1),
            cancellationToken);
        if (claimed == 0)
        {
            return 0;
        }

        var order = await db.Reminders.Where(r => r.ClaimedBy == claim).OrderBy(r => r.DueAt).ThenBy(r => r.Id)
            .Select(r => r.SalespersonId).ToListAsync(cancellationToken);
        foreach (var person in order.Distinct())
        {
            var pause = await SendToAsync(person, claim, cancellationToken);
            db.ChangeTracker.Clear();
            if (pause is { } until)
            {
                // The channel asked for a rest: everybody else of this batch waits too.
                await db.Reminders.Where(r => r.ClaimedBy == claim && r.State == ReminderState.Sending).ExecuteUpdateAsync(
                    set => set.SetProperty(r => r.State, ReminderState.Pending).SetProperty(r => r.ClaimedBy, (Guid?)null)
                        .SetProperty(r => r.NextAttemptAt, until).SetProperty(r => r.Attempts, r => r.Attempts - 1)
                        .SetProperty(r => r.Version, r => r.Version + 1),
                    cancellationToken);
                return 0;
            }
        }

        return claimed;
    }

    /// <summary>Sends what one person is owed.</summary>
    /// <returns>Until when nothing at all should be sent, when the channel asked for that.</returns>
    private async Task<DateTimeOffset?> SendToAsync(long personId, Guid claim, CancellationToken cancellationToken)
    {
        var mine = await db.Reminders.Where(r => r.ClaimedBy == claim && r.SalespersonId == personId).WithItsOpportunity()
            .OrderBy(r => r.DueAt).ThenBy(r => r.Id).ToListAsync(cancellationToken);
        if (mine.Count == 0)
        {
            return null; // cancelled, or taken over after the lease ran out
        }

        var person = mine[0].Salesperson!;
        var hours = await planner.HoursAsync(person, cancellationToken);
        var now = clock.GetUtcNow();
        foreach (var reminder in mine.ToList())
        {
            if (WhyNot(reminder, person) is { } why)
            {
                reminder.Fail(why);
                mine.Remove(reminder);
            }
        }

        if (mine.Count > 0 && !hours.Allows(now))
        {
            var next = hours.NextBrief(now).At;
            mine.ForEach(r => r.PutBack(next));
            mine.Clear();
        }

        DateTimeOffset? pause = null;
        List<Reminder> left = [.. mine];
        foreach (var (reminders, alone) in Messages(mine, hours))
        {
            if (pause is null && alone && await OverTheCapAsync(person, hours, now, cancellationToken) is { } free)
            {
                reminders.ForEach(r => r.PutBack(free));
                left.RemoveAll(reminders.Contains);
                continue;
            }

            var outcome = await SendAsync(new ReminderMessage(Guid.NewGuid(), person, reminders), alone, hours, cancellationToken);
            left.RemoveAll(reminders.Contains);
            if (outcome is SendOutcome.TryAgain or SendOutcome.NotReachable)
            {
                // What comes after it waits with it, so that a person reads things in their order.
                var later = reminders[0].NextAttemptAt ?? now;
                left.ForEach(r => r.PutBack(later));
                pause = outcome is SendOutcome.TryAgain { After: { } wait } ? now + wait : null;
                break;
            }
        }

        await SaveAsync(mine.Count, cancellationToken);
        return pause;
    }

    private async Task<SendOutcome> SendAsync(ReminderMessage message, bool alone, ReminderHours hours, CancellationToken cancellationToken)
    {
        SendOutcome outcome;
        try
        {
            if (message.Reminders[0].Kind == ReminderKind.TeamBrief)
            {
                message = message with { Changes = await teamChanges.BeforeAsync(message.Person, message.Reminders[0].DueOn!.Value, cancellationToken) };
                if (message.Changes.IsEmpty)
                {
                    message.Reminders[0].Cancel(clock.GetUtcNow());
                    await SaveAsync(1, cancellationToken);
                    return new SendOutcome.GivenUp("nothing changed");
                }
            }

            outcome = await sender.SendAsync(message, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailure(message.Reminders[0].Id, error);
            outcome = new SendOutcome.TryAgain(error.GetType().Name);
        }

        var now = clock.GetUtcNow();
        List<Reminder> escalations = [];
        foreach (var reminder in message.Reminders)
        {
            switch (outcome)
            {
                case SendOutcome.Sent sent:
                    reminder.Sent(sent.Delivery, message.Id, alone, now);
                    if (reminder.Kind is ReminderKind.Won or ReminderKind.TakenBack)
                    {
                        reminder.Acted(now); // nobody is asked anything
                    }

                    if (await EscalationAsync(reminder, hours, now, cancellationToken) is { } escalation && escalations.All(e => e.Key != escalation.Key))
                    {
                        escalations.Add(escalation);
                    }

                    break;
                case SendOutcome.NotReachable nobody:
                    reminder.Unreachable(nobody.Why, now + LookAgainForTheUnreachable);
                    break;
                case SendOutcome.TryAgain later when reminder.Attempts < options.Value.MaxAttempts:
                    reminder.NotSent(later.Why, now + (later.After ?? TimeSpan.FromSeconds(Math.Pow(2, Math.Min(reminder.Attempts, 11)))));
                    break;
                case SendOutcome.TryAgain last:
                    reminder.Fail(last.Why);
                    break;
                case SendOutcome.GivenUp never:
                    reminder.Fail(never.Why);
                    break;
            }
        }

        db.Reminders.AddRange(escalations);
        await SaveAsync(message.Reminders.Count, CancellationToken.None); // what has been sent is recorded even while the host is stopping
        LogOutcome(message.Id, message.Reminders.Count, outcome.GetType().Name);
        return outcome;
    }

    /// <summary>What comes alone is a message each, the rest is one brief; in the order of what falls due first.</summary>
    private static List<(List<Reminder> Reminders, bool Alone)> Messages(List<Reminder> due, ReminderHours hours) =>
        [.. due.GroupBy(r => r.Kind == ReminderKind.TakenBack ? -1 : r.Kind is ReminderKind.TeamBrief or ReminderKind.Won || hours.ComesAlone(r.Kind) ? r.Id : 0)
            .Select(g => (g.ToList(), Alone: g.Key > 0 && g.First().Kind is not (ReminderKind.TeamBrief or ReminderKind.Won)))];

    /// <summary>When the next message of its own may come, if the hour is full.</summary>
    private async Task<DateTimeOffset?> OverTheCapAsync(Salesperson person, ReminderHours hours, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - CapWindow;
        var sent = await db.Reminders.Where(r => r.SalespersonId == person.Id && r.SentAt > since && r.Alone).OrderByDescending(r => r.SentAt)
            .Select(r => r.SentAt!.Value).Take(hours.Rules.AlonePerHour).ToListAsync(cancellationToken);
        return sent.Count < hours.Rules.AlonePerHour ? null : sent[^1] + CapWindow;
    }

    /// <summary>What was true when it was planned and is not any more, without an act of ours.</summary>
    private static string? WhyNot(Reminder reminder, Salesperson person)
    {
        if (person.Blocked)
        {
            return "person blocked";
        }

        var opportunity = reminder.Opportunity;
        return reminder.Kind switch
        {
            ReminderKind.TeamBrief => null,
            ReminderKind.TakenBack => opportunity is null || opportunity.SalespersonId == person.Id ? "theirs again" : null,
            ReminderKind.Won => opportunity?.Status == OpportunityStatus.Won ? null : "not won any more",
            _ when opportunity is null || opportunity.IsClosed => "opportunity closed",
            ReminderKind.Escalation or ReminderKind.NotMine =>
                person.Role == Role.Admin || opportunity.Salesperson!.Team?.ManagerId == person.Id ? null : "not the manager any more",
            ReminderKind.TaskDue => opportunity.Tasks.Any(t => t.Id == reminder.TaskId && t.SalespersonId == person.Id) ? null : "task given to somebody else",
            _ => opportunity.SalespersonId == person.Id ? null : "opportunity given to somebody else", // they may no longer be allowed to see it
        };
    }

    /// <summary>The manager is told when nothing follows from a reminder; one per stretch without work, whatever was asked in it.</summary>
    private async Task<Reminder?> EscalationAsync(Reminder reminder, ReminderHours hours, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var opportunity = reminder.Opportunity;
        if (hours.Rules.EscalateAfterDays is not { } days
            || reminder.Kind is not (ReminderKind.StageLimit or ReminderKind.NextStep or ReminderKind.ClosePassed or ReminderKind.NoActivity)
            || opportunity?.Salesperson?.Team?.ManagerId is not { } managerId || managerId == opportunity.SalespersonId)
        {
            return null;
        }

        var key = ReminderWants.EscalationKey(opportunity);
        if (await db.Reminders.AnyAsync(r => r.Key == key, cancellationToken)
            || await db.Salespeople.SingleOrDefaultAsync(p => p.Id == managerId && !p.Blocked, cancellationToken) is not { } manager)
        {
            return null;
        }

        var asked = hours.DayOf(now);
        var managers = await planner.HoursAsync(manager, cancellationToken);
        var due = hours.Calendar.AddWorkingDays(asked, days);
        return Reminder.Plan(
            ReminderKind.Escalation, key, opportunity.Id, managerId, due, managers.Brief(due), opportunity.Salesperson.Name, sinceOn: asked);
    }

    private async Task SaveAsync(int reminders, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return;
            }
            catch (DbUpdateConcurrencyException conflict)
            {
                // Answered or cancelled while it was being sent: that stands, the others of the message are recorded.
                LogChangedMeanwhile(reminders);
                if (conflict.Entries.Count == 0)
                {
                    return;
                }

                foreach (var entry in conflict.Entries)
                {
                    entry.State = EntityState.Detached;
                }
            }
            catch (DbUpdateException) when (db.ChangeTracker.Entries<Reminder>().Any(e => e.State == EntityState.Added))
            {
                // Another process was faster with the same escalation.
                foreach (var entry in db.ChangeTracker.Entries<Reminder>().Where(e => e.State == EntityState.Added).ToList())
                {
                    entry.State = EntityState.Detached;
                }
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Message {MessageId} of {Reminders} reminders ended as {Outcome}.")]
    private partial void LogOutcome(Guid messageId, int reminders, string outcome);

    [LoggerMessage(LogLevel.Information, "Of {Reminders} reminders some were changed while they were being sent.")]
    private partial void LogChangedMeanwhile(int reminders);

    [LoggerMessage(LogLevel.Warning, "Reminder {ReminderId} could not be sent.")]
    private partial void LogFailure(long reminderId, Exception error);
}
