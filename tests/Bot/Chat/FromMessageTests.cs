using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpportunities.Tests.Support;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Chat;

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
            ["messagePayload"] = new JsonObject { ["id"] = "1", ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = content } },
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
