using System.Globalization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Reminders;

/// <content>Planning anew what a change of rules, calendar, stage or person moves, and what is due for planning.</content>
public sealed partial class ReminderPlanner
{
    private const int Chunk = 200;

    /// <summary>
    /// So many stretches of opportunities are planned anew at one tick, so that what is due does not wait for all of them.
    /// </summary>
    private const int MostStretches = 25;

    /// <summary>
    /// A stage's limit changed: every opportunity standing on it is planned anew, at once as long as they are a few; else everything
    /// is, by and by, at the next ticks.
    /// </summary>
    public async Task ReplanStageAsync(SalesCycleStage stage, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var here = await db.Entries.Where(e => e.Active && e.StageId == stage.Id).Select(e => e.OpportunityId).Take(Chunk + 1)
            .ToArrayAsync(cancellationToken);
        if (here.Length <= Chunk)
        {
            await ReplanAsync(here, now, [ReminderKind.StageLimit], cancellationToken);
        }
        else
        {
            await ReplanAllAsync(cancellationToken);
        }
    }

    /// <summary>
    /// A person's clock or habits changed: what waits for them keeps its day and moves to the new hour, at once as long as it is a few;
    /// else everything is planned anew, by and by, at the next ticks.
    /// </summary>
    public async Task ReplanPersonAsync(Salesperson person, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(person);
        var waiting = await Waiting(now).Where(r => r.SalespersonId == person.Id).Take(Chunk + 1).ToListAsync(cancellationToken);
        var theirs = await db.Opportunities.Where(o => o.SalespersonId == person.Id && o.Status == OpportunityStatus.InProgress)
            .Select(o => o.Id).Take(Chunk + 1).ToArrayAsync(cancellationToken);
        if (waiting.Count > Chunk || theirs.Length > Chunk)
        {
            await ReplanAllAsync(cancellationToken);
            return;
        }

        Rehour(waiting, await HoursAsync(person, cancellationToken), now);
        await db.SaveChangesAsync(cancellationToken);

        // Their day of the last work may be another one now.
        await ReplanAsync(theirs, now, [ReminderKind.NoActivity], cancellationToken);
    }

    /// <summary>The rules changed: everything is planned anew, by and by, at the next ticks.</summary>
    public async Task ReplanAllAsync(CancellationToken cancellationToken)
    {
        // Whoever is working it off meanwhile begins anew.
        await Replanning.SetAsync(db, default, Beginning, default, cancellationToken);
    }

    /// <summary>
    /// What is due for planning: everything when the rules or the company's calendar changed (stretch by stretch, each saved, so
    /// that it goes on where it stopped), and the Monday briefs of managers.
    /// </summary>
    public async Task KeepUpAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await FollowCalendarAsync(cancellationToken);
            await PlanTeamBriefsAsync(now, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            var isLeft = await Replanning.FindAsync(db, default, cancellationToken) is not null;
            using var alone = OpportunitiesContext.LongWork();
            for (var i = 0; isLeft && i < MostStretches; i++)
            {
                isLeft = await db.InTransactionAsync(token => PlanStretchAsync(now, token), cancellationToken);
                db.ChangeTracker.Clear();
            }

            isLeft = true;
            for (var i = 0; isLeft && i < MostStretches; i++)
            {
                isLeft = await db.InTransactionAsync(token => LookStretchAsync(now, token), cancellationToken);
                db.ChangeTracker.Clear();
            }
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear(); // another process was faster; what is left is done at the next tick
        }
    }

    /// <returns>Whether there is more to plan anew.</returns>
    private async Task<bool> PlanStretchAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await Replanning.LoadAsync(db, default, cancellationToken) is not { } at)
        {
            return false;
        }

        if (at == Beginning)
        {
            _zones = null; // another process may have changed them meanwhile
        }

        var next = at.IsRehoured ? await PlanAfterAsync(at, now, cancellationToken) : await RehourAfterAsync(at, now, cancellationToken);
        await (next is null
            ? Replanning.RemoveAsync(db, default, cancellationToken)
            : Replanning.PutAsync(db, default, next, cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
        return next is not null;
    }

    /// <returns>Where it goes on; null at the end.</returns>
    private async Task<ReplanPosition?> PlanAfterAsync(ReplanPosition at, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var last = await DateAfterAsync(at.After, now, cancellationToken);
        return last is null ? null : at with { After = last.Value };
    }

    /// <summary>
    /// The opportunities are held before they are read: an act that comes meanwhile waits until this transaction has ended, and then sees
    /// what was planned here; one that came before is seen here.
    /// </summary>
    private async Task ReplanAsync(long[] ids, DateTimeOffset now, ReminderKind[] kinds, CancellationToken cancellationToken)
    {
        await db.Opportunities.Where(o => ids.Contains(o.Id)).HoldAsync(cancellationToken);
        var opportunities = await WithWhatDecides(db.Opportunities.Where(o => ids.Contains(o.Id))).ToListAsync(cancellationToken);
        var live = (await db.Reminders.Where(r => ids.Contains(r.OpportunityId!.Value) && kinds.Contains(r.Kind)
            && (r.State == ReminderState.Pending || r.State == ReminderState.Snoozed || r.State == ReminderState.Sending
                || r.State == ReminderState.Sent))
            .ToListAsync(cancellationToken)).ToLookup(r => r.OpportunityId);
        var rules = await RulesAsync(cancellationToken);
        var soon = Soon(now);
        var keys = opportunities.SelectMany(o => WantsOf(o, rules, kinds)).Where(w => w.DueOn <= soon).Select(w => w.Key)
            .Except(live.SelectMany(l => l).Select(r => r.Key)).ToList();
        var past = await db.Reminders.Where(r => keys.Contains(r.Key)).ToDictionaryAsync(r => r.Key, cancellationToken);
        foreach (var opportunity in opportunities)
        {
            await AlignAsync(opportunity, [.. live[opportunity.Id]], now, kinds, cancellationToken, past);
        }

        await LookAgainAsync(opportunities, now, cancellationToken);
    }

    /// <summary>
    /// The company's rules or calendar changed: what no opportunity's planning moves goes to the new hour of its day. Escalations
    /// that wait follow the rule; without it they end.
    /// </summary>
    /// <returns>Where it goes on: behind these, or with the first opportunities.</returns>
    private async Task<ReplanPosition> RehourAfterAsync(ReplanPosition at, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rules = await RulesAsync(cancellationToken);
        var waiting = await Waiting(now)
            .Where(r => r.Id > at.Rehoured && (r.SentAt != null || r.State == ReminderState.Snoozed || !Planned.Contains(r.Kind)))
            .OrderBy(r => r.Id).Take(Chunk).Include(r => r.Salesperson).ToListAsync(cancellationToken);
        foreach (var theirs in waiting.GroupBy(r => r.Salesperson!))
        {
            var hours = await HoursAsync(theirs.Key, cancellationToken);
            foreach (var escalation in theirs.Where(
                r => r is { Kind: ReminderKind.Escalation, State: ReminderState.Pending, SentAt: null, SinceOn: not null }))
            {
                escalation.Escalates(rules.EscalateAfterDays is { } days ? Calendar.AddWorkingDays(escalation.SinceOn!.Value, days) : null);
            }

            Rehour(theirs.Where(r => r.IsWaiting), hours, now);
        }

        return waiting.Count < Chunk ? at with { IsRehoured = true } : at with { Rehoured = waiting[^1].Id };
    }

    /// <summary>What is still to come on a day of its own.</summary>
    private IQueryable<Reminder> Waiting(DateTimeOffset now) => db.Reminders.Where(r => r.DueOn != null && r.DueAt > now
        && (r.State == ReminderState.Pending || r.State == ReminderState.Snoozed));

    private static void Rehour(IEnumerable<Reminder> waiting, ReminderHours hours, DateTimeOffset now)
    {
        foreach (var reminder in waiting)
        {
            var at = hours.Brief(reminder.DueOn!.Value);
            reminder.DueAgain(at > now ? at : hours.NextBrief(now).At);
        }
    }

    /// <summary>
    /// Everything is planned anew when the calendar is another one. What an admin saved is the same for every host, and of two versions
    /// the later one holds. Settings may differ from host to host: each follows its own once, and does not go on taking turns.
    /// </summary>
    private async Task FollowCalendarAsync(CancellationToken cancellationToken)
    {
        var version = await company.RefreshAsync(db, cancellationToken);
        var (mine, followed) = (new PlannedCalendar(Calendar.Print, version), await Followed.FindAsync(db, default, cancellationToken));
        var isSettled = followed is not null && (followed == mine || followed.Version > version
            || (followed.Version == 0 && version == 0 && company.IsFollowed));
        if (!isSettled)
        {
            if (followed is not null && followed.Print != mine.Print)
            {
                await ReplanAllAsync(cancellationToken); // first, so that a process that dies here leaves it to be done again
            }

            await Followed.SetAsync(db, default, mine, default, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        company.IsFollowed = true;
    }

    /// <summary>Every manager of a team has one coming; the key keeps it to one a week.</summary>
    private async Task PlanTeamBriefsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var managers = await db.Salespeople.Where(p => !p.Blocked && db.Teams.Any(t => t.ManagerId == p.Id)
                && !db.Reminders.Any(r => r.SalespersonId == p.Id && r.Kind == ReminderKind.TeamBrief
                    && (r.State == ReminderState.Pending || r.State == ReminderState.Sending)))
            .ToListAsync(cancellationToken);
        foreach (var manager in managers)
        {
            var hours = await HoursAsync(manager, cancellationToken);
            var today = hours.DayOf(now);
            var monday = today.AddDays(((int)DayOfWeek.Monday - (int)today.DayOfWeek + 7) % 7);
            if (hours.Brief(monday) <= now)
            {
                monday = monday.AddDays(7);
            }

            var key = string.Create(CultureInfo.InvariantCulture, $"team-brief/{manager.Id}/{monday:yyyyMMdd}");
            if (!await db.Reminders.AnyAsync(r => r.Key == key, cancellationToken))
            {
                db.Reminders.Add(Reminder.Plan(ReminderKind.TeamBrief, key, null, manager.Id, monday, hours.Brief(monday)));
            }
        }
    }
}
