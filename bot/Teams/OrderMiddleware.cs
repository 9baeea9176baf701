using Microsoft.Bot.Builder;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// Runs the turns of a conversation in the order they came, each within a time of its own: one that hangs must not hold up those behind it.
/// What takes longer is stopped, and nothing of it is saved. What only asks waits for nobody. A turn outlives its request.
/// </summary>
internal sealed class OrderMiddleware(ConversationOrder order, TimeProvider clock) : IMiddleware
{
    /// <summary>How long a turn may take, from when its conversation is free.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(10);

    public async Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default)
    {
        using var place = turnContext.Activity.OnlyAsks() ? null : await order.EnterAsync(turnContext.Activity);
        using var time = new CancellationTokenSource(Limit, clock);
        await using var caller = cancellationToken.Register(time.Cancel);
        try
        {
            await next(time.Token);
        }
        catch (Exception failure) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TurnTimeoutException(failure);
        }
    }
}

/// <summary>A turn was stopped because it took too long.</summary>
internal sealed class TurnTimeoutException(Exception inner) : Exception("The turn took too long.", inner);
