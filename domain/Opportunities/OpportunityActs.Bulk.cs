using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Domain.Opportunities;

/// <content>The same with several.</content>
public sealed partial class OpportunityActs
{
    /// <summary>Does the same with many; each is an act of its own, so that one refusal does not hold up the others.</summary>
    /// <param name="marked">Which ones.</param>
    /// <param name="change">What is done; not <see cref="BulkAct.Undo"/>.</param>
    /// <param name="caller">Who does it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What became of each, in the order given.</returns>
    public Task<IReadOnlyList<(string No, Result<Acted> Result)>> ChangeManyAsync(
        IReadOnlyList<Marked> marked, BulkChange change, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change.Act switch
        {
            BulkAct.Assign => AssignManyAsync(marked, change.SalespersonCode, change.MoveOpenTasks, caller, cancellationToken),
            BulkAct.Expect => ExpectManyAsync(marked, change.Day, caller, cancellationToken),
            BulkAct.Move => EachAsync(marked, m => MoveToAsync(m.No, change.StageOf, m.Version, caller, cancellationToken)),
            BulkAct.Lose => EachAsync(marked, m => CloseAsync(
                m.No, new CloseOpportunity(Outcome.Lost, change.ReasonCode, Note: change.Note), m.Version, caller, cancellationToken)),
            BulkAct.Prioritize => EachAsync(marked, m => EditAsync(
                m.No, new EditOpportunity(new ChangeOpportunity(Priority: change.Priority)), m.Version, caller, cancellationToken)),
            BulkAct.NextStep => EachAsync(marked, m => EditAsync(
                m.No,
                new EditOpportunity(new ChangeOpportunity(
                    NextStep: new Change<string?>(Checks.Tidy(change.NextStep)), NextStepDate: new Change<DateOnly?>(change.Day))),
                m.Version,
                caller,
                cancellationToken)),
            _ => throw new ArgumentOutOfRangeException(nameof(change)),
        };
    }
}
