using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>Finds the opportunity somebody may be about to capture a second time.</summary>
public sealed class SimilarOpportunities(OpportunitiesContext db, AccessPolicy access)
{
    private const int MostCompared = 200;
    private const int FewestLettersForSlips = 5;

    /// <summary>
    /// The newest open one with the same contact, or with its company or a colleague, whose title says much the same; null when there
    /// is none to see.
    /// </summary>
    public async Task<SimilarOpportunity?> FindAsync(string? contactNo, string? title, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var no = Checks.NormalCode(contactNo);
        if (no.Length == 0 || Checks.Tidy(title) is not { } wanted)
        {
            return null;
        }

        var contact = await db.Contacts.AsNoTracking().Where(c => c.No == no)
            .Select(c => new { Firm = c.CompanyId ?? c.Id, c.Search, FirmName = c.Company == null ? "" : c.Company.Search })
            .SingleOrDefaultAsync(cancellationToken);
        if (contact is null)
        {
            return null;
        }

        var open = await db.Opportunities.AsNoTracking().Where(access.MaySee(caller))
            .Where(o => o.Status == OpportunityStatus.NotStarted || o.Status == OpportunityStatus.InProgress)
            .Where(o => db.Contacts.Where(c => c.Id == contact.Firm || c.CompanyId == contact.Firm).Select(c => c.Id).Contains(o.ContactId))
            .OrderByDescending(o => o.Id).Take(MostCompared)
            .Select(o => new SimilarOpportunity(o.No, o.Description, o.Salesperson!.Name)).ToListAsync(cancellationToken);
        var names = contact.Search + " " + contact.FirmName;
        return open.FirstOrDefault(o => AreAlike(wanted, o.Description, names));
    }

    /// <summary>Whether two titles share most of their words, a slip of the keyboard apart; the contact's name says nothing.</summary>
    internal static bool AreAlike(string one, string other, string contact)
    {
        var names = Words(contact);
        var (first, second) = (Words(one), Words(other));
        if (first.SetEquals(second))
        {
            return true;
        }

        first.ExceptWith(names);
        second.ExceptWith(names);
        var (few, many) = first.Count <= second.Count ? (first, second) : (second, first);
        var shared = few.Count(w => many.Any(m => w == m || (w.Length >= FewestLettersForSlips && EditDistance.Between(w, m, 1) <= 1)));
        return few.Count > 0 && 3 * shared >= 2 * few.Count && 3 * shared >= many.Count;
    }

    private static HashSet<string> Words(string text) =>
    [
        .. new string([.. SearchText.Fold(text).Select(c => char.IsLetterOrDigit(c) ? c : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length > 2 || char.IsDigit(w[0])),
    ];
}

/// <summary>An open opportunity that may be the same.</summary>
/// <param name="No">Its number.</param>
/// <param name="Description">Its title.</param>
/// <param name="Salesperson">Who has it.</param>
public sealed record SimilarOpportunity(string No, string Description, string Salesperson);
