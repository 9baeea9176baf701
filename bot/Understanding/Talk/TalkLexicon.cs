using System.Collections.Frozen;

namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>
/// The phrases of all languages together, as people mix them: what each tells in a sentence.
/// </summary>
internal static class TalkLexicon
{
    private static readonly FrozenDictionary<string, Sign> Signs = Lexicon.Languages.SelectMany(language => language.Phrases)
        .SelectMany(line => line.Phrases.Split(',', StringSplitOptions.TrimEntries).Select(phrase => (Phrase: Key(phrase), line.Sign)))
        .DistinctBy(p => p.Phrase) // the first language wins where two have a word in common
        .ToFrozenDictionary(p => p.Phrase, p => p.Sign, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int> Rows = Lexicon.Languages.SelectMany(language => language.Rows.SelectMany(
            (words, i) => words.Split(' ').Select(word => (word: Key(word), Row: i + 1))))
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
