using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpportunities.Bot.Playground;
using ChatOpportunities.Tests.Support;
using Microsoft.Data.SqlClient;

namespace ChatOpportunities.Tests.Deployment;

/// <summary>What only the place where the repository is kept reads: its pipeline, its forms, its machine for development.</summary>
public sealed partial class RepositoryTests
{
    private static readonly string[] LookedForFirst =
    [
        "LICENSE", "THIRD-PARTY-NOTICES.md", "SECURITY.md", "CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "CHANGELOG.md", "README.md",
        ".github/pull_request_template.md", ".github/dependabot.yml",
    ];

    private static readonly string[] Fields = ["input", "textarea", "dropdown", "checkboxes"];

    public static TheoryData<string> Workflows => [.. Repository.In(".github/workflows", ".yml")];

    [Fact]
    public void WhatAStrangerLooksForFirstIsThere() => Assert.Empty(LookedForFirst.Except(Repository.Files));

    [Theory]
    [MemberData(nameof(Workflows))]
    public void AWorkflowRunsScriptsThatAreThere_WithNamedVersionsAndNoMoreRightsThanItSays(string file)
    {
        var workflow = YamlFile.Read(file);
        var jobs = workflow.At("jobs").AsObject();
        var steps = jobs.SelectMany(job => job.Value!.At("steps").AsArray()).Select(step => step!).ToList();
        var scripts = steps.SelectMany(step => Script().Matches(step["run"]?.ToString() ?? "")).Select(m => m.Value).ToList();

        Assert.NotEmpty(steps);
        Assert.Equal("read", workflow.At("permissions", "contents").ToString());
        Assert.All(scripts, script => Assert.Contains(script, Repository.Files));
        Assert.All(steps.Select(s => s["uses"]?.ToString()).OfType<string>(), action => Assert.Matches(@"^[\w-]+/[\w/-]+@v\d+$", action));
        Assert.All(steps, step => Assert.True(step["uses"] is null != step["run"] is null, step.ToString()));
        Assert.All(jobs, job =>
        {
            Assert.NotNull(job.Value!["timeout-minutes"]);
            Assert.All(job.Value["needs"].Texts(), needed => Assert.True(jobs.ContainsKey(needed), $"{job.Key} needs {needed}"));
        });
    }

    [Fact]
    public void ThePipelineRunsTheOneScript_OnceWithASqlServer()
    {
        var jobs = YamlFile.Read(".github/workflows/test.yml").At("jobs").AsObject();
        var withServer = jobs.At("sql-server");
        var connection = new SqlConnectionStringBuilder(withServer.At("env", "TEST_SQLSERVER").ToString());

        Assert.All(jobs, job => Assert.Contains(
            job.Value!.At("steps").AsArray(), step => step!["run"]?.ToString() == "bash tests/run.sh"));
        Assert.Equal(withServer.At("services", "sqlserver", "env", "MSSQL_SA_PASSWORD").ToString(), connection.Password);
        Assert.Empty(connection.InitialCatalog); // each test makes its own
        Assert.All(
            withServer.At("env").AsObject(),
            v => Assert.Contains("${" + v.Key + ":-", Repository.Read("tests/run.sh"), StringComparison.Ordinal));
    }

    [Fact]
    public void EachListOfNodePackagesIsWatched()
    {
        var npm = YamlFile.Read(".github/dependabot.yml").At("updates").AsArray()
            .Single(update => update!.At("package-ecosystem").ToString() == "npm")!;

        Assert.Equal(
            Repository.Files.Where(f => Path.GetFileName(f) == "package-lock.json")
                .Where(f => !f.StartsWith("tests/bench/", StringComparison.Ordinal))
                .Select(f => "/" + Path.GetDirectoryName(f)).Order(StringComparer.Ordinal),
            npm.At("directories").Texts().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(".github/ISSUE_TEMPLATE/fault.yml")]
    [InlineData(".github/ISSUE_TEMPLATE/wish.yml")]
    public void AFormAsksOnlyWhatCanBeAnswered(string file)
    {
        var form = YamlFile.Read(file);
        var asked = form.At("body").AsArray().Where(part => part!.At("type").ToString() != "markdown").Select(part => part!).ToList();

        Assert.False(string.IsNullOrWhiteSpace(form.At("name").ToString() + form.At("description")));
        Assert.Distinct(asked.Select(part => part.At("id").ToString()));
        Assert.All(asked, part =>
        {
            Assert.Contains(part.At("type").ToString(), Fields);
            Assert.False(string.IsNullOrWhiteSpace(part.At("attributes", "label").ToString()));
            Assert.Equal(part.At("type").ToString() == "dropdown", part.At("attributes")["options"] is JsonArray { Count: > 1 });
        });
    }

    [Fact]
    public void TheMachineForDevelopmentOpensThePortsThatAreServed()
    {
        var machine = JsonNode.Parse(Repository.Read(".devcontainer/devcontainer.json"))!;
        var launch = JsonNode.Parse(Repository.Read("bot/Properties/launchSettings.json"))!;

        Assert.Equal(
            [new Uri(launch.At("profiles", "bot", "applicationUrl").ToString()).Port, new PlaygroundOptions().Port],
            machine.At("forwardPorts").AsArray().Select(p => (int)p!));
    }

    [GeneratedRegex(@"[\w./-]+\.(sh|mjs)\b")]
    private static partial Regex Script();
}
