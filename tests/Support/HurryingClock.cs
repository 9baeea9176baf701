using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace ChatOpportunities.Tests.Support;

/// <summary>
/// A clock that nobody waits for: whoever asks to be woken is woken at once, and by then it is that late. The library's own goes on
/// by itself only when it is looked at, and does not tell how long was waited.
/// </summary>
internal sealed class HurryingClock() : FakeTimeProvider(System.GetUtcNow())
{
    /// <summary>How long was waited, in order.</summary>
    public ConcurrentQueue<TimeSpan> Pauses { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            Pauses.Enqueue(dueTime);
            Advance(dueTime);
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
