using System.Globalization;
using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>
/// What became of each of several opportunities, kept for an hour under the id of the form, its idempotency key: sent twice, it acts once.
/// </summary>
public sealed class BulkOutcomes(OpportunitiesContext db, TimeProvider clock)
{
    // Empty from the moment the form is taken until all are dealt with.
    private static readonly Stored<IReadOnlyList<BulkOutcome>> Kept = new(
        "bulk", BulkJson.Default.IReadOnlyListBulkOutcome, TimeSpan.FromHours(1));

    /// <summary>Takes the id before anything is done; false when the form was sent already.</summary>
    public async Task<bool> TakeAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        Kept.Add(db, KeyOf(id, caller), [], clock.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            if (await FindAsync(id, caller, cancellationToken) is not null)
            {
                return false;
            }

            throw;
        }
    }

    /// <summary>Says what became of them.</summary>
    public async Task KeepAsync(Guid id, IReadOnlyList<BulkOutcome> outcomes, Caller caller, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear(); // what an act that was refused left behind is not saved along
        await Kept.PutAsync(db, KeyOf(id, caller), outcomes, clock.GetUtcNow(), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Gives the id back: the form may be sent again, and what was done already is refused by its version.</summary>
    public async Task GiveBackAsync(Guid id, Caller caller)
    {
        db.ChangeTracker.Clear();
        await Kept.RemoveAsync(db, KeyOf(id, caller), CancellationToken.None);
        await db.SaveChangesAsync(CancellationToken.None);
    }

    /// <summary>What became of them, none as long as they are being dealt with; null when there is no such form of theirs.</summary>
    public Task<IReadOnlyList<BulkOutcome>?> FindAsync(Guid id, Caller caller, CancellationToken cancellationToken) =>
        Kept.FindAsync(db, KeyOf(id, caller), clock.GetUtcNow(), cancellationToken);

    private static StoredKey KeyOf(Guid id, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new StoredKey(caller.SalespersonId, id.ToString("N", CultureInfo.InvariantCulture));
    }
}

/// <summary>One opportunity, and why it was refused; null when it was changed.</summary>
public sealed record BulkOutcome(string No, string? Refusal);

[JsonSerializable(typeof(IReadOnlyList<BulkOutcome>))]
internal sealed partial class BulkJson : JsonSerializerContext;
