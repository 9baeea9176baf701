using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Delivery;

/// <summary>
/// Messages of one turn that did not reach their conversation, or have not yet: what was done is saved, only its answer was not seen.
/// </summary>
/// <param name="At">UTC instant of the last attempt.</param>
/// <param name="EntraObjectId">Whose turn it was.</param>
/// <param name="TenantId">Tenant of the turn.</param>
/// <param name="ConversationId">The channel's name for the conversation.</param>
/// <param name="Messages">How many did not go out.</param>
/// <param name="Why">The reason in a word; never what was to be said.</param>
public sealed record Undelivered(
    DateTimeOffset At, string? EntraObjectId, string? TenantId, string? ConversationId, int Messages, string Why)
{
    /// <summary>The latest first.</summary>
    /// <param name="db">Where they are.</param>
    /// <param name="most">Most messages that are looked at.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyList<Undelivered>> ListAsync(OpportunitiesContext db, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var failed = await db.OutboxMessages.AsNoTracking().Where(m => m.FailedAt != null).OrderByDescending(m => m.FailedAt)
            .ThenBy(m => m.Id)
            .Select(m => new { m.TurnId, m.FailedAt, m.EntraObjectId, m.TenantId, m.ConversationId, m.LastError }).Take(most)
            .ToListAsync(cancellationToken);
        return [.. from message in failed
                   group message by (message.TurnId, message.ConversationId, message.LastError) into same
                   let last = same.First()
                   select new Undelivered(
                       last.FailedAt!.Value, last.EntraObjectId, last.TenantId, last.ConversationId, same.Count(), last.LastError ?? "")];
    }

    /// <summary>Removes those that were given up so long ago that no admin looks for them any more, a bounded number at once.</summary>
    internal static Task<int> RemoveOldAsync(OpportunitiesContext db, DateTimeOffset before, CancellationToken cancellationToken) =>
        db.OutboxMessages.Where(m => m.FailedAt < before && m.ClaimedUntil == null).OrderBy(m => m.FailedAt).Take(ExpiredItems.AtOnce)
            .ExecuteDeleteAsync(cancellationToken);
}
