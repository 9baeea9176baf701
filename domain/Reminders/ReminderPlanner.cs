using System.Globalization;
using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.Reminders;

/// <summary>Plans and cancels reminders in the transaction of the change that causes or ends them.</summary>
public sealed class ReminderPlanner(
    OpportunitiesContext db, CompanyCalendar company, IOptions<RemindersOptions> options)
{
    private const int Chunk = 200;

    /// <summary>
    /// So many stretches of opportunities are planned anew at one tick, so that what is due does not wait for all of them.
    /// </summary>
    private const int MostStretches = 25;

    private static readonly Stored<ReplanPosition> Replanning = new("replan", ReminderPlannerJson.Default.ReplanPosition, lifetime: null);
    private static readonly ReplanPosition Beginning = new(0);
    private static readonly Stored<PlannedCalendar> Followed =
        new("planned-calendar", ReminderPlannerJson.Default.PlannedCalendar, lifetime: null);
    private static readonly ReminderKind[] Planned =
    [
        ReminderKind.StageLimit, ReminderKind.NextStep, ReminderKind.TaskDue, ReminderKind.CloseNear, ReminderKind.ClosePassed,
        ReminderKind.NoActivity,
    ];

    private ReminderRulesForm? _rules;

    private WorkingCalendar Calendar => company.Now;

    /// <summary>The company's rules: those saved, else those of the settings.</summary>
    public async Task<ReminderRulesForm> RulesAsync(CancellationToken cancellationToken) =>
        _rules ??= await db.ReminderRules.AsNoTracking().Where(r => r.Key == 1).Select(r => new ReminderRulesForm(
            r.NearCloseDays, r.NoActivityDays, r.EscalateAfterDays, r.AlonePerHour, r.AloneKinds, r.BriefAt, r.QuietFrom, r.QuietTo))
            .SingleOrDefaultAsync(cancellationToken) ?? options.Value.Rules();

    /// <summary>When a person may be written to.</summary>
    public async Task<ReminderHours> HoursAsync(Salesperson person, CancellationToken cancellationToken) =>
        new(person, await RulesAsync(cancellationToken), Calendar);

    /// <summary>
    /// Brings the reminders of a changed opportunity in line with its state. The opportunity is saved already (its key is known)
    /// and has its cycle, current entry, open tasks and salesperson loaded. What was asked before is answered when this was work.
    /// </summary>
    public async Task ReplanAsync(Opportunity opportunity, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(opportunity);
        ArgumentNullException.ThrowIfNull(caller);
        var live = await db.Reminders
            .Where(r => r.OpportunityId == opportunity.Id && (r.State == ReminderState.Pending || r.State == ReminderState.Snoozed
                || r.State == ReminderState.Sending || r.State == ReminderState.Sent))
            .ToListAsync(cancellationToken);
        await AlignAsync(opportunity, live, caller.Now, Planned, cancellationToken);
        foreach (var other in live.Where(r => !Planned.Contains(r.Kind)))
        {
            var isOver = other.Kind switch
            {
                ReminderKind.HandOver => opportunity.IsClosed || other.SalespersonId != opportunity.SalespersonId,
                ReminderKind.Won => opportunity.Status != OpportunityStatus.Won,
                ReminderKind.TakenBack => false,
                _ => opportunity.WorkedAt == caller.Now,
            };
            if (isOver)
            {
                other.Cancel(caller.Now);
            }
        }

        if (opportunity.WorkedAt == caller.Now)
        {
            // Tasks are answered one by one, everything else by any work at all.
            foreach (var answered in live.Where(r => r.Kind != ReminderKind.TaskDue))
            {
                answered.Acted(caller.Now);
                if (answered.State == ReminderState.Snoozed)
                {
                    answered.Cancel(caller.Now);
                }
            }
        }
    }

    /// <summary>The new owner is told once, soon, that an opportunity is theirs now.</summary>
    public async Task HandOverAsync(Opportunity opportunity, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(opportunity);
        ArgumentNullException.ThrowIfNull(caller);
        if (opportunity.SalespersonId != caller.SalespersonId)
        {
            var key = string.Create(
                CultureInfo.InvariantCulture, $"hand-over/{opportunity.Id}/{opportunity.Version}/{opportunity.SalespersonId}");
            await TellAsync(ReminderKind.HandOver, key, opportunity, opportunity.Salesperson!, caller, cancellationToken);
        }
    }

    /// <summary>Tells somebody about an opportunity: at once when the kind comes alone for them, else with the next brief.</summary>
    internal async Task TellAsync(
        ReminderKind kind, string key, Opportunity opportunity, Salesperson to, Caller caller, CancellationToken cancellationToken)
    {
        var hours = await HoursAsync(to, cancellationToken);
        var (day, at) = hours.ComesAlone(kind) && hours.Allows(caller.Now) ? ((DateOnly?)null, caller.Now) : hours.NextBrief(caller.Now);
        db.Reminders.Add(Reminder.Plan(kind, key, opportunity.Id, to.Id, day, at, caller.Name));
    }

    /// <summary>
    /// Whoever has been told that it was theirs is told once that it is not: at once when the hour allows it, else with the next
    /// brief. Of many taken back together one message tells.
    /// </summary>
    internal async Task TakeBackAsync(Reminder handOver, Caller caller, CancellationToken cancellationToken)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"taken-back/{handOver.Id}");
        if (handOver.Kind != ReminderKind.HandOver || handOver.State is not (ReminderState.Sent or ReminderState.Sending)
            || await db.Reminders.AnyAsync(r => r.Key == key, cancellationToken))
        {
            return;
        }

        var hours = await HoursAsync(
            await db.Salespeople.SingleAsync(p => p.Id == handOver.SalespersonId, cancellationToken), cancellationToken);
        var (day, at) = hours.Allows(caller.Now) ? ((DateOnly?)null, caller.Now) : hours.NextBrief(caller.Now);
        db.Reminders.Add(Reminder.Plan(ReminderKind.TakenBack, key, handOver.OpportunityId, handOver.SalespersonId, day, at, caller.Name));
    }

    /// <summary>The team's channel is told of a won opportunity once the closing can no longer be undone.</summary>
    public void TellOfWin(Opportunity opportunity, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(opportunity);
        ArgumentNullException.ThrowIfNull(caller);
        var key = string.Create(CultureInfo.InvariantCulture, $"won/{opportunity.Id}/{opportunity.Version}");
        db.Reminders.Add(Reminder.Plan(
            ReminderKind.Won, key, opportunity.Id, opportunity.SalespersonId, null, caller.Now + UndoActs.Window, caller.Name));
    }

    /// <summary>A person has a chat with the bot (again): what is due for them is sent at the next tick.</summary>
    public Task<int> ReachableAsync(long salespersonId, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Reminders.Where(r => r.SalespersonId == salespersonId && r.DueAt <= now && r.NextAttemptAt > now
                && (r.State == ReminderState.Pending || r.State == ReminderState.Snoozed))
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.NextAttemptAt, now), cancellationToken);

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
        _rules = null;
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
            for (var i = 0; isLeft && i < MostStretches; i++)
            {
                isLeft = await db.InTransactionAsync(token => PlanStretchAsync(now, token), cancellationToken);
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
            _rules = null; // another process may have set other ones meanwhile
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
        var ids = await db.Opportunities
            .Where(o => o.Id > at.After && (o.Status == OpportunityStatus.NotStarted || o.Status == OpportunityStatus.InProgress))
            .OrderBy(o => o.Id).Select(o => o.Id).Take(Chunk).ToArrayAsync(cancellationToken);
        await ReplanAsync(ids, now, Planned, cancellationToken);
        return ids.Length < Chunk ? null : at with { After = ids[^1] };
    }

    /// <summary>The instant of the sending hour (setting <c>Reminders:SendAt</c>) on a day in a person's time zone.</summary>
    public DateTimeOffset SendingHour(DateOnly day, TimeZoneInfo zone) => ReminderHours.InstantOf(day, options.Value.SendAt, zone);

    /// <summary>Plans some kinds of reminders of one that has none yet.</summary>
    internal Task PlanAsync(Opportunity opportunity, DateTimeOffset now, ReminderKind[] kinds, CancellationToken cancellationToken) =>
        AlignAsync(opportunity, [], now, kinds, cancellationToken);

    /// <summary>
    /// The opportunities are held before they are read: an act that comes meanwhile waits until this transaction has ended, and then sees
    /// what was planned here; one that came before is seen here.
    /// </summary>
    private async Task ReplanAsync(long[] ids, DateTimeOffset now, ReminderKind[] kinds, CancellationToken cancellationToken)
    {
        await db.Opportunities.Where(o => ids.Contains(o.Id)).HoldAsync(cancellationToken);
        var opportunities = await db.Opportunities.Where(o => ids.Contains(o.Id))
            .Include(o => o.Salesperson)
            .Include(o => o.Entries.Where(e => e.Active)).ThenInclude(e => e.Stage)
            .Include(o => o.Tasks.Where(t => !t.Closed))
            .AsSplitQuery().ToListAsync(cancellationToken);
        var live = (await db.Reminders.Where(r => ids.Contains(r.OpportunityId!.Value) && kinds.Contains(r.Kind)
            && (r.State == ReminderState.Pending || r.State == ReminderState.Snoozed || r.State == ReminderState.Sending
                || r.State == ReminderState.Sent))
            .ToListAsync(cancellationToken)).ToLookup(r => r.OpportunityId);
        var rules = await RulesAsync(cancellationToken);
        var keys = opportunities.SelectMany(o => WantsOf(o, rules, kinds)).Select(w => w.Key)
            .Except(live.SelectMany(l => l).Select(r => r.Key)).ToList();
        var past = await db.Reminders.Where(r => keys.Contains(r.Key)).ToDictionaryAsync(r => r.Key, cancellationToken);
        foreach (var opportunity in opportunities)
        {
            await AlignAsync(opportunity, [.. live[opportunity.Id]], now, kinds, cancellationToken, past);
        }
    }

    private IEnumerable<ReminderWant> WantsOf(Opportunity opportunity, ReminderRulesForm rules, ReminderKind[] kinds) =>
        ReminderWants.Of(opportunity, rules, Calendar, opportunity.Salesperson!.Zone).Where(w => kinds.Contains(w.Kind));

    /// <summary>
    /// Cancels what is wanted no more and plans what is wanted and not asked yet; <paramref name="past"/> holds by key what is known
    /// of it already.
    /// </summary>
    private async Task AlignAsync(
        Opportunity opportunity, List<Reminder> live, DateTimeOffset now, ReminderKind[] kinds, CancellationToken cancellationToken,
        Dictionary<string, Reminder>? past = null)
    {
        var rules = await RulesAsync(cancellationToken);
        var wants = WantsOf(opportunity, rules, kinds).ToList();
        var known = await KnownAsync(wants, live, kinds, past, cancellationToken);
        var wanted = wants.Select(w => w.Key).ToHashSet();
        var spare = known.Values.Where(r => !wanted.Contains(r.Key)).ToList();
        foreach (var want in wants)
        {
            var person = want.SalespersonId == opportunity.SalespersonId
                ? opportunity.Salesperson!
                : await db.Salespeople.SingleAsync(p => p.Id == want.SalespersonId, cancellationToken);
            var hours = new ReminderHours(person, rules, Calendar);
            Align(opportunity, want, known.GetValueOrDefault(want.Key), spare, hours, now);
        }

        foreach (var over in spare)
        {
            over.Cancel(now);
            over.Acted(now);
        }
    }

    /// <summary>By key, what lives of these kinds and whatever record there is already of what is wanted.</summary>
    private async Task<Dictionary<string, Reminder>> KnownAsync(
        List<ReminderWant> wants, List<Reminder> live, ReminderKind[] kinds, Dictionary<string, Reminder>? past,
        CancellationToken cancellationToken)
    {
        var keys = wants.Select(w => w.Key).Except(live.Select(r => r.Key)).ToList();
        var known = live.Where(r => kinds.Contains(r.Kind)).ToDictionary(r => r.Key);
        if (keys.Count > 0)
        {
            past ??= await db.Reminders.Where(r => keys.Contains(r.Key)).ToDictionaryAsync(r => r.Key, cancellationToken);
            foreach (var key in keys.Where(past.ContainsKey))
            {
                known[key] = past[key];
            }
        }

        return known;
    }

    /// <summary>
    /// Plans what is wanted, in the record <paramref name="same"/> where there is one; else in one of <paramref name="spare"/>, or anew.
    /// </summary>
    private void Align(
        Opportunity opportunity, ReminderWant want, Reminder? same, List<Reminder> spare, ReminderHours hours, DateTimeOffset now)
    {
        var (day, at) = BriefOf(want, same, hours, now);
        if (want.NotAfter < day)
        {
            same?.Cancel(now);
            return;
        }

        // Work puts the question about inactivity off; the record that waits is used again rather than one made per act.
        same ??= want.Kind == ReminderKind.NoActivity
            ? spare.FirstOrDefault(r => r is { Kind: ReminderKind.NoActivity, State: ReminderState.Pending, SentAt: null })
            : null;
        if (same is { State: ReminderState.Snoozed } off)
        {
            var until = hours.Brief(off.DueOn ?? day);
            off.HandTo(want.SalespersonId, until > now ? until : hours.NextBrief(now).At);
        }
        else if (same is not null)
        {
            spare.Remove(same);
            if (same.SalespersonId != want.SalespersonId)
            {
                same.Acted(now); // somebody else has it now: whoever was asked is asked no more
            }

            same.PlanAgain(want.Key, want.SalespersonId, day, at);
        }
        else
        {
            db.Reminders.Add(Reminder.Plan(want.Kind, want.Key, opportunity.Id, want.SalespersonId, day, at, taskId: want.TaskId));
        }
    }

    /// <summary>The brief that asks what is wanted; what waits already and is due keeps its own.</summary>
    private static (DateOnly Day, DateTimeOffset At) BriefOf(ReminderWant want, Reminder? same, ReminderHours hours, DateTimeOffset now)
    {
        var (day, at) = (want.DueOn, hours.Brief(want.DueOn));
        if (at <= now && !(same is { State: ReminderState.Pending } waiting && waiting.DueAt <= now))
        {
            (day, at) = hours.NextBrief(now); // the day's brief has gone already
        }
        else if (at <= now)
        {
            (day, at) = (same!.DueOn ?? day, same.DueAt);
        }

        return (day, at);
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

/// <summary>Everything is to be planned anew, up to the opportunities after this one.</summary>
/// <param name="After"><c>Id</c> of the last opportunity that is done; 0 at the beginning.</param>
/// <param name="Rehoured"><c>Id</c> of the last reminder that has its new hour; these come first.</param>
/// <param name="IsRehoured">Whether all of them have.</param>
internal sealed record ReplanPosition(long After, long Rehoured = 0, bool IsRehoured = false);

/// <summary>The calendar by which what waits was planned.</summary>
/// <param name="Print">See <see cref="WorkingCalendar.Print"/>.</param>
/// <param name="Version">Of what an admin saved; 0 where the settings stand for it.</param>
internal sealed record PlannedCalendar(string Print, long Version = 0);

[JsonSerializable(typeof(ReplanPosition))]
[JsonSerializable(typeof(PlannedCalendar))]
internal sealed partial class ReminderPlannerJson : JsonSerializerContext;
