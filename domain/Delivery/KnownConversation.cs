using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Delivery;

/// <summary>Whom a known conversation is with.</summary>
public enum KnownConversationKind
{
    /// <summary>A person's own chat with the bot.</summary>
    Person = 0,

    /// <summary>A group chat or a channel.</summary>
    Group = 1,

    /// <summary>A tenant as a whole: how it is reached; nobody in it is meant.</summary>
    Tenant = 2,
}

/// <summary>A conversation in which the bot may write first.</summary>
public sealed class KnownConversation
{
    /// <summary>Longest id of a tenant and longest <see cref="Name"/>, in characters.</summary>
    public const int MaxNameLength = 80;

    /// <summary>The channel's id of the tenant, in lower case.</summary>
    public required string TenantId { get; init; }

    /// <summary>Whom it is with.</summary>
    public required KnownConversationKind Kind { get; init; }

    /// <summary>Of a person the Entra object id in lower case, of a group a hash of the channel's id, of a tenant empty.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is, in the channel's JSON; opaque to the domain.</summary>
    public required string Reference { get; set; }

    /// <summary>Concurrency token: whoever changes the reference adds one.</summary>
    public long Version { get; set; } = 1;
}

internal sealed class KnownConversationConfiguration : IEntityTypeConfiguration<KnownConversation>
{
    public void Configure(EntityTypeBuilder<KnownConversation> builder)
    {
        builder.ToTable("KnownConversations");
        builder.HasKey(c => new { c.TenantId, c.Kind, c.Name });
        builder.Property(c => c.TenantId).HasMaxLength(KnownConversation.MaxNameLength);
        builder.Property(c => c.Name).HasMaxLength(KnownConversation.MaxNameLength);
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.HasIndex(c => new { c.Kind, c.Name });
    }
}
