using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// What a turn decided, kept with what it saved: a repeated delivery gets the same answer, and messages that did not go out
/// are sent then.
/// </summary>
/// <param name="Answer">Of an invoke.</param>
/// <param name="Unsent">Messages still to be sent, in order.</param>
/// <param name="SendingUntil">While someone is sending them, the instant after which another may take over.</param>
internal sealed record TurnRecord(RecordedAnswer? Answer, IReadOnlyList<OutboundMessage> Unsent, DateTimeOffset? SendingUntil)
{
    /// <summary>The activity was handled before.</summary>
    [JsonIgnore]
    public bool IsRepeat { get; init; }

    public static TurnRecord Read(string json) => JsonSerializer.Deserialize(json, ChannelJson.Default.TurnRecord)!;

    public string Write() => JsonSerializer.Serialize(this, ChannelJson.Default.TurnRecord);
}

/// <summary>An invoke's answer as it is kept.</summary>
internal sealed record RecordedAnswer(int Status, JsonElement? Body)
{
    public static RecordedAnswer? Of(InvokeResponse? answer) => answer is null ? null : new RecordedAnswer(answer.Status, answer.Body switch
    {
        null => null,
        var body when RawJson.Of(body) is { } json => json,
        var body => JsonDocument.Parse(ActivityWriter.WriteSdkObject(body)).RootElement,
    });

    public InvokeResponse ToResponse() => new() { Status = Status, Body = Body is { } body ? new RawJson(body) : null };
}

/// <summary>A message waiting to be sent, or to replace the one named.</summary>
/// <param name="Activity">What is said.</param>
/// <param name="Replaces">Which message it replaces.</param>
/// <param name="IsTheAnswer">Whether nothing else tells the person: then it is sent as new when the message is gone.</param>
/// <param name="To">Another conversation than the one the turn belongs to.</param>
internal sealed record OutboundMessage(
    [property: JsonConverter(typeof(OutboundMessage.ActivityConverter))] Activity Activity,
    string? Replaces = null,
    bool IsTheAnswer = false,
    [property: JsonConverter(typeof(OutboundMessage.ReferenceConverter))] ConversationReference? To = null)
{
    internal sealed class ActivityConverter : JsonConverter<Activity>
    {
        public override Activity? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ActivityReader.Read(ref reader);

        public override void Write(Utf8JsonWriter writer, Activity value, JsonSerializerOptions options) => ActivityWriter.WriteUnaddressed(writer, value);
    }

    internal sealed class ReferenceConverter : JsonConverter<ConversationReference>
    {
        public override ConversationReference? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ActivityReader.ReadReference(ref reader);

        public override void Write(Utf8JsonWriter writer, ConversationReference value, JsonSerializerOptions options) =>
            ActivityWriter.WriteReference(writer, value);
    }
}
