using System.Text.Json;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

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
        });
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public async Task EveryCardHasAWayOn_SixButtonsAtMost_AndNoLinkThatLeavesTeamsWithoutSayingSo(string language)
    {
        await using var bot = await BotApplication.StartAsync();

        var wrong = (await CardGallery.AllAsync(bot, language)).SelectMany(sample =>
        {
            var json = sample.Card.ToJson();
            var buttons = Objects(json).Where(o => TypeOf(o) == "ActionSet").Sum(set => set.GetProperty("actions").GetArrayLength());
            var rows = Objects(json).Count(o => o.TryGetProperty("selectAction", out _));
            var links = Objects(json).Where(o => TypeOf(o) == "Action.OpenUrl" && !o.GetProperty("title").GetString()!.EndsWith('↗')
                && new Uri(o.GetProperty("url").GetString()!).Host != "teams.microsoft.com").Count();
            var texts = Objects(json).Where(o => TypeOf(o) == "TextBlock"
                && o.GetProperty("text").GetString()!.Contains("](", StringComparison.Ordinal));
            return new[]
            {
                buttons + rows == 0 ? $"{sample.Name} has no way on." : null,
                buttons > 6 ? $"{sample.Name} has {buttons} buttons." : null,
                links > 0 || texts.Any() ? $"{sample.Name} has a link that does not say that it leaves Teams." : null,
            };
        }).OfType<string>().ToList();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task EveryButtonOfEveryCardIsAnsweredByAHandler()
    {
        await using var bot = await BotApplication.StartAsync();
        await using var scope = bot.Services.CreateAsyncScope();

        var verbs = (await CardGallery.AllAsync(bot, "en")).SelectMany(sample => Objects(sample.Card.ToJson()))
            .Where(o => TypeOf(o) == "Action.Execute").Select(o => o.GetProperty("verb").GetString()!).Distinct().ToList();

        Assert.True(verbs.Count > 40, $"Only {verbs.Count} verbs were found.");
        Assert.DoesNotContain(verbs, verb => scope.ServiceProvider.GetKeyedService<PressHandler>(verb) is null);
    }

    [Fact]
    public async Task NoCardSaysTheSameInBothLanguages()
    {
        await using var bot = await BotApplication.StartAsync();

        var (english, french) = (await CardGallery.AllAsync(bot, "en"), await CardGallery.AllAsync(bot, "fr"));

        Assert.All(english.Zip(french), pair => Assert.NotEqual(
            pair.First.Card.FallbackText + pair.First.Card.ToJson(), pair.Second.Card.FallbackText + pair.Second.Card.ToJson()));
    }

    private static string TypeOf(JsonElement json) =>
        json.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString()! : "";

    private static IEnumerable<JsonElement> Objects(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(m => Objects(m.Value)).Prepend(json),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Objects),
        _ => [],
    };
}
