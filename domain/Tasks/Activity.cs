using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Tasks;

/// <summary>What kind of work a step or a task is.</summary>
public enum TaskType
{
    None = 0,
    Meeting = 1,
    PhoneCall = 2,
}

/// <summary>How pressing something is.</summary>
public enum Priority
{
    Low = 0,
    Normal = 1,
    High = 2,
}

/// <summary>A list of steps that become tasks when an opportunity enters a stage that names it.</summary>
public sealed class Activity : Entity
{
    public const int MaxCodeLength = 10;
    public const int MaxDescriptionLength = 100;
    private readonly List<ActivityStep> _steps = [];

    private Activity()
    {
    }

    public string Code { get; private set; } = "";

    public string Description { get; private set; } = "";

    /// <summary>In the order they were added.</summary>
    public IReadOnlyList<ActivityStep> Steps => _steps;

    public static Result<Activity> Create(string? code, string? description)
    {
        var normal = Checks.NormalCode(code);
        var refusals = Checks.All(
            Checks.Code(normal, MaxCodeLength), Checks.RequiredText(description, MaxDescriptionLength, "description"));
        return refusals.Count > 0 ? refusals : new Activity { Code = normal, Description = Checks.Tidy(description)! };
    }

    /// <summary>Adds a step at the end. Its date counts from the day the stage is entered, not from the step before.</summary>
    public Result<ActivityStep> AddStep(TaskType type, string? description, Priority priority, string? dateFormula)
    {
        var refusals = Checks.All(
            Checks.RequiredText(description, MaxDescriptionLength, "description"),
            DateFormula.TryParse(dateFormula, out var formula, out var error)
                ? null
                : Refusals.BadDateFormula.With(new Translated(error!.Sentence, error.Arguments)));
        if (refusals.Count > 0)
        {
            return refusals;
        }

        var step = new ActivityStep(_steps.Count + 1, type, Checks.Tidy(description)!, priority, formula.ToString());
        _steps.Add(step);
        return step;
    }
}

/// <summary>One step of an activity.</summary>
public sealed class ActivityStep : Entity
{
    private ActivityStep()
    {
    }

    internal ActivityStep(int number, TaskType type, string description, Priority priority, string dateFormula) =>
        (Number, Type, Description, Priority, DateFormula) = (number, type, description, priority, dateFormula);

    public long ActivityId { get; private set; }

    public int Number { get; private set; }

    public TaskType Type { get; private set; }

    public string Description { get; private set; } = "";

    public Priority Priority { get; private set; }

    /// <summary>Canonical date formula; blank is the same day.</summary>
    public string DateFormula { get; private set; } = "";
}

internal sealed class ActivityConfiguration : IEntityTypeConfiguration<Activity>, IEntityTypeConfiguration<ActivityStep>
{
    public void Configure(EntityTypeBuilder<Activity> builder)
    {
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.Property(a => a.Code).HasMaxLength(Activity.MaxCodeLength);
        builder.Property(a => a.Description).HasMaxLength(Activity.MaxDescriptionLength);
        builder.HasIndex(a => a.Code).IsUnique();
        builder.HasMany(a => a.Steps).WithOne().HasForeignKey(s => s.ActivityId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ActivityStep> builder)
    {
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.Property(s => s.Description).HasMaxLength(Activity.MaxDescriptionLength);
        builder.Property(s => s.DateFormula).HasMaxLength(20);
        builder.HasIndex(s => new { s.ActivityId, s.Number }).IsUnique();
    }
}
