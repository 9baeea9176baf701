using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOpportunities.Domain.Audit;

/// <summary>One field that an act changed, as a person would read it: names in place of keys.</summary>
/// <param name="Field">Its name, as in <see cref="RecordedFields"/>.</param>
/// <param name="From">What it was, in the format of programs; null for nothing.</param>
/// <param name="To">What it is now, likewise.</param>
public sealed record FieldChange(string Field, string? From, string? To)
{
    /// <summary>
    /// As it is stored: a map from the field to what it was and is, so that only what people wrote stands in its values.
    /// </summary>
    internal static string? Write(IReadOnlyCollection<FieldChange> changes) => changes.Count == 0
        ? null
        : JsonSerializer.Serialize(
            changes.DistinctBy(c => c.Field).ToDictionary(c => c.Field, c => new[] { c.From, c.To }),
            FieldChangeJson.Default.DictionaryStringStringArray);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    internal static IReadOnlyList<FieldChange> Read(string? stored) => stored is not ['{', ..]
        ? []
        : [.. JsonSerializer.Deserialize(stored, FieldChangeJson.Default.DictionaryStringStringArray)!
            .Select(c => new FieldChange(c.Key, c.Value[0], c.Value[1]))];
}

[JsonSerializable(typeof(Dictionary<string, string?[]>))]
internal sealed partial class FieldChangeJson : JsonSerializerContext;
