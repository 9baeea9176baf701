using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Bot.Teams;

/// <summary>
/// Bad input with an app id and without: a 4xx with nothing said of why, never a failure of ours, and nothing acted upon.
/// </summary>
public sealed class BadInputTests
{
    private static readonly Dictionary<string, (int Status, Func<JsonObject, string> Body)> Bodies = new()
    {
        ["nothing"] = (400, _ => ""),
        ["blanks"] = (400, _ => "   "),
        ["no JSON"] = (400, _ => "hello"),
        ["half of it"] = (400, a => a.ToJsonString()[..40]),
        ["more behind it"] = (400, a => a.ToJsonString() + "{}"),
        ["a list"] = (400, a => $"[{a.ToJsonString()}]"),
        ["a text"] = (400, _ => "\"hello\""),
        ["a number"] = (400, _ => "5"),
        ["only a type"] = (400, _ => """{"type":"message"}"""),
        ["no conversation"] = (400, a => Without(a, "conversation")),
        ["nobody who says it"] = (400, a => Without(a, "from")),
        ["a conversation that is a text"] = (400, a => With(a, "conversation", "\"a:1\"")),
        ["a sender that is a list"] = (400, a => With(a, "from", "[]")),
        ["a text that is an object"] = (400, a => With(a, "text", "{}")),
        ["members that are no list"] = (400, a => With(a, "membersAdded", "{}")),
        ["members that are numbers"] = (400, a => With(a, "membersAdded", "[5]")),
        ["entities that are numbers"] = (400, a => With(a, "entities", "[5]")),
        ["a mention of nobody's kind"] = (400, a => With(a, "entities", """[{"type":"mention","mentioned":7,"text":"x"}]""")),
        ["a flag that is a text"] = (400, a => With(a, "conversation", """{"id":"a:1","tenantId":"tenant","isGroup":"yes"}""")),
        ["too deep"] = (400, a => With(a, "value", new string('[', 80) + new string(']', 80))),
        ["much too deep"] = (400, a => $$"""{"type":"event","value":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}"""),
        ["half a letter"] = (400, a => With(a, "value", "\"\\ud800\"")),
        ["too large"] = (413, a => With(a, "text", $"\"{new string('x', ActivityReader.MaxBodyBytes)}\"")),
        ["no service address"] = (403, a => Without(a, "serviceUrl")),
        ["a service address that is no address"] = (403, a => With(a, "serviceUrl", "\"nonsense\"")),
        ["a service address of a file"] = (403, a => With(a, "serviceUrl", "\"file:///etc/passwd\"")),
        ["no channel"] = (403, a => Without(a, "channelId")),
        ["App Service's channel"] = (403, a => With(a, "channelId", "\"AseChannel\"")),
        ["a channel of another kind"] = (403, a => With(a, "channelId", "\"directline\"")),
    };

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var body in Bodies.Keys)
            {
                cases.Add(body, false);
                cases.Add(body, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task WhatCannotBeAnsweredIsRefused_WithNothingSaidOfWhy(string what, bool withAppId)
    {
        await using var host = await ChannelHost.StartAsync(withAppId);

        using var response = await host.PostAsync(Bodies[what].Body(Good(host, withAppId)), withAppId ? host.Token() : null);

        Assert.Equal(Bodies[what].Status, (int)response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
        Assert.Empty(host.Acts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatIsOnlyOddIsTaken(bool withAppId)
    {
        await using var host = await ChannelHost.StartAsync(withAppId);
        (string Field, string Value)[] odd =
        [
            ("membersAdded", "[null]"), ("attachments", "[null,{}]"), ("entities", "[null,{},{\"type\":\"mention\"}]"),
            ("channelData", "5"), ("channelData", "[]"), ("value", "7"), ("reactionsAdded", "[null]"), ("locale", "\"x-y-z-nonsense\""),
            ("unknown", "{\"a\":[1,2]}"), ("type", "\"nobody knows\""),
        ];

        foreach (var (field, value) in odd)
        {
            var activity = Good(host, withAppId);
            activity["id"] = field + value;
            using var response = await host.PostAsync(With(activity, field, value), withAppId ? host.Token() : null);
            Assert.Equal((HttpStatusCode.OK, field), (response.StatusCode, field));
        }

        Assert.Equal(odd.Length, host.Acts.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnotherKindOfContentIsRefused(bool withAppId)
    {
        await using var host = await ChannelHost.StartAsync(withAppId);
        foreach (var type in new[] { "text/plain", "application/xml", "multipart/form-data", "application/x-www-form-urlencoded" })
        {
            using var body = new StringContent(Good(host, withAppId).ToJsonString(), Encoding.UTF8, type);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = body };
            request.Headers.TryAddWithoutValidation("Authorization", withAppId ? "Bearer " + host.Token() : null);
            using var response = await host.Http.SendAsync(request);
            Assert.Equal((HttpStatusCode.UnsupportedMediaType, type), (response.StatusCode, type));
        }

        Assert.Empty(host.Acts);
    }

    [Fact]
    public async Task WithKeysThatCannotBeRead_NobodyIsHeard()
    {
        await using var host = await ChannelHost.StartAsync(withAppId: true);
        host.KeysAreServed = false;

        using var response = await host.PostAsync(Good(host, withAppId: true), host.Token());

        Assert.Equal((HttpStatusCode.Unauthorized, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task WithAConnectorThatIsDown_TheActIsDoneAndNothingLeaks()
    {
        await using var host = await ChannelHost.StartAsync();
        host.Act = (turn, _) =>
        {
            turn.Send(Microsoft.Bot.Schema.Activity.Message("the customer's secret"));
            return Task.CompletedTask;
        };
        host.Refusals.Enqueue(500);

        using var response = await host.PostAsync(host.Message("hi"));

        Assert.Equal((HttpStatusCode.OK, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Single(host.Acts);
    }

    [Theory]
    [InlineData("messageDelete", null, """{"eventType":["softDeleteMessage"]}""")]
    [InlineData("messageDelete", null, """{"tenant":"odd","team":5}""")]
    [InlineData("messageUpdate", null, """{"eventType":{"a":1},"channel":[]}""")]
    [InlineData("conversationUpdate", null, """{"eventType":"teamRenamed","team":"odd"}""")]
    [InlineData("messageReaction", null, "[]")]
    [InlineData("event", "application/vnd.microsoft.meetingStart", "{}")]
    [InlineData("event", "application/vnd.microsoft.meetingParticipantJoin", """{"meeting":7}""")]
    [InlineData("event", "application/vnd.microsoft.readReceipt", "null")]
    [InlineData("event", "tokens/response", "{}")]
    public async Task WhatTheProductHasNothingToSayToEndsQuietly_HoweverOddItIs(string type, string? name, string channelData)
    {
        await using var bot = await BotApplication.StartAsync();
        var activity = bot.Message(ChatPerson.Anna, "");
        (activity["type"], activity["name"], activity["channelData"]) = (type, name, JsonNode.Parse(channelData));

        using var response = await bot.SendAsync(activity);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(bot.Failures);
        Assert.Empty(bot.Connector.Taken);
    }

    private static JsonObject Good(ChannelHost host, bool withAppId)
    {
        var message = host.Message("hi");
        if (withAppId)
        {
            message["serviceUrl"] = ChannelHost.TeamsUrl;
        }

        return message;
    }

    private static string Without(JsonObject activity, string field)
    {
        activity.Remove(field);
        return activity.ToJsonString();
    }

    /// <summary>As text, so that what no writer would write can stand there.</summary>
    private static string With(JsonObject activity, string field, string value)
    {
        activity.Remove(field);
        return $"{activity.ToJsonString()[..^1]},\"{field}\":{value}}}";
    }
}
