using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Portal.Api.Opportunities;

/// <summary>A new opportunity; the domain says what may be left out.</summary>
internal sealed record NewOpportunityBody(
    string? Description = null, string? ContactNo = null, string? SalespersonCode = null, string? SalesCycleCode = null, DateOnly? CreationDate = null,
    Priority? Priority = null, bool? StartNow = null, DateOnly? DateOfChange = null, decimal? EstimatedValue = null, decimal? ChancesOfSuccess = null,
    DateOnly? EstimatedCloseDate = null);

/// <summary>What of an opportunity changes; absent fields stay.</summary>
internal sealed record OpportunityChangeBody(
    string? Description = null, Priority? Priority = null, string? ContactNo = null, string? SalesCycleCode = null,
    string? NextStep = null, DateOnly? NextStepDate = null, int? LimitWorkingDays = null);

/// <summary>The start; what is left out comes from the creation or is proposed.</summary>
internal sealed record StartBody(
    DateOnly? DateOfChange = null, decimal? EstimatedValue = null, decimal? ChancesOfSuccess = null, DateOnly? EstimatedCloseDate = null);

/// <summary>A move; what is left out is proposed.</summary>
internal sealed record MoveBody(
    MoveAction? Action = null, int? Stage = null, DateOnly? DateOfChange = null, decimal? EstimatedValue = null, decimal? ChancesOfSuccess = null,
    DateOnly? EstimatedCloseDate = null, bool? CancelOpenTasks = null, string? SlipReason = null);

/// <summary>The quote to be given.</summary>
internal sealed record QuoteBody(string? Number = null, decimal? Amount = null, string? Link = null);

/// <summary>To whom it goes, and whether their open tasks go along (yes, unless said otherwise).</summary>
internal sealed record AssignBody(string? SalespersonCode = null, bool? MoveOpenTasks = null);

/// <summary>How it ends; open tasks are cancelled unless said otherwise.</summary>
internal sealed record CloseBody(
    Outcome? Outcome = null, string? ReasonCode = null, DateOnly? ClosingDate = null, decimal? Amount = null, string? Note = null,
    bool? CancelOpenTasks = null);

/// <summary>Why it is opened again.</summary>
internal sealed record ReopenBody(string? Note = null);
