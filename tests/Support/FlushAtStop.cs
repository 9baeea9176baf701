using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ChatOpportunities.Tests.Support;

/// <summary>
/// Sends what was measured once the last request has ended. The program does that when its container ends, but a test that stops it
/// does not wait for so long: the program's own main method may be at it still.
/// </summary>
internal sealed class FlushAtStop(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        services.GetService<TracerProvider>()?.ForceFlush();
        services.GetService<MeterProvider>()?.ForceFlush();
        return Task.CompletedTask;
    }
}
