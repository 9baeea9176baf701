using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace ChatOpportunities.Tests.Support;

/// <summary>An operator's collector on this machine: takes what is sent by HTTP and reads the spans out of it.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _told = [];
    private WebApplication _app = null!;

    /// <summary>What makes the product send here.</summary>
    public (string Name, string? Value)[] Settings =>
        [("Telemetry:OtlpEndpoint", _app.Urls.First()), ("Telemetry:OtlpProtocol", "HttpProtobuf")];

    /// <summary>Everything that was told of measurements, as text between what is no text.</summary>
    public string Metrics => All("/v1/metrics");

    /// <summary>Everything that was told of traces, as text between what is no text.</summary>
    public string Traces => All("/v1/traces");

    /// <summary>The spans of the whole process: other tests may be among them.</summary>
    public IReadOnlyList<OtlpSpan> Spans => [.. Bodies("/v1/traces").SelectMany(OtlpSpan.ReadAll)];

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        collector._app = builder.Build();
        collector._app.Run(collector.TakeAsync);
        await collector._app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        _told.Enqueue((http.Request.Path, body.ToArray()));
        http.Response.StatusCode = StatusCodes.Status200OK;
    }

    private IEnumerable<byte[]> Bodies(string path) => _told.Where(t => t.Path == path).Select(t => t.Body);

    private string All(string path) => string.Concat(Bodies(path).Select(Encoding.Latin1.GetString));
}
