using ChatOpportunities.Domain.Reminders;
using Microsoft.Extensions.Options;
using Quartz;

namespace ChatOpportunities.Bot.Reminders;

/// <summary>Decides when: at each tick, everything that is due goes out.</summary>
[DisallowConcurrentExecution]
internal sealed class ReminderJob(ReminderDispatcher dispatcher, IOptions<RemindersOptions> options) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        while (await dispatcher.SendDueAsync(cancellationToken) >= options.Value.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
