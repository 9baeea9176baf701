using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Portal.Api.CloseReasons;

/// <summary>Why opportunities are won or lost.</summary>
/// <param name="Code">Its name for programs and links: 1 to 10 letters, digits, dots, hyphens or underscores, kept in capitals; never
/// changes.</param>
/// <param name="Description">In a few words, at most 100 characters.</param>
/// <param name="Outcome">Whether it stands for won or lost.</param>
/// <param name="Blocked">A blocked one keeps its history and takes nothing new.</param>
internal sealed record CloseReasonResource(string Code, string Description, Outcome Outcome, bool Blocked)
{
    public static CloseReasonResource Example => new("PRICE_W", "Best price", Outcome.Won, false);

    public static CloseReasonResource Of(CloseReasonRow row) => new(row.Code, row.Description, row.Outcome, row.Blocked);

    public static CloseReasonResource Of(CloseReason reason) => new(reason.Code, reason.Description, reason.Outcome, reason.Blocked);
}

/// <summary>A reason.</summary>
/// <param name="Code">Its name for programs and links: 1 to 10 letters, digits, dots, hyphens or underscores, kept in capitals; never
/// changes.</param>
/// <param name="Description">In a few words, at most 100 characters.</param>
/// <param name="Outcome">Whether it stands for won or lost.</param>
/// <param name="Blocked">A blocked one keeps its history and takes nothing new.</param>
internal sealed record CloseReasonBody(string? Code = null, string? Description = null, Outcome? Outcome = null, bool? Blocked = null)
{
    public static CloseReasonBody Example => new("PRICE_W", "Best price", Domain.SalesCycles.Outcome.Won);

    public CloseReasonForm ToForm() => new(Description, Outcome, Blocked ?? false);
}

/// <summary>Which reasons are asked for.</summary>
/// <param name="Outcome">Only those for this outcome.</param>
internal sealed record CloseReasonQuery(Outcome? Outcome = null);
