using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Talk;

/// <summary>One talks to it as to a colleague: it remembers what it showed, answers, and changes what is said.</summary>
public sealed class TalkTests
{
    [Fact]
    public async Task ItRemembersWhatItShowed_AndAnswersAndChangesIt()
    {
        await using var bot = await BotApplication.StartAsync();
        await TalkAsync(bot, Anna,
            ("my opportunities", "My open opportunities"),
            ("show 4", "Night signage"),
            ("who owns it?", "OPP-00004 is with Anna Keller."),
            ("when does it close?", "OPP-00004 is expected to close on"),
            ("what's the next step?", "OPP-00004 has no next step."),
            ("change the value to 9k", "7,400 EUR → 9,000 EUR"),
            ("make it high priority", "Normal → High"),
            ("push it by a week", "→"),
            ("note: they asked for a discount", "Noted: “they asked for a discount”"),
            ("what happened last?", "they asked for a discount"),
            ("move it to Qualification", "Moved to Qualification."),
            ("undo", "Undone."),
            ("thanks!", "With pleasure."));
        var stored = await bot.StoredAsync("OPP-00004");
        Assert.Equal(9000, stored.Current!.EstimatedValue);
        Assert.Equal(1, stored.Current.StageNumber);
        Assert.Equal(Priority.High, stored.Priority);
        var notes = await bot.InDatabaseAsync(db => db.AuditEntries.AsNoTracking()
            .Where(a => a.SubjectKey == "OPP-00004" && a.Sentence == AuditSentences.NoteAdded).ToListAsync());
        Assert.Equal("they asked for a discount", Assert.Single(notes).Arguments[0]);
    }

    [Fact]
    public async Task TheSameInFrench()
    {
        await using var bot = await BotApplication.StartAsync();
        await TalkAsync(bot, Chloe,
            ("mes opportunités", "Mes opportunités ouvertes"),
            ("voir 21", "Spa area"),
            ("qui s'en occupe ?", "OPP-00021 est suivie par Chloé Martin."),
            ("change la valeur à 90k", "→ 90"),
            ("repousse-la d'une semaine", "→"),
            ("note : le directeur est absent", "Noté : « le directeur est absent »"),
            ("merci", "Avec plaisir."));
        Assert.Equal(90_000, (await bot.StoredAsync("OPP-00021")).Current!.EstimatedValue);
    }

    [Fact]
    public async Task AReminderIsWhatWasShownLast()
    {
        await using var bot = await BotApplication.StartAsync();
        await TalkAsync(bot, Anna, ("hi", "Hello"));
        await BeRemindedAsync(bot);

        await TalkAsync(bot, Anna, ("who owns it?", "OPP-00001 is with Anna Keller."));
    }

    [Fact]
    public async Task AReminderThatCameSinceTheCardThatWasLookedAtIsOneOfTwo()
    {
        await using var bot = await BotApplication.StartAsync();
        await TalkAsync(bot, Anna, ("hi", "Hello"), ("show 4", "Night signage"));
        await BeRemindedAsync(bot);
        var before = await bot.StoredAsync("OPP-00004");

        var asked = await bot.SayAsync(Anna, "push it by a week");
        var pushed = await bot.PressAsync(Anna, asked, "Take OPP-00004");

        Assert.Contains("A reminder came in between. Which one do you mean?", asked.Text, StringComparison.Ordinal);
        Assert.Contains("Lobby lighting", asked.Text, StringComparison.Ordinal);
        Assert.Contains("→", pushed.Text, StringComparison.Ordinal);
        Assert.Equal(
            before.Current!.EstimatedCloseDate.AddDays(7), (await bot.StoredAsync("OPP-00004")).Current!.EstimatedCloseDate);
    }

    /// <summary>Of OPP-00001 alone, a minute later.</summary>
    private static async Task BeRemindedAsync(BotApplication bot)
    {
        await bot.InDatabaseAsync(db => db.Reminders.Where(r => r.Kind != ReminderKind.StageLimit).ExecuteDeleteAsync());
        bot.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("Lobby lighting", Assert.Single(await bot.TickAsync()).Card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AfterAListNoRowIsIt_AndAFigureLeavesItAsItWas()
    {
        await using var bot = await BotApplication.StartAsync();
        await TalkAsync(bot, Anna, ("show 4", "Night signage"), ("how much is my pipeline worth?", "377,050 EUR in all"),
            ("who owns it?", "OPP-00004 is with Anna Keller."), ("what is overdue?", "late"));
        var before = await bot.StoredAsync("OPP-00004");

        var asked = await bot.SayAsync(Anna, "change its value to 9k");

        Assert.Contains("Several were shown last. Which one do you mean?", asked.Text, StringComparison.Ordinal);
        Assert.Equal(before.Version, (await bot.StoredAsync("OPP-00004")).Version);
    }

    [Fact]
    public async Task ToNextMonthIsTheSameDayOfTheMonthAfterTodays_AndIsAskedWhereThatIsEarlier()
    {
        await using var bot = await BotApplication.StartAsync();
        await TalkAsync(bot, Anna,
            ("closing of 4 is now 31 march", "31 Mar 2026"), ("push it to next month", "31 Mar 2026 → 30 Apr 2026"),
            ("closing of 2 is now 15 june", "15 Jun 2026"));

        var asked = await bot.SayAsync(Anna, "push it to next month");

        Assert.Equal("2026-04-15", asked.Value("closeDate"));
        Assert.Contains("before the present closing date, 15 Jun 2026", asked.Note("closeDate"), StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2026, 6, 15), (await bot.StoredAsync("OPP-00002")).Current!.EstimatedCloseDate);
    }

    [Fact]
    public async Task ATaskThatWasSaidIsThere_AndIsTakenBackWithOneWord()
    {
        await using var bot = await BotApplication.StartAsync();
        Task<int> CallsAsync() => bot.InDatabaseAsync(
            db => db.Tasks.CountAsync(task => task.Opportunity!.No == "OPP-00004" && task.Description.StartsWith("call Ana")));
        var made = await bot.SayAsync(Anna, "call Ana tomorrow at 9 about 4");
        var before = await CallsAsync();

        await TalkAsync(bot, Anna, ("undo", "Undone."));

        Assert.Contains("Undo", made.Buttons);
        Assert.Equal((1, 0), (before, await CallsAsync()));
        var log = await bot.InDatabaseAsync(db => db.AuditEntries.AsNoTracking().Where(a => a.SubjectKey == "OPP-00004")
            .OrderByDescending(a => a.Id).Select(a => a.Sentence).FirstAsync());
        Assert.Equal(AuditSentences.TaskUndone, log);
    }

    [Fact]
    public async Task ARowOfTheListIsMeantByItsPlace_AndWhatIsBeyondItIsSaid()
    {
        await using var bot = await BotApplication.StartAsync();
        var list = await bot.SayAsync(Anna, "my opportunities");
        var rows = await bot.InDatabaseAsync(db => db.Opportunities.Select(o => new { o.No, o.Description }).ToListAsync());
        var shown = rows.Where(r => list.Text.Contains(r.No, StringComparison.Ordinal))
            .OrderBy(r => list.Text.IndexOf(r.No, StringComparison.Ordinal)).ToList();

        Assert.Contains(shown[1].Description, (await bot.SayAsync(Anna, "show me the second one")).Text, StringComparison.Ordinal);
        Assert.Contains(shown[2].No, (await bot.SayAsync(Anna, "and the third one, who owns it?")).Text, StringComparison.Ordinal);
        Assert.Contains("The list has only 5 rows.", (await bot.SayAsync(Anna, "show me the ninth one")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QuestionsAreAnsweredWithNumbersAndTheFilterSaidBack()
    {
        await using var bot = await BotApplication.StartAsync();
        await TalkAsync(bot, Anna,
            ("how much is my pipeline worth?", "377,050 EUR in all"),
            ("what closes this month over 50k?", "Ward refit"),
            ("what did I win last month?", "Gym renovation"),
            ("how is Contoso?", "Contoso Hotels: "));
        await TalkAsync(bot, David, ("how is Ben doing?", "Ben Okafor: "), ("what is overdue?", "everybody’s that you may see"));
    }

    [Fact]
    public async Task WhatFitsSeveralIsAskedAndGoesOnWithWhatWasSaid()
    {
        await using var bot = await BotApplication.StartAsync();
        var asked = await bot.SayAsync(Anna, "who owns the Contoso one?");
        Assert.Contains("Several fit", asked.Text, StringComparison.Ordinal);

        var answer = await bot.PressAsync(Anna, asked, "Take OPP-00002");

        Assert.Contains("OPP-00002 is with Anna Keller.", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEndingIsNeverDoneAtOnce_ItsFormComesFilledIn()
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.SayAsync(Anna, "won 5 for 60k");

        Assert.Equal("60000", form.Value("amount"));
        Assert.Equal(OpportunityStatus.InProgress, (await bot.StoredAsync("OPP-00005")).Status);
    }

    [Fact]
    public async Task WhatOneMayNotSeeIsAnsweredLikeWhatIsNotThere()
    {
        await using var bot = await BotApplication.StartAsync();
        var nothing = await bot.SayAsync(Anna, "who owns 99999?");
        Assert.Contains("I cannot find that opportunity.", nothing.Text, StringComparison.Ordinal);
    }

    private static async Task TalkAsync(BotApplication bot, ChatPerson person, params (string Say, string Comes)[] lines)
    {
        foreach (var (say, comes) in lines)
        {
            var answer = (await bot.SayAsync(person, say)).Text.Replace('\u202f', ' ').Replace('\u00a0', ' ');
            Assert.True(answer.Contains(comes, StringComparison.Ordinal), $"“{say}” was answered:\n{answer}\n\nwithout “{comes}”.");
        }
    }
}
