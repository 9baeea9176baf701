using ChatOpportunities.Domain.Reminders;
using Quartz;

namespace ChatOpportunities.Bot.Reminders;

/// <summary>Decides when: at each tick, everything that is due goes out.</summary>
[DisallowConcurrentExecution]
internal sealed partial class ReminderJob(ReminderDispatcher dispatcher, ILogger<ReminderJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        LogTick(context.ScheduledFireTimeUtc ?? context.FireTimeUtc);
        while (await dispatcher.SendDueAsync(cancellationToken) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    [LoggerMessage(LogLevel.Debug, "Tick of {ScheduledAt:O}.")]
    private partial void LogTick(DateTimeOffset scheduledAt);
}
