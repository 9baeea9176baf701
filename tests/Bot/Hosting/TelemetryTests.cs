using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using ChatOpportunities.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Hosting;

/// <summary>What an operator's collector is told.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task GivenACollector_WhenAPersonSpeaks_ThenTurnsAndCallsArriveThere_AndNothingOfWhatWasSaid()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using (var bot = await BotApplication.StartAsync(collector.Settings))
        {
            await bot.SayAsync(Anna, "find the-secret-customer");
            using var refused = await bot.Http.PostAsync("/api/messages", new StringContent(
                """{"type":"message","serviceUrl":"https://attacker.example/","from":{"id":"x"},"conversation":{"id":"y"}}""",
                Encoding.UTF8, "application/json"));
        }

        var (metrics, traces) = (collector.Metrics, collector.Traces);
        Assert.All(
            ["channel.turn.duration", "channel.connector.duration", "channel.refusals", "the service address is not an allowed host"],
            name => Assert.Contains(name, metrics, StringComparison.Ordinal));
        Assert.Contains("channel.activity.id", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("the-secret-customer", metrics + traces, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenACollector_WhenAPersonSpeaks_ThenRequestTurnAndCallAreOneTrace()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var id = Guid.NewGuid().ToString();
        await using (var bot = await BotApplication.StartAsync(collector.Settings))
        {
            await bot.SayAsync(Anna, "help", id);
        }

        var spans = collector.Spans;
        var turn = Assert.Single(spans, s => s.Name == "turn" && s.Tag("channel.activity.id") == id);
        var request = Assert.Single(spans, s => s.Id == turn.ParentId);
        Assert.Equal(("POST /api/messages", "200"), (request.Name, request.Tag("http.response.status_code")));
        // One call; on a slow machine "typing" is another.
        var calls = spans.Where(s => s.ParentId == turn.Id).ToList();
        Assert.NotEmpty(calls);
        Assert.All(calls, call =>
        {
            Assert.Equal("connector POST", call.Name);
            var sent = Assert.Single(spans, s => s.ParentId == call.Id);
            Assert.Equal(("POST", "127.0.0.1"), (sent.Name, sent.Tag("server.address")));
            Assert.Equal((turn.TraceId, turn.TraceId), (call.TraceId, sent.TraceId));
        });
        Assert.Equal(turn.TraceId, request.TraceId);
    }

    [Fact]
    public async Task GivenACollector_WhenABrowserAndAProgramAsk_ThenPageApiAndWhatThePageAsksElsewhereAreTheirTrace()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var provider = await OpenIdProvider.StartAsync();
        using var asking = new Activity("somebody asks").SetIdFormat(ActivityIdFormat.W3C);
        await using (var bot = await BotApplication.StartAsync(
        [
            .. collector.Settings,
            ("Host:Roles", "bot,portal"),
            ("Api:BootstrapToken", PortalApplication.BootstrapToken),
            ("Portal:Entra:Authority", provider.Address),
            ("Portal:Entra:TenantId", OpenIdProvider.TenantId),
            ("Portal:Entra:ClientId", OpenIdProvider.ClientId),
            ("Portal:Entra:ClientSecret", OpenIdProvider.ClientSecret),
        ]))
        {
            asking.Start();
            using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
            using var browser = new HttpClient(handler) { BaseAddress = bot.Http.BaseAddress };
            using var page = await browser.GetAsync(new Uri("/signin/company", UriKind.Relative));
            Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
            var list = new Uri("/api/v1/opportunities?q=the-secret-search", UriKind.Relative);
            using var program = new HttpRequestMessage(HttpMethod.Get, list);
            program.Headers.Authorization = new("Bearer", PortalApplication.BootstrapToken);
            using var api = await browser.SendAsync(program);
            Assert.Equal(HttpStatusCode.OK, api.StatusCode);
            using var nowhere = await browser.GetAsync(new Uri("/the-secret-path", UriKind.Relative));
            asking.Stop();
        }

        var trace = collector.Spans.Where(s => s.TraceId == asking.TraceId.ToHexString()).ToList();
        var opened = Assert.Single(trace, s => s.Tag("http.route") == "signin/company");
        var elsewhere = new Uri(provider.Address).Port.ToString(CultureInfo.InvariantCulture);
        Assert.Contains(trace, s => s.ParentId == opened.Id && s.Tag("server.port") == elsewhere);
        Assert.Single(trace, s => s.Tag("http.route")?.Contains("api/v1/opportunities", StringComparison.Ordinal) == true);
        Assert.All(
            ["http.server.request.duration", "http.client.request.duration", "dotnet.gc.collections"],
            name => Assert.Contains(name, collector.Metrics, StringComparison.Ordinal));
        Assert.All(
            ["the-secret-search", "the-secret-path", PortalApplication.BootstrapToken, OpenIdProvider.ClientSecret],
            secret => Assert.DoesNotContain(secret, collector.Traces + collector.Metrics, StringComparison.Ordinal));
    }

    [Fact]
    public async Task GivenACollector_ThenNoAddressIsToldThere_AndNoQuestionAfterHealthNorFile()
    {
        await using var collector = await OtlpCollector.StartAsync();
        using var asking = new Activity("somebody asks").SetIdFormat(ActivityIdFormat.W3C);
        await using (var bot = await BotApplication.StartAsync([.. collector.Settings, ("Host:Roles", "bot,portal")]))
        {
            await bot.SayAsync(Anna, "help");
            asking.Start();
            foreach (var path in (string[])["/health/live", "/health/ready", "/assets/portal.css", "/signin"])
            {
                using var answer = await bot.Http.GetAsync(new Uri(path, UriKind.Relative));
                Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
            }

            asking.Stop();
        }

        var spans = collector.Spans;
        Assert.All(spans, s => Assert.DoesNotContain(s.Tags.Keys, name => name is "url.full" or "url.path" or "url.query"));
        Assert.DoesNotContain(Uri.EscapeDataString(Anna.Conversation) + "/activities", collector.Traces, StringComparison.Ordinal);
        // What the test's own client did is among them; what the program answered has a route.
        var trace = spans.Where(s => s.TraceId == asking.TraceId.ToHexString());
        Assert.Equal(["signin"], trace.Select(s => s.Tag("http.route")).OfType<string>());
    }

    [Fact]
    public async Task GivenNoCollector_ThenNothingIsCollected()
    {
        await using var bot = await BotApplication.StartAsync();

        Assert.Null(bot.Services.GetService<TracerProvider>());
        Assert.Null(bot.Services.GetService<MeterProvider>());
    }
}
