using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpportunities.Bot.Channel;

/// <summary>
/// Whether a request comes from the channel. First the token, before anything is read; then what the token must say about the
/// activity. Without an app id only this machine is heard, and only in Development.
/// </summary>
internal sealed partial class InboundAuthentication(
    IOptions<BotOptions> options,
    IHostEnvironment environment,
    ServiceHosts hosts,
    SigningKeys keys,
    TimeProvider clock,
    ILogger<InboundAuthentication> logger)
{
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

        var header = http.Request.Headers.Authorization.ToString().Split(' ');
        if (header is not ["Bearer", { Length: > 0 } token])
        {
            return Refused(StatusCodes.Status401Unauthorized, "there is no bearer token");
        }

        var known = await keys.GetAsync(cancellationToken);
        var result = await ValidateAsync(token, known);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException
            && await keys.GetNewerAsync(known, cancellationToken) is { } newer && !ReferenceEquals(newer, known))
        {
            known = newer;
            result = await ValidateAsync(token, known);
        }

        if (!result.IsValid || result.SecurityToken is not JsonWebToken valid)
        {
            return Refused(StatusCodes.Status401Unauthorized, result.Exception?.GetType().Name ?? "the token is invalid");
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

        LogRefused(objection);
        return StatusCodes.Status403Forbidden;
    }

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
            return null;
        }

        if (activity.ChannelId != "msteams" || caller.Channels?.Contains(activity.ChannelId) != true)
        {
            return "the signing key does not speak for the activity's channel";
        }

        if (caller.ServiceUrl is null || !Trimmed(caller.ServiceUrl).Equals(Trimmed(activity.ServiceUrl!), StringComparison.OrdinalIgnoreCase))
        {
            return "the token is for another service address";
        }

        var (tenant, other) = (activity.TenantId, activity.ChannelDataTenantId);
        if ((other is not null && !string.Equals(tenant, other, StringComparison.OrdinalIgnoreCase))
            || (!string.IsNullOrEmpty(_options.TenantId) && !string.Equals(tenant, _options.TenantId, StringComparison.OrdinalIgnoreCase)))
        {
            return "the activity is of another tenant";
        }

        return null;
    }

    private static string Trimmed(string url) => url.EndsWith('/') ? url[..^1] : url;

    private Task<TokenValidationResult> ValidateAsync(string token, KeySet? known) => Handler.ValidateTokenAsync(token, new TokenValidationParameters
    {
        ValidIssuer = _options.Issuer,
        ValidAudience = _options.AppId,
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
        IssuerSigningKeys = known?.Keys ?? [],
        TryAllIssuerSigningKeys = false,
        ValidateIssuerSigningKey = true,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (from, until, _, _) =>
            until + ClockSkew > clock.GetUtcNow() && (from is null || from - ClockSkew <= clock.GetUtcNow()),
    });

    private CallerCheck Refused(int status, string reason)
    {
        LogRefused(reason);
        return new CallerCheck { Refusal = status };
    }

    [LoggerMessage(LogLevel.Warning, "An activity was refused: {Reason}.")]
    private partial void LogRefused(string reason);
}

/// <summary>What is known of a caller: the refusal, or what its token says.</summary>
internal sealed record CallerCheck
{
    public int? Refusal { get; init; }
    public string? ServiceUrl { get; init; }
    public IReadOnlySet<string>? Channels { get; init; }
}
