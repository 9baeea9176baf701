using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Api.Description;
using ChatOpportunities.Portal.Api.Http;
using ChatOpportunities.Portal.Api.Tasks;

namespace ChatOpportunities.Portal.Api.Opportunities;

/// <summary>An opportunity. Its figures are those of its present stage; before the start, those given when it was made; once won or lost,
/// those it was closed with.</summary>
/// <param name="No">Its number; never changes.</param>
/// <param name="Description">In a few words, at most 100 characters.</param>
/// <param name="ContactNo">Number of the contact.</param>
/// <param name="ContactName">Name of the contact.</param>
/// <param name="SalespersonCode">Code of the person whose it is.</param>
/// <param name="SalesCycleCode">Code of the sales cycle it goes through.</param>
/// <param name="CreationDate">The day it was made.</param>
/// <param name="Priority">How pressing it is.</param>
/// <param name="Source">Where it came from; null when nobody said.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Stage">Number of the stage; null before the start and once closed.</param>
/// <param name="StageDescription">Description of the stage; null before the start and once closed.</param>
/// <param name="EstimatedValue">What the sale is thought to bring, company currency, two decimals.</param>
/// <param name="ChancesOfSuccess">How likely it is thought to be won, percent 0–100.</param>
/// <param name="CompletedPercent">How far the stage is on the way, percent 0–100.</param>
/// <param name="Probability">Percent 0–100 by the method of the cycle, not rounded.</param>
/// <param name="CurrentValue">Estimated value × probability, company currency, not rounded; once won, the amount of the sale; once lost,
/// 0.</param>
/// <param name="EstimatedCloseDate">The day by which it is thought to close.</param>
/// <param name="DateOfChange">The day the present state counts from; null before the start.</param>
/// <param name="ClosingDate">The day it was won or lost.</param>
/// <param name="ReasonCode">Code of the reason it was closed for.</param>
/// <param name="Quote">The quote; null when there is none.</param>
/// <param name="NextStep">What comes next, in a few words; null when nothing is planned.</param>
/// <param name="NextStepDate">The day of the next step.</param>
/// <param name="LimitWorkingDays">The limit of its own in working days; null when those of the stages hold.</param>
/// <param name="CloseDateMoves">How often the expected closing date was moved to a later day.</param>
/// <param name="ChangedAt">Instant of the last act of any kind.</param>
/// <param name="Version">Counts the changes; the ETag without its quotation marks.</param>
internal sealed record OpportunityResource(
    string No, string Description, string ContactNo, string ContactName, string SalespersonCode, string SalesCycleCode,
    DateOnly CreationDate, Priority Priority, string? Source, OpportunityStatus Status, int? Stage, string? StageDescription,
    decimal? EstimatedValue, decimal? ChancesOfSuccess, decimal? CompletedPercent, decimal? Probability, decimal? CurrentValue,
    DateOnly? EstimatedCloseDate, DateOnly? DateOfChange, DateOnly? ClosingDate, string? ReasonCode, QuoteResource? Quote,
    string? NextStep, DateOnly? NextStepDate, int? LimitWorkingDays, int CloseDateMoves,
    DateTimeOffset ChangedAt, long Version)
{
    public static OpportunityResource Example => new(
        "OPP-00017", "Pool lights", "CT-00001", "Contoso Hotels", "ANNA", "NEW", ExampleTime.Day, Priority.Normal, "Hotel fair",
        OpportunityStatus.InProgress, 1, "Initial", 45_000, 5, 2, 0.1m, 45, ExampleTime.Day.AddDays(42), ExampleTime.Day, null, null, null,
        "Send the plans", ExampleTime.Day.AddDays(7), null, 0, ExampleTime.Instant, 1);

    public static OpportunityResource Of(Opportunity opportunity)
    {
        var now = opportunity.Current;
        return new(
            opportunity.No, opportunity.Description, opportunity.Contact!.No, opportunity.Contact.Name, opportunity.Salesperson!.Code,
            opportunity.SalesCycle!.Code, opportunity.CreationDate, opportunity.Priority, opportunity.Source, opportunity.Status,
            now?.StageNumberNow,
            now?.StageNumberNow is null ? null : now.Stage?.Description ?? now.StageDescription,
            now is null ? opportunity.InitialValue : now.EstimatedValue,
            now is null ? opportunity.InitialChances : now.ChancesOfSuccess,
            now?.CompletedPercent, now?.Probability, now?.CurrentValue,
            now is null ? opportunity.InitialCloseDate : now.EstimatedCloseDate,
            now?.DateOfChange, opportunity.ClosedOn, now?.CloseReason?.Code,
            opportunity.QuoteNumber is null
                ? null
                : new QuoteResource(opportunity.QuoteNumber, opportunity.QuoteAmount, opportunity.QuoteLink),
            opportunity.NextStep, opportunity.NextStepDate, opportunity.LimitWorkingDays, opportunity.CloseDateMoves,
            opportunity.ChangedAt.ToUniversalTime(), opportunity.Version);
    }
}

/// <summary>The quote of an opportunity.</summary>
/// <param name="Number">Number of the quote.</param>
/// <param name="Amount">Company currency, two decimals, above 0.</param>
/// <param name="Link">Where the quote can be seen: an address that begins with https://, at most 500 characters.</param>
internal sealed record QuoteResource(string? Number, decimal? Amount, string? Link);

/// <summary>What opportunities are read and written as.</summary>
[JsonSerializable(typeof(OpportunityResource))]
[JsonSerializable(typeof(Page<OpportunityResource>))]
[JsonSerializable(typeof(OpportunityListQuery))]
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
