using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.People;

/// <summary>Salespeople led by a manager, who sees and steers what is theirs.</summary>
public sealed class SalesTeam : Entity
{
    public const int MaxCodeLength = 10;
    public const int MaxNameLength = 50;

    private SalesTeam()
    {
    }

    /// <summary>At most 10 characters, capitals.</summary>
    public string Code { get; private set; } = "";

    /// <summary>At most 50 characters.</summary>
    public string Name { get; private set; } = "";

    public long? ManagerId { get; private set; }

    public Salesperson? Manager { get; private set; }

    /// <summary>A copy without its manager.</summary>
    internal SalesTeam Alone()
    {
        var copy = (SalesTeam)Clone();
        copy.Manager = null;
        return copy;
    }

    /// <summary>Makes a team; refuses a bad code and what <see cref="Rename"/> refuses.</summary>
    public static Result<SalesTeam> Create(string? code, string? name)
    {
        var team = new SalesTeam { Code = Checks.NormalCode(code) };
        return Checks.Code(team.Code, MaxCodeLength) is { } bad ? bad : team.Rename(name);
    }

    /// <summary>Gives it another name; refuses a blank or too long one.</summary>
    public Result<SalesTeam> Rename(string? name)
    {
        if (Checks.RequiredText(name, MaxNameLength, "name") is { } bad)
        {
            return bad;
        }

        Name = Checks.Tidy(name)!;
        return this;
    }

    /// <summary>Gives it a manager, or none.</summary>
    public void LedBy(Salesperson? manager) => (Manager, ManagerId) = (manager, manager?.Id);
}

internal sealed class SalesTeamConfiguration : IEntityTypeConfiguration<SalesTeam>
{
    public void Configure(EntityTypeBuilder<SalesTeam> builder)
    {
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.Property(t => t.Code).HasMaxLength(SalesTeam.MaxCodeLength);
        builder.Property(t => t.Name).HasMaxLength(SalesTeam.MaxNameLength);
        builder.HasIndex(t => t.Code).IsUnique();
        builder.HasOne(t => t.Manager).WithMany().HasForeignKey(t => t.ManagerId).OnDelete(DeleteBehavior.Restrict);
    }
}
