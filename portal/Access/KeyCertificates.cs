using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Access;

/// <summary>The certificates that the keys of cookies and forms are protected by: settings <c>Portal:KeysCertificate…</c>.</summary>
/// <param name="Current">Protects new keys; null: none is set.</param>
/// <param name="Former">Open keys from before a change of certificate.</param>
internal sealed record KeyCertificates(X509Certificate2? Current, IReadOnlyList<X509Certificate2> Former)
{
    private const string PathSetting = "Portal:KeysCertificatePath";
    private const string PasswordSetting = "Portal:KeysCertificatePassword";
    private const string FormerSetting = "Portal:FormerKeysCertificates";

    public IEnumerable<X509Certificate2> All => Current is null ? Former : Former.Prepend(Current);

    /// <exception cref="OptionsValidationException">A certificate cannot be used; the sentence names the setting.</exception>
    public static KeyCertificates From(IConfiguration configuration)
    {
        var (path, password) = (configuration[PathSetting], configuration[PasswordSetting]);
        if (string.IsNullOrWhiteSpace(path) && !string.IsNullOrEmpty(password))
        {
            throw Wrong($"{PasswordSetting} is given, but {PathSetting} is not.");
        }

        return new KeyCertificates(
            string.IsNullOrWhiteSpace(path) ? null : Open(PathSetting, path, password),
            [.. configuration.GetSection(FormerSetting).GetChildren()
                .Select(former => Open($"{FormerSetting}:{former.Key}:Path", former["Path"], former["Password"]))]);
    }

    private static X509Certificate2 Open(string setting, string? path, string? password)
    {
        X509Certificate2 certificate;
        try
        {
            certificate = X509CertificateLoader.LoadPkcs12(Decoded(File.ReadAllBytes(path ?? "")), password);
        }
        catch (Exception closed) when (closed is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Wrong($"{setting} must name a PKCS #12 file (.pfx) that can be read and that its password opens; \"{path}\" is none.");
        }

        // What the keys are protected with works with RSA alone, and would say so only when the first page is asked for.
        using var key = certificate.GetRSAPrivateKey();
        return key is not null
            ? certificate
            : throw Wrong($"{setting} must hold an RSA certificate with its private key; \"{path}\" does not.");
    }

    /// <summary>A vault hands the file out as Base64 text, and so it lies where a secret of a vault is mounted as a file.</summary>
    private static byte[] Decoded(byte[] content)
    {
        var text = content.AsSpan().TrimEnd("\r\n"u8);
        if (!Base64.IsValid(text))
        {
            return content;
        }

        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        Base64.DecodeFromUtf8(text, decoded, out _, out var written);
        return decoded[..written];
    }

    private static OptionsValidationException Wrong(string sentence) => new("Portal", typeof(KeyCertificates), [sentence]);
}
