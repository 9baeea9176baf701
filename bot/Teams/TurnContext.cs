namespace ChatOpportunities.Bot.Teams;

/// <summary>One activity being answered. What is queued here is sent after the act is saved, in order, and only then.</summary>
internal sealed class TurnContext(Activity activity)
{
    private readonly List<Outbound> _queued = [];

    public Activity Activity { get; } = activity;

    public ConversationReference Reference { get; } = ConversationReference.Of(activity);

    /// <summary>Answer to an invoke; one left without is answered "not implemented".</summary>
    public InvokeResponse? Answer { get; set; }

    internal IReadOnlyList<Outbound> Queued => _queued;

    /// <summary>Sends a message to this conversation.</summary>
    public void Send(Activity message) => _queued.Add(new Outbound(message));

    /// <summary>Sends a message to another conversation.</summary>
    public void Send(Activity message, ConversationReference to) => _queued.Add(new Outbound(message, To: to));

    /// <summary>Replaces a message the bot sent before.</summary>
    public void Update(string activityId, Activity message) => _queued.Add(new Outbound(message, activityId, IsTheAnswer: Answer is null));
}

/// <summary>A message waiting to be sent, or to replace the one named.</summary>
/// <param name="Activity">What is said.</param>
/// <param name="Replaces">Which message it replaces.</param>
/// <param name="IsTheAnswer">Whether nothing else tells the person: then it is sent as new when the message is gone.</param>
/// <param name="To">Another conversation than the one the turn belongs to.</param>
internal sealed record Outbound(Activity Activity, string? Replaces = null, bool IsTheAnswer = false, ConversationReference? To = null);
