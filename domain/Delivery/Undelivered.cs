using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Delivery;

/// <summary>Answers of the bot that did not reach a conversation: what was done is saved, only its answer was not seen.</summary>
/// <param name="At">UTC instant of the last attempt.</param>
/// <param name="EntraObjectId">Whose turn it was.</param>
/// <param name="TenantId">Tenant of the conversation.</param>
/// <param name="ConversationId">The channel's name for the conversation.</param>
/// <param name="Messages">How many did not go out.</param>
/// <param name="Why">The reason in a word; never what was to be said.</param>
public sealed record Undelivered(DateTimeOffset At, string? EntraObjectId, string? TenantId, string? ConversationId, int Messages, string Why)
{
    private const string Prefix = "undelivered/";

    /// <summary>How long an admin can see it.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    /// <summary>Records a failure; the same turn failing again replaces it.</summary>
    public async Task KeepAsync(OpportunitiesContext db, string turn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var (key, value, end) = (Prefix + turn, JsonSerializer.Serialize(this, DeliveryJson.Default.Undelivered), At + Memory);
        if (await db.StoredItems.Where(i => i.Key == key).ExecuteUpdateAsync(
            set => set.SetProperty(i => i.Value, value).SetProperty(i => i.ExpiresAt, end).SetProperty(i => i.Version, i => i.Version + 1), cancellationToken) == 0)
        {
            db.StoredItems.Add(new StoredItem { Key = key, Value = value, ExpiresAt = end });
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>A turn's answer arrived after all.</summary>
    public static Task ForgetAsync(OpportunitiesContext db, string turn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var key = Prefix + turn;
        return db.StoredItems.Where(i => i.Key == key).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>The latest first.</summary>
    public static async Task<IReadOnlyList<Undelivered>> ListAsync(OpportunitiesContext db, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var values = await db.StoredItems.AsNoTracking().Where(i => i.Key.StartsWith(Prefix)).OrderByDescending(i => i.ExpiresAt)
            .Select(i => i.Value).Take(most).ToListAsync(cancellationToken);
        return [.. values.Select(value => JsonSerializer.Deserialize(value, DeliveryJson.Default.Undelivered)!)];
    }
}

[JsonSerializable(typeof(Undelivered))]
internal sealed partial class DeliveryJson : JsonSerializerContext;
