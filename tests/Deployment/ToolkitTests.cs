using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Deployment;

/// <summary>What the Agents Toolkit is told: files that are there, values that somebody gives, settings that the product has.</summary>
public sealed partial class ToolkitTests
{
    [Theory]
    [InlineData("m365agents.yml", "env/.env.dev")]
    [InlineData("m365agents.local.yml", "env/.env.local")]
    public void EveryValueThatIsAskedForIsGivenByTheEnvironmentOrByAStepBefore(string file, string environment)
    {
        var steps = YamlFile.Read(file).AsObject().SelectMany(part => part.Value is JsonArray list ? list.Select(s => s!) : []).ToList();
        var given = Repository.Read(environment).Split('\n').Where(l => l.Contains('=', StringComparison.Ordinal) && l[0] != '#')
            .Select(l => l.Split('=')[0]).ToHashSet();
        Assert.All(Asked(Repository.Read("manifest/manifest.json")), name => Assert.Contains(name, given));

        foreach (var step in steps)
        {
            Assert.All(Asked(step.ToJsonString()), name => Assert.Contains(name, given));
            given.UnionWith((step["writeToEnvironmentFile"] as JsonObject ?? []).Select(v => v.Value!.ToString()));
            Assert.Matches("^[a-zA-Z]+/[a-zA-Z]+$", step.At("uses").ToString());
            if (step["with"]?["manifestPath"] is { } manifest)
            {
                Assert.Contains(manifest.ToString()[2..], Repository.Files);
            }
        }
    }

    [Fact]
    public void WhatTheToolkitHandsToTheProgramAreSettingsOfIt_AndTheProgramIsStartedWithThem()
    {
        var handed = YamlFile.Read("m365agents.local.yml").At("deploy").AsArray().Single()!.At("with");
        var launch = JsonNode.Parse(Repository.Read(".vscode/launch.json"))!.At("configurations").AsArray().Select(c => c!).ToList();
        var forTeams = launch.Single(c => c["envFile"] is not null);

        Assert.All(handed.At("envs").AsObject(), setting => Assert.True(KnownSettings.IsKnown(setting.Key), setting.Key));
        Assert.Equal("${workspaceFolder}/" + handed.At("target").ToString()[2..], forTeams.At("envFile").ToString());
        // Through the tunnel everybody seems to sit at this machine, where in Development one may choose whom to be.
        Assert.Contains("--Host:Roles=bot,reminders", forTeams.At("args").Texts());
    }

    [Fact]
    public void EveryStartOfTheEditorNamesWhatIsThere()
    {
        var launch = JsonNode.Parse(Repository.Read(".vscode/launch.json"))!;
        var tasks = JsonNode.Parse(Repository.Read(".vscode/tasks.json"))!.At("tasks").AsArray().Select(t => t!).ToList();
        var labels = tasks.Select(t => t.At("label").ToString()).ToHashSet();
        var names = launch.At("configurations").AsArray().Select(c => c!.At("name").ToString()).ToHashSet();
        var first = launch.At("configurations").AsArray().Concat(launch.At("compounds").AsArray())
            .SelectMany(c => c!["preLaunchTask"].Texts());

        Assert.Subset(labels, first.Concat(tasks.SelectMany(t => t["dependsOn"].Texts())).ToHashSet());
        Assert.Subset(names, launch.At("compounds").AsArray().SelectMany(c => c!.At("configurations").Texts()).ToHashSet());
        Assert.All(launch.At("configurations").AsArray().Where(c => c!["program"] is not null), c => Assert.EndsWith(
            typeof(Program).Assembly.GetName().Name + ".dll", c!.At("program").ToString(), StringComparison.Ordinal));
    }

    private static IEnumerable<string> Asked(string text) => Value().Matches(text).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"\$\{\{(\w+)\}\}")]
    private static partial Regex Value();
}
