using System.Collections.Concurrent;
using System.Text;
using ChatOpportunities.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Hosting;

/// <summary>What an operator's collector is told.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task GivenACollector_WhenAPersonSpeaks_ThenTurnsAndCallsArriveThere_AndNothingOfWhatWasSaid()
    {
        var told = new ConcurrentQueue<(string Path, string Body)>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var collector = builder.Build();
        collector.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            told.Enqueue((http.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
            http.Response.StatusCode = 200;
        });
        await collector.StartAsync();

        await using (var bot = await BotApplication.StartAsync(
            ("Telemetry:OtlpEndpoint", collector.Urls.First()), ("Telemetry:OtlpProtocol", "HttpProtobuf")))
        {
            await bot.SayAsync(Anna, "find the-secret-customer");
            using var refused = await bot.Http.PostAsync("/api/messages", new StringContent("""{"type":"message","serviceUrl":"https://attacker.example/","from":{"id":"x"},"conversation":{"id":"y"}}""", Encoding.UTF8, "application/json"));
        }

        var (metrics, traces) = (All("/v1/metrics"), All("/v1/traces"));
        Assert.All(["channel.turn.duration", "channel.connector.duration", "channel.refusals", "the service address is not an allowed host"], name => Assert.Contains(name, metrics, StringComparison.Ordinal));
        Assert.Contains("channel.activity.id", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("the-secret-customer", metrics + traces, StringComparison.Ordinal);
        string All(string path) => string.Concat(told.Where(t => t.Path == path).Select(t => t.Body));
    }
}
