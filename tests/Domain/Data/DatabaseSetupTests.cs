using ChatOpportunities.Domain.Data;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ChatOpportunities.Tests.Domain.Data;

[Trait("Suite", "Database")]
public sealed class DatabaseSetupTests
{
    [Fact]
    public async Task GivenTwoHostsStartingAtOnce_WhenBothPrepareTheDatabase_ThenOneMakesItAndTheOtherWaits()
    {
        await using var host = DomainHost.StartWithout();

        await Task.WhenAll(Task.Run(() => PrepareAsync(host)), Task.Run(() => PrepareAsync(host))).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Empty(await host.DoAsync<OpportunitiesContext, IEnumerable<string>>(db => db.Database.GetPendingMigrationsAsync()));
        Assert.Equal(2, await host.DoAsync<OpportunitiesContext, int>(db => db.Set<NumberSeries>().CountAsync()));
    }

    [Fact]
    public async Task GivenAProcessKilledWhileMigrating_WhenTheNextOneStarts_ThenItDoesNotWaitForTheDead()
    {
        await using var host = DomainHost.StartOn(await TestDatabase.CreateAsync(demo: false, DatabaseProvider.Sqlite));
        await host.DoAsync<OpportunitiesContext>(
            db => db.Database.ExecuteSqlAsync($"INSERT INTO __EFMigrationsLock (Id, Timestamp) VALUES (1, '2026-03-02 09:00:00')"));

        await PrepareAsync(host).WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task PreparingTwiceChangesNothing()
    {
        await using var host = await DomainHost.StartWithDemoAsync();

        await PrepareAsync(host);

        Assert.Equal(40, await host.DoAsync<OpportunitiesContext, int>(db => db.Opportunities.CountAsync()));
    }

    [Fact]
    public void TheMigrationsSayWhatTheModelSays()
    {
        var contexts = new DesignTimeContexts();
        using OpportunitiesContext sqlite = ((IDesignTimeDbContextFactory<SqliteContext>)contexts).CreateDbContext([]);
        using OpportunitiesContext sqlServer = ((IDesignTimeDbContextFactory<SqlServerContext>)contexts).CreateDbContext([]);
        using OpportunitiesContext postgreSql = ((IDesignTimeDbContextFactory<PostgreSqlContext>)contexts).CreateDbContext([]);

        Assert.All([sqlite, sqlServer, postgreSql], db => Assert.False(db.Database.HasPendingModelChanges(), db.GetType().Name));
        Assert.All([sqlite, sqlServer, postgreSql], db => Assert.NotEmpty(db.Database.GetMigrations()));
    }

    private static Task PrepareAsync(DomainHost host) =>
        host.DoAsync<OpportunitiesContext>(db => DatabaseSetup.PrepareAsync(db, CancellationToken.None));
}
