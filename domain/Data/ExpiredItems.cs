using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Data;

/// <summary>Stored items that have ended: nobody reads them any more.</summary>
public static class ExpiredItems
{
    /// <summary>Most that one statement removes, so that others come in between.</summary>
    public const int AtOnce = 1000;

    /// <summary>Removes those that ended first.</summary>
    /// <returns>How many; as many as one statement takes means that there may be more.</returns>
    public static Task<int> RemoveSomeAsync(OpportunitiesContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.StoredItems.Where(i => i.ExpiresAt < now).OrderBy(i => i.ExpiresAt).Take(AtOnce).ExecuteDeleteAsync(cancellationToken);
    }
}
