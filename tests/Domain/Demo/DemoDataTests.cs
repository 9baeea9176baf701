using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Demo;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Domain.Demo;

[Trait("Suite", "Database")]
public sealed class DemoDataTests
{
    [Fact]
    public async Task TheDemoCompanyHasSomethingOfEverything()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            Assert.Equal((40, 12, 5, 2), (
                await db.Opportunities.CountAsync(), await db.Contacts.CountAsync(), await db.Salespeople.CountAsync(),
                await db.SalesCycles.CountAsync()));
            var byStatus = await db.Opportunities.GroupBy(o => o.Status).Select(g => new { g.Key, Count = g.Count() })
                .ToDictionaryAsync(g => g.Key, g => g.Count);
            Assert.Equal((4, 28, 4, 4), (
                byStatus[OpportunityStatus.NotStarted], byStatus[OpportunityStatus.InProgress], byStatus[OpportunityStatus.Won],
                byStatus[OpportunityStatus.Lost]));
            Assert.Equal(36, await db.Entries.CountAsync(e => e.Active)); // one for each that was started
            var now = host.Clock.GetUtcNow();
            var stale = await db.Reminders.Where(r => r.DueAt <= now).Select(r => r.Salesperson!.Code).ToListAsync();
            Assert.InRange(stale.Count, 2, 12);
            Assert.Equal(1, stale.Count(s => s == "ANNA"));
            Assert.All(await db.Reminders.ToListAsync(), r => Assert.Equal(ReminderState.Pending, r.State));
        });
    }

    [Fact]
    public async Task ADatabaseThatHoldsAPersonIsLeftAlone()
    {
        await using var host = await DomainHost.StartWithDemoAsync();

        Assert.False(await host.DoAsync<DemoData, bool>(demo => demo.SeedAsync(CancellationToken.None)));

        Assert.Equal(40, await host.DoAsync<OpportunitiesContext, int>(db => db.Opportunities.CountAsync()));
    }

    [Fact]
    public async Task GivenTwoHostsStartingAtOnce_WhenBothFillAnEmptyDatabase_ThenItIsFilledOnce()
    {
        await using var host = await DomainHost.StartAsync();

        var made = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(
            () => host.DoAsync<IServiceProvider, bool>(async services =>
            {
                var filled = false;
                await DatabaseSetup.PrepareAsync(
                    services.GetRequiredService<OpportunitiesContext>(),
                    async token => filled = await services.GetRequiredService<DemoData>().SeedAsync(token),
                    CancellationToken.None);
                return filled;
            }))));

        Assert.Single(made, m => m);
        Assert.Equal(40, await host.DoAsync<OpportunitiesContext, int>(db => db.Opportunities.CountAsync()));
    }
}
