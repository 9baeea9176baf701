using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Portal.Access;

/// <summary>The keys that protect cookies and forms, and where they are kept.</summary>
internal static class PortalKeys
{
    public static void AddPortalKeys(this IServiceCollection services, IConfiguration configuration)
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
    }
}
