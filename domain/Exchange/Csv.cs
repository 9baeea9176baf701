using System.Buffers;
using System.Text;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>Tables as text with commas (RFC 4180). What a spreadsheet would take for a formula is written as text.</summary>
public static class Csv
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\",;\r\n\t");
    private static readonly char[] Separators = [',', ';', '\t'];

    /// <summary>One line with its end.</summary>
    public static string Line(params IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    /// <summary>The rows of a text; the separator is the one its first line uses most. Blank lines are left out.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.TrimStart('\uFEFF');
        var firstLine = text.Split('\n', 2)[0];
        var separator = Separators.MaxBy(s => firstLine.Count(c => c == s));
        List<IReadOnlyList<string>> rows = [];
        List<string> row = [];
        var cell = new StringBuilder();
        var quoted = false;
        void EndCell()
        {
            row.Add(Plain(cell.ToString()));
            cell.Clear();
        }

        void EndRow()
        {
            EndCell();
            if (row.Count > 1 || row[0].Length > 0)
            {
                rows.Add(row);
            }

            row = [];
        }

        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (quoted)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (at + 1 < text.Length && text[at + 1] == '"')
                {
                    cell.Append('"');
                    at++;
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (c == separator)
            {
                EndCell();
            }
            else if (c == '\n')
            {
                EndRow();
            }
            else if (c != '\r')
            {
                cell.Append(c);
            }
        }

        if (cell.Length > 0 || row.Count > 0)
        {
            EndRow();
        }

        return rows;
    }

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
