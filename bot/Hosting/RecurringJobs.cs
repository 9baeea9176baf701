using ChatOpportunities.Bot.Reminders;
using ChatOpportunities.Domain.Reminders;
using Hangfire;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>Puts what comes again into the schedule, once at each start; hosts that share one say the same.</summary>
internal sealed partial class RecurringJobs(
    IRecurringJobManager jobs, HostRoles roles, IOptions<RemindersOptions> reminders, ILogger<RecurringJobs> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly RecurringJobOptions Utc = new() { TimeZone = TimeZoneInfo.Utc };

    /// <summary>The validated period as cron says it: every so many seconds of a minute, or minutes of an hour.</summary>
    internal static string Every(int seconds) => seconds switch
    {
        < 60 => FormattableString.Invariant($"*/{seconds} * * * * *"),
        3600 => "0 * * * *",
        _ => FormattableString.Invariant($"*/{seconds / 60} * * * *"),
    };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!IsSet())
        {
            await Task.Delay(Pause, stoppingToken);
        }
    }

    private bool IsSet()
    {
        try
        {
            if (roles.Reminders)
            {
                jobs.AddOrUpdate<ReminderJob>(
                    "reminders", job => job.RunAsync(null!, CancellationToken.None), Every(reminders.Value.TickSeconds), Utc);
                jobs.AddOrUpdate<WebhookJob>("webhooks", job => job.RunAsync(CancellationToken.None), Every(WebhookJob.TickSeconds), Utc);
            }

            jobs.AddOrUpdate<StayCheckJob>("stay-check", job => job.RunAsync(CancellationToken.None), "20 1 * * *", Utc);
            jobs.AddOrUpdate<CleanUpJob>("clean-up", job => job.RunAsync(CancellationToken.None), Every(5 * 60), Utc);
            return true;
        }
#pragma warning disable CA1031 // A lock that a killed host left behind ends after 15 seconds, a fault of the server sometime.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotSet(failure);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "What comes again could not be put into the schedule; it is tried again in a moment.")]
    private partial void LogNotSet(Exception failure);
}
