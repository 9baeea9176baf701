using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>Why an opportunity needs somebody's eye, the weightiest reason first; empty when it does not.</summary>
public static class Staleness
{
    public const string StageLimit = "{0} {0:working day|working days} on {1}; the limit is {2}.";
    public const string ClosePassed = "It should have closed on {0}.";
    public const string NextStepPassed = "The next step was due on {0}.";
    public const string TaskLate = "The task “{0}” was due on {1}.";
    public const string NotStarted = "It was created on {0} and has not been started.";

    /// <summary>Working days after which one that was never started counts as forgotten.</summary>
    private const int DaysUntilStart = 10;

    /// <summary>
    /// Keys of opportunities, those first that have been overdue for longest by any of the reasons, then by expected closing date, then
    /// closed ones; among equals the newest first. A database knows no holidays, so that a limit of five working days is taken for a
    /// week: near enough to choose which ones to look at.
    /// </summary>
    /// <param name="opportunities">Some.</param>
    /// <param name="today">The day of who asks.</param>
    internal static IQueryable<long> MostUrgentFirst(IQueryable<Opportunity> opportunities, DateOnly today)
    {
        const int Wait = DaysUntilStart * 7 / 5;
        var forgotten = today.AddDays(-Wait);
        return
            from o in opportunities
            from e in o.Entries.Where(e => e.Active).DefaultIfEmpty()
            let isClosed = o.Status == OpportunityStatus.Won || o.Status == OpportunityStatus.Lost
            let close = (e == null ? o.InitialCloseDate : e.EstimatedCloseDate) ?? DateOnly.MaxValue
            let step = o.NextStepDate < today ? o.NextStepDate.Value : DateOnly.MaxValue
            let limit = o.LimitWorkingDays ?? e!.Stage!.LimitWorkingDays
            let reached = limit == null || o.NextStepDate >= today ? DateOnly.MaxValue : e!.StageEnteredOn.AddDays(limit.Value * 7 / 5)
            let task = o.Tasks.Where(t => !t.Closed && t.Date < today).Min(t => (DateOnly?)t.Date) ?? DateOnly.MaxValue
            let forgottenOn = o.Status == OpportunityStatus.NotStarted && o.CreationDate <= forgotten
                ? o.CreationDate.AddDays(Wait) : DateOnly.MaxValue
            let stage = reached < today ? reached : DateOnly.MaxValue
            let promised = close < step ? close : step
            let lingering = stage < forgottenOn ? stage : forgottenOn
            let other = promised < lingering ? promised : lingering
            orderby isClosed, isClosed ? DateOnly.MaxValue : other < task ? other : task, o.Id descending
            select o.Id;
    }

    /// <summary>
    /// The last days on which something may have begun to wait in order to be stale on a day: <see cref="Of"/> the other way round, for
    /// databases, which know no holidays.
    /// </summary>
    /// <param name="limits">The limits there are, in working days.</param>
    /// <param name="calendar">The company's working days.</param>
    /// <param name="today">The day of who asks.</param>
    internal static StaleDays Days(IEnumerable<int> limits, WorkingCalendar calendar, DateOnly today)
    {
        return new StaleDays(today, LastDay(DaysUntilStart), [.. limits.Select(limit => (limit, LastDay(limit)))]);

        DateOnly LastDay(int workingDays)
        {
            var day = today.AddDays(-workingDays);
            while (day > DateOnly.MinValue && calendar.WorkingDaysBetween(day, today) < workingDays)
            {
                day = day.AddDays(-1);
            }

            return day;
        }
    }

    /// <summary>The reasons, as of a day.</summary>
    /// <param name="opportunity">With its active entry, its cycle's stages and its open tasks.</param>
    /// <param name="calendar">The company's working days.</param>
    /// <param name="today">The day of who asks.</param>
    public static IReadOnlyList<StaleReason> Of(Opportunity opportunity, WorkingCalendar calendar, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(opportunity);
        ArgumentNullException.ThrowIfNull(calendar);
        if (opportunity.IsClosed)
        {
            return [];
        }

        List<StaleReason> reasons = [];
        if (opportunity.Current is { Stage: { } stage } entry && (opportunity.LimitWorkingDays ?? stage.LimitWorkingDays) is { } limit
            && !(opportunity.NextStepDate >= today) // a next step ahead stops the clock
            && calendar.WorkingDaysBetween(entry.StageEnteredOn, today) is var days && days >= limit)
        {
            reasons.Add(new StaleReason(StageLimit, [days, stage.Description, limit], days - limit + 1));
        }

        if ((opportunity.Current?.EstimatedCloseDate ?? opportunity.InitialCloseDate) is { } close && close < today)
        {
            reasons.Add(new StaleReason(ClosePassed, [close], calendar.WorkingDaysBetween(close, today) + 1));
        }

        if (opportunity.NextStepDate is { } step && step < today)
        {
            reasons.Add(new StaleReason(NextStepPassed, [step], calendar.WorkingDaysBetween(step, today)));
        }

        if (opportunity.Tasks.Where(t => !t.Closed && t.Date < today).MinBy(t => t.Date) is { } late)
        {
            reasons.Add(new StaleReason(TaskLate, [late.Description, late.Date], 1));
        }

        if (opportunity.Status == OpportunityStatus.NotStarted
            && calendar.WorkingDaysBetween(opportunity.CreationDate, today) is var waiting && waiting >= DaysUntilStart)
        {
            reasons.Add(new StaleReason(NotStarted, [opportunity.CreationDate], waiting - DaysUntilStart + 1));
        }

        return [.. reasons.OrderByDescending(r => r.Weight)];
    }
}

/// <summary>Until when something may have begun to wait in order to be stale.</summary>
/// <param name="Today">The day it is asked of.</param>
/// <param name="CreatedBy">One that was never started is forgotten when it was created by this day.</param>
/// <param name="EnteredBy">For each limit in working days: it has been reached by what entered its stage by this day.</param>
internal sealed record StaleDays(DateOnly Today, DateOnly CreatedBy, IReadOnlyList<(int Limit, DateOnly By)> EnteredBy);

/// <summary>One reason.</summary>
/// <param name="Sentence">English sentence, key of its translations.</param>
/// <param name="Arguments">What fills it.</param>
/// <param name="Weight">How much it worries: days beyond what was allowed, at least 1.</param>
public sealed record StaleReason(string Sentence, IReadOnlyList<object?> Arguments, int Weight)
{
    /// <summary>The sentence in the reader's language.</summary>
    public string Say(Texts texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return texts[Sentence, [.. Arguments.Select(a => a is DateOnly date ? texts.Date(date) : a)]];
    }
}
