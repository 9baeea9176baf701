using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Pipeline;

/// <summary>What a person or a team is to win in one month; of one of the two.</summary>
public sealed class SalesTarget : Entity
{
    private SalesTarget()
    {
    }

    /// <summary>Whose it is; null for the target of a team.</summary>
    public long? SalespersonId { get; private set; }

    public Salesperson? Salesperson { get; private set; }

    /// <summary>Whose it is; null for the target of a person.</summary>
    public long? TeamId { get; private set; }

    public SalesTeam? Team { get; private set; }

    /// <summary>First day of the month.</summary>
    public DateOnly Month { get; private set; }

    /// <summary>Company currency, 0 or more. Null: there is no target any more, which is not the same as one of 0.</summary>
    public decimal? Amount { get; private set; }

    /// <summary>Without an amount yet; <paramref name="month"/> is any day of the month.</summary>
    internal static SalesTarget Of(TargetHolder holder, DateOnly month) => new()
    {
        SalespersonId = holder.IsTeam ? null : holder.Id,
        TeamId = holder.IsTeam ? holder.Id : null,
        Month = new(month.Year, month.Month, 1),
    };

    /// <summary>Sets it, or takes it away; the amount was checked.</summary>
    internal void Set(decimal? amount) => Amount = amount;
}

/// <summary>A person or a team that can have targets.</summary>
/// <param name="IsTeam">A team; else a person.</param>
/// <param name="Id">Key of their record.</param>
/// <param name="Code">Code of their record.</param>
/// <param name="Name">Name of their record.</param>
public sealed record TargetHolder(bool IsTeam, long Id, string Code, string Name)
{
    /// <summary>What stands before the code of a team in <see cref="Key"/>; no code has a colon.</summary>
    internal const string TeamPrefix = "TEAM:";

    /// <summary>By what the log knows whose target it is: the code, that of a team with a mark before it.</summary>
    public string Key => (IsTeam ? TeamPrefix : "") + Code;
}

internal sealed class SalesTargetConfiguration : IEntityTypeConfiguration<SalesTarget>
{
    public void Configure(EntityTypeBuilder<SalesTarget> builder)
    {
        builder.ToTable("SalesTargets");
        builder.Property(t => t.Version).IsConcurrencyToken();

        // They go with whose they are.
        builder.HasOne(t => t.Salesperson).WithMany().HasForeignKey(t => t.SalespersonId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(t => t.Team).WithMany().HasForeignKey(t => t.TeamId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(t => new { t.SalespersonId, t.Month }).IsUnique().HasFilter("\"SalespersonId\" IS NOT NULL");
        builder.HasIndex(t => new { t.TeamId, t.Month }).IsUnique().HasFilter("\"TeamId\" IS NOT NULL");
        builder.HasIndex(t => t.Month);
    }
}
