using System.Globalization;
using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Tasks;

/// <summary>What kind of work it is.</summary>
public enum TaskType
{
    /// <summary>Anything else that is to be done.</summary>
    None = 0,

    /// <summary>A meeting; who has it needs a mail address.</summary>
    Meeting = 1,

    /// <summary>A call.</summary>
    PhoneCall = 2,
}

/// <summary>How pressing it is.</summary>
public enum Priority
{
    /// <summary>Can wait.</summary>
    Low = 0,

    /// <summary>As usual.</summary>
    Normal = 1,

    /// <summary>Before the others.</summary>
    High = 2,
}

/// <summary>A list of steps that become tasks when an opportunity enters a stage that names it.</summary>
public sealed class Activity : Entity
{
    public const int MaxCodeLength = 10;
    public const int MaxDescriptionLength = 100;
    public const int MaxSteps = 100;
    private List<ActivityStep> _steps = [];

    private Activity()
    {
    }

    public string Code { get; private set; } = "";

    public string Description { get; private set; } = "";

    /// <summary>In order of their numbers, when loaded.</summary>
    public IReadOnlyList<ActivityStep> Steps => [.. _steps.OrderBy(s => s.Number)];

    /// <summary>A copy without its steps.</summary>
    internal Activity Alone()
    {
        var copy = (Activity)Clone();
        copy._steps = [];
        return copy;
    }

    /// <summary>Puts steps into a copy.</summary>
    internal Activity With(IEnumerable<ActivityStep> steps)
    {
        _steps.AddRange(steps);
        return this;
    }

    /// <summary>Makes one without steps.</summary>
    public static Result<Activity> Create(string? code, string? description) => Create(code, description, []);

    /// <summary>Makes one with steps; refuses a bad code and what <see cref="Change"/> refuses.</summary>
    public static Result<Activity> Create(string? code, string? description, IReadOnlyList<StepDetails> steps)
    {
        var activity = new Activity { Code = Checks.NormalCode(code) };
        return Checks.Code(activity.Code, MaxCodeLength) is { } bad ? bad : activity.Change(description, steps);
    }

    /// <summary>
    /// Takes on the description and these steps in the place of all former ones, or nothing when one of them is refused; a
    /// refusal of a step names it by its place in the list: <c>steps[0].dateFormula</c>. Tasks made before stay as they are.
    /// </summary>
    public Result<Activity> Change(string? description, IReadOnlyList<StepDetails> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var refusals = Checks.All(
            Checks.RequiredText(description, MaxDescriptionLength, "description"),
            steps.Count > MaxSteps ? Refusals.TooManySteps.With(MaxSteps) : null);
        refusals.AddRange(steps.Take(MaxSteps).SelectMany((step, i) => ActivityStep.Check(step)
            .Select(r => r with { Field = string.Create(CultureInfo.InvariantCulture, $"steps[{i}].{r.Field}") })));
        if (refusals.Count > 0)
        {
            return refusals;
        }

        Description = Checks.Tidy(description)!;
        _steps.RemoveAll(s => s.Number > steps.Count);
        for (var number = 1; number <= steps.Count; number++)
        {
            // A step that keeps its number keeps its row: the numbers are unique in the database at every moment of a save.
            if (_steps.Find(s => s.Number == number) is { } same)
            {
                same.Take(steps[number - 1]);
            }
            else
            {
                _steps.Add(new ActivityStep(number, steps[number - 1]));
            }
        }

        return this;
    }

    /// <summary>Adds a step at the end. Its date counts from the day the stage is entered, not from the step before.</summary>
    public Result<ActivityStep> AddStep(TaskType type, string? description, Priority priority, string? dateFormula)
    {
        var details = new StepDetails(type, description, priority, dateFormula);
        var refusals = ActivityStep.Check(details);
        if (refusals.Count > 0)
        {
            return refusals;
        }

        var step = new ActivityStep(_steps.Count + 1, details);
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

    internal ActivityStep(int number, StepDetails details)
    {
        Number = number;
        Take(details);
    }

    public long ActivityId { get; private set; }

    /// <summary>A copy.</summary>
    internal ActivityStep Alone() => (ActivityStep)Clone();

    public int Number { get; private set; }

    public TaskType Type { get; private set; }

    public string Description { get; private set; } = "";

    public Priority Priority { get; private set; }

    /// <summary>Canonical date formula; blank is the same day.</summary>
    public string DateFormula { get; private set; } = "";

    internal static List<Refusal> Check(StepDetails details) => Checks.All(
        Enum.IsDefined(details.Type) ? null : Refusals.UnknownValue.For("type"),
        Checks.RequiredText(details.Description, Activity.MaxDescriptionLength, "description"),
        Enum.IsDefined(details.Priority) ? null : Refusals.UnknownValue.For("priority"),
        Tasks.DateFormula.TryParse(details.DateFormula, out _, out var error)
            ? null
            : Refusals.BadDateFormula.With(new Translated(error!.Sentence, error.Arguments)));

    /// <summary>Details that passed <see cref="Check"/>.</summary>
    internal void Take(StepDetails details)
    {
        (Type, Description, Priority) = (details.Type, Checks.Tidy(details.Description)!, details.Priority);
        DateFormula = Tasks.DateFormula.Parse(details.DateFormula).ToString();
    }
}

/// <summary>What can be said of a step; its date formula counts from the day the stage is entered.</summary>
public sealed record StepDetails(TaskType Type, string? Description, Priority Priority = Priority.Normal, string? DateFormula = null);

internal sealed class ActivityConfiguration : IEntityTypeConfiguration<Activity>, IEntityTypeConfiguration<ActivityStep>
{
    public void Configure(EntityTypeBuilder<Activity> builder)
    {
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.Property(a => a.Code).HasMaxLength(Activity.MaxCodeLength);
        builder.Property(a => a.Description).HasMaxLength(Activity.MaxDescriptionLength);
        builder.HasIndex(a => a.Code).IsUnique();
        builder.HasMany(a => a.Steps).WithOne().HasForeignKey(s => s.ActivityId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(a => a.Steps).HasField("_steps").UsePropertyAccessMode(PropertyAccessMode.Field);
    }

    public void Configure(EntityTypeBuilder<ActivityStep> builder)
    {
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.Property(s => s.Description).HasMaxLength(Activity.MaxDescriptionLength);
        builder.Property(s => s.DateFormula).HasMaxLength(20);
        builder.HasIndex(s => new { s.ActivityId, s.Number }).IsUnique();
    }
}
