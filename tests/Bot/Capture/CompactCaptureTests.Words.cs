using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Capture;

public sealed partial class CompactCaptureTests
{
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
