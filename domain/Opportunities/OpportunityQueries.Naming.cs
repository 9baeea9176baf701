using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <content>By what one calls them.</content>
public sealed partial class OpportunityQueries
{
    /// <summary>What somebody has open and the caller may change, the oldest first.</summary>
    public async Task<IReadOnlyList<NamedRecord>> OpenOfAsync(
        long salespersonId, int most, Caller caller, CancellationToken cancellationToken) =>
        await db.Opportunities.AsNoTracking().Where(AccessPolicy.MayChange(caller))
            .Where(o => o.SalespersonId == salespersonId
                && (o.Status == OpportunityStatus.NotStarted || o.Status == OpportunityStatus.InProgress))
            .OrderBy(o => o.Id).Select(o => new NamedRecord(o.Id, o.No, o.Description, null)).Take(most).ToListAsync(cancellationToken);

    /// <summary>The number of the only open opportunity somebody has; null when they have none, or several.</summary>
    public async Task<string?> OnlyOpenAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var mine = await db.Opportunities.Where(o => o.SalespersonId == caller.SalespersonId
                && (o.Status == OpportunityStatus.NotStarted || o.Status == OpportunityStatus.InProgress))
            .OrderBy(o => o.Id).Select(o => o.No).Take(2).ToListAsync(cancellationToken);
        return mine.Count == 1 ? mine[0] : null;
    }

    /// <summary>Longest list of one's own that words are looked for in.</summary>
    public const int MostNamed = 500;

    /// <summary>What the caller has open, as one would name it; the newest first, at most <see cref="MostNamed"/>.</summary>
    public async Task<IReadOnlyList<NamedOpportunity>> OpenNamedAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return await Named(db.Opportunities.Where(o => o.SalespersonId == caller.SalespersonId
                && (o.Status == OpportunityStatus.NotStarted || o.Status == OpportunityStatus.InProgress)))
            .Take(MostNamed).ToListAsync(cancellationToken);
    }

    /// <summary>Those of these numbers that the caller may see, as one would name them.</summary>
    public async Task<IReadOnlyList<NamedOpportunity>> NamedAsync(
        IReadOnlyCollection<string> numbers, Caller caller, CancellationToken cancellationToken) => numbers.Count == 0
        ? []
        : await Named(db.Opportunities.Where(access.MaySee(caller)).Where(o => numbers.Contains(o.No))).Take(MaxPage)
            .ToListAsync(cancellationToken);

    /// <summary>What the caller may see that is open with one of these contacts or their people, as one would name it.</summary>
    public async Task<IReadOnlyList<NamedOpportunity>> OfContactsAsync(
        IReadOnlyCollection<long> contacts, int most, Caller caller, CancellationToken cancellationToken) =>
        await Named(Filtered(new OpportunityFilter(Open: true, ContactIds: contacts), caller)).Take(Math.Clamp(most, 1, MaxPage))
            .ToListAsync(cancellationToken);

    /// <summary>What the caller may see whose title, number or contact holds the text, as one would name it.</summary>
    public async Task<IReadOnlyList<NamedOpportunity>> TitledAsync(
        string text, int most, Caller caller, CancellationToken cancellationToken) =>
        await Named(Filtered(new OpportunityFilter(Text: text), caller)).Take(Math.Clamp(most, 1, MaxPage)).ToListAsync(cancellationToken);

    private static IQueryable<NamedOpportunity> Named(IQueryable<Opportunity> opportunities) => opportunities.AsNoTracking()
        .OrderByDescending(o => o.Id)
        .Select(o => new NamedOpportunity(o.Id, o.No, o.Description, o.Contact!.Name, o.Contact.Company!.Name));
}
