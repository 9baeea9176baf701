using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.People;

/// <summary>Which contacts a text may name.</summary>
public sealed class ContactsInTextTests
{
    [Theory]
    [InlineData("contoso rollout 45k", "Contoso Hotels", "Ana Lima")]
    [InlineData("Rollout chez TAILSPIN, fin juin", "Tailspin Rail", "Tomás Vega")]
    [InlineData("Ingrid's lamps", "Ingrid Solberg")]
    [InlineData("Tomas lamps", "Tomás Vega")]
    [InlineData("45k 12 to %_' \\ -- \"")]
    [InlineData("")]
    public async Task NamesThatBeginWithAWordAreFoundWithThePeopleOfTheCompany(string text, params string[] names)
    {
        await using var bot = await BotApplication.StartAsync();

        var found = await bot.DoAsync<ContactsInText, IReadOnlyList<NamedContact>>(c => c.BeginningAsync(text, CancellationToken.None));

        Assert.Equal(names.Order(), found.Select(c => c.Name).Order());
    }

    [Theory]
    [InlineData("lamps for Solberg", "Ingrid Solberg")]
    [InlineData("Contosso lamps", "Contoso Hotels")]
    [InlineData("Hotels", "Contoso Hotels")]
    public async Task NamesThatComeNearAreFoundByTheirWordsInsideAndTheirBeginnings(string text, string name)
    {
        await using var bot = await BotApplication.StartAsync();

        var found = await bot.DoAsync<ContactsInText, IReadOnlyList<NamedContact>>(c => c.NearAsync(text, CancellationToken.None));

        Assert.Contains(found, c => c.Name == name);
    }

    [Fact]
    public async Task ALineOfManyWordsIsAskedForInOneQueryThatTheDatabaseTakes()
    {
        await using var bot = await BotApplication.StartAsync();
        var text = string.Join(' ', Enumerable.Range(0, 4000).Select(i => "word" + (char)('a' + (i % 26)) + (char)('a' + (i / 26 % 26))))
            + " contoso";

        Assert.Empty(await bot.DoAsync<ContactsInText, IReadOnlyList<NamedContact>>(c => c.BeginningAsync(text, CancellationToken.None)));
        Assert.Empty(await bot.DoAsync<ContactsInText, IReadOnlyList<NamedContact>>(c => c.NearAsync(text, CancellationToken.None)));
    }
}
