using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Portal.Forms;
using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <content>What the list is narrowed to, in words, and the links that narrow it at one press.</content>
public sealed partial class IndexModel
{
    /// <summary>Whose the list is, beside what is looked for among them: the links of the one keep the other.</summary>
    private static readonly string[] OfWhom = ["salesperson", "team", "noTeam"];

    private static readonly string[] Kept = [.. OfWhom, "cycle", "sort"];

    private IReadOnlyList<NamedStage> _stages = [];

    private string? _myTeam;

    /// <summary>Each way in which the list is narrowed, with the address of the list without it.</summary>
    public IReadOnlyList<(string Words, Dictionary<string, string> Without)> Narrowings =>
    [
        .. Choice.Route().Where(p => p.Key != "sort").Select(p => (Words: WordsOf(p.Key, p.Value), p.Key)).Where(w => w.Words is not null)
            .Select(w => (w.Words!, Choice.Route([.. Going(w.Key).Select(key => (key, (string?)null))]))),
    ];

    /// <summary>What the address narrows the list to and the form has no field for.</summary>
    public IEnumerable<KeyValuePair<string, string>> WithoutField =>
        Choice.Route().Where(p => p.Key is "left" or "chancesFrom" or "chancesBelow" or "enteredFrom" or "enteredTo" or "noTeam");

    /// <summary>Whose: mine, my team's, all I may see.</summary>
    public IEnumerable<QuickChoice> Scopes
    {
        get
        {
            if (Caller.Code is { } me)
            {
                yield return Scope(T["Mine"], ("salesperson", me));
            }

            if (_myTeam is { } team)
            {
                yield return Scope(T["My team"], ("team", team));
            }

            yield return Scope(T["Everybody"], ("salesperson", null));
        }
    }

    /// <summary>What is asked for most; pressed again, it is taken away.</summary>
    public IEnumerable<QuickChoice> Questions =>
    [
        Question(T["Closing this month"], ("closing", nameof(ListPeriod.ThisMonth))),
        Question(T["Overdue"], ("overdue", "true")),
        Question(T["No next step"], ("noNextStep", "true")),
        Question(T["Stale"], ("stale", "true")),
        Question(T["Won this quarter"], ("status", nameof(ListStatus.Won)), ("closed", nameof(ListPeriod.ThisQuarter))),
    ];

    /// <summary>A number as scripts read it.</summary>
    public static string? Plain(decimal? number) => number?.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>What is wrong with what was typed into a field.</summary>
    public string? WrongIn(string field) =>
        ModelState.TryGetValue(field, out var state) ? state.Errors.FirstOrDefault()?.ErrorMessage : null;

    public IEnumerable<SelectListItem> Priorities => Enum.GetValues<Domain.Tasks.Priority>().Select(
        p => new SelectListItem(T.Of(p), p.ToString(), p == Choice.Priority));

    public IEnumerable<SelectListItem> PeriodsOf(ListPeriod? chosen) =>
        Enum.GetValues<ListPeriod>().Select(p => new SelectListItem(NameOf(p), p.ToString(), p == chosen));

    private QuickChoice Scope(string words, (string Key, string? Value) whose)
    {
        var others = OfWhom.Where(key => key != whose.Key).Append(whose.Key);
        var route = Choice.Route([.. others.Select(key => (key, (string?)null)), whose]);
        return new QuickChoice(words, route, OfWhom.All(key => route.GetValueOrDefault(key) is var value
            && string.Equals(Choice.Route().GetValueOrDefault(key), value, StringComparison.OrdinalIgnoreCase)));
    }

    private QuickChoice Question(string words, params (string Key, string? Value)[] asked)
    {
        var here = Choice.Route();
        var narrowed = here.Where(p => !Kept.Contains(p.Key)).OrderBy(p => p.Key, StringComparer.Ordinal);
        var isHere = narrowed.SequenceEqual(
            asked.Select(a => KeyValuePair.Create(a.Key, a.Value!)).OrderBy(a => a.Key, StringComparer.Ordinal));
        var route = here.Where(p => Kept.Contains(p.Key)).ToDictionary();
        foreach (var (key, value) in isHere ? [] : asked)
        {
            route[key] = value!;
        }

        return new QuickChoice(words, route, isHere);
    }

    /// <summary>A stage is one of its cycle, and when it was entered tells of the stage that was left.</summary>
    private static string[] Going(string key) => key switch
    {
        "cycle" => ["cycle", "stage", "left", "enteredFrom", "enteredTo"],
        "left" => ["left", "enteredFrom", "enteredTo"],
        _ => [key],
    };

    private string? WordsOf(string key, string value) => key switch
    {
        "q" => T["“{0}”", value],
        "status" => Statuses.FirstOrDefault(s => s.Value == value)?.Text,
        "salesperson" => NameIn(Salespeople, value),
        "cycle" => NameIn(Cycles, value),
        "team" => T["Team: {0}", NameIn(Teams, value)],
        "noTeam" => T["In no team"],
        "stage" => T["on stage {0}", StageOf(Choice.Stage)],
        "left" => T["left stage {0}", StageOf(Choice.Left)],
        "contact" => T["contact {0}", Contact?.Name ?? value],
        "priority" => T["Priority: {0}", T.Of(Choice.Priority!.Value)],
        "source" => T["Source: {0}", value],
        "reason" => T["reason {0}", NameIn(Reasons, value)],
        "valueFrom" => T["worth {0} or more", T.Money(Choice.Least!.Value)],
        "valueTo" => T["worth {0} or less", T.Money(Choice.Most!.Value)],
        "chancesFrom" => T["chances of {0} or more", T.Percent(Choice.ChancesFrom!.Value)],
        "chancesBelow" => T["chances below {0}", T.Percent(Choice.ChancesBelow!.Value)],
        "noNextStep" => T["No next step"],
        "overdue" => T["Overdue"],
        "stale" => T["Stale"],
        "closing" => T["Expected close: {0}", NameOf(Choice.Closing!.Value)],
        "closed" => T["Closed: {0}", NameOf(Choice.Closed!.Value)],
        "closeFrom" => T["expected to close on {0} or later", T.Date(Choice.CloseFrom!.Value)],
        "closeTo" => T["expected to close on {0} or earlier", T.Date(Choice.CloseTo!.Value)],
        "createdFrom" => T["created on {0} or later", T.Date(Choice.CreatedFrom!.Value)],
        "createdTo" => T["created on {0} or earlier", T.Date(Choice.CreatedTo!.Value)],
        "enteredFrom" when Choice.Left is not null => T["entered it on {0} or later", T.Date(Choice.EnteredFrom!.Value)],
        "enteredTo" when Choice.Left is not null => T["entered it on {0} or earlier", T.Date(Choice.EnteredTo!.Value)],
        "enteredFrom" => T["on their stage since {0} or later", T.Date(Choice.EnteredFrom!.Value)],
        "enteredTo" => T["on their stage since {0} or earlier", T.Date(Choice.EnteredTo!.Value)],
        "closedFrom" => T["closed on {0} or later", T.Date(Choice.ClosedFrom!.Value)],
        "closedTo" => T["closed on {0} or earlier", T.Date(Choice.ClosedTo!.Value)],
        _ => null,
    };

    private string NameOf(ListPeriod period) => T[period switch
    {
        ListPeriod.NextMonth => "next month",
        ListPeriod.ThisQuarter => "this quarter",
        ListPeriod.LastQuarter => "last quarter",
        ListPeriod.ThisYear => "this year",
        _ => "this month",
    }];

    /// <summary>Without a cycle a number may be that of several stages: each by its name.</summary>
    private string StageOf(int? number) =>
        string.Join(" / ", _stages.Where(s => s.Number == number).Select(s => s.Name).Distinct()) is { Length: > 0 } names
            ? names
            : string.Create(CultureInfo.InvariantCulture, $"{number}");

    private static string NameIn(IEnumerable<SelectListItem> items, string code) =>
        items.FirstOrDefault(i => i.Value == Checks.NormalCode(code))?.Text ?? code;

    /// <summary>An amount as a link or a person wrote it; what cannot be read, or means two, is said and narrows nothing.</summary>
    private decimal? AmountOf(string? text, string field)
    {
        if (string.IsNullOrWhiteSpace(text) || ListChoice.Plain(text) is not null)
        {
            return ListChoice.Plain(text);
        }

        var read = WrittenField.Read(WrittenKind.Amount, text, HttpContext);
        if (read.Values.Count == 1)
        {
            return (decimal)read.Values[0].Value;
        }

        ModelState.AddModelError(field, read.Values.Count == 0 ? read.Problem : T["“{0}” can mean two values: choose one.", text]
            + " " + WrittenField.Echo(WrittenKind.Amount, text, HttpContext));
        return null;
    }

    private static bool IsWritten(string? text, decimal? read) => read is not null && ListChoice.Plain(text) is null;
}

/// <summary>A link above the list that narrows it at one press.</summary>
/// <param name="Words">What it says.</param>
/// <param name="Route">Where it leads.</param>
/// <param name="IsHere">Whether the list shows just that.</param>
public sealed record QuickChoice(string Words, Dictionary<string, string> Route, bool IsHere);
