using ChatOpportunities.Domain.Exchange.Webhooks;
using Hangfire;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>Decides when: begins a lane for each webhook that something is due for, and waits for none of them.</summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)] // the next tick tries again
internal sealed class WebhookJob(WebhookLanes lanes)
{
    /// <summary>Seconds between two looks.</summary>
    public const int TickSeconds = 5;

    [JobDisplayName("Tell webhooks what happened")]
    public Task RunAsync(CancellationToken cancellationToken) => lanes.BeginDueAsync(cancellationToken);
}
