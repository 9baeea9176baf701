using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Api.Http;

/// <summary>Who calls the API: the bootstrap token is an admin in nobody's name, a made token is its person.</summary>
internal sealed class BearerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IOptions<ApiOptions> api,
    IOptions<CompanyOptions> company, ApiTokenActs tokens, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Bearer";

    /// <summary>Name of the caller and of the audit log's lines for the bootstrap token.</summary>
    private const string BootstrapName = "API";

    private static readonly object CallerKey = new();
    private static readonly object OnlyReadsKey = new();

    /// <summary>The caller of a request that was let in.</summary>
    public static Caller? CallerOf(HttpContext context) => context.Items[CallerKey] as Caller;

    /// <summary>Whether the token that came may change nothing.</summary>
    public static bool OnlyReads(HttpContext context) => context.Items.ContainsKey(OnlyReadsKey);

    /// <summary>Before every endpoint of the API: a token that only reads is refused whatever is no reading.</summary>
    public static ValueTask<object?> RefuseActsOfReadersAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (http, method) = (context.HttpContext, context.HttpContext.Request.Method);
        return OnlyReads(http) && !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method)
            ? ValueTask.FromResult<object?>(ApiAnswer.Of(ApiProblem.Of(StatusCodes.Status403Forbidden, ApiLanguage.Texts(http))))
            : next(context);
    }

    /// <summary>Names the token, not its secret; null for the bootstrap token and for strangers.</summary>
    public static string? TokenOf(HttpContext context) =>
        context.User.FindFirst(ClaimTypes.NameIdentifier) is { } claim && claim.Issuer == Name ? claim.Value : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Name + " ", StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var secret = header[(Name.Length + 1)..].Trim();
        var now = clock.GetUtcNow();
        if (IsBootstrap(secret))
        {
            return Let(new Caller(
                0, BootstrapName, Role.Admin, null, CompanyZone, ApiLanguage.Of(Context, company.Value), ActSource.Api, now,
                Today(CompanyZone, now)),
                null);
        }

        if (await tokens.RecognizeAsync(secret, now, Context.RequestAborted) is not { } token)
        {
            return AuthenticateResult.Fail("Unknown token.");
        }

        if (token.OnlyReads)
        {
            Context.Items[OnlyReadsKey] = true;
        }

        var caller = token.Salesperson is { } person
            ? Caller.For(person, ActSource.Api, now) with { Role = token.EffectiveRole }
            : new Caller(
                0, token.Name, token.Role, null, CompanyZone, ApiLanguage.Of(Context, company.Value), ActSource.Api, now,
                Today(CompanyZone, now));
        return Let(caller, token.Id.ToString(CultureInfo.InvariantCulture));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = Request.Headers.Authorization.Count == 0 ? Name : Name + " error=\"invalid_token\"";
        return Task.CompletedTask;
    }

    private static DateOnly Today(TimeZoneInfo zone, DateTimeOffset now) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);

    private TimeZoneInfo CompanyZone =>
        TimeZoneInfo.TryFindSystemTimeZoneById(company.Value.DefaultTimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>Compared by hash, so that the time it takes tells nothing, not even the length.</summary>
    private bool IsBootstrap(string secret) => !string.IsNullOrEmpty(api.Value.BootstrapToken) && CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(secret)), SHA256.HashData(Encoding.UTF8.GetBytes(api.Value.BootstrapToken)));

    private AuthenticateResult Let(Caller caller, string? token)
    {
        Context.Items[CallerKey] = caller;
        Claim[] claims = token is null ? [] : [new Claim(ClaimTypes.NameIdentifier, token, ClaimValueTypes.String, Name)];
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, Name)), Name));
    }
}
