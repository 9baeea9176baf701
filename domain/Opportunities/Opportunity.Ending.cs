using System.Globalization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Domain.Opportunities;

/// <content>Closing, opening again, deleting.</content>
public sealed partial class Opportunity
{
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
            Checks.Date(date, "closingDate")
                ?? (request.ClosingDate > floor && date > caller.Today ? Refusals.ClosingDateInFuture.With(date) : null),
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
        Leave(before, date, won);
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
    /// When that stage is gone it goes no higher than it was: to the nearest one with its number or a lower one that is not further
    /// completed. Where none of those is left it stands on the first one, which asks for nothing at a start either, still with the
    /// figures from before, and its next step, for today, asks its salesperson for a look: whatever a move onto that stage would check
    /// has not been checked. One that never started is not started again.
    /// </summary>
    /// <param name="note">Why; at most 500 characters.</param>
    /// <param name="before">
    /// The entry that was active before the closing; null when it never started. The whole history has to be loaded with it.
    /// </param>
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
        var known = before is null ? null : StageLeftOf(before);
        var stage = known ?? (before is null ? null : SalesCycle!.Stages is [var first, ..] ? first : null);
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
            if (known is null)
            {
                var t = new Texts(CultureInfo.GetCultureInfo(Salesperson!.Language), currency: "");
                NextStep = t["Please have a look: the stage {0} is gone, and nothing below it is left.", before.StageDescription];
                (NextStepDate, NextSteps) = (caller.Today, NextSteps + 1);
            }
        }
        else
        {
            // Not started: the history says so, and nothing is active.
            (entry.Active, entry.DaysOpen) = (false, 0);
            Status = OpportunityStatus.NotStarted;
        }

        ClosedOn = null;
        RecountStays();
        return entry;
    }

    /// <summary>The stage of an entry, else the nearest one that is not higher; null when there is none.</summary>
    private SalesCycleStage? StageLeftOf(OpportunityEntry entry) => SalesCycle!.Stages.FirstOrDefault(s => s.Id == entry.StageId)
        // Stages get other numbers when one is put between them, so the number alone could lead further on than it was.
        ?? SalesCycle.Stages.LastOrDefault(s => s.Number <= entry.StageNumber && s.CompletedPercent <= entry.CompletedPercent);

    /// <summary>Never while in progress (section 5.5); closed and never started ones may go.</summary>
    public Refusal? WhyNotDelete() => Status == OpportunityStatus.InProgress ? Refusals.DeleteInProgress : null;
}
