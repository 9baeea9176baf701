using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Opportunities;

public sealed partial class OpportunityRuleTests
{
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
