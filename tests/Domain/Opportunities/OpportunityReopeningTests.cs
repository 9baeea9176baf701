using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.Opportunities;

/// <summary>Opening again, changing and deleting: what Business Central lacks or leaves open, as the design settles it.</summary>
[Trait("Suite", "Database")]
public class OpportunityReopeningTests
{
    [Fact]
    public async Task AReopenedOneStandsWhereItWasClosedWithItsFiguresAndNoNewTasks()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, david) = (await host.CallerAsync("ANNA"), await host.CallerAsync("DAVID"));
        var made = await host.StartedAsync(anna);
        var before = (await host.MoveAsync(made.No, new MoveRequest(MoveAction.Next, EstimatedValue: 47_000, ChancesOfSuccess: 35), anna))
            .Done().Entry!;
        (await host.CloseAsync(made.No, new CloseOpportunity(Outcome.Lost, "PRICE_L"), anna)).Done();
        var tasks = await TasksAsync(host, made.No);
        host.Clock.Advance(TimeSpan.FromDays(3));

        var entry = (await ReopenAsync(host, made.No, "They called back", await host.CallerAsync("DAVID"))).Done().Entry!;

        Assert.Equal(
            (
                ActionTaken.Reopened, before.StageNumber, before.EstimatedValue, before.ChancesOfSuccess, before.Probability,
                before.CurrentValue, before.EstimatedCloseDate),
            (
                entry.ActionTaken, entry.StageNumber, entry.EstimatedValue, entry.ChancesOfSuccess, entry.Probability, entry.CurrentValue,
                entry.EstimatedCloseDate));
        Assert.Equal((new DateOnly(2026, 3, 5), "They called back"), (entry.DateOfChange, entry.Note));
        var now = (await host.FindAsync(made.No, anna))!.Opportunity;
        Assert.Equal((OpportunityStatus.InProgress, null), (now.Status, now.ClosedOn));
        Assert.Equal(tasks, await TasksAsync(host, made.No));
        Assert.Equal(["alreadyStarted"], (await host.MoveAsync(made.No, new MoveRequest(MoveAction.First), david)).Refused());
    }

    [Fact]
    public async Task OneThatNeverStartedIsNotStartedAfterReopeningAndCanStart()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        var made = (await host.CreateAsync(
            new CreateOpportunity("Shelf", ContactNo: "CT-00001", SalesCycleCode: "NEW", StartNow: false, EstimatedValue: 900), emma))
                .Done();
        (await host.CloseAsync(made.No, new CloseOpportunity(Outcome.Lost, "PRICE_L"), emma)).Done();

        (await ReopenAsync(host, made.No, "Again", emma)).Done();

        Assert.Equal(OpportunityStatus.NotStarted, (await host.FindAsync(made.No, emma))!.Opportunity.Status);
        Assert.Equal(900, (await host.MoveAsync(made.No, new MoveRequest(MoveAction.First), emma)).Done().Entry!.EstimatedValue);
    }

    [Fact]
    public async Task WhenTheStageIsGoneItStandsOnTheNearestBelowElseTheFirst()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        foreach (var (number, name) in new[] { (10, "One"), (20, "Two"), (30, "Three") })
        {
            if (number == 10)
            {
                (await host.CyclesAsync(c => c.CreateAsync("TRY", "Trial", ProbabilityMethod.Multiply, emma, CancellationToken.None)))
                    .Done();
            }

            (await host.CyclesAsync(c =>
                c.AddStageAsync("TRY", number, null, new StageForm(name, 10, 50), null, emma, CancellationToken.None))).Done();
        }

        var atTwo = await ClosedAtAsync(host, emma, moves: 1);
        var atOne = await ClosedAtAsync(host, emma, moves: 0);
        (await host.CyclesAsync(c => c.DeleteStageAsync("TRY", 20, null, emma, CancellationToken.None))).Done();
        Assert.Equal(10, (await ReopenAsync(host, atTwo, "Back", emma)).Done().Entry!.StageNumber);
        (await host.CloseAsync(atTwo, new CloseOpportunity(Outcome.Lost, "PRICE_L"), emma)).Done();
        (await host.CyclesAsync(c => c.DeleteStageAsync("TRY", 10, null, emma, CancellationToken.None))).Done();
        Assert.Equal(30, (await ReopenAsync(host, atOne, "Back", emma)).Done().Entry!.StageNumber);
    }

    [Fact]
    public async Task GivenStagesThatGotOtherNumbersSince_WhenItIsReopened_ThenItGoesNoFurtherThanItWasAndAsksForALook()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        (await host.CyclesAsync(c => c.CreateAsync("TRY", "Trial", ProbabilityMethod.Multiply, emma, CancellationToken.None))).Done();
        foreach (var (number, completed) in new[] { (100, 10), (101, 40), (102, 80) })
        {
            (await host.CyclesAsync(c => c.AddStageAsync(
                "TRY", number, null, new StageForm($"Step {completed}", completed, 50), null, emma, CancellationToken.None))).Done();
        }

        var closed = await ClosedAtAsync(host, emma, moves: 0);
        (await host.CyclesAsync(c => c.DeleteStageAsync("TRY", 100, null, emma, CancellationToken.None))).Done();
        (await host.CyclesAsync(c => c.AddStageAsync(
            "TRY", null, 102, new StageForm("Between", 60, 50), null, emma, CancellationToken.None))).Done();

        var acted = (await ReopenAsync(host, closed, "Back", emma)).Done();

        Assert.Equal((10, "Step 40", 10), (acted.Entry!.StageNumber, acted.Entry.StageDescription, acted.Entry.CompletedPercent));
        Assert.Equal(
            ("Please have a look: the stage Step 10 is gone, and nothing below it is left.", emma.Today),
            (acted.Opportunity.NextStep, acted.Opportunity.NextStepDate));
    }

    [Fact]
    public async Task WhenAnotherStageHasTheNumberOfTheOneThatIsGoneItStandsThere()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        (await host.CyclesAsync(c => c.CreateAsync("TRY", "Trial", ProbabilityMethod.Multiply, emma, CancellationToken.None))).Done();
        foreach (var number in new[] { 10, 20 })
        {
            (await host.CyclesAsync(c =>
                c.AddStageAsync("TRY", number, null, new StageForm($"Step {number}", 10, 50), null, emma, CancellationToken.None))).Done();
        }

        var closed = await ClosedAtAsync(host, emma, moves: 1);
        (await host.CyclesAsync(c => c.DeleteStageAsync("TRY", 20, null, emma, CancellationToken.None))).Done();
        (await host.CyclesAsync(c =>
            c.AddStageAsync("TRY", 20, null, new StageForm("Made again", 10, 50), null, emma, CancellationToken.None))).Done();

        Assert.Equal(20, (await ReopenAsync(host, closed, "Back", emma)).Done().Entry!.StageNumber);
    }

    [Fact]
    public async Task OnlyManagersAndAdminsReopenWithANoteAndOnlyWhatIsClosed()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, david) = (await host.CallerAsync("ANNA"), await host.CallerAsync("DAVID"));
        var made = await host.StartedAsync(anna);
        Assert.Equal(["notClosed"], (await ReopenAsync(host, made.No, "Why not", david)).Refused());
        (await host.CloseAsync(made.No, new CloseOpportunity(Outcome.Lost, "PRICE_L"), anna)).Done();

        Assert.Equal(["forbidden"], (await ReopenAsync(host, made.No, "Mine", anna)).Refused());
        Assert.Equal(["noteRequired"], (await ReopenAsync(host, made.No, " ", david)).Refused());
        Assert.Equal(["tooLong"], (await ReopenAsync(host, made.No, new string('x', 501), david)).Refused());
    }

    [Fact]
    public async Task DetailsChangeAndTheCycleAndForeignContactsOnlyBeforeTheStart()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        var waiting = (await host.CreateAsync(
            new CreateOpportunity("Shelf", ContactNo: "CT-00001", SalesCycleCode: "NEW", StartNow: false), emma)).Done().No;
        var started = (await host.StartedAsync(emma)).No;

        var changed = (await ChangeAsync(
            host, waiting, new ChangeOpportunity("Shelves", ContactNo: "CT-00002", SalesCycleCode: "EXISTING"), emma))
            .Done().Opportunity;
        Assert.Equal(("Shelves", "CT-00002", "EXISTING"), (changed.Description, changed.Contact!.No, changed.SalesCycle!.Code));
        Assert.Equal(["cycleFixed"], (await ChangeAsync(host, started, new ChangeOpportunity(SalesCycleCode: "EXISTING"), emma)).Refused());

        // Ana Lima belongs to Contoso Hotels, whose opportunity it is.
        Assert.Equal(
            "CT-00009",
            (await ChangeAsync(host, started, new ChangeOpportunity(ContactNo: "CT-00009"), emma)).Done().Opportunity.Contact!.No);
        (await host.CloseAsync(started, new CloseOpportunity(Outcome.Lost, "PRICE_L"), emma)).Done();
        Assert.Equal(
            "Lost lights", (await ChangeAsync(host, started, new ChangeOpportunity("Lost lights"), emma)).Done().Opportunity.Description);
        Assert.Equal(["alreadyClosed"], (await ChangeAsync(host, started, new ChangeOpportunity(ContactNo: "CT-00001"), emma)).Refused());
    }

    [Fact]
    public async Task OnlyAdminsDeleteAndEverythingThatHungOnItGoes()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, emma) = (await host.CallerAsync("ANNA"), await host.CallerAsync("EMMA"));
        var made = await host.StartedAsync(anna);
        (await host.MoveAsync(made.No, new MoveRequest(MoveAction.Next), anna)).Done();
        (await host.CloseAsync(made.No, new CloseOpportunity(Outcome.Lost, "PRICE_L"), anna)).Done();

        Assert.Equal(["forbidden"], (await DeleteAsync(host, made.No, anna)).Refused());
        Assert.Equal(made.No, (await DeleteAsync(host, made.No, emma)).Done());

        Assert.Null(await host.FindAsync(made.No, emma));
        Assert.Equal((0, 0, 0), await host.DoAsync<OpportunitiesContext, (int, int, int)>(async db => (
            await db.Entries.CountAsync(e => e.OpportunityId == made.Id),
            await db.Tasks.CountAsync(t => t.OpportunityId == made.Id),
            await db.Reminders.CountAsync(r => r.OpportunityId == made.Id))));
        Assert.Equal(["notFound"], (await DeleteAsync(host, made.No, emma)).Refused());
    }

    private static Task<Result<Acted>> ReopenAsync(
        DomainHost host, string no, string note, ChatOpportunities.Domain.People.Caller caller) =>
        host.DoAsync<OpportunityActs, Result<Acted>>(acts => acts.ReopenAsync(no, note, null, caller, CancellationToken.None));

    private static Task<Result<Acted>> ChangeAsync(
        DomainHost host, string no, ChangeOpportunity change, ChatOpportunities.Domain.People.Caller caller) =>
        host.DoAsync<OpportunityActs, Result<Acted>>(acts => acts.ChangeDetailsAsync(no, change, null, caller, CancellationToken.None));

    private static Task<Result<string>> DeleteAsync(DomainHost host, string no, ChatOpportunities.Domain.People.Caller caller) =>
        host.DoAsync<OpportunityActs, Result<string>>(acts => acts.DeleteAsync(no, null, caller, CancellationToken.None));

    private static Task<int> TasksAsync(DomainHost host, string no) =>
        host.DoAsync<OpportunitiesContext, int>(db => db.Tasks.CountAsync(t => t.Opportunity!.No == no));

    private static async Task<string> ClosedAtAsync(DomainHost host, ChatOpportunities.Domain.People.Caller emma, int moves)
    {
        var no = (await host.StartedAsync(emma, cycle: "TRY")).No;
        for (var i = 0; i < moves; i++)
        {
            (await host.MoveAsync(no, new MoveRequest(MoveAction.Next), emma)).Done();
        }

        (await host.CloseAsync(no, new CloseOpportunity(Outcome.Lost, "PRICE_L"), emma)).Done();
        return no;
    }
}
