using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>How well typed words fit a name, part by part.</summary>
/// <param name="Words">Words of the line that belong to the name.</param>
/// <param name="Score">The higher the better; of use only beside that of another name.</param>
internal sealed record NameFit(int Words, int Score)
{
    private const int ShortestSlip = 5;
    private const int ShortestBeginning = 4;

    /// <summary>
    /// The text, and before it the words that those shortened in it stand for: a contact is looked up by its first letters.
    /// </summary>
    public static string WrittenOut(string text)
    {
        var line = new TokenizedLine(text.Length <= OneLine.MaxLength ? text : text[..OneLine.MaxLength]);
        var meant = Enumerable.Range(0, line.Count).Select(i => Lexicon.Short.GetValueOrDefault(line[i])).OfType<string>().Distinct();
        return string.Join(' ', meant.Append(text));
    }

    /// <summary>The words of the line from here, parted at hyphens and apostrophes, each with how many words it ends.</summary>
    public static List<(string Part, int Words)> Parts(TokenizedLine line, int i, int most)
    {
        var parts = new List<(string, int)>();
        for (var k = i; k < i + most && line.IsRun(i, k - i + 1); k++)
        {
            var of = line[k].Split('-', '\'').Where(p => p.Length > 0).ToList();
            parts.AddRange(of.Select((p, n) => (p, n == of.Count - 1 ? k - i + 1 : 0)));
        }

        return parts;
    }

    /// <summary>
    /// The fit of the name from its first part on. Null when too little is the same: one part must be, but for a slip, and more than one
    /// or the whole name must be there.
    /// </summary>
    public static NameFit? Of(List<(string Part, int Words)> typed, string[] name)
    {
        var (t, n, cost, same, words) = (0, 0, 0, 0, 0);
        while (n < name.Length && t < typed.Count)
        {
            var word = typed[t].Part;
            if (t + 1 < typed.Count && word.Length + typed[t + 1].Part.Length == name[n].Length && name[n].Length >= ShortestSlip
                && word + typed[t + 1].Part == name[n])
            {
                (t, n, cost, same) = (t + 2, n + 1, cost + 1, same + 1); // "north wind"
            }
            else if (n + 1 < name.Length && word.Length >= ShortestSlip && word == name[n] + name[n + 1])
            {
                (t, n, cost, same) = (t + 1, n + 2, cost + 1, same + 1); // "loreal"
            }
            else if (Cost(word, name[n]) is { } otherwise)
            {
                same += otherwise == 0 && word.Length > 2 || IsSlip(word, name[n]) ? 1 : 0;
                (t, n, cost) = (t + 1, n + 1, cost + otherwise);
            }
            else
            {
                break;
            }

            words = typed[t - 1].Words > 0 ? typed[t - 1].Words : words;
        }

        var isWhole = n == name.Length;
        var isEnough = same > 0 && (n > 1 || isWhole) && t > 0 && typed[t - 1].Words > 0;
        return isEnough ? new NameFit(words, (10 * n) + (isWhole ? 5 : 0) - cost) : null;
    }

    /// <summary>0 for the same word, more for one that is shortened or misspelt; null for another word.</summary>
    private static int? Cost(string word, string known)
    {
        if (word == known)
        {
            return 0;
        }

        // "Constr" is short for construction and for constructions.
        var isShort = Lexicon.Short.TryGetValue(word, out var meant)
            && known.Length >= meant.Length - 1
            && known.StartsWith(meant[..Math.Min(meant.Length, known.Length)], StringComparison.Ordinal);
        return isShort || IsBeginning(word, known) || IsSkeleton(word, known) ? 1 : IsSlip(word, known) ? 2 : null;
    }

    private static bool IsBeginning(string word, string known) =>
        word.Length >= ShortestBeginning && known.Length > word.Length + 1 && known.StartsWith(word, StringComparison.Ordinal);

    /// <summary>"htls", "bldg": the consonants of the word, or most of them.</summary>
    private static bool IsSkeleton(string word, string known)
    {
        if (word.Length < 3 || word.Length >= known.Length || word[0] != known[0] || word[^1] != known[^1] && word.Length < 4
            || word.Any(c => "aeiouy".Contains(c, StringComparison.Ordinal)))
        {
            return false;
        }

        var at = 0;
        foreach (var letter in known)
        {
            at += at < word.Length && word[at] == letter ? 1 : 0;
        }

        return at == word.Length;
    }

    private static bool IsSlip(string word, string known) =>
        known.Length >= ShortestSlip && word.Length >= ShortestSlip - 1
            && EditDistance.Between(word, known, 2) is var slips && slips > 0 && slips <= (known.Length >= 8 ? 2 : 1);
}
