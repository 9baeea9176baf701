using System.Text.RegularExpressions;
using ChatOpportunities.Tests.Support;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests;

/// <summary>What the guides say is so: links lead somewhere, settings and commands exist, what is to be said is understood.</summary>
public sealed partial class GuidesTests
{
    private static readonly string[] WithCommands =
        ["README.md", "docs/deployment.md", "docs/teams-app.md", "docs/operations.md", "docs/contributing.md"];

    private static readonly IReadOnlyList<string> Guides = [.. Repository.Files.Where(f => Path.GetExtension(f) == ".md")];

    [Fact]
    public void EveryLinkInsideTheRepositoryLeadsSomewhere()
    {
        var broken = Guides.SelectMany(guide => Link().Matches(WithoutCode(Repository.Read(guide))).Select(m => m.Groups[1].Value)
            .Where(link => !Outside().IsMatch(link) && !LeadsSomewhere(guide, link)).Select(link => $"{guide}: {link}"));

        Assert.Empty(broken);
    }

    [Theory]
    [InlineData("docs/security.md", "contributing.md", true)]
    [InlineData("docs/security.md", "contributing.md#test", true)]
    [InlineData("docs/security.md", "contributing.md#nowhere", false)]
    [InlineData("docs/security.md", "nowhere.md", false)]
    [InlineData("docs/security.md", "#threats", true)]
    [InlineData("README.md", "docs/images/one-line.png", true)]
    public void ALinkThatLeadsNowhereIsRecognised(string guide, string link, bool leads) =>
        Assert.Equal(leads, LeadsSomewhere(guide, link));

    [Fact]
    public void EverySettingStandsInTheTable_AndTheTableNamesNoOther()
    {
        var told = Repository.Read("docs/settings.md").Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal))
            .Select(l => NamedTests.Quoted(l).First()).ToList();

        Assert.Distinct(told);
        Assert.Equal(KnownSettings.All.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void SettingsThatGuidesNameAreThere()
    {
        var named = Guides.Where(g => g != "CHANGELOG.md" && !g.StartsWith("docs/adr/", StringComparison.Ordinal)).SelectMany(guide =>
            NamedSetting().Matches(Repository.Read(guide)).Select(m => m.Groups[1].Value).Select(s => (guide, Setting: s))).ToList();

        Assert.True(named.Count > 50);
        Assert.Empty(named.Where(n => !IsSettingOrSection(n.Setting)).Distinct());
    }

    [Fact]
    public void TheCommandsOfTheReadmeAndTheGuidesAreReal()
    {
        var commands = WithCommands
            .SelectMany(guide => CodeBlock().Matches(Repository.Read(guide)).SelectMany(m => m.Groups[1].Value.Split('\n'))
                .Concat(NamedTests.Quoted(CodeBlock().Replace(Repository.Read(guide), ""))))
            .Select(line => line.ReplaceLineEndings(" ").Trim()).Distinct().ToList();
        var profiles = YamlFile.Read("compose.yaml").At("services").AsObject().SelectMany(s => s.Value!["profiles"].Texts()).ToHashSet();
        List<string> wrong = [];
        foreach (var command in commands)
        {
            var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            wrong.AddRange((words switch
            {
                ["dotnet", "run", "--project", var project, ..] => Missing(project + "/", words[4..]),
                ["dotnet", "publish", var project, ..] => Missing(project + "/", []),
                ["dotnet", var program, "database", var act, ..] when program.EndsWith(".dll", StringComparison.Ordinal) =>
                    act is "backup" or "restore" or "check" or "script" or "export" or "import" or "export-person" or "erase-person"
                        or "export-contact" or "erase-contact" ? [] : [act],
                ["dotnet", var program, "health", ..] when program.EndsWith(".dll", StringComparison.Ordinal) => [],
                ["bash" or "sh" or "node", var script, ..] when script.Contains('/', StringComparison.Ordinal) => Missing(script, []),
                ["docker", "compose", "--profile", var profile, ..] => profiles.Contains(profile) ? [] : [profile],
                ["kubectl", "apply", "-k", var folder, ..] => Missing(folder + "/kustomization.yaml", []),
                _ => [],
            }).Select(what => $"{command}: {what}"));
        }

        Assert.Empty(wrong);
        Assert.Contains("bash tests/run.sh             # builds, checks the format, runs every test, says the totals last", commands);
    }

    [Theory]
    [InlineData("docs/user-guide.md")]
    [InlineData("docs/guide-utilisateur.md")]
    public async Task WhatTheGuideTellsPeopleToSayIsUnderstood(string guide)
    {
        await using var bot = await BotApplication.StartAsync();
        List<string> wrong = [];
        var sayings = NamedTests.Quoted(Repository.Read(guide)).Select(s => s.ReplaceLineEndings(" "))
            .Where(s => !s.StartsWith('@') && s.Length > 2).Distinct().ToList();
        foreach (var saying in sayings)
        {
            var answer = await bot.SayAsync(Anna, saying);
            if (answer.Text.Contains("I did not understand", StringComparison.Ordinal)
                || answer.Text.Contains("Je n’ai pas compris", StringComparison.Ordinal))
            {
                wrong.Add($"{saying} → {answer.Text}");
            }
        }

        Assert.True(sayings.Count > 15, $"Only {sayings.Count} things to say.");
        Assert.Empty(wrong);
    }

    [Fact]
    public void EveryThreatAndWhatIsKeptIsShownByATestThatIsThere()
    {
        var rows = Repository.Read("docs/security.md").Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal))
            .Select(l => l.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToList())
            .Where(row => row[^1] != "Shown by").ToList();

        Assert.True(rows.Count >= 20);
        Assert.All(rows, row =>
        {
            var named = NamedTests.Quoted(row[^1]).ToList();
            Assert.NotEmpty(named);
            Assert.All(named, test => Assert.Contains(test, NamedTests.All));
        });
    }

    private static IEnumerable<string> Missing(string path, IEnumerable<string> arguments) =>
        (Repository.Files.Any(f => f == path || (path.EndsWith('/') && f.StartsWith(path, StringComparison.Ordinal))) ? [] : new[] { path })
            .Concat(arguments.Where(a => a.StartsWith("--", StringComparison.Ordinal) && a.Contains(':', StringComparison.Ordinal))
                .Where(a => !KnownSettings.IsKnown(a[2..].Split('=')[0])));

    private static bool IsSettingOrSection(string named) => KnownSettings.IsKnown(named)
        || KnownSettings.All.Any(s => s.StartsWith(named.TrimEnd('*', '…', ':') + ":", StringComparison.OrdinalIgnoreCase)
            || (named.EndsWith('…') && s.StartsWith(named.TrimEnd('…'), StringComparison.OrdinalIgnoreCase)))
        || named.StartsWith("Portal:Legal:", StringComparison.Ordinal);

    private static bool LeadsSomewhere(string guide, string link)
    {
        var (path, anchor) = link.Split('#', 2) is [var before, var behind] ? (before, behind) : (link, null);
        var file = path.Length == 0 ? guide : Path.GetRelativePath(
            Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(guide)!, path))).Replace('\\', '/');
        return (Repository.Files.Contains(file) || Repository.Files.Any(f => f.StartsWith(file + "/", StringComparison.Ordinal)))
            && (anchor is null || Path.GetExtension(file) != ".md" || Anchors(file).Contains(anchor));
    }

    private static HashSet<string> Anchors(string guide) =>
        [.. Heading().Matches(CodeBlock().Replace(Repository.Read(guide), "")).Select(m => Slug(m.Groups[1].Value))];

    /// <summary>As the place where the repository is shown makes it of a heading.</summary>
    private static string Slug(string heading) => string.Concat(LinkText().Replace(heading, "$1").Replace("`", "", StringComparison.Ordinal)
        .Trim().Select(c => c == ' ' ? '-' : char.ToLowerInvariant(c)).Where(c => char.IsLetterOrDigit(c) || c is '-' or '_'));

    private static string WithoutCode(string text) => InlineCode().Replace(CodeBlock().Replace(text, ""), "");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^[a-z]+:")]
    private static partial Regex Outside();

    [GeneratedRegex(@"^```[^\n]*\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"`[^`\n]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    private const string Sections =
        "Api|Bot|Company|ConnectionStrings|Database|Demo|Host|Playground|Portal|Reminders|Retention|Setup|Telemetry|Understanding";

    [GeneratedRegex(@"`((?:" + Sections + @"):[\w:*…]+)`")]
    private static partial Regex NamedSetting();
}
