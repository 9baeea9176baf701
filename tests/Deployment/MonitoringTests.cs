using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpportunities.Bot.Talk;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Deployment;

/// <summary>The dashboard and the alerts ask for what the product really measures, by the names that Prometheus makes of them.</summary>
public sealed partial class MonitoringTests
{
    private static readonly string[] Functions =
        ["sum", "by", "le", "rate", "topk", "histogram_quantile", "increase", "absent", "outcome", "status", "reason", "kind", "instance",
            "http_route", "http_response_status_code", "type"];

    [Fact]
    public void EveryFigureOfTheDashboardIsMeasured()
    {
        var dashboard = JsonNode.Parse(Repository.Read("deploy/monitoring/dashboard.json"))!;
        var panels = dashboard.At("panels").AsArray().Select(p => p!).ToList();

        Assert.True(panels.Count >= 10);
        Assert.Distinct(panels.Select(p => p.At("id").ToString()));
        Assert.All(
            panels.SelectMany(p => p.At("targets").AsArray().Select(t => t!.At("expr").ToString())),
            expression => Assert.Empty(Unknown(expression)));
    }

    [Fact]
    public void EveryAlertAsksForWhatIsMeasured_AndSaysWhatItMeans()
    {
        var rules = YamlFile.Read("deploy/monitoring/alerts.yaml").At("groups").AsArray().SelectMany(g => g!.At("rules").AsArray())
            .Select(rule => rule!).ToList();

        Assert.Distinct(rules.Select(r => r.At("alert").ToString()));
        Assert.All(rules, rule =>
        {
            Assert.Empty(Unknown(rule.At("expr").ToString()));
            Assert.Matches(@"^\d+[mh]$", rule.At("for").ToString());
            Assert.NotEmpty(rule.At("annotations", "summary").ToString());
            Assert.NotEmpty(rule.At("labels", "severity").ToString());
        });
    }

    [Theory]
    [InlineData("sum(rate(channel_turns_total[5m]))", "channel_turns_total")]
    [InlineData("channel_turn_duration_seconds_total", "channel_turn_duration_seconds_total")]
    [InlineData("channel_refusals", "channel_refusals")]
    public void ANameThatNobodyMeasuresIsRecognised(string expression, string name) => Assert.Equal([name], Unknown(expression));

    private static IEnumerable<string> Unknown(string expression) =>
        Name().Matches(Selectors().Replace(Durations().Replace(expression, ""), "")).Select(m => m.Value)
            .Except(Functions).Where(name => !Measured.Value.Contains(name)).Distinct();

    private static readonly Lazy<HashSet<string>> Measured = new(() =>
    {
        // The server's own histogram is published when a host is made; its name is fixed by the conventions of OpenTelemetry.
        var names = new HashSet<string>(Names("http.server.request.duration", "s", isHistogram: true, isCounter: false));
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name is ChannelTelemetry.Name or TalkTelemetry.Name or "System.Runtime")
            {
                var kind = instrument.GetType().Name;
                var (isHistogram, isCounter) = (kind.StartsWith("Histogram", StringComparison.Ordinal), kind.Split('`')[0].EndsWith(
                    "Counter", StringComparison.Ordinal) && !kind.Contains("UpDown", StringComparison.Ordinal));
                names.UnionWith(Names(instrument.Name, instrument.Unit, isHistogram, isCounter));
            }
        };
        RuntimeHelpers.RunClassConstructor(typeof(ChannelTelemetry).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(TalkTelemetry).TypeHandle);
        listener.Start();
        return names;
    });

    /// <summary>What Prometheus calls an instrument that comes by OTLP.</summary>
    private static IEnumerable<string> Names(string name, string? unit, bool isHistogram, bool isCounter)
    {
        var translated = name.Replace('.', '_') + (unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" });
        return isHistogram ? [translated + "_bucket", translated + "_count", translated + "_sum"]
            : isCounter ? [translated + "_total"] : [translated];
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Selectors();

    [GeneratedRegex(@"\[\d+[smhd]\]")]
    private static partial Regex Durations();

    [GeneratedRegex(@"\b[a-z_]\w+")]
    private static partial Regex Name();
}
