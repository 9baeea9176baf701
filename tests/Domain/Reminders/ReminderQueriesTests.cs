using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Tests.Domain.Reminders;

[Trait("Suite", "Database")]
public sealed class ReminderQueriesTests
{
    [Fact]
    public async Task WhatWasSentIsCountedForThirtyDays_WhatWaitsOrFailedInAll()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        host.Clock.Advance(TimeSpan.FromDays(91));
        await host.DoAsync<ReminderDispatcher>(d => d.SendDueAsync(default));
        var acted = await host.DoAsync<OpportunitiesContext, int>(async db =>
        {
            var sent = await db.Reminders.Where(r => r.State == ReminderState.Sent).OrderBy(r => r.Id).Take(3).ToListAsync();
            sent[0].Seen(host.Clock.GetUtcNow());
            sent[1].Seen(host.Clock.GetUtcNow());
            sent[1].Answered(host.Clock.GetUtcNow());
            (await db.Reminders.FirstAsync(r => r.State == ReminderState.Pending)).Fail("no");
            await db.SaveChangesAsync();
            return sent.Count;
        });
        Assert.Equal(3, acted);

        var now = await CountAsync(host);
        Assert.Equal((host.Sender.Taken.Count, 2, 1, 1), (now.Sent, now.Seen, now.Acted, now.Failed));
        host.Clock.Advance(TimeSpan.FromDays(31));

        Assert.Equal(now with { Sent = 0, Seen = 0, Acted = 0 }, await CountAsync(host));
    }

    [Fact]
    public async Task WhatIsCountedIsWhatTheReaderMaySee_AndWhatWasPutOffAndCannotBeDeliveredIsStuckToo()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        host.Clock.Advance(TimeSpan.FromDays(91));
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            var due = await db.Reminders.Include(r => r.Salesperson)
                .Where(r => r.Salesperson!.Code == "ANNA" && r.State == ReminderState.Pending).Take(2).ToListAsync();
            due[0].Snooze(host.Clock.GetUtcNow().AddMinutes(5), host.Clock.GetUtcNow()).Done();
            due.ForEach(r => r.NotSent("no chat", host.Clock.GetUtcNow().AddMinutes(30)));
            Assert.Equal([ReminderState.Snoozed, ReminderState.Pending], due.Select(r => r.State));
            await db.SaveChangesAsync();
        });
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        await host.HireAsync("BOSS", Role.Manager, null);

        Assert.Equal(
            (2, 2, 0), ((await CountAsync(host)).Stuck, (await CountAsync(host, "DAVID")).Stuck, (await CountAsync(host, "BOSS")).Stuck));
        Assert.Equal(new ReminderCounts(0, 0, 0, 0, 0, 0, 0), await CountAsync(host, "BOSS"));
        var log = await host.DoAsync<ReminderQueries, Result<ReminderLog>>(
            async q => await q.LogAsync(new ReminderLogFilter(Stuck: true), null, 50, await host.CallerAsync("EMMA"), default)).Done();
        Assert.Equal(2, log.Items.Count);
    }

    [Fact]
    public async Task APreviewCountsAndNamesOnlyWhatTheAskerMaySee_AndNothingThatWasTakenBack()
    {
        await using var host = await DomainHost.StartWithDemoAsync(
            s => s.Configure<CompanyOptions>(o => o.OpportunityVisibility = OpportunityVisibility.Team));
        var (emma, david) = (await host.CallerAsync("EMMA"), await host.CallerAsync("DAVID"));
        (await host.PeopleAsync(p => p.SaveTeamAsync("OTHER", "Others", null, true, null, emma, default))).Done();
        var gina = await host.HireAsync("GINA", Role.Salesperson, "OTHER");
        var hidden = await host.StartedAsync(gina);
        var stage = hidden.Current!.StageId!.Value;
        var rules = new ReminderRulesForm(null, 2, null, 3, ReminderKinds.None, new TimeOnly(8, 0), null, null);
        host.Clock.Advance(TimeSpan.FromDays(4)); // asked before, so that whatever begins its quiet days anew is counted a second time
        gina = await host.CallerAsync("GINA");
        var moved = (await host.MoveAsync(hidden.No, new MoveRequest(MoveAction.Update), gina)).Done();
        (await host.DoAsync<UndoActs, Result<Acted>>(u => u.UndoAsync(hidden.No, moved.Opportunity.Version, gina, default))).Done();
        host.Clock.Advance(TimeSpan.FromDays(10));

        var (all, his) = (await RulesAsync("EMMA"), await RulesAsync("DAVID"));

        Assert.Equal(1, Assert.Single(all.Rows, r => r.Code == "GINA").NoActivity);
        Assert.DoesNotContain(his.Rows, r => r.Code == "GINA");
        Assert.Equal(1, (await LimitAsync("EMMA")).Opportunities - (await LimitAsync("DAVID")).Opportunities);

        async Task<ReminderPreview> RulesAsync(string who)
        {
            var caller = await host.CallerAsync(who);
            return await host.DoAsync<ReminderQueries, Result<ReminderPreview>>(q => q.PreviewAsync(rules, caller, default)).Done();
        }

        async Task<StageLimitPreview> LimitAsync(string who)
        {
            var caller = await host.CallerAsync(who);
            return await host.DoAsync<ReminderQueries, Result<StageLimitPreview>>(q => q.PreviewLimitAsync(stage, 1, caller, default))
                .Done();
        }
    }

    [Fact]
    public async Task APreviewCountsTheSameHoweverManyHistoriesItLooksAtInOneGo()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        var stage = await host.DoAsync<OpportunitiesContext, long>(
            db => db.Entries.Where(e => e.Active && e.StageId != null).GroupBy(e => e.StageId!.Value)
                .OrderByDescending(g => g.Count()).Select(g => g.Key).FirstAsync());
        var rules = new ReminderRulesForm(3, 2, null, 3, ReminderKinds.None, new TimeOnly(8, 0), null, null);
        Task<(ReminderPreview, StageLimitPreview)> PreviewAsync(int lives) =>
            host.DoAsync<OpportunitiesContext, (ReminderPreview, StageLimitPreview)>(async db =>
            {
                var queries = new ReminderQueries(
                    db, new CompanyOptions().CreateCalendar(), new AccessPolicy(Options.Create(new CompanyOptions())), host.Clock)
                {
                    LivesAtOnce = lives,
                };
                return (await queries.PreviewAsync(rules, emma, default).Done(), await queries.PreviewLimitAsync(stage, 1, emma, default)
                    .Done());
            });

        var (whole, limit) = await PreviewAsync(500);
        var (pieces, limitInPieces) = await PreviewAsync(2);

        Assert.True(whole.Rows.Sum(r => r.Total) > 5);
        Assert.True(limit.Opportunities > 2);
        Assert.Equal(whole.Rows, pieces.Rows);
        Assert.Equal(limit, limitInPieces);
    }

    private static async Task<ReminderCounts> CountAsync(DomainHost host, string code = "EMMA")
    {
        var caller = await host.CallerAsync(code);
        return await host.DoAsync<ReminderQueries, Result<ReminderCounts>>(q => q.CountsAsync(caller, default)).Done();
    }
}
