using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Domain.Opportunities;

/// <content>Taking back the last act.</content>
public sealed partial class Opportunity
{
    /// <summary>
    /// Takes back the act that made the active entry: what stood before it stands again, in an entry of its own. No figure counts
    /// the two older ones any more. Everything that is not part of the history has been brought back already, and all of the history is
    /// loaded.
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
            RecountStays();
            return entry;
        }

        before.DaysOpen = null;
        (entry.Stage, entry.StageId, entry.StageNumber, entry.StageDescription) =
            (before.Stage, before.StageId, before.StageNumber, before.StageDescription);
        (entry.StageEnteredOn, entry.StageVisit, entry.EstimatedCloseDate) =
            (before.StageEnteredOn, before.StageVisit, before.EstimatedCloseDate);
        (entry.EstimatedValue, entry.ChancesOfSuccess, entry.CompletedPercent) =
            (before.EstimatedValue, before.ChancesOfSuccess, before.CompletedPercent);
        (entry.Probability, entry.CurrentValue) = (before.Probability, before.CurrentValue);
        RecountStays();
        return entry;
    }

    /// <summary>
    /// Takes back an assignment or a change, whose salesperson and contact have been brought back already: the active entry follows.
    /// </summary>
    internal void GiveBack(Caller caller)
    {
        ChangedAt = caller.Now;
        _stays.ForEach(s => (s.Salesperson, s.SalespersonId) = (Salesperson, SalespersonId));
        if (Current is { } entry)
        {
            (entry.Salesperson, entry.SalespersonId) = (Salesperson, SalespersonId);
            entry.ContactId = ContactId;
        }
    }
}
