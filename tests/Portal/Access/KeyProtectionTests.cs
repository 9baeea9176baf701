using System.Net;
using System.Security.Cryptography.X509Certificates;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Tests.Portal.Access;

/// <summary>The keys of cookies and forms, protected by a certificate.</summary>
public sealed class KeyProtectionTests : IDisposable
{
    private const string Password = "opens it";
    private const long Emma = 5;
    private readonly string _folder = Directory.CreateTempSubdirectory("keys-").FullName;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task KeysInTheDatabaseCanBeReadOnlyWhereNoCertificateIsSet(bool isProtected)
    {
        using var certificate = TestCertificate.Rsa();
        await using var portal = await StartAsync("Development", isProtected ? Setting(certificate) : []);
        await portal.Application.WithCookieOf(Emma).SeeAsync("/opportunities");

        await portal.Application.DoAsync<OpportunitiesContext>(async db =>
        {
            var key = Assert.Single(await db.ProtectionKeys.Select(k => k.Xml).ToListAsync());
            Assert.Equal(!isProtected, key.Contains("masterKey", StringComparison.Ordinal));
            Assert.Equal(isProtected, key.Contains("EncryptedData", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task AfterARestartAndAChangeOfCertificateNobodySignsInAnew_UnlessTheFormerIsForgotten()
    {
        using var first = TestCertificate.Rsa();
        using var second = TestCertificate.Rsa();
        (string Name, string Value) cookie;
        await using (var portal = await StartAsync("Development", [.. Setting(first), .. SharedFolder]))
        {
            cookie = portal.Application.CookieOf(new(new System.Security.Claims.ClaimsIdentity(
                [new(System.Security.Claims.ClaimTypes.NameIdentifier, $"{Emma}")], "Portal")));
        }

        (string, string)[] former =
        [
            ("Portal:FormerKeysCertificates:0:Path", first.Save(_folder, Password)), ("Portal:FormerKeysCertificates:0:Password", Password),
        ];
        Assert.Equal("/opportunities", await OpenAsync(cookie, [.. Setting(first), .. SharedFolder]));
        Assert.Equal("/opportunities", await OpenAsync(cookie, [.. Setting(second), .. former, .. SharedFolder]));
        Assert.StartsWith("/signin?", await OpenAsync(cookie, [.. Setting(second), .. SharedFolder]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing", "Portal:KeysCertificatePath")]
    [InlineData("wrong password", "Portal:KeysCertificatePath")]
    [InlineData("no certificate", "Portal:KeysCertificatePath")]
    [InlineData("without private key", "Portal:KeysCertificatePath")]
    [InlineData("elliptic curve", "Portal:KeysCertificatePath")]
    [InlineData("only a password", "Portal:KeysCertificatePassword")]
    [InlineData("former missing", "Portal:FormerKeysCertificates:0:Path")]
    public async Task ACertificateThatCannotBeUsedStopsTheStart(string how, string named)
    {
        using var good = TestCertificate.Rsa();
        using var open = X509CertificateLoader.LoadCertificate(good.Export(X509ContentType.Cert));
        using var curve = TestCertificate.EllipticCurve();
        var text = Path.Combine(_folder, "text.pfx");
        await File.WriteAllTextAsync(text, "no certificate");
        (string, string)[] settings = how switch
        {
            "missing" => [("Portal:KeysCertificatePath", Path.Combine(_folder, "nowhere.pfx"))],
            "wrong password" =>
                [("Portal:KeysCertificatePath", good.Save(_folder, "another")), ("Portal:KeysCertificatePassword", Password)],
            "no certificate" => [("Portal:KeysCertificatePath", text)],
            "without private key" => Setting(open),
            "elliptic curve" => Setting(curve),
            "only a password" => [("Portal:KeysCertificatePassword", Password)],
            _ => [.. Setting(good), ("Portal:FormerKeysCertificates:0:Path", "")],
        };

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => PortalApplication.StartAsync("Development", settings));

        Assert.StartsWith(named + " ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheProgramEndsWithTheSentence()
    {
        var (code, _, error) = await Product.RunAsync(_folder, "Development", "--Portal:KeysCertificatePath=nowhere.pfx");

        Assert.Equal(1, code);
        Assert.StartsWith("Not started. Portal:KeysCertificatePath must name a PKCS #12 file", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production", false, true)]
    [InlineData("Production", true, false)]
    [InlineData("Development", false, false)]
    public async Task WhereKeysLieOpenInOperationTheLogSaysSo(string environment, bool isProtected, bool says)
    {
        using var certificate = TestCertificate.Rsa();
        await using var portal = await StartAsync(environment, isProtected ? Setting(certificate) : []);

        Assert.Equal(says, portal.Application.Said.Any(line => line.Contains("Set Portal:KeysCertificatePath", StringComparison.Ordinal)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (string, string)[] SharedFolder => [("Portal:KeysFolder", Path.Combine(_folder, "keys"))];

    private (string, string)[] Setting(X509Certificate2 certificate) =>
        [("Portal:KeysCertificatePath", certificate.Save(_folder, Password)), ("Portal:KeysCertificatePassword", Password)];

    private static async Task<string> OpenAsync((string Name, string Value) cookie, (string, string)[] settings)
    {
        await using var portal = await StartAsync("Development", settings);
        using var browser = new SignInBrowser(portal.Application.Address, new() { [cookie.Name] = cookie.Value });
        var page = await browser.FollowAsync("/opportunities");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return page.Path;
    }

    private static async Task<Disposer> StartAsync(string environment, (string, string)[] settings) =>
        new(await PortalApplication.StartAsync(environment, settings));

    private sealed class Disposer(PortalApplication portal) : IAsyncDisposable
    {
        public PortalApplication Application => portal;

        public async ValueTask DisposeAsync() => await portal.DisposeAsync();
    }
}
