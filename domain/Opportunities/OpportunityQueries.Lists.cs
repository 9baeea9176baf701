using System.Linq.Expressions;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.SalesCycles;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <content>Page by page.</content>
public sealed partial class OpportunityQueries
{
    /// <summary>Where those without an expected closing date stand when sorted by it.</summary>
    private static readonly DateOnly Undated = new(9999, 1, 1);

    /// <summary>One page of what the caller may see, newest first; <paramref name="before"/> is the cursor of the page before.</summary>
    public async Task<OpportunityPage> ListAsync(
        OpportunityFilter filter, int limit, long? before, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        filter = await ReadyAsync(filter, cancellationToken);
        var take = Math.Clamp(limit, 1, MaxPage);
        var query = Filtered(filter, caller);
        if (before is not null)
        {
            query = query.Where(o => o.Id < before);
        }

        var rows = await (
                from o in query
                join e in db.Entries.Where(e => e.Active) on o.Id equals e.OpportunityId into entries
                from e in entries.DefaultIfEmpty()
                orderby o.Id descending
                select new OpportunityRow(
                    o.Id, o.No, o.Description, o.Contact!.Name, o.Salesperson!.Name, o.SalesCycle!.Description, o.Status, o.Priority,
                    e == null ? null : e.StageDescription,
                    e == null ? o.InitialValue : e.EstimatedValue,
                    e == null ? o.InitialChances : e.ChancesOfSuccess,
                    e == null ? null : e.CurrentValue,
                    e == null ? o.InitialCloseDate : e.EstimatedCloseDate,
                    o.ChangedAt))
            .Take(take + 1).ToListAsync(cancellationToken);
        return rows.Count <= take ? new(rows, null) : new(rows[..take], rows[take - 1].Id);
    }

    /// <summary>
    /// One page of whole opportunities the caller may see, each with contact, salesperson, cycle and active entry; what comes
    /// after <paramref name="after"/>, the cursor of the page before in the same order.
    /// </summary>
    public async Task<(IReadOnlyList<Opportunity> Items, OpportunityCursor? Next)> PageAsync(
        OpportunityFilter filter, OpportunityOrder order, bool descending, OpportunityCursor? after, int limit, Caller caller,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        filter = await ReadyAsync(filter, cancellationToken);
        var take = Math.Clamp(limit, 1, MaxPage);
        var rows = await SortedAsync(filter, order, descending, after, take + 1, caller, cancellationToken);
        var ids = rows.Take(take).Select(r => r.Id).ToList();

        // Split, because SQLite would gather every active entry there is before it joins them to these.
        var items = await db.Opportunities.AsNoTracking().Where(o => ids.Contains(o.Id))
            .Include(o => o.Contact).Include(o => o.Salesperson!.Team).Include(o => o.SalesCycle)
            .Include(o => o.Entries.Where(e => e.Active)).ThenInclude(e => e.Stage)
            .Include(o => o.Entries.Where(e => e.Active)).ThenInclude(e => e.CloseReason)
            .AsSplitQuery().ToDictionaryAsync(o => o.Id, cancellationToken);
        return ([.. ids.Where(items.ContainsKey).Select(id => items[id])], rows.Count > take ? rows[take - 1].Place(order) : null);
    }

    /// <summary>
    /// What stands before and after an opportunity in a list of what the caller may see: by the place it has now, also when it is not in
    /// the list itself any more. Null at the ends.
    /// </summary>
    /// <param name="filter">Of the list.</param>
    /// <param name="order">Of the list.</param>
    /// <param name="descending">Of the list.</param>
    /// <param name="opportunity">With its active entry loaded.</param>
    /// <param name="caller">Who looks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(NamedRecord? Before, NamedRecord? After)> NeighboursAsync(
        OpportunityFilter filter, OpportunityOrder order, bool descending, Opportunity opportunity, Caller caller,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(opportunity);
        filter = await ReadyAsync(filter, cancellationToken);
        var place = new Sorted
        {
            Id = opportunity.Id,
            Close = opportunity.Current is { } now ? now.EstimatedCloseDate : opportunity.InitialCloseDate ?? Undated,
            Value = opportunity.Current?.EstimatedValue ?? opportunity.InitialValue ?? 0,
            Changed = opportunity.ChangedAt,
        }.Place(order);
        var before = await SortedAsync(filter, order, !descending, place, 1, caller, cancellationToken);
        var after = await SortedAsync(filter, order, descending, place, 1, caller, cancellationToken);
        var ids = before.Concat(after).Select(s => s.Id).ToList();
        var named = await db.Opportunities.Where(o => ids.Contains(o.Id)).Select(o => new NamedRecord(o.Id, o.No, o.Description, null))
            .ToListAsync(cancellationToken);
        return (Named(before), Named(after));

        NamedRecord? Named(List<Sorted> one) => one is [var found] ? named.Find(n => n.Id == found.Id) : null;
    }

    /// <summary>Keys of what comes after a place in the order of a list, without what else it shows.</summary>
    private async Task<List<Sorted>> SortedAsync(
        OpportunityFilter filter, OpportunityOrder order, bool descending, OpportunityCursor? after, int take, Caller caller,
        CancellationToken cancellationToken) => order switch
        {
            OpportunityOrder.EstimatedCloseDate => await MergedAsync(
                filter, s => s.Close, byOpenIndex: true, descending,
                after is null ? null : (DateOnly.FromDayNumber((int)Math.Clamp(after.Key, 0, DateOnly.MaxValue.DayNumber)), after.Id),
                take, caller, cancellationToken),
            OpportunityOrder.EstimatedValue => await MergedAsync(
                filter, s => s.Value, byOpenIndex: false, descending, after is null ? null : (after.Key / 100m, after.Id), take, caller,
                cancellationToken),
            OpportunityOrder.ChangedAt => await After(
                    Filtered(filter, caller).Select(o => new Sorted { Id = o.Id, Changed = o.ChangedAt }), s => s.Changed, descending,
                    after is null
                        ? null
                        : (new DateTimeOffset(Math.Clamp(after.Key, 0, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero), after.Id))
                .Take(take).ToListAsync(cancellationToken),
            OpportunityOrder.Contact => await ByContactAsync(filter, descending, after, take, caller, cancellationToken),
            _ => await After(
                    Filtered(filter, caller).Select(o => new Sorted { Id = o.Id }), s => s.Id, descending,
                    after is null ? null : (after.Id, after.Id))
                .Take(take).ToListAsync(cancellationToken),
        };

    /// <summary>
    /// Numbers of the open opportunities the caller steers, those that worry most first, then those worth most; at most 500, the most
    /// urgent ones.
    /// </summary>
    /// <param name="salespeople">Only of these; null takes all.</param>
    /// <param name="calendar">The company's working days.</param>
    /// <param name="caller">Who reviews.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<string>> ByWorryAsync(
        IReadOnlyList<long>? salespeople, Tasks.WorkingCalendar calendar, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var open = db.Opportunities.AsNoTrackingWithIdentityResolution().Where(AccessPolicy.MayChange(caller))
            .Where(o => o.Status == OpportunityStatus.NotStarted || o.Status == OpportunityStatus.InProgress);
        open = salespeople is null ? open : open.Where(o => salespeople.Contains(o.SalespersonId));
        var urgent = await Staleness.MostUrgentFirst(open, caller.Today).Take(500).ToListAsync(cancellationToken);
        var looked = await open.Where(o => urgent.Contains(o.Id))
            .Include(o => o.Entries.Where(e => e.Active)).ThenInclude(e => e.Stage)
            .Include(o => o.Tasks.Where(t => !t.Closed)).AsSplitQuery().ToListAsync(cancellationToken);
        return [.. looked
            .OrderByDescending(o => Staleness.Of(o, calendar, caller.Today).Sum(r => r.Weight))
            .ThenByDescending(o => o.Current?.CurrentValue ?? 0).ThenBy(o => o.Id).Select(o => o.No)];
    }

    /// <summary>
    /// How many match, what they are worth and what that is by their probabilities; won ones count what they were sold for. In company
    /// currency; what was never started has no probability and weighs nothing.
    /// </summary>
    public async Task<Totals> TotalsAsync(OpportunityFilter filter, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        filter = await ReadyAsync(filter, cancellationToken);
        if (IsOfStanding(filter))
        {
            return await StandingAsync(filter, caller, cancellationToken);
        }

        var matching = Filtered(filter, caller);
        // Whole cents add up exactly in every database; the weighted value of each one does not, so it is made of the sums.
        var active = from o in matching
                     join e in db.Entries.Where(e => e.Active) on o.Id equals e.OpportunityId
                     group e by new { IsWon = o.Status == OpportunityStatus.Won, e.Probability } into g
                     select new
                     {
                         g.Key.IsWon,
                         g.Key.Probability,
                         Opportunities = g.Count(),
                         Value = g.Sum(e => e.EstimatedValue),
                         Cents = g.Sum(e => g.Key.IsWon ? (long)Math.Round((double)e.CurrentValue * 100) : 0L),
                     };
        var waiting = matching.Where(o => o.Status == OpportunityStatus.NotStarted).GroupBy(_ => 1).Select(g => new
        {
            IsWon = false,
            Probability = 0m,
            Opportunities = g.Count(),
            Value = g.Sum(o => o.InitialValue ?? 0),
            Cents = 0L,
        });
        var sums = await active.Concat(waiting).ToListAsync(cancellationToken);
        return sums.Aggregate(
            new Totals(0, 0, 0),
            (all, s) => all.Plus(s.IsWon
                ? new Totals(s.Opportunities, s.Cents / 100m, s.Cents / 100m)
                : new Totals(s.Opportunities, s.Value, Probability.CurrentValue(s.Value, s.Probability))));
    }

    /// <summary>Open ones by nothing but what their active entries say themselves: the indexes of what stands hold all of it.</summary>
    private static bool IsOfStanding(OpportunityFilter filter) =>
        (filter.Open && filter.ChancesFrom is null && filter.ChancesBelow is null // those not started have no chances yet
            ? filter.Status is null or OpportunityStatus.InProgress : filter.Status == OpportunityStatus.InProgress)
        && filter with
        {
            Open = false,
            Status = null,
            SalespersonCode = null,
            SalesCycleCode = null,
            TeamCode = null,
            InNoTeam = false,
            CloseFrom = null,
            CloseTo = null,
            ChancesFrom = null,
            ChancesBelow = null,
        } == new OpportunityFilter();

    /// <summary>The same totals of such a filter: what stands is counted out of its indexes alone, without a row.</summary>
    private async Task<Totals> StandingAsync(OpportunityFilter filter, Caller caller, CancellationToken cancellationToken)
    {
        var cycle = Checks.NormalCode(filter.SalesCycleCode);
        var standing = Standing(filter, caller);
        standing = filter.SalesCycleCode is null
            ? standing
            : standing.Where(e => e.SalesCycleId == db.SalesCycles.Where(c => c.Code == cycle).Select(c => c.Id).FirstOrDefault());
        // Grouped as the index is sorted: read through once, with or without statistics.
        var sums = standing.GroupBy(e => new { e.SalesCycleId, e.StageId, e.SalespersonId, e.Probability })
            .Select(g => new { g.Key.Probability, Opportunities = g.Count(), Value = g.Sum(e => e.EstimatedValue) });
        if (filter.Status is null)
        {
            sums = sums.Concat(Filtered(filter with { Open = false, Status = OpportunityStatus.NotStarted }, caller)
                .GroupBy(_ => 1)
                .Select(g => new { Probability = 0m, Opportunities = g.Count(), Value = g.Sum(o => o.InitialValue ?? 0) }));
        }

        return (await sums.ToListAsync(cancellationToken)).Aggregate(
            new Totals(0, 0, 0),
            (all, s) => all.Plus(new Totals(s.Opportunities, s.Value, Probability.CurrentValue(s.Value, s.Probability))));
    }

    /// <summary>
    /// What stands on a stage, by what its active entry says itself: whose it is and when it should close. Active entries have the
    /// salesperson of their opportunity, so that nothing else is read.
    /// </summary>
    internal IQueryable<OpportunityEntry> Standing(OpportunityFilter filter, Caller caller)
    {
        var standing = db.Entries.Where(e => e.Active && e.StageId != null).Where(SalespersonOf.Entry(access.MaySee(caller)));
        var (salesperson, team) = (Checks.NormalCode(filter.SalespersonCode), Checks.NormalCode(filter.TeamCode));
        standing = filter.SalespersonCode is null
            ? standing
            : standing.Where(e => e.SalespersonId == db.Salespeople.Where(p => p.Code == salesperson).Select(p => p.Id).FirstOrDefault());
        standing = filter.TeamCode is null ? standing : standing.Where(e => e.Salesperson!.Team!.Code == team);
        standing = filter.InNoTeam ? standing.Where(e => e.Salesperson!.TeamId == null) : standing;
        standing = filter.CloseFrom is { } from ? standing.Where(e => e.EstimatedCloseDate >= from) : standing;
        standing = filter.CloseTo is { } to ? standing.Where(e => e.EstimatedCloseDate <= to) : standing;
        standing = filter.ChancesFrom is { } high ? standing.Where(e => e.ChancesOfSuccess >= high) : standing;
        return filter.ChancesBelow is { } low ? standing.Where(e => e.ChancesOfSuccess < low) : standing;
    }

    /// <summary>
    /// In the order of a figure that started ones have in their active entry, which has an index for it, and the others in what
    /// they were made with: the beginnings of both, put together.
    /// </summary>
    private async Task<List<Sorted>> MergedAsync<TKey>(
        OpportunityFilter filter, Expression<Func<Sorted, TKey>> key, bool byOpenIndex, bool descending, (TKey Key, long Id)? after,
        int take, Caller caller, CancellationToken cancellationToken)
    {
        var matching = Filtered(filter, caller);
        var active = db.Entries.AsNoTracking().Where(e => e.Active);
        if (byOpenIndex && (filter.Open || filter.Status == OpportunityStatus.InProgress))
        {
            active = active.Where(e => e.StageId != null); // what its index holds
        }

        var started =
            from e in active
            join o in matching on e.OpportunityId equals o.Id
            select new Sorted { Id = e.OpportunityId, Close = e.EstimatedCloseDate, Value = e.EstimatedValue };
        var waiting = matching.Where(o => o.Status == OpportunityStatus.NotStarted)
            .Select(o => new Sorted { Id = o.Id, Close = o.InitialCloseDate ?? Undated, Value = o.InitialValue ?? 0 });
        List<Sorted> rows =
        [
            .. await After(started, key, descending, after).Take(take).ToListAsync(cancellationToken),
            .. await After(waiting, key, descending, after).Take(take).ToListAsync(cancellationToken),
        ];
        var told = key.Compile();
        return
        [
            .. (descending ? rows.OrderByDescending(told).ThenByDescending(r => r.Id) : rows.OrderBy(told).ThenBy(r => r.Id)).Take(take),
        ];
    }

    /// <summary>By the contact's name: its index is read in order. A link holds no name, so the place is looked up by its key.</summary>
    private async Task<List<Sorted>> ByContactAsync(
        OpportunityFilter filter, bool descending, OpportunityCursor? after, int take, Caller caller, CancellationToken cancellationToken)
    {
        var last = after?.Id;
        var name = last is null
            ? null
            : await Filtered(new OpportunityFilter(), caller).Where(o => o.Id == last).Select(o => o.Contact!.Search)
                .SingleOrDefaultAsync(cancellationToken);

        // Every name comes after none: asked for, it makes SQLite read the index of names in its order, without statistics too.
#pragma warning disable CA1309 // Becomes an operator of the database.
        return await After(
                Filtered(filter, caller).Where(o => string.Compare(o.Contact!.Search, "") >= 0)
                    .Select(o => new Sorted { Id = o.Id, Text = o.Contact!.Search }),
                s => s.Text, descending, name is null ? null : (name, last!.Value))
            .Take(take).ToListAsync(cancellationToken);
#pragma warning restore CA1309
    }

    /// <summary>What comes after a place in the order; ties go by the order in which they were made.</summary>
    private static IQueryable<Sorted> After<TKey>(
        IQueryable<Sorted> query, Expression<Func<Sorted, TKey>> key, bool descending, (TKey Key, long Id)? after)
    {
        if (after is { } place)
        {
            // (key, id) beyond (place.Key, place.Id), as one condition; the box makes them parameters of the query.
            var row = key.Parameters[0];
            var box = Expression.Constant(new Box<TKey>(place.Key, place.Id));
            var (keyThere, idThere) = (Expression.Property(box, nameof(Box<>.Key)), Expression.Property(box, nameof(Box<>.Id)));
            var id = Expression.Property(row, nameof(Sorted.Id));
            var (left, right) = typeof(TKey) == typeof(string)
                ? (Expression.Call(typeof(string), nameof(string.Compare), null, key.Body, keyThere), Expression.Constant(0))
                : (key.Body, (Expression)keyThere);
            var beyond = descending ? Expression.LessThan(left, right) : Expression.GreaterThan(left, right);
            var tie = Expression.AndAlso(
                Expression.Equal(key.Body, keyThere), descending ? Expression.LessThan(id, idThere) : Expression.GreaterThan(id, idThere));
            query = query.Where(Expression.Lambda<Func<Sorted, bool>>(Expression.OrElse(beyond, tie), row));
        }

        return descending ? query.OrderByDescending(key).ThenByDescending(s => s.Id) : query.OrderBy(key).ThenBy(s => s.Id);
    }

    /// <summary>What lists are sorted by.</summary>
    private sealed class Sorted
    {
        public long Id { get; init; }

        public DateOnly Close { get; init; }

        public decimal Value { get; init; }

        public DateTimeOffset Changed { get; init; }

        public string Text { get; init; } = "";

        /// <summary>Where it stands in the order of a list.</summary>
        public OpportunityCursor Place(OpportunityOrder order) => new(
            order switch
            {
                OpportunityOrder.EstimatedCloseDate => Close.DayNumber,
                OpportunityOrder.EstimatedValue => decimal.ToInt64(Value * 100),
                OpportunityOrder.ChangedAt => Changed.UtcTicks,
                _ => 0,
            },
            Id);
    }

    private sealed record Box<TKey>(TKey Key, long Id);
}
