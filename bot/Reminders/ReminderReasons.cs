using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Reminders;

/// <summary>Says in one line why a reminder came.</summary>
internal sealed class ReminderReasons(OpportunitiesContext db, WorkingCalendar calendar)
{
    /// <param name="t">Language of the reader.</param>
    /// <param name="reminder">With its opportunity's state loaded.</param>
    /// <param name="today">The reader's day.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string> WhyAsync(BotTexts t, Reminder reminder, DateOnly today, CancellationToken cancellationToken)
    {
        var opportunity = reminder.Opportunity!;
        var now = opportunity.Current;
        switch (reminder.Kind)
        {
            case ReminderKind.HandOver:
                return t["{0} gave you this opportunity.", reminder.FromName];
            case ReminderKind.NotMine:
                return t["{0} says that this is not theirs. Assign it to somebody.", reminder.FromName];
            case ReminderKind.Escalation when reminder.SinceOn is { } since:
                var snoozes = await db.Reminders.Where(
                    r => r.OpportunityId == opportunity.Id && r.SalespersonId == opportunity.SalespersonId
                    && (r.State == ReminderState.Sent || r.State == ReminderState.Snoozed)).SumAsync(r => r.Snoozes, cancellationToken);
                return t[
                    "{0} was reminded on {1} and has done nothing for {2} {2:working day|working days}; put off {3} {3:time|times}. Any work on it ends this.",
                    reminder.FromName, t.Date(since), calendar.WorkingDaysBetween(since, today), snoozes];
            case ReminderKind.NextStep when opportunity.NextStepDate is { } step:
                return opportunity.NextStep is { } text
                    ? t["Your next step was planned for {0}: {1}", t.Date(step), text]
                    : t["Your next step was planned for {0}.", t.Date(step)];
            case ReminderKind.TaskDue when opportunity.Tasks.FirstOrDefault(task => task.Id == reminder.TaskId) is { } task:
                return t["Task due {0}: {1}", t.Date(task.Date), task.Description];
            case ReminderKind.CloseNear when now is not null:
                return t["It is expected to close on {0}.", t.Date(now.EstimatedCloseDate)];
            case ReminderKind.ClosePassed when now is not null:
                return t["It was expected to close on {0}. Give a new date, or close it.", t.Date(now.EstimatedCloseDate)];
            case ReminderKind.NoActivity:
                var worked = TimeZoneInfo.ConvertTime(opportunity.WorkedAt ?? opportunity.ChangedAt, reminder.Salesperson!.Zone).DateTime;
                return t["Nothing was done for {0} {0:working day|working days}.",
                    calendar.WorkingDaysBetween(DateOnly.FromDateTime(worked), today)];
            case ReminderKind.StageLimit when now?.Stage is { } stage:
                var (days, limit) = (
                    calendar.WorkingDaysBetween(now.StageEnteredOn, today), opportunity.LimitWorkingDays ?? stage.LimitWorkingDays);
                return reminder.Snoozes == 0
                    ? t["{0} {0:working day|working days} on {1}; your limit is {2}. What comes next?", days, stage.Description, limit]
                    : t["{0} {0:working day|working days} on {1}; your limit is {2}; put off {3} {3:time|times}. What comes next?", days,
                        stage.Description, limit, reminder.Snoozes];
            default:
                return t["This opportunity waits for you."];
        }
    }
}
