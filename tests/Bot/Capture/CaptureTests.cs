using System.Text.Json.Nodes;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Capture;

/// <summary>Capturing an opportunity: by form, in one line, by typed answers.</summary>
public sealed partial class CaptureTests
{
    private static readonly object Rollout = new { title = "Rollout", contact = "CT-00001", value = "45000", closeDate = "2026-06-30" };

    [Fact]
    public async Task GivenAFilledForm_WhenItIsSaved_ThenTheOpportunityStandsAtItsFirstStage()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "new");
        Assert.Equal(
            ["title", "contact", "newContact", "value", "closeDate", "salesperson", "chances", "priority", "cycle"], form.InputIds);

        var saved = await bot.PressAsync(
            Anna, form, "Save",
            new { title = "Rollout", contact = "CT-00001", value = "45000.50", closeDate = "2026-06-30", priority = "high", chances = 35 });

        Assert.Contains("Saved as OPP-00041.", saved.Text, StringComparison.Ordinal);
        Assert.Contains("Next stage", saved.Buttons);
        var stored = await bot.StoredAsync("OPP-00041");
        Assert.Equal(
            ("Rollout", OpportunityStatus.InProgress, Priority.High, "ANNA", "Contoso Hotels"),
            (stored.Description, stored.Status, stored.Priority, stored.Salesperson!.Code, stored.Contact!.Name));
        Assert.Equal((45000.50m, 35m, new DateOnly(2026, 6, 30), "Initial"), (
            stored.Current!.EstimatedValue, stored.Current.ChancesOfSuccess, stored.Current.EstimatedCloseDate,
            stored.Current.StageDescription));
    }

    [Theory]
    [InlineData("Anna", "Save", "Missing|Not accepted|above 0|few words|Choose the contact")]
    [InlineData("Chloe", "Enregistrer", "Il manque")]
    public async Task GivenAnEmptyForm_WhenItIsSaved_ThenEachMissingFieldIsNamedAndNothingIsSaved(string who, string save, string words)
    {
        await using var bot = await BotApplication.StartAsync();
        var person = who == "Anna" ? Anna : Chloe;

        var form = await bot.PressAsync(person, await bot.SayAsync(person, "new"), save);

        Assert.All(["title", "contact", "value"], input => Assert.Contains(
            words.Split('|'), word => form.Note(input)!.Contains(word, StringComparison.Ordinal)));
        Assert.Null(form.Note("chances"));
        Assert.Contains(save, form.Buttons);
        Assert.Equal(40, await bot.CountAsync());
    }

    [Theory]
    [InlineData("contact", "CT-99999")]
    [InlineData("cycle", "NONE")]
    [InlineData("cycle", "")]
    [InlineData("salesperson", "NOBODY")]
    [InlineData("priority", "sky-high")]
    [InlineData("priority", "7")]
    [InlineData("value", "1e309")]
    [InlineData("value", "-5")]
    [InlineData("value", "0")]
    [InlineData("value", "12,5,3")]
    [InlineData("value", "1.005")]
    [InlineData("value", "99999999999999999999999999999999")]
    [InlineData("value", "NaN")]
    [InlineData("chances", "101")]
    [InlineData("chances", "-1")]
    [InlineData("chances", "a few")]
    [InlineData("closeDate", "2026-02-31")]
    [InlineData("closeDate", "tomorrow")]
    [InlineData("closeDate", "0001-01-01")]
    [InlineData("closeDate", "2025-01-01")]
    public async Task GivenAHandEditedValue_WhenItIsSaved_ThenItIsAnsweredBesideItsInputAndNothingIsSaved(string input, string value)
    {
        await using var bot = await BotApplication.StartAsync();
        var data = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(Rollout))!.AsObject();
        data[input] = value;

        var form = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "new"), "Save", data);

        Assert.NotNull(form.Note(input));
        Assert.Equal(40, await bot.CountAsync());
    }

    [Theory]
    [InlineData("title")]
    [InlineData("contact")]
    [InlineData("value")]
    [InlineData("closeDate")]
    [InlineData("salesperson")]
    [InlineData("chances")]
    [InlineData("priority")]
    [InlineData("cycle")]
    public async Task GivenAnythingButTextInAnInput_WhenItIsSaved_ThenNothingIsSaved(string input)
    {
        await using var bot = await BotApplication.StartAsync();
        foreach (var odd in new[] { "{}", """{"a":[1]}""", "[]", "[[[]]]", "\"" + new string('é', 28_000) + "\"" })
        {
            var data = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(Rollout))!.AsObject();
            data[input] = JsonNode.Parse(odd);

            var form = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "new"), "Save", data);

            Assert.NotNull(form.Note(input));
            Assert.Equal(40, await bot.CountAsync());
        }
    }

    [Fact]
    public async Task GivenEveryInputFarTooLong_WhenItIsSaved_ThenTheAnswerStillFitsIntoACard()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "new");
        var endless = new string('漢', 10_000);

        var answer = await bot.PressAsync(Anna, form, "Save", form.InputIds.ToDictionary(id => id, _ => endless));
        var typed = await bot.SayAsync(Anna, endless);

        Assert.Contains("Save", answer.Buttons);
        Assert.NotEmpty(typed.Buttons);
        Assert.Equal(40, await bot.CountAsync());
    }

    [Fact]
    public async Task GivenAForm_WhenSaveIsPressedAgainAndAgain_ThenOneOpportunityIsMade()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "new");
        var (verb, data) = form.Press("Save", Rollout);

        var first = await bot.PressAsync(Anna, verb, data, form.MessageId, "one");
        var same = await bot.PressAsync(Anna, verb, data, form.MessageId, "one");
        var other = await bot.PressAsync(Anna, verb, data, form.MessageId, "two");
        bot.Clock.Advance(TimeSpan.FromDays(10));
        var later = await bot.SubmitAsync(Anna, form, "Save", Rollout);

        Assert.All([first, same, other, later.Card], card => Assert.Contains("OPP-00041", card.Text, StringComparison.Ordinal));
        Assert.Equal(41, await bot.CountAsync());
    }

    [Fact]
    public async Task GivenAForm_WhenSaveArrivesManyTimesAtOnce_ThenOneOpportunityIsMade()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "new");
        var (verb, data) = form.Press("Save", Rollout);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => bot.PressAsync(Anna, verb, data, form.MessageId, $"press-{i % 6}")));

        Assert.All(answers, card => Assert.Contains("OPP-00041", card.Text, StringComparison.Ordinal));
        Assert.Equal(41, await bot.CountAsync());
    }

    [Fact]
    public async Task GivenASavePressedByOldClients_WhenItArrivesAsAMessage_ThenTheCardItCameFromIsReplaced()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "new");

        var saved = await bot.SubmitAsync(Anna, form, "Save", Rollout);

        Assert.Equal(("PUT", form.MessageId), (saved.Method, saved.MessageId));
        Assert.Contains("Saved as OPP-00041.", saved.Card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenAnOpenOneMuchTheSame_WhenItIsCapturedAgain_ThenTheFormSaysSoAndSavesAllTheSame()
    {
        await using var bot = await BotApplication.StartAsync();

        var form = await bot.SayAsync(Anna, "new Lobby lightning for Contoso Hotels 40k");
        var existing = await bot.PressAsync(Anna, form, "Open OPP-00001");
        var saved = await bot.PressAsync(Anna, form, "Save all the same");

        Assert.Contains("OPP-00001 is open already", form.Text, StringComparison.Ordinal);
        Assert.Contains("Lobby lighting", existing.Text, StringComparison.Ordinal);
        Assert.Contains("Saved as OPP-00041.", saved.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenAnOpenOneMuchTheSame_WhenAFormFilledByHandIsSaved_ThenItIsSaidBeforeAndNothingIsMadeYet()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "new");

        var hint = await bot.PressAsync(Anna, form, "Save", new { title = "Lobby lighting", contact = "CT-00001", value = "1" });
        Assert.Equal(40, await bot.CountAsync());
        var saved = await bot.PressAsync(Anna, hint, "Save all the same");

        Assert.Contains("OPP-00001 is open already", hint.Text, StringComparison.Ordinal);
        Assert.Contains("Saved as OPP-00041.", saved.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("new Lobby lighting for Tailspin Rail 40k")] // another contact
    [InlineData("new Gym renovation for Proseware Schools 40k")] // won already
    [InlineData("new Conference wing for Contoso Hotels 40k")] // Ben's, whom Anna may not see
    [InlineData("new Swimming pool for Contoso Hotels 40k")] // another matter
    public async Task WhatIsNotTheSameIsNotHintedAt(string line)
    {
        await using var bot = await BotApplication.StartAsync(("Company:OpportunityVisibility", "Own"));

        Assert.Contains("Save", (await bot.SayAsync(Anna, line)).Buttons);
    }

    [Fact]
    public async Task AManagerCapturesForTheirTeamAndASalespersonOnlyForThemselves()
    {
        await using var bot = await BotApplication.StartAsync();

        var own = await bot.SayAsync(Anna, "new");
        var team = await bot.SayAsync(David, "new Contoso rollout 45k Ben");
        var form = await bot.PressAsync(David, team, "Change");
        await bot.PressAsync(David, team, "Save");

        Assert.Equal(["Anna Keller"], own.Choices("salesperson"));
        Assert.Contains("Ben Okafor", form.Choices("salesperson"));
        Assert.Equal("BEN", (await bot.StoredAsync("OPP-00041")).Salesperson!.Code);
    }

    [Theory]
    [InlineData("capture.save", """{"draft":"no guid"}""")]
    [InlineData("capture.save", "{}")]
    [InlineData("capture.save", """{"draft":{}}""")]
    [InlineData("capture.cancel", """{"draft":[]}""")]
    [InlineData("opportunity.move", """{"no":null,"version":"x","action":7}""")]
    [InlineData("opportunity.show", """{"no":"OPP-' OR 1=1"}""")]
    [InlineData("reminder.snooze", """{"reminder":-1,"when":"2026-03-05"}""")]
    [InlineData("reminder.later", """{"reminder":9999999999999999999999}""")]
    [InlineData("list.mine", """{"before":-3}""")]
    [InlineData("old.verb", "{}")]
    [InlineData("", "[]")]
    [InlineData("opportunity.close", "null")]
    [InlineData("opportunity.assign", "\"text\"")]
    public async Task AnOldOrMalformedPressGetsAClearAnswerInItsPlace(string verb, string data)
    {
        await using var bot = await BotApplication.StartAsync();
        using var answer = await bot.SendAsync(bot.Execute(Anna, verb, JsonNode.Parse(data) ?? JsonValue.Create("null")!, "message-1"));

        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(200, body["statusCode"]!.GetValue<int>());
        Assert.Equal("application/vnd.microsoft.card.adaptive", body["type"]!.GetValue<string>());
        Assert.Equal(40, await bot.CountAsync());
    }

    [Fact]
    public async Task GivenAFormThatIsOpenInTwoChats_WhenItIsSavedInOne_ThenItCanBeCancelledInTheOther()
    {
        await using var bot = await BotApplication.StartAsync();
        var (verb, data) = (await bot.SayAsync(Anna, "new Contoso rollout 45k close end of June")).Press("Save");
        JsonObject Elsewhere(JsonObject activity)
        {
            activity["conversation"]!["id"] = "a:elsewhere";
            return activity;
        }

        data["value"] = "no amount";
        using var wrong = await bot.SendAsync(Elsewhere(bot.Execute(Anna, verb, data)));
        (data["value"], data["newContact"]) = ("45000", "Contoso");
        var saved = await bot.PressAsync(Anna, verb, data);
        var cancelled = await bot.AnswerAsync(Elsewhere(bot.Message(Anna, "cancel")));

        Assert.Contains("Saved as", saved.Text, StringComparison.Ordinal);
        Assert.Contains("Dropped.", cancelled.Text, StringComparison.Ordinal);
        Assert.Empty(bot.Failures);
    }
}
