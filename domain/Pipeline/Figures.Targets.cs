using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Pipeline;

/// <content>What was won and is to come, against the targets.</content>
public sealed partial class Figures
{
    /// <summary>
    /// Every month of a period: what was won, what is in progress and expected to close in it by chances of success, and the target. What
    /// the caller may not see of targets is left out; the cycle does not choose, because targets are of all cycles.
    /// </summary>
    /// <param name="filter">Whose; a person's target is theirs, a team's the one it was given, else what its people's add up to.</param>
    /// <param name="from">A day of the first month.</param>
    /// <param name="to">A day of the last month, at most <see cref="MaxMonths"/> of them.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<TargetForecast?> AgainstTargetsAsync(
        FigureFilter filter, DateOnly from, DateOnly to, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (await FindAsync(filter, cancellationToken) is not { } found)
        {
            return null;
        }

        var scope = found with { CycleId = null };
        var (first, months) = (FirstOfMonth(from), MonthsBetween(from, to));
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 1, nameof(to));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(months, MaxMonths, nameof(to));
        var last = first.AddMonths(months).AddDays(-1);
        var won = (await WonAsync(scope, first, last, caller, cancellationToken)).ToLookup(d => FirstOfMonth(d.Day), d => d.Totals);
        var open = (await ExpectedAsync(scope, first, last, caller, cancellationToken))
            .ToLookup(d => (FirstOfMonth(d.Day), d.Band), d => d.Totals);
        var (isTold, targets) = await TargetsAsync(scope, first, last, caller, cancellationToken);
        return new TargetForecast(
            [.. Enumerable.Range(0, months).Select(first.AddMonths).Select(m => new ForecastedMonth(
                m, targets.TryGetValue(m, out var target) ? target.Amount : null, Total(won[m]),
                Total(open[(m, Band.Commit)]), Total(open[(m, Band.BestCase)]), Total(open[(m, Band.Rest)])))],
            company.Value.CommitChances, company.Value.BestCaseChances, isTold,
            new TargetParts(
                targets.Values.Select(t => t.Parts.Teams).DefaultIfEmpty().Max(),
                targets.Values.Select(t => t.Parts.People).DefaultIfEmpty().Max()));
    }

    /// <summary>What the caller won this month, against their own target; null when they have none and sell nothing themselves.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="onlyWithTarget">Null, too, when they have none, whatever they won.</param>
    public async Task<TargetProgress?> MyMonthAsync(
        Caller caller, CancellationToken cancellationToken, bool onlyWithTarget = false)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.PersonId is not { } me)
        {
            return null;
        }

        var month = FirstOfMonth(caller.Today);
        var last = month.AddMonths(1).AddDays(-1);
        var target = await db.SalesTargets.Where(t => t.SalespersonId == me && t.Month == month).Select(t => t.Amount)
            .SingleOrDefaultAsync(cancellationToken);
        if (target is null && onlyWithTarget)
        {
            return null;
        }

        var won = Total((await WonAsync(new Scope(null, me, null), month, last, caller, cancellationToken)).Select(d => d.Totals));
        return target is null && won.Opportunities == 0 ? null : new TargetProgress(month, won, target);
    }

    /// <summary>How many months two days are in, both counted; less than 1 when the period is turned around.</summary>
    public static int MonthsBetween(DateOnly from, DateOnly to) => ((to.Year - from.Year) * 12) + to.Month - from.Month + 1;

    /// <summary>What was won, by day.</summary>
    private async Task<List<(DateOnly Day, Totals Totals)>> WonAsync(
        Scope scope, DateOnly from, DateOnly to, Caller caller, CancellationToken cancellationToken)
    {
        // The amount of a sale has no more than cents, see the win rate.
        var days = await Active(scope, caller)
            .Where(e => e.ActionTaken == ActionTaken.Won && e.DateOfChange >= from && e.DateOfChange <= to)
            .GroupBy(e => e.DateOfChange)
            .Select(g => new { Day = g.Key, Count = g.Count(), Cents = g.Sum(e => (long)Math.Round((double)e.CurrentValue * 100)) })
            .ToListAsync(cancellationToken);
        return [.. days.Select(d => (d.Day, new Totals(d.Count, d.Cents / 100m, d.Cents / 100m)))];
    }

    /// <summary>What is in progress, by the day of its expected close and by its chances.</summary>
    private async Task<List<(DateOnly Day, Band Band, Totals Totals)>> ExpectedAsync(
        Scope scope, DateOnly from, DateOnly to, Caller caller, CancellationToken cancellationToken)
    {
        var days = await Standing(scope, caller).Where(e => e.EstimatedCloseDate >= from && e.EstimatedCloseDate <= to)
            .GroupBy(e => new { e.EstimatedCloseDate, e.SalesCycleId, e.Probability, e.ChancesOfSuccess })
            .Select(g => new { g.Key, Count = g.Count(), Estimated = g.Sum(e => e.EstimatedValue) })
            .ToListAsync(cancellationToken);
        return [.. days.Select(d => (
            d.Key.EstimatedCloseDate,
            d.Key.ChancesOfSuccess >= company.Value.CommitChances ? Band.Commit
                : d.Key.ChancesOfSuccess >= company.Value.BestCaseChances ? Band.BestCase : Band.Rest,
            Weighted(d.Count, d.Estimated, d.Key.Probability)))];
    }

    /// <summary>The target of each month that has one, as far as the caller may see it.</summary>
    private async Task<(bool IsTold, Dictionary<DateOnly, (decimal Amount, TargetParts Parts)> Months)> TargetsAsync(
        Scope scope, DateOnly from, DateOnly to, Caller caller, CancellationToken cancellationToken)
    {
        if (!await MaySeeTargetsAsync(scope, caller, cancellationToken))
        {
            return (false, []);
        }

        var targets = db.SalesTargets.Where(t => t.Amount != null && t.Month >= from && t.Month <= to);
        if (scope.SalespersonId is { } person)
        {
            targets = targets.Where(t => t.SalespersonId == person);
        }
        else if (scope.TeamId is { } team)
        {
            targets = targets.Where(t => t.TeamId == team || t.Salesperson!.TeamId == team);
        }
        else
        {
            var (teams, people) = (db.Teams.Where(AccessPolicy.MayLead(caller)), db.Salespeople.Where(AccessPolicy.MayActFor(caller)));
            targets = targets.Where(t => teams.Any(one => one.Id == t.TeamId) || people.Any(one => one.Id == t.SalespersonId));
        }

        // Per month, each team's own and what its people have; who is in no team counts alone.
        var sums = await targets
            .GroupBy(t => new { t.Month, Own = t.TeamId, MemberOf = t.Salesperson!.TeamId })
            .Select(g => new { g.Key, Sum = g.Sum(t => t.Amount), Count = g.Count() })
            .ToListAsync(cancellationToken);
        var own = sums.Where(s => s.Key.Own is not null).Select(s => (s.Key.Month, s.Key.Own)).ToHashSet();
        var counted = scope.SalespersonId is not null
            ? sums
            : [.. sums.Where(s => s.Key.Own is not null || s.Key.MemberOf is null || !own.Contains((s.Key.Month, s.Key.MemberOf)))];
        return (true, counted.GroupBy(s => s.Key.Month).ToDictionary(
            g => g.Key,
            g => (g.Sum(s => s.Sum ?? 0), new TargetParts(
                g.Where(s => s.Key.Own is not null).Sum(s => s.Count), g.Where(s => s.Key.Own is null).Sum(s => s.Count)))));
    }

    /// <summary>
    /// Whether the caller may see the targets of just those whose figures are counted: of a person, of a team, or of all whose
    /// opportunities they see.
    /// </summary>
    private async Task<bool> MaySeeTargetsAsync(Scope scope, Caller caller, CancellationToken cancellationToken)
    {
        if (scope.SalespersonId is { } person)
        {
            return await db.Salespeople.Where(AccessPolicy.MayActFor(caller))
                .AnyAsync(p => p.Id == person && (scope.TeamId == null || p.TeamId == scope.TeamId), cancellationToken);
        }

        var led = db.Teams.Where(AccessPolicy.MayLead(caller));
        return scope.TeamId is { } team
            ? await led.AnyAsync(t => t.Id == team, cancellationToken)
            : caller.Role == Role.Admin || access.Visibility switch
            {
                OpportunityVisibility.Own => true,
                OpportunityVisibility.Team => caller.TeamId is null || await led.AnyAsync(t => t.Id == caller.TeamId, cancellationToken),
                _ => false,
            };
    }

    private enum Band
    {
        Rest = 0,
        BestCase = 1,
        Commit = 2,
    }
}
