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
}
