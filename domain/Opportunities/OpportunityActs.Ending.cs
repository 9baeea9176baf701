using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <content>Closing, opening again, deleting.</content>
public sealed partial class OpportunityActs
{
    /// <summary>Ends it as won or lost.</summary>
    public Task<Result<Acted>> CloseAsync(
        string no, CloseOpportunity request, long? version, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return db.InTransactionAsync(
            async token =>
            {
                var code = Checks.NormalCode(request.ReasonCode);
                var reason = await db.CloseReasons.SingleOrDefaultAsync(r => r.Code == code, token);
                var key = Checks.NormalCode(no);
                var channel = request.TellChannel && request.Outcome == Outcome.Won
                    ? await wins.FindAsync(
                        await db.Opportunities.Where(o => o.No == key).Select(o => o.Salesperson!.TeamId).SingleOrDefaultAsync(token),
                        token)
                    : null;
                return code.Length > 0 && reason is null
                    ? Refusals.ReasonUnknown
                    : await ChangeAsync(
                        no,
                        version,
                        caller,
                        opportunity => opportunity.Close(
                            new CloseRequest(
                                request.Outcome, reason, request.ClosingDate, request.Amount, request.Note, request.CancelOpenTasks),
                            caller),
                        (opportunity, entry) =>
                        {
                            if (channel is not null)
                            {
                                reminders.TellOfWin(opportunity, caller);
                            }

                            return (entry.ActionTaken == ActionTaken.Won ? AuditSentences.Won : AuditSentences.Lost, [reason!.Description]);
                        },
                        token,
                        isUndoable: true);
            },
            cancellationToken);
    }

    /// <summary>Opens a closed one again; managers and admins only.</summary>
    /// <param name="no">Number of the opportunity.</param>
    /// <param name="note">Why.</param>
    /// <param name="version">The version the caller looked at; null accepts any.</param>
    /// <param name="caller">Who reopens it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Result<Acted>> ReopenAsync(string no, string? note, long? version, Caller caller, CancellationToken cancellationToken) =>
        db.InTransactionAsync<Result<Acted>>(
            async token =>
            {
                var key = Checks.NormalCode(no);
                // The whole history, from which the stays on stages are told anew.
                var history = await db.Entries.Include(e => e.Stage).Where(e => e.Opportunity!.No == key).OrderBy(e => e.Id)
                    .ToListAsync(token);
                var before = history.FindLast(e => e is { Active: false, DaysOpen: not null, StageNumber: not null });
                return await ChangeAsync(
                    no,
                    version,
                    caller,
                    opportunity => AccessPolicy.MayReopen(caller) ? opportunity.Reopen(note, before, caller) : Refusals.Forbidden,
                    (_, _) => (AuditSentences.Reopened, [Checks.Tidy(note) ?? ""]),
                    token);
            },
            cancellationToken);

    /// <summary>
    /// Deletes one that is not in progress, with its history, tasks and reminders; admins only. The audit log keeps that it was there.
    /// </summary>
    public Task<Result<string>> DeleteAsync(string no, long? version, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync<Result<string>>(
            async token =>
            {
                var key = Checks.NormalCode(no);
                var opportunity = await db.Opportunities.Where(access.MaySee(caller)).SingleOrDefaultAsync(o => o.No == key, token);
                if (opportunity is null)
                {
                    return Refusals.NotFound;
                }

                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Refusals.Forbidden;
                }

                if ((await db.WhyNotThisAsync(Subject, key, opportunity, isNew: false, version, caller, token)
                    ?? opportunity.WhyNotDelete()) is { } why)
                {
                    return why;
                }

                return await DeleteWithAllAsync(opportunity, caller, token);
            },
            cancellationToken);
    }

    /// <summary>With its history, tasks and reminders.</summary>
    private async Task<Result<string>> DeleteWithAllAsync(Opportunity opportunity, Caller caller, CancellationToken cancellationToken)
    {
        var id = opportunity.Id;
        await db.Tasks.Where(t => t.OpportunityId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Reminders.Where(r => r.OpportunityId == id).ExecuteDeleteAsync(cancellationToken);
        await db.StageStays.Where(s => s.OpportunityId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Entries.Where(e => e.OpportunityId == id).ExecuteDeleteAsync(cancellationToken);
        db.Opportunities.Remove(opportunity);
        var line = AuditEntry.Of(caller, Subject, opportunity.No, AuditSentences.Deleted, opportunity.Description);
        return await db.SaveActAsync(line, caller, inTheWay: null, cancellationToken) is { } refusal ? refusal : opportunity.No;
    }
}
