using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Opportunities;

public sealed class OpportunityQuoteTests
{
    [Fact]
    public void AQuoteReplacesTheFormerOne()
    {
        var opportunity = An.OpportunityAt(An.Cycle((10, An.Details("A"))), 10);

        opportunity.SetQuote(" Q-2 ", 12.34m, "https://quotes.example/2", An.Caller()).Done();

        Assert.Equal(("Q-2", 12.34m, "https://quotes.example/2"), (opportunity.QuoteNumber, opportunity.QuoteAmount!.Value, opportunity.QuoteLink));
    }

    [Theory]
    [InlineData(null, null, null, "quoteNumberRequired", "quoteAmountRequired")]
    [InlineData("Q", 0.0, null, "quoteAmountRequired")]
    [InlineData("Q", 1.001, null, "badAmount")]
    [InlineData("Q", 1.0, "http://quotes.example", "quoteLinkBad")]
    [InlineData("Q", 1.0, "javascript:alert(1)", "quoteLinkBad")]
    [InlineData("Q", 1.0, "quotes", "quoteLinkBad")]
    [InlineData("123456789-123456789-123456789-123456", 1.0, null, "tooLong")]
    public void WhatIsWrongWithAQuoteIsTold(string? number, double? amount, string? link, params string[] codes) => Assert.Equal(
        codes, An.OpportunityAt(An.Cycle((10, An.Details("A"))), 10).SetQuote(number, (decimal?)amount, link, An.Caller()).Refused());

    [Fact]
    public void OnlyAnOpportunityInProgressTakesAQuote()
    {
        var opportunity = An.Opportunity(An.Cycle((10, An.Details("A"))));
        Assert.Equal(["notStarted"], opportunity.SetQuote("Q", 1, null, An.Caller()).Refused());

        opportunity.Close(new CloseRequest(Outcome.Lost, CloseReason.Create("X", "X", Outcome.Lost).Done()), An.Caller()).Done();
        Assert.Equal(["alreadyClosed"], opportunity.SetQuote("Q", 1, null, An.Caller()).Refused());
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
        Assert.Equal(["valueRequired"], (await MoveWith(new QuoteRequest("Q-1", 5), new MoveRequest(MoveAction.Next, EstimatedValue: 0))).Refused());
        Assert.Null((await host.FindAsync(opportunity.No, anna))!.Opportunity.QuoteNumber);

        var acted = (await MoveWith(new QuoteRequest("Q-1", 5), new MoveRequest(MoveAction.Next))).Done();
        Assert.Equal(("Q-1", "Presentation"), (acted.Opportunity.QuoteNumber, acted.Entry!.StageDescription));
    }
}
