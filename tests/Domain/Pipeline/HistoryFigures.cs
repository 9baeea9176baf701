using System.Linq.Expressions;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Tests.Domain.Pipeline;

/// <summary>What became of the stages, told by the database from the history alone: what is told from stays has to be the same.</summary>
internal sealed class HistoryFigures(OpportunitiesContext db)
{
    private static readonly Expression<Func<OpportunityEntry, Opportunity>> OfEntry = e => e.Opportunity!;
    private readonly AccessPolicy _access = new(Options.Create(new CompanyOptions()));

    public async Task<IReadOnlyList<StageConversion>> ConversionAsync(FigureFilter filter, DateOnly? from, DateOnly? to, Caller caller)
    {
        // What an undo brought back enters its stage only where the entry it stands for did.
        var entering = History(filter, caller).Where(e => e.StageId != null && e.ActionTaken != ActionTaken.Updated
            && (e.ActionTaken != ActionTaken.Undone || e.DateOfChange == e.StageEnteredOn));
        entering = from is null ? entering : entering.Where(e => e.DateOfChange >= from);
        entering = to is null ? entering : entering.Where(e => e.DateOfChange <= to);
        var entered = await CountAsync(entering);
        var wentOn = await CountAsync(entering.Where(e => db.Entries.Any(later =>
            later.OpportunityId == e.OpportunityId
            && later.Id > e.Id
            && (later.Active || later.DaysOpen != null)
            && ((later.Active && later.ActionTaken == ActionTaken.Won)
                || (((int?)later.Stage!.Number) ?? later.StageNumber) > e.Stage!.Number))));
        return [.. (await StagesAsync(filter)).Select(s => new StageConversion(
            s.Cycle, s.Number, s.Description, entered.GetValueOrDefault(s.Id), wentOn.GetValueOrDefault(s.Id)))];
    }

    public async Task<IReadOnlyList<StageTime>> TimeInStageAsync(FigureFilter filter, DateOnly? from, DateOnly? to, Caller caller)
    {
        var entries = History(filter, caller).Where(e => e.StageId != null);
        entries = from is null ? entries : entries.Where(e => e.StageEnteredOn >= from);
        entries = to is null ? entries : entries.Where(e => e.StageEnteredOn <= to);
        var stays = (await entries.GroupBy(e => new { e.OpportunityId, e.StageId, e.StageEnteredOn })
            .Where(stay => stay.Count(e => e.Active) == 0)
            .Select(stay => new { stay.Key.StageId, Days = stay.Sum(e => e.DaysOpen!.Value) })
            .ToListAsync()).ToLookup(s => s.StageId, s => s.Days);
        return [.. (await StagesAsync(filter)).Select(s =>
        {
            List<int> days = [.. stays[s.Id].Order()];
            return new StageTime(
                s.Cycle, s.Number, s.Description, days.Count,
                days.Count == 0 ? null : decimal.Round((decimal)days.Sum() / days.Count, 2, MidpointRounding.AwayFromZero),
                days.Count == 0 ? null : (days[(days.Count - 1) / 2] + days[days.Count / 2]) / 2m);
        })];
    }

    /// <summary>Average days of the lines of a cycle's history, all together first and then by stage.</summary>
    public async Task<IReadOnlyList<decimal?>> LineDaysAsync(string cycle, DateOnly? from, DateOnly? to, Caller caller)
    {
        var filter = new FigureFilter(cycle);
        var ended = History(filter, caller).Where(e => !e.Active && e.StageId != null);
        ended = from is null ? ended : ended.Where(e => e.EstimatedCloseDate >= from);
        ended = to is null ? ended : ended.Where(e => e.EstimatedCloseDate <= to);
        var days = (await ended.Select(e => new { e.StageId, e.DaysOpen }).ToListAsync()).ToLookup(e => e.StageId, e => e.DaysOpen!.Value);
        return
        [
            Average([.. days.SelectMany(d => d)]),
            .. (await StagesAsync(filter)).Select(s => Average([.. days[s.Id]])),
        ];

        static decimal? Average(List<int> some) =>
            some.Count == 0 ? null : decimal.Round((decimal)some.Sum() / some.Count, 2, MidpointRounding.AwayFromZero);
    }

    private IQueryable<OpportunityEntry> History(FigureFilter filter, Caller caller)
    {
        var rule = _access.MaySee(caller);
        var entries = db.Entries.Where(e => e.Active || e.DaysOpen != null).Where(Expression.Lambda<Func<OpportunityEntry, bool>>(
            ReplacingExpressionVisitor.Replace(rule.Parameters[0], OfEntry.Body, rule.Body), OfEntry.Parameters));
        entries = filter.SalesCycleCode is { } cycle
            ? entries.Where(e => db.SalesCycles.Any(c => c.Id == e.SalesCycleId && c.Code == cycle)) : entries;
        entries = filter.SalespersonCode is { } person ? entries.Where(e => e.Opportunity!.Salesperson!.Code == person) : entries;
        return filter.TeamCode is { } team ? entries.Where(e => e.Opportunity!.Salesperson!.Team!.Code == team) : entries;
    }

    private async Task<List<(long Id, int Number, string Description, string Cycle)>> StagesAsync(FigureFilter filter)
    {
        var cycles = await db.SalesCycles.AsNoTracking().Include(c => c.Stages).OrderBy(c => c.Code).ToListAsync();
        return [.. cycles.Where(c => filter.SalesCycleCode is null || c.Code == filter.SalesCycleCode)
            .SelectMany(c => c.Stages.OrderBy(s => s.Number).Select(s => (s.Id, s.Number, s.Description, c.Code)))];
    }

    private static async Task<Dictionary<long, int>> CountAsync(IQueryable<OpportunityEntry> entries) =>
        await entries.GroupBy(e => e.StageId!.Value)
            .Select(g => new { g.Key, Opportunities = g.Select(e => e.OpportunityId).Distinct().Count() })
            .ToDictionaryAsync(c => c.Key, c => c.Opportunities);
}
