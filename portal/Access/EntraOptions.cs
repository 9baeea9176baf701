using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Access;

/// <summary>Signing in with the company's Microsoft Entra ID accounts: settings <c>Portal:Entra:*</c>.</summary>
public sealed class EntraOptions
{
    /// <summary>Section of the settings.</summary>
    public const string Section = "Portal:Entra";

    /// <summary>Where people sign in; left out, it follows from <see cref="TenantId"/>.</summary>
    public string? Authority { get; set; }

    /// <summary>The company's directory (tenant) id.</summary>
    public string? TenantId { get; set; }

    /// <summary>Application (client) id of the app registration; blank: nobody signs in this way.</summary>
    public string? ClientId { get; set; }

    /// <summary>Secret of the app registration.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>Application ID URI of the registration, such as <c>api://sales.example.com/…</c>, when tokens are for that name.</summary>
    public string? ApplicationIdUri { get; set; }

    /// <summary>Hours after which a session ends and people sign in anew.</summary>
    public int SessionHours { get; set; } = 12;

    /// <summary>Whether people can sign in with it.</summary>
    public bool IsSet => !string.IsNullOrWhiteSpace(ClientId);

    /// <summary>The names of our API, for which the token of a Teams tab is made.</summary>
    internal IEnumerable<string> Audiences =>
        string.IsNullOrWhiteSpace(ApplicationIdUri) ? [ClientId!, "api://" + ClientId] : [ClientId!, "api://" + ClientId, ApplicationIdUri];

    /// <summary>The authority, whose discovery document names issuer, keys and endpoints.</summary>
    public string Address =>
        string.IsNullOrWhiteSpace(Authority) ? $"https://login.microsoftonline.com/{TenantId}/v2.0" : Authority.TrimEnd('/');
}

/// <summary>Stops the start with sentences naming the wrong settings.</summary>
/// <param name="isDevelopment">Only there may the authority be this machine itself, without TLS.</param>
public sealed class EntraOptionsValidator(bool isDevelopment = false) : IValidateOptions<EntraOptions>
{
    private const int LongestSession = 24 * 30;

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, EntraOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> wrong = [];
        if (options.IsSet)
        {
            if (string.IsNullOrWhiteSpace(options.Authority) && !Guid.TryParse(options.TenantId, out _))
            {
                wrong.Add(
                    "Portal:Entra:TenantId must be the directory id of the company, such as 00000000-0000-0000-0000-000000000000, "
                    + "when Portal:Entra:ClientId is given.");
            }

            if (!Uri.TryCreate(options.Address, UriKind.Absolute, out var authority)
                || !(authority.Scheme == Uri.UriSchemeHttps || (isDevelopment && authority.IsLoopback)))
            {
                wrong.Add("Portal:Entra:Authority must be an address that begins with https:// (in Development also one of this machine).");
            }

            if (string.IsNullOrWhiteSpace(options.ClientSecret))
            {
                wrong.Add("Portal:Entra:ClientSecret is needed when Portal:Entra:ClientId is given.");
            }
        }

        if (!string.IsNullOrWhiteSpace(options.ApplicationIdUri) && !Uri.TryCreate(options.ApplicationIdUri, UriKind.Absolute, out _))
        {
            wrong.Add("Portal:Entra:ApplicationIdUri must be the application ID URI of the registration, " +
                "such as api://sales.example.com/00000000-0000-0000-0000-000000000000.");
        }

        if (options.SessionHours is < 1 or > LongestSession)
        {
            wrong.Add($"Portal:Entra:SessionHours must be from 1 to {LongestSession}.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
