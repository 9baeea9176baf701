using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.People;

/// <summary>Somebody who wrote to the bot and is not known; an admin can take them in.</summary>
public sealed class WaitingPerson : Entity
{
    /// <summary>How many months after they were last seen they are forgotten.</summary>
    public const int MonthsKept = 6;

    private WaitingPerson()
    {
    }

    public Guid EntraObjectId { get; private set; }

    public string Name { get; private set; } = "";

    public string? Email { get; private set; }

    /// <summary>UTC instant of the first message.</summary>
    public DateTimeOffset FirstSeenAt { get; private set; }

    /// <summary>UTC instant of the latest message.</summary>
    public DateTimeOffset LastSeenAt { get; private set; }

    /// <summary>Somebody unknown who writes for the first time; names and addresses that are too long are cut.</summary>
    public static WaitingPerson Of(Guid objectId, string? name, string? email, DateTimeOffset now) => new()
    {
        EntraObjectId = objectId,
        Name = Cut(Checks.Tidy(name), Salesperson.MaxNameLength) ?? objectId.ToString(),
        Email = Cut(Checks.Tidy(email)?.ToLowerInvariant(), Salesperson.MaxEmailLength),
        FirstSeenAt = now,
        LastSeenAt = now,
    };

    /// <summary>Remembers that they wrote again.</summary>
    public void SeenAgain(DateTimeOffset now) => LastSeenAt = now;

    private static string? Cut(string? text, int length) => text?.Length > length ? text[..length] : text;
}

internal sealed class WaitingPersonConfiguration : IEntityTypeConfiguration<WaitingPerson>
{
    public void Configure(EntityTypeBuilder<WaitingPerson> builder)
    {
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Property(p => p.Name).HasMaxLength(Salesperson.MaxNameLength);
        builder.Property(p => p.Email).HasMaxLength(Salesperson.MaxEmailLength);
        builder.HasIndex(p => p.EntraObjectId).IsUnique();
    }
}
