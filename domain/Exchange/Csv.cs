using System.Buffers;
using System.Globalization;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>
/// Tables as text with commas (RFC 4180). What a spreadsheet would take for a formula is written as text: behind an apostrophe, which
/// reading takes away again. Text that itself looks like that gets one more, and so comes back as it was.
/// </summary>
public static class Csv
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\",;\r\n\t");

    /// <summary>One line with its end. Texts, numbers, days, UTC instants and null, which is blank.</summary>
    public static string Line(params IEnumerable<object?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(object? value) => value switch
    {
        null => "",
        string text => Quoted(Guarded(text)),
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToString("u", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Quoted(Guarded(value.ToString() ?? "")),
    };

    /// <summary>What <see cref="Guarded"/> put before a formula is taken away again.</summary>
    internal static string Plain(string cell) => Unguarded(cell).Trim();

    /// <summary>The text behind an apostrophe where a spreadsheet would reckon, or where the text looks guarded by itself.</summary>
    internal static string Guarded(string text) => IsFormula(text.AsSpan().TrimStart('\'')) ? "'" + text : text;

    /// <summary>The text that <see cref="Guarded"/> made this of.</summary>
    internal static string Unguarded(string cell) =>
        cell.StartsWith('\'') && IsFormula(cell.AsSpan().TrimStart('\'')) ? cell[1..] : cell;

    /// <summary>In quotation marks where it holds a separator, a mark or the end of a line.</summary>
    internal static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(Special) < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static bool IsFormula(ReadOnlySpan<char> text) => text.Length > 0 && text.TrimStart() is var trimmed
        && (text[0] is '\t' or '\r' or '\n'
            || (trimmed.Length > 0 && trimmed[0] is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠'));
}
