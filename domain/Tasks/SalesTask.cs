using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Tasks;

/// <summary>Where a task stands; completed is closed, also when it was cancelled.</summary>
public enum SalesTaskStatus
{
    /// <summary>Nothing done yet.</summary>
    NotStarted = 0,

    /// <summary>Begun.</summary>
    InProgress = 1,

    /// <summary>Closed: done, or cancelled.</summary>
    Completed = 2,

    /// <summary>Waits for somebody else.</summary>
    Waiting = 3,

    /// <summary>Put off to another day.</summary>
    Postponed = 4,
}

/// <summary>From which day the next task counts: the day the former was due, or the day it was closed.</summary>
public enum RecurringFrom
{
    /// <summary>The day by which the closed one was to be done.</summary>
    DueDate = 0,

    /// <summary>The day it was closed.</summary>
    ClosingDate = 1,
}

/// <summary>Something to be done for an opportunity by a day (sections 8.2 and 8.3 of the trade's reference).</summary>
public sealed class SalesTask : Entity
{
    private SalesTask()
    {
    }

    public TaskType Type { get; private set; }

    /// <summary>At most 100 characters.</summary>
    public string Description { get; private set; } = "";

    public Priority Priority { get; private set; }

    /// <summary>The day by which it is to be done.</summary>
    public DateOnly Date { get; private set; }

    public SalesTaskStatus Status { get; private set; }

    /// <summary>A cancelled task counts as completed and closed.</summary>
    public bool Cancelled { get; private set; }

    public bool Closed { get; private set; }

    /// <summary>The day it was completed or cancelled, by the calendar of who did it.</summary>
    public DateOnly? ClosedOn { get; private set; }

    /// <summary>Date formula after which it comes again; null when it comes once.</summary>
    public string? RecurringInterval { get; private set; }

    /// <summary>From which day <see cref="RecurringInterval"/> counts.</summary>
    public RecurringFrom? RecurringFrom { get; private set; }

    public long SalespersonId { get; private set; }

    public Salesperson? Salesperson { get; private set; }

    public long OpportunityId { get; private set; }

    public Opportunity? Opportunity { get; internal set; }

    /// <summary>The history entry that was active when the task was made.</summary>
    public long? EntryId { get; private set; }

    public OpportunityEntry? Entry { get; private set; }

    internal static Result<SalesTask> ByHand(TaskDetails details, Opportunity opportunity, Salesperson to)
    {
        ArgumentNullException.ThrowIfNull(details);
        var description = Checks.Tidy(details.Description);
        var interval = DateFormula.TryParse(details.RecurringInterval, out var formula, out var error);
        var refusals = Checks.All(
            description is null ? Refusals.DescriptionRequired : Checks.Length(description, Activity.MaxDescriptionLength, "description"),
            details.Date is null ? Refusals.TaskDateRequired : Checks.Date(details.Date.Value, "date"),
            Enum.IsDefined(details.Type) ? null : Refusals.UnknownValue.For("type"),
            Enum.IsDefined(details.Priority) ? null : Refusals.UnknownValue.For("priority"),
            to.Blocked ? Refusals.SalespersonBlocked.With(to.Name) : null,
            details.Type == TaskType.Meeting && to.Email is null ? Refusals.OrganizerNeedsEmail.With(to.Name) : null,
            interval ? null : Refusals.BadDateFormula.For("recurring", new Translated(error!.Sentence, error.Arguments)),
            details.RecurringFrom is { } from && !Enum.IsDefined(from) ? Refusals.UnknownValue.For("recurring") : null,
            interval && formula.IsBlank != details.RecurringFrom is null ? Refusals.RecurringIncomplete : null,
            interval && !formula.IsBlank && details.Date is { } date && !(formula.TryEvaluate(date, out var next) && next > date)
                ? Refusals.RecurringStandsStill : null);
        return refusals.Count > 0
            ? refusals
            : new SalesTask
            {
                Type = details.Type,
                Description = description!,
                Priority = details.Priority,
                Date = details.Date!.Value,
                RecurringInterval = formula.IsBlank ? null : formula.ToString(),
                RecurringFrom = details.RecurringFrom,
                SalespersonId = to.Id,
                Opportunity = opportunity,
                OpportunityId = opportunity.Id,
                Entry = opportunity.Current,
            };
    }

    /// <summary>One task per step, each counted from the same day; an activity without steps gives one task (section 4.7).</summary>
    internal static IEnumerable<SalesTask> FromActivity(
        Activity activity, Opportunity opportunity, OpportunityEntry? entry, DateOnly from, long salespersonId)
    {
        SalesTask Make(TaskType type, string description, Priority priority, string formula) => new()
        {
            Type = type,
            Description = description,
            Priority = priority,
            Date = DateFormula.TryParse(formula, out var parsed, out _) && parsed.TryEvaluate(from, out var date) ? date : from,
            SalespersonId = salespersonId,
            Opportunity = opportunity,
            OpportunityId = opportunity.Id,
            Entry = entry,
        };
        return activity.Steps.Count == 0
            ? [Make(TaskType.None, activity.Description, Priority.Normal, "")]
            : activity.Steps.OrderBy(s => s.Number).Select(s => Make(s.Type, s.Description, s.Priority, s.DateFormula));
    }

    /// <summary>Done. A recurring one gives the next.</summary>
    /// <returns>The next task, or null.</returns>
    public Result<TaskClosing> Complete(DateOnly today) => Close(cancelled: false, today);

    /// <summary>Not to be done. A recurring one gives the next, unless the opportunity's own act cancels it.</summary>
    public Result<TaskClosing> Cancel(DateOnly today) => Close(cancelled: true, today);

    /// <summary>Opens a closed one again; it counts as begun.</summary>
    public Result<SalesTask> Reopen()
    {
        if (!Closed)
        {
            return Refusals.TaskOpen;
        }

        (Cancelled, Closed, ClosedOn, Status) = (false, false, null, SalesTaskStatus.InProgress);
        return this;
    }

    /// <summary>Any status but completed; on a closed task it reopens it (section 8.3).</summary>
    public Result<SalesTask> SetStatus(SalesTaskStatus status)
    {
        if (!Enum.IsDefined(status) || status == SalesTaskStatus.Completed)
        {
            return Refusals.UnknownValue.For("status");
        }

        (Cancelled, Closed, ClosedOn, Status) = (false, false, null, status);
        return this;
    }

    /// <summary>Puts it off to a later or earlier day.</summary>
    public Result<SalesTask> Postpone(DateOnly to)
    {
        if (Closed)
        {
            return Refusals.TaskClosed;
        }

        if (Checks.Date(to, "date") is { } bad)
        {
            return bad;
        }

        (Date, Status) = (to, SalesTaskStatus.Postponed);
        return this;
    }

    /// <summary>By an act on the opportunity: it does not come again.</summary>
    internal void CancelForGood(DateOnly today) =>
        (Cancelled, Closed, Status, ClosedOn, RecurringInterval, RecurringFrom) =
            (true, true, SalesTaskStatus.Completed, today, null, null);

    internal void HandTo(long salespersonId) => SalespersonId = salespersonId;

    private Result<TaskClosing> Close(bool cancelled, DateOnly today)
    {
        if (Closed)
        {
            return Refusals.TaskClosed;
        }

        (Cancelled, Closed, Status, ClosedOn) = (cancelled, true, SalesTaskStatus.Completed, today);
        var from = RecurringFrom == Tasks.RecurringFrom.ClosingDate ? today : Date;
        var next = RecurringInterval is not null && DateFormula.TryParse(RecurringInterval, out var formula, out _) && formula.TryEvaluate(
            from, out var date)
            ? new SalesTask
            {
                Type = Type,
                Description = Description,
                Priority = Priority,
                Date = date,
                RecurringInterval = RecurringInterval,
                RecurringFrom = RecurringFrom,
                SalespersonId = SalespersonId,
                OpportunityId = OpportunityId,
                EntryId = EntryId,
            }
            : null;
        return new TaskClosing(this, next);
    }
}

/// <summary>A task that was closed, and the one that follows it when it recurs.</summary>
public sealed record TaskClosing(SalesTask Task, SalesTask? Next);

/// <summary>A task made by hand; see <see cref="SalesTask"/> for meanings and limits.</summary>
public sealed record TaskDetails(
    TaskType Type, string? Description, Priority Priority, DateOnly? Date, string? RecurringInterval = null,
    RecurringFrom? RecurringFrom = null);

internal sealed class SalesTaskConfiguration : IEntityTypeConfiguration<SalesTask>
{
    public void Configure(EntityTypeBuilder<SalesTask> builder)
    {
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.Property(t => t.Description).HasMaxLength(Activity.MaxDescriptionLength);
        builder.Property(t => t.RecurringInterval).HasMaxLength(DateFormula.MaxLength);
        builder.HasIndex(t => new { t.OpportunityId, t.Closed, t.Date });
        builder.HasIndex(t => new { t.SalespersonId, t.Closed, t.Date });
        builder.HasOne(t => t.Salesperson).WithMany().HasForeignKey(t => t.SalespersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(t => t.Entry).WithMany().HasForeignKey(t => t.EntryId).OnDelete(DeleteBehavior.NoAction);
    }
}
