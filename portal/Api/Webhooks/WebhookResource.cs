using ChatOpportunities.Domain.Exchange.Webhooks;
using ChatOpportunities.Portal.Api.Description;

namespace ChatOpportunities.Portal.Api.Webhooks;

/// <summary>An address that is told what happens to opportunities. Its secret is shown by `renewWebhookSecret` alone.</summary>
/// <param name="Id">Its key; never changes.</param>
/// <param name="Name">What it is for, at most 50 characters.</param>
/// <param name="Address">Where it is told, at most 500 characters.</param>
/// <param name="Events">The events that it is told of.</param>
/// <param name="State">On; paused by an admin; or switched off by the product, because nothing arrived for days or the receiver answered
/// 410.</param>
/// <param name="FailingSince">Since when nothing has arrived; null when the last one arrived.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record WebhookResource(
    long Id, string Name, string Address, IReadOnlyList<string> Events, WebhookState State, DateTimeOffset? FailingSince,
    DateTimeOffset CreatedAt)
{
    public static WebhookResource Example => new(
        3, "Data warehouse", "https://warehouse.example.com/hooks", ["opportunity.created", "opportunity.moved"], WebhookState.On, null,
        ExampleTime.Instant);

    public static WebhookResource Of(Webhook webhook) => new(
        webhook.Id, webhook.Name, webhook.Address, WebhookEventNames.Of(WebhookEventNames.Each(webhook.Events)), webhook.State,
        webhook.FailingSince, webhook.CreatedAt);
}

/// <summary>A webhook; what is left out of a change stays.</summary>
/// <param name="Name">What it is for, at most 50 characters.</param>
/// <param name="Address">Where it is told: an address that begins with https://, at most 500 characters.</param>
/// <param name="Events">The events that it is told of: opportunity.created, opportunity.changed, opportunity.moved, opportunity.assigned,
/// opportunity.closed, opportunity.reopened, opportunity.deleted, note.added, task.added, reminder.escalated. Left out of a new one,
/// all.</param>
/// <param name="On">Whether it is told, or paused; left out of a new one, it is told.</param>
internal sealed record WebhookBody(
    string? Name = null, string? Address = null, IReadOnlyList<string>? Events = null, bool? On = null)
{
    public static WebhookBody Example => new(
        "Data warehouse", "https://warehouse.example.com/hooks", ["opportunity.created", "opportunity.moved"]);

    /// <summary>What the body says over what is there; an event that is not known makes it say none, which is refused.</summary>
    public WebhookForm Over(Webhook? present) => new(Name ?? present?.Name, Address ?? present?.Address, Chosen(present), On);

    private WebhookEvents Chosen(Webhook? present)
    {
        if (Events is null)
        {
            return present?.Events ?? WebhookEventNames.Every;
        }

        var chosen = Events.Select(WebhookEventNames.Find).ToList();
        return chosen.Contains(null) ? WebhookEvents.None : chosen.Aggregate(WebhookEvents.None, (all, one) => all | one!.Value);
    }
}

/// <summary>The secret by which a receiver checks signatures.</summary>
/// <param name="Secret">whsec_ and 32 bytes in base64; shown by this answer alone.</param>
internal sealed record WebhookSecretResource(string Secret)
{
    public static WebhookSecretResource Example => new("whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
}

/// <summary>Where a delivery stands.</summary>
internal enum DeliveryState
{
    /// <summary>It is to be sent, for the first time or again.</summary>
    Waiting = 0,

    /// <summary>It arrived.</summary>
    Delivered = 1,

    /// <summary>It did not arrive within a day.</summary>
    GivenUp = 2,
}

/// <summary>One event that a webhook is told of.</summary>
/// <param name="Id">Its key; never changes.</param>
/// <param name="MessageId">What the receiver knows it by (`webhook-id`), the same at each attempt.</param>
/// <param name="Type">Name of the event.</param>
/// <param name="OpportunityNo">Number of the opportunity; null for a test.</param>
/// <param name="At">When it happened.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="AttemptedAt">When it was tried last.</param>
/// <param name="NextAttemptAt">From when on it is tried next; null when it is not.</param>
/// <param name="Outcome">What came of the last attempt.</param>
/// <param name="Status">Status of the last answer; null when there was none.</param>
/// <param name="Answer">How an answer that said no begins, at most 200 characters.</param>
internal sealed record WebhookDeliveryResource(
    long Id, string MessageId, string Type, string? OpportunityNo, DateTimeOffset At, DeliveryState State, int Attempts,
    DateTimeOffset? AttemptedAt, DateTimeOffset? NextAttemptAt, WebhookOutcome Outcome, int? Status, string? Answer)
{
    public static WebhookDeliveryResource Example => new(
        1207, "msg_8c2f0a", "opportunity.moved", "OPP-00017", ExampleTime.Instant, DeliveryState.Waiting, 2,
        ExampleTime.Instant.AddSeconds(40), ExampleTime.Instant.AddMinutes(3), WebhookOutcome.Refused, 503, "Closed for maintenance.");

    public static WebhookDeliveryResource Of(WebhookDelivery delivery) => new(
        delivery.Id, delivery.MessageId, WebhookEventNames.Of(delivery.Event),
        delivery.OpportunityNo.Length == 0 ? null : delivery.OpportunityNo, delivery.At,
        delivery.NextAttemptAt is not null ? DeliveryState.Waiting
        : delivery.IsGivenUp ? DeliveryState.GivenUp : DeliveryState.Delivered,
        delivery.Attempts, delivery.AttemptedAt, delivery.NextAttemptAt, delivery.Outcome, delivery.Status, delivery.Answer);
}
