using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Audit;

/// <summary>What every act on a record does before it begins and when it saves.</summary>
internal static class AuditedActs
{
    /// <summary>Why the record that was found (or not) under a code is not the one the caller means; null when it is.</summary>
    /// <param name="db">The data.</param>
    /// <param name="subject">Kind of record.</param>
    /// <param name="key">Its code or number.</param>
    /// <param name="found">What stands there now.</param>
    /// <param name="isNew">Whether it has to be a new one; null takes either.</param>
    /// <param name="version">The version the caller looked at, so it has to be there; null accepts any.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Refusal?> WhyNotThisAsync(
        this OpportunitiesContext db, string subject, string key, Entity? found, bool? isNew, long? version, Caller caller,
        CancellationToken cancellationToken) => found switch
        {
            null => isNew == false || (isNew is null && version is not null) ? Refusals.NotFound : null,
            _ when isNew == true => Refusals.CodeExists.With(key),
            _ when version is not null && version != found.Version => await db.WhyStaleAsync(
                subject, key, found is not SalesTask, caller, cancellationToken),
            _ => null,
        };

    /// <summary>
    /// Saves the act and its line of the log; null when that is done. Of two acts at once the later one is told what the
    /// earlier one did: it was looking at an older version, or what <paramref name="inTheWay"/> now finds. Where only rows that no
    /// person edits were changed meanwhile, it throws, and the transaction runs the act again.
    /// </summary>
    /// <param name="db">The data.</param>
    /// <param name="line">The line of the log.</param>
    /// <param name="caller">Who acts.</param>
    /// <param name="inTheWay">What stands in the way once the database refused; null where nothing but another version can.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="then">What follows once the keys are known, and is saved along with it.</param>
    public static async Task<Refusal?> SaveActAsync(
        this OpportunitiesContext db, AuditEntry line, Caller caller, Func<CancellationToken, Task<Refusal?>>? inTheWay,
        CancellationToken cancellationToken, Func<CancellationToken, Task>? then = null)
    {
        db.AuditEntries.Add(line);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            if (then is not null)
            {
                await then(cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
            }

            return null;
        }
        catch (DbUpdateConcurrencyException overtaken) when (!Conflicts.IsNobodysEdit(overtaken))
        {
            return await db.WhyStaleAsync(
                line.Subject, line.SubjectKey, !overtaken.Entries.Any(e => e.Entity is SalesTask), caller, cancellationToken, own: line);
        }
        catch (DbUpdateException refused) when (inTheWay is not null && refused is not DbUpdateConcurrencyException)
        {
            // A unique index or a foreign key saw what the checks before could not: it was made after they had looked.
            if (await inTheWay(cancellationToken) is { } refusal)
            {
                return refusal;
            }

            throw;
        }
    }
}
