using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpportunities.Portal.Access;

/// <summary>What the authority says of itself, and whether a token is one of its own.</summary>
public sealed class EntraTokens(IOptions<EntraOptions> options, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);
    private static readonly string[] MailClaims = ["preferred_username", "upn", "email"];
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private static readonly TimeSpan OriginsPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OriginsPause = TimeSpan.FromMinutes(1);
    private ConfigurationManager<OpenIdConnectConfiguration>? _discovery;
    private DateTimeOffset _askOriginsAt;

    private ConfigurationManager<OpenIdConnectConfiguration> Discovery => _discovery ??= new(
        options.Value.Address + "/.well-known/openid-configuration",
        new OpenIdConnectConfigurationRetriever(),
        // Only the address of a machine's own tests may do without.
        new HttpDocumentRetriever(_http) { RequireHttps = !new Uri(options.Value.Address).IsLoopback });

    /// <summary>Endpoints, issuer and keys; kept, and read anew now and then.</summary>
    public Task<OpenIdConnectConfiguration> DiscoverAsync(CancellationToken cancellationToken) => Discovery.GetConfigurationAsync(cancellationToken);

    /// <summary>Where browsers are sent to sign in and out, as origins; none when nobody signs in this way.</summary>
    public async Task<IReadOnlyCollection<string>> OriginsAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.IsSet)
        {
            return [];
        }

        OpenIdConnectConfiguration? told = null;
        if (clock.GetUtcNow() >= _askOriginsAt)
        {
            try
            {
                told = await DiscoverAsync(CancellationToken.None).WaitAsync(OriginsPatience, cancellationToken);
            }
            catch (Exception silent) when (!cancellationToken.IsCancellationRequested && silent is not OutOfMemoryException)
            {
                // No page waits for an authority that does not answer; where it is itself is the best guess until it does.
                _askOriginsAt = clock.GetUtcNow() + OriginsPause;
            }
        }

        return [.. new[] { options.Value.Address, told?.AuthorizationEndpoint, told?.EndSessionEndpoint }
            .Where(a => Uri.TryCreate(a, UriKind.Absolute, out _)).Select(a => new Uri(a!).GetLeftPart(UriPartial.Authority)).Distinct()];
    }

    /// <summary>Who a token speaks of.</summary>
    /// <param name="token">The token, as text.</param>
    /// <param name="nonce">What the token must repeat; null for a token that was not asked for by us, but by Teams.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SecurityTokenException">The token is not one to be trusted; the message says why.</exception>
    public async Task<EntraPerson> ReadAsync(string token, string? nonce, CancellationToken cancellationToken)
    {
        var result = await ValidateAsync(token, cancellationToken);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            // The authority may have a new key since the keys were read.
            Discovery.RequestRefresh();
            result = await ValidateAsync(token, cancellationToken);
        }

        if (!result.IsValid)
        {
            throw new SecurityTokenException("The token is not valid.", result.Exception);
        }

        var claims = result.ClaimsIdentity;
        if (nonce is not null && !Same(nonce, claims.FindFirst("nonce")?.Value))
        {
            throw new SecurityTokenException("The token answers another question: its nonce differs.");
        }

        if (!string.IsNullOrWhiteSpace(options.Value.TenantId)
            && !string.Equals(options.Value.TenantId, claims.FindFirst("tid")?.Value, StringComparison.OrdinalIgnoreCase))
        {
            throw new SecurityTokenException("The token is of another directory.");
        }

        return Guid.TryParse(claims.FindFirst("oid")?.Value, out var objectId) && objectId != Guid.Empty
            ? new EntraPerson(objectId, claims.FindFirst("name")?.Value, Mail(claims))
            : throw new SecurityTokenException("The token names nobody.");
    }

    public void Dispose() => _http.Dispose();

    private static string? Mail(ClaimsIdentity claims) =>
        MailClaims.Select(c => claims.FindFirst(c)?.Value).FirstOrDefault(v => v?.Contains('@') == true);

    private static bool Same(string expected, string? actual) =>
        actual is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(actual));

    private async Task<TokenValidationResult> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        var authority = await DiscoverAsync(cancellationToken);
        return await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = authority.Issuer,
            ValidAudience = options.Value.ClientId,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            IssuerSigningKeys = authority.SigningKeys,
            TryAllIssuerSigningKeys = false,
            ValidateIssuerSigningKey = true,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (from, until, _, _) =>
                until + ClockSkew > clock.GetUtcNow() && (from is null || from - ClockSkew <= clock.GetUtcNow()),
        });
    }
}

/// <summary>Whom a token speaks of.</summary>
public sealed record EntraPerson(Guid ObjectId, string? Name, string? Mail);
