using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <content>Taking over from another program, and giving back.</content>
public sealed partial class OpportunityActs
{
    /// <summary>
    /// Makes an opportunity as <see cref="CreateAsync"/> does, and brings it to where another program had it: on a stage since a day,
    /// won or lost on a day for a reason, with a next step. All of it is one act, or nothing is made.
    /// </summary>
    internal Task<Result<Opportunity>> ImportAsync(
        CreateOpportunity request, ImportedState state, Caller caller, CancellationToken cancellationToken) =>
        db.InTransactionAsync(token => MakeAsync(request, caller, token, state), cancellationToken);

    /// <summary>
    /// Deletes one that an import made, also in progress, with its history, tasks and reminders; refused once anything else touched it.
    /// Admins only.
    /// </summary>
    internal Task<Result<string>> TakeBackImportedAsync(string no, long version, Caller caller, CancellationToken cancellationToken) =>
        db.InTransactionAsync<Result<string>>(
            async token =>
            {
                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Refusals.Forbidden;
                }

                if (await db.Opportunities.SingleOrDefaultAsync(o => o.No == no, token) is not { } opportunity)
                {
                    return no; // somebody deleted it: it is gone as it should be
                }

                return opportunity.Version == version
                    ? await DeleteWithAllAsync(opportunity, caller, token) : Refusals.ChangedSince.With(no);
            },
            cancellationToken);

    private async Task<List<Refusal>> BringToAsync(
        Opportunity opportunity, ImportedState state, Caller caller, CancellationToken cancellationToken)
    {
        if (opportunity.KnownElsewhereAs(state.ExternalId) is { } tooLong)
        {
            return [tooLong];
        }

        if (state.Stage is { } number)
        {
            if (opportunity.SalesCycle!.Stages.FirstOrDefault(s => s.Number == number) is not { } stage)
            {
                return [Refusals.StageNotCandidate.With(number)];
            }

            var begun = opportunity.BeginOn(stage, state.StageDate ?? opportunity.CreationDate, caller, state.Note);
            if (begun is Result<OpportunityEntry>.Refused refused)
            {
                return [.. refused.Refusals];
            }
        }

        if (state.Outcome is { } outcome)
        {
            var code = Checks.NormalCode(state.ReasonCode);
            var reason = await db.CloseReasons.SingleOrDefaultAsync(r => r.Code == code, cancellationToken);
            var closed = opportunity.Close(
                new CloseRequest(outcome, reason, state.ClosingDate, state.WonAmount ?? opportunity.InitialValue, state.Note), caller);
            return closed is Result<OpportunityEntry>.Refused refused ? [.. refused.Refusals] : [];
        }

        if (state.NextStep is not null || state.NextStepDate is not null)
        {
            var next = opportunity.SetNextStep(state.NextStep, state.NextStepDate, caller);
            return next is Result<Opportunity>.Refused refused ? [.. refused.Refusals] : [];
        }

        return [];
    }
}

/// <summary>Where another program had an opportunity.</summary>
/// <param name="ExternalId">By what it knows it, at most 100 characters.</param>
/// <param name="Stage">Number of the stage it stands on; null when it is on none, or closed.</param>
/// <param name="StageDate">Since when; left out: since its creation.</param>
/// <param name="Outcome">How it ended; null when it is open.</param>
/// <param name="ReasonCode">Why it ended.</param>
/// <param name="ClosingDate">The day it ended.</param>
/// <param name="NextStep">What is to be done next.</param>
/// <param name="NextStepDate">On which day.</param>
/// <param name="Note">What was written to its last entry; needs a stage or an outcome.</param>
/// <param name="WonAmount">For how much it was won; left out: for its estimated value.</param>
internal sealed record ImportedState(
    string? ExternalId = null, int? Stage = null, DateOnly? StageDate = null, Outcome? Outcome = null, string? ReasonCode = null,
    DateOnly? ClosingDate = null, string? NextStep = null, DateOnly? NextStepDate = null, string? Note = null, decimal? WonAmount = null);
