using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.People;

/// <summary>Finding and keeping contacts. Everybody signed in sees, makes and changes them; only admins delete.</summary>
public sealed partial class ContactActs(OpportunitiesContext db, AccessPolicy access)
{
    /// <summary>Longest page of the list.</summary>
    public const int MaxPage = 100;

    private const int MostHints = 5;
    private const int MostMeant = 20;
    private const int MostCompared = 500;

    /// <summary>So many first letters two names that are alike have in common: what an index finds.</summary>
    internal const int StartAlike = 3;

    /// <summary>One page in order of the names; <paramref name="after"/> is the cursor of the page before.</summary>
    public async Task<ContactPage> ListAsync(ContactFilter filter, int limit, ContactCursor? after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var take = Math.Clamp(limit, 1, MaxPage);
        var query = db.Contacts.AsNoTracking();
        if (Checks.Tidy(filter.Text) is { } text)
        {
            var (wanted, no, mail) = (SearchText.Fold(text), Checks.NormalCode(text), text.ToLowerInvariant());
            query = query.Where(
                c => c.Search.Contains(wanted) || c.Company!.Search.Contains(wanted) || c.No == no || c.Email!.Contains(mail));
        }

        if (filter.Type is { } type)
        {
            query = query.Where(c => c.Type == type);
        }

        if (filter.CompanyNo is { } company)
        {
            var no = Checks.NormalCode(company);
            query = query.Where(c => c.Company!.No == no);
        }

        if (filter.SalespersonCode is { } salesperson)
        {
            var code = Checks.NormalCode(salesperson);
            query = query.Where(c => c.Salesperson!.Code == code);
        }

        if (filter.Blocked is { } blocked)
        {
            query = query.Where(c => c.Blocked == blocked);
        }

        if (after is var (search, id))
        {
            // The first condition is the one an index can start from.
            query = query.Where(c => c.Search.CompareTo(search) >= 0 && (c.Search.CompareTo(search) > 0 || c.Id > id));
        }

        var rows = await Rows(query.OrderBy(c => c.Search).ThenBy(c => c.Id)).Take(take + 1).ToListAsync(cancellationToken);
        return rows.Count <= take ? new(rows, null) : new(rows[..take], rows[take - 1].Cursor);
    }

    /// <summary>One contact with company and salesperson, not tracked; null when there is none.</summary>
    public Task<Contact?> FindAsync(string no, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(no);
        return db.Contacts.AsNoTracking().Include(c => c.Company).Include(c => c.Salesperson)
            .SingleOrDefaultAsync(c => c.No == key, cancellationToken);
    }

    /// <summary>
    /// The contact somebody means who typed a number or part of a name: its number, or those among which to choose. What nothing
    /// matches comes back as it was typed, for the act to refuse.
    /// </summary>
    /// <param name="typed">A number or part of a name.</param>
    /// <param name="chosen">Number of the one chosen among those that matched before; of no matter once something else is typed.</param>
    /// <param name="type">Only of this kind.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(string? No, IReadOnlyList<ContactRow> Several)> MeantAsync(
        string? typed, string? chosen, ContactType? type, CancellationToken cancellationToken)
    {
        if (Checks.Tidy(typed) is not { } text || text.Length > 2 * Contact.MaxNameLength
            || await FindAsync(text, cancellationToken) is not null)
        {
            return (typed, []);
        }

        // Asked by itself: among many that hold the name, the one of exactly this name may stand far down the list.
        var name = SearchText.Fold(text);
        var called = await Rows(db.Contacts.AsNoTracking().Where(c => c.Search == name && !c.Blocked && (type == null || c.Type == type))
            .OrderBy(c => c.Id).Take(MostMeant)).ToListAsync(cancellationToken);
        var matching = (await ListAsync(new ContactFilter(text, type, Blocked: false), MostMeant, null, cancellationToken)).Rows;
        var offered = called.Concat(matching).DistinctBy(c => c.No).Take(MostMeant).ToList();
        var key = Checks.NormalCode(chosen);
        var meant = offered.Find(c => c.No == key) ?? (called.Count == 1 ? called[0] : offered.Count == 1 ? offered[0] : null);
        return meant is not null ? (meant.No, []) : (typed, offered);
    }

    /// <summary>What names a contact, of what the caller may see.</summary>
    public async Task<ContactUses> UsesAsync(string no, Caller caller, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(no);
        var id = await db.Contacts.Where(c => c.No == key).Select(c => c.Id).SingleOrDefaultAsync(cancellationToken);
        return await UsesAsync(id, db.Opportunities.Where(access.MaySee(caller)), cancellationToken);
    }

    /// <summary>
    /// Contacts that may be the one somebody is about to make: of the same mail, of the same name, or of a name a slip of the
    /// keyboard away that begins alike. At most five, the likeliest first, blocked ones too.
    /// </summary>
    /// <param name="name">The name, as it was typed.</param>
    /// <param name="email">The mail address.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="exceptNo">Number of the one that is compared with the others; null for one that is not there yet.</param>
    public async Task<IReadOnlyList<SimilarContact>> FindSimilarAsync(
        string? name, string? email, CancellationToken cancellationToken, string? exceptNo = null)
    {
        var (wanted, mail) = (SearchText.Fold(name ?? ""), Checks.Tidy(email)?.ToLowerInvariant());
        if (wanted.Length > 2 * Contact.MaxNameLength)
        {
            wanted = "";
        }

        var slips = SlipsIn(wanted);
        var (start, shortest, longest) = (wanted[..Math.Min(StartAlike, wanted.Length)], wanted.Length - slips, wanted.Length + slips);

        // Two questions, because no index answers "one or the other".
        var sameMail = mail is null ? [] : await Rows(db.Contacts.AsNoTracking()
                .Where(c => c.Email == mail).OrderBy(c => c.Id).Take(MostCompared))
            .ToListAsync(cancellationToken);
        var sameName = wanted.Length == 0 ? [] : await Rows(db.Contacts.AsNoTracking()
                .Where(c => c.Search == wanted).OrderBy(c => c.Id).Take(MostCompared))
            .ToListAsync(cancellationToken);
        var near = slips == 0 ? [] : await Rows(db.Contacts.AsNoTracking()
                .Where(c => c.Search.StartsWith(start) && c.Search.Length >= shortest && c.Search.Length <= longest && c.Search != wanted)
                .OrderBy(c => c.Id).Take(MostCompared))
            .ToListAsync(cancellationToken);
        return [.. sameMail.Select(c => (Contact: c, Likeness: ContactLikeness.SameEmail, Slips: 0))
            .Concat(sameName.Select(c => (Contact: c, Likeness: ContactLikeness.SameName, Slips: 0)))
            .Concat(
                near.Select(c => (Contact: c, Likeness: ContactLikeness.NearName, Slips: EditDistance.Between(wanted, c.Search, slips))))
            .Where(c => c.Slips <= slips && c.Contact.No != exceptNo)
            .OrderBy(c => c.Likeness).ThenBy(c => c.Slips).ThenBy(c => c.Contact.Id)
            .DistinctBy(c => c.Contact.Id).Take(MostHints)
            .Select(c => new SimilarContact(c.Contact, c.Likeness))];
    }

    /// <summary>How many slips of the keyboard a folded name may have and still be alike: none in the shortest ones.</summary>
    internal static int SlipsIn(string folded) => folded.Length switch { < 4 => 0, < 8 => 1, < 16 => 2, _ => 3 };

    /// <summary>Makes a contact with the next number.</summary>
    public Task<Result<Contact>> CreateAsync(ContactForm form, Caller caller, CancellationToken cancellationToken) =>
        CreateAsync(no: null, form, caller, cancellationToken);

    /// <summary>Makes a contact with this number, which no other has; blank, with the next one.</summary>
    public Task<Result<Contact>> CreateAsync(string? no, ContactForm form, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        return db.InTransactionAsync<Result<Contact>>(
            async token =>
            {
                if (!AccessPolicy.MayKeepContacts(caller))
                {
                    return Refusals.Forbidden;
                }

                var key = Checks.NormalCode(no);
                if (key.Length > 0 && (Checks.Code(key, Contact.MaxNoLength, "no") ?? await NoTakenAsync(key, token)) is { } wrong)
                {
                    return wrong;
                }

                key = key.Length > 0 ? key : await NumberSeries.NextContactAsync(db, token);
                var result = await DetailsAsync(form, null, token) switch
                {
                    Result<ContactDetails>.Done(var details) => Contact.Create(key, details),
                    Result<ContactDetails>.Refused unknown => unknown.Refusals.ToList(),
                    _ => throw new System.Diagnostics.UnreachableException(),
                };
                if (result is not Result<Contact>.Done(var contact))
                {
                    return result;
                }

                db.Contacts.Add(contact);
                var line = AuditEntry.Of(caller, AuditSubjects.Contact, key, AuditSentences.Created, contact.Name);
                return await db.SaveActAsync(line, caller, again => NoTakenAsync(key, again), token) is { } refusal ? refusal : contact;
            },
            cancellationToken);
    }

    /// <summary>
    /// Replaces all that can be said of a contact. A person may go to another company; a contact that others name stays a
    /// company or a person as it is.
    /// </summary>
    public Task<Result<Contact>> ChangeAsync(string no, ContactForm form, long? version, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        return ActAsync(
            no,
            version,
            AccessPolicy.MayKeepContacts,
            caller,
            async (contact, token) =>
            {
                // Without numbers: whoever changes a contact may not see all that names it.
                if (form.Type != contact.Type && await UsesAsync(contact.Id, db.Opportunities, token) != ContactUses.None)
                {
                    return Refusals.ContactTypeFixed.With();
                }

                return await DetailsAsync(form, contact, token) switch
                {
                    Result<ContactDetails>.Done(var details) => contact.Change(details),
                    Result<ContactDetails>.Refused unknown => unknown.Refusals.ToList(),
                    _ => throw new System.Diagnostics.UnreachableException(),
                };
            },
            contact => contact.Blocked ? AuditSentences.ChangedAndBlocked : AuditSentences.Changed,
            cancellationToken);
    }

    /// <summary>Blocks a contact for new opportunities, or lets it be chosen again.</summary>
    public Task<Result<Contact>> BlockAsync(string no, bool blocked, long? version, Caller caller, CancellationToken cancellationToken) =>
        ActAsync(
            no,
            version,
            AccessPolicy.MayKeepContacts,
            caller,
            (contact, _) =>
            {
                contact.Block(blocked);
                return Task.FromResult<Result<Contact>>(contact);
            },
            _ => blocked ? AuditSentences.Blocked : AuditSentences.Unblocked,
            cancellationToken);

    /// <summary>Deletes a contact that no opportunity, open or closed, and no person names.</summary>
    public Task<Result<Contact>> DeleteAsync(string no, long? version, Caller caller, CancellationToken cancellationToken) =>
        ActAsync(
            no,
            version,
            AccessPolicy.MaySetUp,
            caller,
            async (contact, token) =>
            {
                if (await WhyNotDeleteAsync(contact, token) is { } used)
                {
                    return used;
                }

                db.Contacts.Remove(contact);
                return contact;
            },
            _ => AuditSentences.Deleted,
            cancellationToken,
            WhyNotDeleteAsync);

    private static IQueryable<ContactRow> Rows(IQueryable<Contact> contacts) => contacts.Select(c => new ContactRow(
        c.Id, c.No, c.Type, c.Name, c.Search, c.Company!.No, c.Company.Name, c.Email, c.Phone, c.Salesperson!.Code, c.Salesperson.Name,
        c.Blocked));

    private async Task<Refusal?> NoTakenAsync(string no, CancellationToken cancellationToken) =>
        await db.Contacts.AnyAsync(c => c.No == no, cancellationToken) ? Refusals.CodeExists.For("no", no) : null;

    private async Task<ContactUses> UsesAsync(long id, IQueryable<Opportunity> among, CancellationToken cancellationToken)
    {
        var naming = db.Opportunities.Where(o => o.ContactId == id).Select(o => o.Id)
            .Union(db.Entries.Where(e => e.ContactId == id).Select(e => e.OpportunityId));
        return new(
            await among.CountAsync(o => naming.Contains(o.Id), cancellationToken),
            await db.Contacts.CountAsync(c => c.CompanyId == id, cancellationToken));
    }

    private async Task<Refusal?> WhyNotDeleteAsync(Contact contact, CancellationToken cancellationToken)
    {
        var uses = await UsesAsync(contact.Id, db.Opportunities, cancellationToken);
        return uses == ContactUses.None ? null : Refusals.ContactInUse.With(uses.Opportunities, uses.Persons);
    }

    private async Task<Result<ContactDetails>> DetailsAsync(ContactForm form, Contact? present, CancellationToken cancellationToken)
    {
        var (companyNo, code) = (Checks.NormalCode(form.CompanyNo), Checks.NormalCode(form.SalespersonCode));
        var company = await db.Contacts.SingleOrDefaultAsync(c => c.No == companyNo, cancellationToken);
        var salesperson = await db.Salespeople.SingleOrDefaultAsync(p => p.Code == code, cancellationToken);
        var refusals = Checks.All(
            companyNo.Length > 0 && company is null ? Refusals.CompanyUnknown : null,
            code.Length > 0 && salesperson is null ? Refusals.SalespersonUnknown : null,
            salesperson is { Blocked: true } && salesperson.Id != present?.SalespersonId
                ? Refusals.SalespersonBlocked.With(salesperson.Name)
                : null);
        return refusals.Count > 0
            ? refusals
            : new ContactDetails(form.Type, form.Name, company, form.Email, form.Phone, salesperson?.Id, form.Blocked);
    }

    private Task<Result<Contact>> ActAsync(
        string no,
        long? version,
        Func<Caller, bool> may,
        Caller caller,
        Func<Contact, CancellationToken, Task<Result<Contact>>> act,
        Func<Contact, string> sentence,
        CancellationToken cancellationToken,
        Func<Contact, CancellationToken, Task<Refusal?>>? inTheWay = null) =>
        new RecordAct<Contact, Contact>(AuditSubjects.Contact, no, caller)
        {
            May = may,
            Find = (key, token) => db.Contacts.Include(c => c.Company).SingleOrDefaultAsync(c => c.No == key, token),
            Version = version,
            Do = (found, token) => act(found!, token),
            Line = (_, contact) => (sentence(contact), [contact.Name]),
            InTheWay = inTheWay,
        }.RunAsync(db, cancellationToken);
}

/// <summary>All that can be said of a contact but its number; records by number or code.</summary>
public sealed record ContactForm(
    ContactType Type, string? Name, string? CompanyNo = null, string? Email = null, string? Phone = null, string? SalespersonCode = null,
    bool Blocked = false);

/// <summary>Which contacts a list shows; blank parts do not filter.</summary>
/// <param name="Text">Part of the name, of the company's name or of the mail address, in any case; or the number.</param>
/// <param name="Type">Only companies, or only persons.</param>
/// <param name="CompanyNo">Persons of this company.</param>
/// <param name="SalespersonCode">Looked after by this salesperson.</param>
/// <param name="Blocked">Only blocked ones, or only the others.</param>
public sealed record ContactFilter(
    string? Text = null, ContactType? Type = null, string? CompanyNo = null, string? SalespersonCode = null, bool? Blocked = null);

/// <summary>One line of the list.</summary>
public sealed record ContactRow(
    long Id, string No, ContactType Type, string Name, string Search, string? CompanyNo, string? Company, string? Email, string? Phone,
    string? SalespersonCode, string? Salesperson, bool Blocked)
{
    /// <summary>Where a page that ends with this line goes on.</summary>
    internal ContactCursor Cursor => new(Search, Id);
}

/// <summary>One page of the list and the cursor of the next one, null at the end.</summary>
public sealed record ContactPage(IReadOnlyList<ContactRow> Rows, ContactCursor? Next);

/// <summary>How many records name a contact, closed opportunities too.</summary>
/// <param name="Opportunities">Opportunities that name it or once did.</param>
/// <param name="Persons">Persons who belong to the company.</param>
public sealed record ContactUses(int Opportunities, int Persons)
{
    public static readonly ContactUses None = new(0, 0);
}

/// <summary>Why a contact may be the one that is meant.</summary>
public enum ContactLikeness
{
    /// <summary>The same mail address, in any case.</summary>
    SameEmail = 0,

    /// <summary>The same name but for case and accents.</summary>
    SameName = 1,

    /// <summary>A name a few slips of the keyboard away.</summary>
    NearName = 2,
}

/// <summary>A contact that may be the one that is meant.</summary>
public sealed record SimilarContact(ContactRow Contact, ContactLikeness Likeness);
