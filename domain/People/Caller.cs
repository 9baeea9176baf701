using ChatOpportunities.Domain.Audit;

namespace ChatOpportunities.Domain.People;

/// <summary>Who asks, from where and when; every use case takes one.</summary>
/// <param name="SalespersonId">The person; 0 for a program that acts in nobody's name.</param>
/// <param name="Name">Their name, for the history.</param>
/// <param name="Role">What they may do.</param>
/// <param name="TeamId">Their team, if any.</param>
/// <param name="TimeZone">Their time zone.</param>
/// <param name="Language">Their language, two letters.</param>
/// <param name="Source">The door they came through.</param>
/// <param name="Now">UTC instant of the act.</param>
/// <param name="Today">Their own date at that instant.</param>
public sealed record Caller(
    long SalespersonId, string Name, Role Role, long? TeamId, TimeZoneInfo TimeZone, string Language,
    ActSource Source, DateTimeOffset Now, DateOnly Today)
{
    /// <summary>Their code; null for a program that acts in nobody's name.</summary>
    public string? Code { get; init; }

    /// <summary>The region whose numbers and dates they write, two capitals; null where they did not say.</summary>
    public string? Region { get; init; }

    /// <summary>The person for the history; null when a program acts in nobody's name.</summary>
    public long? PersonId => SalespersonId == 0 ? null : SalespersonId;

    /// <summary>
    /// A known person acting now; <paramref name="today"/> overrides their time zone's date where the channel says the sender's day.
    /// </summary>
    public static Caller For(Salesperson person, ActSource source, DateTimeOffset now, DateOnly? today = null)
    {
        ArgumentNullException.ThrowIfNull(person);
        var zone = person.Zone;
        return new Caller(
            person.Id, person.Name, person.Role, person.TeamId, zone, person.Language, source, now,
            today ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime))
        {
            Code = person.Code,
            Region = person.Region,
        };
    }
}
