using System.Collections.Frozen;

namespace ChatOpportunities.Bot.Teams;

/// <summary>The names of invokes that Teams sends. Any other is answered "not implemented".</summary>
internal static class InvokeNames
{
    public const string CardAction = "adaptiveCard/action";
    public const string Search = "application/search";
    public const string TaskFetch = "task/fetch";
    public const string TaskSubmit = "task/submit";
    public const string ExtensionPrefix = "composeExtension/";
    public const string ExtensionQuery = "composeExtension/query";
    public const string ExtensionSelectItem = "composeExtension/selectItem";
    public const string ExtensionQueryLink = "composeExtension/queryLink";
    public const string ExtensionAnonymousQueryLink = "composeExtension/anonymousQueryLink";
    public const string ExtensionFetchTask = "composeExtension/fetchTask";
    public const string ExtensionSubmitAction = "composeExtension/submitAction";
    public const string ExtensionQuerySettingUrl = "composeExtension/querySettingUrl";
    public const string ExtensionSetting = "composeExtension/setting";
    public const string ExtensionCardButton = "composeExtension/onCardButtonClicked";
    public const string VerifyState = "signin/verifyState";
    public const string TokenExchange = "signin/tokenExchange";
    public const string SignInFailure = "signin/failure";
    public const string ConfigFetch = "config/fetch";
    public const string ConfigSubmit = "config/submit";
    public const string FileConsent = "fileConsent/invoke";
    public const string Feedback = "message/submitAction";
    public const string FeedbackForm = "message/fetchTask";
    public const string SuggestedAction = "suggestedActions/submit";
    public const string WidgetCall = "htmlwidget/calltool";
    public const string ConnectorCardAction = "actionableMessage/executeAction";
    public const string TabFetch = "tab/fetch";
    public const string TabSubmit = "tab/submit";

    public static FrozenSet<string> All { get; } = new[]
    {
        CardAction, Search, TaskFetch, TaskSubmit, ExtensionQuery, ExtensionSelectItem, ExtensionQueryLink, ExtensionAnonymousQueryLink,
        ExtensionFetchTask, ExtensionSubmitAction, ExtensionQuerySettingUrl, ExtensionSetting, ExtensionCardButton, VerifyState,
        TokenExchange,
        SignInFailure, ConfigFetch, ConfigSubmit, FileConsent, Feedback, FeedbackForm, SuggestedAction, WidgetCall, ConnectorCardAction,
        TabFetch, TabSubmit,
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Names that only ask: nothing is changed by them, so nothing needs remembering, and a keystroke costs no row.</summary>
    public static FrozenSet<string> Questions { get; } = new[]
    {
        Search, ExtensionQuery, ExtensionSelectItem, ExtensionQueryLink, ExtensionAnonymousQueryLink, ExtensionQuerySettingUrl, ConfigFetch,
        FeedbackForm, TabFetch,
    }.ToFrozenSet(StringComparer.Ordinal);
}
