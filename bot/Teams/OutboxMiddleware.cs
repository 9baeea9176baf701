using Microsoft.Bot.Builder;

namespace ChatOpportunities.Bot.Teams;

/// <summary>Opens the turn's outbox, and sends what is in it once everything inside has ended well: never before the act is saved.</summary>
internal sealed class OutboxMiddleware(OutboxSender sender) : IMiddleware
{
    public async Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default)
    {
        var outbox = new TurnOutbox();
        turnContext.TurnState.Set(outbox);
        try
        {
            await next(cancellationToken);
        }
        finally
        {
            outbox.Close();
        }

        if (outbox.Messages.Count > 0)
        {
            await sender.SendAsync(turnContext.Activity, outbox);
        }
    }
}
