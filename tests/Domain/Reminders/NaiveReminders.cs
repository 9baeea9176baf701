using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;

namespace ChatOpportunities.Tests.Domain.Reminders;

/// <summary>
/// Counts anew, from the recorded history alone, what must have been sent: it looks at every person's every morning and asks of
/// every opportunity whether a question is due that was not asked yet. Nothing of it is taken from the product.
/// </summary>
internal sealed class NaiveReminders(
    IReadOnlyList<Snapshot> history, IReadOnlyList<Habit> habits, IReadOnlyList<PutOff> putOffs, IReadOnlyList<GivenOn> handOvers,
    IReadOnlyDictionary<string, string> managers, ISet<DateOnly> holidays, NaiveRules rules)
{
    private readonly Dictionary<string, Snapshot> _now = [];
    private readonly Dictionary<string, Habit> _habits = [];
    private readonly HashSet<string> _asked = [];
    private readonly List<(PutOff What, string Question, string Person)> _putOff = [];
    private readonly Dictionary<string, (string Manager, DateOnly Due, Snapshot Of)> _escalations = [];
    private readonly HashSet<string> _escalated = [];
    private readonly List<Expected> _expected = [];

    /// <summary>Walks through the hours at which the product was asked to send.</summary>
    public IReadOnlyList<Expected> Count(IEnumerable<DateTimeOffset> ticks)
    {
        var (h, s, p, g) = (0, 0, 0, 0);
        List<(GivenOn What, bool AtOnce)> waiting = [];
        DateTimeOffset before = default;
        foreach (var tick in ticks)
        {
            // Every brief whose time lies in the hour that ends now, in the order of time, each on what was true then.
            while (h < habits.Count && habits[h].At <= tick)
            {
                _habits[habits[h].Person] = habits[h++];
            }

            var mornings = _habits.Values.Select(x => (Habit: x, At: BriefOf(x, tick))).Where(m => m.At > before && m.At <= tick)
                .OrderBy(m => m.At).ToList();
            foreach (var (habit, at) in mornings)
            {
                Catch(at);
                if (Works(DayOf(habit, at)))
                {
                    Ask(habit, DayOf(habit, at), tick);
                }
            }

            Catch(tick);
            // At once, if the hour still allows it at the next look; else with the next morning.
            waiting.RemoveAll(w => IsOver(w.What));
            foreach (var (what, atOnce) in waiting.ToList())
            {
                waiting.Remove((what, atOnce));
                var to = _habits[what.To];
                if ((atOnce && Allows(to, tick)) || mornings.Any(
                    m => m.Habit.Person == what.To && m.At > what.At && Works(DayOf(m.Habit, m.At))))
                {
                    _expected.Add(new(tick, what.To, ReminderKind.HandOver, what.No, null));
                }
                else
                {
                    waiting.Add((what, false));
                }
            }

            before = tick;
        }

        return _expected;

        bool IsOver(GivenOn given) => _now[given.No] is var now
            && (now.Status is OpportunityStatus.Won or OpportunityStatus.Lost || now.Owner != given.To || now.Owned != given.Turn);

        void Catch(DateTimeOffset until)
        {
            while (s < history.Count && history[s].At <= until)
            {
                _now[history[s].No] = history[s++];
            }

            while (p < putOffs.Count && putOffs[p].At <= until)
            {
                var off = putOffs[p++];
                _putOff.Add((off, Question(_now[off.No], off.Kind, off.TaskId), off.Person));
            }

            while (g < handOvers.Count && handOvers[g].At <= until)
            {
                waiting.Add((handOvers[g], Allows(_habits[handOvers[g].To], handOvers[g].At)));
                g++;
            }
        }
    }

    private void Ask(Habit habit, DateOnly day, DateTimeOffset tick)
    {
        foreach (var (what, question, person) in _putOff.ToList())
        {
            var state = _now[what.No];
            var isTask = what.Kind == ReminderKind.TaskDue;
            var isOver = state.Status is OpportunityStatus.Won or OpportunityStatus.Lost
                || (isTask
                    ? !state.Tasks.Any(t => t.Id == what.TaskId && Question(state, what.Kind, what.TaskId) == question)
                    : state.Worked > what.At);
            // A task goes on to another person with its day.
            var owner = isTask && !isOver ? state.Tasks.Single(t => t.Id == what.TaskId).Owner : person;
            if (isOver)
            {
                _putOff.Remove((what, question, person));
            }
            else if (owner == habit.Person && day >= what.Until)
            {
                _putOff.Remove((what, question, person));
                Send(what.Kind, state, habit.Person, what.TaskId);
            }
        }

        foreach (var state in _now.Values)
        {
            foreach (var (kind, taskId, owner) in Due(state, day))
            {
                if (owner == habit.Person && _asked.Add(Question(state, kind, taskId)))
                {
                    Send(kind, state, owner, taskId);
                }
            }
        }

        foreach (var (key, (manager, due, of)) in _escalations.ToList())
        {
            var state = _now[of.No];
            if (state.Worked != of.Worked || state.Status is OpportunityStatus.Won or OpportunityStatus.Lost)
            {
                _escalations.Remove(key);
            }
            else if (manager == habit.Person && day >= due)
            {
                _escalations.Remove(key);
                _expected.Add(new(tick, manager, ReminderKind.Escalation, of.No, null));
            }
        }

        void Send(ReminderKind kind, Snapshot state, string to, long? taskId)
        {
            _expected.Add(new(tick, to, kind, state.No, taskId));
            if (kind is ReminderKind.StageLimit or ReminderKind.NextStep or ReminderKind.ClosePassed or ReminderKind.NoActivity
                && managers.TryGetValue(state.Owner, out var manager) && _escalated.Add($"{state.No}/{state.Worked.Ticks}"))
            {
                _escalations[$"{state.No}/{state.Worked.Ticks}"] = (manager, Add(day, rules.EscalateAfter), state);
            }
        }
    }

    private IEnumerable<(ReminderKind Kind, long? TaskId, string Owner)> Due(Snapshot state, DateOnly day)
    {
        if (state.Status is OpportunityStatus.Won or OpportunityStatus.Lost)
        {
            yield break;
        }

        if (state.Next is { } next && day >= next)
        {
            yield return (ReminderKind.NextStep, null, state.Owner);
        }

        foreach (var task in state.Tasks.Where(t => day >= t.Date))
        {
            yield return (ReminderKind.TaskDue, task.Id, task.Owner);
        }

        if (state.Status != OpportunityStatus.InProgress)
        {
            yield break;
        }

        var clockRuns = state.Next is null || day >= Add(state.Next.Value, 1);
        if (clockRuns && state.Limit is { } limit && day >= Add(state.Entered, limit))
        {
            yield return (ReminderKind.StageLimit, null, state.Owner);
        }

        if (day >= Add(state.Close, -rules.Near) && day <= state.Close)
        {
            yield return (ReminderKind.CloseNear, null, state.Owner);
        }

        if (day > state.Close)
        {
            yield return (ReminderKind.ClosePassed, null, state.Owner);
        }

        var worked = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(state.Worked, _habits[state.Owner].Zone).DateTime);
        if (clockRuns && day >= Add(worked, rules.Idle))
        {
            yield return (ReminderKind.NoActivity, null, state.Owner);
        }
    }

    private static string Question(Snapshot state, ReminderKind kind, long? taskId) => kind switch
    {
        ReminderKind.TaskDue => $"{kind}/{taskId}/{state.Tasks.SingleOrDefault(t => t.Id == taskId)?.Date}",
        ReminderKind.NextStep => $"{kind}/{state.No}/{state.NextSteps}",
        ReminderKind.StageLimit => $"{kind}/{state.No}/{state.Visit}",
        ReminderKind.NoActivity => $"{kind}/{state.No}/{state.Worked.Ticks}",
        _ => $"{kind}/{state.No}/{state.Close}",
    };

    private bool Works(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(day);

    private bool Allows(Habit habit, DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, habit.Zone);
        return Works(DateOnly.FromDateTime(local.DateTime)) && local.Hour >= rules.QuietTo && local.Hour < rules.QuietFrom;
    }

    /// <summary>Working days counted one by one.</summary>
    private DateOnly Add(DateOnly day, int count)
    {
        for (var step = Math.Sign(count); count != 0;)
        {
            day = day.AddDays(step);
            count -= Works(day) ? step : 0;
        }

        return day;
    }

    private static DateOnly DayOf(Habit habit, DateTimeOffset at) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, habit.Zone).DateTime);

    private static DateTimeOffset BriefOf(Habit habit, DateTimeOffset tick)
    {
        var local = TimeZoneInfo.ConvertTime(tick, habit.Zone);
        var brief = DateOnly.FromDateTime(local.DateTime).ToDateTime(new TimeOnly(habit.BriefHour, 0));
        return new DateTimeOffset(brief, habit.Zone.GetUtcOffset(brief)).ToUniversalTime();
    }
}

/// <summary>What an opportunity was after something was done to it.</summary>
internal sealed record Snapshot(
    DateTimeOffset At, string No, string Owner, int Owned, OpportunityStatus Status, int Visit, DateOnly Entered, int? Limit,
    DateOnly Close, DateOnly? Next, int NextSteps, DateTimeOffset Worked, IReadOnlyList<SnapshotTask> Tasks);

/// <summary>An open task then.</summary>
internal sealed record SnapshotTask(long Id, DateOnly Date, string Owner);

/// <summary>Where somebody is and when they read their brief, from an instant on.</summary>
internal sealed record Habit(DateTimeOffset At, string Person, TimeZoneInfo Zone, int BriefHour);

/// <summary>Somebody put a question off.</summary>
internal sealed record PutOff(DateTimeOffset At, string Person, string No, ReminderKind Kind, long? TaskId, DateOnly Until);

/// <summary>An opportunity was given to somebody; the turn tells how many owners it has had.</summary>
internal sealed record GivenOn(DateTimeOffset At, string No, string To, int Turn);

/// <summary>The rules as the recount knows them; hours are those of a clock.</summary>
internal sealed record NaiveRules(int Near, int Idle, int EscalateAfter, int QuietFrom, int QuietTo);

/// <summary>A reminder that must have been sent at a tick, and no other.</summary>
internal sealed record Expected(DateTimeOffset At, string Person, ReminderKind Kind, string No, long? TaskId);
