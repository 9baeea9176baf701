namespace ChatOpportunities.Domain.Exchange.Webhooks;

/// <summary>What a webhook tells of; one of them, or several that were chosen.</summary>
[Flags]
public enum WebhookEvents
{
    /// <summary>Nothing that happened: a trial by an admin.</summary>
    None = 0,

    /// <summary>An opportunity was made.</summary>
    OpportunityCreated = 1,

    /// <summary>Something about it that has no event of its own.</summary>
    OpportunityChanged = 2,

    /// <summary>It is on another stage, its start included.</summary>
    OpportunityMoved = 4,

    /// <summary>It has another salesperson.</summary>
    OpportunityAssigned = 8,

    /// <summary>It was won or lost.</summary>
    OpportunityClosed = 16,

    /// <summary>It was opened again.</summary>
    OpportunityReopened = 32,

    /// <summary>It was deleted.</summary>
    OpportunityDeleted = 64,

    /// <summary>A note was added, or a message kept as one.</summary>
    NoteAdded = 128,

    /// <summary>A task was added by somebody.</summary>
    TaskAdded = 256,

    /// <summary>A manager was told that nothing followed from a reminder.</summary>
    ReminderEscalated = 512,
}

/// <summary>The names of events in bodies and in the API.</summary>
public static class WebhookEventNames
{
    /// <summary>What a trial is called.</summary>
    public const string Test = "webhook.test";

    private static readonly Dictionary<WebhookEvents, string> Names = new()
    {
        [WebhookEvents.OpportunityCreated] = "opportunity.created",
        [WebhookEvents.OpportunityChanged] = "opportunity.changed",
        [WebhookEvents.OpportunityMoved] = "opportunity.moved",
        [WebhookEvents.OpportunityAssigned] = "opportunity.assigned",
        [WebhookEvents.OpportunityClosed] = "opportunity.closed",
        [WebhookEvents.OpportunityReopened] = "opportunity.reopened",
        [WebhookEvents.OpportunityDeleted] = "opportunity.deleted",
        [WebhookEvents.NoteAdded] = "note.added",
        [WebhookEvents.TaskAdded] = "task.added",
        [WebhookEvents.ReminderEscalated] = "reminder.escalated",
    };

    /// <summary>All events, in the order in which they are listed.</summary>
    public static IReadOnlyList<WebhookEvents> All { get; } = [.. Names.Keys];

    /// <summary>All of them together.</summary>
    public static WebhookEvents Every { get; } = All.Aggregate((all, one) => all | one);

    /// <summary>The name of one event.</summary>
    public static string Of(WebhookEvents one) => Names.GetValueOrDefault(one, Test);

    /// <summary>The names of those that were chosen.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<WebhookEvents> some) => [.. some.Select(Of)];

    /// <summary>Those that were chosen, one by one.</summary>
    public static IReadOnlyList<WebhookEvents> Each(WebhookEvents chosen) => [.. All.Where(one => chosen.HasFlag(one))];

    /// <summary>The event with that name; null when there is none.</summary>
    public static WebhookEvents? Find(string? name) =>
        All.Where(one => Names[one] == name).Select(one => (WebhookEvents?)one).FirstOrDefault();
}
