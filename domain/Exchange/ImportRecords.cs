using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>What is there already, as far as lines of a file may name it; read once for all of them.</summary>
internal sealed class ImportRecords
{
    private readonly Dictionary<string, string> _peopleByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _people = new(StringComparer.Ordinal);
    private readonly ILookup<string, KnownContact> _contacts;
    private readonly ILookup<string, KnownContact> _alike;

    private ImportRecords(IReadOnlyList<KnownContact> contacts)
    {
        _contacts = contacts.ToLookup(c => c.Search, StringComparer.Ordinal);
        _alike = contacts.ToLookup(c => Start(c.Search), StringComparer.Ordinal);
        foreach (var contact in contacts)
        {
            ContactsByNo[contact.No] = contact;
            if (contact.ExternalId is { } elsewhere)
            {
                ContactsElsewhere.TryAdd(elsewhere, contact.No);
            }

            if (contact.Email is { } mail)
            {
                ContactsByMail.TryAdd(mail, contact.No);
            }
        }
    }

    /// <summary>Of one kind of contact by the number.</summary>
    public Dictionary<string, KnownContact> ContactsByNo { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> ContactsElsewhere { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> ContactsByMail { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Opportunities { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> OpportunitiesElsewhere { get; } = new(StringComparer.Ordinal);

    /// <summary>Numbers by contact and folded title.</summary>
    public Dictionary<(string ContactNo, string Title), string> OpportunitiesByTitle { get; } = [];

    public required IReadOnlyList<(string Code, string Name)> Salespeople { get; init; }

    public required IReadOnlyList<SalesCycle> Cycles { get; init; }

    public required IReadOnlyList<CloseReason> Reasons { get; init; }

    public required IReadOnlyList<string> Teams { get; init; }

    /// <summary>Reads what a kind of file needs.</summary>
    public static async Task<ImportRecords> LoadAsync(OpportunitiesContext db, ImportKind kind, CancellationToken cancellationToken)
    {
        var people = await db.Salespeople.AsNoTracking().OrderBy(p => p.Id).Select(p => new { p.Code, p.Name, p.Email })
            .ToListAsync(cancellationToken);
        var contacts = kind == ImportKind.Salespeople ? [] : await db.Contacts.AsNoTracking().OrderBy(c => c.Id)
            .Select(c => new KnownContact(c.No, c.Name, c.Search, c.Email, c.Company!.Name, c.ExternalId, c.Blocked))
            .ToListAsync(cancellationToken);
        var records = new ImportRecords(contacts)
        {
            Salespeople = [.. people.Select(p => (p.Code, p.Name))],
            Cycles = await db.SalesCycles.AsNoTracking().Include(c => c.Stages).OrderBy(c => c.Code).ToListAsync(cancellationToken),
            Reasons = await db.CloseReasons.AsNoTracking().Where(r => !r.Blocked).OrderBy(r => r.Code).ToListAsync(cancellationToken),
            Teams = await db.Set<SalesTeam>().AsNoTracking().OrderBy(t => t.Code).Select(t => t.Code).ToListAsync(cancellationToken),
        };
        foreach (var names in people.GroupBy(p => SearchText.Fold(p.Name)).Where(g => g.Count() == 1))
        {
            records._peopleByName[names.Key] = names.Single().Code;
        }

        foreach (var person in people)
        {
            records._people[person.Code] = person.Code;
            if (person.Email is { } mail)
            {
                records._people.TryAdd(mail, person.Code);
            }
        }

        if (kind == ImportKind.Opportunities)
        {
            await records.LoadOpportunitiesAsync(db, cancellationToken);
        }

        return records;
    }

    /// <summary>A salesperson by code, by mail, or by a name that is nobody else's.</summary>
    public string? Salesperson(string text) => _people.GetValueOrDefault(Checks.NormalCode(text))
        ?? _people.GetValueOrDefault(text.ToLowerInvariant()) ?? _peopleByName.GetValueOrDefault(SearchText.Fold(text));

    /// <summary>A cycle by code or name.</summary>
    public SalesCycle? Cycle(string text)
    {
        var (code, name) = (Checks.NormalCode(text), SearchText.Fold(text));
        return Cycles.FirstOrDefault(c => c.Code == code) ?? Cycles.FirstOrDefault(c => SearchText.Fold(c.Description) == name);
    }

    /// <summary>A reason by code or name, that ends so.</summary>
    public string? Reason(string text, Outcome outcome)
    {
        var (code, name) = (Checks.NormalCode(text), SearchText.Fold(text));
        var of = Reasons.Where(r => r.Outcome == outcome).ToList();
        return (of.Find(r => r.Code == code) ?? of.Find(r => SearchText.Fold(r.Description) == name))?.Code;
    }

    /// <summary>Contacts of exactly this name.</summary>
    public IReadOnlyList<KnownContact> Called(string name) => [.. _contacts[SearchText.Fold(name)]];

    /// <summary>Contacts whose name is a slip of the keyboard away; see <see cref="ContactActs.FindSimilarAsync"/>.</summary>
    public IReadOnlyList<KnownContact> Like(string name)
    {
        var wanted = SearchText.Fold(name);
        var slips = ContactActs.SlipsIn(wanted);
        return slips == 0 ? [] : [.. _alike[Start(wanted)]
            .Where(c => Math.Abs(c.Search.Length - wanted.Length) <= slips && EditDistance.Between(wanted, c.Search, slips) <= slips)
            .Take(5)];
    }

    private static string Start(string folded) => folded[..Math.Min(ContactActs.StartAlike, folded.Length)];

    private async Task LoadOpportunitiesAsync(OpportunitiesContext db, CancellationToken cancellationToken)
    {
        var known = db.Opportunities.AsNoTracking().OrderByDescending(o => o.Id)
            .Select(o => new { o.No, o.ExternalId, ContactNo = o.Contact!.No, o.Description });
        await foreach (var opportunity in known.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            Opportunities.Add(opportunity.No);
            OpportunitiesByTitle.TryAdd((opportunity.ContactNo, SearchText.Fold(opportunity.Description)), opportunity.No);
            if (opportunity.ExternalId is { } elsewhere)
            {
                OpportunitiesElsewhere.TryAdd(elsewhere, opportunity.No);
            }
        }
    }
}

/// <summary>A contact that is there.</summary>
internal sealed record KnownContact(
    string No, string Name, string Search, string? Email, string? Company, string? ExternalId, bool Blocked)
{
    /// <summary>As a choice names it.</summary>
    public string Label => Company is null ? $"{Name} ({No})" : $"{Name}, {Company} ({No})";
}
