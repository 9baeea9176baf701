using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Capture;

/// <summary>A capture that is complete is one sentence and one press; words typed under it do what they say.</summary>
public sealed class CompactCaptureTests
{
    private const string Complete = "new Corridor lamps for Fabrikam Clinics 12k";

    [Fact]
    public async Task ACompleteLineIsASentenceWithThreeButtons_AndOnePressSavesIt()
    {
        await using var bot = await BotApplication.StartAsync();

        var english = await bot.SayAsync(Anna, "new Contoso Hotels pool lights 45k end of June, Anna");
        var french = await bot.SayAsync(
            Chloe, "nouvelle opportunité éclairage de quai pour Northwind Harbour 12,5k fin juin priorité haute");

        Assert.Contains("Contoso Hotels pool lights · 45,000 EUR · closes 30 Jun 2026 · you", english.Text, StringComparison.Ordinal);
        Assert.Equal((0, "Save Change Cancel"), (english.InputIds.Count, string.Join(' ', english.Buttons)));
        Assert.Contains(" · vous · priorité haute", french.Text, StringComparison.Ordinal);
        Assert.Contains("clôture le 30 juin 2026", french.Text, StringComparison.Ordinal);
        Assert.Equal((0, "Enregistrer Modifier Annuler"), (french.InputIds.Count, string.Join(' ', french.Buttons)));

        Assert.Contains("Saved as OPP-00041.", (await bot.PressAsync(Anna, english, "Save")).Text, StringComparison.Ordinal);
        await bot.PressAsync(Chloe, french, "Enregistrer");
        var (saved, other) = (await bot.StoredAsync("OPP-00041"), await bot.StoredAsync("OPP-00042"));
        Assert.Equal(
            ("Contoso Hotels pool lights", 45000m, new DateOnly(2026, 6, 30), "ANNA", "Contoso Hotels", "NEW"),
            (saved.Description, saved.Current!.EstimatedValue, saved.Current.EstimatedCloseDate, saved.Salesperson!.Code,
                saved.Contact!.Name, saved.SalesCycle!.Code));
        Assert.Equal((12500m, Priority.High, "CHLOE"), (other.Current!.EstimatedValue, other.Priority, other.Salesperson!.Code));
    }

    [Fact]
    public async Task WhatWasNotSaidIsSaidAsProposed_AndSavedAsItStood()
    {
        await using var bot = await BotApplication.StartAsync();

        var card = await bot.SayAsync(Anna, Complete);
        var french = await bot.SayAsync(Chloe, "nouveau lampes de couloir pour Fabrikam Clinics 12k");
        bot.Clock.Advance(TimeSpan.FromDays(2));
        await bot.PressAsync(Anna, card, "Save");

        Assert.Contains("Corridor lamps · Fabrikam Clinics · 12,000 EUR · you\n", card.Text, StringComparison.Ordinal);
        Assert.Contains("Proposed: closes 2 Jun 2026 · chances 10% · New business", card.Text, StringComparison.Ordinal);
        Assert.Contains("Proposé : clôture le 2 juin 2026 · chances de 10", french.Text, StringComparison.Ordinal);
        var saved = await bot.StoredAsync("OPP-00041");
        Assert.Equal(
            (new DateOnly(2026, 6, 2), 10m, "NEW"),
            (saved.Current!.EstimatedCloseDate, saved.Current.ChancesOfSuccess, saved.SalesCycle!.Code));
    }

    [Fact]
    public async Task WithoutAFormulaTheClosingDayIsNinetyDaysOn_AndChancesThatNobodyProposesAreAsked()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.InDatabaseAsync(db => db.Set<SalesCycleStage>().Where(s => s.Number == 1)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.DateFormula, "").SetProperty(s => s.ChancesOfSuccessPercent, 0m)));

        var card = await bot.SayAsync(Anna, Complete);
        var empty = await bot.PressAsync(Anna, card, "Save");
        await bot.PressAsync(Anna, empty, "Save", new { chances = "30" });

        Assert.Contains("Proposed: closes 31 May 2026", card.Text, StringComparison.Ordinal);
        Assert.Equal(["chances"], card.InputIds);
        Assert.NotNull(empty.Note("chances"));
        var saved = await bot.StoredAsync("OPP-00041");
        Assert.Equal((new DateOnly(2026, 5, 31), 30m), (saved.Current!.EstimatedCloseDate, saved.Current.ChancesOfSuccess));
    }

    [Fact]
    public async Task WithoutADefaultTheCycleIsTheOneUsedLast_AndWhoHasUsedNoneIsAsked()
    {
        await using var bot = await BotApplication.StartAsync(("Company:DefaultSalesCycle", "GONE"));
        var last = await bot.InDatabaseAsync(db => db.Opportunities.Where(o => o.Salesperson!.Name == Anna.Name)
            .OrderByDescending(o => o.Id).Select(o => o.SalesCycle!.Description).FirstAsync());
        bot.IsBroken = true; // entries stay David's
        await bot.InDatabaseAsync(async db =>
        {
            var anna = await db.Salespeople.Where(p => p.Name == Anna.Name).Select(p => p.Id).SingleAsync();
            return await db.Opportunities.Where(o => o.Salesperson!.Name == David.Name && o.Status != OpportunityStatus.NotStarted)
                .ExecuteDeleteAsync() + await db.Opportunities.Where(o => o.Salesperson!.Name == David.Name)
                .ExecuteUpdateAsync(set => set.SetProperty(o => o.SalespersonId, anna));
        });

        var used = await bot.SayAsync(Anna, Complete);
        var none = await bot.SayAsync(David, Complete);
        var asked = await bot.PressAsync(David, none, "Save");
        var saved = await bot.PressAsync(David, asked, "Save", new { cycle = "EXISTING" });

        Assert.Contains(last, used.Text, StringComparison.Ordinal);
        Assert.Equal((0, "cycle"), (used.InputIds.Count, string.Join(' ', none.InputIds)));
        Assert.NotNull(asked.Note("cycle"));
        Assert.Contains("Saved as OPP-00041.", saved.Text, StringComparison.Ordinal);
        Assert.Equal("EXISTING", (await bot.StoredAsync("OPP-00041")).SalesCycle!.Code);
    }

    [Theory]
    [InlineData("new Depot lamps for Globex Corp 45k", "contact newContact")]
    [InlineData("new Corridor lamps 12k", "contact newContact")]
    [InlineData("new Fabrikam Clinics depot lamps 45", "value")]
    [InlineData("new Depot lamps for Fabrikam Clinics", "value")]
    [InlineData("new Depot lamps for Fabrikam Clinics 45k early June", "closeDate")]
    public async Task WhatIsMissingOrDoubtfulAloneIsAnInput_AndAllElseIsSavedWithIt(string line, string inputs)
    {
        await using var bot = await BotApplication.StartAsync();

        var card = await bot.SayAsync(Anna, line);
        var saved = await bot.PressAsync(Anna, card, "Save", inputs switch
        {
            "value" => new { value = "45000" },
            "closeDate" => new { closeDate = "2026-06-10" },
            _ => line.Contains("Globex", StringComparison.Ordinal) ? new { } : new { contact = "CT-00002" },
        });

        Assert.Equal(inputs, string.Join(' ', card.InputIds));
        Assert.Contains("Saved as OPP-00041.", saved.Text, StringComparison.Ordinal);
        var stored = await bot.StoredAsync("OPP-00041");
        Assert.EndsWith("lamps", stored.Description, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(line.Contains("Globex", StringComparison.Ordinal) ? "Globex Corp" : "Fabrikam Clinics", stored.Contact!.Name);
        Assert.Equal(line.Contains("12k", StringComparison.Ordinal) ? 12000m : 45000m, stored.Current!.EstimatedValue);
    }

    [Fact]
    public async Task ChangeOpensTheWholeFormWithWhatWasSaid()
    {
        await using var bot = await BotApplication.StartAsync();
        var card = await bot.SayAsync(Anna, "new Corridor lamps for Fabrikam Clinics 12k end of June 40% urgent");

        var form = await bot.PressAsync(Anna, card, "Change");
        var typed = await bot.SayAsync(Anna, "edit");
        var saved = await bot.PressAsync(Anna, form, "Save", new { title = "Corridor and stairs" });

        foreach (var whole in new[] { form, typed })
        {
            Assert.Equal(
                ["title", "contact", "newContact", "value", "closeDate", "salesperson", "chances", "priority", "cycle"], whole.InputIds);
            Assert.Equal(
                ("Corridor lamps", "CT-00002", "12000", "2026-06-30", "40", "high"),
                (whole.Value("title"), whole.Value("contact"), whole.Value("value"), whole.Value("closeDate"), whole.Value("chances"),
                    whole.Value("priority")));
            Assert.DoesNotContain("Change", whole.Buttons);
        }

        Assert.Contains("Saved as OPP-00041.", saved.Text, StringComparison.Ordinal);
        Assert.Equal("Corridor and stairs", (await bot.StoredAsync("OPP-00041")).Description);
    }

    [Theory]
    [InlineData("save")]
    [InlineData("OK")]
    [InlineData("Yes!")]
    [InlineData("ok, save it please")]
    [InlineData("oui")]
    [InlineData("d’accord")]
    [InlineData("enregistre-la")]
    public async Task AnAssentSavesOnce(string word)
    {
        await using var bot = await BotApplication.StartAsync();
        var card = await bot.SayAsync(Anna, Complete);

        var saved = await bot.SayAsync(Anna, word);
        await bot.SayAsync(Anna, word);
        var pressed = await bot.PressAsync(Anna, card, "Save");

        Assert.Contains("Saved as OPP-00041.", saved.Text, StringComparison.Ordinal);
        Assert.Contains("OPP-00041", pressed.Text, StringComparison.Ordinal);
        Assert.Equal(41, await bot.CountAsync());
    }

    [Fact]
    public async Task AnAssentToWhatIsNotCompleteSaysWhatIsMissing_AndToWhatLiesLongBackOrBehindOtherTalkShowsItAgain()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "new Corridor lamps 12k");
        var missing = await bot.SayAsync(Anna, "ok");
        await bot.SayAsync(Anna, "Fabrikam Clinics");
        bot.Clock.Advance(TimeSpan.FromHours(3));

        var again = await bot.SayAsync(Anna, "ok");
        await bot.SayAsync(Anna, "thanks");
        var talked = await bot.SayAsync(Anna, "yes");
        Assert.Equal(40, await bot.CountAsync());
        await bot.SayAsync(Anna, "yes");

        Assert.NotNull(missing.Note("contact"));
        Assert.All([again, talked], card => Assert.Equal(["Save", "Change", "Cancel"], card.Buttons));
        Assert.Equal(41, await bot.CountAsync());
    }

    [Fact]
    public async Task AnAssentToTheWholeFormShowsWhatWouldBeSaved()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "new");
        var empty = await bot.SayAsync(Anna, "save");
        await bot.SayAsync(Anna, "Corridor lamps for Fabrikam Clinics 12k");

        var shown = await bot.SayAsync(Anna, "save");
        var saved = await bot.SayAsync(Anna, "save");

        Assert.Equal(form.InputIds, empty.InputIds);
        Assert.NotNull(empty.Note("title"));
        Assert.Equal(["Save", "Change", "Cancel"], shown.Buttons);
        Assert.Contains("Saved as OPP-00041.", saved.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("never mind")]
    [InlineData("Forget it.")]
    [InlineData("laisse tomber")]
    [InlineData("Laissez tomber, merci")]
    [InlineData("don’t save it")]
    public async Task ARefusalDropsIt(string words)
    {
        await using var bot = await BotApplication.StartAsync();
        var card = await bot.SayAsync(Anna, Complete);

        var dropped = await bot.SayAsync(Anna, words);
        var saved = await bot.PressAsync(Anna, card, "Save");

        Assert.All([dropped, saved], answer => Assert.Contains("Dropped. Nothing was saved.", answer.Text, StringComparison.Ordinal));
        Assert.Equal(40, await bot.CountAsync());
    }

    [Theory]
    [InlineData("make it 30k", "Changed: 12,000 EUR → 30,000 EUR")]
    [InlineData("30k instead", "Changed: 12,000 EUR → 30,000 EUR")]
    [InlineData("plutôt 30k", "Changed: 12,000 EUR → 30,000 EUR")]
    [InlineData("non, mets 30k", "Changed: 12,000 EUR → 30,000 EUR")]
    [InlineData("change the value to 30k", "Changed: 12,000 EUR → 30,000 EUR")]
    [InlineData("passe-la à 30k", "Changed: 12,000 EUR → 30,000 EUR")]
    [InlineData("mets le montant à 30k", "Changed: 12,000 EUR → 30,000 EUR")]
    [InlineData("change the closing date to 30 June", "Changed: closes 2 Jun 2026 → closes 30 Jun 2026")]
    [InlineData("set the chances to 40%", "Changed: chances 10% → chances 40%")]
    [InlineData("cycle EXISTING", "Changed: closes 2 Jun 2026 → closes 2 May 2026 · New business → Existing customer")]
    [InlineData("no, end of June", "Changed: closes 2 Jun 2026 → closes 30 Jun 2026")]
    [InlineData("no, closing in June", "Changed: closes 2 Jun 2026 → closes 30 Jun 2026")]
    [InlineData("no, Ben's", "Changed: you → Ben Okafor")]
    [InlineData("c’est pour Ben", "Changed: you → Ben Okafor")]
    [InlineData("no, Contoso Hotels", "Changed: Fabrikam Clinics → Contoso Hotels")]
    [InlineData("make it urgent", "Changed: priority high")]
    [InlineData("call it Stair lamps", "Changed: Corridor lamps → Stair lamps")]
    public async Task ACorrectionChangesItAndSaysWhatChanged(string words, string changed)
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(David, Complete);

        var card = await bot.SayAsync(David, words);
        await bot.SayAsync(David, "ok");

        Assert.Contains(changed, card.Text, StringComparison.Ordinal);
        Assert.Contains("Change", card.Buttons);
        var saved = await bot.StoredAsync("OPP-00041");
        var expected = (Title: "Corridor lamps", Value: 12000m, Close: new DateOnly(2026, 6, 2), Who: "DAVID", Contact: "Fabrikam Clinics");
        expected = changed switch
        {
            _ when changed.EndsWith("EUR", StringComparison.Ordinal) => expected with { Value = 30000m },
            _ when changed.EndsWith("customer", StringComparison.Ordinal) => expected with { Close = new DateOnly(2026, 5, 2) },
            _ when changed.Contains("closes", StringComparison.Ordinal) => expected with { Close = new DateOnly(2026, 6, 30) },
            _ when changed.EndsWith("Okafor", StringComparison.Ordinal) => expected with { Who = "BEN" },
            _ when changed.EndsWith("Hotels", StringComparison.Ordinal) => expected with { Contact = "Contoso Hotels" },
            _ when changed.EndsWith("Stair lamps", StringComparison.Ordinal) => expected with { Title = "Stair lamps" },
            _ => expected,
        };
        Assert.Equal(expected, (saved.Description, saved.Current!.EstimatedValue, saved.Current.EstimatedCloseDate, saved.Salesperson!.Code,
            saved.Contact!.Name));
    }

    [Fact]
    public async Task OfACorrectionWhatWasNotUsedIsSaid_AndWhatIsNoneIsNotTakenForOne()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, Complete);

        var partly = await bot.SayAsync(Anna, "no, 30k with the garden");
        var other = await bot.SayAsync(Anna, "no problem");
        var doubtful = await bot.SayAsync(Anna, "make it 25");

        Assert.Contains("Not used: “", partly.Text, StringComparison.Ordinal);
        Assert.Contains("garden", partly.Text, StringComparison.Ordinal);
        Assert.Contains("30,000 EUR", partly.Text, StringComparison.Ordinal);
        Assert.Contains("I did not understand “no problem”.", other.Text, StringComparison.Ordinal);
        Assert.Equal("25", doubtful.Value("value"));
        Assert.NotNull(doubtful.Note("value"));
    }

    [Fact]
    public async Task OfSeveralCardsOfOneCaptureOneIsSaved_AsItStoodThere()
    {
        await using var bot = await BotApplication.StartAsync();
        var first = await bot.SayAsync(Anna, Complete);
        var second = await bot.SayAsync(Anna, "make it 30k");

        await bot.PressAsync(Anna, first, "Save");
        var late = await bot.PressAsync(Anna, second, "Save");
        var change = await bot.PressAsync(Anna, second, "Change");

        Assert.All([late, change], card => Assert.Contains("OPP-00041", card.Text, StringComparison.Ordinal));
        Assert.Equal(12000m, (await bot.StoredAsync("OPP-00041")).Current!.EstimatedValue);
        Assert.Equal(41, await bot.CountAsync());
    }

    [Fact]
    public async Task WhatMayBeThereAlreadyIsSaidFirst_AndAWordThenSavesAllTheSame()
    {
        await using var bot = await BotApplication.StartAsync();

        var card = await bot.SayAsync(Anna, "new Lobby lightning for Contoso Hotels 40k");
        var saved = await bot.SayAsync(Anna, "ok");

        Assert.Contains("OPP-00001 is open already", card.Text, StringComparison.Ordinal);
        Assert.Equal(["Save all the same", "Open OPP-00001", "Change", "Cancel"], card.Buttons);
        Assert.Contains("Saved as OPP-00041.", saved.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Team")]
    [InlineData("Own")]
    public async Task ForAColleagueItIsSavedAndHandedOverAsOneAct(string visibility)
    {
        await using var bot = await BotApplication.StartAsync(("Company:OpportunityVisibility", visibility));
        await bot.InstallAsync(Ben);
        await bot.InDatabaseAsync(db => db.Reminders.ExecuteDeleteAsync());

        var card = await bot.SayAsync(Anna, "new Corridor lamps for Fabrikam Clinics 12k for Ben");
        var saved = await bot.PressAsync(Anna, card, "Save");
        var again = await bot.PressAsync(Anna, card, "Save");
        var offer = (await bot.TickAsync()).Last(sent => sent.Conversation == Ben.Conversation).Card;

        Assert.Contains("Ben Okafor gets it when you save, and is told.", card.Text, StringComparison.Ordinal);
        Assert.Empty(card.InputIds);
        Assert.All([saved, again], answer => Assert.Contains("OPP-00041", answer.Text, StringComparison.Ordinal));
        Assert.Contains("Ben Okafor", saved.Text, StringComparison.Ordinal);
        Assert.Contains("Undo", saved.Buttons);
        Assert.Contains("Accept", offer.Buttons);
        Assert.Equal(("BEN", 41), ((await bot.StoredAsync("OPP-00041")).Salesperson!.Code, await bot.CountAsync()));
        await bot.PressAsync(Anna, saved, "Undo");
        Assert.Equal("ANNA", (await bot.StoredAsync("OPP-00041")).Salesperson!.Code);
    }

    [Fact]
    public async Task AHandOverThatIsRefusedLeavesNothingBehind()
    {
        await using var bot = await BotApplication.StartAsync();
        var card = await bot.SayAsync(Anna, "new Corridor lamps for Globex Corp 12k for Ben");
        await bot.InDatabaseAsync(db => db.Salespeople.Where(p => p.Name == Ben.Name)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Blocked, true)));
        var before = await bot.InDatabaseAsync(async db => (await db.Opportunities.CountAsync(), await db.Contacts.CountAsync(),
            await db.AuditEntries.CountAsync(), await db.Reminders.CountAsync()));

        var refused = await bot.PressAsync(Anna, card, "Save");

        Assert.NotNull(refused.Note("salesperson"));
        Assert.Equal(before, await bot.InDatabaseAsync(async db => (await db.Opportunities.CountAsync(), await db.Contacts.CountAsync(),
            await db.AuditEntries.CountAsync(), await db.Reminders.CountAsync())));
    }

    [Theory]
    [InlineData("what is overdue?")]
    [InlineData("who owns the Contoso one")]
    [InlineData("Combien vaut mon portefeuille")]
    [InlineData("Où en est Contoso")]
    [InlineData("45k?")]
    [InlineData("Contoso ?")]
    [InlineData("good morning")]
    [InlineData("Bonjour à tous")]
    [InlineData("Thanks a lot!")]
    [InlineData("merci beaucoup")]
    [InlineData("see you tomorrow")]
    [InlineData("Au revoir")]
    [InlineData("bye")]
    public async Task TalkLeavesTheFormAsItIs(string talk)
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "new");

        var answer = await bot.SayAsync(Anna, talk);
        var title = await bot.SayAsync(Anna, "Move to cloud");
        await bot.SayAsync(Anna, talk);
        var contact = await bot.SayAsync(Anna, "Fabrikam Clinics");
        await bot.SayAsync(Anna, talk);
        var value = await bot.SayAsync(Anna, "12k");

        Assert.DoesNotContain("title", answer.InputIds);
        Assert.Equal("Move to cloud", title.Value("title"));
        Assert.Equal(
            ("Move to cloud", "CT-00002", "12000"), (contact.Value("title"), value.Value("contact"), value.Value("value")));
    }

    [Theory]
    [InlineData("au revoir ")]
    [InlineData("ok ")]
    [InlineData("no make it ")]
    public async Task APastedTextIsNoAssentAndNoGoodbye(string words)
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "new");

        var form = await bot.SayAsync(Anna, string.Concat(Enumerable.Repeat(words, 20_000 / words.Length)));

        Assert.StartsWith(words.Trim(), form.Value("title"), StringComparison.Ordinal);
        Assert.Equal(40, await bot.CountAsync());
        Assert.Empty(bot.Failures);
    }

    [Fact]
    public async Task WhereTheContactIsAskedFiguresAreTakenForWhatTheyAre_AndAColleaguesNameMayBeTheContacts()
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "new Corridor lamps 12k");

        var figures = await bot.SayAsync(Anna, "30k end of June");
        var named = await bot.SayAsync(Anna, "Ben");

        Assert.Contains("Corridor lamps · 30,000 EUR · closes 30 Jun 2026 · you", figures.Text, StringComparison.Ordinal);
        Assert.Equal(["contact", "newContact"], figures.InputIds);
        Assert.Equal("Ben", named.Value("newContact"));
    }

    [Theory]
    [InlineData("Thank you cards")]
    [InlineData("Good morning TV studio")]
    [InlineData("Save energy in Lyon")]
    [InlineData("Yes Optus rollout")]
    [InlineData("Change of carpets")]
    [InlineData("Make it shine")]
    [InlineData("No limits gym")]
    public async Task WhatOnlyBeginsLikeTalkIsATitle(string title)
    {
        await using var bot = await BotApplication.StartAsync();
        await bot.SayAsync(Anna, "new");

        Assert.Equal(title, (await bot.SayAsync(Anna, title)).Value("title"));
    }
}
