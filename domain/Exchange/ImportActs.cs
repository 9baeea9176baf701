using System.Text.Json;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>
/// Takes in files of contacts, opportunities and salespeople: first every line is looked through and nothing is made, what cannot be
/// known is asked once for all lines, then they are taken in some at a time, each lot along with how far it has come. All of it can be
/// taken back, as long as nothing else touched it. Admins only.
/// </summary>
public sealed partial class ImportActs(
    OpportunitiesContext db, ContactActs contacts, OpportunityActs opportunities, PeopleActs people, IOptions<CompanyOptions> company,
    TimeProvider clock)
{
    /// <summary>Most lines of one file.</summary>
    public const int MaxRows = ImportTable.MaxRows;

    /// <summary>Most bytes of one file.</summary>
    public const int MaxBytes = ImportTable.MaxBytes;

    /// <summary>Lines of one page of the list.</summary>
    public const int PageOfRows = 100;

    private const int MostMappings = 50;
    private const int LotsAtOnce = 50;
    private const int HeadingAmong = 15;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly Stored<ImportMappings> Mappings = new("import-mappings", ImportJson.Default.ImportMappings, null);
    private static readonly StoredKey MappingsKey = new(null, "all");

    /// <summary>A file to begin with: the heading alone.</summary>
    public static string Template(ImportKind kind) => Csv.Line(ImportFields.Of(kind));

    /// <summary>One file without its lines; null when there is none, and for those who may not read the setup.</summary>
    public async Task<ImportFile?> FindAsync(string? id, Caller caller, CancellationToken cancellationToken)
    {
        if (!AccessPolicy.MayReadSetup(caller))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var value = await db.KeptImports.AsNoTracking().Where(i => i.Id == id && i.ExpiresAt > now).Select(i => i.Content)
            .SingleOrDefaultAsync(cancellationToken);
        return value is null ? null : Read(value);
    }

    /// <summary>The files that were brought and are still kept, the youngest first; none for those who may not read the setup.</summary>
    public async Task<IReadOnlyList<ImportFile>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (!AccessPolicy.MayReadSetup(caller))
        {
            return [];
        }

        var now = clock.GetUtcNow();
        var contents = await db.KeptImports.AsNoTracking().Where(i => i.ExpiresAt > now).OrderByDescending(i => i.ExpiresAt).Take(20)
            .Select(i => i.Content).ToListAsync(cancellationToken);
        return [.. contents.Select(Read)];
    }

    /// <summary>Some lines of a file, in order; null when there is no such file, and for those who may not read the setup.</summary>
    /// <param name="id">The file.</param>
    /// <param name="state">Only lines of this state; null for all.</param>
    /// <param name="after">Place after which they begin, counted from 0; null for the first ones.</param>
    /// <param name="limit">How many at most, up to 1,000.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ImportRowsPage?> RowsAsync(
        string? id, ImportRowState? state, int? after, int limit, Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, caller, cancellationToken) is not { } file)
        {
            return null;
        }

        var (first, bit, take) = ((after ?? -1) + 1, state is { } wanted ? 1 << (int)wanted : 0, Math.Clamp(limit, 1, 1_000));
        var from = first / ImportLot.Rows;
        List<ImportRow> rows = [];
        var lots = db.ImportLots.AsNoTracking()
            .Where(l => l.ImportId == file.Id && l.Number >= from && (bit == 0 || (l.States & bit) != 0)).OrderBy(l => l.Number);
        await foreach (var lot in lots.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var all = RowsOf(lot);
            for (var i = Math.Max(0, first - (lot.Number * ImportLot.Rows)); i < all.Count; i++)
            {
                if (state is not null && all[i].State != state)
                {
                    continue;
                }

                if (rows.Count == take)
                {
                    return new(rows, (lot.Number * ImportLot.Rows) + i - 1);
                }

                rows.Add(all[i]);
            }
        }

        return new(rows, null);
    }

    /// <summary>
    /// Reads a file, finds out what its columns are, and looks through every line. Refused when it is no table, too large, or has none of
    /// the columns that are known.
    /// </summary>
    /// <param name="kind">What its lines become.</param>
    /// <param name="fileName">As its bringer calls it.</param>
    /// <param name="content">Its bytes; what they are is found out from them and not from the name.</param>
    /// <param name="texts">Language in which lines are told of.</param>
    /// <param name="caller">Who brings it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="change">What is known of it beforehand.</param>
    public async Task<Result<ImportFile>> TryAsync(
        ImportKind kind, string? fileName, byte[] content, Texts texts, Caller caller, CancellationToken cancellationToken,
        ImportChange? change = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(caller);
        if (!AccessPolicy.MaySetUp(caller))
        {
            return Refusals.Forbidden;
        }

        if (!Enum.IsDefined(kind))
        {
            return Refusals.UnknownValue.For("kind");
        }

        var read = ImportTable.Read(content, change?.Options?.Encoding);
        if (read is Result<ImportTable>.Refused unread)
        {
            return unread.Refusals.ToList();
        }

        var table = ((Result<ImportTable>.Done)read).Value;
        var at = HeadingOf(kind, table, change?.Mapping);
        if (table.Rows.Count == 0 || (at is { } last && table.Rows.Count - 1 == last) || (at is null && table.Rows.Count < 2))
        {
            return Refusals.FileEmpty;
        }

        if (at is not { } headingAt)
        {
            return Refusals.HeadingMissing.With(table.Rows[0].Line);
        }

        List<ImportRow> rows = [.. table.Rows.Skip(headingAt + 1)
            .Select(r => new ImportRow { Line = r.Line, Cells = r.Cells, Unreadable = r.Problem?.Code })];
        var heading = table.Rows[headingAt].Cells;
        var file = new ImportFile
        {
            Id = Guid.NewGuid().ToString("N"),
            Kind = kind,
            FileName = Path.GetFileName(Checks.Tidy(fileName) ?? ""),
            SalespersonId = caller.SalespersonId,
            CallerName = caller.Name,
            Language = caller.Language,
            BroughtAt = caller.Now,
            ChangedAt = caller.Now,
            Encoding = table.Encoding,
            Separator = table.Separator,
            Layout = ImportLayout.Find(kind, heading)?.Name,
            Columns = ColumnsOf(kind, heading, rows),
            Rows = rows.Count,
        };
        if (change is not null && await ApplyAsync(file, change, caller, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var records = await ImportRecords.LoadAsync(db, kind, cancellationToken);
        Review(file, rows, records, texts, caller);
        using var alone = OpportunitiesContext.LongWork();
        return await db.InTransactionAsync<Result<ImportFile>>(
            async token =>
            {
                db.KeptImports.Add(new KeptImport
                {
                    Id = file.Id,
                    SalespersonId = file.SalespersonId,
                    State = file.State,
                    Content = Write(file),
                    ExpiresAt = caller.Now + Kept,
                });
                await db.SaveChangesAsync(token);
                await AddLotsAsync(file, rows, token);
                return file;
            },
            cancellationToken);
    }

    /// <summary>The mappings that were kept, by their names.</summary>
    public async Task<IReadOnlyList<ImportMapping>> MappingsAsync(ImportKind kind, Caller caller, CancellationToken cancellationToken) =>
        AccessPolicy.MayReadSetup(caller)
            ? [.. ((await Mappings.FindAsync(db, MappingsKey, cancellationToken))?.All ?? []).Where(m => m.Kind == kind)] : [];

    private static ImportFile Read(string value) => JsonSerializer.Deserialize(value, ImportJson.Default.ImportFile)!;

    private static string Write(ImportFile file) => JsonSerializer.Serialize(file, ImportJson.Default.ImportFile);

    private static List<ImportRow> RowsOf(ImportLot lot) => JsonSerializer.Deserialize(lot.Content, ImportJson.Default.ListImportRow)!;

    private static void Put(ImportLot lot, List<ImportRow> rows)
    {
        lot.Content = JsonSerializer.Serialize(rows, ImportJson.Default.ListImportRow);
        lot.States = rows.Aggregate(0, (bits, row) => bits | (1 << (int)row.State));
        lot.Version++;
    }

    private static Refusal NotNow(ImportFile file) => Refusals.ImportNotReady.With(new Translated(file.State switch
    {
        ImportState.TakingIn => "being taken in",
        ImportState.TakenIn => "taken in",
        ImportState.TakingBack => "being taken back",
        ImportState.TakenBack => "taken back",
        ImportState.Failed => "failed",
        _ => "not taken in yet",
    }, []));

    /// <summary>The first of the first rows that names known columns; a report begins with its title.</summary>
    private static int? HeadingOf(ImportKind kind, ImportTable table, IReadOnlyDictionary<string, string?>? mapping)
    {
        int? best = null;
        var most = 0;
        for (var i = 0; i < Math.Min(HeadingAmong, table.Rows.Count); i++)
        {
            var cells = table.Rows[i].Cells;
            var layout = ImportLayout.Find(kind, cells);
            var known = cells.Count(c => c.Length < 100
                && (layout?.Headings.ContainsKey(ImportFields.Folded(c)) == true || ImportFields.OfHeading(kind, c) is not null
                    || mapping?.ContainsKey(c) == true));
            if (known > most && (i == 0 || known > 1))
            {
                (best, most) = (i, known);
            }
        }

        return best;
    }

    private static List<ImportColumn> ColumnsOf(ImportKind kind, IReadOnlyList<string> heading, List<ImportRow> rows)
    {
        var layout = ImportLayout.Find(kind, heading);
        List<ImportColumn> columns = [];
        HashSet<string> taken = [];
        var used = 0;
        var all = heading.Select(ImportFields.Folded).ToHashSet(StringComparer.Ordinal);
        var width = Math.Max(heading.Count, rows.Count == 0 ? 0 : rows.Take(100).Max(r => r.Cells.Count));
        for (var i = 0; i < width; i++)
        {
            var name = i < heading.Count ? Checks.Tidy(ImportCells.Plain(heading[i])) : null;
            var number = columns.Count(c => c.Heading == name || c.Heading.StartsWith(name + " (", StringComparison.Ordinal)) + 1;
            var sample = rows.Where(r => i < r.Cells.Count).Select(r => ImportCells.Plain(r.Cells[i])).Take(1_000)
                .FirstOrDefault(c => !string.IsNullOrWhiteSpace(c));
            if (name is null && sample is null)
            {
                columns.Add(new($"#{i + 1}", null, null)); // cells are found by their place: what follows stays at its own
                continue;
            }

            used = i + 1;
            var folded = ImportFields.Folded(name ?? "");
            var field = layout?.FieldOf(folded, all) ?? ImportFields.OfHeading(kind, name ?? "");
            var isRead = !string.IsNullOrEmpty(field) && taken.Add(field);
            var shown = name is null ? $"#{i + 1}" : number > 1 ? $"{name} ({number})" : name;
            columns.Add(new(shown, isRead ? field : null, sample is { Length: > 60 } ? sample[..60] + "…" : sample));
        }

        columns.RemoveRange(used, columns.Count - used);
        return columns;
    }

    private void Review(ImportFile file, List<ImportRow> rows, ImportRecords records, Texts texts, Caller caller)
    {
        var shape = new ImportShape();
        foreach (var row in rows)
        {
            for (var i = 0; i < Math.Min(row.Cells.Count, file.Columns.Count); i++)
            {
                if (ImportFields.IsDay(file.Columns[i].Field))
                {
                    shape.AddDate(row.Cells[i]);
                }
                else if (ImportCells.Number(row.Cells[i]) is { } held)
                {
                    shape.AddHeld(file.Columns[i].Field, held);
                }
                else if (ImportFields.IsNumber(file.Columns[i].Field))
                {
                    shape.AddNumber(row.Cells[i]);
                }
            }
        }

        var asked = file.Answers.GetValueOrDefault(ImportQuestion.KeyOf("dateOrder", null, null));
        file.DateOrder = file.Options.DateOrder
            ?? (asked == "dayFirst" ? DateOrder.DayFirst : asked == "monthFirst" ? DateOrder.MonthFirst : shape.Order);
        file.DateProof = file.DateOrder == shape.Order ? shape.DateProof : null;
        file.DecimalSign = file.Options.DecimalSign
            ?? file.Answers.GetValueOrDefault(ImportQuestion.KeyOf("decimalSign", null, null)) ?? shape.Sign;
        file.DecimalProof = file.DecimalSign == shape.Sign ? shape.NumberProof : null;
        var review = new ImportReview(file, shape, records, company.Value, texts, caller.Today);
        foreach (var row in rows)
        {
            review.Look(row);
        }

        review.Finish();
    }

    private async Task AddLotsAsync(ImportFile file, List<ImportRow> rows, CancellationToken cancellationToken)
    {
        var number = 0;
        foreach (var chunk in rows.Chunk(ImportLot.Rows))
        {
            var lot = new ImportLot { ImportId = file.Id, Number = number++, Content = "" };
            Put(lot, [.. chunk]);
            lot.Version = 1;
            db.ImportLots.Add(lot);
            if (number % LotsAtOnce == 0)
            {
                await db.SaveChangesAsync(cancellationToken);
                db.ChangeTracker.Clear();
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    private Task<Result<ImportFile>> WithFileAsync(
        string? id, Func<ImportFile, CancellationToken, Task<Result<ImportFile>>> change, CancellationToken cancellationToken) =>
        db.InTransactionAsync<Result<ImportFile>>(
            async token =>
            {
                var now = clock.GetUtcNow();
                if (await db.KeptImports.SingleOrDefaultAsync(i => i.Id == id && i.ExpiresAt > now, token) is not { } item)
                {
                    return Refusals.NotFound;
                }

                var result = await change(Read(item.Content), token);
                if (result is Result<ImportFile>.Done(var file))
                {
                    (item.State, item.Content, item.Version) = (file.State, Write(file), item.Version + 1);
                    await db.SaveChangesAsync(token);
                }

                return result;
            },
            cancellationToken);
}

/// <summary>What is said of a file beside its lines; null leaves it as it is.</summary>
/// <param name="Mapping">Fields by heading; a null field leaves the column unread.</param>
/// <param name="MappingName">A mapping that was kept.</param>
/// <param name="KeepAs">The name by which the mapping is to be kept.</param>
/// <param name="Answers">To questions.</param>
/// <param name="Options">What holds for all lines.</param>
public sealed record ImportChange(
    IReadOnlyDictionary<string, string?>? Mapping = null, string? MappingName = null, string? KeepAs = null,
    IReadOnlyList<ImportAnswer>? Answers = null, ImportOptions? Options = null);

/// <summary>An answer to a question, which it names by code, field and value.</summary>
/// <param name="Code">Of the question.</param>
/// <param name="Field">Of the question.</param>
/// <param name="Value">Of the question.</param>
/// <param name="Choice">One of its choices; null takes the answer back.</param>
public sealed record ImportAnswer(string Code, string? Field = null, string? Value = null, string? Choice = null);

/// <summary>Some lines of a file, and the place of the last of them; null at the end.</summary>
public sealed record ImportRowsPage(IReadOnlyList<ImportRow> Rows, int? Next);
