using System.Runtime.CompilerServices;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>People by what they are called: the whole name, a part of it, or their code. Made once for each list that is handed
/// in.</summary>
internal sealed class KnownWords
{
    private static readonly ConditionalWeakTable<IReadOnlyList<NamedRecord>, KnownWords> Made = [];

    private readonly Dictionary<string, List<NamedRecord>> _whole = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<NamedRecord>> _parts = new(StringComparer.Ordinal);

    private KnownWords(IReadOnlyList<NamedRecord> records)
    {
        foreach (var record in records)
        {
            foreach (var name in record.SaidAs().Select(Sentence.WordsOf))
            {
                Add(_whole, string.Join(' ', name), record);
                Longest = Math.Max(Longest, name.Count);
            }

            foreach (var part in SearchText.Fold(record.Name).Split([' ', ',', '(', ')'], StringSplitOptions.RemoveEmptyEntries))
            {
                Add(_parts, part, record);
            }
        }
    }

    public static KnownWords Of(IReadOnlyList<NamedRecord> records) => Made.GetValue(records, static r => new KnownWords(r));

    /// <summary>How many words the longest name has.</summary>
    public int Longest { get; }

    /// <summary>Whoever has that name or code in full.</summary>
    public IReadOnlyList<NamedRecord> Whole(string phrase) => _whole.TryGetValue(phrase, out var found) ? found : [];

    /// <summary>Whoever has a name of which this is a word, also in the English genitive without its apostrophe: "bens".</summary>
    public IReadOnlyList<NamedRecord> Part(string word) => _parts.TryGetValue(word, out var found) ? found
        : word.Length > 3 && word[^1] == 's' && _parts.TryGetValue(word[..^1], out var genitive) ? genitive : [];

    private static void Add(Dictionary<string, List<NamedRecord>> index, string key, NamedRecord record)
    {
        if (key.Length > 1 && (!index.TryGetValue(key, out var records) || !records.Contains(record)))
        {
            index[key] = [.. index.GetValueOrDefault(key) ?? [], record];
        }
    }
}
