using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>notStarted: made, not on a stage yet. inProgress: on a stage. won and lost: closed.</summary>
/// <remarks>Set by its history, never typed.</remarks>
public enum OpportunityStatus
{
    /// <summary>Made, on no stage yet; has no history.</summary>
    NotStarted = 0,

    /// <summary>On a stage of its cycle.</summary>
    InProgress = 1,

    /// <summary>Closed with a sale.</summary>
    Won = 2,

    /// <summary>Closed without a sale.</summary>
    Lost = 3,
}

/// <summary>
/// A possible sale, walking through the stages of its sales cycle. Its present figures stand on the one active entry; methods
/// that change it need the cycle with its stages, the active entry and the open tasks to be loaded.
/// </summary>
public sealed class Opportunity : Entity
{
    public const int MaxNoLength = 20;
    public const int MaxDescriptionLength = 100;
    public const int MaxNoteLength = 500;
    public const int MaxQuoteNumberLength = 35;
    public const int MaxQuoteLinkLength = 500;
    public const int MaxNextStepLength = 200;
    public const int MaxSlipReasonLength = 200;

    /// <summary>From the how many-th move of the closing date to a later day a reason is asked for.</summary>
    public const int SlipsBeforeReason = 3;
    private readonly List<OpportunityEntry> _entries = [];
    private readonly List<SalesTask> _tasks = [];

    private Opportunity()
    {
    }

    /// <summary>From the number series, at most 20 characters.</summary>
    public string No { get; private set; } = "";

    /// <summary>At most 100 characters.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Number and description as <see cref="SearchText"/> folds them.</summary>
    public string Search { get; private set; } = "";

    public long ContactId { get; private set; }

    public Contact? Contact { get; private set; }

    public long SalespersonId { get; private set; }

    public Salesperson? Salesperson { get; private set; }

    public long SalesCycleId { get; private set; }

    public SalesCycle? SalesCycle { get; private set; }

    public DateOnly CreationDate { get; private set; }

    public Priority Priority { get; private set; }

    public OpportunityStatus Status { get; private set; }

    /// <summary>The day it was won or lost.</summary>
    public DateOnly? ClosedOn { get; private set; }

    /// <summary>Estimate given at creation, for the start; company currency.</summary>
    public decimal? InitialValue { get; private set; }

    /// <summary>Chances given at creation, for the start; 0–100.</summary>
    public decimal? InitialChances { get; private set; }

    /// <summary>Expected closing date given at creation, for the start.</summary>
    public DateOnly? InitialCloseDate { get; private set; }

    /// <summary>Number of the quote; null when there is none.</summary>
    public string? QuoteNumber { get; private set; }

    /// <summary>Amount of the quote, company currency.</summary>
    public decimal? QuoteAmount { get; private set; }

    /// <summary>Where the quote can be seen.</summary>
    public string? QuoteLink { get; private set; }

    /// <summary>What is to be done next, in a few words; null when only its day, or nothing, is set.</summary>
    public string? NextStep { get; private set; }

    /// <summary>The day of the next step; the clock of the stage and of inactivity stands still until then.</summary>
    public DateOnly? NextStepDate { get; private set; }

    /// <summary>How many next steps were set so far: tells one from the other.</summary>
    public int NextSteps { get; private set; }

    /// <summary>Working days this one may stay on a stage, in place of the stage's limit; null follows the stage.</summary>
    public int? LimitWorkingDays { get; private set; }

    /// <summary>How often the expected closing date was moved to a later day.</summary>
    public int CloseDateMoves { get; private set; }

    /// <summary>UTC instant of the last work on it or its tasks; null before any was noted.</summary>
    public DateTimeOffset? WorkedAt { get; private set; }

    /// <summary>UTC instant of the last act of any kind; every act sets it, so every act bumps the version.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    public bool IsClosed => Status is OpportunityStatus.Won or OpportunityStatus.Lost;

    /// <summary>The history as far as it is loaded, oldest first.</summary>
    public IReadOnlyList<OpportunityEntry> Entries => [.. _entries.OrderBy(e => e.Id == 0 ? long.MaxValue : e.Id)];

    /// <summary>The tasks as far as they are loaded.</summary>
    public IReadOnlyList<SalesTask> Tasks => _tasks;

    /// <summary>The present state; null before the start.</summary>
    public OpportunityEntry? Current => _entries.SingleOrDefault(e => e.Active);

    /// <summary>The moves that are open now; none once closed.</summary>
    public IReadOnlyList<MoveOption> Moves() => IsClosed ? [] : StageMoves.From(SalesCycle!.Stages, Current?.StageNumberNow);

    /// <summary>
    /// Every open move with each stage it may lead to: the values it would take when nothing else is said, and what would still
    /// stop it.
    /// </summary>
    public IReadOnlyList<MovePreview> PreviewMoves(Caller caller) => [.. Moves().Select(option => new MovePreview(
        option.Action,
        [.. option.Candidates.Select(target =>
        {
            var values = Propose(new MoveRequest(option.Action, target.Number), target, caller);
            return new StagePreview(target, target == option.Proposed, values, Missing(option, target, values, null));
        })]))];

    /// <summary>
    /// Makes an opportunity, in the order of the wizard's checks (section 3.2). The contact, salesperson and cycle were looked up
    /// by the caller; null means not given. Starting is a move of its own.
    /// </summary>
    public static Result<Opportunity> Create(string no, NewOpportunity request, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(caller);
        var creation = request.CreationDate ?? caller.Today;
        var refusals = Checks.All(
            Checks.Date(creation, "creationDate"),
            Checks.Tidy(request.Description) is null
                ? Refusals.DescriptionRequired
                : Checks.Length(Checks.Tidy(request.Description), MaxDescriptionLength, "description"),
            request.Contact is null ? Refusals.ContactRequired : null,
            request.Contact is { Blocked: true } ? Refusals.ContactBlocked.With(request.Contact.Name) : null,
            request.Salesperson is null ? Refusals.SalespersonRequired : null,
            request.Salesperson is { Blocked: true } ? Refusals.SalespersonBlocked.With(request.Salesperson.Name) : null,
            request.Cycle is null ? Refusals.CycleRequired : null,
            request.Cycle is { Blocked: true } ? Refusals.CycleBlocked.With(request.Cycle.Description) : null,
            Enum.IsDefined(request.Priority) ? null : Refusals.UnknownValue.For("priority"),
            request.EstimatedValue is { } value ? Checks.Amount(value, "estimatedValue") : null,
            request.ChancesOfSuccess is { } chances ? Checks.Percent(chances, "chancesOfSuccess") : null,
            request.EstimatedCloseDate is { } date ? Checks.Date(date, "estimatedCloseDate") : null);
        if (request.StartNow && refusals.Count > 0)
        {
            // The start would refuse these too: all that is missing is told at once.
            refusals.AddRange(WrongFigures(request.EstimatedValue ?? 0, request.ChancesOfSuccess ?? 100, request.EstimatedCloseDate ?? creation, creation));
        }

        return refusals.Count > 0
            ? refusals
            : new Opportunity
            {
                No = no,
                Description = Checks.Tidy(request.Description)!,
                Search = SearchText.Fold(no + " " + Checks.Tidy(request.Description)),
                Contact = request.Contact,
                ContactId = request.Contact!.Id,
                Salesperson = request.Salesperson,
                SalespersonId = request.Salesperson!.Id,
                SalesCycle = request.Cycle,
                SalesCycleId = request.Cycle!.Id,
                CreationDate = creation,
                Priority = request.Priority,
                InitialValue = request.EstimatedValue,
                InitialChances = request.ChancesOfSuccess,
                InitialCloseDate = request.EstimatedCloseDate,
                ChangedAt = caller.Now,
                WorkedAt = caller.Now,
            };
    }

    /// <summary>
    /// The values a move would take: those given win, what is left out is proposed. The value and closing date stay; the date is
    /// proposed from the stage's formula only when blank or before the change; chances come from the stage reached, except that
    /// an update keeps the present ones and a stage without chances leaves them.
    /// </summary>
    public MoveValues Propose(MoveRequest request, SalesCycleStage target, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(caller);
        var floor = Current?.DateOfChange ?? CreationDate;
        var date = request.DateOfChange ?? NotBefore(floor, caller.Today);
        var (value, chances, close) = Current is { } now
            ? (now.EstimatedValue, now.ChancesOfSuccess, (DateOnly?)now.EstimatedCloseDate)
            : (InitialValue ?? 0, 0, InitialCloseDate);
        var ofStage = target.ChancesOfSuccessPercent > 0 ? target.ChancesOfSuccessPercent : chances;
        return new MoveValues(
            date,
            request.EstimatedValue ?? value,
            request.Action switch
            {
                MoveAction.Skip or MoveAction.Jump => ofStage,
                MoveAction.Update => request.ChancesOfSuccess ?? chances,
                MoveAction.First => request.ChancesOfSuccess ?? InitialChances ?? ofStage,
                _ => request.ChancesOfSuccess ?? ofStage,
            },
            request.EstimatedCloseDate ?? (close is { } kept && kept >= date ? kept : FromFormula(target, date)));
    }

    /// <summary>
    /// Moves by one of the six actions, with the checks of section 4.5 in their order; every value that is missing is told at once.
    /// The action recorded follows from where the move ends.
    /// </summary>
    public Result<OpportunityEntry> Move(MoveRequest request, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(caller);
        if (WhyNotMove(request) is { } refusal)
        {
            return refusal;
        }

        var option = Moves().Single(m => m.Action == request.Action);
        var target = request.Stage is null ? option.Proposed : option.Candidates.Single(s => s.Number == request.Stage);
        var values = Propose(request, target, caller);
        if (Missing(option, target, values, request.SlipReason) is { Count: > 0 } missing)
        {
            return missing;
        }

        if (request.CancelOpenTasks)
        {
            CancelOpenTasks(caller.Today);
        }

        var before = Current;
        var taken = option.Action switch
        {
            MoveAction.First => ActionTaken.First,
            MoveAction.Update => ActionTaken.Updated,
            MoveAction.Next or MoveAction.Skip => target == NextOf(before!) ? ActionTaken.Next : ActionTaken.Jumped,
            _ => target == PreviousOf(before!) ? ActionTaken.Previous : ActionTaken.Jumped,
        };
        var probability = Probability.Of(SalesCycle!.ProbabilityMethod, values.ChancesOfSuccess, target.CompletedPercent);
        var entry = Append(taken, values.DateOfChange, caller);
        entry.Stage = target;
        entry.StageId = target.Id;
        entry.StageNumber = target.Number;
        entry.StageDescription = target.Description;
        (entry.StageEnteredOn, entry.StageVisit) = taken == ActionTaken.Updated
            ? (before!.StageEnteredOn, before.StageVisit)
            : (values.DateOfChange, (before?.StageVisit ?? 0) + 1);
        entry.EstimatedValue = values.EstimatedValue;
        entry.ChancesOfSuccess = values.ChancesOfSuccess;
        entry.CompletedPercent = target.CompletedPercent;
        entry.Probability = probability;
        entry.CurrentValue = Probability.CurrentValue(values.EstimatedValue, probability);
        entry.EstimatedCloseDate = values.EstimatedCloseDate!.Value;
        if (Slips(values, before))
        {
            (entry.SlippedFrom, entry.SlipReason, CloseDateMoves) = (before!.EstimatedCloseDate, Checks.Tidy(request.SlipReason), CloseDateMoves + 1);
        }

        Status = OpportunityStatus.InProgress;
        if (taken != ActionTaken.Updated && target.Activity is { } activity)
        {
            _tasks.AddRange(SalesTask.FromActivity(activity, this, entry, entry.DateOfChange, SalespersonId));
        }

        return entry;
    }

    /// <summary>Gives or replaces the quote, while in progress.</summary>
    public Result<Opportunity> SetQuote(string? number, decimal? amount, string? link, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (Status != OpportunityStatus.InProgress)
        {
            return IsClosed ? Refusals.AlreadyClosed : Refusals.NotStarted;
        }

        var refusals = Checks.All(
            Checks.Tidy(number) is null ? Refusals.QuoteNumberRequired : Checks.Length(Checks.Tidy(number), MaxQuoteNumberLength, "number"),
            amount is null or <= 0 ? Refusals.QuoteAmountRequired : Checks.Amount(amount.Value, "amount"),
            Checks.Tidy(link) is { } address && !IsWebLink(address) ? Refusals.QuoteLinkBad : null,
            Checks.Length(Checks.Tidy(link), MaxQuoteLinkLength, "link"));
        if (refusals.Count > 0)
        {
            return refusals;
        }

        (QuoteNumber, QuoteAmount, QuoteLink, ChangedAt) = (Checks.Tidy(number), amount, Checks.Tidy(link), caller.Now);
        WorkedAt = caller.Now;
        return this;
    }

    /// <summary>
    /// Sets what comes next and on which day, or takes it away when both are blank. A day may stand alone, words may not; a day
    /// that is new lies not in the past.
    /// </summary>
    public Result<Opportunity> SetNextStep(string? step, DateOnly? date, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (IsClosed)
        {
            return Refusals.AlreadyClosed;
        }

        var text = Checks.Tidy(step);
        var refusals = Checks.All(
            Checks.Length(text, MaxNextStepLength, "nextStep"),
            text is not null && date is null ? Refusals.NextStepDateRequired : null,
            date is { } day ? Checks.Date(day, "nextStepDate") : null,
            date is { } then && then < caller.Today && then != NextStepDate ? Refusals.NextStepInPast : null);
        if (refusals.Count > 0)
        {
            return refusals;
        }

        (NextStep, NextStepDate, ChangedAt, WorkedAt) = (text, date, caller.Now, caller.Now);
        NextSteps += date is null ? 0 : 1;
        return this;
    }

    /// <summary>Gives this one a limit of its own in working days on a stage, 1 to 999, or the stage's again with null.</summary>
    public Result<Opportunity> SetLimit(int? workingDays, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (IsClosed)
        {
            return Refusals.AlreadyClosed;
        }

        if (workingDays is < 1 or > SalesCycleStage.MaxLimit)
        {
            return Refusals.LimitOutOfRange;
        }

        (LimitWorkingDays, ChangedAt) = (workingDays, caller.Now);
        return this;
    }

    /// <summary>The day on which it is closed when none is named: today, but not before the last change.</summary>
    public DateOnly ProposeClosing(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return NotBefore(Current?.DateOfChange ?? CreationDate, caller.Today);
    }

    /// <summary>Ends it as won or lost (section 5.2). One that never started may be closed too.</summary>
    public Result<OpportunityEntry> Close(CloseRequest request, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(caller);
        if (IsClosed)
        {
            return Refusals.AlreadyClosed;
        }

        if (request.Outcome is not { } outcome || !Enum.IsDefined(outcome))
        {
            return Refusals.OutcomeRequired;
        }

        var before = Current;
        var floor = before?.DateOfChange ?? CreationDate;
        var date = request.ClosingDate ?? ProposeClosing(caller);
        var amount = outcome == Outcome.Won ? request.Amount ?? QuoteAmount : 0;
        var refusals = Checks.All(
            request.Reason is null ? Refusals.ReasonRequired : null,
            request.Reason is { } reason && (reason.Outcome != outcome || reason.Blocked) ? Refusals.ReasonUnknown : null,
            Checks.Date(date, "closingDate"),
            date < floor ? Refusals.ClosingDateBeforeLastChange.With(floor) : null,
            outcome == Outcome.Won && (amount is null or <= 0) ? Refusals.AmountRequired : Checks.Amount(amount!.Value, "amount"),
            Checks.Length(Checks.Tidy(request.Note), MaxNoteLength, "note"));
        if (refusals.Count > 0)
        {
            return refusals;
        }

        if (request.CancelOpenTasks)
        {
            CancelOpenTasks(caller.Today);
        }

        var won = outcome == Outcome.Won;
        var entry = Append(won ? ActionTaken.Won : ActionTaken.Lost, date, caller);
        entry.StageEnteredOn = date;
        entry.EstimatedValue = before?.EstimatedValue ?? InitialValue ?? 0;
        entry.ChancesOfSuccess = won ? 100 : 0;
        entry.CompletedPercent = 100;
        entry.Probability = won ? 100 : 0;
        entry.CurrentValue = amount!.Value;
        entry.EstimatedCloseDate = date;
        entry.CloseReason = request.Reason;
        entry.CloseReasonId = request.Reason!.Id;
        entry.Note = Checks.Tidy(request.Note);
        (entry.StageVisit, NextStep, NextStepDate) = (before?.StageVisit ?? 0, null, null);
        (Status, ClosedOn) = (won ? OpportunityStatus.Won : OpportunityStatus.Lost, date);
        return entry;
    }

    /// <summary>
    /// Opens a closed one again, on the stage it was closed from, with the figures before closing and without making tasks again.
    /// When that stage is gone: one of its number, else the nearest below, else the first. One that never started is not started again.
    /// </summary>
    /// <param name="note">Why; at most 500 characters.</param>
    /// <param name="before">The entry that was active before the closing; null when it never started.</param>
    /// <param name="caller">Who reopens it.</param>
    public Result<OpportunityEntry> Reopen(string? note, OpportunityEntry? before, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!IsClosed)
        {
            return Refusals.NotClosed;
        }

        var refusals = Checks.All(
            Checks.Tidy(note) is null ? Refusals.NoteRequired : Checks.Length(Checks.Tidy(note), MaxNoteLength, "note"));
        if (refusals.Count > 0)
        {
            return refusals;
        }

        var closing = Current!;
        var stages = SalesCycle!.Stages;
        var stage = before is null
            ? null
            : stages.FirstOrDefault(s => s.Id == before.StageId)
                ?? stages.LastOrDefault(s => s.Number <= before.StageNumber)
                ?? (stages.Count > 0 ? stages[0] : null);
        var entry = Append(ActionTaken.Reopened, NotBefore(closing.DateOfChange, caller.Today), caller);
        entry.Note = Checks.Tidy(note);
        (entry.StageEnteredOn, entry.StageVisit) = (entry.DateOfChange, closing.StageVisit + 1);
        entry.EstimatedCloseDate = before?.EstimatedCloseDate ?? InitialCloseDate ?? entry.DateOfChange;
        entry.EstimatedValue = before?.EstimatedValue ?? InitialValue ?? 0;
        if (before is not null && stage is not null)
        {
            (entry.Stage, entry.StageId, entry.StageNumber, entry.StageDescription) = (stage, stage.Id, stage.Number, stage.Description);
            (entry.ChancesOfSuccess, entry.CompletedPercent) = (before.ChancesOfSuccess, before.CompletedPercent);
            (entry.Probability, entry.CurrentValue) = (before.Probability, before.CurrentValue);
            Status = OpportunityStatus.InProgress;
        }
        else
        {
            // Not started: the history says so, and nothing is active.
            (entry.Active, entry.DaysOpen) = (false, 0);
            Status = OpportunityStatus.NotStarted;
        }

        ClosedOn = null;
        return entry;
    }

    /// <summary>
    /// Takes back the act that made the active entry: what stood before it stands again, in an entry of its own. No figure counts
    /// the two older ones any more. Everything that is not part of the history has been brought back already.
    /// </summary>
    /// <param name="before">The entry that was active before, with its stage; null when it had not been started.</param>
    /// <param name="caller">Who takes it back.</param>
    internal OpportunityEntry TakeBack(OpportunityEntry? before, Caller caller)
    {
        var (undone, worked) = (Current!, WorkedAt);
        var entry = Append(ActionTaken.Undone, before?.DateOfChange ?? undone.DateOfChange, caller);
        (undone.DaysOpen, WorkedAt) = (null, worked);
        if (before is null)
        {
            entry.Active = false;
            (entry.StageEnteredOn, entry.EstimatedCloseDate) = (entry.DateOfChange, InitialCloseDate ?? entry.DateOfChange);
            entry.EstimatedValue = InitialValue ?? 0;
            return entry;
        }

        before.DaysOpen = null;
        (entry.Stage, entry.StageId, entry.StageNumber, entry.StageDescription) = (before.Stage, before.StageId, before.StageNumber, before.StageDescription);
        (entry.StageEnteredOn, entry.StageVisit, entry.EstimatedCloseDate) = (before.StageEnteredOn, before.StageVisit, before.EstimatedCloseDate);
        (entry.EstimatedValue, entry.ChancesOfSuccess, entry.CompletedPercent) = (before.EstimatedValue, before.ChancesOfSuccess, before.CompletedPercent);
        (entry.Probability, entry.CurrentValue) = (before.Probability, before.CurrentValue);
        return entry;
    }

    /// <summary>Takes back an assignment, whose salesperson has been brought back already: the active entry follows.</summary>
    internal void GiveBack(Caller caller)
    {
        ChangedAt = caller.Now;
        if (Current is { } entry)
        {
            (entry.Salesperson, entry.SalespersonId) = (Salesperson, SalespersonId);
        }
    }

    /// <summary>
    /// Changes what is not part of the history; all of it, or nothing when one value is refused. Once closed only the description
    /// stays open; once started the cycle is fixed and the contact stays within its company (sections 5.4 and 6.4).
    /// </summary>
    public Result<Opportunity> Change(ChangedOpportunity change, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(caller);
        var started = Status != OpportunityStatus.NotStarted;
        var (contact, cycle) = (change.Contact ?? Contact!, change.Cycle ?? SalesCycle!);
        var refusals = Checks.All(
            Checks.Tidy(change.Description) is null ? Refusals.DescriptionRequired : Checks.Length(Checks.Tidy(change.Description), MaxDescriptionLength, "description"),
            IsClosed && (contact.Id != ContactId || change.Priority != Priority) ? Refusals.AlreadyClosed : null,
            contact.Id != ContactId && contact.Blocked ? Refusals.ContactBlocked.With(contact.Name) : null,
            contact.Id != ContactId && started && !IsSameCompany(contact) ? Refusals.ContactOfOtherCompany.With((Contact!.Company ?? Contact).Name) : null,
            cycle.Id != SalesCycleId && started ? Refusals.CycleFixed : null,
            cycle.Id != SalesCycleId && cycle.Blocked ? Refusals.CycleBlocked.With(cycle.Description) : null,
            Enum.IsDefined(change.Priority) ? null : Refusals.UnknownValue.For("priority"));
        if (refusals.Count > 0)
        {
            return refusals;
        }

        Description = Checks.Tidy(change.Description)!;
        Search = SearchText.Fold(No + " " + Description);
        Priority = change.Priority;
        (Contact, ContactId) = (contact, contact.Id);
        (SalesCycle, SalesCycleId) = (cycle, cycle.Id);
        if (Current is { } entry)
        {
            entry.ContactId = contact.Id;
        }

        ChangedAt = caller.Now;
        return this;
    }

    /// <summary>Never while in progress (section 5.5); closed and never started ones may go.</summary>
    public Refusal? WhyNotDelete() => Status == OpportunityStatus.InProgress ? Refusals.DeleteInProgress : null;

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
        if (Current is { } entry)
        {
            (entry.Salesperson, entry.SalespersonId) = (to, to.Id);
        }

        return moved.Count;
    }

    private static DateOnly NotBefore(DateOnly floor, DateOnly day) => day < floor ? floor : day;

    private static bool IsWebLink(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;

    private static DateOnly? FromFormula(SalesCycleStage stage, DateOnly from) =>
        DateFormula.TryParse(stage.DateFormula, out var formula, out _) && formula.TryEvaluate(from, out var date) ? date : null;

    private SalesCycleStage NextOf(OpportunityEntry entry) =>
        SalesCycle!.Stages.First(s => s.Number > entry.StageNumberNow);

    private SalesCycleStage PreviousOf(OpportunityEntry entry) =>
        SalesCycle!.Stages.Last(s => s.Number < entry.StageNumberNow);

    private Refusal? WhyNotMove(MoveRequest request)
    {
        if (IsClosed)
        {
            return Refusals.AlreadyClosed;
        }

        if (SalesCycle!.Stages.Count == 0)
        {
            return Refusals.CycleWithoutStages.With(SalesCycle.Description);
        }

        if (request.Action == MoveAction.First && Current is not null)
        {
            return Refusals.AlreadyStarted;
        }

        if (request.Action != MoveAction.First && Current is null)
        {
            return Refusals.NotStarted;
        }

        var option = Moves().SingleOrDefault(m => m.Action == request.Action);
        return option is null ? Refusals.ActionNotOffered
            : request.Stage is { } number && option.Candidates.All(s => s.Number != number) ? Refusals.StageNotCandidate.With(number)
            : null;
    }

    /// <summary>The expected closing date goes to a later day than the present one.</summary>
    private static bool Slips(MoveValues values, OpportunityEntry? now) => now is not null && values.EstimatedCloseDate > now.EstimatedCloseDate;

    private List<Refusal> Missing(MoveOption option, SalesCycleStage target, MoveValues values, string? slipReason)
    {
        return Checks.All([
            Checks.Date(values.DateOfChange, "dateOfChange"),
            Current is { } now && values.DateOfChange < now.DateOfChange ? Refusals.DateBeforeLastChange.With(now.DateOfChange) : null,
            Current is null && values.DateOfChange < CreationDate ? Refusals.DateBeforeCreation.With(CreationDate) : null,
            QuoteMissing(option, target) is { } stage ? Refusals.QuoteRequired.With(stage.Description) : null,
            .. WrongFigures(values.EstimatedValue, values.ChancesOfSuccess, values.EstimatedCloseDate, values.DateOfChange),
            Slips(values, Current) && CloseDateMoves + 1 >= SlipsBeforeReason && Checks.Tidy(slipReason) is null
                ? Refusals.SlipReasonRequired.With(CloseDateMoves + 1) : null,
            Checks.Length(Checks.Tidy(slipReason), MaxSlipReasonLength, "slipReason"),
            option.Action != MoveAction.Update && target.Activity is { } activity ? MeetingWithoutMail(activity, Salesperson!) : null,
        ]);
    }

    /// <summary>The checks of section 4.5 that concern the figures, in their order.</summary>
    private static List<Refusal> WrongFigures(decimal value, decimal chances, DateOnly? close, DateOnly change) => Checks.All(
        value <= 0 ? Refusals.ValueRequired : Checks.Amount(value, "estimatedValue"),
        chances is <= 0 or > 100 ? Refusals.ChancesRequired : Checks.Percent(chances, "chancesOfSuccess"),
        close is null ? Refusals.CloseDateRequired : Checks.Date(close.Value, "estimatedCloseDate"),
        close < change ? Refusals.CloseDateBeforeChange.With(change) : null);

    /// <summary>The organizer of a meeting has a mail address (table 11, row 56).</summary>
    private static Refusal? MeetingWithoutMail(Activity activity, Salesperson organizer) =>
        organizer.Email is null && activity.Steps.Any(s => s.Type == TaskType.Meeting) ? Refusals.OrganizerNeedsEmail.With(organizer.Name) : null;

    private bool IsSameCompany(Contact other) => (other.CompanyId ?? other.Id) == (Contact!.CompanyId ?? ContactId);

    /// <summary>A forward move needs a quote for the stage it enters and each one it passes over, when they ask for one.</summary>
    private SalesCycleStage? QuoteMissing(MoveOption option, SalesCycleStage target) =>
        QuoteNumber is null && (option.Action is MoveAction.Next or MoveAction.Skip)
            ? SalesCycle!.Stages.FirstOrDefault(s => s.QuoteRequired && s.Number > Current!.StageNumberNow && s.Number <= target.Number)
            : null;

    private void CancelOpenTasks(DateOnly today)
    {
        foreach (var task in _tasks.Where(t => !t.Closed))
        {
            task.CancelForGood(today);
        }
    }

    private OpportunityEntry Append(ActionTaken taken, DateOnly date, Caller caller)
    {
        var before = Current;
        if (before is not null)
        {
            (before.Active, before.DaysOpen) = (false, date.DayNumber - before.DateOfChange.DayNumber);
        }

        var entry = new OpportunityEntry
        {
            Opportunity = this,
            Active = true,
            ActionTaken = taken,
            PreviousStageNumber = before?.StageNumberNow,
            DateOfChange = date,
            SalespersonId = SalespersonId,
            ContactId = ContactId,
            SalesCycleId = SalesCycleId,
            ById = caller.Source == ActSource.System ? null : caller.PersonId,
            ByName = caller.Name,
            MadeAt = caller.Now,
            Source = caller.Source,
        };
        _entries.Add(entry);
        (ChangedAt, WorkedAt) = (caller.Now, caller.Now);
        return entry;
    }
}

/// <summary>What a new opportunity is made of; records were looked up with the caller's rights.</summary>
public sealed record NewOpportunity(
    string? Description,
    Contact? Contact,
    Salesperson? Salesperson,
    SalesCycle? Cycle,
    DateOnly? CreationDate = null,
    Priority Priority = Priority.Normal,
    decimal? EstimatedValue = null,
    decimal? ChancesOfSuccess = null,
    DateOnly? EstimatedCloseDate = null,
    bool StartNow = false);

/// <summary>What is to stand in an opportunity; records were looked up by the caller, null keeps the present one.</summary>
public sealed record ChangedOpportunity(string? Description, Priority Priority, Contact? Contact = null, SalesCycle? Cycle = null);

/// <summary>The figures of a move, given or proposed.</summary>
public sealed record MoveValues(DateOnly DateOfChange, decimal EstimatedValue, decimal ChancesOfSuccess, DateOnly? EstimatedCloseDate);

/// <summary>How an opportunity ends.</summary>
/// <param name="Outcome">Won or lost.</param>
/// <param name="Reason">A reason of that outcome.</param>
/// <param name="ClosingDate">Not before the last change; left out: today.</param>
/// <param name="Amount">Amount of the sale when won, above 0; left out: the quote's.</param>
/// <param name="Note">At most 500 characters.</param>
/// <param name="CancelOpenTasks">Whether open tasks are cancelled.</param>
public sealed record CloseRequest(
    Outcome? Outcome, CloseReason? Reason, DateOnly? ClosingDate = null, decimal? Amount = null, string? Note = null, bool CancelOpenTasks = true);

internal sealed class OpportunityConfiguration : IEntityTypeConfiguration<Opportunity>
{
    public void Configure(EntityTypeBuilder<Opportunity> builder)
    {
        builder.Property(o => o.Version).IsConcurrencyToken();
        builder.Property(o => o.No).HasMaxLength(Opportunity.MaxNoLength);
        builder.Property(o => o.Description).HasMaxLength(Opportunity.MaxDescriptionLength);
        builder.Property(o => o.Search).HasMaxLength(Opportunity.MaxNoLength + 1 + (2 * Opportunity.MaxDescriptionLength));
        builder.Property(o => o.QuoteNumber).HasMaxLength(Opportunity.MaxQuoteNumberLength);
        builder.Property(o => o.QuoteLink).HasMaxLength(Opportunity.MaxQuoteLinkLength);
        builder.Property(o => o.NextStep).HasMaxLength(Opportunity.MaxNextStepLength);
        builder.Ignore(o => o.Current);
        builder.Ignore(o => o.IsClosed);
        builder.HasOne(o => o.Contact).WithMany().HasForeignKey(o => o.ContactId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(o => o.Salesperson).WithMany().HasForeignKey(o => o.SalespersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(o => o.SalesCycle).WithMany().HasForeignKey(o => o.SalesCycleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(o => o.Entries).WithOne(e => e.Opportunity).HasForeignKey(e => e.OpportunityId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(o => o.Entries).HasField("_entries").UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.HasMany(o => o.Tasks).WithOne(t => t.Opportunity).HasForeignKey(t => t.OpportunityId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(o => o.No).IsUnique();
        builder.HasIndex(o => new { o.SalespersonId, o.Status });
        builder.HasIndex(o => new { o.SalesCycleId, o.Status });
        builder.HasIndex(o => new { o.ContactId, o.Status });
        builder.HasIndex(o => new { o.ChangedAt, o.Id, o.Status }); // lists by their last change; the status so that a list of open ones passes closed ones over without reading them
        builder.HasIndex(o => o.InitialCloseDate).HasFilter("\"Status\" = 0").HasDatabaseName("IX_Opportunities_NotStarted"); // the few that wait for their start
    }
}
