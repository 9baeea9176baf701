using System.Text.Json.Serialization;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// What a turn decided, kept with what it saved: a repeated delivery gets the same answer, and messages that did not go out
/// are sent then.
/// </summary>
/// <param name="Answer">Of an invoke.</param>
/// <param name="Unsent">Messages still to be sent, in order.</param>
/// <param name="SendingUntil">While someone is sending them, the instant after which another may take over.</param>
internal sealed record TurnRecord(InvokeResponse? Answer, IReadOnlyList<Outbound> Unsent, DateTimeOffset? SendingUntil)
{
    /// <summary>The activity was handled before.</summary>
    [JsonIgnore]
    public bool IsRepeat { get; init; }
}
