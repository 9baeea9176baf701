using ChatOpportunities.Domain;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.SalesCycles;

/// <summary>What a sales cycle, its stages and the reasons for closing take and refuse, asked of the bare records.</summary>
public sealed class SalesCycleRuleTests
{
    private static readonly StageDetails Good = new("Qualification", 40, 20);

    private static SalesCycle Cycle(params int[] numbers) =>
        An.Cycle([.. numbers.Select(n => (n, An.Details(n.ToString(System.Globalization.CultureInfo.InvariantCulture))))]);

    private static IEnumerable<string> Road(SalesCycle cycle) => cycle.Stages.Select(s => $"{s.Number}:{s.Description}");

    // The cycle itself

    [Fact]
    public void ACycleIsKeptWithATidyCodeInCapitalsAndIsOpen()
    {
        var cycle = SalesCycle.Create(" new ", " New business ", ProbabilityMethod.Completed).Done();

        Assert.Equal(
            ("NEW", "New business", ProbabilityMethod.Completed, false),
            (cycle.Code, cycle.Description, cycle.ProbabilityMethod, cycle.Blocked));
        Assert.Empty(cycle.Stages);
    }

    [Fact]
    public void EachThingWrongWithACycleIsToldWithItsField()
    {
        Assert.Equal(["badCode code"], SalesCycle.Create("12345678901", "X", ProbabilityMethod.Multiply).Why());
        Assert.Equal([10], SalesCycle.Create("", "X", ProbabilityMethod.Multiply).Naming());
        Assert.Equal(["required description"], SalesCycle.Create("X", " ", ProbabilityMethod.Multiply).Why());
        Assert.Equal(
            ["tooLong description", "unknownValue probabilityMethod"],
            SalesCycle.Create("X", new string('x', 101), (ProbabilityMethod)4).Why());
        SalesCycle.Create("1234567890", new string('x', 100), ProbabilityMethod.Add).Done();
    }

    [Fact]
    public void ARefusedDescriptionLeavesTheCycleAsItWas()
    {
        var cycle = Cycle();

        cycle.Describe("Other", (ProbabilityMethod)4).Why();

        Assert.Equal(("New business", ProbabilityMethod.Multiply), (cycle.Description, cycle.ProbabilityMethod));
    }

    [Fact]
    public void ACycleIsBlockedAndOpenedAgain()
    {
        var cycle = Cycle();
        cycle.Block(true);
        Assert.True(cycle.Blocked);
        cycle.Block(false);
        Assert.False(cycle.Blocked);
    }

    // Its stages

    [Theory]
    [InlineData(new int[0], 10)]
    [InlineData(new[] { 10 }, 20)]
    [InlineData(new[] { 10, 45, 7 }, 50)]
    [InlineData(new[] { 9 }, 10)]
    [InlineData(new[] { 999_990 }, 1_000_000)]
    public void AStageWithoutANumberGoesToTheNextTen(int[] there, int number) =>
        Assert.Equal(number, Cycle(there).AddStage(null, Good).Done().Number);

    [Fact]
    public void AStageNumberLiesBetweenOneAndAMillionAndIsTakenOnce()
    {
        var cycle = Cycle(10);

        Assert.Equal(["stageNumberOutOfRange number"], cycle.AddStage(0, Good).Why());
        Assert.Equal(["stageNumberOutOfRange number"], cycle.AddStage(1_000_001, Good).Why());
        Assert.Equal(["stageNumberExists number"], cycle.AddStage(10, Good).Why());
        Assert.Equal([10], cycle.AddStage(10, Good).Naming());
        Assert.Equal(["required description"], cycle.AddStage(20, Good with { Description = "" }).Why());
        Assert.Equal([10], cycle.Stages.Select(s => s.Number));
        cycle.AddStage(1, Good).Done();
        cycle.AddStage(1_000_000, Good).Done();
        Assert.Equal(["stageNumberOutOfRange number"], cycle.AddStage(null, Good).Why());
    }

    [Fact]
    public void AStageHasAllThatWasSaidOfIt()
    {
        var activity = An.Stored(3, Activity.Create("CALL", "Call").Done());

        var stage = Cycle().AddStage(5, new StageDetails(" Visit ", 33.33m, 66.66m, activity, true, true, " 1m+2w ", 10)).Done();

        Assert.Equal(
            (5, "Visit", 33.33m, 66.66m), (stage.Number, stage.Description, stage.CompletedPercent, stage.ChancesOfSuccessPercent));
        Assert.Equal((activity, 3L, true, true, "1M+2W", 10),
            (stage.Activity, stage.ActivityId, stage.QuoteRequired, stage.AllowSkip, stage.DateFormula, stage.LimitWorkingDays));
        stage.Change(Good).Done();
        Assert.Equal((null, null, false, false, "", null),
            (stage.Activity, stage.ActivityId, stage.QuoteRequired, stage.AllowSkip, stage.DateFormula, stage.LimitWorkingDays));
    }

    [Fact]
    public void EachThingWrongWithAStageIsToldWithItsFieldAndChangesNothing()
    {
        var stage = Cycle().AddStage(5, Good).Done();

        Assert.Equal(["tooLong description"], stage.Change(Good with { Description = new string('x', 101) }).Why());
        Assert.Equal(["percentOutOfRange completedPercent"], stage.Change(Good with { CompletedPercent = 100.01m }).Why());
        Assert.Equal(["percentOutOfRange chancesOfSuccessPercent"], stage.Change(Good with { ChancesOfSuccessPercent = -0.01m }).Why());
        Assert.Equal(["badDateFormula dateFormula"], stage.Change(Good with { DateFormula = "1X" }).Why());
        Assert.Equal(["limitOutOfRange limitWorkingDays"], stage.Change(Good with { LimitWorkingDays = 0 }).Why());
        Assert.Equal(["limitOutOfRange limitWorkingDays"], stage.Change(Good with { Description = "X", LimitWorkingDays = 1000 }).Why());
        Assert.Equal("Qualification", stage.Description);
        var words = Assert.IsType<Translated>(Assert.Single(stage.Change(Good with { DateFormula = "1X" }).Naming()));
        Assert.Equal((DateFormulaError.UnitExpected, 2), (words.English, Assert.Single(words.Arguments)));
    }

    [Theory]
    [InlineData(0, 100, 1)]
    [InlineData(100, 0, 999)]
    public void TheLimitsOfAStageThemselvesAreTaken(int completed, int chances, int limit) => Assert.Equal(
        limit,
        Cycle().AddStage(5, new StageDetails(new string('x', 100), completed, chances, LimitWorkingDays: limit)).Done().LimitWorkingDays);

    [Theory]
    [InlineData(new[] { 10, 20, 30 }, 10, "5:Qualification 10:10 20:20 30:30")]
    [InlineData(new[] { 10, 20, 30 }, 20, "10:10 15:Qualification 20:20 30:30")]
    [InlineData(new[] { 10, 12 }, 12, "10:10 11:Qualification 12:12")]
    [InlineData(new[] { 2, 3 }, 2, "1:Qualification 2:2 3:3")]
    [InlineData(new[] { 1, 2, 7 }, 1, "5:Qualification 10:1 20:2 30:7")]
    [InlineData(new[] { 1, 2, 7 }, 2, "10:1 15:Qualification 20:2 30:7")]
    [InlineData(new[] { 100, 101 }, 101, "10:100 15:Qualification 20:101")]
    public void AStageGoesBeforeAnotherAndRoomIsMadeWhenThereIsNone(int[] there, int next, string road)
    {
        var cycle = Cycle(there);

        cycle.InsertStageBefore(cycle.Stages.Single(s => s.Number == next), Good).Done();

        Assert.Equal(road, string.Join(' ', Road(cycle)));
    }

    [Fact]
    public void AStageThatIsRefusedRenumbersNothing()
    {
        var cycle = Cycle(1, 2);

        Assert.Equal(["required description"], cycle.InsertStageBefore(cycle.Stages[1], Good with { Description = "" }).Why());

        Assert.Equal(["1:1", "2:2"], Road(cycle));
    }

    [Theory]
    [InlineData(20, true, true, "10:20 20:10 30:30")]
    [InlineData(20, false, true, "10:10 20:30 30:20")]
    [InlineData(10, true, false, "10:10 20:20 30:30")]
    [InlineData(30, false, false, "10:10 20:20 30:30")]
    [InlineData(10, false, true, "10:20 20:10 30:30")]
    [InlineData(30, true, true, "10:10 20:30 30:20")]
    public void AStageChangesPlacesWithItsNeighbour(int number, bool up, bool moved, string road)
    {
        var cycle = Cycle(10, 20, 30);

        Assert.Equal(moved, cycle.MoveStage(cycle.Stages.Single(s => s.Number == number), up));

        Assert.Equal(road, string.Join(' ', Road(cycle)));
    }

    [Fact]
    public void AStageOfAnotherCycleDoesNotMove()
    {
        var cycle = Cycle(10, 20);

        Assert.False(cycle.MoveStage(Cycle(10).Stages[0], up: false));

        Assert.Equal(["10:10", "20:20"], Road(cycle));
    }

    [Fact]
    public void AStageThatIsTakenOutIsGone()
    {
        var cycle = Cycle(10, 20);

        cycle.Remove(cycle.Stages[0]);

        Assert.Equal(["20:20"], Road(cycle));
    }

    // Reasons for closing

    [Fact]
    public void AReasonIsKeptWithATidyCodeInCapitals()
    {
        var reason = CloseReason.Create(" price ", " Too dear ", Outcome.Lost, blocked: true).Done();

        Assert.Equal(("PRICE", "Too dear", Outcome.Lost, true), (reason.Code, reason.Description, reason.Outcome, reason.Blocked));
        Assert.False(CloseReason.Create("P", "P", Outcome.Won).Done().Blocked);
    }

    [Fact]
    public void EachThingWrongWithAReasonIsToldWithItsFieldAndChangesNothing()
    {
        Assert.Equal(["badCode code"], CloseReason.Create("12345678901", "X", Outcome.Won).Why());
        Assert.Equal(["required description", "outcomeRequired outcome"], CloseReason.Create("1234567890", "", null).Why());
        Assert.Equal(["tooLong description", "outcomeRequired outcome"], CloseReason.Create("X", new string('x', 101), (Outcome)2).Why());
        var reason = CloseReason.Create("X", new string('x', 100), Outcome.Won).Done();
        reason.Change("Y", null, true, used: false).Why();
        Assert.Equal((Outcome.Won, false, 100), (reason.Outcome, reason.Blocked, reason.Description.Length));
    }

    [Fact]
    public void OnceUsedAReasonStaysWonOrLostAsItIs()
    {
        var reason = CloseReason.Create("X", "X", Outcome.Won).Done();

        Assert.Equal(["reasonOutcomeFixed outcome"], reason.Change("X", Outcome.Lost, false, used: true).Why());
        Assert.Equal(
            (Outcome.Won, "Y", true),
            (reason.Change("Y", Outcome.Won, true, used: true).Done().Outcome, reason.Description, reason.Blocked));
        Assert.Equal(Outcome.Lost, reason.Change("Y", Outcome.Lost, true, used: false).Done().Outcome);
    }
}
