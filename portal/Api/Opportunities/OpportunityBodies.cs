using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Api.Description;

namespace ChatOpportunities.Portal.Api.Opportunities;

/// <summary>A new opportunity.</summary>
/// <param name="Description">In a few words, at most 100 characters.</param>
/// <param name="ContactNo">Number of the contact.</param>
/// <param name="SalespersonCode">Code of the owner; left out, the caller, else refused.</param>
/// <param name="SalesCycleCode">Code of the sales cycle; left out, the default one, else refused.</param>
/// <param name="CreationDate">Left out, today.</param>
/// <param name="Priority">Left out, normal.</param>
/// <param name="StartNow">Whether it starts at once, on its first stage; left out, it does not. A start asks for a value above 0.</param>
/// <param name="DateOfChange">The day it starts, with startNow; left out, the creation date.</param>
/// <param name="EstimatedValue">Company currency; for the start, above 0.</param>
/// <param name="ChancesOfSuccess">Percent 0–100; for the start, above 0; left out, the first stage's.</param>
/// <param name="EstimatedCloseDate">Left out, the one the first stage's formula gives at the start.</param>
/// <param name="Source">Where it came from, at most 50 characters.</param>
internal sealed record NewOpportunityBody(
    [property: Required] string? Description = null, [property: Required] string? ContactNo = null, string? SalespersonCode = null,
    string? SalesCycleCode = null, DateOnly? CreationDate = null, Priority? Priority = null, bool? StartNow = null,
    DateOnly? DateOfChange = null, decimal? EstimatedValue = null, decimal? ChancesOfSuccess = null,
    DateOnly? EstimatedCloseDate = null, string? Source = null)
{
    public static NewOpportunityBody Example => new(
        "Pool lights", "CT-00001", "ANNA", "NEW", StartNow: true, EstimatedValue: 45_000, EstimatedCloseDate: ExampleTime.Day.AddDays(42),
        Source: "Hotel fair");
}

/// <summary>What changes; what is left out stays.</summary>
/// <param name="Description">In a few words, at most 100 characters.</param>
/// <param name="Priority">How pressing it is.</param>
/// <param name="ContactNo">Number of the contact.</param>
/// <param name="SalesCycleCode">Code of the sales cycle it goes through.</param>
/// <param name="NextStep">What comes next, in a few words; needs nextStepDate. Null for both takes it away.</param>
/// <param name="NextStepDate">The day of the next step, today or later.</param>
/// <param name="LimitWorkingDays">After so many working days on a stage its salesperson is reminded, in place of the stages' limits, 1 to
/// 999; null follows them again.</param>
/// <param name="Source">Where it came from, at most 50 characters; null takes it away.</param>
internal sealed record OpportunityChangeBody(
    string? Description = null, Priority? Priority = null, string? ContactNo = null, string? SalesCycleCode = null,
    string? NextStep = null, DateOnly? NextStepDate = null, int? LimitWorkingDays = null, string? Source = null)
{
    public static OpportunityChangeBody Example => new(
        "Pool and garden lights", Domain.Tasks.Priority.High, NextStep: "Send the plans", NextStepDate: ExampleTime.Day.AddDays(7),
        Source: "Recommended by Marie");
}

/// <summary>The start; what is left out comes from when it was made, or is proposed.</summary>
/// <param name="DateOfChange">The day it starts, never before it was made; left out, today.</param>
/// <param name="EstimatedValue">Company currency, above 0; left out, the one given when it was made.</param>
/// <param name="ChancesOfSuccess">Percent above 0 and at most 100; left out, those given when it was made, else the first stage's.</param>
/// <param name="EstimatedCloseDate">Left out, the one given when it was made, else the one the first stage's formula gives.</param>
internal sealed record StartBody(
    DateOnly? DateOfChange = null, decimal? EstimatedValue = null, decimal? ChancesOfSuccess = null, DateOnly? EstimatedCloseDate = null)
{
    public static StartBody Example => new(EstimatedValue: 45_000);
}

/// <summary>A move; what is left out is proposed.</summary>
/// <param name="Action">The way to move.</param>
/// <param name="Stage">Number of the stage to go to; needed by skip and jump only, else the one the move leads to.</param>
/// <param name="DateOfChange">The day it counts from, never before the last change; left out, today.</param>
/// <param name="EstimatedValue">Company currency, above 0; left out, the present one.</param>
/// <param name="ChancesOfSuccess">Percent above 0 and at most 100; left out, those of the stage, and on an update the present ones. Skip
/// and jump take the stage's, whatever is sent.</param>
/// <param name="EstimatedCloseDate">Not before the day of change; left out, the present one, and when that has passed the one the stage's
/// formula gives.</param>
/// <param name="CancelOpenTasks">Whether the open tasks are cancelled; left out, they stay.</param>
/// <param name="SlipReason">Why the expected closing date goes to a later day; needed from the third time on (closeDateMoves).</param>
internal sealed record MoveBody(
    [property: Required] MoveAction? Action = null, int? Stage = null, DateOnly? DateOfChange = null, decimal? EstimatedValue = null,
    decimal? ChancesOfSuccess = null, DateOnly? EstimatedCloseDate = null, bool? CancelOpenTasks = null, string? SlipReason = null)
{
    public static MoveBody Example => new(MoveAction.Next, EstimatedValue: 48_000);
}

/// <summary>The quote.</summary>
/// <param name="Number">Number of the quote, at most 35 characters.</param>
/// <param name="Amount">Company currency, two decimals, above 0.</param>
/// <param name="Link">Where the quote can be seen: an address that begins with https://, at most 500 characters.</param>
internal sealed record QuoteBody(
    [property: Required] string? Number = null, [property: Required] decimal? Amount = null, string? Link = null)
{
    public static QuoteBody Example => new("Q-2026-118", 47_500, "https://quotes.example.com/118");
}

/// <summary>To whom the opportunity goes.</summary>
/// <param name="SalespersonCode">Code of the new owner.</param>
/// <param name="MoveOpenTasks">Whether the open tasks of the former owner go along; left out, they do.</param>
internal sealed record AssignBody([property: Required] string? SalespersonCode = null, bool? MoveOpenTasks = null)
{
    public static AssignBody Example => new("BEN", true);
}

/// <summary>How the opportunity ends.</summary>
/// <param name="Outcome">Won or lost.</param>
/// <param name="ReasonCode">Code of a reason for this outcome that is not blocked.</param>
/// <param name="ClosingDate">Never before the last change; left out, today.</param>
/// <param name="Amount">What the sale brought, company currency, above 0; only when won; left out, the amount of the quote.</param>
/// <param name="Note">What was said about it, at most 500 characters.</param>
/// <param name="CancelOpenTasks">Whether the open tasks are cancelled; left out, they are.</param>
internal sealed record CloseBody(
    [property: Required] Outcome? Outcome = null, [property: Required] string? ReasonCode = null, DateOnly? ClosingDate = null,
    decimal? Amount = null, string? Note = null, bool? CancelOpenTasks = null)
{
    public static CloseBody Example => new(Domain.SalesCycles.Outcome.Won, "PRICE_W", Amount: 47_500);
}

/// <summary>Why it is opened again.</summary>
/// <param name="Note">Why, at most 500 characters.</param>
internal sealed record ReopenBody([property: Required] string? Note = null)
{
    public static ReopenBody Example => new("The customer came back.");
}
