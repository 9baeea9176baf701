using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpportunities.Tests.Support;

/// <summary>
/// An OpenID provider on this machine: discovery, keys, authorization code with PKCE, and ID tokens that can be made wrong.
/// </summary>
internal sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "22222222-2222-2222-2222-222222222222";
    public const string ClientSecret = "a-secret-between-the-two";
    public const string TenantId = "33333333-3333-3333-3333-333333333333";

    private readonly ConcurrentDictionary<string, (string Nonce, string Challenge)> _codes = [];
    private RSA _key = RSA.Create(2048);
    private string _keyId = "key";
    private int _reads;
    private int _tokenRequests;
    private readonly TimeProvider _clock = new StandingDate();
    private WebApplication _app = null!;

    /// <summary>The authority, as the setting names it.</summary>
    public string Address => _app.Urls.Single() + "/tenant/v2.0";

    /// <summary>Whom the provider knows to be there.</summary>
    public Guid ObjectId { get; set; } = Guid.NewGuid();

    public string Mail { get; set; } = "somebody@example.com";

    /// <summary>What is said in the place of the truth.</summary>
    public string? WrongNonce { get; set; }

    public string? WrongIssuer { get; set; }

    public string? WrongAudience { get; set; }

    public string? WrongTenant { get; set; }

    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(30);

    public bool WrongKey { get; set; }

    public bool Unsigned { get; set; }

    /// <summary>Signs with the public key, as if it were a secret that both know.</summary>
    public bool SignsWithPublicKey { get; set; }

    /// <summary>Changes what a token says.</summary>
    public Action<IDictionary<string, object>> Change { get; set; } = _ => { };

    /// <summary>So many of the next reads of its documents are refused for a passing reason.</summary>
    public int FailingReads { get; set; }

    /// <summary>What is answered to a code instead of a token; null hangs up.</summary>
    public Func<IResult?>? TokenAnswer { get; set; }

    /// <summary>How often its documents were read, and how often it was asked for a token.</summary>
    public (int Documents, int Tokens) Asked => (_reads, _tokenRequests);

    /// <summary>What the token of a tab allows; null: nothing.</summary>
    public string? Scope { get; set; } = "access_as_user";

    /// <summary>How often a code was exchanged for a token.</summary>
    public int Exchanges { get; private set; }

    /// <param name="certificate">Speaks TLS with it; null: plain http.</param>
    public static async Task<OpenIdProvider> StartAsync(X509Certificate2? certificate = null)
    {
        var provider = new OpenIdProvider();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        builder.Logging.ClearProviders();
        provider._app = builder.Build();
        provider.Map();
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>Forgets what was said wrong, and who was there.</summary>
    public void TellTheTruth()
    {
        (ObjectId, Mail, Lifetime, Exchanges) = (Guid.NewGuid(), "somebody@example.com", TimeSpan.FromMinutes(30), 0);
        WrongNonce = WrongIssuer = WrongAudience = WrongTenant = null;
        (WrongKey, Unsigned, SignsWithPublicKey, FailingReads, TokenAnswer, Change) = (false, false, false, 0, null, _ => { });
        (_reads, _tokenRequests, Scope) = (0, 0, "access_as_user");
    }

    /// <summary>Signs with a new key from now on, and knows the old one no more.</summary>
    public void RollKey()
    {
        _key.Dispose();
        (_key, _keyId) = (RSA.Create(2048), Guid.NewGuid().ToString("N"));
    }

    /// <summary>A token as the settings above make it: an ID token with a nonce, without one what Teams gives a tab.</summary>
    public string Token(string? nonce)
    {
        using var other = RSA.Create(2048);
        var now = _clock.GetUtcNow();
        var claims = new Dictionary<string, object>
        {
            ["oid"] = ObjectId.ToString(),
            ["tid"] = WrongTenant ?? TenantId,
            ["name"] = "Somebody",
            ["preferred_username"] = Mail,
            ["sub"] = "subject",
        };
        if (nonce is not null)
        {
            claims["nonce"] = WrongNonce ?? nonce;
        }
        else if (Scope is not null)
        {
            claims["scp"] = Scope;
        }

        Change(claims);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = WrongIssuer ?? Address,
            Audience = WrongAudience ?? ClientId,
            Claims = claims,
            IssuedAt = (now + Lifetime - TimeSpan.FromHours(1)).UtcDateTime,
            NotBefore = (now + Lifetime - TimeSpan.FromHours(1)).UtcDateTime,
            Expires = (now + Lifetime).UtcDateTime,
            SigningCredentials = Unsigned ? null : Credentials(WrongKey ? other : _key),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private SigningCredentials Credentials(RSA key) => SignsWithPublicKey
        ? new(
            new SymmetricSecurityKey(Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem())) { KeyId = _keyId },
            SecurityAlgorithms.HmacSha256)
        : new(new RsaSecurityKey(key.ExportParameters(true)) { KeyId = _keyId }, SecurityAlgorithms.RsaSha256);

    /// <summary>Counts a read, and refuses it when it shall be.</summary>
    private IResult Read(Func<Dictionary<string, object>> document)
    {
        _reads++;
        return FailingReads-- > 0 ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable) : Results.Json(document());
    }

    private void Map()
    {
        _app.MapGet("/tenant/v2.0/.well-known/openid-configuration", () => Read(() => new()
        {
            ["issuer"] = Address,
            ["authorization_endpoint"] = _app.Urls.Single() + "/authorize",
            ["token_endpoint"] = _app.Urls.Single() + "/token",
            ["jwks_uri"] = _app.Urls.Single() + "/keys",
            ["end_session_endpoint"] = _app.Urls.Single() + "/logout",
        }));
        _app.MapGet("/keys", () => Read(() =>
        {
            var open = _key.ExportParameters(false);
            return new()
            {
                ["keys"] = new[]
                {
                    new Dictionary<string, string>
                    {
                        ["kty"] = "RSA", ["use"] = "sig", ["kid"] = _keyId, ["alg"] = "RS256",
                        ["n"] = WebEncoders.Base64UrlEncode(open.Modulus!), ["e"] = WebEncoders.Base64UrlEncode(open.Exponent!),
                    },
                },
            };
        }));
        _app.MapGet("/authorize", (HttpRequest request) =>
        {
            var query = request.Query;
            if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256"
                || string.IsNullOrEmpty(query["nonce"]) || !query["scope"].ToString().Split(' ').Contains("openid"))
            {
                return Results.BadRequest();
            }

            var code = Guid.NewGuid().ToString("N");
            _codes[code] = (query["nonce"]!, query["code_challenge"]!);
            return Results.Redirect(QueryHelpers.AddQueryString(
                query["redirect_uri"]!, new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"] }));
        });
        _app.MapGet("/logout", (HttpRequest request) => Results.Redirect(
            QueryHelpers.AddQueryString(request.Query["post_logout_redirect_uri"]!, "state", request.Query["state"].ToString())));
        _app.MapPost("/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            _tokenRequests++;
            if (TokenAnswer is not null)
            {
                if (TokenAnswer() is { } answer)
                {
                    return answer;
                }

                request.HttpContext.Abort();
                return Results.Empty;
            }

            var proof = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
            if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret || form["grant_type"] != "authorization_code"
                || !_codes.TryRemove(form["code"].ToString(), out var asked) || asked.Challenge != proof)
            {
                return Results.Json(new Dictionary<string, string> { ["error"] = "invalid_grant" }, statusCode: 400);
            }

            Exchanges++;
            return Results.Json(new Dictionary<string, string>
            {
                ["token_type"] = "Bearer",
                ["access_token"] = "opaque",
                ["id_token"] = Token(asked.Nonce),
                ["expires_in"] = 3600.ToString(CultureInfo.InvariantCulture),
            });
        });
    }
}
