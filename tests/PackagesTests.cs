using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests;

/// <summary>Packages: each one that is published is told of with its licence, and each one that is referred to is used.</summary>
public sealed partial class PackagesTests
{
    /// <summary>No assembly of ours names them, and they are needed.</summary>
    private static readonly Dictionary<string, string> UsedOtherwise = new()
    {
        ["SQLitePCLRaw.bundle_e_sqlite3"] = "Pin: the native SQLite that EF Core's provider loads.",
        ["Microsoft.EntityFrameworkCore.Design"] = "Makes the migrations; not published.",
        ["Microsoft.NET.Test.Sdk"] = "Runs the tests.",
        ["xunit.runner.visualstudio"] = "Runs the tests.",
    };

    [Fact]
    public async Task TheNoticesNameWhatIsPublished_InItsVersionAndUnderItsLicence()
    {
        var output = await PublishedOutput.GetAsync();

        var told = Row().Matches(await File.ReadAllTextAsync(Path.Combine(output.Folder, "THIRD-PARTY-NOTICES.md")))
            .Select(m => string.Join(" | ", m.Groups["name"].Value, m.Groups["version"].Value, m.Groups["licence"].Value))
            .Order(StringComparer.Ordinal);

        // "node build/notices.mjs" puts it right.
        Assert.Equal(
            output.Packages.Concat(ClientLibraries()).Select(p => string.Join(" | ", p.Name, p.Version, p.Licence))
                .Order(StringComparer.Ordinal),
            told);
        Assert.All(output.Packages, p => Assert.NotEmpty(p.Licence));
    }

    [Theory]
    [InlineData("domain/ChatOpportunities.Domain.csproj")]
    [InlineData("portal/ChatOpportunities.Portal.csproj")]
    [InlineData("bot/ChatOpportunities.Bot.csproj")]
    [InlineData("tests/ChatOpportunities.Tests.csproj")]
    public void APackageIsReferredToWhereItIsUsed(string project)
    {
        using var compiled = new AssemblyFile(
            Path.Combine(AppContext.BaseDirectory, Path.ChangeExtension(Path.GetFileName(project), ".dll")));
        using var restored = JsonDocument.Parse(
            Repository.Read(Path.Combine(Path.GetDirectoryName(project)!, "obj", "project.assets.json")));
        var packages = restored.RootElement.GetProperty("targets").EnumerateObject().First().Value;

        var unused = XDocument.Parse(Repository.Read(project)).Descendants("PackageReference").Select(p => p.Attribute("Include")!.Value)
            .Where(p => !UsedOtherwise.ContainsKey(p) && !AssembliesOf(packages, p).Intersect(compiled.References).Any());

        Assert.Empty(unused);
    }

    [Fact]
    public void WhatIsUsedOtherwiseIsStillReferredTo()
    {
        var named = Repository.Files.Where(f => Path.GetExtension(f) is ".csproj" or ".props")
            .SelectMany(f => XDocument.Parse(Repository.Read(f)).Descendants("PackageReference"))
            .Select(p => p.Attribute("Include")!.Value);

        Assert.Empty(UsedOtherwise.Keys.Except(named));
    }

    private static IEnumerable<ShippedPackage> ClientLibraries()
    {
        using var locked = JsonDocument.Parse(Repository.Read("portal/package-lock.json"));
        return
        [
            .. from package in locked.RootElement.GetProperty("packages").EnumerateObject()
               where package.Name.Length > 0 && !package.Value.TryGetProperty("dev", out _)
               select new ShippedPackage(
                   package.Name[(package.Name.LastIndexOf("node_modules/", StringComparison.Ordinal) + "node_modules/".Length)..],
                   package.Value.GetProperty("version").GetString()!, package.Value.GetProperty("license").GetString()!),
        ];
    }

    /// <summary>Those one compiles against; a package without any stands for those it brings.</summary>
    private static IEnumerable<string> AssembliesOf(JsonElement packages, string name)
    {
        var package = packages.EnumerateObject().Single(p => p.Name.StartsWith(name + "/", StringComparison.OrdinalIgnoreCase)).Value;
        List<string> own =
            [.. Names(package, "compile").Where(f => Path.GetExtension(f) == ".dll").Select(f => Path.GetFileNameWithoutExtension(f)!)];
        return own.Count > 0 ? own : Names(package, "dependencies").SelectMany(d => AssembliesOf(packages, d));
    }

    private static IEnumerable<string> Names(JsonElement package, string list) =>
        package.TryGetProperty(list, out var named) ? named.EnumerateObject().Select(n => n.Name) : [];

    [GeneratedRegex(@"^\| (?!Name \|)(?<name>[^|-][^|]*) \| (?<version>[^|]+) \| (?<licence>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
