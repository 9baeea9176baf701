using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Api.Description;

namespace ChatOpportunities.Portal.Api.Tasks;

/// <summary>Something to be done for an opportunity.</summary>
/// <param name="Id">Its key; never changes.</param>
/// <param name="Type">What kind it is.</param>
/// <param name="Description">In a few words, at most 100 characters.</param>
/// <param name="Priority">How pressing it is.</param>
/// <param name="Date">The day by which it is to be done.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Cancelled">Whether it was closed without being done.</param>
/// <param name="Closed">Whether it is closed, done or cancelled.</param>
/// <param name="SalespersonCode">Code of the person who is to do it.</param>
/// <param name="OpportunityNo">Number of its opportunity.</param>
/// <param name="EntryNo">Line of the history that made it; null when none did.</param>
/// <param name="Recurring">Whether closing it makes the next one.</param>
/// <param name="RecurringInterval">How the next day is counted, such as 1W; null when it does not recur.</param>
/// <param name="RecurringFrom">From which day the interval counts; null when it does not recur.</param>
/// <param name="Version">Counts the changes; the ETag without its quotation marks.</param>
internal sealed record TaskResource(
    long Id, TaskType Type, string Description, Priority Priority, DateOnly Date, SalesTaskStatus Status, bool Cancelled, bool Closed,
    string SalespersonCode, string OpportunityNo, long? EntryNo, bool Recurring, string? RecurringInterval, RecurringFrom? RecurringFrom,
    long Version)
{
    public static TaskResource Example => new(
        12, TaskType.PhoneCall, "Call to qualify", Priority.Normal, ExampleTime.Day.AddDays(3), SalesTaskStatus.NotStarted, false, false,
        "ANNA", "OPP-00017", 31, false, null, null, 1);

    public static TaskResource Of(SalesTask task) => new(
        task.Id, task.Type, task.Description, task.Priority, task.Date, task.Status, task.Cancelled, task.Closed, task.Salesperson!.Code,
        task.Opportunity!.No, task.EntryId, task.RecurringInterval is not null, task.RecurringInterval, task.RecurringFrom, task.Version);
}

/// <summary>What an act on a task made.</summary>
/// <param name="Task">The task as it stands now.</param>
/// <param name="Next">The task that follows, when it recurs; else null.</param>
internal sealed record TaskActResource(TaskResource Task, TaskResource? Next)
{
    public static TaskActResource Example => new(
        TaskResource.Example with { Status = SalesTaskStatus.Completed, Closed = true, Version = 2 }, null);
}
