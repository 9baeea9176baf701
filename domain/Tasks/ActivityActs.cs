using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Tasks;

/// <summary>Setting up activities with their steps; admins only. Each act is one transaction and stands in the audit log.</summary>
public sealed class ActivityActs(OpportunitiesContext db)
{
    /// <summary>All activities in order of their codes.</summary>
    public async Task<IReadOnlyList<ActivityRow>> ListAsync(CancellationToken cancellationToken) =>
        await db.Activities.AsNoTracking().OrderBy(a => a.Code)
            .Select(a => new ActivityRow(
                a.Code, a.Description, db.Set<ActivityStep>().Count(s => s.ActivityId == a.Id),
                db.Set<SalesCycleStage>().Count(s => s.ActivityId == a.Id), a.Version))
            .ToListAsync(cancellationToken);

    /// <summary>All activities with their steps, not tracked, in order of their codes.</summary>
    public async Task<IReadOnlyList<Activity>> WithStepsAsync(CancellationToken cancellationToken) =>
        await db.Activities.AsNoTracking().Include(a => a.Steps).OrderBy(a => a.Code).ToListAsync(cancellationToken);

    /// <summary>One activity with its steps, not tracked; null when there is none.</summary>
    public Task<Activity?> FindAsync(string code, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(code);
        return db.Activities.AsNoTracking().Include(a => a.Steps).SingleOrDefaultAsync(a => a.Code == key, cancellationToken);
    }

    /// <summary>The stages that name an activity, which is why it cannot be deleted.</summary>
    public async Task<IReadOnlyList<ActivityUse>> StagesAsync(string code, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(code);
        return await (
                from stage in db.Set<SalesCycleStage>()
                join cycle in db.SalesCycles on stage.SalesCycleId equals cycle.Id
                where stage.Activity!.Code == key
                orderby cycle.Code, stage.Number
                select new ActivityUse(cycle.Code, cycle.Description, stage.Number, stage.Description))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Makes an activity or replaces the one with this code, its steps as a whole; a new one has the version 1.</summary>
    /// <param name="code">At most 10 characters.</param>
    /// <param name="form">All that can be said of it.</param>
    /// <param name="isNew">Whether it has to be a new one; null takes either.</param>
    /// <param name="version">The version the caller looked at; null accepts any.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Result<Activity>> SaveAsync(
        string? code, ActivityForm form, bool? isNew, long? version, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        return new RecordAct<Activity, Activity>(AuditSubjects.Activity, code, caller)
        {
            Find = WithStepsAsync,
            IsNew = isNew,
            Version = version,
            Do = (found, _) =>
            {
                var steps = form.Steps ?? [];
                var result = found is null ? Activity.Create(code, form.Description, steps) : found.Change(form.Description, steps);
                if (result is Result<Activity>.Done(var activity))
                {
                    if (found is null)
                    {
                        db.Activities.Add(activity);
                    }
                    else
                    {
                        db.Entry(activity).State = EntityState.Modified; // a change of the steps alone is a new version of it too
                    }
                }

                return Task.FromResult(result);
            },
            Line = (found, activity) => (found is null ? AuditSentences.Created : AuditSentences.Changed, [activity.Description]),
            InTheWay = async (activity, again) => await db.Activities.AnyAsync(a => a.Code == activity.Code && a.Id != activity.Id, again)
                ? Refusals.CodeExists.With(activity.Code) : null,
        }.RunAsync(db, cancellationToken);
    }

    /// <summary>Deletes an activity that no stage names, with its steps; tasks made from them stay.</summary>
    public Task<Result<Activity>> DeleteAsync(string code, long? version, Caller caller, CancellationToken cancellationToken) =>
        new RecordAct<Activity, Activity>(AuditSubjects.Activity, code, caller)
        {
            Find = WithStepsAsync,
            Version = version,
            Do = async (found, token) =>
            {
                if (await WhyNotDeleteAsync(found!, token) is { } why)
                {
                    return why;
                }

                db.Activities.Remove(found!);
                return found!;
            },
            Line = (_, activity) => (AuditSentences.Deleted, [activity.Description]),
            InTheWay = WhyNotDeleteAsync,
        }.RunAsync(db, cancellationToken);

    private Task<Activity?> WithStepsAsync(string code, CancellationToken cancellationToken) =>
        db.Activities.Include(a => a.Steps).SingleOrDefaultAsync(a => a.Code == code, cancellationToken);

    private async Task<Refusal?> WhyNotDeleteAsync(Activity activity, CancellationToken cancellationToken) =>
        await db.Set<SalesCycleStage>().CountAsync(s => s.ActivityId == activity.Id, cancellationToken) is > 0 and var stages
            ? Refusals.ActivityInUse.With(stages)
            : null;
}

/// <summary>All that can be said of an activity but its code; left out, it has no steps.</summary>
public sealed record ActivityForm(string? Description, IReadOnlyList<StepDetails>? Steps = null);

/// <summary>One line of the list of activities: how many steps it has and how many stages name it.</summary>
public sealed record ActivityRow(string Code, string Description, int Steps, int Stages, long Version);

/// <summary>A stage that names an activity.</summary>
public sealed record ActivityUse(string SalesCycleCode, string SalesCycle, int StageNumber, string Stage);
