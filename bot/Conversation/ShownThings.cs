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
    private static readonly Stored<ShownOne> One = new("shown", ShownJson.Default.ShownOne, Memory);
    private static readonly Stored<ShownRows> Rows = new("listed", ShownJson.Default.ShownRows, Memory);

    /// <summary>The one that was shown or acted on last, and the question asked last.</summary>
    public static async Task<ShownOne> FindAsync(OpportunitiesContext db, ChatTurn turn, CancellationToken cancellationToken) =>
        await One.FindAsync(db, KeyOf(turn), turn.Caller.Now, cancellationToken) ?? ShownOne.Nothing;

    /// <summary>
    /// The opportunity of the card that came unasked after all that was shown: a reminder of one. Null where none came, or a brief of
    /// several.
    /// </summary>
    public static async Task<string?> RemindedOfAsync(
        OpportunitiesContext db, ShownOne shown, ChatTurn turn, CancellationToken cancellationToken)
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

    /// <summary>The numbers of the list that was shown last, from its first row on.</summary>
    public static async Task<IReadOnlyList<string>> ListedAsync(
        OpportunitiesContext db, ChatTurn turn, CancellationToken cancellationToken) =>
        (await Rows.FindAsync(db, KeyOf(turn), turn.Caller.Now, cancellationToken))?.Numbers ?? [];

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
        await One.SetAsync(db, KeyOf(turn), new ShownOne(it, answer.Asked, before, turn.Caller.Now), turn.Caller.Now, cancellationToken);
        if (answer.Rows.Count > 0)
        {
            await Rows.SetAsync(db, KeyOf(turn), new ShownRows(answer.Rows), turn.Caller.Now, cancellationToken);
        }
    }

    private static StoredKey KeyOf(ChatTurn turn) => new(turn.Caller.SalespersonId, turn.ConversationId);
}

/// <summary>One opportunity that was shown.</summary>
/// <param name="No">Its number; null after a list of several.</param>
/// <param name="Asked">The question that was answered, as it was typed; null when it was none.</param>
/// <param name="Before">The one that was shown before it.</param>
/// <param name="At">When; null when nothing was.</param>
internal sealed record ShownOne(string? No, string? Asked, string? Before, DateTimeOffset? At)
{
    public static readonly ShownOne Nothing = new(null, null, null, null);
}

/// <summary>A list that was shown.</summary>
internal sealed record ShownRows(IReadOnlyList<string> Numbers);

[JsonSerializable(typeof(ShownOne))]
[JsonSerializable(typeof(ShownRows))]
internal sealed partial class ShownJson : JsonSerializerContext;
