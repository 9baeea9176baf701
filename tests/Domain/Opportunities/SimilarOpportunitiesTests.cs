using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Tests.Domain.Opportunities;

/// <summary>When two titles say much the same.</summary>
public sealed class SimilarOpportunitiesTests
{
    [Theory]
    [InlineData("Lobby lighting", "Lobby lighting, Contoso", true)]
    [InlineData("Contoso lobby lighting", "lobby LIGHTING", true)]
    [InlineData("Lobby lightning", "Lobby lighting", true)] // a slip
    [InlineData("Éclairage du hall", "eclairage hall", true)]
    [InlineData("Rollout phase 2", "Rollout", true)]
    [InlineData("Contoso rollout", "Contoso renewal", false)]
    [InlineData("Contoso", "Contoso rollout", false)]
    [InlineData("Contoso", "Contoso", true)]
    [InlineData("Lobby lighting", "Roof terrace", false)]
    [InlineData("Rollout phase 2 for the north of the country", "Rollout", false)]
    [InlineData("", "Rollout", false)]
    [InlineData("***", "###", true)] // no word in either: nothing tells them apart
    public void TitlesAreComparedByTheirWordsWithoutTheContact(string one, string other, bool alike) =>
        Assert.Equal(alike, SimilarOpportunities.AreAlike(one, other, "contoso hotels"));
}
