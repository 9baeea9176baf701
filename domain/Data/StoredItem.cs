using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Data;

/// <summary>
/// A small named document with a version, an end and an owner: a half-filled form, the views somebody saved, the answer already given to
/// a request. Read and written by its kind, a <see cref="Stored{T}"/>.
/// </summary>
public sealed class StoredItem
{
    /// <summary>Longest key, in characters.</summary>
    public const int MaxKeyLength = 200;

    /// <summary>Unique name, <c>kind/owner/name</c>; at most <see cref="MaxKeyLength"/> characters.</summary>
    public required string Key { get; init; }

    /// <summary>JSON text.</summary>
    public required string Value { get; set; }

    /// <summary>Concurrency token: whoever changes the value adds one.</summary>
    public long Version { get; set; } = 1;

    /// <summary>Whose it is, by <see cref="Entity.Id"/> of the salesperson, with whom it is deleted; null when it is nobody's.</summary>
    public long? OwnerId { get; init; }

    /// <summary>UTC instant after which the item is as good as absent; null keeps it for good.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}

internal sealed class StoredItemConfiguration : IEntityTypeConfiguration<StoredItem>
{
    public void Configure(EntityTypeBuilder<StoredItem> builder)
    {
        builder.HasKey(i => i.Key);
        builder.Property(i => i.Key).HasMaxLength(StoredItem.MaxKeyLength);
        builder.Property(i => i.Version).IsConcurrencyToken();
        builder.HasIndex(i => i.ExpiresAt);
        builder.HasIndex(i => i.OwnerId).HasFilter("\"OwnerId\" IS NOT NULL");
    }
}
