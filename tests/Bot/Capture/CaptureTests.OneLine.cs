using ChatOpportunities.Tests.Support;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Capture;

public sealed partial class CaptureTests
{
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
}
