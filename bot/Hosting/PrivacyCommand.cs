using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Privacy;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>What an operator does for somebody who asks what is kept of them, or wants it erased.</summary>
internal static class PrivacyCommand
{
    public const string Usage = """
        database export-person <code> <file> [other names]   writes what is kept of a person as JSON; export-contact <number> …
        database erase-person <code> [other names]           erases their names and what they wrote; erase-contact <number> …
        """;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public static bool IsMeant(string[] args) => args switch
    {
        [_, "export-person" or "export-contact", { Length: > 0 } key, { Length: > 0 } file, ..] => !IsSetting(key) && !IsSetting(file),
        [_, "erase-person" or "erase-contact", { Length: > 0 } key, ..] => !IsSetting(key),
        _ => false,
    };

    /// <summary>The settings at the end of the arguments.</summary>
    public static string[] SettingsOf(string[] args) => [.. args.SkipWhile(a => !IsSetting(a))];

    /// <exception cref="InvalidOperationException">It is refused; nothing was changed.</exception>
    public static async Task<string> DoAsync(string[] args, OpportunitiesContext db)
    {
        var acts = new PrivacyActs(db);
        var now = TimeProvider.System.GetUtcNow();
        var caller = new Caller(
            0, Texts.ProductName, Role.Admin, null, TimeZoneInfo.Utc, Texts.Languages[0], ActSource.System, now,
            DateOnly.FromDateTime(now.UtcDateTime));
        string[] words = [.. args.TakeWhile(a => !IsSetting(a))];
        return words[1] switch
        {
            "export-person" => await WriteAsync(await acts.FindPersonAsync(words[2], words[4..], caller, default), words[3]),
            "export-contact" => await WriteAsync(await acts.FindContactAsync(words[2], words[4..], caller, default), words[3]),
            "erase-person" => await EndAsync(await acts.ErasePersonAsync(words[2], words[3..], caller, default), db),
            _ => await EndAsync(await acts.EraseContactAsync(words[2], words[3..], caller, default), db),
        };
    }

    private static bool IsSetting(string argument) => argument.StartsWith("--", StringComparison.Ordinal);

    private static async Task<string> WriteAsync(Result<PersonalData> found, string file)
    {
        var data = Done(found);
        if (File.Exists(file))
        {
            throw new InvalidOperationException($"{Path.GetFullPath(file)} is there already; name another file.");
        }

        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(data, Readable));
        return $"Written to {Path.GetFullPath(file)}: {data.Acts.Count} acts, {data.Texts.Count} texts.";
    }

    private static async Task<string> EndAsync(Result<Erasure> erased, OpportunitiesContext db)
    {
        var (key, rows) = Done(erased);
        return string.Create(CultureInfo.InvariantCulture, $"Erased; the record is {key} now, and {rows} rows had named them.")
            + await WriteAnewAsync(db) + " Backups from before still do.";
    }

    /// <summary>
    /// Places of a SQLite file that rows once took, and its journal, hold old text until they are needed: the file is written anew.
    /// </summary>
    private static async Task<string> WriteAnewAsync(OpportunitiesContext db)
    {
        if (!db.Database.IsSqlite())
        {
            return "";
        }

        try
        {
            await db.Database.ExecuteSqlRawAsync("VACUUM");
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
            return "";
        }
        catch (SqliteException)
        {
            return " Unused places of the file may still hold old text, because somebody is working on it:"
                + " run the command again, with the code it has now, while the product does not run.";
        }
    }

    private static T Done<T>(Result<T> result) => result switch
    {
        Result<T>.Done(var value) => value,
        Result<T>.Refused refused => throw new InvalidOperationException(
            refused.First.Say(new Texts(CultureInfo.GetCultureInfo(Texts.Languages[0]), ""))),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
