using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;

namespace ChatOpportunities.Portal.Api.People;

/// <summary>A person. Salespeople see of others what they need to choose one; address, identity and habits are null then.</summary>
internal sealed record SalespersonResource(
    string Code, string Name, string? Email, string? EntraObjectId, Role Role, string? TeamCode, string? Language, string? TimeZone, bool Blocked)
{
    public static SalespersonResource Of(Salesperson person, Caller reader) => AccessPolicy.MayReadSetup(reader) || person.Id == reader.SalespersonId
        ? new(
            person.Code, person.Name, person.Email, person.EntraObjectId?.ToString("D", CultureInfo.InvariantCulture), person.Role,
            person.Team?.Code, person.Language, person.TimeZone, person.Blocked)
        : new(person.Code, person.Name, null, null, person.Role, person.Team?.Code, null, null, person.Blocked);
}

/// <summary>What can be asked of a person; left out, role salesperson, and language and time zone of the company.</summary>
internal sealed record SalespersonBody(
    string? Code = null, string? Name = null, string? Email = null, string? EntraObjectId = null, Role? Role = null,
    string? TeamCode = null, string? Language = null, string? TimeZone = null, bool? Blocked = null)
{
    public static SalespersonBody Of(Salesperson person) => new(
        person.Code, person.Name, person.Email, person.EntraObjectId?.ToString("D", CultureInfo.InvariantCulture), person.Role, person.Team?.Code,
        person.Language, person.TimeZone, person.Blocked);

    public PersonForm Form(CompanyOptions company) => new(
        Name, Email, EntraObjectId, Role ?? Domain.People.Role.Salesperson, TeamCode, Language ?? company.DefaultLanguage,
        TimeZone ?? company.DefaultTimeZone, Blocked ?? false);
}

/// <summary>A team and who leads it.</summary>
internal sealed record TeamResource(string Code, string Name, string? ManagerCode)
{
    public static TeamResource Of(SalesTeam team) => new(team.Code, team.Name, team.Manager?.Code);
}

/// <summary>What can be asked of a team.</summary>
internal sealed record TeamBody(string? Code = null, string? Name = null, string? ManagerCode = null)
{
    public static TeamBody Of(SalesTeam team) => new(team.Code, team.Name, team.Manager?.Code);
}

/// <summary>Somebody who wrote to the bot and is not known.</summary>
internal sealed record WaitingResource(string EntraObjectId, string Name, string? Email, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt)
{
    public static WaitingResource Of(WaitingPerson person) => new(
        person.EntraObjectId.ToString("D", CultureInfo.InvariantCulture), person.Name, person.Email, person.FirstSeenAt, person.LastSeenAt);
}
