using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatOpportunities.Portal.Access;

/// <summary>Says at each start that the keys of cookies and forms lie open.</summary>
internal sealed partial class OpenKeysWarning(ILogger<OpenKeysWarning> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogOpen();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning,
        "The keys of cookies and forms are kept in plain text: whoever can read the database, or the folder of Portal:KeysFolder, could " +
        "sign in as anybody. Set Portal:KeysCertificatePath to a certificate that protects them.")]
    private partial void LogOpen();
}
