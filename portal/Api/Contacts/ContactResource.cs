using ChatOpportunities.Domain.People;

namespace ChatOpportunities.Portal.Api.Contacts;

/// <summary>A company, or a person in one or alone.</summary>
/// <param name="No">Its number; never changes.</param>
/// <param name="Type">What kind it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="CompanyNo">Number of the company the person belongs to.</param>
/// <param name="Email">Mail address; of people, by which the bot recognises them the first time.</param>
/// <param name="Phone">Telephone number, at most 30 characters.</param>
/// <param name="SalespersonCode">Code of the person who looks after the contact.</param>
/// <param name="Blocked">A blocked one keeps its history and takes nothing new.</param>
internal sealed record ContactResource(
    string No, ContactType Type, string Name, string? CompanyNo, string? Email, string? Phone, string? SalespersonCode, bool Blocked)
{
    public static ContactResource Example => new(
        "CT-00001", ContactType.Company, "Contoso Hotels", null, "desk@example.com", "+33 1 23 45 67 89", "ANNA", false);

    public static ContactResource Of(Contact contact) => new(
        contact.No, contact.Type, contact.Name, contact.Company?.No, contact.Email, contact.Phone, contact.Salesperson?.Code,
        contact.Blocked);

    public static ContactResource Of(ContactRow row) => new(
        row.No, row.Type, row.Name, row.CompanyNo, row.Email, row.Phone, row.SalespersonCode, row.Blocked);
}

/// <summary>A contact; with PATCH, what is left out stays as it is.</summary>
/// <param name="No">Left out, the next number of the series; never changes.</param>
/// <param name="Type">Left out, a person when a company is named, else a company.</param>
/// <param name="Name">Its name.</param>
/// <param name="CompanyNo">Number of the company the person belongs to.</param>
/// <param name="Email">Mail address; of people, by which the bot recognises them the first time.</param>
/// <param name="Phone">Telephone number, at most 30 characters.</param>
/// <param name="SalespersonCode">Code of the person who looks after the contact.</param>
/// <param name="Blocked">A blocked one keeps its history and takes nothing new.</param>
internal sealed record ContactBody(
    string? No = null, ContactType? Type = null, string? Name = null, string? CompanyNo = null, string? Email = null,
    string? Phone = null, string? SalespersonCode = null, bool? Blocked = null)
{
    public static ContactBody Example => new(
        Name: "Contoso Hotels", Type: ContactType.Company, Email: "desk@example.com", SalespersonCode: "ANNA");

    public ContactForm ToForm() => new(
        Type ?? (string.IsNullOrWhiteSpace(CompanyNo) ? ContactType.Company : ContactType.Person), Name, CompanyNo, Email, Phone,
        SalespersonCode, Blocked ?? false);

    public static ContactBody Of(Contact contact) => new(
        contact.No, contact.Type, contact.Name, contact.Company?.No, contact.Email, contact.Phone, contact.Salesperson?.Code,
        contact.Blocked);
}

/// <summary>Which contacts are asked for.</summary>
/// <param name="Q">Part of the number or the name. Upper and lower case and accents do not matter.</param>
/// <param name="Type">Only those of this type.</param>
/// <param name="Company">Only the persons of the company with this number.</param>
/// <param name="Salesperson">Only those of the person with this code.</param>
/// <param name="Blocked">Only those that are blocked, or only those that are not.</param>
internal sealed record ContactQuery(
    string? Q = null, ContactType? Type = null, string? Company = null, string? Salesperson = null, bool? Blocked = null)
{
    public ContactFilter ToFilter() => new(Q, Type, Company, Salesperson, Blocked);
}
