using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Data;

/// <summary>Makes an act that is asked for twice happen once: what came of it is kept for a day, in the transaction of the act.</summary>
public sealed class OnceOnly(OpportunitiesContext db, TimeProvider clock)
{
    private static readonly Stored<OnceOutcome> Outcomes = new("once", OnceJson.Default.OnceOutcome, TimeSpan.FromDays(1));

    /// <summary>Acts, or gives again what came of the same act before. A <see cref="Result{T}"/> that is a refusal is not kept.</summary>
    /// <param name="key">The idempotency key: names the act.</param>
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
        var name = new StoredKey(null, key);
        try
        {
            return await db.InTransactionAsync(
                async token =>
                {
                    if (await Outcomes.FindAsync(db, name, clock.GetUtcNow(), token) is { } stored)
                    {
                        return read(stored.Text);
                    }

                    // Taken before the act, so that the same act at the same time waits here and not after acting too.
                    await Outcomes.DeleteAsync(db, name, token);
                    Outcomes.Add(db, name, new OnceOutcome(""), clock.GetUtcNow());
                    await db.SaveChangesAsync(token);
                    var result = await act(token);
                    if (result is not IOutcome { IsRefused: true })
                    {
                        await Outcomes.PutAsync(db, name, new OnceOutcome(write(result)), clock.GetUtcNow(), token);
                        await db.SaveChangesAsync(token);
                    }

                    return result;
                },
                cancellationToken);
        }
        catch (DbUpdateException) when (db.Database.CurrentTransaction is null)
        {
            // The same act at the same time took the key first; what came of it stands there now.
            if (await Outcomes.FindAsync(db, name, clock.GetUtcNow(), cancellationToken) is { } stored)
            {
                return read(stored.Text);
            }

            throw;
        }
    }
}

/// <summary>What came of an act.</summary>
/// <param name="Text">As its caller writes and reads it.</param>
internal sealed record OnceOutcome(string Text);

[JsonSerializable(typeof(OnceOutcome))]
internal sealed partial class OnceJson : JsonSerializerContext;
