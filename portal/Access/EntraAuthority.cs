using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Polly;

namespace ChatOpportunities.Portal.Access;

/// <summary>What the company's authority says of itself (endpoints, issuer, keys), read once for all who need it.</summary>
public sealed class EntraAuthority(IOptions<EntraOptions> options, IHttpClientFactory clients, TimeProvider clock) : IDisposable
{
    /// <summary>The client that reads the documents.</summary>
    internal const string ClientName = "Entra";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan OriginsPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OriginsPause = TimeSpan.FromMinutes(1);
    private readonly Lazy<EntraDocuments> _documents = new(() => new(
        options.Value.Address + "/.well-known/openid-configuration",
        new HttpDocumentRetriever(clients.CreateClient(ClientName))
        {
            RequireHttps = new Uri(options.Value.Address).Scheme == Uri.UriSchemeHttps,
        },
        clock));

    /// <summary>UTC ticks: every request reads it, and a number is read in one piece.</summary>
    private long _askOriginsAt;

    /// <summary>The authority's documents; kept, read anew now and then, and when a token names a key that is not among them.</summary>
    internal EntraDocuments Documents => _documents.Value;

    /// <summary>Reads are repeated twice within a few seconds; nothing else goes through this client.</summary>
    public static void AddClient(IServiceCollection services) => services
        .AddHttpClient(ClientName, http => http.Timeout = TimeSpan.FromSeconds(10))
        // Kept for good by the documents' reader, so connections are renewed here and not by the factory.
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .RemoveAllLoggers()
        .AddResilienceHandler("reads", static (pipeline, context) =>
        {
            var retries = new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = 2,
                Delay = TimeSpan.FromMilliseconds(200),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            };
            retries.DisableForUnsafeHttpMethods();
            pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
            pipeline.AddTimeout(TimeSpan.FromSeconds(8)).AddRetry(retries).AddTimeout(TimeSpan.FromSeconds(3));
        });

    /// <summary>The documents, or null when the authority does not answer.</summary>
    public async Task<OpenIdConnectConfiguration?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Documents.GetConfigurationAsync(cancellationToken);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether something failed because the authority did not answer, and not because of what it answered.</summary>
    public static bool IsSilence(Exception? failure) =>
        failure is HttpRequestException or IOException or TimeoutException or OperationCanceledException
        || (failure?.InnerException is { } cause && IsSilence(cause));

    /// <summary>Where browsers are sent to sign in and out, as origins; none when nobody signs in this way.</summary>
    public async Task<IReadOnlyCollection<string>> OriginsAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.IsSet)
        {
            return [];
        }

        OpenIdConnectConfiguration? told = null;
        if (clock.GetUtcNow().UtcTicks >= Interlocked.Read(ref _askOriginsAt))
        {
            try
            {
                told = await Documents.GetConfigurationAsync(CancellationToken.None).WaitAsync(OriginsPatience, cancellationToken);
            }
            catch (Exception silent) when (!cancellationToken.IsCancellationRequested && silent is not OutOfMemoryException)
            {
                // No page waits for an authority that does not answer; where it is itself is the best guess until it does.
                Interlocked.Exchange(ref _askOriginsAt, (clock.GetUtcNow() + OriginsPause).UtcTicks);
            }
        }

        return [.. new[] { options.Value.Address, told?.AuthorizationEndpoint, told?.EndSessionEndpoint }
            .Where(a => Uri.TryCreate(a, UriKind.Absolute, out _)).Select(a => new Uri(a!).GetLeftPart(UriPartial.Authority)).Distinct()];
    }

    public void Dispose()
    {
        if (_documents.IsValueCreated)
        {
            _documents.Value.Dispose();
        }
    }

    /// <summary>What every token must be, beyond the issuer and the keys of <see cref="Documents"/>.</summary>
    /// <param name="audiences">Whom it must be made for.</param>
    internal TokenValidationParameters TokenRules(params IEnumerable<string> audiences) => new()
    {
        ValidAudiences = audiences,
        // Never by a secret: a public key would do for that.
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
        TryAllIssuerSigningKeys = false,
        ValidateIssuerSigningKey = true,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (from, until, _, _) =>
            until + ClockSkew > clock.GetUtcNow() && (from is null || from - ClockSkew <= clock.GetUtcNow()),
    };
}
