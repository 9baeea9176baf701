using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Portal.Api.Activities;

/// <summary>An activity with its steps in their order.</summary>
internal sealed record ActivityResource(string Code, string Description, IReadOnlyList<StepResource> Steps)
{
    public static ActivityResource Of(Activity activity) => new(activity.Code, activity.Description, [.. activity.Steps.Select(StepResource.Of)]);
}

/// <summary>One step of an activity.</summary>
internal sealed record StepResource(TaskType Type, string Description, Priority Priority, string DateFormula)
{
    public static StepResource Of(ActivityStep step) => new(step.Type, step.Description, step.Priority, step.DateFormula);
}

/// <summary>What can be asked of an activity; its steps replace the former ones, and left out there are none.</summary>
internal sealed record ActivityBody(string? Code = null, string? Description = null, IReadOnlyList<StepBody?>? Steps = null)
{
    public ActivityForm ToForm() => new(Description, [.. (Steps ?? []).Select(step => (step ?? StepBody.Blank).ToDetails())]);
}

/// <summary>What can be asked of a step; left out, it is of no type and of normal priority.</summary>
internal sealed record StepBody(TaskType? Type = null, string? Description = null, Priority? Priority = null, string? DateFormula = null)
{
    /// <summary>What a step that is null comes to: refused for its missing description, by its place.</summary>
    public static readonly StepBody Blank = new();

    public StepDetails ToDetails() => new(
        Type ?? TaskType.None, Description, Priority ?? Domain.Tasks.Priority.Normal, DateFormula);
}
