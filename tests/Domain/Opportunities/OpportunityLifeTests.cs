using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Opportunities;

[Trait("Suite", "Database")]
public class OpportunityLifeTests
{
    [Fact]
    public async Task AnOpportunityIsMadeMovedAssignedAndWon()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var david = await host.CallerAsync("DAVID");

        var made = await host.DoAsync<OpportunityActs, Result<Opportunity>>(acts => acts.CreateAsync(
            new CreateOpportunity("Pool lights", ContactNo: "CT-00001", EstimatedValue: 45_000), anna, CancellationToken.None));
        var opportunity = made.Done();
        Assert.Equal(("OPP-00041", OpportunityStatus.InProgress), (opportunity.No, opportunity.Status));

        var moved = await host.DoAsync<OpportunityActs, Result<Acted>>(acts => acts.MoveAsync(
            opportunity.No, new MoveRequest(MoveAction.Next), opportunity.Version, anna, CancellationToken.None));
        var entry = moved.Done().Entry!;
        Assert.Equal(
            (ActionTaken.Next, "Qualification", 20m, 9_000m),
            (entry.ActionTaken, entry.StageDescription, entry.ChancesOfSuccess, entry.CurrentValue));

        var stale = await host.DoAsync<OpportunityActs, Result<Acted>>(acts => acts.MoveAsync(
            opportunity.No, new MoveRequest(MoveAction.Previous), opportunity.Version, anna, CancellationToken.None));
        Assert.Equal(["stale"], stale.Refused());

        var gated = await host.DoAsync<OpportunityActs, Result<Acted>>(acts => acts.MoveAsync(
            opportunity.No, new MoveRequest(MoveAction.Next), null, anna, CancellationToken.None));
        Assert.Equal(["quoteRequired"], gated.Refused());

        var assigned = await host.DoAsync<OpportunityActs, Result<Acted>>(acts => acts.AssignAsync(
            opportunity.No, "BEN", moveOpenTasks: true, null, david, CancellationToken.None));
        Assert.Equal("BEN", assigned.Done().Opportunity.Salesperson!.Code);

        var won = await host.DoAsync<OpportunityActs, Result<Acted>>(acts => acts.CloseAsync(
            opportunity.No, new CloseOpportunity(Outcome.Won, "PRICE_W", Amount: 44_000), null, david, CancellationToken.None));
        Assert.Equal(44_000, won.Done().Entry!.CurrentValue);

        var page = await host.DoAsync<OpportunityQueries, OpportunityPage>(queries => queries.ListAsync(
            new OpportunityFilter(Text: "POOL"), 10, null, anna, CancellationToken.None));
        Assert.Equal(OpportunityStatus.Won, Assert.Single(page.Rows).Status);
    }

    [Fact]
    public async Task AReasonIsFoundByItsCodeAndAnUnknownOneIsRefused()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);

        Assert.Equal(
            ["reasonUnknown"], (await host.CloseAsync(opportunity.No, new CloseOpportunity(Outcome.Lost, "NOPE"), anna)).Refused());
        Assert.Equal(["reasonRequired"], (await host.CloseAsync(opportunity.No, new CloseOpportunity(Outcome.Lost, null), anna)).Refused());
        Assert.Equal(
            "PRICE_L",
            (await host.CloseAsync(opportunity.No, new CloseOpportunity(Outcome.Lost, "price_l"), anna)).Done().Entry!.CloseReason!.Code);
    }

    [Fact]
    public async Task AQuoteGivenOnTheWayThroughTheGateCountsOnlyIfTheMoveHappens()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);
        (await host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Next), anna)).Done();
        Task<Result<Acted>> MoveWith(QuoteRequest quote, MoveRequest move) => host.DoAsync<OpportunityActs, Result<Acted>>(
            acts => acts.MoveWithQuoteAsync(opportunity.No, quote, move, null, anna, CancellationToken.None));

        var bad = Assert.IsType<Result<Acted>.Refused>(await MoveWith(new QuoteRequest(null, 0), new MoveRequest(MoveAction.Next)));
        Assert.Equal(["quoteNumber", "quoteAmount"], bad.Refusals.Select(r => r.Field));
        Assert.Equal(
            ["valueRequired"], (await MoveWith(new QuoteRequest("Q-1", 5), new MoveRequest(MoveAction.Next, EstimatedValue: 0))).Refused());
        Assert.Null((await host.FindAsync(opportunity.No, anna))!.Opportunity.QuoteNumber);

        var acted = (await MoveWith(new QuoteRequest("Q-1", 5), new MoveRequest(MoveAction.Next))).Done();
        Assert.Equal(("Q-1", "Presentation"), (acted.Opportunity.QuoteNumber, acted.Entry!.StageDescription));
    }
}
