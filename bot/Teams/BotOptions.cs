using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Teams;

/// <summary>Settings under <c>Bot</c>: who the bot is and whom it talks to.</summary>
internal sealed class BotOptions
{
    public const string Section = "Bot";

    /// <summary>The bot's app id. Without one it answers only this machine, and only in Development.</summary>
    public string? AppId { get; set; }

    /// <summary>
    /// The bot's home: the directory its own token comes from, and the one tenant served unless <see cref="AllowedTenants"/> names others.
    /// </summary>
    public string? TenantId { get; set; }

    /// <summary>
    /// Tenants served, when they are not just <see cref="TenantId"/>. Empty, and without a home: every tenant the app is installed in.
    /// </summary>
    public IList<string> AllowedTenants { get; } = [];

    public BotCredential Credential { get; set; } = new();

    /// <summary>
    /// Hosts the bot's token may be sent to; a leading <c>*.</c> stands for any name below. Empty means Teams' own hosts.
    /// </summary>
    public IList<string> AllowedServiceHosts { get; } = [];

    /// <summary>
    /// Where people open the portal, as <c>https://sales.example.com</c>: links below are previewed in messages, and no others.
    /// </summary>
    public IList<string> PortalAddresses { get; } = [];

    /// <summary>Where the keys of the channel's tokens are published.</summary>
    public Uri OpenIdMetadata { get; set; } = new("https://login.botframework.com/v1/.well-known/openidconfiguration");

    /// <summary>Issuer of the channel's tokens.</summary>
    public string Issuer { get; set; } = "https://api.botframework.com";

    /// <summary>What the bot's own token is for.</summary>
    public string Scope { get; set; } = "https://api.botframework.com/.default";

    /// <summary>Where the bot's own token is asked for; government clouds have other addresses.</summary>
    public Uri Authority { get; set; } = new("https://login.microsoftonline.com/");

    /// <summary>
    /// How many hosts send at the same time, from 1 to 8: each keeps to its part of what a tenant may take.
    /// </summary>
    public int SendingHosts { get; set; } = 1;

    /// <summary>Callers whose tokens Entra ID issues instead of the channel; off until tenants are named.</summary>
    public EntraCallers Entra { get; set; } = new();

    internal bool IsAnonymous => string.IsNullOrEmpty(AppId);

    /// <summary>
    /// The directory whose people are recognised by their mail: the bot's own, else the one tenant that is served. Null when there are
    /// several and none is the home: then nobody is, since another directory may give anybody any mail.
    /// </summary>
    internal string? HomeTenant => TenantId is { Length: > 0 } own ? own : AllowedTenants.Count == 1 ? AllowedTenants[0] : null;

    /// <summary>Whether an address is the portal's: of its scheme, host and port, with no name of a user before the host.</summary>
    internal bool IsOfPortal(Uri address) => address.UserInfo.Length == 0 && PortalAddresses.Any(own =>
        Uri.TryCreate(own, UriKind.Absolute, out var portal)
        && Uri.Compare(address, portal, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0);
}

/// <summary>
/// The second kind of issuer (settings under <c>Bot:Entra</c>). Its tokens name no channel and no service address, so they are
/// refused unless they are asked for here.
/// </summary>
internal sealed class EntraCallers
{
    public Uri OpenIdMetadata { get; set; } = new("https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration");

    /// <summary>Directories whose tokens are taken.</summary>
    public IList<string> Tenants { get; } = [];

    /// <summary>Apps that may call; empty means the bot itself only.</summary>
    public IList<string> AppIds { get; } = [];

    /// <summary>The two forms in which a directory names itself as issuer; null when the directory is not taken.</summary>
    internal string? TenantOf(string issuer) => Tenants.FirstOrDefault(tenant =>
        issuer.Equals($"https://sts.windows.net/{tenant}/", StringComparison.OrdinalIgnoreCase)
        || issuer.Equals($"{OpenIdMetadata.GetLeftPart(UriPartial.Authority)}/{tenant}/v2.0", StringComparison.OrdinalIgnoreCase));
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
        var (answers, reminds) = (IsHostOf("bot"), IsHostOf("reminders"));
        if (!answers && !reminds)
        {
            return ValidateOptionsResult.Success;
        }

        if (!options.PortalAddresses.Where(address => !string.IsNullOrEmpty(address)).All(IsOfASite))
        {
            return ValidateOptionsResult.Fail(
                "Bot:PortalAddresses must be https addresses without a path, such as https://sales.example.com.");
        }

        if (options.IsAnonymous)
        {
            return environment.IsDevelopment()
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(answers
                    ? "Bot:AppId is not set: outside Development the bot needs the id of its app registration, "
                        + "so that it can tell Teams from strangers."
                    : "Bot:AppId is not set: outside Development a host that sends reminders needs the id of the bot's app registration, "
                        + "or none arrives.");
        }

        var wrong = MissingSetting(options, answers) ?? WrongCredential(options.Credential) ?? UnsafeAddress(options);
        return wrong is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private string? MissingSetting(BotOptions options, bool answers)
    {
        if (!options.Credential.IsGiven)
        {
            return "Bot:Credential is not set: with Bot:AppId the bot needs a Secret, a CertificatePath, "
                + "a ManagedIdentityClientId or a FederatedIdentityClientId.";
        }

        if (answers && options.HomeTenant is null && options.AllowedTenants.Count == 0 && !environment.IsDevelopment())
        {
            return "Bot:TenantId is not set: outside Development the bot needs the directory of its people, "
                + "or Bot:AllowedTenants, or it would serve everybody's.";
        }

        if (string.IsNullOrEmpty(options.Credential.Secret) && string.IsNullOrEmpty(options.Credential.ManagedIdentityClientId)
            && string.IsNullOrEmpty(options.TenantId))
        {
            return "Bot:TenantId is not set: a certificate or federated credential needs the directory it belongs to.";
        }

        return null;
    }

    private static string? WrongCredential(BotCredential credential)
    {
        if (credential.CertificatePath is { Length: > 0 } certificate && !File.Exists(certificate))
        {
            return $"Bot:Credential:CertificatePath names a file that is not there: {certificate}.";
        }

        if (new[] { credential.Secret, credential.CertificatePath, credential.ManagedIdentityClientId,
            credential.FederatedIdentityClientId }
            .Count(way => !string.IsNullOrEmpty(way)) > 1)
        {
            return "Bot:Credential names more than one way to prove who the bot is; it takes one.";
        }

        return null;
    }

    private string? UnsafeAddress(BotOptions options)
    {
        foreach (var (setting, address) in new[]
        {
            ("Bot:OpenIdMetadata", options.OpenIdMetadata), ("Bot:Entra:OpenIdMetadata", options.Entra.OpenIdMetadata),
            ("Bot:Authority", options.Authority),
        })
        {
            if (!address.IsAbsoluteUri || !IsSafe(address))
            {
                return $"{setting} must be an https address.";
            }
        }

        return null;
    }

    private bool IsSafe(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || (environment.IsDevelopment() && ServiceHosts.IsThisMachine(address));

    private bool IsOfASite(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && IsSafe(address)
        && address.PathAndQuery == "/" && address.UserInfo.Length == 0 && address.Fragment.Length == 0;

    /// <summary>Roles are a list or one comma-separated value; none means all.</summary>
    private bool IsHostOf(string role)
    {
        var section = configuration.GetSection("Host:Roles");
        var roles = section.GetChildren().Select(role => role.Value).Append(section.Value)
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .ToList();
        return roles.Count == 0 || roles.Contains(role, StringComparer.OrdinalIgnoreCase);
    }
}
