using ChatOpportunities.Domain.People;

namespace ChatOpportunities.Domain.Reminders;

/// <summary>The way out of the process: takes a message to its person.</summary>
public interface IReminderSender
{
    /// <summary>
    /// By person: what is known of how to reach them, read at once for people who are about to be written to. Only the sender
    /// understands it.
    /// </summary>
    Task<IReadOnlyDictionary<long, object>> LocateAsync(IReadOnlyList<Salesperson> people, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<long, object>>(new Dictionary<long, object>());

    /// <summary>
    /// Sends one message. The opportunities of its reminders (with cycle, stages, current entry, contact, open tasks) are loaded.
    /// </summary>
    Task<SendOutcome> SendAsync(ReminderMessage message, CancellationToken cancellationToken);
}

/// <summary>
/// What one person is told at once: a brief of several reminders, one that comes alone, or the Monday brief of a manager.
/// </summary>
/// <param name="Id">Names the message: its card is found again by it.</param>
/// <param name="Person">Who is told.</param>
/// <param name="Reminders">At least one, in the order in which they fell due.</param>
/// <param name="Changes">What changed in the team, for the Monday brief alone.</param>
/// <param name="Earlier">For a brief: how many other opportunities its person was asked about before and has not answered.</param>
/// <param name="Whereabouts">What the sender found of how to reach the person; null when it did not look yet.</param>
public sealed record ReminderMessage(
    Guid Id, Salesperson Person, IReadOnlyList<Reminder> Reminders, TeamChanges? Changes = null, int Earlier = 0,
    object? Whereabouts = null);

/// <summary>What became of one attempt.</summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>The channel took it and calls it so.</summary>
    public sealed record Sent(string Delivery) : SendOutcome;

    /// <summary>The person has no chat with the bot yet, or not any more; the attempt does not count.</summary>
    public sealed record NotReachable(string Why) : SendOutcome;

    /// <summary>It may work later; <paramref name="After"/> is what the channel asked to wait, if anything.</summary>
    public sealed record TryAgain(string Why, TimeSpan? After = null) : SendOutcome;

    /// <summary>This host cannot send, through no fault of the message or its person; the attempt does not count.</summary>
    public sealed record OwnFault(string Why) : SendOutcome;

    /// <summary>It will never work.</summary>
    public sealed record GivenUp(string Why) : SendOutcome;
}
