using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.People;

/// <summary>A company, or a person.</summary>
public enum ContactType
{
    /// <summary>A company; persons may belong to it.</summary>
    Company = 0,

    /// <summary>A person, of a company or of none.</summary>
    Person = 1,
}

/// <summary>A customer or prospect: a company, or a person with or without one.</summary>
public sealed class Contact : Entity
{
    public const int MaxNoLength = 20;
    public const int MaxNameLength = 100;
    public const int MaxPhoneLength = 30;
    public const int MaxExternalIdLength = 100;

    private Contact()
    {
    }

    /// <summary>From the number series, at most 20 characters.</summary>
    public string No { get; private set; } = "";

    public ContactType Type { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The name as <see cref="SearchText"/> folds it.</summary>
    public string Search { get; private set; } = "";

    /// <summary>The company a person belongs to; null for companies and for persons without one.</summary>
    public long? CompanyId { get; private set; }

    public Contact? Company { get; private set; }

    /// <summary>Lower case.</summary>
    public string? Email { get; private set; }

    public string? Phone { get; private set; }

    /// <summary>Who looks after the contact.</summary>
    public long? SalespersonId { get; private set; }

    public Salesperson? Salesperson { get; private set; }

    /// <summary>By what the program knows it from which it was imported, at most 100 characters; null for one that was made here.</summary>
    public string? ExternalId { get; private set; }

    /// <summary>A blocked contact cannot be given a new opportunity.</summary>
    public bool Blocked { get; private set; }

    /// <summary>Name with the company behind it, as people say it: <c>Ana Lima (Contoso)</c>.</summary>
    public string DisplayName => Company is null ? Name : $"{Name} ({Company.Name})";

    /// <summary>Makes one that is not blocked; refuses what <see cref="Change"/> refuses.</summary>
    public static Result<Contact> Create(
        string no, ContactType type, string? name, Contact? company, string? email, string? phone, long? salespersonId) =>
        Create(no, new ContactDetails(type, name, company, email, phone, salespersonId, Blocked: false));

    /// <summary>Makes one with a number out of the series; refuses what <see cref="Change"/> refuses.</summary>
    public static Result<Contact> Create(string no, ContactDetails details) => new Contact { No = no }.Change(details);

    /// <summary>Takes on all the details, or none when one of them is refused.</summary>
    public Result<Contact> Change(ContactDetails details)
    {
        ArgumentNullException.ThrowIfNull(details);
        var email = Checks.Tidy(details.Email)?.ToLowerInvariant();
        var refusals = Checks.All(
            Enum.IsDefined(details.Type) ? null : Refusals.UnknownValue.For("type"),
            Checks.RequiredText(details.Name, MaxNameLength, "name"),
            Checks.Email(email, "email"),
            Checks.Length(Checks.Tidy(details.Phone), MaxPhoneLength, "phone"),
            details.Company is null ? null
                : details.Type != ContactType.Person ? Refusals.CompanyOfPersonsOnly
                : details.Company.Type != ContactType.Company || details.Company == this ? Refusals.CompanyUnknown : null);
        if (refusals.Count > 0)
        {
            return refusals;
        }

        Type = details.Type;
        Name = Checks.Tidy(details.Name)!;
        Search = SearchText.Fold(Name);
        (Company, CompanyId) = (details.Company, details.Company?.Id);
        Email = email;
        Phone = Checks.Tidy(details.Phone);
        SalespersonId = details.SalespersonId;
        Blocked = details.Blocked;
        return this;
    }

    /// <summary>Remembers by what another program knows it.</summary>
    internal void KnownElsewhereAs(string? externalId) => ExternalId = externalId;

    /// <summary>Blocks it, or lets it be chosen again; opportunities that name it stay as they are.</summary>
    public void Block(bool blocked) => Blocked = blocked;

    /// <summary>Whether nothing says any more who this was.</summary>
    internal bool IsErased => Name == ErasedName;

    private string ErasedName => "Erased " + No;

    /// <summary>Leaves of a contact its number, by which opportunities and figures know it; it is blocked.</summary>
    internal void Erase()
    {
        (Name, Email, Phone, Blocked) = (ErasedName, null, null, true);
        Search = SearchText.Fold(Name);
    }
}

/// <summary>What can be said of a contact; see <see cref="Contact"/> for meanings and limits.</summary>
public sealed record ContactDetails(
    ContactType Type, string? Name, Contact? Company, string? Email, string? Phone, long? SalespersonId, bool Blocked);

internal sealed class ContactConfiguration : IEntityTypeConfiguration<Contact>
{
    public void Configure(EntityTypeBuilder<Contact> builder)
    {
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.Property(c => c.No).HasMaxLength(Contact.MaxNoLength);
        builder.Property(c => c.Name).HasMaxLength(Contact.MaxNameLength);
        builder.Property(c => c.Search).HasMaxLength(2 * Contact.MaxNameLength);
        builder.Property(c => c.Email).HasMaxLength(Salesperson.MaxEmailLength);
        builder.Property(c => c.Phone).HasMaxLength(Contact.MaxPhoneLength);
        builder.Property(c => c.ExternalId).HasMaxLength(Contact.MaxExternalIdLength);
        builder.HasIndex(c => c.ExternalId).HasFilter("\"ExternalId\" IS NOT NULL");
        builder.HasIndex(c => c.No).IsUnique();
        builder.HasIndex(c => c.Search);
        builder.HasIndex(c => c.Email).HasFilter("\"Email\" IS NOT NULL");
        builder.HasOne(c => c.Company).WithMany().HasForeignKey(c => c.CompanyId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(c => c.Salesperson).WithMany().HasForeignKey(c => c.SalespersonId).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(c => c.DisplayName);
    }
}
