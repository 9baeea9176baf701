using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Opportunities;

[Trait("Suite", "Database")]
public sealed class OpportunityQuoteTests
{
    [Fact]
    public void AQuoteReplacesTheFormerOne()
    {
        var opportunity = An.OpportunityAt(An.Cycle((10, An.Details("A"))), 10);

        opportunity.SetQuote(" Q-2 ", 12.34m, "https://quotes.example/2", An.Caller()).Done();

        Assert.Equal(
            ("Q-2", 12.34m, "https://quotes.example/2"), (opportunity.QuoteNumber, opportunity.QuoteAmount!.Value, opportunity.QuoteLink));
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
}
