using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>Which opportunities a list shows; blank parts do not filter.</summary>
/// <param name="Text">Part of the description, number or contact, in any case.</param>
/// <param name="Status">Exactly this status.</param>
/// <param name="Open">Not started or in progress.</param>
/// <param name="SalespersonCode">Of this salesperson.</param>
/// <param name="SalesCycleCode">In this cycle.</param>
/// <param name="TeamCode">Of the people who are in this team today.</param>
/// <param name="ContactNo">With this contact.</param>
/// <param name="Stage">On the stage that has this number today.</param>
/// <param name="CloseFrom">Expected to close on this day or later.</param>
/// <param name="CloseTo">Expected to close on this day or earlier.</param>
/// <param name="EnteredFrom">Entered their present stage (with <paramref name="LeftStage"/>, that one) on this day or later.</param>
/// <param name="EnteredTo">Entered it on this day or earlier.</param>
/// <param name="ReasonCode">Closed for this reason.</param>
/// <param name="ClosedFrom">Closed on this day or later.</param>
/// <param name="ClosedTo">Closed on this day or earlier.</param>
/// <param name="LeftStage">Stayed on the stage that has this number today, and left it, even if they came back.</param>
/// <param name="InNoTeam">Of people who are in no team today.</param>
/// <param name="ContactIds">With one of these contacts, or a person of one of these companies.</param>
/// <param name="ValueFrom">Worth this much or more, in company currency.</param>
/// <param name="ValueTo">Worth this much or less.</param>
/// <param name="Priority">Of this priority.</param>
/// <param name="StageIds">On one of these stages.</param>
/// <param name="WithoutNextStep">Without a next step.</param>
/// <param name="OverdueOn">Closing day, next step or an open task before this day.</param>
/// <param name="CreatedFrom">Created on this day or later.</param>
/// <param name="CreatedTo">Created on this day or earlier.</param>
/// <param name="Source">From exactly this source, in any case.</param>
/// <param name="ChancesFrom">In progress with chances of success of so many percent or more.</param>
/// <param name="ChancesBelow">In progress with chances of success below so many percent.</param>
/// <param name="StaleOn">Open, and in need of somebody's eye on this day, as <see cref="Staleness"/> says.</param>
public sealed record OpportunityFilter(
    string? Text = null, OpportunityStatus? Status = null, bool Open = false, string? SalespersonCode = null, string? SalesCycleCode = null,
    string? TeamCode = null, string? ContactNo = null, int? Stage = null, DateOnly? CloseFrom = null, DateOnly? CloseTo = null,
    DateOnly? EnteredFrom = null, DateOnly? EnteredTo = null, string? ReasonCode = null, DateOnly? ClosedFrom = null,
    DateOnly? ClosedTo = null, int? LeftStage = null, bool InNoTeam = false,
    IReadOnlyCollection<long>? ContactIds = null, decimal? ValueFrom = null, decimal? ValueTo = null, Priority? Priority = null,
    IReadOnlyCollection<long>? StageIds = null, bool WithoutNextStep = false, DateOnly? OverdueOn = null,
    DateOnly? CreatedFrom = null, DateOnly? CreatedTo = null, string? Source = null, DateOnly? StaleOn = null,
    decimal? ChancesFrom = null, decimal? ChancesBelow = null)
{
    /// <summary>What <see cref="StaleOn"/> means by the company's calendar; found before the query is made.</summary>
    internal StaleDays? Stale { get; init; }
}
