using System.Globalization;
using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.Reminders;

/// <summary>Plans and cancels reminders in the transaction of the change that causes or ends them.</summary>
public sealed partial class ReminderPlanner(
    OpportunitiesContext db, KnownSetup setup, CompanyCalendar company, IOptions<RemindersOptions> options)
{
    private static readonly Stored<ReplanPosition> Replanning = new("replan", ReminderPlannerJson.Default.ReplanPosition, lifetime: null);
    private static readonly ReplanPosition Beginning = new(0);
    private static readonly Stored<PlannedCalendar> Followed =
        new("planned-calendar", ReminderPlannerJson.Default.PlannedCalendar, lifetime: null);
    private static readonly ReminderKind[] Planned =
    [
        ReminderKind.StageLimit, ReminderKind.NextStep, ReminderKind.TaskDue, ReminderKind.CloseNear, ReminderKind.ClosePassed,
        ReminderKind.NoActivity,
    ];

    private Dictionary<long, TimeZoneInfo>? _zones;

    private WorkingCalendar Calendar => company.Now;

    /// <summary>The company's rules: those saved, else those of the settings.</summary>
    public async Task<ReminderRulesForm> RulesAsync(CancellationToken cancellationToken) =>
        await setup.RulesAsync(cancellationToken) ?? options.Value.Rules();

    /// <summary>When a person may be written to.</summary>
    public async Task<ReminderHours> HoursAsync(Salesperson person, CancellationToken cancellationToken) =>
        new(person, await RulesAsync(cancellationToken), Calendar);

    /// <summary>
    /// Brings the reminders of a changed opportunity in line with its state: what is due within some days becomes rows, for what comes
    /// later the day is noted on which to look again. The opportunity is saved already (its key is known) and has its cycle, current entry,
    /// open tasks and salesperson loaded. What was asked before is answered when this was work.
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
        await LookAgainAsync([opportunity], caller.Now, cancellationToken);
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

    /// <summary>The instant of the sending hour (setting <c>Reminders:SendAt</c>) on a day in a person's time zone.</summary>
    public DateTimeOffset SendingHour(DateOnly day, TimeZoneInfo zone) => ReminderHours.InstantOf(day, options.Value.SendAt, zone);

    /// <summary>Plans some kinds of reminders of one that has none yet, however far ahead they are.</summary>
    internal Task PlanAsync(Opportunity opportunity, DateTimeOffset now, ReminderKind[] kinds, CancellationToken cancellationToken) =>
        AlignAsync(opportunity, [], now, kinds, cancellationToken, isAll: true);

    /// <summary>Makes rows of all that will be asked about an opportunity as it stands, so that all of it can be refused.</summary>
    internal async Task PlanAheadAsync(Opportunity opportunity, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var live = await db.Reminders.Where(r => r.OpportunityId == opportunity.Id && Planned.Contains(r.Kind)
                && (r.State == ReminderState.Pending || r.State == ReminderState.Snoozed || r.State == ReminderState.Sending
                    || r.State == ReminderState.Sent))
            .ToListAsync(cancellationToken);
        await AlignAsync(opportunity, live, now, Planned, cancellationToken, isAll: true);
        await db.SaveChangesAsync(cancellationToken);
    }

    private IEnumerable<ReminderWant> WantsOf(Opportunity opportunity, ReminderRulesForm rules, ReminderKind[] kinds) =>
        ReminderWants.Of(Remindable.Of(opportunity), rules, Calendar).Where(w => kinds.Contains(w.Kind));

    /// <summary>
    /// Cancels what is wanted no more and plans what is wanted soon and not asked yet; <paramref name="past"/> holds by key what is known
    /// of it already. What is wanted later follows only where there is a row of it.
    /// </summary>
    private async Task AlignAsync(
        Opportunity opportunity, List<Reminder> live, DateTimeOffset now, ReminderKind[] kinds, CancellationToken cancellationToken,
        Dictionary<string, Reminder>? past = null, bool isAll = false)
    {
        var rules = await RulesAsync(cancellationToken);
        var wants = WantsOf(opportunity, rules, kinds).ToList();
        var soon = isAll ? DateOnly.MaxValue : Soon(now);
        var known = await KnownAsync(wants.Where(w => w.DueOn <= soon), live, kinds, past, cancellationToken);

        // What fell due before anybody looked, because no process ran, is not late because of that.
        var notLooked = opportunity.NextLookOn?.AddDays(options.Value.PlanAheadDays) ?? DateOnly.MaxValue;
        var wanted = wants.Select(w => w.Key).ToHashSet();
        var spare = known.Values.Where(r => !wanted.Contains(r.Key)).ToList();
        foreach (var want in wants)
        {
            var person = want.SalespersonId == opportunity.SalespersonId
                ? opportunity.Salesperson!
                : await db.Salespeople.SingleAsync(p => p.Id == want.SalespersonId, cancellationToken);
            var hours = new ReminderHours(person, rules, Calendar);
            var same = known.GetValueOrDefault(want.Key);
            if (same is not null || want.DueOn <= soon)
            {
                Align(opportunity, want, same, spare, hours, now, isUnlooked: want.DueOn >= notLooked);
            }
        }

        foreach (var over in spare)
        {
            over.Cancel(now);
            over.Acted(now);
        }
    }

    /// <summary>By key, what lives of these kinds and whatever record there is already of what is wanted.</summary>
    private async Task<Dictionary<string, Reminder>> KnownAsync(
        IEnumerable<ReminderWant> wants, List<Reminder> live, ReminderKind[] kinds, Dictionary<string, Reminder>? past,
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
        Opportunity opportunity, ReminderWant want, Reminder? same, List<Reminder> spare, ReminderHours hours, DateTimeOffset now,
        bool isUnlooked)
    {
        var (day, at) = isUnlooked && (same is null or { State: ReminderState.Cancelled, SentAt: null })
            ? (want.DueOn, hours.Brief(want.DueOn)) : BriefOf(want, same, hours, now);
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
