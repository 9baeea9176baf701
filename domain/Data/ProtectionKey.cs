using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Data;

/// <summary>A key that protects the portal's cookies and forms: every host reads what another one wrote.</summary>
public sealed class ProtectionKey
{
    /// <summary>Unique name, given by ASP.NET Core's data protection.</summary>
    public required string Name { get; init; }

    /// <summary>The key as XML; protected by a certificate where one is set (<c>Portal:KeysCertificatePath</c>).</summary>
    public required string Xml { get; init; }
}

internal sealed class ProtectionKeyConfiguration : IEntityTypeConfiguration<ProtectionKey>
{
    public void Configure(EntityTypeBuilder<ProtectionKey> builder)
    {
        builder.ToTable("ProtectionKeys");
        builder.HasKey(k => k.Name);
        builder.Property(k => k.Name).HasMaxLength(200);
    }
}
