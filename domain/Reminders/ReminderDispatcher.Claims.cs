using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Reminders;

/// <content>Claiming a batch, its stretches, and how long it goes on.</content>
public sealed partial class ReminderDispatcher
{
    /// <summary>
    /// So many reminders are read at once, with all that their cards need; up to the larger number when that keeps all lanes busy.
    /// </summary>
    private const int Stretch = 200;
    private const int LongestStretch = 320;

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
}
