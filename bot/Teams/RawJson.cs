using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// JSON as it was read, or is to be written, in the places where the SDK's types hold an <c>object</c>: a value, a card, an answer's body.
/// It is parsed once and written as it stands, by System.Text.Json here and by Newtonsoft in code of the SDK.
/// </summary>
internal sealed class RawJson(JsonElement element) : JRaw(new Text(element))
{
    public JsonElement Element => element;

    /// <summary>The JSON behind such an <c>object</c>; null where there is none, or something else.</summary>
    public static JsonElement? Of(object? value) => value switch
    {
        RawJson raw => raw.Element,
        JsonElement plain => plain,
        _ => null,
    };

    /// <summary>The text is made only when code of the SDK asks for it.</summary>
    private sealed record Text(JsonElement Element)
    {
        public override string ToString() => Element.GetRawText();
    }
}
