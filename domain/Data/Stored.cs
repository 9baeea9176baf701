using System.Buffers;
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
/// <param name="lifetime">How long it is kept after each writing; null keeps it for good. What has an owner is deleted with them.</param>
public sealed class Stored<T>(string kind, JsonTypeInfo<T> json, TimeSpan? lifetime)
    where T : class
{
    /// <summary>The key of its row, for who reads several at once.</summary>
    public string RowKey(StoredKey key) => key.In(kind);

    /// <summary>The document; null when there is none, or it has ended.</summary>
    public async Task<T?> FindAsync(OpportunitiesContext db, StoredKey key, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await FindVersionAsync(db, key, now, cancellationToken))?.Value;

    /// <summary>The document of a kind that is kept for good; null when there is none.</summary>
    public Task<T?> FindAsync(OpportunitiesContext db, StoredKey key, CancellationToken cancellationToken) =>
        FindAsync(db, key, Always, cancellationToken);

    /// <summary>The document and its version, which a form may carry; null when there is none, or it has ended.</summary>
    public async Task<StoredVersion<T>?> FindVersionAsync(
        OpportunitiesContext db, StoredKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var name = key.In(kind);
        if (db.TryKnowUnsaved(name, out var known) || db.TryKnow(name, out known))
        {
            return known is null || known.ExpiresAt <= now ? null : new StoredVersion<T>(Read(known.Value), known.Version);
        }

        var item = await db.StoredItems.AsNoTracking().Where(i => i.Key == name && (i.ExpiresAt == null || i.ExpiresAt > now))
            .Select(i => new { i.Value, i.Version }).SingleOrDefaultAsync(cancellationToken);
        return item is null ? null : new StoredVersion<T>(Read(item.Value), item.Version);
    }

    /// <summary>Likewise, of a kind that is kept for good.</summary>
    public Task<StoredVersion<T>?> FindVersionAsync(OpportunitiesContext db, StoredKey key, CancellationToken cancellationToken) =>
        FindVersionAsync(db, key, Always, cancellationToken);

    /// <summary>Several documents at once; those that are not there, or have ended, are left out.</summary>
    public async Task<Dictionary<StoredKey, T>> FindAsync(
        OpportunitiesContext db, IEnumerable<StoredKey> keys, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var byName = keys.Distinct().ToDictionary(key => key.In(kind));
        var names = byName.Keys.ToList();
        var found = await db.StoredItems.AsNoTracking().Where(i => names.Contains(i.Key) && (i.ExpiresAt == null || i.ExpiresAt > now))
            .ToDictionaryAsync(i => byName[i.Key], i => Read(i.Value), cancellationToken);
        foreach (var name in names)
        {
            if (db.TryKnowUnsaved(name, out var mine))
            {
                found.Remove(byName[name]);
                if (mine is not null && !(mine.ExpiresAt <= now))
                {
                    found[byName[name]] = Read(mine.Value);
                }
            }
        }

        return found;
    }

    /// <summary>
    /// The document, to be changed or removed: a <c>PutAsync</c> or <see cref="RemoveAsync"/> that follows in the same context ends in a
    /// conflict when somebody else has changed it meanwhile.
    /// </summary>
    public async Task<T?> LoadAsync(OpportunitiesContext db, StoredKey key, CancellationToken cancellationToken) =>
        (await LoadVersionAsync(db, key, cancellationToken))?.Value;

    /// <summary>Likewise, with its version.</summary>
    public async Task<StoredVersion<T>?> LoadVersionAsync(OpportunitiesContext db, StoredKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        return await db.LoadItemAsync(key.In(kind), cancellationToken) is { } item ? new(Read(item.Value), item.Version) : null;
    }

    /// <summary>Removes it at once and gives it back; of two who take it at the same time one gets it, the other null.</summary>
    public async Task<T?> TakeAsync(OpportunitiesContext db, StoredKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var value = await FindAsync(db, key, now, cancellationToken);
        return value is not null && await DeleteAsync(db, key, cancellationToken) > 0 ? value : null;
    }

    /// <summary>Whether there is one, without reading it.</summary>
    public Task<bool> ExistsAsync(OpportunitiesContext db, StoredKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var name = key.In(kind);
        return db.TryKnowUnsaved(name, out var known) || db.TryKnow(name, out known)
            ? Task.FromResult(known is not null && !(known.ExpiresAt <= now))
            : db.StoredItems.AnyAsync(i => i.Key == name && (i.ExpiresAt == null || i.ExpiresAt > now), cancellationToken);
    }

    /// <summary>Adds it where it is known that there is none: two at once end in a conflict of keys, and the turn is tried again.</summary>
    public void Add(OpportunitiesContext db, StoredKey key, T value, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(db);
        db.ForgetItem(key.In(kind));
        db.StoredItems.Add(new StoredItem { Key = key.In(kind), OwnerId = key.OwnerId, Value = Write(value), ExpiresAt = now + lifetime });
    }

    /// <summary>Adds it, or puts it in the place of the one that is there; its lifetime begins anew.</summary>
    /// <returns>The version it has from then on.</returns>
    public async Task<long> PutAsync(
        OpportunitiesContext db, StoredKey key, T value, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await db.LoadItemAsync(key.In(kind), cancellationToken) is not { } item)
        {
            Add(db, key, value, now);
            return 1;
        }

        db.ForgetItem(item.Key);
        (item.Value, item.Version, item.ExpiresAt) = (Write(value), item.Version + 1, now + lifetime);
        return item.Version;
    }

    /// <summary>Likewise, of a kind that is kept for good.</summary>
    public Task<long> PutAsync(OpportunitiesContext db, StoredKey key, T value, CancellationToken cancellationToken) =>
        PutAsync(db, key, value, Always, cancellationToken);

    /// <summary>
    /// Puts it at once, whatever is there: nobody who does so is told of a conflict, but who has loaded it meanwhile to change it is. Where
    /// there is none yet, it is added with the caller's <c>SaveChanges</c>.
    /// </summary>
    public async Task SetAsync(OpportunitiesContext db, StoredKey key, T value, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var (name, text, end) = (key.In(kind), Write(value), now + lifetime);
        db.ForgetItem(name);
        if (await db.StoredItems.Where(i => i.Key == name).ExecuteUpdateAsync(
            set => set.SetProperty(i => i.Value, text).SetProperty(i => i.ExpiresAt, end).SetProperty(i => i.Version, i => i.Version + 1),
            cancellationToken) > 0)
        {
            return;
        }

        if (db.StoredItems.Local.FindEntry(name) is { } added)
        {
            added.Entity.Value = text;
        }
        else
        {
            Add(db, key, value, now);
        }
    }

    /// <summary>Removes it at once, if it is there, also one that has ended.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> DeleteAsync(OpportunitiesContext db, StoredKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var name = key.In(kind);
        db.ForgetItem(name);
        return db.StoredItems.Where(i => i.Key == name).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Removes it with the caller's <c>SaveChanges</c>, if it is there.</summary>
    public async Task RemoveAsync(OpportunitiesContext db, StoredKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await db.LoadItemAsync(key.In(kind), cancellationToken) is { } item)
        {
            db.ForgetItem(item.Key);
            db.StoredItems.Remove(item);
        }
    }

    /// <summary>Any instant will do where nothing ends.</summary>
    private DateTimeOffset Always => lifetime is null
        ? DateTimeOffset.MinValue
        : throw new InvalidOperationException($"What is kept of the kind {kind} ends: say what time it is.");

    private T Read(string value) => JsonSerializer.Deserialize(value, json)!;

    private string Write(T value) => JsonSerializer.Serialize(value, json);
}

/// <summary>A document and its version: 1 when it was first saved, one more with each change.</summary>
public sealed record StoredVersion<T>(T Value, long Version);

/// <summary>What names a document among those of its kind.</summary>
/// <param name="OwnerId">Whose it is, by <see cref="Entity.Id"/> of the salesperson; null when it is nobody's.</param>
/// <param name="Name">
/// What tells it from the owner's others. It may come from outside: one that is long, or of which a database might make another (capitals,
/// accents, a NUL), is hashed.
/// </param>
public readonly record struct StoredKey(long? OwnerId, string Name = "")
{
    private const int LongestName = 80;

    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789/:.-_");

    internal string In(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}/{OwnerId}/{Short(Name ?? "")}");

    private static string Short(string name) => name.Length <= LongestName && !name.AsSpan().ContainsAnyExcept(Plain)
        ? name
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
