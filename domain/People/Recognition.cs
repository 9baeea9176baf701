using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.People;

/// <summary>Whom of the people table a company account belongs to: by Entra object id, then by mail. One rule for chat and portal.</summary>
public sealed class Recognition(OpportunitiesContext db)
{
    /// <summary>The person with this key, unless blocked; what the sign-in of Development takes.</summary>
    public Task<Salesperson?> ByIdAsync(long id, CancellationToken cancellationToken) =>
        db.Salespeople.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && !p.Blocked, cancellationToken);

    /// <summary>
    /// Somebody whose object id is not known may be known by mail: the id is kept, and they wait no longer. Saved at once.
    /// </summary>
    public async Task<Salesperson?> ByMailAsync(Guid objectId, string? mail, CancellationToken cancellationToken)
    {
        var key = mail?.Trim().ToLowerInvariant();
        if (string.IsNullOrEmpty(key)
            || await db.Salespeople.SingleOrDefaultAsync(p => p.Email == key && p.EntraObjectId == null, cancellationToken) is not { } person)
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

    /// <summary>The person an account belongs to; null when they are unknown, and then wait, or blocked.</summary>
    public async Task<Salesperson?> FindOrRememberAsync(
        Guid objectId, string? name, string? mail, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var person = await db.Salespeople.SingleOrDefaultAsync(p => p.EntraObjectId == objectId, cancellationToken)
            ?? await ByMailAsync(objectId, mail, cancellationToken);
        if (person is null)
        {
            await RememberAsync(objectId, name, mail, now, cancellationToken);
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
