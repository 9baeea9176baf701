using System.Globalization;
using System.Text.Json.Nodes;
using ChatOpportunities.Bot.Hosting;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace ChatOpportunities.Tests.Deployment;

/// <summary>The manifests for three roles on one database, held against the product and against each other.</summary>
public sealed class KubernetesTests
{
    private const string Folder = "deploy/kubernetes";

    private static readonly IReadOnlyList<JsonObject> Documents =
    [
        .. Repository.In(Folder, ".yaml").Where(f => Path.GetFileName(f) != "kustomization.yaml").SelectMany(YamlFile.Documents),
    ];

    private static IReadOnlyList<JsonObject> Deployments => [.. OfKind("Deployment")];

    [Fact]
    public void TheKustomizationNamesEveryFileOfTheFolder()
    {
        var kustomization = YamlFile.Read(Folder + "/kustomization.yaml");

        Assert.Equal(
            Repository.In(Folder, ".yaml").Select(f => Path.GetFileName(f)).Where(f => f != "kustomization.yaml").Order(),
            kustomization.At("resources").Texts().Order());
        Assert.Equal(
            Deployments.Select(d => Container(d).At("image").ToString()).Distinct(),
            kustomization.At("images").AsArray().Select(i => i!.At("name").ToString()));
        Assert.Equal(CommandLine.Version, kustomization.At("images").AsArray().Single()!.At("newTag").ToString());
    }

    [Fact]
    public void EachRoleHasADeploymentOfItsName_AndTogetherTheyAreAllRoles()
    {
        var roles = Deployments.Select(d => (Name: NameOf(d), Roles: HostRoles.From(Configuration(("Host:Roles", Role(d)))))).ToList();

        Assert.All(Deployments, d => Assert.Equal(NameOf(d), Role(d)));
        Assert.Equal((1, 1, 1), (roles.Count(r => r.Roles.Bot), roles.Count(r => r.Roles.Portal), roles.Count(r => r.Roles.Reminders)));
    }

    [Fact]
    public void EachPodListensWhereItIsAskedAfterItsHealth_AndMayDoNothingElse()
    {
        Assert.All(Deployments, deployment =>
        {
            var (pod, container) = (deployment.At("spec", "template", "spec"), Container(deployment));
            Assert.Equal(DockerfileText.Of("EXPOSE"), container.At("ports").AsArray().Single()!.At("containerPort").ToString());
            Assert.Equal("/health/live", container.At("livenessProbe", "httpGet", "path").ToString());
            Assert.Equal("/health/ready", container.At("readinessProbe", "httpGet", "path").ToString());
            Assert.Equal("/health/ready", container.At("startupProbe", "httpGet", "path").ToString());
            Assert.Equal(DockerfileText.Of("USER"), pod.At("securityContext", "runAsUser").ToString());
            Assert.Equal("true", container.At("securityContext", "readOnlyRootFilesystem").ToString());
            Assert.Equal("false", container.At("securityContext", "allowPrivilegeEscalation").ToString());
            Assert.Equal(["ALL"], container.At("securityContext", "capabilities", "drop").Texts());
            Assert.Equal(
                pod.At("volumes").AsArray().Select(v => v!.At("name").ToString()).Order(),
                container.At("volumeMounts").AsArray().Select(v => v!.At("name").ToString()).Order());
        });
    }

    [Fact]
    public void TheSettingsAreKnown_FitTheNumberOfHosts_AndLetEachRoleStart()
    {
        var map = OfKind("ConfigMap").Single();
        var settings = map.At("data").AsObject().Select(v => (Name: v.Key, Value: v.Value!.ToString())).ToList();
        var sending = Deployments.Where(d => NameOf(d) is "bot" or "reminders")
            .Sum(d => int.Parse(d.At("spec", "replicas").ToString(), CultureInfo.InvariantCulture));

        Assert.All(
            settings.Where(s => !s.Name.StartsWith("ASPNETCORE_", StringComparison.Ordinal)),
            s => Assert.True(KnownSettings.IsKnown(s.Name), s.Name));
        Assert.Equal(sending.ToString(CultureInfo.InvariantCulture), settings.Single(s => s.Name == "Bot__SendingHosts").Value);
        Assert.StartsWith(
            "/keys/", settings.Single(s => s.Name == "Portal__KeysCertificatePath").Value, StringComparison.Ordinal);
        Assert.All(Deployments, d =>
        {
            Assert.Equal(
                [NameOf(map), "opportunities"],
                Container(d).At("envFrom").AsArray().SelectMany(from => from!.AsObject())
                    .Select(from => from.Value!.At("name").ToString()));
            Assert.Empty(DeployedSettings.WhatStopsTheStart(
            [
                .. settings.Select(s => Setting(s.Name, s.Value)), Setting("Host__Roles", Role(d)),
                Setting("Bot__Credential__Secret", "a secret"), Setting("Portal__Entra__ClientSecret", "a secret"),
                Setting("ConnectionStrings__Opportunities", "Host=db;Database=opportunities;Username=someone;Password=secret"),
            ]));
        });
    }

    [Fact]
    public void TeamsReachesTheBot_AndEverythingElseThePortal()
    {
        var host = OfKind("Ingress").Single().At("spec", "rules").AsArray().Single()!;
        var paths = host.At("http", "paths").AsArray()
            .Select(p => (p!.At("path").ToString(), p!.At("pathType").ToString(), p!.At("backend", "service", "name").ToString())).ToList();
        var settings = OfKind("ConfigMap").Single().At("data");

        Assert.Equal([(MessagesEndpoint.Path, "Exact", "bot"), ("/", "Prefix", "portal")], paths);
        Assert.Equal("https://" + host.At("host"), settings.At("Bot__PortalAddresses__0").ToString());
        Assert.All(paths, path =>
        {
            var service = OfKind("Service").Single(s => NameOf(s) == path.Item3);
            var deployment = Deployments.Single(d => NameOf(d) == path.Item3);
            Assert.True(JsonNode.DeepEquals(service.At("spec", "selector"), deployment.At("spec", "selector", "matchLabels")));
            Assert.True(
                JsonNode.DeepEquals(service.At("spec", "selector"), deployment.At("spec", "template", "metadata", "labels")));
            Assert.Equal("http", service.At("spec", "ports").AsArray().Single()!.At("targetPort").ToString());
        });
    }

    private static IEnumerable<JsonObject> OfKind(string kind) => Documents.Where(d => d.At("kind").ToString() == kind);

    private static string NameOf(JsonObject document) => document.At("metadata", "name").ToString();

    private static JsonNode Container(JsonObject deployment) =>
        deployment.At("spec", "template", "spec", "containers").AsArray().Single()!;

    private static string Role(JsonObject deployment) => Container(deployment).At("env").AsArray()
        .Single(v => v!.At("name").ToString() == "Host__Roles")!.At("value").ToString();

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build();

    private static KeyValuePair<string, string?> Setting(string variable, string value) =>
        KeyValuePair.Create(variable.Replace("__", ":", StringComparison.Ordinal), (string?)value);
}
