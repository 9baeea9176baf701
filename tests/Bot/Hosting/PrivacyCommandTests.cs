using System.Text;
using System.Text.Json;
using ChatOpportunities.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ChatOpportunities.Tests.Bot.Hosting;

/// <summary>The operator's commands for somebody who asks what is kept of them, or wants it erased.</summary>
public sealed class PrivacyCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("privacy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task WhatIsKeptIsWritten_AndErasedFromTheFileItself()
    {
        await using var database = await TestDatabase.CreateAsync(demo: true, ChatOpportunities.Domain.Data.DatabaseProvider.Sqlite);
        var file = Path.Combine(_folder, "ben.json");
        Assert.True(await HoldsAsync(database.File, "Ben Okafor"));

        var (exported, said, error) = await RunAsync(database.File, "database", "export-person", "BEN", file);
        Assert.Equal((0, ""), (exported, error));
        Assert.StartsWith($"Written to {file}: ", said, StringComparison.Ordinal);
        using (var written = JsonDocument.Parse(await File.ReadAllTextAsync(file)))
        {
            Assert.Equal("Ben Okafor", written.RootElement.GetProperty("Record").GetProperty("Name").GetString());
        }

        var (again, _, there) = await RunAsync(database.File, "database", "export-person", "BEN", file);
        Assert.Equal((1, $"Not done. {file} is there already; name another file."), (again, there.Trim()));

        var (erased, done, _) = await RunAsync(database.File, "database", "erase-person", "BEN");
        Assert.Equal(0, erased);
        Assert.StartsWith("Erased; the record is ERASED-2 now, and ", done, StringComparison.Ordinal);
        Assert.False(await HoldsAsync(database.File, "Ben Okafor"));
        Assert.False(await HoldsAsync(database.File, "ben@lumen-supply.example"));
        Assert.True(await HoldsAsync(database.File, "Erased 2"));

        var (twice, same, _) = await RunAsync(database.File, "database", "erase-person", "ERASED-2");
        Assert.Equal(0, twice);
        Assert.StartsWith("Erased; the record is ERASED-2 now, and 0 rows had named them.", same, StringComparison.Ordinal);
        Assert.True(await HoldsAsync(database.File, "Erased 2"));

        var (contact, told, _) = await RunAsync(database.File, "database", "erase-contact", "CT-00009", "Ana");
        Assert.Equal(0, contact);
        Assert.StartsWith("Erased; the record is CT-00009 now, and ", told, StringComparison.Ordinal);
        Assert.False(await HoldsAsync(database.File, "Ana Lima"));
    }

    [Fact]
    public async Task WhatIsNotUnderstoodOrRefusedSaysSo()
    {
        await using var database = await TestDatabase.CreateAsync(demo: true, ChatOpportunities.Domain.Data.DatabaseProvider.Sqlite);

        var (unknown, _, sentence) = await RunAsync(database.File, "database", "erase-person", "NOBODY");
        var (without, _, usage) = await RunAsync(database.File, "database", "erase-person");
        var (shortName, _, tooShort) = await RunAsync(database.File, "database", "erase-person", "BEN", "B.");

        Assert.Equal((1, "Not done. There is no such record, or you may not see it."), (unknown, sentence.Trim()));
        Assert.Equal(2, without);
        Assert.Contains("database erase-person <code> [other names]", usage, StringComparison.Ordinal);
        Assert.Equal((1, "Not done. A name that is to be erased has at least 3 characters."), (shortName, tooShort.Trim()));
        Assert.True(await HoldsAsync(database.File, "Ben Okafor"));
    }

    /// <summary>Whether the bytes of the file, or of its journal, hold a text.</summary>
    private static async Task<bool> HoldsAsync(string file, string text)
    {
        SqliteConnection.ClearAllPools();
        foreach (var part in new[] { file, file + "-wal" }.Where(File.Exists))
        {
            if (Encoding.Latin1.GetString(await File.ReadAllBytesAsync(part)).Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(string file, params string[] command) =>
        Product.RunAsync(_folder, "Production", [.. command, $"--ConnectionStrings:Opportunities=Data Source={file}"]);
}
