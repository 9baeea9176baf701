using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>
/// A button that was pressed, with the inputs of its card. Everything in it comes from outside: values arrive as text, number or
/// truth value, and what cannot be read is remembered as wrong rather than taken for absent.
/// </summary>
internal sealed class Press(string verb, JsonElement data, CultureInfo culture)
{
    private const int LongestInput = 4000;
    private readonly HashSet<string> _unreadable = [];

    public string Verb { get; } = verb;

    public ButtonData Button { get; } = new(
        TextOf(data, "no"), LongOf(data, "version"), TextOf(data, "draft"), TextOf(data, "action"), LongOf(data, "reminder"),
        TextOf(data, "text"), LongOf(data, "before"), null, LongOf(data, "task"), LongOf(data, "place"),
        Guid.TryParse(TextOf(data, "message"), out var message) ? message : null, TextOf(data, "from"));

    /// <summary>
    /// Everything that came with the press but its verb, to be sent again by another button: numbers and truth values stay what they are.
    /// </summary>
    public JsonObject Again()
    {
        var again = new JsonObject();
        if (data.ValueKind == JsonValueKind.Object)
        {
            foreach (var (name, value) in data.EnumerateObject().Select(m => (m.Name, m.Value)).Where(m => m.Name != "verb"))
            {
                if (TextOf(data, name) is { } text)
                {
                    again[name] = value.ValueKind == JsonValueKind.String || text.Length == LongestInput ? text : JsonNode.Parse(text);
                }
            }
        }

        return again;
    }

    /// <summary>The form its card is of, which acts once; null when the button names none.</summary>
    public Guid? Form => Button.Draft is { Length: 32 } id && Guid.TryParseExact(id, "N", out var form) ? form : null;

    /// <summary>Inputs that hold something that is not a number, a date or a text.</summary>
    public IReadOnlySet<string> Unreadable => _unreadable;

    /// <summary>What was typed or chosen; an object or a list is none of both.</summary>
    public string? Text(string input)
    {
        if (data.ValueKind == JsonValueKind.Object && data.TryGetProperty(input, out var value)
            && value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            _unreadable.Add(input);
        }

        return TextOf(data, input);
    }

    /// <summary>Yes when it says so; the default when it is absent.</summary>
    public bool Flag(string input, bool absent) =>
        TextOf(data, input) is { } text ? text.Equals("true", StringComparison.OrdinalIgnoreCase) : absent;

    /// <summary>A number as clients send it (with a point), or as a person types it.</summary>
    public decimal? Number(string input)
    {
        if (Text(input) is not { } text)
        {
            return null;
        }

        if (decimal.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || (HasWholeGroups(text) && decimal.TryParse(text, NumberStyles.Number, culture, out number)))
        {
            return number;
        }

        _unreadable.Add(input);
        return null;
    }

    /// <summary>A day as clients send it, <c>yyyy-MM-dd</c>.</summary>
    public DateOnly? Date(string input)
    {
        if (Text(input) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        _unreadable.Add(input);
        return null;
    }

    /// <summary>A time of day as clients send it, <c>HH:mm</c>; some send seconds too.</summary>
    public TimeOnly? Time(string input)
    {
        if (Text(input) is not { } text)
        {
            return null;
        }

        if (TimeOnly.TryParseExact(text, ["HH:mm", "H:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return new TimeOnly(time.Hour, time.Minute);
        }

        _unreadable.Add(input);
        return null;
    }

    /// <summary>.NET reads 12,5,3 as 1253: between two separators there must be three digits.</summary>
    private bool HasWholeGroups(string text)
    {
        var format = culture.NumberFormat;
        var whole = text.Split(format.NumberDecimalSeparator)[0].TrimStart('-', '+', ' ');
        char[] separators = string.IsNullOrWhiteSpace(format.NumberGroupSeparator) ? [' ', '\u00a0', '\u202f']
            : [format.NumberGroupSeparator[0]];
        var groups = whole.Split(separators);
        return groups.Length == 1 || (groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(g => g.Length == 3));
    }

    private static string? TextOf(JsonElement data, string name)
    {
        if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty(name, out var value))
        {
            return null;
        }

        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Trim(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => "",
        };
        return text.Length == 0 ? null : text.Length > LongestInput ? text[..LongestInput] : text;
    }

    private static long? LongOf(JsonElement data, string name) =>
        long.TryParse(TextOf(data, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
