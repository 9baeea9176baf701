using System.Text.RegularExpressions;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>Finds out from all values of a file what no single one tells: the order of day and month, and the decimal sign.</summary>
internal sealed partial class ImportShape
{
    private string? _dayFirst;
    private string? _monthFirst;
    private string? _point;
    private string? _comma;
    private bool _hasPart;
    private bool _hasMore;

    /// <summary>The first date that can be read in both orders; null when there is none.</summary>
    public string? OpenDate { get; private set; }

    /// <summary>The first number that can be read with both signs; null when there is none.</summary>
    public string? OpenNumber { get; private set; }

    /// <summary>Lines with such a date.</summary>
    public int OpenDates { get; private set; }

    /// <summary>Lines with such a number.</summary>
    public int OpenNumbers { get; private set; }

    /// <summary>The order that all dates agree upon; unknown where none proves one, or two prove different ones.</summary>
    public DateOrder Order => (_dayFirst, _monthFirst) switch
    {
        (not null, null) => DateOrder.DayFirst,
        (null, not null) => DateOrder.MonthFirst,
        _ => DateOrder.Unknown,
    };

    /// <summary>The date that shows it.</summary>
    public string? DateProof => Order == DateOrder.DayFirst ? _dayFirst : Order == DateOrder.MonthFirst ? _monthFirst : null;

    /// <summary>The sign that all numbers agree upon; null where none proves one, or two prove different ones.</summary>
    public string? Sign => (_point, _comma) switch
    {
        (not null, null) => ".",
        (null, not null) => ",",
        _ => null,
    };

    /// <summary>The number that shows it.</summary>
    public string? NumberProof => Sign == "." ? _point : Sign == "," ? _comma : null;

    /// <summary>A workbook holds percentages as parts of one in all lines: 1 is 100 % then.</summary>
    public bool ArePartsOfOne => _hasPart && !_hasMore;

    /// <summary>A number that a workbook holds as such.</summary>
    public void AddHeld(string? field, decimal held)
    {
        if (field == ImportFields.ChancesOfSuccess)
        {
            (_hasPart, _hasMore) = (_hasPart || held is > 0 and < 1, _hasMore || held > 1);
        }
    }

    public void AddDate(string text)
    {
        if (Between().Match(text) is not { Success: true } match || !int.TryParse(match.Groups["a"].Value, out var first)
            || !int.TryParse(match.Groups["b"].Value, out var second) || first == second)
        {
            return;
        }

        if (first > 12 && second <= 12)
        {
            _dayFirst ??= text;
        }
        else if (second > 12 && first <= 12)
        {
            _monthFirst ??= text;
        }
        else if (first <= 12 && second <= 12)
        {
            OpenDate ??= text;
            OpenDates++;
        }
    }

    public void AddNumber(string text)
    {
        var digits = Digits().Match(text.Replace("'", "", StringComparison.Ordinal).Replace("’", "", StringComparison.Ordinal)).Value;
        var (points, commas) = (digits.Count(c => c == '.'), digits.Count(c => c == ','));
        var last = digits.LastIndexOfAny(['.', ',']);
        if (last < 0)
        {
            return;
        }

        var isPointLast = digits[last] == '.';
        if (points > 0 && commas > 0)
        {
            Prove(isPointLast, text);
        }
        else if (points + commas > 1)
        {
            Prove(!isPointLast, text); // what stands twice parts groups
        }
        else if (digits.Length - last != 4 || last > 3 || digits[0] == '0')
        {
            Prove(isPointLast, text);
        }
        else
        {
            OpenNumber ??= text;
            OpenNumbers++;
        }
    }

    private void Prove(bool isPoint, string text) => _ = isPoint ? _point ??= text : _comma ??= text;

    [GeneratedRegex("^ *(?<a>[0-9]{1,2})[/-](?<b>[0-9]{1,2})[/-][0-9]{2,4}")]
    private static partial Regex Between();

    [GeneratedRegex("[0-9][0-9.,]*[0-9]")]
    private static partial Regex Digits();
}
