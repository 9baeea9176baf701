using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Opportunities;

/// <summary>What an opportunity takes and refuses, asked of the bare record.</summary>
public sealed partial class OpportunityRuleTests
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

    // Quote

    // Closing

    // Changing what is not history

    [Fact]
    public void WhereItCameFromIsSaidWhenItIsMade()
    {
        Result<Opportunity> Made(string? source) => Opportunity.Create(
            "OPP-1", new NewOpportunity("Pool", An.Contact(), An.Salesperson(), An.Cycle(), Source: source), An.Caller());

        Assert.Equal("Fair", Made(" Fair ").Done().Source);
        Assert.Null(Made(" ").Done().Source);
        Assert.Equal(["tooLong source"], Made(new string('x', 51)).Why());
    }

    // Taking back

    // Giving it to somebody else
}
