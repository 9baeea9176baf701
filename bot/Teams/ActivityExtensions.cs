using System.Globalization;
using System.Text.Json;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace ChatOpportunities.Bot.Teams;

/// <summary>What this product asks of an activity beside what the SDK's type says.</summary>
internal static class ActivityExtensions
{
    public const string AdaptiveCard = "application/vnd.microsoft.card.adaptive";

    extension(Activity activity)
    {
        /// <summary>
        /// Asked by the message extension, which works in any chat: "personal" may then be the chat of two people, which the bot is not in.
        /// </summary>
        public bool IsFromExtension =>
            activity.IsInvoke && activity.Name?.StartsWith(InvokeNames.ExtensionPrefix, StringComparison.Ordinal) == true;

        /// <summary>
        /// Of the chat that one person has with the bot, as far as the activity says so. What it does not say is public: where the kind of
        /// conversation is missing or not known, and whatever is a thread or belongs to a team. Two people's own chat is called personal,
        /// too, where a card of ours was shared into it: see <see cref="ConversationReferences"/>.
        /// </summary>
        public bool IsPersonal => activity.Conversation is { ConversationType: "personal", IsGroup: not true } conversation
            && conversation.Id?.StartsWith("19:", StringComparison.Ordinal) != true
            && (activity.ChannelData as JObject)?["team"] is not JObject;

        public bool IsInvoke => activity.Type == ActivityTypes.Invoke;

        public bool IsMessage => activity.Type == ActivityTypes.Message;

        /// <summary>Tenant of the conversation, as the authenticated channel says it.</summary>
        public string? TenantId => activity.Conversation?.TenantId ?? activity.ChannelDataTenantId;

        public string? ChannelDataTenantId => activity.ChannelDataId("tenant");

        /// <summary>The team of a channel: an id that its first channel has, too. Null in chats.</summary>
        public string? TeamId => activity.ChannelDataId("team");

        private string? ChannelDataId(string part) => (string?)((activity.ChannelData as JObject)?[part] is JObject told
            && told["id"] is JValue { Type: JTokenType.String } id ? id : null);

        /// <summary>A text shown exactly as written: nothing in it is read as markup.</summary>
        public static Activity Message(string text) => new()
        {
            Type = ActivityTypes.Message,
            Text = text,
            TextFormat = TextFormatTypes.Plain,
        };

        /// <summary>A card; the summary is what the notification says.</summary>
        public static Activity Card(JsonElement card, string summary) => new()
        {
            Type = ActivityTypes.Message,
            Summary = summary,
            Attachments = [new Attachment { ContentType = AdaptiveCard, Content = new RawJson(card) }],
        };

        /// <summary>Shown for about three seconds while an answer is being made.</summary>
        public static Activity Typing() => new() { Type = ActivityTypes.Typing };

        /// <summary>What it says, without the mention of the bot; see <see cref="SpokenText"/>.</summary>
        public string TextWithoutMention() => SpokenText.Of(activity).Say();

        /// <summary>The value as an object, also when it came as a string that holds one; null when it is neither.</summary>
        public JsonElement? ReadValue()
        {
            var value = RawJson.Of(activity.Value);
            if (value is { ValueKind: JsonValueKind.String } text)
            {
                try
                {
                    var inner = JsonSerializer.Deserialize(text.GetString()!, ChannelJson.Default.JsonElement);
                    return inner.ValueKind == JsonValueKind.Object && ActivityReader.IsReadable(inner) ? inner : null;
                }
                catch (JsonException)
                {
                    return null;
                }
            }

            return value is { ValueKind: JsonValueKind.Object } ? value : null;
        }

        /// <summary>Whether it changes nothing: then it needs neither order nor memory.</summary>
        public bool OnlyAsks() => activity.IsAutomaticRefresh()
            || (activity.IsInvoke && activity.Name is not null && InvokeNames.Questions.Contains(activity.Name));

        /// <summary>Of a messageUpdate: the text was changed, and not brought back after a deletion.</summary>
        public bool IsEdit() => (activity.ChannelData as JObject)?["eventType"] is JValue { Value: "editMessage" };

        /// <summary>A card that updates itself on being shown: nothing was pressed and nothing may change.</summary>
        public bool IsAutomaticRefresh() =>
            activity.IsInvoke && activity.Name == InvokeNames.CardAction && activity.ReadValue() is { } value
            && value.TryGetProperty("trigger", out var trigger) && trigger.ValueKind == JsonValueKind.String
            && trigger.ValueEquals("automatic");

        /// <summary>Two deliveries of the same activity have the same identity; null when the channel gave it no id.</summary>
        public string? Identity() => string.IsNullOrEmpty(activity.Id)
            ? null
            : string.Join('|', activity.ChannelId, activity.Conversation?.Id, activity.Id, activity.Type, activity.Name)
                // An edit keeps the id of the message it changes.
                + (activity.Type == ActivityTypes.MessageUpdate ? "|" + activity.Timestamp?.ToString("O", CultureInfo.InvariantCulture)
                    : "");
    }
}
