using ChatOpportunities.Bot.Understanding;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>Asks what can be said.</summary>
internal sealed record HelpCommand;

/// <summary>"help", "hi", and what can only be said elsewhere.</summary>
internal sealed class HelpHandler : IHandler<HelpCommand>, IWordHandler
{
    public Task<Answer> HandleAsync(HelpCommand command, ChatTurn turn, CancellationToken cancellationToken) =>
        Task.FromResult(new Answer(GreetingCards.Help(turn.Texts)));

    public Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        return Task.FromResult<Answer?>(said.Name switch
        {
            CommandName.Help => new Answer(GreetingCards.Help(t)),
            CommandName.Hi when said.Rest.Length == 0 => new Answer(GreetingCards.Hello(t, turn.Caller.Name)),
            CommandName.PostWins => new Answer(
                GreetingCards.Notice(t, t["Say that in the channel itself: mention me there and write “post wins here”."])),
            _ => null,
        });
    }
}
