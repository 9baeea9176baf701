using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using ChatOpportunities.Domain.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpportunities.Portal.Access;

/// <summary>
/// Authorization code with PKCE against the company's authority. State, correlation and code exchange are the framework's; the
/// endpoints come from the authority's discovery document, and the ID token is checked in full by <see cref="EntraTokens"/>.
/// </summary>
internal sealed partial class EntraSignIn(
    IOptionsMonitor<OAuthOptions> options, ILoggerFactory loggers, UrlEncoder encoder, EntraTokens tokens, Recognition people)
    : OAuthHandler<OAuthOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Entra";

    private const string Nonce = "nonce";

    /// <summary>What the handler needs; the endpoints are set once the authority was asked.</summary>
    public static void Configure(OAuthOptions options, EntraOptions entra, bool isDevelopment)
    {
        options.ClientId = entra.ClientId!;
        options.ClientSecret = entra.ClientSecret!;
        options.AuthorizationEndpoint = options.TokenEndpoint = entra.Address;
        options.CallbackPath = "/signin/callback";
        options.SignInScheme = PortalAccess.Scheme;
        options.UsePkce = true;
        options.CorrelationCookie.Name = "opportunities-signin.";
        if (isDevelopment)
        {
            // Without TLS a browser keeps no cookie that asks for it.
            (options.CorrelationCookie.SameSite, options.CorrelationCookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
        }

        foreach (var scope in new[] { "openid", "profile", "email" })
        {
            options.Scope.Add(scope);
        }

        options.Events.OnRemoteFailure = context =>
        {
            var stranger = context.Failure is StrangerException;
            if (!stranger)
            {
                LogFailed(context.HttpContext.RequestServices.GetRequiredService<ILogger<EntraSignIn>>(), context.Failure);
            }

            context.Response.Redirect(stranger ? "/signin/waiting" : "/signin/failed");
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Options.AuthorizationEndpoint = (await tokens.DiscoverAsync(Context.RequestAborted)).AuthorizationEndpoint;
        await base.HandleChallengeAsync(properties);
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        // Kept in the protected state, so that the answer can be held against the question.
        var nonce = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        properties.Items[Nonce] = nonce;
        return QueryHelpers.AddQueryString(base.BuildChallengeUrl(properties, redirectUri), Nonce, nonce);
    }

    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        Options.TokenEndpoint = (await tokens.DiscoverAsync(Context.RequestAborted)).TokenEndpoint;
        return await base.ExchangeCodeAsync(context);
    }

    protected override async Task<AuthenticationTicket> CreateTicketAsync(
        ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse answer)
    {
        ArgumentNullException.ThrowIfNull(properties);
        var token = answer?.Response?.RootElement.TryGetProperty("id_token", out var found) == true ? found.GetString() : null;
        var nonce = properties.Items.TryGetValue(Nonce, out var asked) ? asked : null;
        if (token is null || nonce is null)
        {
            throw new SecurityTokenException("The authority gave no ID token.");
        }

        properties.Items.Remove(Nonce);
        var told = await tokens.ReadAsync(token, nonce, Context.RequestAborted);
        var person = await people.FindOrRememberAsync(told.ObjectId, told.Name, told.Mail, TimeProvider.GetUtcNow(), Context.RequestAborted)
            ?? throw new StrangerException();
        return new AuthenticationTicket(SignedInPerson.Principal(person, byCompany: true), properties, Scheme.Name);
    }

    [LoggerMessage(LogLevel.Warning, "Somebody could not be signed in.")]
    private static partial void LogFailed(ILogger logger, Exception? failure);

    /// <summary>The company knows them; the people table does not.</summary>
    private sealed class StrangerException : Exception;
}
