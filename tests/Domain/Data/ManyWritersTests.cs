using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.Data;

/// <summary>What shows only with many writers at once, and what all databases must answer alike.</summary>
[Trait("Suite", "Database")]
public sealed class ManyWritersTests
{
    [Fact]
    public async Task TheWholeLifeOfAnOpportunityRunsOnEveryDatabase()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, david) = (await host.CallerAsync("ANNA"), await host.CallerAsync("DAVID"));
        var no = (await host.StartedAsync(anna)).No;
        (await host.MoveAsync(no, new MoveRequest(MoveAction.Next), anna)).Done();
        Assert.Equal(["quoteRequired"], (await host.MoveAsync(no, new MoveRequest(MoveAction.Next), anna)).Refused());
        (await host.QuoteAsync(no, new QuoteRequest("Q-1", 44_000.50m), anna)).Done();
        (await host.MoveAsync(no, new MoveRequest(MoveAction.Next, ChancesOfSuccess: 33.33m), anna)).Done();
        (await host.AssignAsync(no, "BEN", david)).Done();
        (await host.CloseAsync(no, new CloseOpportunity(Outcome.Won, "PRICE_W"), david)).Done();

        var history = await host.DoAsync<OpportunityQueries, IReadOnlyList<OpportunityEntry>>(async queries =>
            await queries.HistoryAsync(
                (await queries.FindAsync(no, david, CancellationToken.None))!.Opportunity.Id, david, CancellationToken.None));

        Assert.Equal([ActionTaken.Won, ActionTaken.Next, ActionTaken.Next, ActionTaken.First], history.Select(e => e.ActionTaken));
        Assert.Equal((44_000.50m, 14_998.5m), (history[0].CurrentValue, history[1].CurrentValue));
        var page = await host.DoAsync<OpportunityQueries, OpportunityPage>(
            q => q.ListAsync(new OpportunityFilter(Text: "POOL"), 5, null, david, CancellationToken.None));
        Assert.Equal(no, Assert.Single(page.Rows).No);
        Assert.True(await host.DoAsync<ChatOpportunities.Domain.Reminders.ReminderDispatcher, int>(d =>
            d.SendDueAsync(CancellationToken.None)) > 0);
    }

    [Fact]
    public async Task GivenTwoWritersWithOneVersion_WhenBothActAtOnce_ThenOneWinsAndTheOtherIsToldWhoChangedWhat()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, david) = (await host.CallerAsync("ANNA"), await host.CallerAsync("DAVID"));
        for (var round = 0; round < 10; round++)
        {
            var opportunity = await host.StartedAsync(anna);

            var both = await Task.WhenAll(
                Task.Run(() => host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Next), anna, opportunity.Version)),
                Task.Run(() => host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Update), david, opportunity.Version)));

            Assert.Single(both, r => r is Result<Acted>.Done);
            var refusal = Assert.IsType<Result<Acted>.Refused>(both.Single(r => r is Result<Acted>.Refused)).First;
            Assert.Equal("stale", refusal.Code);
            Assert.True(refusal.Arguments[0] is "Anna Keller" or "David Lindqvist");
            Assert.Equal(
                (2, 1),
                await host.DoAsync<OpportunitiesContext, (int, int)>(async db => (
                    await db.Entries.CountAsync(e => e.OpportunityId == opportunity.Id),
                    await db.Entries.CountAsync(e => e.OpportunityId == opportunity.Id && e.Active))));
        }
    }

    [Fact]
    public async Task TwentyCreationsAtOnceGetTwentyNumbers()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");

        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => host.StartedAsync(anna))));

        Assert.Equal(Enumerable.Range(41, 20).Select(n => $"OPP-{n:D5}"), made.Select(o => o.No).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WritersWithoutAVersionAllGetTheirTurnOrAreToldWhyNot()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        var opportunity = await host.StartedAsync(anna);

        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(
            () => host.MoveAsync(opportunity.No, new MoveRequest(MoveAction.Update, EstimatedValue: 1_000 + i), anna))));

        Assert.All(results.OfType<Result<Acted>.Refused>(), r => Assert.Equal("stale", r.First.Code));
        var done = results.Count(r => r is Result<Acted>.Done);
        Assert.True(done > 0);
        Assert.Equal(
            1 + done, await host.DoAsync<OpportunitiesContext, int>(db => db.Entries.CountAsync(e => e.OpportunityId == opportunity.Id)));
        Assert.Equal(
            1,
            await host.DoAsync<OpportunitiesContext, int>(db => db.Entries.CountAsync(e => e.OpportunityId == opportunity.Id && e.Active)));
    }

    [Fact]
    public async Task OfTwoWhoSetUpTheSameCodeAtOnceOneDoesAndTheOtherIsToldThatItExists()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA");
        for (var round = 0; round < 10; round++)
        {
            var code = $"R{round}";
            Task<string> Make() => Task.Run(() => host.DoAsync<CloseReasonActs, string>(async reasons => Ending(
                await reasons.SaveAsync(
                    code, new CloseReasonForm("Reason", Outcome.Lost), isNew: true, null, emma, CancellationToken.None))));
            Task<string> Change() => Task.Run(() => host.DoAsync<CloseReasonActs, string>(async reasons => Ending(
                await reasons.SaveAsync(
                    code, new CloseReasonForm(Guid.NewGuid().ToString(), Outcome.Lost), isNew: false, 1, emma, CancellationToken.None))));
            Task<string> Delete() => Task.Run(() => host.DoAsync<CloseReasonActs, string>(async reasons => Ending(
                await reasons.DeleteAsync(code, null, emma, CancellationToken.None))));

            Assert.Equal(["codeExists", "done"], (await Task.WhenAll(Make(), Make())).Order(StringComparer.Ordinal));
            Assert.Equal(["done", "stale"], (await Task.WhenAll(Change(), Change())).Order(StringComparer.Ordinal));
            var deleted = await Task.WhenAll(Delete(), Delete());
            Assert.Single(deleted, "done");
            Assert.Single(deleted, d => d is "notFound" or "stale");
        }
    }

    [Fact]
    public async Task ContactsAndTheLogAreListedInPages()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (emma, david) = (await host.CallerAsync("EMMA"), await host.CallerAsync("DAVID"));
        List<string> contacts = [];
        for (ContactCursor? after = null; ;)
        {
            var page = await host.DoAsync<ContactActs, ContactPage>(c => c.ListAsync(new(), 5, after, CancellationToken.None));
            contacts.AddRange(page.Rows.Select(r => r.No));
            if ((after = page.Next) is null)
            {
                break;
            }
        }

        List<long> log = [];
        for (AuditCursor? after = null; ;)
        {
            var page = (await host.DoAsync<AuditQueries, Result<AuditPage>>(q => q.ListAsync(
                new(From: new(2000, 1, 1), To: DateOnly.MaxValue), 7, after, david, CancellationToken.None))).Done();
            log.AddRange(page.Entries.Select(a => a.Id));
            if ((after = page.Next) is null)
            {
                break;
            }
        }

        Assert.Equal((12, 12), (contacts.Count, contacts.Distinct().Count()));
        Assert.Equal((40, 40), (log.Count, log.Distinct().Count()));
        var similar = await host.DoAsync<ContactActs, IReadOnlyList<SimilarContact>>(
            c => c.FindSimilarAsync("Contoso Hotles", "x@y.example", CancellationToken.None));
        Assert.Equal("CT-00001", Assert.Single(similar).Contact.No);
        Assert.Equal(["personInUse"], await host.PeopleAsync(p => p.DeleteAsync("DAVID", null, emma, CancellationToken.None).Refused()));
        Assert.Equal(["contactInUse"], await host.DoAsync<ContactActs, IReadOnlyList<string>>(
            c => c.DeleteAsync("CT-00001", null, emma, CancellationToken.None).Refused()));
    }

    [Fact]
    public async Task GivenTwoHundredWritersOfOneOpportunity_ThenTheHistoryHoldsExactlyWhatWasAccepted_AndEveryOtherIsToldWhy()
    {
        const int Writers = 200;
        await using var host = await DomainHost.StartWithDemoAsync();
        var people = new[] { await host.CallerAsync("ANNA"), await host.CallerAsync("DAVID"), await host.CallerAsync("EMMA") };
        var opportunity = await host.StartedAsync(people[0]);

        // One in three gives no version, one the first one, one that of a moment ago.
        var results = await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => Task.Run(async () =>
        {
            var caller = people[i / 3 % people.Length];
            long? version = (i % 3) switch
            {
                0 => null,
                1 => opportunity.Version,
                _ => (await host.FindAsync(opportunity.No, caller))!.Opportunity.Version,
            };
            return (Value: 1_000m + i, Result: await host.MoveAsync(
                opportunity.No, new MoveRequest(MoveAction.Update, EstimatedValue: 1_000 + i), caller, version));
        })));

        var accepted = results.Where(r => r.Result is Result<Acted>.Done).Select(r => r.Value).ToList();
        Assert.All(results.Select(r => r.Result).OfType<Result<Acted>.Refused>(), refused =>
        {
            Assert.Equal("stale", refused.First.Code);
            Assert.Contains(refused.First.Arguments[0], people.Select(p => p.Name));
        });
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            var entries = await db.Entries.Where(e => e.OpportunityId == opportunity.Id).OrderBy(e => e.Id).ToListAsync();
            Assert.Equal(accepted.Order(), entries.Skip(1).Select(e => e.EstimatedValue).Order());
            Assert.Equal(entries[^1].Id, Assert.Single(entries, e => e.Active).Id);
            Assert.Equal(
                opportunity.Version + accepted.Count,
                await db.Opportunities.Where(o => o.Id == opportunity.Id).Select(o => o.Version).SingleAsync());
            Assert.Equal(
                1 + accepted.Count, await db.AuditEntries.CountAsync(a => a.Subject == "opportunity" && a.SubjectKey == opportunity.No));
        });
        Assert.NotEmpty(accepted);
    }

    [Fact]
    public async Task AStatementThatWritesOnItsOwnIsThroughBeforeTheActsThatCameAfterIt()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            db.StoredItems.Add(new StoredItem { Key = "test/queue", Value = "before" });
            await db.SaveChangesAsync();
        });

        var act = host.DoAsync<OpportunitiesContext>(db => db.InTransactionAsync<object?>(
            async _ =>
            {
                entered.SetResult();
                await leave.Task;
                return null;
            },
            CancellationToken.None));
        await entered.Task;
        var alone = host.DoAsync<OpportunitiesContext>(db => db.StoredItems.Where(i => i.Key == "test/queue")
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.Value, "after")));
        if (TestDatabase.Chosen != DatabaseProvider.Sqlite)
        {
            await alone; // servers let it in at once
        }

        var later = host.DoAsync<OpportunitiesContext, string>(db => db.InTransactionAsync(
            token => db.StoredItems.Where(i => i.Key == "test/queue").Select(i => i.Value).SingleAsync(token), CancellationToken.None));
        leave.SetResult();
        await Task.WhenAll(act, alone);

        Assert.Equal("after", await later);
    }

    private static string Ending<T>(Result<T> result) => result is Result<T>.Refused refused ? refused.First.Code : "done";
}
