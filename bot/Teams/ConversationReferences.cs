using System.Security.Cryptography;
using System.Text;
using ChatOpportunities.Domain.Data;
using Microsoft.Bot.Schema;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// Where each person's personal conversation is, so that the bot can write first; and where each group is that it was added to.
/// Kept per tenant, refreshed by each activity. Somebody who removed or blocked the bot stays known as silent until they are
/// heard from again.
/// </summary>
internal static class ConversationReferences
{
    private const int MaxIdLength = 80;
    private const string TenantPrefix = "tenant/";

    /// <summary>The personal conversation of a person; null when they never met the bot, or do not want it.</summary>
    public static async Task<StoredReference?> FindAsync(
        OpportunitiesContext db, string tenantId, string objectId, CancellationToken cancellationToken) =>
        await LookAsync(db, tenantId, objectId, cancellationToken) is { SilentBecause: null, Conversation: not null } reference ? reference : null;

    /// <summary>What is known of a person's conversation, also when they do not want it; null when they never met the bot.</summary>
    public static Task<StoredReference?> LookAsync(
        OpportunitiesContext db, string tenantId, string objectId, CancellationToken cancellationToken) =>
        ReadAsync(db, KeyOf(tenantId, objectId), cancellationToken);

    /// <summary>What is known of the conversations of several people; who never met the bot is left out.</summary>
    public static async Task<Dictionary<(string TenantId, string ObjectId), StoredReference>> LookAsync(
        OpportunitiesContext db, IReadOnlyList<(string TenantId, string ObjectId)> people, CancellationToken cancellationToken)
    {
        var keys = people.Select(p => KeyOf(p.TenantId, p.ObjectId)).Distinct().ToList();
        var known = await db.StoredItems.AsNoTracking().Where(i => keys.Contains(i.Key)).ToDictionaryAsync(i => i.Key, i => i.Value, cancellationToken);
        Dictionary<(string, string), StoredReference> references = [];
        foreach (var person in people)
        {
            if (known.TryGetValue(KeyOf(person.TenantId, person.ObjectId), out var value)
                && ActivityReader.ReadReference(value) is { } reference)
            {
                references[person] = reference;
            }
        }

        return references;
    }

    /// <summary>How the bot reaches a tenant it has heard from; the person is not said.</summary>
    public static Task<StoredReference?> FindTenantAsync(OpportunitiesContext db, string tenantId, CancellationToken cancellationToken) =>
        ReadAsync(db, TenantKey(tenantId), cancellationToken);

    /// <summary>The tenant the bot has heard from, when it is only one: somebody of unknown tenant is never looked for in another.</summary>
    public static async Task<string?> OnlyTenantAsync(OpportunitiesContext db, CancellationToken cancellationToken)
    {
        var tenants = await db.StoredItems.AsNoTracking().Where(i => i.Key.StartsWith(TenantPrefix)).OrderBy(i => i.Key)
            .Select(i => i.Key).Take(2).ToListAsync(cancellationToken);
        return tenants is [var only] ? only[TenantPrefix.Length..] : null;
    }

    /// <summary>The channel's ids of people it has heard from, in the order given; the others are left out.</summary>
    public static async Task<IReadOnlyList<string>> UserIdsAsync(
        OpportunitiesContext db, string tenantId, IReadOnlyList<string> objectIds, CancellationToken cancellationToken)
    {
        var keys = objectIds.Select(id => KeyOf(tenantId, id)).ToList();
        var known = await db.StoredItems.AsNoTracking().Where(i => keys.Contains(i.Key)).ToDictionaryAsync(i => i.Key, i => i.Value, cancellationToken);
        return [.. keys.Where(known.ContainsKey)
            .Select(key => ActivityReader.ReadReference(known[key])?.User?.Id).OfType<string>()];
    }

    /// <summary>A conversation the bot opened itself.</summary>
    public static Task KeepAsync(
        OpportunitiesContext db, string tenantId, string objectId, ConversationReference reference, CancellationToken cancellationToken) =>
        WriteAsync(db, KeyOf(tenantId, objectId), new StoredReference(reference), cancellationToken);

    /// <summary>Stops writing to a person until they are heard from again: they blocked the bot, or it is not installed any more.</summary>
    public static async Task SilenceAsync(
        OpportunitiesContext db, string tenantId, string objectId, string because, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = await LookAsync(db, tenantId, objectId, cancellationToken) ?? new StoredReference();
        (known.SilentBecause, known.SilentSince) = (because, now);
        await WriteAsync(db, KeyOf(tenantId, objectId), known, cancellationToken);
    }

    /// <summary>The conversation is gone, the person is not: it may be opened anew.</summary>
    public static Task ForgetAsync(OpportunitiesContext db, string tenantId, string objectId, CancellationToken cancellationToken)
    {
        var key = KeyOf(tenantId, objectId);
        return db.StoredItems.Where(i => i.Key == key).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Under which key the person or the group is known that an activity comes from; null where it does not say enough.</summary>
    internal static string? KeyOf(Activity activity) =>
        activity is not { Conversation: { Id.Length: > 0 } conversation, TenantId: { Length: > 0 and <= MaxIdLength } tenantId } ? null
        : conversation.ConversationType != "personal" ? GroupKey(tenantId, conversation.Id)
        : activity.From?.AadObjectId is { Length: > 0 and <= MaxIdLength } objectId ? KeyOf(tenantId, objectId)
        : null;

    /// <summary>Learns from an activity where the person or the group is; the caller saves.</summary>
    internal static async Task KeepAsync(OpportunitiesContext db, Activity activity, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (activity.Conversation is not { Id.Length: > 0 } conversation || activity.TenantId is not { Length: > 0 and <= MaxIdLength } tenantId)
        {
            return;
        }

        var (isGoodbye, isContact) = (IsGoodbye(activity), IsContact(activity));
        if (!isGoodbye && !isContact)
        {
            return;
        }

        bool isNews;
        var reference = new StoredReference(activity.GetConversationReference());
        if (conversation.ConversationType == "personal")
        {
            if (activity.From?.AadObjectId is not { Length: > 0 and <= MaxIdLength } objectId)
            {
                return;
            }

            if (isGoodbye)
            {
                (reference.SilentBecause, reference.SilentSince) = ("Uninstalled", now);
            }

            isNews = await StageAsync(db, KeyOf(tenantId, objectId), reference, cancellationToken);
        }
        else
        {
            var group = GroupKey(tenantId, conversation.Id);
            if (isGoodbye)
            {
                db.StoredItems.RemoveRange(await db.StoredItems.Where(i => i.Key == group).ToListAsync(cancellationToken));
            }

            var where = OfGroup(reference);
            where.Locale = null;
            isNews = isContact && await StageAsync(db, group, where, cancellationToken);
        }

        if (isContact && isNews)
        {
            await StageAsync(
                db,
                TenantKey(tenantId),
                new StoredReference { ChannelId = activity.ChannelId, ServiceUrl = activity.ServiceUrl, Bot = activity.Recipient },
                cancellationToken);
        }
    }

    private static string KeyOf(string tenantId, string objectId) => $"reference/{tenantId}/{objectId}".ToLowerInvariant();

    private static string TenantKey(string tenantId) => TenantPrefix + tenantId.ToLowerInvariant();

    /// <summary>Ids of groups are long and case counts in them; all threads of a channel are one.</summary>
    private static string GroupKey(string tenantId, string conversation) =>
        $"group/{tenantId.ToLowerInvariant()}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(conversation.Split(';')[0])).AsSpan(0, 16))}";



    private static async Task<StoredReference?> ReadAsync(OpportunitiesContext db, string key, CancellationToken cancellationToken)
    {
        var value = await db.StoredItems.AsNoTracking().Where(i => i.Key == key).Select(i => i.Value).SingleOrDefaultAsync(cancellationToken);
        return value is null ? null : ActivityReader.ReadReference(value);
    }

    /// <summary>Puts an item among the changes to be saved; whether there was something to change.</summary>
    private static async Task<bool> StageAsync(OpportunitiesContext db, string key, StoredReference reference, CancellationToken cancellationToken)
    {
        var value = ActivityWriter.WriteReference(reference);
        var item = await db.StoredItems.FindAsync([key], cancellationToken);
        if (item is null)
        {
            db.StoredItems.Add(new StoredItem { Key = key, Value = value });
        }
        else if (item.Value != value)
        {
            (item.Value, item.Version) = (value, item.Version + 1);
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>Writes an item at once, past what else the context has in hand.</summary>
    private static async Task WriteAsync(OpportunitiesContext db, string key, StoredReference reference, CancellationToken cancellationToken)
    {
        var value = ActivityWriter.WriteReference(reference);
        if (await db.StoredItems.Where(i => i.Key == key).ExecuteUpdateAsync(
            set => set.SetProperty(i => i.Value, value).SetProperty(i => i.Version, i => i.Version + 1), cancellationToken) > 0)
        {
            return;
        }

        var item = db.StoredItems.Add(new StoredItem { Key = key, Value = value });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            item.State = EntityState.Detached; // somebody was faster, and knows as much
        }
    }

    /// <summary>All threads of a channel are one, and nobody in it is meant.</summary>
    internal static StoredReference OfGroup(ConversationReference reference) => new(reference)
    {
        User = null,
        Conversation = new ConversationAccount
        {
            Id = reference.Conversation.Id.Split(';')[0],
            Name = reference.Conversation.Name,
            ConversationType = reference.Conversation.ConversationType,
            IsGroup = reference.Conversation.IsGroup,
            TenantId = reference.Conversation.TenantId,
        },
    };

    private static bool IsContact(Activity activity) => activity.Type switch
    {
        "message" or "invoke" => !activity.IsFromExtension,
        "installationUpdate" => activity.Action is "add" or "add-upgrade",
        "conversationUpdate" => HasBot(activity.MembersAdded, activity),
        _ => false,
    };

    /// <summary>The bot was removed from where the activity comes from.</summary>
    internal static bool IsGoodbye(Activity activity) => activity.Type switch
    {
        "installationUpdate" => activity.Action is "remove",
        "conversationUpdate" => HasBot(activity.MembersRemoved, activity),
        _ => false,
    };

    private static bool HasBot(IList<ChannelAccount>? members, Activity activity) =>
        activity.Recipient?.Id is { } bot && members?.Any(member => member?.Id == bot) == true;
}
