using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOpportunities.Tests.Support;

/// <summary>A card as a person sees it: words, inputs with what stands in them, buttons.</summary>
internal sealed class ShownCard
{
    private ShownCard(JsonElement json, string? messageId) => (Json, MessageId) = (json, messageId);

    public JsonElement Json { get; }

    /// <summary>The message that holds it.</summary>
    public string? MessageId { get; }

    /// <summary>Everything that can be read in it, without Markdown's backslashes.</summary>
    public string Text => Read(string.Join('\n', Elements().SelectMany(Words)));

    public IReadOnlyList<string> InputIds => [.. Inputs().Select(i => i.GetProperty("id").GetString()!)];

    public IReadOnlyList<string> Buttons => [.. Actions().Select(a => Read(a.GetProperty("title")))];

    /// <summary>A card is checked on sight: none may be unsound, whoever made it.</summary>
    public static ShownCard Of(JsonElement json, string? messageId)
    {
        CardAssert.FitsTeams(json);
        CardAssert.EveryExecuteFallsBack(json);
        CardAssert.IdsAreUnique(json);
        var card = new ShownCard(json, messageId);
        Assert.NotEmpty(card.Text);
        return card;
    }

    /// <summary>What stands in an input; null when it is empty.</summary>
    public string? Value(string input) => Input(input).TryGetProperty("value", out var value)
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
        : null;

    public IReadOnlyList<string> Choices(string input) =>
        [.. Input(input).GetProperty("choices").EnumerateArray().Select(c => Read(c.GetProperty("title")))];

    /// <summary>What is said beside an input; null when nothing is.</summary>
    public string? Note(string input) => Elements().Where(e => e.TryGetProperty("id", out var id) && id.GetString() == input + "Note")
        .Select(e => Read(e.GetProperty("text"))).SingleOrDefault();

    /// <summary>
    /// Verb and data of a button as a client would send them: with what stands in the inputs, overridden by what is typed.
    /// </summary>
    public (string Verb, JsonObject Data) Press(string button, object? typed = null)
    {
        var action = Actions().FirstOrDefault(a => Read(a.GetProperty("title")) == button);
        Assert.True(action.ValueKind == JsonValueKind.Object, $"There is no button “{button}” but {string.Join(", ", Buttons)}.\n{Text}");
        var data = JsonNode.Parse(action.GetProperty("data").GetRawText())!.AsObject();
        if (!action.TryGetProperty("associatedInputs", out var associated) || associated.GetString() != "none")
        {
            foreach (var input in InputIds)
            {
                if (Value(input) is { } value)
                {
                    data[input] = value;
                }
            }

            foreach (var (name, value) in typed is null ? [] : JsonSerializer.SerializeToNode(typed)!.AsObject())
            {
                data[name] = value?.DeepClone();
            }
        }

        return (action.GetProperty("verb").GetString()!, data);
    }

    /// <summary>The elements of a kind, wherever they stand; what stands in for others is left out.</summary>
    public IEnumerable<JsonElement> OfType(string type) =>
        Elements().Where(e => e.TryGetProperty("type", out var its) && its.GetString() == type);

    /// <summary>What can be read in a part of a card.</summary>
    public static IReadOnlyList<string> TextsIn(JsonElement part) =>
        [.. Objects(part).SelectMany(Words).Select(Read)];

    public override string ToString() => Text;

    private static string Read(JsonElement text) => Read(text.GetString()!);

    /// <summary>As people read it: without Markdown's backslashes, and a blank is a blank, whether lines break at it or not.</summary>
    private static string Read(string text) =>
        text.Replace("\\", "", StringComparison.Ordinal).WithPlainBlanks();

    private static IEnumerable<string> Words(JsonElement element)
    {
        foreach (var name in new[] { "text", "label", "title", "value" })
        {
            if (element.TryGetProperty(name, out var word) && word.ValueKind == JsonValueKind.String
                && !(name == "value" && element.TryGetProperty("type", out _)))
            {
                yield return word.GetString()!;
            }
        }
    }

    private static IEnumerable<JsonElement> Objects(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().Where(m => m.Name is not ("fallback" or "data" or "refresh"))
            .SelectMany(m => Objects(m.Value)).Prepend(json),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Objects),
        _ => [],
    };

    private JsonElement Input(string id)
    {
        var input = Inputs().FirstOrDefault(i => i.GetProperty("id").GetString() == id);
        Assert.True(input.ValueKind == JsonValueKind.Object, $"There is no input “{id}” but {string.Join(", ", InputIds)}.\n{Text}");
        return input;
    }

    private IEnumerable<JsonElement> Elements() => Objects(Json.GetProperty("body"));

    private IEnumerable<JsonElement> Inputs() => Elements()
        .Where(e => e.TryGetProperty("type", out var type) && type.GetString()!.StartsWith("Input.", StringComparison.Ordinal));

    private IEnumerable<JsonElement> Actions() => Objects(Json)
        // a refresh is no button
        .Where(e => e.TryGetProperty("type", out var type) && type.GetString() == "Action.Execute" && e.TryGetProperty("title", out _));
}
