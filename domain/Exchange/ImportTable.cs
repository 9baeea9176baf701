using System.Globalization;
using System.IO.Compression;
using CsvHelper;
using MiniExcelLibs;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>A row of a file as it stands there.</summary>
/// <param name="Line">Its line, or its row in a workbook, counted from 1 with all that stands above it.</param>
/// <param name="Cells">Texts; a number or a day that a workbook holds as such is marked, see <see cref="ImportCells"/>.</param>
/// <param name="Problem">Why it cannot be read; null when it can.</param>
internal sealed record ImportTableRow(int Line, IReadOnlyList<string> Cells, RefusalRule? Problem = null);

/// <summary>A table as it was read from the bytes of a file, whatever they are called.</summary>
/// <param name="Format"><c>csv</c> or <c>xlsx</c>.</param>
/// <param name="Encoding">Of text; null for a workbook.</param>
/// <param name="Separator">Between cells; null for a workbook.</param>
/// <param name="Rows">All that are not blank; the first one is the heading.</param>
internal sealed record ImportTable(string Format, string? Encoding, string? Separator, IReadOnlyList<ImportTableRow> Rows)
{
    /// <summary>Most rows below the heading.</summary>
    public const int MaxRows = 100_000;

    /// <summary>Most bytes of a file.</summary>
    public const int MaxBytes = 50 * 1024 * 1024;

    /// <summary>Most characters of one cell, as in a spreadsheet.</summary>
    private const int MaxCell = 32_767;

    /// <summary>Most characters of one line.</summary>
    private const int MaxLine = 1_000_000;

    private const int MaxColumns = 500;

    /// <summary>So many rows without any value end a workbook that was formatted far down.</summary>
    private const int MostBlankRows = 20_000;

    /// <summary>A workbook does not unfold to more than so many bytes.</summary>
    private const long MaxUnfolded = 800L * 1024 * 1024;

    /// <summary>So many quotation marks that are never closed are named; behind them the file is no table.</summary>
    private const int MostUnclosed = 20;

    private static readonly char[] Separators = [',', ';', '\t', '|'];

    /// <summary>Reads a file by what it is; refused with a sentence that names the line where one is to blame.</summary>
    public static Result<ImportTable> Read(byte[] content, string? encoding)
    {
        if (content.Length > MaxBytes)
        {
            return Refusals.FileTooLarge.With(MaxBytes / 1024 / 1024);
        }

        return content.AsSpan().StartsWith("PK\u0003\u0004"u8) ? Workbook(content)
            : content.AsSpan().StartsWith((byte[])[0xD0, 0xCF, 0x11, 0xE0]) ? Refusals.FileIsLocked
            : content.AsSpan().StartsWith("%PDF"u8) ? Refusals.FileIsNoTable
            : Text(content, encoding);
    }

    private static Result<ImportTable> Text(byte[] content, string? chosen)
    {
        var (text, encoding) = ImportText.Read(content, chosen);
        if (WhyNoTable(text) is { } refusal)
        {
            return refusal;
        }

        var firstLine = 1;
        char? said = null;
        var head = text[..Math.Max(0, text.AsSpan().IndexOfAny('\r', '\n'))];
        if (head.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && head.Length == 5 && char.IsAscii(head[4]))
        {
            (said, firstLine, text) = (head[4], 2, text[(head.Length + (text.AsSpan(head.Length) is ['\r', '\n', ..] ? 2 : 1))..]);
        }

        var separator = said ?? SeparatorOf(text);
        List<ImportTableRow> rows = [];
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        var (from, unclosed) = (0, 0);
        while (ReadRows(bytes, from, separator, firstLine, rows) is var (start, line))
        {
            if (++unclosed > MostUnclosed)
            {
                return Refusals.FileBeyondLine.With(line);
            }

            // The row with the mark that is never closed is named; the rest is read as if it were not there.
            rows.Add(new(line, [], Refusals.QuotationMark));
            var end = bytes.AsSpan(start).IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0)
            {
                break;
            }

            (from, firstLine) = (start + end + (bytes.AsSpan(start + end) is [(byte)'\r', (byte)'\n', ..] ? 2 : 1), line + 1);
        }

        return rows.Count - 1 > MaxRows
            ? Refusals.FileHasTooManyLines.With(MaxRows, rows.Count - 1)
            : new ImportTable("csv", encoding, separator.ToString(), rows);
    }

    /// <summary>What no table has: a line without end, or a NUL within.</summary>
    private static Refusal? WhyNoTable(string text)
    {
        var (line, start) = (1, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
            {
                return Refusals.FileHasNul.With(line);
            }

            if (text[i] is '\n' or '\r')
            {
                line += text[i] == '\n' || i + 1 == text.Length || text[i + 1] != '\n' ? 1 : 0;
                start = i + 1;
            }
            else if (i - start > MaxLine)
            {
                return Refusals.LineTooLong.With(line, MaxLine);
            }
        }

        return null;
    }

    /// <summary>Adds the rows of a text; where a mark is never closed, the place and the line of the row in which it begins.</summary>
    private static (int Start, int Line)? ReadRows(byte[] text, int from, char separator, int firstLine, List<ImportTableRow> rows)
    {
        var isUnclosed = false;
        var options = new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            SkipEmptyLines = true,
            DetectSeparatorHint = false,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Recover,
            // One that seems to be closed in a later line, with more text behind it, was closed by the opening mark of another.
            OnMalformedRecord = record => isUnclosed |= record.Reason == CsvMalformedReason.UnterminatedQuote
                || (record.Reason == CsvMalformedReason.TextAfterClosingQuote && record.RawRecord.AsSpan().ContainsAny('\r', '\n')),
        };
        using var stream = new MemoryStream(text, from, text.Length - from, writable: false);
        using var reader = CsvReader.Create(stream, options);
        while (reader.Read())
        {
            var line = firstLine + (int)reader.LineNumber - 1;
            if (isUnclosed)
            {
                return (from + (int)reader.ByteOffset, line);
            }

            string[] cells = reader.FieldCount > MaxColumns ? [] : [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
            if (cells.Length == 0 || cells.Any(c => c.Length > MaxCell))
            {
                rows.Add(new(line, [], Refusals.CellTooLong));
            }
            else if (cells.Any(c => !string.IsNullOrWhiteSpace(c)))
            {
                rows.Add(new(line, [.. cells.Select(Csv.Plain)]));
            }
        }

        return null;
    }

    /// <summary>The one that parts the first lines most, outside of quotation marks.</summary>
    private static char SeparatorOf(string text)
    {
        var counts = new int[Separators.Length];
        var (isQuoted, lines) = (false, 0);
        for (var i = 0; i < text.Length && lines < 3; i++)
        {
            isQuoted ^= text[i] == '"';
            lines += !isQuoted && text[i] is '\n' or '\r' && i > 0 && text[i - 1] is not ('\n' or '\r') ? 1 : 0;
            var at = isQuoted ? -1 : Array.IndexOf(Separators, text[i]);
            if (at >= 0)
            {
                counts[at] += lines == 0 ? 5 : 1; // the heading tells more than figures with commas in them
            }
        }

        return Separators[Array.IndexOf(counts, counts.Max())];
    }

    private static Result<ImportTable> Workbook(byte[] content)
    {
        try
        {
            using (var zip = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read))
            {
                if (zip.GetEntry("xl/workbook.xml") is null)
                {
                    return zip.GetEntry("EncryptedPackage") is null ? Refusals.FileIsArchive : Refusals.FileIsLocked;
                }

                if (zip.Entries.Sum(e => e.Length) > MaxUnfolded)
                {
                    return Refusals.FileTooLarge.With(MaxBytes / 1024 / 1024);
                }
            }

            return Sheet(content);
        }
        catch (Exception failure) when (failure is InvalidDataException or System.Xml.XmlException or InvalidOperationException
            or KeyNotFoundException or FormatException or ArgumentException or NotSupportedException or NullReferenceException)
        {
            return Refusals.FileIsDamaged; // whatever a library makes of a broken part
        }
    }

    private static Result<ImportTable> Sheet(byte[] content)
    {
        using var stream = new MemoryStream(content, writable: false);
        List<ImportTableRow> rows = [];
        var (line, blank) = (0, 0);
        foreach (IDictionary<string, object?> row in stream.Query(useHeaderRow: false, excelType: ExcelType.XLSX))
        {
            line++;
            List<string> cells = [.. row.Values.Take(MaxColumns).Select(ImportCells.Of)];
            if (cells.All(string.IsNullOrWhiteSpace))
            {
                if (++blank > MostBlankRows)
                {
                    break;
                }

                continue;
            }

            blank = 0;
            rows.Add(cells.Any(c => c.Length > MaxCell) ? new(line, [], Refusals.CellTooLong) : new(line, cells));
            if (rows.Count - 1 > MaxRows)
            {
                return Refusals.FileHasTooManyLines.With(MaxRows, rows.Count - 1);
            }
        }

        return new ImportTable("xlsx", null, null, rows);
    }
}

/// <summary>
/// Cells as they are kept: texts, and what a workbook holds as a number or a day, marked so that no reading of text touches it.
/// </summary>
internal static class ImportCells
{
    private const char NumberMark = '\u0001';
    private const char DayMark = '\u0002';

    /// <summary>A value of a workbook.</summary>
    public static string Of(object? value) => value switch
    {
        null => "",
        string text => Csv.Plain(text),
        bool yes => yes ? "true" : "false",
        DateTime day => DayMark + DateOnly.FromDateTime(day).ToString("O", CultureInfo.InvariantCulture),
        DateOnly day => DayMark + day.ToString("O", CultureInfo.InvariantCulture),
        double number when double.IsFinite(number) && Math.Abs(number) < 1e15 =>
            NumberMark + decimal.Round((decimal)number, 10).ToString("0.##########", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The number that a workbook holds; null for text.</summary>
    public static decimal? Number(string cell) =>
        cell is [NumberMark, ..] && decimal.TryParse(cell.AsSpan(1), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    /// <summary>The day that a workbook holds; null for text.</summary>
    public static DateOnly? Day(string cell) =>
        cell is [DayMark, ..] && DateOnly.TryParseExact(cell.AsSpan(1), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day : null;

    /// <summary>As people read it.</summary>
    public static string Plain(string cell) => cell is [NumberMark or DayMark, ..] ? cell[1..] : cell;
}
