using System.Diagnostics;

namespace ChatOpportunities.Tests.Support;

/// <summary>The files this product is made of, for tests that hold its rules.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Everything that is or would be committed, with slashes, relative to the root.</summary>
    public static IReadOnlyList<string> Files { get; } = ListFiles();

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static IEnumerable<string> In(string folder, params string[] extensions) =>
        Files.Where(f => f.StartsWith(folder + "/", StringComparison.Ordinal) && extensions.Contains(Path.GetExtension(f)));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ChatOpportunities.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run inside the folder of ChatOpportunities.sln.");
    }

    private static List<string> ListFiles()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start)!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);

        // A file deleted and not yet committed is still listed.
        return [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct().Where(f => File.Exists(Path.Combine(Root, f)))];
    }
}
