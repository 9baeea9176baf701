using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ChatOpportunities.Tests.Support;

/// <summary>
/// Sends what was measured once the last request has ended. The program does that when its container ends, but a test that stops it
/// does not wait for so long: the program's own main method may be at it still. The container may also be the faster one and end before
/// this is asked to stop, so both are taken from it at the start.
/// </summary>
internal sealed class FlushAtStop(IServiceProvider services) : IHostedService
{
    private TracerProvider? _tracer;
    private MeterProvider? _meter;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _tracer = services.GetService<TracerProvider>();
        _meter = services.GetService<MeterProvider>();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _tracer?.ForceFlush();
        _meter?.ForceFlush();
        return Task.CompletedTask;
    }
}
