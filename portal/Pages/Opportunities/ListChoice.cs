using System.Globalization;
using System.Text.RegularExpressions;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Tasks;
using Microsoft.AspNetCore.Mvc.ModelBinding;

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

/// <summary>A period that goes along with the calendar, so that a link to it stays true.</summary>
public enum ListPeriod
{
    ThisMonth,
    NextMonth,
    ThisQuarter,
    LastQuarter,
    ThisYear,
}

/// <summary>Which opportunities a list shows and in what order, as it stands in the list's address.</summary>
public sealed partial class ListChoice
{
    /// <summary>The orders, as the address names them; a minus turns one around.</summary>
    public static IReadOnlyList<string> Orders { get; } =
    [
        "-no", "no", "close", "-close", "-value", "value", "-changed", "changed", "contact", "-contact",
    ];

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

    /// <summary>Expected to close in this period; see <see cref="CloseFrom"/> for days.</summary>
    public ListPeriod? Closing { get; set; }

    /// <summary>Closed in this period.</summary>
    public ListPeriod? Closed { get; set; }

    public DateOnly? CreatedFrom { get; set; }

    public DateOnly? CreatedTo { get; set; }

    /// <summary>As it was typed or, in a link, the number of programs; <see cref="Least"/> is what was read.</summary>
    public string? ValueFrom { get; set; }

    /// <summary>Likewise, read as <see cref="Most"/>.</summary>
    public string? ValueTo { get; set; }

    public Priority? Priority { get; set; }

    public string? Source { get; set; }

    /// <summary>Chances of success, in percent, of those in progress; this or more.</summary>
    public int? ChancesFrom { get; set; }

    /// <summary>Likewise, less than this.</summary>
    public int? ChancesBelow { get; set; }

    public bool NoNextStep { get; set; }

    public bool Overdue { get; set; }

    public bool Stale { get; set; }

    public string? Sort { get; set; }

    /// <summary>The day of who looks, on which periods and delays depend.</summary>
    [BindNever]
    public DateOnly Today { get; internal set; }

    [BindNever]
    public decimal? Least { get; internal set; }

    [BindNever]
    public decimal? Most { get; internal set; }

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
            "contact" => OpportunityOrder.Contact,
            _ => OpportunityOrder.No,
        },
        Order.StartsWith('-'));

    public OpportunityFilter ToFilter()
    {
        var (closeFrom, closeTo) = Days(Closing, CloseFrom, CloseTo);
        var (closedFrom, closedTo) = Days(Closed, ClosedFrom, ClosedTo);
        return new(
            Blank(Q),
            Status switch
            {
                ListStatus.NotStarted => OpportunityStatus.NotStarted,
                ListStatus.InProgress => OpportunityStatus.InProgress,
                ListStatus.Won => OpportunityStatus.Won,
                ListStatus.Lost => OpportunityStatus.Lost,
                _ => null,
            },
            Status == ListStatus.Open,
            Blank(Salesperson), Blank(Cycle), Blank(Team), Blank(Contact), Stage, closeFrom, closeTo, EnteredFrom, EnteredTo,
            Blank(Reason), closedFrom, closedTo, Left, NoTeam, ValueFrom: Least, ValueTo: Most, Priority: Priority,
            WithoutNextStep: NoNextStep, OverdueOn: Overdue ? Today : null, CreatedFrom: CreatedFrom, CreatedTo: CreatedTo,
            Source: Blank(Source), StaleOn: Stale ? Today : null,
            ChancesFrom: ChancesFrom, ChancesBelow: ChancesBelow);
    }

    /// <summary>What the address says of it, and what is added or, without a value, taken away; blank values stay out.</summary>
    public Dictionary<string, string> Route(params (string Key, string? Value)[] more)
    {
        static string? Day(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);
        static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
        static string? Amount(decimal? amount) => amount?.ToString("0.##", CultureInfo.InvariantCulture);
        static string? Yes(bool isSo) => isSo ? "true" : null;
        var route = new Dictionary<string, string>();
        foreach (var (key, value) in new[]
        {
            ("q", Q), ("status", Status == ListStatus.Open ? null : Status.ToString()), ("salesperson", Salesperson), ("cycle", Cycle),
            ("team", Team), ("noTeam", Yes(NoTeam)), ("stage", Number(Stage)), ("contact", Contact), ("closing", Closing?.ToString()),
            ("closeFrom", Day(CloseFrom)), ("closeTo", Day(CloseTo)), ("valueFrom", Amount(Least)), ("valueTo", Amount(Most)),
            ("priority", Priority?.ToString()), ("source", Source), ("noNextStep", Yes(NoNextStep)), ("overdue", Yes(Overdue)),
            ("stale", Yes(Stale)), ("createdFrom", Day(CreatedFrom)), ("createdTo", Day(CreatedTo)),
            ("chancesFrom", Number(ChancesFrom)), ("chancesBelow", Number(ChancesBelow)),
            ("enteredFrom", Day(EnteredFrom)), ("enteredTo", Day(EnteredTo)), ("reason", Reason), ("closed", Closed?.ToString()),
            ("closedFrom", Day(ClosedFrom)),
            ("closedTo", Day(ClosedTo)), ("left", Number(Left)), ("sort", Order == Orders[0] ? null : Order),
        }.Concat(more))
        {
            route.Remove(key);
            if (!string.IsNullOrWhiteSpace(value))
            {
                route[key] = value;
            }
        }

        return route;
    }

    /// <summary>An amount as links write it; null for what a person wrote in another way.</summary>
    internal static decimal? Plain(string? text) =>
        text is not null && PlainAmount().IsMatch(text) ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>First and last day of a period.</summary>
    internal static (DateOnly From, DateOnly To) Days(ListPeriod period, DateOnly today)
    {
        var month = new DateOnly(today.Year, today.Month, 1);
        var quarter = month.AddMonths(-((month.Month - 1) % 3));
        var (from, months) = period switch
        {
            ListPeriod.NextMonth => (month.AddMonths(1), 1),
            ListPeriod.ThisQuarter => (quarter, 3),
            ListPeriod.LastQuarter => (quarter.AddMonths(-3), 3),
            ListPeriod.ThisYear => (new DateOnly(today.Year, 1, 1), 12),
            _ => (month, 1),
        };
        return (from, from.AddMonths(months).AddDays(-1));
    }

    /// <summary>Days that are in the period and between the two.</summary>
    private (DateOnly? From, DateOnly? To) Days(ListPeriod? period, DateOnly? from, DateOnly? to)
    {
        if (period is not { } known)
        {
            return (from, to);
        }

        var (first, last) = Days(known, Today);
        return (from > first ? from : first, to < last ? to : last);
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    [GeneratedRegex(@"^[0-9]{1,12}(\.[0-9]{1,2})?$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainAmount();
}
