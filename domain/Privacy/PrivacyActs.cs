using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ChatOpportunities.Domain.Privacy;

/// <summary>
/// Telling somebody what is kept of them, and erasing it: their names and what they wrote go from every text of the database, while
/// opportunities, history and figures stay whole. For admins; it cannot be taken back.
/// </summary>
public sealed class PrivacyActs(OpportunitiesContext db)
{
    /// <summary>The lines of the log whose arguments are what somebody wrote themselves.</summary>
    private static readonly string[] Written =
    [
        AuditSentences.NoteAdded, AuditSentences.NoteUndone, AuditSentences.NextStepSet, AuditSentences.HandOverDeclined,
        AuditSentences.Reopened, AuditSentences.TaskAdded, AuditSentences.MessageKept, AuditSentences.MessageKeptBefore,
    ];

    /// <summary>All that is kept of a person of the company; admins only.</summary>
    /// <param name="code">The person.</param>
    /// <param name="also">Other names to look for in texts, such as a nickname.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Result<PersonalData>> FindPersonAsync(
        string code, IReadOnlyList<string> also, Caller caller, CancellationToken cancellationToken)
    {
        if (!AccessPolicy.MaySetUp(caller))
        {
            return Refusals.Forbidden;
        }

        var key = Checks.NormalCode(code);
        return await db.Salespeople.AsNoTracking().SingleOrDefaultAsync(p => p.Code == key, cancellationToken) is { } person
            ? await new PersonalDataReader(db).OfAsync(person, new PersonalNames([.. NamesOf(person), .. also]), cancellationToken)
            : Refusals.NotFound;
    }

    /// <summary>All that is kept of a contact; admins only.</summary>
    /// <param name="no">The contact.</param>
    /// <param name="also">Other names to look for in texts.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Result<PersonalData>> FindContactAsync(
        string no, IReadOnlyList<string> also, Caller caller, CancellationToken cancellationToken)
    {
        if (!AccessPolicy.MaySetUp(caller))
        {
            return Refusals.Forbidden;
        }

        var key = Checks.NormalCode(no);
        return await db.Contacts.AsNoTracking().SingleOrDefaultAsync(c => c.No == key, cancellationToken) is { } contact
            ? await new PersonalDataReader(db).OfAsync(contact, new PersonalNames([.. NamesOf(contact), .. also]), cancellationToken)
            : Refusals.NotFound;
    }

    /// <summary>
    /// Erases a person: their record keeps a number in place of name and code and is blocked, what was kept for them is deleted, what they
    /// wrote is blanked, and their names go from every text.
    /// </summary>
    /// <param name="code">The person.</param>
    /// <param name="also">Other names to erase from texts; three characters or more each.</param>
    /// <param name="caller">An admin, and another person.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Result<Erasure>> ErasePersonAsync(
        string code, IReadOnlyList<string> also, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(also);
        ArgumentNullException.ThrowIfNull(caller);
        return await db.InTransactionAsync<Result<Erasure>>(
            async token =>
            {
                await WipeFreedPagesAsync(token);
                var key = Checks.NormalCode(code);
                var person = AccessPolicy.MaySetUp(caller)
                    ? await db.Salespeople.SingleOrDefaultAsync(p => p.Code == key, token) : null;
                if (WhyNot(person is not null, also, caller) is { } refusal)
                {
                    return refusal;
                }

                if (person!.Id == caller.SalespersonId)
                {
                    return Refusals.EraseOneself;
                }

                var names = new PersonalNames([.. NamesOf(person), .. also]);
                await ForgetAsync(person, token);
                person.Erase();
                await db.SaveChangesAsync(token);
                await RenameAsync(person, key, token);
                var texts = await EraseFromTextsAsync(names, token);
                return await EndAsync(AuditSubjects.Salesperson, person.Code, texts, caller, token);
            },
            cancellationToken);
    }

    /// <summary>Erases a contact likewise; the record keeps its number and is blocked.</summary>
    /// <param name="no">The contact.</param>
    /// <param name="also">Other names to erase from texts; three characters or more each.</param>
    /// <param name="caller">An admin.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Result<Erasure>> EraseContactAsync(
        string no, IReadOnlyList<string> also, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(also);
        ArgumentNullException.ThrowIfNull(caller);
        return await db.InTransactionAsync<Result<Erasure>>(
            async token =>
            {
                await WipeFreedPagesAsync(token);
                var key = Checks.NormalCode(no);
                var contact = AccessPolicy.MaySetUp(caller) ? await db.Contacts.SingleOrDefaultAsync(c => c.No == key, token) : null;
                if (WhyNot(contact is not null, also, caller) is { } refusal)
                {
                    return refusal;
                }

                var names = new PersonalNames([.. NamesOf(contact!), .. also]);
                contact!.Erase();
                await db.SaveChangesAsync(token);
                var texts = await EraseFromTextsAsync(names, token);
                return await EndAsync(AuditSubjects.Contact, contact.No, texts, caller, token);
            },
            cancellationToken);
    }

    /// <summary>Erased once more, a person is looked for by the other names alone.</summary>
    private static IEnumerable<string?> NamesOf(Salesperson person) =>
        person.IsErased ? [] : [person.Name, person.Email, person.EntraObjectId?.ToString()];

    private static IEnumerable<string?> NamesOf(Contact contact) =>
        contact.IsErased ? [] : [contact.Name, contact.Email, contact.Phone];

    private static Refusal? WhyNot(bool isThere, IReadOnlyList<string> also, Caller caller) =>
        !AccessPolicy.MaySetUp(caller) ? Refusals.Forbidden
        : !isThere ? Refusals.NotFound
        : also.Any(name => (Checks.Tidy(name) ?? "").Length < PersonalNames.MinLength) ? Refusals.NameTooShort.With(PersonalNames.MinLength)
        : (Refusal?)null;

    private async Task<Result<Erasure>> EndAsync(
        string subject, string key, int texts, Caller caller, CancellationToken cancellationToken)
    {
        db.AuditEntries.Add(AuditEntry.Of(caller, subject, key, AuditSentences.Erased));
        await db.SaveChangesAsync(cancellationToken);
        return new Erasure(key, texts);
    }

    /// <summary>What is kept for a person beside their record.</summary>
    private async Task ForgetAsync(Salesperson person, CancellationToken cancellationToken)
    {
        await db.StoredItems.Where(i => i.OwnerId == person.Id).ExecuteDeleteAsync(cancellationToken);
        await db.KeptImports.Where(i => i.SalespersonId == person.Id).ExecuteDeleteAsync(cancellationToken);
        await db.ApiTokens.Where(t => t.SalespersonId == person.Id).ExecuteDeleteAsync(cancellationToken);
        if (person.EntraObjectId is { } objectId)
        {
            var named = objectId.ToString();
            await db.KnownConversations.Where(c => c.Kind == KnownConversationKind.Person && c.Name == named)
                .ExecuteDeleteAsync(cancellationToken);
            await db.OutboxMessages.Where(m => m.EntraObjectId == named).ExecuteDeleteAsync(cancellationToken);
            await db.WaitingPeople.Where(w => w.EntraObjectId == objectId).ExecuteDeleteAsync(cancellationToken);
        }
    }

    /// <summary>Whose acts they were is known by the number; the name beside it, and what they wrote themselves, go in bulk.</summary>
    private async Task RenameAsync(Salesperson person, string formerCode, CancellationToken cancellationToken)
    {
        var (id, name, code) = (person.Id, person.Name, person.Code);
        await db.Entries.Where(e => e.ById == id).ExecuteUpdateAsync(
            set => set.SetProperty(e => e.ByName, name)
                .SetProperty(e => e.Note, (string?)null).SetProperty(e => e.SlipReason, (string?)null),
            cancellationToken);
        await db.AuditEntries.Where(a => a.ById == id)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.ByName, name), cancellationToken);
        var named = $"Code\":\"{formerCode}\"";
        await db.WebhookDeliveries.Where(d => d.Body.Contains(named)).ExecuteDeleteAsync(cancellationToken);
        await db.AuditEntries
            .Where(a => (a.Subject == AuditSubjects.Salesperson || a.Subject == AuditSubjects.Target) && a.SubjectKey == formerCode)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.SubjectKey, code), cancellationToken);
        foreach (var line in await db.AuditEntries.Where(a => a.ById == id && Written.Contains(a.Sentence)).ToListAsync(cancellationToken))
        {
            db.Entry(line).Property(a => a.Arguments).CurrentValue = line.Arguments.Select(_ => PersonalNames.Mark).ToArray();
        }

        foreach (var line in await db.AuditEntries
            .Where(a => a.ById == id && a.Changed != null && (a.Changed.Contains("\"nextStep\"") || a.Changed.Contains("\"note\"")
                || a.Changed.Contains("\"slipReason\"") || a.Changed.Contains("\"task\"")))
            .ToListAsync(cancellationToken))
        {
            line.BlankTexts(PersonalNames.Mark);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task<int> EraseFromTextsAsync(PersonalNames names, CancellationToken cancellationToken)
    {
        // What is tracked already would stand in the way of the rows as they are read here.
        db.ChangeTracker.Clear();
        var erased = 0;
        foreach (var (table, columns) in TextColumns.Of(db))
        {
            List<object> found = [];
            await foreach (var row in TextColumns.Rows(db, table, cancellationToken))
            {
                if (columns.Any(column => TextColumns.Texts(row, column).Any(names.AreIn)))
                {
                    found.Add(row);
                }
            }

            foreach (var row in found)
            {
                Erase(row, columns, names);
            }

            erased += found.Count;
            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }

        return erased;
    }

    private void Erase(object row, IReadOnlyList<IProperty> columns, PersonalNames names)
    {
        var entry = db.Attach(row);
        var hit = columns.Where(column => TextColumns.Texts(row, column).Any(names.AreIn)).ToList();
        if (hit.Exists(column => column.IsPrimaryKey()) || row is StoredItem { ExpiresAt: not null })
        {
            entry.State = EntityState.Deleted; // found by that name alone, or soon to end anyway
            return;
        }

        foreach (var column in hit)
        {
            var value = entry.Property(column.Name);
            value.CurrentValue = value.CurrentValue is string text
                ? names.Erased(text)
                : (object)TextColumns.Texts(row, column).Select(names.Erased).ToArray();
        }

        if (row is Opportunity opportunity)
        {
            entry.Property(nameof(Opportunity.Search)).CurrentValue = Opportunity.SearchOf(opportunity.No, opportunity.Description);
        }
        else if (row is Contact contact)
        {
            entry.Property(nameof(Contact.Search)).CurrentValue = Language.SearchText.Fold(contact.Name);
        }
    }

    /// <summary>SQLite would leave what is overwritten in its file until the place is needed; this connection wipes it.</summary>
    private async Task WipeFreedPagesAsync(CancellationToken cancellationToken)
    {
        if (db is SqliteContext)
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA secure_delete = ON", cancellationToken);
        }
    }
}

/// <summary>What became of it.</summary>
/// <param name="Key">Code or number by which the record is known now.</param>
/// <param name="Rows">How many rows had one of the names in a text.</param>
public sealed record Erasure(string Key, int Rows);
