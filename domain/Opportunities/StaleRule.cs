using System.Linq.Expressions;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>
/// <see cref="Staleness"/> asked in a query: exactly those open opportunities of one sales cycle for which it would give a reason. A
/// database knows no working days, so every limit is asked by the latest day on which who entered a stage has reached it.
/// </summary>
/// <param name="calendar">The company's working days.</param>
/// <param name="today">The day of who asks.</param>
internal sealed class StaleRule(WorkingCalendar calendar, DateOnly today)
{
    /// <summary>The rule for one cycle.</summary>
    /// <param name="stages">The stages of the cycle.</param>
    /// <param name="ownLimits">The limits that opportunities have in place of their stage's, each once.</param>
    public Expression<Func<Opportunity, bool>> For(IReadOnlyList<SalesCycleStage> stages, IReadOnlyList<int> ownLimits)
    {
        var day = today;
        var forgotten = LatestDay(Staleness.DaysUntilStart);
        List<Expression<Func<Opportunity, bool>>> rules =
        [
            o => o.NextStepDate < day,
            o => o.Tasks.Any(t => !t.Closed && t.Date < day),
            o => o.Status == OpportunityStatus.NotStarted && (o.InitialCloseDate < day || o.CreationDate <= forgotten),
            o => o.Entries.Any(e => e.Active && e.StageId != null && e.EstimatedCloseDate < day),
        ];
        foreach (var limit in stages.Where(s => s.LimitWorkingDays is not null).GroupBy(s => s.LimitWorkingDays!.Value))
        {
            var (of, latest) = (limit.Select(s => s.Id).ToList(), LatestDay(limit.Key));
            rules.Add(o => o.LimitWorkingDays == null && (o.NextStepDate == null || o.NextStepDate < day)
                && o.Entries.Any(e => e.Active && e.StageId != null && of.Contains(e.StageId.Value) && e.StageEnteredOn <= latest));
        }

        foreach (var own in ownLimits)
        {
            var latest = LatestDay(own);
            rules.Add(o => o.LimitWorkingDays == own && (o.NextStepDate == null || o.NextStepDate < day)
                && o.Entries.Any(e => e.Active && e.StageId != null && e.StageEnteredOn <= latest));
        }

        var one = Expression.Parameter(typeof(Opportunity), "o");
        return Expression.Lambda<Func<Opportunity, bool>>(
            AnyOf([.. rules.Select(r => new SalespersonOf(r.Parameters[0], Expression.Lambda(one, one)).Visit(r.Body))]), one);
    }

    /// <summary>Halves, not a chain: databases bound how deep a condition is.</summary>
    private static Expression AnyOf(ReadOnlySpan<Expression> rules) => rules.Length == 1
        ? rules[0]
        : Expression.OrElse(AnyOf(rules[..(rules.Length / 2)]), AnyOf(rules[(rules.Length / 2)..]));

    /// <summary>The latest day since which so many working days have passed; there is one, however few days a week are worked.</summary>
    private DateOnly LatestDay(int workingDays)
    {
        var latest = calendar.AddWorkingDays(today, -workingDays);
        while (calendar.WorkingDaysBetween(latest, today) < workingDays && latest > DateOnly.MinValue)
        {
            latest = latest.AddDays(-1);
        }

        while (calendar.WorkingDaysBetween(latest.AddDays(1), today) >= workingDays)
        {
            latest = latest.AddDays(1);
        }

        return latest;
    }
}
