using System.Text.Json;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Bot.Cards;

/// <summary>What holds for every card of the product.</summary>
public sealed class CardGalleryTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public async Task EveryBuilderHasACardInTheGalleryAndEachIsSound(string language)
    {
        await using var bot = await BotApplication.StartAsync();

        var samples = await CardGallery.AllAsync(bot, language);

        var missing = CardGallery.Builders.Except(samples.Select(s => s.Builder)).ToList();
        Assert.True(missing.Count == 0, "Add a card of each to CardGallery: " + string.Join(", ", missing));
        Assert.All(samples, sample =>
        {
            var json = CardAssert.IsSound(sample.Card);
            Assert.Equal(("1.5", language), (json.GetProperty("version").GetString(), json.GetProperty("lang").GetString()));
            Assert.All(Objects(json).Where(o => TypeOf(o).StartsWith("Input.", StringComparison.Ordinal)), input =>
                Assert.False(string.IsNullOrWhiteSpace(input.GetProperty("label").GetString()), $"{sample.Name}: {input} has no label."));
            Assert.All(Objects(json).Where(o => TypeOf(o) == "ActionSet"), set =>
                Assert.True(set.GetProperty("actions").GetArrayLength() <= 6, $"{sample.Name} has more than six buttons in a row."));
        });
    }

    [Fact]
    public async Task NoCardSaysTheSameInBothLanguages()
    {
        await using var bot = await BotApplication.StartAsync();

        var (english, french) = (await CardGallery.AllAsync(bot, "en"), await CardGallery.AllAsync(bot, "fr"));

        Assert.All(english.Zip(french), pair => Assert.NotEqual(pair.First.Card.FallbackText + pair.First.Card.ToJson(), pair.Second.Card.FallbackText + pair.Second.Card.ToJson()));
    }

    private static string TypeOf(JsonElement json) => json.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString()! : "";

    private static IEnumerable<JsonElement> Objects(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(m => Objects(m.Value)).Prepend(json),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Objects),
        _ => [],
    };
}
