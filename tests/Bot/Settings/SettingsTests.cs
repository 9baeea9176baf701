using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Settings;

/// <summary>What people settle for themselves in the chat.</summary>
public sealed class SettingsTests
{
    [Fact]
    public async Task LanguageAndRemindersAreChangedAndAnsweredInTheNewLanguage()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "settings");

        var saved = await bot.PressAsync(Anna, form, "Save", new
        {
            language = "fr",
            briefAt = "08:15",
            quietFrom = "19:00",
            quietTo = "07:30",
            companyKinds = "false",
            kinds = "StageLimit,ClosePassed",
        });
        var next = await bot.SayAsync(Anna, "aide");

        Assert.Contains("Europe/Paris", form.Text, StringComparison.Ordinal);
        Assert.Contains("Vos paramètres sont enregistrés.", saved.Text, StringComparison.Ordinal);
        Assert.Contains("Ce que vous pouvez me dire", next.Text, StringComparison.Ordinal);
        var anna = await AnnaAsync(bot);
        Assert.Equal(
            ("fr", new TimeOnly(8, 15), new TimeOnly(19, 0), new TimeOnly(7, 30)),
            (anna.Language, anna.BriefAt, anna.QuietFrom, anna.QuietTo));
        Assert.Equal(ReminderKinds.StageLimit | ReminderKinds.ClosePassed, anna.AloneKinds);
        Assert.Equal("StageLimit,ClosePassed", (await bot.SayAsync(Anna, "réglages")).Value("kinds"));
    }

    [Fact]
    public async Task WhatIsLeftEmptyFollowsTheCompany()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "settings");
        var first = await bot.PressAsync(Anna, form, "Save", new { briefAt = "09:00", companyKinds = "false", kinds = "" });

        await bot.PressAsync(Anna, first, "Save", new { briefAt = "", companyKinds = "true" });

        var anna = await AnnaAsync(bot);
        Assert.Null(anna.BriefAt);
        Assert.Null(anna.AloneKinds);
    }

    [Theory]
    [InlineData("briefAt", "25:00", "briefAt")]
    [InlineData("briefAt", "noon", "briefAt")]
    [InlineData("quietFrom", "20:00", "quietTo")]
    [InlineData("language", "xx", "language")]
    public async Task WhatCannotBeIsToldBesideItsInputAndNothingIsChanged(string input, string value, string note)
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "settings");

        var answer = await bot.PressAsync(Anna, form, "Save", new Dictionary<string, string> { [input] = value });

        Assert.NotNull(answer.Note(note));
        var anna = await AnnaAsync(bot);
        Assert.Equal(("en", null, null), (anna.Language, anna.BriefAt, anna.QuietFrom));
    }

    [Fact]
    public async Task ABriefInTheQuietHoursIsRefusedAlsoOverMidnight()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "settings");

        var answer = await bot.PressAsync(Anna, form, "Save", new { briefAt = "06:00", quietFrom = "19:00", quietTo = "07:00" });

        Assert.NotNull(answer.Note("briefAt"));
        Assert.Equal("06:00", answer.Value("briefAt"));
    }

    [Fact]
    public async Task GivenAnOldCard_WhenItIsSavedAfterAnotherChange_ThenItIsRefused()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "settings");
        await bot.PressAsync(Anna, form, "Save", new { briefAt = "09:00" });

        var late = await bot.PressAsync(Anna, form, "Save", new { briefAt = "10:00" });

        Assert.Contains("Warning", late.Text, StringComparison.Ordinal);
        Assert.Equal(new TimeOnly(9, 0), (await AnnaAsync(bot)).BriefAt);
    }

    private static Task<Salesperson> AnnaAsync(BotApplication bot) =>
        bot.InDatabaseAsync(db => db.Salespeople.AsNoTracking().SingleAsync(p => p.Code == "ANNA"));
}
