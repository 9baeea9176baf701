using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace ChatOpportunities.Tests.Domain.Reminders;

/// <summary>What a manager reads on Mondays, counted anew from what was done and what could be seen right after it.</summary>
[Trait("Suite", "Database")]
public sealed class MondayBriefTests(ITestOutputHelper output)
{
    private readonly Random _random = new(3);
    private readonly Dictionary<string, Seen> _now = [];
    private readonly List<Step> _steps = [];
    private readonly List<(DateTimeOffset At, string No)> _stale = [];
    private readonly Dictionary<string, decimal> _before = [];
    private Dictionary<string, string> _reasons = [];
    private DomainHost _host = null!;

    [Fact]
    public async Task TheMondayBriefTellsWhatChangedInTheWeek_AndWhichDealsMovedTheForecast()
    {
        await using var host = _host = await DomainHost.StartWithDemoAsync(
            s => s.Configure<RemindersOptions>(o => (o.NoActivityDays, o.AlonePerHour) = (2, 60)));
        var emma = await host.CallerAsync("EMMA");
        await host.DoAsync<OpportunitiesContext>(db => db.Reminders.ExecuteDeleteAsync());
        _reasons = await host.DoAsync<OpportunitiesContext, Dictionary<string, string>>(
            db => db.CloseReasons.ToDictionaryAsync(r => r.Code, r => r.Description));
        await host.HireAsync("BOSS", Role.Manager, null);
        (await host.PeopleAsync(p => p.SaveTeamAsync("T9", "T9", "BOSS", isNew: true, null, emma, default))).Done();
        await host.HireAsync("S1", Role.Salesperson, "T9");
        await host.HireAsync("S2", Role.Salesperson, "T9");

        // From Monday at ten; the briefs come at ten on Mondays, when the new week has begun already.
        for (var week = 0; week < 3; week++)
        {
            for (var day = 0; day < 7; day++)
            {
                await TickAsync();
                for (var act = 0; act < 4; act++)
                {
                    host.Clock.Advance(TimeSpan.FromMinutes(17));
                    await ActAsync(_random.Next(2) == 0 ? "S1" : "S2", mayBegin: week < 2);
                }

                host.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes((day == 6 ? 6 : 4) * 17));
            }

            var ended = new Dictionary<string, Seen>(_now);
            for (var act = 0; act < 2; act++)
            {
                await ActAsync(act == 0 ? "S1" : "S2", mayBegin: week < 2);
                host.Clock.Advance(TimeSpan.FromMinutes(17));
            }

            await TickAsync();
            AssertSame(week, ended);
        }
    }

    [Fact]
    public async Task WhatWasTakenBackIsNotTold()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        await host.HireAsync("BOSS", Role.Manager, null);
        (await host.PeopleAsync(p => p.SaveTeamAsync("T9", "T9", "BOSS", isNew: true, null, emma, default))).Done();
        var seller = await host.HireAsync("S1", Role.Salesperson, "T9");
        var (kept, undone) = ((await host.StartedAsync(seller)).No, (await host.StartedAsync(seller)).No);
        var reason = await host.DoAsync<OpportunitiesContext, string>(
            db => db.CloseReasons.Where(r => r.Outcome == Outcome.Won).OrderBy(r => r.Code).Select(r => r.Code).FirstAsync());
        (await host.CloseAsync(kept, new CloseOpportunity(Outcome.Won, reason, Amount: 100), seller)).Done();
        (await host.MoveAsync(undone, new MoveRequest(MoveAction.Next), seller)).Done();
        var won = (await host.CloseAsync(undone, new CloseOpportunity(Outcome.Won, reason, Amount: 900), seller)).Done();
        (await host.DoAsync<UndoActs, Result<Acted>>(u => u.UndoAsync(undone, won.Opportunity.Version, seller, default))).Done();
        host.Clock.Advance(TimeSpan.FromDays(7));

        var boss = await host.DoAsync<OpportunitiesContext, Salesperson>(db => db.Salespeople.SingleAsync(p => p.Code == "BOSS"));
        var told = await host.DoAsync<TeamChangesQuery, TeamChanges>(
            q => q.BeforeAsync(boss, DateOnly.FromDateTime(host.Clock.GetUtcNow().UtcDateTime), default));

        Assert.Equal([(kept, 100m)], told.Won.Select(c => (c.No, c.Amount)));
        Assert.Equal(2, told.Moved.Count(c => c.No == undone)); // started and moved on, which stands
    }

    private async Task TickAsync()
    {
        var before = _host.Sender.Taken.Count;
        while (await _host.DoAsync<ReminderDispatcher, int>(d => d.SendDueAsync(CancellationToken.None)) > 0)
        {
        }

        _stale.AddRange(_host.Sender.Taken.Skip(before)
            .Where(t => t.Kind is ReminderKind.StageLimit or ReminderKind.NoActivity && _now.ContainsKey(t.No))
            .Select(t => (_host.Clock.GetUtcNow(), t.No)));
    }

    private void AssertSame(int week, Dictionary<string, Seen> ended)
    {
        var told = _host.Sender.Messages.Where(m => m.Person.Code == "BOSS" && m.Changes is not null).Select(m => m.Changes!).ToList();
        Assert.Equal(week + 1, told.Count);
        var changes = told[^1];
        var monday = new DateOnly(2026, 3, 2).AddDays(7 * week);
        var paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
        bool IsIn(DateTimeOffset at) =>
            DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, paris).DateTime) is var day && day >= monday && day < monday.AddDays(7);
        // Deal by deal, each in its own order.
        var steps = _steps.Where(s => IsIn(s.At)).OrderBy(s => s.No, StringComparer.Ordinal).ToList();

        Assert.Equal((monday, monday.AddDays(6)), (changes.From, changes.To));
        var (won, lost) = (steps.Where(s =>
            s.After.Status == OpportunityStatus.Won).ToList(), steps.Where(s => s.After.Status == OpportunityStatus.Lost).ToList());
        Same(
            won.Select(s => $"{s.No} {s.After.Weighted:F2} {_reasons[s.Reason!]}"),
            changes.Won.Select(c => $"{c.No} {c.Amount:F2} {c.From}"));
        Same(
            lost.Select(s => $"{s.No} {s.After.Estimated:F2} {_reasons[s.Reason!]}"),
            changes.Lost.Select(c => $"{c.No} {c.Amount:F2} {c.From}"));
        var moved = steps.Where(s => s.After.Status == OpportunityStatus.InProgress && s.Before?.Visit != s.After.Visit).ToList();
        Same(moved.Select(s => $"{s.No} {s.Before?.Stage}>{s.After.Stage}"), changes.Moved.Select(c => $"{c.No} {c.From}>{c.To}"));
        var slipped = steps.Where(
            s => s.Before is { } before && s.After.Status == OpportunityStatus.InProgress && s.After.Close > before.Close)
            .ToList();
        Same(
            slipped.Select(s => $"{s.No} {s.Before!.Close}>{s.After.Close} {s.Reason}"),
            changes.Slipped.Select(c => $"{c.No} {c.FromDate}>{c.ToDate} {c.From}"));
        var stale = _stale.Where(r => IsIn(r.At) && !_steps.Any(s => s.No == r.No && s.At >= r.At)).Select(r => r.No).Distinct().ToList();
        Assert.Equal(stale.Order(StringComparer.Ordinal), changes.Stale.Select(c => c.No).Order(StringComparer.Ordinal));

        var open = ended.ToDictionary(o => o.Key, o => o.Value.Status == OpportunityStatus.InProgress ? o.Value.Weighted : 0);
        var causes = open.Select(o => (No: o.Key, Difference: o.Value - _before.GetValueOrDefault(o.Key))).Where(c => c.Difference != 0)
            .OrderByDescending(c => Math.Abs(c.Difference)).ThenBy(c => c.No, StringComparer.Ordinal).ToList();
        Same(causes.Select(c => $"{c.No} {c.Difference:F2}"), changes.Causes.Select(c => $"{c.No} {c.Amount:F2}"));
        Assert.Equal((_before.Values.Sum(), open.Values.Sum()), (changes.ForecastBefore, changes.ForecastAfter));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{changes.From:yyyy-MM-dd}: won {won.Count}, lost {lost.Count}, moved {moved.Count}, slipped {slipped.Count}, stale {stale.Count}, forecast {changes.ForecastBefore:F0} to {changes.ForecastAfter:F0} by {causes.Count} deals."));
        Assert.True(week == 0 || (won.Count > 0 && lost.Count > 0 && moved.Count > 0 && slipped.Count > 0 && stale.Count > 0));
        foreach (var (no, value) in open)
        {
            _before[no] = value;
        }
    }

    private static void Same(IEnumerable<string> counted, IEnumerable<string> told) => Assert.Equal(counted, told);

    private async Task ActAsync(string seller, bool mayBegin)
    {
        var caller = await _host.CallerAsync(seller);
        var mine = _now.Where(o => o.Value is { Status: OpportunityStatus.InProgress } && o.Value.Owner == seller).Select(o => o.Key)
            .ToList();
        if (mine.Count < 3 || (mayBegin && _random.Next(3) == 0))
        {
            var made = (await _host.CreateAsync(
                new CreateOpportunity(
                    "Deal", ContactNo: "CT-00001", SalesCycleCode: "NEW", EstimatedValue: _random.Next(1, 90) * 1000,
                    EstimatedCloseDate: caller.Today.AddDays(60), StartNow: true),
                caller)).Done();
            await SeeAsync(made.No, null, caller);
            return;
        }

        var no = mine[_random.Next(mine.Count)];
        switch (_random.Next(7))
        {
            case 0:
                (await _host.CloseAsync(no, new CloseOpportunity(Outcome.Won, "PRICE_W", Amount: _random.Next(1, 50) * 100), caller))
                    .Done();
                await SeeAsync(no, "PRICE_W", caller);
                break;
            case 1:
                (await _host.CloseAsync(no, new CloseOpportunity(Outcome.Lost, "PRICE_L"), caller)).Done();
                await SeeAsync(no, "PRICE_L", caller);
                break;
            case 2 or 3:
                // Sooner or later: only later is a slip.
                (await _host.MoveAsync(
                    no, new MoveRequest(
                        MoveAction.Update, EstimatedCloseDate: caller.Today.AddDays(_random.Next(40, 90)),
                        SlipReason: "Budget"), caller)).Done();
                await SeeAsync(no, "Budget", caller);
                break;
            case 4:
                (await _host.MoveAsync(no, new MoveRequest(MoveAction.Update, ChancesOfSuccess: _random.Next(1, 100)), caller)).Done();
                await SeeAsync(no, null, caller);
                break;
            default:
                var opportunity = (await _host.FindAsync(no, caller))!.Opportunity;
                if (opportunity.QuoteNumber is null)
                {
                    (await _host.QuoteAsync(no, new QuoteRequest("Q", 1), caller)).Done();
                }

                var moves = opportunity.Moves().Where(m => m.Action != MoveAction.Update).ToList();
                var move = moves[_random.Next(moves.Count)];
                (await _host.MoveAsync(
                    no, new MoveRequest(
                        move.Action, move.Candidates.Count > 1 ? move.Candidates[0].Number : null, ChancesOfSuccess: 50,
                        CancelOpenTasks: true), caller)).Done();
                await SeeAsync(no, null, caller);
                break;
        }
    }

    private async Task SeeAsync(string no, string? reason, Caller by)
    {
        var o = (await _host.FindAsync(no, by))!.Opportunity;
        var seen = new Seen(
            by.Name, o.Status, o.Current!.StageDescription, o.Current.StageVisit, o.Current.CurrentValue, o.Current.EstimatedValue,
            o.Current.EstimatedCloseDate);
        _steps.Add(new Step(_host.Clock.GetUtcNow(), no, _now.GetValueOrDefault(no), seen, reason));
        _now[no] = seen;
    }

    private sealed record Seen(
        string Owner, OpportunityStatus Status, string Stage, int Visit, decimal Weighted, decimal Estimated, DateOnly Close);

    private sealed record Step(DateTimeOffset At, string No, Seen? Before, Seen After, string? Reason);
}
