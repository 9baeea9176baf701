using System.Globalization;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>What the list can be narrowed to.</summary>
public enum ListStatus
{
    Open,
    NotStarted,
    InProgress,
    Won,
    Lost,
    All,
}

/// <summary>Which opportunities a list shows and in what order, as it stands in the list's address.</summary>
public sealed class ListChoice
{
    /// <summary>The orders, as the address names them; a minus turns one around.</summary>
    public static IReadOnlyList<string> Orders { get; } = ["-no", "no", "close", "-close", "-value", "value", "-changed", "changed"];

    public string? Q { get; set; }

    public ListStatus Status { get; set; }

    public string? Salesperson { get; set; }

    public string? Cycle { get; set; }

    public string? Team { get; set; }

    public bool NoTeam { get; set; }

    public int? Stage { get; set; }

    public string? Contact { get; set; }

    public DateOnly? CloseFrom { get; set; }

    public DateOnly? CloseTo { get; set; }

    public DateOnly? EnteredFrom { get; set; }

    public DateOnly? EnteredTo { get; set; }

    public string? Reason { get; set; }

    public DateOnly? ClosedFrom { get; set; }

    public DateOnly? ClosedTo { get; set; }

    /// <summary>Number of a stage they once stood on.</summary>
    public int? Left { get; set; }

    public string? Sort { get; set; }

    /// <summary>Anything but all that is open.</summary>
    public bool IsFiltered => Route().Keys.Any(k => k != "sort");

    /// <summary>The order of the list, one of <see cref="Orders"/>.</summary>
    public string Order => Sort is not null && Orders.Contains(Sort) ? Sort : Orders[0];

    /// <summary>The same for the use case.</summary>
    public (OpportunityOrder By, bool Descending) OrderBy() => (
        Order.TrimStart('-') switch
        {
            "close" => OpportunityOrder.EstimatedCloseDate,
            "value" => OpportunityOrder.EstimatedValue,
            "changed" => OpportunityOrder.ChangedAt,
            _ => OpportunityOrder.No,
        },
        Order.StartsWith('-'));

    public OpportunityFilter ToFilter() => new(
        Q,
        Status switch
        {
            ListStatus.NotStarted => OpportunityStatus.NotStarted,
            ListStatus.InProgress => OpportunityStatus.InProgress,
            ListStatus.Won => OpportunityStatus.Won,
            ListStatus.Lost => OpportunityStatus.Lost,
            _ => null,
        },
        Status == ListStatus.Open,
        Blank(Salesperson), Blank(Cycle), Blank(Team), Blank(Contact), Stage, CloseFrom, CloseTo, EnteredFrom, EnteredTo, Blank(Reason),
        ClosedFrom, ClosedTo, Left, NoTeam);

    /// <summary>What the address says of it, and what is added; blank values stay out.</summary>
    public Dictionary<string, string> Route(params (string Key, string? Value)[] more)
    {
        static string? Day(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);
        static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
        var route = new Dictionary<string, string>();
        foreach (var (key, value) in new[]
        {
            ("q", Q), ("status", Status == ListStatus.Open ? null : Status.ToString()), ("salesperson", Salesperson), ("cycle", Cycle),
            ("team", Team), ("noTeam", NoTeam ? "true" : null), ("stage", Number(Stage)), ("contact", Contact),
            ("closeFrom", Day(CloseFrom)),
            ("closeTo", Day(CloseTo)),
            ("enteredFrom", Day(EnteredFrom)), ("enteredTo", Day(EnteredTo)), ("reason", Reason), ("closedFrom", Day(ClosedFrom)),
            ("closedTo", Day(ClosedTo)), ("left", Number(Left)), ("sort", Order == Orders[0] ? null : Order),
        }.Concat(more))
        {
            route.Remove(key);
            if (!string.IsNullOrEmpty(value))
            {
                route[key] = value;
            }
        }

        return route;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
