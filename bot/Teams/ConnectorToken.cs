using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// The bot's own token, kept in memory only. It is renewed ahead of its end, by one caller while the others go on with the one
/// there is; and once anew when the service refuses it.
/// </summary>
internal sealed partial class ConnectorToken(
    IOptions<BotOptions> options, IHttpClientFactory http, TimeProvider clock, ILogger<ConnectorToken> logger) : IDisposable
{
    public const string HttpClientName = "bot-token";

    private static readonly TimeSpan RenewedAhead = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan MinPause = TimeSpan.FromSeconds(30);
    private readonly BotOptions _options = options.Value;
    private readonly SemaphoreSlim _oneFetch = new(1);

    /// <summary>
    /// A reference, which others read while one fetches: the token's own type is several words long, and could be read in halves.
    /// </summary>
    private volatile Held? _token;

    /// <summary>Only for whoever fetches.</summary>
    private DateTimeOffset _triedAt = DateTimeOffset.MinValue;

    /// <summary>Null without an app id: then messages go to this machine only, and without a token.</summary>
    public async ValueTask<string?> GetAsync(CancellationToken cancellationToken)
    {
        if (_options.IsAnonymous)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        if (_token is { } token && token.ExpiresOn > now)
        {
            if (token.ExpiresOn - RenewedAhead > now || !await _oneFetch.WaitAsync(0, cancellationToken))
            {
                return token.Token;
            }

            try
            {
                return now - _triedAt < MinPause ? _token.Token : await FetchAsync(cancellationToken);
            }
            catch (AuthenticationFailedException failure)
            {
                LogNotRenewed(failure);
                return token.Token;
            }
            finally
            {
                _oneFetch.Release();
            }
        }

        await _oneFetch.WaitAsync(cancellationToken);
        try
        {
            return _token is { } fetched && fetched.ExpiresOn > clock.GetUtcNow() ? fetched.Token : await FetchAsync(cancellationToken);
        }
        finally
        {
            _oneFetch.Release();
        }
    }

    /// <summary>A token in place of one the service refused; somebody else may have brought it already.</summary>
    public async Task RenewAsync(string refused, CancellationToken cancellationToken)
    {
        await _oneFetch.WaitAsync(cancellationToken);
        try
        {
            if (_token?.Token == refused)
            {
                await FetchAsync(cancellationToken);
            }
        }
        finally
        {
            _oneFetch.Release();
        }
    }

    public void Dispose() => _oneFetch.Dispose();

    private async Task<string> FetchAsync(CancellationToken cancellationToken)
    {
        _triedAt = clock.GetUtcNow();
        // A new credential each time: it has a memory of its own, and would give back what was refused, or an old certificate.
        var token = await Credential().GetTokenAsync(new TokenRequestContext([_options.Scope]), cancellationToken);
        _token = new Held(token.Token, token.ExpiresOn);
        return token.Token;
    }

    private TokenCredential Credential()
    {
        // Multi-tenant bots, which can no longer be made but still run, get their token in the service's own directory.
        var directory = string.IsNullOrEmpty(_options.TenantId) ? "botframework.com" : _options.TenantId;
        return _options.Credential switch
        {
            { Secret: { Length: > 0 } secret } => new ClientSecretCredential(
                directory, _options.AppId, secret, With(new ClientSecretCredentialOptions { DisableInstanceDiscovery = true })),
            { CertificatePath: { Length: > 0 } path, CertificatePassword: var password } => new ClientCertificateCredential(
                directory,
                _options.AppId,
                Certificate(path, password),
                With(new ClientCertificateCredentialOptions { SendCertificateChain = true, DisableInstanceDiscovery = true })),
            { ManagedIdentityClientId: { Length: > 0 } identity } => ManagedIdentity(identity),
            { FederatedIdentityClientId: { Length: > 0 } identity } => Federated(directory, identity),
            _ => throw new InvalidOperationException("Bot:Credential is not set."),
        };
    }

    private static X509Certificate2 Certificate(string path, string? password) =>
        Path.GetExtension(path).Equals(".pem", StringComparison.OrdinalIgnoreCase)
            ? string.IsNullOrEmpty(password) ? X509Certificate2.CreateFromPemFile(path)
            : X509Certificate2.CreateFromEncryptedPemFile(path, password)
            : X509CertificateLoader.LoadPkcs12FromFile(path, password);

    private ManagedIdentityCredential ManagedIdentity(string clientId) =>
        new(With(new ManagedIdentityCredentialOptions(ManagedIdentityId.FromUserAssignedClientId(clientId))));

    private ClientAssertionCredential Federated(string directory, string identity)
    {
        var source = ManagedIdentity(identity);
        return new ClientAssertionCredential(
            directory,
            _options.AppId,
            async token => (await source.GetTokenAsync(new TokenRequestContext(["api://AzureADTokenExchange/.default"]), token)).Token,
            With(new ClientAssertionCredentialOptions { DisableInstanceDiscovery = true }));
    }

    /// <summary>The authority is configured, so nobody needs to be asked whether it is one; and a turn waits for the answer.</summary>
    private T With<T>(T credential)
        where T : TokenCredentialOptions
    {
        credential.AuthorityHost = _options.Authority;
        credential.Transport = new HttpClientTransport(http.CreateClient(HttpClientName));
        credential.Retry.MaxRetries = 2;
        credential.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        return credential;
    }

    private sealed record Held(string Token, DateTimeOffset ExpiresOn);

    [LoggerMessage(LogLevel.Warning, "The bot's token could not be renewed; the present one stays in use until its end.")]
    private partial void LogNotRenewed(Exception failure);
}
