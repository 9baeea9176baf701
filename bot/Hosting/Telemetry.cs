using ChatOpportunities.Bot.Teams;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>
/// Sends what is measured to the operator's collector when <c>Telemetry:OtlpEndpoint</c> names one (gRPC; with
/// <c>Telemetry:OtlpProtocol</c> <c>HttpProtobuf</c> the address of the collector's HTTP receiver). Without it nothing leaves.
/// </summary>
internal static class Telemetry
{
    private const string Endpoint = "Telemetry:OtlpEndpoint";
    private const string Protocol = "Telemetry:OtlpProtocol";

    /// <exception cref="InvalidOperationException">A setting is wrong.</exception>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration[Endpoint] is not { Length: > 0 } named)
        {
            return services;
        }

        if (!Uri.TryCreate(named, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
        {
            throw new InvalidOperationException($"{Endpoint} is '{named}'; it takes an http or https address.");
        }

        var protocol = OpenTelemetry.Exporter.OtlpExportProtocol.Grpc;
        if (configuration[Protocol] is { Length: > 0 } chosen && (!Enum.TryParse(chosen, ignoreCase: true, out protocol) || !Enum.IsDefined(protocol)))
        {
            throw new InvalidOperationException($"{Protocol} is '{chosen}'; it takes Grpc or HttpProtobuf.");
        }

        Uri To(string signal) => protocol == OpenTelemetry.Exporter.OtlpExportProtocol.Grpc ? endpoint : new Uri($"{named.TrimEnd('/')}/v1/{signal}");

        var about = ResourceBuilder.CreateDefault().AddService("ChatOpportunities");
        // The server's own span of a request is not collected, and would make every span under it count as unwanted.
        services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder().SetResourceBuilder(about).SetSampler(new AlwaysOnSampler()).AddSource(ChannelTelemetry.Name)
            .AddOtlpExporter(o => (o.Endpoint, o.Protocol) = (To("traces"), protocol)).Build());
        services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder().SetResourceBuilder(about)
            .AddMeter(ChannelTelemetry.Name, "System.Runtime", "Microsoft.AspNetCore.Hosting", "System.Net.Http")
            .AddOtlpExporter(o => (o.Endpoint, o.Protocol) = (To("metrics"), protocol)).Build());
        // They measure from when they are made, and send the rest when the container ends.
        return services.AddHostedService<Start>();
    }

    private sealed class Start(TracerProvider traces, MeterProvider metrics) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.Run(
            () =>
            {
                traces.ForceFlush(2000);
                metrics.ForceFlush(2000);
            },
            cancellationToken);
    }
}
