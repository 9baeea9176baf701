using System.Text.Json.Serialization;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>
/// Ends what is known of conversations. Where somebody is who may be reminded is kept for as long as they may, however long they say
/// nothing; of one of them who removed the bot only that is kept, so that they are not written to. All else ends when it is not used.
/// </summary>
internal static class ConversationRetention
{
    /// <summary>How many whole months pass without a word, or a press, before a conversation that nobody needs is forgotten.</summary>
    public const int MonthsUnused = WaitingPerson.MonthsKept;

    /// <summary>How long a chat is remembered that the bot was removed from: long enough to change one's mind.</summary>
    public static readonly TimeSpan AfterRemoval = TimeSpan.FromDays(30);

    /// <summary>So many conversations are looked at in one run; the next one goes on behind them.</summary>
    public const int AtOnce = 200;

    private static readonly Stored<RetentionPosition> Position =
        new("retention", RetentionJson.Default.RetentionPosition, lifetime: null);

    /// <summary>Looks at the next conversations, and ends what is to be ended of them.</summary>
    public static async Task RunAsync(OpportunitiesContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var after = await Position.FindAsync(db, default, cancellationToken);
        var (tenant, kind, name) = after ?? new RetentionPosition("", 0, "");
        var some = await db.KnownConversations.AsNoTracking()
            .Where(c => c.TenantId.CompareTo(tenant) > 0
                || (c.TenantId == tenant && ((int)c.Kind > kind || ((int)c.Kind == kind && c.Name.CompareTo(name) > 0))))
            .OrderBy(c => c.TenantId).ThenBy(c => c.Kind).ThenBy(c => c.Name).Take(AtOnce).ToListAsync(cancellationToken);
        var ids = some.Select(PersonOf).OfType<Guid>().ToList();
        var needed = await db.Salespeople.Where(p => !p.Blocked && p.EntraObjectId != null && ids.Contains(p.EntraObjectId.Value))
            .Select(p => p.EntraObjectId!.Value).ToHashSetAsync(cancellationToken);
        foreach (var known in some.Where(c => c.Kind != KnownConversationKind.Tenant))
        {
            await EndAsync(db, known, PersonOf(known) is { } person && needed.Contains(person), now, cancellationToken);
        }

        if (some.Count == AtOnce)
        {
            var last = some[^1];
            await Position.SetAsync(db, default, new(last.TenantId, (int)last.Kind, last.Name), default, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }
        else if (after is not null)
        {
            await Position.DeleteAsync(db, default, cancellationToken);
        }
    }

    private static Guid? PersonOf(KnownConversation known) =>
        known.Kind == KnownConversationKind.Person && Guid.TryParse(known.Name, out var id) ? id : null;

    /// <summary>Whoever is heard from meanwhile has another version, and stays.</summary>
    private static async Task EndAsync(
        OpportunitiesContext db, KnownConversation known, bool isNeeded, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var reference = ActivityReader.ReadReference(known.Reference) ?? new StoredReference();
        var wasRemoved = reference.SilentBecause == ConversationReferences.Uninstalled && reference.SilentSince <= now - AfterRemoval;
        StoredReference? kept = reference;
        if (isNeeded)
        {
            kept = wasRemoved ? new() { SilentBecause = reference.SilentBecause, SilentSince = reference.SilentSince } : reference;
        }
        else if (wasRemoved || reference.HeardIn?.AddMonths(MonthsUnused + 1) <= StoredReference.MonthOf(now))
        {
            kept = null;
        }
        else if (reference.HeardIn is null)
        {
            reference.HeardIn = StoredReference.MonthOf(now); // its time begins
        }

        var same = db.KnownConversations.Where(c => c.TenantId == known.TenantId && c.Kind == known.Kind && c.Name == known.Name
            && c.Version == known.Version);
        if (kept is null)
        {
            await same.ExecuteDeleteAsync(cancellationToken);
        }
        else if (ActivityWriter.WriteReference(kept) is var value && value != known.Reference)
        {
            await same.ExecuteUpdateAsync(
                set => set.SetProperty(c => c.Reference, value).SetProperty(c => c.Version, c => c.Version + 1), cancellationToken);
        }
    }
}

/// <summary>The last conversation that was looked at, by its key.</summary>
internal sealed record RetentionPosition(string TenantId, int Kind, string Name);

[JsonSerializable(typeof(RetentionPosition))]
internal sealed partial class RetentionJson : JsonSerializerContext;
