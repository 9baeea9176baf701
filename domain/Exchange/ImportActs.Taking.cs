using System.Globalization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Exchange;

/// <content>Taking in and taking back, some lines at a time.</content>
public sealed partial class ImportActs
{
    /// <summary>Lines of one transaction.</summary>
    private const int AtOnce = 20;

    /// <summary>Lets a file be taken in; the lines follow by <see cref="GoOnAsync"/>. Refused while questions are open.</summary>
    public Task<Result<ImportFile>> BeginAsync(string? id, Caller caller, CancellationToken cancellationToken) =>
        WithFileAsync(
            id,
            async (file, token) =>
            {
                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Refusals.Forbidden;
                }

                if (file.State is ImportState.TakingIn or ImportState.TakenIn)
                {
                    return file; // pressed twice
                }

                if (file.State == ImportState.Asking)
                {
                    return Refusals.ImportAsks;
                }

                if (file.State != ImportState.Ready)
                {
                    return NotNow(file);
                }

                file.LastContactId = await db.Contacts.MaxAsync(c => (long?)c.Id, token) ?? 0;
                (file.State, file.Done, file.ChangedAt) = (ImportState.TakingIn, 0, caller.Now);
                return file;
            },
            cancellationToken);

    /// <summary>
    /// Takes in, or back, the next lines, in the name of who brought the file; false when nothing is left to do, or another host does it.
    /// </summary>
    public async Task<bool> GoOnAsync(string id, Func<Caller, Texts> textsOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(textsOf);
        using var alone = OpportunitiesContext.LongWork();
        try
        {
            var result = await WithFileAsync(
                id,
                async (file, token) =>
                {
                    if (file.State is not (ImportState.TakingIn or ImportState.TakingBack) || await CallerOfAsync(file,
                        token) is not { } caller)
                    {
                        return Refusals.NotFound;
                    }

                    await NextAsync(file, textsOf(caller), caller, token);
                    file.ChangedAt = caller.Now;
                    return file;
                },
                cancellationToken);
            return result is Result<ImportFile>.Done({ State: ImportState.TakingIn or ImportState.TakingBack });
        }
        catch (DbUpdateConcurrencyException)
        {
            return false; // the lines were taken in by another host, and not a second time here
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>The files that are being taken in or back, or were when their host ended.</summary>
    public async Task<IReadOnlyList<string>> RunningAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.KeptImports
            .Where(i => (i.State == ImportState.TakingIn || i.State == ImportState.TakingBack) && i.ExpiresAt > now).OrderBy(i => i.Id)
            .Select(i => i.Id).ToListAsync(cancellationToken);
    }

    private async Task<Caller?> CallerOfAsync(ImportFile file, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (file.SalespersonId == 0)
        {
            return new Caller(
                0, file.CallerName, Role.Admin, null, TimeZoneInfo.Utc, file.Language, ActSource.Api, now,
                DateOnly.FromDateTime(now.UtcDateTime));
        }

        var person = await db.Salespeople.AsNoTracking()
            .SingleOrDefaultAsync(p => p.Id == file.SalespersonId && !p.Blocked, cancellationToken);
        return person is null ? null : Caller.For(person, ActSource.Portal, now);
    }

    private async Task NextAsync(ImportFile file, Texts texts, Caller caller, CancellationToken cancellationToken)
    {
        var isBack = file.State == ImportState.TakingBack;
        var open = db.ImportLots.Where(l => l.ImportId == file.Id && l.Done < ImportLot.Rows);

        // Back from the end: a contact goes after the opportunities that name it.
        var lot = await (isBack ? open.OrderByDescending(l => l.Number) : open.OrderBy(l =>
            l.Number)).FirstOrDefaultAsync(cancellationToken);
        if (lot is null)
        {
            file.State = isBack ? ImportState.TakenBack : ImportState.TakenIn;
            return;
        }

        var rows = RowsOf(lot);
        for (var n = 0; n < AtOnce && lot.Done < rows.Count; n++, lot.Done++, file.Done++)
        {
            var row = rows[isBack ? rows.Count - 1 - lot.Done : lot.Done];
            if (isBack)
            {
                await TakeBackAsync(file, row, texts, caller, cancellationToken);
            }
            else if (row.State == ImportRowState.New || (row.State == ImportRowState.Exists && file.Options.Existing ==
                ImportExisting.Update))
            {
                await TakeInAsync(file, row, texts, caller, cancellationToken);
            }
        }

        // A lot with fewer rows than others is done likewise.
        var isLast = lot.Done >= rows.Count;
        lot.Done = isLast ? ImportLot.Rows : lot.Done;
        Put(lot, rows);
        if (isLast && !await open.AnyAsync(l => l.Number != lot.Number, cancellationToken))
        {
            file.State = isBack ? ImportState.TakenBack : ImportState.TakenIn;
        }
    }

    private async Task TakeInAsync(ImportFile file, ImportRow row, Texts texts, Caller caller, CancellationToken cancellationToken)
    {
        var was = row.State;
        var refusals = file.Kind switch
        {
            ImportKind.Contacts => await ContactAsync(file, row, caller, cancellationToken),
            ImportKind.Salespeople => await SalespersonAsync(row, caller, cancellationToken),
            _ => await OpportunityAsync(file, row, caller, cancellationToken),
        };
        if (refusals.Count == 0)
        {
            file.Made += row.Made.Any(m => !m.IsUpdate) ? 1 : 0;
            return;
        }

        row.Reasons.AddRange(refusals.Select(r => new ImportReason(r.Field, r.Code, r.Say(texts))));
        row.State = ImportRowState.Refused;
        var counts = file.Counts;
        file.Counts = (was == ImportRowState.New ? counts with { New = counts.New - 1 } : counts with { Exists = counts.Exists - 1 })
            with
        { Refused = counts.Refused + 1 };
    }

    private async Task<IReadOnlyList<Refusal>> OpportunityAsync(
        ImportFile file, ImportRow row, Caller caller, CancellationToken cancellationToken)
    {
        string? Text(string field) => Checks.Tidy(row.Values.GetValueOrDefault(field));
        var (value, chances) = (NumberOf(row, ImportFields.EstimatedValue), NumberOf(row, ImportFields.ChancesOfSuccess));
        var (created, close) = (DayOf(row, ImportFields.CreationDate), DayOf(row, ImportFields.EstimatedCloseDate));
        Priority? priority = Enum.TryParse<Priority>(Text(ImportFields.Priority), ignoreCase: true, out var said) ? said : null;
        if (row is { State: ImportRowState.Exists, No: { } present })
        {
            return await UpdateAsync(row, present, value, chances, close, priority, caller, cancellationToken);
        }

        if (row.State == ImportRowState.Exists)
        {
            return []; // it stands in the file a second time
        }

        var status = Text(ImportFields.Status);
        int? stage = int.TryParse(Text(ImportFields.Stage), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : null;
        var isOpen = status is null or "inProgress";
        var contactNo = Text(ImportFields.ContactNo);
        if (contactNo is null && await NewContactAsync(file, row, caller, cancellationToken) is var (made, refused))
        {
            if (refused.Count > 0)
            {
                return refused;
            }

            contactNo = made;
        }

        var request = new CreateOpportunity(
            Text(ImportFields.Description), contactNo, null, Text(ImportFields.SalespersonCode), Text(ImportFields.SalesCycleCode), created,
            priority ?? Priority.Normal, StartNow: isOpen && stage is null && value > 0 && Text(ImportFields.StartNow) != "false",
            EstimatedValue: value, ChancesOfSuccess: chances > 0 ? chances : null, EstimatedCloseDate: close,
            Source: Text(ImportFields.Source));
        var state = new ImportedState(
            Text(ImportFields.ExternalId), isOpen ? stage : null, DayOf(row, ImportFields.StageDate),
            status == "won" ? Outcome.Won : status == "lost" ? Outcome.Lost : null, Text(ImportFields.ReasonCode),
            DayOf(row, ImportFields.ClosingDate), Text(ImportFields.NextStep), DayOf(row, ImportFields.NextStepDate),
            Text(ImportFields.Note), NumberOf(row, ImportFields.WonAmount));
        switch (await opportunities.ImportAsync(request, state, caller, cancellationToken))
        {
            case Result<Opportunity>.Done(var opportunity):
                row.No = opportunity.No;
                row.Made.Add(new(AuditSubjects.Opportunity, opportunity.No, opportunity.Version));
                return [];
            case Result<Opportunity>.Refused notMade:
                return notMade.Refusals;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<IReadOnlyList<Refusal>> UpdateAsync(
        ImportRow row, string no, decimal? value, decimal? chances, DateOnly? close, Priority? priority, Caller caller,
        CancellationToken cancellationToken)
    {
        var source = Checks.Tidy(row.Values.GetValueOrDefault(ImportFields.Source));
        var status = await db.Opportunities.Where(o => o.No == no).Select(o => o.Status).SingleOrDefaultAsync(cancellationToken);
        var isOpen = status == OpportunityStatus.InProgress;
        var edit = new EditOpportunity(
            new ChangeOpportunity(
                Checks.Tidy(row.Values.GetValueOrDefault(ImportFields.Description)), priority,
                Source: source is null ? null : new Change<string?>(source)),
            isOpen && value > 0 ? value : null, isOpen && chances > 0 ? chances : null, isOpen ? close : null,
            "Import");
        switch (await opportunities.EditAsync(no, edit, null, caller, cancellationToken))
        {
            case Result<Acted>.Done(var acted):
                row.Made.Add(new(AuditSubjects.Opportunity, no, acted.Opportunity.Version, IsUpdate: true));
                return [];
            case Result<Acted>.Refused refused:
                return refused.Refusals;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>
    /// The contact that a line names and that was not there when the file was looked through: one that came with an earlier line, or was
    /// made by somebody meanwhile, or else a new company.
    /// </summary>
    private async Task<(string? No, IReadOnlyList<Refusal> Refused)> NewContactAsync(
        ImportFile file, ImportRow row, Caller caller, CancellationToken cancellationToken)
    {
        var name = row.Values.GetValueOrDefault(ImportFields.ContactName) ?? row.Values.GetValueOrDefault(ImportFields.CompanyName) ?? "";
        var search = SearchText.Fold(name);
        var known = await db.Contacts.Where(c => c.Search == search && c.Id > file.LastContactId).OrderBy(c => c.Id).Select(c => c.No)
            .FirstOrDefaultAsync(cancellationToken);
        if (known is not null)
        {
            return (known, []);
        }

        var form = new ContactForm(ContactType.Company, name, SalespersonCode: row.Values.GetValueOrDefault(ImportFields.SalespersonCode));
        switch (await contacts.CreateAsync(form, caller, cancellationToken))
        {
            case Result<Contact>.Done(var contact):
                row.Made.Add(new(AuditSubjects.Contact, contact.No, contact.Version));
                return (contact.No, []);
            case Result<Contact>.Refused refused:
                return (null, [.. refused.Refusals.Select(r => r with { Field = ImportFields.ContactName })]);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<IReadOnlyList<Refusal>> ContactAsync(
        ImportFile file, ImportRow row, Caller caller, CancellationToken cancellationToken)
    {
        string? Text(string field) => Checks.Tidy(row.Values.GetValueOrDefault(field));
        var isPerson = Text(ImportFields.Type) == "person";
        var companyNo = Text("companyNo");
        if (companyNo is null && isPerson && Text(ImportFields.CompanyName) is not null
            && await NewContactAsync(file, row, caller, cancellationToken) is var (made, refused))
        {
            if (refused.Count > 0)
            {
                return refused;
            }

            companyNo = made;
        }

        var form = new ContactForm(
            isPerson ? ContactType.Person : ContactType.Company, Text(ImportFields.Name), companyNo, Text(ImportFields.Email),
            Text(ImportFields.Phone), Text(ImportFields.SalespersonCode));
        var result = row is { State: ImportRowState.Exists, No: { } present }
            ? await contacts.ChangeAsync(present, form, null, caller, cancellationToken)
            : row.State == ImportRowState.Exists ? null : await contacts.CreateAsync(form, caller, cancellationToken);
        switch (result)
        {
            case null:
                return [];
            case Result<Contact>.Done(var contact):
                if (Text(ImportFields.ExternalId) is { Length: <= Contact.MaxExternalIdLength } elsewhere && contact.ExternalId !=
                    elsewhere)
                {
                    contact.KnownElsewhereAs(elsewhere);
                    await db.SaveChangesAsync(cancellationToken);
                }

                row.Made.Add(new(AuditSubjects.Contact, contact.No, contact.Version, IsUpdate: row.State == ImportRowState.Exists));
                row.No = contact.No;
                return [];
            case Result<Contact>.Refused notMade:
                return notMade.Refusals;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<IReadOnlyList<Refusal>> SalespersonAsync(ImportRow row, Caller caller, CancellationToken cancellationToken)
    {
        string? Text(string field) => Checks.Tidy(row.Values.GetValueOrDefault(field));
        if (row.State == ImportRowState.Exists)
        {
            return []; // role and language of a colleague are changed one by one
        }

        var role = Enum.TryParse<Role>(Text(ImportFields.Role), ignoreCase: true, out var said) ? said : Role.Salesperson;
        var form = new PersonForm(
            Text(ImportFields.Name), Text(ImportFields.Email), null, role, Text(ImportFields.TeamCode), Text(ImportFields.Language) ?? "en",
            Text(ImportFields.TimeZone) ?? "Etc/UTC", Blocked: false);
        switch (await people.SaveAsync(Text(ImportFields.Code), form, isNew: true, null, caller, cancellationToken))
        {
            case Result<Salesperson>.Done(var person):
                row.No = person.Code;
                row.Made.Add(new(AuditSubjects.Salesperson, person.Code, person.Version));
                return [];
            case Result<Salesperson>.Refused refused:
                return refused.Refusals;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static decimal? NumberOf(ImportRow row, string field) =>
        decimal.TryParse(row.Values.GetValueOrDefault(field), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    private static DateOnly? DayOf(ImportRow row, string field) =>
        DateOnly.TryParseExact(row.Values.GetValueOrDefault(field), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day : null;
}
