using System.Globalization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.SalesCycles;

/// <summary>Setting up sales cycles and their stages; admins only. Each act is one transaction and stands in the audit log.</summary>
public sealed class SalesCycleActs(OpportunitiesContext db, ReminderPlanner reminders, AccessPolicy access)
{
    /// <summary>Most lines of the history that a deleted stage can be given back.</summary>
    public const int MostToBringBack = 10_000;

    private const int EntriesAtOnce = 1000;

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
        db.InTransactionAsync<Result<SalesCycle>>(
            async token =>
            {
                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Refusals.Forbidden;
                }

                var result = SalesCycle.Create(code, description, method);
                if (result is not Result<SalesCycle>.Done(var cycle))
                {
                    return result;
                }

                if (await CodeExistsAsync(cycle.Code, token) is { } exists)
                {
                    return exists;
                }

                cycle.Block(blocked);
                db.SalesCycles.Add(cycle);
                var line = AuditEntry.Of(caller, AuditSubjects.SalesCycle, cycle.Code, AuditSentences.Created, cycle.Description);
                return await db.SaveActAsync(line, caller, again => CodeExistsAsync(cycle.Code, again), token) is { } refusal
                    ? refusal
                    : cycle;
            },
            cancellationToken);

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

    /// <summary>Adds a stage: with a number there, before another stage, or at the end.</summary>
    public Task<Result<SalesCycleStage>> AddStageAsync(
        string code, int? number, int? beforeStage, StageForm form, long? version, Caller caller, CancellationToken cancellationToken) =>
        ActAsync(
            code,
            version,
            caller,
            async (cycle, token) =>
            {
                if (await DetailsAsync(form, token) is not Result<StageDetails>.Done(var details))
                {
                    return Refusals.ActivityUnknown;
                }

                if (beforeStage is not { } before)
                {
                    return cycle.AddStage(number, details);
                }

                return cycle.Stages.SingleOrDefault(s => s.Number == before) is { } next
                    ? cycle.InsertStageBefore(next, details)
                    : Refusals.NotFound;
            },
            (_, stage) => (AuditSentences.StageAdded, [Text(stage.Number), stage.Description]),
            cancellationToken);

    /// <summary>Changes a stage; entries made before keep their figures, and reminders follow a new limit.</summary>
    public Task<Result<SalesCycleStage>> ChangeStageAsync(
        string code, int number, StageForm form, long? version, Caller caller, CancellationToken cancellationToken) =>
        ActAsync(
            code,
            version,
            caller,
            async (cycle, token) =>
            {
                if (cycle.Stages.SingleOrDefault(s => s.Number == number) is not { } stage)
                {
                    return Refusals.NotFound;
                }

                if (await DetailsAsync(form, token) is not Result<StageDetails>.Done(var details))
                {
                    return Refusals.ActivityUnknown;
                }

                var limit = stage.LimitWorkingDays;
                var result = stage.Change(details);
                if (result is Result<SalesCycleStage>.Done && limit != stage.LimitWorkingDays)
                {
                    await reminders.ReplanStageAsync(stage, caller.Now, token);
                }

                return result;
            },
            (_, stage) => (AuditSentences.StageChanged, [Text(stage.Number), stage.Description]),
            cancellationToken);

    /// <summary>Makes the stage with this number, or replaces all that can be said of it; a new one has the version 1.</summary>
    /// <param name="code">The cycle's.</param>
    /// <param name="number">1 to 1,000,000; gives the order.</param>
    /// <param name="form">All that can be said of the stage but its number.</param>
    /// <param name="isNew">Whether it has to be a new one; null takes either.</param>
    /// <param name="stageVersion">The version of the stage the caller looked at; null accepts any.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Result<SalesCycleStage>> SaveStageAsync(
        string code, int number, StageForm form, bool? isNew, long? stageVersion, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        return ActAsync(
            code,
            version: null,
            caller,
            async (cycle, token) =>
            {
                var stage = cycle.Stages.SingleOrDefault(s => s.Number == number);
                if (stage is not null && isNew == true)
                {
                    return Refusals.StageNumberExists.With(number);
                }

                if (await db.WhyNotThisAsync(AuditSubjects.SalesCycle, cycle.Code, stage, isNew, stageVersion, caller, token) is { } other)
                {
                    return other;
                }

                if (await DetailsAsync(form, token) is not Result<StageDetails>.Done(var details))
                {
                    return Refusals.ActivityUnknown;
                }

                if (stage is null)
                {
                    return cycle.AddStage(number, details);
                }

                var limit = stage.LimitWorkingDays;
                var result = stage.Change(details);
                if (result is Result<SalesCycleStage>.Done)
                {
                    db.Entry(stage).State = EntityState.Modified; // replaced by the same, it is a new version all the same
                    if (limit != stage.LimitWorkingDays)
                    {
                        await reminders.ReplanStageAsync(stage, caller.Now, token);
                    }
                }

                return result;
            },
            (_, stage) =>
                (stage.Version == 0 ? AuditSentences.StageAdded : AuditSentences.StageChanged, [Text(stage.Number), stage.Description]),
            cancellationToken);
    }

    /// <summary>Moves a stage one place up or down the road.</summary>
    public Task<Result<SalesCycleStage>> MoveStageAsync(
        string code, int number, bool up, long? version, Caller caller, CancellationToken cancellationToken) =>
        ActAsync<SalesCycleStage>(
            code,
            version,
            caller,
            (cycle, _) => Task.FromResult<Result<SalesCycleStage>>(
                cycle.Stages.SingleOrDefault(s => s.Number == number) is { } stage && cycle.MoveStage(stage, up)
                    ? stage
                    : Refusals.NotFound),
            (_, stage) => (up ? AuditSentences.StageMovedUp : AuditSentences.StageMovedDown, [Text(stage.Number), stage.Description]),
            cancellationToken);

    /// <summary>Puts a stage at a place of the road, counting from 1.</summary>
    public Task<Result<SalesCycleStage>> PlaceStageAsync(
        string code, int number, int place, long? version, Caller caller, CancellationToken cancellationToken) =>
        ActAsync<SalesCycleStage>(
            code,
            version,
            caller,
            (cycle, _) => Task.FromResult<Result<SalesCycleStage>>(
                cycle.Stages.SingleOrDefault(s => s.Number == number) is { } stage && cycle.PlaceStage(stage, place)
                    ? stage
                    : Refusals.NotFound),
            (_, stage) => (AuditSentences.StagePlaced, [Text(stage.Number), stage.Description]),
            cancellationToken);

    /// <summary>Deletes a stage on which no opportunity stands; the history keeps its snapshot of it.</summary>
    public Task<Result<SalesCycleStage>> DeleteStageAsync(
        string code, int number, long? version, Caller caller, CancellationToken cancellationToken) =>
        DeleteStageAsync(code, number, version, stageVersion: null, caller, cancellationToken);

    /// <summary>The same, for a caller who looked at the stage alone.</summary>
    public Task<Result<SalesCycleStage>> DeleteStageAsync(
        string code, int number, long? version, long? stageVersion, Caller caller, CancellationToken cancellationToken)
    {
        SalesCycleStage? stage = null;
        return ActAsync<SalesCycleStage>(
            code,
            version,
            caller,
            async (cycle, token) =>
            {
                stage = cycle.Stages.SingleOrDefault(s => s.Number == number);
                if (await db.WhyNotThisAsync(
                    AuditSubjects.SalesCycle, cycle.Code, stage, isNew: false, stageVersion, caller, token) is { } other)
                {
                    return other;
                }

                if (await WhyNotDeleteAsync(stage!, token) is { } used)
                {
                    return used;
                }

                // Only the history lets go of it. Whoever comes onto it from here on keeps it: the database does not delete it then.
                await db.Entries.Where(e => e.StageId == stage!.Id && !e.Active)
                    .ExecuteUpdateAsync(set => set.SetProperty(e => e.StageId, (long?)null), token);
                cycle.Remove(stage!);
                db.Remove(stage!);
                return stage!;
            },
            (_, deleted) => (AuditSentences.StageDeleted, [Text(deleted.Number), deleted.Description]),
            cancellationToken,
            (_, token) => WhyNotDeleteAsync(stage!, token));
    }

    /// <summary>
    /// Keys of the entries of the history that name a stage, which its deletion takes from them; null when they are more than
    /// <see cref="MostToBringBack"/>: so many are not kept, and such a stage is gone for good.
    /// </summary>
    public async Task<IReadOnlyList<long>?> EntriesOfAsync(string code, int number, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(code);
        var entries = await db.Entries.Where(e => db.Set<SalesCycleStage>().Any(s => s.Id == e.StageId && s.Number == number
            && db.SalesCycles.Any(c => c.Id == s.SalesCycleId && c.Code == key)))
            .Select(e => e.Id).Take(MostToBringBack + 1).ToListAsync(cancellationToken);
        return entries.Count > MostToBringBack ? null : entries;
    }

    /// <summary>Makes a deleted stage again, and gives it back its part of the history.</summary>
    /// <param name="code">The cycle's.</param>
    /// <param name="number">The stage's.</param>
    /// <param name="form">All that can be said of the stage but its number.</param>
    /// <param name="entries">What <see cref="EntriesOfAsync"/> told before the deletion.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Result<SalesCycleStage>> BringBackStageAsync(
        string code, int number, StageForm form, IReadOnlyList<long> entries, Caller caller, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async token =>
            {
                var result = await AddStageAsync(code, number, beforeStage: null, form, version: null, caller, token);
                if (result is Result<SalesCycleStage>.Done(var stage))
                {
                    foreach (var some in entries.Chunk(EntriesAtOnce))
                    {
                        await db.Entries.Where(e => some.Contains(e.Id) && e.StageId == null && e.SalesCycleId == stage.SalesCycleId)
                            .ExecuteUpdateAsync(set => set.SetProperty(e => e.StageId, stage.Id), token);
                    }
                }

                return result;
            },
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

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

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

    private async Task<Refusal?> WhyNotDeleteAsync(SalesCycleStage stage, CancellationToken cancellationToken) =>
        await db.Entries.CountAsync(e => e.Active && e.StageId == stage.Id, cancellationToken) is > 0 and var standing
            ? Refusals.StageInUse.With(standing) : null;

    private async Task<Result<StageDetails>> DetailsAsync(StageForm form, CancellationToken cancellationToken)
    {
        var code = Checks.NormalCode(form.ActivityCode);
        var activity = await db.Activities.SingleOrDefaultAsync(a => a.Code == code, cancellationToken);
        return code.Length > 0 && activity is null
            ? Refusals.ActivityUnknown
            : new StageDetails(
                form.Description, form.CompletedPercent, form.ChancesOfSuccessPercent, activity, form.QuoteRequired, form.AllowSkip,
                form.DateFormula, form.LimitWorkingDays);
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
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync(
            async token =>
            {
                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Refusals.Forbidden;
                }

                var key = Checks.NormalCode(code);
                var cycle = await db.SalesCycles.Include(c => c.Stages).ThenInclude(s => s.Activity)
                    .SingleOrDefaultAsync(c => c.Code == key, token);
                if (await db.WhyNotThisAsync(AuditSubjects.SalesCycle, key, cycle, isNew: false, version, caller, token) is { } other)
                {
                    return other;
                }

                var result = await act(cycle!, token);
                if (result is not Result<T>.Done(var value))
                {
                    return result;
                }

                // Every change below a cycle bumps the cycle's own version, which its forms carry.
                if (db.Entry(cycle!).State == EntityState.Unchanged)
                {
                    db.Entry(cycle!).State = EntityState.Modified;
                }

                var (sentence, arguments) = history(cycle!, value);
                return await db.SaveActAsync(
                    AuditEntry.Of(caller, AuditSubjects.SalesCycle, key, sentence, arguments),
                    caller,
                    again => inTheWay?.Invoke(cycle!, again) ?? Task.FromResult<Refusal?>(null),
                    token) is { } refusal ? refusal : result;
            },
            cancellationToken);
    }
}

/// <summary>A stage in the words of the doors: the activity by code.</summary>
public sealed record StageForm(
    string? Description, decimal CompletedPercent, decimal ChancesOfSuccessPercent, string? ActivityCode = null, bool QuoteRequired = false,
    bool AllowSkip = false, string? DateFormula = null, int? LimitWorkingDays = null);

/// <summary>One line of the list of cycles.</summary>
public sealed record SalesCycleRow(
    string Code, string Description, ProbabilityMethod ProbabilityMethod, bool Blocked, int Stages, int OpenOpportunities);
