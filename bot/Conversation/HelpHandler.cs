using ChatOpportunities.Bot.Understanding;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>Asks what can be said.</summary>
/// <param name="IsEverything">All of it, and not only a few examples.</param>
internal sealed record HelpCommand(bool IsEverything)
{
    public static HelpCommand Of(Press press) => new(press.Button.Action == GreetingCards.Everything);
}

/// <summary>"help", "hi", and what can only be said elsewhere.</summary>
internal sealed class HelpHandler : IHandler<HelpCommand>, IWordHandler
{
    public Task<Answer> HandleAsync(HelpCommand command, ChatTurn turn, CancellationToken cancellationToken) =>
        Task.FromResult(new Answer(
            command.IsEverything ? GreetingCards.Help(turn.Texts) : GreetingCards.Examples(turn.Texts, turn.Caller.Role)));

    public Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        return Task.FromResult<Answer?>(said.Name switch
        {
            CommandName.Help => new Answer(
                said.Rest.Length > 0 ? GreetingCards.Help(t) : GreetingCards.Examples(t, turn.Caller.Role)),
            CommandName.Hi when said.Rest.Length == 0 => new Answer(GreetingCards.Hello(t, turn.Caller.Name)),
            CommandName.PostWins => new Answer(
                GreetingCards.Notice(t, t["Say that in the channel itself: mention me there and write “post wins here”."])),
            _ => null,
        });
    }
}
