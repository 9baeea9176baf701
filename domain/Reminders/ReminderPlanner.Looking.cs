using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Reminders;

/// <content>
/// What is far ahead is no row: each open opportunity has the day of the next look at it, some days before the next of its questions falls
/// due, and on that day what is near becomes rows (docs/adr/0020).
/// </content>
public sealed partial class ReminderPlanner
{
    private const int DatesAtOnce = 1000;

    /// <summary>
    /// What will be asked about an opportunity and is no row yet, as it would be asked if nothing changed; the soonest first, not stored.
    /// </summary>
    public async Task<IReadOnlyList<Reminder>> UpcomingAsync(long opportunityId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var opportunity = await WithWhatDecides(db.Opportunities.AsNoTrackingWithIdentityResolution().Where(o => o.Id == opportunityId))
            .SingleAsync(cancellationToken);
        var rules = await RulesAsync(cancellationToken);
        var soon = opportunity.NextLookOn is null ? DateOnly.MaxValue : Soon(now);
        var wants = WantsOf(opportunity, rules, Planned).Where(w => w.DueOn > soon).OrderBy(w => w.DueOn).ToList();
        var keys = wants.ConvertAll(w => w.Key);
        var known = await db.Reminders.Where(r => keys.Contains(r.Key) && (r.State != ReminderState.Cancelled || r.LastError != null))
            .Select(r => r.Key).ToListAsync(cancellationToken);
        wants.RemoveAll(w => known.Contains(w.Key));
        var others = wants.Select(w => w.SalespersonId).Where(id => id != opportunity.SalespersonId).Distinct().ToList();
        var people = others.Count == 0
            ? []
            : await db.Salespeople.AsNoTracking().Where(p => others.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellationToken);
        List<Reminder> upcoming = [];
        foreach (var want in wants)
        {
            var person = people.GetValueOrDefault(want.SalespersonId) ?? opportunity.Salesperson!;
            var at = new ReminderHours(person, rules, Calendar).Brief(want.DueOn);
            if (want.NotAfter is null || want.NotAfter >= want.DueOn)
            {
                upcoming.Add(Reminder.Plan(want.Kind, want.Key, opportunityId, person.Id, want.DueOn, at, taskId: want.TaskId).To(person));
            }
        }

        return upcoming;
    }

    /// <summary>Somebody looks at it at the next tick; for what changed its state without planning.</summary>
    internal Task LookSoonAsync(long opportunityId, DateTimeOffset now, CancellationToken cancellationToken) =>
        SetLookAsync([opportunityId], Today(now), cancellationToken);

    private static IQueryable<Opportunity> WithWhatDecides(IQueryable<Opportunity> opportunities) => opportunities
        .Include(o => o.Salesperson)
        .Include(o => o.Entries.Where(e => e.Active)).ThenInclude(e => e.Stage)
        .Include(o => o.Tasks.Where(t => !t.Closed))
        .AsSplitQuery();

    private static DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime);

    /// <summary>The last day of which reminders are rows.</summary>
    private DateOnly Soon(DateTimeOffset now) => Today(now).AddDays(options.Value.PlanAheadDays);

    /// <summary>The day of the next look; null when nothing is wanted after what is near.</summary>
    private DateOnly? NextLook(IEnumerable<ReminderWant> wants, DateTimeOffset now)
    {
        var soon = Soon(now);
        return wants.Where(w => w.DueOn > soon).Min(w => (DateOnly?)w.DueOn)?.AddDays(-options.Value.PlanAheadDays);
    }

    /// <summary>Takes the next opportunities whose day has come, makes rows of what is near, and notes the day after that.</summary>
    /// <returns>Whether there may be more.</returns>
    private async Task<bool> LookStretchAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = Today(now);
        var ids = await db.Opportunities.Where(o => o.NextLookOn <= today).OrderBy(o => o.NextLookOn).ThenBy(o => o.Id).Select(o => o.Id)
            .Take(Chunk).ToArrayAsync(cancellationToken);
        if (ids.Length > 0)
        {
            await ReplanAsync(ids, now, Planned, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        return ids.Length == Chunk;
    }

    /// <summary>Notes of each when to look again. Their version stays: cards that show them still hold.</summary>
    private async Task LookAgainAsync(IEnumerable<Opportunity> opportunities, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rules = await RulesAsync(cancellationToken);
        var changed = opportunities
            .Select(o => (Opportunity: o, On: NextLook(ReminderWants.Of(Remindable.Of(o), rules, Calendar), now)))
            .Where(o => o.On != o.Opportunity.NextLookOn).ToList();
        foreach (var (on, some) in changed.GroupBy(c => c.On).Select(g => (g.Key, g.ToList())))
        {
            await SetLookAsync([.. some.Select(c => c.Opportunity.Id)], on, cancellationToken);
            foreach (var (opportunity, _) in some)
            {
                // The one that is tracked follows what is stored by now, so that nothing of it is left to save.
                var look = db.Entry(opportunity).Property(o => o.NextLookOn);
                (look.CurrentValue, look.OriginalValue, look.IsModified) = (on, on, false);
            }
        }
    }

    private Task<int> SetLookAsync(long[] ids, DateOnly? on, CancellationToken cancellationToken) =>
        db.Opportunities.Where(o => ids.Contains(o.Id)).ExecuteUpdateAsync(
            set => set.SetProperty(o => o.NextLookOn, on), cancellationToken);

    /// <summary>
    /// The rules changed: of the next opportunities only the dates are told anew. Rows of what is far ahead go, and whoever has something
    /// near, or asked already, is looked at at the next tick.
    /// </summary>
    /// <returns>The last of them; null at the end.</returns>
    private async Task<long?> DateAfterAsync(long after, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = await db.Opportunities
            .Where(o => o.Id > after && (o.Status == OpportunityStatus.NotStarted || o.Status == OpportunityStatus.InProgress))
            .OrderBy(o => o.Id).Select(o => o.Id).Take(DatesAtOnce).ToArrayAsync(cancellationToken);
        await db.Opportunities.Where(o => ids.Contains(o.Id)).HoldAsync(cancellationToken);
        var soon = Soon(now);
        await db.Reminders.Where(r => ids.Contains(r.OpportunityId!.Value) && Planned.Contains(r.Kind) && r.DueOn > soon
                && r.State == ReminderState.Pending && r.SentAt == null && r.LastError == null)
            .ExecuteDeleteAsync(cancellationToken);
        var live = (await db.Reminders.Where(r => ids.Contains(r.OpportunityId!.Value) && Planned.Contains(r.Kind)
                && (r.State == ReminderState.Pending || r.State == ReminderState.Snoozed || r.State == ReminderState.Sending
                    || r.State == ReminderState.Sent))
            .Select(r => r.OpportunityId!.Value).Distinct().ToListAsync(cancellationToken)).ToHashSet();
        var rules = await RulesAsync(cancellationToken);
        var today = Today(now);
        var dated = (await StatesAsync(ids, cancellationToken)).Select(o =>
        {
            var wants = ReminderWants.Of(o.State, rules, Calendar).ToList();
            var isNear = live.Contains(o.State.Id) || wants.Exists(w => w.DueOn <= soon);
            return (o.State.Id, o.Known, On: isNear ? today : NextLook(wants, now));
        });
        foreach (var some in dated.Where(d => d.On != d.Known).GroupBy(d => d.On, d => d.Id))
        {
            await SetLookAsync([.. some], some.Key, cancellationToken);
        }

        return ids.Length < DatesAtOnce ? null : ids[^1];
    }

    /// <summary>What decides on the reminders of some opportunities, and nothing else of them.</summary>
    private async Task<List<(Remindable State, DateOnly? Known)>> StatesAsync(long[] ids, CancellationToken cancellationToken)
    {
        var zones = await ZonesAsync(cancellationToken);
        var tasks = (await db.Tasks.Where(t => ids.Contains(t.OpportunityId) && !t.Closed)
            .Select(t => new { t.OpportunityId, t.Id, t.SalespersonId, t.Date }).ToListAsync(cancellationToken))
            .ToLookup(t => t.OpportunityId, t => new RemindableTask(t.Id, t.SalespersonId, t.Date));
        var entries = await db.Entries.Where(e => ids.Contains(e.OpportunityId) && e.Active)
            .Select(e => new
            {
                e.OpportunityId,
                e.StageId,
                e.StageEnteredOn,
                e.StageVisit,
                Limit = (int?)e.Stage!.LimitWorkingDays,
                e.EstimatedCloseDate,
            })
            .ToDictionaryAsync(e => e.OpportunityId, cancellationToken);
        var opportunities = await db.Opportunities.Where(o => ids.Contains(o.Id))
            .Select(o => new
            {
                o.Id,
                o.SalespersonId,
                o.Status,
                o.NextStepDate,
                o.NextSteps,
                WorkedAt = o.WorkedAt ?? o.ChangedAt,
                o.LimitWorkingDays,
                o.NextLookOn,
            })
            .ToListAsync(cancellationToken);
        return opportunities.ConvertAll(o =>
        {
            var now = o.Status == OpportunityStatus.InProgress ? entries.GetValueOrDefault(o.Id) : null;
            var stage = now?.StageId is { } id
                ? new RemindableStage(id, now.StageEnteredOn, now.StageVisit, o.LimitWorkingDays ?? now.Limit) : null;
            return (
                new Remindable(
                    o.Id, o.SalespersonId, zones[o.SalespersonId], o.Status, o.NextStepDate, o.NextSteps, o.WorkedAt, stage,
                    now?.EstimatedCloseDate, [.. tasks[o.Id]]),
                o.NextLookOn);
        });
    }

    private async Task<Dictionary<long, TimeZoneInfo>> ZonesAsync(CancellationToken cancellationToken) =>
        _zones ??= (await db.Salespeople.AsNoTracking().ToListAsync(cancellationToken)).ToDictionary(p => p.Id, p => p.Zone);
}
