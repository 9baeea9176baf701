using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Pipeline;

/// <content>What came of those that went: conversion, days on a stage, wins.</content>
public sealed partial class Figures
{
    /// <summary>Per stage, how many of those that entered it in the period have since come to a higher stage or are won.</summary>
    public async Task<IReadOnlyList<StageConversion>?> ConversionAsync(
        FigureFilter filter, DateOnly? from, DateOnly? to, Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(filter, cancellationToken) is not { } scope)
        {
            return null;
        }

        // What an undo brought back enters its stage only where the entry it stands for did.
        var entering = History(scope, caller).Where(e => e.StageId != null && e.ActionTaken != ActionTaken.Updated
            && (e.ActionTaken != ActionTaken.Undone || e.DateOfChange == e.StageEnteredOn));
        entering = from is null ? entering : entering.Where(e => e.DateOfChange >= from);
        entering = to is null ? entering : entering.Where(e => e.DateOfChange <= to);

        // Two queries, because SQL Server counts no subquery inside an aggregate.
        var entered = await CountAsync(entering, cancellationToken);
        var wentOn = await CountAsync(
            entering.Where(e => db.Entries.Any(later =>
                later.OpportunityId == e.OpportunityId
                && later.Id > e.Id
                && (later.Active || later.DaysOpen != null)
                && ((later.Active && later.ActionTaken == ActionTaken.Won)
                    || (((int?)later.Stage!.Number) ?? later.StageNumber) > e.Stage!.Number))),
            cancellationToken);
        var stages = await StagesAsync(scope.CycleId, cancellationToken);
        return [.. stages.Select(s => new StageConversion(
            s.Cycle, s.Number, s.Description, entered.GetValueOrDefault(s.Id), wentOn.GetValueOrDefault(s.Id)))];
    }

    /// <summary>Per stage, how long the stays lasted that began in the period and have ended.</summary>
    public async Task<IReadOnlyList<StageTime>?> TimeInStageAsync(
        FigureFilter filter, DateOnly? from, DateOnly? to, Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(filter, cancellationToken) is not { } scope)
        {
            return null;
        }

        var entries = History(scope, caller).Where(e => e.StageId != null);
        entries = from is null ? entries : entries.Where(e => e.StageEnteredOn >= from);
        entries = to is null ? entries : entries.Where(e => e.StageEnteredOn <= to);

        // The entries of one stay follow each other, so their days add up to it. What comes back is how many stays lasted how
        // many days: few rows, from which the median can be told on every database.
        var lengths = await entries
            .GroupBy(e => new { e.OpportunityId, e.StageId, e.StageEnteredOn })
            .Where(stay => stay.Count(e => e.Active) == 0)
            .Select(stay => new { stay.Key.StageId, Days = stay.Sum(e => e.DaysOpen!.Value) })
            .GroupBy(stay => new { stay.StageId, stay.Days })
            .Select(g => new { g.Key.StageId, g.Key.Days, Stays = g.Count() })
            .ToListAsync(cancellationToken);
        var byStage = lengths.OrderBy(l => l.Days).ToLookup(l => l.StageId, l => (l.Days, l.Stays));
        var stages = await StagesAsync(scope.CycleId, cancellationToken);
        return [.. stages.Select(stage =>
        {
            var stays = byStage[stage.Id].Sum(l => l.Stays);
            return new StageTime(
                stage.Cycle, stage.Number, stage.Description, stays,
                Average(byStage[stage.Id].Sum(l => (long)l.Days * l.Stays), stays), Median([.. byStage[stage.Id]], stays));
        })];
    }

    /// <summary>Won among those closed in the period, and for which reasons they were won or lost.</summary>
    public async Task<WinRate?> WinRateAsync(
        FigureFilter filter, DateOnly? from, DateOnly? to, Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(filter, cancellationToken) is not { } scope)
        {
            return null;
        }

        var closed = Active(scope, caller).Where(e => e.StageId == null)
            .Where(e => e.ActionTaken == ActionTaken.Won || e.ActionTaken == ActionTaken.Lost);
        closed = from is null ? closed : closed.Where(e => e.DateOfChange >= from);
        closed = to is null ? closed : closed.Where(e => e.DateOfChange <= to);
        // The amount of a sale has no more than cents: so many of them are exact as a number, and add up as whole ones.
        var sums = await closed.GroupBy(e => new { e.ActionTaken, e.CloseReasonId })
            .Select(g => new
            {
                g.Key,
                Opportunities = g.Count(),
                Estimated = g.Sum(e => e.EstimatedValue),
                Cents = g.Sum(e => e.ActionTaken == ActionTaken.Won ? (long)Math.Round((double)e.CurrentValue * 100) : 0L),
            })
            .ToDictionaryAsync(s => s.Key, s => new Totals(s.Opportunities, s.Estimated, s.Cents / 100m), cancellationToken);
        var reasons = await db.CloseReasons.Select(r => new { r.Id, r.Code, r.Description })
            .ToDictionaryAsync(r => r.Id, cancellationToken);
        var won = Total(sums.Where(s => s.Key.ActionTaken == ActionTaken.Won).Select(s => s.Value));
        var lost = Total(sums.Where(s => s.Key.ActionTaken == ActionTaken.Lost).Select(s => s.Value));
        return new WinRate(
            won.Opportunities,
            won.CurrentValue,
            lost.Opportunities,
            lost.EstimatedValue,
            [.. sums.Where(s => s.Key.CloseReasonId is not null)
                .Select(s =>
                {
                    var (isWon, reason) = (s.Key.ActionTaken == ActionTaken.Won, reasons[s.Key.CloseReasonId!.Value]);
                    return new ReasonShare(
                        reason.Code, reason.Description, isWon ? Outcome.Won : Outcome.Lost, s.Value.Opportunities,
                        isWon ? s.Value.CurrentValue : s.Value.EstimatedValue,
                        Percentage.Of(s.Value.Opportunities, (isWon ? won : lost).Opportunities)!.Value);
                })
                .OrderBy(r => r.Outcome).ThenByDescending(r => r.Opportunities).ThenBy(r => r.Code, StringComparer.Ordinal)]);
    }

    /// <summary>
    /// The middle one, or half-way between the two middle ones, of lengths in ascending order with how often each occurs.
    /// </summary>
    private static decimal? Median(IReadOnlyList<(int Days, int Stays)> lengths, int count)
    {
        int At(int position)
        {
            foreach (var (days, stays) in lengths)
            {
                position -= stays;
                if (position < 0)
                {
                    return days;
                }
            }

            throw new ArgumentOutOfRangeException(nameof(position));
        }

        return count == 0 ? null : (At((count - 1) / 2) + At(count / 2)) / 2m;
    }

    private static async Task<Dictionary<long, int>> CountAsync(
        IQueryable<OpportunityEntry> entries, CancellationToken cancellationToken) =>
        await entries.GroupBy(e => e.StageId!.Value)
            .Select(g => new { g.Key, Opportunities = g.Select(e => e.OpportunityId).Distinct().Count() })
            .ToDictionaryAsync(c => c.Key, c => c.Opportunities, cancellationToken);
}
