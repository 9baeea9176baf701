using System.Globalization;
using System.Linq.Expressions;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace ChatOpportunities.Domain.Pipeline;

/// <summary>
/// Every figure of opportunity management, over what the caller may see; docs/figures.md says in words what each one counts.
/// All are told from active entries that stand on a stage, or from the history of entries, so two figures of the same thing agree.
/// An unknown code answers null. Dates are inclusive.
/// </summary>
/// <remarks>Each takes a fixed number of queries, and the database does the counting.</remarks>
public sealed class Figures(OpportunitiesContext db, AccessPolicy access)
{
    /// <summary>Most months a forecast looks ahead.</summary>
    public const int MaxMonths = 36;

    private static readonly Expression<Func<OpportunityEntry, Opportunity>> OfEntry = e => e.Opportunity!;

    /// <summary>First days of the groups by age.</summary>
    private static readonly int[] Ages = [0, 8, 15, 31, 61, 91];

    /// <summary>One sales cycle and its stages; the dates filter by estimated close date.</summary>
    public async Task<CycleStatistics?> OfCycleAsync(
        string cycleCode, DateOnly? closeFrom, DateOnly? closeTo, Caller caller, CancellationToken cancellationToken)
    {
        if (await CycleAsync(Checks.NormalCode(cycleCode), cancellationToken) is not { } id)
        {
            return null;
        }

        var scope = new Scope(id, null, null);
        var stages = await StagesAsync(id, cancellationToken);
        var standing = (await CellsAsync(Expected(Standing(scope, caller), closeFrom, closeTo), cancellationToken)).ToLookup(
            c => c.StageId, c => c.Totals);
        var ended = await Expected(History(scope, caller).Where(e => !e.Active && e.StageId != null), closeFrom, closeTo)
            .GroupBy(e => e.StageId).Select(g => new { Stage = g.Key, Entries = g.Count(), Days = g.Sum(e => (long)e.DaysOpen!.Value) })
            .ToListAsync(cancellationToken);
        var waiting = Waiting(scope, caller);
        waiting = closeFrom is null ? waiting : waiting.Where(o => o.InitialCloseDate >= closeFrom);
        waiting = closeTo is null ? waiting : waiting.Where(o => o.InitialCloseDate <= closeTo);
        var notStarted = await waiting.CountAsync(cancellationToken);

        var total = Total(standing.SelectMany(s => s));
        return new CycleStatistics(
            total.Opportunities,
            total.EstimatedValue,
            total.CurrentValue,
            Average(ended.Sum(s => s.Days), ended.Sum(s => s.Entries)),
            notStarted,
            [.. stages.Select(stage =>
            {
                var here = Total(standing[stage.Id]);
                var left = ended.SingleOrDefault(s => s.Stage == stage.Id);
                return new StageStatistics(
                    stage.Number, stage.Description, here.Opportunities, here.EstimatedValue, here.CurrentValue,
                    Average(left?.Days ?? 0, left?.Entries ?? 0));
            })]);
    }

    /// <summary>What a salesperson holds, and what came of the rest.</summary>
    public async Task<SalesStatistics?> OfSalespersonAsync(string salespersonCode, Caller caller, CancellationToken cancellationToken) =>
        await SalespersonAsync(Checks.NormalCode(salespersonCode), cancellationToken) is { } id
            ? await StatisticsAsync(Active(new(null, id, null), caller), Waiting(new(null, id, null), caller), cancellationToken)
            : null;

    /// <summary>The same for everybody who is in a team today.</summary>
    public async Task<SalesStatistics?> OfTeamAsync(string teamCode, Caller caller, CancellationToken cancellationToken) =>
        await TeamAsync(Checks.NormalCode(teamCode), cancellationToken) is { } id
            ? await StatisticsAsync(Active(new(null, null, id), caller), Waiting(new(null, null, id), caller), cancellationToken)
            : null;

    /// <summary>The same for a contact; a company sums the persons who belong to it.</summary>
    public async Task<SalesStatistics?> OfContactAsync(string contactNo, Caller caller, CancellationToken cancellationToken)
    {
        var no = Checks.NormalCode(contactNo);
        if (await db.Contacts.Where(c => c.No == no).Select(c => (long?)c.Id).SingleOrDefaultAsync(cancellationToken) is not { } id)
        {
            return null;
        }

        return await OfContactAsync(id, caller, cancellationToken);
    }

    /// <summary>Likewise, of a contact that is known.</summary>
    public Task<SalesStatistics> OfContactAsync(long contactId, Caller caller, CancellationToken cancellationToken)
    {
        var contacts = db.Contacts.Where(c => c.Id == contactId || c.CompanyId == contactId).Select(c => c.Id);
        return StatisticsAsync(
            Active(Scope.All, caller).Where(e => contacts.Contains(e.ContactId)),
            Waiting(Scope.All, caller).Where(o => contacts.Contains(o.ContactId)),
            cancellationToken);
    }

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

    /// <summary>Per stage, how many of those that entered it in the period have since come to a higher stage or are won.</summary>
    public async Task<IReadOnlyList<StageConversion>?> ConversionAsync(
        FigureFilter filter, DateOnly? from, DateOnly? to, Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(filter, cancellationToken) is not { } scope)
        {
            return null;
        }

        // What an undo brought back enters its stage only where the entry it stands for did.
        var entering = History(scope, caller).Where(e => e.StageId != null && e.ActionTaken != ActionTaken.Updated
            && (e.ActionTaken != ActionTaken.Undone || e.DateOfChange == e.StageEnteredOn));
        entering = from is null ? entering : entering.Where(e => e.DateOfChange >= from);
        entering = to is null ? entering : entering.Where(e => e.DateOfChange <= to);

        // Two queries, because SQL Server counts no subquery inside an aggregate.
        var entered = await CountAsync(entering, cancellationToken);
        var wentOn = await CountAsync(
            entering.Where(e => db.Entries.Any(later =>
                later.OpportunityId == e.OpportunityId
                && later.Id > e.Id
                && (later.Active || later.DaysOpen != null)
                && ((later.Active && later.ActionTaken == ActionTaken.Won)
                    || (((int?)later.Stage!.Number) ?? later.StageNumber) > e.Stage!.Number))),
            cancellationToken);
        var stages = await StagesAsync(scope.CycleId, cancellationToken);
        return [.. stages.Select(s => new StageConversion(
            s.Cycle, s.Number, s.Description, entered.GetValueOrDefault(s.Id), wentOn.GetValueOrDefault(s.Id)))];
    }

    /// <summary>Per stage, how long the stays lasted that began in the period and have ended.</summary>
    public async Task<IReadOnlyList<StageTime>?> TimeInStageAsync(
        FigureFilter filter, DateOnly? from, DateOnly? to, Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(filter, cancellationToken) is not { } scope)
        {
            return null;
        }

        var entries = History(scope, caller).Where(e => e.StageId != null);
        entries = from is null ? entries : entries.Where(e => e.StageEnteredOn >= from);
        entries = to is null ? entries : entries.Where(e => e.StageEnteredOn <= to);

        // The entries of one stay follow each other, so their days add up to it. What comes back is how many stays lasted how
        // many days: few rows, from which the median can be told on every database.
        var lengths = await entries
            .GroupBy(e => new { e.OpportunityId, e.StageId, e.StageEnteredOn })
            .Where(stay => stay.Count(e => e.Active) == 0)
            .Select(stay => new { stay.Key.StageId, Days = stay.Sum(e => e.DaysOpen!.Value) })
            .GroupBy(stay => new { stay.StageId, stay.Days })
            .Select(g => new { g.Key.StageId, g.Key.Days, Stays = g.Count() })
            .ToListAsync(cancellationToken);
        var byStage = lengths.OrderBy(l => l.Days).ToLookup(l => l.StageId, l => (l.Days, l.Stays));
        var stages = await StagesAsync(scope.CycleId, cancellationToken);
        return [.. stages.Select(stage =>
        {
            var stays = byStage[stage.Id].Sum(l => l.Stays);
            return new StageTime(
                stage.Cycle, stage.Number, stage.Description, stays,
                Average(byStage[stage.Id].Sum(l => (long)l.Days * l.Stays), stays), Median([.. byStage[stage.Id]], stays));
        })];
    }

    /// <summary>Won among those closed in the period, and for which reasons they were won or lost.</summary>
    public async Task<WinRate?> WinRateAsync(
        FigureFilter filter, DateOnly? from, DateOnly? to, Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(filter, cancellationToken) is not { } scope)
        {
            return null;
        }

        var closed = Active(scope, caller).Where(e => e.StageId == null)
            .Where(e => e.ActionTaken == ActionTaken.Won || e.ActionTaken == ActionTaken.Lost);
        closed = from is null ? closed : closed.Where(e => e.DateOfChange >= from);
        closed = to is null ? closed : closed.Where(e => e.DateOfChange <= to);
        // The amount of a sale has no more than cents: so many of them are exact as a number, and add up as whole ones.
        var sums = await closed.GroupBy(e => new { e.ActionTaken, e.CloseReasonId })
            .Select(g => new
            {
                g.Key,
                Opportunities = g.Count(),
                Estimated = g.Sum(e => e.EstimatedValue),
                Cents = g.Sum(e => e.ActionTaken == ActionTaken.Won ? (long)Math.Round((double)e.CurrentValue * 100) : 0L),
            })
            .ToDictionaryAsync(s => s.Key, s => new Totals(s.Opportunities, s.Estimated, s.Cents / 100m), cancellationToken);
        var reasons = await db.CloseReasons.Select(r => new { r.Id, r.Code, r.Description })
            .ToDictionaryAsync(r => r.Id, cancellationToken);
        var won = Total(sums.Where(s => s.Key.ActionTaken == ActionTaken.Won).Select(s => s.Value));
        var lost = Total(sums.Where(s => s.Key.ActionTaken == ActionTaken.Lost).Select(s => s.Value));
        return new WinRate(
            won.Opportunities,
            won.CurrentValue,
            lost.Opportunities,
            lost.EstimatedValue,
            [.. sums.Where(s => s.Key.CloseReasonId is not null)
                .Select(s =>
                {
                    var (isWon, reason) = (s.Key.ActionTaken == ActionTaken.Won, reasons[s.Key.CloseReasonId!.Value]);
                    return new ReasonShare(
                        reason.Code, reason.Description, isWon ? Outcome.Won : Outcome.Lost, s.Value.Opportunities,
                        isWon ? s.Value.CurrentValue : s.Value.EstimatedValue,
                        Percentage.Of(s.Value.Opportunities, (isWon ? won : lost).Opportunities)!.Value);
                })
                .OrderBy(r => r.Outcome).ThenByDescending(r => r.Opportunities).ThenBy(r => r.Code, StringComparer.Ordinal)]);
    }

    private static DateOnly FirstOfMonth(DateOnly date) => new(date.Year, date.Month, 1);

    private static Totals Total(IEnumerable<Totals> parts) => parts.Aggregate(Totals.Zero, (sum, part) => sum.Plus(part));

    private static decimal? Average(long sum, int count) =>
        count == 0 ? null : decimal.Round((decimal)sum / count, 2, MidpointRounding.AwayFromZero);

    /// <summary>
    /// The middle one, or half-way between the two middle ones, of lengths in ascending order with how often each occurs.
    /// </summary>
    private static decimal? Median(IReadOnlyList<(int Days, int Stays)> lengths, int count)
    {
        int At(int position)
        {
            foreach (var (days, stays) in lengths)
            {
                position -= stays;
                if (position < 0)
                {
                    return days;
                }
            }

            throw new ArgumentOutOfRangeException(nameof(position));
        }

        return count == 0 ? null : (At((count - 1) / 2) + At(count / 2)) / 2m;
    }

    private static IQueryable<OpportunityEntry> Expected(IQueryable<OpportunityEntry> entries, DateOnly? from, DateOnly? to)
    {
        entries = from is null ? entries : entries.Where(e => e.EstimatedCloseDate >= from);
        return to is null ? entries : entries.Where(e => e.EstimatedCloseDate <= to);
    }

    private static async Task<Dictionary<TKey, Totals>> SumsAsync<TKey>(
        IQueryable<OpportunityEntry> entries, Expression<Func<OpportunityEntry, TKey>> key, CancellationToken cancellationToken)
        where TKey : notnull =>
        await entries.GroupBy(key)
            .Select(g => new
            {
                g.Key,
                Opportunities = g.Count(),
                Estimated = g.Sum(e => e.EstimatedValue),
                Current = g.Sum(e => e.CurrentValue),
            })
            .ToDictionaryAsync(s => s.Key, s => new Totals(s.Opportunities, s.Estimated, s.Current), cancellationToken);

    private static async Task<Dictionary<long, int>> CountAsync(
        IQueryable<OpportunityEntry> entries, CancellationToken cancellationToken) =>
        await entries.GroupBy(e => e.StageId!.Value)
            .Select(g => new { g.Key, Opportunities = g.Select(e => e.OpportunityId).Distinct().Count() })
            .ToDictionaryAsync(c => c.Key, c => c.Opportunities, cancellationToken);

    private static async Task<SalesStatistics> StatisticsAsync(
        IQueryable<OpportunityEntry> active, IQueryable<Opportunity> waiting, CancellationToken cancellationToken)
    {
        var sums = await SumsAsync(active, e => e.ActionTaken, cancellationToken);
        var (won, lost) = (sums.GetValueOrDefault(ActionTaken.Won, Totals.Zero), sums.GetValueOrDefault(ActionTaken.Lost, Totals.Zero));
        var open = Total(sums.Where(s => s.Key is not (ActionTaken.Won or ActionTaken.Lost)).Select(s => s.Value));
        return new SalesStatistics(Of(open), Of(won), Of(lost), await waiting.CountAsync(cancellationToken));

        static SalesFigures Of(Totals totals) => new(totals.Opportunities, totals.EstimatedValue, totals.CurrentValue);
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

    /// <summary>What stands on a stage today; a closed opportunity stands on none.</summary>
    private IQueryable<OpportunityEntry> Standing(Scope scope, Caller caller) =>
        Active(scope, caller).Where(e => e.StageId != null);

    private IQueryable<Opportunity> Waiting(Scope scope, Caller caller)
    {
        var waiting = db.Opportunities.Where(o => o.Status == OpportunityStatus.NotStarted);
        waiting = scope.CycleId is { } cycle ? waiting.Where(o => o.SalesCycleId == cycle) : waiting;
        return Rules(scope, caller).Aggregate(waiting, (opportunities, rule) => opportunities.Where(rule));
    }

    /// <summary>
    /// The history of what is counted, without what an undo set aside. Whose it is says the opportunity, because older entries keep
    /// their former salesperson.
    /// </summary>
    private IQueryable<OpportunityEntry> History(Scope scope, Caller caller) =>
        Entries(scope, caller, rule => ReplacingExpressionVisitor.Replace(rule.Parameters[0], OfEntry.Body, rule.Body))
            .Where(e => e.Active || e.DaysOpen != null);

    /// <summary>Active entries have the salesperson of their opportunity, so that most questions need no join with it.</summary>
    private IQueryable<OpportunityEntry> Active(Scope scope, Caller caller) =>
        Entries(scope, caller, rule => new SalespersonOfEntry(rule.Parameters[0]).Visit(rule.Body)).Where(e => e.Active);

    private IQueryable<OpportunityEntry> Entries(Scope scope, Caller caller, Func<Expression<Func<Opportunity, bool>>, Expression> told)
    {
        var entries = scope.CycleId is { } cycle ? db.Entries.Where(e => e.SalesCycleId == cycle) : db.Entries;
        return Rules(scope, caller).Aggregate(
            entries, (some, rule) => some.Where(Expression.Lambda<Func<OpportunityEntry, bool>>(told(rule), OfEntry.Parameters)));
    }

    private IEnumerable<Expression<Func<Opportunity, bool>>> Rules(Scope scope, Caller caller)
    {
        yield return access.MaySee(caller);
        if (scope.SalespersonId is { } salesperson)
        {
            yield return o => o.SalespersonId == salesperson;
        }

        if (scope.TeamId is { } team)
        {
            yield return o => o.Salesperson!.TeamId == team;
        }
    }

    private Task<long?> CycleAsync(string code, CancellationToken cancellationToken) =>
        db.SalesCycles.Where(c => c.Code == code).Select(c => (long?)c.Id).SingleOrDefaultAsync(cancellationToken);

    private Task<long?> SalespersonAsync(string code, CancellationToken cancellationToken) =>
        db.Salespeople.Where(p => p.Code == code).Select(p => (long?)p.Id).SingleOrDefaultAsync(cancellationToken);

    private Task<long?> TeamAsync(string code, CancellationToken cancellationToken) =>
        db.Teams.Where(t => t.Code == code).Select(t => (long?)t.Id).SingleOrDefaultAsync(cancellationToken);

    /// <summary>The records a filter names; null when one of them is unknown.</summary>
    private async Task<Scope?> FindAsync(FigureFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var (cycle, salesperson, team) =
            (Checks.NormalCode(filter.SalesCycleCode), Checks.NormalCode(filter.SalespersonCode), Checks.NormalCode(filter.TeamCode));
        var scope = new Scope(
            cycle.Length == 0 ? null : await CycleAsync(cycle, cancellationToken),
            salesperson.Length == 0 ? null : await SalespersonAsync(salesperson, cancellationToken),
            team.Length == 0 ? null : await TeamAsync(team, cancellationToken));
        return (cycle.Length > 0 && scope.CycleId is null)
            || (salesperson.Length > 0 && scope.SalespersonId is null)
            || (team.Length > 0 && scope.TeamId is null) ? null : scope;
    }

    private async Task<List<StageName>> StagesAsync(long? cycleId, CancellationToken cancellationToken)
    {
        var stages = from cycle in db.SalesCycles
                     where cycleId == null || cycle.Id == cycleId
                     from stage in cycle.Stages
                     orderby cycle.Code, stage.Number
                     select new StageName(stage.Id, stage.Number, stage.Description, cycle.Code, cycle.Description);
        return await stages.ToListAsync(cancellationToken);
    }

    /// <summary>Ids of what a filter names; null does not filter.</summary>
    private sealed record Scope(long? CycleId, long? SalespersonId, long? TeamId)
    {
        public static Scope All { get; } = new(null, null, null);
    }

    /// <summary>Turns a rule about an opportunity into one about its active entry, which has the same salesperson.</summary>
    private sealed class SalespersonOfEntry(ParameterExpression opportunity) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == opportunity ? OfEntry.Body : node;

        protected override Expression VisitMember(MemberExpression node) =>
            node.Expression == opportunity && (node.Member.Name is nameof(Opportunity.SalespersonId) or nameof(Opportunity.Salesperson))
                ? Expression.Property(OfEntry.Parameters[0], node.Member.Name)
                : base.VisitMember(node);
    }

    /// <summary>What one salesperson has on one stage, of one probability.</summary>
    private sealed record Cell(long StageId, long SalespersonId, Totals Totals);

    private sealed record PersonName(long Id, string Code, string Name, long? TeamId);

    private sealed record TeamName(long Id, string Code, string Name);

    private sealed record StageName(long Id, int Number, string Description, string Cycle, string CycleDescription);
}
