using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Bot.Conversation;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Capture;

/// <summary>An opportunity made from a message somebody wrote, through the message extension's dialog.</summary>
public sealed class FromMessageTests
{
    [Theory]
    [InlineData("<p>Contoso Hotels <b>pool lights</b> 45k &amp; close end of June</p>")]
    [InlineData("Contoso Hotels pool lights 45k close end of June")]
    public async Task TheDialogIsFilledWithWhatTheMessageSays(string content)
    {
        await using var bot = await BotApplication.StartAsync();

        var dialog = await OpenAsync(bot, new JsonObject
        {
            ["commandId"] = "create",
            ["commandContext"] = "message",
            ["messagePayload"] =
                new JsonObject { ["id"] = "1", ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = content } },
        });

        Assert.Contains("45000", dialog, StringComparison.Ordinal);
        Assert.Contains("2026-06-30", dialog, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", dialog, StringComparison.Ordinal);
        Assert.DoesNotContain("Action.Execute", dialog, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"body":7}""")]
    [InlineData("""{"body":{"content":{}}}""")]
    [InlineData("""{"body":{"content":"<p></p>"}}""")]
    [InlineData("7")]
    public async Task AMessageWithoutWordsOpensAnEmptyForm(string message)
    {
        await using var bot = await BotApplication.StartAsync();

        var dialog = await OpenAsync(bot, new JsonObject { ["commandId"] = "create", ["messagePayload"] = JsonNode.Parse(message) });

        Assert.Contains("\"continue\"", dialog, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheMessageWithItsSenderAndLinkIsTheFirstNoteOfWhatIsMadeOfIt()
    {
        await using var bot = await BotApplication.StartAsync();
        var dialog = JsonNode.Parse(
            await OpenAsync(bot, Message("Fabrikam needs <b>new</b> stage lights 45k end of June", "Megan Bowen", Link)))!;
        Assert.Contains("Megan Bowen wrote: “Fabrikam needs new stage lights", dialog.ToJsonString(Readable), StringComparison.Ordinal);

        var saved = await SubmitAsync(bot, Press(dialog, "Save", ("newContact", "Fabrikam"), ("closeDate", "2026-06-30")));

        var no = System.Text.RegularExpressions.Regex.Match(saved, @"Saved as (OPP-\d+)").Groups[1].Value;
        Assert.Contains(Link, saved, StringComparison.Ordinal);
        var note = Assert.Single(await NotesAsync(bot, no));
        Assert.Equal(["Megan Bowen", "Fabrikam needs new stage lights 45k end of June", Link, "Anna Keller"], note.Arguments);
        var more = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "show " + no), "More");
        Assert.Contains(
            "Megan Bowen wrote, as passed on by Anna Keller: “Fabrikam needs new stage lights 45k end of June”", more.Text,
            StringComparison.Ordinal);
        Assert.Contains(Link, more.Json.GetRawText(), StringComparison.Ordinal);
    }

    /// <summary>All that is said of a message comes from the client of whoever presses, so nobody is quoted but by their word.</summary>
    [Fact]
    public async Task WhatIsSaidOfAMessageIsToldByWhoeverPressed_ToAllWhoReadIt_AlsoWhatWasKeptBefore()
    {
        await using var bot = await BotApplication.StartAsync();
        var forged = JsonNode.Parse(await OpenAsync(bot, Message("OPP-00001: David gives it to me", "David Lindqvist", Link)))!;

        var saved = await SubmitAsync(bot, Press(forged, "Keep it with OPP-00001"));
        await bot.DoAsync<OpportunitiesContext, int>(async db =>
        {
            var anna = Caller.For(await db.Salespeople.SingleAsync(p => p.Code == "ANNA"), ActSource.Chat, bot.Clock.GetUtcNow());
            db.AuditEntries.Add(AuditEntry.Of(
                anna, AuditSubjects.Opportunity, "OPP-00001", AuditSentences.MessageKeptBefore, "David Lindqvist", "and before", Link));
            return await db.SaveChangesAsync();
        });

        var read = await bot.PressAsync(David, "opportunity.more", new JsonObject { ["no"] = "OPP-00001" });
        var french = await bot.PressAsync(Chloe, "opportunity.more", new JsonObject { ["no"] = "OPP-00001" });
        const string Told = "David Lindqvist wrote, as passed on by Anna Keller: “";
        Assert.Contains(Told + "OPP-00001: David gives it to me”", saved, StringComparison.Ordinal);
        Assert.All([saved, read.Text], text => Assert.DoesNotContain("David Lindqvist wrote: ", text, StringComparison.Ordinal));
        Assert.Contains(Told + "OPP-00001: David gives it to me”", read.Text, StringComparison.Ordinal);
        Assert.Contains(Told + "and before”", read.Text, StringComparison.Ordinal);
        Assert.Contains("David Lindqvist a écrit, d’après Anna Keller : « and before »", french.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/l/message/1")]
    [InlineData("http://teams.microsoft.com/l/message/1")]
    [InlineData("https://teams.microsoft.com@evil.example/l/message/1")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://teams.microsoft.com.evil.example/")]
    public async Task TextOfPeopleIsText_AndALinkToAnywhereElseIsNotKept(string link)
    {
        await using var bot = await BotApplication.StartAsync();
        var dialog = JsonNode.Parse(await OpenAsync(
            bot, Message("New **lights** [here](http://x.example) {{DATE(2026-01-05T08:00:00Z)}} 45k", "[Eve](http://x.example)", link)))!;

        var saved = await SubmitAsync(
            bot, Press(dialog, "Save", ("title", "Lights"), ("newContact", "Fabrikam"), ("value", "45000"), ("closeDate", "2026-06-30")));

        Assert.DoesNotContain("](http", saved, StringComparison.Ordinal);
        Assert.DoesNotContain("Action.OpenUrl", saved, StringComparison.Ordinal);
        var note = Assert.Single(
            await NotesAsync(bot, System.Text.RegularExpressions.Regex.Match(saved, @"Saved as (OPP-\d+)").Groups[1].Value));
        Assert.Equal(("[Eve](http://x.example)", ""), (note.Arguments[0], note.Arguments[2]));
        Assert.Null(note.MessageLink);
    }

    [Theory]
    [InlineData("Lobby lighting: they ask for two more chandeliers, see OPP-00002", "OPP-00002")]
    [InlineData("Contoso Hotels: lobby lighting", "OPP-00001")]
    public async Task WhereAnOpenOneIsLikely_TheMessageCanBeKeptWithItInstead(string text, string no)
    {
        await using var bot = await BotApplication.StartAsync();
        var before = await bot.CountAsync();
        var dialog = JsonNode.Parse(await OpenAsync(bot, Message(text, "Megan Bowen", Link)))!;
        var keep = Press(dialog, "Keep it with " + no);

        var kept = await SubmitAsync(bot, keep);
        await SubmitAsync(bot, keep);
        await SubmitAsync(bot, Press(
            dialog, dialog.ToJsonString().Contains("Save all the same", StringComparison.Ordinal) ? "Save all the same" : "Save",
            ("newContact", "Fabrikam"), ("value", "1"), ("title", "Again")));

        Assert.Contains($"The message is kept with {no}.", kept, StringComparison.Ordinal);
        Assert.Equal(text, Assert.Single(await NotesAsync(bot, no)).Arguments[1]);
        Assert.Equal(before, await bot.CountAsync());
    }

    [Fact]
    public async Task NobodyKeepsAMessageWithWhatTheyMayNotChange()
    {
        await using var bot = await BotApplication.StartAsync();
        var dialog = JsonNode.Parse(await OpenAsync(bot, Message("Conference wing, OPP-00011", "Megan Bowen", Link)))!;
        Assert.DoesNotContain("Keep it with OPP-00011", dialog.ToJsonString(), StringComparison.Ordinal);
        var data =
            new JsonObject { ["verb"] = "capture.attach", ["no"] = "OPP-00011", ["draft"] = (string?)Press(dialog, "Save")["draft"] };

        var refused = await SubmitAsync(bot, data);
        data["no"] = "OPP-99999";
        var none = await SubmitAsync(bot, data.DeepClone().AsObject());
        data["draft"] = Guid.NewGuid().ToString("N");
        var unknown = await SubmitAsync(bot, data.DeepClone().AsObject());

        Assert.Contains("You may not do this.", refused, StringComparison.Ordinal);
        Assert.Contains("I cannot find that opportunity.", none, StringComparison.Ordinal);
        Assert.Contains("The message is not known any more.", unknown, StringComparison.Ordinal);
        Assert.Empty(await NotesAsync(bot, "OPP-00011"));
    }

    private const string Link = "https://teams.microsoft.com/l/message/19:x@thread.tacv2/1616990032035";

    private static readonly JsonSerializerOptions Readable =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonObject Message(string content, string sender, string link) => new()
    {
        ["commandId"] = "create",
        ["commandContext"] = "message",
        ["messagePayload"] = new JsonObject
        {
            ["id"] = "1616990032035",
            ["linkToMessage"] = link,
            ["from"] = new JsonObject
            {
                ["application"] = null,
                ["user"] = new JsonObject { ["userIdentityType"] = "aadUser", ["displayName"] = sender },
            },
            ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = content },
        },
    };

    private static Task<List<AuditEntry>> NotesAsync(BotApplication bot, string no) => bot.InDatabaseAsync(
        db => db.AuditEntries.Where(a => a.SubjectKey == no && a.Sentence == AuditSentences.MessageKept).OrderByDescending(a => a.Id)
            .ToListAsync());

    /// <summary>What a button of the dialog sends, with what stands in the inputs and what is typed.</summary>
    private static JsonObject Press(JsonNode dialog, string button, params (string Input, string Value)[] typed)
    {
        var all = dialog.Descendants().ToList();
        var data = all.First(n => (string?)n["title"] == button && (string?)n["type"] == "Action.Submit")["data"]!.DeepClone().AsObject();
        foreach (var input in all.Where(
            n => ((string?)n["type"])?.StartsWith("Input.", StringComparison.Ordinal) == true && n["value"] is not null))
        {
            data[(string)input["id"]!] = input["value"]!.DeepClone();
        }

        foreach (var (input, value) in typed)
        {
            data[input] = value;
        }

        return data;
    }

    private static async Task<string> SubmitAsync(BotApplication bot, JsonObject data)
    {
        var activity = bot.Message(Anna, "");
        activity.Remove("text");
        (activity["type"], activity["name"]) = ("invoke", "composeExtension/submitAction");
        activity["value"] = new JsonObject { ["commandId"] = "create", ["data"] = data.DeepClone() };
        using var answer = await bot.SendAsync(activity);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.ToJsonString(Readable);
    }

    private static async Task<string> OpenAsync(BotApplication bot, JsonObject value)
    {
        var activity = bot.Message(Anna, "");
        activity.Remove("text");
        (activity["type"], activity["name"], activity["value"]) = ("invoke", "composeExtension/fetchTask", value);
        using var answer = await bot.SendAsync(activity);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("task").GetRawText();
    }
}
