using ChatOpportunities.Domain.Reminders;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Reminders;

public sealed partial class RowTests
{
    [Fact]
    public async Task AHandOverFoundByTheWordIsAcceptedOrDeclinedFromItsRow()
    {
        await using var bot = await StartAsync();
        await bot.SayAsync(Ben, "hi");
        await GiveAsync(bot, "OPP-00001");
        await GiveAsync(bot, "OPP-00002");
        Assert.Equal(2, (await bot.TickAsync()).Count);

        var row = await bot.PressAsync(Ben, await bot.SayAsync(Ben, "brief"), "Deal with OPP-00001");
        var brief = await bot.PressAsync(Ben, row, "Accept");
        var form = await bot.PressAsync(Ben, await bot.PressAsync(Ben, brief, "Deal with OPP-00002"), "Decline…");
        var without = await bot.PressAsync(Ben, form, "Decline");
        var nothing = await bot.PressAsync(Ben, without, "Decline", new { note = "I know nobody there" });

        Assert.Equal(["Accept", "Decline…", "Remind me later", "More", "Back"], row.Buttons);
        Assert.Contains("Done: It is yours now.", brief.Text, StringComparison.Ordinal);
        Assert.Equal(["Deal with OPP-00002"], brief.Buttons);
        Assert.NotNull(without.Note("note"));
        Assert.Contains("Done: ", nothing.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing waits for you.", nothing.Text, StringComparison.Ordinal);
        Assert.Equal(
            ("BEN", "DAVID"),
            ((await bot.StoredAsync("OPP-00001")).Salesperson!.Code, (await bot.StoredAsync("OPP-00002")).Salesperson!.Code));
    }

    [Fact]
    public async Task GivenAHandOverThatComesWithOtherQuestions_WhenItIsAccepted_ThenTheOthersAreAskedNext()
    {
        await using var bot = await StartAsync();
        await bot.SayAsync(Ben, "hi");
        await bot.InDatabaseAsync(
            db => db.Salespeople.Where(p => p.Code == "BEN").ExecuteUpdateAsync(s => s.SetProperty(p => p.AloneKinds, ReminderKinds.None)));
        await AddTaskAsync(bot, "OPP-00001", "Measure the lobby");
        await GiveAsync(bot, "OPP-00001");
        await OnlyAsync(bot, ReminderKind.HandOver, ReminderKind.TaskDue);
        var card = await TomorrowAsync(bot, Ben);

        var accepted = await bot.PressAsync(Ben, card, "Accept");
        var done = await bot.PressAsync(Ben, accepted, "Task done");

        Assert.Contains("David Lindqvist gave you this opportunity.", card.Text, StringComparison.Ordinal);
        Assert.Contains("Task due 3 Mar 2026: Measure the lobby", card.Text, StringComparison.Ordinal);
        Assert.Equal(["Accept", "Decline…"], card.Buttons.Take(2));
        Assert.Contains("Done: It is yours now.", accepted.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("gave you this opportunity", accepted.Text, StringComparison.Ordinal);
        Assert.Equal(["Open OPP-00001"], done.Buttons);
    }

    [Fact]
    public async Task ManyThatWereGivenAtOnceComeInOneMessage_ThatSaysSoAndIsGoneThroughRowByRow()
    {
        await using var bot = await StartAsync();
        await bot.SayAsync(Chloe, "bonjour");
        foreach (var number in Enumerable.Range(1, 8))
        {
            await GiveAsync(bot, $"OPP-{number:00000}", to: "CHLOE");
        }

        var message = Guid.NewGuid();
        var sent = Assert.Single(await SendAsync(bot, Chloe, message));
        var row = await bot.PressAsync(Chloe, sent.Card, "Traiter OPP-00001");
        var after = await bot.PressAsync(Chloe, row, "Accepter");

        Assert.Contains("8 opportunités vous ont été confiées", sent.Card.Text, StringComparison.Ordinal);
        Assert.Equal(6, sent.Card.Buttons.Count);
        Assert.Contains("Et 2 de plus", sent.Card.Text, StringComparison.Ordinal);
        Assert.Contains("8 opportunités vous ont été confiées", after.Text, StringComparison.Ordinal);
        Assert.Contains("7 d’entre elles vous attendent.", after.Text, StringComparison.Ordinal);
        Assert.Contains("Traiter OPP-00007", after.Buttons);
        Assert.DoesNotContain("Traiter OPP-00001", after.Buttons);
    }

    [Fact]
    public async Task OneOfManyThatWereGivenIsCalledSoInEnglishToo()
    {
        await using var bot = await StartAsync();
        await bot.SayAsync(Ben, "hi");
        await GiveAsync(bot, "OPP-00001");
        await GiveAsync(bot, "OPP-00002");

        var card = Assert.Single(await SendAsync(bot, Ben, Guid.NewGuid())).Card;

        Assert.Contains("2 opportunities were given to you", card.Text, StringComparison.Ordinal);
        Assert.Equal(["Deal with OPP-00001", "Deal with OPP-00002"], card.Buttons);
    }

    [Fact]
    public async Task WhatIsDueAndNotSentYet_WhenItIsPutOffOrRefusedByTheWord_ThenItDoesNotComeBefore()
    {
        await using var bot = await StartAsync();
        await StageLimitsAsync(bot, "OPP-00001", "OPP-00002");
        bot.Clock.Advance(TimeSpan.FromDays(1));
        await bot.SayAsync(David, "hi");

        var brief = await bot.SayAsync(Anna, "brief");
        var later = await bot.PressAsync(Anna, await bot.PressAsync(Anna, brief, "Deal with OPP-00001"), "Remind me later");
        var put = await bot.PressAsync(Anna, later, "Remind me later", new { until = "2026-03-05" });
        var none = await bot.PressAsync(Anna, await bot.PressAsync(Anna, put, "Deal with OPP-00002"), "Not mine");

        Assert.Contains("Done: I will remind you on 5 Mar 2026.", put.Text, StringComparison.Ordinal);
        Assert.Equal(["Deal with OPP-00002"], put.Buttons);
        Assert.Contains("Done: Your manager will be told and decides.", none.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing waits for you.", none.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(await bot.TickAsync(), d => d.Conversation == Anna.Conversation);
        bot.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Contains(
            Lobby, Assert.Single(await bot.TickAsync(), d => d.Conversation == Anna.Conversation).Card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenTwoMessagesAboutOne_WhenItIsPutOffByTheWord_ThenAllOfItIsPutOff()
    {
        await using var bot = await StartAsync();
        await StageLimitsAsync(bot, "OPP-00001");
        await TomorrowAsync(bot);
        await bot.SayAsync(Anna, "remind me OPP-00001 2026-03-04 call Marie");
        bot.IsBroken = true; // sent, and looked at again
        await bot.InDatabaseAsync(db => db.Reminders.Where(r => r.Kind == ReminderKind.StageLimit).ExecuteUpdateAsync(
            s => s.SetProperty(r => r.State, ReminderState.Sent))); // asked before, and still open
        await OnlyAsync(bot, ReminderKind.StageLimit, ReminderKind.NextStep);
        await TomorrowAsync(bot);

        var row = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "brief"), "Deal with OPP-00001");
        var put = await bot.PressAsync(
            Anna, await bot.PressAsync(Anna, row, "Remind me later"), "Remind me later", new { until = "2026-03-09" });

        Assert.All(["your limit is", "call Marie"], why => Assert.Contains(why, row.Text, StringComparison.Ordinal));
        Assert.Contains("Done: I will remind you on 9 Mar 2026.", put.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing waits for you.", put.Text, StringComparison.Ordinal);
    }
}
