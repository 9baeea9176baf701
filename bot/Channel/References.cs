using System.Text.Json;
using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Channel;

/// <summary>Where each person's personal conversation is, so that the bot can write first.</summary>
internal static class References
{
    /// <summary>The personal conversation of a person; null when they never met the bot, or removed it.</summary>
    public static async Task<ConversationReference?> FindAsync(
        OpportunitiesContext db, string tenantId, string objectId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var key = KeyOf(tenantId, objectId);
        var value = await db.StoredItems.AsNoTracking().Where(i => i.Key == key).Select(i => i.Value).SingleOrDefaultAsync(cancellationToken);
        return value is null ? null : JsonSerializer.Deserialize(value, ChannelJson.Default.ConversationReference);
    }

    /// <summary>Stops writing to a person until they are heard from again: they blocked the bot, or it is not installed any more.</summary>
    public static Task ForgetAsync(OpportunitiesContext db, string tenantId, string objectId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var key = KeyOf(tenantId, objectId);
        return db.StoredItems.Where(i => i.Key == key).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Learns from an activity where the person is; the caller saves.</summary>
    internal static async Task KeepAsync(OpportunitiesContext db, Activity activity, CancellationToken cancellationToken)
    {
        if (activity.Conversation is not { ConversationType: "personal", Id.Length: > 0 }
            || activity.TenantId is not { Length: > 0 } tenantId || activity.From?.AadObjectId is not { Length: > 0 } objectId
            || KeyOf(tenantId, objectId) is not { Length: <= StoredItem.MaxKeyLength } key)
        {
            return;
        }

        if (IsGoodbye(activity))
        {
            await ForgetAsync(db, tenantId, objectId, cancellationToken);
        }
        else if (IsContact(activity))
        {
            var value = JsonSerializer.Serialize(ConversationReference.Of(activity) with { ActivityId = null }, ChannelJson.Default.ConversationReference);
            var item = await db.StoredItems.SingleOrDefaultAsync(i => i.Key == key, cancellationToken);
            if (item is null)
            {
                db.StoredItems.Add(new StoredItem { Key = key, Value = value });
            }
            else if (item.Value != value)
            {
                (item.Value, item.Version) = (value, item.Version + 1);
            }
        }
    }

    private static string KeyOf(string tenantId, string objectId) => $"reference/{tenantId}/{objectId}".ToLowerInvariant();

    private static bool IsContact(Activity activity) => activity.Type switch
    {
        "message" or "invoke" => true,
        "installationUpdate" => activity.Action is "add" or "add-upgrade",
        "conversationUpdate" => HasBot(activity.MembersAdded, activity),
        _ => false,
    };

    private static bool IsGoodbye(Activity activity) => activity.Type switch
    {
        "installationUpdate" => activity.Action is "remove",
        "conversationUpdate" => HasBot(activity.MembersRemoved, activity),
        _ => false,
    };

    private static bool HasBot(IReadOnlyList<ChannelAccount>? members, Activity activity) =>
        activity.Recipient?.Id is { } bot && members?.Any(member => member?.Id == bot) == true;
}
