using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using ChatOpportunities.Bot.Chat;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests;

/// <summary>The Teams app package, made by its script as an operator makes it.</summary>
public sealed class ManifestTests : IDisposable
{
    private const string Ids = "--app-id 11111111-1111-4111-8111-111111111111 --bot-id 22222222-2222-4222-8222-222222222222";

    /// <summary>Words that the store refuses in a name.</summary>
    private static readonly string[] Reserved = ["Chat", "Contacts", "Calendar", "Calls", "Files", "Activity", "Apps", "Help", "Teams", "Microsoft", "Dynamics", "Outlook"];

    private readonly string _folder = Directory.CreateTempSubdirectory("chat-opportunities-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ThePackageHoldsTheManifestBothIconsAndTheOtherLanguageAndNothingElse()
    {
        using var package = await MakeAsync();
        Assert.Equal(["color.png", "fr.json", "manifest.json", "outline.png"], package.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));

        var manifest = Read(package, "manifest.json");
        Assert.Equal("22222222-2222-4222-8222-222222222222", manifest.GetProperty("bots")[0].GetProperty("botId").GetString());
        Assert.Equal("bot.example.com", manifest.GetProperty("validDomains")[0].GetString());
        Assert.DoesNotContain("${{", manifest.GetRawText(), StringComparison.Ordinal);
        var words = manifest.GetProperty("name").GetProperty("short").GetString()!.Split(' ');
        Assert.DoesNotContain(words, word => Reserved.Contains(word, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task EveryCommandOfThePackageIsUnderstoodInBothLanguages()
    {
        using var package = await MakeAsync();
        var english = Read(package, "manifest.json").GetProperty("bots")[0].GetProperty("commandLists").EnumerateArray()
            .SelectMany(list => list.GetProperty("commands").EnumerateArray()).Select(command => command.GetProperty("title").GetString()!);
        var french = Read(package, "fr.json").EnumerateObject()
            .Where(word => word.Name.StartsWith("bots[", StringComparison.Ordinal) && word.Name.EndsWith(".title", StringComparison.Ordinal))
            .Select(word => word.Value.GetString()!).ToList();
        var commands = english.Concat(french).ToList();
        Assert.True(commands.Count >= 26);
        Assert.All(commands, command =>
        {
            var read = Command.Read(command);
            Assert.NotEqual(CommandName.Unknown, read.Name);
            Assert.Empty(read.Rest);
        });
    }

    [Fact]
    public async Task TheMessageExtensionOffersWhatTheBotAnswersAndUnfurlsItsOwnPagesOnly()
    {
        using var package = await MakeAsync();
        var extension = Read(package, "manifest.json").GetProperty("composeExtensions")[0];
        // InvokeTests hold the answers to these two.
        Assert.Equal(
            [("create", "action"), ("find", "query")],
            extension.GetProperty("commands").EnumerateArray().Select(c => (c.GetProperty("id").GetString()!, c.GetProperty("type").GetString()!)).Order());
        Assert.Equal("bot.example.com", Assert.Single(extension.GetProperty("messageHandlers")[0].GetProperty("value").GetProperty("domains").EnumerateArray()).GetString());
    }

    [Theory]
    [InlineData("", "Missing: --app-id, --bot-id, --domain.")]
    [InlineData("--app-id x --bot-id y --domain bot.example.com", "--app-id must be a GUID: x")]
    [InlineData(Ids + " --domain https://bot.example.com", "--domain must be a host name such as bot.example.com: https://bot.example.com")]
    [InlineData(Ids + " --domain azurewebsites.net", "--domain must be a host of your own: azurewebsites.net")]
    [InlineData(Ids + " --domain bot.example.com --developer a-name-that-is-longer-than-the-store-allows", "manifest.json: /developer/name must NOT have more than 32 characters")]
    [InlineData(Ids + " --domain bot.example.com --colour red", "Unknown option '--colour'")]
    public async Task WhatAHostWouldRefuseIsToldBeforeAndNothingIsMade(string arguments, string sentence)
    {
        var (code, _, error) = await RunAsync(arguments);
        Assert.Equal(1, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private static JsonElement Read(ZipArchive package, string name)
    {
        using var stream = package.GetEntry(name)!.Open();
        return JsonSerializer.Deserialize<JsonElement>(stream);
    }

    private async Task<ZipArchive> MakeAsync()
    {
        var (code, output, error) = await RunAsync(Ids + " --domain Bot.example.com");
        Assert.True(code == 0, error);
        return ZipFile.OpenRead(output.Trim());
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string arguments)
    {
        var target = arguments.Length == 0 ? "" : $" --out {Path.Combine(_folder, "package.zip")}";
        using var process = Process.Start(new ProcessStartInfo("node", $"{Path.Combine(Repository.Root, "manifest", "package.mjs")} {arguments}{target}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
