using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.Exchange.Webhooks;

/// <summary>Where webhooks may lead, and for how long they may fail: settings <c>Webhooks:*</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>Section of the settings.</summary>
    public const string Section = "Webhooks";

    /// <summary>
    /// Whether receivers may be inside the network: on this machine, at private addresses, over http. Off, because whoever may set up a
    /// webhook could otherwise write to what only this machine reaches.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>Days without anything arriving after which a webhook is switched off.</summary>
    public int SwitchOffAfterDays { get; set; } = 3;
}

/// <summary>Stops the start with sentences naming the wrong settings.</summary>
public sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.SwitchOffAfterDays is >= 1 and <= 30
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{WebhookOptions.Section}:SwitchOffAfterDays must be from 1 to 30; it is {options.SwitchOffAfterDays}.");
    }
}
