using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Portal.Api.CloseReasons;

/// <summary>Why opportunities are won or lost.</summary>
internal sealed record CloseReasonResource(string Code, string Description, Outcome Outcome, bool Blocked)
{
    public static CloseReasonResource Of(CloseReasonRow row) => new(row.Code, row.Description, row.Outcome, row.Blocked);

    public static CloseReasonResource Of(CloseReason reason) => new(reason.Code, reason.Description, reason.Outcome, reason.Blocked);
}

/// <summary>What can be asked of a reason.</summary>
internal sealed record CloseReasonBody(string? Code = null, string? Description = null, Outcome? Outcome = null, bool? Blocked = null)
{
    public CloseReasonForm ToForm() => new(Description, Outcome, Blocked ?? false);
}
