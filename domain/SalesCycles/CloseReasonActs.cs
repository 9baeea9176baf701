using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.SalesCycles;

/// <summary>Setting up why opportunities are won or lost; admins only. Each act is one transaction and stands in the audit log.</summary>
public sealed class CloseReasonActs(OpportunitiesContext db, AccessPolicy access)
{
    /// <summary>All reasons, blocked ones too, in order of their codes.</summary>
    public async Task<IReadOnlyList<CloseReasonRow>> ListAsync(Caller caller, CancellationToken cancellationToken) =>
        await Rows(db.CloseReasons.OrderBy(r => r.Code), caller).ToListAsync(cancellationToken);

    /// <summary>One reason; null when there is none.</summary>
    public Task<CloseReasonRow?> FindAsync(string code, Caller caller, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(code);
        return Rows(db.CloseReasons.Where(r => r.Code == key), caller).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Makes a reason or replaces the one with this code; a new one has the version 1.</summary>
    /// <param name="code">At most 10 characters.</param>
    /// <param name="form">All that can be said of it.</param>
    /// <param name="isNew">Whether it has to be a new one; null takes either.</param>
    /// <param name="version">The version the caller looked at; null accepts any.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Result<CloseReason>> SaveAsync(
        string? code, CloseReasonForm form, bool? isNew, long? version, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        return new RecordAct<CloseReason, CloseReason>(AuditSubjects.CloseReason, code, caller)
        {
            Find = WithCodeAsync,
            IsNew = isNew,
            Version = version,
            Do = async (found, token) =>
            {
                var result = found is null
                    ? CloseReason.Create(code, form.Description, form.Outcome, form.Blocked)
                    : found.Change(form.Description, form.Outcome, form.Blocked, await EntriesAsync(found, token) > 0);
                if (result is Result<CloseReason>.Done(var reason))
                {
                    // Replaced by the same, it is a new version all the same.
                    db.Entry(reason).State = found is null ? EntityState.Added : EntityState.Modified;
                }

                return result;
            },
            Line = (found, reason) => (
                found is null ? AuditSentences.Created : reason.Blocked ? AuditSentences.ChangedAndBlocked : AuditSentences.Changed,
                [reason.Description]),
            InTheWay = async (reason, again) => await db.CloseReasons.AnyAsync(r => r.Code == reason.Code && r.Id != reason.Id, again)
                ? Refusals.CodeExists.With(reason.Code) : null,
        }.RunAsync(db, cancellationToken);
    }

    /// <summary>Deletes a reason that no entry of the history carries.</summary>
    public Task<Result<CloseReason>> DeleteAsync(string code, long? version, Caller caller, CancellationToken cancellationToken) =>
        new RecordAct<CloseReason, CloseReason>(AuditSubjects.CloseReason, code, caller)
        {
            Find = WithCodeAsync,
            Version = version,
            Do = async (found, token) =>
            {
                if (await WhyNotDeleteAsync(found!, token) is { } why)
                {
                    return why;
                }

                db.CloseReasons.Remove(found!);
                return found!;
            },
            Line = (_, reason) => (AuditSentences.Deleted, [reason.Description]),
            InTheWay = WhyNotDeleteAsync,
        }.RunAsync(db, cancellationToken);

    private Task<CloseReason?> WithCodeAsync(string code, CancellationToken cancellationToken) =>
        db.CloseReasons.SingleOrDefaultAsync(r => r.Code == code, cancellationToken);

    private IQueryable<CloseReasonRow> Rows(IQueryable<CloseReason> reasons, Caller caller)
    {
        var visible = db.Opportunities.Where(access.MaySee(caller));
        return reasons.AsNoTracking().Select(r => new CloseReasonRow(
            r.Code, r.Description, r.Outcome, r.Blocked,
            db.Entries.Count(e => e.CloseReasonId == r.Id && visible.Any(o => o.Id == e.OpportunityId)), r.Version));
    }

    private Task<int> EntriesAsync(CloseReason reason, CancellationToken cancellationToken) =>
        db.Entries.CountAsync(e => e.CloseReasonId == reason.Id, cancellationToken);

    private async Task<Refusal?> WhyNotDeleteAsync(CloseReason reason, CancellationToken cancellationToken) =>
        await EntriesAsync(reason, cancellationToken) is > 0 and var entries ? Refusals.ReasonInUse.With(entries) : null;
}

/// <summary>All that can be said of a reason but its code.</summary>
public sealed record CloseReasonForm(string? Description, Outcome? Outcome, bool Blocked = false);

/// <summary>
/// A reason and how many entries carry it of the opportunities that the reader may see; with any, also of others, its outcome is fixed and
/// it cannot be deleted.
/// </summary>
public sealed record CloseReasonRow(string Code, string Description, Outcome Outcome, bool Blocked, int Entries, long Version);
