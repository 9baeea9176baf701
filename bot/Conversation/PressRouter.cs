using ChatOpportunities.Domain.Data;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>Finds who answers a button: the handler registered for its verb, and whoever stands around presses like this one.</summary>
internal sealed class PressRouter(IServiceProvider services, OpportunitiesContext db, IEnumerable<IPressDecorator> decorators)
{
    public async Task<Answer> HandleAsync(Press press, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (services.GetKeyedService<PressHandler>(press.Verb) is not { } handler)
        {
            return new Answer(GreetingCards.NotUnderstood(turn.Texts)); // an old card must never end in silence
        }

        var answer = decorators.FirstOrDefault(d => d.Wraps(press)) is { } decorator
            ? await decorator.HandleAsync(press, turn, () => handler(press, turn, cancellationToken), cancellationToken)
            : await handler(press, turn, cancellationToken);
        if (press.Verb != RefreshVerbs.View)
        {
            await ShownThings.KeepAsync(db, answer, turn, cancellationToken); // a card that refreshes itself is nobody's wish
        }

        return answer;
    }
}
