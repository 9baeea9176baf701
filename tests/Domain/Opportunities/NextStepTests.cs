using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Opportunities;

[Trait("Suite", "Database")]
public sealed class NextStepTests
{
    [Fact]
    public async Task ANextStepIsSetChangedAndTakenAwayAndStandsInTheLog()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);
        var friday = anna.Today.AddDays(4);

        var set = (await NextStepAsync(host, opportunity.No, " Call Marie ", friday, anna)).Done().Opportunity;
        Assert.Equal(("Call Marie", friday, 1), (set.NextStep, set.NextStepDate, set.NextSteps));
        Assert.Equal(opportunity.Version + 1, set.Version);

        var cleared = (await NextStepAsync(host, opportunity.No, null, null, anna)).Done().Opportunity;
        Assert.Equal((null, null, 1), (cleared.NextStep, cleared.NextStepDate, cleared.NextSteps));
    }

    [Theory]
    [InlineData("Call", null, "nextStepDateRequired")]
    [InlineData("Call", -1, "nextStepInPast")]
    [InlineData(null, 500_000, "badDate")]
    public async Task WhatIsNoNextStepIsRefused(string? step, int? days, string code)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);
        DateOnly? date = days is { } d ? anna.Today.AddDays(d) : null;

        Assert.Equal([code], (await NextStepAsync(host, opportunity.No, step, date, anna)).Refused());
        Assert.Equal(["tooLong"], (await NextStepAsync(host, opportunity.No, new string('x', 201), anna.Today, anna)).Refused());
    }

    [Fact]
    public async Task OnlyWhoMayChangeItSetsItAndOnlyWhileItIsOpen()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);
        var ben = await host.CallerAsync("BEN");

        Assert.Equal(["forbidden"], (await NextStepAsync(host, opportunity.No, "Call", anna.Today, ben)).Refused());
        Assert.Equal(["stale"], (await host.DoAsync<OpportunityActs, Result<Acted>>(
            a => a.SetNextStepAsync(opportunity.No, "Call", anna.Today, opportunity.Version - 1, anna, default))).Refused());
        (await host.CloseAsync(opportunity.No, new CloseOpportunity(Outcome.Lost, "PRICE_L"), anna)).Done();
        Assert.Equal(["alreadyClosed"], (await NextStepAsync(host, opportunity.No, "Call", anna.Today, anna)).Refused());
        Assert.Equal(["alreadyClosed"], (await LimitAsync(host, opportunity.No, 3, anna)).Refused());
    }

    [Fact]
    public async Task ALimitOfItsOwnIsAWholeNumberOfWorkingDays()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);

        Assert.Equal(["limitOutOfRange"], (await LimitAsync(host, opportunity.No, 0, anna)).Refused());
        Assert.Equal(["limitOutOfRange"], (await LimitAsync(host, opportunity.No, 1000, anna)).Refused());
        Assert.Equal(20, (await LimitAsync(host, opportunity.No, 20, anna)).Done().Opportunity.LimitWorkingDays);
        Assert.Null((await LimitAsync(host, opportunity.No, null, anna)).Done().Opportunity.LimitWorkingDays);
    }

    [Fact]
    public void GivenTwoSlips_WhenTheClosingDateMovesOnAgain_ThenAReasonIsAskedForAndKept()
    {
        var opportunity = An.OpportunityAt(An.Cycle((1, An.Details("One")), (2, An.Details("Two"))), 1, close: An.Today.AddDays(10));
        Result<OpportunityEntry> Close(int days, string? reason = null) => opportunity.Move(
            new MoveRequest(MoveAction.Update, EstimatedCloseDate: An.Today.AddDays(days), SlipReason: reason), An.Caller());

        Assert.Equal(An.Today.AddDays(10), Close(20).Done().SlippedFrom);
        Assert.Null(Close(15).Done().SlippedFrom); // sooner is no slip
        Close(30).Done();
        Assert.Equal(["slipReasonRequired"], Close(40).Refused());
        Assert.Equal("Budget moved to next year", Close(40, " Budget moved to next year ").Done().SlipReason);
        Assert.Equal(3, opportunity.CloseDateMoves);
        Close(40).Done(); // the same day asks for nothing
        Assert.Equal(["slipReasonRequired"], Close(50).Refused());
    }

    private static Task<Result<Acted>> NextStepAsync(DomainHost host, string no, string? step, DateOnly? date, Caller caller) =>
        host.DoAsync<OpportunityActs, Result<Acted>>(a => a.SetNextStepAsync(no, step, date, null, caller, default));

    private static Task<Result<Acted>> LimitAsync(DomainHost host, string no, int? days, Caller caller) =>
        host.DoAsync<OpportunityActs, Result<Acted>>(a => a.SetLimitAsync(no, days, null, caller, default));
}
