using ChatOpportunities.Domain.Data;
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

    [LoggerMessage(LogLevel.Information, "Of {Reminders} reminders some were changed while they were being sent.")]
    private partial void LogChangedMeanwhile(int reminders);
}
