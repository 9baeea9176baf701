using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Capture;

/// <summary>A capture that is complete is one sentence and one press; words typed under it do what they say.</summary>
public sealed partial class CompactCaptureTests
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
}
