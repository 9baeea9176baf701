using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Opportunities;

public sealed partial class OpportunityRuleTests
{
    [Fact]
    public void TheEntryOfAClosingNamesItsReasonAndItsDay()
    {
        var opportunity = Started();
        var reason = An.Stored(5, CloseReason.Create("X", "X", Outcome.Lost).Done());
        opportunity.Move(new MoveRequest(MoveAction.Update, EstimatedValue: 4_000), An.Caller()).Done();

        var entry = opportunity.Close(new CloseRequest(Outcome.Lost, reason, Later.Today, Note: new string('n', 500)), Later).Done();

        Assert.Equal(
            (5L, Later.Today, Later.Today, 500), (entry.CloseReasonId, entry.StageEnteredOn, entry.EstimatedCloseDate, entry.Note!.Length));
        Assert.Equal((true, Later.Today, Later.Now), (opportunity.IsClosed, opportunity.ClosedOn!.Value, opportunity.ChangedAt));
        Assert.Same(entry, opportunity.Current);
        Assert.Equal(4_000, entry.EstimatedValue);
    }

    [Fact]
    public void AReasonThatIsBlockedIsNoReason() => Assert.Equal(
        ["reasonUnknown reasonCode"],
        Started().Close(new CloseRequest(Outcome.Lost, CloseReason.Create("OLD", "Old", Outcome.Lost, blocked: true).Done()), An.Caller())
            .Why());

    [Fact]
    public void WithoutADayItIsClosedTodayAndOneThatNeverStartedNotBeforeItsCreation()
    {
        Assert.Equal(Later.Today, Started().Close(new CloseRequest(Outcome.Lost, Dear), Later).Done().DateOfChange);

        var ahead = Made(Good() with { CreationDate = Soon });
        Assert.Equal(
            ["closingDateBeforeLastChange closingDate"],
            ahead.Close(new CloseRequest(Outcome.Lost, Dear, Soon.AddDays(-1)), An.Caller()).Why());
        var entry = ahead.Close(new CloseRequest(Outcome.Lost, Dear), An.Caller()).Done();
        Assert.Equal((Soon, 0m), (entry.DateOfChange, entry.EstimatedValue));
    }

    [Fact]
    public void ASaleIsWorthSomethingAndItsOwnAmountGoesBeforeTheQuotes()
    {
        var opportunity = Started();
        Assert.Equal(["amountRequired amount"], opportunity.Close(new CloseRequest(Outcome.Won, Better), An.Caller()).Why());
        Assert.Equal(["amountRequired amount"], opportunity.Close(new CloseRequest(Outcome.Won, Better, Amount: -1), An.Caller()).Why());
        opportunity.SetQuote("Q", 50, null, An.Caller()).Done();

        Assert.Equal(0.01m, opportunity.Close(new CloseRequest(Outcome.Won, Better, Amount: 0.01m), An.Caller()).Done().CurrentValue);
    }

    [Fact]
    public void ARefusedClosingChangesNothing()
    {
        var opportunity = Started();
        var task = opportunity.AddTask(
            new TaskDetails(TaskType.None, "Look", Priority.Normal, An.Today), opportunity.Salesperson!, An.Caller())
            .Done();

        opportunity.Close(new CloseRequest(Outcome.Lost, null), Later).Why();

        Assert.Equal((OpportunityStatus.InProgress, null, false), (opportunity.Status, opportunity.ClosedOn, task.Closed));
        Assert.Single(opportunity.Entries);
    }

    // Opening again

    [Fact]
    public void AReopenedOneGoesOnWhereItStoodWithTheFiguresFromBefore()
    {
        var opportunity = Started();
        var before = opportunity.Move(
            new MoveRequest(MoveAction.Next, EstimatedValue: 4_000, ChancesOfSuccess: 33, EstimatedCloseDate: Soon.AddDays(9)), An.Caller())
                .Done();
        var closing = opportunity.Close(new CloseRequest(Outcome.Lost, Dear), An.Caller()).Done();
        opportunity.SalesCycle!.Stages[1].Change(An.Details("B", 99, 99)).Done();

        var entry = opportunity.Reopen(" They called ", before, Later).Done();

        Assert.Equal(
            (ActionTaken.Reopened, "They called", true, null), (entry.ActionTaken, entry.Note, entry.Active, entry.PreviousStageNumber));
        Assert.Equal((before.Stage, 120L, 20, "B"), (entry.Stage, entry.StageId, entry.StageNumber, entry.StageDescription));
        Assert.Equal((4_000m, 33m, 20m, 6.6m, 264m, Soon.AddDays(9)),
            (
                entry.EstimatedValue, entry.ChancesOfSuccess, entry.CompletedPercent, entry.Probability, entry.CurrentValue,
                entry.EstimatedCloseDate));
        Assert.Equal((Later.Today, Later.Today, null), (entry.DateOfChange, entry.StageEnteredOn, entry.DaysOpen));
        Assert.Equal((false, 7), (closing.Active, closing.DaysOpen!.Value));
        Assert.Equal((OpportunityStatus.InProgress, null, Later.Now), (opportunity.Status, opportunity.ClosedOn, opportunity.ChangedAt));
    }

    [Fact]
    public void OnlyAClosedOneIsReopenedAndOnlyWithANote()
    {
        var opportunity = Started();
        var before = opportunity.Current;
        Assert.Equal(["notClosed"], opportunity.Reopen("Why", before, An.Caller()).Why());
        Lost(opportunity);

        Assert.Equal(["noteRequired note"], opportunity.Reopen(" ", before, An.Caller()).Why());
        Assert.Equal(["tooLong note"], opportunity.Reopen(new string('n', 501), before, An.Caller()).Why());
        Assert.True(opportunity.IsClosed);
        opportunity.Reopen(new string('n', 500), before, An.Caller()).Done();
    }

    // Closed on 20; a stage is there no more.
    [Theory]
    [InlineData(new[] { 30 }, 20)]
    [InlineData(new[] { 20 }, 10)]
    [InlineData(new[] { 10, 20 }, 30)]
    public void WhenItsStageIsGoneItStandsOnTheNearestBelowElseOnTheFirst(int[] gone, int reached)
    {
        var opportunity = Started();
        var before = opportunity.Move(new MoveRequest(MoveAction.Next), An.Caller()).Done();
        Lost(opportunity);
        foreach (var number in gone)
        {
            opportunity.SalesCycle!.Remove(opportunity.SalesCycle.Stages.Single(s => s.Number == number));
        }

        Assert.Equal(reached, opportunity.Reopen("Again", before, An.Caller()).Done().StageNumber);
    }

    [Fact]
    public void WhenNoneBelowIsLeftItStandsOnTheFirstWithTheFiguresFromBeforeAndAsksForALook()
    {
        var cycle = Kept(An.Cycle(
            (10, An.Details("One", completed: 10, chances: 20)), (20, An.Details("Two", completed: 60, quote: true))));
        var opportunity = An.Opportunity(cycle, chances: 20, close: Soon);
        var before = opportunity.Move(new MoveRequest(MoveAction.First), An.Caller()).Done();
        Lost(opportunity);
        cycle.Remove(before.Stage!);

        var entry = opportunity.Reopen("Again", before, Later).Done();

        Assert.Equal((20, 10m, 20m, before.Probability, before.CurrentValue), (
            entry.StageNumber, entry.CompletedPercent, entry.ChancesOfSuccess, entry.Probability, entry.CurrentValue));
        Assert.Equal(
            ("Please have a look: the stage One is gone, and nothing below it is left.", Later.Today, 1),
            (opportunity.NextStep, opportunity.NextStepDate, opportunity.NextSteps));
        Assert.Equal("Again", entry.Note);
    }

    [Theory]
    [InlineData(40, 20)]
    [InlineData(39, 10)]
    public void AStageThatIsFurtherCompletedIsNotBelowWhateverItsNumber(int reached, int standsOn)
    {
        var cycle = Kept(An.Cycle(
            (10, An.Details("One", completed: 10)), (20, An.Details("Two", completed: 40)), (30, An.Details("Three", completed: reached))));
        var opportunity = An.Opportunity(cycle, close: Soon);
        opportunity.Move(new MoveRequest(MoveAction.First), An.Caller()).Done();
        opportunity.Move(new MoveRequest(MoveAction.Next), An.Caller()).Done();
        var before = opportunity.Move(new MoveRequest(MoveAction.Next), An.Caller()).Done();
        Lost(opportunity);
        cycle.Remove(before.Stage!);

        Assert.Equal(standsOn, opportunity.Reopen("Again", before, Later).Done().StageNumber);
        Assert.Null(opportunity.NextStep);
    }

    [Fact]
    public void WhenTwoStagesBelowAreLeftItIsTheNearer()
    {
        var opportunity = Started();
        opportunity.Move(new MoveRequest(MoveAction.Next), An.Caller()).Done();
        var before = opportunity.Move(new MoveRequest(MoveAction.Next), An.Caller()).Done();
        Lost(opportunity);
        opportunity.SalesCycle!.Remove(before.Stage!);

        Assert.Equal(20, opportunity.Reopen("Again", before, An.Caller()).Done().StageNumber);
    }

    [Fact]
    public void WhenNoStageIsLeftItIsNotStarted()
    {
        var opportunity = Started();
        var before = opportunity.Current;
        Lost(opportunity);
        foreach (var stage in opportunity.SalesCycle!.Stages)
        {
            opportunity.SalesCycle.Remove(stage);
        }

        var entry = opportunity.Reopen("Again", before, An.Caller()).Done();

        Assert.Equal((OpportunityStatus.NotStarted, false, null), (opportunity.Status, entry.Active, entry.StageId));
    }

    [Fact]
    public void OneThatNeverStartedIsNotStartedAgain()
    {
        var opportunity = Lost(Made());

        var entry = opportunity.Reopen("Again", null, Later).Done();

        Assert.Equal(
            (false, 0, null, 10_000m, Soon),
            (entry.Active, entry.DaysOpen!.Value, entry.StageNumber, entry.EstimatedValue, entry.EstimatedCloseDate));
        Assert.Equal((OpportunityStatus.NotStarted, null, null), (opportunity.Status, opportunity.ClosedOn, opportunity.Current));
        Assert.Equal([MoveAction.First], opportunity.Moves().Select(m => m.Action));
    }

    [Fact]
    public void WithoutFiguresFromBeforeItIsWorthNothingAndExpectedOnTheDayItIsReopened()
    {
        var entry = Lost(Made(Good())).Reopen("Again", null, Later).Done();

        Assert.Equal((0m, Later.Today), (entry.EstimatedValue, entry.EstimatedCloseDate));
    }

    [Fact]
    public void ItIsNotReopenedBeforeTheDayItWasClosedOn()
    {
        var opportunity = Started();
        var before = opportunity.Current;
        opportunity.Close(new CloseRequest(Outcome.Lost, Dear, Later.Today), Later).Done();

        Assert.Equal(Later.Today, opportunity.Reopen("Again", before, An.Caller()).Done().DateOfChange);
    }
}
