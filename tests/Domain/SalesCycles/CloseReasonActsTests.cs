using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.SalesCycles;

[Trait("Suite", "Database")]
public sealed class CloseReasonActsTests
{
    private static readonly CloseReasonForm Budget = new(" No budget ", Outcome.Lost);

    [Fact]
    public async Task AReasonIsMadeReplacedAndDeleted()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        var made = (await SaveAsync(host, emma, " budget ", Budget)).Done();
        Assert.Equal(
            ("BUDGET", "No budget", Outcome.Lost, false, 1L), (made.Code, made.Description, made.Outcome, made.Blocked, made.Version));
        var changed = (await SaveAsync(host, emma, "BUDGET", new("Money", Outcome.Won, Blocked: true), version: 1)).Done();
        Assert.Equal(("Money", Outcome.Won, true, 2L), (changed.Description, changed.Outcome, changed.Blocked, changed.Version));
        Assert.Equal(new CloseReasonRow("BUDGET", "Money", Outcome.Won, true, 0, 2), await FindAsync(host, emma, "budget"));

        Assert.Equal(3, (await SaveAsync(host, emma, "BUDGET", new("Money", Outcome.Won, Blocked: true))).Done().Version); // the same again
        (await DeleteAsync(host, emma, "budget", version: 3)).Done();
        Assert.Null(await FindAsync(host, emma, "BUDGET"));
    }

    [Theory]
    [InlineData("PRICE_W", true, null, "codeExists")]
    [InlineData("price_w", true, null, "codeExists")]
    [InlineData("NOPE", false, null, "notFound")]
    [InlineData("NOPE", null, 1L, "notFound")]
    [InlineData("PRICE_W", null, 77L, "stale")]
    [InlineData("PRICE_W", false, 77L, "stale")]
    [InlineData("", null, null, "badCode")]
    [InlineData("TOO-LONG-A-CODE", null, null, "badCode")]
    [InlineData("A B", true, null, "badCode")]
    public async Task TheReasonMeantIsTheOneThatIsThere(string code, bool? isNew, long? version, string refusal)
    {
        await using var host = await DomainHost.StartWithDemoAsync();

        Assert.Equal([refusal], (await SaveAsync(host, await host.CallerAsync("EMMA"), code, Budget, isNew, version)).Refused());
    }

    [Fact]
    public async Task WhatIsWrongWithAReasonIsToldAllAtOnce()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        var refused = Assert.IsType<Result<CloseReason>.Refused>(await SaveAsync(host, emma, "X", new(" ", null)));

        Assert.Equal([("required", "description"), ("outcomeRequired", "outcome")], refused.Refusals.Select(r => (r.Code, r.Field)));
        Assert.Equal(["tooLong", "outcomeRequired"], (await SaveAsync(host, emma, "X", new(new string('x', 101), (Outcome)7))).Refused());
    }

    [Fact]
    public async Task AUsedReasonKeepsItsOutcomeAndCanOnlyBeBlocked()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, emma) = (await host.CallerAsync("ANNA"), await host.CallerAsync("EMMA"));
        (await SaveAsync(host, emma, "BUDGET", Budget)).Done();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            (await host.CloseAsync((await host.StartedAsync(anna)).No, new CloseOpportunity(Outcome.Lost, "BUDGET"), anna)).Done();
        }

        var outcome =
            Assert.IsType<Result<CloseReason>.Refused>(await SaveAsync(host, emma, "BUDGET", Budget with { Outcome = Outcome.Won })).First;
        Assert.Equal(("reasonOutcomeFixed", "outcome"), (outcome.Code, outcome.Field));
        var delete = Assert.IsType<Result<CloseReason>.Refused>(await DeleteAsync(host, emma, "BUDGET")).First;
        Assert.Equal(("reasonInUse", 2), (delete.Code, delete.Arguments[0]));
        (await SaveAsync(host, emma, "BUDGET", Budget with { Description = "Money", Blocked = true })).Done();
        Assert.Equal(new CloseReasonRow("BUDGET", "Money", Outcome.Lost, true, 2, 2), await FindAsync(host, emma, "BUDGET"));
        Assert.Equal(["BUDGET"], (await host.DoAsync<CloseReasonActs, IReadOnlyList<CloseReasonRow>>(r => r.ListAsync(emma, default)))
            .Where(r => r.Blocked).Select(r => r.Code));
    }

    [Fact]
    public async Task GivenAReasonSomebodyChanged_WhenItIsDeletedByTheOlderVersion_ThenWhoAndWhatIsTold()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        (await SaveAsync(host, emma, "BUDGET", Budget)).Done();
        (await SaveAsync(host, emma, "BUDGET", Budget with { Blocked = true })).Done();

        var refused = Assert.IsType<Result<CloseReason>.Refused>(await DeleteAsync(host, emma, "BUDGET", version: 1)).First;

        Assert.Equal(("stale", "Emma Rossi"), (refused.Code, refused.Arguments[0]));
        Assert.Equal("Changed: {0}; blocked.", Assert.IsType<Translated>(refused.Arguments[2]).English);
        Assert.Equal(["notFound"], (await DeleteAsync(host, emma, "NOPE")).Refused());
    }

    [Fact]
    public async Task OfTwoWhoMakeTheSameReasonAtOnceTheLaterIsToldThatItExists()
    {
        var rival = new Rival();
        await using var host = await rival.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        rival.Writes($"""INSERT INTO "CloseReasons" ("Code", "Description", "Outcome", "Blocked", "Version") VALUES ('BUDGET', 'Theirs', 0, {false}, 1)""");
        Assert.Equal(["codeExists"], (await SaveAsync(host, emma, "BUDGET", Budget)).Refused());
        (await SaveAsync(host, emma, "BUDGET", Budget)).Done();
        rival.Writes($"""UPDATE "Entries" SET "CloseReasonId" = (SELECT "Id" FROM "CloseReasons" WHERE "Code" = 'BUDGET') WHERE "ActionTaken" = 6""");
        Assert.Equal(["reasonInUse"], (await DeleteAsync(host, emma, "BUDGET")).Refused());
        rival.Writes($"""UPDATE "CloseReasons" SET "Version" = 9 WHERE "Code" = 'BUDGET'""");
        Assert.Equal(["stale"], (await SaveAsync(host, emma, "BUDGET", Budget with { Description = "Money" })).Refused());
    }

    [Theory]
    [InlineData("ANNA", "forbidden", "forbidden")]
    [InlineData("DAVID", "forbidden", "forbidden")]
    [InlineData("EMMA", null, null)]
    public async Task OnlyAdminsSetUpReasons(string who, string? save, string? delete)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var caller = await host.CallerAsync(who);
        (await SaveAsync(host, await host.CallerAsync("EMMA"), "OLD", Budget)).Done();

        Assert.Equal(save, Code(await SaveAsync(host, caller, "BUDGET", Budget)));
        Assert.Equal(delete, Code(await DeleteAsync(host, caller, "OLD")));
    }

    private static string? Code<T>(Result<T> result) => (result as Result<T>.Refused)?.First.Code;

    private static Task<Result<CloseReason>> SaveAsync(
        DomainHost host, Caller caller, string code, CloseReasonForm form, bool? isNew = null, long? version = null) =>
        host.DoAsync<CloseReasonActs, Result<CloseReason>>(r => r.SaveAsync(code, form, isNew, version, caller, CancellationToken.None));

    private static Task<Result<CloseReason>> DeleteAsync(DomainHost host, Caller caller, string code, long? version = null) =>
        host.DoAsync<CloseReasonActs, Result<CloseReason>>(r => r.DeleteAsync(code, version, caller, CancellationToken.None));

    private static Task<CloseReasonRow?> FindAsync(DomainHost host, Caller caller, string code) =>
        host.DoAsync<CloseReasonActs, CloseReasonRow?>(r => r.FindAsync(code, caller, CancellationToken.None));
}
