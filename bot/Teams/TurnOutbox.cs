using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// What a turn wants to say. While it is open, messages wait here until the act they belong to is saved; without one, or once it is
/// closed, they are sent at once.
/// </summary>
internal sealed class TurnOutbox
{
    private List<OutboundMessage> _messages = [];

    public bool IsOpen { get; private set; } = true;

    /// <summary>The activity was handled before.</summary>
    public bool IsRepeat { get; private set; }

    /// <summary>What was said in the act, as it was saved with it.</summary>
    public IReadOnlyList<QueuedMessage> Saved { get; private set; } = [];

    /// <summary>What was said otherwise; nothing saves it.</summary>
    public IReadOnlyList<OutboundMessage> Messages => _messages;

    public void Add(OutboundMessage message) => _messages.Add(message);

    /// <summary>Forgets what was said in a try that came to nothing.</summary>
    public void Clear() => _messages = [];

    /// <summary>The turn is saved, and what it said with it.</summary>
    public void Keep(IReadOnlyList<QueuedMessage> saved) => (Saved, _messages) = (saved, []);

    /// <summary>The turn was saved before: its messages are the outbox's already.</summary>
    public void Repeat() => (IsRepeat, _messages) = (true, []);

    /// <summary>From now on messages are sent at once.</summary>
    public void Close() => IsOpen = false;
}

/// <summary>What a turn of this product offers beside the SDK's <see cref="ITurnContext"/>.</summary>
internal static class TurnExtensions
{
    extension(ITurnContext turn)
    {
        /// <summary>The turn's outbox; null when messages are sent at once.</summary>
        public TurnOutbox? Outbox => turn.TurnState.Get<TurnOutbox>() is { IsOpen: true } outbox ? outbox : null;

        /// <summary>The answer to an invoke; one left without is answered "not implemented".</summary>
        public InvokeResponse? Answer
        {
            get => turn.TurnState.Get<Activity>(BotAdapter.InvokeResponseKey)?.Value as InvokeResponse;
            set => turn.TurnState.Set(
                BotAdapter.InvokeResponseKey, value is null ? null : new Activity { Type = ActivityTypesEx.InvokeResponse, Value = value });
        }

        /// <summary>Says something in another conversation, when the turn is saved.</summary>
        public void SendTo(ConversationReference conversation, Activity message) =>
            (turn.Outbox ?? throw new InvalidOperationException("The turn is over.")).Add(new OutboundMessage(message, To: conversation));
    }
}
