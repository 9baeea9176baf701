using System.Buffers;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>Tables as text with commas (RFC 4180). What a spreadsheet would take for a formula is written as text.</summary>
public static class Csv
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\",;\r\n\t");

    /// <summary>One line with its end.</summary>
    public static string Line(params IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(string? value)
    {
        var text = value ?? "";
        if (IsFormula(text))
        {
            text = "'" + text;
        }

        return text.AsSpan().IndexOfAny(Special) < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }

    /// <summary>What <see cref="Cell"/> put before a formula is taken away again.</summary>
    internal static string Plain(string cell) => cell.StartsWith('\'') && IsFormula(cell[1..]) ? cell[1..].Trim() : cell.Trim();

    private static bool IsFormula(string text) => text.Length > 0 && text.TrimStart() is var trimmed
        && (text[0] is '\t' or '\r' || (trimmed.Length > 0 && trimmed[0] is '=' or '+' or '-' or '@'));
}
