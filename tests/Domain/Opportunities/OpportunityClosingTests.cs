using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Opportunities;

[Trait("Suite", "Database")]
public sealed class OpportunityClosingTests
{
    private static readonly CloseReason Better = CloseReason.Create("PRICE_W", "Better price", Outcome.Won).Done();
    private static readonly CloseReason Dear = CloseReason.Create("PRICE_L", "Too dear", Outcome.Lost).Done();

    private static SalesCycle TwoStages() => An.Cycle((10, An.Details("A", 40, 60)), (20, An.Details("B", 80, 90)));

    [Fact]
    public void AWonOneIsWorthWhatItWasSoldFor()
    {
        var opportunity = An.OpportunityAt(TwoStages(), 10);
        var before = opportunity.Current!;

        var entry = opportunity.Close(
            new CloseRequest(Outcome.Won, Better, An.Today.AddDays(8), 9_500, " Fine "), An.Caller(An.Today.AddDays(8))).Done();

        Assert.Equal((OpportunityStatus.Won, An.Today.AddDays(8)), (opportunity.Status, opportunity.ClosedOn!.Value));
        Assert.Equal(
            (ActionTaken.Won, null, null, 10), (entry.ActionTaken, entry.StageId, entry.StageNumber, entry.PreviousStageNumber!.Value));
        Assert.Equal((100m, 100m, 100m, 9_500m, 10_000m),
            (entry.ChancesOfSuccess, entry.CompletedPercent, entry.Probability, entry.CurrentValue, entry.EstimatedValue));
        Assert.Equal((An.Today.AddDays(8), "Fine", Better), (entry.EstimatedCloseDate, entry.Note, entry.CloseReason));
        Assert.Equal((false, 8), (before.Active, before.DaysOpen!.Value));
    }

    [Fact]
    public void ALostOneIsWorthNothingAndKeepsItsEstimate()
    {
        var opportunity = An.OpportunityAt(TwoStages(), 10);

        var entry = opportunity.Close(new CloseRequest(Outcome.Lost, Dear, Amount: 5), An.Caller()).Done();

        Assert.Equal((OpportunityStatus.Lost, ActionTaken.Lost), (opportunity.Status, entry.ActionTaken));
        Assert.Equal((0m, 100m, 0m, 0m, 10_000m),
            (entry.ChancesOfSuccess, entry.CompletedPercent, entry.Probability, entry.CurrentValue, entry.EstimatedValue));
    }

    [Fact]
    public void GivenAQuote_WhenItIsWonWithoutAnAmount_ThenTheQuotesIsTaken()
    {
        var opportunity = An.OpportunityAt(TwoStages(), 10);
        opportunity.SetQuote("Q-7", 8_800, null, An.Caller()).Done();

        Assert.Equal(8_800, opportunity.Close(new CloseRequest(Outcome.Won, Better), An.Caller()).Done().CurrentValue);
    }

    [Fact]
    public void OneThatNeverStartedMayBeClosed()
    {
        var opportunity = An.Opportunity(TwoStages(), value: 300);

        var entry = opportunity.Close(new CloseRequest(Outcome.Lost, Dear), An.Caller()).Done();

        Assert.Equal((300m, null), (entry.EstimatedValue, entry.PreviousStageNumber));
        Assert.Same(entry, Assert.Single(opportunity.Entries));
    }

    [Fact]
    public void GivenNoClosingDate_WhenTheLastChangeLiesAhead_ThenItIsThatDay()
    {
        var opportunity = An.OpportunityAt(TwoStages(), 10);
        opportunity.Move(new MoveRequest(MoveAction.Update, DateOfChange: An.Today.AddDays(3)), An.Caller()).Done();

        Assert.Equal(An.Today.AddDays(3), opportunity.Close(new CloseRequest(Outcome.Lost, Dear), An.Caller()).Done().DateOfChange);
    }

    [Fact]
    public void EveryReasonToRefuseAClosingIsTold()
    {
        var opportunity = An.Opportunity(TwoStages(), close: An.Today.AddDays(60));
        opportunity.Move(new MoveRequest(MoveAction.First), An.Caller()).Done();
        IEnumerable<(string, string?)> Why(CloseRequest request) =>
            Assert.IsType<Result<OpportunityEntry>.Refused>(opportunity.Close(request, An.Caller())).Refusals
                .Select(r => (r.Code, r.Field));

        Assert.Equal([("outcomeRequired", "outcome")], Why(new CloseRequest(null, Better)));
        Assert.Equal([("outcomeRequired", "outcome")], Why(new CloseRequest((Outcome)7, Better)));
        Assert.Equal(
            [("reasonRequired", "reasonCode"), ("closingDateBeforeLastChange", "closingDate"), ("amountRequired", "amount")],
            Why(new CloseRequest(Outcome.Won, null, An.Today.AddDays(-1))));
        Assert.Equal([("reasonUnknown", "reasonCode")], Why(new CloseRequest(Outcome.Won, Dear, Amount: 1)));
        Assert.Equal([("reasonUnknown", "reasonCode")], Why(new CloseRequest(Outcome.Lost, Better)));
        Assert.Equal([("amountRequired", "amount")], Why(new CloseRequest(Outcome.Won, Better, Amount: 0)));
        Assert.Equal([("badAmount", "amount")], Why(new CloseRequest(Outcome.Won, Better, Amount: 0.005m)));
        Assert.Equal([("tooLong", "note")], Why(new CloseRequest(Outcome.Lost, Dear, Note: new string('x', 501))));
        Assert.Equal(OpportunityStatus.InProgress, opportunity.Status);
        opportunity.Close(new CloseRequest(Outcome.Lost, Dear), An.Caller()).Done();
        Assert.Equal([("alreadyClosed", null)], Why(new CloseRequest(Outcome.Won, Better, Amount: 1)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OpenTasksAreCancelledUnlessTheyAreToStay(bool cancel)
    {
        var activity = Activity.Create("INIT", "First look").Done();
        activity.AddStep(TaskType.None, "Look", Priority.Low, "").Done();
        var opportunity = An.Opportunity(An.Cycle((10, new StageDetails("A", 10, 10, activity))));
        opportunity.Move(new MoveRequest(MoveAction.First), An.Caller()).Done();

        opportunity.Close(new CloseRequest(Outcome.Lost, Dear, CancelOpenTasks: cancel), An.Caller()).Done();

        var task = Assert.Single(opportunity.Tasks);
        Assert.Equal((cancel, cancel, cancel ? SalesTaskStatus.Completed : SalesTaskStatus.NotStarted, cancel ? An.Today : null),
            (task.Cancelled, task.Closed, task.Status, task.ClosedOn));
    }
}
