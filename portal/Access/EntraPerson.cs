using System.Security.Claims;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpportunities.Portal.Access;

/// <summary>Whom a token speaks of.</summary>
/// <param name="ObjectId">Of the account.</param>
/// <param name="Name">As the directory shows it.</param>
/// <param name="Mails">Sign-in names, then the mail unless the token says that nobody has verified it.</param>
internal sealed record EntraPerson(Guid ObjectId, string? Name, IReadOnlyList<string?> Mails)
{
    private static readonly string[] SignInNames = ["preferred_username", "upn"];
    private static readonly string[] Verified = ["email_verified", "xms_edov"];

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
                [.. MailsOf(token!).Where(mail => mail?.Contains('@') == true)])
            : throw new SecurityTokenException("The token names nobody.");
    }

    private static IEnumerable<string?> MailsOf(ClaimsPrincipal token) =>
        Array.Exists(Verified, claim => token.FindFirstValue(claim)?.ToLowerInvariant() is "false" or "0")
            ? SignInNames.Select(token.FindFirstValue)
            : SignInNames.Append("email").Select(token.FindFirstValue);
}
