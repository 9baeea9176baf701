using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Role = ChatOpportunities.Domain.People.Role;

namespace ChatOpportunities.Tests.Portal.Api;

/// <summary>The door of assistants, asked by the protocol's own client over HTTP.</summary>
public sealed partial class AssistantTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    [Fact]
    public async Task TheToolsAreDescribed_EachWithSchemasAndHonestHints_AndStandInTheGuide()
    {
        await using var anna = await ConnectAsync("ANNA");
        var tools = (await anna.ListToolsAsync()).Select(t => t.ProtocolTool).ToList();

        Assert.Equal(
            Row().Matches(Repository.Read("docs/assistants.md")).Select(m => m.Groups[1].Value).Order(),
            tools.Select(t => t.Name).Order());
        Assert.All(tools, t =>
        {
            Assert.Equal("object", t.InputSchema.GetProperty("type").GetString());
            Assert.Equal("object", t.OutputSchema!.Value.GetProperty("type").GetString());
            Assert.DoesNotContain("null", t.InputSchema.GetRawText() + t.OutputSchema.Value.GetRawText(), StringComparison.Ordinal);
            Assert.All(t.InputSchema.GetProperty("properties").EnumerateObject(), p => Assert.True(
                p.Value.TryGetProperty("description", out _), $"{t.Name}.{p.Name}"));
            Assert.False(t.Annotations!.OpenWorldHint);
            Assert.Equal(
                t.Annotations.ReadOnlyHint == false, t.InputSchema.GetProperty("properties").TryGetProperty("idempotencyKey", out _));
        });
        Assert.Equal(
            ["add_note", "capture_opportunity", "plan_task"],
            tools.Where(t => t.Annotations is { ReadOnlyHint: false, DestructiveHint: false }).Select(t => t.Name).Order());
    }

    [Fact]
    public async Task WhatIsCapturedIsFoundAndReadByWords_AndTheHistorySaysThatTheAssistantDidIt()
    {
        await using var anna = await ConnectAsync("ANNA");
        var made = await Done(anna, "capture_opportunity", new()
        {
            ["title"] = "Harbour lamps",
            ["contact"] = "Quai Zebra",
            ["newContact"] = true,
            ["estimatedValue"] = 12500,
            ["salesCycle"] = "new business",
        });
        var no = made.GetProperty("opportunity").GetProperty("no").GetString()!;
        Assert.Equal("Initial", made.GetProperty("opportunity").GetProperty("stage").GetString());

        var found = await Done(anna, "find_opportunities", new() { ["words"] = "HARBOUR lamps" });
        Assert.Equal(no, Assert.Single(found.GetProperty("opportunities").EnumerateArray()).GetProperty("no").GetString());
        await Done(anna, "add_note", new() { ["opportunity"] = "zebra harbour", ["text"] = "They like blue." });
        var task = await Done(anna, "plan_task", new()
        {
            ["opportunity"] = no,
            ["description"] = "Send colours",
            ["date"] = "2026-12-24",
            ["type"] = "phoneCall",
        });
        Assert.Equal("2026-12-24", task.GetProperty("task").GetProperty("date").GetString());

        var read = await Done(anna, "read_opportunity", new() { ["opportunity"] = "Harbour lamps" });
        var timeline = read.GetProperty("timeline").EnumerateArray().ToList();
        Assert.Contains(timeline, t => t.GetProperty("what").GetString()!.Contains("They like blue.", StringComparison.Ordinal));
        Assert.All(timeline, t => Assert.Equal("by an assistant", t.GetProperty("from").GetString()));
        Assert.Contains(
            "Send colours", read.GetProperty("openTasks").EnumerateArray().Select(t => t.GetProperty("description").GetString()));

        await portal.DoAsync<AuditQueries>(async audit => Assert.Contains(
            Assert.IsType<Result<AuditPage>.Done>(await audit.ListAsync(
                new AuditFilter(Source: ActSource.Assistant, Key: no), 10, null, Admin, CancellationToken.None)).Value.Entries,
            line => line.Sentence == AuditSentences.Created && line.Arguments.Contains("Harbour lamps")));
        var page = await (await portal.SignInAsync("EMMA")).SeeAsync("/setup/audit?source=assistant&key=" + no);
        Assert.Contains("by an assistant", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUnknownContactIsAskedAbout_AndNotMadeOnItsOwn()
    {
        await using var anna = await ConnectAsync("ANNA");
        var asked = await Call(
            anna, "capture_opportunity", new() { ["title"] = "X", ["contact"] = "Nobody Ever Ltd", ["estimatedValue"] = 5 });

        Assert.Equal("needs", Status(asked));
        Assert.Equal("newContact", Fields(asked, "needs").Single());
        Assert.Empty(await FoundAsync(anna, "Nobody Ever"));
    }

    [Fact]
    public async Task WhatIsAmbiguousComesBackAsChoices_AndNothingIsChanged()
    {
        await using var anna = await ConnectAsync("ANNA");
        var first = await CaptureAsync(anna, "Twin towers east");
        var second = await CaptureAsync(anna, "Twin towers west");

        var asked = await Call(anna, "move_opportunity", new() { ["opportunity"] = "twin towers" });

        Assert.Equal("choose", Status(asked));
        Assert.Equal(new[] { first, second }.Order(), Values(asked).Order());
        foreach (var no in new[] { first, second })
        {
            Assert.Equal("Initial", await StageAsync(anna, no));
        }

        await Done(anna, "move_opportunity", new() { ["opportunity"] = "Twin towers east" });
        Assert.Equal(("Qualification", "Initial"), (await StageAsync(anna, first), await StageAsync(anna, second)));
        Assert.Equal("choose", Status(await Call(anna, "move_opportunity", new() { ["opportunity"] = first, ["stage"] = "Moonlight" })));
    }

    [Fact]
    public async Task AGateAsksForWhatItNeeds_AndThenLetsThrough()
    {
        await using var anna = await ConnectAsync("ANNA");
        var no = await CaptureAsync(anna, "Gate house");
        await Done(anna, "move_opportunity", new() { ["opportunity"] = no });
        var key = new Dictionary<string, object?> { ["opportunity"] = no, ["stage"] = "presentation", ["idempotencyKey"] = "gate-" + no };

        var asked = await Call(anna, "move_opportunity", key);
        Assert.Equal("needs", Status(asked));
        Assert.Equal(["quoteAmount", "quoteNumber"], Fields(asked, "needs").Order());
        Assert.Equal("Qualification", await StageAsync(anna, no));

        var moved = await Done(anna, "move_opportunity", new(key) { ["quoteNumber"] = "Q-7", ["quoteAmount"] = 9000 });
        Assert.Equal("Presentation", moved.GetProperty("opportunity").GetProperty("stage").GetString());

        var close = new Dictionary<string, object?> { ["opportunity"] = no, ["outcome"] = "won" };
        var why = await Call(anna, "close_opportunity", close);
        Assert.Equal("needs", Status(why));
        Assert.Equal("reason", Fields(why, "needs").Single());
        await Done(anna, "close_opportunity", new(close) { ["reason"] = Values(why)[0] });
        Assert.True((await Call(anna, "close_opportunity", new(close) { ["reason"] = Values(why)[0] })).IsError);
    }

    [Fact]
    public async Task TheSameKeyTwiceIsOneAct_AndAnotherActIsNotItsOwn()
    {
        await using var anna = await ConnectAsync("ANNA");
        var no = await CaptureAsync(anna, "Once only");
        var note = new Dictionary<string, object?> { ["opportunity"] = no, ["text"] = "Said once.", ["idempotencyKey"] = "note-1" };
        await Done(anna, "add_note", note);
        await Done(anna, "add_note", note);

        var reused = await Call(anna, "add_note", new(note) { ["text"] = "Something else." });

        Assert.True(reused.IsError);
        var read = await Done(anna, "read_opportunity", new() { ["opportunity"] = no });
        Assert.Single(
            read.GetProperty("timeline").EnumerateArray(),
            t => t.GetProperty("what").GetString()!.Contains("Said once.", StringComparison.Ordinal));
        Assert.DoesNotContain("Something else.", read.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnActIsTakenBackByUndo_OnceAndByWhoMadeIt()
    {
        await using var anna = await ConnectAsync("ANNA");
        var no = await CaptureAsync(anna, "Back again");
        await Done(anna, "move_opportunity", new() { ["opportunity"] = no });

        await Done(anna, "undo", new() { ["opportunity"] = no });

        Assert.Equal("Initial", await StageAsync(anna, no));
        Assert.True((await Call(anna, "undo", new() { ["opportunity"] = no })).IsError);
        await Done(anna, "change_opportunity", new() { ["opportunity"] = no, ["estimatedValue"] = 777.5, ["title"] = "Back once more" });
        await Done(anna, "assign_opportunity", new() { ["opportunity"] = "Back once more", ["salesperson"] = "Ben" });
        await Done(anna, "undo", new() { ["opportunity"] = no });
        Assert.Equal(777.5m, (await ReadAsync(anna, no)).GetProperty("estimatedValue").GetDecimal());
    }

    [Fact]
    public async Task NobodyDoesWhatTheirTokenMayNot()
    {
        await using var anna = await ConnectAsync("ANNA");
        await using var ben = await ConnectAsync("BEN");
        var no = await CaptureAsync(anna, "Annas own");

        var refused = await Call(ben, "move_opportunity", new() { ["opportunity"] = no });
        Assert.True(refused.IsError);
        Assert.Equal("Initial", await StageAsync(anna, no));
        Assert.Equal("refused", Status(await Call(anna, "read_opportunity", new() { ["opportunity"] = "OPP-99999" })));

        using var client = new HttpClient { BaseAddress = portal.Address };
        using var stranger = await client.PostAsJsonAsync("/mcp", new { jsonrpc = "2.0", id = 1, method = "tools/list" });
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
    }

    [Fact]
    public async Task WhereAssistantsMayOnlyRead_ActingToolsAreNeitherListedNorDone()
    {
        await using var other = await OwnPortal.StartAsync();
        await using var reader = await ConnectAsync("ANNA", AssistantAccess.Read, other.Portal);

        Assert.All(await reader.ListToolsAsync(), t => Assert.True(t.ProtocolTool.Annotations!.ReadOnlyHint));
        await Done(reader, "pipeline_figures", []);
        await Done(reader, "needs_attention", []);
        var refused = await Call(reader, "capture_opportunity", new() { ["title"] = "Not this", ["contact"] = "CT-00001" });
        Assert.True(refused.IsError);
        Assert.Contains("only read", Assert.IsType<TextContentBlock>(refused.Content[0]).Text, StringComparison.Ordinal);
        Assert.Empty(await FoundAsync(reader, "Not this"));
    }

    [Fact]
    public async Task ATokenThatOnlyReads_HasNoActingTools_AndChangesNothingByTheApiEither()
    {
        await using var reader = await ConnectAsync("ANNA", AssistantAccess.Act, portal, onlyReads: true);

        Assert.All(await reader.ListToolsAsync(), t => Assert.True(t.ProtocolTool.Annotations!.ReadOnlyHint));
        Assert.True((await Call(reader, "undo", [])).IsError);
        var api = portal.Api((await portal.MakeTokenAsync(Role.Admin, "EMMA", onlyReads: true)).Secret);
        (await api.GetAsync("opportunities/OPP-00001")).Done();
        (await api.PostAsync("opportunities", """{"description":"No","contactNo":"CT-00001"}""")).Refused(403, "forbidden");

        var emma = await portal.SignInAsync("EMMA");
        var listed = await emma.SubmitAndFollowAsync(
            await emma.SeeAsync("/setup/api-tokens/new"), "main form", ("Input.Name", "Dashboard"), ("Input.OnlyReads", "true"));
        Assert.Contains("Dashboard Salesperson · Read only", listed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UntilAnAdminAllowsItInThePortal_TheDoorIsShutAndSaysSo()
    {
        await using var other = await OwnPortal.StartAsync();
        var token = (await other.Portal.MakeTokenAsync(Role.Admin, "EMMA")).Secret;
        using var client = new HttpClient { BaseAddress = other.Portal.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var shut = await client.PostAsJsonAsync("/mcp", new { jsonrpc = "2.0", id = 1, method = "tools/list" });
        Assert.Equal(HttpStatusCode.Forbidden, shut.StatusCode);
        Assert.Contains("An admin can allow them", await shut.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var emma = await other.Portal.SignInAsync("EMMA");
        var said = await emma.SubmitAndFollowAsync(
            await emma.SeeAsync("/setup/settings"), "form[action*=handler\\=Assistants]", ("access", "Act"));
        Assert.Contains("Read and act", said.Text, StringComparison.Ordinal);
        await using var open = await ConnectAsync("EMMA", null, other.Portal);
        Assert.NotEmpty(await open.ListToolsAsync());

        await emma.SubmitAndFollowAsync(
            await emma.SeeAsync("/setup/settings"), "form[action*=handler\\=Assistants]", ("access", "Off"));
        await Assert.ThrowsAnyAsync<Exception>(() => open.ListToolsAsync().AsTask());
        Assert.Contains("Assistants are shut out.", (await emma.SeeAsync("/setup/audit?subject=company")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("find_opportunities", """{"words":"a\u0000b"}""")]
    [InlineData("find_opportunities", """{"limit":"many"}""")]
    [InlineData("find_opportunities", """{"wordz":"a"}""")]
    [InlineData("find_opportunities", """{"closeFrom":"2026-13-45"}""")]
    [InlineData("find_opportunities", """{"stage":"no such stage"}""")]
    [InlineData("read_opportunity", "{}")]
    [InlineData("read_opportunity", """{"opportunity":null}""")]
    [InlineData("read_opportunity", """{"opportunity":"OPP-99999999999999999999"}""")]
    [InlineData("change_opportunity", """{"opportunity":"OPP-00001","estimatedValue":1e300}""")]
    [InlineData("close_opportunity", """{"opportunity":"OPP-00001","outcome":"stolen"}""")]
    [InlineData("add_note", """{"opportunity":"OPP-00001","text":"x","idempotencyKey":"LONG"}""")]
    [InlineData("no_such_tool", "{}")]
    public async Task WhatIsHostileOrWrongIsToldInASentence(string tool, string arguments)
    {
        await using var emma = await ConnectAsync("EMMA");
        var read = JsonSerializer.Deserialize<Dictionary<string, object?>>(
            arguments.Replace("LONG", new string('k', 5000), StringComparison.Ordinal))!;

        var refused = await Call(emma, tool, read);

        Assert.True(refused.IsError);
        Assert.NotEmpty(Assert.IsType<TextContentBlock>(refused.Content[0]).Text);
        Assert.DoesNotContain("failed on our side", Assert.IsType<TextContentBlock>(refused.Content[0]).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":7}}""")]
    [InlineData("HUGE")]
    public async Task WhatIsNoMessageIsRefused_AndIsNoFailureOfOurs(string body)
    {
        await AllowAsync(AssistantAccess.Act, portal);
        using var client = new HttpClient { BaseAddress = portal.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await portal.MakeTokenAsync(Role.Salesperson, "ANNA")).Secret);
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json, text/event-stream");
        using var content = new StringContent(
            body == "HUGE" ? new string('x', 2_000_000) : body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/mcp", UriKind.Relative), content);

        Assert.True((int)answer.StatusCode < 500, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    [Fact]
    public async Task TheSentencesComeInTheLanguageOfThePerson()
    {
        await using var anna = await ConnectAsync("ANNA", language: "fr");

        var found = await Call(anna, "find_opportunities", new() { ["words"] = "zzz nothing zzz" });

        Assert.Equal("Rien n’a été trouvé.", Assert.IsType<TextContentBlock>(found.Content[0]).Text);
    }

    private Task<McpClient> ConnectAsync(string code, string language = "en") =>
        ConnectAsync(code, AssistantAccess.Act, portal, language);

    private static async Task<McpClient> ConnectAsync(
        string code, AssistantAccess? access, PortalApplication portal, string language = "en", bool onlyReads = false)
    {
        if (access is { } allowed)
        {
            await AllowAsync(allowed, portal);
        }

        var token = await portal.MakeTokenAsync(Role.Admin, code, onlyReads);
        return await McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(portal.Address, "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string>
            {
                ["Authorization"] = "Bearer " + token.Secret,
                ["Accept-Language"] = language,
            },
        }));
    }

    private static Task AllowAsync(AssistantAccess access, PortalApplication portal) => portal.DoAsync<AssistantActs>(
        async acts => Assert.IsType<Result<AssistantAccess>.Done>(await acts.ChangeAsync(access, Admin, CancellationToken.None)));

    private static Caller Admin { get; } = new(
        0, "Tests", Role.Admin, null, TimeZoneInfo.Utc, "en", ActSource.Portal, Clocks.Start, DateOnly.FromDateTime(Clocks.Start.Date));

    private static async Task<IReadOnlyList<JsonElement>> FoundAsync(McpClient client, string words) =>
        [.. (await Done(client, "find_opportunities", new() { ["words"] = words })).GetProperty("opportunities").EnumerateArray()];

    private static async Task<CallToolResult> Call(McpClient client, string tool, Dictionary<string, object?> arguments) =>
        await client.CallToolAsync(tool, arguments);

    private static async Task<JsonElement> Done(McpClient client, string tool, Dictionary<string, object?> arguments)
    {
        var result = await Call(client, tool, arguments);
        Assert.True(Status(result) == "done", JsonSerializer.Serialize(result.StructuredContent));
        return result.StructuredContent!.Value;
    }

    private static async Task<string> CaptureAsync(McpClient client, string title) =>
        (await Done(client, "capture_opportunity", new()
        {
            ["title"] = title,
            ["contact"] = "CT-00001",
            ["salesCycle"] = "NEW",
            ["estimatedValue"] = 1000,
        })).GetProperty("opportunity").GetProperty("no").GetString()!;

    private static async Task<JsonElement> ReadAsync(McpClient client, string no) =>
        (await Done(client, "read_opportunity", new() { ["opportunity"] = no })).GetProperty("opportunity");

    private static async Task<string?> StageAsync(McpClient client, string no) =>
        (await ReadAsync(client, no)).GetProperty("stage").GetString();

    private static string? Status(CallToolResult result) => result.StructuredContent!.Value.GetProperty("status").GetString();

    private static IReadOnlyList<string> Fields(CallToolResult result, string list) =>
        [.. result.StructuredContent!.Value.GetProperty(list).EnumerateArray().Select(n => n.GetProperty("field").GetString()!)];

    private static IReadOnlyList<string> Values(CallToolResult result) =>
        [.. result.StructuredContent!.Value.GetProperty("choices").EnumerateArray().Select(n => n.GetProperty("value").GetString()!)];

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    /// <summary>A portal of its own, whose door nobody else opens.</summary>
    private sealed class OwnPortal(PortalApplication portal) : IAsyncDisposable
    {
        public PortalApplication Portal => portal;

        public static async Task<OwnPortal> StartAsync() => new(await PortalApplication.StartAsync("Development"));

        public async ValueTask DisposeAsync() => await portal.DisposeAsync();
    }
}
