using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Data;

/// <summary>
/// What has ended, so that nobody reads it any more: stored items, imports, messages given up long ago, and who waited and came no more.
/// </summary>
public static class ExpiredItems
{
    /// <summary>Most that one statement removes, so that others come in between.</summary>
    public const int AtOnce = 1000;

    /// <summary>Removes those that ended first.</summary>
    /// <returns>How many of the kind that had most; as many as one statement takes means that there may be more.</returns>
    public static async Task<int> RemoveSomeAsync(OpportunitiesContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var items = await db.StoredItems.Where(i => i.ExpiresAt < now).OrderBy(i => i.ExpiresAt).Take(AtOnce)
            .ExecuteDeleteAsync(cancellationToken);
        var imports = await db.KeptImports.Where(i => i.ExpiresAt < now).OrderBy(i => i.ExpiresAt).Take(AtOnce)
            .ExecuteDeleteAsync(cancellationToken);
        var lastSeen = now.AddMonths(-WaitingPerson.MonthsKept);
        var waiting = await db.WaitingPeople.Where(w => w.LastSeenAt < lastSeen).OrderBy(w => w.LastSeenAt).Take(AtOnce)
            .ExecuteDeleteAsync(cancellationToken);
        return new[] { items, imports, waiting, await Undelivered.RemoveOldAsync(db, now, cancellationToken) }.Max();
    }
}
