using System.Globalization;
using System.Threading.Channels;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Import;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Pages.Import;

/// <summary>
/// Takes files in beside the requests. What was taken in is saved along with how far it has come, so that after a crash the page
/// offers to go on, and no line is taken in twice.
/// </summary>
public sealed partial class ImportRunner(IServiceScopeFactory scopes, IOptions<CompanyOptions> company, ILogger<ImportRunner> logger) : BackgroundService
{
    private readonly Channel<string> _waiting = Channel.CreateUnbounded<string>();

    /// <summary>Puts a file behind those that are being taken in.</summary>
    public void Start(string id) => _waiting.Writer.TryWrite(id);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var id in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var imports = scope.ServiceProvider.GetRequiredService<ImportActs>();
                while (await imports.GoOnAsync(id, c => new PortalTexts(CultureInfo.GetCultureInfo(c.Language), company.Value.Currency), stoppingToken))
                {
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // The page of the file says that it stands still and offers to go on.
                LogStopped(failure, id);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The import {Id} stopped.")]
    private partial void LogStopped(Exception failure, string id);
}
