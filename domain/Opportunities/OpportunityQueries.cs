using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>Reading opportunities, always through the caller's rights.</summary>
public sealed partial class OpportunityQueries(
    OpportunitiesContext db, AccessPolicy access, KnownSetup setup, ReminderPlanner reminders, WorkingCalendar calendar)
{
    /// <summary>Longest page of a list.</summary>
    public const int MaxPage = 100;

    /// <summary>One opportunity with its state, or null when it is not there or the caller may not see it.</summary>
    public async Task<OpportunityView?> FindAsync(string no, Caller caller, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(no);
        var opportunity = await db.ShowWithItsStateAsync(
            db.Opportunities.Where(access.MaySee(caller)).Where(o => o.No == key), setup, cancellationToken);
        return opportunity is null ? null : new OpportunityView(opportunity, AccessPolicy.MayChangeThis(opportunity, caller));
    }

    /// <summary>
    /// An opportunity with what a group may see of it, no values; asks for no rights: the caller knows that it was shown to that group.
    /// </summary>
    public Task<Opportunity?> FindForGroupAsync(string no, CancellationToken cancellationToken) =>
        db.Opportunities.AsNoTrackingWithIdentityResolution().Include(o => o.Salesperson).Include(o => o.SalesCycle!.Stages)
            .Include(o => o.Entries.Where(e => e.Active)).ThenInclude(e => e.Stage).AsSplitQuery()
            .SingleOrDefaultAsync(o => o.No == no, cancellationToken);

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

    /// <summary>How many of what matches the caller may change.</summary>
    public async Task<int> CountChangeableAsync(OpportunityFilter filter, Caller caller, CancellationToken cancellationToken) =>
        await Filtered(await ReadyAsync(filter, cancellationToken), caller).Where(AccessPolicy.MayChange(caller))
            .CountAsync(cancellationToken);

    /// <summary>Of what matches, what the caller may change, in the order in which it was made.</summary>
    internal async Task<IReadOnlyList<Marked>> MarkedAsync(
        OpportunityFilter filter, int most, Caller caller, CancellationToken cancellationToken) =>
        await Filtered(await ReadyAsync(filter, cancellationToken), caller).Where(AccessPolicy.MayChange(caller)).OrderBy(o => o.Id)
            .Select(o => new Marked(o.No, o.Version)).Take(most).ToListAsync(cancellationToken);

    /// <summary>What was done to an opportunity that the caller may see, newest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> ActsAsync(string no, Caller caller, CancellationToken cancellationToken)
    {
        var visible = db.Opportunities.Where(access.MaySee(caller)).Where(o => o.No == no);
        return await db.AuditEntries.AsNoTracking()
            .Where(a => a.Subject == OpportunityActs.Subject && a.SubjectKey == no && visible.Any())
            .OrderByDescending(a => a.Id).Take(MaxPage).ToListAsync(cancellationToken);
    }

    /// <summary>
    /// The reminders of an opportunity that the caller may see: first what lies ahead and is not stored, the latest first, then the newest.
    /// </summary>
    public async Task<IReadOnlyList<Reminder>> RemindersAsync(long opportunityId, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!await db.Opportunities.Where(access.MaySee(caller)).AnyAsync(o => o.Id == opportunityId, cancellationToken))
        {
            return [];
        }

        var rows = await db.Reminders.AsNoTracking().Include(r => r.Salesperson).Where(r => r.OpportunityId == opportunityId)
            .OrderByDescending(r => r.Id).Take(MaxPage).ToListAsync(cancellationToken);
        return [.. (await reminders.UpcomingAsync(opportunityId, caller.Now, cancellationToken)).Reverse(), .. rows];
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
    /// The reminders of an opportunity page by page, newest first; before the first page, and on top of it, what lies ahead and is not
    /// stored yet, without a key. Null when it is not there or the caller may not see it.
    /// </summary>
    public async Task<(IReadOnlyList<Reminder> Items, long? Next)?> RemindersAsync(
        string no, int limit, long? before, Caller caller, CancellationToken cancellationToken)
    {
        if (await VisibleAsync(no, caller, cancellationToken) is not { } id)
        {
            return null;
        }

        var take = Math.Clamp(limit, 1, MaxPage);
        ArgumentNullException.ThrowIfNull(caller);
        var ahead = before is null ? await reminders.UpcomingAsync(id, caller.Now, cancellationToken) : [];
        var rows = await db.Reminders.AsNoTracking().Include(r => r.Salesperson)
            .Where(r => r.OpportunityId == id && (before == null || r.Id < before))
            .OrderByDescending(r => r.Id).Take(take + 1).ToListAsync(cancellationToken);
        return rows.Count <= take ? ([.. ahead.Reverse(), .. rows], null) : ([.. ahead.Reverse(), .. rows[..take]], rows[take - 1].Id);
    }

    /// <summary>The key of an opportunity the caller may see; null when there is none.</summary>
    private async Task<long?> VisibleAsync(string no, Caller caller, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(no);
        return await db.Opportunities.Where(access.MaySee(caller)).Where(o => o.No == key).Select(o => (long?)o.Id)
            .SingleOrDefaultAsync(cancellationToken);
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
