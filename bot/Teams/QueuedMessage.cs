using ChatOpportunities.Domain.Delivery;

namespace ChatOpportunities.Bot.Teams;

/// <summary>A message that waits in this process to be sent.</summary>
/// <param name="Row">Its row of the outbox.</param>
/// <param name="Message">What is said, and where.</param>
/// <param name="IsSaved">Whether the row is in the database; otherwise it is lost with the process, and saved only when it fails.</param>
/// <param name="Turn">Whose span the call belongs to; null for what another process left.</param>
internal sealed record QueuedMessage(OutboxMessage Row, OutboundMessage Message, bool IsSaved, ExecutionContext? Turn)
{
    /// <summary>What this process may send without asking the database again whether the message is still its own.</summary>
    public bool IsClaimedAt(DateTimeOffset moment) => !IsSaved || Row.ClaimedUntil > moment;

    /// <summary>
    /// The first attempt to send what the same turn said before, in another conversation: "I have answered you in our personal chat" comes
    /// after that answer, also when it was refused.
    /// </summary>
    public Task After { get; init; } = Task.CompletedTask;

    /// <summary>Ends with the first attempt to send this one; null when nobody waits for it.</summary>
    public TaskCompletionSource? Tried { get; init; }

    /// <summary>Messages of one lane go out one after another, in order.</summary>
    public (string? Tenant, string? Conversation) Lane => (Message.To!.Conversation?.TenantId ?? Row.TenantId, Message.To.Conversation?.Id);
}
