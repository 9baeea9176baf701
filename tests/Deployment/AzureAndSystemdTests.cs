using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Portal.Access;
using ChatOpportunities.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace ChatOpportunities.Tests.Deployment;

/// <summary>What azd and systemd are given, held against the product. Whether Azure takes it, only Azure can say.</summary>
public sealed partial class AzureAndSystemdTests
{
    private const string Unit = "deploy/systemd/chat-opportunities.service";
    private static readonly string Resources = Repository.Read("deploy/azure/resources.bicep");

    [Fact]
    public void WhatAzdIsToldIsThere()
    {
        var azd = YamlFile.Read("azure.yaml");
        var service = Assert.Single(azd.At("services").AsObject());

        Assert.Contains($"{azd.At("infra", "path")}/{azd.At("infra", "module")}.bicep", Repository.Files);
        Assert.Contains(azd.At("hooks", "preprovision", "run").ToString().Split(' ')[1], Repository.Files);
        Assert.Equal("./Dockerfile", service.Value!.At("docker", "path").ToString());
        Assert.Contains($"'azd-service-name': '{service.Key}'", Resources, StringComparison.Ordinal);
        Assert.Contains(
            $"SERVICE_{service.Key.ToUpperInvariant()}_RESOURCE_EXISTS", Repository.Read("deploy/azure/main.parameters.json"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void EachParameterIsGivenAValue_AndNoOther()
    {
        var given = JsonNode.Parse(Repository.Read("deploy/azure/main.parameters.json"))!.At("parameters").AsObject().Select(p => p.Key);

        Assert.Equal(
            Parameter().Matches(Repository.Read("deploy/azure/main.bicep")).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal),
            given.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheContainerAppGivesSettingsThatThereAre_AndAsksAfterHealthWhereItIsServed()
    {
        var named = KnownSettings.NamedAsVariables(Resources);

        Assert.Contains("Bot__Credential__ManagedIdentityClientId", named);
        Assert.All(named, setting => Assert.True(KnownSettings.IsKnown(setting), setting));
        Assert.Contains($"var port = {DockerfileText.Of("EXPOSE")}\n", Resources, StringComparison.Ordinal);
        Assert.Equal(
            ["/health/live", "/health/ready", "/health/ready"],
            ProbePath().Matches(Resources).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
        Assert.Contains("https://${domain}" + MessagesEndpoint.Path, Resources, StringComparison.Ordinal);
        // More copies than one would each take all that the tenant may be sent.
        Assert.Contains("minReplicas: 1, maxReplicas: 1", Resources, StringComparison.Ordinal);
    }

    [Fact]
    public void TheCollectorTakesWhatTheProductSends()
    {
        var collector = YamlFile.Read("deploy/azure/collector.yaml");
        var kinds = new[] { "receivers", "processors", "exporters" };

        Assert.All(collector.At("service", "pipelines").AsObject(), pipeline => Assert.All(kinds, kind =>
            Assert.Empty(pipeline.Value!.At(kind).Texts().Except(collector.At(kind).AsObject().Select(part => part.Key)))));
        Assert.Equal(["metrics", "traces"], collector.At("service", "pipelines").AsObject().Select(p => p.Key).Order());
        var address = collector.At("receivers", "otlp", "protocols", "grpc", "endpoint");
        Assert.Contains($"'Telemetry__OtlpEndpoint', value: 'http://{address}'", Resources, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheCertificateThatAzdKeepsProtectsTheKeys_AsTheVaultHandsItOut()
    {
        var file = Path.GetTempFileName();
        try
        {
            var (exitCode, _, errors) = await ExternalProgram.RunAsync("sh", ["deploy/azure/certificate.sh", file]);
            Assert.True(exitCode == 0, errors);
            await File.AppendAllTextAsync(file, "\n");

            var certificates = KeyCertificates.From(new ConfigurationBuilder()
                .AddInMemoryCollection([KeyValuePair.Create("Portal:KeysCertificatePath", (string?)file)]).Build());

            Assert.Equal("CN=opportunities", certificates.Current!.Subject);
            Assert.True(certificates.Current.HasPrivateKey);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void TheUnitStartsTheProgram_WaitsUntilItIsReady_AndGivesSettingsThatThereAre()
    {
        var lines = Repository.Read(Unit).Split('\n').Where(l => l.Contains('=', StringComparison.Ordinal) && l[0] != '#')
            .Select(l => l.Split('=', 2)).ToList();
        string Value(string name) => lines.Single(l => l[0] == name)[1];

        Assert.EndsWith(typeof(Program).Assembly.GetName().Name + ".dll", Value("ExecStart"), StringComparison.Ordinal);
        Assert.Contains(Value("ExecStart") + " health", Value("ExecStartPost"), StringComparison.Ordinal);
        Assert.All(KnownSettings.NamedAsVariables(Repository.Read(Unit)), s => Assert.True(KnownSettings.IsKnown(s), s));
        Assert.Equal("/var/lib/" + Value("StateDirectory"), Value("WorkingDirectory"));
        Assert.Contains($"Data Source={Value("WorkingDirectory")}/", Repository.Read(Unit), StringComparison.Ordinal);
        Assert.Equal(("strict", "true"), (Value("ProtectSystem"), Value("NoNewPrivileges")));
        Assert.NotEqual("root", Value("User"));
    }

    [GeneratedRegex(@"^param (\w+) ", RegexOptions.Multiline)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"httpGet: \{ path: '([^']+)'")]
    private static partial Regex ProbePath();
}
