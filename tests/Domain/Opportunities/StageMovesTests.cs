using System.Globalization;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Opportunities;

public sealed class StageMovesTests
{
    // A stage is its number, with an s when it may be skipped. An option is its action, its candidates and (*) the proposed one.
    [Theory]
    [InlineData("", null, "")]
    [InlineData("10 20", null, "First 10*")]
    [InlineData("10s", null, "First 10*")]
    [InlineData("10", 10, "Update 10*")]
    [InlineData("10s", 10, "Update 10*")]
    [InlineData("10 20", 10, "Next 20*, Update 10*")]
    [InlineData("10 20", 20, "Update 20*, Previous 10*")]
    [InlineData("3 17 1000", 17, "Next 1000*, Update 17*, Previous 3*")]
    [InlineData("10 20 30 40", 10, "Next 20*, Update 10*")]
    [InlineData("10s 20 30", 10, "Next 20*, Update 10*")]
    [InlineData("10 20s 30 40", 10, "Next 20*, Update 10*, Skip 20* 30")]
    [InlineData("10 20s 30s 40 50", 10, "Next 20*, Update 10*, Skip 20* 30 40")]
    [InlineData("10 20s 30s", 10, "Next 20*, Update 10*, Skip 20* 30")]
    [InlineData("10 20s", 10, "Next 20*, Update 10*")]
    [InlineData("10 20 30s 40", 10, "Next 20*, Update 10*")]
    [InlineData("10 20 30", 30, "Update 30*, Previous 20*, Jump 10 20*")]
    [InlineData("10s 20s 30s 40s 50s", 30, "Next 40*, Update 30*, Previous 20*, Skip 40* 50, Jump 10 20*")]
    [InlineData("10 20 40", 30, "Next 40*, Previous 20*, Jump 10 20*")] // the present stage is not among the cycle's
    public void FromEachStageTheRightMovesAreOpen(string stages, int? current, string expected)
    {
        var cycle = An.Cycle([.. stages.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(s => (int.Parse(s.TrimEnd('s'), CultureInfo.InvariantCulture), An.Details(s, skip: s.EndsWith('s'))))]);

        var open = StageMoves.From(cycle.Stages, current).Select(o =>
            $"{o.Action} {string.Join(' ', o.Candidates.Select(c => c.Number + (c == o.Proposed ? "*" : "")))}");

        Assert.Equal(expected, string.Join(", ", open));
    }

    [Fact]
    public void GivenStagesAddedInAnyOrder_WhenTheCycleIsAsked_ThenTheyComeInTheOrderOfTheirNumbers() =>
        Assert.Equal(
            [5, 10, 20], An.Cycle((20, An.Details("C")), (5, An.Details("A")), (10, An.Details("B"))).Stages.Select(s => s.Number));
}
