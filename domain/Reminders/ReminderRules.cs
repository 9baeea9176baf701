using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Reminders;

/// <summary>
/// What the company is reminded of and how much of it: one record, edited in the portal. Until it is first saved the settings
/// <c>Reminders:*</c> stand for it.
/// </summary>
public sealed class ReminderRules : Entity
{
    private const int Company = 1;

    private ReminderRules()
    {
    }

    /// <summary>Always 1, so that there is one record.</summary>
    public int Key { get; private set; } = Company;

    /// <summary>Working days before the expected closing date at which it is said to be near; null never.</summary>
    public int? NearCloseDays { get; private set; }

    /// <summary>Working days without work after which it is asked for; null never.</summary>
    public int? NoActivityDays { get; private set; }

    /// <summary>Working days after a reminder, without an act, after which the manager is told; null never.</summary>
    public int? EscalateAfterDays { get; private set; }

    /// <summary>Most messages of their own that one person gets within an hour; what is more waits.</summary>
    public int AlonePerHour { get; private set; }

    /// <summary>What comes at once and alone.</summary>
    public ReminderKinds AloneKinds { get; private set; }

    /// <summary>When the brief comes, on everybody's own clock.</summary>
    public TimeOnly BriefAt { get; private set; }

    /// <summary>From when on nothing is sent; null when there are no quiet hours.</summary>
    public TimeOnly? QuietFrom { get; private set; }

    /// <summary>Until when nothing is sent.</summary>
    public TimeOnly? QuietTo { get; private set; }

    internal static ReminderRules Of(ReminderRulesForm form) => new ReminderRules().With(form);

    internal ReminderRules With(ReminderRulesForm form)
    {
        (NearCloseDays, NoActivityDays, EscalateAfterDays, AlonePerHour, AloneKinds, BriefAt, QuietFrom, QuietTo) =
            (
                form.NearCloseDays, form.NoActivityDays, form.EscalateAfterDays, form.AlonePerHour, form.AloneKinds, form.BriefAt,
                form.QuietFrom, form.QuietTo);
        return this;
    }

    internal sealed class Configuration : IEntityTypeConfiguration<ReminderRules>
    {
        public void Configure(EntityTypeBuilder<ReminderRules> builder)
        {
            builder.Property(r => r.Version).IsConcurrencyToken();
            builder.HasIndex(r => r.Key).IsUnique();
        }
    }
}

/// <summary>The rules as they are to be; see <see cref="ReminderRules"/> for meanings.</summary>
public sealed record ReminderRulesForm(
    int? NearCloseDays, int? NoActivityDays, int? EscalateAfterDays, int AlonePerHour, ReminderKinds AloneKinds, TimeOnly BriefAt,
    TimeOnly? QuietFrom, TimeOnly? QuietTo);
