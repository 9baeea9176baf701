using Microsoft.Bot.Builder;

namespace ChatOpportunities.Bot.Teams;

/// <summary>A span and a measurement per turn.</summary>
internal sealed class TelemetryMiddleware(TimeProvider clock) : IMiddleware
{
    public async Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default)
    {
        var activity = turnContext.Activity;
        var startedAt = clock.GetTimestamp();
        using var span = ChannelTelemetry.StartTurn(activity);
        var outcome = "failed";
        try
        {
            await next(cancellationToken);
            outcome = turnContext.TurnState.Get<TurnOutbox>() is { IsRepeat: true } ? "repeated" : "done";
        }
        catch (TurnTimeoutException)
        {
            outcome = "timed out";
            throw;
        }
        finally
        {
            span?.SetTag("channel.turn.outcome", outcome);
            ChannelTelemetry.Turned(activity, outcome, clock.GetElapsedTime(startedAt));
        }
    }
}
