using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ChatOpportunities.Tests.Domain.Data;

/// <summary>What stood among the stored items under keys made by hand is found again after the update.</summary>
[Trait("Suite", "Database")]
public sealed class MovedItemsTests
{
    [Fact]
    public async Task GivenADatabaseWithKeysMadeByHand_WhenItIsBroughtUpToDate_ThenAllIsFoundWhereItIsLookedForNow()
    {
        await using var host = DomainHost.StartWithout();
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            if (TestDatabase.Chosen == DatabaseProvider.Sqlite)
            {
                await db.Database.OpenConnectionAsync(); // makes the file
            }

            await db.GetService<IMigrator>().MigrateAsync("OutboxMessages");
            foreach (var (key, value) in new[]
            {
                ("protection-key/key-1", "<key id=\"1\"/>"),
                ("reference/tenant-a/6f6d6564-702d-7265-736f-6e2d414e4e41", """{"conversation":{"id":"a:1"}}"""),
                ("reference/tenant-b/6f6d6564-702d-7265-736f-6e2d414e4e41", """{"conversation":{"id":"a:2"}}"""),
                // Not of Teams, and no reason to stop the update.
                ("reference/" + new string('t', 40) + "/" + new string('u', 40) + "/" + new string('v', 70), "{}"),
                ("group/tenant-a/0123456789abcdef0123456789abcdef", """{"conversation":{"id":"19:g"}}"""),
                ("tenant/tenant-a", """{"serviceUrl":"https://smba.example/"}"""),
                ("views/7", """[{"Name":"Mine","Query":"?q=x"}]"""),
                ("wins/3", """{"Name":"Wins","WithAmount":true,"Address":"{}"}"""),
                ("company/calendar", """{"WorkingDays":[1,2],"Holidays":["2026-12-25"]}"""),
                ("reminders/replan", "42"),
                ("reminders/calendar", "ABC123"),
                ("address/7", "tenant-a"),
                ("turn/0123", "{}"),
            })
            {
                await db.Database.ExecuteSqlAsync($"""INSERT INTO "StoredItems" ("Key", "Value", "Version") VALUES ({key}, {value}, 5)""");
            }
        });

        await host.DoAsync<OpportunitiesContext>(db => DatabaseSetup.PrepareAsync(db, CancellationToken.None));

        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            var key = await db.ProtectionKeys.SingleAsync();
            Assert.Equal(("key-1", "<key id=\"1\"/>"), (key.Name, key.Xml));
            Assert.Equal(
                [
                    ("tenant-a", KnownConversationKind.Person, "6f6d6564-702d-7265-736f-6e2d414e4e41", 5),
                    ("tenant-a", KnownConversationKind.Group, "0123456789abcdef0123456789abcdef", 5),
                    ("tenant-a", KnownConversationKind.Tenant, "", 5),
                    ("tenant-b", KnownConversationKind.Person, "6f6d6564-702d-7265-736f-6e2d414e4e41", 5),
                ],
                (await db.KnownConversations.OrderBy(c => c.TenantId).ThenBy(c => c.Kind).ToListAsync())
                    .Select(c => (c.TenantId, c.Kind, c.Name, c.Version)));
            Assert.Equal(
                [
                    ("address/7/", 7L), ("calendar//", null), (TestDatabase.Folding, null), ("planned-calendar//", null),
                    ("replan//", null), ("turn/0123", null), ("views/7/", 7L), ("wins//3", null),
                ],
                (await db.StoredItems.ToListAsync()).OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => (i.Key, i.OwnerId)));
            Assert.Equal(
                """{"Tenant":"tenant-a"}""", await db.StoredItems.Where(i => i.Key == "address/7/").Select(i => i.Value).SingleAsync());
            Assert.Equal("""{"After":42}""", await db.StoredItems.Where(i => i.Key == "replan//").Select(i => i.Value).SingleAsync());
            Assert.Equal(
                """{"Print":"ABC123"}""",
                await db.StoredItems.Where(i => i.Key == "planned-calendar//").Select(i => i.Value).SingleAsync());
        });
        var now = host.Clock.GetUtcNow();
        var admin = new Caller(7, "Emma", Role.Admin, null, TimeZoneInfo.Utc, "en", default, now, new DateOnly(2026, 3, 2));
        var views = await host.DoAsync<SavedViews, IReadOnlyList<SavedView>>(v => v.ListAsync(admin, CancellationToken.None));
        Assert.Equal("Mine", Assert.Single(views).Name);
        Assert.Equal("Wins", (await host.DoAsync<WinsChannels, WinsChannel?>(w => w.FindAsync(3, CancellationToken.None)))?.Name);
        var calendar = (await host.DoAsync<CompanyCalendarActs, Result<CurrentCompanyCalendar>>(
            c => c.FindAsync(admin, CancellationToken.None))).Done();
        Assert.Equal((5, new DateOnly(2026, 12, 25)), (calendar.Version, Assert.Single(calendar.Calendar.Holidays)));
    }
}
