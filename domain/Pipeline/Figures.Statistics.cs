using System.Linq.Expressions;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Pipeline;

/// <content>One cycle, person, team or contact.</content>
public sealed partial class Figures
{
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
        var ended = await Expected(Ended(scope, caller), closeFrom, closeTo)
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

    private static async Task<SalesStatistics> StatisticsAsync(
        IQueryable<OpportunityEntry> active, IQueryable<Opportunity> waiting, CancellationToken cancellationToken)
    {
        var sums = await SumsAsync(active, e => e.ActionTaken, cancellationToken);
        var (won, lost) = (sums.GetValueOrDefault(ActionTaken.Won, Totals.Zero), sums.GetValueOrDefault(ActionTaken.Lost, Totals.Zero));
        var open = Total(sums.Where(s => s.Key is not (ActionTaken.Won or ActionTaken.Lost)).Select(s => s.Value));
        return new SalesStatistics(Of(open), Of(won), Of(lost), await waiting.CountAsync(cancellationToken));

        static SalesFigures Of(Totals totals) => new(totals.Opportunities, totals.EstimatedValue, totals.CurrentValue);
    }
}
