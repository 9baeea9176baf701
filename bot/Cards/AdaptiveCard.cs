using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ChatOpportunities.Bot.Cards;

/// <summary>
/// An Adaptive Card as Teams shows it. The version stays at 1.5: mobile clients refuse a card without one, and 1.6 fails on some
/// paths of Teams, while newer elements work inside a 1.5 card as long as they carry a fallback.
/// </summary>
internal sealed record AdaptiveCard
{
    /// <summary>Largest card we send, in bytes of JSON: older clients and connectors refuse messages above 28 KB.</summary>
    public const int MaxBytes = 25 * 1024;

    /// <summary>Content type of the attachment that holds a card.</summary>
    public const string ContentType = "application/vnd.microsoft.card.adaptive";

    [JsonPropertyOrder(-4)]
    public string Type { get; } = "AdaptiveCard";

    /// <summary>Null in a card inside <see cref="ActionShowCard"/>, which need not name it again.</summary>
    [JsonPropertyName("$schema"), JsonPropertyOrder(-3)]
    public string? Schema { get; init; } = "http://adaptivecards.io/schemas/adaptive-card.json";

    [JsonPropertyOrder(-2)]
    public string Version { get; } = "1.5";

    /// <summary>Two-letter language of the text, so that a screen reader pronounces it right.</summary>
    public string? Lang { get; init; }

    /// <summary>What a client that cannot show cards says instead; plain text.</summary>
    public string? FallbackText { get; init; }

    /// <summary>What is read aloud for the whole card; plain text.</summary>
    public string? Speak { get; init; }

    public bool? Rtl { get; init; }

    public Refresh? Refresh { get; init; }

    public TeamsCardOptions? Msteams { get; init; }

    public required IReadOnlyList<CardElement> Body { get; init; }

    public IReadOnlyList<CardAction>? Actions { get; init; }

    /// <summary>The card as JSON, ready to be an attachment's <c>content</c> or an invoke's <c>value</c>.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, CardJson.Default.AdaptiveCard);

    /// <summary>Size of the JSON as UTF-8; a list that can grow checks this before it is sent.</summary>
    public int SizeInBytes() => JsonSerializer.SerializeToUtf8Bytes(this, CardJson.Default.AdaptiveCard).Length;
}

/// <summary>
/// Lets the named viewers' clients ask for their own view of the card. An empty list means by hand only; Teams takes at most
/// <see cref="MaxUserIds"/> ids, and without a list every member of a small conversation would call.
/// </summary>
internal sealed record Refresh
{
    /// <summary>Most viewers whose clients refresh by themselves.</summary>
    public const int MaxUserIds = 60;

    private Refresh(CardAction action, IReadOnlyList<string> userIds) => (Action, UserIds) = (action, userIds);

    public CardAction Action { get; }

    public IReadOnlyList<string> UserIds { get; }

    /// <param name="userIds">Teams ids (<c>29:…</c>) of the viewers; those beyond the limit refresh by hand.</param>
    public static Refresh For<TData>(
        string verb, TData data, JsonTypeInfo<TData> typeInfo, IEnumerable<string> userIds) =>
        new(ActionExecute.ForRefresh(verb, data, typeInfo), [.. userIds.Distinct(StringComparer.Ordinal).Take(MaxUserIds)]);
}

/// <summary>What only Teams reads on a card: its width, and who is mentioned in it.</summary>
internal sealed record TeamsCardOptions
{
    /// <summary><c>full</c> for a wide card; null for the usual width.</summary>
    public string? Width { get; init; }

    public IReadOnlyList<CardMention>? Entities { get; init; }
}

/// <summary>A person mentioned in a card; <see cref="Text"/> stands, character for character, in a text block.</summary>
internal sealed record CardMention(string Text, Mentioned Mentioned)
{
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "mention";
}

/// <summary>Teams id, Entra object id or user principal name, and the name shown.</summary>
internal sealed record Mentioned(string Id, string Name);
