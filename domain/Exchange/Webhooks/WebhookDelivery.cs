using ChatOpportunities.Domain.Opportunities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Exchange.Webhooks;

/// <summary>What became of the last attempt.</summary>
public enum WebhookOutcome
{
    /// <summary>There was none yet.</summary>
    None = 0,

    /// <summary>The receiver took it.</summary>
    Delivered = 1,

    /// <summary>The receiver answered with a status that says no.</summary>
    Refused = 2,

    /// <summary>It answered with another address, which is not followed.</summary>
    Redirected = 3,

    /// <summary>It did not answer in time.</summary>
    TimedOut = 4,

    /// <summary>It could not be connected to, or it hung up.</summary>
    NotConnected = 5,

    /// <summary>Its name is not known.</summary>
    NameUnknown = 6,

    /// <summary>Its name leads to a private address, which is not allowed.</summary>
    PrivateAddress = 7,

    /// <summary>It has no certificate that can be trusted.</summary>
    NotTrusted = 8,

    /// <summary>It says that it is gone for good.</summary>
    Gone = 9,

    /// <summary>The secret cannot be read with the keys of this host.</summary>
    SecretUnreadable = 10,
}

/// <summary>
/// One event on its way to one webhook, written with the act it tells of, and afterwards the record of what became of it. It names its
/// opportunity by number and without a foreign key, because it outlives one that is deleted.
/// </summary>
public sealed class WebhookDelivery
{
    public const int MaxAnswerLength = 200;

    /// <summary>Key given by the database; within an opportunity in the order of what happened.</summary>
    public long Id { get; private set; }

    public required long WebhookId { get; init; }

    /// <summary>What receivers know the event by, the same at each attempt.</summary>
    public required string MessageId { get; init; }

    public required WebhookEvents Event { get; init; }

    /// <summary>Number of the opportunity; empty for a trial.</summary>
    public required string OpportunityNo { get; init; }

    /// <summary>The JSON that is sent.</summary>
    public required string Body { get; init; }

    /// <summary>UTC instant of the act.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>UTC instant after which a failed attempt is the last.</summary>
    public required DateTimeOffset GiveUpAt { get; set; }

    /// <summary>UTC instant from which it is to be sent; null once it arrived or was given up.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    public int Attempts { get; set; }

    /// <summary>UTC instant of the last attempt.</summary>
    public DateTimeOffset? AttemptedAt { get; set; }

    public WebhookOutcome Outcome { get; set; }

    /// <summary>Status of the last answer; null when there was none.</summary>
    public int? Status { get; set; }

    /// <summary>How the answer that said no begins, at most 200 characters.</summary>
    public string? Answer { get; set; }

    /// <summary>Whether it is given up: an admin may send it again.</summary>
    public bool IsGivenUp => NextAttemptAt is null && Outcome is not (WebhookOutcome.None or WebhookOutcome.Delivered);
}

internal sealed class WebhookDeliveryConfiguration : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("WebhookDeliveries");
        builder.Property(d => d.MessageId).HasMaxLength(40);
        builder.Property(d => d.OpportunityNo).HasMaxLength(Opportunity.MaxNoLength);
        builder.Property(d => d.Answer).HasMaxLength(WebhookDelivery.MaxAnswerLength);
        builder.Ignore(d => d.IsGivenUp);
        builder.HasOne<Webhook>().WithMany().HasForeignKey(d => d.WebhookId).OnDelete(DeleteBehavior.Cascade);

        // Few wait at any time; the first finds what is due, the second what goes before it.
        builder.HasIndex(d => new { d.WebhookId, d.NextAttemptAt }).HasFilter("\"NextAttemptAt\" IS NOT NULL")
            .HasDatabaseName("IX_WebhookDeliveries_Due");
        builder.HasIndex(d => new { d.WebhookId, d.OpportunityNo, d.Id }).HasFilter("\"NextAttemptAt\" IS NOT NULL")
            .HasDatabaseName("IX_WebhookDeliveries_InOrder");
        builder.HasIndex(d => new { d.WebhookId, d.Id });
        builder.HasIndex(d => d.At);
    }
}
