using ChatOpportunities.Portal.Language;

namespace ChatOpportunities.Portal.Pages.Setup.Reminders;

/// <summary>Why something did not arrive.</summary>
internal static class DeliveryWords
{
    /// <summary>What the channel said, in the reader's words; a code nobody has words for stands as it is.</summary>
    public static string WhyNotDelivered(this PortalTexts t, string reason)
    {
        var (kind, code) = reason.Split(": ", 2) is [var first, var second] ? (first, second) : (reason, "");
        return (kind, code) switch
        {
            ("no chat with this person yet", _) => t["They have no chat with the bot yet."],
            ("Uninstalled", _) or (_, "BotNotInConversationRoster" or "ForbiddenOperationException") =>
                t["The app is not installed for them."],
            (_, "BotDisabledByAdmin") or ("BotDisabledByAdmin", _) => t["An administrator of Teams has blocked the app."],
            ("Blocked" or "ConversationBlockedByUser" or "MessageWritesBlocked", _) => t["They have blocked the bot."],
            ("NotFound", _) => t["Their chat with the bot is gone."],
            ("Throttled", _) => t["Teams asked to wait: too many messages at once."],
            (_, "NoToken") => t["The bot could not prove itself to Teams: check Bot:Credential."],
            (_, "HostNotAllowed") => t["The bot may not send to the address of their chat: check Bot:AllowedServiceHosts."],
            ("Transient" or "TaskCanceledException", _) => t["Teams could not be reached ({0}).", code.Length > 0 ? code : kind],
            ("person blocked", _) => t["The person is blocked."],
            ("opportunity closed", _) => t["The opportunity is closed."],
            ("worked on meanwhile", _) => t["The opportunity has been worked on meanwhile."],
            ("opportunity given to somebody else", _) => t["The opportunity was given to somebody else."],
            ("not the manager any more", _) => t["Somebody else is the manager now."],
            ("task given to somebody else", _) => t["The task was given to somebody else."],
            ("theirs again", _) => t["The opportunity is theirs again."],
            ("not won any more", _) => t["The opportunity is not won any more."],
            ("no channel chosen", _) => t["Their team has chosen no channel for what it wins."],
            ("rule turned off", _) => t["The rule was turned off."],
            ("said not to be theirs", _) => t["They said that it is not theirs."],
            _ => t["Teams refused the message ({0}).", reason],
        };
    }
}
