namespace ChatOpportunities.Domain.Reminders;

/// <summary>Remembers that the channel asked for a rest: for a while after it, people are written to one after the other.</summary>
public sealed class ReminderRest
{
    private static readonly TimeSpan Care = TimeSpan.FromMinutes(1);
    private long _askedAt = DateTimeOffset.MinValue.UtcTicks;

    /// <summary>The channel asked for a rest.</summary>
    public void Asked(DateTimeOffset now) => Interlocked.Exchange(ref _askedAt, now.UtcTicks);

    /// <summary>Whether it did so not long ago.</summary>
    public bool IsCareful(DateTimeOffset now) => now.UtcTicks - Interlocked.Read(ref _askedAt) < Care.Ticks;
}
