using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Opportunities;

/// <summary>What an opportunity takes and refuses, asked of the bare record.</summary>
public sealed class OpportunityRuleTests
{
    private static readonly DateOnly Soon = An.Today.AddDays(60);
    private static readonly Caller Later = An.Caller(An.Today.AddDays(7));
    private static readonly CloseReason Better = CloseReason.Create("PRICE_W", "Better price", Outcome.Won).Done();
    private static readonly CloseReason Dear = CloseReason.Create("PRICE_L", "Too dear", Outcome.Lost).Done();

    private static SalesCycle ThreeStages() =>
        Kept(An.Cycle((10, An.Details("A", 10, 10)), (20, An.Details("B", 20, 20)), (30, An.Details("C", 30, 30))));

    /// <summary>A cycle and its stages with keys of their own.</summary>
    private static SalesCycle Kept(SalesCycle cycle)
    {
        foreach (var stage in cycle.Stages)
        {
            An.Stored(100 + stage.Number, stage);
        }

        return An.Stored(7, cycle);
    }

    private static Contact Company(long id, string name, bool blocked = false) =>
        An.Stored(id, Contact.Create($"CT-{id}", new ContactDetails(ContactType.Company, name, null, null, null, null, blocked)).Done());

    private static Contact Person(long id, string name, Contact? company, bool blocked = false) =>
        An.Stored(id, Contact.Create($"CT-{id}", new ContactDetails(ContactType.Person, name, company, null, null, null, blocked)).Done());

    private static Salesperson Seller(long id, string name, string? email = null, bool blocked = false) => An.Stored(
        id,
        Salesperson.Create($"S{id}", new PersonDetails(name, email, null, Role.Salesperson, null, "en", "Europe/Paris", blocked)).Done());

    private static NewOpportunity Good() => new("Pool lights", Company(11, "Contoso"), Seller(21, "Anna Keller"), ThreeStages());

    private static Opportunity Made(NewOpportunity? request = null) => Opportunity.Create(
        "OPP-1", request ?? Good() with { EstimatedValue = 10_000, ChancesOfSuccess = 60, EstimatedCloseDate = Soon }, An.Caller()).Done();

    private static Opportunity Started(NewOpportunity? request = null)
    {
        var opportunity = Made(request);
        opportunity.Move(new MoveRequest(MoveAction.First), An.Caller()).Done();
        return opportunity;
    }

    private static Opportunity Lost(Opportunity? opportunity = null)
    {
        var lost = opportunity ?? Started();
        lost.Close(new CloseRequest(Outcome.Lost, Dear), An.Caller()).Done();
        return lost;
    }

    // Making one

    [Fact]
    public void ANewOneHasWhatWasSaidAndIsNotStarted()
    {
        var request = new NewOpportunity(
            "  Éclairage ", Company(11, "Contoso"), Seller(21, "Anna Keller"), ThreeStages(), An.Today.AddDays(-3), Priority.High, 5_000.5m,
            42.5m, Soon);

        var made = Opportunity.Create("OPP-1", request, An.Caller()).Done();

        Assert.Equal(("OPP-1", "Éclairage", "opp-1 eclairage"), (made.No, made.Description, made.Search));
        Assert.Equal((request.Contact, 11, request.Salesperson, 21, request.Cycle, 7),
            (made.Contact, made.ContactId, made.Salesperson, made.SalespersonId, made.SalesCycle, made.SalesCycleId));
        Assert.Equal((An.Today.AddDays(-3), Priority.High, 5_000.5m, 42.5m, Soon),
            (made.CreationDate, made.Priority, made.InitialValue!.Value, made.InitialChances!.Value, made.InitialCloseDate!.Value));
        Assert.Equal((OpportunityStatus.NotStarted, false, An.Caller().Now), (made.Status, made.IsClosed, made.ChangedAt));
        Assert.Null(made.Current);
        Assert.Empty(made.Entries);
    }

    [Fact]
    public void WhatIsNotSaidIsTodayOfNormalPriorityAndWithoutFigures()
    {
        var made = Made(Good());

        Assert.Equal(
            (An.Today, Priority.Normal, null, null, null),
            (made.CreationDate, made.Priority, made.InitialValue, made.InitialChances, made.InitialCloseDate));
    }

    [Fact]
    public void EachThingWrongWithANewOneIsToldWithItsField()
    {
        IReadOnlyList<string> Why(NewOpportunity request) => Opportunity.Create("OPP-1", request, An.Caller()).Why();

        Assert.Equal(["badDate creationDate"], Why(Good() with { CreationDate = new DateOnly(1899, 12, 31) }));
        Assert.Equal(["descriptionRequired description"], Why(Good() with { Description = null }));
        Assert.Equal(["tooLong description"], Why(Good() with { Description = new string('x', 101) }));
        Assert.Equal(["contactRequired contactNo"], Why(Good() with { Contact = null }));
        Assert.Equal(["contactBlocked contactNo"], Why(Good() with { Contact = Company(12, "Shut", blocked: true) }));
        Assert.Equal(["salespersonRequired salespersonCode"], Why(Good() with { Salesperson = null }));
        Assert.Equal(["cycleRequired salesCycleCode"], Why(Good() with { Cycle = null }));
        Assert.Equal(["unknownValue priority"], Why(Good() with { Priority = (Priority)3 }));
        Assert.Equal(["badAmount estimatedValue"], Why(Good() with { EstimatedValue = -0.01m }));
        Assert.Equal(["percentOutOfRange chancesOfSuccess"], Why(Good() with { ChancesOfSuccess = 100.01m }));
        Assert.Equal(["badDate estimatedCloseDate"], Why(Good() with { EstimatedCloseDate = new DateOnly(3000, 1, 1) }));
    }

    [Fact]
    public void WhatIsBlockedIsNamed()
    {
        var cycle = ThreeStages();
        cycle.Block(true);

        Assert.Equal(
            ["Shut", "Gone", "New business"],
            Opportunity.Create("OPP-1", Good() with
            {
                Contact = Company(12, "Shut", true),
                Salesperson = Seller(22, "Gone", blocked: true),
                Cycle = cycle,
            }, An.Caller()).Naming());
    }

    [Fact]
    public void TheLimitsThemselvesAreTaken()
    {
        Made(Good() with
        {
            Description = new string('x', 100),
            EstimatedValue = 0,
            ChancesOfSuccess = 0,
            CreationDate = new DateOnly(1900, 1, 1),
        });
        Made(Good() with { EstimatedValue = Checks.MaxAmount, ChancesOfSuccess = 100, EstimatedCloseDate = new DateOnly(2999, 12, 31) });
    }

    [Fact]
    public void WhenItIsToStartAtOnceWhatTheStartWouldRefuseIsToldAlong()
    {
        IReadOnlyList<string> Why(NewOpportunity request) =>
            Opportunity.Create("OPP-1", request with { Description = "" }, An.Caller()).Why();

        Assert.Equal(["descriptionRequired description", "valueRequired estimatedValue"], Why(Good() with { StartNow = true }));
        Assert.Equal(["descriptionRequired description"], Why(Good() with { StartNow = true, EstimatedValue = 1 }));
        Assert.Equal(
            ["descriptionRequired description", "chancesRequired chancesOfSuccess", "closeDateBeforeChange estimatedCloseDate"],
            Why(Good() with { StartNow = true, EstimatedValue = 1, ChancesOfSuccess = 0, EstimatedCloseDate = An.Today.AddDays(-1) }));
        Assert.Equal(["descriptionRequired description"], Why(Good() with { StartNow = false }));
    }

    [Fact]
    public void WhenNothingElseIsWrongTheStartIsLeftToTheMove() =>
        Assert.Equal(OpportunityStatus.NotStarted, Made(Good() with { StartNow = true }).Status);

    // Moving

    [Fact]
    public void AnEntrySaysWhoMadeItWhenAndForWhom()
    {
        var opportunity = Made();
        var caller = new Caller(
            21, "Anna Keller", Role.Salesperson, null, TimeZoneInfo.Utc, "en", ActSource.Api,
            new DateTimeOffset(2026, 3, 4, 15, 30, 0, TimeSpan.Zero), new DateOnly(2026, 3, 4));

        var entry = opportunity.Move(new MoveRequest(MoveAction.First), caller).Done();

        Assert.Same(opportunity, entry.Opportunity);
        Assert.Equal((21L, "Anna Keller", caller.Now, ActSource.Api), (entry.ById, entry.ByName, entry.MadeAt, entry.Source));
        Assert.Equal((21, 11, 7, 110L, 10), (entry.SalespersonId, entry.ContactId, entry.SalesCycleId, entry.StageId, entry.StageNumber));
        Assert.Equal((caller.Today, caller.Today, null), (entry.DateOfChange, entry.StageEnteredOn, entry.PreviousStageNumber));
        Assert.Equal((caller.Now, OpportunityStatus.InProgress, true), (opportunity.ChangedAt, opportunity.Status, entry.Active));
    }

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

    // Quote

    [Fact]
    public void AQuoteIsKeptTidyAndCountsAsAChange()
    {
        var opportunity = Started();

        opportunity.SetQuote(" Q-1 ", 0.01m, " ", Later).Done();

        Assert.Equal(
            ("Q-1", 0.01m, null, Later.Now),
            (opportunity.QuoteNumber, opportunity.QuoteAmount!.Value, opportunity.QuoteLink, opportunity.ChangedAt));
    }

    [Fact]
    public void EachThingWrongWithAQuoteIsToldWithItsFieldAndChangesNothing()
    {
        var opportunity = Started();
        IReadOnlyList<string> Why(string? number, decimal? amount, string? link) => opportunity.SetQuote(number, amount, link, Later).Why();

        Assert.Equal(["quoteNumberRequired number"], Why(" ", 1, null));
        Assert.Equal(["tooLong number"], Why(new string('q', 36), 1, null));
        Assert.Equal(["quoteAmountRequired amount"], Why("Q", null, null));
        Assert.Equal(["quoteAmountRequired amount"], Why("Q", -1, null));
        Assert.Equal(["badAmount amount"], Why("Q", Checks.MaxAmount + 0.01m, null));
        Assert.Equal(["quoteLinkBad link"], Why("Q", 1, "http://quotes.example"));
        Assert.Equal(["tooLong link"], Why("Q", 1, "https://quotes.example/" + new string('q', 478)));
        Assert.Equal(
            (null, null, null, An.Caller().Now),
            (opportunity.QuoteNumber, opportunity.QuoteAmount, opportunity.QuoteLink, opportunity.ChangedAt));
        opportunity.SetQuote(new string('q', 35), Checks.MaxAmount, "https://quotes.example/" + new string('q', 477), Later).Done();
    }

    // Closing

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
        opportunity.Close(new CloseRequest(Outcome.Lost, Dear, Later.Today), An.Caller()).Done();

        Assert.Equal(Later.Today, opportunity.Reopen("Again", before, An.Caller()).Done().DateOfChange);
    }

    // Changing what is not history

    [Fact]
    public void BeforeTheStartEverythingMayChange()
    {
        var opportunity = Made();
        var (contact, cycle) = (Company(12, "Fabrikam"), An.Stored(8, An.Cycle()));

        opportunity.Change(new ChangedOpportunity(" Été ", Priority.High, contact, cycle), Later).Done();

        Assert.Equal(("Été", "opp-1 ete", Priority.High), (opportunity.Description, opportunity.Search, opportunity.Priority));
        Assert.Equal((contact, 12, cycle, 8, Later.Now),
            (opportunity.Contact, opportunity.ContactId, opportunity.SalesCycle, opportunity.SalesCycleId, opportunity.ChangedAt));
    }

    [Fact]
    public void WhatIsLeftOutStays()
    {
        var opportunity = Started();
        var (contact, cycle) = (opportunity.Contact, opportunity.SalesCycle);

        opportunity.Change(new ChangedOpportunity("Pool", Priority.Normal), Later).Done();

        Assert.Equal(
            (contact, 11, cycle, 7), (opportunity.Contact, opportunity.ContactId, opportunity.SalesCycle, opportunity.SalesCycleId));
    }

    [Fact]
    public void OnceStartedTheContactStaysWithinItsCompanyAndTheActiveEntryFollows()
    {
        var contoso = Company(11, "Contoso");
        var (ana, bob, eve) = (Person(31, "Ana", contoso), Person(32, "Bob", contoso), Person(33, "Eve", Company(12, "Fabrikam")));
        var opportunity = Started(Good() with { Contact = contoso, EstimatedValue = 1 });
        var first = opportunity.Current!;
        IReadOnlyList<string> Why(Contact to) => opportunity.Change(new ChangedOpportunity("Pool", Priority.Normal, to), Later).Why();
        void Take(Contact to) => opportunity.Change(new ChangedOpportunity("Pool", Priority.Normal, to), Later).Done();

        Assert.Equal(["contactOfOtherCompany contactNo"], Why(eve));
        Assert.Equal(["contactOfOtherCompany contactNo"], Why(Person(34, "Zoe", null)));
        Take(ana);
        Take(bob);
        Assert.Equal(["contactOfOtherCompany contactNo"], Why(eve));
        Assert.Equal(["Contoso"], opportunity.Change(new ChangedOpportunity("Pool", Priority.Normal, eve), Later).Naming());
        opportunity.Move(new MoveRequest(MoveAction.Next), Later).Done();
        Take(contoso);

        Assert.Equal((11, 32, 11), (opportunity.ContactId, first.ContactId, opportunity.Current!.ContactId));
    }

    [Fact]
    public void EachThingWrongWithAChangeIsToldWithItsFieldAndChangesNothing()
    {
        var opportunity = Started();
        var shut = An.Stored(9, An.Cycle());
        shut.Block(true);
        IReadOnlyList<string> Why(ChangedOpportunity change) => opportunity.Change(change, Later).Why();
        ChangedOpportunity same = new("Pool lights", Priority.Normal);

        Assert.Equal(["descriptionRequired description"], Why(same with { Description = " " }));
        Assert.Equal(["tooLong description"], Why(same with { Description = new string('x', 101) }));
        Assert.Equal(["unknownValue priority"], Why(same with { Priority = (Priority)3 }));
        Assert.Equal(["cycleFixed salesCycleCode"], Why(same with { Cycle = An.Stored(8, An.Cycle()) }));
        Assert.Equal(["cycleFixed salesCycleCode", "cycleBlocked salesCycleCode"], Why(same with { Cycle = shut }));
        Assert.Equal(["cycleBlocked salesCycleCode"], Made().Change(same with { Cycle = shut }, Later).Why());
        Assert.Equal(["contactBlocked contactNo"], Made().Change(same with { Contact = Company(12, "Shut", blocked: true) }, Later).Why());
        Assert.Equal(
            ["Shut", "New business"],
            Made().Change(same with { Contact = Company(12, "Shut", blocked: true), Cycle = shut }, Later).Naming());
        Assert.Equal(("Pool lights", An.Caller().Now), (opportunity.Description, opportunity.ChangedAt));
        opportunity.Change(same with { Description = new string('x', 100) }, Later).Done();
    }

    [Fact]
    public void WhatGotBlockedMeanwhileMayStay()
    {
        var opportunity = Made();
        opportunity.Contact!.Block(true);
        opportunity.SalesCycle!.Block(true);

        Assert.Equal(
            "Pool",
            opportunity.Change(new ChangedOpportunity("Pool", Priority.Low, opportunity.Contact, opportunity.SalesCycle), Later)
                .Done().Description);
    }

    [Fact]
    public void OnceClosedOnlyTheDescriptionIsOpen()
    {
        var opportunity = Lost();

        Assert.Equal(["alreadyClosed"], opportunity.Change(new ChangedOpportunity("Pool", Priority.High), Later).Why());
        Assert.Equal(
            ["alreadyClosed"],
            opportunity.Change(new ChangedOpportunity("Pool", Priority.Normal, Person(31, "Ana", opportunity.Contact)), Later).Why());
        Assert.Equal("Pool", opportunity.Change(new ChangedOpportunity("Pool", Priority.Normal), Later).Done().Description);
    }

    [Fact]
    public void AllButAnOpportunityInProgressMayBeDeleted()
    {
        Assert.Equal("deleteInProgress", Started().WhyNotDelete()?.Code);
        Assert.Null(Made().WhyNotDelete());
        Assert.Null(Lost().WhyNotDelete());
    }

    // What comes next, limits, slips

    [Fact]
    public void ANextStepIsKeptTidyCountedAndGoneOnceItIsClosed()
    {
        var opportunity = Started();

        opportunity.SetNextStep(" Call ", Later.Today, Later).Done();
        Assert.Equal(("Call", Later.Today, 1), (opportunity.NextStep, opportunity.NextStepDate, opportunity.NextSteps));
        opportunity.SetNextStep(null, Later.Today, Later).Done();
        Assert.Equal((null, Later.Today, 2), (opportunity.NextStep, opportunity.NextStepDate, opportunity.NextSteps));
        opportunity.SetNextStep(" ", null, Later).Done();
        Assert.Equal((null, null, 2), (opportunity.NextStep, opportunity.NextStepDate, opportunity.NextSteps));
        opportunity.SetNextStep(new string('x', 200), Later.Today, Later).Done();
        Lost(opportunity);
        Assert.Equal((null, null, 3), (opportunity.NextStep, opportunity.NextStepDate, opportunity.NextSteps));
    }

    [Fact]
    public void EachThingWrongWithANextStepIsToldWithItsFieldAndChangesNothing()
    {
        var opportunity = Started();
        IReadOnlyList<string> Why(string? step, DateOnly? date, Caller? caller = null) =>
            opportunity.SetNextStep(step, date, caller ?? An.Caller()).Why();

        Assert.Equal(["tooLong nextStep"], Why(new string('x', 201), An.Today));
        Assert.Equal(["nextStepDateRequired nextStepDate"], Why("Call", null));
        Assert.Equal(["nextStepInPast nextStepDate"], Why("Call", An.Today.AddDays(-1)));
        Assert.Equal(["badDate nextStepDate"], Why("Call", new DateOnly(3000, 1, 1)));
        Assert.Equal(
            (null, null, 0, An.Caller().Now),
            (opportunity.NextStep, opportunity.NextStepDate, opportunity.NextSteps, opportunity.ChangedAt));

        // A day that has passed meanwhile may stay when only the words change.
        opportunity.SetNextStep("Call", An.Today, An.Caller()).Done();
        Assert.Equal("Write", opportunity.SetNextStep("Write", An.Today, Later).Done().NextStep);
        Assert.Equal(["alreadyClosed"], Lost().SetNextStep("Call", An.Today, An.Caller()).Why());
    }

    [Fact]
    public void ALimitOfItsOwnLiesWithinThoseOfAStage()
    {
        var opportunity = Started();

        Assert.Equal(["limitOutOfRange limitWorkingDays"], opportunity.SetLimit(0, Later).Why());
        Assert.Equal(["limitOutOfRange limitWorkingDays"], opportunity.SetLimit(1000, Later).Why());
        Assert.Equal((1, Later.Now), (opportunity.SetLimit(1, Later).Done().LimitWorkingDays!.Value, opportunity.ChangedAt));
        Assert.Equal(999, opportunity.SetLimit(999, Later).Done().LimitWorkingDays);
        Assert.Null(opportunity.SetLimit(null, Later).Done().LimitWorkingDays);
        Assert.Equal(["alreadyClosed"], Lost().SetLimit(1, Later).Why());
    }

    [Fact]
    public void ASourceIsAShortTextWithoutBlanksAroundItOrNone()
    {
        var opportunity = Started();

        Assert.Equal(("Hotel fair", Later.Now), (opportunity.SetSource(" Hotel\tfair ", Later).Done().Source, opportunity.ChangedAt));
        Assert.Equal(["tooLong source"], opportunity.SetSource(new string('x', 51), Later).Why());
        Assert.Equal("Hotel fair", opportunity.Source);
        Assert.Equal(50, opportunity.SetSource(new string('x', 50), Later).Done().Source!.Length);
        Assert.Null(opportunity.SetSource(" ", Later).Done().Source);
        Assert.Equal(["alreadyClosed"], Lost().SetSource("Fair", Later).Why());
    }

    [Fact]
    public void WhereItCameFromIsSaidWhenItIsMade()
    {
        Result<Opportunity> Made(string? source) => Opportunity.Create(
            "OPP-1", new NewOpportunity("Pool", An.Contact(), An.Salesperson(), An.Cycle(), Source: source), An.Caller());

        Assert.Equal("Fair", Made(" Fair ").Done().Source);
        Assert.Null(Made(" ").Done().Source);
        Assert.Equal(["tooLong source"], Made(new string('x', 51)).Why());
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
    public void ALimitOrAnotherDescriptionIsNoWorkAndEveryOtherActIs()
    {
        var opportunity = Made();
        Assert.Equal(An.Caller().Now, opportunity.WorkedAt);
        var hour = 0;
        void Notes(bool noted, Action<Caller> act)
        {
            var before = opportunity.WorkedAt;
            var now = An.Caller().Now.AddHours(++hour);
            act(An.Caller() with { Now = now });
            Assert.Equal((noted ? now : before, now), (opportunity.WorkedAt, opportunity.ChangedAt));
        }

        Notes(true, c => opportunity.Move(new MoveRequest(MoveAction.First), c).Done());
        Notes(true, c => opportunity.SetQuote("Q", 1, null, c).Done());
        Notes(true, c => opportunity.SetNextStep("Call", Soon, c).Done());
        Notes(false, c => opportunity.SetLimit(3, c).Done());
        Notes(false, c => opportunity.SetSource("Fair", c).Done());
        Notes(true, c =>
            opportunity.AddTask(new TaskDetails(TaskType.None, "Look", Priority.Normal, Soon), opportunity.Salesperson!, c).Done());
        Notes(true, c => opportunity.AssignActivity(Activity.Create("X", "X").Done(), Soon, opportunity.Salesperson!, c).Done());
        Notes(false, c => opportunity.Change(new ChangedOpportunity("Pool", Priority.Low), c).Done());
        Notes(true, c => opportunity.Assign(Seller(22, "Ben"), true, c).Done());
        Notes(true, c => opportunity.Close(new CloseRequest(Outcome.Lost, Dear), c).Done());
    }

    // Taking back

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

    // Giving it to somebody else

    [Fact]
    public void TheActiveEntryFollowsToTheNewOwnerAndOpenTasksOfTheFormerOneOnRequest()
    {
        var opportunity = Started();
        var (anna, ben, chloe) = (opportunity.Salesperson!, Seller(22, "Ben"), Seller(23, "Chloe"));
        var first = opportunity.Current!;
        opportunity.Move(new MoveRequest(MoveAction.Update), An.Caller()).Done();
        SalesTask Task(Salesperson to) =>
            opportunity.AddTask(new TaskDetails(TaskType.None, "Look", Priority.Normal, An.Today), to, An.Caller()).Done();
        var (open, done, others) = (Task(anna), Task(anna), Task(chloe));
        done.Complete(An.Today).Done();

        Assert.Equal(1, opportunity.Assign(ben, moveOpenTasks: true, Later).Done());

        Assert.Equal((22, 21, 23), (open.SalespersonId, done.SalespersonId, others.SalespersonId));
        Assert.Equal((ben, 22, Later.Now), (opportunity.Salesperson, opportunity.SalespersonId, opportunity.ChangedAt));
        Assert.Equal((21, ben, 22), (first.SalespersonId, opportunity.Current!.Salesperson, opportunity.Current.SalespersonId));
        Assert.Equal(0, opportunity.Assign(anna, moveOpenTasks: false, Later).Done());
        Assert.Equal(22, open.SalespersonId);
    }

    [Fact]
    public void OneThatHasNotStartedIsAssignedToo() =>
        Assert.Equal(0, Made().Assign(Seller(22, "Ben"), moveOpenTasks: true, An.Caller()).Done());

    [Fact]
    public void WhyItCannotBeAssignedIsTold()
    {
        Assert.Equal(["alreadyClosed"], Lost().Assign(Seller(22, "Ben"), true, An.Caller()).Why());
        Assert.Equal(["salespersonRequired salespersonCode"], Made().Assign(null, true, An.Caller()).Why());
        Assert.Equal(["salespersonBlocked salespersonCode"], Made().Assign(Seller(22, "Ben", blocked: true), true, An.Caller()).Why());
        Assert.Equal(["Ben"], Made().Assign(Seller(22, "Ben", blocked: true), true, An.Caller()).Naming());
        Assert.Equal(["sameSalesperson salespersonCode"], Made().Assign(Seller(21, "Anna Keller"), true, An.Caller()).Why());
        Assert.Equal(["Anna Keller"], Made().Assign(Seller(21, "Anna Keller"), true, An.Caller()).Naming());
    }

    // Tasks by hand

    [Fact]
    public void AnActivityAssignedByHandCountsFromTheDayGivenAndIsForWhoWasNamed()
    {
        var activity = Activity.Create(
            "CALL", "Call", [new StepDetails(TaskType.PhoneCall, "Call", Priority.High, "1W"), new StepDetails(TaskType.None, "Note")])
            .Done();
        var opportunity = Started();

        var made = opportunity.AssignActivity(activity, Soon, Seller(22, "Ben"), Later).Done();

        Assert.Equal([("Call", Soon.AddDays(7), 22L), ("Note", Soon, 22L)], made.Select(t => (t.Description, t.Date, t.SalespersonId)));
        Assert.All(made, t => Assert.Same(opportunity.Current, t.Entry));
        Assert.Equal(made, opportunity.Tasks);
        Assert.Equal(Later.Now, opportunity.ChangedAt);
    }

    [Fact]
    public void WhyAnActivityCannotBeAssignedIsTold()
    {
        var meeting = Activity.Create("MEET", "Meet", [new StepDetails(TaskType.Meeting, "Meet")]).Done();
        var opportunity = Started();

        var refused = opportunity.AssignActivity(meeting, new DateOnly(1899, 12, 31), Seller(22, "Ben", blocked: true), Later);
        Assert.Equal(["badDate date", "salespersonBlocked salespersonCode", "organizerNeedsEmail salespersonCode"], refused.Why());
        Assert.Equal(["Ben", "Ben"], refused.Naming());
        Assert.Empty(opportunity.Tasks);
        Assert.Equal(An.Caller().Now, opportunity.ChangedAt);
        opportunity.AssignActivity(meeting, Soon, Seller(22, "Ben", "ben@contoso.example"), Later).Done();
    }

    [Fact]
    public void ATaskThatIsRefusedChangesNothing()
    {
        var opportunity = Started();

        opportunity.AddTask(new TaskDetails(TaskType.None, "", Priority.Normal, An.Today), Seller(22, "Ben"), Later).Why();

        Assert.Empty(opportunity.Tasks);
        Assert.Equal(An.Caller().Now, opportunity.ChangedAt);
        var task = opportunity.AddTask(new TaskDetails(TaskType.None, "Look", Priority.Normal, An.Today), Seller(22, "Ben"), Later).Done();
        Assert.Same(task, Assert.Single(opportunity.Tasks));
        Assert.Equal(Later.Now, opportunity.ChangedAt);
    }
}
