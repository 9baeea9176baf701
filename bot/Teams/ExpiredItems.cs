using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Teams;

/// <summary>Removes stored items that have ended, a bounded number now and then, on the way of a turn.</summary>
internal sealed partial class ExpiredItems(TimeProvider clock, ILogger<ExpiredItems> logger)
{
    private const int AtOnce = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>While more wait than one statement takes, the next follows soon, or they would pile up under load.</summary>
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(5);

    private long _nextAt;

    public async Task RemoveSomeAsync(OpportunitiesContext db, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var nextAt = Volatile.Read(ref _nextAt);
        if (now.UtcTicks < nextAt || Interlocked.CompareExchange(ref _nextAt, (now + Pause).UtcTicks, nextAt) != nextAt)
        {
            return;
        }

        try
        {
            var removed = await db.StoredItems.Where(i => i.ExpiresAt < now).OrderBy(i => i.ExpiresAt).Take(AtOnce)
                .ExecuteDeleteAsync(cancellationToken);
            if (removed == AtOnce)
            {
                Volatile.Write(ref _nextAt, (now + ShortPause).UtcTicks);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Tidying up is no reason to fail a turn.
            LogNotRemoved(failure);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Expired items could not be removed; the next turns try again.")]
    private partial void LogNotRemoved(Exception failure);
}
