using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <content>What a list is narrowed to.</content>
public sealed partial class OpportunityQueries
{
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

        query = ByCreation(query, filter);
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

        if (filter.ChancesFrom is { } high)
        {
            query = query.Where(o => db.Entries.Any(
                e => e.OpportunityId == o.Id && e.Active && e.StageId != null && e.ChancesOfSuccess >= high));
        }

        if (filter.ChancesBelow is { } low)
        {
            query = query.Where(o => db.Entries.Any(
                e => e.OpportunityId == o.Id && e.Active && e.StageId != null && e.ChancesOfSuccess < low));
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

        return filter.StaleOn is null
            ? query
            : ByStaleness(query, filter.Stale ?? throw new InvalidOperationException("The days are found first: see ReadyAsync."));
    }

    /// <summary>What <see cref="Staleness.Of"/> finds a reason for.</summary>
    private IQueryable<Opportunity> ByStaleness(IQueryable<Opportunity> query, StaleDays days)
    {
        var (today, createdBy) = (days.Today, days.CreatedBy);
        var lingering = days.EnteredBy.Select(d => db.Entries
            .Where(e => e.Active && e.StageId != null && e.StageEnteredOn <= d.By
                && (e.Opportunity!.LimitWorkingDays ?? e.Stage!.LimitWorkingDays) == d.Limit)
            .Select(e => e.OpportunityId)).Aggregate((IQueryable<long>?)null, (all, some) => all is null ? some : all.Concat(some));
        lingering ??= db.Entries.Where(e => false).Select(e => e.OpportunityId);
        return query.Where(o => (o.Status == OpportunityStatus.NotStarted || o.Status == OpportunityStatus.InProgress)
            && (o.NextStepDate < today || o.Tasks.Any(t => !t.Closed && t.Date < today)
                || (o.Status == OpportunityStatus.NotStarted
                    ? o.InitialCloseDate < today || o.CreationDate <= createdBy
                    : db.Entries.Any(e => e.OpportunityId == o.Id && e.Active && e.EstimatedCloseDate < today))
                || (o.NextStepDate == null && lingering.Contains(o.Id))));
    }

    /// <summary>Finds what a filter needs that no query tells.</summary>
    internal async Task<OpportunityFilter> ReadyAsync(OpportunityFilter filter, CancellationToken cancellationToken)
    {
        if (filter is not { StaleOn: { } today, Stale: null })
        {
            return filter;
        }

        var limits = await db.Set<SalesCycleStage>().Where(s => s.LimitWorkingDays != null).Select(s => s.LimitWorkingDays!.Value)
            .Union(db.Opportunities.Where(o => o.LimitWorkingDays != null).Select(o => o.LimitWorkingDays!.Value))
            .ToListAsync(cancellationToken);
        return filter with { Stale = Staleness.Days(limits, calendar, today) };
    }

    /// <summary>By the day of creation and by the source.</summary>
    private static IQueryable<Opportunity> ByCreation(IQueryable<Opportunity> query, OpportunityFilter filter)
    {
        query = filter.CreatedFrom is { } from ? query.Where(o => o.CreationDate >= from) : query;
        query = filter.CreatedTo is { } to ? query.Where(o => o.CreationDate <= to) : query;
        if (Checks.Tidy(filter.Source) is { } source)
        {
            var wanted = source.ToUpperInvariant();
#pragma warning disable CA1304, CA1311, CA1862 // Becomes UPPER of the database, which knows no culture.
            query = query.Where(o => o.Source == source || o.Source!.ToUpper() == wanted);
#pragma warning restore CA1304, CA1311, CA1862
        }

        return query;
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
}
