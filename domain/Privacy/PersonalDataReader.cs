using System.Globalization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Privacy;

/// <summary>What is kept of somebody, to be handed to them.</summary>
/// <param name="Key">Code of the person or number of the contact.</param>
/// <param name="Record">Their own record, field by field.</param>
/// <param name="Opportunities">Numbers and titles of those that are theirs.</param>
/// <param name="Acts">What they did, the oldest first; empty for a contact.</param>
/// <param name="Texts">Every text that names them or is kept for them.</param>
/// <param name="Targets">What they were to win, by month: <c>2026-03</c>; empty for a contact.</param>
public sealed record PersonalData(
    string Key, IReadOnlyDictionary<string, string> Record, IReadOnlyList<string> Opportunities, IReadOnlyList<PersonalAct> Acts,
    IReadOnlyList<PersonalText> Texts, IReadOnlyDictionary<string, decimal> Targets);

/// <summary>One line of the log.</summary>
/// <param name="At">UTC instant.</param>
/// <param name="On">Kind and number of the record it was done to.</param>
/// <param name="What">The sentence, in English.</param>
public sealed record PersonalAct(DateTimeOffset At, string On, string What);

/// <summary>A text and where it stands.</summary>
/// <param name="Table">The kind of row.</param>
/// <param name="Row">Its key.</param>
/// <param name="Column">The field.</param>
/// <param name="Text">All of it.</param>
public sealed record PersonalText(string Table, string Row, string Column, string Text);

/// <summary>Gathers it.</summary>
internal sealed class PersonalDataReader(OpportunitiesContext db)
{
    public async Task<PersonalData> OfAsync(Salesperson person, PersonalNames names, CancellationToken cancellationToken)
    {
        var english = new Texts(CultureInfo.GetCultureInfo(Texts.Languages[0]), "");
        var acts = await db.AuditEntries.AsNoTracking().Where(a => a.ById == person.Id).OrderBy(a => a.Id).ToListAsync(cancellationToken);
        var kept = await db.StoredItems.AsNoTracking().Where(i => i.OwnerId == person.Id).OrderBy(i => i.Key)
            .Select(i => new PersonalText(nameof(StoredItem), i.Key, nameof(StoredItem.Value), i.Value)).ToListAsync(cancellationToken);
        return new PersonalData(
            person.Code,
            RecordOf(person),
            await db.Opportunities.AsNoTracking().Where(o => o.SalespersonId == person.Id).OrderBy(o => o.Id)
                .Select(o => o.No + " " + o.Description).ToListAsync(cancellationToken),
            [.. acts.Select(a => new PersonalAct(a.At, $"{a.Subject} {a.SubjectKey}", a.Say(english)))],
            [.. kept, .. (await NamedAsync(names, cancellationToken)).Where(t => !kept.Exists(k => k.Row == t.Row && k.Table == t.Table))],
            await db.SalesTargets.AsNoTracking().Where(t => t.SalespersonId == person.Id && t.Amount != null).OrderBy(t => t.Month)
                .ToDictionaryAsync(t => RecordedFields.TargetOf(t.Month), t => t.Amount!.Value, cancellationToken));
    }

    public async Task<PersonalData> OfAsync(Contact contact, PersonalNames names, CancellationToken cancellationToken) => new(
        contact.No,
        RecordOf(contact),
        await db.Opportunities.AsNoTracking().Where(o => o.ContactId == contact.Id).OrderBy(o => o.Id)
            .Select(o => o.No + " " + o.Description).ToListAsync(cancellationToken),
        [],
        await NamedAsync(names, cancellationToken),
        new Dictionary<string, decimal>());

    private async Task<List<PersonalText>> NamedAsync(PersonalNames names, CancellationToken cancellationToken)
    {
        List<PersonalText> found = [];
        foreach (var (table, columns) in TextColumns.Of(db))
        {
            await foreach (var row in TextColumns.Rows(db, table, cancellationToken))
            {
                found.AddRange(columns.SelectMany(column => TextColumns.Texts(row, column).Where(names.AreIn)
                    .Select(text => new PersonalText(table.ClrType.Name, TextColumns.KeyOf(row, table), column.Name, text))));
            }
        }

        return found;
    }

    private Dictionary<string, string> RecordOf(object record) =>
        db.Model.FindEntityType(record.GetType())!.GetProperties().Where(p => p.PropertyInfo is not null)
            .ToDictionary(p => p.Name, p => Convert.ToString(p.PropertyInfo!.GetValue(record), CultureInfo.InvariantCulture) ?? "");
}
