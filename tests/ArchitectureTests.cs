using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests;

/// <summary>The arrows between projects, and what no file may say.</summary>
public sealed partial class ArchitectureTests
{
    [Theory]
    [InlineData("domain/ChatOpportunities.Domain.csproj")]
    [InlineData("portal/ChatOpportunities.Portal.csproj", "ChatOpportunities.Domain.csproj")]
    [InlineData("bot/ChatOpportunities.Bot.csproj", "ChatOpportunities.Domain.csproj", "ChatOpportunities.Portal.csproj")]
    public void AProjectRefersOnlyAlongTheArrows(string project, params string[] allowed)
    {
        var references = XDocument.Parse(Repository.Read(project)).Descendants("ProjectReference")
            .Select(r => Path.GetFileName(r.Attribute("Include")!.Value.Replace('\\', '/')));

        Assert.Empty(references.Except(allowed));
    }

    [Theory]
    [InlineData("ChatOpportunities.Domain", "ChatOpportunities.Portal", "ChatOpportunities.Bot", "Microsoft.AspNetCore")]
    [InlineData(
        "ChatOpportunities.Portal", "ChatOpportunities.Bot", "Hangfire.PostgreSql", "Hangfire.SqlServer", "Hangfire.InMemory",
        "Azure.Identity")]
    public void AnAssemblyKnowsNothingBehindIt(string assembly, params string[] forbidden)
    {
        var known = Assembly.Load(assembly).GetReferencedAssemblies().Select(a => a.Name!);

        Assert.DoesNotContain(known, name => forbidden.Any(f => name == f || name.StartsWith(f + ".", StringComparison.Ordinal)));
    }

    [Fact]
    public void TheDomainDoesNotKnowTheWeb()
    {
        Assert.DoesNotContain(
            Repository.In("domain", ".csproj", ".props"),
            f => Repository.Read(f).Contains("Microsoft.AspNetCore", StringComparison.Ordinal));
        Assert.DoesNotContain(Repository.In("domain", ".cs"), f => WebUsing().IsMatch(Repository.Read(f)));
    }

    [Fact]
    public void InTheBotOnlyProgramNamesThePortal()
    {
        var sources = Repository.In("bot", ".cs").ToList();
        Assert.Contains("bot/Program.cs", sources);

        Assert.DoesNotContain(sources, f => f != "bot/Program.cs" && NamesPortal().IsMatch(Repository.Read(f)));
        Assert.DoesNotContain(
            XDocument.Parse(Repository.Read("bot/ChatOpportunities.Bot.csproj")).Descendants("Using"),
            u => u.Attribute("Include")?.Value.StartsWith("ChatOpportunities.Portal", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("using ChatOpportunities.Portal;", true)]
    [InlineData("var x = new Portal.Pages.IndexModel();", true)]
    [InlineData("global using P = global::ChatOpportunities.Portal.Pages;", true)]
    [InlineData("section[\"Portal:Entra\"]; // the Portal. Then", false)]
    [InlineData("options.Portal.Address", false)]
    public void NamingThePortalIsRecognised(string source, bool names) => Assert.Equal(names, NamesPortal().IsMatch(source));

    // Top to bottom; a folder names only those after it. In the portal: pages and the API know each other not at all and need all the
    // rest; Web frames what is served, by what Access knows of the authority; Forms, the parts of which pages are made, speak by
    // Language and ask Access who is there; those two need nothing of the portal. What stands in the project's own folder is above all.
    // In the bot: a feature may show what stands below it, so Opportunities, whose card they all show, is the lowest of them; the
    // conversation finds features by key and names none; the door knows no business word, and speaks only its apology by Language.
    [Theory]
    [InlineData(
        "bot", "ChatOpportunities.Bot", "Hosting", "Playground", "Share", "Talk", "Reminders", "Wins", "Review", "Pipeline", "Tasks",
        "Lists", "HandOver", "Capture", "Settings", "Opportunities", "Conversation", "Understanding", "Cards", "Teams", "Language")]
    [InlineData("portal", "ChatOpportunities.Portal", "Pages", "Api", "Web", "Forms", "Language", "Access")]
    public void InsideAProjectTheArrowsPointDownTheList(string project, string name, params string[] folders)
    {
        var sources = Repository.In(project, ".cs", ".cshtml").Select(f => (File: f, Text: Repository.Read(f))).ToList();
        var top = sources.Where(s => FolderOf(s.File).Length == 0)
            .SelectMany(s => Declared().Matches(s.Text).Select(m => m.Groups["type"].Value));

        Assert.Equal(
            folders.Order(StringComparer.Ordinal),
            sources.Select(s => FolderOf(s.File)).Where(f => f.Length > 0).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(sources, s => s.Text.Contains("global using", StringComparison.Ordinal)); // an arrow that no file shows
        var upward = sources.Where(s => FolderOf(s.File).Length > 0).SelectMany(
            s => Upward(s.Text, name, folders[..Array.IndexOf(folders, FolderOf(s.File))], top)
                .Select(arrow => $"{s.File} names {arrow}")).ToList();
        Assert.True(upward.Count == 0, string.Join('\n', upward));

        static string FolderOf(string file) => file.Split('/') is [_, var folder, _, ..] ? folder : "";
    }

    [Theory]
    [InlineData("using Acme.House.Roof;", "Acme.House.Roof")]
    [InlineData("@using Acme.House.Roof.Tiles", "Acme.House.Roof")]
    [InlineData("using static Acme.House.Roof.Tile;", "Acme.House.Roof")]
    [InlineData("using R = global::Acme.House.Roof.Tile;", "Acme.House.Roof")]
    [InlineData("var x = new Roof.Tile();", "Roof.Tile")]
    [InlineData("var x = typeof(House.Roof.Tile);", "House.Roof")]
    [InlineData("Door.Open();", "Door")]
    [InlineData("using Acme.House.Cellar; using Acme.House.Roofing;")]
    [InlineData("var x = plan.Roof.Tile; // Roof.Tile")]
    [InlineData("var x = \"Roof.Tile\" + Other.Roof.Tile;")]
    public void AnArrowUpwardIsRecognised(string source, params string[] arrows) =>
        Assert.Equal(arrows, Upward(source, "Acme.House", ["Roof"], ["Door"]));

    [Fact]
    public void NoPageAsksTheDatabaseItself() =>
        Assert.DoesNotContain(Repository.In("portal/Pages", ".cs", ".cshtml"), f => NamesDatabase().IsMatch(Repository.Read(f)));

    /// <summary>
    /// A value wider than a word is written in parts: who reads it without the lock may see half of the old and half of the new one. What
    /// threads share is therefore a reference, a number, or named here.
    /// </summary>
    [Fact]
    public void WhatThreadsShareIsReadInOnePiece()
    {
        string[] safe =
        [
            "EntraDocuments._readAt", "EntraDocuments._renewedAt", "Source.TriedAt", // only by whoever holds the lock
            "ConnectorToken._triedAt", // likewise
            "Shift.EndsUntil", // read outside it once all who write have ended
        ];
        string[] projects = ["Bot", "Portal", "Domain"];
        var singletons = projects.SelectMany(p => Repository.In(p.ToLowerInvariant(), ".cs"))
            .SelectMany(f => Singleton().Matches(Repository.Read(f)).Select(m => m.Groups["type"].Value)).ToHashSet();
        var types = projects.SelectMany(p => Assembly.Load("ChatOpportunities." + p).GetTypes()).ToList();
        var shared = types.Where(t => singletons.Contains(t.Name)
            || Fields(t).Any(f => f.FieldType == typeof(Lock) || f.FieldType == typeof(SemaphoreSlim))).ToHashSet();
        shared.UnionWith(types.Where(t => t.DeclaringType is { } outer && shared.Contains(outer)
            && !t.Name.Contains('<', StringComparison.Ordinal)).ToList());

        Assert.Contains(shared, t => t.Name == "ConnectorToken");
        var torn = shared.Where(t => t.IsClass)
            .SelectMany(t => Fields(t).Where(IsWide).Select(f => $"{t.Name}.{Field().Replace(f.Name, "$1")}")).Except(safe).ToList();
        Assert.True(torn.Count == 0, string.Join('\n', torn));

        static IEnumerable<FieldInfo> Fields(Type type) => type.GetFields(
            BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly);
        static bool IsWide(FieldInfo field) => field is { IsInitOnly: false, IsLiteral: false, FieldType.IsValueType: true }
            && !field.Name.EndsWith(">P", StringComparison.Ordinal) // a parameter of the constructor, which nobody writes
            && (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(field.FieldType).Invoke(null, null)! > sizeof(long);
    }

    /// <summary>What a source names of the folders above it, in full or from a shared namespace, and of the types on top.</summary>
    private static IEnumerable<string> Upward(string source, string name, string[] above, IEnumerable<string> top)
    {
        var code = Unspoken().Replace(source, "");
        var last = name.Split('.')[^1];
        var folder = above.Length == 0 ? "(?!)" : string.Join('|', above);
        var folders = Regex.Matches(code, $@"\b{Regex.Escape(name)}\.({folder})\b|(?<![\w.])({last}\.({folder})\b|({folder})\.[A-Z]\w*)");
        var types = top.Where(type => Regex.IsMatch(code, $@"(?<![\w.]){type}\b"));
        return folders.Select(m => m.Value).Concat(types);
    }

    [Fact]
    public void TestsOnTheChosenDatabaseAreOfTheDatabaseSuite()
    {
        string[] starts = ["StartAsync(", "StartWithDemoAsync(", "StartWithout("];

        var forgotten = Repository.Files
            .Where(f => f.StartsWith("tests/Domain/", StringComparison.Ordinal) && f.EndsWith("Tests.cs", StringComparison.Ordinal))
            .Where(f => starts.Any(s => Repository.Read(f).Contains("DomainHost." + s, StringComparison.Ordinal)))
            .Where(f => !Repository.Read(f).Contains("[Trait(\"Suite\", \"Database\")]", StringComparison.Ordinal));

        Assert.Empty(forgotten);
    }

    [Fact]
    public void NoFileNamesAPackageRegistry()
    {
        // Put together here, so that this file names none either. Where packages come from is the machine's affair.
        string[] hosts =
        [
            "registry." + "npmjs", "npmjs." + "com", "npmjs." + "org", "registry." + "yarnpkg", "registry." + "npmmirror",
            "npm.pkg." + "github", "nuget." + "org", "nuget.pkg." + "github", "pkgs.dev." + "azure", "nuget.cdn." + "azure",
            "pypi." + "org", "files." + "pythonhosted",
        ];
        string[] pictures = [".png", ".ico", ".zip", ".woff2"];

        var named = Repository.Files.Where(f => !pictures.Contains(Path.GetExtension(f)))
            .Select(f => (File: f, Text: Repository.Read(f)))
            .SelectMany(f => hosts.Where(h => f.Text.Contains(h, StringComparison.OrdinalIgnoreCase)).Select(h => $"{f.File}: {h}"));

        Assert.Empty(named);
    }

    [Fact]
    public void NoLockFileSaysWhereAPackageWasDownloaded()
    {
        var locks = Repository.Files.Where(f => Path.GetFileName(f) == "package-lock.json");

        Assert.DoesNotContain(locks, f =>
        {
            using var content = JsonDocument.Parse(Repository.Read(f));
            return HasProperty(content.RootElement, "resolved");
        });
    }

    private static bool HasProperty(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(p => p.NameEquals(name) || HasProperty(p.Value, name)),
        JsonValueKind.Array => element.EnumerateArray().Any(e => HasProperty(e, name)),
        _ => false,
    };

    // Comments and text between quotation marks.
    [GeneratedRegex(@"//[^\n]*|@\*.*?\*@|""(\\.|[^""\\\n])*""", RegexOptions.Singleline)]
    private static partial Regex Unspoken();

    [GeneratedRegex(@"\b(class|record|struct|enum|interface)\s+(?<type>[A-Z]\w*)")]
    private static partial Regex Declared();

    [GeneratedRegex(@"(AddSingleton|AddHostedService)<([^<>()]*,\s*)?(?<type>\w+)>")]
    private static partial Regex Singleton();

    [GeneratedRegex(@"^<(\w+)>k__BackingField$")]
    private static partial Regex Field();

    [GeneratedRegex(@"\b(OpportunitiesContext|DbContext|EntityFrameworkCore)\b")]
    private static partial Regex NamesDatabase();

    [GeneratedRegex(@"^\s*(global\s+)?using\s+(static\s+)?(\w+\s*=\s*)?(global::)?Microsoft\.AspNetCore", RegexOptions.Multiline)]
    private static partial Regex WebUsing();

    // Inside namespace ChatOpportunities.Bot, "Portal.Pages" alone reaches the portal too.
    [GeneratedRegex(@"ChatOpportunities\.Portal|(?<![\w."":])Portal\.[A-Z]\w*")]
    private static partial Regex NamesPortal();
}
