using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>What became of each of several opportunities, kept for an hour under the id of the form: a form that comes twice acts once.</summary>
public sealed class BulkOutcomes(OpportunitiesContext db, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <summary>Takes the id before anything is done; false when the form was sent already.</summary>
    public async Task<bool> TakeAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        db.StoredItems.Add(new StoredItem { Key = KeyOf(id, caller), Value = "", ExpiresAt = clock.GetUtcNow() + Kept });
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
        var (key, value) = (KeyOf(id, caller), JsonSerializer.Serialize(outcomes, BulkJson.Default.IReadOnlyListBulkOutcome));
        await db.StoredItems.Where(i => i.Key == key)
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.Value, value).SetProperty(i => i.Version, i => i.Version + 1), cancellationToken);
    }

    /// <summary>Gives the id back: the form may be sent again, and what was done already is refused by its version.</summary>
    public async Task GiveBackAsync(Guid id, Caller caller)
    {
        var key = KeyOf(id, caller);
        await db.StoredItems.Where(i => i.Key == key).ExecuteDeleteAsync(CancellationToken.None);
    }

    /// <summary>What became of them, none as long as they are being dealt with; null when there is no such form of theirs.</summary>
    public async Task<IReadOnlyList<BulkOutcome>?> FindAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var (key, now) = (KeyOf(id, caller), clock.GetUtcNow());
        var value = await db.StoredItems.AsNoTracking().Where(i => i.Key == key && i.ExpiresAt > now).Select(i => i.Value)
            .SingleOrDefaultAsync(cancellationToken);
        return value switch
        {
            null => null,
            "" => [],
            _ => JsonSerializer.Deserialize(value, BulkJson.Default.IReadOnlyListBulkOutcome),
        };
    }

    private static string KeyOf(Guid id, Caller caller) => string.Create(CultureInfo.InvariantCulture, $"bulk/{caller.SalespersonId}/{id:N}");
}

/// <summary>One opportunity, and why it was refused; null when it was changed.</summary>
public sealed record BulkOutcome(string No, string? Refusal);

[JsonSerializable(typeof(IReadOnlyList<BulkOutcome>))]
internal sealed partial class BulkJson : JsonSerializerContext;
