using Microsoft.Bot.Builder;

namespace ChatOpportunities.Bot.Teams;

/// <summary>A turn outlives its request, within bounds of its own: what takes longer is stopped, and nothing of it is saved.</summary>
internal sealed class TimeLimitMiddleware(TimeProvider clock) : IMiddleware
{
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(10);

    public async Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default)
    {
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
