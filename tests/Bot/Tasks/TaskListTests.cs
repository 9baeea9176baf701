using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Tasks;

/// <summary>A person's tasks in the chat.</summary>
public sealed class TaskListTests
{
    [Fact]
    public async Task TasksAreListedByDayAndDoneWithOnePress()
    {
        await using var bot = await BotApplication.StartAsync();
        var list = await bot.SayAsync(Anna, "tasks");
        var open = await OpenAsync(bot);

        var (verb, data) = list.Press("Done");
        var done = await bot.PressAsync(Anna, verb, data);
        var again = await bot.PressAsync(Anna, verb, data);

        Assert.Contains("is done.", done.Text, StringComparison.Ordinal);
        Assert.Contains("Warning", again.Text, StringComparison.Ordinal);
        Assert.Equal(open - 1, await OpenAsync(bot));
    }

    [Fact]
    public async Task ATaskIsPutOffToADayThatIsChosenOrTyped()
    {
        await using var bot = await BotApplication.StartAsync();
        var list = await bot.SayAsync(Chloe, "mes tâches");
        var form = await bot.PressAsync(Chloe, list, "Reporter…");

        var later = await bot.PressAsync(Chloe, form, "Reporter", new { until = "2026-05-04" });

        Assert.Contains("est reportée au 4 mai 2026", later.Text, StringComparison.Ordinal);
        Assert.True(await bot.InDatabaseAsync(db => db.Tasks.AnyAsync(t => t.Date == new DateOnly(2026, 5, 4))));
    }

    [Theory]
    [InlineData("2026-02-31")]
    [InlineData("tomorrow")]
    [InlineData("1e309")]
    [InlineData("3000-01-01")]
    public async Task ADayThatDoesNotExistIsToldAndNothingIsPutOff(string day)
    {
        await using var bot = await BotApplication.StartAsync();
        var form = await bot.PressAsync(Anna, await bot.SayAsync(Anna, "tasks"), "Put off…");

        var answer = await bot.PressAsync(Anna, form, "Put off", new { until = day });

        Assert.NotNull(answer.Note("until"));
        Assert.False(await bot.InDatabaseAsync(db => db.Tasks.AnyAsync(t => t.Status == SalesTaskStatus.Postponed)));
    }

    [Fact]
    public async Task SomebodyElsesTaskIsNeitherDoneNorPutOff()
    {
        await using var bot = await BotApplication.StartAsync(("Company:OpportunityVisibility", "Own"));
        var (verb, data) = (await bot.SayAsync(Ben, "tasks")).Press("Done");
        var open = await OpenAsync(bot);

        var answer = await bot.PressAsync(Anna, verb, data);
        var later = await bot.PressAsync(
            Anna, "task.postpone", new(data.ToDictionary(m => m.Key, m => m.Value?.DeepClone())) { ["until"] = "2026-05-04" });

        Assert.All([answer, later], card => Assert.Contains("Warning", card.Text, StringComparison.Ordinal));
        Assert.Equal(open, await OpenAsync(bot));
    }

    [Fact]
    public async Task ATaskAtAnOpportunityThatIsNotTheirsToSeeIsPutOffAndDone_WithoutAWordOfIt()
    {
        await using var bot = await BotApplication.StartAsync(("Company:OpportunityVisibility", "Own"));
        var form = await bot.PressAsync(David, await bot.SayAsync(David, "assign 1 to Ben"), "Assign", new { moveTasks = "false" });
        await bot.InDatabaseAsync(
            db => db.Tasks.Where(t => t.Salesperson!.Code == "ANNA" && t.Opportunity!.No != "OPP-00001").ExecuteDeleteAsync());
        var open = await OpenAsync(bot);

        var list = await bot.SayAsync(Anna, "tasks");
        var later = await bot.PressAsync(Anna, list, "Put off…");
        var put = await bot.PressAsync(Anna, later, "Put off", new { until = "2026-05-04" });
        var done = await bot.PressAsync(Anna, put, "Done");

        Assert.Contains("Ben Okafor has it now", form.Text, StringComparison.Ordinal);
        Assert.Equal(["Put off", "Back"], later.Buttons);
        Assert.Contains("is put off until 4 May 2026.", put.Text, StringComparison.Ordinal);
        Assert.Contains("is done.", done.Text, StringComparison.Ordinal);
        Assert.Equal(open - 1, await OpenAsync(bot));
        Assert.All([list, later, put, done], card => Assert.Contains("OPP-00001", card.Text, StringComparison.Ordinal));
        Assert.All([list, later, put, done], card => Assert.DoesNotContain("Lobby lighting", card.Text, StringComparison.Ordinal));
    }

    private static Task<int> OpenAsync(BotApplication bot) => bot.InDatabaseAsync(db => db.Tasks.CountAsync(t => !t.Closed));
}
