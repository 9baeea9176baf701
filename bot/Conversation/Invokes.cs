using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain.Language;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>
/// Every invoke but the press of a button, sorted: the plain ones are answered here, the others by the feature registered for
/// their name. A name nobody knows stays without an answer, which the channel is told as "not implemented".
/// </summary>
internal sealed partial class Invokes(IServiceProvider services, Callers callers, ILogger<Invokes> logger)
{
    public async Task<InvokeResponse?> AnswerAsync(
        Activity activity, Func<Task<(ChatTurn? Turn, AdaptiveCard? Instead)>> who, CancellationToken cancellationToken)
    {
        var (name, t) = (activity.Name ?? "", callers.TextsFor(activity.Locale));
        switch (name)
        {
            case InvokeNames.VerifyState or InvokeNames.FileConsent or InvokeNames.Feedback or InvokeNames.SuggestedAction
                or InvokeNames.WidgetCall or InvokeNames.ConnectorCardAction or InvokeNames.ExtensionSetting
                or InvokeNames.ExtensionQuerySettingUrl or InvokeNames.ExtensionCardButton:
                return InvokeResponses.Empty();
            case InvokeNames.SignInFailure:
                LogSignInFailed(activity.Id, activity.TenantId);
                return InvokeResponses.Empty();
            case InvokeNames.TokenExchange:
                // Each of the person's devices sends it, and each gets the same: there is no connection to exchange it with.
                return activity.ReadValue() is { } token
                    ? InvokeResponses.NotExchanged(InvokeRequest.TextOf(token, "id"), InvokeRequest.TextOf(token, "connectionName"),
                        t["I do not ask anybody to sign in."])
                    : InvokeResponses.Malformed();
            case InvokeNames.ConfigFetch:
                return InvokeResponses.Config(Texts.ProductName, GreetingCards.GroupWelcome(t).ToJson());
            case InvokeNames.ConfigSubmit:
                return InvokeResponses.Said(name, t["There is nothing to set up here. Write to me in a personal chat."]);
            case InvokeNames.FeedbackForm:
                return InvokeResponses.Said(name, t["Thank you. Feedback is not collected here."]);
            case InvokeNames.TabFetch or InvokeNames.TabSubmit:
                return InvokeResponses.EmptyTab();
            case InvokeNames.ExtensionAnonymousQueryLink:
                return InvokeResponses.Said(name, t["Not found, or not for you to see."]); // whoever looks is not known
        }

        if (services.GetKeyedService<IInvokeHandler>(name) is not { } handler)
        {
            return null;
        }

        if (activity.ReadValue() is not { } value)
        {
            return InvokeResponses.Malformed();
        }

        var (turn, instead) = await who();
        return instead is null
            ? await handler.HandleAsync(new InvokeRequest(name, value), turn!, cancellationToken)
            : InvokeResponses.Said(name, instead.FallbackText ?? "");
    }

    [LoggerMessage(LogLevel.Warning, "A client could not sign in by itself: activity {ActivityId} of tenant {TenantId}.")]
    private partial void LogSignInFailed(string? activityId, string? tenantId);
}
