using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Data;

/// <summary>
/// One kind of small document kept by its key alone: a half-filled form, the outcome of a press. Declared once, beside the type it keeps,
/// with its name, its lifetime and whether it belongs to a person. What is looked for by anything but its key has a table of its own.
/// Writing waits for the caller's transaction or <c>SaveChanges</c>.
/// </summary>
/// <typeparam name="T">The document.</typeparam>
/// <param name="kind">Its name, unique among all kinds: the beginning of its keys.</param>
/// <param name="json">How it is written.</param>
/// <param name="lifetime">How long it is kept after each writing; null keeps it for good.</param>
public sealed class Stored<T>(string kind, JsonTypeInfo<T> json, TimeSpan? lifetime)
    where T : class
{
    /// <summary>The document; null when there is none, or it has ended.</summary>
    public async Task<T?> FindAsync(OpportunitiesContext db, StoredKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var name = key.In(kind);
        var value = await db.StoredItems.AsNoTracking().Where(i => i.Key == name && (i.ExpiresAt == null || i.ExpiresAt > now))
            .Select(i => i.Value).SingleOrDefaultAsync(cancellationToken);
        return value is null ? null : JsonSerializer.Deserialize(value, json);
    }

    /// <summary>Whether there is one, without reading it.</summary>
    public Task<bool> ExistsAsync(OpportunitiesContext db, StoredKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var name = key.In(kind);
        return db.StoredItems.AnyAsync(i => i.Key == name && (i.ExpiresAt == null || i.ExpiresAt > now), cancellationToken);
    }

    /// <summary>Adds it where it is known that there is none: two at once end in a conflict of keys, and the turn is tried again.</summary>
    public void Add(OpportunitiesContext db, StoredKey key, T value, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(db);
        db.StoredItems.Add(new StoredItem { Key = key.In(kind), Value = JsonSerializer.Serialize(value, json), ExpiresAt = now + lifetime });
    }

    /// <summary>Adds it, or puts it in the place of the one that is there; its lifetime begins anew.</summary>
    public async Task PutAsync(OpportunitiesContext db, StoredKey key, T value, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await db.StoredItems.FindAsync([key.In(kind)], cancellationToken) is not { } item)
        {
            Add(db, key, value, now);
            return;
        }

        (item.Value, item.Version, item.ExpiresAt) = (JsonSerializer.Serialize(value, json), item.Version + 1, now + lifetime);
    }

    /// <summary>Removes it, if it is there.</summary>
    public async Task RemoveAsync(OpportunitiesContext db, StoredKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await db.StoredItems.FindAsync([key.In(kind)], cancellationToken) is { } item)
        {
            db.StoredItems.Remove(item);
        }
    }
}

/// <summary>What names a document among those of its kind.</summary>
/// <param name="OwnerId">Whose it is, by <see cref="Entity.Id"/> of the salesperson; null when it is nobody's.</param>
/// <param name="Name">What tells it from the owner's others. One that is long or comes from outside is hashed.</param>
public readonly record struct StoredKey(long? OwnerId, string Name = "")
{
    private const int LongestName = 80;

    internal string In(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}/{OwnerId}/{Short(Name)}");

    private static string Short(string name) => name.Length <= LongestName
        ? name
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
