using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace ChatOpportunities.Bot.Teams;

/// <summary>The protocol's JSON: written and read by generated code, with a bound on its size and depth.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNameCaseInsensitive = false,
    NumberHandling = JsonNumberHandling.Strict,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = MaxDepth)]
[JsonSerializable(typeof(Activity))]
[JsonSerializable(typeof(ConversationReference))]
[JsonSerializable(typeof(TurnRecord))]
[JsonSerializable(typeof(CardActionAnswer))]
[JsonSerializable(typeof(InvokeError))]
[JsonSerializable(typeof(TaskAnswer))]
[JsonSerializable(typeof(TaskDialog))]
[JsonSerializable(typeof(ExtensionAnswer))]
[JsonSerializable(typeof(SearchResults))]
[JsonSerializable(typeof(ConfigAnswer))]
[JsonSerializable(typeof(TabAnswer))]
[JsonSerializable(typeof(ExchangeFailure))]
[JsonSerializable(typeof(ThumbnailCard))]
[JsonSerializable(typeof(Nothing))]
[JsonSerializable(typeof(NewConversation))]
[JsonSerializable(typeof(NewConversationAnswer))]
[JsonSerializable(typeof(ResourceAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(ConversationMember))]
internal sealed partial class ChannelJson : JsonSerializerContext
{
    public const int MaxBodyBytes = 1024 * 1024;
    public const int MaxDepth = 64;

    /// <summary>Reads an activity as the channel sent it; false when it is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out Activity? activity)
    {
        activity = null;
        try
        {
            // Values are handed on unread, and a broken string in one would only show when a feature reads it.
            if (!Utf8.IsValid(body) || !IsReadable(body))
            {
                return false;
            }

            activity = JsonSerializer.Deserialize(body, Default.Activity);
            return IsComplete(activity);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether every string in a value read from a string can be read: half of an escaped surrogate pair cannot.</summary>
    public static bool IsReadable(JsonElement value) => IsReadable(Encoding.UTF8.GetBytes(value.GetRawText()));

    private static bool IsComplete([NotNullWhen(true)] Activity? activity) =>
        activity is { Type.Length: > 0 }
        && (!(activity.IsMessage || activity.IsInvoke)
            || (!string.IsNullOrEmpty(activity.Conversation?.Id) && !string.IsNullOrEmpty(activity.From?.Id)));

    private static bool IsReadable(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
        {
            return true;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    reader.GetString();
                }
            }
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        return true;
    }
}
