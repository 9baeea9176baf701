using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Domain.Opportunities;

[Trait("Suite", "Database")]
public sealed class OpportunityVersionTests
{
    [Fact]
    public async Task GivenAnOlderVersion_WhenSomebodyActsOnIt_ThenTheyReadWhoChangedWhat()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, david) = (await host.CallerAsync("ANNA"), await host.CallerAsync("DAVID"));
        var opportunity = await host.StartedAsync(anna);
        (await host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Next), david, opportunity.Version)).Done();

        var refused = Assert.IsType<Result<Acted>.Refused>(
            await host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Update), anna, opportunity.Version));

        Assert.Equal(
            "David Lindqvist changed this on 2 Mar 2026 10:00: Moved to Qualification. Look at the current state and try again.",
            refused.First.Say(new Texts(CultureInfo.GetCultureInfo("en"), "EUR")));
        Assert.Equal(
            "David Lindqvist a modifié cet élément le 2 mars 2026 10:00 : Passage à l’étape Qualification. Regardez l’état actuel, puis réessayez.",
            refused.First.Say(new Texts(CultureInfo.GetCultureInfo("fr"), "EUR")).WithPlainBlanks());
    }

    [Fact]
    public async Task EveryActMakesANewVersionEvenWithinOneInstant()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);

        List<long> versions = [opportunity.Version];
        versions.Add((await host.QuoteAsync(opportunity.No, new QuoteRequest("Q", 1), anna)).Done().Opportunity.Version);
        versions.Add((await host.QuoteAsync(opportunity.No, new QuoteRequest("Q", 1), anna)).Done().Opportunity.Version);
        versions.Add((await host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Update), anna)).Done().Opportunity.Version);

        Assert.Equal([1, 2, 3, 4], versions);
        Assert.Equal(4, (await host.FindAsync(opportunity.No, anna))!.Opportunity.Version);
    }

    [Fact]
    public async Task GivenTwoWritersWithOneVersion_WhenBothActAtOnce_ThenOneWinsAndTheOtherIsTold()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, david) = (await host.CallerAsync("ANNA"), await host.CallerAsync("DAVID"));
        var opportunity = await host.StartedAsync(anna);

        var both = await Task.WhenAll(
            Task.Run(() => host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Next), anna, opportunity.Version)),
            Task.Run(() => host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Update), david, opportunity.Version)));

        Assert.Single(both, r => r is Result<Acted>.Done);
        Assert.Equal(["stale"], both.Single(r => r is Result<Acted>.Refused).Refused());
        Assert.Equal(
            (2, 1),
            await host.DoAsync<OpportunitiesContext, (int, int)>(async db => (
                await db.Entries.CountAsync(e => e.OpportunityId == opportunity.Id),
                await db.Entries.CountAsync(e => e.OpportunityId == opportunity.Id && e.Active))));
    }

    [Fact]
    public async Task GivenARaceThatOnlyTheSaveNotices_WhenItIsLost_ThenThatIsToldLikeAnOlderVersionAndNothingIsSaved()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);

        // Changes the row after the act has read it, which a single writer at a time else prevents.
        var result = await host.DoAsync<IServiceProvider, Result<Acted>>(async scope =>
            {
                var db = scope.GetRequiredService<OpportunitiesContext>();
                db.SavingChanges +=
                    (_, _) => db.Database.ExecuteSql($"""UPDATE "Opportunities" SET "Version" = 7 WHERE "Id" = {opportunity.Id}""");
                return await scope.GetRequiredService<OpportunityActs>()
                    .MoveAsync(opportunity.No, new MoveRequest(MoveAction.Next), null, anna, CancellationToken.None);
            });

        Assert.Equal(["stale"], result.Refused());
        Assert.Equal("Initial", (await host.FindAsync(opportunity.No, anna))!.Opportunity.Current!.StageDescription);
    }
}
