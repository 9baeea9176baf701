using ChatOpportunities.Bot.Talk;
using ChatOpportunities.Bot.Teams;
using Microsoft.AspNetCore.Http.Metadata;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>
/// Sends what is measured to the operator's collector when <c>Telemetry:OtlpEndpoint</c> names one (gRPC; with
/// <c>Telemetry:OtlpProtocol</c> <c>HttpProtobuf</c> the address of the collector's HTTP receiver). Without it nothing is
/// collected and nothing leaves.
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

        var protocol = OtlpExportProtocol.Grpc;
        if (configuration[Protocol] is { Length: > 0 } chosen
            && (!Enum.TryParse(chosen, ignoreCase: true, out protocol) || !Enum.IsDefined(protocol)))
        {
            throw new InvalidOperationException($"{Protocol} is '{chosen}'; it takes Grpc or HttpProtobuf.");
        }

        Action<OtlpExporterOptions> To(string signal) => o => (o.Endpoint, o.Protocol) =
            (protocol == OtlpExportProtocol.Grpc ? endpoint : new Uri($"{named.TrimEnd('/')}/v1/{signal}"), protocol);

        services.AddOpenTelemetry()
            .ConfigureResource(about => about.AddService("ChatOpportunities"))
            .WithTracing(traces => traces
                // Whoever asks may name the trace, but does not decide whether it is collected.
                .SetSampler(new AlwaysOnSampler())
                .AddSource(ChannelTelemetry.Name)
                .AddAspNetCoreInstrumentation(o => o.EnrichWithHttpResponse = LeaveOutUncounted)
                .AddHttpClientInstrumentation()
                .AddProcessor(new AddressRemover())
                .AddOtlpExporter(To("traces")))
            .WithMetrics(metrics => metrics
                .AddMeter(ChannelTelemetry.Name, TalkTelemetry.Name)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddOtlpExporter(To("metrics")));
        return services;
    }

    /// <summary>What its endpoint keeps out of the counts, files and questions after health, is not worth a span either.</summary>
    private static void LeaveOutUncounted(System.Diagnostics.Activity span, HttpResponse response)
    {
        if (response.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IDisableHttpMetricsMetadata>() is not null)
        {
            span.ActivityTraceFlags &= ~System.Diagnostics.ActivityTraceFlags.Recorded;
        }
    }
}
