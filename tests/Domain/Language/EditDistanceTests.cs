using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Tests.Domain.Language;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("contoso", "contoso", 0)]
    [InlineData("contoso", "contso", 1)]
    [InlineData("contoso", "cotnoso", 1)]
    [InlineData("contoso", "kontosoo", 2)]
    [InlineData("contoso", "fabrikam", 4)]
    public void ItCountsSlipsUpToTheMostThatMatter(string one, string other, int slips)
    {
        Assert.Equal(slips, EditDistance.Between(one, other, 3));
        Assert.Equal(slips, EditDistance.Between(other, one, 3));
    }

    [Fact]
    public void ATextLongerThanAnyNameIsFarFromEverything() =>
        Assert.Equal(2, EditDistance.Between(new string('a', 300), new string('a', 300), 1));
}
