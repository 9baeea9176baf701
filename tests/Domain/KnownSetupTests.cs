using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain;

/// <summary>What processes remember of what was set up is never what it was before a change.</summary>
[Trait("Suite", "Database")]
public sealed class KnownSetupTests
{
    [Fact]
    public async Task WhatOneProcessChangesTheOtherSeesAtOnce()
    {
        await using var database = await TestDatabase.CreateAsync(demo: true);
        await using var here = DomainHost.StartOn(database, keep: true);
        await using var there = DomainHost.StartOn(database, keep: true);
        var anna = await here.CallerAsync("ANNA");
        var no = (await here.StartedAsync(anna)).No;
        foreach (var name in new[] { "First look", "Second look" })
        {
            await there.DoAsync<OpportunitiesContext>(async db =>
            {
                var stage = await db.Set<SalesCycleStage>().Where(s => s.SalesCycleId == db.SalesCycles.Single(c => c.Code == "NEW").Id)
                    .OrderBy(s => s.Number).FirstAsync();
                stage.Change(new StageDetails(name, 10, 10)).Done();
                (await db.Salespeople.SingleAsync(p => p.Code == "ANNA")).RecognizedAs(Guid.NewGuid());
                await db.SaveChangesAsync();
            });

            var shown = (await here.FindAsync(no, anna))!.Opportunity;

            Assert.Equal(name, shown.SalesCycle!.Stages[0].Description);
            Assert.Equal(shown.Salesperson!.EntraObjectId, await there.DoAsync<OpportunitiesContext, Guid?>(
                db => db.Salespeople.Where(p => p.Code == "ANNA").Select(p => p.EntraObjectId).SingleAsync()));
        }
    }

    [Fact]
    public async Task WhatIsTakenBackIsRememberedByNobody()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var no = (await host.StartedAsync(anna)).No;
        var before = (await host.FindAsync(no, anna))!.Opportunity.SalesCycle!.Description;

        await host.DoAsync<IServiceProvider>(async services =>
        {
            var db = (OpportunitiesContext)services.GetService(typeof(OpportunitiesContext))!;
            var queries = (ChatOpportunities.Domain.Opportunities.OpportunityQueries)services.GetService(
                typeof(ChatOpportunities.Domain.Opportunities.OpportunityQueries))!;
            await db.InTransactionAsync<Result<string>>(
                async token =>
                {
                    (await db.SalesCycles.SingleAsync(c => c.Code == "NEW", token)).Describe("Never", ProbabilityMethod.Multiply).Done();
                    await db.SaveChangesAsync(token);
                    Assert.Equal("Never", (await queries.FindAsync(no, anna, token))!.Opportunity.SalesCycle!.Description);
                    return Refusals.Forbidden;
                },
                CancellationToken.None);
        });

        Assert.Equal(before, (await host.FindAsync(no, anna))!.Opportunity.SalesCycle!.Description);
    }

    [Fact]
    public async Task EachGetsACopy_WhichTheyMayChangeWithoutTheOthers()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var no = (await host.StartedAsync(anna)).No;

        var (first, second) = ((await host.FindAsync(no, anna))!.Opportunity, (await host.FindAsync(no, anna))!.Opportunity);
        first.SalesCycle!.Describe("Mine", ProbabilityMethod.Multiply).Done();
        first.Salesperson!.Block(true);

        Assert.NotSame(first.SalesCycle.Stages[0], second.SalesCycle!.Stages[0]);
        Assert.NotEqual("Mine", second.SalesCycle.Description);
        var third = (await host.FindAsync(no, anna))!.Opportunity;
        Assert.Equal((second.SalesCycle.Description, false), (third.SalesCycle!.Description, third.Salesperson!.Blocked));
    }
}
