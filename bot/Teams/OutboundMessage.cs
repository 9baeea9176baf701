using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Bot.Schema;

namespace ChatOpportunities.Bot.Teams;

/// <summary>A message to be sent, or to replace the one named; as JSON it is the payload of an outbox row.</summary>
/// <param name="Activity">What is said.</param>
/// <param name="Replaces">Which message it replaces.</param>
/// <param name="IsTheAnswer">Whether nothing else tells the person: then it is sent as new when the message is gone.</param>
/// <param name="To">Where; null means the conversation that the turn belongs to.</param>
internal sealed record OutboundMessage(
    [property: JsonConverter(typeof(OutboundMessage.ActivityConverter))] Activity Activity,
    string? Replaces = null,
    bool IsTheAnswer = false,
    [property: JsonConverter(typeof(OutboundMessage.ReferenceConverter))] ConversationReference? To = null)
{
    /// <summary>Null when it cannot be read.</summary>
    public static OutboundMessage? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ChannelJson.Default.OutboundMessage);
        }
        catch (Exception odd) when (odd is JsonException or Newtonsoft.Json.JsonException)
        {
            return null;
        }
    }

    public string Write() => JsonSerializer.Serialize(this, ChannelJson.Default.OutboundMessage);

    internal sealed class ActivityConverter : JsonConverter<Activity>
    {
        public override Activity? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ActivityReader.Read(ref reader);

        public override void Write(Utf8JsonWriter writer, Activity value, JsonSerializerOptions options) =>
            ActivityWriter.WriteUnaddressed(writer, value);
    }

    internal sealed class ReferenceConverter : JsonConverter<ConversationReference>
    {
        public override ConversationReference? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ActivityReader.ReadReference(ref reader);

        public override void Write(Utf8JsonWriter writer, ConversationReference value, JsonSerializerOptions options) =>
            ActivityWriter.WriteReference(writer, value);
    }
}
