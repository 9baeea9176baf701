using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>
/// A sentence word by word, with what has been made of each: signs of the lexicon, spans of days, people, stages and numbers. What is left
/// names a contact or a title, or is nothing we know.
/// </summary>
internal sealed partial class Sentence
{
    private static readonly char[] Punctuation = ['?', '!', '.', ',', ';', ':', '"', '“', '”', '«', '»', '…', '(', ')', ' '];

    private readonly TokenizedLine _line;
    private readonly string[] _words;
    private readonly bool[] _taken;
    private readonly bool[] _quoted;
    private readonly List<Name> _names = [];

    public Sentence(string text, TalkContext context)
    {
        Text = text;
        _line = new TokenizedLine(SpokenWords.Spread(text));
        _words = Words(_line);
        _taken = new bool[_words.Length];
        _quoted = new bool[_words.Length];
        Context = context;
        HasQuestionMark = text.AsSpan().TrimEnd(" !.").EndsWith("?", StringComparison.Ordinal);
        MarkQuotes();
        TakeWholeNames();
        TakePhrases(fixedOnly: true);
        TakeShift();
        TakePeriods();
        TakeNames();
        TakeStages();
        TakeNumber();
        TakePhrases(fixedOnly: false);
        _names.Sort((a, b) => a.At.CompareTo(b.At));
    }

    public string Text { get; }

    public TalkContext Context { get; }

    /// <summary>Whether a question mark ends it.</summary>
    public bool HasQuestionMark { get; }

    /// <summary>In the order in which they stand, without fillers.</summary>
    public List<Found> Signs { get; } = [];

    /// <summary>The opportunity's number; null when none was said.</summary>
    public string? Number { get; private set; }

    /// <summary>The row of the list, from 1; 0 is the last one; null when none was said.</summary>
    public int? Row { get; private set; }

    public List<(Period Period, int At)> Periods { get; } = [];

    /// <summary>"By a week": how much something moves; negative when said to be earlier.</summary>
    public DateShift? Shift { get; private set; }

    /// <summary>Whoever is named: everybody who is called by one of the names that were said.</summary>
    public IReadOnlyList<NamedRecord> People => [.. _names.SelectMany(n => n.Called).DistinctBy(p => (p.Id, p.Name))];

    /// <summary>Whoever is named last: all of them where several stand side by side, "Ben and Anna", "to Ben, Anna".</summary>
    public IReadOnlyList<NamedRecord> LastNamed
    {
        get
        {
            var first = Math.Max(0, _names.Count - 1);
            while (first > 0 && IsJoined(_names[first - 1], _names[first]))
            {
                first--;
            }

            return [.. _names.Skip(first).SelectMany(n => n.Called).DistinctBy(p => (p.Id, p.Name))];
        }
    }

    public IReadOnlyList<NamedRecord> Stages { get; private set; } = [];

    public NamedRecord? Cycle { get; private set; }

    public int Count => _words.Length;

    public bool Has(Sign sign) => Signs.Exists(s => s.Sign == sign);

    public bool HasAny(params ReadOnlySpan<Sign> signs)
    {
        foreach (var sign in signs)
        {
            if (Has(sign))
            {
                return true;
            }
        }

        return false;
    }

    public bool HasWon => HasAny(Sign.Won, Sign.Wins);

    public bool HasLost => HasAny(Sign.Lost, Sign.Losses);

    /// <summary>The first sign that is no courtesy and no lead-in; null when there is none.</summary>
    public Found? First => Signs.Find(s => s.Sign is not (Sign.Yes or Sign.Thanks or Sign.Hello or Sign.Sorry or Sign.Refusal or Sign.Polite
        or Sign.WhatAbout or Sign.Only or Sign.It or Sign.One or Sign.I or Sign.Is or Sign.Number or Sign.Row or Sign.Auxiliary
            or Sign.With));

    /// <summary>Whether it asks, by its words or by the mark at its end. "Could you move it?" does not.</summary>
    public bool Asks => (HasQuestionMark && !(Has(Sign.Polite) && First is { Sign: >= Sign.Set and <= Sign.Back }))
        || Signs.Exists(s => IsQuestion(s.Sign) || (s.Sign is > Sign.Those and < Sign.Set && s.Length > 1
            && Enumerable.Range(s.At, s.Length).Any(i => TalkLexicon.Of(_words[i]) is { } word && word != Sign.Those && IsQuestion(word))))
        || (Signs.Find(s => s.Sign == Sign.Auxiliary) is { } auxiliary && _words.Take(auxiliary.At).All(word => TalkLexicon.Of(word) is
            Sign.Filler or Sign.Hello or Sign.Yes or Sign.Thanks or Sign.Polite or Sign.Sorry));

    private static bool IsQuestion(Sign sign) => sign is Sign.Ask or Sign.Who or Sign.When or Sign.HowMuch or Sign.How or Sign.Why
        or Sign.OrNot
        or Sign.Those;

    /// <summary>The words of a name, as those of a sentence are parted and compared.</summary>
    public static IReadOnlyList<string> WordsOf(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c == ' ')
        ? SearchText.Fold(text).Split(' ') // nearly every name, and there are many
        : Words(new TokenizedLine(SpokenWords.Spread(text)));

    /// <summary>The word at which a sign, or what stands before it, begins.</summary>
    public string Word(int at) => at >= 0 && at < _words.Length ? _words[at] : "";

    /// <summary>Whether the word is still free: nothing was made of it.</summary>
    public bool IsLeft(int at) => at >= 0 && at < _words.Length && !_taken[at] && _words[at].Length > 0;

    /// <summary>Whether a comma stands before the word.</summary>
    public bool StartsPart(int at) => _line.StartsPart(at);

    /// <summary>The first word that nothing was made of; null when there is none.</summary>
    public int? RestAt => Enumerable.Range(0, _words.Length).Where(IsLeft).Cast<int?>().FirstOrDefault();

    /// <summary>The words that nothing was made of, as they were typed.</summary>
    public string Rest() => Rest(0, _words.Length);

    public string Rest(int from, int until) =>
        string.Join(' ', Enumerable.Range(from, Math.Max(0, until - from)).Where(IsLeft).Select(i => Typed(i)).Where(word =>
            word.Length > 0));

    /// <summary>What was typed from a word on.</summary>
    public string From(int at) => Typed(at, _words.Length);

    public string Typed(int from, int until) =>
        string.Join(' ', Enumerable.Range(from, Math.Max(0, until - from)).Select(i => _line.Raw(i)));

    private string Typed(int i)
    {
        var raw = _line.Raw(i).Trim(Punctuation);
        return raw.Length > _words[i].Length && raw.EndsWith("'s", StringComparison.OrdinalIgnoreCase) ? raw[..^2] : raw;
    }

    private void MarkQuotes()
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if (_line.Raw(i)[0] is not ('"' or '“' or '«'))
            {
                continue;
            }

            var end = Enumerable.Range(i, Math.Min(12, _words.Length - i)).Where(k => _line.Raw(k).TrimEnd('.', '?', '!', ',', ':')
                is { Length: > 1 } raw
                ? raw[^1] is '"' or '”' or '»' : k > i && _line.Raw(k) is "\"" or "”" or "»").Cast<int?>().FirstOrDefault();
            if (end is { } last)
            {
                _quoted.AsSpan(i, last - i + 1).Fill(true);
                i = last;
            }
        }
    }

    private static string[] Words(TokenizedLine line) => [.. Enumerable.Range(0, line.Count).Select(i => line[i].Trim(Punctuation))];

    /// <summary>"Ben and Anna"; side by side without a word only behind one that gives: "off Ben, Chloé gets it" names two apart.</summary>
    private bool IsJoined(Name one, Name next)
    {
        var between = _words.AsSpan((one.At + one.Length)..next.At);
        return between.Length == 0 ? Word(one.At - 1) is "to" or "for" or "a" or "pour" or "au"
            : between.IndexOfAnyExcept(["and", "et", "or", "ou"]) < 0;
    }

    /// <summary>Whole names of several words, before anything else is made of their words ("May Lin"), and whoever is mentioned.</summary>
    private void TakeWholeNames()
    {
        var people = KnownWords.Of(Context.People);
        var strangers = Context.Strangers.Select(name => (Name: name, Words: string.Join(' ', WordsOf(name)))).ToList();
        for (var i = 0; i < _words.Length; i++)
        {
            for (var n = Math.Min(Longest(people), _words.Length - i); n > 0; n--)
            {
                var phrase = Phrase(i, n).TrimStart('@');
                var called = !IsFree(i, n) ? [] : strangers.Find(s => s.Words == phrase).Name is { } stranger
                    ? [NamedRecords.Stranger(stranger)]
                    : n > 1 && TalkLexicon.Of(phrase) is null ? people.Whole(phrase) : [];
                if (called.Count > 0)
                {
                    TakeName(called, i, n);
                    i += n - 1;
                    break;
                }
            }
        }
    }

    private int Longest(KnownWords people) => Context.Strangers.Count == 0 ? people.Longest : Math.Max(people.Longest, _words.Length);

    private void TakeName(IReadOnlyList<NamedRecord> called, int at, int count)
    {
        _names.Add(new Name(called, at, count));
        Take(at, count);
    }

    private void TakeShift()
    {
        for (var i = 0; i < _words.Length && Shift is null; i++)
        {
            if (SpokenPeriods.Shift(_words, i) is var (shift, length) && IsFree(i, length))
            {
                Shift = shift;
                Take(i, length);
            }
        }
    }

    private void TakePeriods()
    {
        var periods = new SpokenPeriods(Context.Today, Context.Culture);
        for (var i = 0; i < _words.Length; i++)
        {
            if (IsFree(i, 1) && periods.Find(_words, i) is var (period, length) && IsFree(i, length))
            {
                Periods.Add((period, i));
                Take(i, length);
                i += length - 1;
            }
        }
    }

    /// <summary>Sales cycles by their full names, people by any part of theirs.</summary>
    private void TakeNames()
    {
        var (cycles, people) = (KnownWords.Of(Context.Cycles), KnownWords.Of(Context.People));
        for (var i = 0; i < _words.Length; i++)
        {
            for (var n = Math.Min(4, _words.Length - i); n > 0; n--)
            {
                if (!IsFree(i, n))
                {
                    continue;
                }

                var phrase = Phrase(i, n).TrimStart('@');
                var isOurs = TalkLexicon.Of(phrase) is not null;
                if (Cycle is null && !isOurs && cycles.Whole(phrase) is [var cycle])
                {
                    Cycle = cycle;
                    Take(i, n);
                    break;
                }

                var called = isOurs || phrase.Length < 2 ? [] : people.Whole(phrase);
                called = called.Count == 0 && n == 1 && phrase.Length > 2 && !isOurs ? people.Part(phrase) : called;
                if (called.Count > 0)
                {
                    TakeName(called, i, n);
                    break;
                }
            }
        }
    }

    /// <summary>A stage's name; one that is a word of ours too ("Sign") only where a move leads to it.</summary>
    private void TakeStages()
    {
        var names = Context.Stages.Select(s => (Stage: s, Name: SearchText.Fold(s.Name))).Where(s => s.Name.Length > 1).ToList();
        for (var i = 0; names.Count > 0 && i < _words.Length && Stages.Count == 0; i++)
        {
            for (var n = Math.Min(5, _words.Length - i); n > 0; n--)
            {
                var phrase = Phrase(i, n);
                if (IsFree(i, n) && names.Where(s => s.Name == phrase).Select(s => s.Stage).ToList() is { Count: > 0 } found
                    && (TalkLexicon.Of(phrase) is null || IsLedToStage(i, n)))
                {
                    Stages = found;
                    Take(i, n);
                    break;
                }
            }
        }
    }

    private bool IsLedToStage(int at, int count) => at > 0
        && _words[at - 1] is "to" or "in" or "into" or "at" or "on" or "en" or "vers" or "a" or "au" or "stage" or "etape"
        && (at + count == _words.Length || TalkLexicon.Of(_words[at + count]) is Sign.Filler or Sign.Is or Sign.Stage)
        && _words.Take(at).Any(word => TalkLexicon.Of(word) is Sign.Move or Sign.Set or Sign.Push or Sign.Stage);

    /// <summary>
    /// The longest phrases first; an ordinal is a row unless a span of days has it. Fixed are those that hold a day of their own ("see you
    /// tomorrow"), which must not be taken for one.
    /// </summary>
    private void TakePhrases(bool fixedOnly)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            for (var n = Math.Min(TalkLexicon.Longest, _words.Length - i); n > (fixedOnly ? 1 : 0); n--)
            {
                if (!IsFree(i, n))
                {
                    continue;
                }

                var phrase = Phrase(i, n);
                if (n == 1 && Row is null && TalkLexicon.Row(phrase) is { } row)
                {
                    Row = row;
                    Take(i, 1);
                    break;
                }

                if (TalkLexicon.Of(phrase) is { } sign
                    && (!fixedOnly || sign is Sign.Goodbye or Sign.NeedsMe or Sign.SmallTalk or Sign.Vague))
                {
                    Note(sign, i, n);
                    i += n - 1;
                    break;
                }
            }
        }

        Signs.Sort((a, b) => a.At.CompareTo(b.At));
    }

    private void Note(Sign sign, int at, int count)
    {
        Take(at, count);
        if (sign == Sign.Last)
        {
            Row ??= 0;
        }
        else if (sign != Sign.Filler)
        {
            Signs.Add(new Found(sign, at, count));
            if (count > 1 && sign is Sign.Ask or Sign.Those or Sign.When or Sign.Why or Sign.Won or Sign.Wins or Sign.Lost
                or Sign.Losses or Sign.Latest
                && Enumerable.Range(at, count).Any(i => TalkLexicon.Of(_words[i]) == Sign.I))
            {
                Signs.Add(new Found(Sign.I, at, count)); // "have I got", "ai-je"
            }
        }
    }

    private string Phrase(int at, int count) => count == 1 ? _words[at] : string.Join(' ', _words, at, count);

    private bool IsFree(int at, int count) => at + count <= _taken.Length && !_taken.AsSpan(at, count).Contains(true)
        && !_quoted.AsSpan(at, count).Contains(true);

    private void Take(int at, int count) => _taken.AsSpan(at, count).Fill(true);

    /// <summary>A sign, and the words that are it.</summary>
    internal sealed record Found(Sign Sign, int At, int Length);

    /// <summary>A name, and where it stands.</summary>
    private sealed record Name(IReadOnlyList<NamedRecord> Called, int At, int Length);
}
