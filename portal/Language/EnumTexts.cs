using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Portal.Language;

/// <summary>The choices of the trade in the reader's language.</summary>
public static class EnumTexts
{
    public static string Of(this PortalTexts t, Role role) => t[role switch
    {
        Role.Admin => "Admin",
        Role.Manager => "Manager",
        _ => "Salesperson",
    }];

    public static string Of(this PortalTexts t, OpportunityStatus status) => t[status switch
    {
        OpportunityStatus.NotStarted => "Not started",
        OpportunityStatus.InProgress => "In progress",
        OpportunityStatus.Won => "Won",
        _ => "Lost",
    }];

    public static string Of(this PortalTexts t, ProbabilityMethod method) => t[method switch
    {
        ProbabilityMethod.Multiply => "Multiply",
        ProbabilityMethod.Add => "Average",
        ProbabilityMethod.ChancesOfSuccess => "Chances of success",
        _ => "Completed",
    }];

    /// <summary>What a method does, in a line.</summary>
    public static string Explain(this PortalTexts t, ProbabilityMethod method) => t[method switch
    {
        ProbabilityMethod.Multiply => "Chances of success × completed share",
        ProbabilityMethod.Add => "The average of chances of success and completed share",
        ProbabilityMethod.ChancesOfSuccess => "The chances of success alone",
        _ => "The completed share alone",
    }];

    public static string Of(this PortalTexts t, Priority priority) => t[priority switch
    {
        Priority.Low => "Low",
        Priority.Normal => "Normal",
        _ => "High",
    }];

    public static string Of(this PortalTexts t, TaskType type) => t[type switch
    {
        TaskType.Meeting => "Meeting",
        TaskType.PhoneCall => "Phone call",
        _ => "Task",
    }];

    public static string Of(this PortalTexts t, SalesTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return t[task switch
        {
            { Cancelled: true } => "Cancelled",
            { Status: SalesTaskStatus.Completed } => "Done",
            { Status: SalesTaskStatus.InProgress } => "In progress",
            { Status: SalesTaskStatus.Waiting } => "Waiting",
            { Status: SalesTaskStatus.Postponed } => "Postponed",
            _ => "Not started",
        }];
    }

    public static string Of(this PortalTexts t, ActionTaken action) => t[action switch
    {
        ActionTaken.First => "Started",
        ActionTaken.Next => "Next",
        ActionTaken.Previous => "Previous",
        ActionTaken.Updated => "Updated",
        ActionTaken.Jumped => "Jumped",
        ActionTaken.Won => "Won",
        ActionTaken.Lost => "Lost",
        ActionTaken.Undone => "Undone",
        _ => "Reopened",
    }];

    public static string Of(this PortalTexts t, MoveAction action) => t[action switch
    {
        MoveAction.First => "Start",
        MoveAction.Next => "Next",
        MoveAction.Previous => "Previous",
        MoveAction.Skip => "Skip to",
        MoveAction.Update => "Update",
        _ => "Jump back to",
    }];

    public static string Of(this PortalTexts t, ActSource source) => t[source switch
    {
        ActSource.Chat => "in the chat",
        ActSource.Portal => "in the portal",
        ActSource.Api => "through the API",
        _ => "by the product",
    }];

    public static string Of(this PortalTexts t, ReminderKind kind) => t[kind switch
    {
        ReminderKind.StageLimit => "Stage limit reached",
        ReminderKind.HandOver => "Hand-over",
        ReminderKind.NextStep => "Next step due",
        ReminderKind.TaskDue => "Task due",
        ReminderKind.CloseNear => "Closing is near",
        ReminderKind.ClosePassed => "Closing date passed",
        ReminderKind.NoActivity => "Nothing was done",
        ReminderKind.Escalation => "To the manager: nothing was done",
        ReminderKind.NotMine => "To the manager: not theirs",
        ReminderKind.TeamBrief => "Monday brief",
        ReminderKind.Won => "Won, told in the channel",
        ReminderKind.TakenBack => "Hand-over taken back",
        _ => "Reminder",
    }];

    public static string Of(this PortalTexts t, ReminderState state) => t[state switch
    {
        ReminderState.Pending => "Planned",
        ReminderState.Sending => "Being sent",
        ReminderState.Sent => "Sent",
        ReminderState.Acted => "Acted upon",
        ReminderState.Snoozed => "Snoozed",
        ReminderState.Cancelled => "Ended",
        _ => "Failed",
    }];

    /// <summary>A part of the day, as its heading.</summary>
    public static string Of(this PortalTexts t, DayGroup group) => t[group switch
    {
        DayGroup.Given => "Given to you",
        DayGroup.Tasks => "Tasks",
        DayGroup.NextSteps => "Next steps",
        DayGroup.Closings => "Closing days",
        DayGroup.Team => "In your team",
        _ => "At a standstill",
    }];

    public static string Of(this PortalTexts t, ContactType type) => t[type == ContactType.Company ? "Company" : "Person"];

    public static string Of(this PortalTexts t, Outcome outcome) => t[outcome == Outcome.Won ? "Won" : "Lost"];

    /// <summary>A kind of record of the audit log.</summary>
    public static string Subject(this PortalTexts t, string subject) => subject switch
    {
        AuditSubjects.Opportunity => t["Opportunity"],
        AuditSubjects.SalesCycle => t["Sales cycle"],
        AuditSubjects.CloseReason => t["Close reason"],
        AuditSubjects.Activity => t["Activity"],
        AuditSubjects.Salesperson => t["Person of the company"],
        AuditSubjects.Team => t["Team"],
        AuditSubjects.Contact => t["Contact"],
        AuditSubjects.ApiToken => t["API token"],
        AuditSubjects.Company => t["Company"],
        _ => subject,
    };

    public static string Opportunities(this PortalTexts t, int count) => t["{0} {0:opportunity|opportunities}", count];

    /// <summary>Any value of a form, as it would be read out.</summary>
    public static string Say(this PortalTexts t, object? value) => value switch
    {
        null or "" => "–",
        true => t["yes"],
        false => t["no"],
        Role role => t.Of(role),
        ProbabilityMethod method => t.Of(method),
        Priority priority => t.Of(priority),
        ContactType type => t.Of(type),
        Outcome outcome => t.Of(outcome),
        DateOnly date => t.Date(date),
        IFormattable number => number.ToString(null, t.Culture),
        _ => value.ToString() ?? "",
    };

    /// <summary>A language in itself.</summary>
    public static string LanguageName(string language) => language switch
    {
        "en" => "English",
        "fr" => "Français",
        _ => language,
    };
}
