using System.Globalization;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Domain.Reminders;

/// <summary>One question that the rules want asked.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Key">Tells this question from every other: it is asked once.</param>
/// <param name="SalespersonId">Who is asked.</param>
/// <param name="DueOn">The day from which it is due.</param>
/// <param name="NotAfter">The day after which there is no point in asking; null always.</param>
/// <param name="TaskId">The task it is about.</param>
internal sealed record ReminderWant(
    ReminderKind Kind, string Key, long SalespersonId, DateOnly DueOn, DateOnly? NotAfter = null, long? TaskId = null);

/// <summary>What the rules want asked about an opportunity as it stands: a pure function of its state.</summary>
internal static class ReminderWants
{
    public static IEnumerable<ReminderWant> Of(
        Opportunity opportunity, ReminderRulesForm rules, WorkingCalendar calendar, TimeZoneInfo zone)
    {
        if (opportunity.IsClosed)
        {
            yield break;
        }

        var (id, owner) = (opportunity.Id, opportunity.SalespersonId);
        if (opportunity.NextStepDate is { } step)
        {
            yield return new(
                ReminderKind.NextStep, Key($"next-step/{id}/{opportunity.NextSteps}"), owner, calendar.FirstWorkingDayFrom(step));
        }

        foreach (var task in opportunity.Tasks.Where(t => !t.Closed && t.Id != 0))
        {
            yield return new(
                ReminderKind.TaskDue, Key($"task/{task.Id}/{task.Date:yyyyMMdd}"), task.SalespersonId,
                calendar.FirstWorkingDayFrom(task.Date), TaskId: task.Id);
        }

        if (opportunity is not { Status: OpportunityStatus.InProgress, Current: { } now })
        {
            yield break;
        }

        // A next step that lies ahead stops the clocks of the stage and of inactivity: they go on after its day.
        var resumes = opportunity.NextStepDate is { } planned ? calendar.NextWorkingDay(planned) : DateOnly.MinValue;
        if (now.Stage is { } stage && (opportunity.LimitWorkingDays ?? stage.LimitWorkingDays) is { } limit)
        {
            yield return new(
                ReminderKind.StageLimit, StageLimitKey(id, stage.Id, now.StageEnteredOn, now.StageVisit), owner,
                Later(calendar.AddWorkingDays(now.StageEnteredOn, limit), resumes));
        }

        if (rules.NearCloseDays is { } near)
        {
            yield return new(
                ReminderKind.CloseNear, Key($"close-near/{id}/{now.EstimatedCloseDate:yyyyMMdd}"), owner,
                calendar.AddWorkingDays(now.EstimatedCloseDate, -near), NotAfter: now.EstimatedCloseDate);
        }

        yield return new(
            ReminderKind.ClosePassed, Key($"close-passed/{id}/{now.EstimatedCloseDate:yyyyMMdd}"), owner,
            calendar.NextWorkingDay(now.EstimatedCloseDate));
        if (rules.NoActivityDays is { } idle)
        {
            var worked = opportunity.WorkedAt ?? opportunity.ChangedAt;
            yield return new(
                ReminderKind.NoActivity, Key($"no-activity/{id}/{worked.UtcDateTime:yyyyMMddHHmmssfff}"), owner,
                Later(calendar.AddWorkingDays(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(worked, zone).DateTime), idle), resumes));
        }
    }

    /// <summary>Key of the question about one stay on one stage.</summary>
    public static string StageLimitKey(long opportunityId, long stageId, DateOnly entered, int visit) =>
        Key($"stage-limit/{opportunityId}/{stageId}/{entered:yyyyMMdd}/{visit}");

    /// <summary>Key of the one escalation that may follow from nothing being done since an instant.</summary>
    public static string EscalationKey(Opportunity opportunity) =>
        Key($"escalation/{opportunity.Id}/{(opportunity.WorkedAt ?? opportunity.ChangedAt).UtcDateTime:yyyyMMddHHmmssfff}");

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private static string Key(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
