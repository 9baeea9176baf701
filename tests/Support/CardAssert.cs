using System.Text;
using System.Text.Json;
using ChatOpportunities.Bot.Cards;

namespace ChatOpportunities.Tests.Support;

/// <summary>Claims that hold for every card we send; a card's own tests call <see cref="IsSound"/> with a full card.</summary>
internal static class CardAssert
{
    public static JsonElement IsSound(AdaptiveCard card)
    {
        var json = card.ToJson();
        FitsTeams(json);
        EveryExecuteFallsBack(json);
        IdsAreUnique(json);
        return json;
    }

    public static void FitsTeams(JsonElement card)
    {
        var bytes = Encoding.UTF8.GetByteCount(card.GetRawText());
        Assert.True(bytes <= AdaptiveCard.MaxBytes, $"The card has {bytes} bytes, more than {AdaptiveCard.MaxBytes}.");
    }

    public static void EveryExecuteFallsBack(JsonElement card)
    {
        foreach (var (path, execute) in Objects(card, "$").Where(o => Is(o.Json, "Action.Execute")
            && !o.Path.Contains(".refresh.", StringComparison.Ordinal)))
        {
            Assert.True(execute.TryGetProperty("fallback", out var fallback), $"{path} has no fallback.");
            Assert.True(Is(fallback, "Action.Submit"), $"{path} falls back to something else than Action.Submit.");
            Assert.Equal(execute.GetProperty("title").GetString(), fallback.GetProperty("title").GetString());
            Assert.Equal(execute.GetProperty("verb").GetString(), fallback.GetProperty("data").GetProperty("verb").GetString());
            foreach (var member in execute.GetProperty("data").EnumerateObject())
            {
                Assert.True(
                    JsonElement.DeepEquals(member.Value, fallback.GetProperty("data").GetProperty(member.Name)),
                    $"{path}: {member.Name} differs.");
            }
        }
    }

    public static void IdsAreUnique(JsonElement card)
    {
        var ids = Objects(card, "$").Where(o => o.Json.TryGetProperty("type", out _) && !o.Path.Contains(".data", StringComparison.Ordinal))
            .Select(o => o.Json.TryGetProperty("id", out var id) ? id.GetString() : null).OfType<string>().ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    private static bool Is(JsonElement json, string type) =>
        json.TryGetProperty("type", out var actual) && actual.ValueKind == JsonValueKind.String && actual.GetString() == type;

    private static IEnumerable<(string Path, JsonElement Json)> Objects(JsonElement json, string path) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(m => Objects(m.Value, $"{path}.{m.Name}")).Prepend((path, json)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany((item, i) => Objects(item, $"{path}[{i}]")),
        _ => [],
    };
}
