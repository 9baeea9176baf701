using ChatOpportunities.Domain.Reminders;
using Hangfire;
using Hangfire.Common;
using Hangfire.Server;

namespace ChatOpportunities.Bot.Reminders;

/// <summary>
/// Decides when: at each tick, what is due for planning is planned, and everything that is due goes out. It is planned by the same
/// tick because nothing may be sent that the rules no longer want.
/// </summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)] // the next tick tries again
internal sealed partial class ReminderJob(ReminderDispatcher dispatcher, OneTick running, ILogger<ReminderJob> logger)
{
    [JobDisplayName("Plan and send what is due")]
    public async Task RunAsync(PerformContext context, CancellationToken cancellationToken)
    {
        using var turn = running.TryBegin();
        if (turn is null)
        {
            return; // one that takes longer than the time between two ticks sees to this one's too
        }

        LogTick(JobHelper.FromTimestamp(context.GetJobParameter<long>("Time", allowStale: true)));
        while (await dispatcher.SendDueAsync(cancellationToken) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    [LoggerMessage(LogLevel.Debug, "Tick of {ScheduledAt:O}.")]
    private partial void LogTick(DateTime scheduledAt);
}

/// <summary>
/// Keeps two ticks of one process apart; those of two processes are kept apart by the claims on the rows. Hangfire's own lock for
/// this is a row on PostgreSQL, which a killed host leaves behind.
/// </summary>
internal sealed class OneTick : IDisposable
{
    private int _isRunning;

    /// <summary>Null when another one runs; to be disposed at the end otherwise.</summary>
    public IDisposable? TryBegin() => Interlocked.Exchange(ref _isRunning, 1) == 0 ? this : null;

    public void Dispose() => Volatile.Write(ref _isRunning, 0);
}
