using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.SalesCycles;

/// <summary>How it ended.</summary>
public enum Outcome
{
    /// <summary>With a sale.</summary>
    Won = 0,

    /// <summary>Without a sale.</summary>
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

    /// <summary>Makes a reason; refuses a bad code and what <see cref="Change"/> refuses.</summary>
    public static Result<CloseReason> Create(string? code, string? description, Outcome? outcome, bool blocked = false)
    {
        var reason = new CloseReason { Code = Checks.NormalCode(code) };
        return Checks.Code(reason.Code, MaxCodeLength) is { } bad ? bad : reason.Change(description, outcome, blocked, used: false);
    }

    /// <summary>Takes on all the details, or none when one is refused. Once used, a reason stays what it is: won or lost.</summary>
    public Result<CloseReason> Change(string? description, Outcome? outcome, bool blocked, bool used)
    {
        var refusals = Checks.All(
            Checks.RequiredText(description, MaxDescriptionLength, "description"),
            outcome is not { } given || !Enum.IsDefined(given) ? Refusals.OutcomeRequired
                : used && given != Outcome ? Refusals.ReasonOutcomeFixed : null);
        if (refusals.Count > 0)
        {
            return refusals;
        }

        (Description, Outcome, Blocked) = (Checks.Tidy(description)!, outcome!.Value, blocked);
        return this;
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
