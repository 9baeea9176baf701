namespace ChatOpportunities.Bot.Conversation;

/// <summary>Finds who answers a button: the handler registered for its verb, and whoever stands around presses like this one.</summary>
internal sealed class PressRouter(IServiceProvider services, IEnumerable<IPressDecorator> decorators)
{
    public Task<Answer> HandleAsync(Press press, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (services.GetKeyedService<PressHandler>(press.Verb) is not { } handler)
        {
            return Task.FromResult(new Answer(GreetingCards.NotUnderstood(turn.Texts))); // an old card must never end in silence
        }

        return decorators.FirstOrDefault(d => d.Wraps(press)) is { } decorator
            ? decorator.HandleAsync(press, turn, () => handler(press, turn, cancellationToken), cancellationToken)
            : handler(press, turn, cancellationToken);
    }
}
