using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Domain.Opportunities;
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
    public static async Task<int> RemoveSomeAsync(
        OpportunitiesContext db, RetentionOptions retention, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(retention);
        var items = await db.StoredItems.Where(i => i.ExpiresAt < now).OrderBy(i => i.ExpiresAt).Take(AtOnce)
            .ExecuteDeleteAsync(cancellationToken);
        var imports = await db.KeptImports.Where(i => i.ExpiresAt < now).OrderBy(i => i.ExpiresAt).Take(AtOnce)
            .ExecuteDeleteAsync(cancellationToken);
        var lastSeen = now.AddMonths(-WaitingPerson.MonthsKept);
        var waiting = await db.WaitingPeople.Where(w => w.LastSeenAt < lastSeen).OrderBy(w => w.LastSeenAt).Take(AtOnce)
            .ExecuteDeleteAsync(cancellationToken);
        var undelivered = await Undelivered.RemoveOldAsync(db, now.AddDays(-retention.UndeliveredDays), cancellationToken);
        var told = now.AddDays(-retention.WebhookDays);
        var deliveries = await db.WebhookDeliveries.Where(d => d.At < told).OrderBy(d => d.At).Take(AtOnce)
            .ExecuteDeleteAsync(cancellationToken);
        return new[]
        {
            items, imports, waiting, undelivered, deliveries, await RemoveOldLinesAsync(db, retention, now, cancellationToken),
            await RemoveOldRemindersAsync(db, retention, now, cancellationToken),
        }.Max();
    }

    private static async Task<int> RemoveOldLinesAsync(
        OpportunitiesContext db, RetentionOptions retention, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (retention.AuditDays is not { } days)
        {
            return 0;
        }

        var before = now.AddDays(-days);
        return await db.AuditEntries.Where(a => a.At < before).OrderBy(a => a.At).Take(AtOnce).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Of open opportunities they stay: by them the same is not asked twice.</summary>
    private static async Task<int> RemoveOldRemindersAsync(
        OpportunitiesContext db, RetentionOptions retention, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (retention.DeliveryDays is not { } days)
        {
            return 0;
        }

        var before = now.AddDays(-days);
        return await db.Reminders
            .Where(r => r.NextAttemptAt == null && r.DueAt < before
                && (r.Opportunity!.Status == OpportunityStatus.Won || r.Opportunity.Status == OpportunityStatus.Lost))
            .OrderBy(r => r.Id).Take(AtOnce).ExecuteDeleteAsync(cancellationToken);
    }
}
