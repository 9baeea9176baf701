using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.Opportunities;

[Trait("Suite", "Database")]
public sealed class AssigningTests
{
    [Theory]
    [InlineData(true, "BEN")]
    [InlineData(false, "ANNA")]
    public async Task OpenTasksGoAlongWhenAskedAndTheActiveEntryAlways(bool moveTasks, string tasksOf)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna, cycle: "EXISTING");
        (await host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Next), anna)).Done();

        (await host.AssignAsync(opportunity.No, "ben", anna, moveTasks)).Done();

        var (owners, tasks) = await host.DoAsync<OpportunitiesContext, (List<string>, List<string>)>(async db => (
            await db.Entries.Where(e => e.OpportunityId == opportunity.Id).OrderBy(e => e.Id).Select(e => e.Salesperson!.Code)
                .ToListAsync(),
            await db.Tasks.Where(t => t.OpportunityId == opportunity.Id).Select(t => t.Salesperson!.Code).Distinct().ToListAsync()));
        Assert.Equal(["ANNA", "BEN"], owners);
        Assert.Equal([tasksOf], tasks);
    }

    [Fact]
    public async Task WhatCannotBeAssignedIsRefused()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, emma) = (await host.CallerAsync("ANNA"), await host.CallerAsync("EMMA"));
        var opportunity = await host.StartedAsync(anna);
        (await host.PeopleAsync(p => p.SaveAsync(
            "BEN", new PersonForm("Ben", null, null, Role.Salesperson, null, "en", "Europe/Paris", true), false, null, emma,
            CancellationToken.None)))
                .Done();
        async Task<(string, string?)> Why(string? to)
        {
            var first = Assert.IsType<Result<Acted>.Refused>(await host.AssignAsync(opportunity.No, to, anna)).First;
            return (first.Code, first.Field);
        }

        Assert.Equal(("salespersonRequired", "salespersonCode"), await Why(" "));
        Assert.Equal(("salespersonUnknown", "salespersonCode"), await Why("NOBODY"));
        Assert.Equal(("salespersonBlocked", "salespersonCode"), await Why("BEN"));
        Assert.Equal(("sameSalesperson", "salespersonCode"), await Why("ANNA"));
        (await host.CloseAsync(opportunity.No, new CloseOpportunity(Outcome.Lost, "PRICE_L"), anna)).Done();
        Assert.Equal(("alreadyClosed", null), await Why("CHLOE"));
    }

    [Fact]
    public async Task TheNewOwnerIsToldUnlessTheyTookItThemselves()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, david) = (await host.CallerAsync("ANNA"), await host.CallerAsync("DAVID"));
        var opportunity = await host.StartedAsync(anna);
        Assert.Empty(await HandOversAsync(host, opportunity));

        (await host.AssignAsync(opportunity.No, "BEN", anna)).Done();
        Assert.Equal([("BEN", "Anna Keller", ReminderState.Pending)], await HandOversAsync(host, opportunity));

        (await host.AssignAsync(opportunity.No, "DAVID", david)).Done();
        Assert.Equal([("BEN", "Anna Keller", ReminderState.Cancelled)], await HandOversAsync(host, opportunity));
    }

    [Fact]
    public async Task GivenOneMadeForSomebodyElse_WhenItIsCreated_ThenThatPersonIsTold()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var david = await host.CallerAsync("DAVID");

        var opportunity = await host.StartedAsync(david, salesperson: "CHLOE");

        Assert.Equal([("CHLOE", "David Lindqvist", ReminderState.Pending)], await HandOversAsync(host, opportunity));
    }

    [Fact]
    public async Task GivenSeveralHandOversInOneInstant_WhenTheyAreDue_ThenOnlyTheLastOwnerIsTold()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        var opportunity = await host.StartedAsync(emma, salesperson: "BEN");
        (await host.AssignAsync(opportunity.No, "CHLOE", emma)).Done();
        (await host.AssignAsync(opportunity.No, "BEN", emma)).Done();
        (await host.AssignAsync(opportunity.No, "CHLOE", emma)).Done();

        await host.DoAsync<ReminderDispatcher>(d => d.SendDueAsync(CancellationToken.None));

        Assert.Equal(["CHLOE"], host.Sender.Taken.Where(t => t.No == opportunity.No).Select(t => t.To));
    }

    [Fact]
    public async Task AcceptingIsAChange_WhichListsByTheLastChangeShow()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, david) = (await host.CallerAsync("ANNA"), await host.CallerAsync("DAVID"));
        var opportunity = await host.StartedAsync(anna);
        (await host.AssignAsync(opportunity.No, "BEN", david)).Done();
        await host.DoAsync<ReminderDispatcher>(d => d.SendDueAsync(default));
        host.Clock.Advance(TimeSpan.FromHours(1));

        var ben = await host.CallerAsync("BEN");
        var accepted = (await host.DoAsync<OpportunityActs, Result<Acted>>(
            acts => acts.AcceptAsync(opportunity.No, ben, default))).Done().Opportunity;

        Assert.Equal(ben.Now, accepted.ChangedAt);
        Assert.Equal(david.Now, accepted.WorkedAt); // nothing was done about the deal itself
    }

    private static Task<List<(string To, string? From, ReminderState State)>> HandOversAsync(DomainHost host, Opportunity opportunity) =>
        host.DoAsync<OpportunitiesContext, List<(string, string?, ReminderState)>>(async db =>
            [.. (await db.Reminders.Include(r => r.Salesperson)
                .Where(r => r.OpportunityId == opportunity.Id && r.Kind == ReminderKind.HandOver)
                .OrderBy(r => r.Id).ToListAsync()).Select(r => (r.Salesperson!.Code, r.FromName, r.State))]);

    [Fact]
    public async Task ManyAreGivenAtOnceAndOneRefusalDoesNotHoldUpTheOthers()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, david) = (await host.CallerAsync("ANNA"), await host.CallerAsync("DAVID"));
        var (first, second) = ((await host.StartedAsync(anna)).No, (await host.StartedAsync(anna)).No);
        var closed = (await host.StartedAsync(anna)).No;
        (await host.CloseAsync(closed, new CloseOpportunity(Outcome.Lost, "PRICE_L"), anna)).Done();

        var results = await host.DoAsync<OpportunityActs, IReadOnlyList<(string No, Result<Acted> Result)>>(acts =>
            acts.AssignManyAsync(
                [new(first), new(closed), new("OPP-99999"), new(second)], "BEN", moveOpenTasks: true, david, CancellationToken.None));

        Assert.Equal([first, closed, "OPP-99999", second], results.Select(r => r.No));
        Assert.Equal("BEN", results[0].Result.Done().Opportunity.Salesperson!.Code);
        Assert.Equal(["alreadyClosed"], results[1].Result.Refused());
        Assert.Equal(["notFound"], results[2].Result.Refused());
        Assert.Equal("BEN", (await host.FindAsync(second, david))!.Opportunity.Salesperson!.Code);
    }
}
