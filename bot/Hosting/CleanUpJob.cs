using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Domain.Data;
using Hangfire;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>
/// Decides when: removes what has ended, a bounded number by each statement, and looks at the next conversations that may be forgotten.
/// </summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)] // the next one tries again
internal sealed partial class CleanUpJob(
    OpportunitiesContext db, IOptions<RetentionOptions> retention, TimeProvider clock, ILogger<CleanUpJob> logger)
{
    [JobDisplayName("Remove what has ended")]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var all = 0;
        int removed;
        do
        {
            removed = await ExpiredItems.RemoveSomeAsync(db, retention.Value, clock.GetUtcNow(), cancellationToken);
            all += removed;
        }
        while (removed == ExpiredItems.AtOnce);
        await ConversationRetention.RunAsync(db, clock.GetUtcNow(), cancellationToken);
        LogRemoved(all);
    }

    [LoggerMessage(LogLevel.Debug, "{Removed} stored items had ended and were removed.")]
    private partial void LogRemoved(int removed);
}
