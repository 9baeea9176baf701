using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Opportunities;

public sealed class OpportunityMoveTests
{
    private static readonly DateOnly Soon = An.Today.AddDays(60);

    private static SalesCycle FiveStages() => An.Cycle(
        (10, An.Details("A", 10, 10, skip: true)), (20, An.Details("B", 20, 20, skip: true)), (30, An.Details("C", 30, 30, skip: true)),
        (40, An.Details("D", 40, 40, skip: true)), (50, An.Details("E", 50, 50)));

    [Theory]
    [InlineData(MoveAction.Next, null, ActionTaken.Next, 40)]
    [InlineData(MoveAction.Next, 40, ActionTaken.Next, 40)]
    [InlineData(MoveAction.Update, null, ActionTaken.Updated, 30)]
    [InlineData(MoveAction.Previous, null, ActionTaken.Previous, 20)]
    [InlineData(MoveAction.Skip, null, ActionTaken.Next, 40)]
    [InlineData(MoveAction.Skip, 40, ActionTaken.Next, 40)]
    [InlineData(MoveAction.Skip, 50, ActionTaken.Jumped, 50)]
    [InlineData(MoveAction.Jump, null, ActionTaken.Previous, 20)]
    [InlineData(MoveAction.Jump, 20, ActionTaken.Previous, 20)]
    [InlineData(MoveAction.Jump, 10, ActionTaken.Jumped, 10)]
    public void WhatIsRecordedFollowsFromWhereTheMoveEnds(MoveAction action, int? stage, ActionTaken recorded, int reached)
    {
        var opportunity = An.OpportunityAt(FiveStages(), 30);

        var entry = opportunity.Move(new MoveRequest(action, stage), An.Caller()).Done();

        Assert.Equal((recorded, reached, 30), (entry.ActionTaken, entry.StageNumber!.Value, entry.PreviousStageNumber!.Value));
        Assert.Same(entry, opportunity.Current);
        Assert.Equal(OpportunityStatus.InProgress, opportunity.Status);
    }

    // Present chances 60, those of the stages 10 to 50; 0 asks for nothing.
    [Theory]
    [InlineData(MoveAction.Next, null, 0, 40)]
    [InlineData(MoveAction.Next, null, 77, 77)]
    [InlineData(MoveAction.Previous, null, 0, 20)]
    [InlineData(MoveAction.Previous, null, 77, 77)]
    [InlineData(MoveAction.Update, null, 0, 60)]
    [InlineData(MoveAction.Update, null, 77, 77)]
    [InlineData(MoveAction.Skip, 50, 0, 50)]
    [InlineData(MoveAction.Skip, 50, 77, 50)]
    [InlineData(MoveAction.Jump, 10, 0, 10)]
    [InlineData(MoveAction.Jump, 10, 77, 10)]
    public void TheChancesComeFromTheStageOrFromTheSeller(MoveAction action, int? stage, int asked, int taken)
    {
        var opportunity = An.OpportunityAt(FiveStages(), 30, chances: 60);

        var entry = opportunity.Move(new MoveRequest(action, stage, ChancesOfSuccess: asked == 0 ? null : asked), An.Caller()).Done();

        Assert.Equal(taken, entry.ChancesOfSuccess);
    }

    [Theory]
    [InlineData(MoveAction.Next, null)]
    [InlineData(MoveAction.Skip, 30)]
    public void GivenAStageWithoutChances_WhenItIsReached_ThenThePresentOnesStay(MoveAction action, int? stage)
    {
        var cycle = An.Cycle((10, An.Details("A")), (20, An.Details("B", skip: true)), (30, An.Details("C")));

        var entry = An.OpportunityAt(cycle, 10, chances: 35).Move(new MoveRequest(action, stage), An.Caller()).Done();

        Assert.Equal(35, entry.ChancesOfSuccess);
    }

    [Theory]
    [InlineData(25, 80, 80)] // said at the start
    [InlineData(25, null, 25)] // said at creation
    [InlineData(null, null, 10)] // the first stage's
    public void TheChancesOfAStartAreTheSellersBeforeTheStages(int? atCreation, int? atStart, int taken) => Assert.Equal(
        taken,
        An.Opportunity(FiveStages(), atCreation, Soon).Move(new MoveRequest(MoveAction.First, ChancesOfSuccess: atStart), An.Caller())
            .Done().ChancesOfSuccess);

    [Fact]
    public void GivenNoClosingDate_WhenItStarts_ThenTheStagesFormulaProposesOne()
    {
        var cycle = An.Cycle((10, An.Details("A", formula: "2W")), (20, An.Details("B", formula: "1M")));

        var entry = An.Opportunity(cycle).Move(new MoveRequest(MoveAction.First), An.Caller()).Done();

        Assert.Equal(An.Today.AddDays(14), entry.EstimatedCloseDate);
    }

    [Fact]
    public void GivenAClosingDateThatStillHolds_WhenItMoves_ThenItStays()
    {
        var cycle = An.Cycle((10, An.Details("A", formula: "2W")), (20, An.Details("B", formula: "1M")));
        var opportunity = An.OpportunityAt(cycle, 10, close: Soon);

        Assert.Equal(Soon, opportunity.Move(new MoveRequest(MoveAction.Next), An.Caller()).Done().EstimatedCloseDate);
    }

    [Fact]
    public void GivenAClosingDateThatHasPassed_WhenItMoves_ThenTheStageReachedProposesANewOne()
    {
        var cycle = An.Cycle((10, An.Details("A")), (20, An.Details("B", formula: "1M")));
        var opportunity = An.OpportunityAt(cycle, 10, close: An.Today.AddDays(5));

        var later = An.Caller(An.Today.AddDays(20)); // 22 March
        Assert.Equal(new DateOnly(2026, 4, 22), opportunity.Move(new MoveRequest(MoveAction.Next), later).Done().EstimatedCloseDate);
    }

    [Fact]
    public void GivenAClosingDateOnTheDayOfTheChange_WhenItMoves_ThenItStays()
    {
        var opportunity = An.OpportunityAt(
            An.Cycle((10, An.Details("A")), (20, An.Details("B", formula: "1M"))), 10, close: An.Today.AddDays(5));

        var entry = opportunity.Move(new MoveRequest(MoveAction.Next), An.Caller(An.Today.AddDays(5))).Done();

        Assert.Equal(An.Today.AddDays(5), entry.EstimatedCloseDate);
    }

    [Fact]
    public void WhatTheSellerGivesIsNeverReplaced()
    {
        var opportunity = An.OpportunityAt(FiveStages(), 10);

        var entry = opportunity.Move(
            new MoveRequest(
                MoveAction.Next, EstimatedValue: 7_777.77m, ChancesOfSuccess: 12.5m, EstimatedCloseDate: An.Today, DateOfChange: An.Today),
            An.Caller())
                .Done();

        Assert.Equal(
            (7_777.77m, 12.5m, An.Today, An.Today),
            (entry.EstimatedValue, entry.ChancesOfSuccess, entry.EstimatedCloseDate, entry.DateOfChange));
    }

    [Fact]
    public void AnEntryIsASnapshotAndTheFormerOneEnds()
    {
        var opportunity = An.OpportunityAt(FiveStages(), 10);
        var before = opportunity.Current!;

        var entry = opportunity.Move(new MoveRequest(MoveAction.Next, DateOfChange: An.Today.AddDays(9)), An.Caller()).Done();

        Assert.Equal((false, 9, "A"), (before.Active, before.DaysOpen!.Value, before.StageDescription));
        Assert.Equal((true, null, "B", 20m, 20m, 4m, 400m), (
            entry.Active, entry.DaysOpen, entry.StageDescription, entry.ChancesOfSuccess, entry.CompletedPercent, entry.Probability,
            entry.CurrentValue));
        Assert.Single(opportunity.Entries, e => e.Active);
    }

    [Fact]
    public void AnUpdateDoesNotStartTheDaysOnTheStageAnewAndMakesNoTasks()
    {
        var activity = Activity.Create("INIT", "First look").Done();
        activity.AddStep(TaskType.PhoneCall, "Call", Priority.High, "1W").Done();
        var cycle = An.Cycle((10, new StageDetails("A", 10, 10, activity)), (20, An.Details("B")));
        var opportunity = An.OpportunityAt(cycle, 10);
        Assert.Equal(An.Today.AddDays(7), Assert.Single(opportunity.Tasks).Date);

        var updated = opportunity.Move(new MoveRequest(MoveAction.Update), An.Caller(An.Today.AddDays(3))).Done();
        Assert.Equal((An.Today, An.Today.AddDays(3)), (updated.StageEnteredOn, updated.DateOfChange));
        Assert.Single(opportunity.Tasks);

        opportunity.Move(new MoveRequest(MoveAction.Next), An.Caller(An.Today.AddDays(4))).Done();
        var back = opportunity.Move(new MoveRequest(MoveAction.Previous, CancelOpenTasks: true), An.Caller(An.Today.AddDays(5))).Done();
        Assert.Equal(An.Today.AddDays(5), back.StageEnteredOn);
        Assert.Equal(
            [(true, An.Today.AddDays(7)), (false, An.Today.AddDays(12))], opportunity.Tasks.Select(t => (t.Cancelled && t.Closed, t.Date)));
    }

    [Fact]
    public void TheDayOfAChangeMayLieInTheFutureAndTheNextOneFollowsIt()
    {
        var opportunity = An.OpportunityAt(FiveStages(), 10);
        opportunity.Move(new MoveRequest(MoveAction.Next, DateOfChange: An.Today.AddDays(10)), An.Caller()).Done();

        Assert.Equal(
            An.Today.AddDays(10), opportunity.Move(new MoveRequest(MoveAction.Update), An.Caller()).Done().DateOfChange);
        AssertRefused(
            opportunity.Move(new MoveRequest(MoveAction.Update, DateOfChange: An.Today.AddDays(9)), An.Caller()),
            ("dateBeforeLastChange", "dateOfChange"));
    }

    [Fact]
    public void TheStartMayNotLieBeforeTheCreation()
    {
        var opportunity = An.Opportunity(FiveStages(), close: Soon, created: An.Today.AddDays(5));

        AssertRefused(
            opportunity.Move(new MoveRequest(MoveAction.First, DateOfChange: An.Today.AddDays(4)), An.Caller()),
            ("dateBeforeCreation", "dateOfChange"));
        Assert.Equal(An.Today.AddDays(5), opportunity.Move(new MoveRequest(MoveAction.First), An.Caller()).Done().DateOfChange);
    }

    [Fact]
    public void GivenAStageThatChangedItsPlace_WhenTheOpportunityMoves_ThenItGoesFromWhereTheStageIsNow()
    {
        var cycle = FiveStages();
        var opportunity = An.OpportunityAt(cycle, 20);
        cycle.MoveStage(opportunity.Current!.Stage!, up: false); // B is 30 now, C is 20
        Assert.Equal(
            [MoveAction.Next, MoveAction.Update, MoveAction.Previous, MoveAction.Skip, MoveAction.Jump],
            opportunity.Moves().Select(m => m.Action));

        var entry = opportunity.Move(new MoveRequest(MoveAction.Previous), An.Caller()).Done();

        Assert.Equal(
            (ActionTaken.Previous, "C", 20, 30),
            (entry.ActionTaken, entry.StageDescription, entry.StageNumber!.Value, entry.PreviousStageNumber!.Value));
    }

    [Fact]
    public void AStageAddedBetweenIsTheNextOne()
    {
        var cycle = FiveStages();
        var opportunity = An.OpportunityAt(cycle, 20);
        cycle.AddStage(25, An.Details("New")).Done();

        Assert.Equal("New", opportunity.Move(new MoveRequest(MoveAction.Next), An.Caller()).Done().StageDescription);
    }

    [Fact]
    public void AnOtherMethodOrPercentageCountsFromTheNextChangeOn()
    {
        var cycle = FiveStages();
        var opportunity = An.OpportunityAt(cycle, 10);
        cycle.Describe("New business", ProbabilityMethod.Completed).Done();
        cycle.Stages[0].Change(An.Details("A", 33)).Done();
        Assert.Equal(6, opportunity.Current!.Probability);

        Assert.Equal(33, opportunity.Move(new MoveRequest(MoveAction.Update), An.Caller()).Done().Probability);
    }

    // 20 and 40 ask for a quote; all but the last may be skipped.
    [Theory]
    [InlineData(10, MoveAction.Next, 20, "B")]
    [InlineData(10, MoveAction.Skip, 30, "B")]
    [InlineData(10, MoveAction.Skip, 50, "B")]
    [InlineData(20, MoveAction.Skip, 30, null)]
    [InlineData(20, MoveAction.Skip, 40, "D")]
    [InlineData(20, MoveAction.Skip, 50, "D")]
    [InlineData(30, MoveAction.Next, 40, "D")]
    [InlineData(40, MoveAction.Next, 50, null)]
    [InlineData(40, MoveAction.Update, 40, null)]
    [InlineData(30, MoveAction.Previous, 20, null)]
    [InlineData(50, MoveAction.Jump, 20, null)]
    [InlineData(50, MoveAction.Jump, 40, null)]
    public void AQuoteIsAskedForByTheStagesOnTheWayForward(int from, MoveAction action, int to, string? gate)
    {
        var cycle = An.Cycle(
            (10, An.Details("A", skip: true)), (20, An.Details("B", skip: true)), (30, An.Details("C", skip: true)),
            (40, An.Details("D", skip: true)), (50, An.Details("E")));
        var without = An.Opportunity(cycle, close: Soon);
        without.Move(new MoveRequest(MoveAction.First), An.Caller()).Done();
        while (without.Current!.StageNumber != from)
        {
            without.Move(new MoveRequest(MoveAction.Next), An.Caller()).Done();
        }

        cycle.Stages[1].Change(An.Details("B", skip: true, quote: true)).Done();
        cycle.Stages[3].Change(An.Details("D", skip: true, quote: true)).Done();
        var move = new MoveRequest(action, to);
        if (gate is null)
        {
            Assert.Equal(to, without.Move(move, An.Caller()).Done().StageNumber);
        }
        else
        {
            var refused = AssertRefused(without.Move(move, An.Caller()), ("quoteRequired", "quote"));
            Assert.Equal([gate], refused.First.Arguments);
            without.SetQuote("Q-1", 100, null, An.Caller()).Done();
            Assert.Equal(to, without.Move(move, An.Caller()).Done().StageNumber);
        }
    }

    [Fact]
    public void TheFirstStageNeedsNoQuote()
    {
        var cycle = An.Cycle((10, An.Details("A", quote: true)));

        Assert.Equal(
            ActionTaken.First, An.Opportunity(cycle, close: Soon).Move(new MoveRequest(MoveAction.First), An.Caller()).Done().ActionTaken);
    }

    [Fact]
    public void EverythingThatIsMissingIsToldAtOnceAndInOrder()
    {
        var cycle = An.Cycle((10, An.Details("A")), (20, An.Details("B", quote: true)));
        var opportunity = An.Opportunity(cycle, close: Soon);
        opportunity.Move(new MoveRequest(MoveAction.First), An.Caller()).Done();

        AssertRefused(
            opportunity.Move(
                new MoveRequest(
                    MoveAction.Next, DateOfChange: An.Today.AddDays(-1), EstimatedValue: 0, ChancesOfSuccess: 0,
                    EstimatedCloseDate: An.Today.AddDays(-2)),
                An.Caller()),
            ("dateBeforeLastChange", "dateOfChange"), ("quoteRequired", "quote"), ("valueRequired", "estimatedValue"),
            ("chancesRequired", "chancesOfSuccess"), ("closeDateBeforeChange", "estimatedCloseDate"));
        Assert.Single(opportunity.Entries);
    }

    [Fact]
    public void AStartWithoutValueAndChancesIsRefused() => AssertRefused(
        An.Opportunity(An.Cycle((10, An.Details("A"))), chances: null, value: null).Move(new MoveRequest(MoveAction.First), An.Caller()),
        ("valueRequired", "estimatedValue"), ("chancesRequired", "chancesOfSuccess"));

    [Theory]
    [InlineData(-0.01, 50, "valueRequired")]
    [InlineData(1.005, 50, "badAmount")]
    [InlineData(1_000_000_000_000, 50, "badAmount")]
    [InlineData(1, 100.01, "chancesRequired")]
    [InlineData(1, -1, "chancesRequired")]
    [InlineData(1, 50.005, "percentOutOfRange")]
    public void FiguresOutsideTheirRangeAreRefused(double value, double chances, string code) => Assert.Equal(
        [code],
        An.OpportunityAt(FiveStages(), 10).Move(
            new MoveRequest(MoveAction.Update, EstimatedValue: (decimal)value, ChancesOfSuccess: (decimal)chances), An.Caller()).Refused());

    [Fact]
    public void TheLargestFiguresAreTaken() => Assert.Equal(
        Checks.MaxAmount,
        An.OpportunityAt(FiveStages(), 10)
            .Move(new MoveRequest(MoveAction.Update, EstimatedValue: Checks.MaxAmount, ChancesOfSuccess: 100), An.Caller())
            .Done().EstimatedValue);

    [Fact]
    public void DatesOutsideTheCalendarAreRefused() => AssertRefused(
        An.OpportunityAt(FiveStages(), 10)
            .Move(new MoveRequest(MoveAction.Update, EstimatedCloseDate: new DateOnly(3000, 1, 1)), An.Caller()),
        ("badDate", "estimatedCloseDate"));

    [Fact]
    public void GivenAFormulaThatLeadsBeyondTheCalendar_WhenNoClosingDateIsGiven_ThenOneIsAskedFor() => Assert.Equal(
        ["closeDateRequired"],
        An.Opportunity(An.Cycle((10, An.Details("A", formula: "9999Y")))).Move(new MoveRequest(MoveAction.First), An.Caller()).Refused());

    [Theory]
    [InlineData(MoveAction.First, null, "alreadyStarted", null)]
    [InlineData(MoveAction.Previous, null, "actionNotOffered", "action")]
    [InlineData(MoveAction.Jump, null, "actionNotOffered", "action")]
    [InlineData((MoveAction)99, null, "actionNotOffered", "action")]
    [InlineData(MoveAction.Skip, 10, "stageNotCandidate", "stage")]
    [InlineData(MoveAction.Skip, 99, "stageNotCandidate", "stage")]
    [InlineData(MoveAction.Next, 30, "stageNotCandidate", "stage")]
    [InlineData(MoveAction.Update, 20, "stageNotCandidate", "stage")]
    public void AMoveThatIsNotOpenIsRefused(MoveAction action, int? stage, string code, string? field) =>
        AssertRefused(An.OpportunityAt(FiveStages(), 10).Move(new MoveRequest(action, stage), An.Caller()), (code, field));

    [Fact]
    public void BeforeTheStartOnlyTheStartIsOpen()
    {
        var opportunity = An.Opportunity(FiveStages(), close: Soon);

        Assert.Equal([MoveAction.First], opportunity.Moves().Select(m => m.Action));
        AssertRefused(opportunity.Move(new MoveRequest(MoveAction.Next), An.Caller()), ("notStarted", null));
    }

    [Fact]
    public void ACycleWithoutStagesCannotStart()
    {
        var refused = AssertRefused(
            An.Opportunity(An.Cycle()).Move(new MoveRequest(MoveAction.First), An.Caller()), ("cycleWithoutStages", "salesCycleCode"));
        Assert.Equal(["New business"], refused.First.Arguments);
    }

    [Fact]
    public void AClosedOneStaysWhereItIs()
    {
        var opportunity = An.OpportunityAt(FiveStages(), 10);
        opportunity.Close(new CloseRequest(Outcome.Lost, CloseReason.Create("PRICE", "Price", Outcome.Lost).Done()), An.Caller()).Done();

        Assert.Empty(opportunity.Moves());
        AssertRefused(opportunity.Move(new MoveRequest(MoveAction.Update), An.Caller()), ("alreadyClosed", null));
    }

    private static Result<T>.Refused AssertRefused<T>(Result<T> result, params (string Code, string? Field)[] expected)
    {
        var refused = Assert.IsType<Result<T>.Refused>(result);
        Assert.Equal(expected, refused.Refusals.Select(r => (r.Code, r.Field)));
        return refused;
    }
}
