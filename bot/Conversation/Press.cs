using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>
/// A button that was pressed, with the inputs of its card. Everything in it comes from outside: values arrive as text, number or
/// truth value, and what cannot be read is remembered as wrong rather than taken for absent.
/// </summary>
internal sealed class Press(string verb, JsonElement data, CultureInfo culture)
{
    private const int LongestInput = 4000;
    private readonly HashSet<string> _unreadable = [];
    private readonly HashSet<string> _doubtful = [];

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

    /// <summary>Of <see cref="Unreadable"/>: those that can mean two values.</summary>
    public IReadOnlySet<string> Doubtful => _doubtful;

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

        // A number of JSON is what it says; a text may be what a person typed, "45.000" or "45,000".
        var isJson = data.TryGetProperty(input, out var value) && value.ValueKind == JsonValueKind.Number;
        if (isJson && value.TryGetDecimal(out var number))
        {
            return number;
        }

        return Of(input, isJson ? null : WrittenNumbers.Amount(text, culture) is { Currency: null } read ? read : null);
    }

    /// <summary>A day as clients send it, <c>yyyy-MM-dd</c>, or as a person types it.</summary>
    public DateOnly? Date(string input)
    {
        if (Text(input) is not { } text)
        {
            return null;
        }

        return Of(input, WrittenDates.Read(text, culture));
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

    /// <summary>The value read; what is none, or may be two, is remembered and not chosen.</summary>
    private T? Of<T>(string input, Written<T>? read)
        where T : struct
    {
        if (read is { IsAsked: false })
        {
            return read.Value;
        }

        _unreadable.Add(input);
        if (read is not null)
        {
            _doubtful.Add(input);
        }

        return null;
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
