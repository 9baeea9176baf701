using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ChatOpportunities.Tests.Support;

/// <summary>Certificates that a test makes for itself.</summary>
internal static class TestCertificate
{
    public const string Subject = "CN=test";

    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static X509Certificate2 Rsa()
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest(Subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(From, From.AddYears(100));
    }

    /// <summary>With a key of the kind that cannot protect other keys.</summary>
    public static X509Certificate2 EllipticCurve()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest(Subject, key, HashAlgorithmName.SHA256).CreateSelfSigned(From, From.AddYears(100));
    }

    /// <summary>Writes it as a file with a password; its path.</summary>
    public static string Save(this X509Certificate2 certificate, string folder, string password)
    {
        var path = Path.Combine(folder, Guid.NewGuid().ToString("N") + ".pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, password));
        return path;
    }
}
