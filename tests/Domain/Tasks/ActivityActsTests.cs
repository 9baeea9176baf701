using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.Tasks;

[Trait("Suite", "Database")]
public sealed class ActivityActsTests
{
    private static readonly ActivityForm Survey = new(
        " Site survey ",
        [new(TaskType.PhoneCall, " Call ", Priority.High, "1w"), new(TaskType.Meeting, "Visit", Priority.Low, " 2W+1D "),
            new(TaskType.None, "Write it up")]);

    [Fact]
    public async Task AnActivityIsMadeWithItsSteps()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        var made = (await SaveAsync(host, emma, " survey ", Survey)).Done();

        Assert.Equal(("SURVEY", "Site survey", 1L), (made.Code, made.Description, made.Version));
        Assert.Equal(["1 PhoneCall Call High 1W", "2 Meeting Visit Low 2W+1D", "3 None Write it up Normal "], await StepsAsync(host));
        Assert.Contains(
            new ActivityRow("SURVEY", "Site survey", 3, 0, 1),
            await host.DoAsync<ActivityActs, IReadOnlyList<ActivityRow>>(a => a.ListAsync(default)));
        (await SaveAsync(host, emma, "BARE", new("Nothing yet"))).Done();
        Assert.Empty((await FindAsync(host, "bare"))!.Steps);
    }

    public static TheoryData<string[], string[]> Replacements => new()
    {
        { ["Visit"], ["1 None Visit Normal "] },
        { [], [] },
        { ["Visit", "Call", "Write it up"], ["1 None Visit Normal ", "2 None Call Normal ", "3 None Write it up Normal "] },
        { ["A", "B", "C", "D", "E"], ["1 None A Normal ", "2 None B Normal ", "3 None C Normal ", "4 None D Normal ", "5 None E Normal "] },
    };

    [Theory]
    [MemberData(nameof(Replacements))]
    public async Task TheStepsAreReplacedAsAWhole(string[] names, string[] steps)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        (await SaveAsync(host, emma, "SURVEY", Survey)).Done();
        var others = await AllStepsAsync(host) - 3;

        var changed = (await SaveAsync(
            host, emma, "survey", new("Survey", [.. names.Select(n => new StepDetails(TaskType.None, n))]), version: 1))
            .Done();

        Assert.Equal(("Survey", 2L), (changed.Description, changed.Version));
        Assert.Equal(steps, await StepsAsync(host));
        Assert.Equal(others + names.Length, await AllStepsAsync(host));
        Assert.Equal(["stale"], (await SaveAsync(host, emma, "SURVEY", Survey, version: 1)).Refused());
    }

    [Fact]
    public async Task GivenOnlyAStepThatChanges_WhenItIsSaved_ThenTheActivityHasANewVersion()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        (await SaveAsync(host, emma, "SURVEY", Survey)).Done();

        (await SaveAsync(
            host, emma, "SURVEY", Survey with { Steps = [Survey.Steps![0] with { DateFormula = "2W" }, .. Survey.Steps.Skip(1)] }))
            .Done();

        Assert.Equal(2, (await FindAsync(host, "SURVEY"))!.Version);
        Assert.Equal("1 PhoneCall Call High 2W", (await StepsAsync(host)).First());
    }

    [Fact]
    public async Task WhatIsWrongWithAnActivityIsToldAllAtOnceByItsPlace()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        var refused = Assert.IsType<Result<Activity>.Refused>(await SaveAsync(host, emma, "X", new(
            "", [new(TaskType.None, "Fine"), new((TaskType)9, " ", (Priority)9, "2X"), new(TaskType.None, new string('x', 101))])));

        Assert.Equal(
            [("required", "description"), ("unknownValue", "steps[1].type"), ("required", "steps[1].description"), (
                "unknownValue", "steps[1].priority"),
                ("badDateFormula", "steps[1].dateFormula"), ("tooLong", "steps[2].description")],
            refused.Refusals.Select(r => (r.Code, r.Field)));
        var many = Assert.IsType<Result<Activity>.Refused>(await SaveAsync(
            host, emma, "X", new("Many", [.. Enumerable.Range(1, 101).Select(i => new StepDetails(TaskType.None, $"Step {i}"))]))).First;
        Assert.Equal(("tooManySteps", "steps"), (many.Code, many.Field));
        Assert.Null(await FindAsync(host, "X"));
    }

    [Theory]
    [InlineData("INIT", true, null, "codeExists")]
    [InlineData("NOPE", false, null, "notFound")]
    [InlineData("NOPE", null, 1L, "notFound")]
    [InlineData("INIT", null, 77L, "stale")]
    [InlineData("", null, null, "badCode")]
    [InlineData("TOO-LONG-A-CODE", null, null, "badCode")]
    public async Task TheActivityMeantIsTheOneThatIsThere(string code, bool? isNew, long? version, string refusal)
    {
        await using var host = await DomainHost.StartWithDemoAsync();

        Assert.Equal([refusal], (await SaveAsync(host, await host.CallerAsync("EMMA"), code, Survey, isNew, version)).Refused());
    }

    [Fact]
    public async Task GivenARefusedChange_WhenTheActivityIsReadAgain_ThenNothingOfItHasChanged()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        (await SaveAsync(host, emma, "SURVEY", Survey)).Done();

        Assert.Equal(
            ["badDateFormula"],
            (await SaveAsync(host, emma, "SURVEY", new("Other", [new(TaskType.None, "A", DateFormula: "?")]))).Refused());

        Assert.Equal(3, (await FindAsync(host, "SURVEY"))!.Steps.Count);
    }

    [Fact]
    public async Task AnActivityIsDeletedOnlyWhenNoStageNamesIt()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        (await SaveAsync(host, emma, "SURVEY", Survey)).Done();
        var others = await AllStepsAsync(host) - 3;

        var refused = Assert.IsType<Result<Activity>.Refused>(await DeleteAsync(host, emma, "sign")).First;
        Assert.Equal(("activityInUse", 2), (refused.Code, refused.Arguments[0]));
        Assert.Equal(
            [new("EXISTING", "Existing customer", 4, "Sign contract"), new("NEW", "New business", 5, "Sign")],
            await host.DoAsync<ActivityActs, IReadOnlyList<ActivityUse>>(a => a.StagesAsync("sign", default)));
        Assert.Equal(["stale"], (await DeleteAsync(host, emma, "SURVEY", version: 5)).Refused());
        (await DeleteAsync(host, emma, "SURVEY", version: 1)).Done();
        Assert.Equal(others, await AllStepsAsync(host));
        Assert.Equal(["notFound"], (await DeleteAsync(host, emma, "SURVEY")).Refused());
    }

    [Fact]
    public async Task WhatComesBetweenTheChecksAndTheSaveIsToldLikeWhatWasThereBefore()
    {
        var rival = new Rival();
        await using var host = await rival.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        rival.Writes($"""INSERT INTO "Activities" ("Code", "Description", "Version") VALUES ('SURVEY', 'Theirs', 1)""");
        Assert.Equal(["codeExists"], (await SaveAsync(host, emma, "SURVEY", Survey)).Refused());
        (await SaveAsync(host, emma, "SURVEY", Survey)).Done();
        rival.Writes($"""UPDATE "SalesCycleStage" SET "ActivityId" = (SELECT "Id" FROM "Activities" WHERE "Code" = 'SURVEY') WHERE "ActivityId" IS NULL""");
        Assert.Equal(["activityInUse"], (await DeleteAsync(host, emma, "SURVEY")).Refused());
    }

    [Theory]
    [InlineData("ANNA", "forbidden", "forbidden")]
    [InlineData("DAVID", "forbidden", "forbidden")]
    [InlineData("EMMA", null, null)]
    public async Task OnlyAdminsSetUpActivities(string who, string? save, string? delete)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var caller = await host.CallerAsync(who);
        (await SaveAsync(host, await host.CallerAsync("EMMA"), "OLD", Survey)).Done();

        Assert.Equal(save, Code(await SaveAsync(host, caller, "SURVEY", Survey)));
        Assert.Equal(delete, Code(await DeleteAsync(host, caller, "OLD")));
    }

    private static string? Code<T>(Result<T> result) => (result as Result<T>.Refused)?.First.Code;

    private static Task<Result<Activity>> SaveAsync(
        DomainHost host, Caller caller, string code, ActivityForm form, bool? isNew = null, long? version = null) =>
        host.DoAsync<ActivityActs, Result<Activity>>(a => a.SaveAsync(code, form, isNew, version, caller, CancellationToken.None));

    private static Task<Result<Activity>> DeleteAsync(DomainHost host, Caller caller, string code, long? version = null) =>
        host.DoAsync<ActivityActs, Result<Activity>>(a => a.DeleteAsync(code, version, caller, CancellationToken.None));

    private static Task<Activity?> FindAsync(DomainHost host, string code) =>
        host.DoAsync<ActivityActs, Activity?>(a => a.FindAsync(code, CancellationToken.None));

    private static async Task<IEnumerable<string>> StepsAsync(DomainHost host) =>
        (await FindAsync(host, "SURVEY"))!.Steps.Select(s => $"{s.Number} {s.Type} {s.Description} {s.Priority} {s.DateFormula}");

    private static Task<int> AllStepsAsync(DomainHost host) =>
        host.DoAsync<OpportunitiesContext, int>(db => db.Set<ActivityStep>().CountAsync());
}
