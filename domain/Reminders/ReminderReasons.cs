using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Domain.Reminders;

/// <summary>Says in one line why a reminder came: the sentences are English, keys of their translations.</summary>
public static class ReminderReasons
{
    public const string Given = "{0} gave you this opportunity.";
    public const string NotTheirs = "{0} says that this is not theirs. Assign it to somebody.";
    public const string NothingDone =
        "{0} was reminded on {1} and has done nothing for {2} {2:working day|working days}; put off {3} {3:time|times}. "
        + "Any work on it ends this.";

    public const string NextStep = "Your next step was planned for {0}: {1}";
    public const string NextStepDay = "Your next step was planned for {0}.";
    public const string TaskDue = "Task due {0}: {1}";
    public const string CloseNear = "It is expected to close on {0}.";
    public const string ClosePassed = "It was expected to close on {0}. Give a new date, or close it.";
    public const string NoActivity = "Nothing was done for {0} {0:working day|working days}.";
    public const string StageLimit = "{0} {0:working day|working days} on {1}; your limit is {2}. What comes next?";
    public const string StageLimitPutOff =
        "{0} {0:working day|working days} on {1}; your limit is {2}; put off {3} {3:time|times}. What comes next?";

    public const string Waits = "This opportunity waits for you.";

    /// <param name="reminder">With its opportunity's state and its person loaded.</param>
    /// <param name="calendar">The company's working days.</param>
    /// <param name="today">The reader's day.</param>
    /// <param name="putOff">Of an escalation: how often what it is about was put off.</param>
    internal static Translated Of(Reminder reminder, WorkingCalendar calendar, DateOnly today, int putOff)
    {
        var opportunity = reminder.Opportunity!;
        var now = opportunity.Current;
        switch (reminder.Kind)
        {
            case ReminderKind.HandOver:
                return new(Given, [reminder.FromName]);
            case ReminderKind.NotMine:
                return new(NotTheirs, [reminder.FromName]);
            case ReminderKind.Escalation when reminder.SinceOn is { } since:
                return new(NothingDone, [reminder.FromName, since, calendar.WorkingDaysBetween(since, today), putOff]);
            case ReminderKind.NextStep when opportunity.NextStepDate is { } step:
                return opportunity.NextStep is { } text ? new(NextStep, [step, text]) : new(NextStepDay, [step]);
            case ReminderKind.TaskDue when opportunity.Tasks.FirstOrDefault(task => task.Id == reminder.TaskId) is { } task:
                return new(TaskDue, [task.Date, task.Description]);
            case ReminderKind.CloseNear when now is not null:
                return new(CloseNear, [now.EstimatedCloseDate]);
            case ReminderKind.ClosePassed when now is not null:
                return new(ClosePassed, [now.EstimatedCloseDate]);
            case ReminderKind.NoActivity:
                var worked = TimeZoneInfo.ConvertTime(opportunity.WorkedAt ?? opportunity.ChangedAt, reminder.Salesperson!.Zone).DateTime;
                return new(NoActivity, [calendar.WorkingDaysBetween(DateOnly.FromDateTime(worked), today)]);
            case ReminderKind.StageLimit when now?.Stage is { } stage:
                var (days, limit) = (
                    calendar.WorkingDaysBetween(now.StageEnteredOn, today), opportunity.LimitWorkingDays ?? stage.LimitWorkingDays);
                return reminder.Snoozes == 0
                    ? new(StageLimit, [days, stage.Description, limit])
                    : new(StageLimitPutOff, [days, stage.Description, limit, reminder.Snoozes]);
            default:
                return new(Waits, []);
        }
    }
}
