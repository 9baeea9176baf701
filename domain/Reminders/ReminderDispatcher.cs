using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.Reminders;

/// <summary>
/// Sends what is due, one batch of people at a time: what is due for one person at once goes out as one brief, what comes alone
/// as messages of their own. Several people are written to at once, each in the order of what fell due; what has been sent is
/// recorded before the next message of the same person. Any number of processes may run it at once on one database.
/// </summary>
public sealed partial class ReminderDispatcher(
    OpportunitiesContext db, IServiceScopeFactory scopes, ReminderPlanner planner, ReminderRest rest, IOptions<RemindersOptions> options,
    TimeProvider clock, ILogger<ReminderDispatcher> logger)
{
    /// <summary>
    /// So many reminders are read at once, with all that their cards need; up to the larger number when that keeps all lanes busy.
    /// </summary>
    private const int Stretch = 200;
    private const int LongestStretch = 320;

    private static readonly TimeSpan LookAgainForTheUnreachable = TimeSpan.FromMinutes(30);

    /// <summary>Long enough that a host that cannot send does not take everything from one that can.</summary>
    private static readonly TimeSpan LookAgainAfterAnOwnFault = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan CapWindow = TimeSpan.FromHours(1);

    /// <summary>Plans what is due for planning, then claims one batch, sends it and records each outcome: one tick.</summary>
    /// <returns>How many reminders were claimed; 0 when there is nothing left that is due, or the channel asked for a rest.</returns>
    public async Task<int> SendDueAsync(CancellationToken cancellationToken)
    {
        await planner.KeepUpAsync(clock.GetUtcNow(), cancellationToken);
        db.ChangeTracker.Clear();
        var now = clock.GetUtcNow(); // planning may take long, and the lease is for sending alone
        var claim = Guid.CreateVersion7(now); // ids that follow each other in time are neighbours in an index
        var lease = TimeSpan.FromSeconds(options.Value.LeaseSeconds);
        var claimed = await ClaimAsync(claim, now, now + lease, cancellationToken);
        if (claimed == 0)
        {
            return 0;
        }

        // What is not begun by then is put back: a call may take 25 seconds, and nobody may send whose lease has ended meanwhile.
        var shift = new Shift(now + (lease * 2 / 5));
        var order = await db.Reminders.Where(r => r.ClaimedBy == claim).OrderBy(r => r.DueAt).ThenBy(r => r.Id)
            .Select(r => r.SalespersonId).ToListAsync(cancellationToken);
        foreach (var some in Stretches(order, options.Value.AtOnce))
        {
            // Only what is touched is looked at when saving; everything that was read for the cards stays as it is.
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            try
            {
                await SendToAsync(some, claim, shift, cancellationToken);
            }
            finally
            {
                db.ChangeTracker.Clear();
                db.ChangeTracker.AutoDetectChangesEnabled = true;
            }

            if (shift.EndsUntil is { } until)
            {
                await PutBackAsync(claim, until, cancellationToken);
                return shift.IsPaused ? 0 : claimed;
            }
        }

        return claimed;
    }

    /// <summary>Takes what is due for one batch of people, until the lease ends; attempts are counted here.</summary>
    /// <returns>How many reminders were claimed.</returns>
    private async Task<int> ClaimAsync(Guid claim, DateTimeOffset now, DateTimeOffset leaseEnds, CancellationToken cancellationToken)
    {
        // Whole people are claimed, so that one brief is not torn in two.
        var people = await db.Reminders.Where(r => r.NextAttemptAt <= now).OrderBy(r => r.NextAttemptAt)
            .Select(r => r.SalespersonId).Take(options.Value.BatchSize).Distinct().ToListAsync(cancellationToken);
        if (people.Count == 0)
        {
            return 0;
        }

        return await db.Reminders.Where(r => r.NextAttemptAt <= now && people.Contains(r.SalespersonId)).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, ReminderState.Sending).SetProperty(r => r.ClaimedBy, claim)
                .SetProperty(r => r.NextAttemptAt, leaseEnds).SetProperty(r => r.Attempts, r => r.Attempts + 1)
                .SetProperty(r => r.Version, r => r.Version + 1),
            cancellationToken);
    }

    /// <summary>Gives back what was claimed and not begun, as if it had not been.</summary>
    private Task<int> PutBackAsync(Guid claim, DateTimeOffset until, CancellationToken cancellationToken) =>
        db.Reminders.Where(r => r.ClaimedBy == claim && r.State == ReminderState.Sending).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, r => r.Snoozes > 0 ? ReminderState.Snoozed : ReminderState.Pending)
                .SetProperty(r => r.ClaimedBy, (Guid?)null).SetProperty(r => r.NextAttemptAt, until)
                .SetProperty(r => r.Attempts, r => r.Attempts - 1).SetProperty(r => r.Version, r => r.Version + 1),
            cancellationToken);

    /// <summary>People in the order of what falls due first, some at a time: as many for each lane.</summary>
    private static IEnumerable<List<long>> Stretches(List<long> order, int lanes)
    {
        List<long> people = [];
        var reminders = 0;
        foreach (var person in order.GroupBy(id => id))
        {
            people.Add(person.Key);
            reminders += person.Count();
            if (reminders >= LongestStretch || (reminders >= Stretch && people.Count % lanes == 0))
            {
                yield return people;
                (people, reminders) = ([], 0);
            }
        }

        if (people.Count > 0)
        {
            yield return people;
        }
    }

    /// <summary>Sends what some people are owed, several of them at once.</summary>
    private async Task SendToAsync(List<long> people, Guid claim, Shift shift, CancellationToken cancellationToken)
    {
        // What was cancelled meanwhile, or taken over after the lease ran out, is not among them.
        var due = await db.Reminders.Where(r => r.ClaimedBy == claim && people.Contains(r.SalespersonId)).WithItsOpportunity()
            .OrderBy(r => r.DueAt).ThenBy(r => r.Id).ToListAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var outboxes = await OutboxesAsync(due, people, now, cancellationToken);
        await SaveAsync(due.Count, cancellationToken);
        if (outboxes.Count == 0)
        {
            return;
        }

        await CountEarlierAsync([.. outboxes.Where(o => o.Messages.Exists(m => !m.Alone))], claim, cancellationToken);
        var escalations = await Escalations.ReadAsync(db, planner, due, cancellationToken);
        var whereabouts = await LocateAsync(outboxes, cancellationToken);

        // What has been sent is recorded even while the host is stopping.
        using var saves = new GroupedSaves(() => SaveAsync(due.Count, CancellationToken.None));
        var lanes = rest.IsCareful(now) ? 1 : options.Value.AtOnce;
        await Task.WhenAll(outboxes.Select((outbox, i) => (outbox, i)).GroupBy(x => x.i % lanes, x => x.outbox)
            .Select(lane => SendLaneAsync([.. lane], whereabouts, shift, saves, escalations, cancellationToken)).ToList());
    }

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

    /// <summary>Where the people are written to, asked in a scope of its own.</summary>
    private async Task<IReadOnlyDictionary<long, object>> LocateAsync(List<Outbox> outboxes, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IReminderSender>()
            .LocateAsync([.. outboxes.Select(o => o.Hours.Person)], cancellationToken);
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
    /// Sends to some people, one after the other; other lanes do the same at the same time, and the database of this class is theirs
    /// only to save.
    /// </summary>
    private async Task SendLaneAsync(
        List<Outbox> outboxes, IReadOnlyDictionary<long, object> whereabouts, Shift shift, GroupedSaves saves, Escalations escalations,
        CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var sender = scope.ServiceProvider.GetRequiredService<IReminderSender>();
        foreach (var outbox in outboxes)
        {
            for (var i = 0; i < outbox.Messages.Count; i++)
            {
                var (reminders, isAlone) = outbox.Messages[i];
                if (shift.IsOver(clock.GetUtcNow()))
                {
                    return;
                }

                if (isAlone && outbox.OverTheCap(clock.GetUtcNow()) is { } free)
                {
                    await saves.AddAsync(() => Touch(reminders, r => r.PutBack(free)));
                    continue;
                }

                var message = new ReminderMessage(
                    Guid.CreateVersion7(clock.GetUtcNow()), outbox.Hours.Person, reminders, Earlier: isAlone ? 0 : outbox.Earlier,
                    Whereabouts: whereabouts.GetValueOrDefault(outbox.Hours.Person.Id));
                var outcome = await SendAsync(
                    sender, scope.ServiceProvider.GetRequiredService<TeamChangesQuery>(), message, cancellationToken);
                var sentAt = clock.GetUtcNow();
                var later = outbox.Messages[(i + 1)..].SelectMany(m => m.Reminders).ToList();
                await saves.AddAsync(() => Record(message, isAlone, outcome, outbox.Hours, escalations, later, sentAt));
                LogOutcome(message.Id, reminders.Count, outcome?.GetType().Name ?? "NothingToSay");
                if (outcome is SendOutcome.Sent && isAlone)
                {
                    outbox.Alone.Insert(0, sentAt);
                }

                if (outcome is SendOutcome.TryAgain { After: { } wait })
                {
                    // The channel asked for a rest: everybody else of this batch waits too.
                    rest.Asked(sentAt);
                    shift.Pause(sentAt + wait);
                }

                if (outcome is SendOutcome.OwnFault ours)
                {
                    LogOwnFault(message.Id, ours.Why);
                }

                if (IsToWait(outcome))
                {
                    break;
                }
            }
        }
    }

    /// <returns>Null when there turned out to be nothing to say.</returns>
    private async Task<SendOutcome?> SendAsync(
        IReminderSender sender, TeamChangesQuery teamChanges, ReminderMessage message, CancellationToken cancellationToken)
    {
        try
        {
            if (message.Reminders[0].Kind == ReminderKind.TeamBrief)
            {
                message = message with
                {
                    Changes = await teamChanges.BeforeAsync(message.Person, message.Reminders[0].DueOn!.Value, cancellationToken),
                };
                if (message.Changes.IsEmpty)
                {
                    return null;
                }
            }

            return await sender.SendAsync(message, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailure(message.Reminders[0].Id, error);
            return new SendOutcome.TryAgain(error.GetType().Name);
        }
    }

    /// <summary>What became of a message; <paramref name="later"/> is what comes after it for the same person.</summary>
    private void Record(
        ReminderMessage message, bool isAlone, SendOutcome? outcome, ReminderHours hours, Escalations escalations, List<Reminder> later,
        DateTimeOffset now)
    {
        Touch(message.Reminders, reminder =>
        {
            switch (outcome)
            {
                case null:
                    reminder.Cancel(now);
                    break;
                case SendOutcome.Sent sent:
                    reminder.Sent(sent.Delivery, message.Id, isAlone, now);
                    if (reminder.Kind is ReminderKind.Won or ReminderKind.TakenBack)
                    {
                        reminder.Acted(now); // nobody is asked anything
                    }

                    if (escalations.After(reminder, hours, now) is { } escalation)
                    {
                        db.Reminders.Add(escalation);
                    }

                    break;
                case SendOutcome.NotReachable nobody:
                    reminder.Unreachable(nobody.Why, now + LookAgainForTheUnreachable);
                    break;
                case SendOutcome.OwnFault ours:
                    reminder.Unreachable(ours.Why, now + LookAgainAfterAnOwnFault);
                    break;
                case SendOutcome.TryAgain again when reminder.Attempts < options.Value.MaxAttempts:
                    reminder.NotSent(again.Why, now + (again.After ?? TimeSpan.FromSeconds(Math.Pow(2, Math.Min(reminder.Attempts, 11)))));
                    break;
                case SendOutcome.TryAgain last:
                    reminder.Fail(last.Why);
                    break;
                case SendOutcome.GivenUp never:
                    reminder.Fail(never.Why);
                    break;
            }
        });
        if (IsToWait(outcome))
        {
            // What comes after it waits with it, so that a person reads things in their order.
            var turn = message.Reminders[0].NextAttemptAt ?? now;
            Touch(later, r => r.PutBack(turn));
        }
    }

    private static bool IsToWait(SendOutcome? outcome) =>
        outcome is SendOutcome.TryAgain or SendOutcome.NotReachable or SendOutcome.OwnFault;

    private void Touch(IReadOnlyList<Reminder> reminders, Action<Reminder> change)
    {
        foreach (var reminder in reminders)
        {
            change(reminder);
            if (db.Entry(reminder) is { State: not EntityState.Detached } entry)
            {
                entry.DetectChanges();
            }
        }
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
                // Another process was faster with the same escalation, or its opportunity is gone.
                var added = db.ChangeTracker.Entries<Reminder>().Where(e => e.State == EntityState.Added).ToList();
                var (keys, about) = (added.Select(e => e.Entity.Key).ToList(), added.Select(e => e.Entity.OpportunityId!.Value).ToList());
                var known = await db.Reminders.Where(r => keys.Contains(r.Key)).Select(r => r.Key).ToListAsync(cancellationToken);
                var there = await db.Opportunities.Where(o => about.Contains(o.Id)).Select(o => o.Id).ToListAsync(cancellationToken);
                var stray = added.Where(e => known.Contains(e.Entity.Key) || !there.Contains(e.Entity.OpportunityId!.Value)).ToList();
                if (stray.Count == 0)
                {
                    throw;
                }

                stray.ForEach(e => e.State = EntityState.Detached);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Message {MessageId} of {Reminders} reminders ended as {Outcome}.")]
    private partial void LogOutcome(Guid messageId, int reminders, string outcome);

    [LoggerMessage(LogLevel.Information, "Of {Reminders} reminders some were changed while they were being sent.")]
    private partial void LogChangedMeanwhile(int reminders);

    [LoggerMessage(LogLevel.Warning, "Message {MessageId} waits, because this host cannot send it ({Why}): check its settings under Bot.")]
    private partial void LogOwnFault(Guid messageId, string why);

    [LoggerMessage(LogLevel.Warning, "Reminder {ReminderId} could not be sent.")]
    private partial void LogFailure(long reminderId, Exception error);

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

    /// <summary>For how long the lanes of one batch go on.</summary>
    private sealed class Shift(DateTimeOffset end)
    {
        private readonly Lock _gate = new();

        /// <summary>When what is left may be claimed again; null while the shift goes on.</summary>
        public DateTimeOffset? EndsUntil { get; private set; }

        /// <summary>Whether the channel asked for a rest.</summary>
        public bool IsPaused { get; private set; }

        public void Pause(DateTimeOffset until)
        {
            lock (_gate)
            {
                EndsUntil = EndsUntil > until ? EndsUntil : until;
                IsPaused = true;
            }
        }

        public bool IsOver(DateTimeOffset now)
        {
            lock (_gate)
            {
                EndsUntil ??= now >= end ? now : null;
                return EndsUntil is not null;
            }
        }
    }

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
