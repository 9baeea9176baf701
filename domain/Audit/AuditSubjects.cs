using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Domain.Audit;

/// <summary>The kinds of records that stand in the audit log.</summary>
public static class AuditSubjects
{
    public const string Opportunity = OpportunityActs.Subject;
    public const string SalesCycle = "sales-cycle";
    public const string Salesperson = "salesperson";
    public const string Team = "team";
    public const string Target = "target";
    public const string Contact = "contact";
    public const string Activity = "activity";
    public const string CloseReason = "close-reason";
    public const string ApiToken = "api-token";
    public const string Reminders = "reminders";
    public const string Company = "company";
    public const string Webhook = "webhook";

    /// <summary>All of them, for a choice.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Opportunity, SalesCycle, CloseReason, Activity, Salesperson, Team, Target, Contact, ApiToken, Reminders, Webhook, Company];
}
