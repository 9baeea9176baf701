using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Reminders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.People;

/// <summary>A person who sells, leads or administers; the same record for chat and portal.</summary>
public sealed class Salesperson : Entity
{
    public const int MaxCodeLength = 20;
    public const int MaxNameLength = 100;
    public const int MaxEmailLength = 200;

    private Salesperson()
    {
    }

    /// <summary>At most 20 characters, capitals.</summary>
    public string Code { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>Lower case; a Teams user without a known object id is matched by it.</summary>
    public string? Email { get; private set; }

    /// <summary>Entra object id, by which Teams and the portal know the person.</summary>
    public Guid? EntraObjectId { get; private set; }

    public Role Role { get; private set; }

    public long? TeamId { get; private set; }

    public SalesTeam? Team { get; private set; }

    /// <summary>Two letters, one of <see cref="Texts.Languages"/>.</summary>
    public string Language { get; private set; } = "en";

    /// <summary>Whose numbers and dates the person writes, one of <see cref="Regions.Codes"/>; null follows the company.</summary>
    public string? Region { get; private set; }

    /// <summary>IANA name.</summary>
    public string TimeZone { get; private set; } = "Etc/UTC";

    /// <summary>A blocked person can neither sign in nor be chosen; their history stays.</summary>
    public bool Blocked { get; private set; }

    /// <summary>When the daily brief comes, on the person's own clock; null follows the company.</summary>
    public TimeOnly? BriefAt { get; private set; }

    /// <summary>From when on nothing is sent, on the person's own clock; null follows the company.</summary>
    public TimeOnly? QuietFrom { get; private set; }

    /// <summary>Until when nothing is sent; before <see cref="QuietFrom"/> when that is over midnight.</summary>
    public TimeOnly? QuietTo { get; private set; }

    /// <summary>Which reminders come at once and alone instead of with the brief; null follows the company.</summary>
    public ReminderKinds? AloneKinds { get; private set; }

    /// <summary>UTC instant at which the person was greeted in the chat, once.</summary>
    public DateTimeOffset? WelcomedAt { get; private set; }

    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>A copy without their team.</summary>
    internal Salesperson Alone() => ((Salesperson)Clone()).In(null);

    /// <summary>Puts their team into a copy.</summary>
    internal Salesperson In(SalesTeam? team)
    {
        Team = team;
        return this;
    }

    /// <summary>Makes a person; refuses a bad code and what <see cref="Change"/> refuses.</summary>
    public static Result<Salesperson> Create(string? code, PersonDetails details)
    {
        var person = new Salesperson { Code = Checks.NormalCode(code) };
        return Checks.Code(person.Code, MaxCodeLength) is { } bad ? bad : person.Change(details);
    }

    /// <summary>Takes on all the details, or none when one of them is refused.</summary>
    public Result<Salesperson> Change(PersonDetails details)
    {
        ArgumentNullException.ThrowIfNull(details);
        var email = Checks.Tidy(details.Email)?.ToLowerInvariant();
        var refusals = Checks.All(
            Checks.RequiredText(details.Name, MaxNameLength, "name"),
            Checks.Email(email, "email"),
            Enum.IsDefined(details.Role) ? null : Refusals.UnknownValue.For("role"),
            Texts.Languages.Contains(details.Language) ? null : Refusals.UnknownValue.For("language"),
            TimeZoneInfo.TryFindSystemTimeZoneById(details.TimeZone, out _) ? null : Refusals.UnknownValue.For("timeZone"));
        if (refusals.Count > 0)
        {
            return refusals;
        }

        Name = Checks.Tidy(details.Name)!;
        Email = email;
        EntraObjectId = details.EntraObjectId;
        Role = details.Role;
        TeamId = details.TeamId;
        Language = details.Language;
        TimeZone = details.TimeZone;
        Blocked = details.Blocked;
        return this;
    }

    /// <summary>Takes on how the person wants to be reminded; null follows the company.</summary>
    internal void Prefer(TimeOnly? briefAt, TimeOnly? quietFrom, TimeOnly? quietTo, ReminderKinds? aloneKinds) =>
        (BriefAt, QuietFrom, QuietTo, AloneKinds) = (briefAt, quietFrom, quietTo, aloneKinds);

    /// <summary>Takes on the region whose numbers and dates the person writes; null follows the company. Refuses an unknown one.</summary>
    public Refusal? WriteAs(string? region)
    {
        if (region is not null && !Regions.Codes.Contains(region))
        {
            return Refusals.UnknownValue.For("region");
        }

        Region = region;
        return null;
    }

    /// <summary>Blocks the person, or lets them in again; history and open opportunities stay.</summary>
    public void Block(bool blocked) => Blocked = blocked;

    /// <summary>Whether nothing says any more who this was.</summary>
    internal bool IsErased => Code == ErasedCode;

    private string ErasedCode => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"ERASED-{Id}");

    /// <summary>Leaves of a person what figures and history need, a number; they are blocked, and nothing says who they were.</summary>
    internal void Erase()
    {
        Code = ErasedCode;
        Name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Erased {Id}");
        (Email, EntraObjectId, Blocked, WelcomedAt) = (null, null, true, null);
        (BriefAt, QuietFrom, QuietTo, AloneKinds) = (null, null, null, null);
    }

    /// <summary>Remembers who this is in Entra once Teams has told us.</summary>
    public void RecognizedAs(Guid objectId) => EntraObjectId = objectId;

    /// <summary>Remembers that the person was greeted.</summary>
    public void Welcomed(DateTimeOffset now) => WelcomedAt = now;
}

/// <summary>What can be said of a person; see <see cref="Salesperson"/> for meanings and limits.</summary>
public sealed record PersonDetails(
    string? Name, string? Email, Guid? EntraObjectId, Role Role, long? TeamId, string Language, string TimeZone, bool Blocked);

internal sealed class SalespersonConfiguration : IEntityTypeConfiguration<Salesperson>
{
    public void Configure(EntityTypeBuilder<Salesperson> builder)
    {
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Property(p => p.Code).HasMaxLength(Salesperson.MaxCodeLength);
        builder.Property(p => p.Name).HasMaxLength(Salesperson.MaxNameLength);
        builder.Property(p => p.Email).HasMaxLength(Salesperson.MaxEmailLength);
        builder.Property(p => p.Language).HasMaxLength(2);
        builder.Property(p => p.Region).HasMaxLength(2);
        builder.Property(p => p.TimeZone).HasMaxLength(60);
        builder.HasIndex(p => p.Code).IsUnique();
        builder.HasIndex(p => p.Email).IsUnique();
        builder.HasIndex(p => p.EntraObjectId).IsUnique();
        builder.HasOne(p => p.Team).WithMany().HasForeignKey(p => p.TeamId).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(p => p.Zone);
    }
}
