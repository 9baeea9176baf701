using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace ChatOpportunities.Tests.Support;

/// <summary>Files written in YAML, read as JSON so that one way of asking does for both. Values are texts, as YAML has no other.</summary>
internal static class YamlFile
{
    /// <summary>Every document of a file; anchors and merges are resolved, and a key that stands twice is refused.</summary>
    public static IReadOnlyList<JsonObject> Documents(string file)
    {
        var parser = new MergingParser(new Parser(new StringReader(Repository.Read(file))));
        var reader = new DeserializerBuilder().WithDuplicateKeyChecking().Build();
        parser.Consume<YamlDotNet.Core.Events.StreamStart>();
        var documents = new List<JsonObject>();
        while (parser.Accept<YamlDotNet.Core.Events.DocumentStart>(out _))
        {
            documents.Add(Assert.IsType<JsonObject>(ToJson(reader.Deserialize<object>(parser))));
        }

        return documents;
    }

    public static JsonObject Read(string file) => Assert.Single(Documents(file));

    /// <summary>The value at a path of names, each of which has to be there.</summary>
    public static JsonNode At(this JsonNode node, params string[] names) => names.Aggregate(node, (from, name) =>
        from is JsonObject held && held[name] is { } found ? found : throw new KeyNotFoundException($"{name} is not in {from}"));

    /// <summary>A text, or the texts of a list.</summary>
    public static IReadOnlyList<string> Texts(this JsonNode? node) =>
        node switch { null => [], JsonArray list => [.. list.Select(item => item!.ToString())], _ => [node.ToString()] };

    private static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        IDictionary<object, object> map => new JsonObject(map.Select(p => KeyValuePair.Create(p.Key.ToString()!, ToJson(p.Value)))),
        IEnumerable<object> list => new JsonArray([.. list.Select(ToJson)]),
        _ => JsonValue.Create(value.ToString()),
    };
}
