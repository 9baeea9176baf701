using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>A file that was brought to be taken in, with how far it has come, as it is stored.</summary>
public sealed class KeptImport
{
    /// <summary>Unique, given by who brings it; part of the address of its page.</summary>
    public required string Id { get; init; }

    /// <summary>Who brought it.</summary>
    public required long SalespersonId { get; init; }

    /// <summary>How far it has come.</summary>
    public required ImportState State { get; set; }

    /// <summary>The <see cref="ImportFile"/> as JSON.</summary>
    public required string Content { get; set; }

    /// <summary>Concurrency token: whoever changes the content adds one.</summary>
    public long Version { get; set; } = 1;

    /// <summary>UTC instant after which it is as good as absent.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class KeptImportConfiguration : IEntityTypeConfiguration<KeptImport>
{
    public void Configure(EntityTypeBuilder<KeptImport> builder)
    {
        builder.ToTable("Imports");
        builder.Property(i => i.Id).HasMaxLength(32);
        builder.Property(i => i.Version).IsConcurrencyToken();
        builder.HasIndex(i => i.State);
        builder.HasIndex(i => i.ExpiresAt);
    }
}
