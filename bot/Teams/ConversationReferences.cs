using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
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
    /// <summary>Why somebody is silent who removed the bot.</summary>
    internal const string Uninstalled = "Uninstalled";

    private const int MaxIdLength = KnownConversation.MaxNameLength;

    /// <summary>So many people are remembered of a group; more would not change its language.</summary>
    private const int MostMembers = 50;

    /// <summary>The personal conversation of a person; null when they never met the bot, or do not want it.</summary>
    public static async Task<StoredReference?> FindAsync(
        OpportunitiesContext db, string tenantId, string objectId, CancellationToken cancellationToken) =>
        await LookAsync(db, tenantId, objectId, cancellationToken) is { SilentBecause: null, Conversation: not null } reference
            ? reference
            : null;

    /// <summary>What is known of a person's conversation, also when they do not want it; null when they never met the bot.</summary>
    public static Task<StoredReference?> LookAsync(
        OpportunitiesContext db, string tenantId, string objectId, CancellationToken cancellationToken) =>
        ReadAsync(db, PersonKey(tenantId, objectId), cancellationToken);

    /// <summary>What is known of the conversations of several people; who never met the bot is left out.</summary>
    public static async Task<Dictionary<(string TenantId, string ObjectId), StoredReference>> LookAsync(
        OpportunitiesContext db, IReadOnlyList<(string TenantId, string ObjectId)> people, CancellationToken cancellationToken)
    {
        var names = people.Select(p => PersonKey(p.TenantId, p.ObjectId)).Distinct().ToList();
        var known = await PeopleAsync(db, [.. names.Select(n => n.TenantId).Distinct()], [.. names.Select(n => n.Name)], cancellationToken);
        Dictionary<(string, string), StoredReference> references = [];
        foreach (var person in people)
        {
            if (known.TryGetValue(PersonKey(person.TenantId, person.ObjectId), out var value)
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

    /// <summary>
    /// The tenant the bot has heard from, when it is only one: who is of an unknown tenant is never looked for in another.
    /// </summary>
    public static async Task<string?> OnlyTenantAsync(OpportunitiesContext db, CancellationToken cancellationToken)
    {
        var tenants = await db.KnownConversations.Where(c => c.Kind == KnownConversationKind.Tenant).OrderBy(c => c.TenantId)
            .Select(c => c.TenantId).Take(2).ToListAsync(cancellationToken);
        return tenants is [var only] ? only : null;
    }

    /// <summary>The channel's ids of people it has heard from, in the order given; the others are left out.</summary>
    public static async Task<IReadOnlyList<string>> UserIdsAsync(
        OpportunitiesContext db, string tenantId, IReadOnlyList<string> objectIds, CancellationToken cancellationToken)
    {
        var keys = objectIds.Select(id => PersonKey(tenantId, id)).ToList();
        var known = await PeopleAsync(db, [tenantId.ToLowerInvariant()], [.. keys.Select(k => k.Name)], cancellationToken);
        return [.. keys.Where(known.ContainsKey)
            .Select(key => ActivityReader.ReadReference(known[key])?.User?.Id).OfType<string>()];
    }

    /// <summary>A conversation the bot opened itself.</summary>
    public static Task KeepAsync(
        OpportunitiesContext db, string tenantId, string objectId, ConversationReference reference, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var opened = new StoredReference(reference) { HeardIn = StoredReference.MonthOf(now) };
        return WriteAsync(db, PersonKey(tenantId, objectId), opened, cancellationToken);
    }

    /// <summary>Stops writing to a person until they are heard from again: they blocked the bot, or it is not installed any more.</summary>
    public static async Task SilenceAsync(
        OpportunitiesContext db, string tenantId, string objectId, string because, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = await LookAsync(db, tenantId, objectId, cancellationToken) ?? new StoredReference();
        (known.SilentBecause, known.SilentSince) = (because, now);
        await WriteAsync(db, PersonKey(tenantId, objectId), known, cancellationToken);
    }

    /// <summary>The conversation is gone, the person is not: it may be opened anew.</summary>
    public static Task ForgetAsync(OpportunitiesContext db, string tenantId, string objectId, CancellationToken cancellationToken)
    {
        return Of(db, PersonKey(tenantId, objectId)).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Under which key the person or the group is known that an activity comes from; null where it does not say enough.</summary>
    internal static ConversationKey? KeyOf(Activity activity) =>
        activity is not { Conversation: { Id.Length: > 0 } conversation, TenantId: { Length: > 0 and <= MaxIdLength } tenantId } ? null
        : !activity.IsPersonal ? GroupKey(tenantId, conversation.Id)
        : activity.From?.AadObjectId is { Length: > 0 and <= MaxIdLength } objectId ? PersonKey(tenantId, objectId)
        : null;

    /// <summary>
    /// Whether this very conversation is one the bot has met. A card may be pressed where it was only shared to, in two people's own chat
    /// or in a group that the bot is not in: that is no meeting.
    /// </summary>
    internal static async Task<bool> IsKnownAsync(OpportunitiesContext db, Activity activity, CancellationToken cancellationToken) =>
        KeyOf(activity) is { } key
        && await db.KnownConversations.FindAsync([key.TenantId, key.Kind, key.Name], cancellationToken) is { } known
        && (key.Kind == KnownConversationKind.Group
            || ActivityReader.ReadReference(known.Reference)?.Conversation?.Id == activity.Conversation?.Id);

    /// <summary>
    /// Learns from an activity where the person or the group is; the caller saves. Only an installation and a message make a conversation
    /// known; a press only brings one up to date.
    /// </summary>
    internal static async Task KeepAsync(
        OpportunitiesContext db, Activity activity, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (activity.Conversation is not { Id.Length: > 0 } conversation
            || activity.TenantId is not { Length: > 0 and <= MaxIdLength } tenantId)
        {
            return;
        }

        var (isGoodbye, isContact) = (IsGoodbye(activity), IsContact(activity));
        if ((!isGoodbye && !isContact) || (activity.IsInvoke && !await IsKnownAsync(db, activity, cancellationToken)))
        {
            return;
        }

        bool isNews;
        var reference = new StoredReference(activity.GetConversationReference()) { HeardIn = StoredReference.MonthOf(now) };
        if (activity.IsPersonal)
        {
            if (activity.From?.AadObjectId is not { Length: > 0 and <= MaxIdLength } objectId)
            {
                return;
            }

            if (isGoodbye)
            {
                (reference.SilentBecause, reference.SilentSince) = (Uninstalled, now);
            }

            isNews = await StageAsync(db, PersonKey(tenantId, objectId), reference, cancellationToken);
        }
        else
        {
            if (isGoodbye)
            {
                await ForgetGroupsAsync(db, activity, cancellationToken);
            }

            isNews = false;
            if (isContact)
            {
                var key = GroupKey(tenantId, conversation.Id);
                var group = await OfGroupAsync(db, key, activity, cancellationToken);
                group.HeardIn = reference.HeardIn;
                isNews = await StageAsync(db, key, group, cancellationToken);
            }
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

    private static ConversationKey PersonKey(string tenantId, string objectId) =>
        new(tenantId.ToLowerInvariant(), KnownConversationKind.Person, objectId.ToLowerInvariant());

    private static ConversationKey TenantKey(string tenantId) => new(tenantId.ToLowerInvariant(), KnownConversationKind.Tenant, "");

    /// <summary>Ids of groups are long and case counts in them; all threads of a channel are one.</summary>
    private static ConversationKey GroupKey(string tenantId, string conversation) => new(
        tenantId.ToLowerInvariant(), KnownConversationKind.Group,
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(conversation.Split(';')[0])).AsSpan(0, 16)));

    private static IQueryable<KnownConversation> Of(OpportunitiesContext db, ConversationKey key) =>
        db.KnownConversations.Where(c => c.TenantId == key.TenantId && c.Kind == key.Kind && c.Name == key.Name);

    private static async Task<Dictionary<ConversationKey, string>> PeopleAsync(
        OpportunitiesContext db, List<string> tenants, List<string> names, CancellationToken cancellationToken) =>
        await db.KnownConversations.AsNoTracking()
            .Where(c => tenants.Contains(c.TenantId) && c.Kind == KnownConversationKind.Person && names.Contains(c.Name))
            .ToDictionaryAsync(c => new ConversationKey(c.TenantId, c.Kind, c.Name), c => c.Reference, cancellationToken);

    private static async Task<StoredReference?> ReadAsync(OpportunitiesContext db, ConversationKey key, CancellationToken cancellationToken)
    {
        var value = await Of(db, key).Select(c => c.Reference).SingleOrDefaultAsync(cancellationToken);
        return value is null ? null : ActivityReader.ReadReference(value);
    }

    /// <summary>Puts a conversation among the changes to be saved; whether there was something to change.</summary>
    private static async Task<bool> StageAsync(
        OpportunitiesContext db, ConversationKey key, StoredReference reference, CancellationToken cancellationToken)
    {
        var value = ActivityWriter.WriteReference(reference);
        var known = await db.KnownConversations.FindAsync([key.TenantId, key.Kind, key.Name], cancellationToken);
        if (known is null)
        {
            db.KnownConversations.Add(New(key, value));
        }
        else if (known.Reference != value)
        {
            (known.Reference, known.Version) = (value, known.Version + 1);
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>Writes a conversation at once, past what else the context has in hand.</summary>
    private static async Task WriteAsync(
        OpportunitiesContext db, ConversationKey key, StoredReference reference, CancellationToken cancellationToken)
    {
        var value = ActivityWriter.WriteReference(reference);
        if (await Of(db, key).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.Reference, value).SetProperty(c => c.Version, c => c.Version + 1), cancellationToken) > 0)
        {
            return;
        }

        var added = db.KnownConversations.Add(New(key, value));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            added.State = EntityState.Detached; // somebody was faster, and knows as much
        }
    }

    private static KnownConversation New(ConversationKey key, string reference) =>
        new() { TenantId = key.TenantId, Kind = key.Kind, Name = key.Name, Reference = reference };

    /// <summary>The group that an activity comes from: all threads of a channel are one, and nobody in it is meant.</summary>
    internal static StoredReference OfGroup(Activity activity) => new(activity.GetConversationReference())
    {
        User = null,
        Locale = null,
        TeamId = activity.TeamId,
        Conversation = new ConversationAccount
        {
            Id = activity.Conversation.Id.Split(';')[0],
            Name = activity.Conversation.Name,
            ConversationType = activity.Conversation.ConversationType,
            IsGroup = activity.Conversation.IsGroup,
            TenantId = activity.Conversation.TenantId,
        },
    };

    /// <summary>Whether a group is among those that the bot left: where it was told so, or a channel of that team.</summary>
    /// <param name="group">A group's reference as it is kept.</param>
    /// <param name="goodbye">What told that the bot was removed.</param>
    internal static bool IsLeft(string group, Activity goodbye) =>
        ActivityReader.ReadReference(group) is { Conversation: { Id: { } id } } known
        && goodbye.Conversation.Id.Split(';')[0] is var left && (id == left || known.TeamId == left);

    /// <summary>
    /// Entra object ids of those who were heard from in a group; null when the bot has not met it, or was removed.
    /// </summary>
    internal static async Task<IReadOnlyList<string>?> MembersAsync(
        OpportunitiesContext db, string tenantId, string conversation, CancellationToken cancellationToken) =>
        (await ReadAsync(db, GroupKey(tenantId, conversation), cancellationToken))?.Members;

    /// <summary>A group as it is now, with one more of whom it is known that they are in it.</summary>
    private static async Task<StoredReference> OfGroupAsync(
        OpportunitiesContext db, ConversationKey key, Activity activity, CancellationToken cancellationToken)
    {
        var known = await db.KnownConversations.FindAsync([key.TenantId, key.Kind, key.Name], cancellationToken) is { } row
            ? ActivityReader.ReadReference(row.Reference) : null;
        var group = OfGroup(activity);
        group.TeamId ??= known?.TeamId; // not every activity tells it
        group.Members = known?.Members ?? [];
        if (Guid.TryParse(activity.From?.AadObjectId, out var id) && id.ToString() is var member && !group.Members.Contains(member))
        {
            group.Members = [.. group.Members.Append(member).TakeLast(MostMembers)];
        }

        return group;
    }

    /// <summary>Forgets the group that the bot was removed from, and the channels of a team with it.</summary>
    private static async Task ForgetGroupsAsync(OpportunitiesContext db, Activity goodbye, CancellationToken cancellationToken)
    {
        var tenant = goodbye.TenantId!.ToLowerInvariant();
        var left = JsonEncodedText.Encode(goodbye.Conversation.Id.Split(';')[0]).ToString(); // as it stands in what is kept
        var groups = await db.KnownConversations
            .Where(c => c.TenantId == tenant && c.Kind == KnownConversationKind.Group && c.Reference.Contains(left))
            .ToListAsync(cancellationToken);
        db.KnownConversations.RemoveRange(groups.Where(group => IsLeft(group.Reference, goodbye)));
    }

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

/// <summary>The key of a <see cref="KnownConversation"/>.</summary>
internal readonly record struct ConversationKey(string TenantId, KnownConversationKind Kind, string Name);
