using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace ChatOpportunities.Tests.Domain.Reminders;

/// <summary>
/// Months of random life in virtual time, across the changes of the clocks. What was sent is compared, one by one, with a recount
/// from the history. The short form runs with every build; <c>bash tests/drills.sh reminders</c> runs nine months with fifty
/// people and five thousand opportunities.
/// </summary>
[Trait("Suite", "Database")]
public sealed class SimulationTests(ITestOutputHelper output)
{
    private static readonly string[] Zones =
        ["Europe/Paris", "America/New_York", "Asia/Kolkata", "Asia/Tokyo", "Pacific/Auckland", "America/Sao_Paulo"];

    private static readonly NaiveRules Rules = new(Near: 3, Idle: 6, EscalateAfter: 4, QuietFrom: 20, QuietTo: 7);

    private readonly List<(DateTimeOffset At, ReminderMessage Message)> _sent = [];
    private readonly List<Snapshot> _history = [];
    private readonly List<Habit> _habits = [];
    private readonly List<PutOff> _putOffs = [];
    private readonly List<GivenOn> _handOvers = [];
    private readonly List<DateTimeOffset> _ticks = [];
    private readonly Dictionary<string, int> _turns = [];
    private List<string> _sellers = [];
    private Dictionary<string, string> _managers = [];
    private Random _random = new(0);
    private DomainHost _host = null!;

    [Fact]
    public async Task EveryReminderThatTheRulesDemandIsSentOnceAndNoOtherAndNoneOutsideTheHours()
    {
        var isLong = Environment.GetEnvironmentVariable("DRILL_REMINDERS") is not null;
        var seed = Setting("DRILL_SEED", isLong ? Environment.TickCount : 7);
        var (people, opportunities) = (Setting("DRILL_PEOPLE", isLong ? 50 : 6), Setting("DRILL_OPPORTUNITIES", isLong ? 5000 : 30));
        var days = Setting("DRILL_DAYS", isLong ? 275 : 18);
        output.WriteLine($"Seed {seed}: {people} people, {opportunities} opportunities, {days} days.");
        _random = new Random(seed);
        HashSet<DateOnly> holidays =
            [new(2026, 3, 17), new(2026, 4, 6), new(2026, 5, 1), new(2026, 5, 25), new(2026, 7, 14), new(2026, 8, 15), new(2026, 9, 7)];
        await using var host = _host = await DomainHost.StartWithDemoAsync(services =>
        {
            services.AddSingleton<IReminderSender>(new Sender(this));
            services.Configure<CompanyOptions>(o => o.Holidays = [.. holidays]);
            services.Configure<RemindersOptions>(o =>
            {
                (o.NearCloseDays, o.NoActivityDays, o.EscalateAfterDays, o.AlonePerHour) =
                    (Rules.Near, Rules.Idle, Rules.EscalateAfter, 60);
                o.AloneKinds = ReminderKinds.HandOver;
                o.BatchSize = 10_000;
            });
        });
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            await db.Reminders.ExecuteDeleteAsync();
            await db.Tasks.ExecuteDeleteAsync();
            await db.Entries.ExecuteDeleteAsync();
            await db.Opportunities.ExecuteDeleteAsync();
        });
        var managers = await HireAsync(people);

        var born = Enumerable.Range(0, opportunities).Select(_ => _random.Next(days * 24 * 8 / 10)).Order().ToList();
        List<string> living = [];
        for (var hour = 0; hour < days * 24; hour++)
        {
            await host.DoAsync<ReminderDispatcher>(d => d.SendDueAsync(CancellationToken.None));
            _ticks.Add(host.Clock.GetUtcNow());
            host.Clock.Advance(TimeSpan.FromMinutes(20));
            while (born.Count > 0 && born[0] <= hour)
            {
                born.RemoveAt(0);
                living.Add(await BearAsync());
            }

            // Everybody's day: some work in every waking hour.
            for (var acts = Poisson(living.Count / 90.0); acts > 0 && living.Count > 0; acts--)
            {
                var no = living[_random.Next(living.Count)];
                if (!await LiveAsync(no))
                {
                    living.Remove(no);
                }
            }

            if (_random.Next(30) == 0)
            {
                await PutOffAsync();
            }

            if (host.Clock.GetUtcNow() is { DayOfWeek: DayOfWeek.Sunday, Hour: 12 } && _random.Next(3) == 0)
            {
                await TravelAsync();
            }

            host.Clock.Advance(TimeSpan.FromMinutes(40));
        }

        var expected = new NaiveReminders(_history, _habits, _putOffs, _handOvers, managers, holidays, Rules).Count(_ticks);
        var sent = _sent.SelectMany(
                s => s.Message.Reminders.Select(r => new Expected(s.At, s.Message.Person.Code, r.Kind, r.Opportunity?.No ?? "", r.TaskId)))
            .Where(s => s.Kind != ReminderKind.TeamBrief).ToList();
        foreach (var kind in sent.Concat(expected).Select(e => e.Kind).Distinct().Order())
        {
            var (ours, theirs) = (sent.Where(s => s.Kind == kind).ToList(), expected.Where(e => e.Kind == kind).ToList());
            var same = ours.Count == theirs.Count && !ours.Except(theirs).Any() ? "each the same" : "DIFFERENT";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: sent {ours.Count}, recounted {theirs.Count}, {same}"));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"All: sent {sent.Count}, recounted {expected.Count}"));

        output.WriteLine($"Messages: {_sent.Count}; Monday briefs: {_sent.Count(s => s.Message.Changes is not null)}");
        output.WriteLine(await host.CheckAsync());
        Assert.NotEmpty(sent);
        AssertSame(
            expected.Except(sent).Select(e => (e, "not sent")).Concat(sent.Except(expected).Select(e => (e, "sent without reason")))
                .OrderBy(w => w.e.At).Select(w => $"{w.Item2}: {w.e}"));
        AssertSame(sent.GroupBy(s => s).Where(g => g.Count() > 1).Select(g => $"sent twice: {g.Key}"));
        Assert.All(_sent, s => AssertInHours(s.At, s.Message.Person, holidays));
        Assert.All(
            _sent.Where(s => s.Message.Changes is null && s.Message.Reminders[0].Kind != ReminderKind.HandOver)
                .GroupBy(s => (s.Message.Person.Code, s.At)),
            g => Assert.Single(g)); // one brief at a time
        Assert.All(
            _sent.Where(s => s.Message.Changes is not null).GroupBy(s => (s.Message.Person.Code, Week: s.Message.Reminders[0].DueOn)),
            g => Assert.Single(g));
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private void AssertSame(IEnumerable<string> wrong)
    {
        var list = wrong.ToList();
        var first = list.Count == 0
            ? ""
            : string.Join('\n', _history.Where(h => list[0].Contains(h.No + ",", StringComparison.Ordinal))
                .Select(h => $"{h} {string.Join(';', h.Tasks)}"));
        Assert.True(list.Count == 0, $"{list.Count} wrong:\n{string.Join('\n', list.Take(15))}\nThe life of the first:\n{first}");
    }

    private static void AssertInHours(DateTimeOffset at, Salesperson person, HashSet<DateOnly> holidays)
    {
        var local = TimeZoneInfo.ConvertTime(at, person.Zone);
        Assert.True(
            local.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(DateOnly.FromDateTime(local.DateTime))
                && local.Hour is >= 7 and < 20,
            $"{person.Code} was written to at {local}.");
    }

    private int Poisson(double mean)
    {
        var (count, product, limit) = (0, _random.NextDouble(), Math.Exp(-mean));
        while (product > limit)
        {
            (count, product) = (count + 1, product * _random.NextDouble());
        }

        return count;
    }

    private async Task<Dictionary<string, string>> HireAsync(int count)
    {
        var emma = await _host.CallerAsync("EMMA");
        Dictionary<string, string> managers = [];
        for (var i = 0; i < count; i++)
        {
            var (code, zone, isManager) = ("P" + i.ToString("D2", CultureInfo.InvariantCulture), Zones[i % Zones.Length], i % 8 == 0);
            var team = "T" + (i / 8).ToString(CultureInfo.InvariantCulture);
            if (isManager)
            {
                (await _host.PeopleAsync(p => p.SaveAsync(
                    code, new PersonForm(code, code + "@x.example", null, Role.Manager, null, "en", zone, false), isNew: true, null, emma,
                    default)))
                        .Done();
                (await _host.PeopleAsync(p => p.SaveTeamAsync(team, team, code, isNew: true, null, emma, default))).Done();
            }
            else
            {
                (await _host.PeopleAsync(p => p.SaveAsync(
                    code, new PersonForm(code, code + "@x.example", null, Role.Salesperson, team, "en", zone, false), isNew: true, null,
                    emma, default)))
                        .Done();
                managers[code] = "P" + (i / 8 * 8).ToString("D2", CultureInfo.InvariantCulture);
            }

            await HabitAsync(code, zone, 7 + _random.Next(4), emma);
        }

        _sellers = [.. managers.Keys];
        _managers = managers;
        return managers;
    }

    private async Task HabitAsync(string code, string zone, int briefHour, Caller by)
    {
        (await _host.DoAsync<ReminderRulesActs, Result<Salesperson>>(
            a => a.PreferAsync(code, new ReminderPreferences(new TimeOnly(briefHour, 0), null, null, null), null, by, default))).Done();
        _habits.Add(new Habit(_host.Clock.GetUtcNow(), code, TimeZoneInfo.FindSystemTimeZoneById(zone), briefHour));
    }

    /// <summary>Somebody moves to another time zone, on a Sunday.</summary>
    private async Task TravelAsync()
    {
        var emma = await _host.CallerAsync("EMMA");
        var code = _sellers[_random.Next(_sellers.Count)];
        var (zone, team) = (Zones[_random.Next(Zones.Length)], "T"
            + (int.Parse(code[1..], CultureInfo.InvariantCulture) / 8).ToString(CultureInfo.InvariantCulture));
        (await _host.PeopleAsync(p => p.SaveAsync(
            code, new PersonForm(code, code + "@x.example", null, Role.Salesperson, team, "en", zone, false), isNew: false, null, emma,
            default)))
                .Done();
        await HabitAsync(code, zone, 7 + _random.Next(4), emma);
    }

    private async Task<string> BearAsync()
    {
        var owner = await _host.CallerAsync(_sellers[_random.Next(_sellers.Count)]);
        var made = (await _host.CreateAsync(
            new CreateOpportunity(
                "Deal", ContactNo: "CT-00001", SalesCycleCode: _random.Next(2) == 0 ? "NEW" : "EXISTING",
                EstimatedValue: _random.Next(1, 90) * 1000, EstimatedCloseDate: owner.Today.AddDays(_random.Next(3, 60)),
                StartNow: _random.Next(6) > 0),
            owner)).Done();
        await RecordAsync(made.No);
        return made.No;
    }

    /// <summary>Something happens to it.</summary>
    /// <returns>Whether it goes on.</returns>
    private async Task<bool> LiveAsync(string no)
    {
        var last = (await _host.FindAsync(no, await _host.CallerAsync("EMMA")))!.Opportunity;
        var owner = await _host.CallerAsync(last.Salesperson!.Code);
        switch (last.Status == OpportunityStatus.NotStarted ? 0 : _random.Next(20))
        {
            case 0 when last.Status == OpportunityStatus.NotStarted:
                (await _host.MoveAsync(
                    no, new MoveRequest(MoveAction.First, EstimatedCloseDate: owner.Today.AddDays(_random.Next(5, 50))), owner))
                    .Done();
                break;
            case < 4:
                var moves = last.Moves().Where(m => m.Action != MoveAction.Update).ToList();
                if (last.QuoteNumber is null)
                {
                    (await _host.QuoteAsync(no, new QuoteRequest("Q", 1), owner)).Done();
                    await RecordAsync(no);
                }

                if (moves.Count > 0)
                {
                    var move = moves[_random.Next(moves.Count)];
                    var moved = (await _host.MoveAsync(
                        no,
                        new MoveRequest(
                            move.Action, move.Candidates.Count > 1 ? move.Candidates[_random.Next(move.Candidates.Count)].Number : null,
                            ChancesOfSuccess: 50, CancelOpenTasks: _random.Next(2) == 0, SlipReason: "Budget"), owner)).Done();
                    await PerhapsUndoAsync(moved, owner);
                }

                break;
            case < 7:
                await PerhapsUndoAsync(
                    (await _host.MoveAsync(
                        no, new MoveRequest(
                            MoveAction.Update, EstimatedCloseDate: owner.Today.AddDays(_random.Next(0, 40)),
                            SlipReason: "Budget"), owner)).Done(),
                    owner);
                break;
            case < 11:
                (await _host.DoAsync<OpportunityActs, Result<Acted>>(a => a.SetNextStepAsync(
                    no, _random.Next(2) == 0 ? "Call" : null, owner.Today.AddDays(_random.Next(0, 20)), null, owner, default))).Done();
                break;
            case 11:
                (await _host.DoAsync<OpportunityActs, Result<Acted>>(a => a.SetNextStepAsync(no, null, null, null, owner, default))).Done();
                break;
            case < 15 when last.Tasks is [var task, ..]:
                var doer = await _host.CallerAsync(last.Salesperson.Code);
                _ = _random.Next(3) == 0
                    ? (object)(await _host.DoAsync<TaskActs, Result<SalesTask>>(a =>
                        a.PostponeAsync(task.Id, owner.Today.AddDays(_random.Next(0, 15)), null, doer, default))).Done()
                    : (await _host.DoAsync<TaskActs, Result<TaskClosing>>(a => a.CompleteAsync(task.Id, null, doer, default))).Done();
                break;
            case 15:
                (await _host.DoAsync<OpportunityActs, Result<SalesTask>>(a => a.AddTaskAsync(
                    no, new TaskDetails(TaskType.None, "Do", default, owner.Today.AddDays(_random.Next(0, 10))), null, owner, default)))
                        .Done();
                break;
            case 16:
                (await _host.DoAsync<OpportunityActs, Result<Acted>>(a => a.SetLimitAsync(no, _random.Next(1, 30), null, owner, default)))
                    .Done();
                break;
            case 17 when _managers[last.Salesperson.Code] is var manager:
                var to = _sellers[_random.Next(_sellers.Count)];
                if (to != last.Salesperson.Code)
                {
                    (await _host.AssignAsync(no, to, await _host.CallerAsync(manager), moveOpenTasks: _random.Next(3) > 0)).Done();
                    _turns[no] = _turns.GetValueOrDefault(no) + 1;
                    await RecordAsync(no);
                    _handOvers.Add(new GivenOn(_host.Clock.GetUtcNow(), no, to, _turns[no]));
                    return true;
                }

                break;
            case 18:
                (await _host.CloseAsync(no, _random.Next(2) == 0
                    ? new CloseOpportunity(Outcome.Lost, "PRICE_L")
                    : new CloseOpportunity(Outcome.Won, "PRICE_W", Amount: 9), owner)).Done();
                await RecordAsync(no);
                return false;
        }

        await RecordAsync(no);
        return true;
    }

    /// <summary>Some acts are taken back at once: nothing more may follow from them.</summary>
    private async Task PerhapsUndoAsync(Acted acted, Caller by)
    {
        if (_random.Next(4) == 0)
        {
            (await _host.DoAsync<UndoActs, Result<Acted>>(a => a.UndoAsync(acted.Opportunity.No, acted.Opportunity.Version, by, default)))
                .Done();
        }
    }

    private async Task PutOffAsync()
    {
        var person = await _host.CallerAsync(_sellers[_random.Next(_sellers.Count)]);
        var open = (await _host.DoAsync<BriefQueries, IReadOnlyList<WaitingOpportunity>>(a => a.OpenAsync(person, default)))
            .SelectMany(w => w.Open).OrderBy(r => r.DueAt).ThenBy(r => r.Id);
        if (open.FirstOrDefault(r => r.State == ReminderState.Sent && r.Kind != ReminderKind.HandOver) is not { } one)
        {
            return;
        }

        (await _host.DoAsync<ReminderActs, Result<Reminder>>(a =>
            a.SnoozeAsync(one.Id, person.Today.AddDays(_random.Next(1, 9)), person, default))).Done();
        var (now, no) = (_host.Clock.GetUtcNow(), one.Opportunity!.No);
        await _host.DoAsync<OpportunitiesContext>(async db => _putOffs.AddRange(
            (await db.Reminders.AsNoTracking()
                .Where(r => r.State == ReminderState.Snoozed && r.Opportunity!.No == no && r.SalespersonId == person.SalespersonId)
                .ToListAsync())
            .Where(r => !_putOffs.Any(
                p => p.No == no && p.Kind == r.Kind && p.TaskId == r.TaskId && p.Until == r.DueOn && p.Person == CodeOf(person)))
            .Select(r => new PutOff(now, CodeOf(person), no, r.Kind, r.TaskId, r.DueOn!.Value))));
    }

    private static string CodeOf(Caller caller) => caller.Name; // people are called by their codes here

    private async Task RecordAsync(string no)
    {
        var o = (await _host.FindAsync(no, await _host.CallerAsync("EMMA")))!.Opportunity;
        var codes = await _host.DoAsync<OpportunitiesContext, Dictionary<long, string>>(
            db => db.Salespeople.ToDictionaryAsync(p => p.Id, p => p.Code));
        var stage = o.Current?.Stage;
        _history.Add(new Snapshot(
            _host.Clock.GetUtcNow(), no, o.Salesperson!.Code, _turns.GetValueOrDefault(no), o.Status, o.Current?.StageVisit ?? 0,
            o.Current?.StageEnteredOn ?? default, stage is null ? null : o.LimitWorkingDays ?? stage.LimitWorkingDays,
            o.Current?.EstimatedCloseDate ?? default, o.NextStepDate, o.NextSteps, o.WorkedAt!.Value,
            [.. o.Tasks.Where(t => !t.Closed).Select(t => new SnapshotTask(t.Id, t.Date, codes[t.SalespersonId]))]));
    }

    private sealed class Sender(SimulationTests test) : IReminderSender
    {
        public Task<SendOutcome> SendAsync(ReminderMessage message, CancellationToken cancellationToken)
        {
            test._sent.Add((test._host.Clock.GetUtcNow(), message));
            return Task.FromResult<SendOutcome>(new SendOutcome.Sent("sent"));
        }
    }
}
