using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace ChatOpportunities.Bot.Teams;

/// <summary>What is said between a channel and the bot: a message, a press of a button, an installation. Unknown fields are ignored.</summary>
internal sealed partial record Activity
{
    public const string AdaptiveCard = "application/vnd.microsoft.card.adaptive";

    public string Type { get; init; } = "";
    public string? Id { get; init; }
    public string? ChannelId { get; init; }
    public string? ServiceUrl { get; init; }

    /// <summary>The sender's clock with its offset; relative dates ("tomorrow") are read from it.</summary>
    public DateTimeOffset? LocalTimestamp { get; init; }

    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>IANA name of the sender's time zone; a hint of the client.</summary>
    public string? LocalTimezone { get; init; }

    public ChannelAccount? From { get; init; }
    public ChannelAccount? Recipient { get; init; }
    public ConversationAccount? Conversation { get; init; }

    /// <summary>On a press of a button: the message that holds the card.</summary>
    public string? ReplyToId { get; init; }

    public string? Locale { get; init; }
    public string? Text { get; init; }
    public string? TextFormat { get; init; }

    /// <summary>What a notification shows of a message that is a card.</summary>
    public string? Summary { get; init; }

    public string? AttachmentLayout { get; init; }
    public IReadOnlyList<Attachment>? Attachments { get; init; }
    public IReadOnlyList<Entity>? Entities { get; init; }
    public IReadOnlyList<ChannelAccount>? MembersAdded { get; init; }
    public IReadOnlyList<ChannelAccount>? MembersRemoved { get; init; }

    /// <summary>Of an installationUpdate: <c>add</c>, <c>remove</c>, <c>add-upgrade</c>, <c>remove-upgrade</c>.</summary>
    public string? Action { get; init; }

    /// <summary>Name of an invoke or event.</summary>
    public string? Name { get; init; }

    /// <summary>Input of a card or argument of an invoke; an object, or a string that holds one: see <see cref="ReadValue"/>.</summary>
    public JsonElement? Value { get; init; }

    public JsonElement? ChannelData { get; init; }

    /// <summary>
    /// Asked by the message extension, which works in any chat: "personal" may then be the chat of two people, which the bot is not in.
    /// </summary>
    [JsonIgnore]
    public bool IsFromExtension => IsInvoke && Name?.StartsWith(InvokeNames.ExtensionPrefix, StringComparison.Ordinal) == true;

    [JsonIgnore]
    public bool IsInvoke => Type == "invoke";

    [JsonIgnore]
    public bool IsMessage => Type == "message";

    /// <summary>Tenant of the conversation, as the authenticated channel says it.</summary>
    [JsonIgnore]
    public string? TenantId => Conversation?.TenantId ?? ChannelDataTenantId;

    [JsonIgnore]
    internal string? ChannelDataTenantId =>
        ChannelData is { ValueKind: JsonValueKind.Object } data
        && data.TryGetProperty("tenant", out var tenant) && tenant.ValueKind == JsonValueKind.Object
        && tenant.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()
            : null;

    /// <summary>A text shown exactly as written: nothing in it is read as markup.</summary>
    public static Activity Message(string text) => new() { Type = "message", Text = text, TextFormat = "plain" };

    /// <summary>A card; the summary is what the notification says.</summary>
    public static Activity Card(JsonElement card, string summary) =>
        new() { Type = "message", Summary = summary, Attachments = [new Attachment { ContentType = AdaptiveCard, Content = card }] };

    /// <summary>Shown for about three seconds while an answer is being made.</summary>
    public static Activity Typing() => new() { Type = "typing" };

    /// <summary>The text as typed: without the mention of the bot, entities decoded, blanks collapsed.</summary>
    public string TextWithoutMention()
    {
        var text = Text ?? "";
        foreach (var mention in Entities ?? [])
        {
            if (mention is { Type: "mention", Text.Length: > 0 } && mention.Mentioned?.Id is { } id && id == Recipient?.Id)
            {
                text = text.Replace(mention.Text, " ", StringComparison.Ordinal);
            }
        }

        return Blanks().Replace(WebUtility.HtmlDecode(text), " ").Trim();
    }

    /// <summary><see cref="Value"/> as an object, also when it came as a string that holds one; null when it is neither.</summary>
    public JsonElement? ReadValue()
    {
        if (Value is { ValueKind: JsonValueKind.String } text)
        {
            try
            {
                var inner = JsonSerializer.Deserialize(text.GetString()!, ChannelJson.Default.JsonElement);
                return inner.ValueKind == JsonValueKind.Object && ChannelJson.IsReadable(inner) ? inner : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }

        return Value is { ValueKind: JsonValueKind.Object } value ? value : null;
    }

    /// <summary>Whether it changes nothing: then it needs neither order nor memory.</summary>
    internal bool OnlyAsks() => IsAutomaticRefresh() || (IsInvoke && Name is not null && InvokeNames.Questions.Contains(Name));

    /// <summary>Of a messageUpdate: the text was changed, and not brought back after a deletion.</summary>
    internal bool IsEdit() => ChannelData is { ValueKind: JsonValueKind.Object } data
        && data.TryGetProperty("eventType", out var what) && what.ValueKind == JsonValueKind.String && what.ValueEquals("editMessage");

    /// <summary>A card that updates itself on being shown: nothing was pressed and nothing may change.</summary>
    internal bool IsAutomaticRefresh() =>
        IsInvoke && Name == InvokeNames.CardAction && ReadValue() is { } value
        && value.TryGetProperty("trigger", out var trigger) && trigger.ValueKind == JsonValueKind.String && trigger.ValueEquals("automatic");

    /// <summary>Two deliveries of the same activity have the same identity; null when the channel gave it no id.</summary>
    internal string? Identity() => string.IsNullOrEmpty(Id)
        ? null
        : string.Join('|', ChannelId, Conversation?.Id, Id, Type, Name)
            // An edit keeps the id of the message it changes.
            + (Type == "messageUpdate" ? "|" + Timestamp?.ToString("O", CultureInfo.InvariantCulture) : "");

    [GeneratedRegex(@"[^\S\n]+")]
    private static partial Regex Blanks();
}
