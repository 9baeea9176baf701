using System.Security.Cryptography;
using System.Text;

namespace ChatOpportunities.Domain.Exchange.Webhooks;

/// <summary>Secrets and signatures as Standard Webhooks describes them (docs/adr/0024).</summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";
    private const int Bytes = 32;

    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The value of the header <c>webhook-signature</c>: one signature for each secret.</summary>
    /// <param name="id">The message's.</param>
    /// <param name="timestamp">Seconds since 1970, as sent.</param>
    /// <param name="body">As sent.</param>
    /// <param name="secrets">The present one first.</param>
    public static string Of(string id, long timestamp, string body, IEnumerable<string> secrets)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}"));
        return string.Join(
            ' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(
                Convert.FromBase64String(secret[Prefix.Length..]), signed))));
    }
}

/// <summary>Keeps the secrets of webhooks: protected by the keys that the host has for that.</summary>
public interface IWebhookSecrets
{
    /// <summary>The secret as it is stored.</summary>
    string Protect(string secret);

    /// <summary>The secret itself; null when the keys of this host do not open it.</summary>
    string? Open(string stored);
}
