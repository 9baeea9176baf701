using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Opportunities;

public sealed partial class OpportunityRuleTests
{
    [Fact]
    public void WhatTheProductDoesItselfHasNobodyBehindIt() => Assert.Null(
        Made().Move(new MoveRequest(MoveAction.First), An.Caller() with { Source = ActSource.System }).Done().ById);

    [Fact]
    public void AChangeWithoutADayIsOfTodayUnlessTheLastOneLiesAhead()
    {
        var opportunity = Started();
        Assert.Equal(Later.Today, opportunity.Move(new MoveRequest(MoveAction.Update), Later).Done().DateOfChange);
        Assert.Equal(Later.Today, opportunity.Move(new MoveRequest(MoveAction.Update), An.Caller()).Done().DateOfChange);
    }

    [Fact]
    public void WithoutAnythingSaidTheStartTakesWhatStandsOnTheRecord()
    {
        var entry = Made(Good() with { EstimatedValue = 700 }).Move(new MoveRequest(MoveAction.First), An.Caller()).Done();

        Assert.Equal((700m, 10m, An.Today), (entry.EstimatedValue, entry.ChancesOfSuccess, entry.EstimatedCloseDate));
    }

    [Fact]
    public void ThePreviewShowsEachStageWithItsFiguresAndWhatIsMissing()
    {
        var cycle = An.Cycle(
            (10, An.Details("A", 10, 10)), (20, An.Details("B", 20, 20, skip: true)), (30, An.Details("C", 30, 30, quote: true)));
        var opportunity = An.OpportunityAt(cycle, 10, close: Soon);
        var none = An.Opportunity(cycle, close: Soon);
        none.Move(new MoveRequest(MoveAction.First), An.Caller()).Done();

        IEnumerable<string> Shown(Opportunity o) => o.PreviewMoves(Later).SelectMany(m => m.Stages.Select(s =>
            ($"{m.Action} {s.Stage.Number}{(s.IsProposed ? "*" : "")} {s.Values.ChancesOfSuccess} "
                + string.Join(' ', s.Missing.Select(r => r.Code))).TrimEnd()));

        Assert.Equal(["Next 20* 20", "Update 10* 60", "Skip 20* 20", "Skip 30 30"], Shown(opportunity));
        Assert.Equal(["Next 20* 20", "Update 10* 60", "Skip 20* 20", "Skip 30 30 quoteRequired"], Shown(none));
        Assert.All(opportunity.PreviewMoves(Later).SelectMany(m => m.Stages), s =>
            Assert.Equal((Later.Today, 10_000m, Soon), (s.Values.DateOfChange, s.Values.EstimatedValue, s.Values.EstimatedCloseDate)));
        Assert.Empty(Lost().PreviewMoves(Later));
    }

    [Fact]
    public void AStageWithAMeetingWantsTheMailAddressOfWhoHasTheOpportunity()
    {
        var meeting = Activity.Create("MEET", "Meet").Done();
        meeting.AddStep(TaskType.PhoneCall, "Call", Priority.Normal, "").Done();
        meeting.AddStep(TaskType.Meeting, "Meet", Priority.Normal, "1D").Done();
        var call = Activity.Create("CALL", "Call").Done();
        call.AddStep(TaskType.PhoneCall, "Call", Priority.Normal, "").Done();
        SalesCycle Cycle() => An.Cycle((10, new StageDetails("A", 10, 10, call)), (20, new StageDetails("B", 20, 20, meeting)));
        var without = Started(Good() with { Cycle = Cycle(), EstimatedValue = 1 });
        var with = Started(Good() with { Cycle = Cycle(), EstimatedValue = 1, Salesperson = Seller(22, "Ben", "ben@contoso.example") });

        Assert.Equal(["organizerNeedsEmail salespersonCode"], without.Move(new MoveRequest(MoveAction.Next), An.Caller()).Why());
        Assert.Equal(["Anna Keller"], without.Move(new MoveRequest(MoveAction.Next), An.Caller()).Naming());
        with.Move(new MoveRequest(MoveAction.Next), An.Caller()).Done();
        Assert.Equal(["Call", "Call", "Meet"], with.Tasks.Select(t => t.Description));

        // An update enters nothing, so it asks for nothing.
        with.Assign(Seller(23, "Chloe"), moveOpenTasks: false, An.Caller()).Done();
        with.Move(new MoveRequest(MoveAction.Update), An.Caller()).Done();
    }

    [Fact]
    public void TheTasksOfAStageBelongToItsEntryAndCountFromTheDayOfTheChange()
    {
        var activity = Activity.Create(
            "CALL", "Call", [new StepDetails(TaskType.PhoneCall, "Call", Priority.High, "1W"), new StepDetails(TaskType.None, "Note")])
            .Done();
        var opportunity = Made(Good() with { Cycle = An.Cycle((10, new StageDetails("A", 10, 10, activity))), EstimatedValue = 1 });

        var entry = opportunity.Move(new MoveRequest(MoveAction.First, DateOfChange: An.Today.AddDays(2)), An.Caller()).Done();

        Assert.Equal(
            [("Call", An.Today.AddDays(9)), ("Note", An.Today.AddDays(2))], opportunity.Tasks.Select(t => (t.Description, t.Date)));
        Assert.All(opportunity.Tasks, t => Assert.Equal((21, entry, opportunity), (t.SalespersonId, t.Entry, t.Opportunity)));
    }

    [Fact]
    public void OpenTasksStayUnlessTheyAreToBeCancelled()
    {
        var opportunity = Started();
        opportunity.AddTask(new TaskDetails(TaskType.None, "Look", Priority.Normal, An.Today), opportunity.Salesperson!, An.Caller())
            .Done();

        opportunity.Move(new MoveRequest(MoveAction.Next), Later).Done();
        Assert.False(Assert.Single(opportunity.Tasks).Closed);
        opportunity.Move(new MoveRequest(MoveAction.Next, CancelOpenTasks: true), Later).Done();
        Assert.Equal((true, Later.Today), (Assert.Single(opportunity.Tasks).Cancelled, opportunity.Tasks[0].ClosedOn));
    }

    [Fact]
    public void WhatWasDoneStaysDoneWhenTheRestIsCancelled()
    {
        var opportunity = Started();
        var task = opportunity.AddTask(
            new TaskDetails(TaskType.None, "Look", Priority.Normal, An.Today), opportunity.Salesperson!, An.Caller())
            .Done();
        task.Complete(An.Today).Done();

        opportunity.Move(new MoveRequest(MoveAction.Next, CancelOpenTasks: true), Later).Done();

        Assert.Equal((false, An.Today), (task.Cancelled, task.ClosedOn));
    }

    [Fact]
    public void ARefusedMoveCancelsNoTasks()
    {
        var opportunity = Started();
        var task = opportunity.AddTask(
            new TaskDetails(TaskType.None, "Look", Priority.Normal, An.Today), opportunity.Salesperson!, An.Caller())
            .Done();

        opportunity.Move(new MoveRequest(MoveAction.Next, EstimatedValue: 0, CancelOpenTasks: true), Later).Why();

        Assert.False(task.Closed);
    }

    [Fact]
    public void DaysOutsideTheCalendarAreRefusedAsChangeAndAsClosing()
    {
        Assert.Equal(
            ["badDate dateOfChange", "closeDateBeforeChange estimatedCloseDate"],
            Started()
                .Move(new MoveRequest(MoveAction.Update, DateOfChange: new DateOnly(3000, 1, 1), EstimatedCloseDate: Soon), An.Caller())
                .Why());
        Assert.Equal(
            ["badDate closingDate"], Started().Close(new CloseRequest(Outcome.Lost, Dear, new DateOnly(3000, 1, 1)), An.Caller()).Why());
    }

    [Fact]
    public void TheDayThatIsTooEarlyIsToldTheOneItMayNotPrecede()
    {
        var opportunity = Started();
        var early = An.Today.AddDays(-1);

        Assert.Equal([An.Today], opportunity.Move(new MoveRequest(MoveAction.Update, DateOfChange: early), An.Caller()).Naming());
        Assert.Equal([An.Today], Made().Move(new MoveRequest(MoveAction.First, DateOfChange: early), An.Caller()).Naming());
        Assert.Equal([An.Today], opportunity.Move(new MoveRequest(MoveAction.Update, EstimatedCloseDate: early), An.Caller()).Naming());
        Assert.Equal([An.Today], opportunity.Close(new CloseRequest(Outcome.Lost, Dear, early), An.Caller()).Naming());
        Assert.Equal([99], opportunity.Move(new MoveRequest(MoveAction.Next, Stage: 99), An.Caller()).Naming());
    }

    [Fact]
    public void TheDayOfTheLastChangeItselfWillDo()
    {
        var opportunity = Started();

        Assert.Equal(
            An.Today,
            opportunity.Move(new MoveRequest(MoveAction.Update, DateOfChange: An.Today, EstimatedCloseDate: An.Today), Later)
                .Done().DateOfChange);
        Assert.Equal(An.Today, opportunity.Close(new CloseRequest(Outcome.Lost, Dear, An.Today), Later).Done().DateOfChange);
    }

    [Theory]
    [InlineData(0.01, 0.01)]
    [InlineData(999_999_999_999.99, 100)]
    public void TheSmallestAndLargestFiguresAreTaken(double value, double chances)
    {
        var entry = Started()
            .Move(new MoveRequest(MoveAction.Update, EstimatedValue: (decimal)value, ChancesOfSuccess: (decimal)chances), An.Caller())
            .Done();

        Assert.Equal(((decimal)value, (decimal)chances), (entry.EstimatedValue, entry.ChancesOfSuccess));
    }

    [Fact]
    public void FiguresWithTooManyDecimalsAreToldWithTheirFields() => Assert.Equal(
        ["badAmount estimatedValue", "percentOutOfRange chancesOfSuccess", "badDate estimatedCloseDate"],
        Started().Move(
            new MoveRequest(
                MoveAction.Update, EstimatedValue: 0.005m, ChancesOfSuccess: 0.005m, EstimatedCloseDate: new DateOnly(3000, 1, 1)),
            An.Caller())
            .Why());

    [Fact]
    public void AnEntryWhoseStageIsGoneKeepsTheNumberItHad()
    {
        var entry = Started().Current!;
        (entry.Stage, entry.StageId) = (null, null); // what the database does when a stage goes

        Assert.Equal(10, entry.StageNumberNow);
    }

    [Fact]
    public void TheHistoryIsToldInTheOrderOfItsKeysAndWhatIsNewComesLast()
    {
        var opportunity = Started();
        var first = An.Stored(9, opportunity.Current!);
        var second = An.Stored(8, opportunity.Move(new MoveRequest(MoveAction.Update), An.Caller()).Done());
        var third = opportunity.Move(new MoveRequest(MoveAction.Update), An.Caller()).Done();

        Assert.Equal([second, first, third], opportunity.Entries);
    }

    [Fact]
    public void FromTheThirdMoveOfTheClosingDateToALaterDayOnAReasonIsAskedFor()
    {
        var opportunity = Made();
        Result<OpportunityEntry> Move(MoveAction action, int days, string? reason = null) =>
            opportunity.Move(new MoveRequest(action, EstimatedCloseDate: Soon.AddDays(days), SlipReason: reason), An.Caller());

        Assert.Null(Move(MoveAction.First, 1, "Not yet").Done().SlipReason); // the first date is no slip
        var slip = Move(MoveAction.Update, 2, " Holidays ").Done();
        Assert.Equal((Soon.AddDays(1), "Holidays", 1), (slip.SlippedFrom, slip.SlipReason, opportunity.CloseDateMoves));
        Assert.Null(Move(MoveAction.Next, 3).Done().SlipReason);
        Assert.Equal(["slipReasonRequired slipReason"], Move(MoveAction.Update, 4, " ").Why());
        Assert.Equal([3], Move(MoveAction.Update, 4).Naming());
        Assert.Equal(["tooLong slipReason"], Move(MoveAction.Update, 4, new string('x', 201)).Why());
        var same = Move(MoveAction.Update, 3, "No slip").Done();
        Assert.Equal((null, null, 2), (same.SlippedFrom, same.SlipReason, opportunity.CloseDateMoves));
        Assert.Equal(200, Move(MoveAction.Update, 4, new string('x', 200)).Done().SlipReason!.Length);
        Assert.Equal(3, opportunity.CloseDateMoves);
    }

    [Fact]
    public void EveryStayOnAStageHasItsNumber()
    {
        var opportunity = Made();
        int Visit(MoveAction action) => opportunity.Move(new MoveRequest(action), An.Caller()).Done().StageVisit;

        Assert.Equal([1, 1, 2, 3], [Visit(MoveAction.First), Visit(MoveAction.Update), Visit(MoveAction.Next), Visit(MoveAction.Previous)]);
        var before = opportunity.Current;
        Assert.Equal(3, opportunity.Close(new CloseRequest(Outcome.Lost, Dear), An.Caller()).Done().StageVisit);
        Assert.Equal(4, opportunity.Reopen("Again", before, An.Caller()).Done().StageVisit);
        Assert.Equal(0, Made().Close(new CloseRequest(Outcome.Lost, Dear), An.Caller()).Done().StageVisit);
    }

    [Fact]
    public void WhatIsTakenBackStandsAgainAsItWasAndNoDaysAreCountedForIt()
    {
        var opportunity = Started();
        var before = opportunity.Current!;
        var undone = opportunity.Move(new MoveRequest(MoveAction.Next, EstimatedValue: 4_000, EstimatedCloseDate: Soon.AddDays(9)), Later)
            .Done();

        var entry = opportunity.TakeBack(before, Later);

        Assert.Equal(
            (ActionTaken.Undone, true, An.Today, An.Today), (entry.ActionTaken, entry.Active, entry.DateOfChange, entry.StageEnteredOn));
        Assert.Equal(
            (before.Stage, 110L, 10, "A", Soon),
            (entry.Stage, entry.StageId, entry.StageNumber, entry.StageDescription, entry.EstimatedCloseDate));
        Assert.Equal((10_000m, 60m, 10m, 6m, 600m),
            (entry.EstimatedValue, entry.ChancesOfSuccess, entry.CompletedPercent, entry.Probability, entry.CurrentValue));
        Assert.Equal((null, null), (before.DaysOpen, undone.DaysOpen));
        Assert.Same(entry, opportunity.Current);
    }

    [Fact]
    public void AStartThatIsTakenBackLeavesNothingActiveAndTheFiguresOfTheRecord()
    {
        var opportunity = Started(Good() with { EstimatedValue = 700, EstimatedCloseDate = Soon });
        var undone = opportunity.Current!;

        var entry = opportunity.TakeBack(null, Later);

        Assert.Equal(
            (false, An.Today, An.Today, Soon, 700m),
            (entry.Active, entry.DateOfChange, entry.StageEnteredOn, entry.EstimatedCloseDate, entry.EstimatedValue));
        Assert.Equal((null, null), (opportunity.Current, undone.DaysOpen));
        var bare = Lost(Made(Good())).TakeBack(null, Later);
        Assert.Equal((An.Today, 0m), (bare.EstimatedCloseDate, bare.EstimatedValue));
    }
}
