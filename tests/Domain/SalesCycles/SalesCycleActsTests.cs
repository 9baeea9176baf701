using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.SalesCycles;

[Trait("Suite", "Database")]
public sealed class SalesCycleActsTests
{
    [Fact]
    public async Task ACycleIsMadeOnceAndChangedByTheVersionThatWasSeen()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        Task<Result<SalesCycle>> Create(string code, string? name, ProbabilityMethod method = ProbabilityMethod.Add) =>
            host.CyclesAsync(c => c.CreateAsync(code, name, method, emma, CancellationToken.None));
        Task<Result<SalesCycle>> Change(string code, bool blocked, long? version) =>
            host.CyclesAsync(
                c => c.ChangeAsync(code, "Small ones", ProbabilityMethod.Completed, blocked, version, emma, CancellationToken.None));

        Assert.Equal(("SMALL", "Small", ProbabilityMethod.Add, false, 1L),
            (await Create(" small ", " Small ")).Done() is var made
                ? (made.Code, made.Description, made.ProbabilityMethod, made.Blocked, made.Version)
                : default);
        Assert.Equal(["codeExists"], (await Create("SMALL", "Again")).Refused());
        Assert.Equal(["badCode"], (await Create("TOO-LONG-A-CODE", "Long")).Refused());
        Assert.Equal(["badCode"], (await Create("", "Blank")).Refused());
        Assert.Equal(["required", "unknownValue"], (await Create("X", " ", (ProbabilityMethod)9)).Refused());
        Assert.Equal((true, 2L), (await Change("small", true, 1)).Done() is var changed ? (changed.Blocked, changed.Version) : default);
        Assert.Equal(["stale"], (await Change("small", false, 1)).Refused());
        Assert.Equal(["notFound"], (await Change("NOPE", false, null)).Refused());
        Assert.Equal(["stale"], (await Change("NEW", false, 77)).Refused()); // has no history yet
    }

    [Theory]
    [InlineData("ANNA")]
    [InlineData("DAVID")]
    public async Task OnlyAdminsSetUp(string who)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var caller = await host.CallerAsync(who);
        var form = new StageForm("X", 1, 1);

        Assert.Equal(["forbidden"], await host.CyclesAsync(c => c.CreateAsync("X", "X", default, caller, default).Refused()));
        Assert.Equal(
            ["forbidden"], await host.CyclesAsync(c => c.ChangeAsync("NEW", "X", default, false, null, caller, default).Refused()));
        Assert.Equal(["forbidden"], await host.CyclesAsync(c => c.AddStageAsync("NEW", null, null, form, null, caller, default).Refused()));
        Assert.Equal(["forbidden"], await host.CyclesAsync(c => c.ChangeStageAsync("NEW", 1, form, null, caller, default).Refused()));
        Assert.Equal(["forbidden"], await host.CyclesAsync(c => c.MoveStageAsync("NEW", 1, false, null, caller, default).Refused()));
        Assert.Equal(["forbidden"], await host.CyclesAsync(c => c.DeleteStageAsync("NEW", 1, null, caller, default).Refused()));
        Assert.Equal(["forbidden"], await host.CyclesAsync(c => c.DeleteAsync("NEW", null, caller, default).Refused()));
    }

    [Fact]
    public async Task StagesAreAddedAtTheEndWithANumberAndBeforeAnother()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        await host.CyclesAsync(c => c.CreateAsync("C", "Cycle", default, emma, default).Done());
        Task<Result<SalesCycleStage>> Add(string name, int? number = null, int? before = null) =>
            host.CyclesAsync(c => c.AddStageAsync("C", number, before, new StageForm(name, 1, 1), null, emma, default));

        Assert.Equal(10, (await Add("A")).Done().Number);
        Assert.Equal(20, (await Add("C")).Done().Number);
        Assert.Equal(15, (await Add("B", before: 20)).Done().Number);
        Assert.Equal(11, (await Add("A2", number: 11)).Done().Number);
        Assert.Equal(15, (await Add("A1", before: 11)).Done().Number); // no room between 10 and 11: renumbered to 10 20 30 40
        Assert.Equal(["10 A", "15 A1", "20 A2", "30 B", "40 C"], await StagesAsync(host));
        Assert.Equal(5, (await Add("0", before: 10)).Done().Number);
        Assert.Equal(50, (await Add("D")).Done().Number);
        Assert.Equal(["stageNumberExists"], (await Add("X", number: 30)).Refused());
        Assert.Equal(["stageNumberOutOfRange"], (await Add("X", number: 0)).Refused());
        Assert.Equal(["stageNumberOutOfRange"], (await Add("X", number: 1_000_001)).Refused());
        Assert.Equal(["notFound"], (await Add("X", before: 33)).Refused());
        Assert.Equal(["required"], (await Add(" ")).Refused());
        Assert.Equal(["required"], (await Add(" ", before: 10)).Refused());
    }

    [Fact]
    public async Task AStagesDetailsAreCheckedAllAtOnce()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        var result = await host.CyclesAsync(c => c.ChangeStageAsync(
            "NEW", 1, new StageForm("", 101, -1, null, false, false, "2X", 1000), null, emma, default));

        Assert.Equal(
            [("required", "description"), ("percentOutOfRange", "completedPercent"), ("percentOutOfRange", "chancesOfSuccessPercent"),
                ("badDateFormula", "dateFormula"), ("limitOutOfRange", "limitWorkingDays")],
            Assert.IsType<Result<SalesCycleStage>.Refused>(result).Refusals.Select(r => (r.Code, r.Field)));
        Assert.Equal(["activityUnknown"], await host.CyclesAsync(c => c.ChangeStageAsync(
            "NEW", 1, new StageForm("A", 1, 1, "NOPE"), null, emma, default).Refused()));
        Assert.Equal(
            ["notFound"],
            await host.CyclesAsync(c => c.ChangeStageAsync("NEW", 99, new StageForm("A", 1, 1), null, emma, default).Refused()));
        var changed = await host.CyclesAsync(c => c.ChangeStageAsync(
            "NEW", 1, new StageForm("First look", 3, 15, "init", true, false, " 1m+1d ", 7), null, emma, default).Done());
        Assert.Equal(("First look", 3m, 15m, "INIT", true, false, 7),
            (
                changed.Description, changed.CompletedPercent, changed.ChancesOfSuccessPercent, changed.Activity!.Code,
                changed.QuoteRequired, changed.AllowSkip,
                changed.LimitWorkingDays!.Value));
    }

    [Fact]
    public async Task AStageIsMadeAtANumberReplacedThereAndDeletedByItsOwnVersion()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        await host.CyclesAsync(c => c.CreateAsync("C", "Cycle", default, blocked: true, emma, default).Done());
        Task<Result<SalesCycleStage>> Save(int number, StageForm form, bool? isNew = null, long? version = null) =>
            host.CyclesAsync(c => c.SaveStageAsync("c", number, form, isNew, version, emma, default));
        var form = new StageForm("A", 5, 10, "INIT");

        Assert.Equal((7, "A", 1L), (await Save(7, form)).Done() is var made ? (made.Number, made.Description, made.Version) : default);
        Assert.Equal(2, (await Save(7, form)).Done().Version);
        Assert.Equal(("B", null, 3L), (await Save(7, new StageForm("B", 5, 10), false, 2)).Done() is var same
            ? (same.Description, same.Activity, same.Version)
            : default);
        Assert.Equal(["stale"], (await Save(7, form, null, 2)).Refused());
        Assert.Equal(["stageNumberExists"], (await Save(7, form, isNew: true)).Refused());
        Assert.Equal(["notFound"], (await Save(8, form, isNew: false)).Refused());
        Assert.Equal(["notFound"], (await Save(8, form, null, 1)).Refused());
        Assert.Equal(["stageNumberOutOfRange"], (await Save(0, form)).Refused());
        Assert.Equal(["activityUnknown"], (await Save(7, form with { ActivityCode = "NOPE" })).Refused());
        Assert.Equal(["required"], (await Save(8, form with { Description = " " })).Refused());
        Assert.Equal(["stale"], await host.CyclesAsync(c => c.DeleteStageAsync("C", 7, null, 2, emma, default).Refused()));
        Assert.Equal(
            (true, 4L), (await host.CyclesAsync(c => c.FindAsync("C", default)))! is var cycle ? (cycle.Blocked, cycle.Version) : default);
        await host.CyclesAsync(c => c.DeleteStageAsync("C", 7, null, 3, emma, default).Done());
        Assert.Empty(await StagesAsync(host));
    }

    [Fact]
    public async Task StagesChangePlacesAndEveryChangeBelowACycleIsANewVersionOfIt()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        await host.CyclesAsync(c => c.CreateAsync("C", "Cycle", default, emma, default).Done());
        foreach (var name in new[] { "A", "B", "C" })
        {
            await host.CyclesAsync(c => c.AddStageAsync("C", null, null, new StageForm(name, 1, 1), null, emma, default).Done());
        }

        var seen = (await host.CyclesAsync(c => c.FindAsync("c", default)))!.Version;
        await host.CyclesAsync(c => c.MoveStageAsync("C", 30, up: true, seen, emma, default).Done());
        Assert.Equal(["10 A", "20 C", "30 B"], await StagesAsync(host));
        Assert.Equal(["stale"], await host.CyclesAsync(c => c.MoveStageAsync("C", 10, up: false, seen, emma, default).Refused()));
        await host.CyclesAsync(c => c.MoveStageAsync("C", 10, up: false, seen + 1, emma, default).Done());
        Assert.Equal(["10 C", "20 A", "30 B"], await StagesAsync(host));
        Assert.Equal(["notFound"], await host.CyclesAsync(c => c.MoveStageAsync("C", 10, up: true, null, emma, default).Refused()));
        Assert.Equal(["notFound"], await host.CyclesAsync(c => c.MoveStageAsync("C", 30, up: false, null, emma, default).Refused()));
    }

    [Fact]
    public async Task AStageInUseStaysAndOneThatWasPassedGoesWithoutHarmingTheHistory()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, emma) = (await host.CallerAsync("ANNA"), await host.CallerAsync("EMMA"));
        await host.CyclesAsync(c => c.CreateAsync("C", "Cycle", default, emma, default).Done());
        await host.CyclesAsync(c => c.AddStageAsync("C", null, null, new StageForm("A", 1, 1), null, emma, default).Done());
        await host.CyclesAsync(c => c.AddStageAsync("C", null, null, new StageForm("B", 2, 2), null, emma, default).Done());
        var opportunity = await host.StartedAsync(anna, cycle: "C");
        await host.StartedAsync(anna, cycle: "C");

        var refused = Assert.IsType<Result<SalesCycleStage>.Refused>(
            await host.CyclesAsync(c => c.DeleteStageAsync("C", 10, null, emma, default))).First;
        Assert.Equal(("stageInUse", 2), (refused.Code, refused.Arguments[0]));
        await host.CyclesAsync(c => c.DeleteStageAsync("C", 20, null, emma, default).Done());
        await host.CyclesAsync(c => c.AddStageAsync("C", null, null, new StageForm("C", 2, 2), null, emma, default).Done());
        (await host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Next), anna)).Done();
        (await host.CloseAsync(opportunity.No, new CloseOpportunity(Outcome.Lost, "PRICE_L"), anna)).Done();
        await host.CyclesAsync(c => c.DeleteStageAsync("C", 20, null, emma, default).Done());

        var history = await host.DoAsync<OpportunityQueries, IReadOnlyList<OpportunityEntry>>(
            q => q.HistoryAsync(opportunity.Id, emma, default));
        Assert.Equal(["", "C", "A"], history.Select(e => e.StageDescription));
        Assert.Equal(["notFound"], await host.CyclesAsync(c => c.DeleteStageAsync("C", 20, null, emma, default).Refused()));
    }

    [Fact]
    public async Task ACycleIsDeletedOnlyWhenNoOpportunityNamesIt()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, emma) = (await host.CallerAsync("ANNA"), await host.CallerAsync("EMMA"));
        await host.CyclesAsync(c => c.CreateAsync("C", "Cycle", default, emma, default).Done());
        await host.CyclesAsync(
            c => c.AddStageAsync("C", null, null, new StageForm("A", 1, 1, LimitWorkingDays: 3), null, emma, default).Done());
        var waiting =
            (await host.CreateAsync(new CreateOpportunity("Pool", "CT-00001", SalesCycleCode: "C", StartNow: false), anna)).Done();
        await host.CyclesAsync(c => c.CreateAsync("D", "Other", default, emma, default).Done());
        await host.CyclesAsync(c => c.AddStageAsync("D", null, null, new StageForm("A", 1, 1), null, emma, default).Done());
        Task<Result<SalesCycle>> Delete(string code) => host.CyclesAsync(c => c.DeleteAsync(code, null, emma, default));

        var refused = Assert.IsType<Result<SalesCycle>.Refused>(await Delete("C")).First;
        Assert.Equal(("cycleInUse", 1), (refused.Code, refused.Arguments[0]));
        (await host.CloseAsync(waiting.No, new CloseOpportunity(Outcome.Lost, "PRICE_L"), anna)).Done();
        Assert.Equal(["cycleHasHistory"], (await Delete("C")).Refused());
        (await Delete("D")).Done();
        Assert.Null(await host.CyclesAsync(c => c.FindAsync("D", default)));
        Assert.Equal(["notFound"], (await Delete("D")).Refused());
    }

    [Fact]
    public async Task TheListCountsStagesAndOpenOpportunities()
    {
        await using var host = await DomainHost.StartWithDemoAsync();

        var emma = await host.CallerAsync("EMMA");
        var rows = await host.CyclesAsync(c => c.ListAsync(emma, default));
        var found = (await host.CyclesAsync(c => c.FindAsync("NEW", default)))!;
        var standing = await host.CyclesAsync(c => c.OpportunitiesByStageAsync(found.Id, emma, default));

        Assert.Equal([("EXISTING", 4), ("NEW", 5)], rows.Select(r => (r.Code, r.Stages)));
        Assert.Equal(32, rows.Sum(r => r.OpenOpportunities));
        Assert.Equal(rows[1].OpenOpportunities - 4, standing.Values.Sum()); // four have not started
    }

    [Fact]
    public async Task GivenAnotherLimit_WhenAStageChanges_ThenItsRemindersFollow()
    {
        await using var host = await DomainHost.StartWithDemoAsync(DomainHost.AllAhead);
        var (anna, emma) = (await host.CallerAsync("ANNA"), await host.CallerAsync("EMMA"));
        var opportunity = await host.StartedAsync(anna); // Monday, five working days on Initial
        async Task<(ReminderState State, DateTimeOffset DueAt)> With(int? limit)
        {
            await host.CyclesAsync(c => c.ChangeStageAsync(
                "NEW", 1, new StageForm("Initial", 2, 10, AllowSkip: true, LimitWorkingDays: limit), null, emma, default).Done());
            return await host.DoAsync<OpportunitiesContext, (ReminderState, DateTimeOffset)>(async db =>
            {
                var reminder = await db.Reminders.SingleAsync(r => r.OpportunityId == opportunity.Id && r.Kind == ReminderKind.StageLimit);
                return (reminder.State, reminder.DueAt);
            });
        }

        Assert.Equal((ReminderState.Pending, Eight(new(2026, 3, 4))), await With(2));
        Assert.Equal(ReminderState.Cancelled, (await With(null)).State);
        Assert.Equal((ReminderState.Pending, Eight(new(2026, 3, 16))), await With(10));
    }

    [Fact]
    public async Task GivenAStageWithoutLimit_WhenItGetsOne_ThenWhoeverStandsOnItIsReminded()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, emma) = (await host.CallerAsync("ANNA"), await host.CallerAsync("EMMA"));
        await host.CyclesAsync(c => c.CreateAsync("C", "Cycle", default, emma, default).Done());
        await host.CyclesAsync(c => c.AddStageAsync("C", null, null, new StageForm("A", 1, 1), null, emma, default).Done());
        var opportunity = await host.StartedAsync(anna, cycle: "C");

        await host.CyclesAsync(c => c.ChangeStageAsync("C", 10, new StageForm("A", 1, 1, LimitWorkingDays: 1), null, emma, default).Done());

        var due = await host.DoAsync<OpportunitiesContext, DateTimeOffset>(
            db => db.Reminders.Where(r => r.OpportunityId == opportunity.Id && r.Kind == ReminderKind.StageLimit).Select(r => r.DueAt)
                .SingleAsync());
        Assert.Equal(Eight(new(2026, 3, 3)), due);
    }

    [Fact]
    public async Task OfTwoWhoMakeTheSameCycleAtOnceTheLaterIsToldThatItExists()
    {
        var rival = new Rival();
        await using var host = await rival.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        rival.Writes($"""INSERT INTO "SalesCycles" ("Code", "Description", "ProbabilityMethod", "Blocked", "Version") VALUES ('SMALL', 'Theirs', 0, {false}, 1)""");
        var refused = await host.CyclesAsync(c => c.CreateAsync("small", "Mine", default, emma, CancellationToken.None).Refused());

        Assert.Equal(["codeExists"], refused);
    }

    [Fact]
    public async Task GivenAnOpportunityMadeWhileItsCycleIsDeleted_WhenThatIsSaved_ThenTheCycleStays()
    {
        var rival = new Rival();
        await using var host = await rival.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        await host.CyclesAsync(c => c.CreateAsync("C", "Cycle", default, emma, CancellationToken.None).Done());

        rival.Writes($"""UPDATE "Opportunities" SET "SalesCycleId" = (SELECT "Id" FROM "SalesCycles" WHERE "Code" = 'C') WHERE "No" = 'OPP-00001'""");
        var refused = await host.CyclesAsync(c => c.DeleteAsync("C", null, emma, CancellationToken.None).Refused());

        Assert.Equal(["cycleInUse"], refused);
    }

    // Eight o'clock in Paris in winter.
    private static DateTimeOffset Eight(DateOnly day) => new(day.ToDateTime(new TimeOnly(7, 0)), TimeSpan.Zero);

    private static async Task<IEnumerable<string>> StagesAsync(DomainHost host) =>
        (await host.CyclesAsync(c => c.FindAsync("C", CancellationToken.None)))!.Stages.Select(s => $"{s.Number} {s.Description}");
}
