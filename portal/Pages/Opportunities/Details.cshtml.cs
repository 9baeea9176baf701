using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>Where a stage lies from where the opportunity stands.</summary>
public enum StagePlace
{
    Ahead,
    Here,
    Passed,
}

/// <summary>What can be done with a task.</summary>
public enum TaskAct
{
    Complete,
    Cancel,
    Reopen,
}

/// <summary>One opportunity: state, tasks, history, reminders.</summary>
public sealed class DetailsModel(OpportunityQueries opportunities, OpportunityActs acts, TaskActs tasks, Timeline timeline, UndoActs undo)
    : ListedPage
{
    private const int PageSize = 50;

    public Opportunity Opportunity { get; private set; } = null!;

    public bool MayChange { get; private set; }

    public IReadOnlyList<SalesTask> Tasks { get; private set; } = [];

    public IReadOnlyList<OpportunityEntry> History { get; private set; } = [];

    public TimelinePage Events { get; private set; } = new([], null);

    /// <summary>Only what is of this kind is told of what happened; null for all.</summary>
    [BindProperty(SupportsGet = true)]
    public TimelineKind? Kind { get; set; }

    /// <summary>Cursor of what happened: what comes after this one.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>What the visitor did to it and can still take back.</summary>
    public IReadOnlyList<UndoableAct> Last { get; private set; } = [];

    /// <summary>Address of the list that one came from; all that is open where there is none.</summary>
    public IDictionary<string, string> List { get; private set; } = new Dictionary<string, string>();

    /// <summary>What stands before and after it in that list; null at its ends, and where one came from no list.</summary>
    public (NamedRecord? Before, NamedRecord? After) Neighbours { get; private set; }

    /// <summary>What is still to be sent.</summary>
    public IReadOnlyList<Reminder> Reminders { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string no, CancellationToken cancellationToken)
    {
        if (await opportunities.FindAsync(no, Caller, cancellationToken) is not { } view)
        {
            return NotFound();
        }

        (Opportunity, MayChange) = view;
        Tasks = await opportunities.TasksAsync(Opportunity.Id, Caller, cancellationToken);
        History = await opportunities.HistoryAsync(Opportunity.Id, Caller, cancellationToken);
        Events = await timeline.ReadAsync(Opportunity.No, Kind, PageSize, TimelineCursor.TryParse(After), Caller, cancellationToken);
        Last = await undo.ListAsync(Opportunity.No, Caller, cancellationToken);
        if (TempData.Peek(ListKey) is string list)
        {
            var choice = await ListOfAsync(list);
            var (by, descending) = choice.OrderBy();
            List = choice.Route();
            Neighbours = await opportunities.NeighboursAsync(choice.ToFilter(), by, descending, Opportunity, Caller, cancellationToken);
        }

        Reminders = [.. (await opportunities.RemindersAsync(Opportunity.Id, Caller, cancellationToken))
            .Where(r => r.IsWaiting || r.State is ReminderState.Sending or ReminderState.Failed)];
        return Page();
    }

    /// <summary>Does a task, cancels it or opens it again.</summary>
    public async Task<IActionResult> OnPostTaskAsync(string no, long id, TaskAct act, long? version, CancellationToken cancellationToken)
    {
        var result = act switch
        {
            TaskAct.Complete => TaskOf(await tasks.CompleteAsync(id, version, Caller, cancellationToken)),
            TaskAct.Cancel => TaskOf(await tasks.CancelAsync(id, version, Caller, cancellationToken)),
            _ => await tasks.ReopenAsync(id, version, Caller, cancellationToken),
        };
        return result switch
        {
            Result<SalesTask>.Done(var task) => Done(
                act switch
                {
                    TaskAct.Complete => T["The task is done."],
                    TaskAct.Cancel => T["The task is cancelled."],
                    _ => T["The task is open again."],
                },
                task, "Details", new { no }),
            Result<SalesTask>.Refused refused => RefusedTo(refused.Refusals, "Details", new { no }),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Adds a note to the history.</summary>
    public async Task<IActionResult> OnPostNoteAsync(string no, string? note, CancellationToken cancellationToken) =>
        await acts.AddNoteAsync(no, note, Caller, cancellationToken) switch
        {
            Result<Acted>.Done(var acted) => Done(T["The note stands in the history."], acted, "Details", new { no }),
            Result<Acted>.Refused refused => RefusedTo(refused.Refusals, "Details", new { no }),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    public async Task<IActionResult> OnPostDeleteAsync(string no, long? version, CancellationToken cancellationToken) =>
        await acts.DeleteAsync(no, version, Caller, cancellationToken) is Result<string>.Refused refused
            ? RefusedTo(refused.Refusals, "Details", new { no })
            : Done(T["Deleted: {0}.", no], "Index");

    private static Result<SalesTask> TaskOf(Result<TaskClosing> result) => result switch
    {
        Result<TaskClosing>.Done(var closing) => closing.Task,
        Result<TaskClosing>.Refused refused => new Result<SalesTask>.Refused(refused.Refusals),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The stages of the cycle, and how far this opportunity came.</summary>
    public IEnumerable<(SalesCycleStage Stage, StagePlace Place)> Road()
    {
        var current = Opportunity.Current;
        var reached = Opportunity.Status == OpportunityStatus.Won
            ? int.MaxValue
            : current?.StageNumberNow ?? current?.PreviousStageNumber ?? 0;
        return Opportunity.SalesCycle!.Stages.Select(stage => (
            stage,
            !Opportunity.IsClosed && stage.Number == reached ? StagePlace.Here
            : stage.Number <= reached ? StagePlace.Passed
            : StagePlace.Ahead));
    }

    /// <summary>Colour of a status; the word stands in it.</summary>
    public static string Colour(OpportunityStatus status) => status switch
    {
        OpportunityStatus.Won => "text-bg-success",
        OpportunityStatus.Lost => "text-bg-danger",
        OpportunityStatus.InProgress => "text-bg-primary",
        _ => "text-bg-secondary",
    };
}
