using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Tests.Support;
using Microsoft.Bot.Schema;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Bot.Teams;

public sealed class MessagesEndpointTests
{
    private static readonly JsonObject Press = new()
    {
        ["action"] = new JsonObject { ["type"] = "Action.Execute", ["verb"] = "save", ["data"] = new JsonObject() },
        ["trigger"] = "manual",
    };

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"type":""}""")]
    [InlineData("""{"type":5}""")]
    [InlineData("""{"type":"message","text":"no conversation"}""")]
    [InlineData("""{"type":"message","localTimestamp":"yesterday"}""")]
    [InlineData("""{"type":"event","value":{"half":"\ud800"}}""")]
    public async Task WhatIsNoActivityIsRefusedAsMalformed(string body)
    {
        await using var host = await ChannelHost.StartAsync();

        using var response = await host.PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(host.Acts);
    }

    [Fact]
    public async Task ADeeplyNestedActivityIsRefusedAsMalformed()
    {
        await using var host = await ChannelHost.StartAsync();

        using var response = await host.PostAsync(
            $$"""{"type":"event","value":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task BrokenUtf8IsRefusedAsMalformed()
    {
        await using var host = await ChannelHost.StartAsync();
        using var body = new ByteArrayContent([.. """{"type":"event","name":" """u8, 0xFF, .. "\"}"u8]);
        body.Headers.ContentType = new("application/json");

        using var response = await host.Http.PostAsync("/api/messages", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ABodyOverOneMebibyteIsTooLarge(bool saysItsLength)
    {
        await using var host = await ChannelHost.StartAsync();
        var activity = host.Message(new string('x', 1024 * 1024)).ToJsonString();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages")
        {
            Content = new StringContent(activity, Encoding.UTF8, "application/json"),
            Headers = { TransferEncodingChunked = !saysItsLength },
        };

        using var response = await host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task OnlyPostIsAllowed(string method)
    {
        await using var host = await ChannelHost.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/messages");

        using var response = await host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task OnlyJsonIsAllowed()
    {
        await using var host = await ChannelHost.StartAsync();
        using var body = new StringContent(host.Message("hi").ToJsonString(), Encoding.UTF8, "text/plain");

        using var response = await host.Http.PostAsync("/api/messages", body);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task GivenAMessage_WhenTheBotAnswers_ThenTheMessagesGoOutInOrder()
    {
        await using var host = await ChannelHost.StartAsync();
        host.Act = (turn, _) =>
        {
            turn.Send(Activity.Message("one"));
            turn.Update("card-7", Activity.Message("two"));
            return Task.CompletedTask;
        };

        using var response = await host.PostAsync(host.Message("hi"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            [("POST", "/connector/v3/conversations/a:1/activities", "one"), (
                "PUT", "/connector/v3/conversations/a:1/activities/card-7", "two")],
            host.Sent.Select(sent => (sent.Method, sent.Path, (string)sent.Body["text"]!)));
        Assert.All(host.Sent, sent => Assert.Equal("28:bot", (string?)sent.Body["from"]!["id"]));
    }

    [Fact]
    public async Task GivenOneActivityManyTimesAtOnce_ThenItActsOnceAndAllGetTheSameAnswer()
    {
        await using var host = await ChannelHost.StartAsync();
        host.Act = async (turn, cancellationToken) =>
        {
            var number = host.Acts.Count;
            await Task.Yield();
            turn.Answer = InvokeResponses.Message($"act {number}");
            turn.Send(Activity.Message("done"));
            cancellationToken.ThrowIfCancellationRequested();
        };
        var activity = host.Invoke("adaptiveCard/action", Press.DeepClone().AsObject());

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.PostAsync(activity.ToJsonString())));
        var later = await host.PostAsync(activity);

        var answers = await Task.WhenAll(responses.Append(later).Select(response => response.Content.ReadAsStringAsync()));
        Assert.Single(host.Acts);
        Assert.Single(host.Sent);
        Assert.Equal(
            """{"statusCode":200,"type":"application/vnd.microsoft.activity.message","value":"act 1"}""",
            Assert.Single(answers.Distinct()));
    }

    [Fact]
    public async Task GivenMessagesThatWereNotDelivered_WhenTheActivityIsRepeated_ThenTheyGoOutOnceInTheirTimeWithoutASecondAct()
    {
        var clock = new SteppedClock();
        await using var host = await ChannelHost.StartAsync(clock: clock);
        host.Act = (turn, _) =>
        {
            turn.Send(Activity.Message("done"));
            return Task.CompletedTask;
        };
        host.Refusals.Enqueue(500);
        var message = host.Message("hi");

        using var first = await host.PostAsync(message);
        Assert.Empty(host.Sent);
        using var second = await host.PostAsync(message);
        using var third = await host.PostAsync(message);
        clock.Advance(TimeSpan.FromSeconds(2));
        await host.Outbox.EmptyAsync();

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK], [first.StatusCode, second.StatusCode, third.StatusCode]);
        Assert.Single(host.Acts);
        Assert.Single(host.Sent);
    }

    [Fact]
    public async Task GivenABotThatThrows_WhenAMessageComes_ThenItApologisesOnceInTheSendersLanguageAndSavesNothing()
    {
        await using var host = await ChannelHost.StartAsync();
        host.Act = (turn, _) =>
        {
            turn.Send(Activity.Message("never said"));
            throw new InvalidOperationException("broken");
        };
        var message = host.Message("bonjour");
        message["locale"] = "fr-FR";

        using var response = await host.PostAsync(message);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("Un problème est survenu et rien n’a été enregistré.", (string?)Assert.Single(host.Sent).Body["text"]);
        Assert.Empty(await host.InDatabaseAsync(db => db.StoredItems.ToListAsync()));
    }

    [Theory]
    [InlineData("adaptiveCard/action", "application/vnd.microsoft.error")]
    [InlineData("application/search", "application/vnd.microsoft.error")]
    [InlineData("task/fetch", "Something went wrong")]
    [InlineData("composeExtension/query", "Something went wrong")]
    [InlineData("config/fetch", "Something went wrong")]
    [InlineData("tab/fetch", "{}")]
    public async Task GivenABotThatThrows_WhenAnInvokeComes_ThenTheClientIsToldInItsOwnShape(string name, string expected)
    {
        await using var host = await ChannelHost.StartAsync();
        host.Act = (_, _) => throw new InvalidOperationException("broken");

        using var response = await host.PostAsync(host.Invoke(name, []));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(expected, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnInvokeNobodyAnswersIsNotImplemented_AndAnUnknownTypeIsIgnored()
    {
        await using var host = await ChannelHost.StartAsync();
        var unknown = host.Message("");
        unknown["type"] = "somethingNew";

        using var invoke = await host.PostAsync(host.Invoke("some/thing", []));
        using var other = await host.PostAsync(unknown);

        Assert.Equal(HttpStatusCode.NotImplemented, invoke.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task AnAutomaticRefreshLeavesNoRecord()
    {
        await using var host = await ChannelHost.StartAsync();
        host.Act = (turn, _) =>
        {
            turn.Answer = InvokeResponses.Card(JsonDocument.Parse("""{"type":"AdaptiveCard"}""").RootElement);
            return Task.CompletedTask;
        };
        var refresh = Press.DeepClone().AsObject();
        refresh["trigger"] = "automatic";

        using var response = await host.PostAsync(host.Invoke("adaptiveCard/action", refresh));

        Assert.Equal(
            """{"statusCode":200,"type":"application/vnd.microsoft.card.adaptive","value":{"type":"AdaptiveCard"}}""",
            await response.Content.ReadAsStringAsync());
        Assert.Empty(await host.InDatabaseAsync(db => db.StoredItems.ToListAsync()));
    }

    [Fact]
    public async Task APersonsConversationIsKept_AndForgottenWhenTheBotIsRemoved()
    {
        await using var host = await ChannelHost.StartAsync();
        var removal = host.Message("");
        (removal["type"], removal["action"]) = ("installationUpdate", "remove");

        using var hello = await host.PostAsync(host.Message("hi"));
        var known = await host.InDatabaseAsync(db => ConversationReferences.FindAsync(db, "tenant", "ada", CancellationToken.None));
        using var goodbye = await host.PostAsync(removal);
        var gone = await host.InDatabaseAsync(db => ConversationReferences.FindAsync(db, "tenant", "ada", CancellationToken.None));

        Assert.Equal(("a:1", host.ConnectorUrl), (known?.Conversation?.Id, known?.ServiceUrl));
        Assert.Null(gone);
    }

    [Fact]
    public void TheTextIsReadWithoutTheMentionOfTheBot_AndWithThePeopleByName()
    {
        var activity = new Activity
        {
            Type = "message",
            Text = "<at>Bot</at>&nbsp; move  <at>Ada</at> &amp; co",
            Recipient = new ChannelAccount { Id = "28:bot" },
            Entities =
            [
                new Mention { Type = "mention", Mentioned = new ChannelAccount { Id = "28:bot" }, Text = "<at>Bot</at>" },
                new Mention { Type = "mention", Mentioned = new ChannelAccount { Id = "29:ada" }, Text = "<at>Ada</at>" },
            ],
        };

        Assert.Equal("move Ada & co", activity.TextWithoutMention());
    }
}
