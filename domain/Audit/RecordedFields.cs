using System.Globalization;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Domain.Audit;

/// <summary>How the value of a field is written and read.</summary>
public enum FieldKind
{
    /// <summary>Words, codes, names.</summary>
    Text,

    /// <summary>A day.</summary>
    Date,

    /// <summary>Company currency.</summary>
    Money,

    /// <summary>0–100.</summary>
    Percent,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    YesNo,

    /// <summary>A time of day.</summary>
    Time,

    /// <summary>The name of one of the values of an enumeration.</summary>
    Choice,
}

/// <summary>
/// Whose fields the log tells from what to what they changed, and which. What is not named here is not kept: no hash, no secret, nothing
/// that the product counts for itself. A test holds that every field of these records is named as one or the other.
/// </summary>
public static class RecordedFields
{
    private const string MonthFormat = "yyyy-MM";

    private static readonly Dictionary<Type, Dictionary<string, RecordedField>> Fields = new()
    {
        [typeof(Opportunity)] = new()
        {
            [nameof(Opportunity.Description)] = new("description", FieldKind.Text),
            [nameof(Opportunity.ContactId)] = new("contact", FieldKind.Text, typeof(Contact)),
            [nameof(Opportunity.SalespersonId)] = new("salesperson", FieldKind.Text, typeof(Salesperson)),
            [nameof(Opportunity.SalesCycleId)] = new("salesCycle", FieldKind.Text, typeof(SalesCycle)),
            [nameof(Opportunity.CreationDate)] = new("creationDate", FieldKind.Date),
            [nameof(Opportunity.Priority)] = new("priority", FieldKind.Choice),
            [nameof(Opportunity.Source)] = new("source", FieldKind.Text),
            [nameof(Opportunity.Status)] = new("status", FieldKind.Choice),
            [nameof(Opportunity.ClosedOn)] = new("closedOn", FieldKind.Date),
            [nameof(Opportunity.InitialValue)] = new("estimatedValue", FieldKind.Money),
            [nameof(Opportunity.InitialChances)] = new("chancesOfSuccess", FieldKind.Percent),
            [nameof(Opportunity.InitialCloseDate)] = new("estimatedCloseDate", FieldKind.Date),
            [nameof(Opportunity.QuoteNumber)] = new("quoteNumber", FieldKind.Text),
            [nameof(Opportunity.QuoteAmount)] = new("quoteAmount", FieldKind.Money),
            [nameof(Opportunity.QuoteLink)] = new("quoteLink", FieldKind.Text),
            [nameof(Opportunity.NextStep)] = new("nextStep", FieldKind.Text),
            [nameof(Opportunity.NextStepDate)] = new("nextStepDate", FieldKind.Date),
            [nameof(Opportunity.LimitWorkingDays)] = new("limitWorkingDays", FieldKind.Number),
        },
        [typeof(OpportunityEntry)] = new()
        {
            [nameof(OpportunityEntry.StageDescription)] = new("stage", FieldKind.Text),
            [nameof(OpportunityEntry.EstimatedValue)] = new("estimatedValue", FieldKind.Money),
            [nameof(OpportunityEntry.ChancesOfSuccess)] = new("chancesOfSuccess", FieldKind.Percent),
            [nameof(OpportunityEntry.EstimatedCloseDate)] = new("estimatedCloseDate", FieldKind.Date),
            [nameof(OpportunityEntry.SlipReason)] = new("slipReason", FieldKind.Text),
            [nameof(OpportunityEntry.CloseReasonId)] = new("closeReason", FieldKind.Text, typeof(CloseReason)),
            [nameof(OpportunityEntry.Note)] = new("note", FieldKind.Text),
            [nameof(OpportunityEntry.CurrentValue)] = new("amount", FieldKind.Money), // of the sale
        },
        [typeof(SalesTask)] = new()
        {
            [nameof(SalesTask.Date)] = new("taskDate", FieldKind.Date),
            [nameof(SalesTask.Status)] = new("taskStatus", FieldKind.Choice),
            [nameof(SalesTask.Description)] = new("task", FieldKind.Text),
            [nameof(SalesTask.Priority)] = new("priority", FieldKind.Choice),
            [nameof(SalesTask.Type)] = new("taskType", FieldKind.Choice),
        },
        [typeof(Contact)] = new()
        {
            [nameof(Contact.Type)] = new("contactType", FieldKind.Choice),
            [nameof(Contact.Name)] = new("name", FieldKind.Text),
            [nameof(Contact.CompanyId)] = new("company", FieldKind.Text, typeof(Contact)),
            [nameof(Contact.Email)] = new("email", FieldKind.Text),
            [nameof(Contact.Phone)] = new("phone", FieldKind.Text),
            [nameof(Contact.SalespersonId)] = new("salesperson", FieldKind.Text, typeof(Salesperson)),
            [nameof(Contact.Blocked)] = new("blocked", FieldKind.YesNo),
        },
        [typeof(Salesperson)] = new()
        {
            [nameof(Salesperson.Name)] = new("name", FieldKind.Text),
            [nameof(Salesperson.Email)] = new("email", FieldKind.Text),
            [nameof(Salesperson.EntraObjectId)] = new("account", FieldKind.Text),
            [nameof(Salesperson.Role)] = new("role", FieldKind.Choice),
            [nameof(Salesperson.TeamId)] = new("team", FieldKind.Text, typeof(SalesTeam)),
            [nameof(Salesperson.Language)] = new("language", FieldKind.Text),
            [nameof(Salesperson.Region)] = new("region", FieldKind.Text),
            [nameof(Salesperson.TimeZone)] = new("timeZone", FieldKind.Text),
            [nameof(Salesperson.Blocked)] = new("blocked", FieldKind.YesNo),
            [nameof(Salesperson.BriefAt)] = new("briefAt", FieldKind.Time),
            [nameof(Salesperson.QuietFrom)] = new("quietFrom", FieldKind.Time),
            [nameof(Salesperson.QuietTo)] = new("quietTo", FieldKind.Time),
            [nameof(Salesperson.AloneKinds)] = new("aloneKinds", FieldKind.Choice),
        },
        [typeof(SalesTeam)] = new()
        {
            [nameof(SalesTeam.Name)] = new("name", FieldKind.Text),
            [nameof(SalesTeam.ManagerId)] = new("manager", FieldKind.Text, typeof(Salesperson)),
        },
        [typeof(SalesCycle)] = new()
        {
            [nameof(SalesCycle.Description)] = new("description", FieldKind.Text),
            [nameof(SalesCycle.ProbabilityMethod)] = new("probabilityMethod", FieldKind.Choice),
            [nameof(SalesCycle.Blocked)] = new("blocked", FieldKind.YesNo),
        },
        [typeof(SalesCycleStage)] = new()
        {
            [nameof(SalesCycleStage.Description)] = new("stage", FieldKind.Text),
            [nameof(SalesCycleStage.CompletedPercent)] = new("completedPercent", FieldKind.Percent),
            [nameof(SalesCycleStage.ChancesOfSuccessPercent)] = new("chancesOfSuccess", FieldKind.Percent),
            [nameof(SalesCycleStage.ActivityId)] = new("activity", FieldKind.Text, typeof(Activity)),
            [nameof(SalesCycleStage.QuoteRequired)] = new("quoteRequired", FieldKind.YesNo),
            [nameof(SalesCycleStage.AllowSkip)] = new("allowSkip", FieldKind.YesNo),
            [nameof(SalesCycleStage.DateFormula)] = new("dateFormula", FieldKind.Text),
            [nameof(SalesCycleStage.LimitWorkingDays)] = new("limitWorkingDays", FieldKind.Number),
        },
        [typeof(Activity)] = new() { [nameof(Activity.Description)] = new("description", FieldKind.Text) },
        [typeof(CloseReason)] = new()
        {
            [nameof(CloseReason.Description)] = new("description", FieldKind.Text),
            [nameof(CloseReason.Outcome)] = new("outcome", FieldKind.Choice),
            [nameof(CloseReason.Blocked)] = new("blocked", FieldKind.YesNo),
        },
        [typeof(ReminderRules)] = new()
        {
            [nameof(ReminderRules.NearCloseDays)] = new("nearCloseDays", FieldKind.Number),
            [nameof(ReminderRules.NoActivityDays)] = new("noActivityDays", FieldKind.Number),
            [nameof(ReminderRules.EscalateAfterDays)] = new("escalateAfterDays", FieldKind.Number),
            [nameof(ReminderRules.AlonePerHour)] = new("alonePerHour", FieldKind.Number),
            [nameof(ReminderRules.AloneKinds)] = new("aloneKinds", FieldKind.Choice),
            [nameof(ReminderRules.BriefAt)] = new("briefAt", FieldKind.Time),
            [nameof(ReminderRules.QuietFrom)] = new("quietFrom", FieldKind.Time),
            [nameof(ReminderRules.QuietTo)] = new("quietTo", FieldKind.Time),
        },
    };

    /// <summary>By type of record: what is not told, and why is plain from its name.</summary>
    internal static IReadOnlyDictionary<Type, string[]> NotRecorded { get; } = new Dictionary<Type, string[]>
    {
        [typeof(Opportunity)] =
        [
            nameof(Opportunity.No), nameof(Opportunity.Search), nameof(Opportunity.ExternalId), nameof(Opportunity.NextSteps),
            nameof(Opportunity.CloseDateMoves), nameof(Opportunity.WorkedAt), nameof(Opportunity.ChangedAt), nameof(Opportunity.NextLookOn),
        ],
        [typeof(Contact)] = [nameof(Contact.No), nameof(Contact.Search), nameof(Contact.ExternalId)],
        [typeof(Salesperson)] = [nameof(Salesperson.Code), nameof(Salesperson.WelcomedAt)],
        [typeof(SalesTeam)] = [nameof(SalesTeam.Code)],
        [typeof(SalesCycle)] = [nameof(SalesCycle.Code)],
        [typeof(SalesCycleStage)] = [nameof(SalesCycleStage.SalesCycleId), nameof(SalesCycleStage.Number)],
        [typeof(Activity)] = [nameof(Activity.Code)],
        [typeof(CloseReason)] = [nameof(CloseReason.Code)],
        [typeof(ReminderRules)] = [nameof(ReminderRules.Key)],
    };

    /// <summary>The fields of a type of record by the name of their property; none for what is not recorded.</summary>
    internal static IReadOnlyDictionary<string, RecordedField> Of(Type record) =>
        Fields.TryGetValue(record, out var fields) ? fields : new Dictionary<string, RecordedField>();

    /// <summary>How the values of a field are written; text for one that is not known any more.</summary>
    public static FieldKind KindOf(string field) => MonthOf(field) is null ? Kinds.GetValueOrDefault(field) : FieldKind.Money;

    /// <summary>The field that the target of a month is told as.</summary>
    internal static string TargetOf(DateOnly month) => month.ToString(MonthFormat, CultureInfo.InvariantCulture);

    /// <summary>The month whose target a field is; null for all other fields.</summary>
    public static DateOnly? MonthOf(string field) =>
        DateOnly.TryParseExact(field, MonthFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? month : null;

    /// <summary>The names of all of them.</summary>
    public static IEnumerable<string> All => Kinds.Keys;

    private static Dictionary<string, FieldKind> Kinds => field ??= Fields.Values.SelectMany(f => f.Values).DistinctBy(f => f.Name)
        .ToDictionary(f => f.Name, f => f.Kind);
}

/// <summary>A field of a record as the log names it.</summary>
/// <param name="Name">Its name, one for the same thing on all records.</param>
/// <param name="Kind">How its values are written.</param>
/// <param name="Named">The record whose name stands for the key that the field holds.</param>
internal sealed record RecordedField(string Name, FieldKind Kind, Type? Named = null);
