using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>
/// What a person was shown last in a conversation: what "it" and "the second one" mean. Kept for two hours, and only by number: whoever
/// lost the right to see one meanwhile is told nothing of it.
/// </summary>
internal static class ShownThings
{
    /// <summary>More than come to a person in the time that is remembered.</summary>
    private const int MostReminders = 100;

    private static readonly TimeSpan Memory = TimeSpan.FromHours(2);
    private static readonly Stored<ShownLast> Last = new("shown", ShownJson.Default.ShownLast, Memory);

    /// <summary>What was shown or acted on last, and the question asked last. Read once in a turn.</summary>
    public static async Task<ShownLast> FindAsync(OpportunitiesContext db, ChatTurn turn, CancellationToken cancellationToken) =>
        await Last.LoadAsync(db, KeyOf(turn), cancellationToken) is { } last && turn.Caller.Now - last.At < Memory
            ? last : ShownLast.Nothing;

    /// <summary>
    /// The opportunity of the card that came unasked after all that was shown: a reminder of one. Null where none came, or a brief of
    /// several.
    /// </summary>
    public static async Task<string?> RemindedOfAsync(
        OpportunitiesContext db, ShownLast shown, ChatTurn turn, CancellationToken cancellationToken)
    {
        var since = shown.At ?? turn.Caller.Now - Memory;
        var sent = await db.Reminders.AsNoTracking()
            .Where(r => r.SalespersonId == turn.Caller.SalespersonId && r.SentAt > since && r.Opportunity != null
                && r.Delivery!.StartsWith(turn.ConversationId + "|"))
            .OrderByDescending(r => r.Id).Take(MostReminders).Select(r => new { r.MessageId, r.SentAt, r.Opportunity!.No })
            .ToListAsync(cancellationToken);
        var last = sent.MaxBy(r => r.SentAt);
        return sent.Where(r => r.MessageId == last!.MessageId).Select(r => r.No).Distinct().ToList() is [var only] ? only : null;
    }

    /// <summary>Remembers what an answer shows; forms, figures and notices leave it as it was, and after a list nothing is "it".</summary>
    public static async Task KeepAsync(OpportunitiesContext db, Answer answer, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (answer.No is null && answer.Rows.Count == 0 && answer.Asked is null)
        {
            return;
        }

        var last = await FindAsync(db, turn, cancellationToken);
        var it = answer.No ?? (answer.Rows.Count == 0 ? last.No : answer.Rows is [var only] ? only : null);
        var before = last.No is null || last.No == it ? last.Before : last.No;
        var rows = answer.Rows.Count > 0 ? answer.Rows : last.Rows;
        await Last.PutAsync(
            db, KeyOf(turn), new ShownLast(it, answer.Asked, before, turn.Caller.Now, rows), turn.Caller.Now, cancellationToken);
    }

    /// <summary>Key of the row in which it is kept.</summary>
    internal static string Row(long personId, string conversationId) => Last.RowKey(new StoredKey(personId, conversationId));

    private static StoredKey KeyOf(ChatTurn turn) => new(turn.Caller.SalespersonId, turn.ConversationId);
}

/// <summary>What a person was shown last.</summary>
/// <param name="No">The number of an opportunity; null after a list of several.</param>
/// <param name="Asked">The question that was answered, as it was typed; null when it was none.</param>
/// <param name="Before">The one that was shown before it.</param>
/// <param name="At">When; null when nothing was.</param>
/// <param name="Rows">The numbers of the list that was shown last, from its first row on.</param>
internal sealed record ShownLast(string? No, string? Asked, string? Before, DateTimeOffset? At, IReadOnlyList<string> Rows)
{
    public static readonly ShownLast Nothing = new(null, null, null, null, []);
}

[JsonSerializable(typeof(ShownLast))]
internal sealed partial class ShownJson : JsonSerializerContext;
