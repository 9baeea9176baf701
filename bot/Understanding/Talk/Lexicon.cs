using System.Collections.Frozen;

namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>
/// The words of the languages, as they are written. A further language is one more file like <see cref="EnglishTalk"/>, listed here.
/// People mix languages, so all of them are read at once.
/// </summary>
internal static class Lexicon
{
    private static readonly IReadOnlyList<(Sign Sign, string Phrases)>[] Languages = [EnglishTalk.Phrases, FrenchTalk.Phrases];

    private static readonly FrozenDictionary<string, Sign> Signs = Languages.SelectMany(language => language)
        .SelectMany(line => line.Phrases.Split(',', StringSplitOptions.TrimEntries).Select(phrase => (Phrase: Key(phrase), line.Sign)))
        .DistinctBy(p => p.Phrase) // the first language wins where two have a word in common
        .ToFrozenDictionary(p => p.Phrase, p => p.Sign, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int> Rows = EnglishTalk.Rows.Concat(FrenchTalk.Rows).SelectMany((words, i) =>
            words.Split(' ').Select(word => (word: Key(word), Row: (i % EnglishTalk.Rows.Count) + 1)))
        .DistinctBy(p => p.word).ToFrozenDictionary(p => p.word, p => p.Row, StringComparer.Ordinal);

    /// <summary>Words of the longest phrase.</summary>
    public static int Longest { get; } = Signs.Keys.Max(phrase => phrase.Count(c => c == ' ') + 1);

    /// <summary>Every phrase that is known, one blank between its words.</summary>
    public static IEnumerable<string> Phrases => Signs.Keys;

    /// <summary>What a phrase tells, words with one blank between them; null when it is none of ours.</summary>
    public static Sign? Of(string phrase) => Signs.TryGetValue(phrase, out var sign) ? sign : null;

    /// <summary>The row that an ordinal names, from 1; null for other words.</summary>
    public static int? Row(string word) => Rows.TryGetValue(word, out var row) ? row : null;

    private static string Key(string phrase)
    {
        var line = new TokenizedLine(SpokenWords.Spread(phrase));
        return string.Join(' ', Enumerable.Range(0, line.Count).Select(i => line[i]));
    }
}
