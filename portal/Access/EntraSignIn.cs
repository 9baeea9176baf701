using ChatOpportunities.Domain.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpportunities.Portal.Access;

/// <summary>
/// How people sign in with their company account: ASP.NET Core's handler asks the authority and checks the answer; whom of the people
/// table it means, and what is said when nobody is signed in, is decided here.
/// </summary>
internal static partial class EntraSignIn
{
    public const string SchemeName = "Entra";

    /// <summary>Where the authority leads people back to after signing out; a page of ours.</summary>
    public const string SignedOutPath = "/signin/out";

    public static void Configure(
        OpenIdConnectOptions options, EntraAuthority authority, IOptions<EntraOptions> settings, IHostEnvironment environment)
    {
        var entra = settings.Value;
        options.ConfigurationManager = authority.Documents;
        options.TokenValidationParameters = authority.TokenRules(entra.ClientId!);
        options.ClientId = entra.ClientId;
        options.ClientSecret = entra.ClientSecret;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // Comes back as a plain visit: cookies that browsers send along only with those are sent in Development, without TLS, too.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.Scope.Add("email");
        options.MapInboundClaims = false;
        options.DisableTelemetry = true;
        // Asking beforehand would be a request more that can fail while somebody waits.
        options.PushedAuthorizationBehavior = PushedAuthorizationBehavior.Disable;
        options.BackchannelTimeout = TimeSpan.FromSeconds(10);

        options.CallbackPath = "/signin/callback";
        options.SignedOutCallbackPath = SignedOutPath;
        // No other site may end a session here.
        options.RemoteSignOutPath = PathString.Empty;
        options.SignInScheme = PortalAccess.Scheme;
        ConfigureCookies(options, environment);
        options.Events.OnTokenValidated = context => RefuseWrongToken(context, entra);
        options.Events.OnTicketReceived = context => RecogniseAsync(context, entra);
        options.Events.OnRemoteFailure = SayWhatFailed;
        options.Events.OnSignedOutCallbackRedirect = ShowSignedOut;
    }

    private static void ConfigureCookies(OpenIdConnectOptions options, IHostEnvironment environment)
    {
        options.CorrelationCookie.Name = "opportunities-signin.";
        options.NonceCookie.Name = "opportunities-nonce.";
        if (environment.IsDevelopment())
        {
            // Without TLS a browser keeps no cookie that asks for it.
            foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
            {
                (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
            }
        }
    }

    private static Task RefuseWrongToken(TokenValidatedContext context, EntraOptions entra)
    {
        // The handler lets an unsigned token pass when it comes with a code. What is thrown here is a refusal like its own.
        if (context.SecurityToken.SignatureAlgorithm != SecurityAlgorithms.RsaSha256)
        {
            throw new SecurityTokenInvalidSignatureException("The token is not signed.");
        }

        EntraPerson.Of(context.Principal, entra);
        return Task.CompletedTask;
    }

    /// <summary>Last before the session begins: the nonce is held against the question only after <c>OnTokenValidated</c>.</summary>
    private static async Task RecogniseAsync(TicketReceivedContext context, EntraOptions entra)
    {
        var services = context.HttpContext.RequestServices;
        var told = EntraPerson.Of(context.Principal, entra);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var person = await services.GetRequiredService<Recognition>().FindOrRememberAsync(
            told.ObjectId, told.Name, told.Mails, now, context.HttpContext.RequestAborted);
        if (person is null)
        {
            context.Response.Redirect("/signin/waiting");
            context.HandleResponse();
            return;
        }

        context.Principal = SignedInPerson.Principal(person, byCompany: true);
    }

    private static Task SayWhatFailed(RemoteFailureContext context)
    {
        var loggers = context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>();
        LogFailed(loggers.CreateLogger(typeof(EntraSignIn)), context.Failure);
        context.Response.Redirect(EntraAuthority.IsSilence(context.Failure) ? "/signin/unreachable" : "/signin/failed");
        context.HandleResponse();
        return Task.CompletedTask;
    }

    private static Task ShowSignedOut(RemoteSignOutContext context)
    {
        if (context.Request.Query.Count > 0)
        {
            // Nothing of what the authority gave back stays in the address.
            context.Response.Redirect(SignedOutPath);
            context.HandleResponse();
        }
        else
        {
            context.SkipHandler(); // the page of that address is shown
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Warning, "Somebody could not be signed in.")]
    private static partial void LogFailed(ILogger logger, Exception? failure);
}
