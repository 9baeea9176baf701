using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Domain.Reminders;

/// <summary>Planning anew while people act, on several hosts, and of very much.</summary>
[Trait("Suite", "Database")]
public sealed class PlanningRaceTests
{
    private const int MoreThanOneStretch = 201;

    [Fact]
    public async Task GivenAClosingDateMovedWhileEverythingIsPlannedAnew_ThenOnlyTheNewDateIsAskedAbout()
    {
        var meanwhile = new Meanwhile();
        await using var host = await meanwhile.StartWithDemoAsync(
            s => s.Configure<RemindersOptions>(o => (o.NearCloseDays, o.PlanAheadDays) = (0, 400)));
        var (anna, emma) = (await host.CallerAsync("ANNA"), await host.CallerAsync("EMMA"));
        var opportunity = await host.StartedAsync(anna);
        await SendAsync(host);
        await SaveRulesAsync(host, emma, rules => rules with { NearCloseDays = 3 });

        var later = anna.Today.AddDays(200);
        var moved = new MoveRequest(MoveAction.Update, EstimatedCloseDate: later);
        meanwhile.Comes("\"Tasks\"", () => host.MoveAsync(opportunity.No, moved, anna).Done());
        await SendAsync(host);
        await meanwhile.Act;

        Assert.True(meanwhile.HasCome);
        Assert.Equal(
            [$"close-near/{opportunity.Id}/{later:yyyyMMdd}", $"close-passed/{opportunity.Id}/{later:yyyyMMdd}"],
            await host.DoAsync<OpportunitiesContext, List<string>>(db => db.Reminders
                .Where(r => r.OpportunityId == opportunity.Id && r.State == ReminderState.Pending && r.Key.StartsWith("close-"))
                .OrderBy(r => r.Key).Select(r => r.Key).ToListAsync()));
    }

    [Fact]
    public async Task GivenAPlanningThatTakesLong_ThenTheLeaseBeginsWithTheClaim()
    {
        var meanwhile = new Meanwhile();
        await using var host = await meanwhile.StartWithDemoAsync();
        await host.StartedAsync(await host.CallerAsync("ANNA"));
        host.Clock.Advance(TimeSpan.FromDays(8));
        DateTimeOffset? leaseEnds = null;
        host.Sender.Answer = reminder =>
        {
            leaseEnds ??= reminder.NextAttemptAt;
            return new SendOutcome.Sent("sent");
        };

        meanwhile.Comes("\"Teams\"", () =>
        {
            host.Clock.Advance(TimeSpan.FromSeconds(40));
            return Task.CompletedTask;
        });
        await SendAsync(host);

        Assert.Equal(host.Clock.GetUtcNow() + TimeSpan.FromSeconds(45), leaseEnds);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task GivenWorkWhileAReminderIsOnItsWay_ThenNobodyIsToldThatNothingWasDone(bool works, int escalations)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var opportunity = await host.StartedAsync(await host.CallerAsync("ANNA"));
        host.Clock.Advance(TimeSpan.FromDays(8));
        var isSent = false;
        host.Sender.Answer = reminder =>
        {
            if (!isSent && reminder.SalespersonId == opportunity.SalespersonId)
            {
                isSent = true;
                if (works)
                {
                    WorkAsync().GetAwaiter().GetResult();
                }
            }

            return new SendOutcome.Sent("sent");

            async Task WorkAsync() =>
                (await host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Update), await host.CallerAsync("ANNA"))).Done();
        };
        await SendAsync(host);
        Assert.True(isSent);

        for (var day = 0; day < 20; day++)
        {
            host.Clock.Advance(TimeSpan.FromDays(1));
            await SendAsync(host);
        }

        Assert.Equal(escalations, host.Sender.Taken.Count(t => t.No == opportunity.No && t.Kind == ReminderKind.Escalation));
    }

    [Fact]
    public async Task GivenHostsWhoseSettingsNameOtherHolidays_ThenTheyDoNotPlanAnewInTurns_AndFollowWhatAnAdminSaves()
    {
        await using var database = await TestDatabase.CreateAsync(demo: true);
        await using var first = Host(database, new DateOnly(2026, 12, 24));
        await using var second = Host(database, new DateOnly(2026, 12, 25));
        var emma = await first.CallerAsync("EMMA");
        await SendAsync(first);
        await SendAsync(second);
        var before = await FollowedAsync(first);
        for (var i = 0; i < 3; i++)
        {
            await SendAsync(first);
            await SendAsync(second);
        }

        Assert.Equal(before, await FollowedAsync(first));

        (await first.DoAsync<CompanyCalendarActs, Result<CurrentCompanyCalendar>>(acts => acts.SaveAsync(
            new CompanyCalendarForm(CompanyOptions.MondayToFriday, [new DateOnly(2026, 12, 28)]), 0, emma, default))).Done();
        for (var i = 0; i < 3; i++)
        {
            await SendAsync(second);
            await SendAsync(first);
        }

        Assert.Equal(before + 1, await FollowedAsync(first));
        await second.DoAsync<WorkingCalendar>(calendar =>
        {
            Assert.False(calendar.IsWorkingDay(new DateOnly(2026, 12, 28)));
            return Task.CompletedTask;
        });

        static DomainHost Host(TestDatabase database, DateOnly holiday) =>
            DomainHost.StartOn(database, s => s.Configure<CompanyOptions>(o => o.Holidays = [holiday]), keep: true);
    }

    [Fact]
    public async Task AnotherClockOfSomebodyWithVeryManyOpportunitiesIsFollowedAtTheNextTick()
    {
        await using var host = await DomainHost.StartWithDemoAsync(DomainHost.AllAhead);
        var (emma, gina) = (await host.CallerAsync("EMMA"), await host.HireAsync("GINA", Role.Salesperson, null));
        for (var i = 0; i < MoreThanOneStretch; i++)
        {
            await host.StartedAsync(gina);
        }

        await SendAsync(host);
        var inTokyo = new PersonForm("GINA", null, null, Role.Salesperson, null, "en", "Asia/Tokyo", false);
        (await host.PeopleAsync(people => people.SaveAsync("GINA", inTokyo, isNew: false, null, emma, default))).Done();
        var atOnce = await HoursAsync();
        await SendAsync(host);

        Assert.DoesNotContain(23, atOnce); // 8:00 in Tokyo
        Assert.Equal([23], await HoursAsync());

        Task<List<int>> HoursAsync() => host.DoAsync<OpportunitiesContext, List<int>>(async db => [.. (await db.Reminders
            .Where(r => r.SalespersonId == gina.SalespersonId && r.State == ReminderState.Pending).Select(r => r.DueAt).ToListAsync())
            .Select(at => at.Hour).Distinct()]);
    }

    [Fact]
    public async Task OtherRulesReachVeryManyThatWerePutOff()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, emma) = (await host.CallerAsync("ANNA"), await host.CallerAsync("EMMA"));
        var opportunity = await host.StartedAsync(anna);
        var key = $"many/{opportunity.Id}/";
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            for (var i = 0; i < MoreThanOneStretch; i++)
            {
                db.Reminders.Add(Reminder.Plan(
                    ReminderKind.NotMine, key + i, opportunity.Id, anna.SalespersonId, anna.Today.AddDays(7), anna.Now.AddDays(7)));
            }

            await db.SaveChangesAsync();
        });

        await SendAsync(host);
        await SaveRulesAsync(host, emma, rules => rules with { BriefAt = new TimeOnly(9, 30) });
        await SendAsync(host);

        var due = await host.DoAsync<OpportunitiesContext, List<DateTimeOffset>>(
            db => db.Reminders.Where(r => r.Key.StartsWith(key)).Select(r => r.DueAt).Distinct().ToListAsync());
        Assert.Equal([new DateTimeOffset(2026, 3, 9, 8, 30, 0, TimeSpan.Zero)], due);
    }

    private static Task<int> SendAsync(DomainHost host) => host.DoAsync<ReminderDispatcher, int>(d => d.SendDueAsync(default));

    private static async Task SaveRulesAsync(DomainHost host, Caller admin, Func<ReminderRulesForm, ReminderRulesForm> change)
    {
        var present = await host.DoAsync<ReminderPlanner, ReminderRulesForm>(planner => planner.RulesAsync(default));
        (await host.DoAsync<ReminderRulesActs, Result<CurrentReminderRules>>(
            acts => acts.SaveAsync(change(present), null, admin, default))).Done();
    }

    /// <summary>How often another calendar than before was planned by.</summary>
    private static Task<long> FollowedAsync(DomainHost host) => host.DoAsync<OpportunitiesContext, long>(
        db => db.StoredItems.Where(i => i.Key.StartsWith("planned-calendar/")).Select(i => i.Version).SingleAsync());
}
