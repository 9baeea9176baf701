using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Domain.Exchange.Webhooks;

/// <summary>What a receiver gets: an event as JSON.</summary>
internal sealed record WebhookBody(string Type, DateTimeOffset Timestamp, WebhookData Data)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // never part of a page
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        TypeInfoResolver = WebhookJson.Default,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Options);
}

/// <summary>What happened, to what, by whom and through which door; what an event has nothing to say of is left out.</summary>
internal sealed record WebhookData(ActSource Source)
{
    /// <summary>As the API shows it, after the act; null in a trial.</summary>
    public WebhookOpportunity? Opportunity { get; init; }

    /// <summary>The stage before, of an event that changes it; left out when it was on none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WebhookStage? FromStage { get; init; }

    /// <summary>The stage it is on now, likewise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WebhookStage? ToStage { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FromSalespersonCode { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ToSalespersonCode { get; init; }

    /// <summary>The words of a note.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>What is to be done, of a task.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Task { get; init; }

    /// <summary>Who was told, of an escalation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ManagerCode { get; init; }

    /// <summary>Field by field, as the log has it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<WebhookChange>? Changes { get; init; }

    /// <summary>Name of who did it; the product's own for what it does by itself.</summary>
    public string? By { get; init; }

    /// <summary>Their code; null for the product and for programs in nobody's name.</summary>
    public string? ByCode { get; init; }
}

/// <summary>A stage by the number it has in its cycle.</summary>
internal sealed record WebhookStage(int? Number, string Description)
{
    public static WebhookStage? Of(OpportunityEntry? entry) => entry?.StageNumberNow is not { } number
        ? null
        : new(number, entry.Stage?.Description ?? entry.StageDescription);
}

/// <summary>A field that was changed.</summary>
internal sealed record WebhookChange(string Field, string? From, string? To);

/// <summary>The quote of an opportunity.</summary>
internal sealed record WebhookQuote(string? Number, decimal? Amount, string? Link);

/// <summary>An opportunity with the fields that the API shows; a test holds the two equal.</summary>
internal sealed record WebhookOpportunity(
    string No, string Description, string ContactNo, string ContactName, string SalespersonCode, string SalesCycleCode,
    DateOnly CreationDate, Priority Priority, string? Source, OpportunityStatus Status, int? Stage, string? StageDescription,
    decimal? EstimatedValue, decimal? ChancesOfSuccess, decimal? CompletedPercent, decimal? Probability, decimal? CurrentValue,
    DateOnly? EstimatedCloseDate, DateOnly? DateOfChange, DateOnly? ClosingDate, string? ReasonCode, WebhookQuote? Quote,
    string? NextStep, DateOnly? NextStepDate, int? LimitWorkingDays, int CloseDateMoves,
    DateTimeOffset ChangedAt, long Version)
{
    public static WebhookOpportunity Of(
        Opportunity opportunity, OpportunityEntry? now, Contact contact, Salesperson salesperson, SalesCycle cycle) => new(
        opportunity.No, opportunity.Description, contact.No, contact.Name, salesperson.Code, cycle.Code,
        opportunity.CreationDate, opportunity.Priority, opportunity.Source, opportunity.Status,
        now?.StageNumberNow, WebhookStage.Of(now)?.Description,
        now is null ? opportunity.InitialValue : now.EstimatedValue,
        now is null ? opportunity.InitialChances : now.ChancesOfSuccess,
        now?.CompletedPercent, now?.Probability, now?.CurrentValue,
        now is null ? opportunity.InitialCloseDate : now.EstimatedCloseDate,
        now?.DateOfChange, opportunity.ClosedOn, now?.CloseReason?.Code,
        opportunity.QuoteNumber is null
            ? null : new WebhookQuote(opportunity.QuoteNumber, opportunity.QuoteAmount, opportunity.QuoteLink),
        opportunity.NextStep, opportunity.NextStepDate, opportunity.LimitWorkingDays, opportunity.CloseDateMoves,
        opportunity.ChangedAt.ToUniversalTime(), opportunity.Version);
}

[JsonSerializable(typeof(WebhookBody))]
internal sealed partial class WebhookJson : JsonSerializerContext;
