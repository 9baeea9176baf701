using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Tasks;

/// <summary>What tasks and activities take and refuse, asked of the bare records.</summary>
public sealed class TaskRuleTests
{
    private static readonly TaskDetails Call = new(TaskType.PhoneCall, "Call them", Priority.High, An.Today.AddDays(8));
    private static readonly TaskDetails Weekly = Call with { RecurringInterval = "1w", RecurringFrom = RecurringFrom.DueDate };

    private static Salesperson Seller(string? email = null, bool blocked = false) => An.Stored(
        22, Salesperson.Create("BEN", new PersonDetails("Ben", email, null, Role.Salesperson, null, "en", "Europe/Paris", blocked)).Done());

    private static Opportunity Started() => An.Stored(50, An.OpportunityAt(An.Cycle((10, An.Details("A"))), 10));

    private static Result<SalesTask> Add(TaskDetails details, Salesperson? to = null) =>
        Started().AddTask(details, to ?? Seller(), An.Caller());

    // Tasks

    [Fact]
    public void ATaskIsWhatWasSaidAndStandsOnTheActiveEntry()
    {
        var opportunity = Started();

        var task = opportunity.AddTask(Weekly with { Description = " Call them " }, Seller(), An.Caller()).Done();

        Assert.Equal(
            (TaskType.PhoneCall, "Call them", Priority.High, An.Today.AddDays(8)), (task.Type, task.Description, task.Priority, task.Date));
        Assert.Equal(("1W", RecurringFrom.DueDate, 22L), (task.RecurringInterval, task.RecurringFrom, task.SalespersonId));
        Assert.Equal((opportunity, 50L, opportunity.Current), (task.Opportunity, task.OpportunityId, task.Entry));
        Assert.Equal((SalesTaskStatus.NotStarted, false, false, null), (task.Status, task.Closed, task.Cancelled, task.ClosedOn));
        Assert.Null(opportunity.AddTask(Call, Seller(), An.Caller()).Done().RecurringInterval);
    }

    [Fact]
    public void EachThingWrongWithATaskIsToldWithItsField()
    {
        Assert.Equal(["descriptionRequired description"], Add(Call with { Description = " " }).Why());
        Assert.Equal(["tooLong description"], Add(Call with { Description = new string('x', 101) }).Why());
        Assert.Equal(["taskDateRequired date"], Add(Call with { Date = null }).Why());
        Assert.Equal(["badDate date"], Add(Call with { Date = new DateOnly(3000, 1, 1) }).Why());
        Assert.Equal(["unknownValue type", "unknownValue priority"], Add(Call with { Type = (TaskType)3, Priority = (Priority)3 }).Why());
        Assert.Equal(["salespersonBlocked salespersonCode"], Add(Call, Seller(blocked: true)).Why());
        Assert.Equal(["organizerNeedsEmail salespersonCode"], Add(Call with { Type = TaskType.Meeting }).Why());
        Assert.Equal(["Ben", "Ben"], Add(Call with { Type = TaskType.Meeting }, Seller(blocked: true)).Naming());
        Add(Call with { Type = TaskType.Meeting, Description = new string('x', 100) }, Seller("ben@contoso.example")).Done();
    }

    [Fact]
    public void ATaskThatComesAgainNeedsAnIntervalThatLeadsOnAndADayToCountFrom()
    {
        Assert.Equal(["recurringIncomplete recurring"], Add(Weekly with { RecurringFrom = null }).Why());
        Assert.Equal(["recurringIncomplete recurring"], Add(Weekly with { RecurringInterval = " " }).Why());
        Assert.Equal(["unknownValue recurring"], Add(Weekly with { RecurringFrom = (RecurringFrom)2 }).Why());
        Assert.Equal(["recurringStandsStill recurring"], Add(Weekly with { RecurringInterval = "0D" }).Why());
        Assert.Equal(["recurringStandsStill recurring"], Add(Weekly with { RecurringInterval = "-1D" }).Why());
        Assert.Equal(["recurringStandsStill recurring"], Add(Weekly with { RecurringInterval = "9999Y" }).Why());
        Assert.Equal(["badDateFormula recurring"], Add(Weekly with { RecurringInterval = "1X" }).Why());
        Assert.Equal(["badDateFormula recurring"], Add(Weekly with { RecurringInterval = "1X", RecurringFrom = null }).Why());
        Assert.Equal(["taskDateRequired date"], Add(Weekly with { Date = null }).Why());
        Assert.Equal(
            DateFormulaError.UnitExpected,
            Assert.IsType<Translated>(Assert.Single(Add(Weekly with { RecurringInterval = "1X" }).Naming())).English);
        Assert.Equal("1D", Add(Weekly with { RecurringInterval = "1D" }).Done().RecurringInterval);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ATaskIsClosedOnceAndOpenedAgain(bool cancel)
    {
        var task = Add(Call).Done();
        Assert.Equal(["taskOpen"], task.Reopen().Why());

        var closing = (cancel ? task.Cancel(An.Today) : task.Complete(An.Today)).Done();

        Assert.Equal((task, null), (closing.Task, closing.Next));
        Assert.Equal((SalesTaskStatus.Completed, true, cancel, An.Today), (task.Status, task.Closed, task.Cancelled, task.ClosedOn));
        Assert.Equal(["taskClosed"], task.Complete(An.Today).Why());
        Assert.Equal(["taskClosed"], task.Cancel(An.Today).Why());
        Assert.Equal(["taskClosed"], task.Postpone(An.Today).Why());
        task.Reopen().Done();
        Assert.Equal((SalesTaskStatus.InProgress, false, false, null), (task.Status, task.Closed, task.Cancelled, task.ClosedOn));
    }

    [Fact]
    public void AnyStatusButCompletedIsSetAndOpensAClosedTask()
    {
        var task = Add(Call).Done();
        task.Cancel(An.Today).Done();

        Assert.Equal(["unknownValue status"], task.SetStatus(SalesTaskStatus.Completed).Why());
        Assert.Equal(["unknownValue status"], task.SetStatus((SalesTaskStatus)5).Why());
        Assert.True(task.Closed);
        task.SetStatus(SalesTaskStatus.Waiting).Done();
        Assert.Equal((SalesTaskStatus.Waiting, false, false, null), (task.Status, task.Closed, task.Cancelled, task.ClosedOn));
    }

    [Fact]
    public void ATaskIsPutOffToADayOfTheCalendar()
    {
        var task = Add(Call).Done();

        Assert.Equal(["badDate date"], task.Postpone(new DateOnly(1899, 12, 31)).Why());
        Assert.Equal(An.Today.AddDays(8), task.Date);
        task.Postpone(An.Today.AddDays(1)).Done();
        Assert.Equal((SalesTaskStatus.Postponed, An.Today.AddDays(1)), (task.Status, task.Date));
    }

    [Theory]
    [InlineData(RecurringFrom.DueDate, 15)]
    [InlineData(RecurringFrom.ClosingDate, 9)]
    public void ATaskThatComesAgainGivesTheNextFromItsDayOrFromTheDayItWasClosed(RecurringFrom from, int days)
    {
        var task = Add(Weekly with { RecurringFrom = from }).Done();

        var next = task.Complete(An.Today.AddDays(2)).Done().Next!;

        Assert.Equal(
            (task.Type, task.Description, task.Priority, An.Today.AddDays(days)), (next.Type, next.Description, next.Priority, next.Date));
        Assert.Equal(("1W", from, 22L, 50L), (next.RecurringInterval, next.RecurringFrom, next.SalespersonId, next.OpportunityId));
        Assert.Equal((SalesTaskStatus.NotStarted, false), (next.Status, next.Closed));
        Assert.Equal(An.Today.AddDays(days + 7), next.Cancel(next.Date).Done().Next!.Date);
    }

    [Fact]
    public void AtTheEndOfTheCalendarNothingComesAgain()
    {
        var task = Add(Weekly with { RecurringInterval = "5000Y", RecurringFrom = RecurringFrom.ClosingDate }).Done();

        Assert.Null(task.Complete(new DateOnly(5000, 1, 1)).Done().Next);
    }

    [Fact]
    public void WhatTheOpportunityCancelsDoesNotComeAgain()
    {
        var task = Add(Weekly).Done();

        task.CancelForGood(An.Today);

        Assert.Equal((SalesTaskStatus.Completed, true, true, An.Today, null, null),
            (task.Status, task.Closed, task.Cancelled, task.ClosedOn, task.RecurringInterval, task.RecurringFrom));
        task.Reopen().Done();
        Assert.Null(task.Complete(An.Today).Done().Next);
    }

    [Fact]
    public void AnActivityWithoutStepsGivesOneTaskOfTheSameDay()
    {
        var task = Assert.Single(
            Started().AssignActivity(Activity.Create("BARE", "Think it over").Done(), An.Today, Seller(), An.Caller()).Done());

        Assert.Equal(
            ("Think it over", TaskType.None, Priority.Normal, An.Today, 50L),
            (task.Description, task.Type, task.Priority, task.Date, task.OpportunityId));
    }

    [Fact]
    public void AStepThatLeadsBeyondTheCalendarIsOfTheSameDay()
    {
        var activity = Activity.Create("FAR", "Far away", [new StepDetails(TaskType.None, "Wait", DateFormula: "9999Y")]).Done();

        Assert.Equal(An.Today, Assert.Single(Started().AssignActivity(activity, An.Today, Seller(), An.Caller()).Done()).Date);
    }

    // Activities

    private static readonly StepDetails Letter = new(TaskType.None, "Letter", Priority.Normal, "1W");

    [Fact]
    public void AnActivityIsKeptTidyWithItsStepsNumberedFromOne()
    {
        var activity = Activity.Create(
            " init ", " First look ",
            [Letter with { Description = " Letter ", DateFormula = " 1w " }, new(TaskType.PhoneCall, "Call", Priority.High)])
            .Done();

        Assert.Equal(("INIT", "First look"), (activity.Code, activity.Description));
        Assert.Equal(
            [(1, TaskType.None, "Letter", Priority.Normal, "1W"), (2, TaskType.PhoneCall, "Call", Priority.High, "")],
            activity.Steps.Select(s => (s.Number, s.Type, s.Description, s.Priority, s.DateFormula)));
        Assert.Empty(Activity.Create("INIT", "First look").Done().Steps);
    }

    [Fact]
    public void EachThingWrongWithAnActivityIsToldWithItsField()
    {
        Assert.Equal(["badCode code"], Activity.Create("12345678901", "X").Why());
        Assert.Equal(["required description"], Activity.Create("1234567890", "").Why());
        Assert.Equal(["tooLong description"], Activity.Create("X", new string('x', 101)).Why());
        Assert.Equal(
            [
                "unknownValue steps[1].type", "required steps[1].description", "unknownValue steps[1].priority",
                "badDateFormula steps[1].dateFormula",
            ],
            Activity.Create("X", "X", [Letter, new StepDetails((TaskType)3, " ", (Priority)3, "1X")]).Why());
        Assert.Equal(
            ["tooLong steps[0].description"], Activity.Create("X", "X", [Letter with { Description = new string('x', 101) }]).Why());
        Activity.Create("X", new string('x', 100), [Letter with { Description = new string('x', 100) }]).Done();
    }

    [Fact]
    public void AnActivityHasAtMostHundredSteps()
    {
        var refused = Activity.Create("X", "X", [.. Enumerable.Repeat(Letter, 100), Letter with { Description = "" }]);
        Assert.Equal(["tooManySteps steps"], refused.Why());
        Assert.Equal([100], refused.Naming());
        Assert.Equal(100, Activity.Create("X", "X", [.. Enumerable.Repeat(Letter, 100)]).Done().Steps.Count);
    }

    [Fact]
    public void NewStepsTakeThePlaceOfTheFormerOnesAndAStepThatStaysInItsPlaceStaysItself()
    {
        var activity = Activity.Create("X", "X", [Letter, Letter, Letter]).Done();
        var first = activity.Steps[0];

        activity.Change("Y", [Letter with { Description = "One" }]).Done();
        Assert.Equal(("Y", "One"), (activity.Description, Assert.Single(activity.Steps).Description));
        Assert.Same(first, activity.Steps[0]);
        activity.Change("Y", [Letter, Letter with { Description = "Two" }]).Done();
        Assert.Equal([(1, "Letter"), (2, "Two")], activity.Steps.Select(s => (s.Number, s.Description)));
        activity.Change("Z", [Letter with { Description = "" }]).Why();
        Assert.Equal(("Y", 2), (activity.Description, activity.Steps.Count));
    }

    [Fact]
    public void AStepIsAddedAtTheEnd()
    {
        var activity = Activity.Create("X", "X", [Letter]).Done();

        var step = activity.AddStep(TaskType.PhoneCall, " Call ", Priority.High, "cm").Done();
        Assert.Equal((2, "Call", "CM"), (step.Number, step.Description, step.DateFormula));
        Assert.Equal([1, 2], activity.Steps.Select(s => s.Number));
        Assert.Equal(["required description"], activity.AddStep(TaskType.None, "", Priority.Low, null).Why());
        var words = Assert.IsType<Translated>(Assert.Single(activity.AddStep(TaskType.None, "X", Priority.Low, "1X").Naming()));
        Assert.Equal((DateFormulaError.UnitExpected, 2), (words.English, Assert.Single(words.Arguments)));
        Assert.Equal(2, activity.Steps.Count);
    }
}
