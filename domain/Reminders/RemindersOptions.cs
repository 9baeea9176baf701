using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.Reminders;

/// <summary>When reminders are looked for and how they are sent: settings <c>Reminders:*</c>.</summary>
public sealed class RemindersOptions
{
    /// <summary>Section of the settings.</summary>
    public const string Section = "Reminders";

    /// <summary>Least and usual days of <see cref="PlanAheadDays"/>.</summary>
    public const int LeastPlanAheadDays = 2;

    /// <summary>Seconds between two looks at what is due: a divisor of a minute, or whole minutes that divide an hour.</summary>
    public int TickSeconds { get; set; } = 10;

    /// <summary>
    /// Days before it is due from which a reminder is kept as a row; what comes later is looked for on its day. At least 2, because a day
    /// begins on some clocks before it does on others.
    /// </summary>
    public int PlanAheadDays { get; set; } = LeastPlanAheadDays;

    /// <summary>Most reminders claimed at once.</summary>
    public int BatchSize { get; set; } = 1000;

    /// <summary>How many people are written to at the same time; one after the other while the channel asks for rests.</summary>
    public int AtOnce { get; set; } = 16;

    /// <summary>Hour of the daily brief, on the clock of the person who gets it.</summary>
    public TimeOnly SendAt { get; set; } = new(8, 0);

    /// <summary>
    /// Working days before the expected closing date at which it is near; 0 never. This and what follows stands until the rules are saved
    /// in the portal.
    /// </summary>
    public int NearCloseDays { get; set; } = 3;

    /// <summary>Working days without work after which it is asked for; 0 never.</summary>
    public int NoActivityDays { get; set; } = 15;

    /// <summary>Working days after a reminder without an act after which the manager is told; 0 never.</summary>
    public int EscalateAfterDays { get; set; } = 5;

    /// <summary>Most messages of their own that one person gets within an hour.</summary>
    public int AlonePerHour { get; set; } = 3;

    /// <summary>What comes at once and alone.</summary>
    public ReminderKinds AloneKinds { get; set; } = ReminderKinds.HandOver | ReminderKinds.Escalation | ReminderKinds.NotMine;

    /// <summary>From when on nothing is sent, on everybody's own clock; the same as the end: no quiet hours.</summary>
    public TimeOnly QuietFrom { get; set; } = new(20, 0);

    /// <summary>Until when nothing is sent.</summary>
    public TimeOnly QuietTo { get; set; } = new(7, 0);

    /// <summary>The rules these settings stand for.</summary>
    public ReminderRulesForm Rules()
    {
        static int? Days(int days) => days == 0 ? null : days;
        var quiet = QuietFrom != QuietTo;
        return new ReminderRulesForm(
            Days(NearCloseDays), Days(NoActivityDays), Days(EscalateAfterDays), AlonePerHour, AloneKinds, SendAt,
            quiet ? QuietFrom : null, quiet ? QuietTo : null);
    }

    /// <summary>
    /// Seconds after which another process may take over what was claimed and not finished. With the tick that notices it, less
    /// than a minute.
    /// </summary>
    public int LeaseSeconds { get; set; } = 45;

    /// <summary>
    /// Attempts after which a reminder counts as failed; with the growing waits between them, 16 last for some three hours.
    /// </summary>
    public int MaxAttempts { get; set; } = 16;
}

/// <summary>Stops the start with sentences naming the wrong settings.</summary>
public sealed class RemindersOptionsValidator : IValidateOptions<RemindersOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, RemindersOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string?[] wrong =
        [
            NoTick(options.TickSeconds),
            Outside(nameof(options.PlanAheadDays), options.PlanAheadDays, RemindersOptions.LeastPlanAheadDays, 400),
            Outside(nameof(options.BatchSize), options.BatchSize, 1, 10_000),
            Outside(nameof(options.AtOnce), options.AtOnce, 1, 100),
            Outside(nameof(options.LeaseSeconds), options.LeaseSeconds, 5, 3600),
            Outside(nameof(options.MaxAttempts), options.MaxAttempts, 1, 100),
            Outside(nameof(options.NearCloseDays), options.NearCloseDays, 0, 365),
            Outside(nameof(options.NoActivityDays), options.NoActivityDays, 0, 365),
            Outside(nameof(options.EscalateAfterDays), options.EscalateAfterDays, 0, 365),
            Outside(nameof(options.AlonePerHour), options.AlonePerHour, 1, 60),
        ];
        return wrong.OfType<string>().ToList() is { Count: > 0 } sentences
            ? ValidateOptionsResult.Fail(sentences)
            : ValidateOptionsResult.Success;
    }

    /// <summary>Ticks come at the same seconds of every minute, or minutes of every hour; one each 7 or 90 seconds would limp.</summary>
    private static string? NoTick(int seconds) => seconds > 0 && 3600 % seconds == 0 && (60 % seconds == 0 || seconds % 60 == 0)
        ? null
        : $"{RemindersOptions.Section}:{nameof(RemindersOptions.TickSeconds)} must divide a minute "
            + "(1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 seconds) "
            + $"or be whole minutes that divide an hour (60, 120, 180, 240, 300, 360, 600, 720, 900, 1200, 1800, 3600); it is {seconds}.";

    private static string? Outside(string setting, int value, int least, int most) => value >= least && value <= most
        ? null
        : $"{RemindersOptions.Section}:{setting} must be from {least} to {most}; it is {value}.";
}
