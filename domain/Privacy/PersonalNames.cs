using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Domain.Privacy;

/// <summary>
/// What somebody is called and reached by, to be found in any text: as it is written, as JSON writes it, and as it is folded to
/// be searched; in any case of letters.
/// </summary>
internal sealed class PersonalNames
{
    /// <summary>Takes the place of what is erased: shorter than any name that is looked for, and part of no format.</summary>
    public const string Mark = "***";

    /// <summary>Fewer letters would be found in too many words that are no names.</summary>
    public const int MinLength = 3;

    /// <summary>No letter or digit, unless it belongs to how JSON or an address writes another character.</summary>
    private const string Before = @"(?:(?<![\p{L}\p{N}])|(?<=\\u[0-9A-Fa-f]{4})|(?<=\\[bfnrt])|(?<=%[0-9A-Fa-f]{2}))";

    /// <summary>A name is not looked for inside of longer words.</summary>
    private const string After = @"(?![\p{L}\p{N}])";

    private readonly Regex? _pattern;

    /// <param name="names">Names, mail addresses, numbers; what is blank or shorter than <see cref="MinLength"/> is not looked for.</param>
    public PersonalNames(IEnumerable<string?> names)
    {
        var words = names.Select(Checks.Tidy).OfType<string>().Where(name => name.Length >= MinLength).SelectMany(Written)
            .Where(word => word.Length >= MinLength).Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(word => word.Length).ToList();
        _pattern = words.Count == 0 ? null : new Regex(
            $"{Before}(?:{string.Join('|', words.Select(Regex.Escape))}){After}",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
    }

    public bool AreIn(string? text) => text is not null && _pattern?.IsMatch(text) == true;

    /// <summary>The text with <see cref="Mark"/> wherever one of them stood; of JSON its values alone, so that it can be read on.</summary>
    public string Erased(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_pattern is null)
        {
            return text;
        }

        if (text.Length > 1 && text[0] is '{' or '[')
        {
            try
            {
                return Erased(JsonNode.Parse(text)!).ToJsonString();
            }
            catch (JsonException)
            {
                // It only began like that.
            }
        }

        return _pattern.Replace(text, Mark);
    }

    private JsonNode Erased(JsonNode node)
    {
        switch (node)
        {
            case JsonObject map:
                return new JsonObject(map.Select(p => KeyValuePair.Create(p.Key, p.Value is null ? null : Erased(p.Value))));
            case JsonArray list:
                return new JsonArray([.. list.Select(item => item is null ? null : Erased(item))]);
            default:
                return node.GetValueKind() == JsonValueKind.String
                    ? JsonValue.Create(_pattern!.Replace(node.GetValue<string>(), Mark))
                    : node.DeepClone();
        }
    }

    private static IEnumerable<string> Written(string name) =>
    [
        name, Escaped(name, JavaScriptEncoder.Default), Escaped(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping), SearchText.Fold(name),
        Uri.EscapeDataString(name),
    ];

    private static string Escaped(string name, JavaScriptEncoder encoder) => JsonEncodedText.Encode(name, encoder).ToString();
}
