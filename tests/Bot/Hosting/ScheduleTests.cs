using ChatOpportunities.Bot.Hosting;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Tests.Support;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Tests.Bot.Hosting;

/// <summary>What is put into the schedule, by whom it is done, and what the clearing away removes.</summary>
public sealed class ScheduleTests
{
    [Theory]
    [InlineData(1, "*/1 * * * * *")]
    [InlineData(10, "*/10 * * * * *")]
    [InlineData(30, "*/30 * * * * *")]
    [InlineData(60, "*/1 * * * *")]
    [InlineData(1800, "*/30 * * * *")]
    [InlineData(3600, "0 * * * *")]
    public void APeriodIsSaidInCron(int seconds, string cron) => Assert.Equal(cron, RecurringJobs.Every(seconds));

    [Theory]
    [InlineData("reminders", DatabaseProvider.PostgreSql, true)]
    [InlineData("portal", DatabaseProvider.PostgreSql, false)]
    [InlineData("bot,portal", DatabaseProvider.SqlServer, false)]
    [InlineData("portal", DatabaseProvider.Sqlite, true)]
    [InlineData("bot", DatabaseProvider.Sqlite, false)]
    [InlineData("", DatabaseProvider.SqlServer, true)]
    public void JobsAreRunByTheRoleReminders_AndWhereNobodyElseCould(string roles, DatabaseProvider provider, bool runs)
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager { ["Host:Roles"] = roles };

        Assert.Equal(runs, Schedule.RunsJobs(HostRoles.From(configuration), new DatabaseOptions { Provider = provider }));
    }

    [Fact]
    public async Task APortalAloneOnSqliteIsReady_AndKeepsItsScheduleInMemory()
    {
        await using var bot = await BotApplication.StartAsync(("Host:Roles", "portal"));

        Assert.Equal("Healthy", await bot.Http.GetStringAsync("/health/ready"));
        await Product.UntilAsync(() => Task.FromResult(Recurring(bot).Count > 0));
        Assert.Equal(["clean-up", "stay-check"], Recurring(bot).Order(StringComparer.Ordinal));

        static List<string> Recurring(BotApplication bot)
        {
            using var connection = ((JobStorage)bot.Services.GetService(typeof(JobStorage))!).GetConnection();
            return [.. connection.GetAllItemsFromSet("recurring-jobs")];
        }
    }

    [Fact]
    public async Task WhatHasEndedIsRemoved_HoweverMuchItIs_AndTheRestStays()
    {
        await using var host = await BotApplication.StartAsync();
        var now = host.Clock.GetUtcNow();
        await host.InDatabaseAsync(async db =>
        {
            db.StoredItems.AddRange(Enumerable.Range(0, (2 * ExpiredItems.AtOnce) + 1)
                .Select(i => new StoredItem { Key = $"ended/{i}", Value = "", ExpiresAt = now.AddSeconds(-1) }));
            db.StoredItems.Add(new StoredItem { Key = "lives", Value = "", ExpiresAt = now.AddSeconds(1) });
            return await db.SaveChangesAsync();
        });

        await host.DoAsync<OpportunitiesContext, bool>(async db =>
        {
            await new CleanUpJob(db, Options.Create(new RetentionOptions()), host.Clock, NullLogger<CleanUpJob>.Instance)
                .RunAsync(CancellationToken.None);
            return true;
        });

        Assert.Equal(["lives"], await host.InDatabaseAsync(db => db.StoredItems
            .Where(i => i.Key == "lives" || i.Key.StartsWith("ended/")).Select(i => i.Key).ToListAsync()));
    }
}
