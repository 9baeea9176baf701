using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Domain.Reminders;

/// <summary>When somebody may be written to: their own clock and habits, the company's working days, holidays and quiet hours.</summary>
/// <param name="Person">Whose hours they are.</param>
/// <param name="Rules">What holds where the person has said nothing.</param>
/// <param name="Calendar">The company's working days.</param>
public sealed record ReminderHours(Salesperson Person, ReminderRulesForm Rules, WorkingCalendar Calendar)
{
    private TimeOnly? QuietFrom => Person.QuietFrom ?? Rules.QuietFrom;

    private TimeOnly? QuietTo => Person.QuietFrom is null ? Rules.QuietTo : Person.QuietTo;

    /// <summary>Time of the brief; when that lies in the quiet hours, their end.</summary>
    public TimeOnly BriefTime => (Person.BriefAt ?? Rules.BriefAt) is var time && IsQuiet(time, QuietFrom, QuietTo) ? QuietTo!.Value : time;

    /// <summary>Whether a kind of reminder comes at once and alone.</summary>
    public bool ComesAlone(ReminderKind kind) => (Person.AloneKinds ?? Rules.AloneKinds).HasFlag((ReminderKinds)(1 << (int)kind));

    /// <summary>Whether somebody may be written to at an instant.</summary>
    public bool Allows(DateTimeOffset instant)
    {
        var local = TimeZoneInfo.ConvertTime(instant, Person.Zone).DateTime;
        return Calendar.IsWorkingDay(DateOnly.FromDateTime(local)) && !IsQuiet(TimeOnly.FromDateTime(local), QuietFrom, QuietTo);
    }

    /// <summary>The brief of a day; a day off has none, so that of the next working day.</summary>
    public DateTimeOffset Brief(DateOnly day) => InstantOf(Calendar.FirstWorkingDayFrom(day), BriefTime, Person.Zone);

    /// <summary>The first brief after an instant, and its day.</summary>
    public (DateOnly Day, DateTimeOffset At) NextBrief(DateTimeOffset after)
    {
        var day = Calendar.FirstWorkingDayFrom(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(after, Person.Zone).DateTime));
        while (Brief(day) <= after)
        {
            day = Calendar.NextWorkingDay(day);
        }

        return (day, Brief(day));
    }

    /// <summary>The person's date at an instant.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Person.Zone).DateTime);

    /// <summary>A time of a day in a time zone as an instant; in the hour that the clocks jump over, an hour later.</summary>
    public static DateTimeOffset InstantOf(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = day.ToDateTime(time);
        if (zone.IsInvalidTime(local))
        {
            local = local.AddHours(1);
        }

        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>Whether a time lies in quiet hours, which may go over midnight.</summary>
    public static bool IsQuiet(TimeOnly time, TimeOnly? from, TimeOnly? to) =>
        from is { } start && to is { } end && start != end && time.IsBetween(start, end);
}
