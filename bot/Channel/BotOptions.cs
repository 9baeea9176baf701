using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Channel;

/// <summary>Settings under <c>Bot</c>: who the bot is and whom it talks to.</summary>
internal sealed class BotOptions
{
    public const string Section = "Bot";

    /// <summary>The bot's app id. Without one it answers only this machine, and only in Development.</summary>
    public string? AppId { get; set; }

    /// <summary>The one tenant served; the directory its own token comes from.</summary>
    public string? TenantId { get; set; }

    public BotCredential Credential { get; set; } = new();

    /// <summary>Hosts the bot's token may be sent to; a leading <c>*.</c> stands for any name below. Empty means Teams' own hosts.</summary>
    public IList<string> AllowedServiceHosts { get; } = [];

    /// <summary>Where the keys of the channel's tokens are published.</summary>
    public Uri OpenIdMetadata { get; set; } = new("https://login.botframework.com/v1/.well-known/openidconfiguration");

    /// <summary>Issuer of the channel's tokens.</summary>
    public string Issuer { get; set; } = "https://api.botframework.com";

    /// <summary>What the bot's own token is for.</summary>
    public string Scope { get; set; } = "https://api.botframework.com/.default";

    internal bool IsAnonymous => string.IsNullOrEmpty(AppId);
}

/// <summary>How the bot proves who it is; one of the four.</summary>
internal sealed class BotCredential
{
    public string? Secret { get; set; }

    public string? CertificatePath { get; set; }
    public string? CertificatePassword { get; set; }

    /// <summary>Client id of a managed identity that is the bot.</summary>
    public string? ManagedIdentityClientId { get; set; }

    /// <summary>Client id of a managed identity that the bot's app registration trusts (federated credential).</summary>
    public string? FederatedIdentityClientId { get; set; }

    internal bool IsGiven =>
        new[] { Secret, CertificatePath, ManagedIdentityClientId, FederatedIdentityClientId }.Any(way => !string.IsNullOrEmpty(way));
}

/// <summary>Stops the start, in one sentence, when the bot could not be trusted or could not answer.</summary>
internal sealed class BotOptionsValidator(IConfiguration configuration, IHostEnvironment environment) : IValidateOptions<BotOptions>
{
    public ValidateOptionsResult Validate(string? name, BotOptions options)
    {
        if (!IsBotHost())
        {
            return ValidateOptionsResult.Success;
        }

        if (options.IsAnonymous)
        {
            return environment.IsDevelopment()
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(
                    "Bot:AppId is not set: outside Development the bot needs the id of its app registration, so that it can tell Teams from strangers.");
        }

        if (!options.Credential.IsGiven)
        {
            return ValidateOptionsResult.Fail(
                "Bot:Credential is not set: with Bot:AppId the bot needs a Secret, a CertificatePath, a ManagedIdentityClientId or a FederatedIdentityClientId.");
        }

        if (string.IsNullOrEmpty(options.Credential.Secret) && string.IsNullOrEmpty(options.Credential.ManagedIdentityClientId)
            && string.IsNullOrEmpty(options.TenantId))
        {
            return ValidateOptionsResult.Fail("Bot:TenantId is not set: a certificate or federated credential needs the directory it belongs to.");
        }

        if (options.Credential.CertificatePath is { Length: > 0 } certificate && !File.Exists(certificate))
        {
            return ValidateOptionsResult.Fail($"Bot:Credential:CertificatePath names a file that is not there: {certificate}.");
        }

        return options.OpenIdMetadata.IsAbsoluteUri && (options.OpenIdMetadata.Scheme == Uri.UriSchemeHttps
                || (environment.IsDevelopment() && ServiceHosts.IsThisMachine(options.OpenIdMetadata)))
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Bot:OpenIdMetadata must be an https address.");
    }

    /// <summary>Roles are a list or one comma-separated value; none means all.</summary>
    private bool IsBotHost()
    {
        var section = configuration.GetSection("Host:Roles");
        var roles = section.GetChildren().Select(role => role.Value).Append(section.Value)
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .ToList();
        return roles.Count == 0 || roles.Contains("bot", StringComparer.OrdinalIgnoreCase);
    }
}
