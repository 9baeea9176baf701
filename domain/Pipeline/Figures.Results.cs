using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Pipeline;

/// <content>What came of those that went: conversion, days on a stage, wins.</content>
public sealed partial class Figures
{
    /// <summary>All that became of the opportunities of a period, at once.</summary>
    public async Task<PipelineResults?> ResultsAsync(
        FigureFilter filter, DateOnly? from, DateOnly? to, Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(filter, cancellationToken) is not { } scope)
        {
            return null;
        }

        var lengths = await LengthsAsync(scope, from, to, caller, cancellationToken);
        var stages = await StagesAsync(scope.CycleId, cancellationToken);
        return new PipelineResults(
            await WinRateAsync(scope, from, to, caller, cancellationToken), Times(stages, lengths), Conversion(stages, lengths));
    }

    /// <summary>Per stage, how many of those that entered it in the period have since come to a higher stage or are won.</summary>
    public async Task<IReadOnlyList<StageConversion>?> ConversionAsync(
        FigureFilter filter, DateOnly? from, DateOnly? to, Caller caller, CancellationToken cancellationToken) =>
        await FindAsync(filter, cancellationToken) is { } scope
            ? Conversion(
                await StagesAsync(scope.CycleId, cancellationToken), await LengthsAsync(scope, from, to, caller, cancellationToken))
            : null;

    /// <summary>Per stage, how long the stays lasted that began in the period and have ended.</summary>
    public async Task<IReadOnlyList<StageTime>?> TimeInStageAsync(
        FigureFilter filter, DateOnly? from, DateOnly? to, Caller caller, CancellationToken cancellationToken) =>
        await FindAsync(filter, cancellationToken) is { } scope
            ? Times(await StagesAsync(scope.CycleId, cancellationToken), await LengthsAsync(scope, from, to, caller, cancellationToken))
            : null;

    /// <summary>Won among those closed in the period, and for which reasons they were won or lost.</summary>
    public async Task<WinRate?> WinRateAsync(
        FigureFilter filter, DateOnly? from, DateOnly? to, Caller caller, CancellationToken cancellationToken) =>
        await FindAsync(filter, cancellationToken) is { } scope
            ? await WinRateAsync(scope, from, to, caller, cancellationToken)
            : null;

    private static List<StageConversion> Conversion(List<StageName> stages, List<Length> lengths)
    {
        var byStage = lengths.ToLookup(l => l.StageId);
        return [.. stages.Select(s => new StageConversion(
            s.Cycle, s.Number, s.Description, byStage[s.Id].Sum(l => l.First), byStage[s.Id].Where(l => l.WentOn).Sum(l => l.First)))];
    }

    private static List<StageTime> Times(List<StageName> stages, List<Length> lengths)
    {
        var byStage = lengths.Where(l => l.Days is not null).OrderBy(l => l.Days).ToLookup(l => l.StageId, l => (l.Days!.Value, l.Stays));
        return [.. stages.Select(stage =>
        {
            var stays = byStage[stage.Id].Sum(l => l.Stays);
            return new StageTime(
                stage.Cycle, stage.Number, stage.Description, stays,
                Average(byStage[stage.Id].Sum(l => (long)l.Value * l.Stays), stays), Median([.. byStage[stage.Id]], stays));
        })];
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

    /// <summary>
    /// How many stays that began in the period lasted how many days, and how many of them are the first of their opportunity on the stage
    /// in the period: few rows, from which median and conversion can be told on every database, out of one index and in its order.
    /// </summary>
    private async Task<List<Length>> LengthsAsync(
        Scope scope, DateOnly? from, DateOnly? to, Caller caller, CancellationToken cancellationToken)
    {
        var stays = Stays(scope, caller);
        stays = from is null ? stays : stays.Where(s => s.EnteredOn >= from);
        stays = to is null ? stays : stays.Where(s => s.EnteredOn <= to);
        var grouped = stays.GroupBy(s => new { s.SalesCycleId, s.StageId, s.Days, s.WentOn });
        var lengths = from is null
            ? grouped.Select(g => new Length(g.Key.StageId, g.Key.Days, g.Key.WentOn, g.Count(), g.Count(s => s.EarlierOn == null)))
            : grouped.Select(g => new Length(
                g.Key.StageId, g.Key.Days, g.Key.WentOn, g.Count(), g.Count(s => s.EarlierOn == null || s.EarlierOn < from)));
        return await lengths.ToListAsync(cancellationToken);
    }

    private async Task<WinRate> WinRateAsync(
        Scope scope, DateOnly? from, DateOnly? to, Caller caller, CancellationToken cancellationToken)
    {
        // Only a closing has a reason. By the stage it stands on, or by its cycle, a database would read other indexes, and rows.
        var closed = Active(scope with { CycleId = null }, caller).Where(e => e.CloseReasonId != null);
        closed = from is null ? closed : closed.Where(e => e.DateOfChange >= from);
        closed = to is null ? closed : closed.Where(e => e.DateOfChange <= to);
        // The amount of a sale has no more than cents: so many of them are exact as a number, and add up as whole ones.
        var groups = await closed.GroupBy(e => new { e.ActionTaken, e.CloseReasonId, e.SalesCycleId })
            .Select(g => new
            {
                g.Key,
                Opportunities = g.Count(),
                Estimated = g.Sum(e => e.EstimatedValue),
                Cents = g.Sum(e => e.ActionTaken == ActionTaken.Won ? (long)Math.Round((double)e.CurrentValue * 100) : 0L),
            })
            .ToListAsync(cancellationToken);
        var sums = groups.Where(g => scope.CycleId is null || g.Key.SalesCycleId == scope.CycleId)
            .GroupBy(g => new { g.Key.ActionTaken, g.Key.CloseReasonId })
            .ToDictionary(g => g.Key, g => Total(g.Select(s => new Totals(s.Opportunities, s.Estimated, s.Cents / 100m))));
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

    /// <summary>Stays on a stage that lasted as long and went on alike.</summary>
    private sealed record Length(long StageId, int? Days, bool WentOn, int Stays, int First);
}
