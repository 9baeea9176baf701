using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// Shows that an answer is being made; only for messages, since whoever waits for an invoke is shown so by their own client.
/// </summary>
internal sealed class TypingMiddleware(TeamsConnector connector, TimeProvider clock) : IMiddleware
{
    /// <summary>From when on it is shown, and how often: it is seen for about three seconds.</summary>
    private static readonly TimeSpan After = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(3);

    public async Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default)
    {
        if (!turnContext.Activity.IsMessage)
        {
            await next(cancellationToken);
            return;
        }

        using var done = new CancellationTokenSource();
        var typing = ShowAsync(turnContext.Activity.GetConversationReference(), done.Token);
        try
        {
            await next(cancellationToken);
        }
        finally
        {
            // Awaited, so that it never shows after the answer.
            await done.CancelAsync();
            await typing;
        }
    }

    private async Task ShowAsync(ConversationReference reference, CancellationToken cancellationToken)
    {
        try
        {
            for (var pause = After; ; pause = Again)
            {
                // Nearly every turn ends first: that is no exception.
                await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (cancellationToken.IsCancellationRequested)
                {
                    return;
                }

                await connector.SendAsync(reference, Activity.Typing(), cancellationToken);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or ConnectorException)
        {
            // A courtesy: its failure is none of the turn's.
        }
    }
}
