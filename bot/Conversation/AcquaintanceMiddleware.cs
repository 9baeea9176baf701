using ChatOpportunities.Bot.Teams;
using Microsoft.Bot.Builder;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>
/// What has to be asked of the channel before a turn, while its transaction is not open yet: who somebody is, and their own chat.
/// </summary>
internal sealed class AcquaintanceMiddleware(Callers callers, PersonalChats chats) : IMiddleware
{
    public async Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default)
    {
        var activity = turnContext.Activity;
        if (!activity.OnlyAsks())
        {
            await callers.RecognizeAsync(activity, cancellationToken);
            if (!activity.IsPersonal && (activity.IsMessage || activity.IsInvoke)
                && await callers.FindAsync(activity, cancellationToken) is { Blocked: false })
            {
                // One person's work is taken to their own chat, which is opened when there is none yet.
                await chats.OpenAsync(activity, cancellationToken);
            }
        }

        await next(cancellationToken);
    }
}
