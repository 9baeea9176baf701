using ChatOpportunities.Domain.Exchange.Webhooks;

namespace ChatOpportunities.Portal.Language;

/// <summary>Webhooks in the reader's language.</summary>
public static class WebhookTexts
{
    public static string Of(this PortalTexts t, WebhookState state) => t[state switch
    {
        WebhookState.On => "On",
        WebhookState.Paused => "Paused",
        _ => "Switched off",
    }];

    public static string Of(this PortalTexts t, WebhookEvents one) => t[one switch
    {
        WebhookEvents.OpportunityCreated => "Opportunity made",
        WebhookEvents.OpportunityChanged => "Opportunity changed",
        WebhookEvents.OpportunityMoved => "Moved to another stage",
        WebhookEvents.OpportunityAssigned => "Given to somebody else",
        WebhookEvents.OpportunityClosed => "Won or lost",
        WebhookEvents.OpportunityReopened => "Opened again",
        WebhookEvents.OpportunityDeleted => "Opportunity deleted",
        WebhookEvents.NoteAdded => "Note added",
        WebhookEvents.TaskAdded => "Task added",
        WebhookEvents.ReminderEscalated => "Reminder passed on to the manager",
        _ => "Test",
    }];

    /// <summary>What came of an attempt, as a sentence.</summary>
    public static string Say(this PortalTexts t, WebhookOutcome outcome, int? status) => outcome switch
    {
        WebhookOutcome.Delivered => t["Taken ({0}).", status],
        WebhookOutcome.Refused => t["Refused ({0}).", status],
        WebhookOutcome.Redirected => t["Sent on to another address ({0}), which is not followed.", status],
        WebhookOutcome.TimedOut => t["No answer in time."],
        WebhookOutcome.NotConnected => t["It could not be reached."],
        WebhookOutcome.NameUnknown => t["There is no such name on the network."],
        WebhookOutcome.PrivateAddress => t["Its name leads inside a network, which is not allowed."],
        WebhookOutcome.NotTrusted => t["Its certificate is not trusted."],
        WebhookOutcome.Gone => t["It says that it is gone ({0}).", status],
        WebhookOutcome.SecretUnreadable => t["The secret cannot be read any more: make a new one."],
        _ => t["Not tried yet."],
    };
}
