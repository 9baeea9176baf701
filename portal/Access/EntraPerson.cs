using System.Security.Claims;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpportunities.Portal.Access;

/// <summary>Whom a token speaks of.</summary>
internal sealed record EntraPerson(Guid ObjectId, string? Name, string? Mail)
{
    private static readonly string[] MailClaims = ["preferred_username", "upn", "email"];

    /// <summary>Reads a token whose signature, issuer, audience and lifetime were checked.</summary>
    /// <exception cref="SecurityTokenException">It is of another directory, or names nobody.</exception>
    public static EntraPerson Of(ClaimsPrincipal? token, EntraOptions options)
    {
        if (!string.IsNullOrWhiteSpace(options.TenantId)
            && !string.Equals(options.TenantId, token?.FindFirstValue("tid"), StringComparison.OrdinalIgnoreCase))
        {
            throw new SecurityTokenException("The token is of another directory.");
        }

        return Guid.TryParse(token?.FindFirstValue("oid"), out var objectId) && objectId != Guid.Empty
            ? new EntraPerson(
                objectId,
                token!.FindFirstValue("name"),
                MailClaims.Select(token!.FindFirstValue).FirstOrDefault(v => v?.Contains('@') == true))
            : throw new SecurityTokenException("The token names nobody.");
    }
}
