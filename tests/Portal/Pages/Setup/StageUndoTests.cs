using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Pages.Setup;

/// <summary>Deleting a stage takes it out of the history; undoing that puts it back there.</summary>
[Trait("Suite", "Database")]
public sealed class StageUndoTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    [Fact]
    public async Task AStageThatIsBroughtBackHasItsOwnHistoryAgain_AndReopeningLeadsToIt()
    {
        var emma = await CallerAsync("EMMA");
        await portal.DoAsync<SalesCycleActs>(async acts =>
        {
            await acts.CreateAsync("BACK", "There and back", ProbabilityMethod.Multiply, emma, default).Done();
            for (var number = 10; number <= 30; number += 10)
            {
                await acts.AddStageAsync("BACK", number, null, new StageForm($"Step {number}", number, 50), null, emma, default).Done();
            }
        });
        var admin = await portal.SignInAsync("EMMA");
        var (passed, closed, gone) =
            (await StandingOnTwentyAsync(emma), await StandingOnTwentyAsync(emma), await StandingOnTwentyAsync(emma));
        await ActAsync(a => a.MoveAsync(gone, new MoveRequest(MoveAction.Next), null, emma, default));
        await ActAsync(a => a.MoveAsync(passed, new MoveRequest(MoveAction.Next), null, emma, default));
        await ActAsync(a => a.CloseAsync(closed, new CloseOpportunity(Outcome.Lost, "PRICE_L"), null, emma, default));

        // What is not of this stage: an entry whose stage of the same number was deleted for good before.
        await portal.DoAsync<OpportunitiesContext>(db => db.Entries.Where(e => e.Opportunity!.No == gone && e.StageNumber == 20)
            .ExecuteUpdateAsync(s => s.SetProperty(e => e.StageId, (long?)null)));
        var deleted = await admin.SubmitAndFollowAsync(
            await admin.SeeAsync("/setup/sales-cycles/BACK"), "form[action*=DeleteStage]", ("number", "20"));
        Assert.All(await StagesAsync(passed, closed, gone), stage => Assert.Null(stage));

        var undone = await admin.SubmitAndFollowAsync(
            deleted, "form[action='/undo']", ("id", deleted.Document.QuerySelector("form[action='/undo'] button")!.GetAttribute("value")));
        Assert.Contains("Step 20 is back.", undone.Text, StringComparison.Ordinal);

        Assert.Equal([20, 20, null], await StagesAsync(passed, closed, gone));
        await ActAsync(a => a.ReopenAsync(closed, "Undone", null, emma, default));
        await portal.DoAsync<OpportunitiesContext>(async db =>
            Assert.Equal(
                20, (await db.Entries.Include(e => e.Stage).SingleAsync(e => e.Opportunity!.No == closed && e.Active)).Stage!.Number));
    }

    [Fact]
    public async Task AStageWithAVeryLongHistoryIsDeletedForGood()
    {
        portal.IsBroken = true; // ten thousand entries are written past the rules
        var emma = await CallerAsync("EMMA");
        await portal.DoAsync<SalesCycleActs>(async acts =>
        {
            await acts.CreateAsync("LONG", "Very long", ProbabilityMethod.Multiply, emma, default).Done();
            await acts.AddStageAsync("LONG", 10, null, new StageForm("Step 10", 10, 50), null, emma, default).Done();
        });
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var stage = (await db.SalesCycles.Include(c => c.Stages).SingleAsync(c => c.Code == "LONG")).Stages.Single();
            var like = await db.Entries.AsNoTracking().FirstAsync(e => !e.Active);
            db.Entries.AddRange(Enumerable.Range(0, SalesCycleActs.MostToBringBack + 1).Select(_ => new OpportunityEntry
            {
                OpportunityId = like.OpportunityId,
                SalesCycleId = stage.SalesCycleId,
                StageId = stage.Id,
                StageNumber = 10,
                SalespersonId = like.SalespersonId,
                ContactId = like.ContactId,
                DaysOpen = 1,
            }));
            await db.SaveChangesAsync();
        });

        var admin = await portal.SignInAsync("EMMA");
        var page = await admin.SeeAsync("/setup/sales-cycles/LONG");
        var deleted = await admin.SubmitAndFollowAsync(page, "form[action*=DeleteStage]", ("number", "10"));

        Assert.Contains("The stage Step 10 is deleted.", deleted.Text, StringComparison.Ordinal);
        Assert.Null(deleted.Document.QuerySelector("form[action='/undo']"));
    }

    private async Task<string> StandingOnTwentyAsync(Caller caller)
    {
        var no = "";
        await portal.DoAsync<OpportunityActs>(async acts =>
        {
            var contact = "";
            await portal.DoAsync<OpportunitiesContext>(
                async db => contact = await db.Contacts.OrderBy(c => c.Id).Select(c => c.No).FirstAsync());
            no = (await acts.CreateAsync(
                new CreateOpportunity(
                    "Step by step", contact, SalesCycleCode: "BACK", StartNow: true, EstimatedValue: 100,
                    EstimatedCloseDate: An.Today.AddDays(30)),
                caller, default).Done()).No;
        });
        await ActAsync(a => a.MoveAsync(no, new MoveRequest(MoveAction.Next), null, caller, default));
        return no;
    }

    private Task ActAsync(Func<OpportunityActs, Task<ChatOpportunities.Domain.Result<Acted>>> act) =>
        portal.DoAsync<OpportunityActs>(async acts => await act(acts).Done());

    /// <summary>The stage which the history says each of them stood on at number 20.</summary>
    private async Task<List<int?>> StagesAsync(params string[] numbers)
    {
        List<int?> stages = [];
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            foreach (var no in numbers)
            {
                var entry = await db.Entries.Include(e => e.Stage).OrderBy(e => e.Id)
                    .FirstAsync(e => e.Opportunity!.No == no && e.StageNumber == 20);
                stages.Add(entry.Stage?.Number);
            }
        });
        return stages;
    }

    private async Task<Caller> CallerAsync(string code)
    {
        Caller caller = null!;
        await portal.DoAsync<OpportunitiesContext>(async db => caller = Caller.For(
            await db.Salespeople.SingleAsync(p => p.Code == code), ActSource.Portal,
            new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero)));
        return caller;
    }
}
