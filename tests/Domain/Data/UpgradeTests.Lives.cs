using System.Globalization;
using System.Text.Json;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Tests.Domain.Pipeline;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace ChatOpportunities.Tests.Domain.Data;

/// <summary>The same for a company with a past: its figures, its history and its reminders.</summary>
public sealed partial class UpgradeTests(ITestOutputHelper output)
{
    private const int DefaultCount = 150;

    [Theory]
    [InlineData("Initial")]
    [InlineData("OneActiveEntry")]
    public async Task GivenLivesMadeAtRandom_WhenTheirDatabaseIsBroughtUpToDate_ThenFiguresHistoriesAndRemindersAreTheSame(string migration)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("DRILL_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given : Random.Shared.Next();
        var count = int.TryParse(Environment.GetEnvironmentVariable("DRILL_COUNT"), CultureInfo.InvariantCulture, out var many)
            ? many : DefaultCount;
        output.WriteLine($"Seed {seed}, {count} lives");
        await using var today = await DomainHost.StartWithDemoAsync(DomainHost.AllAhead); // as rows: before, all that lay ahead was
        await FillWhatTheDemoLeavesOutAsync(today);
        await today.DoAsync<OpportunitiesContext>(db => new Lives(seed, An.Today).MakeAsync(db, count));
        var lives = new StayLives(today, seed);
        await lives.BeginAsync();
        for (var step = 0; step < 60; step++)
        {
            await lives.StepAsync();
        }

        var now = today.Clock.GetUtcNow();
        await today.DoAsync<OpportunitiesContext>(db => db.LookAtAllAsync(now));
        await KeepUpAsync(today, now);
        await today.DoAsync<OpportunitiesContext>( // made anew each week, and the first release knew none
            db => db.Reminders.Where(r => r.Kind == ReminderKind.TeamBrief).ExecuteDeleteAsync());
        var due = await PendingAsync(today);
        await using var old = DomainHost.StartWithout();
        old.Clock.SetUtcNow(now);
        await CopyToAsync(old, today, migration);
        var before = await old.DoAsync<OpportunitiesContext, Dictionary<string, List<string>>>(db => RowsAsync(db, null));

        await old.DoAsync<OpportunitiesContext>(db => DatabaseSetup.PrepareAsync(db, CancellationToken.None));

        var after = await old.DoAsync<OpportunitiesContext, Dictionary<string, List<string>>>(db => RowsAsync(db, before));
        Assert.All(before, table => Assert.Equal(table.Value, after[table.Key]));
        Assert.Equal(await StaysAsync(today), await StaysAsync(old));
        var (figures, told) = (await FiguresAsync(today), await FiguresAsync(old));
        Assert.All(figures.Zip(told), pair => Assert.Equal(pair.First, pair.Second));
        await KeepUpAsync(old, now);
        var (rows, ahead) = (await PendingAsync(old), await AheadAsync(old, now));
        output.WriteLine(
            $"{before.Sum(t => t.Value.Count - 1)} rows; {figures.Count} figures of {figures.Sum(f => f.Length)} characters; {due.Count} reminders, {rows.Count} near and {ahead.Count} ahead");
        Assert.InRange(rows.Count, 1, due.Count);
        // The first release kept neither how often a stage was entered nor when one was last worked on, which these two are named by.
        bool IsCompared(string line) => migration != "Initial"
            || !(line.StartsWith("stage-limit/", StringComparison.Ordinal) || line.StartsWith("no-activity/", StringComparison.Ordinal));
        Assert.Equal(
            due.Where(IsCompared).Order(StringComparer.Ordinal), rows.Concat(ahead).Where(IsCompared).Order(StringComparer.Ordinal));
        output.WriteLine(await old.CheckAsync());
    }

    private static Task KeepUpAsync(DomainHost host, DateTimeOffset now) => host.DoAsync<ReminderPlanner>(async planner =>
    {
        for (var tick = 0; tick < 20; tick++)
        {
            await planner.KeepUpAsync(now, CancellationToken.None);
        }
    });

    private static Task<List<string>> StaysAsync(DomainHost host) => host.DoAsync<OpportunitiesContext, List<string>>(async db =>
        [.. (await db.StageStays.AsNoTracking().OrderBy(s => s.EntryId).ToListAsync())
            .Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.EntryId} of {s.OpportunityId}: {s.Told()}"))]);

    private static Task<List<string>> PendingAsync(DomainHost host) => host.DoAsync<OpportunitiesContext, List<string>>(async db =>
        [.. (await db.Reminders.AsNoTracking().Where(r => r.State == ReminderState.Pending && r.Kind != ReminderKind.TeamBrief)
            .ToListAsync()).Select(Line)]);

    private static async Task<List<string>> FiguresAsync(DomainHost host)
    {
        List<string> all = [];
        foreach (var code in new[] { "EMMA", "MIRA", "LONE" })
        {
            var caller = await host.CallerAsync(code);
            (DateOnly? From, DateOnly? To)[] periods = [(null, null), (caller.Today.AddDays(-90), caller.Today.AddDays(-20))];
            await host.DoAsync<Figures>(async figures =>
            {
                foreach (var filter in new FigureFilter[] { FigureFilter.None, new("ODD"), new("LIVE"), new(TeamCode: "SOUND") })
                {
                    Add(await figures.OverviewAsync(filter, 6, caller, default));
                    foreach (var (from, to) in periods)
                    {
                        Add(await figures.ResultsAsync(filter, from, to, caller, default));
                    }
                }

                foreach (var (from, to) in periods)
                {
                    Add(await figures.OfCycleAsync("LIVE", from, to, caller, default));
                    Add(await figures.OfCycleAsync("NEW", from, to, caller, default));
                }

                Add(await figures.OfSalespersonAsync("ANNA", caller, default));
                Add(await figures.OfTeamAsync("LIGHT", caller, default));
                Add(await figures.OfContactAsync("CT-00001", caller, default));
            });
        }

        return all;

        void Add<T>(T figure) => all.Add(JsonSerializer.Serialize(figure));
    }

    private static async Task<List<string>> AheadAsync(DomainHost host, DateTimeOffset now)
    {
        List<string> ahead = [];
        foreach (var id in await host.DoAsync<OpportunitiesContext, List<long>>(db => db.Opportunities.Select(o => o.Id).ToListAsync()))
        {
            var upcoming = await host.DoAsync<ReminderPlanner, IReadOnlyList<Reminder>>(p => p.UpcomingAsync(id, now, default));
            ahead.AddRange(upcoming.Select(Line));
        }

        return ahead;
    }

    /// <summary>Whom, when, about what; the first release kept no day beside the instant.</summary>
    private static string Line(Reminder reminder) =>
        string.Create(CultureInfo.InvariantCulture, $"{reminder.Key} to {reminder.SalespersonId} at {reminder.DueAt:O}");
}
