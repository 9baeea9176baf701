namespace ChatOpportunities.Bot.Talk;

/// <summary>
/// The door for whoever understands more than the rules do. It is asked only when they found nothing, and what it says is a proposal: shown
/// first, and done when somebody presses it. Nothing else leans on it.
/// </summary>
internal interface IUnderstand
{
    /// <summary>Whether there is anybody behind it.</summary>
    bool IsOpen { get; }

    /// <summary>
    /// What the line may have meant: one of <see cref="ProposableCommand.All"/>, or null. It answers in time and never throws but when it
    /// is given up; what goes wrong behind the door is null, too.
    /// </summary>
    /// <param name="text">As it was typed, at most <see cref="Understanding.Talk.TalkReader.MostCharacters"/> characters.</param>
    /// <param name="context">All that is told beside it: nothing of what is stored, and of nobody.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<Proposal?> AskAsync(string text, UnderstandingContext context, CancellationToken cancellationToken);
}

/// <summary>What the door is told beside the line.</summary>
/// <param name="Today">The person's date.</param>
/// <param name="Language">Their language, as <c>en</c>.</param>
internal sealed record UnderstandingContext(DateOnly Today, string Language);
