using System.Runtime.CompilerServices;
using System.Text;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>A column of a list that is handed out.</summary>
/// <param name="Heading">As readers read it.</param>
/// <param name="Cell">Text, number, <see cref="DateOnly"/>, <see cref="DateTimeOffset"/> in UTC, or null where there is nothing.</param>
public sealed record SheetColumn<T>(string Heading, Func<T, object?> Cell);

/// <summary>
/// A list that is handed out as a file: its columns are said once, whatever the file becomes, and its rows are read while it is written,
/// so that a long one needs no memory.
/// </summary>
public abstract class Sheet
{
    /// <summary>Headings in order.</summary>
    public abstract IReadOnlyList<string> Headings { get; }

    /// <summary>A list of columns and the rows below them.</summary>
    public static Sheet Of<T>(IReadOnlyList<SheetColumn<T>> columns, Func<CancellationToken, IAsyncEnumerable<T>> rows) =>
        new Rows<T>(columns, rows);

    /// <summary>The same of rows that are in memory.</summary>
    public static Sheet Of<T>(IReadOnlyList<SheetColumn<T>> columns, IEnumerable<T> rows) => Of(columns, _ => rows.ToAsyncEnumerable());

    /// <summary>Values of each row, in the order of <see cref="Headings"/>.</summary>
    public abstract IAsyncEnumerable<IReadOnlyList<object?>> CellsAsync(CancellationToken cancellationToken);

    /// <summary>Writes it as comma-separated values in UTF-8, with the mark by which spreadsheets know accents.</summary>
    public async Task WriteCsvAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await writer.WriteAsync(Csv.Line(Headings));
        await foreach (var cells in CellsAsync(cancellationToken))
        {
            await writer.WriteAsync(Csv.Line(cells));
        }
    }

    /// <summary>Writes it as a workbook.</summary>
    public Task WriteXlsxAsync(Stream stream, CancellationToken cancellationToken) =>
        WorkbookWriter.WriteAsync(stream, this, cancellationToken);

    private sealed class Rows<T>(IReadOnlyList<SheetColumn<T>> columns, Func<CancellationToken, IAsyncEnumerable<T>> rows) : Sheet
    {
        public override IReadOnlyList<string> Headings { get; } = [.. columns.Select(c => c.Heading)];

        public override async IAsyncEnumerable<IReadOnlyList<object?>> CellsAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var row in rows(cancellationToken))
            {
                yield return [.. columns.Select(c => c.Cell(row))];
            }
        }
    }
}
