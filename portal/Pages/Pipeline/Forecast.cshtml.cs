using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Portal.Forms;
using ChatOpportunities.Portal.Language;
using ChatOpportunities.Portal.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ChatOpportunities.Portal.Pages.Pipeline;

/// <summary>A period by the company's year, or two days.</summary>
public enum ForecastPeriod
{
    ThisQuarter,
    NextQuarter,
    ThisYear,
    NextYear,
    Custom,
}

/// <summary>Month by month what was won and is to come, against the target; every figure leads to its opportunities.</summary>
public sealed class ForecastModel(Figures figures, TargetActs targets, Choices choices) : PortalPage
{
    /// <summary>Whose figures; left out, those of a salesperson themselves, and of all that others may see.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Salesperson { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Team { get; set; }

    [BindProperty(SupportsGet = true)]
    public ForecastPeriod Period { get; set; }

    /// <summary>A day of the first month, of a custom period.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    /// <summary>A day of the last month, of a custom period.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    public IReadOnlyList<SelectListItem> Salespeople { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Teams { get; private set; } = [];

    /// <summary>What is wrong with the period; null when nothing is, and then there are figures.</summary>
    public string? Wrong { get; private set; }

    public TargetForecast? Forecast { get; private set; }

    /// <summary>The lines of the table: a month, or several in a row in which there is nothing.</summary>
    public IReadOnlyList<IReadOnlyList<ForecastedMonth>> Lines { get; private set; } = [];

    /// <summary>Longest bar, in company currency.</summary>
    public decimal Longest => Forecast!.Months.Select(m => Math.Max(m.Target ?? 0, All(m))).Max();

    public bool MaySetTargets => AccessPolicy.MayReadSetup(Caller);

    public IEnumerable<SelectListItem> Periods => Enum.GetValues<ForecastPeriod>().Select(p => new SelectListItem(
        T[p switch
        {
            ForecastPeriod.NextQuarter => "next quarter",
            ForecastPeriod.ThisYear => "this year",
            ForecastPeriod.NextYear => "next year",
            ForecastPeriod.Custom => "between two days",
            _ => "this quarter",
        }],
        p.ToString(),
        p == Period));

    /// <summary>All that a bar shows.</summary>
    public static decimal All(ForecastedMonth month)
    {
        ArgumentNullException.ThrowIfNull(month);
        return month.Won.CurrentValue + month.Commit.EstimatedValue + month.BestCase.EstimatedValue;
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (Caller is { Role: Role.Salesperson, Code: { } me } && !Request.Query.ContainsKey("salesperson")
            && !Request.Query.ContainsKey("team"))
        {
            Salesperson = me;
        }

        Salespeople = (await choices.WithVisibleOpportunitiesAsync(Caller, cancellationToken)).AsItems().WithChosen(Salesperson);
        Teams = (await choices.TeamsAsync(cancellationToken)).AsItems().WithChosen(Team);
        return await LoadAsync(cancellationToken) ? Page() : NotFound();
    }

    /// <summary>The forecast as a file.</summary>
    public Task<IActionResult> OnGetCsvAsync(CancellationToken cancellationToken) => FileAsync(SheetFormat.Csv, cancellationToken);

    /// <summary>The forecast as a workbook.</summary>
    public Task<IActionResult> OnGetXlsxAsync(CancellationToken cancellationToken) => FileAsync(SheetFormat.Xlsx, cancellationToken);

    /// <summary>The page's choice, for another address.</summary>
    public Dictionary<string, string> Route() => Filled(
        ("salesperson", Salesperson ?? ""), ("team", Team), ("period", Period.ToString()),
        ("from", Period == ForecastPeriod.Custom ? Day(From) : null), ("to", Period == ForecastPeriod.Custom ? Day(To) : null));

    /// <summary>The list of what was won in a month.</summary>
    public string Won(DateOnly from, DateOnly to) => List(("status", "Won"), ("closedFrom", Day(from)), ("closedTo", Day(to)));

    /// <summary>The list of what is expected in a month, with such chances.</summary>
    public string Open(DateOnly from, DateOnly to, int? least, int? below) => List(
        ("status", "InProgress"), ("closeFrom", Day(from)), ("closeTo", Day(to)), ("chancesFrom", Number(least)),
        ("chancesBelow", Number(below)));

    /// <summary>The name of a line: its month, or the first and last of several.</summary>
    public string NameOf(IReadOnlyList<ForecastedMonth> line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Count == 1 ? T.Month(line[0].Month) : T["{0} to {1}", T.Month(line[0].Month), T.Month(line[^1].Month)];
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var year = targets.YearOf(Caller.Today);
        (DateOnly From, DateOnly To)? period = Period switch
        {
            ForecastPeriod.NextQuarter => year.Quarter(Caller.Today, 1),
            ForecastPeriod.ThisYear => (year.First, year.Last),
            ForecastPeriod.NextYear => (year.First.AddYears(1), year.Last.AddYears(1)),
            ForecastPeriod.Custom => From is { } first && To is { } last ? (first, last) : null,
            _ => year.Quarter(Caller.Today),
        };
        Wrong = WhyNot(period);
        if (Wrong is not null)
        {
            return true;
        }

        var (from, to) = period!.Value;
        Forecast = await figures.AgainstTargetsAsync(new(null, Salesperson, Team), from, to, Caller, cancellationToken);
        if (Forecast is null)
        {
            return false;
        }

        (From, To) = (Forecast.Months[0].Month, Forecast.Months[^1].Month.AddMonths(1).AddDays(-1));
        Lines = Folded(Forecast.Months);
        return true;
    }

    private string? WhyNot((DateOnly From, DateOnly To)? period) => period switch
    {
        _ when Period == ForecastPeriod.Custom && ModelState.Where(s => s.Key is "From" or "To").SelectMany(s => s.Value!.Errors)
            .Select(e => e.ErrorMessage).FirstOrDefault() is { } unread => unread,
        null => T["Say from which day to which."],
        var (from, to) when to < from => T["The period ends before it begins."],
        var (from, to) when Figures.MonthsBetween(from, to) > Figures.MaxMonths =>
            T["The period has {0} {0:month|months}; a forecast shows {1} at most.", Figures.MonthsBetween(from, to), Figures.MaxMonths],
        _ => null,
    };

    /// <summary>Months in which there is nothing stand in one line with their neighbours.</summary>
    private static List<IReadOnlyList<ForecastedMonth>> Folded(IReadOnlyList<ForecastedMonth> months)
    {
        List<IReadOnlyList<ForecastedMonth>> lines = [];
        foreach (var month in months)
        {
            if (month.IsEmpty && lines.Count > 0 && lines[^1][0].IsEmpty)
            {
                lines[^1] = [.. lines[^1], month];
            }
            else
            {
                lines.Add([month]);
            }
        }

        return lines;
    }

    private async Task<IActionResult> FileAsync(SheetFormat format, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken) || Forecast is null)
        {
            return NotFound();
        }

        SheetColumn<ForecastedMonth>[] columns =
        [
            new(T["Month"], m => m.Month),
            new(T["Target"], m => m.Target),
            new(T["Won"], m => m.Won.CurrentValue),
            new(T["Won, opportunities"], m => m.Won.Opportunities),
            new(T["Missing"], m => m.Missing),
            new(T["Commit"], m => m.Commit.EstimatedValue),
            new(T["Commit, opportunities"], m => m.Commit.Opportunities),
            new(T["Best case"], m => m.BestCase.EstimatedValue),
            new(T["Best case, opportunities"], m => m.BestCase.Opportunities),
            new(T["Rest, weighted"], m => decimal.Round(m.Rest.CurrentValue, 2)),
            new(T["Rest, opportunities"], m => m.Rest.Opportunities),
            new(T["To be expected"], m => decimal.Round(m.Expected, 2)),
        ];
        return new SheetResult("forecast", format, Sheet.Of<ForecastedMonth>(columns, Forecast.Months));
    }

    private static string? Day(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Filled(params (string Key, string? Value)[] values) =>
        values.Where(v => v.Value is not null).ToDictionary(v => v.Key, v => v.Value!);

    private string List(params (string Key, string? Value)[] which) => Url.Page(
        "/Opportunities/Index",
        Filled([("salesperson", Blank(Salesperson)), ("team", Blank(Team)), .. which]))!;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
