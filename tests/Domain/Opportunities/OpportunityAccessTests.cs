using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Domain.Opportunities;

[Trait("Suite", "Database")]
public sealed class OpportunityAccessTests
{
    // Of the caller's own, a team mate's and a foreign one: c may be changed, s only seen, - is not there.
    [Theory]
    [InlineData(OpportunityVisibility.Own, "ANNA", "c--")]
    [InlineData(OpportunityVisibility.Team, "ANNA", "cs-")]
    [InlineData(OpportunityVisibility.All, "ANNA", "css")]
    [InlineData(OpportunityVisibility.Own, "DAVID", "cc-")]
    [InlineData(OpportunityVisibility.Team, "DAVID", "cc-")]
    [InlineData(OpportunityVisibility.All, "DAVID", "ccs")]
    [InlineData(OpportunityVisibility.Own, "EMMA", "ccc")]
    [InlineData(OpportunityVisibility.Team, "EMMA", "ccc")]
    [InlineData(OpportunityVisibility.Own, "LONE", "c--")]
    [InlineData(OpportunityVisibility.Team, "LONE", "c--")]
    public async Task WhoMaySeeAndChangeWhat(OpportunityVisibility visibility, string who, string rights)
    {
        await using var host = await DomainHost.StartWithDemoAsync(
            s => s.Configure<CompanyOptions>(o => o.OpportunityVisibility = visibility));
        var emma = await host.CallerAsync("EMMA");
        (await host.PeopleAsync(p => p.SaveTeamAsync("OTHER", "Others", null, true, null, emma, CancellationToken.None))).Done();
        await host.HireAsync("GINA", Role.Salesperson, "OTHER");
        await host.HireAsync("LONE", Role.Salesperson, null);
        var caller = await host.CallerAsync(who);
        var nos = new[] { who, "BEN", "GINA" };
        for (var i = 0; i < nos.Length; i++)
        {
            var no = (await host.StartedAsync(emma, nos[i])).No;
            var view = await host.FindAsync(no, caller);
            Assert.Equal(rights[i], view is null ? '-' : view.MayChange ? 'c' : 's');
            var listed = await host.DoAsync<OpportunityQueries, OpportunityPage>(
                q => q.ListAsync(new OpportunityFilter(Text: no), 10, null, caller, CancellationToken.None));
            Assert.Equal(rights[i] == '-' ? 0 : 1, listed.Rows.Count);
            var moved = await host.MoveAsync(no, new MoveRequest(MoveAction.Update), caller);
            Assert.Equal(
                rights[i] switch { 'c' => "done", 's' => "forbidden", _ => "notFound" },
                moved is Result<Acted>.Refused refused ? refused.First.Code : "done");
        }
    }

    // Of the former leader's own and of one of the team that they led.
    [Theory]
    [InlineData(OpportunityVisibility.Own, true, "c-")]
    [InlineData(OpportunityVisibility.Own, false, "c-")]
    [InlineData(OpportunityVisibility.Team, true, "cs")]
    [InlineData(OpportunityVisibility.Team, false, "c-")]
    [InlineData(OpportunityVisibility.All, false, "cs")]
    public async Task WhoLedATeamOnceAndIsNoManagerAnyMoreSeesItAsAnybodyElse(OpportunityVisibility visibility, bool isInIt, string rights)
    {
        await using var host = await DomainHost.StartWithDemoAsync(
            s => s.Configure<CompanyOptions>(o => o.OpportunityVisibility = visibility));
        var emma = await host.CallerAsync("EMMA");
        var nos = new[] { (await host.StartedAsync(emma, "DAVID")).No, (await host.StartedAsync(emma, "BEN")).No };
        var team = await host.DoAsync<OpportunitiesContext, long?>(
            db => db.Salespeople.Where(p => p.Code == "BEN").Select(p => p.TeamId).SingleAsync());
        await host.DoAsync<OpportunitiesContext, int>(db => db.Salespeople.Where(p => p.Code == "DAVID").ExecuteUpdateAsync(
            set => set.SetProperty(p => p.Role, Role.Salesperson).SetProperty(p => p.TeamId, isInIt ? team : null)));
        var david = await host.CallerAsync("DAVID");

        for (var i = 0; i < nos.Length; i++)
        {
            var view = await host.FindAsync(nos[i], david);
            Assert.Equal(rights[i], view is null ? '-' : view.MayChange ? 'c' : 's');
        }
    }

    [Fact]
    public async Task NothingThatMayNotBeSeenShowsInACountNorInTheDeliveryLog()
    {
        await using var host = await DomainHost.StartWithDemoAsync(
            s => s.Configure<CompanyOptions>(o => o.OpportunityVisibility = OpportunityVisibility.Team)
                .Configure<RemindersOptions>(o => o.PlanAheadDays = 400)); // what is asked in a week stands in the log already
        var (emma, david) = (await host.CallerAsync("EMMA"), await host.CallerAsync("DAVID"));
        (await host.PeopleAsync(p => p.SaveTeamAsync("OTHER", "Others", null, true, null, emma, CancellationToken.None))).Done();
        await host.HireAsync("GINA", Role.Salesperson, "OTHER");
        async Task<(int Cycle, int Stage, int Contact)> CountAsync(Caller caller) => (
            (await host.CyclesAsync(c => c.ListAsync(caller, default))).Sum(c => c.OpenOpportunities),
            (await host.CyclesAsync(
                async c => (await c.OpportunitiesByStageAsync((await c.FindAsync("NEW", default))!.Id, caller, default)).Values.Sum())),
            (await host.DoAsync<ContactActs, ContactUses>(c => c.UsesAsync("CT-00001", caller, default))).Opportunities);
        var (all, his) = (await CountAsync(emma), await CountAsync(david));

        var gina = await host.CallerAsync("GINA");
        var hidden =
            (await host.CreateAsync(new CreateOpportunity("Hidden", "CT-00001", SalesCycleCode: "NEW", EstimatedValue: 1), gina)).Done();

        Assert.Equal((all.Cycle + 1, all.Stage + 1, all.Contact + 1), await CountAsync(emma));
        Assert.Equal(his, await CountAsync(david));
        Assert.True(await LoggedAsync(emma) && !await LoggedAsync(david));

        async Task<bool> LoggedAsync(Caller caller) =>
            Assert.IsType<Result<ReminderLog>.Done>(await host.DoAsync<ReminderQueries, Result<ReminderLog>>(
                q => q.LogAsync(new ReminderLogFilter(), null, 200, caller, default))).Value.Items.Any(r => r.Opportunity?.No == hidden.No);
    }

    [Fact]
    public async Task WhoMayChangeOneThatIsLoadedIsWhoTheQueryFindsItFor()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (allowed, refused) = (0, 0);
        foreach (var code in await host.DoAsync<OpportunitiesContext, List<string>>(db => db.Salespeople.Select(p => p.Code).ToListAsync()))
        {
            var caller = await host.CallerAsync(code);
            var found = await host.DoAsync<OpportunitiesContext, List<long>>(
                db => db.Opportunities.Where(AccessPolicy.MayChange(caller)).Select(o => o.Id).ToListAsync());
            var all = await host.DoAsync<OpportunitiesContext, List<Opportunity>>(
                db => db.Opportunities.AsNoTracking().Include(o => o.Salesperson!.Team).ToListAsync());

            Assert.Equal(found.Order(), all.Where(o => AccessPolicy.MayChangeThis(o, caller)).Select(o => o.Id).Order());
            (allowed, refused) = (allowed + found.Count, refused + all.Count - found.Count);
        }

        Assert.True(allowed > 0 && refused > 0);
    }

    [Fact]
    public async Task ANumberThatIsNotThereIsNotFound()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        Assert.Null(await host.FindAsync("OPP-99999", emma));
        Assert.Equal(["notFound"], (await host.MoveAsync("OPP-99999", new MoveRequest(MoveAction.Update), emma)).Refused());
        Assert.NotNull(await host.FindAsync(" opp-00001 ", emma));
    }

    [Fact]
    public async Task AListIsReadPageByPageNewestFirst()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        List<string> read = [];
        long? cursor = null;
        do
        {
            var page = await host.DoAsync<OpportunityQueries, OpportunityPage>(
                q => q.ListAsync(new OpportunityFilter(), 15, cursor, emma, CancellationToken.None));
            read.AddRange(page.Rows.Select(r => r.No));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(1, 40).Reverse().Select(i => $"OPP-{i:00000}"), read);
    }

    [Theory]
    [InlineData("ward REFIT", 1)]
    [InlineData("tomas", 3)] // a contact person, without the accent
    [InlineData("OPP-00007", 1)]
    [InlineData("nothing like it", 0)]
    [InlineData("%", 0)]
    public async Task ASearchLooksAtNumberTitleAndContact(string text, int found)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");

        var page = await host.DoAsync<OpportunityQueries, OpportunityPage>(
            q => q.ListAsync(new OpportunityFilter(Text: text), 100, null, emma, CancellationToken.None));

        Assert.Equal(found, page.Rows.Count);
    }
}
