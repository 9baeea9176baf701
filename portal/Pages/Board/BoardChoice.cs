using System.Globalization;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Pages.Opportunities;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Board;

/// <summary>Which board is shown, as it stands in its address.</summary>
public sealed class BoardChoice
{
    /// <summary>Where boards stand.</summary>
    public const string Address = "/board";

    /// <summary>The narrowings that one press gives or takes, as the address names them.</summary>
    public static IReadOnlyList<string> Chips { get; } = ["mine", "month", "overdue", "noStep", "stale"];

    public string? Cycle { get; set; }

    public string? Q { get; set; }

    public string? Salesperson { get; set; }

    public string? Team { get; set; }

    /// <summary>Only the reader's own.</summary>
    public bool Mine { get; set; }

    /// <summary>Only what is to close this month.</summary>
    public bool Month { get; set; }

    /// <summary>Only what is overdue, as <see cref="OpportunityFilter.OverdueOn"/> says.</summary>
    public bool Overdue { get; set; }

    /// <summary>Only what has no next step.</summary>
    public bool NoStep { get; set; }

    /// <summary>Only what needs somebody's eye, as <see cref="Staleness"/> says.</summary>
    public bool Stale { get; set; }

    /// <summary>The column that <see cref="After"/> speaks of.</summary>
    public long? Column { get; set; }

    /// <summary>Cursor: what comes after this card of the column.</summary>
    public string? After { get; set; }

    /// <summary>Anything but the whole cycle.</summary>
    public bool IsFiltered => Route().Keys.Any(k => k is not ("cycle" or "column" or "after"));

    public BoardRequest ToRequest(string cycle, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var (first, last) = ListChoice.Days(ListPeriod.ThisMonth, caller.Today);
        var filter = new OpportunityFilter(
            Q, SalespersonCode: Mine ? caller.Code ?? "" : Blank(Salesperson), TeamCode: Blank(Team),
            CloseFrom: Month ? first : null, CloseTo: Month ? last : null,
            WithoutNextStep: NoStep, OverdueOn: Overdue ? caller.Today : null, StaleOn: Stale ? caller.Today : null);
        return new BoardRequest(cycle, filter, Column, OpportunityCursor.TryParse(After, out var after) ? after : null);
    }

    /// <summary>Whether a narrowing of <see cref="Chips"/> is on.</summary>
    public bool IsOn(string chip) => chip switch
    {
        "mine" => Mine,
        "month" => Month,
        "overdue" => Overdue,
        "noStep" => NoStep,
        _ => Stale,
    };

    /// <summary>What the address says of it, and what is added; blank values stay out.</summary>
    public Dictionary<string, string> Route(params (string Key, string? Value)[] more)
    {
        var route = new Dictionary<string, string>();
        foreach (var (key, value) in new[]
        {
            ("cycle", Cycle), ("q", Q), ("salesperson", Salesperson), ("team", Team),
            ("column", Column?.ToString(CultureInfo.InvariantCulture)), ("after", After),
        }.Concat(Chips.Select(chip => (chip, IsOn(chip) ? (string?)"true" : null))).Concat(more))
        {
            route.Remove(key);
            if (!string.IsNullOrEmpty(value))
            {
                route[key] = value;
            }
        }

        return route;
    }

    /// <summary>The way back to the board from which a form was opened; null when it was not opened from one.</summary>
    public static IActionResult? BackTo(string? address) => IsBoard(address) ? new LocalRedirectResult(address!) : null;

    /// <summary>Whether this is the address of a board, and of nothing else.</summary>
    public static bool IsBoard(string? address) => address is not null
        && (address == Address || address.StartsWith(Address + "?", StringComparison.Ordinal))
        && address.All(c => c is > ' ' and < '\x7f' and not '\\');

    /// <summary>The address a page was asked for by, where it is a board.</summary>
    public static string? Here(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var address = request.Path.ToString() + request.QueryString;
        return IsBoard(address) ? address : null;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
