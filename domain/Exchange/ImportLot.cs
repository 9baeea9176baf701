using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>Some rows of a file that follow each other, as they are stored: they are read, looked through and taken in together.</summary>
public sealed class ImportLot
{
    /// <summary>Rows of one lot; the last one may have fewer.</summary>
    public const int Rows = 100;

    /// <summary>The import it belongs to.</summary>
    public required string ImportId { get; init; }

    /// <summary>Its place among the lots of the file, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>The states of rows that occur in it, each as the bit of its number; for filters.</summary>
    public int States { get; set; }

    /// <summary>How many of its rows were dealt with: taken in, or taken back.</summary>
    public int Done { get; set; }

    /// <summary>The rows as JSON.</summary>
    public required string Content { get; set; }

    /// <summary>Concurrency token: whoever changes the content adds one.</summary>
    public long Version { get; set; } = 1;
}

internal sealed class ImportLotConfiguration : IEntityTypeConfiguration<ImportLot>
{
    public void Configure(EntityTypeBuilder<ImportLot> builder)
    {
        builder.ToTable("ImportLots");
        builder.HasKey(l => new { l.ImportId, l.Number });
        builder.Property(l => l.ImportId).HasMaxLength(32);
        builder.Property(l => l.Number).ValueGeneratedNever();
        builder.Property(l => l.Version).IsConcurrencyToken();
        builder.HasOne<KeptImport>().WithMany().HasForeignKey(l => l.ImportId).OnDelete(DeleteBehavior.Cascade);
    }
}
