using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Api;

/// <summary>The ten calls of docs/api.md, run as they stand there, answer what is printed there.</summary>
public sealed partial class ApiTranscriptTests : IAsyncLifetime
{
    private readonly string _home = Directory.CreateTempSubdirectory("curl-").FullName;
    private PortalApplication _portal = null!;

    public async Task InitializeAsync() => _portal = await PortalApplication.StartAsync("Development", ("Demo:Seed", "false"));

    public async Task DisposeAsync()
    {
        await _portal.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task TheCommandsOfTheDocumentAnswerWhatItPrints()
    {
        var text = Repository.Read("docs/api.md").ReplaceLineEndings("\n");
        var calls = Call().Matches(text);
        Assert.Equal(10, calls.Count);
        Assert.Equal(10, Curl().Count(text));
        // The status after the body, whatever the command says.
        await File.WriteAllTextAsync(Path.Combine(_home, ".curlrc"), "write-out = \"\\n%{http_code}\"\nnoproxy = \"*\"\n");

        foreach (var (number, call) in calls.Index())
        {
            var (exit, said, errors) = await ExternalProgram.RunAsync(
                "bash", ["-c", call.Groups["command"].Value], ("API", _portal.Address + "api/v1"),
                ("TOKEN", PortalApplication.BootstrapToken), ("CURL_HOME", _home));

            Assert.True(exit == 0, errors);
            var end = said.LastIndexOf('\n');
            Assert.True(call.Groups["status"].Value == said[(end + 1)..], $"{number + 1}: {said}");
            var (printed, answered) = (Normal(call.Groups["answer"].Value), Normal(said[..end]));
            Assert.True(JsonNode.DeepEquals(printed, answered), $"{number + 1} answered\n{answered}\ninstead of\n{printed}");
        }
    }

    /// <summary>Days and instants are those of the day it runs.</summary>
    private static JsonNode Normal(string json) => JsonNode.Parse(Moment().Replace(json, "\"(a day)\""))!;

    [GeneratedRegex(
        @"```sh\n(?<command>curl .*?)\n```\n\n`(?<status>\d{3}) [^`]+`\n\n```json\n(?<answer>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Call();

    [GeneratedRegex(@"^curl -sS", RegexOptions.Multiline)]
    private static partial Regex Curl();

    [GeneratedRegex("\"\\d{4}-\\d\\d-\\d\\d(T[^\"]*)?\"")]
    private static partial Regex Moment();
}
