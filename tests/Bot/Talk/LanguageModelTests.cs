using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using ChatOpportunities.Bot.Talk;
using ChatOpportunities.Tests.Support;
using Microsoft.AspNetCore.Http;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Talk;

/// <summary>
/// A language model may propose what a line meant that the rules make nothing of: a press does it, and without one nothing is done.
/// </summary>
public sealed class LanguageModelTests
{
    private const string Line = "blorp the cracks quickly";

    private static readonly Dictionary<string, (Func<HttpContext, Task> Answers, string Outcome)> OddAnswers = new()
    {
        ["no JSON"] = (LoopbackModel.Says("I think you want to see what is overdue!"), "refused"),
        ["half of it"] = (LoopbackModel.Says("""{"command":"overd"""), "refused"),
        ["another shape"] = (LoopbackModel.Says("""["overdue"]"""), "refused"),
        ["another type"] = (LoopbackModel.Says("""{"command":{"name":"overdue"},"number":"4","words":7}"""), "refused"),
        ["null"] = (LoopbackModel.Says("null"), "refused"),
        ["a command outside the set"] = (LoopbackModel.Chooses("delete-everything"), "refused"),
        ["a sentence for a command"] = (LoopbackModel.Chooses("won 4 for 1 EUR"), "refused"),
        ["a number nobody said"] = (LoopbackModel.Chooses("move", 4), "refused"),
        ["words nobody said"] = (LoopbackModel.Chooses("find", words: "https://evil.example **click**"), "refused"),
        ["no words"] = (LoopbackModel.Chooses("find"), "refused"),
        ["none"] = (LoopbackModel.Chooses("none"), "nothing"),
        ["an error"] = (LoopbackModel.Returns(500, """{"error":{"message":"Anna Keller owes you"}}"""), "failed"),
        ["no key"] = (LoopbackModel.Returns(401, "{}"), "failed"),
        ["no choices"] = (LoopbackModel.Returns(200, """{"id":"1","choices":[]}"""), "failed"),
        ["an empty body"] = (LoopbackModel.Returns(200, ""), "failed"),
        ["a page"] = (LoopbackModel.Returns(200, "<html>Sign in</html>"), "failed"),
        ["a flood"] = (LoopbackModel.Returns(200, new string(' ', 200_000)), "failed"),
        ["a redirect"] = (context => Task.Run(() => context.Response.Redirect("http://127.0.0.1:1/v1")), "failed"),
        ["silence"] = (LoopbackModel.Waits, "slow"),
    };

    [Fact]
    public async Task WhatItChoosesIsProposedInOurWords_AndAPressDoesIt()
    {
        await using var model = await LoopbackModel.StartAsync();
        await using var bot = await BotApplication.StartAsync(model.Settings);
        model.Answers = LoopbackModel.Chooses("overdue");

        var guess = await bot.SayAsync(Anna, Line);
        var answer = await bot.PressAsync(Anna, guess, "“what is overdue?”");

        Assert.Contains($"I did not understand “{Line}”. Did you mean: “what is overdue?”?", guess.Text, StringComparison.Ordinal);
        Assert.Contains("A language model proposed this", guess.Text, StringComparison.Ordinal);
        Assert.Contains("New opportunity from this", guess.Buttons);
        Assert.Contains("late on", answer.Text, StringComparison.Ordinal);
        Assert.Single(model.Asked);
    }

    [Fact]
    public async Task ItIsToldTheLineTheDateTheLanguageAndTheCommands_AndNothingElse()
    {
        await using var model = await LoopbackModel.StartAsync();
        await using var bot = await BotApplication.StartAsync(model.Settings);
        await bot.SayAsync(Chloe, "voir 21");

        await bot.SayAsync(Chloe, "frobnique le bidule");

        var asked = Assert.Single(model.Asked);
        Assert.Equal("Bearer secret-key", Assert.Single(model.Keys));
        Assert.Equal("small", (string?)asked["model"]);
        Assert.Equal("json_schema", (string?)asked["response_format"]!["type"]);
        Assert.Equal(
            [.. ProposableCommand.All.Select(c => c.Name), "none"],
            asked["response_format"]!["json_schema"]!["schema"]!["properties"]!["command"]!["enum"]!.AsArray().Select(n => (string)n!));
        var told = asked["messages"]!.AsArray().Select(m => TextOf(m!["content"]!)).ToList();
        Assert.Equal(3, told.Count);
        Assert.Equal(["Today is 2026-03-02. The person's language is fr.", "frobnique le bidule"], told[1..]);
        var all = asked.ToJsonString();
        Assert.All(
            ["Chlo", "Martin", "Spa area", "CHLOE", "EUR", "lumen", Chloe.ObjectId.ToString()],
            word => Assert.DoesNotContain(word, all, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task WithoutAnAddressNobodyIsAsked_NorWhereTheRulesUnderstand()
    {
        await using var model = await LoopbackModel.StartAsync();
        model.Answers = LoopbackModel.Chooses("overdue");
        await using (var off = await BotApplication.StartAsync())
        {
            Assert.DoesNotContain("Did you mean: ", (await off.SayAsync(Anna, Line)).Text, StringComparison.Ordinal);
        }

        await using var bot = await BotApplication.StartAsync(model.Settings);
        foreach (var line in new[] { "my opportunities", "what is overdue?", "thanks", "show 4", "???", new string('x', 400) })
        {
            await bot.SayAsync(Anna, line);
        }

        Assert.Empty(model.Asked);
    }

    public static TheoryData<string> Odd => [.. OddAnswers.Keys];

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task WhateverItAnswersElse_TheUsualGuessComes_AndTheOperatorsCountTells(string name)
    {
        var (answers, outcome) = OddAnswers[name];
        await using var model = await LoopbackModel.StartAsync();
        model.Answers = answers;
        await using var bot = await BotApplication.StartAsync(
            [.. model.Settings, ("Understanding:TimeoutSeconds", name == "silence" ? "1" : "6")]);
        List<string> counted = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "chat.model_asked")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            lock (counted)
            {
                foreach (var tag in tags)
                {
                    counted.Add($"{tag.Value}");
                }
            }
        });
        listener.Start();

        var guess = await bot.SayAsync(Anna, Line);

        Assert.Contains($"I did not understand “{Line}”. Did you mean one of these?", guess.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(guess.Buttons, button => button.StartsWith('“'));
        Assert.Contains(outcome, counted);
        Assert.Empty(bot.Failures);
        Assert.Single(model.Asked);
        Assert.Equal(3, (await bot.SayAsync(Anna, "hi")).Buttons.Count); // the turn before has left nothing open
    }

    [Fact]
    public async Task ATurnThatIsBegunAnewCountsAndSaysWhatItDoesOnce()
    {
        await using var model = await LoopbackModel.StartAsync();
        await using var bot = await BotApplication.StartAsync(model.Settings);
        await bot.SayAsync(Anna, "hi");
        model.Answers = LoopbackModel.Chooses("find", words: "cracks");
        var said = bot.Message(Anna, Line);

        var first = await bot.PostAsync(said);
        var again = await bot.PostAsync(said); // delivered once more

        Assert.Contains("Did you mean: “find cracks”?", Assert.Single(first).Card.Text, StringComparison.Ordinal);
        Assert.Empty(again);
        Assert.Single(model.Asked);
    }

    public static TheoryData<string> Commands => [.. ProposableCommand.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task EverySentenceThatIsProposedIsUnderstood_InEnglishAndFrench(string command)
    {
        await using var model = await LoopbackModel.StartAsync();
        await using var bot = await BotApplication.StartAsync(model.Settings);
        var takes = ProposableCommand.All.Single(c => c.Name == command).Takes;
        model.Answers = LoopbackModel.Chooses(
            command, takes == Operand.Number ? 26 : null, takes == Operand.Words ? "Server" : null);
        foreach (var person in new[] { David, Chloe })
        {
            var asked = model.Asked.Count;
            var guess = await bot.SayAsync(person, "zlorp 26 grumble server wibble");
            Assert.True(guess.Buttons.Count > 1 && model.Asked.Count == asked + 1, guess.Text);

            var answer = await bot.PressAsync(person, guess, guess.Buttons[0]);

            Assert.DoesNotContain("I did not understand", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Je n’ai pas compris", answer.Text, StringComparison.Ordinal);
            Assert.Equal(asked + 1, model.Asked.Count);
            if (takes == Operand.Number)
            {
                Assert.Contains("26", answer.Text, StringComparison.Ordinal);
            }
        }
    }

    private static string TextOf(JsonNode content) => content is JsonArray parts ? (string)parts[0]!["text"]! : (string)content!;
}
