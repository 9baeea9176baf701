using System.Globalization;
using ChatOpportunities.Bot.Hosting;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace ChatOpportunities.Tests.Domain.Pipeline;

/// <summary>The rows of stays, which acts write, are what the history says, and so are the figures told from them.</summary>
[Trait("Suite", "Database")]
public sealed class StageStayTests(ITestOutputHelper output)
{
    private static readonly string[] Acts =
        ["create", "move", "won", "lost", "reopen", "give", "delete", "place", "insert", "stage", "bring back", "undo"];

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(300)]
    [InlineData(null)]
    public async Task WhateverIsDone_TheRowsAreThoseOfTheHistory(int? fixedSeed)
    {
        var seed = fixedSeed ?? Random.Shared.Next();
        output.WriteLine($"Seed {seed}");
        await using var host = await DomainHost.StartWithDemoAsync();
        var lives = new StayLives(host, seed);
        await lives.BeginAsync();
        for (var step = 1; step <= 240; step++)
        {
            await lives.StepAsync();
            var (stored, recounted) = (await StoredAsync(host, StayLives.Cycle), await RecountedAsync(host, StayLives.Cycle));
            var others = stored.Except(recounted).Select(s => "stored " + s).Concat(recounted.Except(stored).Select(s => "recounted " + s));
            Assert.True(stored.SequenceEqual(recounted), $"Seed {seed}, step {step}\n{string.Join('\n', others)}");
            if (step % 60 == 0)
            {
                await FiguresAreThoseOfTheHistoryAsync(host, $"Seed {seed}, step {step}");
            }
        }

        var kept = await StoredAsync(host);
        await FillAnewAsync(host, 5);
        Assert.Equal(kept, await StoredAsync(host));
        output.WriteLine(string.Join(", ", lives.Done.Select(d => $"{d.Key} {d.Value}")) + $"; {kept.Count} stays");
        Assert.All(Acts, act => Assert.True(fixedSeed is null || lives.Done.GetValueOrDefault(act) > 0, act + " was never done."));
    }

    [Fact]
    public async Task GivenADatabaseFromBeforeStaysWereRows_WhenItIsBroughtUpToDate_ThenItsFiguresAreTheSame()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var seed = Random.Shared.Next();
        output.WriteLine($"Seed {seed}");
        await host.DoAsync<OpportunitiesContext>(db => new Lives(seed, An.Today).MakeAsync(db, 150));
        var lives = new StayLives(host, seed);
        await lives.BeginAsync();
        for (var step = 0; step < 60; step++)
        {
            await lives.StepAsync();
        }

        var rows = await StoredAsync(host);
        await host.DoAsync<OpportunitiesContext>(db => db.GetService<IMigrator>().MigrateAsync("OneActiveEntry"));
        await host.DoAsync<OpportunitiesContext>(db => DatabaseSetup.PrepareAsync(db, CancellationToken.None));

        Assert.Equal(rows, await StoredAsync(host));
        await FiguresAreThoseOfTheHistoryAsync(host, $"Seed {seed}");
        Assert.Equal(0, await host.DoAsync<OpportunitiesContext, int>(db => StayFilling.KeepUpAsync(db, 10, CancellationToken.None)));
    }

    [Fact]
    public async Task AFillingThatWasEndedGoesOnWhereItWas()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var rows = await StoredAsync(host);
        var half = rows.Count / 2;
        var reached = await host.DoAsync<OpportunitiesContext, long>(
            db => db.StageStays.OrderBy(s => s.OpportunityId).Select(s => s.OpportunityId).Skip(half).FirstAsync());
        var left = await host.DoAsync<OpportunitiesContext, int>(async db =>
        {
            await NoteAsync(db, reached);
            return await db.StageStays.Where(s => s.OpportunityId > reached).ExecuteDeleteAsync();
        });

        var made = await host.DoAsync<OpportunitiesContext, int>(db => StayFilling.KeepUpAsync(db, 3, CancellationToken.None));

        Assert.InRange(left, 1, rows.Count - 1);
        Assert.Equal(left, made);
        Assert.Equal(rows, await StoredAsync(host));
    }

    [Fact]
    public async Task EachNightSomeAreRecounted_AndWhatIsOtherwiseIsToldAndMended()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var (early, late) = ("OPP-00001", (await host.StartedAsync(anna)).No);
        await host.MoveAsync(late, new MoveRequest(MoveAction.Next), anna).Done();
        var rows = await StoredAsync(host);
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            await db.StageStays.Where(s => s.Opportunity!.No == late && s.Days == null).ExecuteDeleteAsync();
            await db.StageStays.Where(s => s.Opportunity!.No == early)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.WentOn, s => !s.WentOn));
        });
        var all = await host.DoAsync<OpportunitiesContext, int>(db => db.Opportunities.CountAsync());

        Task<IReadOnlyList<StayDifference>> CheckAsync(int most) => host.DoAsync<OpportunitiesContext, IReadOnlyList<StayDifference>>(
            db => StayRecount.CheckSomeAsync(db, most, CancellationToken.None));
        Assert.Equal([early], (await CheckAsync(all - 1)).Select(d => d.No));
        var second = Assert.Single(await CheckAsync(all - 1));

        Assert.Equal(late, second.No);
        Assert.Contains("days ,", second.Recounted, StringComparison.Ordinal);
        Assert.DoesNotContain("days ,", second.Stored, StringComparison.Ordinal);
        Assert.Equal(rows, await StoredAsync(host));
        Assert.Empty(await CheckAsync(all - 1)); // from the first one again
    }

    [Fact]
    public async Task TheNightlyJobWarnsOfWhatItMended()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        await host.DoAsync<OpportunitiesContext>(
            db => db.StageStays.Where(s => s.Opportunity!.No == "OPP-00001").ExecuteDeleteAsync());
        System.Collections.Concurrent.ConcurrentQueue<string> lines = [];
        using var logs = LoggerFactory.Create(l => l.AddProvider(new LogLines(lines)));

        await host.DoAsync<OpportunitiesContext>(
            db => new StayCheckJob(db, logs.CreateLogger<StayCheckJob>()).RunAsync(CancellationToken.None));

        Assert.StartsWith("The stays of OPP-00001 on stages were not as its history says", Assert.Single(lines), StringComparison.Ordinal);
    }

    private static async Task FiguresAreThoseOfTheHistoryAsync(DomainHost host, string when)
    {
        foreach (var code in new[] { "EMMA", "DAVID", "BEN" })
        {
            var caller = await host.CallerAsync(code);
            var today = caller.Today;
            (DateOnly?, DateOnly?)[] periods =
                [(null, null), (today.AddDays(-40), today.AddDays(-5)), (today.AddDays(-15), null), (null, today)];
            FigureFilter[] filters = [FigureFilter.None, new("LIVE"), new(SalespersonCode: "BEN"), new("NEW", TeamCode: "LIGHT")];
            await host.DoAsync<OpportunitiesContext>(db => host.DoAsync<Figures>(async figures =>
            {
                var history = new HistoryFigures(db);
                foreach (var (from, to) in periods)
                {
                    foreach (var filter in filters)
                    {
                        var conversion = await history.ConversionAsync(filter, from, to, caller);
                        var times = await history.TimeInStageAsync(filter, from, to, caller);
                        var which = $"{when}, {code}, {filter}, {from} {to}";
                        Assert.True(conversion.SequenceEqual((await figures.ConversionAsync(filter, from, to, caller, default))!), which);
                        Assert.True(times.SequenceEqual((await figures.TimeInStageAsync(filter, from, to, caller, default))!), which);
                        var results = (await figures.ResultsAsync(filter, from, to, caller, default))!;
                        Assert.True(conversion.SequenceEqual(results.Conversion) && times.SequenceEqual(results.Times), which);
                        Assert.Equal(
                            (await figures.WinRateAsync(filter, from, to, caller, default))! with { Reasons = [] },
                            results.WinRate with { Reasons = [] });
                    }

                    var cycle = (await figures.OfCycleAsync("LIVE", from, to, caller, default))!;
                    Assert.Equal(
                        await history.LineDaysAsync("LIVE", from, to, caller),
                        [cycle.AverageDays, .. cycle.Stages.Select(s => s.AverageDays)]);
                }
            }));
        }
    }

    private static Task<List<string>> StoredAsync(DomainHost host, string? cycle = null) =>
        host.DoAsync<OpportunitiesContext, List<string>>(async db =>
            [.. (await db.StageStays.AsNoTracking()
                .Where(s => cycle == null || db.SalesCycles.Any(c => c.Id == s.SalesCycleId && c.Code == cycle))
                .OrderBy(s => s.EntryId).ToListAsync()).Select(Line)]);

    private static Task<List<string>> RecountedAsync(DomainHost host, string cycle) =>
        host.DoAsync<OpportunitiesContext, List<string>>(async db =>
            [.. (await db.Opportunities.AsNoTrackingWithIdentityResolution().Where(o => o.SalesCycle!.Code == cycle)
                .Include(o => o.Entries).ThenInclude(e => e.Stage).ToListAsync())
                .SelectMany(o => StageStay.Of(o.Entries, o.SalespersonId)).OrderBy(s => s.EntryId).Select(Line)]);

    private static string Line(StageStay stay) =>
        string.Create(CultureInfo.InvariantCulture, $"{stay.EntryId} of {stay.OpportunityId}: {stay.Told()}");

    private static Task FillAnewAsync(DomainHost host, int atOnce) => host.DoAsync<OpportunitiesContext>(async db =>
    {
        await db.StageStays.ExecuteDeleteAsync();
        await NoteAsync(db, 0);
        await StayFilling.KeepUpAsync(db, atOnce, CancellationToken.None);
    });

    private static async Task NoteAsync(OpportunitiesContext db, long after)
    {
        db.StoredItems.Add(new StoredItem { Key = "stays//", Value = $$"""{"After":{{after.ToString(CultureInfo.InvariantCulture)}}}""" });
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
    }
}
