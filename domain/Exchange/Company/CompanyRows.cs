using System.Text;

namespace ChatOpportunities.Domain.Exchange.Company;

/// <summary>
/// Reads a file of the archive row by row. Unlike the reader of files that people bring, it forgives nothing and tells a blank cell from a
/// text of no characters.
/// </summary>
internal sealed class CompanyRows(TextReader reader, string file)
{
    /// <summary>Most characters of one cell.</summary>
    private const int MaxCell = 16 * 1024 * 1024;

    private readonly char[] _buffer = new char[64 * 1024];
    private readonly StringBuilder _cell = new();
    private int _at;
    private int _end;
    private int _newLines;

    /// <summary>The line on which the row that was read last begins, counted from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The cells of the next row, null where one is blank; null at the end of the file.</summary>
    public async ValueTask<List<string?>?> NextAsync(CancellationToken cancellationToken)
    {
        if (!await FillAsync(cancellationToken))
        {
            return null;
        }

        Line = _newLines + 1;
        List<string?> cells = [];
        while (true)
        {
            var isQuoted = _buffer[_at] == '"';
            if (isQuoted)
            {
                await QuotedAsync(cancellationToken);
            }
            else
            {
                await PlainAsync(cancellationToken);
            }

            cells.Add(!isQuoted && _cell.Length == 0 ? null : _cell.ToString());
            _cell.Clear();
            var next = await TakeAsync(cancellationToken);
            if (next == '\r' && await TakeAsync(cancellationToken) == '\n')
            {
                _newLines++;
                return cells;
            }

            if (next != ',' || !await FillAsync(cancellationToken))
            {
                throw Broken();
            }
        }
    }

    private async ValueTask QuotedAsync(CancellationToken cancellationToken)
    {
        _at++;
        while (true)
        {
            var character = await TakeAsync(cancellationToken) ?? throw Broken();
            if (character == '"')
            {
                if (!await FillAsync(cancellationToken) || _buffer[_at] != '"')
                {
                    return;
                }

                _at++;
            }

            _newLines += character == '\n' ? 1 : 0;
            Append(character);
        }
    }

    private async ValueTask PlainAsync(CancellationToken cancellationToken)
    {
        while (await FillAsync(cancellationToken) && _buffer[_at] is not (',' or '\r' or '\n'))
        {
            if (_buffer[_at] == '"')
            {
                throw Broken();
            }

            Append(_buffer[_at++]);
        }
    }

    private void Append(char character)
    {
        if (_cell.Append(character).Length > MaxCell)
        {
            throw new CompanyFileException($"{file}, line {Line}: a cell is longer than any that is written.");
        }
    }

    private async ValueTask<char?> TakeAsync(CancellationToken cancellationToken) =>
        await FillAsync(cancellationToken) ? _buffer[_at++] : null;

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_at < _end)
        {
            return true;
        }

        (_at, _end) = (0, await reader.ReadAsync(_buffer, cancellationToken));
        return _end > 0;
    }

    private CompanyFileException Broken() => new($"{file}, line {Line}: the row is broken.");
}
