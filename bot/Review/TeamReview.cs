using System.Globalization;
using System.Text.Json;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Review;

/// <summary>How far a manager's review has come; kept per person and conversation until it is ended or two days old.</summary>
/// <param name="Numbers">The opportunities in the order of the review, which stays as it was at the beginning.</param>
/// <param name="Place">The one being looked at, from 0.</param>
/// <param name="StartedAt">UTC instant of the beginning: the changes since then are listed at the end.</param>
internal sealed record TeamReview(IReadOnlyList<string> Numbers, int Place, DateTimeOffset StartedAt)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(2);

    /// <summary>The review a person is in; null when there is none. Salespeople review nothing, so they are not looked up.</summary>
    public static async Task<TeamReview?> FindAsync(OpportunitiesContext db, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (turn.Caller.Role == Role.Salesperson)
        {
            return null;
        }

        var (key, now) = (KeyOf(turn), turn.Caller.Now);
        var value = await db.StoredItems.AsNoTracking().Where(i => i.Key == key && i.ExpiresAt > now).Select(i => i.Value).SingleOrDefaultAsync(cancellationToken);
        return value is null ? null : JsonSerializer.Deserialize(value, ChatJson.Default.TeamReview);
    }

    public async Task KeepAsync(OpportunitiesContext db, ChatTurn turn, CancellationToken cancellationToken)
    {
        var key = KeyOf(turn);
        var item = await db.StoredItems.SingleOrDefaultAsync(i => i.Key == key, cancellationToken);
        if (item is null)
        {
            item = new StoredItem { Key = key, Value = "" };
            db.StoredItems.Add(item);
        }
        else
        {
            item.Version++;
        }

        (item.Value, item.ExpiresAt) = (JsonSerializer.Serialize(this, ChatJson.Default.TeamReview), turn.Caller.Now + Life);
    }

    public static Task<int> EndAsync(OpportunitiesContext db, ChatTurn turn, CancellationToken cancellationToken)
    {
        var key = KeyOf(turn);
        return db.StoredItems.Where(i => i.Key == key).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Leads back to where the review stands.</summary>
    public CardAction Back(BotTexts t) =>
        Button.Of(t["Back to the review ({0} of {1})", Place + 1, Numbers.Count], "review.at", new ButtonData(Place: Place));

    private static string KeyOf(ChatTurn turn)
    {
        // A conversation's id may be longer than a key.
        var conversation = turn.ConversationId.Length <= 120 ? turn.ConversationId : turn.ConversationId[..120];
        return string.Create(CultureInfo.InvariantCulture, $"review/{turn.Caller.SalespersonId}/{conversation}");
    }
}
