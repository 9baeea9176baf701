using System.Collections.Frozen;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>Finds people, contacts or cycles by what people call them: full name, part of it, company, or nearly so.</summary>
internal sealed class KnownNames
{
    private const int FewestLettersForTypos = 5;
    private const int LongestName = 8;

    private static readonly FrozenSet<string> LegalForms = FrozenSet.Create(
        StringComparer.Ordinal, "ltd", "inc", "llc", "gmbh", "ag", "sa", "sas", "sarl", "corp", "co", "plc", "bv", "nv", "spa", "srl",
        "limited", "kg", "ab", "oy", "eurl");

    private static readonly FrozenSet<string> TooCommon = FrozenSet.Create(
        StringComparer.Ordinal, "the", "le", "la", "les", "new", "de", "du", "des", "and", "et", "for", "pour", "mr", "mrs", "ms", "mme",
        "dr", "st", "saint", "van", "von");

    private readonly Dictionary<string, HashSet<NamedRecord>> _full = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<NamedRecord>> _company = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<NamedRecord>> _part = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<NamedRecord>> _companyPart = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NamedRecord> _codes = new(StringComparer.Ordinal);
    private readonly ILookup<int, string> _wordsByLength;
    private readonly int _longest;

    public KnownNames(IReadOnlyList<NamedRecord> known)
    {
        var single = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in known)
        {
            _codes.TryAdd(TokenizedLine.Bare(item.Code), item);
            var words = Words(item.Name);
            if (words.Length == 0)
            {
                continue;
            }

            var bare = WithoutLegalForm(words);
            Add(_full, words, item);
            Add(_full, bare, item);
            if (words.Length == 2)
            {
                Add(_full, [words[1], words[0]], item);
            }

            for (var n = 1; n < bare.Length; n++)
            {
                Add(_part, bare[..n], item);
            }

            if (bare.Length > 1)
            {
                Add(_part, bare[1..], item);
                Add(_part, bare[^1..], item);
            }

            single.UnionWith([bare[0], bare[^1]]);
            if (item.Company is { } company && Words(company) is { Length: > 0 } companyWords)
            {
                Add(_company, companyWords, item);
                var bareCompany = WithoutLegalForm(companyWords);
                Add(_company, bareCompany, item);
                for (var n = 1; n < bareCompany.Length; n++)
                {
                    Add(_companyPart, bareCompany[..n], item);
                }

                single.Add(companyWords[0]);
                _longest = Math.Clamp(Math.Max(companyWords.Length, _longest), 1, LongestName);
            }

            _longest = Math.Clamp(Math.Max(words.Length, _longest), 1, LongestName);
        }

        _wordsByLength = single.Where(w => w.Length >= FewestLettersForTypos - 1).ToLookup(w => w.Length);
    }

    /// <summary>A full name or the name of a company, the longest first.</summary>
    public Match? Full(TokenizedLine line, int i)
    {
        for (var n = Math.Min(_longest, line.Count - i); n > 0; n--)
        {
            if (line.IsRun(i, n) && line.Phrase(i, n) is var phrase && (In(_full, phrase) ?? In(_company, phrase)) is { } found)
            {
                return new Match(n, [.. found], IsExact: true);
            }
        }

        return null;
    }

    /// <summary>The first words of the company somebody works for.</summary>
    public Match? Company(TokenizedLine line, int i)
    {
        for (var n = Math.Min(_longest, line.Count - i); n > 0; n--)
        {
            if (line.IsRun(i, n) && line.Phrase(i, n) is { Length: > 2 } phrase && !TooCommon.Contains(phrase)
                && (In(_company, phrase) ?? In(_companyPart, phrase)) is { } found)
            {
                return new Match(n, [.. found], IsExact: true);
            }
        }

        return null;
    }

    /// <summary>A first name, a last name, or the first words of a company.</summary>
    public Match? Part(TokenizedLine line, int i)
    {
        for (var n = Math.Min(_longest, line.Count - i); n > 0; n--)
        {
            if (line.IsRun(i, n) && line.Phrase(i, n) is { Length: > 1 } phrase && !TooCommon.Contains(phrase)
                && In(_part, phrase) is { } found)
            {
                return Along(line, i, n, new Match(n, [.. found], IsExact: true));
            }
        }

        return null;
    }

    /// <summary>The code, in any case: for where it is said that one stands here.</summary>
    public Match? Code(TokenizedLine line, int i) =>
        line[i].Length > 0 && _codes.TryGetValue(line[i], out var found) ? new Match(1, [found], IsExact: true) : null;

    /// <summary>One word with a typing error or two; only when it can be nobody else.</summary>
    public Match? Nearly(TokenizedLine line, int i)
    {
        var word = line[i];
        if (word.Length is < FewestLettersForTypos or > 40 || !word.All(c => char.IsLetter(c) || c is '-' or '\''))
        {
            return null;
        }

        var allowed = word.Length >= 8 ? 2 : 1;
        HashSet<NamedRecord> found = [];
        for (var length = word.Length - allowed; length <= word.Length + allowed; length++)
        {
            foreach (var known in _wordsByLength[length])
            {
                var distance = known.Length >= FewestLettersForTypos ? EditDistance.Between(word, known, allowed) : allowed + 1;
                if (distance > 0 && distance <= allowed)
                {
                    foreach (var names in new[] { _full, _company, _part, _companyPart })
                    {
                        found.UnionWith(names.GetValueOrDefault(known) ?? Enumerable.Empty<NamedRecord>());
                    }
                }
            }
        }

        return found.Count == 1 ? Along(line, i, 1, new Match(1, [.. found], IsExact: false)) : null;
    }

    /// <summary>When the next words go on with the same name, they belong to it ("Hélène Lefevbre").</summary>
    private static Match Along(TokenizedLine line, int i, int n, Match match)
    {
        if (match.Known.Count != 1)
        {
            return match;
        }

        var name = Words(match.Known[0].Name);
        var (length, isExact) = (n, match.IsExact);
        for (var k = n; k < name.Length && line.IsRun(i, k + 1); k++)
        {
            var distance = EditDistance.Between(line[i + k], name[k], 2);
            if (distance > (name[k].Length >= 8 ? 2 : name[k].Length >= FewestLettersForTypos ? 1 : 0))
            {
                break;
            }

            (length, isExact) = (k + 1, isExact && distance == 0);
        }

        return match with { Length = length, IsExact = isExact };
    }

    private static string[] Words(string name) =>
        [.. SearchText.Fold(name).Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries).Select(TokenizedLine.Bare)
            .Where(w => w.Length > 0).Take(LongestName)];

    /// <summary>As it stands, or without the "d'" and "l'" that French puts before it.</summary>
    private static HashSet<NamedRecord>? In(Dictionary<string, HashSet<NamedRecord>> names, string phrase) =>
        names.GetValueOrDefault(phrase)
            ?? (phrase.Length > 3 && phrase[1] == '\'' && phrase[0] is 'd' or 'l' ? names.GetValueOrDefault(phrase[2..]) : null);

    private static string[] WithoutLegalForm(string[] words) => words.Length > 1 && LegalForms.Contains(words[^1]) ? words[..^1] : words;

    private static void Add(Dictionary<string, HashSet<NamedRecord>> names, string[] words, NamedRecord known)
    {
        var key = string.Join(' ', words);
        if (!names.TryGetValue(key, out var list))
        {
            names[key] = list = [];
        }

        list.Add(known);
    }

    /// <summary>Whom the words may mean.</summary>
    public sealed record Match(int Length, IReadOnlyList<NamedRecord> Known, bool IsExact);
}
