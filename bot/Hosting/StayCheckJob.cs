using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using Hangfire;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>
/// Decides when: each night the stays of the next opportunities are recounted from their history, and mended where they differ.
/// </summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)] // the next one goes on where this one ended
internal sealed partial class StayCheckJob(OpportunitiesContext db, ILogger<StayCheckJob> logger)
{
    [JobDisplayName("Check the stays on stages")]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var difference in await StayRecount.CheckSomeAsync(db, StayRecount.AtOnce, cancellationToken))
        {
            LogMended(difference.No, difference.Stored, difference.Recounted);
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The stays of {No} on stages were not as its history says and were mended. Stored: {Stored}. Recounted: {Recounted}.")]
    private partial void LogMended(string no, string stored, string recounted);
}
