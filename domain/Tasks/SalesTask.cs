using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Tasks;

/// <summary>Where a task stands; completed and closed are the same thing.</summary>
public enum SalesTaskStatus
{
    NotStarted = 0,
    InProgress = 1,
    Completed = 2,
    Waiting = 3,
    Postponed = 4,
}

/// <summary>Something to be done for an opportunity by a day.</summary>
public sealed class SalesTask : Entity
{
    private SalesTask()
    {
    }

    public TaskType Type { get; private set; }

    public string Description { get; private set; } = "";

    public Priority Priority { get; private set; }

    /// <summary>The day by which it is to be done.</summary>
    public DateOnly Date { get; private set; }

    public SalesTaskStatus Status { get; private set; }

    public bool Cancelled { get; private set; }

    public bool Closed { get; private set; }

    public DateOnly? ClosedOn { get; private set; }

    public long SalespersonId { get; private set; }

    public Salesperson? Salesperson { get; private set; }

    public long OpportunityId { get; private set; }

    public Opportunity? Opportunity { get; private set; }

    /// <summary>The history entry whose stage made the task.</summary>
    public long? EntryId { get; private set; }

    public OpportunityEntry? Entry { get; private set; }

    internal static SalesTask FromStep(ActivityStep step, Opportunity opportunity, OpportunityEntry entry)
    {
        var known = DateFormula.TryParse(step.DateFormula, out var formula, out _);
        return new SalesTask
        {
            Type = step.Type,
            Description = step.Description,
            Priority = step.Priority,
            Date = known && formula.TryEvaluate(entry.DateOfChange, out var date) ? date : entry.DateOfChange,
            SalespersonId = opportunity.SalespersonId,
            Opportunity = opportunity,
            Entry = entry,
        };
    }

    /// <summary>Cancelled tasks count as completed and closed (section 4.7).</summary>
    internal void Cancel(DateOnly today) =>
        (Cancelled, Closed, Status, ClosedOn) = (true, true, SalesTaskStatus.Completed, today);

    internal void HandTo(long salespersonId) => SalespersonId = salespersonId;
}

internal sealed class SalesTaskConfiguration : IEntityTypeConfiguration<SalesTask>
{
    public void Configure(EntityTypeBuilder<SalesTask> builder)
    {
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.Property(t => t.Description).HasMaxLength(Activity.MaxDescriptionLength);
        builder.HasIndex(t => new { t.OpportunityId, t.Closed, t.Date });
        builder.HasIndex(t => new { t.SalespersonId, t.Closed, t.Date });
        builder.HasOne(t => t.Salesperson).WithMany().HasForeignKey(t => t.SalespersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(t => t.Entry).WithMany().HasForeignKey(t => t.EntryId).OnDelete(DeleteBehavior.NoAction);
    }
}
