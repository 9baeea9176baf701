using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Opportunities;

[Trait("Suite", "Database")]
public sealed class SavedViewsTests
{
    [Fact]
    public async Task AViewIsReplacedAndRemovedByItsName_HoweverThatIsTyped()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var anna = await host.CallerAsync("ANNA");
        foreach (var name in new[] { "Été\u00A0à l’Est", "ete  a l'est" })
        {
            (await host.DoAsync<SavedViews, Result<SavedView>>(views => views.SaveAsync(name, "?q=x", anna, default))).Done();
        }

        Assert.Equal("ete  a l'est", Assert.Single(await ListAsync()).Name);
        (await host.DoAsync<SavedViews, Result<SavedView>>(views => views.RemoveAsync("ÉTÉ A L‘EST", anna, default))).Done();
        Assert.Empty(await ListAsync());

        Task<IReadOnlyList<SavedView>> ListAsync() =>
            host.DoAsync<SavedViews, IReadOnlyList<SavedView>>(views => views.ListAsync(anna, default));
    }
}
