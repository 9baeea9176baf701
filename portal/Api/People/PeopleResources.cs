using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Api.Description;

namespace ChatOpportunities.Portal.Api.People;

/// <summary>A person. Salespeople see of others only code, name, role, team and blocked; the rest is null then.</summary>
/// <param name="Code">Its name for programs and links; never changes.</param>
/// <param name="Name">Its name.</param>
/// <param name="Email">Mail address; of people, by which the bot recognises them the first time.</param>
/// <param name="EntraObjectId">Object id of the account in Microsoft Entra ID, a GUID.</param>
/// <param name="Role">What the person may do.</param>
/// <param name="TeamCode">Code of the team.</param>
/// <param name="Language">Two letters: en or fr.</param>
/// <param name="TimeZone">IANA name, such as Europe/Paris.</param>
/// <param name="Blocked">A blocked one keeps its history and takes nothing new.</param>
internal sealed record SalespersonResource(
    string Code, string Name, string? Email, string? EntraObjectId, Role Role, string? TeamCode, string? Language, string? TimeZone,
    bool Blocked)
{
    public static SalespersonResource Example => new(
        "ANNA", "Anna Keller", "anna@example.com", "00000000-0000-0000-0000-000000000001", Role.Salesperson, "LIGHT", "en",
        "Europe/Paris", false);

    public static SalespersonResource Of(Salesperson person, Caller reader) =>
        AccessPolicy.MayReadSetup(reader) || person.Id == reader.SalespersonId
            ? new(
                person.Code, person.Name, person.Email, person.EntraObjectId?.ToString("D", CultureInfo.InvariantCulture), person.Role,
                person.Team?.Code, person.Language, person.TimeZone, person.Blocked)
            : new(person.Code, person.Name, null, null, person.Role, person.Team?.Code, null, null, person.Blocked);
}

/// <summary>A person; with PATCH, what is left out stays as it is.</summary>
/// <param name="Code">Its name for programs and links: 1 to 20 letters, digits, dots, hyphens or underscores; never changes.</param>
/// <param name="Name">Its name.</param>
/// <param name="Email">Mail address; of people, by which the bot recognises them the first time.</param>
/// <param name="EntraObjectId">Object id of the account in Microsoft Entra ID, a GUID.</param>
/// <param name="Role">Left out, salesperson.</param>
/// <param name="TeamCode">Code of the team.</param>
/// <param name="Language">Two letters: en or fr; left out, the company's.</param>
/// <param name="TimeZone">IANA name, such as Europe/Paris; left out, the company's.</param>
/// <param name="Blocked">A blocked one keeps its history and takes nothing new.</param>
internal sealed record SalespersonBody(
    string? Code = null, string? Name = null, string? Email = null, string? EntraObjectId = null, Role? Role = null,
    string? TeamCode = null, string? Language = null, string? TimeZone = null, bool? Blocked = null)
{
    public static SalespersonBody Example => new(
        "ANNA", "Anna Keller", "anna@example.com", Role: Domain.People.Role.Salesperson, TeamCode: "LIGHT");

    public static SalespersonBody Of(Salesperson person) => new(
        person.Code, person.Name, person.Email, person.EntraObjectId?.ToString("D", CultureInfo.InvariantCulture), person.Role,
        person.Team?.Code, person.Language, person.TimeZone, person.Blocked);

    public PersonForm Form(CompanyOptions company) => new(
        Name, Email, EntraObjectId, Role ?? Domain.People.Role.Salesperson, TeamCode, Language ?? company.DefaultLanguage,
        TimeZone ?? company.DefaultTimeZone, Blocked ?? false);
}

/// <summary>A team and who leads it.</summary>
/// <param name="Code">Its name for programs and links: 1 to 10 letters, digits, dots, hyphens or underscores, kept in capitals; never
/// changes.</param>
/// <param name="Name">Its name.</param>
/// <param name="ManagerCode">Code of the person who leads the team.</param>
internal sealed record TeamResource(string Code, string Name, string? ManagerCode)
{
    public static TeamResource Example => new("LIGHT", "Lighting", "DAVID");

    public static TeamResource Of(SalesTeam team) => new(team.Code, team.Name, team.Manager?.Code);
}

/// <summary>A team; with PATCH, what is left out stays as it is.</summary>
/// <param name="Code">Its name for programs and links: 1 to 10 letters, digits, dots, hyphens or underscores, kept in capitals; never
/// changes.</param>
/// <param name="Name">Its name.</param>
/// <param name="ManagerCode">Code of the person who leads the team.</param>
internal sealed record TeamBody(string? Code = null, string? Name = null, string? ManagerCode = null)
{
    public static TeamBody Example => new("LIGHT", "Lighting", "DAVID");

    public static TeamBody Of(SalesTeam team) => new(team.Code, team.Name, team.Manager?.Code);
}

/// <summary>Somebody who wrote to the bot and is not known.</summary>
/// <param name="EntraObjectId">Object id of the account in Microsoft Entra ID, a GUID.</param>
/// <param name="Name">Its name.</param>
/// <param name="Email">Mail address; of people, by which the bot recognises them the first time.</param>
/// <param name="FirstSeenAt">When they wrote first.</param>
/// <param name="LastSeenAt">When they wrote last.</param>
internal sealed record WaitingResource(
    string EntraObjectId, string Name, string? Email, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt)
{
    public static WaitingResource Example => new(
        "00000000-0000-0000-0000-000000000002", "Wanda Waits", "wanda@example.com", ExampleTime.Instant, ExampleTime.Instant);

    public static WaitingResource Of(WaitingPerson person) => new(
        person.EntraObjectId.ToString("D", CultureInfo.InvariantCulture), person.Name, person.Email, person.FirstSeenAt, person.LastSeenAt);
}
