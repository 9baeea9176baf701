using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatOpportunities.Portal.Access;

/// <summary>The keys that protect cookies and forms: where they are kept, and by what they are protected there.</summary>
internal static class PortalKeys
{
    public static void AddPortalKeys(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
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
