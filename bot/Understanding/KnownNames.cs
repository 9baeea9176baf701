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
    private readonly Dictionary<string, HashSet<NamedRecord>> _beginning = new(StringComparer.Ordinal);
    private readonly Dictionary<char, List<PartedName>> _parted = [];
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

            AddParted(bare, item, isOwn: true);
            for (var n = 1; n < bare.Length; n++)
            {
                Add(_part, bare[..n], item);
                Add(_beginning, bare[..n], item);
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
                AddParted(bareCompany, item, isOwn: false);
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
                return Longer(line, i, new Match(n, [.. found], IsExact: true));
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
                return Longer(line, i, Along(line, i, n, new Match(n, [.. found], IsExact: true)));
            }
        }

        return null;
    }

    /// <summary>The first words of a name or of a company, also in small letters; it may be a word like any other.</summary>
    public Match? Beginning(TokenizedLine line, int i)
    {
        for (var n = Math.Min(_longest, line.Count - i); n > 0; n--)
        {
            if (line.IsRun(i, n) && line.Phrase(i, n) is { Length: > 3 } phrase && !TooCommon.Contains(phrase)
                && !Lexicon.Things.Contains(phrase) && !Lexicon.TitleWords.Contains(phrase) && !Lexicon.MeetingWords.Contains(phrase)
                && (In(_beginning, phrase) ?? In(_companyPart, phrase) ?? In(_company, phrase)) is { } found)
            {
                return Longer(line, i, new Match(n, [.. found], IsExact: false));
            }
        }

        return null;
    }

    /// <summary>
    /// A name written otherwise: words misspelt or shortened, joined or parted, without apostrophes. The one that fits best, or those that
    /// fit as well as each other.
    /// </summary>
    public Match? Likely(TokenizedLine line, int i)
    {
        if (!line.IsFree(i) || line[i].Length == 0 || !_parted.TryGetValue(line[i][0], out var names))
        {
            return null;
        }

        var typed = NameFit.Parts(line, i, LongestName);
        var fits = names.Select(n => (n.Known, n.IsOwn, Fit: NameFit.Of(typed, n.Parts))).Where(f => f.Fit is not null).ToList();
        if (fits.Count == 0)
        {
            return null;
        }

        // The company before the people who work for it.
        var best = fits.Max(f => (f.Fit!.Score, f.IsOwn));
        var known = fits.Where(f => (f.Fit!.Score, f.IsOwn) == best).ToList();
        return new Match(known[0].Fit!.Words, [.. known.Select(f => f.Known).DistinctBy(k => k.Id)], IsExact: false);
    }

    /// <summary>"Contoso htls" is one of the hotels, where a Contoso alone fits too.</summary>
    private Match Longer(TokenizedLine line, int i, Match match) =>
        Likely(line, i) is { Known.Count: 1 } likely && likely.Length > match.Length ? likely : match;

    private void AddParted(string[] words, NamedRecord known, bool isOwn)
    {
        string[] parts = [.. words.SelectMany(w => w.Split('-', '\'')).Where(p => p.Length > 0)];
        if (parts.Length == 0)
        {
            return;
        }

        // "Oréal" for L'Oréal
        foreach (var name in parts[0].Length == 1 && parts.Length > 1 ? new[] { parts, parts[1..] } : [parts])
        {
            if (!_parted.TryGetValue(name[0][0], out var list))
            {
                _parted[name[0][0]] = list = [];
            }

            list.Add(new PartedName(name, known, isOwn));
        }
    }

    /// <summary>The code, in any case: for where it is said that one stands here.</summary>
    public Match? Code(TokenizedLine line, int i) =>
        line[i].Length > 0 && _codes.TryGetValue(line[i], out var found) ? new Match(1, [found], IsExact: true) : null;

    /// <summary>One word with a typing error or two; those who are called so when it can be no other word.</summary>
    public Match? Nearly(TokenizedLine line, int i)
    {
        var word = line[i];
        if (word.Length is < FewestLettersForTypos - 1 or > 40 || !word.All(c => char.IsLetter(c) || c is '-' or '\''))
        {
            return null;
        }

        var allowed = word.Length >= 8 ? 2 : 1;
        HashSet<NamedRecord> found = [];
        HashSet<NamedRecord> own = [];
        HashSet<string> meant = [];
        for (var length = word.Length - allowed; length <= word.Length + allowed; length++)
        {
            foreach (var known in _wordsByLength[length])
            {
                // Of four letters two may have changed places: "Jhon".
                var isLong = known.Length >= FewestLettersForTypos && word.Length >= FewestLettersForTypos;
                var distance = isLong || word.Order().SequenceEqual(known.Order())
                    ? EditDistance.Between(word, known, allowed) : allowed + 1;
                if (distance > 0 && distance <= allowed)
                {
                    meant.Add(known);
                    foreach (var names in new[] { _full, _company, _part, _companyPart })
                    {
                        var those = names.GetValueOrDefault(known) ?? Enumerable.Empty<NamedRecord>();
                        found.UnionWith(those);
                        own.UnionWith(names == _full || names == _part ? those : []);
                    }
                }
            }
        }

        // The company before the people who work for it.
        found = own.Count == 1 && meant.Count == 1 ? own : found;
        return found.Count == 1 ? Along(line, i, 1, new Match(1, [.. found], IsExact: false))
            : found.Count > 1 && meant.Count == 1 ? new Match(1, [.. found], IsExact: false) : null;
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

    /// <param name="Parts">Its words, parted at hyphens and apostrophes.</param>
    /// <param name="Known">Who is called so, or works for a company that is.</param>
    /// <param name="IsOwn">It is the name and not that of the company.</param>
    private sealed record PartedName(string[] Parts, NamedRecord Known, bool IsOwn);
}
