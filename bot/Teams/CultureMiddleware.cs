using System.Globalization;
using Microsoft.Bot.Builder;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// The SDK makes the sender's culture the current one. Here a text says which culture it is for, and what is not a text for anybody (keys,
/// logs) must not change with the sender's calendar and signs.
/// </summary>
internal sealed class CultureMiddleware : IMiddleware
{
    public Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        return next(cancellationToken);
    }
}
