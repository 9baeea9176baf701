using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Api.Http;

namespace ChatOpportunities.Portal.Api.Opportunities;

/// <summary>An opportunity as programs read it. Its figures are those of its active entry or, before the start, those given at creation.</summary>
internal sealed record OpportunityResource(
    string No, string Description, string ContactNo, string ContactName, string SalespersonCode, string SalesCycleCode,
    DateOnly CreationDate, Priority Priority, OpportunityStatus Status, int? Stage, string? StageDescription,
    decimal? EstimatedValue, decimal? ChancesOfSuccess, decimal? CompletedPercent, decimal? Probability, decimal? CurrentValue,
    DateOnly? EstimatedCloseDate, DateOnly? DateOfChange, DateOnly? ClosingDate, string? ReasonCode, QuoteResource? Quote,
    string? NextStep, DateOnly? NextStepDate, int? LimitWorkingDays, int CloseDateMoves,
    DateTimeOffset ChangedAt, long Version)
{
    public static OpportunityResource Of(Opportunity opportunity)
    {
        var now = opportunity.Current;
        return new(
            opportunity.No, opportunity.Description, opportunity.Contact!.No, opportunity.Contact.Name, opportunity.Salesperson!.Code,
            opportunity.SalesCycle!.Code, opportunity.CreationDate, opportunity.Priority, opportunity.Status, now?.StageNumberNow,
            now?.StageNumberNow is null ? null : now.Stage?.Description ?? now.StageDescription,
            now is null ? opportunity.InitialValue : now.EstimatedValue,
            now is null ? opportunity.InitialChances : now.ChancesOfSuccess,
            now?.CompletedPercent, now?.Probability, now?.CurrentValue,
            now is null ? opportunity.InitialCloseDate : now.EstimatedCloseDate,
            now?.DateOfChange, opportunity.ClosedOn, now?.CloseReason?.Code,
            opportunity.QuoteNumber is null ? null : new QuoteResource(opportunity.QuoteNumber, opportunity.QuoteAmount, opportunity.QuoteLink),
            opportunity.NextStep, opportunity.NextStepDate, opportunity.LimitWorkingDays, opportunity.CloseDateMoves,
            opportunity.ChangedAt.ToUniversalTime(), opportunity.Version);
    }
}

/// <summary>The quote of an opportunity; its amount in company currency.</summary>
internal sealed record QuoteResource(string? Number, decimal? Amount, string? Link);

/// <summary>What opportunities are read and written as.</summary>
[JsonSerializable(typeof(OpportunityResource))]
[JsonSerializable(typeof(Page<OpportunityResource>))]
[JsonSerializable(typeof(NewOpportunityBody))]
[JsonSerializable(typeof(OpportunityChangeBody))]
[JsonSerializable(typeof(StartBody))]
[JsonSerializable(typeof(MoveBody))]
[JsonSerializable(typeof(QuoteBody))]
[JsonSerializable(typeof(AssignBody))]
[JsonSerializable(typeof(CloseBody))]
[JsonSerializable(typeof(ReopenBody))]
[JsonSerializable(typeof(ActResource))]
[JsonSerializable(typeof(Page<MoveResource>))]
[JsonSerializable(typeof(Page<EntryResource>))]
[JsonSerializable(typeof(Page<TaskResource>))]
[JsonSerializable(typeof(Page<ReminderResource>))]
[JsonSerializable(typeof(TaskActResource))]
internal sealed partial class OpportunityJson : JsonSerializerContext;
