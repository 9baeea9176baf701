using System.Globalization;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Pipeline;

/// <content>What stands on the stages today.</content>
public sealed partial class Figures
{
    /// <summary>First days of the groups by age.</summary>
    private static readonly int[] Ages = [0, 8, 15, 31, 61, 91];

    /// <summary>What is under way, by stage, salesperson, month or team.</summary>
    public async Task<PipelineFigures?> PipelineAsync(
        FigureFilter filter, PipelineGrouping groupBy, Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(filter, cancellationToken) is not { } scope)
        {
            return null;
        }

        var standing = Standing(scope, caller);
        var groups = groupBy switch
        {
            PipelineGrouping.Stage => ByStage(
                await CellsAsync(standing, cancellationToken), await StagesAsync(scope.CycleId, cancellationToken), scope),
            PipelineGrouping.Salesperson => BySalesperson(
                await CellsAsync(standing, cancellationToken), await PeopleAsync(cancellationToken)),
            PipelineGrouping.Month => ByMonth(await ByCloseDateAsync(scope, caller, cancellationToken)),
            PipelineGrouping.Team => ByTeam(
                await CellsAsync(standing, cancellationToken), await PeopleAsync(cancellationToken), await TeamsAsync(cancellationToken)),
            _ => throw new ArgumentOutOfRangeException(nameof(groupBy)),
        };
        return await WithWaitingAsync(groups, scope, caller, cancellationToken);
    }

    /// <summary>
    /// All that is said of what is under way, at once: the same figures as one by one, from a third of the reading.
    /// </summary>
    public async Task<PipelineOverview?> OverviewAsync(FigureFilter filter, int months, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (await FindAsync(filter, cancellationToken) is not { } scope)
        {
            return null;
        }

        var cells = await CellsAsync(Standing(scope, caller), cancellationToken);
        var days = await ByCloseDateAsync(scope, caller, cancellationToken);
        var entered = await ByDayEnteredAsync(scope, caller, cancellationToken);
        var people = await PeopleAsync(cancellationToken);
        return new PipelineOverview(
            await WithWaitingAsync(
                ByStage(cells, await StagesAsync(scope.CycleId, cancellationToken), scope), scope, caller, cancellationToken),
            BySalesperson(cells, people),
            ByTeam(cells, people, await TeamsAsync(cancellationToken)),
            Ahead(days, months, caller.Today),
            Slipped(days, caller.Today),
            ByAge(entered, caller.Today));
    }

    /// <summary>What is under way by the month in which it should close, from this month on.</summary>
    /// <param name="filter">What to count.</param>
    /// <param name="months">How many months, 1 to <see cref="MaxMonths"/>.</param>
    /// <param name="caller">Who asks; their date says which month is this one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Forecast?> ForecastAsync(FigureFilter filter, int months, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (await FindAsync(filter, cancellationToken) is not { } scope)
        {
            return null;
        }

        return Ahead(await ByCloseDateAsync(scope, caller, cancellationToken), months, caller.Today);
    }

    /// <summary>What should have closed before the caller's today and did not.</summary>
    public async Task<Totals?> SlippedAsync(FigureFilter filter, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return await FindAsync(filter, cancellationToken) is { } scope
            ? Slipped(await ByCloseDateAsync(scope, caller, cancellationToken), caller.Today)
            : null;
    }

    /// <summary>What is under way by calendar days since its stage was entered; an update does not start them anew.</summary>
    public async Task<IReadOnlyList<AgeGroup>?> AgeingAsync(FigureFilter filter, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (await FindAsync(filter, cancellationToken) is not { } scope)
        {
            return null;
        }

        return ByAge(await ByDayEnteredAsync(scope, caller, cancellationToken), caller.Today);
    }

    // Days come back and are put together here: no database need take every date apart.
    private static List<PipelineGroup> ByMonth(Dictionary<DateOnly, Totals> days) =>
        [.. days.GroupBy(d => FirstOfMonth(d.Key), d => d.Value).OrderBy(m => m.Key)
            .Select(m => (Key: m.Key.ToString("yyyy-MM", CultureInfo.InvariantCulture), Sum: Total(m)))
            .Select(m => new PipelineGroup(m.Key, m.Key, m.Sum.Opportunities, m.Sum.EstimatedValue, m.Sum.CurrentValue))];

    private static Forecast Ahead(Dictionary<DateOnly, Totals> days, int months, DateOnly today)
    {
        var first = FirstOfMonth(today);
        var end = first.AddMonths(Math.Clamp(months, 1, MaxMonths));
        var byMonth = days.ToLookup(d => FirstOfMonth(d.Key), d => d.Value);
        List<ForecastMonth> ahead = [];
        for (var month = first; month < end; month = month.AddMonths(1))
        {
            ahead.Add(new ForecastMonth(month, Total(byMonth[month])));
        }

        return new Forecast(
            Total(days.Where(d => d.Key < first).Select(d => d.Value)), ahead, Total(days.Where(d => d.Key >= end).Select(d => d.Value)));
    }

    private static Totals Slipped(Dictionary<DateOnly, Totals> days, DateOnly today) =>
        Total(days.Where(d => d.Key < today).Select(d => d.Value));

    private static List<AgeGroup> ByAge(Dictionary<DateOnly, Totals> days, DateOnly today)
    {
        var byAge = days.ToLookup(
            d => Math.Max(0, Array.FindLastIndex(Ages, from => from <= today.DayNumber - d.Key.DayNumber)), d => d.Value);
        return [.. Ages.Select((from, at) => new AgeGroup(from, at + 1 < Ages.Length ? Ages[at + 1] - 1 : null, Total(byAge[at])))];
    }

    private static List<PipelineGroup> ByStage(IReadOnlyList<Cell> cells, List<StageName> stages, Scope scope)
    {
        var sums = cells.ToLookup(c => c.StageId, c => c.Totals);
        return [.. stages.Where(s => scope.CycleId is not null || sums.Contains(s.Id)).Select(s =>
        {
            var number = s.Number.ToString(CultureInfo.InvariantCulture);
            var sum = Total(sums[s.Id]);
            return new PipelineGroup(
                scope.CycleId is null ? s.Cycle + "/" + number : number, s.Description,
                sum.Opportunities, sum.EstimatedValue, sum.CurrentValue, s.CycleDescription);
        })];
    }

    private static List<PipelineGroup> BySalesperson(IReadOnlyList<Cell> cells, List<PersonName> people)
    {
        var sums = cells.ToLookup(c => c.SalespersonId, c => c.Totals);
        return [.. people.Where(p => sums.Contains(p.Id))
            .OrderBy(p => p.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(p => p.Code, StringComparer.Ordinal)
            .Select(p => (Person: p, Sum: Total(sums[p.Id])))
            .Select(g => new PipelineGroup(g.Person.Code, g.Person.Name, g.Sum.Opportunities, g.Sum.EstimatedValue, g.Sum.CurrentValue))];
    }

    private static List<PipelineGroup> ByTeam(IReadOnlyList<Cell> cells, List<PersonName> people, List<TeamName> teams)
    {
        const int None = 0;
        var teamOf = people.ToDictionary(p => p.Id, p => p.TeamId ?? None);
        var sums = cells.ToLookup(c => teamOf[c.SalespersonId], c => c.Totals);
        var groups = teams.Where(t => sums.Contains(t.Id))
            .OrderBy(t => t.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(t => t.Code, StringComparer.Ordinal)
            .Select(t => (t.Code, t.Name, Sum: Total(sums[t.Id])));
        groups = sums.Contains(None) ? groups.Append(("", "", Total(sums[None]))) : groups;
        return [.. groups.Select(g => new PipelineGroup(g.Code, g.Name, g.Sum.Opportunities, g.Sum.EstimatedValue, g.Sum.CurrentValue))];
    }

    /// <summary>What stands on stages, by stage and salesperson.</summary>
    private static async Task<IReadOnlyList<Cell>> CellsAsync(IQueryable<OpportunityEntry> standing, CancellationToken cancellationToken)
    {
        var sums = await standing
            .GroupBy(e => new { e.SalesCycleId, e.StageId, e.SalespersonId, e.Probability })
            .Select(g => new
            {
                g.Key.StageId,
                g.Key.SalespersonId,
                g.Key.Probability,
                Opportunities = g.Count(),
                Estimated = g.Sum(e => e.EstimatedValue),
            })
            .ToListAsync(cancellationToken);
        return [.. sums.Select(s => new Cell(s.StageId!.Value, s.SalespersonId, Weighted(s.Opportunities, s.Estimated, s.Probability)))];
    }

    /// <summary>What stands on stages, by expected close. The cycle is chosen here: its index would be the wrong one to read.</summary>
    private async Task<Dictionary<DateOnly, Totals>> ByCloseDateAsync(Scope scope, Caller caller, CancellationToken cancellationToken)
    {
        var sums = await Standing(scope with { CycleId = null }, caller)
            .GroupBy(e => new { e.EstimatedCloseDate, e.SalesCycleId, e.Probability })
            .Select(g => new { g.Key, Opportunities = g.Count(), Estimated = g.Sum(e => e.EstimatedValue) })
            .ToListAsync(cancellationToken);
        return sums.Where(s => scope.CycleId is null || s.Key.SalesCycleId == scope.CycleId).GroupBy(s => s.Key.EstimatedCloseDate)
            .ToDictionary(g => g.Key, g => Total(g.Select(s => Weighted(s.Opportunities, s.Estimated, s.Key.Probability))));
    }

    /// <summary>The same by the day on which they entered their stage.</summary>
    private async Task<Dictionary<DateOnly, Totals>> ByDayEnteredAsync(Scope scope, Caller caller, CancellationToken cancellationToken)
    {
        var sums = await Standing(scope with { CycleId = null }, caller)
            .GroupBy(e => new { e.StageEnteredOn, e.SalesCycleId, e.Probability })
            .Select(g => new { g.Key, Opportunities = g.Count(), Estimated = g.Sum(e => e.EstimatedValue) })
            .ToListAsync(cancellationToken);
        return sums.Where(s => scope.CycleId is null || s.Key.SalesCycleId == scope.CycleId).GroupBy(s => s.Key.StageEnteredOn)
            .ToDictionary(g => g.Key, g => Total(g.Select(s => Weighted(s.Opportunities, s.Estimated, s.Key.Probability))));
    }

    /// <summary>
    /// Estimates that share a probability are weighted together. Whole cents add up exactly in every database and out of an index;
    /// the weighted value of each one is not rounded, and so is text to SQLite.
    /// </summary>
    private static Totals Weighted(int opportunities, decimal estimated, decimal probability) =>
        new(opportunities, estimated, Probability.CurrentValue(estimated, probability));

    private async Task<PipelineFigures> WithWaitingAsync(
        IReadOnlyList<PipelineGroup> groups, Scope scope, Caller caller, CancellationToken cancellationToken)
    {
        var waiting = await Waiting(scope, caller).GroupBy(_ => 1)
            .Select(g => new { Opportunities = g.Count(), Value = g.Sum(o => o.InitialValue) }).SingleOrDefaultAsync(cancellationToken);
        return new PipelineFigures(groups, waiting?.Opportunities ?? 0, waiting?.Value ?? 0);
    }

    private Task<List<PersonName>> PeopleAsync(CancellationToken cancellationToken) =>
        db.Salespeople.Select(p => new PersonName(p.Id, p.Code, p.Name, p.TeamId)).ToListAsync(cancellationToken);

    private Task<List<TeamName>> TeamsAsync(CancellationToken cancellationToken) =>
        db.Teams.Select(t => new TeamName(t.Id, t.Code, t.Name)).ToListAsync(cancellationToken);

    /// <summary>What one salesperson has on one stage, of one probability.</summary>
    private sealed record Cell(long StageId, long SalespersonId, Totals Totals);

    private sealed record PersonName(long Id, string Code, string Name, long? TeamId);

    private sealed record TeamName(long Id, string Code, string Name);
}
