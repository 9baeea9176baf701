using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Portal.Api;

/// <summary>A program in another language that reads the description of the API, and nothing else of the product.</summary>
public sealed class DescribedClientTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    [Fact]
    public async Task AProgramThatKnowsTheDescriptionAloneLeadsOpportunitiesThroughTheirWholeLife()
    {
        var (exit, said, errors) = await ExternalProgram.RunAsync(
            "node", [
                Path.Combine(Repository.Root, "tests/Portal/Api/client/life.mjs"),
                portal.Address.ToString(),
                PortalApplication.BootstrapToken,
            ]);

        Assert.True(exit == 0, said + errors);
        Assert.Contains("", said, StringComparison.Ordinal);
    }
}
