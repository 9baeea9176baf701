using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.People;

/// <summary>Whether a contact is a firm or somebody in it.</summary>
public enum ContactType
{
    Company = 0,
    Person = 1,
}

/// <summary>A customer or prospect: a company, or a person with or without one.</summary>
public sealed class Contact : Entity
{
    public const int MaxNoLength = 20;
    public const int MaxNameLength = 100;

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

    public string? Email { get; private set; }

    public string? Phone { get; private set; }

    /// <summary>Who looks after the contact.</summary>
    public long? SalespersonId { get; private set; }

    /// <summary>A blocked contact cannot be given a new opportunity.</summary>
    public bool Blocked { get; private set; }

    /// <summary>Name with the company behind it, as people say it: <c>Ana Lima (Contoso)</c>.</summary>
    public string DisplayName => Company is null ? Name : $"{Name} ({Company.Name})";

    public static Result<Contact> Create(
        string no, ContactType type, string? name, Contact? company, string? email, string? phone, long? salespersonId)
    {
        var refusals = Checks.All(
            Checks.RequiredText(name, MaxNameLength, "name"),
            Checks.Length(Checks.Tidy(email), Salesperson.MaxEmailLength, "email"),
            Checks.Length(Checks.Tidy(phone), 30, "phone"),
            type == ContactType.Company && company is not null ? Refusals.UnknownValue.For("companyNo") : null,
            company is { Type: not ContactType.Company } ? Refusals.UnknownValue.For("companyNo") : null);
        return refusals.Count > 0
            ? refusals
            : new Contact
            {
                No = no,
                Type = type,
                Name = Checks.Tidy(name)!,
                Search = SearchText.Fold(Checks.Tidy(name)!),
                Company = company,
                CompanyId = company?.Id,
                Email = Checks.Tidy(email),
                Phone = Checks.Tidy(phone),
                SalespersonId = salespersonId,
            };
    }
}

internal sealed class ContactConfiguration : IEntityTypeConfiguration<Contact>
{
    public void Configure(EntityTypeBuilder<Contact> builder)
    {
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.Property(c => c.No).HasMaxLength(Contact.MaxNoLength);
        builder.Property(c => c.Name).HasMaxLength(Contact.MaxNameLength);
        builder.Property(c => c.Search).HasMaxLength(2 * Contact.MaxNameLength);
        builder.Property(c => c.Email).HasMaxLength(Salesperson.MaxEmailLength);
        builder.Property(c => c.Phone).HasMaxLength(30);
        builder.HasIndex(c => c.No).IsUnique();
        builder.HasIndex(c => c.Search);
        builder.HasOne(c => c.Company).WithMany().HasForeignKey(c => c.CompanyId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Salesperson>().WithMany().HasForeignKey(c => c.SalespersonId).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(c => c.DisplayName);
    }
}
