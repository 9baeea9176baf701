using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Portal.Api.Opportunities;

/// <summary>Which opportunities are asked for, and in which order.</summary>
/// <param name="Status">Only those of this status.</param>
/// <param name="Salesperson">Only those of the person with this code.</param>
/// <param name="Team">Only those of people in the team with this code.</param>
/// <param name="Cycle">Only those in the sales cycle with this code.</param>
/// <param name="Stage">Only those on the stage with this number.</param>
/// <param name="Contact">Only those of the contact with this number.</param>
/// <param name="CloseFrom">Only those expected to close on this day or later.</param>
/// <param name="CloseTo">Only those expected to close on this day or earlier.</param>
/// <param name="Q">Part of the number or the description. Upper and lower case and accents do not matter.</param>
/// <param name="Sort">The order; with - in front, descending.</param>
internal sealed record OpportunityListQuery(
    OpportunityStatus? Status = null, string? Salesperson = null, string? Team = null, string? Cycle = null, int? Stage = null,
    string? Contact = null, DateOnly? CloseFrom = null, DateOnly? CloseTo = null, string? Q = null,
    [property: AllowedValues(
        "no", "-no", "estimatedCloseDate", "-estimatedCloseDate", "estimatedValue", "-estimatedValue", "changedAt",
        "-changedAt")] string? Sort = null)
{
    public OpportunityFilter ToFilter() => new(Q, Status, Open: false, Salesperson, Cycle, Team, Contact, Stage, CloseFrom, CloseTo);

    /// <summary>Newest first, unless asked otherwise.</summary>
    public (OpportunityOrder Order, bool Descending) ToOrder() => Sort is null
        ? (OpportunityOrder.No, true)
        : (Enum.Parse<OpportunityOrder>(Sort.TrimStart('-'), ignoreCase: true), Sort[0] == '-');
}
