using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace ChatOpportunities.Tests.Support;

/// <summary>
/// A clock that stands still, timers too, until it is told to go on, and that can be asked whether somebody waits: the library's own
/// does not tell, and a step taken too early wakes nobody.
/// </summary>
internal sealed class SteppedClock() : FakeTimeProvider(System.GetUtcNow())
{
    private readonly ConcurrentDictionary<Watched, DateTimeOffset> _dueAt = [];

    /// <summary>Whether somebody waits to be woken after exactly this long from now.</summary>
    public bool IsAwaited(TimeSpan span) => _dueAt.Values.Contains(GetUtcNow() + span);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Watched(this, base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Watched(SteppedClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                clock._dueAt.TryRemove(this, out _);
            }
            else
            {
                clock._dueAt[this] = clock.GetUtcNow() + dueTime;
            }

            return timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            clock._dueAt.TryRemove(this, out _);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
