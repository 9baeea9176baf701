using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Portal.Language;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests;

/// <summary>The Teams app package, made by its script as an operator makes it.</summary>
public sealed class ManifestTests : IDisposable
{
    private const string Ids = "--app-id 11111111-1111-4111-8111-111111111111 --bot-id 22222222-2222-4222-8222-222222222222";

    private const string Portal = " --portal-id 33333333-3333-4333-8333-333333333333";

    private const string LongTitle =
        "\"title\": \"What you can say to me, and what I say to you, and what others say, and what nobody has said to anybody in all the many years that there ever were\"";

    /// <summary>Words that the store refuses in a name.</summary>
    private static readonly string[] Reserved =
        ["Chat", "Contacts", "Calendar", "Calls", "Files", "Activity", "Apps", "Help", "Teams", "Microsoft", "Dynamics", "Outlook"];

    private readonly string _folder = Directory.CreateTempSubdirectory("chat-opportunities-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ThePackageHoldsTheManifestBothIconsAndTheOtherLanguageAndNothingElse()
    {
        using var package = await MakeAsync();
        Assert.Equal(
            ["color.png", "fr.json", "manifest.json", "outline.png"],
            package.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));

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
            .Where(
                word => word.Name.StartsWith("bots[", StringComparison.Ordinal) && word.Name.EndsWith(".title", StringComparison.Ordinal))
            .Select(word => word.Value.GetString()!).ToList();
        var commands = english.Concat(french).ToList();
        Assert.True(commands.Count >= 26);
        Assert.All(commands, command =>
        {
            var read = TextCommand.Read(command);
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
            extension.GetProperty("commands").EnumerateArray()
                .Select(c => (c.GetProperty("id").GetString()!, c.GetProperty("type").GetString()!)).Order());
        Assert.Equal(
            "bot.example.com",
            Assert.Single(extension.GetProperty("messageHandlers")[0].GetProperty("value").GetProperty("domains").EnumerateArray())
                .GetString());
    }

    [Fact]
    public async Task EveryCommandHasATitleWithoutASlashAndADescription_AndNoneIsThereTwice()
    {
        using var package = await MakeAsync();
        var (manifest, french) = (Read(package, "manifest.json"), Read(package, "fr.json"));
        Assert.All(manifest.GetProperty("bots")[0].GetProperty("commandLists").EnumerateArray().Select((list, l) => (list, l)), of =>
        {
            var commands = of.list.GetProperty("commands").EnumerateArray().ToList();
            var english = commands.Select(c => c.GetProperty("title").GetString()!).ToList();
            var translated = commands.Select((_, c) => french.GetProperty($"bots[0].commandLists[{of.l}].commands[{c}].title").GetString()!)
                .ToList();
            Assert.NotEmpty(english);
            Assert.All(english.Concat(translated), title => Assert.False(string.IsNullOrWhiteSpace(title) || title.StartsWith('/'), title));
            Assert.Equal((english.Count, translated.Count), (english.Distinct().Count(), translated.Distinct().Count()));
            Assert.All(commands, c => Assert.False(string.IsNullOrWhiteSpace(c.GetProperty("description").GetString())));
        });
    }

    [Fact]
    public async Task TheSearchOfTheExtensionSaysWhatCanBeTyped_AndNobodyIsAskedToSignIn()
    {
        using var package = await MakeAsync();
        var manifest = Read(package, "manifest.json");
        var query = manifest.GetProperty("composeExtensions")[0].GetProperty("commands").EnumerateArray()
            .Single(c => c.GetProperty("type").GetString() == "query");
        var parameter = Assert.Single(query.GetProperty("parameters").EnumerateArray());
        Assert.Equal("Title, number or contact", parameter.GetProperty("description").GetString());
        Assert.Contains("compose", query.GetProperty("context").EnumerateArray().Select(c => c.GetString()));
        Assert.False(manifest.TryGetProperty("webApplicationInfo", out _));
        Assert.DoesNotContain("token.botframework.com", manifest.GetProperty("validDomains").EnumerateArray().Select(d => d.GetString()));
    }

    [Fact]
    public async Task TheDescriptionsAreShortAndNameMicrosoftTeamsInFull_InEachLanguage()
    {
        using var package = await MakeAsync();
        var (manifest, french) = (Read(package, "manifest.json").GetProperty("description"), Read(package, "fr.json"));
        string[] texts =
        [
            manifest.GetProperty("short").GetString()!, manifest.GetProperty("full").GetString()!,
            french.GetProperty("description.short").GetString()!, french.GetProperty("description.full").GetString()!,
        ];
        Assert.All(texts, text =>
        {
            Assert.True(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length <= 500);
            Assert.Equal(text.IndexOf("Teams", StringComparison.Ordinal) - "Microsoft ".Length, text.IndexOf(
                "Microsoft Teams", StringComparison.Ordinal));
        });
        Assert.Contains("English and French", texts[1], StringComparison.Ordinal);
        Assert.Contains("anglais et français", texts[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThePackageNamesItsLanguagesAndItsSchema_AndTheBotIsCalledLikeTheApp()
    {
        using var package = await MakeAsync();
        var (manifest, french) = (Read(package, "manifest.json"), Read(package, "fr.json"));
        Assert.Equal("en", manifest.GetProperty("localizationInfo").GetProperty("defaultLanguageTag").GetString());
        Assert.True(Version.Parse(manifest.GetProperty("manifestVersion").GetString()!) >= new Version(1, 10));
        Assert.Contains(
            $"/v{manifest.GetProperty("manifestVersion").GetString()}/", french.GetProperty("$schema").GetString(),
            StringComparison.Ordinal);
        Assert.Matches(@"^\d+\.\d+\.\d+$", manifest.GetProperty("version").GetString()!);
        Assert.Equal(Texts.ProductName, manifest.GetProperty("name").GetProperty("short").GetString());
        Assert.Equal(Texts.ProductName, french.GetProperty("name.short").GetString());
    }

    [Fact]
    public async Task WithThePortalsApplicationThePackageHasATabThatTeamsSignsPeopleInTo()
    {
        using var package = await MakeAsync(Portal);
        var (manifest, french) = (Read(package, "manifest.json"), Read(package, "fr.json"));
        var tabs = manifest.GetProperty("staticTabs").EnumerateArray().ToList();
        Assert.Equal(
            ["conversations", TeamsAppOptions.RecordsTab, "board", "pipeline", "about"],
            tabs.Select(t => t.GetProperty("entityId").GetString()));
        Assert.Equal(
            "api://bot.example.com/33333333-3333-4333-8333-333333333333",
            manifest.GetProperty("webApplicationInfo").GetProperty("resource").GetString());

        await using var portal = await PortalApplication.StartAsync("Development");
        var anna = await portal.SignInAsync("ANNA");
        for (var t = 1; t < tabs.Count - 1; t++)
        {
            var page = new Uri(tabs[t].GetProperty("contentUrl").GetString()!.Replace("{theme}", "dark", StringComparison.Ordinal));
            Assert.Equal(("bot.example.com", "https"), (page.Host, page.Scheme));
            var here = (await anna.SeeAsync(page.PathAndQuery)).Document.QuerySelector("nav [aria-current=page]");
            Assert.Equal(tabs[t].GetProperty("name").GetString(), here?.TextContent);
            Assert.Equal(
                new PortalTexts(new CultureInfo("fr"), "EUR")[tabs[t].GetProperty("name").GetString()!],
                french.GetProperty($"staticTabs[{t}].name").GetString());
        }
    }

    /// <summary>Rules of tabs and files need no proof where there is neither.</summary>
    [Fact]
    public async Task WithoutThePortalsApplicationThePackageHasNeitherTabsNorFiles()
    {
        using var package = await MakeAsync();
        var manifest = Read(package, "manifest.json");
        Assert.False(manifest.TryGetProperty("staticTabs", out _) || manifest.TryGetProperty("configurableTabs", out _));
        Assert.False(manifest.GetProperty("bots")[0].GetProperty("supportsFiles").GetBoolean());
    }

    /// <summary>A row for each rule that hosts have and a file can break.</summary>
    [Theory]
    [InlineData("fr.json", "\"name.full\"", "\"name.other\"", "fr.json: name.full is missing")]
    [InlineData("fr.json", "\"name.full\"", "\"name.other\"", "fr.json: name.other is not in the manifest")]
    [InlineData("fr.json", "commands[9].title", "commands[9].text", "fr.json: bots[0].commandLists[0].commands[9].title is missing")]
    [InlineData("manifest.json", "\"title\": \"help\"", "\"text\": \"help\"", "must have required property 'title'")]
    [InlineData("manifest.json", "\"title\": \"tasks\"", "\"title\": \"juggle\"", "manifest.json: the bot does not answer \"juggle\"")]
    [InlineData("fr.json", "\"tâches\"", "\"jongler\"", "fr.json: the bot does not answer \"jongler\"")]
    [InlineData("manifest.json", "\"id\": \"find\"", "\"id\": \"seek\"", "nothing answers the command \"seek\" of kind query")]
    [InlineData(
        "manifest.json", "\"short\": \"Opportunity Desk\"", "\"short\": \"A name longer than thirty letters\"",
        "/name/short must NOT have")]
    [InlineData(
        "fr.json", "\"Saisir, confier", "\"Saisir, et saisir, et saisir encore, confier", "fr.json: /description.short must NOT have")]
    [InlineData("manifest.json", "\"title\": \"help\"", LongTitle, "/title must NOT have more than 128 characters")]
    [InlineData("tab.fr.json", "staticTabs[2].name", "staticTabs[2].text", "fr.json: staticTabs[2].name is missing")]
    [InlineData("tab.json", "\"entityId\": \"board\"", "\"entity\": \"board\"", "must have required property 'entityId'")]
    [InlineData("tab.json", "https://${{DOMAIN}}/today?", "today?", "/staticTabs/1/contentUrl must match pattern")]
    [InlineData("outline.png", null, null, "outline.png must be a PNG of 32 × 32 pixels")]
    [InlineData("color.png", null, null, "color.png must be a PNG of 192 × 192 pixels")]
    public async Task WhatIsMissingInALanguageOrHasTheWrongSizeIsToldBefore(string file, string? words, string? instead, string sentence)
    {
        var copy = CopyOfManifest();
        if (words is null)
        {
            File.Copy(Path.Combine(copy, file == "color.png" ? "outline.png" : "color.png"), Path.Combine(copy, file), overwrite: true);
        }
        else
        {
            var text = await File.ReadAllTextAsync(Path.Combine(copy, file));
            Assert.Contains(words, text, StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(copy, file), text.Replace(words, instead, StringComparison.Ordinal));
        }

        var (code, _, error) = await RunAsync(Ids + Portal + " --domain bot.example.com", copy);

        Assert.Equal(1, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnOutlineWithoutTransparencyIsToldBefore()
    {
        var copy = CopyOfManifest();
        var icon = await File.ReadAllBytesAsync(Path.Combine(copy, "outline.png"));
        icon[25] = 2; // colours without alpha, as the header of a PNG says it
        await File.WriteAllBytesAsync(Path.Combine(copy, "outline.png"), icon);

        var (code, _, error) = await RunAsync(Ids + " --domain bot.example.com", copy);

        Assert.Equal((1, "outline.png must have a transparent background (a PNG with an alpha channel)"), (code, error.Trim()));
    }

    /// <summary>What may stand in the lists of the package is what the bot answers.</summary>
    [Fact]
    public void EveryWordThatThePackageMayOfferIsUnderstood()
    {
        using var answered = JsonDocument.Parse(Repository.Read("manifest/answered.json"));
        var words = answered.RootElement.GetProperty("words").EnumerateObject().SelectMany(l => l.Value.EnumerateArray())
            .Select(word => word.GetString()!).ToList();

        Assert.True(words.Count > 20);
        Assert.All(words, word =>
        {
            var read = TextCommand.Read(word);
            Assert.NotEqual(CommandName.Unknown, read.Name);
            Assert.Empty(read.Rest);
        });
    }

    [Fact]
    public async Task TheAddressesOfThePackageAreAskedAsTheStoresTestersDo()
    {
        await using var portal = await PortalApplication.StartAsync("Development");
        var asked = $"{Ids} --domain bot.example.com --ask --at {portal.Address}";

        var (code, _, error) = await RunAsync(asked);
        Assert.True(code == 0, error);

        Assert.Contains(
            "developer.termsOfUseUrl: https://bot.example.com/nowhere answers 404 to somebody who is not signed in",
            (await RunAsync(asked + " --terms https://bot.example.com/nowhere")).Error, StringComparison.Ordinal);
        Assert.Contains(
            "developer.websiteUrl: https://bot.example.com/ answers 302",
            (await RunAsync(asked + " --site https://bot.example.com/")).Error, StringComparison.Ordinal);
        var copy = CopyOfManifest();
        var tab = Path.Combine(copy, "tab.json");
        await File.WriteAllTextAsync(tab, (await File.ReadAllTextAsync(tab)).Replace("/board", "/nowhere", StringComparison.Ordinal));
        Assert.Equal(
            "the tab board: https://bot.example.com/nowhere answers 404 to somebody who is not signed in",
            (await RunAsync(asked + Portal, copy)).Error.Trim());
        Assert.Contains(
            "developer.privacyUrl: nothing answers at http://127.0.0.1:1/privacy",
            (await RunAsync($"{Ids} --domain bot.example.com --ask --at http://127.0.0.1:1")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Missing: --app-id, --bot-id, --domain.")]
    [InlineData("--app-id x --bot-id y --domain bot.example.com", "--app-id must be a GUID: x")]
    [InlineData(Ids + " --domain https://bot.example.com", "--domain must be a host name such as bot.example.com: https://bot.example.com")]
    [InlineData(Ids + " --domain bot.example.com --portal-id portal", "--portal-id must be a GUID: portal")]
    [InlineData(Ids + " --domain azurewebsites.net", "--domain must be a host of your own: azurewebsites.net")]
    [InlineData(
        Ids + " --domain bot.example.com --developer a-name-that-is-longer-than-the-store-allows",
        "manifest.json: /developer/name must NOT have more than 32 characters")]
    [InlineData(Ids + " --domain bot.example.com --version 1.1", "--version must be three numbers such as 1.0.1: 1.1")]
    [InlineData(Ids + " --domain bot.example.com --version 1.01.0", "--version must be three numbers such as 1.0.1: 1.01.0")]
    [InlineData(Ids + " --domain bot.example.com --colour red", "Unknown option '--colour'")]
    public async Task WhatAHostWouldRefuseIsToldBeforeAndNothingIsMade(string arguments, string sentence)
    {
        var (code, _, error) = await RunAsync(arguments);
        Assert.Equal(1, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private string CopyOfManifest()
    {
        var (source, copy) = (Path.Combine(Repository.Root, "manifest"), Path.Combine(_folder, "manifest"));
        Directory.CreateDirectory(copy);
        foreach (var path in Directory.GetFiles(source))
        {
            File.Copy(path, Path.Combine(copy, Path.GetFileName(path)));
        }

        Directory.CreateSymbolicLink(Path.Combine(copy, "node_modules"), Path.Combine(source, "node_modules"));
        return copy;
    }

    private static JsonElement Read(ZipArchive package, string name)
    {
        using var stream = package.GetEntry(name)!.Open();
        return JsonSerializer.Deserialize<JsonElement>(stream);
    }

    private async Task<ZipArchive> MakeAsync(string more = "")
    {
        var (code, output, error) = await RunAsync(Ids + more + " --domain Bot.example.com");
        Assert.True(code == 0, error);
        return ZipFile.OpenRead(output.Trim());
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string arguments, string? folder = null)
    {
        var target = arguments.Length == 0 ? "" : $" --out {Path.Combine(_folder, "package.zip")}";
        using var process = Process.Start(new ProcessStartInfo(
            "node", $"{Path.Combine(folder ?? Path.Combine(Repository.Root, "manifest"), "package.mjs")} {arguments}{target}")
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
