using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.Reminders;

/// <summary>When reminders are looked for and how they are sent: settings <c>Reminders:*</c>.</summary>
public sealed class RemindersOptions
{
    /// <summary>Section of the settings.</summary>
    public const string Section = "Reminders";

    /// <summary>Seconds between two looks at what is due.</summary>
    public int TickSeconds { get; set; } = 10;

    /// <summary>Most reminders claimed at once.</summary>
    public int BatchSize { get; set; } = 100;

    /// <summary>Hour of the daily brief, on the clock of the person who gets it.</summary>
    public TimeOnly SendAt { get; set; } = new(8, 0);

    /// <summary>Seconds after which another process may take over what was claimed and not finished.</summary>
    public int LeaseSeconds { get; set; } = 60;

    /// <summary>Attempts after which a reminder counts as failed.</summary>
    public int MaxAttempts { get; set; } = 8;
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
            Outside(nameof(options.TickSeconds), options.TickSeconds, 1, 3600),
            Outside(nameof(options.BatchSize), options.BatchSize, 1, 10_000),
            Outside(nameof(options.LeaseSeconds), options.LeaseSeconds, 5, 3600),
            Outside(nameof(options.MaxAttempts), options.MaxAttempts, 1, 100),
        ];
        return wrong.OfType<string>().ToList() is { Count: > 0 } sentences
            ? ValidateOptionsResult.Fail(sentences)
            : ValidateOptionsResult.Success;
    }

    private static string? Outside(string setting, int value, int least, int most) => value >= least && value <= most
        ? null
        : $"{RemindersOptions.Section}:{setting} must be from {least} to {most}; it is {value}.";
}
