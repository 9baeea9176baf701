using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.Data;

[Trait("Suite", "Database")]
public sealed class TransactionTests
{
    [Fact]
    public async Task GivenAnActInsideALargerOne_WhenItIsRefusedHalfWay_ThenNothingOfItIsSavedWithTheRest()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);

        await host.DoAsync<OpportunitiesContext, bool>(async db => await db.InTransactionAsync(
            async token =>
            {
                var draft = new StoredItem { Key = "draft/1", Value = "first" };
                db.StoredItems.Add(draft);
                await RefusedAsync(db, opportunity.No, anna, token);
                draft.Value = "second";
                await db.SaveChangesAsync(token);
                return true;
            },
            CancellationToken.None));

        var view = await host.FindAsync(opportunity.No, anna);
        Assert.Equal((null, "Pool lights"), (view!.Opportunity.QuoteNumber, view.Opportunity.Description));
        Assert.Equal("second", await host.DoAsync<OpportunitiesContext, string>(
            db => db.StoredItems.Where(i => !TestDatabase.OwnItems.Contains(i.Key)).Select(i => i.Value).SingleAsync()));
    }

    [Fact]
    public async Task GivenAnActThatSavedInParts_WhenItIsRefused_ThenNoPartIsKept()
    {
        await using var host = await DomainHost.StartAsync();

        await host.DoAsync<OpportunitiesContext, bool>(async db =>
        {
            await db.InTransactionAsync<Result<string>>(
                async token =>
                {
                    await KeepAsync(db, "outer", token);
                    await db.InTransactionAsync<Result<string>>(
                        async inner =>
                        {
                            await KeepAsync(db, "inner", inner);
                            await db.InTransactionAsync<Result<string>>(
                                async innermost =>
                                {
                                    await KeepAsync(db, "innermost", innermost);
                                    return "kept";
                                },
                                inner);
                            return Refusals.Forbidden;
                        },
                        token);
                    return "kept";
                },
                CancellationToken.None);
            await db.InTransactionAsync<Result<string>>(
                async token =>
                {
                    await KeepAsync(db, "refused", token);
                    return Refusals.Forbidden;
                },
                CancellationToken.None);
            return true;
        });

        Assert.Equal(["outer"], await host.DoAsync<OpportunitiesContext, List<string>>(
            db => db.StoredItems.Where(i => !TestDatabase.OwnItems.Contains(i.Key)).Select(i => i.Key).ToListAsync()));
    }

    // Gives the quote, then finds that the move is not open.
    private static async Task RefusedAsync(
        OpportunitiesContext db, string no, ChatOpportunities.Domain.People.Caller caller, CancellationToken cancellationToken)
    {
        var result = await db.InTransactionAsync<Result<OpportunityEntry>>(
            async token =>
            {
                var opportunity = (await db.FindWithItsStateAsync(
                    db.Opportunities.Where(o => o.No == no), new KnownSetup(db, new SetupCache()), token))!;
                opportunity.SetQuote("Q-1", 1, null, caller).Done();
                await db.SaveChangesAsync(token);
                opportunity.SetQuote("Q-2", 2, null, caller).Done();
                return opportunity.Move(new MoveRequest(MoveAction.Previous), caller);
            },
            cancellationToken);
        Assert.Equal(["actionNotOffered"], result.Refused());
    }

    private static async Task KeepAsync(OpportunitiesContext db, string key, CancellationToken cancellationToken)
    {
        db.StoredItems.Add(new StoredItem { Key = key, Value = "" });
        await db.SaveChangesAsync(cancellationToken);
    }
}
