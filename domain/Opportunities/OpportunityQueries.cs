using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>Reading opportunities, always through the caller's rights.</summary>
public sealed class OpportunityQueries(OpportunitiesContext db, AccessPolicy access)
{
    /// <summary>Longest page of a list.</summary>
    public const int MaxPage = 100;

    /// <summary>One opportunity with its state, or null when it is not there or the caller may not see it.</summary>
    public async Task<OpportunityView?> FindAsync(string no, Caller caller, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(no);
        var opportunity = await db.Opportunities.AsNoTrackingWithIdentityResolution().Where(access.MaySee(caller)).WithItsState()
            .SingleOrDefaultAsync(o => o.No == key, cancellationToken);
        return opportunity is null
            ? null
            : new OpportunityView(opportunity, await db.Opportunities.Where(AccessPolicy.MayChange(caller)).AnyAsync(o => o.Id == opportunity.Id, cancellationToken));
    }

    /// <summary>The whole history, newest first.</summary>
    public async Task<IReadOnlyList<OpportunityEntry>> HistoryAsync(long opportunityId, CancellationToken cancellationToken) =>
        await db.Entries.AsNoTracking().Include(e => e.CloseReason).Where(e => e.OpportunityId == opportunityId)
            .OrderByDescending(e => e.Id).Take(MaxPage).ToListAsync(cancellationToken);

    /// <summary>What was done to it, newest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> ActsAsync(string no, CancellationToken cancellationToken) =>
        await db.AuditEntries.AsNoTracking().Where(a => a.Subject == OpportunityActs.Subject && a.SubjectKey == no)
            .OrderByDescending(a => a.Id).Take(MaxPage).ToListAsync(cancellationToken);

    /// <summary>Its reminders, newest first.</summary>
    public async Task<IReadOnlyList<Reminder>> RemindersAsync(long opportunityId, CancellationToken cancellationToken) =>
        await db.Reminders.AsNoTracking().Include(r => r.Salesperson).Where(r => r.OpportunityId == opportunityId)
            .OrderByDescending(r => r.Id).Take(MaxPage).ToListAsync(cancellationToken);

    /// <summary>One page of what the caller may see, newest first; <paramref name="before"/> is the cursor of the page before.</summary>
    public async Task<OpportunityPage> ListAsync(
        OpportunityFilter filter, int limit, long? before, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var take = Math.Clamp(limit, 1, MaxPage);
        var query = db.Opportunities.AsNoTracking().Where(access.MaySee(caller));
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
            query = query.Where(o => o.Search.Contains(wanted) || o.Contact!.Search.Contains(wanted) || o.Contact!.Company!.Search.Contains(wanted));
        }

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
}

/// <summary>An opportunity as one person sees it.</summary>
/// <param name="Opportunity">With contact, salesperson, cycle, active entry and open tasks loaded; not tracked.</param>
/// <param name="MayChange">Whether they may act on it.</param>
public sealed record OpportunityView(Opportunity Opportunity, bool MayChange);

/// <summary>Which opportunities a list shows; blank parts do not filter.</summary>
/// <param name="Text">Part of the description, number or contact, in any case.</param>
/// <param name="Status">Exactly this status.</param>
/// <param name="Open">Not started or in progress.</param>
/// <param name="SalespersonCode">Of this salesperson.</param>
/// <param name="SalesCycleCode">In this cycle.</param>
public sealed record OpportunityFilter(
    string? Text = null, OpportunityStatus? Status = null, bool Open = false, string? SalespersonCode = null, string? SalesCycleCode = null);

/// <summary>One line of a list. Amounts in company currency, percentages 0–100.</summary>
public sealed record OpportunityRow(
    long Id, string No, string Description, string Contact, string Salesperson, string SalesCycle, OpportunityStatus Status,
    Tasks.Priority Priority, string? Stage, decimal? EstimatedValue, decimal? ChancesOfSuccess, decimal? CurrentValue,
    DateOnly? EstimatedCloseDate, DateTimeOffset ChangedAt);

/// <summary>One page of a list and the cursor of the next one, null at the end.</summary>
public sealed record OpportunityPage(IReadOnlyList<OpportunityRow> Rows, long? Next);
