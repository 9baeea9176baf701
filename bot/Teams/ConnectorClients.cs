using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Options;
using Microsoft.Rest;
using Newtonsoft.Json;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// The SDK's own clients of the connector, for code that asks a turn for one (<c>TeamsInfo</c>, samples). This product sends by
/// <see cref="TeamsConnector"/>. A client is made at its first use and kept for its service address: making one costs more than a turn.
/// </summary>
internal sealed class ConnectorClients(IHttpClientFactory http) : ConnectorFactory
{
    public const string HttpClientName = "connector-sdk";
    private readonly ConcurrentDictionary<string, Lazy<ConnectorClient>> _clients = new(StringComparer.OrdinalIgnoreCase);

    public override Task<IConnectorClient> CreateAsync(string serviceUrl, string audience, CancellationToken cancellationToken) =>
        Task.FromResult<IConnectorClient>(new KeptClient(this, serviceUrl));

    private ConnectorClient Get(string serviceUrl) => _clients.GetOrAdd(
        serviceUrl,
        address => new Lazy<ConnectorClient>(
            () => new ConnectorClient(new Uri(address), null, http.CreateClient(HttpClientName), disposeHttpClient: true))).Value;

    /// <summary>The adapter ends a turn by disposing its client; the one behind stays.</summary>
    private sealed class KeptClient(ConnectorClients clients, string serviceUrl) : IConnectorClient
    {
        public Uri BaseUri
        {
            get => new(serviceUrl);
            set => throw new NotSupportedException("A client belongs to its address.");
        }

        public JsonSerializerSettings SerializationSettings => clients.Get(serviceUrl).SerializationSettings;

        public JsonSerializerSettings DeserializationSettings => clients.Get(serviceUrl).DeserializationSettings;

        public ServiceClientCredentials? Credentials => null; // ConnectorGuard brings the token

        public IAttachments Attachments => clients.Get(serviceUrl).Attachments;

        public IConversations Conversations => clients.Get(serviceUrl).Conversations;

        public void Dispose()
        {
        }
    }
}

/// <summary>
/// What holds for every call of the SDK's clients as for our own: only to allowed hosts, with the bot's token, below the limits.
/// </summary>
internal sealed class ConnectorGuard(ServiceHosts hosts, ConnectorToken token, Pacing pacing, IOptions<BotOptions> options)
    : DelegatingHandler
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!hosts.Allow(request.RequestUri?.GetLeftPart(UriPartial.Authority)))
        {
            throw new ConnectorException(ConnectorFailure.Rejected, null, "HostNotAllowed");
        }

        if (await pacing.EnterAsync(options.Value.TenantId, Conversation(request.RequestUri!), Patience, cancellationToken) is { } wait)
        {
            throw new ConnectorException(ConnectorFailure.Throttled, null, TeamsConnector.Paced, wait);
        }

        if (await token.GetAsync(cancellationToken) is { } bearer)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        return await base.SendAsync(request, cancellationToken);
    }

    /// <summary>The path names it: <c>…/v3/conversations/{id}/…</c>.</summary>
    private static string? Conversation(Uri address)
    {
        var parts = address.AbsolutePath.Split('/');
        var at = Array.IndexOf(parts, "conversations");
        return at >= 0 && at + 1 < parts.Length && parts[at + 1].Length > 0 ? Uri.UnescapeDataString(parts[at + 1]) : null;
    }
}

/// <summary>Nobody is asked to sign in by the chat, so there are no tokens of people: what asks for one gets none.</summary>
internal sealed class NoUserTokens : UserTokenClient
{
    public static NoUserTokens Instance { get; } = new();

    public override Task<TokenResponse> GetUserTokenAsync(
        string userId, string connectionName, string channelId, string magicCode, CancellationToken cancellationToken) =>
            Task.FromResult<TokenResponse>(null!);

    public override Task<SignInResource> GetSignInResourceAsync(
        string connectionName, Activity activity, string finalRedirect, CancellationToken cancellationToken) =>
            Task.FromResult<SignInResource>(null!);

    public override Task SignOutUserAsync(string userId, string connectionName, string channelId, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public override Task<TokenStatus[]> GetTokenStatusAsync(
        string userId, string channelId, string includeFilter, CancellationToken cancellationToken) =>
        Task.FromResult<TokenStatus[]>([]);

    public override Task<Dictionary<string, TokenResponse>> GetAadTokensAsync(
        string userId, string connectionName, string[] resourceUrls, string channelId, CancellationToken cancellationToken) =>
        Task.FromResult<Dictionary<string, TokenResponse>>([]);

    public override Task<TokenResponse> ExchangeTokenAsync(
        string userId, string connectionName, string channelId, TokenExchangeRequest exchangeRequest,
        CancellationToken cancellationToken) =>
        Task.FromResult<TokenResponse>(null!);
}
