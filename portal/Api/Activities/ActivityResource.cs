using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Portal.Api.Activities;

/// <summary>An activity with its steps in order.</summary>
/// <param name="Code">Its name for programs and links: 1 to 10 letters, digits, dots, hyphens or underscores, kept in capitals; never
/// changes.</param>
/// <param name="Description">In a few words, at most 100 characters.</param>
/// <param name="Steps">What is to be done, in order.</param>
internal sealed record ActivityResource(string Code, string Description, IReadOnlyList<StepResource> Steps)
{
    public static ActivityResource Example => new(
        "QUALC", "Qualify", [new StepResource(TaskType.PhoneCall, "Call to qualify", Priority.Normal, "3D")]);

    public static ActivityResource Of(Activity activity) =>
        new(activity.Code, activity.Description, [.. activity.Steps.Select(StepResource.Of)]);
}

/// <summary>One step of an activity.</summary>
/// <param name="Type">What kind it is.</param>
/// <param name="Description">In a few words, at most 100 characters.</param>
/// <param name="Priority">How pressing it is.</param>
/// <param name="DateFormula">The day of the task, counted from the day the stage is entered; blank: that day.</param>
internal sealed record StepResource(TaskType Type, string Description, Priority Priority, string DateFormula)
{
    public static StepResource Of(ActivityStep step) => new(step.Type, step.Description, step.Priority, step.DateFormula);
}

/// <summary>An activity; its steps replace the former ones, and left out there are none.</summary>
/// <param name="Code">Its name for programs and links: 1 to 10 letters, digits, dots, hyphens or underscores, kept in capitals; never
/// changes.</param>
/// <param name="Description">In a few words, at most 100 characters.</param>
/// <param name="Steps">What is to be done, in order.</param>
internal sealed record ActivityBody(string? Code = null, string? Description = null, IReadOnlyList<StepBody?>? Steps = null)
{
    public static ActivityBody Example => new(
        "QUALC", "Qualify", [new StepBody(TaskType.PhoneCall, "Call to qualify", DateFormula: "3D")]);

    public ActivityForm ToForm() => new(Description, [.. (Steps ?? []).Select(step => (step ?? StepBody.Blank).ToDetails())]);
}

/// <summary>One step of an activity.</summary>
/// <param name="Type">Left out, none.</param>
/// <param name="Description">In a few words, at most 100 characters.</param>
/// <param name="Priority">Left out, normal.</param>
/// <param name="DateFormula">The day of the task, counted from the day the stage is entered, such as 3D; blank: that day.</param>
internal sealed record StepBody(TaskType? Type = null, string? Description = null, Priority? Priority = null, string? DateFormula = null)
{
    /// <summary>What a step that is null comes to: refused for its missing description, by its place.</summary>
    public static readonly StepBody Blank = new();

    public StepDetails ToDetails() => new(
        Type ?? TaskType.None, Description, Priority ?? Domain.Tasks.Priority.Normal, DateFormula);
}
