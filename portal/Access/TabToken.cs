using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpportunities.Portal.Access;

/// <summary>
/// The token that Teams gives a tab for the person before it, checked by ASP.NET Core's handler. It must be one for our API in the
/// person's name: neither an ID token nor a program's own token has the scope.
/// </summary>
internal static class TabToken
{
    public const string SchemeName = "TeamsTab";

    /// <summary>Field of the form it comes in.</summary>
    public const string Field = "token";

    /// <summary>What the app registration lets Teams ask for.</summary>
    private const string Scope = "access_as_user";

    public static void Configure(JwtBearerOptions options, EntraAuthority authority, IOptions<EntraOptions> settings)
    {
        var entra = settings.Value;
        options.ConfigurationManager = authority.Documents;
        options.TokenValidationParameters = authority.TokenRules(entra.Audiences);
        options.MapInboundClaims = false;
        options.SaveToken = false;
        options.Events = new JwtBearerEvents
        {
            OnMessageReceived = ReadAsync,
            OnTokenValidated = context =>
            {
                if (context.Principal?.FindFirstValue("scp")?.Split(' ').Contains(Scope) != true)
                {
                    throw new SecurityTokenException("The token is not for our API in a person's name: it has no scope access_as_user.");
                }

                EntraPerson.Of(context.Principal, entra);
                return Task.CompletedTask;
            },
            OnAuthenticationFailed = context =>
            {
                context.Fail(context.Exception); // otherwise what was thrown above goes on to the page
                return Task.CompletedTask;
            },
        };
    }

    private static async Task ReadAsync(MessageReceivedContext context)
    {
        var form = await context.Request.ReadFormAsync(context.HttpContext.RequestAborted);
        if (form[Field].ToString() is { Length: > 0 } token)
        {
            context.Token = token;
        }
        else
        {
            context.NoResult(); // and no look at the headers, which are the API's
        }
    }
}
