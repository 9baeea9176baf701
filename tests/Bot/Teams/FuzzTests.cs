using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpportunities.Tests.Support;
using Xunit.Abstractions;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Teams;

/// <summary>
/// Spoiled activities through the door of the real product. Short here; <c>bash tests/drills.sh fuzz</c> runs a million. What went
/// wrong can be had again by its seed.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Workers = 4;
    private const long MostGrowth = 100L << 20;
    private static readonly string[] Looks =
    [
        "list.mine", "list.find", "opportunity.show", "opportunity.more", "opportunity.moving", "opportunity.closing", "capture.open",
        "help",
    ];
    private static readonly string[] DialogNames = ["task/fetch", "task/submit", "composeExtension/submitAction"];
    private static readonly HashSet<int> Expected = [200, 400, 403, 412, 413, 415, 501];

    [Fact]
    public async Task WhateverIsSent_TheAnswerIsNeverAFailureOfOurs()
    {
        var count = Setting("DRILL_COUNT", 1500);
        var seed = Setting("DRILL_SEED", 20260302);
        var time = TimeSpan.FromSeconds(Setting("DRILL_SECONDS", 120));
        output.WriteLine($"{count} activities at most, for {time.TotalSeconds} seconds at most, seed {seed}");
        await using var bot = await BotApplication.StartAsync();
        bot.Connector.MostKept = 100;
        var statuses = new ConcurrentDictionary<int, int>();
        var (sent, early) = (0, 0L);
        var since = Stopwatch.StartNew();
        using var failed = new CancellationTokenSource();
        var slowest = new ConcurrentBag<(TimeSpan Took, string Body)>();

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            var random = new Random(seed + worker);
            var mutator = new ActivityMutator(random);
            var longest = (Took: TimeSpan.Zero, Body: "");
            for (var i = 0; i < count / Workers && since.Elapsed < time && !failed.IsCancellationRequested; i++)
            {
                var body = mutator.Spoil(Good(bot, random, worker, i));
                var started = since.Elapsed;
                try
                {
                    statuses.AddOrUpdate(await PostAsync(bot, body, $"seed {seed}, worker {worker}, activity {i}"), 1, (_, n) => n + 1);
                }
                catch
                {
                    await failed.CancelAsync(); // the others need not go on for an hour
                    throw;
                }

                var took = since.Elapsed - started;
                longest = took > longest.Took ? (took, Encoding.UTF8.GetString(body)) : longest;
                if (Interlocked.Increment(ref sent) % 100_000 == 0)
                {
                    var objects = GC.GetTotalMemory(forceFullCollection: true);
                    Interlocked.CompareExchange(ref early, objects, 0);
                    output.WriteLine($"{sent} after {since.Elapsed.TotalSeconds:0} s, {objects / 1024 / 1024} MB of objects");
                }
            }

            slowest.Add(longest);
        })));

        var answers = string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Key}: {s.Value}"));
        output.WriteLine($"{sent} activities in {since.Elapsed.TotalSeconds:0} s; answers: {answers}");
        var (slow, of) = slowest.MaxBy(s => s.Took);
        output.WriteLine($"slowest {slow.TotalMilliseconds:0} ms: {of[..Math.Min(of.Length, 600)]}");
        var late = GC.GetTotalMemory(forceFullCollection: true);
        output.WriteLine($"{late / 1024 / 1024} MB of objects, {Environment.WorkingSet / 1024 / 1024} MB resident");
        Assert.True(early == 0 || late - early < MostGrowth, $"Objects grew from {early} to {late} bytes.");
        output.WriteLine(await bot.CheckAsync());
        bot.Connector.MostKept = int.MaxValue;
        var card = await bot.SayAsync(Anna, "help");
        Assert.Contains("What you can say to me", card.Text, StringComparison.Ordinal);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;

    private static async Task<int> PostAsync(BotApplication bot, byte[] body, string which)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        using var answer = await bot.Http.PostAsync("/api/messages", content);
        var (status, text) = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        Assert.True(Expected.Contains(status), $"{status} to {which}: {Encoding.UTF8.GetString(body)}");
        if (text.Length > 0)
        {
            using var json = JsonDocument.Parse(text);
        }

        Assert.True(
            bot.Failures.IsEmpty,
            $"A turn failed, last of all after {which}: {Encoding.UTF8.GetString(body)}\n{bot.Failures.FirstOrDefault()}");
        return status;
    }

    private static JsonObject Good(BotApplication bot, Random random, int worker, int number)
    {
        var person = new[] { Anna, Ben, Chloe, David, Stranger }[random.Next(5)] with { };
        var id = string.Create(CultureInfo.InvariantCulture, $"{worker}-{number}");
        var activity = bot.Message(person, "", id);
        // Kept apart, or all would wait for one another in a person's only chat.
        activity["conversation"]!["id"] = string.Create(CultureInfo.InvariantCulture, $"a:{worker}-{random.Next(20)}");
        void Invoke(string name, string value) =>
            (activity["type"], activity["name"], activity["value"]) = ("invoke", name, JsonNode.Parse(value));
        void Press(string verb, string data) => Invoke(
            "adaptiveCard/action",
            $$$"""{"action":{"type":"Action.Execute","id":"b","verb":"{{{verb}}}","title":"x","data":{{{data}}}},"trigger":"manual"}""");
        switch (random.Next(18))
        {
            case 0:
                activity["text"] = "new Contoso rollout 45k close end of June, Anna";
                break;
            case 1:
                activity["text"] = "find light";
                activity["entities"] = JsonNode.Parse(
                    """[{"type":"mention","mentioned":{"id":"28:bot","name":"Bot"},"text":"<at>Bot</at>"},{"type":"clientInfo","locale":"en-US","timezone":"Europe/Paris"}]""");
                break;
            case 2:
                activity["text"] =
                    new[] { "my opportunities", "move OPP-00001", "assign 2 Ben", "won 3", "45000", "cancel", "show 4" }[random.Next(7)];
                break;
            case 3:
                (activity["value"], activity["replyToId"]) =
                    (JsonNode.Parse("""{"verb":"opportunity.move","no":"OPP-00002","version":1,"action":"next"}"""), "card");
                break;
            case 4:
                Press("capture.save", """{"draft":"0123456789abcdef0123456789abcdef","title":"x","newContact":"y","value":"1,000.5","closeDate":"2026-06-30","chances":50,"priority":"high","salesperson":"ANNA","cycle":"NEW"}""");
                break;
            case 5:
                Press(
                    "opportunity.move",
                    """{"no":"OPP-00001","version":1,"action":"next","value":1000,"chances":50,"quoteNumber":"Q","quoteAmount":"5"}""");
                break;
            case 6:
                Press(
                    "opportunity.close",
                    """{"no":"OPP-00003","version":1,"action":"won","reason":"","amount":"7","closingDate":"2026-03-02","cancelTasks":"true"}""");
                break;
            case 7:
                Press("opportunity.assign", """{"no":"OPP-00003","version":1,"salesperson":"BEN","moveTasks":"true"}""");
                break;
            case 8:
                Press("reminder.snooze", """{"reminder":1,"when":"2026-03-09","until":""}""");
                break;
            case 9:
                Press(Looks[random.Next(Looks.Length)], """{"no":"OPP-00001","text":"x","before":10,"action":"won"}""");
                break;
            case 10:
                Invoke(
                    "composeExtension/query",
                    """{"commandId":"find","parameters":[{"name":"q","value":"abc"}],"queryOptions":{"skip":0,"count":25},"state":""}""");
                break;
            case 11:
                Invoke(
                    "application/search",
                    """{"kind":"search","queryText":"con","queryOptions":{"skip":0,"top":15},"dataset":"contacts"}""");
                break;
            case 12:
                Invoke(
                    DialogNames[random.Next(DialogNames.Length)],
                    """{"data":{"verb":"opportunity.show","no":"OPP-00001"},"context":{"theme":"dark"}}""");
                break;
            case 13:
                Invoke("composeExtension/queryLink", """{"url":"https://portal.example/opportunities/OPP-00001"}""");
                break;
            case 14:
                Invoke("signin/tokenExchange", """{"id":"1","connectionName":"c","token":"t"}""");
                break;
            case 15:
                (activity["type"], activity["action"]) = ("installationUpdate", "add");
                break;
            case 16:
                (activity["type"], activity["membersAdded"]) =
                    ("conversationUpdate", JsonNode.Parse("""[{"id":"28:bot"},{"id":"29:x"}]"""));
                activity["channelData"] =
                    JsonNode.Parse("""{"tenant":{"id":"tenant"},"team":{"id":"19:t@thread.tacv2"},"eventType":"teamMemberAdded"}""");
                break;
            default:
                (activity["type"], activity["channelData"]) = (
                    new[] { "messageUpdate", "messageReaction", "messageDelete", "event" }[random.Next(4)],
                    JsonNode.Parse("""{"eventType":"editMessage"}"""));
                break;
        }

        return activity;
    }
}
