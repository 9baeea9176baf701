using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Channel;

/// <summary>The bot's own token. One credential per process: it keeps the token in memory and renews it ahead of its end.</summary>
internal sealed class ConnectorToken(IOptions<BotOptions> options)
{
    private readonly BotOptions _options = options.Value;
    private readonly Lazy<TokenCredential> _credential = new(() => Credential(options.Value));

    /// <summary>Null without an app id: then messages go to this machine only, and without a token.</summary>
    public async ValueTask<string?> GetAsync(CancellationToken cancellationToken) => _options.IsAnonymous
        ? null
        : (await _credential.Value.GetTokenAsync(new TokenRequestContext([_options.Scope]), cancellationToken)).Token;

    private static TokenCredential Credential(BotOptions options)
    {
        // Multi-tenant bots, which can no longer be made but still run, get their token in the service's own directory.
        var directory = string.IsNullOrEmpty(options.TenantId) ? "botframework.com" : options.TenantId;
        return options.Credential switch
        {
            { Secret: { Length: > 0 } secret } => new ClientSecretCredential(directory, options.AppId, secret),
            { CertificatePath: { Length: > 0 } path, CertificatePassword: var password } => new ClientCertificateCredential(
                directory,
                options.AppId,
                Certificate(path, password),
                new ClientCertificateCredentialOptions { SendCertificateChain = true }),
            { ManagedIdentityClientId: { Length: > 0 } identity } =>
                new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(identity)),
            { FederatedIdentityClientId: { Length: > 0 } identity } => Federated(directory, options.AppId!, identity),
            _ => throw new InvalidOperationException("Bot:Credential is not set."),
        };
    }

    private static X509Certificate2 Certificate(string path, string? password) =>
        Path.GetExtension(path).Equals(".pem", StringComparison.OrdinalIgnoreCase)
            ? string.IsNullOrEmpty(password) ? X509Certificate2.CreateFromPemFile(path) : X509Certificate2.CreateFromEncryptedPemFile(path, password)
            : X509CertificateLoader.LoadPkcs12FromFile(path, password);

    private static ClientAssertionCredential Federated(string directory, string appId, string identity)
    {
        var source = new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(identity));
        return new ClientAssertionCredential(directory, appId, async token =>
            (await source.GetTokenAsync(new TokenRequestContext(["api://AzureADTokenExchange/.default"]), token)).Token);
    }
}
