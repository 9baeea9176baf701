using System.Globalization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>
/// The open opportunities of one sales cycle in columns, one per stage, of what the caller may see. What is counted and what is listed
/// is asked by the same condition. A fixed number of queries, however many stages and cards there are.
/// </summary>
public sealed class BoardQueries(
    OpportunitiesContext db, OpportunityQueries queries, AccessPolicy access, WorkingCalendar calendar)
{
    /// <summary>Cards of a column that are shown at first, and with every page more.</summary>
    public const int PageSize = 25;

    /// <summary>Most cards of a column that are read at once.</summary>
    public const int MostCards = 500;

    /// <summary>More lines of the log than are ever being saved at one time.</summary>
    private const int MostAtOnce = 1000;

    /// <summary>Where those without an expected closing date stand.</summary>
    private static readonly DateOnly Undated = new(9999, 1, 1);

    /// <summary>
    /// All cycles by description, with how many opportunities are under way in each; the one with the most stands first where nobody
    /// chose another.
    /// </summary>
    public async Task<IReadOnlyList<BoardCycle>> CyclesAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var counts = await db.Entries.Where(e => e.Active && e.StageId != null).Where(SalespersonOf.Entry(access.MaySee(caller)))
            .GroupBy(e => e.SalesCycleId).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var cycles = await db.SalesCycles.AsNoTracking().OrderBy(c => c.Description).ThenBy(c => c.Code)
            .Select(c => new { c.Id, c.Code, c.Description }).Take(Choices.Most).ToListAsync(cancellationToken);
        return [.. cycles.Select(c => new BoardCycle(c.Code, c.Description, counts.GetValueOrDefault(c.Id)))];
    }

    /// <summary>
    /// Changes with every act of anybody, and with the day: a board of the same stamp need not be read again. It tells of nothing else.
    /// </summary>
    public async Task<string> StampAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        // Where acts are saved side by side one line of the log may come to sight after the next: how many there are tells of it.
        var last = await db.AuditEntries.MaxAsync(a => (long?)a.Id, cancellationToken) ?? 0;
        var lately = await db.AuditEntries.CountAsync(a => a.Id > last - MostAtOnce, cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"{last:x}-{lately:x}-{caller.Today.DayNumber:x}");
    }

    /// <summary>The board of a cycle; null when there is no such cycle.</summary>
    public async Task<Board?> FindAsync(BoardRequest request, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(caller);
        var code = Checks.NormalCode(request.CycleCode);
        if (await db.SalesCycles.AsNoTracking().Include(c => c.Stages).SingleOrDefaultAsync(c => c.Code == code, cancellationToken)
            is not { } cycle)
        {
            return null;
        }

        var filter = await queries.ReadyAsync(request.Filter, cancellationToken);
        var standing = Standing(cycle, filter, caller);
        var waiting = Waiting(cycle, filter, caller);
        var sums = await SumsAsync(standing, waiting, cancellationToken);
        var placed = await PlacedAsync(cycle, standing, waiting, request, cancellationToken);
        var cards = await CardsAsync([.. placed.Select(p => p.Id)], caller, cancellationToken);

        BoardColumn Column(long key, string name, SalesCycleStage? stage)
        {
            var take = request.Cards(key);
            var rows = placed.Where(p => p.Column == key).OrderBy(p => p.Close).ThenBy(p => p.Id).ToList();
            var last = rows.Count > take ? rows[take - 1] : null;
            return new BoardColumn(
                key, name, sums.GetValueOrDefault(key) ?? Totals.Zero,
                [.. rows.Take(take).Select(r => cards.GetValueOrDefault(r.Id)).OfType<BoardCard>()],
                last is null ? null : new OpportunityCursor(last.Close.DayNumber, last.Id),
                [.. StageMoves.From(cycle.Stages, stage?.Number).Where(m => m.Action != MoveAction.Update)
                    .SelectMany(m => m.Candidates).DistinctBy(s => s.Id).OrderBy(s => s.Number)]);
        }

        var columns = cycle.Stages.Select(s => Column(s.Id, s.Description, s)).ToList();
        if (sums.ContainsKey(BoardColumn.NotStarted))
        {
            columns.Insert(0, Column(BoardColumn.NotStarted, "", null));
        }

        return new Board(cycle.Code, cycle.Description, columns);
    }

    private static bool IsNarrow(OpportunityFilter filter) =>
        Checks.Tidy(filter.Text) is not null || filter.WithoutNextStep || filter.OverdueOn is not null || filter.StaleOn is not null;

    /// <summary>What stands on a stage of the cycle; a board that is not searched needs nothing but the active entries.</summary>
    private IQueryable<OpportunityEntry> Standing(SalesCycle cycle, OpportunityFilter filter, Caller caller)
    {
        var entries = queries.Standing(filter, caller).Where(e => e.SalesCycleId == cycle.Id);
        if (IsNarrow(filter))
        {
            var matching = queries.Filtered(filter with { CloseFrom = null, CloseTo = null }, caller);
            entries = entries.Where(e => matching.Any(o => o.Id == e.OpportunityId));
        }

        return entries;
    }

    // The literal status, so that the index of the few that wait is read.
    private IQueryable<Opportunity> Waiting(SalesCycle cycle, OpportunityFilter filter, Caller caller) =>
        queries.Filtered(filter, caller).Where(o => o.Status == OpportunityStatus.NotStarted && o.SalesCycleId == cycle.Id);

    /// <summary>Estimates that share a probability are weighted together: whole cents add up exactly in every database.</summary>
    private static async Task<Dictionary<long, Totals>> SumsAsync(
        IQueryable<OpportunityEntry> standing, IQueryable<Opportunity> waiting, CancellationToken cancellationToken)
    {
        var sums = await standing.GroupBy(e => new { e.StageId, e.Probability })
            .Select(g => new
            {
                Column = g.Key.StageId!.Value,
                g.Key.Probability,
                Opportunities = g.Count(),
                Value = g.Sum(e => e.EstimatedValue),
            })
            .Concat(waiting.GroupBy(_ => 1).Select(g => new
            {
                Column = BoardColumn.NotStarted,
                Probability = 0m,
                Opportunities = g.Count(),
                Value = g.Sum(o => o.InitialValue ?? 0),
            }))
            .ToListAsync(cancellationToken);
        return sums.GroupBy(s => s.Column).ToDictionary(g => g.Key, g => g.Aggregate(Totals.Zero, (all, s) => all.Plus(
            new Totals(s.Opportunities, s.Value, Probability.CurrentValue(s.Value, s.Probability)))));
    }

    /// <summary>The first cards of every column, the next to close first; one more than is shown, where there is one.</summary>
    private static async Task<List<Placed>> PlacedAsync(
        SalesCycle cycle, IQueryable<OpportunityEntry> standing, IQueryable<Opportunity> waiting, BoardRequest request,
        CancellationToken cancellationToken)
    {
        var all = First(
            waiting.Select(o => new Placed { Column = BoardColumn.NotStarted, Id = o.Id, Close = o.InitialCloseDate ?? Undated }),
            BoardColumn.NotStarted, request);
        foreach (var stage in cycle.Stages)
        {
            var id = stage.Id;
            all = all.Concat(First(
                standing.Where(e => e.StageId == id)
                    .Select(e => new Placed { Column = e.StageId!.Value, Id = e.OpportunityId, Close = e.EstimatedCloseDate }),
                id, request));
        }

        return await all.ToListAsync(cancellationToken);
    }

    private static IQueryable<Placed> First(IQueryable<Placed> column, long key, BoardRequest request)
    {
        if (request.After is { } after && request.Column == key)
        {
            var (close, id) = (DateOnly.FromDayNumber((int)Math.Clamp(after.Key, 0, DateOnly.MaxValue.DayNumber)), after.Id);
            column = column.Where(p => p.Close > close || (p.Close == close && p.Id > id));
        }

        return column.OrderBy(p => p.Close).ThenBy(p => p.Id).Take(request.Cards(key) + 1);
    }

    /// <summary>The cards of these opportunities, by key; the keys were asked for with the caller's rights.</summary>
    private async Task<Dictionary<long, BoardCard>> CardsAsync(
        IReadOnlyList<long> ids, Caller caller, CancellationToken cancellationToken)
    {
        var found = await db.Opportunities.AsNoTracking().Where(o => ids.Contains(o.Id))
            .Include(o => o.Contact!.Company).Include(o => o.Salesperson!.Team)
            .Include(o => o.Entries.Where(e => e.Active)).ThenInclude(e => e.Stage)
            .Include(o => o.Tasks.Where(t => !t.Closed))
            .AsSplitQuery().ToListAsync(cancellationToken);
        return found.ToDictionary(
            o => o.Id,
            o => new BoardCard(o, AccessPolicy.MayChangeThis(o, caller), Staleness.Of(o, calendar, caller.Today)));
    }

    private sealed class Placed
    {
        public long Column { get; init; }

        public long Id { get; init; }

        public DateOnly Close { get; init; }
    }
}

/// <summary>A sales cycle that has a board.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Description">Its name.</param>
/// <param name="InProgress">How many opportunities the caller may see on its stages.</param>
public sealed record BoardCycle(string Code, string Description, int InProgress);

/// <summary>Which board, and how much of it.</summary>
/// <param name="CycleCode">The cycle.</param>
/// <param name="Filter">What the board is narrowed to; its status and cycle are not looked at.</param>
/// <param name="Column">The column that <paramref name="After"/> speaks of.</param>
/// <param name="After">Leaves out the cards of that column up to this one.</param>
public sealed record BoardRequest(
    string CycleCode, OpportunityFilter Filter, long? Column = null, OpportunityCursor? After = null)
{
    /// <summary>How many cards of a column are shown, by its key; what is left out has <see cref="BoardQueries.PageSize"/>.</summary>
    public IReadOnlyDictionary<long, int> Shown { get; init; } = new Dictionary<long, int>();

    internal int Cards(long column) => Shown.TryGetValue(column, out var cards)
        ? Math.Clamp(cards, BoardQueries.PageSize, BoardQueries.MostCards)
        : BoardQueries.PageSize;
}

/// <summary>The columns of a cycle in the order of its stages; first those that were not started, if there are any.</summary>
/// <param name="CycleCode">The cycle's code.</param>
/// <param name="Cycle">Its name.</param>
/// <param name="Columns">One per stage.</param>
public sealed record Board(string CycleCode, string Cycle, IReadOnlyList<BoardColumn> Columns);

/// <summary>One column.</summary>
/// <param name="Key">Key of the stage, or <see cref="NotStarted"/>.</param>
/// <param name="Name">The stage; empty for what was not started.</param>
/// <param name="Totals">Of all that match, shown or not; company currency.</param>
/// <param name="Cards">Some of them, the next to close first.</param>
/// <param name="Next">The last card shown, when there are more.</param>
/// <param name="Targets">Stages to which its cards can go in one step, in order.</param>
public sealed record BoardColumn(
    long Key, string Name, Totals Totals, IReadOnlyList<BoardCard> Cards, OpportunityCursor? Next, IReadOnlyList<SalesCycleStage> Targets)
{
    /// <summary>Key of the column of those that were not started; no stage has it.</summary>
    public const long NotStarted = 0;
}

/// <summary>One card.</summary>
/// <param name="Opportunity">With contact, salesperson and active entry; not tracked.</param>
/// <param name="MayChange">Whether the caller may move it.</param>
/// <param name="Reasons">Why it needs somebody's eye, the weightiest first.</param>
public sealed record BoardCard(Opportunity Opportunity, bool MayChange, IReadOnlyList<StaleReason> Reasons);
