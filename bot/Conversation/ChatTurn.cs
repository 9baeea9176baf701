using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using Microsoft.Bot.Schema;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>A turn as the features see it: who speaks, in which language, and in which conversation.</summary>
/// <param name="Caller">The person, known and not blocked.</param>
/// <param name="Texts">Their language and formats.</param>
/// <param name="ConversationId">The conversation the turn belongs to.</param>
internal sealed record ChatTurn(Caller Caller, BotTexts Texts, string ConversationId)
{
    /// <summary>The language of what everybody reads where it is said or shared: in a group it may be another than the person's.</summary>
    public BotTexts SharedTexts { get => field ?? Texts; init; }

    /// <summary>The channel's id of the person, for cards that refresh themselves.</summary>
    public string? UserId { get; init; }

    /// <summary>What those are called who are mentioned in what was said, and are none of the salespeople.</summary>
    public IReadOnlyList<string> Strangers { get; init; } = [];
}

/// <summary>What is answered: a card, and the one sentence a notification shows of it.</summary>
internal sealed record Answer(AdaptiveCard Card)
{
    /// <summary>The opportunity whose own card this is; null for forms, lists and notices.</summary>
    public string? No { get; init; }

    /// <summary>The opportunities of a list, by number, from its first row on: "the second one" is one of them.</summary>
    public IReadOnlyList<string> Rows { get; init; } = [];

    /// <summary>The question it answers, as it was typed; null when it answers none.</summary>
    public string? Asked { get; init; }

    /// <summary>What was done, where the card tells of an act.</summary>
    public string? Done { get; init; }

    /// <summary>
    /// Whether nothing was to be done: what was said is a courtesy, or was not understood. In a group nobody else reads of it.
    /// </summary>
    public bool IsAside { get; init; }

    /// <summary>Why something was not done, where the card tells of that.</summary>
    public string? Refused { get; init; }

    /// <summary>Whether the person is asked to choose between theirs and what somebody else did.</summary>
    public bool IsConflict { get; init; }

    public Activity ToActivity() => Activity.Card(Card.ToJson(), Card.FallbackText ?? "");
}
