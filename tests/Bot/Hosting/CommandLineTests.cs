using System.Xml.Linq;
using ChatOpportunities.Bot.Hosting;
using ChatOpportunities.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace ChatOpportunities.Tests.Bot.Hosting;

/// <summary>The program as a command: its version, and the health of the one that runs.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public async Task TheVersionIsTheOneOfTheBuild_AndTheReleaseAsksTheSamePlace()
    {
        var version = XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("Version").Single().Value;

        var (exitCode, output, error) = await Product.RunAsync(Path.GetTempPath(), "Production", "--version");
        var script = await ExternalProgram.RunAsync("bash", ["build/version.sh", $"refs/tags/v{version}"]);
        var otherTag = await ExternalProgram.RunAsync("bash", ["build/version.sh", "refs/tags/v99.0.0"]);

        Assert.Equal((0, $"ChatOpportunities {version}", ""), (exitCode, output.Trim(), error));
        Assert.Equal((0, version), (script.ExitCode, script.Said.Trim()));
        Assert.Equal(
            (1, $"The tag v99.0.0 is not v{version}, the version in Directory.Build.props."), (otherTag.ExitCode, otherTag.Errors.Trim()));
    }

    [Fact]
    public async Task TheProgramSaysWhatItCanDo()
    {
        var (exitCode, output, _) = await Product.RunAsync(Path.GetTempPath(), "Production", "--help");

        Assert.Equal(0, exitCode);
        Assert.All(["--version", "health", "database"], command => Assert.Contains(command, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task HealthAsksTheOneThatRuns_AndSaysWhenNothingAnswers()
    {
        var folder = Directory.CreateTempSubdirectory("health-");
        string address;
        await using (var product = await Product.Start(folder.FullName, "--Demo:Seed=false").ReadyAsync())
        {
            address = product.Http.BaseAddress!.ToString();
            var (ready, said, _) = await Product.RunAsync(folder.FullName, "Production", "health", "--urls=" + address);
            var (alive, _, _) = await Product.RunAsync(folder.FullName, "Production", "health", "live", "--urls=" + address);
            Assert.Equal((0, "Healthy", 0), (ready, said.Trim(), alive));
        }

        var (exitCode, _, error) = await Product.RunAsync(folder.FullName, "Production", "health", "--urls=" + address);
        var (unknown, _, sentence) = await Product.RunAsync(folder.FullName, "Production", "health", "dead");
        folder.Delete(recursive: true);

        Assert.Equal((1, $"Nothing answers at {address}health/ready."), (exitCode, error.Trim()));
        Assert.Equal((2, "health asks for 'live' or 'ready', not for 'dead'."), (unknown, sentence.Trim()));
    }

    [Theory]
    [InlineData("http://localhost:5000/")]
    [InlineData("http://127.0.0.1:8080/", "http_ports=8080")]
    [InlineData("http://127.0.0.1:9000/", "http_ports=8080", "urls=https://*:9443;http://+:9000")]
    [InlineData("http://127.0.0.1:7000/", "urls=http://[::]:7000")]
    [InlineData("http://127.0.0.1/", "urls=http://0.0.0.0")]
    [InlineData("http://10.0.0.4:5000/", "urls=http://10.0.0.4:5000")]
    [InlineData("http://127.0.0.1:6000/", "Kestrel:Endpoints:Inside:Url=http://*:6000", "urls=http://*:7000")]
    [InlineData(null, "urls=https://*:9443")]
    [InlineData(null, "https_ports=9443")]
    public void TheAddressIsTheOneTheServerListensOn(string? expected, params string[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => s.Split('=', 2)).Select(s => KeyValuePair.Create(s[0], (string?)s[1]))).Build();

        Assert.Equal(expected, HealthCommand.AddressOf(configuration)?.ToString());
    }
}
