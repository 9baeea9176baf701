using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;

namespace ChatOpportunities.Tests.Support;

/// <summary>What <c>dotnet publish</c> makes of the program that was built for the tests; published once in a run.</summary>
internal sealed class PublishedOutput
{
    private static readonly Lazy<Task<PublishedOutput>> Once = new(PublishAsync);

    private PublishedOutput(string folder)
    {
        Folder = folder;
        Packages = ReadPackages(Path.Combine(folder, "ChatOpportunities.Bot.deps.json"));
        Assemblies = [.. Directory.EnumerateFiles(folder, "*.dll", SearchOption.AllDirectories).Where(AssemblyFile.IsOne)
            .Order(StringComparer.Ordinal)];
    }

    public string Folder { get; }

    /// <summary>Every managed assembly, those for single operating systems among them, as paths.</summary>
    public IReadOnlyList<string> Assemblies { get; }

    /// <summary>The packages that have a file there.</summary>
    public IReadOnlyList<ShippedPackage> Packages { get; }

    public static Task<PublishedOutput> GetAsync() => Once.Value;

    private static async Task<PublishedOutput> PublishAsync()
    {
        var folder = Directory.CreateTempSubdirectory("published-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name; // bin/Debug/net10.0
        var start = new ProcessStartInfo(
            "dotnet", [
                "publish", "bot/ChatOpportunities.Bot.csproj", "--no-build", "--nologo", "-nodeReuse:false", "-c", configuration, "-o",
                folder,
            ])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };
        using var publish = Process.Start(start)!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, said);
        return new PublishedOutput(folder);
    }

    private static List<ShippedPackage> ReadPackages(string file)
    {
        using var dependencies = JsonDocument.Parse(File.ReadAllText(file));
        var libraries = dependencies.RootElement.GetProperty("libraries");
        return
        [
            .. from package in dependencies.RootElement.GetProperty("targets").EnumerateObject().Single().Value.EnumerateObject()
               where libraries.GetProperty(package.Name).GetProperty("type").GetString() == "package"
               where package.Value.EnumerateObject().Any(p => p.Name is "runtime" or "native" or "runtimeTargets" or "resources")
               let name = package.Name.Split('/')
               select new ShippedPackage(
                   name[0], name[1], LicenceOf(libraries.GetProperty(package.Name).GetProperty("path").GetString()!, name[0])),
        ];
    }

    private static string LicenceOf(string path, string id)
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
#pragma warning disable CA1308 // So the folder calls it.
        var metadata = XDocument.Load(Path.Combine(packages, path, id.ToLowerInvariant() + ".nuspec"))
            .Root!.Elements().Single(e => e.Name.LocalName == "metadata");
#pragma warning restore CA1308
        string? Named(string name) => metadata.Elements().SingleOrDefault(e => e.Name.LocalName == name)?.Value.Trim();
        var licence = metadata.Elements().SingleOrDefault(e => e.Name.LocalName == "license");
        return licence?.Attribute("type")?.Value == "expression" ? licence.Value.Trim()
            : licence is not null ? $"in the package: {licence.Value.Trim()}"
            : Named("licenseUrl") ?? "";
    }
}

/// <summary>A package of which something is published, and its licence as the package says it.</summary>
internal sealed record ShippedPackage(string Name, string Version, string Licence);
