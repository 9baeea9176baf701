using Microsoft.Extensions.Time.Testing;

namespace ChatOpportunities.Tests.Support;

/// <summary>
/// A clock whose date stands still until it is told to go on, while timers and stopwatches run. The library's own stops these too,
/// and a whole program would wait for ever for its second try of a call that failed.
/// </summary>
internal sealed class StandingDate() : FakeTimeProvider(Clocks.Start)
{
    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() => System.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime, period);
}
