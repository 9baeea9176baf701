using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Domain.Opportunities;

/// <content>Moving and updating.</content>
public sealed partial class OpportunityActs
{
    /// <summary>Moves by one of the six actions; starting is the action First.</summary>
    /// <param name="no">Number of the opportunity.</param>
    /// <param name="request">The move; what it leaves out is proposed.</param>
    /// <param name="version">The version the caller looked at; null accepts any.</param>
    /// <param name="caller">Who moves it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Result<Acted>> MoveAsync(
        string no, MoveRequest request, long? version, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(no, version, caller, opportunity => opportunity.Move(request, caller), (_, entry) => entry.ActionTaken switch
        {
            ActionTaken.First => (AuditSentences.Started, [entry.StageDescription]),
            ActionTaken.Updated => (AuditSentences.Updated, [entry.StageDescription]),
            _ => (AuditSentences.Moved, [entry.StageDescription]),
        }, cancellationToken, isUndoable: true);

    /// <summary>Moves on to the stage that follows; before the start it starts.</summary>
    public Task<Result<Acted>> MoveOnAsync(string no, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(
            no,
            null,
            caller,
            opportunity => opportunity.Move(
                new MoveRequest(opportunity.Status == OpportunityStatus.NotStarted ? MoveAction.First : MoveAction.Next), caller),
            (_, entry) =>
                (entry.ActionTaken == ActionTaken.First ? AuditSentences.Started : AuditSentences.Moved, [entry.StageDescription]),
            cancellationToken,
            isUndoable: true);

    /// <summary>Moves to a stage of its cycle by whatever way leads there in one step; a card laid into another column.</summary>
    /// <param name="no">Number of the opportunity.</param>
    /// <param name="stageId">Key of the stage.</param>
    /// <param name="version">The version the caller looked at; null accepts any.</param>
    /// <param name="caller">Who moves it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Result<Acted>> MoveToAsync(
        string no, long stageId, long? version, Caller caller, CancellationToken cancellationToken) =>
        MoveToAsync(no, cycle => cycle.Stages.FirstOrDefault(s => s.Id == stageId), version, caller, cancellationToken);

    /// <summary>The same, to whichever stage of its cycle is meant.</summary>
    private Task<Result<Acted>> MoveToAsync(
        string no, Func<SalesCycle, SalesCycleStage?> target, long? version, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(
            no,
            version,
            caller,
            opportunity => opportunity.MoveTo(target(opportunity.SalesCycle!), caller),
            (_, entry) =>
                (entry.ActionTaken == ActionTaken.First ? AuditSentences.Started : AuditSentences.Moved, [entry.StageDescription]),
            cancellationToken,
            isUndoable: true);

    /// <summary>Gives the quote and moves, as one act: what a gate asks for is given on the way through it.</summary>
    public Task<Result<Acted>> MoveWithQuoteAsync(
        string no, QuoteRequest quote, MoveRequest request, long? version, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(
            no,
            version,
            caller,
            opportunity => opportunity.SetQuote(quote.Number, quote.Amount, quote.Link, caller) switch
            {
                Result<Opportunity>.Refused refused => refused.Refusals.Select(r => r with { Field = "quote" + Capital(r.Field) }).ToList(),
                _ => opportunity.Move(request, caller),
            },
            (_, entry) => (AuditSentences.QuoteGivenAndMoved, [quote.Number ?? "", entry.StageDescription]),
            cancellationToken,
            isUndoable: true);

    /// <summary>Gives many a new expected closing date, each as an update of its own; one that is not in progress is refused.</summary>
    /// <returns>What became of each, in the order given.</returns>
    public Task<IReadOnlyList<(string No, Result<Acted> Result)>> ExpectManyAsync(
        IReadOnlyList<Marked> marked, DateOnly? closeDate, Caller caller, CancellationToken cancellationToken) =>
        EachAsync(marked, async m => closeDate is null
            ? Refusals.CloseDateRequired
            : await MoveAsync(
                m.No, new MoveRequest(MoveAction.Update, EstimatedCloseDate: closeDate), m.Version, caller, cancellationToken));
}
