using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.SalesCycles;

public sealed class ProbabilityTests
{
    // The worked example of the trade's reference: 10,000 with 60 % chances and 40 % completed.
    [Theory]
    [InlineData(ProbabilityMethod.Multiply, 24, 2_400)]
    [InlineData(ProbabilityMethod.Add, 50, 5_000)]
    [InlineData(ProbabilityMethod.ChancesOfSuccess, 60, 6_000)]
    [InlineData(ProbabilityMethod.Completed, 40, 4_000)]
    public void EachMethodMakesItsFigures(ProbabilityMethod method, int probability, int currentValue)
    {
        var opportunity = An.Opportunity(An.Cycle(method, (10, An.Details("Presentation", completed: 40))), chances: 60, value: 10_000);

        var entry = opportunity.Move(new MoveRequest(MoveAction.First), An.Caller()).Done();

        Assert.Equal((probability, currentValue), (entry.Probability, entry.CurrentValue));
        Assert.Equal(probability, Probability.Of(method, 60, 40));
    }

    [Fact]
    public void NothingIsRounded()
    {
        var probability = Probability.Of(ProbabilityMethod.Multiply, 33.33m, 66.67m);

        Assert.Equal(22.221111m, probability);
        Assert.Equal(0.022221111m, Probability.CurrentValue(0.10m, probability));
    }

    [Fact]
    public void GivenAnUnknownMethod_WhenItIsAsked_ThenThatIsAMistakeOfOurs() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Probability.Of((ProbabilityMethod)4, 1, 1));
}
