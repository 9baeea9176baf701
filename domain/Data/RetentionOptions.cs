using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.Data;

/// <summary>For how long the log and the list of what was delivered are kept: settings under <c>Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>Section of the settings.</summary>
    public const string Section = "Retention";

    /// <summary>Fewer would take away what somebody still works with.</summary>
    public const int LeastDays = 30;

    /// <summary>
    /// Days after which lines of the audit log are deleted, notes and the timeline of opportunities among them; null keeps them.
    /// </summary>
    public int? AuditDays { get; set; }

    /// <summary>Days after which what became of reminders of closed opportunities is deleted; null keeps it.</summary>
    public int? DeliveryDays { get; set; }

    /// <summary>Days for which an admin sees what the bot could not deliver.</summary>
    public int UndeliveredDays { get; set; } = 30;

    /// <summary>Days for which an admin sees what webhooks were told.</summary>
    public int WebhookDays { get; set; } = 14;
}

/// <summary>Stops the start with sentences naming the wrong settings.</summary>
public sealed class RetentionOptionsValidator : IValidateOptions<RetentionOptions>
{
    private const int MostDays = 36500;

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> wrong =
        [
            .. new[] { (nameof(options.AuditDays), options.AuditDays), (nameof(options.DeliveryDays), options.DeliveryDays) }
                .Where(o => o.Item2 is < RetentionOptions.LeastDays or > MostDays)
                .Select(o => $"Retention:{o.Item1} must be from {RetentionOptions.LeastDays} to {MostDays}, or left out to keep all."),
        ];
        if (options.UndeliveredDays is < 1 or > MostDays)
        {
            wrong.Add($"Retention:UndeliveredDays must be from 1 to {MostDays}.");
        }

        if (options.WebhookDays is < 2 or > MostDays)
        {
            wrong.Add($"Retention:WebhookDays must be from 2 to {MostDays}.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
