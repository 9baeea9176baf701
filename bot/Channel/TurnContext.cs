namespace ChatOpportunities.Bot.Channel;

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

    /// <summary>Replaces a message the bot sent before.</summary>
    public void Update(string activityId, Activity message) => _queued.Add(new Outbound(message, activityId));
}

/// <summary>A message waiting to be sent, or to replace the one named.</summary>
internal sealed record Outbound(Activity Activity, string? Replaces = null);
