using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOpportunities.Bot.Teams;

/// <summary>The JSON of what is answered to invokes, read from the connector and kept of turns, by generated code.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNameCaseInsensitive = false,
    NumberHandling = JsonNumberHandling.Strict,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = ActivityReader.MaxDepth)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(TurnRecord))]
[JsonSerializable(typeof(OutboundMessage))]
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
[JsonSerializable(typeof(NewConversationAnswer))]
[JsonSerializable(typeof(ResourceAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(ConversationMember))]
internal sealed partial class ChannelJson : JsonSerializerContext;
