using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq.Expressions;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>Reading opportunities, always through the caller's rights.</summary>
public sealed class OpportunityQueries(OpportunitiesContext db, AccessPolicy access)
{
    /// <summary>Longest page of a list.</summary>
    public const int MaxPage = 100;

    /// <summary>Where those without an expected closing date stand when sorted by it.</summary>
    private static readonly DateOnly Undated = new(9999, 1, 1);

    /// <summary>One opportunity with its state, or null when it is not there or the caller may not see it.</summary>
    public async Task<OpportunityView?> FindAsync(string no, Caller caller, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(no);
        var opportunity = await db.Opportunities.AsNoTrackingWithIdentityResolution().Where(access.MaySee(caller)).WithItsState()
            .SingleOrDefaultAsync(o => o.No == key, cancellationToken);
        return opportunity is null
            ? null
            : new OpportunityView(
                opportunity,
                await db.Opportunities.Where(AccessPolicy.MayChange(caller)).AnyAsync(o => o.Id == opportunity.Id, cancellationToken));
    }

    /// <summary>
    /// An opportunity with what a group may see of it, no values; asks for no rights: the caller knows that it was shown to that group.
    /// </summary>
    public Task<Opportunity?> FindForGroupAsync(string no, CancellationToken cancellationToken) =>
        db.Opportunities.AsNoTrackingWithIdentityResolution().Include(o => o.Salesperson).Include(o => o.SalesCycle!.Stages)
            .Include(o => o.Entries.Where(e => e.Active)).ThenInclude(e => e.Stage).AsSplitQuery()
            .SingleOrDefaultAsync(o => o.No == no, cancellationToken);

    /// <summary>What somebody has open and the caller may change, the oldest first.</summary>
    public async Task<IReadOnlyList<NamedRecord>> OpenOfAsync(
        long salespersonId, int most, Caller caller, CancellationToken cancellationToken) =>
        await db.Opportunities.AsNoTracking().Where(AccessPolicy.MayChange(caller))
            .Where(o => o.SalespersonId == salespersonId
                && (o.Status == OpportunityStatus.NotStarted || o.Status == OpportunityStatus.InProgress))
            .OrderBy(o => o.Id).Select(o => new NamedRecord(o.Id, o.No, o.Description, null)).Take(most).ToListAsync(cancellationToken);

    /// <summary>The number of the only open opportunity somebody has; null when they have none, or several.</summary>
    public async Task<string?> OnlyOpenAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var mine = await db.Opportunities.Where(o => o.SalespersonId == caller.SalespersonId
                && (o.Status == OpportunityStatus.NotStarted || o.Status == OpportunityStatus.InProgress))
            .OrderBy(o => o.Id).Select(o => o.No).Take(2).ToListAsync(cancellationToken);
        return mine.Count == 1 ? mine[0] : null;
    }

    /// <summary>Longest list of one's own that words are looked for in.</summary>
    public const int MostNamed = 500;

    /// <summary>What the caller has open, as one would name it; the newest first, at most <see cref="MostNamed"/>.</summary>
    public async Task<IReadOnlyList<NamedOpportunity>> OpenNamedAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return await Named(db.Opportunities.Where(o => o.SalespersonId == caller.SalespersonId
                && (o.Status == OpportunityStatus.NotStarted || o.Status == OpportunityStatus.InProgress)))
            .Take(MostNamed).ToListAsync(cancellationToken);
    }

    /// <summary>Those of these numbers that the caller may see, as one would name them.</summary>
    public async Task<IReadOnlyList<NamedOpportunity>> NamedAsync(
        IReadOnlyCollection<string> numbers, Caller caller, CancellationToken cancellationToken) => numbers.Count == 0
        ? []
        : await Named(db.Opportunities.Where(access.MaySee(caller)).Where(o => numbers.Contains(o.No))).Take(MaxPage)
            .ToListAsync(cancellationToken);

    /// <summary>What the caller may see that is open with one of these contacts or their people, as one would name it.</summary>
    public async Task<IReadOnlyList<NamedOpportunity>> OfContactsAsync(
        IReadOnlyCollection<long> contacts, int most, Caller caller, CancellationToken cancellationToken) =>
        await Named(Filtered(new OpportunityFilter(Open: true, ContactIds: contacts), caller)).Take(Math.Clamp(most, 1, MaxPage))
            .ToListAsync(cancellationToken);

    /// <summary>What the caller may see whose title, number or contact holds the text, as one would name it.</summary>
    public async Task<IReadOnlyList<NamedOpportunity>> TitledAsync(
        string text, int most, Caller caller, CancellationToken cancellationToken) =>
        await Named(Filtered(new OpportunityFilter(Text: text), caller)).Take(Math.Clamp(most, 1, MaxPage)).ToListAsync(cancellationToken);

    private static IQueryable<NamedOpportunity> Named(IQueryable<Opportunity> opportunities) => opportunities.AsNoTracking()
        .OrderByDescending(o => o.Id)
        .Select(o => new NamedOpportunity(o.Id, o.No, o.Description, o.Contact!.Name, o.Contact.Company!.Name));

    /// <summary>Of some opportunities those the caller may see, by id: whether they may change it too.</summary>
    public async Task<IReadOnlyDictionary<long, bool>> SightAsync(
        IEnumerable<Opportunity> opportunities, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var all = opportunities.DistinctBy(o => o.Id).ToList();
        var sight = all.Where(o => o.SalespersonId == caller.SalespersonId).ToDictionary(o => o.Id, _ => true); // one's own, always
        var others = all.Select(o => o.Id).Except(sight.Keys).ToList();
        if (others.Count > 0)
        {
            var changeable = db.Opportunities.Where(AccessPolicy.MayChange(caller));
            foreach (var seen in await db.Opportunities.Where(access.MaySee(caller)).Where(o => others.Contains(o.Id))
                .Select(o => new { o.Id, MayChange = changeable.Any(c => c.Id == o.Id) }).ToListAsync(cancellationToken))
            {
                sight[seen.Id] = seen.MayChange;
            }
        }

        return sight;
    }

    /// <summary>The latest history of an opportunity that the caller may see, newest first.</summary>
    public async Task<IReadOnlyList<OpportunityEntry>> HistoryAsync(long opportunityId, Caller caller, CancellationToken cancellationToken)
    {
        var visible = db.Opportunities.Where(access.MaySee(caller)).Where(o => o.Id == opportunityId);
        return await db.Entries.AsNoTracking().Include(e => e.CloseReason).Where(e => e.OpportunityId == opportunityId && visible.Any())
            .OrderByDescending(e => e.Id).Take(MaxPage).ToListAsync(cancellationToken);
    }

    /// <summary>The tasks of an opportunity that the caller may see, open ones first, each with its salesperson.</summary>
    public async Task<IReadOnlyList<SalesTask>> TasksAsync(long opportunityId, Caller caller, CancellationToken cancellationToken)
    {
        var visible = db.Opportunities.Where(access.MaySee(caller)).Where(o => o.Id == opportunityId);
        return await db.Tasks.AsNoTracking().Include(t => t.Salesperson)
            .Where(t => t.OpportunityId == opportunityId && visible.Any())
            .OrderBy(t => t.Closed).ThenBy(t => t.Date).Take(MaxPage).ToListAsync(cancellationToken);
    }

    /// <summary>Of these numbers the opportunities that the caller may change, in the order in which they were made.</summary>
    public async Task<IReadOnlyList<ChangeableOpportunity>> ChangeableAsync(
        IReadOnlyCollection<string> numbers, Caller caller, CancellationToken cancellationToken) =>
        await db.Opportunities.AsNoTracking().Where(AccessPolicy.MayChange(caller)).Where(o => numbers.Contains(o.No)).OrderBy(o => o.Id)
            .Select(o => new ChangeableOpportunity(o.No, o.Description, o.Version)).Take(MaxPage).ToListAsync(cancellationToken);

    /// <summary>What was done to an opportunity that the caller may see, newest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> ActsAsync(string no, Caller caller, CancellationToken cancellationToken)
    {
        var visible = db.Opportunities.Where(access.MaySee(caller)).Where(o => o.No == no);
        return await db.AuditEntries.AsNoTracking()
            .Where(a => a.Subject == OpportunityActs.Subject && a.SubjectKey == no && visible.Any())
            .OrderByDescending(a => a.Id).Take(MaxPage).ToListAsync(cancellationToken);
    }

    /// <summary>The reminders of an opportunity that the caller may see, newest first.</summary>
    public async Task<IReadOnlyList<Reminder>> RemindersAsync(long opportunityId, Caller caller, CancellationToken cancellationToken)
    {
        var visible = db.Opportunities.Where(access.MaySee(caller)).Where(o => o.Id == opportunityId);
        return await db.Reminders.AsNoTracking().Include(r => r.Salesperson).Where(r => r.OpportunityId == opportunityId && visible.Any())
            .OrderByDescending(r => r.Id).Take(MaxPage).ToListAsync(cancellationToken);
    }

    /// <summary>One page of what the caller may see, newest first; <paramref name="before"/> is the cursor of the page before.</summary>
    public async Task<OpportunityPage> ListAsync(
        OpportunityFilter filter, int limit, long? before, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
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
        var take = Math.Clamp(limit, 1, MaxPage);
        var rows = order switch
        {
            OpportunityOrder.EstimatedCloseDate => await MergedAsync(
                filter, s => s.Close, byOpenIndex: true, descending,
                after is null ? null : (DateOnly.FromDayNumber((int)Math.Clamp(after.Key, 0, DateOnly.MaxValue.DayNumber)), after.Id),
                take + 1, caller, cancellationToken),
            OpportunityOrder.EstimatedValue => await MergedAsync(
                filter, s => s.Value, byOpenIndex: false, descending, after is null ? null : (after.Key / 100m, after.Id), take + 1, caller,
                cancellationToken),
            OpportunityOrder.ChangedAt => await After(
                    Filtered(filter, caller).Select(o => new Sorted { Id = o.Id, Changed = o.ChangedAt }), s => s.Changed, descending,
                    after is null
                        ? null
                        : (new DateTimeOffset(Math.Clamp(after.Key, 0, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero), after.Id))
                .Take(take + 1).ToListAsync(cancellationToken),
            _ => await After(
                    Filtered(filter, caller).Select(o => new Sorted { Id = o.Id }), s => s.Id, descending,
                    after is null ? null : (after.Id, after.Id))
                .Take(take + 1).ToListAsync(cancellationToken),
        };
        var ids = rows.Take(take).Select(r => r.Id).ToList();

        // Split, because SQLite would gather every active entry there is before it joins them to these.
        var items = await db.Opportunities.AsNoTracking().Where(o => ids.Contains(o.Id))
            .Include(o => o.Contact).Include(o => o.Salesperson).Include(o => o.SalesCycle)
            .Include(o => o.Entries.Where(e => e.Active)).ThenInclude(e => e.Stage)
            .Include(o => o.Entries.Where(e => e.Active)).ThenInclude(e => e.CloseReason)
            .AsSplitQuery().ToDictionaryAsync(o => o.Id, cancellationToken);
        var last = rows.Count > take ? rows[take - 1] : null;
        return (
            [.. ids.Where(items.ContainsKey).Select(id => items[id])],
            last is null ? null : new OpportunityCursor(
                order switch
                {
                    OpportunityOrder.EstimatedCloseDate => last.Close.DayNumber,
                    OpportunityOrder.EstimatedValue => decimal.ToInt64(last.Value * 100),
                    OpportunityOrder.ChangedAt => last.Changed.UtcTicks,
                    _ => 0,
                },
                last.Id));
    }

    /// <summary>The history of an opportunity page by page, newest first; null when it is not there or the caller may not see it.</summary>
    public async Task<(IReadOnlyList<OpportunityEntry> Items, long? Next)?> HistoryAsync(
        string no, int limit, long? before, Caller caller, CancellationToken cancellationToken)
    {
        if (await VisibleAsync(no, caller, cancellationToken) is not { } id)
        {
            return null;
        }

        var take = Math.Clamp(limit, 1, MaxPage);
        var rows = await db.Entries.AsNoTracking().Include(e => e.CloseReason).Include(e => e.Salesperson)
            .Where(e => e.OpportunityId == id && (before == null || e.Id < before))
            .OrderByDescending(e => e.Id).Take(take + 1).ToListAsync(cancellationToken);
        return rows.Count <= take ? (rows, null) : (rows[..take], rows[take - 1].Id);
    }

    /// <summary>
    /// The reminders of an opportunity page by page, newest first; null when it is not there or the caller may not see it.
    /// </summary>
    public async Task<(IReadOnlyList<Reminder> Items, long? Next)?> RemindersAsync(
        string no, int limit, long? before, Caller caller, CancellationToken cancellationToken)
    {
        if (await VisibleAsync(no, caller, cancellationToken) is not { } id)
        {
            return null;
        }

        var take = Math.Clamp(limit, 1, MaxPage);
        var rows = await db.Reminders.AsNoTracking().Include(r => r.Salesperson)
            .Where(r => r.OpportunityId == id && (before == null || r.Id < before))
            .OrderByDescending(r => r.Id).Take(take + 1).ToListAsync(cancellationToken);
        return rows.Count <= take ? (rows, null) : (rows[..take], rows[take - 1].Id);
    }

    /// <summary>The key of an opportunity the caller may see; null when there is none.</summary>
    private async Task<long?> VisibleAsync(string no, Caller caller, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(no);
        return await db.Opportunities.Where(access.MaySee(caller)).Where(o => o.No == key).Select(o => (long?)o.Id)
            .SingleOrDefaultAsync(cancellationToken);
    }

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

    /// <summary>What matches and the caller may see; not tracked.</summary>
    internal IQueryable<Opportunity> Filtered(OpportunityFilter filter, Caller caller)
    {
        var query = ByAttributes(db.Opportunities.AsNoTracking().Where(access.MaySee(caller)), filter);
        query = ByStageAndCloseDate(query, filter);
        query = ByValueAndCare(query, filter);
        if (filter.InNoTeam)
        {
            query = query.Where(o => o.Salesperson!.TeamId == null);
        }

        query = ByStageEntry(query, filter);
        query = ByClosing(query, filter);
        return filter.LeftStage is { } left ? ByLeftStage(query, left, filter) : query;
    }

    /// <summary>By status, salesperson, sales cycle, team and contact, and by the text that is searched for.</summary>
    private static IQueryable<Opportunity> ByAttributes(IQueryable<Opportunity> query, OpportunityFilter filter)
    {
        if (filter.Open)
        {
            query = query.Where(o => o.Status == OpportunityStatus.NotStarted || o.Status == OpportunityStatus.InProgress);
        }

        if (filter.Status is { } status)
        {
            query = query.Where(o => o.Status == status);
        }

        if (filter.SalespersonCode is { } salesperson)
        {
            var code = Checks.NormalCode(salesperson);
            query = query.Where(o => o.Salesperson!.Code == code);
        }

        if (filter.SalesCycleCode is { } cycle)
        {
            var code = Checks.NormalCode(cycle);
            query = query.Where(o => o.SalesCycle!.Code == code);
        }

        if (Checks.Tidy(filter.Text) is { } text)
        {
            var wanted = SearchText.Fold(text);
            query = query.Where(
                o => o.Search.Contains(wanted) || o.Contact!.Search.Contains(wanted) || o.Contact!.Company!.Search.Contains(wanted));
        }

        if (filter.TeamCode is { } team)
        {
            var code = Checks.NormalCode(team);
            query = query.Where(o => o.Salesperson!.Team!.Code == code);
        }

        if (filter.ContactNo is { } contact)
        {
            var no = Checks.NormalCode(contact);
            query = query.Where(o => o.Contact!.No == no);
        }

        if (filter.ContactIds is { } contacts)
        {
            query = query.Where(o => contacts.Contains(o.ContactId)
                || (o.Contact!.CompanyId != null && contacts.Contains(o.Contact.CompanyId.Value)));
        }

        return filter.Priority is { } priority ? query.Where(o => o.Priority == priority) : query;
    }

    /// <summary>By value, and by what is left to do.</summary>
    private IQueryable<Opportunity> ByValueAndCare(IQueryable<Opportunity> query, OpportunityFilter filter)
    {
        if (filter.ValueFrom is { } least)
        {
            query = query.Where(o => o.Status == OpportunityStatus.NotStarted
                ? o.InitialValue >= least
                : db.Entries.Any(e => e.OpportunityId == o.Id && e.Active && e.EstimatedValue >= least));
        }

        if (filter.ValueTo is { } most)
        {
            query = query.Where(o => o.Status == OpportunityStatus.NotStarted
                ? o.InitialValue <= most
                : db.Entries.Any(e => e.OpportunityId == o.Id && e.Active && e.EstimatedValue <= most));
        }

        if (filter.StageIds is { } stages)
        {
            query = query.Where(
                o => db.Entries.Any(e => e.OpportunityId == o.Id && e.Active && e.StageId != null && stages.Contains(e.StageId.Value)));
        }

        if (filter.WithoutNextStep)
        {
            query = query.Where(o => o.NextStepDate == null);
        }

        if (filter.OverdueOn is { } day)
        {
            query = query.Where(o => o.NextStepDate < day || o.Tasks.Any(t => !t.Closed && t.Date < day)
                || (o.Status == OpportunityStatus.NotStarted
                    ? o.InitialCloseDate < day
                    : db.Entries.Any(e => e.OpportunityId == o.Id && e.Active && e.EstimatedCloseDate < day)));
        }

        return query;
    }

    /// <summary>
    /// How many match, what they are worth and what that is by their probabilities; won ones count what they were sold for. In company
    /// currency; what was never started has no probability and weighs nothing.
    /// </summary>
    public async Task<Totals> TotalsAsync(OpportunityFilter filter, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
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

    /// <summary>By the stage where they stand and by the expected closing date.</summary>
    private IQueryable<Opportunity> ByStageAndCloseDate(IQueryable<Opportunity> query, OpportunityFilter filter)
    {
        if (filter.Stage is { } stage)
        {
            query = query.Where(o => db.Entries.Any(e => e.OpportunityId == o.Id && e.Active && e.Stage!.Number == stage));
        }

        if (filter.CloseFrom is { } from)
        {
            query = query.Where(o => o.Status == OpportunityStatus.NotStarted
                ? o.InitialCloseDate >= from
                : db.Entries.Any(e => e.OpportunityId == o.Id && e.Active && e.EstimatedCloseDate >= from));
        }

        if (filter.CloseTo is { } to)
        {
            query = query.Where(o => o.Status == OpportunityStatus.NotStarted
                ? o.InitialCloseDate <= to
                : db.Entries.Any(e => e.OpportunityId == o.Id && e.Active && e.EstimatedCloseDate <= to));
        }

        return query;
    }

    /// <summary>
    /// By when they entered their present stage; when a stage that was left is asked for, <see cref="ByLeftStage"/> asks it of that one.
    /// </summary>
    private IQueryable<Opportunity> ByStageEntry(IQueryable<Opportunity> query, OpportunityFilter filter)
    {
        if (filter is { LeftStage: null, EnteredFrom: { } enteredFrom })
        {
            query = query.Where(
                o => db.Entries.Any(e => e.OpportunityId == o.Id && e.Active && e.StageId != null && e.StageEnteredOn >= enteredFrom));
        }

        if (filter is { LeftStage: null, EnteredTo: { } enteredTo })
        {
            query = query.Where(
                o => db.Entries.Any(e => e.OpportunityId == o.Id && e.Active && e.StageId != null && e.StageEnteredOn <= enteredTo));
        }

        return query;
    }

    /// <summary>By reason and day of closing.</summary>
    private IQueryable<Opportunity> ByClosing(IQueryable<Opportunity> query, OpportunityFilter filter)
    {
        if (filter.ReasonCode is { } reason)
        {
            var code = Checks.NormalCode(reason);
            query = query.Where(o => db.Entries.Any(e => e.OpportunityId == o.Id && e.Active && e.CloseReason!.Code == code));
        }

        if (filter.ClosedFrom is { } closedFrom)
        {
            query = query.Where(o => o.ClosedOn >= closedFrom);
        }

        if (filter.ClosedTo is { } closedTo)
        {
            query = query.Where(o => o.ClosedOn <= closedTo);
        }

        return query;
    }

    /// <summary>By a stage that they left, and by when they had entered it.</summary>
    private IQueryable<Opportunity> ByLeftStage(IQueryable<Opportunity> query, int left, OpportunityFilter filter)
    {
        // A stay as the figures count it: ended, begun in the period, and not set aside by an undo.
        var stays = db.Entries.Where(e => !e.Active && e.DaysOpen != null && e.Stage!.Number == left);
        stays = filter.EnteredFrom is { } begunFrom ? stays.Where(e => e.StageEnteredOn >= begunFrom) : stays;
        stays = filter.EnteredTo is { } begunTo ? stays.Where(e => e.StageEnteredOn <= begunTo) : stays;
        stays = stays.Where(e => !db.Entries.Any(now =>
            now.Active && now.OpportunityId == e.OpportunityId && now.StageId == e.StageId && now.StageEnteredOn == e.StageEnteredOn));
        return query.Where(o => stays.Any(e => e.OpportunityId == o.Id));
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
            var beyond = descending ? Expression.LessThan(key.Body, keyThere) : Expression.GreaterThan(key.Body, keyThere);
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
    }

    private sealed record Box<TKey>(TKey Key, long Id);
}

/// <summary>What the parts of the product need of an opportunity to show or change it.</summary>
internal static class OpportunityLoading
{
    /// <summary>With contact, salesperson, cycle with stages and their activities, the active entry and the open tasks.</summary>
    public static IQueryable<Opportunity> WithItsState(this IQueryable<Opportunity> opportunities) => opportunities
        .Include(o => o.Contact!.Company)
        .Include(o => o.Salesperson!.Team)
        .Include(o => o.SalesCycle!.Stages).ThenInclude(s => s.Activity!.Steps)
        .Include(o => o.Entries.Where(e => e.Active)).ThenInclude(e => e.CloseReason)
        .Include(o => o.Tasks.Where(t => !t.Closed))
        .AsSplitQuery();

    /// <summary>
    /// Nobody else changes these until the transaction ends: whoever would, waits. They are written as they are, for no database has a
    /// lock that the others know too; their version stays, so that cards that show them still hold.
    /// </summary>
    public static Task<int> HoldAsync(this IQueryable<Opportunity> opportunities, CancellationToken cancellationToken) =>
        opportunities.ExecuteUpdateAsync(set => set.SetProperty(o => o.WorkedAt, o => o.WorkedAt), cancellationToken);

    /// <summary>The only one there is of those, to be changed, with the same around it; null when there is none.</summary>
    /// <remarks>Each part by its key: what follows is short to prepare, where a split query asks anew for the one it belongs to.</remarks>
    public static async Task<Opportunity?> FindWithItsStateAsync(
        this OpportunitiesContext db, IQueryable<Opportunity> those, CancellationToken cancellationToken)
    {
        var found = await those.Include(o => o.Contact!.Company).Include(o => o.Salesperson!.Team).Include(o => o.SalesCycle)
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return null;
        }

        var (id, cycle) = (found.Id, found.SalesCycleId);
        await db.Entries.Where(e => e.OpportunityId == id && e.Active).Include(e => e.CloseReason).LoadAsync(cancellationToken);
        await db.Tasks.Where(t => t.OpportunityId == id && !t.Closed).LoadAsync(cancellationToken);
        await db.Set<SalesCycleStage>().Where(s => s.SalesCycleId == cycle).Include(s => s.Activity!.Steps).LoadAsync(cancellationToken);
        return found;
    }

    /// <summary>
    /// Why the database did not take an act on an opportunity after its checks: the stage it enters was deleted meanwhile, or somebody
    /// else's act made another entry the active one. Null when it was neither.
    /// </summary>
    public static async Task<Refusal?> WhyNotSavedAsync(
        this OpportunitiesContext db, Opportunity opportunity, RefusalRule stageGone, Caller caller, CancellationToken cancellationToken)
    {
        if (opportunity.Current is { StageId: { } stage } entry
            && !await db.Set<SalesCycleStage>().AnyAsync(s => s.Id == stage, cancellationToken))
        {
            return stageGone.With(entry.StageDescription);
        }

        var (id, known) = (opportunity.Id, db.Entry(opportunity));
        var seen = known.Property(o => o.Version).OriginalValue;
        return known.State == EntityState.Added || await db.Opportunities.AnyAsync(o => o.Id == id && o.Version == seen, cancellationToken)
            ? null
            : await db.WhyStaleAsync(OpportunityActs.Subject, opportunity.No, caller, cancellationToken);
    }
}

/// <summary>An opportunity as one person sees it.</summary>
/// <param name="Opportunity">With contact, salesperson, cycle, active entry and open tasks loaded; not tracked.</param>
/// <param name="MayChange">Whether they may act on it.</param>
public sealed record OpportunityView(Opportunity Opportunity, bool MayChange);

/// <summary>An opportunity that can be acted on with others.</summary>
public sealed record ChangeableOpportunity(string No, string Description, long Version);

/// <summary>An opportunity by what one calls it.</summary>
/// <param name="Id">Its key.</param>
/// <param name="No">Its number.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Contact">The contact's name.</param>
/// <param name="Company">The company of a contact that is a person.</param>
public sealed record NamedOpportunity(long Id, string No, string Title, string Contact, string? Company);

/// <summary>Which opportunities a list shows; blank parts do not filter.</summary>
/// <param name="Text">Part of the description, number or contact, in any case.</param>
/// <param name="Status">Exactly this status.</param>
/// <param name="Open">Not started or in progress.</param>
/// <param name="SalespersonCode">Of this salesperson.</param>
/// <param name="SalesCycleCode">In this cycle.</param>
/// <param name="TeamCode">Of the people who are in this team today.</param>
/// <param name="ContactNo">With this contact.</param>
/// <param name="Stage">On the stage that has this number today.</param>
/// <param name="CloseFrom">Expected to close on this day or later.</param>
/// <param name="CloseTo">Expected to close on this day or earlier.</param>
/// <param name="EnteredFrom">Entered their present stage (with <paramref name="LeftStage"/>, that one) on this day or later.</param>
/// <param name="EnteredTo">Entered it on this day or earlier.</param>
/// <param name="ReasonCode">Closed for this reason.</param>
/// <param name="ClosedFrom">Closed on this day or later.</param>
/// <param name="ClosedTo">Closed on this day or earlier.</param>
/// <param name="LeftStage">Stayed on the stage that has this number today, and left it, even if they came back.</param>
/// <param name="InNoTeam">Of people who are in no team today.</param>
/// <param name="ContactIds">With one of these contacts, or a person of one of these companies.</param>
/// <param name="ValueFrom">Worth this much or more, in company currency.</param>
/// <param name="ValueTo">Worth this much or less.</param>
/// <param name="Priority">Of this priority.</param>
/// <param name="StageIds">On one of these stages.</param>
/// <param name="WithoutNextStep">Without a next step.</param>
/// <param name="OverdueOn">Closing day, next step or an open task before this day.</param>
public sealed record OpportunityFilter(
    string? Text = null, OpportunityStatus? Status = null, bool Open = false, string? SalespersonCode = null, string? SalesCycleCode = null,
    string? TeamCode = null, string? ContactNo = null, int? Stage = null, DateOnly? CloseFrom = null, DateOnly? CloseTo = null,
    DateOnly? EnteredFrom = null, DateOnly? EnteredTo = null, string? ReasonCode = null, DateOnly? ClosedFrom = null,
    DateOnly? ClosedTo = null, int? LeftStage = null, bool InNoTeam = false,
    IReadOnlyCollection<long>? ContactIds = null, decimal? ValueFrom = null, decimal? ValueTo = null, Priority? Priority = null,
    IReadOnlyCollection<long>? StageIds = null, bool WithoutNextStep = false, DateOnly? OverdueOn = null);

/// <summary>What a list of opportunities is sorted by.</summary>
public enum OpportunityOrder
{
    /// <summary>The order in which they were made.</summary>
    No = 0,

    /// <summary>By the expected closing date.</summary>
    EstimatedCloseDate = 1,

    /// <summary>By the estimated value, in company currency.</summary>
    EstimatedValue = 2,

    /// <summary>By the instant of the last act.</summary>
    ChangedAt = 3,
}

/// <summary>The last line of a page, in the order of its list.</summary>
/// <param name="Key">Day number, hundredths or ticks of what the list is sorted by; 0 when sorted by number.</param>
/// <param name="Id">Its key.</param>
public sealed record OpportunityCursor(long Key, long Id)
{
    /// <summary>Text that <see cref="TryParse"/> reads, to be put into a link.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Key}.{Id}");

    /// <summary>Reads what <see cref="ToString"/> wrote; any other text is no cursor.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out OpportunityCursor? cursor)
    {
        var parts = (text ?? "").Split('.');
        cursor = parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var key)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new OpportunityCursor(key, id)
            : null;
        return cursor is not null;
    }
}

/// <summary>One line of a list. Amounts in company currency, percentages 0–100.</summary>
public sealed record OpportunityRow(
    long Id, string No, string Description, string Contact, string Salesperson, string SalesCycle, OpportunityStatus Status,
    Tasks.Priority Priority, string? Stage, decimal? EstimatedValue, decimal? ChancesOfSuccess, decimal? CurrentValue,
    DateOnly? EstimatedCloseDate, DateTimeOffset ChangedAt);

/// <summary>One page of a list and the cursor of the next one, null at the end.</summary>
public sealed record OpportunityPage(IReadOnlyList<OpportunityRow> Rows, long? Next);
