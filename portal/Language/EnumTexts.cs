using System.Globalization;
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

    public static string Of(this PortalTexts t, AssistantAccess access) => t[access switch
    {
        AssistantAccess.Off => "Nothing: they are shut out",
        AssistantAccess.Read => "Read only",
        _ => "Read and act",
    }];

    public static string Of(this PortalTexts t, ActSource source) => t[source switch
    {
        ActSource.Chat => "in the chat",
        ActSource.Portal => "in the portal",
        ActSource.Api => "through the API",
        ActSource.Assistant => "by an assistant",
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
        AuditSubjects.Target => t["Target"],
        AuditSubjects.Contact => t["Contact"],
        AuditSubjects.ApiToken => t["API token"],
        AuditSubjects.Company => t["Company"],
        AuditSubjects.Webhook => t["Webhook"],
        _ => subject,
    };

    /// <summary>A field of a record, as the log names it.</summary>
    public static string Field(this PortalTexts t, string field) => field switch
    {
        "description" => t["Description"],
        "contact" => t["Contact"],
        "salesperson" => t["Salesperson"],
        "salesCycle" => t["Sales cycle"],
        "creationDate" => t["Created"],
        "priority" => t["Priority"],
        "source" => t["Source"],
        "status" => t["Status"],
        "closedOn" => t["Closed"],
        "estimatedValue" => t["Estimated value"],
        "chancesOfSuccess" => t["Chances of success"],
        "estimatedCloseDate" => t["Expected close"],
        "quoteNumber" => t["Number of the quote"],
        "quoteAmount" => t["Amount of the quote"],
        "quoteLink" => t["Link to the quote"],
        "nextStep" => t["Next step"],
        "nextStepDate" => t["Day of the next step"],
        "limitWorkingDays" => t["Limit in working days"],
        "stage" => t["Stage"],
        "slipReason" => t["Why the closing date moves"],
        "closeReason" => t["Reason"],
        "note" => t["Note"],
        "amount" => t["Amount of the sale"],
        "task" => t["Task"],
        "taskDate" => t["Due"],
        "taskStatus" => t["State"],
        "taskType" or "contactType" => t["Kind"],
        "name" => t["Name"],
        "company" => t["Company"],
        "email" => t["Mail"],
        "phone" => t["Phone"],
        "blocked" => t["Blocked"],
        "account" => t["Account"],
        "role" => t["Role"],
        "team" => t["Team"],
        "language" => t["Language"],
        "region" => t["Region"],
        "timeZone" => t["Time zone"],
        "manager" => t["Manager"],
        "probabilityMethod" => t["Probability"],
        "completedPercent" => t["Completed"],
        "activity" => t["Activity"],
        "quoteRequired" => t["Quote required"],
        "allowSkip" => t["May be skipped"],
        "dateFormula" => t["Date formula"],
        "outcome" => t["Outcome"],
        "nearCloseDays" => t["Closing is near"],
        "noActivityDays" => t["Nothing was done"],
        "escalateAfterDays" => t["To the manager: nothing was done"],
        "alonePerHour" => t["Alone in an hour, at most"],
        "aloneKinds" => t["What comes alone"],
        "briefAt" => t["Time of the brief"],
        "quietFrom" => t["Quiet from"],
        "quietTo" => t["Quiet until"],
        _ => RecordedFields.MonthOf(field) is { } month ? t.Month(month) : field,
    };

    /// <summary>What a field was or is now, in the reader's format.</summary>
    public static string ValueOf(this PortalTexts t, string field, string? value)
    {
        var plain = CultureInfo.InvariantCulture;
        return (value, RecordedFields.KindOf(field)) switch
        {
            (null, _) => "–",
            (_, FieldKind.Date) when DateOnly.TryParse(value, plain, out var date) => t.Date(date),
            (_, FieldKind.Money) when decimal.TryParse(value, NumberStyles.Number, plain, out var amount) => t.Money(amount),
            (_, FieldKind.Percent) when decimal.TryParse(value, NumberStyles.Number, plain, out var percent) => t.Percent(percent),
            (_, FieldKind.YesNo) => t.Say(value == "true"),
            (_, FieldKind.Choice) => t.ChoiceOf(field, value),
            _ => value,
        };
    }

    private static string ChoiceOf(this PortalTexts t, string field, string value) => field switch
    {
        "priority" when Enum.TryParse<Priority>(value, out var priority) => t.Of(priority),
        "status" when Enum.TryParse<OpportunityStatus>(value, out var status) => t.Of(status),
        "taskType" when Enum.TryParse<TaskType>(value, out var type) => t.Of(type),
        "taskStatus" when Enum.TryParse<SalesTaskStatus>(value, out var state) => t.Of(state),
        "contactType" when Enum.TryParse<ContactType>(value, out var contact) => t.Of(contact),
        "role" when Enum.TryParse<Role>(value, out var role) => t.Of(role),
        "probabilityMethod" when Enum.TryParse<ProbabilityMethod>(value, out var method) => t.Of(method),
        "outcome" when Enum.TryParse<Outcome>(value, out var outcome) => t.Of(outcome),
        "aloneKinds" when Enum.TryParse<ReminderKinds>(value, out var kinds) => string.Join(
            ", ",
            Enum.GetValues<ReminderKind>().Where(k => (int)k < 16 && kinds.HasFlag((ReminderKinds)(1 << (int)k))).Select(k => t.Of(k))),
        _ => value,
    };

    public static string Of(this PortalTexts t, SalesTaskStatus status) => t[status switch
    {
        SalesTaskStatus.Completed => "Done",
        SalesTaskStatus.InProgress => "In progress",
        SalesTaskStatus.Waiting => "Waiting",
        SalesTaskStatus.Postponed => "Postponed",
        _ => "Not started",
    }];

    public static string Of(this PortalTexts t, TimelineKind kind) => t[kind switch
    {
        TimelineKind.Stages => "Stages and figures",
        TimelineKind.Tasks => "Tasks",
        TimelineKind.HandOvers => "Hand-overs",
        TimelineKind.Notes => "Notes",
        TimelineKind.Reminders => "Reminders",
        _ => "Changes",
    }];

    /// <summary>An amount without its currency, which stands beside it already.</summary>
    public static string Plain(this PortalTexts t, decimal amount) =>
        amount.ToString(amount == decimal.Truncate(amount) ? "N0" : "N2", t.Culture);

    /// <summary>A month, such as <c>Mar 2026</c>.</summary>
    public static string Month(this PortalTexts t, DateOnly month) => month.ToString("MMM yyyy", t.Culture);

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
