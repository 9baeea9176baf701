using System.Text.RegularExpressions;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>
/// Asks the host that was started with the same settings on this machine after its health, so that a container without a shell or any other
/// program can be watched. Exit codes: 0 healthy, 1 not, or no answer; 2 not understood.
/// </summary>
internal static partial class HealthCommand
{
    /// <summary>Longer than readiness itself waits for the scheduler.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    public static async Task<int> RunAsync(string[] args)
    {
        var which = args is ["live" or "ready", ..] ? args[0] : "ready";
        var settings = args is ["live" or "ready", ..] ? args[1..] : args;
        if (settings.FirstOrDefault(s => !s.StartsWith("--", StringComparison.Ordinal)) is { } unknown)
        {
            await Console.Error.WriteLineAsync($"health asks for 'live' or 'ready', not for '{unknown}'.");
            return 2;
        }

        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        if (AddressOf(builder.Configuration) is not { } address)
        {
            await Console.Error.WriteLineAsync("The host listens on no http address, so this command cannot ask it.");
            return 1;
        }

        return await AskAsync(new Uri(address, "/health/" + which));
    }

    /// <summary>Where a host with these settings listens, as this machine reaches it; null when not over plain http.</summary>
    internal static Uri? AddressOf(IConfiguration configuration)
    {
        string[] Listed(string? value) => (value ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        // In the order in which the server takes them.
        string[] addresses =
        [
            .. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? ""),
            .. Listed(configuration["urls"]),
        ];
        if (addresses.Length == 0)
        {
            addresses = [.. Listed(configuration["http_ports"]).Select(port => $"http://*:{port}")];
            if (addresses.Length == 0 && Listed(configuration["https_ports"]).Length == 0)
            {
                addresses = ["http://localhost:5000"];
            }
        }

        return addresses.Where(a => a.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            .Select(a => Uri.TryCreate(AnyHost().Replace(a, "http://127.0.0.1"), UriKind.Absolute, out var address) ? address : null)
            .FirstOrDefault(a => a is not null);
    }

    private static async Task<int> AskAsync(Uri address)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(address);
            await Console.Out.WriteLineAsync(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"Nothing answers at {address}.");
            return 1;
        }
    }

    [GeneratedRegex(@"^http://(0\.0\.0\.0|\[::\]|\+|\*)(?=[:/]|$)", RegexOptions.IgnoreCase)]
    private static partial Regex AnyHost();
}
