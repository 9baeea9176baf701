using System.Text.Json.Nodes;
using ChatOpportunities.Bot.Capture;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Capture;

/// <summary>Capturing an opportunity: by form, in one line, by typed answers.</summary>
public sealed class CaptureTests
{
    private static readonly object Rollout = new { title = "Rollout", contact = "CT-00001", value = "45000", closeDate = "2026-06-30" };

    [Fact]
    public async Task OfAContactAndANewOneTheOneThatWasChangedIsMeant_AndOfBothNone()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "new Contoso rollout 45k end of June");
        var contoso = form.Value("contact")!;

        var both = await bot.PressAsync(
            Anna, await bot.SayAsync(Anna, "new"), "Save",
            new { title = "Rollout", contact = contoso, newContact = "Fabrikam", value = "5000" });
        Assert.Contains("not both", both.Note("newContact"), StringComparison.Ordinal);
        Assert.Equal(40, await bot.CountAsync());
        form = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "new Contoso rollout 45k end of June"), "Change");
        var wrote = await bot.PressAsync(Anna, form, "Save", new { newContact = "Fabrikam" });
        var unknown = await bot.SayAsync(Anna, "new Refit for Globex Corp 45k end of June");
        Assert.Equal("Globex Corp", unknown.Value("newContact"));
        var chose = await bot.PressAsync(Anna, unknown, "Save", new { contact = contoso });

        Assert.Contains("Saved as OPP-00041.", wrote.Text, StringComparison.Ordinal);
        Assert.Contains("Saved as OPP-00042.", chose.Text, StringComparison.Ordinal);
        Assert.Equal(
            ("Fabrikam", contoso), ((await bot.StoredAsync("OPP-00041")).Contact!.Name, (await bot.StoredAsync("OPP-00042")).Contact!.No));
    }

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
    public async Task GivenAnOpenForm_WhenAnswersAreTyped_ThenTheyFillWhatIsAskedForOneAfterTheOther()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "new");

        var title = await bot.SayAsync(Anna, "Corridor lamps");
        var contact = await bot.SayAsync(Anna, "Fabrikam Clinics");
        await bot.SayAsync(Anna, "help");
        var nonsense = await bot.SayAsync(Anna, "a lot");
        var value = await bot.SayAsync(Anna, "12k");

        Assert.Equal("Corridor lamps", title.Value("title"));
        Assert.Equal("CT-00002", contact.Value("contact"));
        Assert.NotNull(nonsense.Note("value"));
        Assert.Equal("12000", value.Value("value"));
        Assert.Contains("Saved as OPP-00041.", (await bot.PressAsync(Anna, value, "Save")).Text, StringComparison.Ordinal);
        Assert.Equal("Corridor lamps", (await bot.StoredAsync("OPP-00041")).Description);
    }

    [Theory]
    [InlineData("Move to cloud")]
    [InlineData("Next generation network")]
    [InlineData("Close the gap in Lyon")]
    [InlineData("Lost property office")]
    [InlineData("Assign desks in Lyon")]
    [InlineData("Move 3 servers")]
    [InlineData("Help desk renewal")]
    [InlineData("Voir plus loin")]
    public async Task GivenAnOpenForm_WhenAnAnswerBeginsLikeACommand_ThenItIsAnAnswer(string answer)
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "new");

        Assert.Equal(answer, (await bot.SayAsync(Anna, answer)).Value("title"));
    }

    [Theory]
    [InlineData("help", "What you can say to me")]
    [InlineData("my opportunities", "My open opportunities")]
    [InlineData("my opportunities stale", "Needs attention")]
    [InlineData("tasks", "My tasks")]
    [InlineData("settings", "My settings")]
    [InlineData("find Contoso", "Found for")]
    [InlineData("show OPP-00001", "Lobby lighting")]
    [InlineData("show 1", "Lobby lighting")]
    [InlineData("/move opp-1 now", "Lobby lighting")]
    public async Task GivenAnOpenForm_WhenACommandIsComplete_ThenItIsDoneAndTheFormStays(string command, string shown)
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "new");

        var done = await bot.SayAsync(Anna, command);
        var title = await bot.SayAsync(Anna, "Corridor lamps");

        Assert.Contains(shown, done.Text, StringComparison.Ordinal);
        Assert.Equal("Corridor lamps", title.Value("title"));
    }

    [Fact]
    public async Task GivenAFullForm_WhenMoreIsTyped_ThenItCorrectsTheForm()
    {
        await using var bot = await BotApplication.StartAsync();
        var card = await bot.SayAsync(Anna, "new Corridor lamps for Fabrikam Clinics 12k");

        var corrected = await bot.SayAsync(Anna, "end of June, 70%, urgent");
        var thanks = await bot.SayAsync(Anna, "thank you very much");

        Assert.Contains("12,000 EUR · closes 30 Jun 2026 · you · chances 70% · priority high", corrected.Text, StringComparison.Ordinal);
        Assert.Equal(card.Buttons, corrected.Buttons);
        Assert.Contains("With pleasure.", thanks.Text, StringComparison.Ordinal);
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
    public async Task ContactsAreAskedForWhileTypingAndTheRecentOnesStandInTheCard()
    {
        await using var bot = await BotApplication.StartAsync();
        var few = await bot.SayAsync(Anna, "new");
        Assert.DoesNotContain("choices.data", few.Json.GetRawText(), StringComparison.Ordinal); // the list holds them all
        await bot.PressAsync(Anna, few, "Cancel");
        await bot.InDatabaseAsync(db =>
        {
            for (var i = 1; i <= CaptureCard.MostChoices; i++)
            {
                db.Contacts.Add(Contact.Create($"CT-9{i}", ContactType.Company, $"Zz company {i}", null, null, null, null).Done());
            }

            return db.SaveChangesAsync();
        });

        var form = await bot.SayAsync(Anna, "new");

        var contact = form.Json.GetProperty("body").EnumerateArray()
            .Single(e => e.TryGetProperty("id", out var id) && id.GetString() == "contact");
        Assert.Equal(
            ("Data.Query", "contacts"),
            (contact.GetProperty("choices.data").GetProperty("type").GetString(), contact.GetProperty("choices.data").GetProperty("dataset")
                .GetString()));
        Assert.Equal(CaptureCard.MostChoices, form.Choices("contact").Count);
        Assert.Equal("Marc Dubois (Fabrikam Clinics)", form.Choices("contact")[0]);
    }

    [Fact]
    public async Task GivenTwoContactsOfAName_WhenOneIsNamed_ThenBothAreOfferedAndNoneIsMade()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.InDatabaseAsync(async db =>
        {
            db.Contacts.Add(Contact.Create("CT-90001", ContactType.Company, "Zephyr 1", null, null, null, null).Done());
            db.Contacts.Add(Contact.Create("CT-90002", ContactType.Company, "Zephyr 2", null, null, null, null).Done());
            return await db.SaveChangesAsync();
        });

        var form = await bot.SayAsync(Anna, "new Rollout for Zephyr 40k");

        Assert.NotNull(form.Note("contact"));
        Assert.Null(form.Value("newContact"));
        Assert.Equal(["Zephyr 1", "Zephyr 2"], form.Choices("contact").Take(2));
    }

    [Fact]
    public async Task GivenAContactNobodyKnows_WhenItIsTyped_ThenItIsAnnouncedAndMadeWithTheOpportunity()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "new");
        await bot.SayAsync(Anna, "Corridor lamps");

        var contact = await bot.SayAsync(Anna, "Globex");
        await bot.PressAsync(Anna, contact, "Save", new { value = "100" });

        Assert.Equal("Globex", contact.Value("newContact"));
        Assert.NotNull(contact.Note("newContact"));
        Assert.Equal("Globex", (await bot.StoredAsync("OPP-00041")).Contact!.Name);
    }

    [Fact]
    public async Task GivenARestart_WhenTheNextAnswerIsTyped_ThenTheFormIsStillThere()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "new Corridor lamps 12k");

        await bot.RestartAsync();
        var form = await bot.SayAsync(Anna, "Fabrikam Clinics");

        Assert.Contains("Corridor lamps · Fabrikam Clinics · 12,000 EUR · you", form.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenADayOld_WhenAnAnswerIsTyped_ThenTheFormIsForgotten()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "new Corridor lamps 12k");

        bot.Clock.Advance(TimeSpan.FromHours(25));

        var typed = await bot.SayAsync(Anna, "Fabrikam Clinics");
        Assert.Contains("I did not understand “Fabrikam Clinics”.", typed.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GivenADroppedForm_WhenItsSaveIsPressed_ThenNothingIsSaved(bool byWord)
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "new");

        var dropped = byWord ? await bot.SayAsync(Anna, "Cancel") : await bot.PressAsync(Anna, form, "Cancel");
        var saved = await bot.PressAsync(Anna, form, "Save", Rollout);
        var typed = await bot.SayAsync(Anna, "Fabrikam Clinics");

        Assert.All([dropped, saved], card => Assert.Contains("Dropped. Nothing was saved.", card.Text, StringComparison.Ordinal));
        Assert.Contains("I did not understand “Fabrikam Clinics”.", typed.Text, StringComparison.Ordinal);
        Assert.Equal(40, await bot.CountAsync());
        Assert.Contains("nothing to cancel", (await bot.SayAsync(Anna, "cancel")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SomebodyElsesFormIsNotSavedTwiceNorDropped()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "new");
        var (verb, data) = form.Press("Cancel");

        await bot.PressAsync(Ben, verb, data);
        var saved = await bot.PressAsync(Anna, form, "Save", Rollout);

        Assert.Contains("Saved as OPP-00041.", saved.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenOneLine_WhenItIsSaid_ThenTheFormIsFilledWithWhatWasUnderstood()
    {
        await using var bot = await BotApplication.StartAsync();

        var english = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "new Contoso rollout 45k close end of June, Anna"), "Change");
        var french = await bot.PressAsync(
            Chloe, await bot.SayAsync(Chloe, "Nouvelle opportunité éclairage Wingtip Bakery 12,5k clôture fin juin priorité haute"),
            "Modifier");

        Assert.Equal(("Contoso rollout", "CT-00001", "45000", "2026-06-30", "ANNA"), (
            english.Value("title"), english.Value("contact"), english.Value("value"), english.Value("closeDate"),
            english.Value("salesperson")));
        Assert.Equal(
            ("CT-00005", "12500", "2026-06-30", "high"),
            (french.Value("contact"), french.Value("value"), french.Value("closeDate"), french.Value("priority")));
        Assert.Contains("OPP-00041", (await bot.PressAsync(Anna, english, "Save")).Text, StringComparison.Ordinal);
        Assert.Contains("OPP-00042", (await bot.PressAsync(Chloe, french, "Enregistrer")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheExamplesOfTheBotAreUnderstoodByIt()
    {
        await using var bot = await BotApplication.StartAsync();

        var english = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "new Contoso rollout 45k close end of June, Anna"), "Change");
        var french = await bot.PressAsync(
            Chloe, await bot.SayAsync(Chloe, "nouveau déploiement Contoso 45k clôture fin juin"), "Modifier");

        Assert.All([english, french], form => Assert.Equal(
            ("CT-00001", "45000", "2026-06-30"), (form.Value("contact"), form.Value("value"), form.Value("closeDate"))));
        Assert.Equal("déploiement", french.Value("title"));
    }

    [Theory]
    [InlineData("new Fabrikam Clinics depot lamps 45", "value")]
    [InlineData("new Depot lamps for Globex Corp 45k", "contact")]
    [InlineData("new Depot lamps 45k 120%", "chances")]
    public async Task WhatIsDoubtfulIsSaidBesideItsInput(string line, string input)
    {
        await using var bot = await BotApplication.StartAsync();

        Assert.NotNull((await bot.SayAsync(Anna, line)).Note(input));
    }

    [Fact]
    public async Task RelativeDatesAreReadFromTheSendersDay()
    {
        await using var bot = await BotApplication.StartAsync();
        var activity = bot.Message(Anna, "new Contoso rollout 45k tomorrow");
        activity["localTimestamp"] = "2026-03-03T00:30:00+14:00";
        var odd = bot.Message(Anna, "new Contoso rollout 45k tomorrow");
        odd["localTimestamp"] = "9999-12-31T23:59:59+00:00";

        Assert.Contains("closes 4 Mar 2026", (await bot.AnswerAsync(activity)).Text, StringComparison.Ordinal);
        Assert.Contains("closes 3 Mar 2026", (await bot.AnswerAsync(odd)).Text, StringComparison.Ordinal);
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
