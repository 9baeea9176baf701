using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.People;

/// <summary>
/// Whom of the people table a company account belongs to: by Entra object id, then by mail. One rule for chat and portal.
/// </summary>
public sealed class Recognition(OpportunitiesContext db)
{
    /// <summary>The person with this key, unless blocked; what the sign-in of Development takes.</summary>
    public Task<Salesperson?> ByIdAsync(long id, CancellationToken cancellationToken) =>
        db.Salespeople.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && !p.Blocked, cancellationToken);

    /// <summary>
    /// Somebody whose object id is not known may be known by mail: the id is kept, and they wait no longer. Saved at once. The caller has
    /// made sure that the account is of the company's own directory: another one may give anybody any mail.
    /// </summary>
    /// <param name="objectId">Of the account.</param>
    /// <param name="mails">Mail and sign-in name; blank ones count as none. Where they are of two people, nobody is recognised.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Salesperson?> ByMailAsync(Guid objectId, IReadOnlyList<string?> mails, CancellationToken cancellationToken)
    {
        var keys = mails.Select(mail => mail?.Trim().ToLowerInvariant()).Where(mail => !string.IsNullOrEmpty(mail)).Distinct().ToList();
        var known = keys.Count == 0
            ? []
            : await db.Salespeople.Where(p => keys.Contains(p.Email) && p.EntraObjectId == null).Take(2).ToListAsync(cancellationToken);
        if (known is not [var person])
        {
            return null;
        }

        person.RecognizedAs(objectId);
        await db.SaveChangesAsync(cancellationToken);
        await db.WaitingPeople.Where(w => w.EntraObjectId == objectId).ExecuteDeleteAsync(cancellationToken);
        return person;
    }

    /// <summary>An unknown person appears in the portal under "waiting". Not saved yet.</summary>
    public async Task RememberAsync(Guid objectId, string? name, string? mail, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await db.WaitingPeople.SingleOrDefaultAsync(w => w.EntraObjectId == objectId, cancellationToken) is { } waiting)
        {
            waiting.SeenAgain(now);
        }
        else
        {
            db.WaitingPeople.Add(WaitingPerson.Of(objectId, name, mail, now));
        }
    }

    /// <summary>
    /// The person an account of the company's own directory belongs to, by object id or by <see cref="ByMailAsync"/>; null when they are
    /// unknown, and then wait, or blocked.
    /// </summary>
    public async Task<Salesperson?> FindOrRememberAsync(
        Guid objectId, string? name, IReadOnlyList<string?> mails, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var person = await db.Salespeople.SingleOrDefaultAsync(p => p.EntraObjectId == objectId, cancellationToken)
            ?? await ByMailAsync(objectId, mails, cancellationToken);
        if (person is null)
        {
            await RememberAsync(objectId, name, mails.FirstOrDefault(mail => !string.IsNullOrWhiteSpace(mail)), now, cancellationToken);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException)
            {
                // Twice at once: the other one wrote it down.
            }
        }

        return person is { Blocked: false } ? person : null;
    }
}
