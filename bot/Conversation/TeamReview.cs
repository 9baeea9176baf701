using System.Text.Json.Serialization;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>How far a manager's review has come; kept per person and conversation until it is ended or two days old.</summary>
/// <param name="Numbers">The opportunities in the order of the review, which stays as it was at the beginning.</param>
/// <param name="Place">The one being looked at, from 0.</param>
/// <param name="StartedAt">UTC instant of the beginning: the changes since then are listed at the end.</param>
internal sealed record TeamReview(IReadOnlyList<string> Numbers, int Place, DateTimeOffset StartedAt)
{
    private static readonly Stored<TeamReview> Kept = new("review", ReviewJson.Default.TeamReview, TimeSpan.FromDays(2));

    /// <summary>The review a person is in; null when there is none. Salespeople review nothing, so they are not looked up.</summary>
    public static Task<TeamReview?> FindAsync(OpportunitiesContext db, ChatTurn turn, CancellationToken cancellationToken) =>
        turn.Caller.Role == Role.Salesperson
            ? Task.FromResult<TeamReview?>(null)
            : Kept.FindAsync(db, KeyOf(turn), turn.Caller.Now, cancellationToken);

    public Task KeepAsync(OpportunitiesContext db, ChatTurn turn, CancellationToken cancellationToken) =>
        Kept.PutAsync(db, KeyOf(turn), this, turn.Caller.Now, cancellationToken);

    public static Task EndAsync(OpportunitiesContext db, ChatTurn turn, CancellationToken cancellationToken) =>
        Kept.RemoveAsync(db, KeyOf(turn), cancellationToken);

    /// <summary>Leads back to where the review stands.</summary>
    public CardAction Back(BotTexts t) =>
        Button.Of(t["Back to the review ({0} of {1})", Place + 1, Numbers.Count], "review.at", new ButtonData(Place: Place));

    private static StoredKey KeyOf(ChatTurn turn) => new(turn.Caller.SalespersonId, turn.ConversationId);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)] // as reviews were written that are open at an update
[JsonSerializable(typeof(TeamReview))]
internal sealed partial class ReviewJson : JsonSerializerContext;
