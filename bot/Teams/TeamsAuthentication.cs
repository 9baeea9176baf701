using System.Net;
using System.Security.Claims;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// Whether a request comes from the channel. First the token, before anything is read; then what the token must say about the
/// activity. Without an app id only this machine is heard, and only in Development. The SDK's own checks are not asked: they let in what
/// looks like the emulator's, or another channel's (docs/adr/0009).
/// </summary>
internal sealed partial class TeamsAuthentication(
    IOptions<BotOptions> options,
    IHostEnvironment environment,
    ServiceHosts hosts,
    SigningKeys keys,
    ConnectorClients connectors,
    TimeProvider clock,
    ILogger<TeamsAuthentication> logger) : BotFrameworkAuthentication
{
    /// <summary>
    /// The channel whose activities are answered, and in Development the one under which the Playground may speak as well.
    /// </summary>
    private const string Teams = "msteams";
    private const string Emulator = "emulator";

    /// <summary>Real ones have about one and a half thousand characters.</summary>
    private const int MaxTokenLength = 16 * 1024;

    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };
    private readonly BotOptions _options = options.Value;

    /// <summary>Checks who is calling; a refusal is an HTTP status.</summary>
    public async Task<CallerCheck> CheckCallerAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (_options.IsAnonymous)
        {
            return environment.IsDevelopment() && IsThisMachine(
                http.Connection.RemoteIpAddress, http.Request.Host.Host, http.Request.Headers.ContainsKey("X-Forwarded-For"))
                ? new CallerCheck()
                : Refused(StatusCodes.Status403Forbidden, "no app id is configured and the caller is not this machine in Development");
        }

        return await CheckTokenAsync(http.Request.Headers.Authorization.ToString(), cancellationToken);
    }

    private async Task<CallerCheck> CheckTokenAsync(string authorization, CancellationToken cancellationToken)
    {
        if (authorization.Split(' ') is not ["Bearer", { Length: > 0 and <= MaxTokenLength } token])
        {
            return Refused(StatusCodes.Status401Unauthorized, "there is no bearer token");
        }

        // Read without trusting it, only to choose whose keys to ask for: nobody else's word makes us fetch any.
        if (IssuerOf(token) is not { } issuer)
        {
            return Refused(StatusCodes.Status401Unauthorized, "the token is malformed");
        }

        var isChannel = issuer == _options.Issuer;
        var directory = isChannel ? null : _options.Entra.TenantOf(issuer);
        if (!isChannel && directory is null)
        {
            return Refused(StatusCodes.Status401Unauthorized, "the issuer is not known");
        }

        var metadata = isChannel ? _options.OpenIdMetadata : _options.Entra.OpenIdMetadata;
        var known = await keys.GetAsync(metadata, cancellationToken);
        var result = await ValidateAsync(token, issuer, known);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException
            && await keys.GetNewerAsync(metadata, known, cancellationToken) is { } newer && !ReferenceEquals(newer, known))
        {
            known = newer;
            result = await ValidateAsync(token, issuer, known);
        }

        if (!result.IsValid || result.SecurityToken is not JsonWebToken valid)
        {
            return Refused(StatusCodes.Status401Unauthorized, result.Exception?.GetType().Name ?? "the token is invalid");
        }

        if (directory is not null)
        {
            return CheckEntraCaller(valid, directory);
        }

        return new CallerCheck
        {
            ServiceUrl = valid.TryGetPayloadValue<string>("serviceurl", out var url) ? url : null,
            Channels = known!.Endorsements.GetValueOrDefault(valid.SigningKey?.KeyId ?? ""),
        };
    }

    /// <summary>Checks that the caller may say this; null when so, else an HTTP status.</summary>
    public int? CheckActivity(CallerCheck caller, Activity activity)
    {
        var objection = Objection(caller, activity);
        if (objection is null)
        {
            return null;
        }

        Refused(StatusCodes.Status403Forbidden, objection);
        return StatusCodes.Status403Forbidden;
    }

    /// <summary>The caller in the SDK's words, and what its turn sends with.</summary>
    public AuthenticateRequestResult Result(CallerCheck caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var identity = new ClaimsIdentity(_options.IsAnonymous ? null : "Bearer");
        if (_options.AppId is { Length: > 0 } app)
        {
            identity.AddClaim(new Claim(AuthenticationConstants.AudienceClaim, app));
        }

        if (caller.ServiceUrl is { } serviceUrl)
        {
            identity.AddClaim(new Claim(AuthenticationConstants.ServiceUrlClaim, serviceUrl));
        }

        return new AuthenticateRequestResult
        {
            ClaimsIdentity = identity,
            CallerId = _options.IsAnonymous || caller.IsEntra ? null : CallerIdConstants.PublicAzureChannel,
            ConnectorFactory = connectors,
        };
    }

    /// <summary>
    /// The SDK's way to ask for the same; a host without an app id hears this machine only, which a header does not show.
    /// </summary>
    /// <exception cref="UnauthorizedAccessException">The token is not the channel's, or does not speak for the activity.</exception>
    public override async Task<AuthenticateRequestResult> AuthenticateRequestAsync(
        Activity activity, string authHeader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(activity);
        var caller = _options.IsAnonymous
            ? Refused(StatusCodes.Status403Forbidden, "no app id is configured")
            : await CheckTokenAsync(authHeader ?? "", cancellationToken);
        return caller.Refusal is null && CheckActivity(caller, activity) is null
            ? Result(caller)
            : throw new UnauthorizedAccessException("The activity does not come from the channel.");
    }

    /// <exception cref="UnauthorizedAccessException">Always: streams are not served.</exception>
    public override Task<AuthenticateRequestResult> AuthenticateStreamingRequestAsync(
        string authHeader, string channelIdHeader, CancellationToken cancellationToken) =>
            throw new UnauthorizedAccessException("Streams are not served.");

    public override ConnectorFactory CreateConnectorFactory(ClaimsIdentity claimsIdentity) => connectors;

    public override Task<UserTokenClient> CreateUserTokenClientAsync(ClaimsIdentity claimsIdentity, CancellationToken cancellationToken) =>
        Task.FromResult<UserTokenClient>(NoUserTokens.Instance);

    /// <summary>A request made on this machine: not one a proxy or tunnel passed on, nor one a web page was tricked into.</summary>
    internal static bool IsThisMachine(IPAddress? remote, string host, bool wasForwarded) =>
        remote is not null && IPAddress.IsLoopback(remote) && ServiceHosts.IsThisMachine(host) && !wasForwarded;

    private string? Objection(CallerCheck caller, Activity activity)
    {
        if (!hosts.Allow(activity.ServiceUrl))
        {
            return "the service address is not an allowed host";
        }

        if (_options.IsAnonymous)
        {
            return activity.ChannelId is Teams or Emulator ? null : "the activity is of another channel";
        }

        if (activity.ChannelId != Teams || (!caller.IsEntra && caller.Channels?.Contains(activity.ChannelId) != true))
        {
            return "the signing key does not speak for the activity's channel";
        }

        if (!caller.IsEntra && (caller.ServiceUrl is null
            || !Trimmed(caller.ServiceUrl).Equals(Trimmed(activity.ServiceUrl!), StringComparison.OrdinalIgnoreCase)))
        {
            return "the token is for another service address";
        }

        var (tenant, other) = (activity.TenantId, activity.ChannelDataTenantId);
        return (other is not null && !string.Equals(tenant, other, StringComparison.OrdinalIgnoreCase)) || !Serves(tenant)
            ? "the activity is of another tenant"
            : null;
    }

    private bool Serves(string? tenant) => _options.AllowedTenants.Count > 0
        ? _options.AllowedTenants.Contains(tenant, StringComparer.OrdinalIgnoreCase)
        : string.IsNullOrEmpty(_options.TenantId) || string.Equals(tenant, _options.TenantId, StringComparison.OrdinalIgnoreCase);

    private static string Trimmed(string url) => url.EndsWith('/') ? url[..^1] : url;

    private static string? IssuerOf(string token)
    {
        try
        {
            return new JsonWebToken(token).Issuer is { Length: > 0 } issuer ? issuer : null;
        }
        catch (Exception malformed) when (malformed is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    private Task<TokenValidationResult> ValidateAsync(string token, string issuer, KeySet? known) =>
        Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = issuer,
            ValidAudience = _options.AppId,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            IssuerSigningKeys = known?.Keys ?? [],
            TryAllIssuerSigningKeys = false,
            ValidateIssuerSigningKey = true,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (from, until, _, _) =>
            {
                var now = clock.GetUtcNow().UtcDateTime;
                return until > now - ClockSkew && (from is null || from <= now + ClockSkew);
            },
        });

    /// <summary>A directory vouches for many apps: it must be the directory it says, and an app that may call.</summary>
    private CallerCheck CheckEntraCaller(JsonWebToken token, string directory)
    {
        string? Claim(string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : null;

        var app = Claim("ver") switch
        {
            "1.0" => Claim("appid"),
            "2.0" => Claim("azp"),
            _ => null,
        };
        var mayCall = app is not null && (_options.Entra.AppIds.Count > 0
            ? _options.Entra.AppIds.Contains(app, StringComparer.OrdinalIgnoreCase)
            : app.Equals(_options.AppId, StringComparison.OrdinalIgnoreCase));
        return !directory.Equals(Claim("tid"), StringComparison.OrdinalIgnoreCase)
            ? Refused(StatusCodes.Status401Unauthorized, "the token is of another directory than its issuer")
            : mayCall
                ? new CallerCheck { IsEntra = true }
                : Refused(StatusCodes.Status403Forbidden, "the calling app is not one that may call");
    }

    private CallerCheck Refused(int status, string reason)
    {
        ChannelTelemetry.Refused(status, reason);
        LogRefused(status, reason);
        return new CallerCheck { Refusal = status };
    }

    [LoggerMessage(LogLevel.Warning, "An activity was refused with {Status}: {Reason}.")]
    private partial void LogRefused(int status, string reason);
}

/// <summary>What is known of a caller: the refusal, or what its token says.</summary>
internal sealed record CallerCheck
{
    public int? Refusal { get; init; }
    public string? ServiceUrl { get; init; }
    public IReadOnlySet<string>? Channels { get; init; }

    /// <summary>Its token comes from Entra ID and says nothing of channel or address.</summary>
    public bool IsEntra { get; init; }
}
