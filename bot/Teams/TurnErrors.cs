using ChatOpportunities.Bot.Language;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// What happens when a turn ends with an exception: it is logged under a code, and the person is told that code in the shape their
/// client shows.
/// </summary>
internal sealed partial class TurnErrors(OutboxSender sender, ILogger<TurnErrors> logger)
{
    /// <summary>The adapter's <see cref="BotAdapter.OnTurnError"/>. Nothing thrown in a turn leaves it.</summary>
    public Task HandleAsync(ITurnContext turnContext, Exception failure)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        var activity = turnContext.Activity;
        var code = Guid.NewGuid().ToString("N")[..8];
        LogFailed(failure, code, activity.Type, activity.Id, activity.Conversation?.Id, activity.TenantId);
        var t = BotTexts.For(activity.Locale);
        var apology = failure is TurnTimeoutException
            ? t[
                "This took longer than {0} seconds, so I stopped, and nothing was saved. Please try again. If it happens again, give your administrator the code {1}.",
                (int)OrderMiddleware.Limit.TotalSeconds,
                code]
            : t["Something went wrong here, and nothing was saved. Please try again. If it happens again, give your administrator the code {0}.", code];
        if (activity.IsInvoke)
        {
            turnContext.Answer = InvokeResponses.Failure(activity.Name, apology);
        }
        else if (activity.IsMessage)
        {
            sender.Send(sender.Prepare(activity, [new OutboundMessage(Activity.Message(apology))]));
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Error, "Turn {Code} failed: {Type} {ActivityId} in conversation {ConversationId} of tenant {TenantId}.")]
    private partial void LogFailed(
        Exception failure, string code, string type, string? activityId, string? conversationId, string? tenantId);
}
