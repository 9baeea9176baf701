using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.SalesCycles;

/// <summary>How an opportunity ended.</summary>
public enum Outcome
{
    Won = 0,
    Lost = 1,
}

/// <summary>Why opportunities are won or lost (Business Central: close opportunity code).</summary>
public sealed class CloseReason : Entity
{
    public const int MaxCodeLength = 10;
    public const int MaxDescriptionLength = 100;

    private CloseReason()
    {
    }

    public string Code { get; private set; } = "";

    public string Description { get; private set; } = "";

    public Outcome Outcome { get; private set; }

    /// <summary>A blocked reason can no longer be chosen.</summary>
    public bool Blocked { get; private set; }

    public static Result<CloseReason> Create(string? code, string? description, Outcome outcome)
    {
        var normal = Checks.NormalCode(code);
        var refusals = Checks.All(
            Checks.Code(normal, MaxCodeLength),
            Checks.RequiredText(description, MaxDescriptionLength, "description"),
            Enum.IsDefined(outcome) ? null : Refusals.OutcomeRequired);
        return refusals.Count > 0
            ? refusals
            : new CloseReason { Code = normal, Description = Checks.Tidy(description)!, Outcome = outcome };
    }
}

internal sealed class CloseReasonConfiguration : IEntityTypeConfiguration<CloseReason>
{
    public void Configure(EntityTypeBuilder<CloseReason> builder)
    {
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.Property(r => r.Code).HasMaxLength(CloseReason.MaxCodeLength);
        builder.Property(r => r.Description).HasMaxLength(CloseReason.MaxDescriptionLength);
        builder.HasIndex(r => r.Code).IsUnique();
    }
}
