using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using ChatOpportunities.Bot.Hosting;
using ChatOpportunities.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace ChatOpportunities.Tests.Deployment;

/// <summary>The Dockerfile and what is run of it, held against the product; an engine is not needed to see that they agree.</summary>
public sealed class ContainerTests
{
    private static readonly string[] Projects = ["domain", "portal", "bot"];

    [Fact]
    public void WhatTheImageIsBuiltFromIsThere_AndReachesTheBuild()
    {
        var ignore = Repository.Read(".dockerignore").Split('\n').Select(l => l.Trim()).ToList();
        var copied = DockerfileText.Build.Where(i => i.Name == "COPY" && !i.Text.StartsWith("--", StringComparison.Ordinal))
            .SelectMany(i => i.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..^1]).ToList();

        Assert.Equal("*", ignore.First(l => l.Length > 0 && l[0] != '#'));
        Assert.NotEmpty(copied);
        Assert.All(copied, source =>
        {
            Assert.True(Repository.Files.Any(f => f == source || f.StartsWith(source + "/", StringComparison.Ordinal)), source);
            Assert.Contains("!" + source.Split('/')[0], ignore);
        });
    }

    /// <summary>What is restored in a layer of its own has to be all that the projects name.</summary>
    [Fact]
    public void EveryProjectOfTheProgramIsRestoredFirst()
    {
        var build = DockerfileText.Build;
        var restored = build.TakeWhile(i => !i.Text.StartsWith("dotnet restore", StringComparison.Ordinal))
            .Where(i => i.Name == "COPY").SelectMany(i => i.Text.Split(' ')[..^1]).ToList();
        var needed = Projects.SelectMany(folder => Repository.In(folder, ".csproj", ".targets"))
            .Concat(["global.json", "Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", "build/Node.targets"]);

        Assert.Empty(needed.Except(restored));
        // An image for another kind of machine is built by this one's tools.
        Assert.All(
            DockerfileText.Stages.SkipLast(1), s => Assert.StartsWith("--platform=$BUILDPLATFORM ", s[0].Text, StringComparison.Ordinal));
        const string Publish = "dotnet publish bot/ChatOpportunities.Bot.csproj -c Release ";
        Assert.Contains(build, i => i.Text.StartsWith(Publish, StringComparison.Ordinal));
        var framework = XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("TargetFramework").Single().Value;
        Assert.Contains("ARG DOTNET_VERSION=" + framework["net".Length..], Repository.Read("Dockerfile"), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsRunHasNoRights_WritesOnlyItsData_AndTellsItsHealthByItself()
    {
        var program = typeof(Program).Assembly.GetName().Name + ".dll";
        var (variables, health) = (DockerfileText.Environment, DockerfileText.Of("HEALTHCHECK"));
        var command = JsonSerializer.Deserialize<string[]>(health[health.IndexOf('[', StringComparison.Ordinal)..])!;
        var entry = JsonSerializer.Deserialize<string[]>(DockerfileText.Of("ENTRYPOINT"))!;

        Assert.Contains("chiseled-extra", DockerfileText.Of("FROM"), StringComparison.Ordinal); // languages and time zones
        Assert.True(int.Parse(DockerfileText.Of("USER"), System.Globalization.CultureInfo.InvariantCulture) > 0);
        Assert.Equal(["dotnet", program], entry);
        Assert.Equal(["dotnet", program, "health"], command);
        Assert.Equal(DockerfileText.Of("EXPOSE"), variables["ASPNETCORE_HTTP_PORTS"]);
        Assert.StartsWith(
            $"Data Source={DockerfileText.Of("VOLUME")}/", variables["ConnectionStrings__Opportunities"], StringComparison.Ordinal);
        Assert.All(KnownSettings.NamedAsVariables(Repository.Read("Dockerfile")), s => Assert.True(KnownSettings.IsKnown(s), s));
        // Somebody's own machine is trusted in Development; a container is not one.
        Assert.Equal("Production", variables["ASPNETCORE_ENVIRONMENT"]);
        Assert.Contains("bot/appsettings.Development.json", Repository.Read(".dockerignore"), StringComparison.Ordinal);
    }

    [Fact]
    public void EachProfileOfComposeRunsOneProductOnItsDatabase()
    {
        var compose = YamlFile.Read("compose.yaml");
        var services = compose.At("services").AsObject();
        var volumes = compose.At("volumes").AsObject().Select(v => v.Key).ToList();
        var products = services.Where(s => s.Value!["build"] is not null).ToList();

        Assert.Equal(
            ["postgresql", "sqlite", "sqlserver"],
            products.Select(p => p.Value!.At("profiles").Texts().Single()).Order(StringComparer.Ordinal));
        Assert.All(products, product =>
        {
            var service = product.Value!;
            Assert.Equal("true", service.At("read_only").ToString());
            Assert.Equal(["ALL"], service.At("cap_drop").Texts());
            Assert.StartsWith("/tmp", service.At("tmpfs").Texts().Single(), StringComparison.Ordinal);
            Assert.Equal($"127.0.0.1:8080:{DockerfileText.Of("EXPOSE")}", service.At("ports").Texts().Single());
            Assert.All((service["depends_on"] as JsonObject ?? []).Select(d => d.Key), other =>
            {
                Assert.Equal(service.At("profiles").ToString(), services.At(other, "profiles").ToString());
                Assert.NotNull(services.At(other)["healthcheck"]);
            });
            var database = HostSettings.Database(new ConfigurationBuilder().AddInMemoryCollection(
                (service["environment"] as JsonObject ?? []).Select(v => Setting(v.Key, v.Value!.ToString()))).Build());
            Assert.Equal(service.At("profiles").Texts().Single(), database.Provider.ToString(), ignoreCase: true);
        });
        Assert.All(
            services.SelectMany(s => s.Value!["volumes"].Texts()), mount => Assert.Contains(mount.Split(':')[0], volumes));
        Assert.Contains("data:" + DockerfileText.Of("VOLUME"), services.At("product", "volumes").Texts());
    }

    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("deploy/compose.env.example")]
    public void ComposeNamesSettingsThatThereAre(string file)
    {
        var named = KnownSettings.NamedAsVariables(Repository.Read(file));

        Assert.NotEmpty(named);
        Assert.All(named, setting => Assert.True(KnownSettings.IsKnown(setting), setting));
    }

    [Fact]
    public void WhatTheSettingsOfComposeAreFilledInWithIsEnoughToStart()
    {
        var variables = Repository.Read("deploy/compose.env.example").Split('\n').Select(l => l.Trim())
            .Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('=', 2)).Select(pair => Setting(pair[0], pair[1] switch
            {
                "" when pair[0].EndsWith("Addresses__0", StringComparison.Ordinal) => "https://sales.example.com",
                "" => "11111111-1111-1111-1111-111111111111",
                var given => given,
            })).ToList();

        Assert.Empty(DeployedSettings.WhatStopsTheStart(variables));
    }

    private static KeyValuePair<string, string?> Setting(string variable, string value) =>
        KeyValuePair.Create(variable.Replace("__", ":", StringComparison.Ordinal), (string?)value);
}
