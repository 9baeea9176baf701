using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Data;

/// <summary>The last number given out of a series; prefix and width come from the settings.</summary>
public sealed class NumberSeries
{
    public const string Opportunities = "opportunity";
    public const string Contacts = "contact";

    public required string Code { get; init; }

    public long LastNumber { get; set; }

    /// <summary>The number of a new contact: <c>CT-00001</c> and so on, but for those that somebody gave a contact by hand.</summary>
    public static async Task<string> NextContactAsync(OpportunitiesContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        string no;
        do
        {
            no = await NextAsync(db, Contacts, "CT-", 5, cancellationToken);
        }
        while (await db.Contacts.AnyAsync(c => c.No == no, cancellationToken));
        return no;
    }

    /// <summary>
    /// Takes the next number inside the caller's transaction. The row is written before it is read, so two takers queue on it and
    /// a refused or crashed act gives its number back.
    /// </summary>
    public static async Task<string> NextAsync(
        OpportunitiesContext db, string code, string prefix, int width, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("A number is taken inside the transaction that uses it.");
        }

        await db.Set<NumberSeries>().Where(s => s.Code == code)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.LastNumber, x => x.LastNumber + 1), cancellationToken);
        var number = await db.Set<NumberSeries>().Where(s => s.Code == code).Select(s => s.LastNumber).SingleAsync(cancellationToken);
        return prefix + number.ToString("D" + width, System.Globalization.CultureInfo.InvariantCulture);
    }
}

internal sealed class NumberSeriesConfiguration : IEntityTypeConfiguration<NumberSeries>
{
    public void Configure(EntityTypeBuilder<NumberSeries> builder)
    {
        builder.HasKey(s => s.Code);
        builder.Property(s => s.Code).HasMaxLength(20);
        builder.HasData(
            new NumberSeries { Code = NumberSeries.Opportunities },
            new NumberSeries { Code = NumberSeries.Contacts });
    }
}
