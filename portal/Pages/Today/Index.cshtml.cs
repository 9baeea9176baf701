using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Today;

/// <summary>What the signed-in person has to do today, each with what can be done about it; after an act one is back here.</summary>
public sealed class IndexModel(
    BriefQueries brief, OpportunityActs acts, TaskActs tasks, ReminderActs reminders, UndoActs undo, WorkingCalendar calendar,
    Figures figures) : PortalPage
{
    private const int MostOfEach = 10;
    private const int PageSize = 50;

    /// <summary>The part that is shown alone, page by page; null shows the first of each.</summary>
    [BindProperty(SupportsGet = true)]
    public DayGroup? Group { get; set; }

    /// <summary>Cursor: what comes after this one.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<DayPart> Parts { get; private set; } = [];

    public int Count => Parts.Sum(p => p.Count);

    /// <summary>The next day on which work goes on.</summary>
    public DateOnly NextWorkingDay => calendar.NextWorkingDay(Caller.Today);

    /// <summary>The page that a form of an item leads back to.</summary>
    public object Here => new { group = Group };

    /// <summary>What can still be taken back.</summary>
    public IReadOnlyList<UndoableAct> Last { get; private set; } = [];

    /// <summary>How far the reader is this month; null for those who sell nothing and have no target.</summary>
    public TargetProgress? Progress { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Progress = Group is null ? await figures.MyMonthAsync(Caller, cancellationToken) : null;
        Parts = await brief.DayAsync(
            Group, DayCursor.TryParse(After), Group is null ? MostOfEach : PageSize, Caller, cancellationToken);
        Last = await undo.ListAsync(null, Caller, cancellationToken);
    }

    public async Task<IActionResult> OnPostTaskAsync(CancellationToken cancellationToken) =>
        await tasks.CompleteAsync(Input.Id, Input.Version, Caller, cancellationToken) switch
        {
            Result<TaskClosing>.Done(var closing) => Done(T["Done: {0}", closing.Task.Description], closing.Task, "Index", Here),
            var other => Refused(other),
        };

    public async Task<IActionResult> OnPostTaskDayAsync(CancellationToken cancellationToken) =>
        Wrong(Refusals.TaskDateRequired)
        ?? await tasks.PostponeAsync(Input.Id, Input.Day!.Value, Input.Version, Caller, cancellationToken) switch
        {
            Result<SalesTask>.Done(var task) => Done(
                T["{0}: now due {1}.", task.Description, T.Date(task.Date)], task, "Index", Here),
            var other => Refused(other),
        };

    public async Task<IActionResult> OnPostNextStepAsync(CancellationToken cancellationToken) =>
        Wrong(Refusals.NextStepDateRequired)
        ?? Acted(
            await acts.EditAsync(
                Input.No ?? "",
                new EditOpportunity(new ChangeOpportunity(NextStep: new(Input.Text), NextStepDate: new(Input.Day))),
                Input.Version, Caller, cancellationToken),
            acted => T["{0}: next step on {1}.", acted.Opportunity.Description, T.Date(Input.Day!.Value)]);

    public async Task<IActionResult> OnPostCloseDayAsync(CancellationToken cancellationToken) =>
        Wrong(Refusals.CloseDateRequired)
        ?? Acted(
            await acts.EditAsync(
                Input.No ?? "", new EditOpportunity(new ChangeOpportunity(), EstimatedCloseDate: Input.Day, SlipReason: Input.Text),
                Input.Version, Caller, cancellationToken),
            acted => T["{0}: expected to close on {1}.", acted.Opportunity.Description, T.Date(Input.Day!.Value)]);

    /// <summary>Moves on with what is proposed; where that is not enough, the form of the move asks for the rest.</summary>
    public async Task<IActionResult> OnPostMoveAsync(MoveAction act, CancellationToken cancellationToken)
    {
        var no = Input.No ?? "";
        var result = act is MoveAction.First or MoveAction.Next
            ? await acts.MoveAsync(no, new MoveRequest(act), Input.Version, Caller, cancellationToken)
            : Refusals.ActionNotOffered;
        return result is Result<Acted>.Refused { First.Rule.Kind: RefusalKind.Rule } incomplete
            ? RefusedTo(incomplete.Refusals, "/Opportunities/Move", new { no, act, from = FromToday })
            : Acted(result, acted => T["{0}: now at {1}.", acted.Opportunity.Description, acted.Entry!.StageDescription]);
    }

    public async Task<IActionResult> OnPostAcceptAsync(CancellationToken cancellationToken) =>
        await acts.AcceptAsync(Input.No ?? "", Caller, cancellationToken) switch
        {
            Result<Acted>.Done(var acted) => Done(T["{0} is yours.", acted.Opportunity.Description], "Index", Here),
            var other => Refused(other),
        };

    public async Task<IActionResult> OnPostDeclineAsync(CancellationToken cancellationToken) => Acted(
        await acts.DeclineAsync(Input.No ?? "", Input.Text, Caller, cancellationToken),
        acted => T["{0} went back to {1}.", acted.Opportunity.Description, acted.Opportunity.Salesperson!.Name]);

    public async Task<IActionResult> OnPostLaterAsync(CancellationToken cancellationToken) =>
        Wrong(Refusals.SnoozeInPast)
        ?? await reminders.SnoozeAsync(Input.Id, Input.Day!.Value, Caller, cancellationToken) switch
        {
            Result<Reminder>.Done(var reminder) => Done(T["Put off until {0}.", T.Date(reminder.DueOn ?? Input.Day.Value)], "Index", Here),
            var other => Refused(other),
        };

    private IActionResult Acted(Result<Acted> result, Func<Acted, string> sentence) => result switch
    {
        Result<Acted>.Done(var acted) => Done(sentence(acted), acted, "Index", Here),
        var other => Refused(other),
    };

    private IActionResult Refused<TDone>(Result<TDone> result) => RefusedTo(((Result<TDone>.Refused)result).Refusals, "Index", Here);

    /// <summary>Why a day that a form needs is none, as what is said on the page; null when there is one.</summary>
    private RedirectToPageResult? Wrong(RefusalRule missing)
    {
        if (ModelState.IsValid && Input.Day is not null)
        {
            return null;
        }

        var said = ModelState.Values.SelectMany(s => s.Errors).Select(e => e.ErrorMessage).FirstOrDefault(e => e.Length > 0);
        TempData[RefusedKey] = said ?? missing.With().Say(T);
        return RedirectToPage("Index", Here);
    }

    /// <summary>What the forms of the items send; the domain checks it.</summary>
    public sealed class Form
    {
        /// <summary>Number of the opportunity.</summary>
        public string? No { get; set; }

        /// <summary>Of the task, or of the reminder that is put off.</summary>
        public long Id { get; set; }

        public long Version { get; set; }

        public DateOnly? Day { get; set; }

        /// <summary>The next step, or why.</summary>
        public string? Text { get; set; }
    }
}
