using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Opportunities;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.People;

/// <content>Two contacts that are one.</content>
public sealed partial class ContactActs
{
    /// <summary>Of so many records it is kept where they came from; a merge of more cannot be taken back.</summary>
    internal const int MostTakenBack = 20_000;

    /// <summary>What a merge would move, of what the caller may see; refuses what <see cref="MergeAsync"/> refuses.</summary>
    /// <param name="into">The contact that stays.</param>
    /// <param name="no">The one that goes.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Result<ContactMerge>> PreviewMergeAsync(string into, string? no, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!AccessPolicy.MayKeepContacts(caller))
        {
            return Refusals.Forbidden;
        }

        if (await FindAsync(into, cancellationToken) is not { } stays || await FindAsync(no ?? "", cancellationToken) is not { } goes)
        {
            return Refusals.NotFound;
        }

        if (WhyNotMerge(stays, goes) is { } refusal)
        {
            return refusal;
        }

        var id = goes.Id;
        var theirs = db.Opportunities.Where(access.MaySee(caller)).Where(o => o.ContactId == id);
        var numbers = theirs.Select(o => o.No);
        string[] notes = [AuditSentences.NoteAdded, .. MessageNote.Sentences];
        return new ContactMerge(
            stays,
            goes,
            await theirs.CountAsync(cancellationToken),
            await theirs.SelectMany(o => o.Tasks).CountAsync(t => !t.Closed, cancellationToken),
            await db.AuditEntries.CountAsync(
                a => a.Subject == AuditSubjects.Opportunity && numbers.Contains(a.SubjectKey) && notes.Contains(a.Sentence),
                cancellationToken),
            await db.Contacts.CountAsync(c => c.CompanyId == id, cancellationToken));
    }

    /// <summary>
    /// Points all that names one contact at another one, which is the same, and removes it. Everybody who keeps contacts may, whoever
    /// holds the opportunities; each of those says so in its history. A fixed number of statements, however many there are.
    /// </summary>
    /// <param name="no">The contact that stays.</param>
    /// <param name="with">The one that goes.</param>
    /// <param name="take">What the one that stays takes over from the other; what it has none of, it takes in any case.</param>
    /// <param name="versions">The versions of both that the caller looked at; null accepts any.</param>
    /// <param name="caller">Who says that they are one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Result<MergedContacts>> MergeAsync(
        string no, string? with, IReadOnlyCollection<ContactPart> take, (long? Stays, long? Goes) versions, Caller caller,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(take);
        ArgumentNullException.ThrowIfNull(caller);
        Contact? stays = null;
        var other = Checks.NormalCode(with);
        return await new RecordAct<Contact, MergedContacts>(AuditSubjects.Contact, no, caller)
        {
            May = AccessPolicy.MayKeepContacts,
            Find = ContactAsync,
            Version = versions.Stays,
            Do = async (found, token) =>
            {
                stays = found!;
                var goes = await ContactAsync(other, token);
                if (await db.WhyNotThisAsync(AuditSubjects.Contact, other, goes, isNew: false, versions.Goes, caller, token) is { } wrong)
                {
                    return wrong;
                }

                if (WhyNotMerge(stays, goes!) is { } refusal)
                {
                    return refusal;
                }

                var (kept, gone) = (KeptContact.Of(stays), KeptContact.Of(goes!));
                var details = Merged(stays, goes!, take);
                var changed = stays.Change(details);
                if (changed is Result<Contact>.Refused refused)
                {
                    return refused.Refusals.ToList();
                }

                stays.KnownElsewhereAs(stays.ExternalId ?? goes!.ExternalId);
                var moved = await PointAsync(goes!, stays, null, caller, token);
                db.AuditEntries.Add(
                    AuditEntry.Of(caller, AuditSubjects.Contact, goes!.No, AuditSentences.MergedInto, stays.Name, stays.No));
                db.Contacts.Remove(goes);
                return new MergedContacts(stays.No, 0, kept, goes.No, gone, moved.Count > MostTakenBack ? null : moved);
            },
            Line = (_, merged) => (AuditSentences.TookOver, [merged.Gone.Name, merged.GoneNo]),
            InTheWay = async (merged, token) => await ContactAsync(merged.GoneNo, token) is { } still
                ? await WhyNotDeleteAsync(still, token) : Refusals.NotFound,
        }.RunAsync(db, cancellationToken) switch
        {
            Result<MergedContacts>.Done(var merged) => merged with { Version = stays!.Version },
            var refused => refused,
        };
    }

    /// <summary>
    /// Takes a merge back: the contact that went is there again, by its number, and what was pointed at the other one points at it;
    /// refused once the one that stayed was changed.
    /// </summary>
    /// <param name="merged">What <see cref="MergeAsync"/> gave; one that says what was moved.</param>
    /// <param name="caller">Who takes it back.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Result<Contact>> UndoMergeAsync(MergedContacts merged, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(merged);
        ArgumentNullException.ThrowIfNull(caller);
        return new RecordAct<Contact, Contact>(AuditSubjects.Contact, merged.No, caller)
        {
            May = AccessPolicy.MayKeepContacts,
            Find = ContactAsync,
            Version = merged.Version,
            Do = async (stays, token) =>
            {
                if (merged.Moved is not { } moved)
                {
                    return Refusals.NothingToUndo;
                }

                if (await NoTakenAsync(merged.GoneNo, token) is { } taken)
                {
                    return taken;
                }

                if (Contact.Create(merged.GoneNo, await AgainAsync(merged.Gone, token)) is not Result<Contact>.Done(var again)
                    || stays!.Change(await AgainAsync(merged.Kept, token)) is Result<Contact>.Refused)
                {
                    return Refusals.NothingToUndo; // the company they belonged to is none any more
                }

                stays.KnownElsewhereAs(merged.Kept.ExternalId);
                again.KnownElsewhereAs(merged.Gone.ExternalId);
                db.Contacts.Add(again);
                db.AuditEntries.Add(
                    AuditEntry.Of(caller, AuditSubjects.Contact, again.No, AuditSentences.MergeUndone, stays.Name, stays.No));
                await db.SaveChangesAsync(token); // the key, which the others are to name
                await PointAsync(stays, again, moved, caller, token);
                return again;
            },
            Line = (_, again) => (AuditSentences.MergeUndone, [again.Name, again.No]),
            InTheWay = (again, token) => NoTakenAsync(again.No, token),
        }.RunAsync(db, cancellationToken);
    }

    /// <summary>Number of the contact that took over all of one that is gone; null where nothing was merged under that number.</summary>
    public async Task<string?> MergedIntoAsync(string no, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(no);
        return await db.LastChangeAsync(AuditSubjects.Contact, key, isItself: true, cancellationToken)
            is { Sentence: AuditSentences.MergedInto, Arguments: [_, var into] } ? into : null;
    }

    private static Refusal? WhyNotMerge(Contact stays, Contact goes) =>
        stays.Id == goes.Id ? Refusals.ContactMergedWithItself
        : stays.Type != goes.Type ? Refusals.ContactKindsDiffer : (Refusal?)null;

    private static ContactDetails Merged(Contact stays, Contact goes, IReadOnlyCollection<ContactPart> take)
    {
        T? Of<T>(ContactPart part, Func<Contact, T?> value) =>
            !take.Contains(part) && value(stays) is { } own ? own : value(goes) ?? value(stays);
        return new(
            stays.Type, Of(ContactPart.Name, c => c.Name), Of(ContactPart.Company, c => c.Company), Of(ContactPart.Email, c => c.Email),
            Of(ContactPart.Phone, c => c.Phone), Of(ContactPart.Salesperson, c => c.SalespersonId), stays.Blocked);
    }

    private Task<Contact?> ContactAsync(string no, CancellationToken cancellationToken) =>
        db.Contacts.Include(c => c.Company).SingleOrDefaultAsync(c => c.No == no, cancellationToken);

    private async Task<ContactDetails> AgainAsync(KeptContact kept, CancellationToken cancellationToken) => new(
        kept.Type, kept.Name, await db.Contacts.SingleOrDefaultAsync(c => c.Id == kept.CompanyId, cancellationToken), kept.Email,
        kept.Phone,
        await db.Salespeople.Where(p => p.Id == kept.SalespersonId).Select(p => (long?)p.Id).SingleOrDefaultAsync(cancellationToken),
        kept.Blocked);

    /// <summary>Points what names one contact at another; only those that are given, if any are.</summary>
    private async Task<MovedRecords> PointAsync(
        Contact from, Contact to, MovedRecords? only, Caller caller, CancellationToken cancellationToken)
    {
        var (old, now, at) = (from.Id, to.Id, caller.Now);
        var opportunities = db.Opportunities.Where(o => o.ContactId == old);
        var entries = db.Entries.Where(e => e.ContactId == old);
        var persons = db.Contacts.Where(c => c.CompanyId == old);
        if (only is not null)
        {
            opportunities = opportunities.Where(o => only.Opportunities.Contains(o.Id));
            entries = entries.Where(e => only.Entries.Contains(e.Id));
            persons = persons.Where(c => only.Persons.Contains(c.Id));
        }

        var named = await opportunities.Select(o => new { o.Id, o.No }).ToListAsync(cancellationToken);
        var belonging = await persons.Select(c => new { c.Id, c.No, c.Name }).ToListAsync(cancellationToken);
        var ids = only is null ? await entries.Select(e => e.Id).ToListAsync(cancellationToken) : [];
        await opportunities.ExecuteUpdateAsync(
            set => set.SetProperty(o => o.ContactId, now).SetProperty(o => o.Version, o => o.Version + 1)
                .SetProperty(o => o.ChangedAt, at),
            cancellationToken);
        await entries.ExecuteUpdateAsync(set => set.SetProperty(e => e.ContactId, now), cancellationToken);
        await persons.ExecuteUpdateAsync(
            set => set.SetProperty(c => c.CompanyId, now).SetProperty(c => c.Version, c => c.Version + 1), cancellationToken);
        var was = new[] { new FieldChange("contact", from.Name, to.Name) };
        db.AuditEntries.AddRange(named.Select(o => Told(
            AuditEntry.Of(caller, AuditSubjects.Opportunity, o.No, AuditSentences.ContactMerged, from.Name, to.Name), was)));
        var firm = new[] { new FieldChange("company", from.Name, to.Name) };
        db.AuditEntries.AddRange(belonging.Select(c => Told(
            AuditEntry.Of(caller, AuditSubjects.Contact, c.No, AuditSentences.Changed, c.Name), firm)));
        return new([.. named.Select(o => o.Id)], ids, [.. belonging.Select(c => c.Id)]);
    }

    private static AuditEntry Told(AuditEntry line, FieldChange[] changes)
    {
        line.Tell(changes);
        return line;
    }
}

/// <summary>What one contact can take over from another.</summary>
public enum ContactPart
{
    /// <summary>The name.</summary>
    Name,

    /// <summary>The company a person belongs to.</summary>
    Company,

    /// <summary>The mail address.</summary>
    Email,

    /// <summary>The phone number.</summary>
    Phone,

    /// <summary>Who looks after it.</summary>
    Salesperson,
}

/// <summary>What a merge of two contacts would do; the numbers are of what the one that goes has and the caller may see.</summary>
/// <param name="Stays">The one that stays, with company and salesperson.</param>
/// <param name="Goes">The one that goes, likewise.</param>
/// <param name="Opportunities">Opportunities, closed ones too.</param>
/// <param name="OpenTasks">Their tasks that are not closed.</param>
/// <param name="Notes">Notes and kept messages in their histories.</param>
/// <param name="Persons">Persons of the company.</param>
public sealed record ContactMerge(Contact Stays, Contact Goes, int Opportunities, int OpenTasks, int Notes, int Persons)
{
    /// <summary>In what both say something, and not the same.</summary>
    public IReadOnlyList<ContactDifference> Differences =>
    [
        .. new[]
        {
            new ContactDifference(ContactPart.Name, Stays.Name, Goes.Name),
            new(ContactPart.Company, Stays.Company?.Name, Goes.Company?.Name),
            new(ContactPart.Email, Stays.Email, Goes.Email),
            new(ContactPart.Phone, Stays.Phone, Goes.Phone),
            new(ContactPart.Salesperson, Stays.Salesperson?.Name, Goes.Salesperson?.Name),
        }.Where(d => d.Stays != d.Goes),
    ];
}

/// <summary>One thing in which two contacts differ.</summary>
/// <param name="Part">What it is.</param>
/// <param name="Stays">What the one that stays says; null for nothing.</param>
/// <param name="Goes">What the one that goes says.</param>
public sealed record ContactDifference(ContactPart Part, string? Stays, string? Goes);

/// <summary>What a merge did, as far as taking it back needs it.</summary>
/// <param name="No">Number of the contact that stayed.</param>
/// <param name="Version">Its version afterwards.</param>
/// <param name="Kept">What it said before.</param>
/// <param name="GoneNo">Number of the one that went.</param>
/// <param name="Gone">What that one said.</param>
/// <param name="Moved">What was pointed from the one to the other; null where that is too much to be kept.</param>
public sealed record MergedContacts(string No, long Version, KeptContact Kept, string GoneNo, KeptContact Gone, MovedRecords? Moved);

/// <summary>All that a contact said; see <see cref="Contact"/>.</summary>
public sealed record KeptContact(
    ContactType Type, string Name, long? CompanyId, string? Email, string? Phone, long? SalespersonId, bool Blocked, string? ExternalId)
{
    internal static KeptContact Of(Contact contact) => new(
        contact.Type, contact.Name, contact.CompanyId, contact.Email, contact.Phone, contact.SalespersonId, contact.Blocked,
        contact.ExternalId);
}

/// <summary>Keys of what named a contact.</summary>
/// <param name="Opportunities">Opportunities.</param>
/// <param name="Entries">Lines of their histories.</param>
/// <param name="Persons">Persons of the company.</param>
public sealed record MovedRecords(IReadOnlyList<long> Opportunities, IReadOnlyList<long> Entries, IReadOnlyList<long> Persons)
{
    internal int Count => Opportunities.Count + Entries.Count + Persons.Count;
}
