using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Data;

/// <summary>Makes an act that is asked for twice happen once: what came of it is kept for a day under a key, in the transaction of the act.</summary>
public sealed class OnceOnly(OpportunitiesContext db, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>Acts, or gives again what came of the same act before. A <see cref="Result{T}"/> that is a refusal is not kept.</summary>
    /// <param name="key">Names the act; see <see cref="StoredItem.Key"/>.</param>
    /// <param name="act">What is done; it joins the transaction.</param>
    /// <param name="write">What came of it, as it is kept.</param>
    /// <param name="read">The same again, from what was kept.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<T> DoAsync<T>(
        string key, Func<CancellationToken, Task<T>> act, Func<T, string> write, Func<string, T> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            return await db.InTransactionAsync(
                async token =>
                {
                    if (await StoredAsync(key, token) is { } stored)
                    {
                        return read(stored);
                    }

                    // Taken before the act, so that the same act at the same time waits here and not after acting too.
                    await db.StoredItems.Where(i => i.Key == key).ExecuteDeleteAsync(token);
                    var item = new StoredItem { Key = key, Value = "", ExpiresAt = clock.GetUtcNow() + Kept };
                    db.StoredItems.Add(item);
                    await db.SaveChangesAsync(token);
                    var result = await act(token);
                    if (result is not IOutcome { IsRefused: true })
                    {
                        item.Value = write(result);
                        item.Version++;
                        await db.SaveChangesAsync(token);
                    }

                    return result;
                },
                cancellationToken);
        }
        catch (DbUpdateException) when (db.Database.CurrentTransaction is null)
        {
            // The same act at the same time took the key first; what came of it stands there now.
            if (await StoredAsync(key, cancellationToken) is { } stored)
            {
                return read(stored);
            }

            throw;
        }
    }

    private Task<string?> StoredAsync(string key, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return db.StoredItems.AsNoTracking().Where(i => i.Key == key && i.ExpiresAt > now).Select(i => i.Value).SingleOrDefaultAsync(cancellationToken);
    }
}
