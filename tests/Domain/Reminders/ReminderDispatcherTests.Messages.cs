using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Domain.Reminders;

public sealed partial class ReminderDispatcherTests
{
    [Fact]
    public async Task MoreOfTheirOwnThanTheHourAllowsWaitForTheNextHour_InTheirOrder_AndNoneIsLost()
    {
        await using var host = await DomainHost.StartWithDemoAsync(
            s => s.Configure<RemindersOptions>(o => o.AloneKinds = ReminderKinds.NextStep | ReminderKinds.HandOver));
        await host.DoAsync<OpportunitiesContext>(db => db.Reminders.ExecuteDeleteAsync());
        var emma = await host.CallerAsync("EMMA");
        await host.HireAsync("NEWBIE", Role.Salesperson, null);
        await host.HireAsync("OTHER", Role.Salesperson, null);
        List<string> given = [];
        for (var i = 0; i < 8; i++)
        {
            var no = (await host.StartedAsync(await host.CallerAsync("ANNA"))).No;
            (await host.AssignAsync(no, "NEWBIE", await host.CallerAsync("EMMA"))).Done();
            given.Add(no);
            host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await host.DoAsync<OpportunitiesContext>(db => db.Reminders.Where(r => r.Kind == ReminderKind.HandOver)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Kind, ReminderKind.NextStep)));
        var others = (await host.StartedAsync(await host.CallerAsync("ANNA"))).No;
        (await host.AssignAsync(others, "OTHER", emma)).Done();
        var start = host.Clock.GetUtcNow();
        List<(double Minutes, string No, string To)> taken = [];
        for (var tick = 0; tick < 16; tick++)
        {
            var before = host.Sender.Taken.Count;
            await SendAsync(host);
            taken.AddRange(host.Sender.Taken.Skip(before).Where(t => t.Kind is ReminderKind.NextStep or ReminderKind.HandOver)
                .Select(t => ((host.Clock.GetUtcNow() - start).TotalMinutes, t.No, t.To)));
            host.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.Equal((0, others), Assert.Single(taken, t => t.To == "OTHER") is var other ? (other.Minutes, other.No) : default);
        Assert.Equal(given, taken.Where(t => t.To == "NEWBIE").Select(t => t.No));
        Assert.Equal([0, 0, 0, 60, 60, 60, 120, 120], taken.Where(t => t.To == "NEWBIE").Select(t => t.Minutes));
    }

    [Fact]
    public async Task MoreHandOversThanTheHourAllowsAreOneMessageTogether_ThatCountsAsOne()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        await host.DoAsync<OpportunitiesContext>(db => db.Reminders.ExecuteDeleteAsync());
        var anna = await host.CallerAsync("ANNA");
        await host.HireAsync("NEWBIE", Role.Salesperson, null);
        List<string> given = [];
        async Task Give()
        {
            var no = (await host.StartedAsync(anna)).No;
            (await host.AssignAsync(no, "NEWBIE", await host.CallerAsync("EMMA"))).Done();
            given.Add(no);
        }

        for (var i = 0; i < 12; i++)
        {
            await Give();
        }

        await SendAsync(host);
        var together = Assert.Single(host.Sender.Messages, m => m.Person.Code == "NEWBIE");
        Assert.Equal(given, together.Reminders.Select(r => r.Opportunity!.No));

        await Give();
        await SendAsync(host);
        Assert.Equal(given[^1], Assert.Single(host.Sender.Messages.Last().Reminders).Opportunity!.No);
    }

    [Fact]
    public async Task ABriefTellsHowManyOthersWereAskedAboutBeforeAndNotAnswered()
    {
        await using var host = await WithOneDueAsync();
        await SendAsync(host);
        async Task<int> TomorrowAsync()
        {
            var anna = await host.CallerAsync("ANNA");
            var another = await host.StartedAsync(anna);
            (await host.DoAsync<OpportunityActs, Result<Acted>>(a =>
                a.SetNextStepAsync(another.No, "Call", anna.Today.AddDays(1), null, anna, default))).Done();
            host.Clock.Advance(TimeSpan.FromDays(1));
            await SendAsync(host);
            var brief = host.Sender.Messages[^1];
            Assert.Equal(another.No, Assert.Single(brief.Reminders).Opportunity!.No);
            Assert.Equal(brief.Earlier, await host.DoAsync<ReminderActs, int>(a => a.EarlierAsync(brief.Id, anna, default)));
            (await host.MoveAsync(another.No, new MoveRequest(MoveAction.Update), await host.CallerAsync("ANNA"))).Done();
            return brief.Earlier;
        }

        Assert.Equal(1, await TomorrowAsync());
        (await host.MoveAsync("OPP-00041", new MoveRequest(MoveAction.Update), await host.CallerAsync("ANNA"))).Done();
        Assert.Equal(0, await TomorrowAsync());
    }

    [Fact]
    public async Task AnEscalationComesToWhoLeadsTheTeamOnItsDay()
    {
        await using var host = await WithOneDueAsync();
        await SendAsync(host);
        var frida = await host.HireAsync("FRIDA", Role.Manager, null);
        var emma = await host.CallerAsync("EMMA");
        await host.DoAsync<OpportunitiesContext>(db => db.Teams.Where(t => db.Salespeople.Any(p => p.Code == "ANNA" && p.TeamId == t.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.ManagerId, frida.SalespersonId)));

        for (var day = 0; day < 20; day++)
        {
            host.Clock.Advance(TimeSpan.FromDays(1));
            await SendAsync(host);
        }

        Assert.Equal("FRIDA", Assert.Single(host.Sender.Taken, t => t is { Kind: ReminderKind.Escalation, No: "OPP-00041" }).To);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(12)]
    public async Task AnEscalationThatWaitsFollowsTheRule(int? days)
    {
        await using var host = await WithOneDueAsync();
        await SendAsync(host);
        Task<Reminder> Escalation() => host.DoAsync<OpportunitiesContext, Reminder>(
            db => db.Reminders.AsNoTracking().SingleAsync(r => r.Opportunity!.No == "OPP-00041" && r.Kind == ReminderKind.Escalation));
        var before = await Escalation();
        var emma = await host.CallerAsync("EMMA");
        var rules = (await host.DoAsync<ReminderRulesActs, Result<CurrentReminderRules>>(a => a.FindAsync(emma, default))).Done();

        (await host.DoAsync<ReminderRulesActs, Result<CurrentReminderRules>>(
            a => a.SaveAsync(rules.Rules with { EscalateAfterDays = days }, null, emma, default))).Done();
        await SendAsync(host);

        var after = await Escalation();
        Assert.Equal(ReminderState.Pending, before.State);
        Assert.Equal(days is null ? ReminderState.Cancelled : ReminderState.Pending, after.State);
        if (days is not null)
        {
            Assert.Equal(new DateOnly(2026, 3, 25), after.DueOn); // twelve working days after Monday, 9 March
            Assert.Equal(after.DueOn, DateOnly.FromDateTime(after.DueAt.Date));
        }
    }
}
