using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.Data;

/// <summary>Those who write to one file take turns, and those who wait are committed together.</summary>
public sealed class SqliteWritersTests
{
    [Fact]
    public async Task ThoseWhoWaitAreCommittedTogether_AndEachIsAnsweredAfterThat()
    {
        await using var host = await OnSqliteAsync();
        var (holder, first, second) = (new Act("holder"), new Act("first"), new Act("second"));
        var held = holder.RunAsync(host);
        await holder.Entered;
        var one = first.RunAsync(host);
        await QueuedAsync(host, 1);
        var two = second.RunAsync(host);
        await QueuedAsync(host, 2);

        holder.Leave();
        await first.Entered;
        first.Leave();
        await second.Entered; // as soon as the first is through, though not yet committed

        Assert.False(held.IsCompleted || one.IsCompleted);
        Assert.Empty(await KeysAsync(host));
        second.Leave();
        await Task.WhenAll(held, one, two);
        Assert.Equal(["first", "holder", "second"], await KeysAsync(host));
    }

    [Fact]
    public async Task WhatOneOfThemTakesBackOrBreaksIsTheirsAlone()
    {
        await using var host = await OnSqliteAsync();
        var (holder, good) = (new Act("holder"), new Act("good"));
        var bad = new Act("bad", _ => throw new InvalidOperationException("Broken on purpose."));
        var twice = new Act("twice", async db =>
        {
            await db.Database.ExecuteSqlAsync($"INSERT INTO StoredItems (Key, Value, Version) VALUES ('holder', '', 1)");
        });
        var held = holder.RunAsync(host);
        await holder.Entered;
        var acts = new[] { bad, twice, good }.Select((act, i) => (Act: act, Task: StartAsync(act, i + 1))).ToList();
        await QueuedAsync(host, 3);

        foreach (var act in new[] { holder, bad, twice, good })
        {
            await act.Entered;
            act.Leave();
        }

        await held;
        await Assert.ThrowsAsync<InvalidOperationException>(() => acts[0].Task);
        await Assert.ThrowsAsync<SqliteException>(() => acts[1].Task);
        await acts[2].Task;
        Assert.Equal(["good", "holder"], await KeysAsync(host));

        async Task StartAsync(Act act, int place)
        {
            await QueuedAsync(host, place - 1);
            await act.RunAsync(host);
        }
    }

    [Fact]
    public async Task WhoIsRefusedForWhatIsNotCommittedYetHearsOfItWhenOthersSeeItToo()
    {
        await using var host = await OnSqliteAsync();
        var (holder, faster, last) = (new Act("holder"), new Act("faster"), new Act("last"));
        var held = holder.RunAsync(host);
        await holder.Entered;
        var first = faster.RunAsync(host);
        await QueuedAsync(host, 1);
        var refused = host.DoAsync<OpportunitiesContext, bool>(async db =>
        {
            var isThere = false;
            await db.InTransactionAsync<Result<string>>(
                async token =>
                {
                    isThere = await db.StoredItems.AnyAsync(i => i.Key == "faster", token);
                    return Refusals.CodeExists.With("faster");
                },
                CancellationToken.None);
            return isThere && await db.StoredItems.AnyAsync(i => i.Key == "faster");
        });
        await QueuedAsync(host, 2);
        var end = last.RunAsync(host);
        await QueuedAsync(host, 3);

        holder.Leave();
        await faster.Entered;
        faster.Leave();
        await last.Entered; // the refused one has left the queue, and waits for the commit
        Assert.False(refused.IsCompleted);
        last.Leave();

        Assert.True(await refused);
        await Task.WhenAll(held, first, end);
    }

    [Fact]
    public async Task NobodysAnswerWaitsForWhatTakesLong()
    {
        await using var host = await OnSqliteAsync();
        var (holder, slow) = (new Act("holder"), new Act("slow"));
        var held = holder.RunAsync(host);
        await holder.Entered;
        Task long1;
        using (OpportunitiesContext.LongWork())
        {
            long1 = slow.RunAsync(host);
        }

        await QueuedAsync(host, 1);
        holder.Leave();
        await held; // committed on its own, though the slow one was waiting
        await slow.Entered;
        Assert.Equal(["holder"], await KeysAsync(host));
        slow.Leave();
        await long1;
        Assert.Equal(["holder", "slow"], await KeysAsync(host));
    }

    [Fact]
    public async Task WhoGivesUpWaitingLeavesNothingAndHoldsNobodyUp()
    {
        await using var host = await OnSqliteAsync();
        var (holder, impatient, next) = (new Act("holder"), new Act("impatient"), new Act("next"));
        using var patience = new CancellationTokenSource();
        var held = holder.RunAsync(host);
        await holder.Entered;
        var gone = impatient.RunAsync(host, patience.Token);
        await QueuedAsync(host, 1);
        var waits = next.RunAsync(host);
        await QueuedAsync(host, 2);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        holder.Leave();
        await next.Entered;
        next.Leave();
        await Task.WhenAll(held, waits);

        Assert.Equal(["holder", "next"], await KeysAsync(host));
    }

    [Fact]
    public async Task SettingsThatSomebodyMadeOnAConnectionStayWithThem()
    {
        await using var host = await OnSqliteAsync();
        await host.DoAsync<OpportunitiesContext>(db => db.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys = OFF"));

        var isOn = await host.DoAsync<OpportunitiesContext, long>(
            db => db.Database.SqlQueryRaw<long>("SELECT foreign_keys AS Value FROM pragma_foreign_keys").SingleAsync());

        Assert.Equal(1, isOn);
    }

    /// <summary>On SQLite, whatever the other tests of a run are on.</summary>
    private static async Task<DomainHost> OnSqliteAsync() =>
        DomainHost.StartOn(await TestDatabase.CreateAsync(demo: false, DatabaseProvider.Sqlite));

    private static Task<List<string>> KeysAsync(DomainHost host) => host.DoAsync<OpportunitiesContext, List<string>>(
        db => db.StoredItems.Where(i => !TestDatabase.OwnItems.Contains(i.Key)).Select(i => i.Key).OrderBy(key => key).ToListAsync());

    /// <summary>Waits until so many wait: who is about to do so has no event to tell of it.</summary>
    private static async Task QueuedAsync(DomainHost host, int count)
    {
        var writers = await host.DoAsync<OpportunitiesContext, SqliteWriters>(db => Task.FromResult(
            SqliteWriters.Of(SqliteLentConnection.FileOf((SqliteConnection)db.Database.GetDbConnection())!)));
        while (writers.Waiting < count)
        {
            await Task.Yield();
        }
    }

    /// <summary>Adds a row, and stays inside until it is let go.</summary>
    private sealed class Act(string key, Func<OpportunitiesContext, Task>? then = null)
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _leave = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Entered => _entered.Task;

        public void Leave() => _leave.SetResult();

        public Task RunAsync(DomainHost host, CancellationToken cancellationToken = default) => host.DoAsync<OpportunitiesContext>(
            db => db.InTransactionAsync<object?>(
                async token =>
                {
                    db.StoredItems.Add(new StoredItem { Key = key, Value = "" });
                    await db.SaveChangesAsync(token);
                    _entered.SetResult();
                    await _leave.Task;
                    await (then?.Invoke(db) ?? Task.CompletedTask);
                    return null;
                },
                cancellationToken));
    }
}
