using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.Data;

/// <summary>What was stored as an older version folds it is folded anew when the database is brought up to date.</summary>
[Trait("Suite", "Database")]
public sealed class FoldingTests
{
    [Fact]
    public async Task WhatAnOlderVersionStoredIsFoundAfterTheUpdate_AndNothingElseOfItHasChanged()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        await StoreAsBeforeAsync(host);
        var before = await VersionsAsync(host);
        Assert.Empty(await FindAsync(host, "grossmann"));

        await PrepareAsync(host);

        Assert.Contains("CT-00001", await FindAsync(host, "grossmann"));
        Assert.Equal(["OPP-00001", "OPP-00002"], await OpportunitiesAsync(host, "lodz works"));
        Assert.Equal(before, await VersionsAsync(host));
        Assert.All(
            await host.DoAsync<OpportunitiesContext, List<Contact>>(db => db.Contacts.ToListAsync()),
            contact => Assert.Equal(SearchText.Fold(contact.Name), contact.Search));
    }

    [Fact]
    public async Task WhatIsFoldedInThisVersionIsNotLookedAtAgain()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        await StoreAsBeforeAsync(host);
        await PrepareAsync(host);
        await host.DoAsync<OpportunitiesContext>(
            db => db.Contacts.Where(c => c.No == "CT-00001").ExecuteUpdateAsync(set => set.SetProperty(c => c.Search, "as it is")));

        await PrepareAsync(host);

        Assert.Contains("CT-00001", await FindAsync(host, "as it is"));
    }

    [Fact]
    public async Task ManyAreFoldedSomeAtATime_ByWhoeverGoesOn()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        await StoreAsBeforeAsync(host);

        var folded = await host.DoAsync<OpportunitiesContext, int>(db => StoredFolding.KeepUpAsync(db, 3, CancellationToken.None));

        Assert.Equal(3, folded); // one contact and two opportunities; the others were alike
        Assert.Equal(["OPP-00001", "OPP-00002"], await OpportunitiesAsync(host, "lodz works"));
        Assert.Equal(0, await host.DoAsync<OpportunitiesContext, int>(db => StoredFolding.KeepUpAsync(db, 3, CancellationToken.None)));
    }

    [Fact]
    public void NothingElseFoldsText()
    {
        string[] folders = ["domain", "bot", "portal"];
        string[] ways = [".Normalize(", "NonSpacingMark", "CompareOptions.", "EF.Functions.", "UseCollation"];

        var others = folders.SelectMany(folder => Repository.In(folder, ".cs", ".cshtml"))
            .Where(file => file != "domain/Language/SearchText.cs")
            .Where(file => ways.Any(way => Repository.Read(file).Contains(way, StringComparison.Ordinal)));

        Assert.Empty(others);
    }

    /// <summary>As the former version left it: with blanks and letters as they were typed, and no word of any folding.</summary>
    private static Task StoreAsBeforeAsync(DomainHost host) => host.DoAsync<OpportunitiesContext>(async db =>
    {
        await db.StoredItems.Where(i => i.Key.StartsWith("folding/")).ExecuteDeleteAsync();
        await db.Contacts.Where(c => c.No == "CT-00001").ExecuteUpdateAsync(
            set => set.SetProperty(c => c.Name, "Großmann\u00A0AG").SetProperty(c => c.Search, "großmann\u00A0ag"));
        for (var n = 1; n <= 2; n++)
        {
            var no = "OPP-0000" + n;
            await db.Opportunities.Where(o => o.No == no).ExecuteUpdateAsync(
                set => set.SetProperty(o => o.Description, "Łódź  works").SetProperty(o => o.Search, no + " łodz  works"));
        }
    });

    private static Task PrepareAsync(DomainHost host) =>
        host.DoAsync<OpportunitiesContext>(db => DatabaseSetup.PrepareAsync(db, CancellationToken.None));

    private static async Task<List<string>> FindAsync(DomainHost host, string text) =>
        [.. (await host.DoAsync<ContactActs, ContactPage>(acts => acts.ListAsync(new ContactFilter(text), 10, null, default))).Rows
            .Select(r => r.No)];

    private static async Task<List<string>> OpportunitiesAsync(DomainHost host, string text)
    {
        var emma = await host.CallerAsync("EMMA");
        var page = await host.DoAsync<OpportunityQueries, OpportunityPage>(
            queries => queries.ListAsync(new OpportunityFilter(Text: text), 10, null, emma, default));
        return [.. page.Rows.Select(r => r.No).Order(StringComparer.Ordinal)];
    }

    private static Task<List<long>> VersionsAsync(DomainHost host) => host.DoAsync<OpportunitiesContext, List<long>>(
        db => db.Opportunities.OrderBy(o => o.Id).Select(o => o.Version).ToListAsync());
}
