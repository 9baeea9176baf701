using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Portal.Forms;
using ChatOpportunities.Portal.Language;
using ChatOpportunities.Portal.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ChatOpportunities.Portal.Pages.Pipeline;

/// <summary>What is under way and what came of it, of what the reader may see; every figure leads to its opportunities.</summary>
public sealed class IndexModel(Figures figures, Choices choices) : PortalPage
{
    /// <summary>Stands for all cycles in an address, where nothing stands for the usual one; no code is like it.</summary>
    public const string AllCycles = "*";

    private const int Months = 12;

    [BindProperty(SupportsGet = true)]
    public string? Cycle { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Salesperson { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Team { get; set; }

    /// <summary>Which of the two parts is shown: what is under way, or (<c>results</c>) what came of the rest.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Part { get; set; }

    /// <summary>The choice of cycles as it stands in addresses.</summary>
    public string CycleChoice => Cycle is { Length: > 0 } ? Cycle : AllCycles;

    public bool IsResults => Part == "results";

    /// <summary>First day of the period in which what ended is counted; left out, a year ago.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    /// <summary>Last day of the period; left out, today.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    public IReadOnlyList<SelectListItem> Cycles { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Salespeople { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Teams { get; private set; } = [];

    /// <summary>Why nothing is counted; null when it is.</summary>
    public string? Wrong { get; private set; }

    public IReadOnlyList<(string Label, string Value, string Hint, string Link)> Tiles { get; private set; } = [];

    public IReadOnlyList<FigureView> Views { get; private set; } = [];

    private FigureFilter Filter => new(Cycle, Salesperson, Team);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var cycles = await choices.AllCyclesAsync(cancellationToken);
        Salespeople = (await choices.WithVisibleOpportunitiesAsync(Caller, cancellationToken)).AsItems().WithChosen(Salesperson);
        Teams = (await choices.TeamsAsync(cancellationToken)).AsItems().WithChosen(Team);
        if (!Request.Query.ContainsKey("cycle"))
        {
            // The funnel is told by stages, and those by a cycle: begin with the usual one.
            Cycle = choices.Usual(cycles)?.Code;
        }

        Cycles = cycles.AsItems().WithChosen(Cycle);

        return await LoadAsync(cancellationToken) ? Page() : NotFound();
    }

    /// <summary>One figure as a file.</summary>
    public Task<IActionResult> OnGetCsvAsync(string? figure, CancellationToken cancellationToken) =>
        FileAsync(figure, SheetFormat.Csv, cancellationToken);

    /// <summary>One figure as a workbook.</summary>
    public Task<IActionResult> OnGetXlsxAsync(string? figure, CancellationToken cancellationToken) =>
        FileAsync(figure, SheetFormat.Xlsx, cancellationToken);

    /// <summary>The page's choice, for another address.</summary>
    public Dictionary<string, string> Route(string? figure)
    {
        var route = new Dictionary<string, string> { ["cycle"] = CycleChoice };
        Add(route, ("salesperson", Salesperson), ("team", Team), ("figure", figure));
        if (IsResults)
        {
            Add(route, ("part", Part), ("from", Day(From)), ("to", Day(To)));
        }

        return route;
    }

    private async Task<IActionResult> FileAsync(string? figure, SheetFormat format, CancellationToken cancellationToken) =>
        await LoadAsync(cancellationToken) && Views.FirstOrDefault(v => v.Id == figure) is { } view
            ? new SheetResult(
                view.Id,
                format,
                Sheet.Of<FigureRow>(
                    [.. view.Columns.Select((heading, i) => new SheetColumn<FigureRow>(
                        heading, row => i == 0 ? row.Label : row.Cells[i - 1].Plain))],
                    view.Rows))
            : NotFound();

    private static string? Day(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);

    private static void Add(Dictionary<string, string> route, params (string Key, string? Value)[] values)
    {
        foreach (var (key, value) in values)
        {
            if (!string.IsNullOrEmpty(value))
            {
                route[key] = value;
            }
        }
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Cycle = Cycle == AllCycles ? null : Cycle;
        From ??= Caller.Today.AddYears(-1).AddDays(1);
        To ??= Caller.Today;
        return IsResults ? await LoadResultsAsync(cancellationToken) : await LoadStandingAsync(cancellationToken);
    }

    private async Task<bool> LoadStandingAsync(CancellationToken cancellationToken)
    {
        if (await figures.OverviewAsync(Filter, Months, Caller, cancellationToken) is not { } now)
        {
            return false;
        }

        var open = now.Ages.Aggregate(Totals.Zero, (sum, group) => sum.Plus(group.Totals));
        Tiles =
        [
            (T["In progress"], T.Opportunities(open.Opportunities),
                T["{0}, weighted {1}", T.Money(decimal.Round(open.EstimatedValue)), T.Money(decimal.Round(open.CurrentValue))],
                List(("status", "InProgress"))),
            (T["Not started"], T.Opportunities(now.Stages.NotStarted), T.Money(now.Stages.NotStartedValue), List(("status", "NotStarted"))),
            (T["Slipped"], T.Opportunities(now.Slipped.Opportunities),
                T["should have closed before today: {0}", T.Money(decimal.Round(now.Slipped.EstimatedValue))],
                List(("status", "InProgress"), ("closeTo", Day(Caller.Today.AddDays(-1))))),
        ];
        Views =
        [
            ByStage(now.Stages),
            ByMonth(now.Forecast),
            ByGroup("salesperson", T["By salesperson"], T["Salesperson"], now.Salespeople, g => [("salesperson", g.Key)]),
            ByGroup("team", T["By team"], T["Team"], now.Teams, g => g.Key.Length == 0 ? [("noTeam", "true")] : [("team", g.Key)]),
            Ages(now.Ages),
        ];
        return true;
    }

    /// <summary>Read from all stays of the period, and so apart from what one looks at every day.</summary>
    private async Task<bool> LoadResultsAsync(CancellationToken cancellationToken)
    {
        if (To < From)
        {
            Wrong = T["The period ends before it begins."];
            return true;
        }

        if (await figures.ResultsAsync(Filter, From, To, Caller, cancellationToken) is not { } results)
        {
            return false;
        }

        var won = results.WinRate;
        Tiles =
        [
            (T["Win rate"], won.Rate is { } rate ? T.Percent(rate) : "–",
                T["{0} won over {1}, {2} lost", won.Won, T.Money(decimal.Round(won.WonAmount)), won.Lost],
                List(("status", "Won"), ("closedFrom", Day(From)), ("closedTo", Day(To)))),
        ];
        Views = [Reasons(won), Times(results.Times, results.Conversion)];
        return true;
    }

    private FigureView ByStage(PipelineFigures stages) => new(
        "stages", T["Funnel by stage"], T["What stands on each stage today."], Amounts(T["Stage"]),
        [.. stages.Groups.Select(g =>
        {
            var key = g.Key.Split('/');
            return Row(
                Cycle is { Length: > 0 } ? g.Label : $"{g.SalesCycle}: {g.Label}", new(g.Opportunities, g.EstimatedValue, g.CurrentValue),
                List(("status", "InProgress"), ("cycle", key.Length > 1 ? key[0] : Cycle), ("stage", key[^1])));
        })],
        (T["estimated"], T["weighted by probability"]));

    private FigureView ByMonth(Forecast forecast)
    {
        var first = forecast.Months[0].Month;
        var after = first.AddMonths(forecast.Months.Count);
        List<FigureRow> rows = [.. forecast.Months.Select(m => Row(
            m.Month.ToString("MMM yyyy", T.Culture), m.Totals,
            List(("status", "InProgress"), ("closeFrom", Day(m.Month)), ("closeTo", Day(m.Month.AddMonths(1).AddDays(-1))))))];
        rows.Insert(0, Row(T["earlier"], forecast.Earlier, List(("status", "InProgress"), ("closeTo", Day(first.AddDays(-1))))));
        rows.Add(Row(T["later"], forecast.Later, List(("status", "InProgress"), ("closeFrom", Day(after)))));
        return new(
            "forecast", T["Forecast by month"], T["What is in progress, by the month of its expected close."], Amounts(T["Month"]), rows,
            (T["estimated"], T["weighted by probability"]));
    }

    private FigureView ByGroup(
        string id, string title, string column, IReadOnlyList<PipelineGroup> groups, Func<PipelineGroup, (string, string?)[]> which) => new(
        id, title, T["What is in progress, by who holds it today."], Amounts(column),
        [.. groups.Select(g => Row(
            g.Label.Length == 0 ? T["In no team"] : g.Label, new(g.Opportunities, g.EstimatedValue, g.CurrentValue),
            List([("status", "InProgress"), .. which(g)])))],
        (T["estimated"], T["weighted by probability"]));

    private FigureView Reasons(WinRate won) => new(
        "reasons", T["Why won and lost"], T["What was closed in the period, by reason."],
        [T["Reason"], T["Outcome"], T["Opportunities"], T["Share of outcome"], T["Value"]],
        [.. won.Reasons.Select(r => new FigureRow(
            r.Description,
            [
                new(T.Of(r.Outcome), T.Of(r.Outcome)), FigureCell.Count(T, r.Opportunities), FigureCell.Percent(T, r.Share),
                FigureCell.Money(T, r.Value),
            ],
            r.Opportunities,
            r.Outcome == Outcome.Won ? r.Opportunities : 0,
            List(("status", r.Outcome.ToString()), ("reason", r.Code), ("closedFrom", Day(From)), ("closedTo", Day(To)))))],
        (T["Lost"], T["Won"]));

    private FigureView Times(IReadOnlyList<StageTime> times, IReadOnlyList<StageConversion> conversion) => new(
        "days", T["Days in stage"],
        T["Stays that began in the period and have ended, in calendar days; and how many of those that entered went on."],
        [T["Stage"], T["Stays"], T["Average"], T["Median"], T["Entered"], T["Went on"]],
        [.. times.Select(s =>
        {
            var went = conversion.FirstOrDefault(c => c.SalesCycleCode == s.SalesCycleCode && c.Number == s.Number);
            return new FigureRow(
                Cycle is { Length: > 0 } ? s.Description
                    : $"{Cycles.FirstOrDefault(c => c.Value == s.SalesCycleCode)?.Text ?? s.SalesCycleCode}: {s.Description}",
                [
                    FigureCell.Count(T, s.Stays), FigureCell.Number(T, s.AverageDays), FigureCell.Number(T, s.MedianDays),
                    FigureCell.Number(T, went?.Entered), FigureCell.Percent(T, went?.Share),
                ],
                s.AverageDays ?? 0,
                s.MedianDays ?? 0,
                s.Stays == 0 ? null : List(
                    ("status", "All"), ("cycle", s.SalesCycleCode), ("left", s.Number.ToString(CultureInfo.InvariantCulture)),
                    ("enteredFrom", Day(From)), ("enteredTo", Day(To))));
        })],
        (T["Average"], T["Median"]));

    private FigureView Ages(IReadOnlyList<AgeGroup> ages) => new(
        "ageing", T["Ageing"], T["What is in progress, by calendar days on the present stage."], Amounts(T["Days"]),
        [.. ages.Select(a => Row(
            a.ToDays is { } to ? T["{0} to {1} {1:day|days}", a.FromDays, to] : T["{0} {0:day|days} and more", a.FromDays], a.Totals,
            List(
                ("status", "InProgress"),
                ("enteredFrom", a.ToDays is { } oldest ? Day(Caller.Today.AddDays(-oldest)) : null),
                ("enteredTo", a.FromDays == 0 ? null : Day(Caller.Today.AddDays(-a.FromDays))))))],
        (T["estimated"], T["weighted by probability"]));

    private string[] Amounts(string first) => [first, T["Opportunities"], T["Estimated value"], T["Weighted value"]];

    private FigureRow Row(string label, Totals totals, string link) => new(
        label,
        [FigureCell.Count(T, totals.Opportunities), FigureCell.Money(T, totals.EstimatedValue), FigureCell.Money(T, totals.CurrentValue)],
        totals.EstimatedValue,
        totals.CurrentValue,
        totals.Opportunities == 0 ? null : link);

    /// <summary>The list of what a figure counts: the page's own choice, and that of the line.</summary>
    private string List(params (string Key, string? Value)[] which)
    {
        var route = new Dictionary<string, string>();
        Add(route, ("cycle", Cycle), ("salesperson", Salesperson), ("team", Team));
        Add(route, which);
        return Url.Page("/Opportunities/Index", route)!;
    }
}
