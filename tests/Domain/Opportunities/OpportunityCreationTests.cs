using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Domain.Opportunities;

[Trait("Suite", "Database")]
public sealed class OpportunityCreationTests
{
    private static readonly CreateOpportunity Good = new("Pool lights", ContactNo: "CT-00001", EstimatedValue: 45_000);

    [Fact]
    public void WhatTheWizardAsksForIsToldInItsOrder()
    {
        var result = Opportunity.Create(
            "OPP-1", new NewOpportunity(" ", null, null, null, Priority: (Priority)9, EstimatedValue: -1), An.Caller());

        Assert.Equal(
            [("descriptionRequired", "description"), ("contactRequired", "contactNo"), ("salespersonRequired", "salespersonCode"),
                ("cycleRequired", "salesCycleCode"), ("unknownValue", "priority"), ("badAmount", "estimatedValue")],
            Assert.IsType<Result<Opportunity>.Refused>(result).Refusals.Select(r => (r.Code, r.Field)));
    }

    [Fact]
    public void WhatIsBlockedTakesNoNewOpportunity()
    {
        var cycle = An.Cycle();
        cycle.Block(true);

        var result = Opportunity.Create(
            "OPP-1", new NewOpportunity("Pool", An.Contact(), An.Salesperson(blocked: true), cycle), An.Caller());

        Assert.Equal(["salespersonBlocked", "cycleBlocked"], result.Refused());
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void ADescriptionHasAtMostHundredCharacters(int length, bool taken)
    {
        var result = Opportunity.Create(
            "OPP-1", new NewOpportunity(new string('x', length), An.Contact(), An.Salesperson(), An.Cycle()), An.Caller());

        Assert.Equal(taken, result is Result<Opportunity>.Done);
    }

    [Fact]
    public async Task GivenOnlyWhatIsNeeded_WhenASalespersonCreates_ThenTheRestIsTheirsAndTodays()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");

        var opportunity = (await host.CreateAsync(Good, anna)).Done();

        Assert.Equal(("OPP-00041", "ANNA", "NEW", anna.Today, Priority.Normal, OpportunityStatus.InProgress),
            (
                opportunity.No, opportunity.Salesperson!.Code, opportunity.SalesCycle!.Code, opportunity.CreationDate, opportunity.Priority,
                opportunity.Status));
        var entry = opportunity.Current!;
        Assert.Equal((ActionTaken.First, "Initial", 45_000m, 10m, new DateOnly(2026, 6, 2)),
            (entry.ActionTaken, entry.StageDescription, entry.EstimatedValue, entry.ChancesOfSuccess, entry.EstimatedCloseDate));
        var acts = await host.DoAsync<OpportunityQueries, int>(
            async q => (await q.ActsAsync(opportunity.No, anna, CancellationToken.None)).Count);
        Assert.Equal(1, acts);
    }

    [Fact]
    public async Task GivenStartNow_WhenACreationDateIsGiven_ThenItStartsOnThatDay()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");

        var opportunity = (await host.CreateAsync(Good with { CreationDate = anna.Today.AddDays(-30) }, anna)).Done();

        Assert.Equal(anna.Today.AddDays(-30), opportunity.Current!.DateOfChange);
    }

    [Fact]
    public async Task GivenNoStart_WhenTheOpportunityStartsLater_ThenWhatWasSaidAtCreationIsTaken()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity = (await host.CreateAsync(
            Good with { StartNow = false, ChancesOfSuccess = 33, EstimatedCloseDate = anna.Today.AddDays(7) }, anna)).Done();
        Assert.Equal(OpportunityStatus.NotStarted, opportunity.Status);

        var entry = (await host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.First), anna)).Done().Entry!;

        Assert.Equal((45_000m, 33m, anna.Today.AddDays(7)), (entry.EstimatedValue, entry.ChancesOfSuccess, entry.EstimatedCloseDate));
    }

    [Fact]
    public async Task NumbersFollowEachOtherAndARefusedCreationGivesItsNumberBack()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");

        Assert.Equal(["valueRequired"], (await host.CreateAsync(Good with { EstimatedValue = null }, anna)).Refused());
        Assert.Equal(["descriptionRequired"], (await host.CreateAsync(Good with { Description = null }, anna)).Refused());
        Assert.Equal("OPP-00041", (await host.CreateAsync(Good, anna)).Done().No);
        Assert.Equal("OPP-00042", (await host.CreateAsync(Good, anna)).Done().No);
    }

    [Fact]
    public async Task InAnEmptyDatabaseTheFirstNumberIsOne()
    {
        await using var host = await DomainHost.StartAsync();

        var no = await host.DoAsync<OpportunitiesContext, string>(db => db.InTransactionAsync(
            token => NumberSeries.NextAsync(db, NumberSeries.Opportunities, "OPP-", 5, token), CancellationToken.None));

        Assert.Equal("OPP-00001", no);
    }

    [Fact]
    public async Task TwoCreationsAtOnceGetTwoNumbers()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => host.CreateAsync(Good, anna))));

        Assert.Equal(["OPP-00041", "OPP-00042", "OPP-00043", "OPP-00044"], made.Select(m => m.Done().No).Order());
    }

    [Fact]
    public async Task UnknownCodesAndMissingOnesAreTold()
    {
        await using var host = await DomainHost.StartWithDemoAsync(
            services => services.Configure<CompanyOptions>(o => o.DefaultSalesCycle = null));
        var anna = await host.CallerAsync("ANNA");

        Assert.Equal(
            ["contactUnknown", "salespersonUnknown", "cycleUnknown"],
            (await host.CreateAsync(Good with { ContactNo = "CT-9", SalespersonCode = "NOBODY", SalesCycleCode = "X" }, anna)).Refused());
        Assert.Equal(["contactRequired", "cycleRequired"], (await host.CreateAsync(Good with { ContactNo = null }, anna)).Refused());
        Assert.Equal("NEW", (await host.CreateAsync(Good with { SalesCycleCode = " new " }, anna)).Done().SalesCycle!.Code);
    }

    [Fact]
    public async Task ACycleWithoutStagesTakesOpportunitiesThatDoNotStart()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var emma = await host.CallerAsync("EMMA");
        (await host.CyclesAsync(c => c.CreateAsync("EMPTY", "Empty", ProbabilityMethod.Multiply, emma, CancellationToken.None))).Done();

        Assert.Equal(["cycleWithoutStages"], (await host.CreateAsync(Good with { SalesCycleCode = "EMPTY" }, anna)).Refused());
        var waiting = (await host.CreateAsync(Good with { SalesCycleCode = "EMPTY", StartNow = false }, anna)).Done();
        Assert.Equal(["cycleWithoutStages"], (await host.MoveAsync(waiting.No, new MoveRequest(MoveAction.First), anna)).Refused());
    }

    [Fact]
    public async Task ABlockedCycleIsRefusedAndThoseInsideKeepMoving()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var emma = await host.CallerAsync("EMMA");
        var inside = (await host.CreateAsync(Good, anna)).Done();
        (await host.CyclesAsync(c =>
            c.ChangeAsync("NEW", "New business", ProbabilityMethod.Multiply, true, null, emma, CancellationToken.None))).Done();

        Assert.Equal(["cycleBlocked"], (await host.CreateAsync(Good with { SalesCycleCode = "NEW" }, anna)).Refused());
        Assert.Equal(["cycleRequired"], (await host.CreateAsync(Good, anna)).Refused()); // a blocked default is not proposed
        Assert.Equal(
            "Qualification", (await host.MoveAsync(inside.No, new MoveRequest(MoveAction.Next), anna)).Done().Entry!.StageDescription);
    }

    [Fact]
    public async Task AContactCanBeMadeAlongWithTheOpportunityAndNotWithARefusedOne()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var fresh = Good with { ContactNo = null, NewContactName = "  Alpine Ski Clubs " };

        Assert.Equal(["valueRequired"], (await host.CreateAsync(fresh with { EstimatedValue = 0 }, anna)).Refused());
        Assert.Equal(12, await host.DoAsync<OpportunitiesContext, int>(db => db.Contacts.CountAsync()));
        Assert.Equal(
            ("CT-00013", "Alpine Ski Clubs"), (await host.CreateAsync(fresh, anna)).Done().Contact is { } c ? (c.No, c.Name) : default);
        Assert.Equal(
            [(AuditSentences.Created, "Alpine Ski Clubs", "CT-00013", anna.Name)],
            await host.DoAsync<OpportunitiesContext, IEnumerable<(string, string, string, string)>>(async db =>
                (await db.AuditEntries.Where(a => a.Subject == AuditSubjects.Contact).ToListAsync())
                    .Select(a => (a.Sentence, a.Arguments.Single(), a.SubjectKey, a.ByName))));
        Assert.Equal(["tooLong"], (await host.CreateAsync(fresh with { NewContactName = new string('x', 101) }, anna)).Refused());
    }

    [Fact]
    public async Task SalespeopleCreateForThemselvesManagersForTheirTeamAdminsForAll()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, david, emma) = (await host.CallerAsync("ANNA"), await host.CallerAsync("DAVID"), await host.CallerAsync("EMMA"));
        (await host.PeopleAsync(p => p.SaveTeamAsync("OTHER", "Others", null, true, null, emma, CancellationToken.None))).Done();
        await host.HireAsync("GINA", Role.Salesperson, "OTHER");
        async Task<string> For(string salesperson, Caller caller) =>
            await host.CreateAsync(Good with { SalespersonCode = salesperson }, caller) switch
            {
                Result<Opportunity>.Refused refused => refused.First.Code,
                var done => done.Done().Salesperson!.Code,
            };

        Assert.Equal(
            ["ANNA", "createForOthers", "BEN", "DAVID", "createForOthers", "GINA"],
            [
                await For("ANNA", anna), await For("BEN", anna), await For("BEN", david), await For("DAVID", david),
                await For("GINA", david), await For("GINA", emma),
            ]);
    }

    [Fact]
    public async Task GivenABlockedSalesperson_WhenAnAdminCreatesForThem_ThenThatIsRefused()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        (await host.PeopleAsync(p => p.SaveAsync(
            "BEN", new PersonForm("Ben", null, null, Role.Salesperson, null, "en", "Europe/Paris", true), false, null, emma,
            CancellationToken.None)))
                .Done();

        Assert.Equal(["salespersonBlocked"], (await host.CreateAsync(Good with { SalespersonCode = "BEN" }, emma)).Refused());
    }
}
