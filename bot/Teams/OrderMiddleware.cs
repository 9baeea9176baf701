using Microsoft.Bot.Builder;

namespace ChatOpportunities.Bot.Teams;

/// <summary>Runs the turns of a conversation in the order they came; what only asks waits for nobody.</summary>
internal sealed class OrderMiddleware(ConversationOrder order) : IMiddleware
{
    public async Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default)
    {
        using var place = turnContext.Activity.OnlyAsks() ? null : await order.EnterAsync(turnContext.Activity);
        await next(cancellationToken);
    }
}
