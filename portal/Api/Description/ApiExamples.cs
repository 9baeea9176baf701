using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Api.Activities;
using ChatOpportunities.Portal.Api.Audit;
using ChatOpportunities.Portal.Api.CloseReasons;
using ChatOpportunities.Portal.Api.Contacts;
using ChatOpportunities.Portal.Api.Http;
using ChatOpportunities.Portal.Api.Opportunities;
using ChatOpportunities.Portal.Api.People;
using ChatOpportunities.Portal.Api.SalesCycles;

namespace ChatOpportunities.Portal.Api.Description;

/// <summary>One of everything that is sent and answered, for the description of the API. Being of the types themselves, they cannot go out of date.</summary>
internal static class ApiExamples
{
    private static readonly DateOnly Day = new(2026, 3, 2);
    private static readonly DateTimeOffset Instant = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);

    private static readonly OpportunityResource Opportunity = new(
        "OPP-00017", "Pool lights", "CT-00001", "Contoso Hotels", "ANNA", "NEW", Day, Priority.Normal, OpportunityStatus.InProgress, 1, "Initial",
        45_000, 5, 2, 0.1m, 45, Day.AddDays(42), Day, null, null, null, "Send the plans", Day.AddDays(7), null, 0, Instant, 1);

    private static readonly EntryResource Entry = new(
        31, ActionTaken.Next, true, 2, "Qualification", 1, Day, null, 45_000, 20, 25, 5, 2_250, Day.AddDays(42), null, null, null, null, "Anna Keller", Instant);

    private static readonly StageResource Stage = new(2, "Qualification", 25, 20, "QUALC", false, true, "6W", 10);

    private static readonly TaskResource SalesTask = new(
        12, TaskType.PhoneCall, "Call to qualify", Priority.Normal, Day.AddDays(3), SalesTaskStatus.NotStarted, false, false, "ANNA", "OPP-00017", 31,
        false, null, null, 1);

    private static readonly SalesFigures Figures = new(3, 120_000, 36_500);

    /// <summary>By the name of the type in the description.</summary>
    private static readonly Dictionary<string, object> Items = new object[]
    {
        Opportunity,
        new ActResource(
            Opportunity with { Stage = 2, StageDescription = "Qualification", ChancesOfSuccess = 20, CompletedPercent = 25, Probability = 5, CurrentValue = 2_250, Version = 2 },
            Entry),
        Entry,
        new MoveResource(MoveAction.Next, [new MoveStageResource(2, "Qualification", true, new ProposedResource(Day, 45_000, 20, Day.AddDays(42)), [])]),
        SalesTask,
        new TaskActResource(SalesTask with { Status = SalesTaskStatus.Completed, Closed = true, Version = 2 }, null),
        new ReminderResource(5, ReminderKind.StageLimit, ReminderState.Pending, "ANNA", Instant, null, null, 0, 0, null),
        new SalesCycleResource("NEW", "New business", ProbabilityMethod.Multiply, false, [Stage]),
        Stage,
        new CloseReasonResource("PRICE_W", "Best price", Outcome.Won, false),
        new ActivityResource("QUALC", "Qualify", [new StepResource(TaskType.PhoneCall, "Call to qualify", Priority.Normal, "3D")]),
        new SalespersonResource(
            "ANNA", "Anna Keller", "anna@example.com", "00000000-0000-0000-0000-000000000001", Role.Salesperson, "LIGHT", "en", "Europe/Paris", false),
        new TeamResource("LIGHT", "Lighting", "DAVID"),
        new WaitingResource("00000000-0000-0000-0000-000000000002", "Wanda Waits", "wanda@example.com", Instant, Instant),
        new ContactResource("CT-00001", ContactType.Company, "Contoso Hotels", null, "desk@example.com", "+33 1 23 45 67 89", "ANNA", false),
        new AuditResource(77, Instant, "Anna Keller", ActSource.Chat, "opportunity", "OPP-00017", "Moved to Qualification."),
        new CycleStatistics(3, 120_000, 36_500, 6.5m, 1, [new StageStatistics(2, "Qualification", 3, 120_000, 36_500, 6.5m)]),
        new SalesStatistics(Figures, new SalesFigures(1, 50_000, 54_600), new SalesFigures(0, 0, 0), 1),
        new PipelineFigures([new PipelineGroup("2", "Qualification", 3, 120_000, 36_500, "New business")], 1, 9_000),
        new NewOpportunityBody("Pool lights", "CT-00001", "ANNA", "NEW", StartNow: true, EstimatedValue: 45_000, EstimatedCloseDate: Day.AddDays(42)),
        new OpportunityChangeBody("Pool and garden lights", Priority.High, NextStep: "Send the plans", NextStepDate: Day.AddDays(7)),
        new StartBody(EstimatedValue: 45_000),
        new MoveBody(MoveAction.Next, EstimatedValue: 48_000),
        new QuoteBody("Q-2026-118", 47_500, "https://quotes.example.com/118"),
        new AssignBody("BEN", true),
        new CloseBody(Outcome.Won, "PRICE_W", Amount: 47_500),
        new ReopenBody("The customer came back."),
        new SalesCycleBody("NEW", "New business", ProbabilityMethod.Multiply),
        new StageBody(null, "Qualification", 25, 20, QuoteRequired: false, AllowSkip: true, DateFormula: "6W", LimitWorkingDays: 10),
        new CloseReasonBody("PRICE_W", "Best price", Outcome.Won),
        new ActivityBody("QUALC", "Qualify", [new StepBody(TaskType.PhoneCall, "Call to qualify", DateFormula: "3D")]),
        new SalespersonBody("ANNA", "Anna Keller", "anna@example.com", Role: Role.Salesperson, TeamCode: "LIGHT"),
        new TeamBody("LIGHT", "Lighting", "DAVID"),
        new ContactBody(Name: "Contoso Hotels", Type: ContactType.Company, Email: "desk@example.com", SalespersonCode: "ANNA"),
    }.ToDictionary(item => item.GetType().Name);

    /// <summary>Bodies of changes in part.</summary>
    private static readonly Dictionary<string, object> Changes = new()
    {
        ["changeSalesCycle"] = new SalesCycleBody(Blocked: true),
        ["changeSalesperson"] = new SalespersonBody(TeamCode: "LIGHT"),
        ["changeTeam"] = new TeamBody(ManagerCode: "DAVID"),
        ["changeContact"] = new ContactBody(Phone: "+33 1 23 45 67 89"),
    };

    /// <summary>An example of a type, as sent to or answered by an operation.</summary>
    public static JsonNode? Of(string? type, string operation)
    {
        if (type is null)
        {
            return null;
        }

        if (type.StartsWith("PageOf", StringComparison.Ordinal))
        {
            return new JsonObject { ["items"] = new JsonArray(Of(type["PageOf".Length..], operation)), ["nextCursor"] = null };
        }

        return type.EndsWith("Body", StringComparison.Ordinal)
            ? Write(Changes.GetValueOrDefault(operation) ?? Items[type], withoutNull: true)
            : Write(Items[type]);
    }

    public static JsonNode Write(object value, bool withoutNull = false)
    {
        var node = JsonSerializer.SerializeToNode(value, ApiJson.Options.GetTypeInfo(value.GetType()))!;
        if (withoutNull)
        {
            Thin(node);
        }

        return node;
    }

    /// <summary>Takes away what would be left out of a request.</summary>
    private static void Thin(JsonNode node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array.OfType<JsonNode>())
            {
                Thin(item);
            }
        }
        else if (node is JsonObject body)
        {
            foreach (var (name, value) in body.ToList())
            {
                if (value is null)
                {
                    body.Remove(name);
                }
                else
                {
                    Thin(value);
                }
            }
        }
    }
}
