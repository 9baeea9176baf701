using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>What the parts of the product need of an opportunity to show or change it.</summary>
internal static class OpportunityLoading
{
    /// <summary>
    /// The only one there is of those, to be shown: with contact, salesperson, cycle with stages and their activities, the active entry and
    /// the open tasks; not tracked. Null when there is none.
    /// </summary>
    public static async Task<Opportunity?> ShowWithItsStateAsync(
        this OpportunitiesContext db, IQueryable<Opportunity> those, KnownSetup setup, CancellationToken cancellationToken)
    {
        var found = await those.AsNoTracking().Include(o => o.Contact!.Company).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return null;
        }

        var id = found.Id;
        found.StandWith(
            await db.Entries.AsNoTracking().Where(e => e.OpportunityId == id && e.Active).Include(e => e.CloseReason)
                .ToListAsync(cancellationToken),
            await db.Tasks.AsNoTracking().Where(t => t.OpportunityId == id && !t.Closed).ToListAsync(cancellationToken));
        await setup.ShowAroundAsync(found, cancellationToken);
        return found;
    }

    /// <summary>With its stays and their stages, which may be of a cycle that it has left.</summary>
    public static IQueryable<Opportunity> WithItsStays(this IQueryable<Opportunity> opportunities) =>
        opportunities.Include(o => o.Stays).ThenInclude(s => s.Stage);

    /// <summary>
    /// Nobody else changes these until the transaction ends: whoever would, waits. They are written as they are, for no database has a
    /// lock that the others know too; their version stays, so that cards that show them still hold.
    /// </summary>
    public static Task<int> HoldAsync(this IQueryable<Opportunity> opportunities, CancellationToken cancellationToken) =>
        opportunities.ExecuteUpdateAsync(set => set.SetProperty(o => o.WorkedAt, o => o.WorkedAt), cancellationToken);

    /// <summary>The only one there is of those, to be changed, with the same around it and its stays; null when there is none.</summary>
    /// <remarks>
    /// Each part by its key: what follows is short to prepare, where a split query asks anew for the one it belongs to. The stages of the
    /// stays come with the cycle: joined to them, SQLite would put together the stays of the whole company first.
    /// </remarks>
    public static async Task<Opportunity?> FindWithItsStateAsync(
        this OpportunitiesContext db, IQueryable<Opportunity> those, KnownSetup setup, CancellationToken cancellationToken)
    {
        var found = await those.Include(o => o.Contact!.Company).Include(o => o.Stays).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return null;
        }

        var id = found.Id;
        await setup.LoadAroundAsync(found, cancellationToken);
        if (found.Stays.Where(s => s.Stage is null).Select(s => s.StageId).ToList() is { Count: > 0 } ofCyclesLeft)
        {
            await db.Set<SalesCycleStage>().Where(s => ofCyclesLeft.Contains(s.Id)).LoadAsync(cancellationToken);
        }

        await db.Entries.Where(e => e.OpportunityId == id && e.Active).Include(e => e.CloseReason).LoadAsync(cancellationToken);
        await db.Tasks.Where(t => t.OpportunityId == id && !t.Closed).LoadAsync(cancellationToken);
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
