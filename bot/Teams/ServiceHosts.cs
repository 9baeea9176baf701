using System.Net;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Teams;

/// <summary>Which addresses the bot answers to: its token goes to whatever host an activity names, so the host must be known.</summary>
internal sealed class ServiceHosts(IOptions<BotOptions> options, IHostEnvironment environment)
{
    /// <summary>Teams' hosts: public, government and its regions. trafficmanager.net itself is shared by all of Azure.</summary>
    private static readonly string[] Teams =
    [
        "smba.trafficmanager.net",
        "smba.infra.gcc.teams.microsoft.com",
        "smba.infra.gov.teams.microsoft.us",
        "smba.infra.dod.teams.microsoft.us",
        "*.botframework.com",
        "*.teams.microsoft.com",
        "*.teams.microsoft.us",
    ];

    public bool Allow(string? serviceUrl)
    {
        if (!Uri.TryCreate(serviceUrl, UriKind.Absolute, out var address)
            || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            return false;
        }

        if (options.Value.IsAnonymous)
        {
            return environment.IsDevelopment() && address.Scheme == Uri.UriSchemeHttp && IsThisMachine(address);
        }

        var allowed = options.Value.AllowedServiceHosts.Count > 0 ? options.Value.AllowedServiceHosts : Teams;
        return address.Scheme == Uri.UriSchemeHttps && address.Port == 443 && allowed.Any(pattern => Matches(pattern, address.IdnHost));
    }

    /// <summary>Names that mean this machine without asking anyone.</summary>
    public static bool IsThisMachine(Uri address) => IsThisMachine(address.Host);

    public static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    private static bool Matches(string pattern, string host) => pattern.StartsWith("*.", StringComparison.Ordinal)
        ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
        : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);
}
