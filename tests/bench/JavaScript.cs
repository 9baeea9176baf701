namespace ChatOpportunities.Bench;

/// <summary>The bot of the JavaScript SDK and the packages it needs.</summary>
internal static class JavaScript
{
    /// <summary>Its folder, with its packages as the lock file names them: restored when they are missing or older than that.</summary>
    public static async Task<string> RestoreAsync(CancellationToken cancellationToken)
    {
        var folder = Company.FolderOf("tests", "bench", "javascript");
        var restored = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        if (restored.Exists && restored.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
        {
            return folder;
        }

        await Programs.RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder, cancellationToken);
        return folder;
    }
}
