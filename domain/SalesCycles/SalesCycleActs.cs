using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.SalesCycles;

/// <summary>Setting up sales cycles and their stages; admins only. Each act is one transaction and stands in the audit log.</summary>
public sealed partial class SalesCycleActs(OpportunitiesContext db, ReminderPlanner reminders, AccessPolicy access)
{
    /// <summary>
    /// All cycles with their stage counts and those open opportunities (not started ones too) that the caller may see, in order of
    /// their codes.
    /// </summary>
    public async Task<IReadOnlyList<SalesCycleRow>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var visible = db.Opportunities.Where(access.MaySee(caller));
        return await db.SalesCycles.AsNoTracking().OrderBy(c => c.Code)
            .Select(c => new SalesCycleRow(
                c.Code, c.Description, c.ProbabilityMethod, c.Blocked, db.Set<SalesCycleStage>().Count(s => s.SalesCycleId == c.Id),
                visible.Count(o => o.SalesCycleId == c.Id
                    && (o.Status == OpportunityStatus.NotStarted || o.Status == OpportunityStatus.InProgress))))
            .ToListAsync(cancellationToken);
    }

    /// <summary>The code of the first cycle that takes opportunities and has no stage yet; null when there is none.</summary>
    public Task<string?> FirstWithoutStagesAsync(CancellationToken cancellationToken) =>
        db.SalesCycles.Where(c => !c.Blocked && !db.Set<SalesCycleStage>().Any(s => s.SalesCycleId == c.Id)).OrderBy(c => c.Code)
            .Select(c => c.Code).FirstOrDefaultAsync(cancellationToken);

    /// <summary>All cycles with their stages and the activities of those, not tracked, in order of their codes.</summary>
    public async Task<IReadOnlyList<SalesCycle>> WithStagesAsync(CancellationToken cancellationToken) =>
        await db.SalesCycles.AsNoTrackingWithIdentityResolution().Include(c => c.Stages).ThenInclude(s => s.Activity).OrderBy(c => c.Code)
            .ToListAsync(cancellationToken);

    /// <summary>One cycle with its stages and their activities, not tracked; null when there is none.</summary>
    public Task<SalesCycle?> FindAsync(string code, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(code);
        return db.SalesCycles.AsNoTrackingWithIdentityResolution().Include(c => c.Stages).ThenInclude(s => s.Activity)
            .SingleOrDefaultAsync(c => c.Code == key, cancellationToken);
    }

    /// <summary>How many opportunities that the caller may see stand on each stage of a cycle now, by stage id.</summary>
    public async Task<IReadOnlyDictionary<long, int>> OpportunitiesByStageAsync(
        long cycleId, Caller caller, CancellationToken cancellationToken)
    {
        var visible = db.Opportunities.Where(access.MaySee(caller)).Select(o => o.Id);
        return await db.Entries.Where(e => e.Active && e.SalesCycleId == cycleId && e.StageId != null && visible.Contains(e.OpportunityId))
            .GroupBy(e => e.StageId!.Value).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
    }

    /// <summary>Makes a cycle without stages; admins only. Refuses a code that is taken.</summary>
    public Task<Result<SalesCycle>> CreateAsync(
        string? code, string? description, ProbabilityMethod method, Caller caller, CancellationToken cancellationToken) =>
        CreateAsync(code, description, method, blocked: false, caller, cancellationToken);

    /// <summary>Makes a cycle, blocked until its stages are there if so wished.</summary>
    public Task<Result<SalesCycle>> CreateAsync(
        string? code, string? description, ProbabilityMethod method, bool blocked, Caller caller, CancellationToken cancellationToken) =>
        new RecordAct<SalesCycle, SalesCycle>(AuditSubjects.SalesCycle, code, caller)
        {
            Find = (key, token) => db.SalesCycles.SingleOrDefaultAsync(c => c.Code == key, token),
            IsNew = true,
            Do = (_, _) =>
            {
                var result = SalesCycle.Create(code, description, method);
                if (result is Result<SalesCycle>.Done(var cycle))
                {
                    cycle.Block(blocked);
                    db.SalesCycles.Add(cycle);
                }

                return Task.FromResult(result);
            },
            Line = (_, cycle) => (AuditSentences.Created, [cycle.Description]),
            InTheWay = (cycle, again) => CodeExistsAsync(cycle.Code, again),
        }.RunAsync(db, cancellationToken);

    /// <summary>Changes description and method, blocks or unblocks; admins only. Entries made before keep their figures.</summary>
    public Task<Result<SalesCycle>> ChangeAsync(
        string code, string? description, ProbabilityMethod method, bool blocked, long? version, Caller caller,
        CancellationToken cancellationToken) =>
        ActAsync<SalesCycle>(
            code,
            version,
            caller,
            (cycle, _) =>
            {
                var result = cycle.Describe(description, method);
                if (result is Result<SalesCycle>.Done)
                {
                    cycle.Block(blocked);
                }

                return Task.FromResult(result);
            },
            (cycle, _) => (cycle.Blocked ? AuditSentences.ChangedAndBlocked : AuditSentences.Changed, [cycle.Description]),
            cancellationToken);

    /// <summary>Deletes a cycle that no opportunity, open or closed, names.</summary>
    public Task<Result<SalesCycle>> DeleteAsync(string code, long? version, Caller caller, CancellationToken cancellationToken) =>
        ActAsync<SalesCycle>(
            code,
            version,
            caller,
            async (cycle, token) =>
            {
                if (await WhyNotDeleteAsync(cycle, token) is { } used)
                {
                    return used;
                }

                db.SalesCycles.Remove(cycle);
                return cycle;
            },
            (cycle, _) => (AuditSentences.Deleted, [cycle.Description]),
            cancellationToken,
            WhyNotDeleteAsync);

    private async Task<Refusal?> CodeExistsAsync(string code, CancellationToken cancellationToken) =>
        await db.SalesCycles.AnyAsync(c => c.Code == code, cancellationToken) ? Refusals.CodeExists.With(code) : null;

    private async Task<Refusal?> WhyNotDeleteAsync(SalesCycle cycle, CancellationToken cancellationToken)
    {
        var open = await db.Opportunities.CountAsync(
            o => o.SalesCycleId == cycle.Id && (o.Status == OpportunityStatus.NotStarted || o.Status == OpportunityStatus.InProgress),
            cancellationToken);
        if (open > 0)
        {
            return Refusals.CycleInUse.With(open);
        }

        // One whose start was undone may have gone to another cycle since; its history stays here.
        return await db.Opportunities.AnyAsync(o => o.SalesCycleId == cycle.Id, cancellationToken)
            || await db.Entries.AnyAsync(e => e.SalesCycleId == cycle.Id, cancellationToken)
                ? Refusals.CycleHasHistory : null;
    }

    private Task<Result<T>> ActAsync<T>(
        string code,
        long? version,
        Caller caller,
        Func<SalesCycle, CancellationToken, Task<Result<T>>> act,
        Func<SalesCycle, T, (string Sentence, string[] Arguments)> history,
        CancellationToken cancellationToken,
        Func<SalesCycle, CancellationToken, Task<Refusal?>>? inTheWay = null)
    {
        var isRenumbered = false;
        SalesCycle? changed = null;
        return new RecordAct<SalesCycle, T>(AuditSubjects.SalesCycle, code, caller)
        {
            Find = (key, token) => db.SalesCycles.Include(c => c.Stages).ThenInclude(s => s.Activity)
                .SingleOrDefaultAsync(c => c.Code == key, token),
            Version = version,
            Do = async (cycle, token) =>
            {
                changed = cycle;
                var result = await act(cycle!, token);

                // Every change below a cycle bumps the cycle's own version, which its forms carry.
                if (result is Result<T>.Done && db.Entry(cycle!).State == EntityState.Unchanged)
                {
                    db.Entry(cycle!).State = EntityState.Modified;
                }

                // Which stage is higher decides who went on.
                isRenumbered = db.ChangeTracker.Entries<SalesCycleStage>().Any(s => s.State == EntityState.Deleted
                    || (s.State == EntityState.Modified && s.Property(stage => stage.Number).IsModified));
                return result;
            },
            Line = (cycle, done) => history(cycle!, done),
            InTheWay = inTheWay is null ? null : (_, again) => inTheWay(changed!, again),
            Then = _ => isRenumbered ? again => StayRecount.AfterRenumberingAsync(db, changed!.Id, again) : null,
        }.RunAsync(db, cancellationToken);
    }
}

/// <summary>A stage in the words of the doors: the activity by code.</summary>
public sealed record StageForm(
    string? Description, decimal CompletedPercent, decimal ChancesOfSuccessPercent, string? ActivityCode = null, bool QuoteRequired = false,
    bool AllowSkip = false, string? DateFormula = null, int? LimitWorkingDays = null);

/// <summary>One line of the list of cycles.</summary>
public sealed record SalesCycleRow(
    string Code, string Description, ProbabilityMethod ProbabilityMethod, bool Blocked, int Stages, int OpenOpportunities);
