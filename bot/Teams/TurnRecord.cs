using System.Text.Json;
using Microsoft.Bot.Builder;

namespace ChatOpportunities.Bot.Teams;

/// <summary>What the ledger keeps of a turn: a repeated delivery gets the same answer.</summary>
/// <param name="Answer">Of an invoke; null for anything else.</param>
internal sealed record TurnRecord(RecordedAnswer? Answer)
{
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
