using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpportunities.Tests.Support;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Browser;

/// <summary>All that the Agents Playground can send, driven by its HTTP routes against the product as a process.</summary>
public sealed class PlaygroundRoutesTests
{
    private const string Turns = "select count(*) from StoredItems where Key like 'turn/%'";
    private const string Unsent = "select count(*) from OutboxMessages";
    private static readonly string Personal = "a:" + Anna.ObjectId;
    private static readonly string User = "29:" + Anna.ObjectId;

    [Fact]
    public async Task WhateverThePlaygroundSendsIsAnswered()
    {
        await using var product = new ProductProcess();
        await product.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = product.Playground };
        using var listening = new CancellationTokenSource();
        using var stream = new ClientWebSocket();
        await stream.ConnectAsync(
            new UriBuilder(product.Playground) { Scheme = "ws", Path = "/_ws_conversation/v1/conversations/stream" }.Uri, listening.Token);
        var frames = new ConcurrentQueue<string>();
        var reading = ReadAsync(stream, frames, listening.Token);

        // Installed in each kind of conversation: remembered, and greeted once.
        foreach (var conversation in new[] { Personal, "19:group@thread.v2", "19:deals@thread.tacv2" })
        {
            await PostAsync(
                $"/_debug/conversation/{Uri.EscapeDataString(conversation)}/installation", new JsonObject { ["action"] = "add" });
        }

        await product.WaitForAsync("select count(*) from KnownConversations where Kind in (0, 1)", 3);
        await SeenAsync("Welcome, Anna");

        // Messages in each kind of conversation.
        await SayAsync(Personal, "show OPP-00004"); // of OPP-00001 there is a reminder, too
        var card = await SeenAsync("Night signage");
        await SayAsync("19:group@thread.v2", "<at>ChatOpportunities</at> show OPP-00001", mentioned: true);
        await SeenAsync("Values and buttons are shown to those who may see them.");
        await SayAsync("19:deals@thread.tacv2", "<at>ChatOpportunities</at> help", mentioned: true);
        await SeenAsync("What you can say to me");

        // Buttons of both kinds.
        var message = MessageId(card);
        var executed = await InvokeAsync("adaptiveCard/action", message, new JsonObject
        {
            ["action"] = new JsonObject
            {
                ["type"] = "Action.Execute",
                ["verb"] = "opportunity.more",
                ["data"] = new JsonObject { ["no"] = "OPP-00004" },
            },
            ["trigger"] = "manual",
        });
        Assert.Contains("opportunity.closing", executed, StringComparison.Ordinal);
        await PostAsync("/_conversation/v1/submit", new JsonObject
        {
            ["conversation"] = new JsonObject { ["id"] = Personal },
            ["from"] = new JsonObject { ["id"] = User },
            ["replyToId"] = message,
            ["value"] = new JsonObject { ["verb"] = "list.mine" },
        });
        await SeenAsync("My open opportunities");

        // The message extension.
        Assert.Contains(
            "OPP-00001",
            await InvokeAsync("composeExtension/query", null, JsonNode.Parse(
                """{"commandId":"find","parameters":[{"name":"q","value":"Lobby"}],"queryOptions":{"skip":0,"count":25}}""")!),
            StringComparison.Ordinal);
        Assert.Contains(
            "OPP-00001",
            await InvokeAsync(
                "composeExtension/queryLink", null, JsonNode.Parse("""{"url":"http://localhost:3978/opportunities/OPP-00001"}""")!),
            StringComparison.Ordinal);
        Assert.Contains(
            "Not found",
            await InvokeAsync(
                "composeExtension/anonymousQueryLink", null,
                JsonNode.Parse("""{"url":"http://localhost:3978/opportunities/OPP-00001"}""")!),
            StringComparison.Ordinal);
        Assert.Contains(
            "continue",
            await InvokeAsync(
                "composeExtension/fetchTask", null,
                JsonNode.Parse("""{"commandId":"create","commandContext":"compose","context":{"theme":"light"}}""")!),
            StringComparison.Ordinal);
        Assert.Contains(
            "continue",
            await InvokeAsync("composeExtension/submitAction", null, JsonNode.Parse(
                """{"commandId":"create","commandContext":"compose","data":{"verb":"help"},"context":{"theme":"light"}}""")!),
            StringComparison.Ordinal);

        // Activities of any kind; and the goodbye.
        var before = await product.CountAsync(Turns);
        var template = JsonNode.Parse(await http.GetStringAsync(
            new Uri($"/_internal/v1/customActivities/template?conversationId={Uri.EscapeDataString(Personal)}", UriKind.Relative)))!;
        Assert.Equal(User, (string?)template["from"]!["id"]);
        string[] kinds = ["messageReaction", "messageUpdate", "messageDelete", "typing", "event", "endOfConversation", "somethingNew"];
        foreach (var kind in kinds)
        {
            var activity = Custom(product, kind);
            await PostAsync("/_internal/v1/customActivities", activity);
        }

        await product.WaitForAsync(Turns, before + kinds.Length);
        var goodbye = Custom(product, "installationUpdate");
        goodbye["action"] = "remove";
        await PostAsync("/_internal/v1/customActivities", goodbye);
        await product.WaitForAsync("select count(*) from KnownConversations where Kind = 0 and Reference like '%Uninstalled%'", 1);

        await product.WaitForAsync(Unsent, 0);
        await listening.CancelAsync();
        await reading;

        async Task<string> PostAsync(string path, JsonNode body)
        {
            using var answer = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {path}: {text}");
            return text;
        }

        Task SayAsync(string conversation, string text, bool mentioned = false) => PostAsync(
            $"/_conversation/v1/conversations/{Uri.EscapeDataString(conversation)}/messages",
            new JsonObject
            {
                ["from"] = new JsonObject { ["id"] = User },
                ["text"] = text,
                ["textFormat"] = "plain",
                ["mentions"] = mentioned
                    ? new JsonArray(new JsonObject
                    {
                        ["mentioned"] = new JsonObject { ["id"] = "28:playground", ["name"] = "ChatOpportunities" },
                        ["text"] = "<at>ChatOpportunities</at>",
                    })
                    : [],
            });

        Task<string> InvokeAsync(string name, string? replyTo, JsonNode value)
        {
            var invoke = new JsonObject
            {
                ["name"] = name,
                ["from"] = new JsonObject { ["id"] = User },
                ["conversation"] = new JsonObject { ["id"] = Personal },
                ["value"] = value,
            };
            if (replyTo is not null)
            {
                invoke["replyToId"] = replyTo;
            }

            return PostAsync("/_conversation/v1/invoke", invoke);
        }

        async Task<string> SeenAsync(string text)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
            while (true)
            {
                if (frames.FirstOrDefault(frame => frame.Contains(text, StringComparison.Ordinal)
                    && frame.Contains("attachments", StringComparison.Ordinal)) is { } seen)
                {
                    return seen;
                }

                try
                {
                    await Task.Delay(20, patience.Token);
                }
                catch (OperationCanceledException)
                {
                    Assert.Fail($"'{text}' was not seen among: {string.Join('\n', frames.Select(f => f[..Math.Min(f.Length, 300)]))}");
                }
            }
        }
    }

    private static JsonObject Custom(ProductProcess product, string kind) => new()
    {
        ["type"] = kind,
        ["id"] = Guid.NewGuid().ToString(),
        ["channelId"] = "msteams",
        ["serviceUrl"] = new Uri(product.Playground, "/_connector").ToString(),
        ["from"] = new JsonObject { ["id"] = User, ["name"] = Anna.Name, ["aadObjectId"] = Anna.ObjectId.ToString() },
        ["recipient"] = new JsonObject { ["id"] = "28:playground", ["name"] = "ChatOpportunities" },
        ["conversation"] = new JsonObject
        {
            ["conversationType"] = "personal",
            ["id"] = Personal,
            ["tenantId"] = ChatOpportunities.Bot.Playground.PlaygroundConfiguration.TenantId,
        },
    };

    /// <summary>The Playground's name for the message in a frame of its stream.</summary>
    private static string MessageId(string frame) => (string)JsonNode.Parse(frame)!["message"]!["messageId"]!;

    private static async Task ReadAsync(ClientWebSocket stream, ConcurrentQueue<string> frames, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var text = new StringBuilder();
        try
        {
            while (true)
            {
                var part = await stream.ReceiveAsync(buffer, cancellationToken);
                text.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
                if (part.EndOfMessage)
                {
                    frames.Enqueue(text.ToString());
                    text.Clear();
                }
            }
        }
        catch (Exception end) when (end is OperationCanceledException or WebSocketException)
        {
            // The test is over.
        }
    }
}
