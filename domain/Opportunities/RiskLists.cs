using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>Lists that begin with what needs somebody's eye and say why.</summary>
public sealed class RiskLists(OpportunityQueries queries, WorkingCalendar calendar)
{
    /// <summary>Most that one list holds: the most urgent of those that match.</summary>
    public const int Most = 200;

    /// <summary>What matches: the stale ones first, the most worrying at the top; then by expected closing date.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="staleOnly">Leaves out what needs nobody's eye.</param>
    /// <param name="caller">Who asks; only what they may see is listed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<RiskList> ListAsync(OpportunityFilter filter, bool staleOnly, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(caller);
        var urgent = await Staleness.MostUrgentFirst(queries.Filtered(filter, caller), caller.Today).Take(Most + 1)
            .ToListAsync(cancellationToken);
        var found = await queries.Filtered(filter, caller).Where(o => urgent.Contains(o.Id))
            .Include(o => o.Contact!.Company).Include(o => o.Salesperson)
            .Include(o => o.Entries.Where(e => e.Active)).ThenInclude(e => e.Stage)
            .Include(o => o.Tasks.Where(t => !t.Closed))
            .AsSplitQuery().ToListAsync(cancellationToken);
        var rows = found.Where(o => o.Id != urgent.ElementAtOrDefault(Most))
            .Select(o => new RiskRow(o, Staleness.Of(o, calendar, caller.Today)))
            .Where(r => !staleOnly || r.Reasons.Count > 0)
            .OrderByDescending(r => r.Reasons.Sum(w => w.Weight))
            .ThenBy(r => r.CloseDate ?? DateOnly.MaxValue).ThenByDescending(r => r.Opportunity.Id)
            .ToList();
        return new RiskList(rows, urgent.Count > Most);
    }
}

/// <summary>A list sorted by risk.</summary>
/// <param name="Rows">The riskiest first.</param>
/// <param name="IsCut">Whether more match than the list holds.</param>
public sealed record RiskList(IReadOnlyList<RiskRow> Rows, bool IsCut);

/// <summary>One line of it.</summary>
/// <param name="Opportunity">With contact, salesperson, active entry and open tasks; not tracked.</param>
/// <param name="Reasons">Why it needs somebody's eye, the weightiest first; empty when it does not.</param>
public sealed record RiskRow(Opportunity Opportunity, IReadOnlyList<StaleReason> Reasons)
{
    /// <summary>When it is expected to close; null when nobody has said.</summary>
    public DateOnly? CloseDate => Opportunity.Current?.EstimatedCloseDate ?? Opportunity.InitialCloseDate;
}
