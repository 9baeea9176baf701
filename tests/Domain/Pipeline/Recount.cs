using System.Globalization;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Tests.Domain.Pipeline;

/// <summary>Counts every figure again, opportunity by opportunity, from everything held in memory.</summary>
internal sealed class Recount(IReadOnlyList<Opportunity> all, IReadOnlyList<SalesCycle> cycles, Caller caller)
{
    private readonly List<Opportunity> _seen = [.. all.Where(o => Sees(caller, o.Salesperson!))];

    public CycleStatistics Cycle(string code, DateOnly? from, DateOnly? to)
    {
        bool Within(DateOnly? date) => (from is null || date >= from) && (to is null || date <= to);
        var mine = _seen.Where(o => o.SalesCycle!.Code == code).ToList();
        var stages = cycles.Single(c => c.Code == code).Stages;
        var ended = mine.SelectMany(o => o.Entries).Where(e => !e.Active && e.StageId is not null && Within(e.EstimatedCloseDate)).ToList();
        var rows = stages.Select(s =>
        {
            var here = Open(mine).Where(o => o.Current!.StageId == s.Id && Within(o.Current.EstimatedCloseDate)).ToList();
            return new StageStatistics(
                s.Number, s.Description, here.Count, here.Sum(o => o.Current!.EstimatedValue), here.Sum(o => o.Current!.CurrentValue),
                Average([.. ended.Where(e => e.StageId == s.Id).Select(e => e.DaysOpen!.Value)]));
        }).ToList();
        return new CycleStatistics(
            rows.Sum(r => r.Opportunities), rows.Sum(r => r.EstimatedValue), rows.Sum(r => r.CurrentValue),
            Average([.. ended.Select(e => e.DaysOpen!.Value)]),
            mine.Count(o => o.Status == OpportunityStatus.NotStarted
                && ((from is null && to is null) || (o.InitialCloseDate is { } d && Within(d)))),
            rows);
    }

    public SalesStatistics Statistics(Func<Opportunity, bool> which)
    {
        SalesFigures Of(OpportunityStatus status)
        {
            var some = _seen.Where(which).Where(o => o.Status == status).Select(o => o.Current!).ToList();
            return new SalesFigures(some.Count, some.Sum(e => e.EstimatedValue), some.Sum(e => e.CurrentValue));
        }

        return new SalesStatistics(
            Of(OpportunityStatus.InProgress), Of(OpportunityStatus.Won), Of(OpportunityStatus.Lost),
            _seen.Where(which).Count(o => o.Status == OpportunityStatus.NotStarted));
    }

    public PipelineFigures Pipeline(FigureFilter filter, PipelineGrouping grouping)
    {
        var some = Some(filter);
        var waiting = some.Where(o => o.Status == OpportunityStatus.NotStarted).ToList();
        PipelineGroup Group(string key, string label, IEnumerable<Opportunity> of, string? cycle = null) => Of(of) is var t
            ? new PipelineGroup(key, label, t.Opportunities, t.EstimatedValue, t.CurrentValue, cycle) : null!;
        var groups = grouping switch
        {
            PipelineGrouping.Stage =>
                from cycle in cycles.OrderBy(c => c.Code)
                where filter.SalesCycleCode is null || cycle.Code == filter.SalesCycleCode
                from stage in cycle.Stages
                let here = Open(some).Where(o => o.Current!.StageId == stage.Id).ToList()
                where filter.SalesCycleCode is not null || here.Count > 0
                select Group(
                    (filter.SalesCycleCode is null ? cycle.Code + "/" : "") + stage.Number, stage.Description, here, cycle.Description),
            PipelineGrouping.Salesperson =>
                Open(some).GroupBy(o => (o.Salesperson!.Code, o.Salesperson.Name)).OrderBy(g => g.Key.Name)
                    .Select(g => Group(g.Key.Code, g.Key.Name, g)),
            PipelineGrouping.Team =>
                Open(some).GroupBy(o => (Code: o.Salesperson!.Team?.Code ?? "", Name: o.Salesperson.Team?.Name ?? ""))
                    .OrderBy(g => g.Key.Code.Length == 0).ThenBy(g => g.Key.Name).Select(g => Group(g.Key.Code, g.Key.Name, g)),
            _ => Open(some).GroupBy(o => Month(o.Current!.EstimatedCloseDate)).OrderBy(g => g.Key).Select(g => Group(g.Key, g.Key, g)),
        };
        return new PipelineFigures([.. groups], waiting.Count, waiting.Sum(o => o.InitialValue ?? 0));
    }

    public Forecast Forecast(FigureFilter filter, int months)
    {
        var open = Open(Some(filter)).ToList();
        var ahead = Enumerable.Range(0, months).Select(n => new DateOnly(caller.Today.Year, caller.Today.Month, 1).AddMonths(n)).ToList();
        return new Forecast(
            Of(open.Where(o => string.CompareOrdinal(Month(o.Current!.EstimatedCloseDate), Month(ahead[0])) < 0)),
            [.. ahead.Select(m => new ForecastMonth(m, Of(open.Where(o => Month(o.Current!.EstimatedCloseDate) == Month(m)))))],
            Of(open.Where(o => string.CompareOrdinal(Month(o.Current!.EstimatedCloseDate), Month(ahead[^1])) > 0)));
    }

    /// <summary>Month by month, with the targets as their rows say them.</summary>
    public IReadOnlyList<ForecastedMonth> AgainstTargets(
        FigureFilter filter, DateOnly first, int months, IReadOnlyList<SalesTarget> targets, IReadOnlyList<Salesperson> people)
    {
        var mine = Some(filter);
        return [.. Enumerable.Range(0, months).Select(first.AddMonths).Select(month =>
        {
            var open = Open(mine).Where(o => Month(o.Current!.EstimatedCloseDate) == Month(month)).ToList();
            var won = mine.Where(o => o.Status == OpportunityStatus.Won && Month(o.ClosedOn!.Value) == Month(month)).ToList();
            return new ForecastedMonth(
                month, Target(filter, [.. targets.Where(t => t.Month == month && t.Amount is not null)], people),
                new(won.Count, won.Sum(o => o.Current!.CurrentValue), won.Sum(o => o.Current!.CurrentValue)),
                Of(open.Where(o => o.Current!.ChancesOfSuccess >= 70)),
                Of(open.Where(o => o.Current!.ChancesOfSuccess is >= 30 and < 70)), Of(open.Where(o => o.Current!.ChancesOfSuccess < 30)));
        })];
    }

    private decimal? Target(FigureFilter filter, List<SalesTarget> targets, IReadOnlyList<Salesperson> people)
    {
        decimal? OfPerson(Salesperson person) => targets.Find(t => t.SalespersonId == person.Id)?.Amount;
        decimal? OfTeam(SalesTeam team) =>
            targets.Find(t => t.TeamId == team.Id)?.Amount ?? Sum(people.Where(p => p.TeamId == team.Id).Select(OfPerson));
        bool Leads(SalesTeam? team) =>
            team is not null && (caller.Role == Role.Admin || (caller.Role == Role.Manager && team.ManagerId == caller.SalespersonId));
        static decimal? Sum(IEnumerable<decimal?> some) => some.OfType<decimal>().ToList() is { Count: > 0 } all ? all.Sum() : null;
        if (filter.SalespersonCode is { } code)
        {
            var person = people.Single(p => p.Code == code);
            return (filter.TeamCode is null || person.Team?.Code == filter.TeamCode)
                && (caller.Role == Role.Admin || person.Id == caller.SalespersonId || Leads(person.Team)) ? OfPerson(person) : null;
        }

        var teams = people.Select(p => p.Team).OfType<SalesTeam>().Distinct().ToList();
        if (filter.TeamCode is { } named)
        {
            return teams.Find(t => t.Code == named) is { } team && Leads(team) ? OfTeam(team) : null;
        }

        return caller.Role != Role.Admin && caller.TeamId is { } own && !Leads(teams.Find(t => t.Id == own))
            ? null
            : Sum([
                .. teams.Where(Leads).Select(OfTeam),
                .. people.Where(p => p.TeamId is null && (caller.Role == Role.Admin || p.Id == caller.SalespersonId)).Select(OfPerson),
            ]);
    }

    public Totals Slipped(FigureFilter filter) => Of(Open(Some(filter)).Where(o => o.Current!.EstimatedCloseDate < caller.Today));

    public IReadOnlyList<AgeGroup> Ageing(FigureFilter filter)
    {
        AgeGroup Between(int from, int? to) => new(from, to, Of(Open(Some(filter)).Where(o =>
        {
            // The stay began with the last entry that was not an update.
            var days = caller.Today.DayNumber - o.Entries.Last(e => e.ActionTaken != ActionTaken.Updated).DateOfChange.DayNumber;
            return (days >= from || from == 0) && (to is null || days <= to);
        })));
        return [Between(0, 7), Between(8, 14), Between(15, 30), Between(31, 60), Between(61, 90), Between(91, null)];
    }

    public IReadOnlyList<StageConversion> Conversion(FigureFilter filter, DateOnly? from, DateOnly? to) =>
        [.. Stages(filter, (cycle, stage) =>
        {
            var (entered, wentOn) = (0, 0);
            foreach (var opportunity in Some(filter))
            {
                var history = opportunity.Entries;
                var first = history.ToList().FindIndex(e =>
                    e.StageId == stage.Id && e.ActionTaken != ActionTaken.Updated && (from is null || e.DateOfChange >= from)
                        && (to is null || e.DateOfChange <= to));
                if (first >= 0)
                {
                    entered++;
                    wentOn += opportunity.Status == OpportunityStatus.Won || history.Skip(first + 1).Any(e => e.StageNumber > stage.Number)
                        ? 1
                        : 0;
                }
            }

            return new StageConversion(cycle.Code, stage.Number, stage.Description, entered, wentOn);
        })];

    public IReadOnlyList<StageTime> TimeInStage(FigureFilter filter, DateOnly? from, DateOnly? to) =>
        [.. Stages(filter, (cycle, stage) =>
        {
            List<int> lengths = [];
            foreach (var opportunity in Some(filter))
            {
                // Day of entry to days and whether it goes on; coming back on the same day continues the stay.
                Dictionary<DateOnly, (int Days, bool Runs)> stays = [];
                DateOnly? since = null;
                foreach (var (entry, next) in opportunity.Entries.Zip(opportunity.Entries.Skip(1).Append(null)))
                {
                    since = entry.StageId != stage.Id ? null : entry.ActionTaken == ActionTaken.Updated ? since : entry.DateOfChange;
                    if (since is { } day && (from is null || day >= from) && (to is null || day <= to))
                    {
                        var (days, runs) = stays.GetValueOrDefault(day);
                        stays[day] =
                            (days + (next is null ? 0 : next.DateOfChange.DayNumber - entry.DateOfChange.DayNumber), runs || next is null);
                    }
                }

                lengths.AddRange(stays.Values.Where(s => !s.Runs).Select(s => s.Days));
            }

            lengths.Sort();
            decimal? median = lengths.Count == 0 ? null
                : lengths.Count % 2 == 1 ? lengths[lengths.Count / 2]
                : (lengths[(lengths.Count / 2) - 1] + lengths[lengths.Count / 2]) / 2m;
            return new StageTime(cycle.Code, stage.Number, stage.Description, lengths.Count, Average(lengths), median);
        })];

    public WinRate WinRate(FigureFilter filter, DateOnly? from, DateOnly? to)
    {
        var closed = Some(filter).Where(o => o.ClosedOn is { } day && (from is null || day >= from) && (to is null || day <= to)).ToList();
        var won = closed.Where(o => o.Status == OpportunityStatus.Won).ToList();
        var lost = closed.Where(o => o.Status == OpportunityStatus.Lost).ToList();
        IEnumerable<ReasonShare> Reasons(List<Opportunity> of, Outcome outcome) => of
            .GroupBy(o => (o.Current!.CloseReason!.Code, o.Current.CloseReason.Description))
            .Select(g => new ReasonShare(
                g.Key.Code, g.Key.Description, outcome, g.Count(),
                g.Sum(o => outcome == Outcome.Won ? o.Current!.CurrentValue : o.Current!.EstimatedValue),
                decimal.Round(100m * g.Count() / of.Count, 2, MidpointRounding.AwayFromZero)))
            .OrderByDescending(r => r.Opportunities).ThenBy(r => r.Code, StringComparer.Ordinal);
        return new WinRate(
            won.Count, won.Sum(o => o.Current!.CurrentValue), lost.Count, lost.Sum(o => o.Current!.EstimatedValue),
            [.. Reasons(won, Outcome.Won), .. Reasons(lost, Outcome.Lost)]);
    }

    /// <summary>Own, of the same team, of a team one leads; admins all.</summary>
    private static bool Sees(Caller caller, Salesperson owner) =>
        caller.Role == Role.Admin || owner.Id == caller.SalespersonId
        || (owner.Team is { } team && (team.Id == caller.TeamId || team.ManagerId == caller.SalespersonId));

    private static IEnumerable<Opportunity> Open(IEnumerable<Opportunity> some) =>
        some.Where(o => o.Status == OpportunityStatus.InProgress);

    private static Totals Of(IEnumerable<Opportunity> some) =>
        some.Select(o => o.Current!).ToList() is var now
            ? new(now.Count, now.Sum(e => e.EstimatedValue), now.Sum(e => e.CurrentValue))
            : null!;

    private static string Month(DateOnly date) => date.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static decimal? Average(List<int> days) =>
        days.Count == 0 ? null : decimal.Round((decimal)days.Sum() / days.Count, 2, MidpointRounding.AwayFromZero);

    private List<Opportunity> Some(FigureFilter filter) => [.. _seen.Where(o =>
        (filter.SalesCycleCode is null || o.SalesCycle!.Code == filter.SalesCycleCode)
        && (filter.SalespersonCode is null || o.Salesperson!.Code == filter.SalespersonCode)
        && (filter.TeamCode is null || o.Salesperson!.Team?.Code == filter.TeamCode))];

    private IEnumerable<T> Stages<T>(FigureFilter filter, Func<SalesCycle, SalesCycleStage, T> of) =>
        from cycle in cycles.OrderBy(c => c.Code)
        where filter.SalesCycleCode is null || cycle.Code == filter.SalesCycleCode
        from stage in cycle.Stages
        select of(cycle, stage);
}
