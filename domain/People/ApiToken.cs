using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.People;

/// <summary>A secret by which a program calls the API. Only its hash is kept: the secret is shown once, when it is made.</summary>
public sealed class ApiToken : Entity
{
    public const int MaxNameLength = 50;

    private ApiToken()
    {
    }

    /// <summary>What it is for, at most 50 characters.</summary>
    public string Name { get; private set; } = "";

    /// <summary>SHA-256 of the secret, in hexadecimal.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>The most its calls may do.</summary>
    public Role Role { get; private set; }

    /// <summary>Its calls change nothing, whatever its role.</summary>
    public bool OnlyReads { get; private set; }

    /// <summary>Whose calls they are; null when they are nobody's.</summary>
    public long? SalespersonId { get; private set; }

    public Salesperson? Salesperson { get; private set; }

    /// <summary>UTC instant.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>UTC instant of a recent use, exact to an hour; null when it was never used.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>UTC instant from which it no longer opens anything.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>The role its calls have: never more than its person has today.</summary>
    public Role EffectiveRole => Salesperson is { } person && person.Role < Role ? person.Role : Role;

    internal static Result<ApiToken> Create(
        string? name, string hash, Role role, Salesperson? person, DateTimeOffset now, bool onlyReads = false)
    {
        var refusals = Checks.All(
            Checks.RequiredText(name, MaxNameLength, "name"),
            Enum.IsDefined(role) ? null : Refusals.UnknownValue.For("role"),
            person is { Blocked: true } ? Refusals.SalespersonBlocked.With(person.Name) : null);
        return refusals.Count > 0
            ? refusals
            : new ApiToken
            {
                Name = Checks.Tidy(name)!,
                Hash = hash,
                Role = role,
                OnlyReads = onlyReads,
                Salesperson = person,
                SalespersonId = person?.Id,
                CreatedAt = now,
            };
    }

    internal void Revoke(DateTimeOffset now) => RevokedAt ??= now;
}

internal sealed class ApiTokenConfiguration : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.Property(t => t.Name).HasMaxLength(ApiToken.MaxNameLength);
        builder.Property(t => t.Hash).HasMaxLength(64);
        builder.HasIndex(t => t.Hash).IsUnique();
        builder.HasOne(t => t.Salesperson).WithMany().HasForeignKey(t => t.SalespersonId).OnDelete(DeleteBehavior.Cascade);
        builder.Ignore(t => t.EffectiveRole);
    }
}
