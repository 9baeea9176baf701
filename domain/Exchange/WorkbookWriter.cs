using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>
/// Writes a list as a workbook, row by row into whatever takes it: numbers as numbers, days as days, text as text and never as a formula.
/// The library that reads workbooks has to know how many sheets there will be before it begins, so that a list longer than a sheet makes
/// a file nobody can open; it also loses the ends of lines. Hence the few parts that a workbook has to have are written here.
/// </summary>
internal static partial class WorkbookWriter
{
    /// <summary>A sheet ends after so many rows; the list goes on in another one.</summary>
    private const int MaxRows = 1_048_576;

    /// <summary>A cell holds no more characters.</summary>
    private const int MaxText = 32_767;

    private const int FlushAt = 64 * 1024;
    private const string Head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    /// <summary>Style 1 is a day, 2 an instant, 3 a heading.</summary>
    private const string Styles = Head + "<styleSheet xmlns=\"" + Main + "\"><numFmts count=\"2\">"
        + "<numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>"
        + "<numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/></numFmts>"
        + "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font>"
        + "</fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>"
        + "</fills><borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"4\">"
        + "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
        + "<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
        + "<xf numFmtId=\"165\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
        + "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/></cellXfs>"
        + "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>";

    public static async Task WriteAsync(Stream stream, Sheet sheet, CancellationToken cancellationToken)
    {
        await using var handed = new HandedOnStream(stream);
        await WritePartsAsync(handed, sheet, cancellationToken);
        await handed.FlushAsync(cancellationToken);
    }

    private static async Task WritePartsAsync(Stream stream, Sheet sheet, CancellationToken cancellationToken)
    {
        await using var zip = await ZipArchive.CreateAsync(
            stream, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        await using var rows = sheet.CellsAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var sheets = 0;
        bool isMore;
        do
        {
            isMore = await WriteSheetAsync(zip, ++sheets, sheet.Headings, rows, cancellationToken);
        }
        while (isMore);

        await WritePartAsync(zip, "xl/styles.xml", Styles, cancellationToken);
        await WritePartAsync(
            zip, "xl/workbook.xml",
            $"{Head}<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets>" + Each(
                sheets, n => $"<sheet name=\"Sheet{n}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>") + "</sheets></workbook>",
            cancellationToken);
        await WritePartAsync(
            zip, "xl/_rels/workbook.xml.rels",
            $"{Head}<Relationships xmlns=\"{Package}\">" + Each(
                sheets, n => $"<Relationship Id=\"rId{n}\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>")
            + $"<Relationship Id=\"rId{sheets + 1}\" Type=\"{Office}/styles\" Target=\"styles.xml\"/></Relationships>",
            cancellationToken);
        await WritePartAsync(
            zip, "_rels/.rels",
            $"{Head}<Relationships xmlns=\"{Package}\"><Relationship Id=\"rId1\" Type=\"{Office}/officeDocument\" "
            + "Target=\"xl/workbook.xml\"/></Relationships>",
            cancellationToken);
        await WritePartAsync(
            zip, "[Content_Types].xml",
            $"{Head}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
            + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{Types}sheet.main+xml\"/>"
            + $"<Override PartName=\"/xl/styles.xml\" ContentType=\"{Types}styles+xml\"/>" + Each(
                sheets, n => $"<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"{Types}worksheet+xml\"/>") + "</Types>",
            cancellationToken);
    }

    private static string Each(int sheets, Func<int, string> part) => string.Concat(Enumerable.Range(1, sheets).Select(part));

    private static async Task WritePartAsync(ZipArchive zip, string name, string content, CancellationToken cancellationToken)
    {
        await using var part = await zip.CreateEntry(name).OpenAsync(cancellationToken);
        await part.WriteAsync(Encoding.UTF8.GetBytes(content), cancellationToken);
    }

    /// <returns>Whether rows are left for another sheet.</returns>
    private static async Task<bool> WriteSheetAsync(
        ZipArchive zip, int number, IReadOnlyList<string> headings, IAsyncEnumerator<IReadOnlyList<object?>> rows,
        CancellationToken cancellationToken)
    {
        await using var part = await zip.CreateEntry($"xl/worksheets/sheet{number}.xml", CompressionLevel.Fastest)
            .OpenAsync(cancellationToken);
        var text = new StringBuilder(FlushAt * 2).Append(Head).Append("<worksheet xmlns=\"").Append(Main).Append("\"><sheetViews>")
            .Append("<sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>")
            .Append("</sheetView></sheetViews><sheetData><row r=\"1\">");
        for (var i = 0; i < headings.Count; i++)
        {
            AddText(text, i, 1, headings[i], style: 3);
        }

        text.Append("</row>");
        var isMore = true;
        for (var row = 2; row <= MaxRows && (isMore = await rows.MoveNextAsync()); row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"<row r=\"{row}\">");
            for (var i = 0; i < rows.Current.Count; i++)
            {
                Add(text, i, row, rows.Current[i]);
            }

            text.Append("</row>");
            if (text.Length >= FlushAt)
            {
                await FlushAsync(part, text, cancellationToken);
            }
        }

        text.Append("</sheetData></worksheet>");
        await FlushAsync(part, text, cancellationToken);
        return isMore;
    }

    private static async Task FlushAsync(Stream part, StringBuilder text, CancellationToken cancellationToken)
    {
        await part.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
        text.Clear();
    }

    private static void Add(StringBuilder text, int column, int row, object? value)
    {
        switch (value)
        {
            case null or "":
                break;
            case string said:
                AddText(text, column, row, said, style: 0);
                break;
            case DateOnly day:
                AddNumber(text, column, row, (decimal)day.ToDateTime(TimeOnly.MinValue).ToOADate(), style: 1);
                break;
            case DateTimeOffset instant:
                AddNumber(text, column, row, decimal.Round((decimal)instant.UtcDateTime.ToOADate(), 10), style: 2);
                break;
            default:
                AddNumber(text, column, row, Convert.ToDecimal(value, CultureInfo.InvariantCulture), style: 0);
                break;
        }
    }

    private static void AddNumber(StringBuilder text, int column, int row, decimal value, int style) =>
        text.Append(CultureInfo.InvariantCulture, $"<c r=\"{Letters(column)}{row}\" s=\"{style}\"><v>{value}</v></c>");

    private static void AddText(StringBuilder text, int column, int row, string value, int style)
    {
        // An apostrophe that reading would take for one of a text file gets a second one, as there.
        var kept = value.StartsWith('\'') ? Csv.Guarded(value) : value;
        text.Append(CultureInfo.InvariantCulture, $"<c r=\"{Letters(column)}{row}\" s=\"{style}\" t=\"inlineStr\"><is>")
            .Append("<t xml:space=\"preserve\">");
        kept = Escape().Replace(kept[..Math.Min(MaxText, kept.Length)], "_x005F_$1");
        foreach (var character in kept)
        {
            _ = character switch
            {
                '&' => text.Append("&amp;"),
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '\r' => text.Append("_x000D_"),
                _ when XmlConvert.IsXmlChar(character) || char.IsSurrogate(character) => text.Append(character),
                _ => text.Append('\uFFFD'),
            };
        }

        text.Append("</t></is></c>");
    }

    private static string Letters(int column) =>
        (column >= 26 ? Letters((column / 26) - 1) : "") + (char)('A' + (column % 26));

    /// <summary>What a workbook would take for a character said by its number.</summary>
    [GeneratedRegex("_(x[0-9A-Fa-f]{4}_)")]
    private static partial Regex Escape();
}
