using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Domain.Opportunities;

/// <content>Who has it, and its tasks.</content>
public sealed partial class Opportunity
{
    /// <summary>Adds the tasks of an activity by hand, counted from a day (section 8.4).</summary>
    public Result<IReadOnlyList<SalesTask>> AssignActivity(Activity activity, DateOnly from, Salesperson to, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(activity);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(caller);
        var refusals = Checks.All(
            Checks.Date(from, "date"),
            to.Blocked ? Refusals.SalespersonBlocked.With(to.Name) : null,
            MeetingWithoutMail(activity, to));
        if (refusals.Count > 0)
        {
            return refusals;
        }

        var made = SalesTask.FromActivity(activity, this, Current, from, to.Id).ToList();
        _tasks.AddRange(made);
        (ChangedAt, WorkedAt) = (caller.Now, caller.Now);
        return made;
    }

    /// <summary>Adds one task by hand.</summary>
    public Result<SalesTask> AddTask(TaskDetails details, Salesperson to, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(caller);
        var result = SalesTask.ByHand(details, this, to);
        if (result is Result<SalesTask>.Done(var task))
        {
            _tasks.Add(task);
            (ChangedAt, WorkedAt) = (caller.Now, caller.Now);
        }

        return result;
    }

    /// <summary>Gives it to another salesperson (section 7). The active entry follows, older ones keep theirs.</summary>
    /// <returns>How many open tasks of the former salesperson went along.</returns>
    public Result<int> Assign(Salesperson? to, bool moveOpenTasks, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (IsClosed)
        {
            return Refusals.AlreadyClosed;
        }

        if (to is null)
        {
            return Refusals.SalespersonRequired;
        }

        if (to.Blocked)
        {
            return Refusals.SalespersonBlocked.With(to.Name);
        }

        if (to.Id == SalespersonId)
        {
            return Refusals.SameSalesperson.With(to.Name);
        }

        var moved = moveOpenTasks ? _tasks.Where(t => !t.Closed && t.SalespersonId == SalespersonId).ToList() : [];
        moved.ForEach(t => t.HandTo(to.Id));
        (Salesperson, SalespersonId, ChangedAt, WorkedAt) = (to, to.Id, caller.Now, caller.Now);
        _stays.ForEach(s => (s.Salesperson, s.SalespersonId) = (to, to.Id));
        if (Current is { } entry)
        {
            (entry.Salesperson, entry.SalespersonId) = (to, to.Id);
        }

        return moved.Count;
    }

    /// <summary>Whoever it was given to keeps it: a change, though no work on it yet.</summary>
    public void Accept(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ChangedAt = caller.Now;
    }

    /// <summary>The organizer of a meeting has a mail address (table 11, row 56).</summary>
    private static Refusal? MeetingWithoutMail(Activity activity, Salesperson organizer) =>
        organizer.Email is null && activity.Steps.Any(s => s.Type == TaskType.Meeting)
            ? Refusals.OrganizerNeedsEmail.With(organizer.Name)
            : null;

    private void CancelOpenTasks(DateOnly today)
    {
        foreach (var task in _tasks.Where(t => !t.Closed))
        {
            task.CancelForGood(today);
        }
    }
}
