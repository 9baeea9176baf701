using System.Globalization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Exchange.Company;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>All of the company into an archive, and out of one into an empty database.</summary>
internal static class CompanyCommand
{
    public const string Usage = """
        database export <file.zip>   writes all of the company, from whatever database, as one archive of CSV files
        database import <file.zip>   takes such an archive into an empty database of any kind
        """;

    /// <exception cref="InvalidOperationException">It cannot be done; nothing was changed.</exception>
    public static async Task<string> ExportAsync(string file, OpportunitiesContext db)
    {
        if (File.Exists(file))
        {
            throw new InvalidOperationException($"{Path.GetFullPath(file)} is there already; name another file.");
        }

        // Under another name until it is whole: what has the name is an archive.
        var part = file + ".part";
        CompanyManifest manifest;
        try
        {
            await using (var stream = new FileStream(part, FileMode.Create, FileAccess.Write))
            {
                manifest = await new CompanyExport(db, TimeProvider.System).WriteAsync(stream, CancellationToken.None);
            }

            File.Move(part, file);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(wrong.Message, wrong);
        }
        finally
        {
            if (Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(part))))
            {
                File.Delete(part);
            }
        }

        return $"Written to {Path.GetFullPath(file)}: {Counted(manifest)}.";
    }

    /// <exception cref="InvalidOperationException">It cannot be done; nothing was changed.</exception>
    public static async Task<string> ImportAsync(string file, OpportunitiesContext db)
    {
        if (!File.Exists(file))
        {
            throw new InvalidOperationException($"There is no file {Path.GetFullPath(file)}.");
        }

        await DatabaseSetup.PrepareAsync(db, CancellationToken.None);
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            var manifest = await new CompanyImport(db).ReadAsync(stream, CancellationToken.None);
            return $"Taken in from {Path.GetFullPath(file)}: {Counted(manifest)}."
                + " Not in an archive: API tokens, sign-ins and conversations.";
        }
        catch (Exception wrong) when (wrong is CompanyFileException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(wrong.Message, wrong);
        }
    }

    private static string Counted(CompanyManifest manifest)
    {
        string Of(string name) => manifest.Files.First(f => f.Name == name + ".csv").Rows.ToString("N0", CultureInfo.InvariantCulture);
        return $"{Of("opportunities")} opportunities, {Of("history")} lines of their history, {Of("contacts")} contacts, "
            + $"{Of("people")} people, {Of("audit-log")} lines of the log";
    }
}
