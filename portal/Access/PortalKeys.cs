using System.Security.Cryptography;
using ChatOpportunities.Domain.Exchange.Webhooks;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatOpportunities.Portal.Access;

/// <summary>
/// The keys that protect cookies, forms and the secrets of webhooks: where they are kept, and by what they are protected there.
/// </summary>
internal static class PortalKeys
{
    public static void AddPortalKeys(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        if (services.Any(s => s.ServiceType == typeof(IWebhookSecrets)))
        {
            return; // a host of several roles says it for each
        }

        services.AddSingleton<IWebhookSecrets, WebhookSecrets>();
        var keys = services.AddDataProtection().SetApplicationName("ChatOpportunities");
        if (configuration["Portal:KeysFolder"] is { Length: > 0 } folder)
        {
            keys.PersistKeysToFileSystem(new DirectoryInfo(folder));
        }
        else
        {
            services.AddOptions<KeyManagementOptions>()
                .Configure<IServiceScopeFactory>((options, scopes) => options.XmlRepository = new StoredKeys(scopes));
        }

        var certificates = KeyCertificates.From(configuration);
        keys.UnprotectKeysWithAnyCertificate([.. certificates.All]);
        if (certificates.Current is not null)
        {
            keys.ProtectKeysWithCertificate(certificates.Current);
        }
        else if (!environment.IsDevelopment())
        {
            services.AddHostedService<OpenKeysWarning>();
        }
    }
}

/// <summary>Keeps the secrets of webhooks under the same keys, which every host of the company has.</summary>
internal sealed class WebhookSecrets(IDataProtectionProvider keys) : IWebhookSecrets
{
    private readonly IDataProtector _protector = keys.CreateProtector("Webhooks");

    public string Protect(string secret) => _protector.Protect(secret);

    public string? Open(string stored)
    {
        try
        {
            return _protector.Unprotect(stored);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
