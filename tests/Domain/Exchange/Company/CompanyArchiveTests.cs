using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Exchange.Company;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Tests.Domain.Pipeline;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace ChatOpportunities.Tests.Domain.Exchange.Company;

/// <summary>A company goes into an archive, out of it into an empty database, and is the same there.</summary>
[Trait("Suite", "Database")]
public sealed class CompanyArchiveTests(ITestOutputHelper output)
{
    [Fact]
    public async Task TheDemoCompanyIsTheSameInAnotherDatabase()
    {
        await using var host = await DomainHost.StartWithDemoAsync();

        await MoveAsync(host);
    }

    /// <summary>A few hundred; <c>DRILL_COUNT</c> says how many else.</summary>
    [Fact]
    public async Task ACompanyOfRandomLivesIsTheSameInAnotherDatabase()
    {
        var seed = Random.Shared.Next();
        var count = int.Parse(Environment.GetEnvironmentVariable("DRILL_COUNT") ?? "300", CultureInfo.InvariantCulture);
        output.WriteLine($"Seed {seed}, {count} opportunities");
        await using var host = await DomainHost.StartWithDemoAsync();
        await host.DoAsync<OpportunitiesContext>(db => new Lives(seed, An.Today).MakeAsync(db, count));

        await MoveAsync(host);
    }

    [Fact]
    public async Task TextsThatLookLikeFormulasMarksAndLinesComeThrough()
    {
        string[] texts = ["=1+1", "'=1", "''", "a \"b\", c;\r\nd", " x ", "-5", "é\u2028\uD83D\uDE00", "?7"];
        await using var host = await DomainHost.StartWithDemoAsync();
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            var caller = await host.CallerAsync("EMMA");
            foreach (var text in texts)
            {
                db.AuditEntries.Add(ChatOpportunities.Domain.Audit.AuditEntry.Of(caller, "company", text, text, text, ""));
            }

            await db.SaveChangesAsync();
        });
        var archive = await ExportAsync(host);
        await using var other = await DomainHost.StartAsync();

        await ImportAsync(other, archive);

        var kept = await other.DoAsync<OpportunitiesContext, List<(string, string, string)>>(async db =>
            [.. (await db.AuditEntries.AsNoTracking().OrderBy(a => a.Id).ToListAsync()).TakeLast(texts.Length)
                .Select(a => (a.SubjectKey, a.Sentence, string.Join("|", a.Arguments)))]);
        Assert.Equal(texts.Select(t => (t, t, t + "|")), kept);
    }

    [Fact]
    public async Task SecretsStayOutAndTheManifestSaysSo()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            db.Set<ProtectionKey>().Add(new ProtectionKey { Name = "key-1", Xml = "<SECRETKEY/>" });
            db.StoredItems.Add(new StoredItem { Key = "wins//LIGHT", Value = "{\"SECRETADDRESS\":1}" });
            await db.SaveChangesAsync();
        });

        var archive = await ExportAsync(host);

        var files = Files(archive);
        Assert.Equal([.. CompanyTables.All.Select(t => t.File), "manifest.json"], files.Keys);
        Assert.DoesNotContain(files.Values, f => f.Contains("SECRET", StringComparison.Ordinal));
        var manifest = JsonSerializer.Deserialize(files["manifest.json"], CompanyJson.Default.CompanyManifest)!;
        Assert.Contains("ApiToken", manifest.LeftOut.Keys);
        Assert.Contains("ProtectionKey", manifest.LeftOut.Keys);
        Assert.Contains("KnownConversation", manifest.LeftOut.Keys);
        Assert.Equal("0.1.0", manifest.Product);
        foreach (var (name, rows, sha) in manifest.Files)
        {
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(files[name]))), sha);
            Assert.True(rows >= 0);
        }

    }

    [Theory]
    [InlineData("changed", "close-reasons.csv is not as the manifest says")]
    [InlineData("version", "The archive was written by version 9.9.9 (format 9,")]
    [InlineData("schema", "schema SomethingElse); this program reads format 1,")]
    [InlineData("missing", "The archive has to hold tasks.csv once.")]
    [InlineData("path", "The archive holds “../evil.csv”, which no export writes.")]
    [InlineData("twice", "The archive has to hold tasks.csv once.")]
    [InlineData("bomb", "people.csv unfolds to far more than any export does.")]
    [InlineData("heading", "close-reasons.csv: the heading has to be code,")]
    [InlineData("cells", "close-reasons.csv, line 2: the row has 1 cells, not")]
    [InlineData("broken", "close-reasons.csv, line 2: the row is broken.")]
    [InlineData("value", "cannot be read.")]
    [InlineData("reference", "there is no “NOBODY” in the archive.")]
    [InlineData("count", "close-reasons.csv has")]
    [InlineData("none", "The file is no archive of a company, or it is damaged.")]
    [InlineData("cut", "The file is no archive of a company, or it is damaged.")]
    public async Task WhatIsNotRightIsRefusedAndNothingIsTakenIn(string what, string expected)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var archive = Spoiled(await ExportAsync(host), what);
        await using var other = await DomainHost.StartAsync();

        var refused = await Assert.ThrowsAsync<CompanyFileException>(() => ImportAsync(other, archive));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        await other.DoAsync<OpportunitiesContext>(async db =>
        {
            Assert.False(await db.Teams.AnyAsync() || await db.CloseReasons.AnyAsync() || await db.AuditEntries.AnyAsync());
            Assert.Equal(2, await db.Set<NumberSeries>().CountAsync());
        });
    }

    [Fact]
    public async Task ADatabaseThatIsNotEmptyIsLeftAlone()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var archive = await ExportAsync(host);

        var refused = await Assert.ThrowsAsync<CompanyFileException>(() => ImportAsync(host, archive));

        Assert.Equal("The database is not empty: a company is taken into a new one only.", refused.Message);
        Assert.Equal(Without(Files(archive)), Without(Files(await ExportAsync(host))));
    }

    /// <summary>What is added to the model tomorrow is exported, or somebody says why not.</summary>
    [Fact]
    public async Task EveryTableOfTheModelIsExportedOrLeftOutWithAReason()
    {
        await using var host = await DomainHost.StartAsync();
        await host.DoAsync<OpportunitiesContext>(db =>
        {
            var exported = CompanyTables.All.Select(t => t.Type).ToHashSet();
            var entities = db.Model.GetEntityTypes().ToList();
            Assert.Equal(
                entities.Select(e => e.ClrType.Name).Order(StringComparer.Ordinal),
                exported.Concat(CompanyTables.LeftOut.Keys).Select(t => t.Name).Order(StringComparer.Ordinal));
            Assert.DoesNotContain(CompanyTables.LeftOut.Values.Concat(CompanyTables.LeftOutColumns.Values), string.IsNullOrWhiteSpace);
            foreach (var entity in entities.Where(e => exported.Contains(e.ClrType)))
            {
                // No column stays out but those that are named, and the key that the database gives.
                var columns = CompanyColumn.Of(entity).Select(c => c.Property).ToHashSet();
                Assert.All(
                    entity.GetProperties().Where(p => !columns.Contains(p.Name)),
                    p => Assert.True(
                        CompanyTables.LeftOutColumns.ContainsKey($"{entity.ClrType.Name}.{p.Name}") || (p.Name == "Id" && p.IsPrimaryKey()),
                        $"{entity.ClrType.Name}.{p.Name}"));
                Assert.All(entity.GetProperties(), p => Assert.NotNull(p.PropertyInfo));

                // What a database gave is told by a code.
                Assert.All(
                    CompanyColumn.Of(entity).Where(c => c.Property.EndsWith("Id", StringComparison.Ordinal)),
                    c => Assert.True(
                        c.RefersTo is not null || c.Property is "ExternalId" or "EntraObjectId" or "MessageId",
                        $"{entity.Name}.{c.Property}"));
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>Every way in which reminders are named is known, for their keys hold what a database gave.</summary>
    [Fact]
    public void EveryKeyOfARemindersIsKnown()
    {
        var made = Repository.In("domain/Reminders", ".cs").SelectMany(f => System.Text.RegularExpressions.Regex.Matches(
            Repository.Read(f), "\\$\"([a-z-]+)/\\{").Select(m => m.Groups[1].Value)).ToHashSet();

        Assert.NotEmpty(made);
        Assert.Empty(made.Except(CompanyTables.ReminderKeys.Keys));
    }

    [PostgreSqlFact]
    public async Task ACompanyMovesFromSqliteToPostgreSql()
    {
        await using var host = DomainHost.StartOn(await TestDatabase.CreateAsync(demo: true, DatabaseProvider.Sqlite));
        await host.DoAsync<OpportunitiesContext>(db => new Lives(7, An.Today).MakeAsync(db, 100));

        await MoveAsync(host, async () => DomainHost.StartOn(await TestDatabase.CreateAsync(demo: false, DatabaseProvider.PostgreSql)));
    }

    private async Task MoveAsync(DomainHost host, Func<Task<DomainHost>>? start = null)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var archive = await ExportAsync(host);
        output.WriteLine($"Exported {archive.Length:N0} bytes in {watch.Elapsed}");
        await using var other = start is null ? await DomainHost.StartAsync() : await start();
        watch.Restart();
        await ImportAsync(other, archive);
        output.WriteLine($"Imported in {watch.Elapsed}");
        watch.Restart();
        var again = await ExportAsync(other);
        output.WriteLine($"Exported again in {watch.Elapsed}");

        var (before, after) = (Files(archive), Files(again));
        foreach (var (name, text) in before.Where(f => f.Key != CompanyManifest.File))
        {
            output.WriteLine($"{name}: {text.Count(c => c == '\n') - 1:N0} rows");
            Assert.True(text == after[name], name + ": " + FirstDifference(text, after[name]));
        }

        Assert.Equal(Without(before), Without(after));
        Assert.Equal(await FiguresAsync(host), await FiguresAsync(other));
        Assert.Equal(await HistoriesAsync(host), await HistoriesAsync(other));
        output.WriteLine(await other.CheckAsync());
    }

    private static string FirstDifference(string one, string other)
    {
        var pair = one.Split('\n').Zip(other.Split('\n')).FirstOrDefault(p => p.First != p.Second);
        return $"{pair.First} | {pair.Second}";
    }

    private static async Task<byte[]> ExportAsync(DomainHost host)
    {
        using var stream = new MemoryStream();
        await host.DoAsync<CompanyExport, CompanyManifest>(export => export.WriteAsync(stream, default));
        return stream.ToArray();
    }

    private static Task ImportAsync(DomainHost host, byte[] archive) =>
        host.DoAsync<OpportunitiesContext>(async db => await new CompanyImport(db).ReadAsync(new MemoryStream(archive), default));

    private static Dictionary<string, string> Files(byte[] archive)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        return zip.Entries.ToDictionary(e => e.FullName, e =>
        {
            using var reader = new StreamReader(e.Open());
            return reader.ReadToEnd();
        });
    }

    /// <summary>All files, and the manifest without its time.</summary>
    private static string Without(Dictionary<string, string> files)
    {
        var manifest = JsonNode.Parse(files[CompanyManifest.File])!;
        manifest["at"] = null;
        return string.Concat(files.Where(f => f.Key != CompanyManifest.File).Select(f => f.Key + "\n" + f.Value)) + manifest.ToJsonString();
    }

    private static async Task<string> FiguresAsync(DomainHost host)
    {
        List<object?> told = [];
        foreach (var code in new[] { "EMMA", "DAVID", "ANNA" })
        {
            var caller = await host.CallerAsync(code);
            await host.DoAsync<Figures>(async figures =>
            {
                told.Add(await figures.OverviewAsync(FigureFilter.None, 12, caller, default));
                told.Add(await figures.ResultsAsync(FigureFilter.None, null, null, caller, default));
            });
        }

        return JsonSerializer.Serialize(told);
    }

    private static Task<List<string>> HistoriesAsync(DomainHost host) => host.DoAsync<OpportunitiesContext, List<string>>(async db =>
        [.. (await db.Entries.AsNoTracking().Include(e => e.Opportunity).Include(e => e.CloseReason).Include(e => e.Salesperson)
            .OrderBy(e => e.Id).ToListAsync()).Select(e => string.Create(
                CultureInfo.InvariantCulture,
                $"{e.Opportunity!.No} {e.Opportunity.Status} {e.Active} {e.ActionTaken} {e.StageNumber} {e.StageDescription} "
                + $"{e.DateOfChange:O} {e.EstimatedValue} {e.Probability} {e.CurrentValue} {e.EstimatedCloseDate:O} {e.CloseReason?.Code} "
                + $"{e.Salesperson!.Code} {e.Note} {e.ByName} {e.DaysOpen}"))]);

    private static byte[] Spoiled(byte[] archive, string what)
    {
        if (what is "none" or "cut")
        {
            return what == "none" ? "PK no"u8.ToArray() : archive[..(archive.Length / 2)];
        }

        const string reasons = "close-reasons.csv";
        var files = Files(archive).Select(f => (Name: f.Key, Text: f.Value)).ToList();
        void Change(string name, Func<string, string> change, bool seal = true)
        {
            var at = files.FindIndex(f => f.Name == name);
            files[at] = (name, change(files[at].Text));
            if (seal)
            {
                var manifest = JsonNode.Parse(files[^1].Text)!;
                var file = manifest["files"]!.AsArray().First(f => (string)f!["name"]! == name)!;
                file["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(files[at].Text)));
                files[^1] = (files[^1].Name, manifest.ToJsonString());
            }
        }

        void Say(Action<JsonNode> change)
        {
            var manifest = JsonNode.Parse(files[^1].Text)!;
            change(manifest);
            files[^1] = (files[^1].Name, manifest.ToJsonString());
        }

        switch (what)
        {
            case "changed":
                Change(reasons, text => text + "x", seal: false);
                break;
            case "version":
                Say(m => (m["format"], m["product"]) = (9, "9.9.9"));
                break;
            case "schema":
                Say(m => m["schema"] = "SomethingElse");
                break;
            case "missing":
                files.RemoveAll(f => f.Name == "tasks.csv");
                break;
            case "path":
                files.Add(("../evil.csv", "x"));
                break;
            case "twice":
                files.Add(("tasks.csv", "x"));
                break;
            case "bomb":
                Change("people.csv", text => text + new string(' ', 20_000_000));
                break;
            case "heading":
                Change(reasons, text => "x" + text);
                break;
            case "cells":
                Change(reasons, text => text[..(text.IndexOf('\n', StringComparison.Ordinal) + 1)] + "x\r\n");
                break;
            case "broken":
                Change(reasons, text => text[..(text.IndexOf('\n', StringComparison.Ordinal) + 1)] + "\"x");
                break;
            case "value":
                Change("opportunities.csv", text => text.Replace("Normal", "Curious", StringComparison.Ordinal));
                break;
            case "reference":
                Change("opportunities.csv", text => text.Replace(",ANNA,", ",NOBODY,", StringComparison.Ordinal));
                break;
            case "count":
                Say(m => m["files"]!.AsArray().First(f => (string)f!["name"]! == reasons)!["rows"] = 999);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(what));
        }

        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return stream.ToArray();
    }
}
