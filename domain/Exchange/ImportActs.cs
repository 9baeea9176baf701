using System.Globalization;
using System.Text.Json;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>
/// Takes in files of contacts and opportunities through the acts that make single ones: first every line is tried and nothing is
/// kept, then the lines are taken in some at a time, each lot along with how far it has come. Admins only.
/// </summary>
public sealed class ImportActs(OpportunitiesContext db, ContactActs contacts, OpportunityActs opportunities, TimeProvider clock)
{
    /// <summary>Most lines of one file.</summary>
    public const int MaxRows = 1000;

    /// <summary>Most characters of one file.</summary>
    public const int MaxLength = 1_000_000;

    private const int Lot = 20;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private ILookup<string, string>? _people; // codes by folded name, read once for a lot of lines

    /// <summary>A file to begin with: the heading alone.</summary>
    public static string Template(ImportKind kind) => Csv.Line(ImportColumns.Of(kind));

    /// <summary>One file with its lines; null when there is none, and for those who may not read the setup.</summary>
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

    /// <summary>Tries every line of a file and keeps none of it.</summary>
    public async Task<Result<ImportFile>> TryAsync(
        ImportKind kind, string? fileName, byte[] content, Texts texts, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(caller);
        if (!AccessPolicy.MaySetUp(caller))
        {
            return Refusals.Forbidden;
        }

        var read = ReadFile(kind, fileName, content, texts, caller);
        if (read is not Result<ImportFile>.Done(var file))
        {
            return read;
        }

        file.Lines = await TryLinesAsync(file, texts, caller, cancellationToken);
        db.KeptImports.Add(new KeptImport
        {
            Id = file.Id,
            SalespersonId = file.SalespersonId,
            State = file.State,
            Content = Write(file),
            ExpiresAt = caller.Now + Kept,
        });
        await db.SaveChangesAsync(cancellationToken);
        return file;
    }

    /// <summary>Lets a tried file be taken in; the lines follow by <see cref="GoOnAsync"/>.</summary>
    public Task<Result<ImportFile>> BeginAsync(string? id, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            (file, _) =>
            {
                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Task.FromResult<Result<ImportFile>>(Refusals.Forbidden);
                }

                if (file.State == ImportState.Tried)
                {
                    (file.State, file.Lines, file.ChangedAt) = (ImportState.Running, [], caller.Now);
                }

                return Task.FromResult<Result<ImportFile>>(file);
            },
            cancellationToken);

    /// <summary>
    /// Takes in the next lines, in the name of who brought the file; false when nothing is left to do, or another host does it.
    /// </summary>
    public async Task<bool> GoOnAsync(string id, Func<Caller, Texts> textsOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(textsOf);
        try
        {
            var result = await ChangeAsync(
                id,
                async (file, token) =>
                {
                    var person = await db.Salespeople.AsNoTracking()
                        .SingleOrDefaultAsync(p => p.Id == file.SalespersonId && !p.Blocked, token);
                    if (file.State != ImportState.Running || person is null)
                    {
                        return Refusals.NotFound;
                    }

                    var caller = Caller.For(person, ActSource.Portal, clock.GetUtcNow());
                    file.Lines =
                        [.. file.Lines, .. await TakeAsync(file, file.Lines.Count, textsOf(caller), isTrial: false, caller, token)];
                    file.ChangedAt = caller.Now;
                    if (file.Lines.Count >= file.Rows.Count)
                    {
                        file.State = ImportState.Finished;
                    }

                    return file;
                },
                cancellationToken);
            return result is Result<ImportFile>.Done({ State: ImportState.Running });
        }
        catch (DbUpdateConcurrencyException)
        {
            return false; // the lot was taken in by another host, and not a second time here
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>The files whose lines are being taken in, or were when their host ended.</summary>
    public async Task<IReadOnlyList<string>> RunningAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.KeptImports.Where(i => i.State == ImportState.Running && i.ExpiresAt > now).OrderBy(i => i.Id).Select(i => i.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>The file before its lines are tried; refused when it is empty, too long, or lacks a column that is needed.</summary>
    private static Result<ImportFile> ReadFile(ImportKind kind, string? fileName, byte[] content, Texts texts, Caller caller)
    {
        var (text, encoding) = ImportText.Read(content);
        if (text.Length > MaxLength)
        {
            return Refusals.FileTooLong.With(MaxLength / 1000);
        }

        var rows = Csv.Read(text);
        if (rows.Count < 2)
        {
            return Refusals.FileEmpty;
        }

        if (rows.Count - 1 > MaxRows)
        {
            return Refusals.FileHasTooManyLines.With(MaxRows, rows.Count - 1);
        }

        var columns = ImportColumns.Read(kind, rows[0]);
        var file = new ImportFile
        {
            Id = Guid.NewGuid().ToString("N"),
            Kind = kind,
            FileName = Path.GetFileName(Checks.Tidy(fileName) ?? ""),
            SalespersonId = caller.SalespersonId,
            BroughtAt = caller.Now,
            ChangedAt = caller.Now,
            Encoding = encoding,
            Culture = texts.Culture.Name,
            Columns = columns,
            Unread = [.. rows[0].Where((heading, at) => columns[at] is null && heading.Length > 0)],
            Rows = [.. rows.Skip(1)],
        };
        var needed = kind == ImportKind.Contacts ? "name" : "description";
        if (!file.Columns.Contains(needed))
        {
            return Refusals.ColumnMissing.With(needed, string.Join(", ", ImportColumns.Of(kind)));
        }

        return file;
    }

    private static ImportFile Read(string value) => JsonSerializer.Deserialize(value, ImportJson.Default.ImportFile)!;

    private static string Write(ImportFile file) => JsonSerializer.Serialize(file, ImportJson.Default.ImportFile);

    private Task<Result<ImportFile>> ChangeAsync(
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

    /// <summary>What would become of each line.</summary>
    private async Task<IReadOnlyList<ImportLine>> TryLinesAsync(
        ImportFile file, Texts texts, Caller caller, CancellationToken cancellationToken)
    {
        List<ImportLine> lines = [];
        while (lines.Count < file.Rows.Count)
        {
            // Refused on purpose: what was made in it is taken back.
            await db.InTransactionAsync<Result<int>>(
                async token =>
                {
                    lines.AddRange(await TakeAsync(file, lines.Count, texts, isTrial: true, caller, token));
                    return Refusals.NotFound;
                },
                cancellationToken);
            db.ChangeTracker.Clear();
        }

        return lines;
    }

    private async Task<IReadOnlyList<ImportLine>> TakeAsync(
        ImportFile file, int from, Texts texts, bool isTrial, Caller caller, CancellationToken cancellationToken)
    {
        List<ImportLine> lines = [];
        for (var row = from; row < Math.Min(from + Lot, file.Rows.Count); row++)
        {
            lines.Add(file.Kind == ImportKind.Contacts
                ? await ContactAsync(file, row, texts, isTrial, caller, cancellationToken)
                : await OpportunityAsync(file, row, texts, caller, cancellationToken));
        }

        return lines;
    }

    private async Task<ImportLine> ContactAsync(
        ImportFile file, int row, Texts texts, bool isTrial, Caller caller, CancellationToken cancellationToken)
    {
        var (name, mail, company) = (file.Cell(row, "name"), file.Cell(row, "email"), file.Cell(row, "company"));
        var likes = await contacts.FindSimilarAsync(name, mail, cancellationToken);
        if (likes.FirstOrDefault(l => l.Likeness != ContactLikeness.NearName) is { } same)
        {
            return new(row + 2, name ?? "", null, texts["Is there already: {0} ({1}).", same.Contact.Name, same.Contact.No], Skipped: true);
        }

        List<Refusal> wrong = [];
        var kind = ImportValues.Word(
            file.Cell(row, "type"), "type", wrong, (ContactType.Company, ["company", "société", "entreprise"]),
            (ContactType.Person, ["person", "personne"])) ?? (company is null ? ContactType.Company : ContactType.Person);
        var companyNo = await ContactNoAsync(company, cancellationToken);
        if (company is not null && companyNo is null)
        {
            // While lines are only tried, a company of an earlier line is not there yet.
            var comes = isTrial
                && Enumerable.Range(0, row).Any(r => SearchText.Fold(file.Cell(r, "name") ?? "") == SearchText.Fold(company));
            companyNo = comes ? null : company;
        }

        if (wrong.Count > 0)
        {
            return Line(row, name, wrong, texts);
        }

        var form = new ContactForm(
            kind, name, companyNo, mail, file.Cell(row, "phone"),
            await SalespersonCodeAsync(file.Cell(row, "salesperson"), cancellationToken));
        return await contacts.CreateAsync(form, caller, cancellationToken) switch
        {
            Result<Contact>.Done(var made) => new(row + 2, made.Name, made.No, null),
            Result<Contact>.Refused refused => Line(row, name, refused.Refusals, texts),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<ImportLine> OpportunityAsync(
        ImportFile file, int row, Texts texts, Caller caller, CancellationToken cancellationToken)
    {
        List<Refusal> wrong = [];
        var (description, contact) = (file.Cell(row, "description"), file.Cell(row, "contact"));
        var culture = file.Culture is null ? texts.Culture : CultureInfo.GetCultureInfo(file.Culture);
        var value = ImportValues.Number(file.Cell(row, "value"), culture, "value", wrong);
        var chances = ImportValues.Number(file.Cell(row, "chances")?.TrimEnd('%').TrimEnd(), culture, "chances", wrong);
        var created = ImportValues.Date(file.Cell(row, "created"), culture, "created", wrong);
        var close = ImportValues.Date(file.Cell(row, "close"), culture, "close", wrong);
        var priority = ImportValues.Word(
            file.Cell(row, "priority"), "priority", wrong, (Priority.Low, ["low", "basse", "faible"]),
            (Priority.Normal, ["normal", "normale", "medium", "moyenne"]), (Priority.High, ["high", "haute", "élevée"])) ?? Priority.Normal;
        var start = ImportValues.Word(
            file.Cell(row, "start"), "start", wrong, (true, ["yes", "oui", "true", "vrai", "1", "y", "o", "x"]),
            (false, ["no", "non", "false", "faux", "0", "n"])) ?? true;
        if (wrong.Count > 0)
        {
            return Line(row, description, wrong, texts);
        }

        var contactNo = await ContactNoAsync(contact, cancellationToken);
        var request = new CreateOpportunity(
            description,
            contactNo,
            contactNo is null ? contact : null,
            await SalespersonCodeAsync(file.Cell(row, "salesperson"), cancellationToken),
            file.Cell(row, "cycle"),
            created,
            priority,
            StartNow: value > 0 && start,
            EstimatedValue: value,
            ChancesOfSuccess: chances,
            EstimatedCloseDate: close,
            Source: file.Cell(row, "source"));
        return await opportunities.CreateAsync(request, caller, cancellationToken) switch
        {
            Result<Opportunity>.Done(var made) => new(row + 2, made.Description, made.No, null)
            {
                Value = made.InitialValue,
                CloseDate = made.Current?.EstimatedCloseDate ?? made.InitialCloseDate,
            },
            Result<Opportunity>.Refused refused => Line(row, description, refused.Refusals, texts),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>A contact by its number or its exact name.</summary>
    private async Task<string?> ContactNoAsync(string? text, CancellationToken cancellationToken)
    {
        var (no, name) = (Checks.NormalCode(text), SearchText.Fold(text ?? ""));
        return no.Length == 0 || name.Length > 2 * Contact.MaxNameLength
            ? null
            : await db.Contacts.Where(c => c.No == no).Select(c => c.No).FirstOrDefaultAsync(cancellationToken)
                ?? await db.Contacts.Where(c => c.Search == name).OrderBy(c => c.Id).Select(c => c.No)
                    .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>A salesperson by code, by mail, or by a name that is nobody else's; anything else is left for the act to refuse.</summary>
    private async Task<string?> SalespersonCodeAsync(string? text, CancellationToken cancellationToken)
    {
        if (text is null)
        {
            return null;
        }

        var (code, mail) = (Checks.NormalCode(text), text.ToLowerInvariant());
        if (await db.Salespeople.Where(p => p.Code == code || p.Email == mail).OrderByDescending(p => p.Code == code).Select(p => p.Code)
            .FirstOrDefaultAsync(cancellationToken) is { } known)
        {
            return known;
        }

        _people ??= (await db.Salespeople.OrderBy(p => p.Id).Select(p => new { p.Code, p.Name }).Take(Choices.Most)
            .ToListAsync(cancellationToken)).ToLookup(p => SearchText.Fold(p.Name), p => p.Code);
        return _people[SearchText.Fold(text)].ToList() is [var only] ? only : text;
    }

    private static ImportLine Line(int row, string? name, IReadOnlyList<Refusal> refusals, Texts texts) =>
        new(row + 2, name ?? "", null, string.Join(' ', refusals.Select(r => r.Say(texts))));
}
