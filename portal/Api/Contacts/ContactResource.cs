using ChatOpportunities.Domain.People;

namespace ChatOpportunities.Portal.Api.Contacts;

/// <summary>A company or a person.</summary>
internal sealed record ContactResource(
    string No, ContactType Type, string Name, string? CompanyNo, string? Email, string? Phone, string? SalespersonCode, bool Blocked)
{
    public static ContactResource Of(Contact contact) => new(
        contact.No, contact.Type, contact.Name, contact.Company?.No, contact.Email, contact.Phone, contact.Salesperson?.Code, contact.Blocked);

    public static ContactResource Of(ContactRow row) => new(
        row.No, row.Type, row.Name, row.CompanyNo, row.Email, row.Phone, row.SalespersonCode, row.Blocked);
}

/// <summary>What can be asked of a contact; left out, the number is the next one and the type that of a person when a company is named.</summary>
internal sealed record ContactBody(
    string? No = null, ContactType? Type = null, string? Name = null, string? CompanyNo = null, string? Email = null,
    string? Phone = null, string? SalespersonCode = null, bool? Blocked = null)
{
    public ContactForm ToForm() => new(
        Type ?? (string.IsNullOrWhiteSpace(CompanyNo) ? ContactType.Company : ContactType.Person), Name, CompanyNo, Email, Phone, SalespersonCode,
        Blocked ?? false);

    public static ContactBody Of(Contact contact) => new(
        contact.No, contact.Type, contact.Name, contact.Company?.No, contact.Email, contact.Phone, contact.Salesperson?.Code, contact.Blocked);
}
