using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Domain.Opportunities;

/// <content>Walking through the stages: what is offered, proposed, missing and done.</content>
public sealed partial class Opportunity
{
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
            (entry.SlippedFrom, entry.SlipReason, CloseDateMoves) =
                (before!.EstimatedCloseDate, Checks.Tidy(request.SlipReason), CloseDateMoves + 1);
        }

        Status = OpportunityStatus.InProgress;
        if (taken != ActionTaken.Updated)
        {
            Enter(entry, before);
        }

        if (taken != ActionTaken.Updated && target.Activity is { } activity)
        {
            _tasks.AddRange(SalesTask.FromActivity(activity, this, entry, entry.DateOfChange, SalespersonId));
        }

        return entry;
    }

    /// <summary>The open move that leads to a stage, the simplest of them; null when none does.</summary>
    /// <param name="stageId">Key of the stage.</param>
    public MoveOption? WayTo(long stageId) => Moves().WayTo(stageId);

    /// <summary>
    /// Moves to a stage of its cycle by whatever way leads there in one step, with the proposed values; the checks are those of
    /// <see cref="Move"/>.
    /// </summary>
    /// <param name="target">The stage of its cycle; null where that has no such stage.</param>
    /// <param name="caller">Who moves it.</param>
    public Result<OpportunityEntry> MoveTo(SalesCycleStage? target, Caller caller)
    {
        if (IsClosed)
        {
            return Refusals.AlreadyClosed;
        }

        if (target is null)
        {
            return Refusals.StageUnknown;
        }

        if (WayTo(target.Id) is { } way)
        {
            return Move(new MoveRequest(way.Action, target.Number), caller);
        }

        var fixedStage = SalesCycle!.Stages.FirstOrDefault(s => s.Number > (Current?.StageNumberNow ?? 0) && !s.AllowSkip);
        return Current is null ? Refusals.StartsElsewhere.With(SalesCycle.Stages[0].Description)
            : fixedStage is not null && fixedStage.Number < target.Number
                ? Refusals.StageNotSkippable.With(fixedStage.Description, target.Description)
                : Refusals.ActionNotOffered;
    }

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

    /// <summary>Whether a later closing day needs a reason by now.</summary>
    public bool AsksWhyItSlips => CloseDateMoves + 1 >= SlipsBeforeReason;

    /// <summary>The expected closing date goes to a later day than the present one.</summary>
    private static bool Slips(MoveValues values, OpportunityEntry? now) =>
        now is not null && values.EstimatedCloseDate > now.EstimatedCloseDate;

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

    /// <summary>A forward move needs a quote for the stage it enters and each one it passes over, when they ask for one.</summary>
    private SalesCycleStage? QuoteMissing(MoveOption option, SalesCycleStage target) =>
        QuoteNumber is null && (option.Action is MoveAction.Next or MoveAction.Skip)
            ? SalesCycle!.Stages.FirstOrDefault(s => s.QuoteRequired && s.Number > Current!.StageNumberNow && s.Number <= target.Number)
            : null;
}
