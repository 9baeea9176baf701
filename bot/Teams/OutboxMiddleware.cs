using Microsoft.Bot.Builder;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// Opens the turn's outbox, and hands what is in it to the sender once everything inside has ended well: never before the act is saved.
/// The turn does not wait until it is sent.
/// </summary>
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

        // Beside what was saved there may be the word of a turn that only asked, or of a middleware after the act.
        sender.Send([.. outbox.Saved, .. sender.Prepare(turnContext.Activity, outbox.Messages)]);
    }
}
