using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Delivery;

/// <summary>
/// A message of the bot, saved in the transaction of the act it tells of and deleted once the channel took it (a transactional outbox).
/// What could not be delivered stays without its text, for the administrator to see.
/// </summary>
public sealed class OutboxMessage
{
    /// <summary>Key, given by who saves it. Messages of one conversation go out in its order.</summary>
    public required long Id { get; init; }

    /// <summary><see cref="Id"/> of the first message of the same turn.</summary>
    public required long TurnId { get; init; }

    /// <summary>Entra object id of whose turn it was, as the channel said it.</summary>
    public string? EntraObjectId { get; init; }

    /// <summary>Tenant of the turn.</summary>
    public string? TenantId { get; init; }

    /// <summary>The channel's name for the conversation the message goes to.</summary>
    public string? ConversationId { get; init; }

    /// <summary>What is said and where, as JSON; empty once it was given up.</summary>
    public required string Payload { get; set; }

    /// <summary>How often the channel was asked in vain.</summary>
    public int Attempts { get; set; }

    /// <summary>Which process sends it; null once it was given up.</summary>
    public Guid? ClaimedBy { get; set; }

    /// <summary>
    /// UTC instant at which the lease of that process ends: from then on any process may take it over. Null once it was given up.
    /// </summary>
    public DateTimeOffset? ClaimedUntil { get; set; }

    /// <summary>UTC instant of the last attempt that failed; null when none has.</summary>
    public DateTimeOffset? FailedAt { get; set; }

    /// <summary>Why the last attempt failed, in a word; never what was to be said.</summary>
    public string? LastError { get; set; }
}

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("OutboxMessages");
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.HasIndex(m => m.ClaimedUntil);
        // Nearly no message ever fails.
        builder.HasIndex(m => m.FailedAt).HasFilter("\"FailedAt\" IS NOT NULL");
    }
}
