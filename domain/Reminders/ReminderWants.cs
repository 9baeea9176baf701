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

/// <summary>What of an opportunity decides on reminders.</summary>
/// <param name="Id">Its key.</param>
/// <param name="SalespersonId">Who has it.</param>
/// <param name="Zone">The clock of whoever has it.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="NextStepDate">The day of its next step.</param>
/// <param name="NextSteps">How many next steps were set so far.</param>
/// <param name="WorkedAt">UTC instant of the last work on it.</param>
/// <param name="Stage">The stay on its present stage; null when it stands on none.</param>
/// <param name="EstimatedCloseDate">When it is expected to close; null before the start.</param>
/// <param name="Tasks">Its open tasks.</param>
internal sealed record Remindable(
    long Id, long SalespersonId, TimeZoneInfo Zone, OpportunityStatus Status, DateOnly? NextStepDate, int NextSteps,
    DateTimeOffset WorkedAt, RemindableStage? Stage, DateOnly? EstimatedCloseDate, IReadOnlyList<RemindableTask> Tasks)
{
    /// <summary>Of one whose salesperson, active entry with its stage, and open tasks are loaded.</summary>
    public static Remindable Of(Opportunity opportunity)
    {
        var now = opportunity.Status == OpportunityStatus.InProgress ? opportunity.Current : null;
        return new Remindable(
            opportunity.Id, opportunity.SalespersonId, opportunity.Salesperson!.Zone, opportunity.Status, opportunity.NextStepDate,
            opportunity.NextSteps, opportunity.WorkedAt ?? opportunity.ChangedAt,
            now?.Stage is { } stage
                ? new(stage.Id, now.StageEnteredOn, now.StageVisit, opportunity.LimitWorkingDays ?? stage.LimitWorkingDays) : null,
            now?.EstimatedCloseDate,
            [.. opportunity.Tasks.Where(t => !t.Closed && t.Id != 0).Select(t => new RemindableTask(t.Id, t.SalespersonId, t.Date))]);
    }
}

/// <summary>The stay on a stage that a limit counts.</summary>
internal sealed record RemindableStage(long Id, DateOnly EnteredOn, int Visit, int? LimitWorkingDays);

/// <summary>An open task.</summary>
internal sealed record RemindableTask(long Id, long SalespersonId, DateOnly Date);

/// <summary>What the rules want asked about an opportunity as it stands: a pure function of its state.</summary>
internal static class ReminderWants
{
    public static IEnumerable<ReminderWant> Of(Remindable opportunity, ReminderRulesForm rules, WorkingCalendar calendar)
    {
        if (opportunity.Status is OpportunityStatus.Won or OpportunityStatus.Lost)
        {
            yield break;
        }

        var (id, owner) = (opportunity.Id, opportunity.SalespersonId);
        if (opportunity.NextStepDate is { } step)
        {
            yield return new(
                ReminderKind.NextStep, Key($"next-step/{id}/{opportunity.NextSteps}"), owner, calendar.FirstWorkingDayFrom(step));
        }

        foreach (var task in opportunity.Tasks)
        {
            yield return new(
                ReminderKind.TaskDue, Key($"task/{task.Id}/{task.Date:yyyyMMdd}"), task.SalespersonId,
                calendar.FirstWorkingDayFrom(task.Date), TaskId: task.Id);
        }

        if (opportunity is not { Status: OpportunityStatus.InProgress, EstimatedCloseDate: { } close })
        {
            yield break;
        }

        // A next step that lies ahead stops the clocks of the stage and of inactivity: they go on after its day.
        var resumes = opportunity.NextStepDate is { } planned ? calendar.NextWorkingDay(planned) : DateOnly.MinValue;
        if (opportunity.Stage is { LimitWorkingDays: { } limit } stage)
        {
            yield return new(
                ReminderKind.StageLimit, StageLimitKey(id, stage.Id, stage.EnteredOn, stage.Visit), owner,
                Later(calendar.AddWorkingDays(stage.EnteredOn, limit), resumes));
        }

        if (rules.NearCloseDays is { } near)
        {
            yield return new(
                ReminderKind.CloseNear, Key($"close-near/{id}/{close:yyyyMMdd}"), owner, calendar.AddWorkingDays(close, -near),
                NotAfter: close);
        }

        yield return new(
            ReminderKind.ClosePassed, Key($"close-passed/{id}/{close:yyyyMMdd}"), owner, calendar.NextWorkingDay(close));
        if (rules.NoActivityDays is { } idle)
        {
            var worked = opportunity.WorkedAt;
            yield return new(
                ReminderKind.NoActivity, Key($"no-activity/{id}/{worked.UtcDateTime:yyyyMMddHHmmssfff}"), owner,
                Later(
                    calendar.AddWorkingDays(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(worked, opportunity.Zone).DateTime), idle),
                    resumes));
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
