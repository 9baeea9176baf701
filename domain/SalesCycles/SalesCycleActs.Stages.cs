using System.Globalization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.SalesCycles;

/// <content>The stages of a cycle.</content>
public sealed partial class SalesCycleActs
{
    /// <summary>Most lines of the history that a deleted stage can be given back.</summary>
    public const int MostToBringBack = 10_000;

    private const int EntriesAtOnce = 1000;

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

                await db.StageStays.Where(s => s.StageId == stage!.Id && s.Days != null).ExecuteDeleteAsync(token);

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

                    var stayed = await db.Entries.Where(e => e.StageId == stage.Id).Select(e => e.OpportunityId).Distinct()
                        .ToListAsync(token);
                    await StayRecount.OfAsync(db, stayed, token);
                }

                return result;
            },
            cancellationToken);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

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
}
