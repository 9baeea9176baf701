using System.Globalization;
using System.Text.RegularExpressions;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>What the reader of sentences knows of the company and the person.</summary>
/// <param name="Today">The person's date.</param>
/// <param name="Culture">Their language and region.</param>
/// <param name="NumberPrefix">Before the opportunities' numbers.</param>
/// <param name="People">Everybody's code and name.</param>
/// <param name="Myself">Key of the person.</param>
/// <param name="Stages">The stages of every cycle.</param>
internal sealed record TalkContext(
    DateOnly Today, CultureInfo Culture, string NumberPrefix, IReadOnlyList<NamedRecord> People, long Myself,
    IReadOnlyList<SalesCycleStage> Stages)
{
    public IReadOnlyList<NamedRecord> Cycles { get; init; } = [];

    /// <summary>The question before, which "and next month?" goes on with; null when there was none.</summary>
    public Utterance? Asked { get; init; }
}

/// <summary>
/// A sentence word by word, with what has been made of each: signs of the lexicon, spans of days, people, stages and numbers. What is left
/// names a contact or a title, or is nothing we know.
/// </summary>
internal sealed partial class Sentence
{
    private readonly TokenizedLine _line;
    private readonly string[] _words;
    private readonly bool[] _taken;

    public Sentence(string text, TalkContext context)
    {
        Text = text;
        _line = new TokenizedLine(Spread(text));
        _words = [.. Enumerable.Range(0, _line.Count).Select(i => _line[i].Trim(',', ';', '…'))];
        _taken = new bool[_words.Length];
        Context = context;
        IsQuestion = text.TrimEnd().EndsWith('?');
        TakeNumber();
        TakePeriods();
        TakePeople();
        TakeStages();
        TakeSigns();
    }

    public string Text { get; }

    public TalkContext Context { get; }

    /// <summary>Whether a question mark ends it.</summary>
    public bool IsQuestion { get; }

    /// <summary>In the order in which they stand, without fillers.</summary>
    public List<Found> Signs { get; } = [];

    /// <summary>The opportunity's number; null when none was said.</summary>
    public string? Number { get; private set; }

    /// <summary>The row of the list, from 1; 0 is the last one; null when none was said.</summary>
    public int? Row { get; private set; }

    public List<(Period Period, int At)> Periods { get; } = [];

    /// <summary>Each name that was said, with whoever is called that.</summary>
    public List<IReadOnlyList<NamedRecord>> People { get; } = [];

    public IReadOnlyList<SalesCycleStage> Stages { get; private set; } = [];

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

    /// <summary>The words that nothing was made of, as they were typed.</summary>
    public string Rest() => string.Join(' ', Enumerable.Range(0, _words.Length).Where(i => !_taken[i] && _words[i].Length > 0).Select(Typed));

    /// <summary>What was typed from a word on.</summary>
    public string From(int at) => string.Join(' ', Enumerable.Range(at, Math.Max(0, _words.Length - at)).Select(i => _line.Raw(i)));

    /// <summary>The words before and behind a bound: "over 50k", "between 20k and 50k".</summary>
    public (decimal? From, decimal? To) Bounds()
    {
        decimal? from = null, to = null;
        foreach (var sign in Signs)
        {
            switch (sign.Sign)
            {
                case Sign.Over:
                    from = AmountAt(sign.At + sign.Length) ?? from;
                    break;
                case Sign.Under:
                    to = AmountAt(sign.At + sign.Length) ?? to;
                    break;
                case Sign.Between when Enumerable.Range(sign.At, _words.Length - sign.At).FirstOrDefault(
                    i => _words[i] is "and" or "et", -1) is > 0 and var and:
                    (from, to) = (AmountAt(sign.At + sign.Length, and), AmountAt(and + 1));
                    break;
            }
        }

        return (from, to);
    }

    /// <summary>The amount that is left; its doubts are added to the list.</summary>
    public decimal? Amount(List<Doubt> doubts) => Read((line, found) => Amounts.TakeValue(line, Context.Culture, found), doubts);

    /// <summary>The percentage that is left.</summary>
    public decimal? Percentage(List<Doubt> doubts) => Read(
        (line, found) => Amounts.TakeChances(line, Context.Culture, found, out var bare)
            ?? Amounts.TakeBareChances(line, bare, _ => false, Context.Culture, found) ?? PlainPercent(line), doubts);

    /// <summary>"Chances to 60": the sign has said what the number is.</summary>
    private static decimal? PlainPercent(TokenizedLine line)
    {
        for (var i = 0; i < line.Count; i++)
        {
            if (decimal.TryParse(line[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 100)
            {
                line.Take(i);
                return number;
            }
        }

        return null;
    }

    /// <summary>The day that is left.</summary>
    public DateOnly? Day(List<Doubt> doubts) => Read((line, found) => new SpokenDates(Context.Today, Context.Culture).Take(line, found), doubts);

    private T? Read<T>(Func<TokenizedLine, List<Doubt>, T?> read, List<Doubt> doubts)
        where T : struct
    {
        // The lead-ins that help to read a date may be signs of ours: the words themselves stay as they are.
        var line = new TokenizedLine(string.Join(' ', Enumerable.Range(0, _words.Length)
            .Select(i => _taken[i] && !IsFillerOrBound(i) ? "¤" : Typed(i) is { Length: > 0 } typed ? typed : "¤")));
        if (line.Count != _words.Length || read(line, doubts) is not { } value)
        {
            return null;
        }

        for (var i = 0; i < _words.Length; i++)
        {
            _taken[i] |= !line.IsFree(i);
        }

        return value;
    }

    private bool IsFillerOrBound(int i) =>
        Lexicon.Of(_words[i]) is Sign.Filler or Sign.Before or Sign.After or Sign.Onward;

    private decimal? AmountAt(int from, int? until = null)
    {
        var end = Math.Min(_words.Length, until ?? from + 5);
        if (from >= end)
        {
            return null;
        }

        var line = new TokenizedLine(string.Join(' ', Enumerable.Range(from, end - from).Select(i => _taken[i] ? "¤" : Typed(i))));
        if (line.Count != end - from || Amounts.TakeValue(line, Context.Culture, []) is not { } amount)
        {
            return null;
        }

        for (var i = from; i < end; i++)
        {
            _taken[i] |= !line.IsFree(i - from);
        }

        return amount;
    }

    private string Typed(int i) => _line.Raw(i).Trim('?', '!', '.', ',', ';', ':', '"', '“', '”', '«', '»', '…').Trim();

    /// <summary>"OPP-00012", "#12", "opp 12", "deal 12", "n° 12", or digits alone behind the word that says what to do.</summary>
    private void TakeNumber()
    {
        var bare = SearchText.Fold(Context.NumberPrefix).TrimEnd('-');
        for (var i = 0; i < _words.Length; i++)
        {
            var word = _words[i];
            var isNamed = bare.Length > 0 && word.StartsWith(bare, StringComparison.Ordinal)
                && Digits(word[bare.Length..].TrimStart('-')) is not null;
            var digits = isNamed ? word[bare.Length..].TrimStart('-') : word.StartsWith('#') ? word[1..] : word;
            if (Digits(digits) is not { } number)
            {
                continue;
            }

            var before = i > 0 ? _words[i - 1] : "";
            if (isNamed || word.StartsWith('#') || before is "opp" or "deal" or "no" or "nr" or "n°" or "n" or "number" or "numero" or "affaire"
                or "opportunity" or "opportunite" or "lead" or "dossier" || (before == bare && bare.Length > 0))
            {
                var takesBefore = !isNamed && !word.StartsWith('#');
                if (before is "number" or "numero" or "no" && IsOfList(i + 1))
                {
                    Row ??= int.Parse(number, CultureInfo.InvariantCulture);
                    Take(i - 1, 2);
                    continue;
                }

                Number ??= number;
                Take(takesBefore ? i - 1 : i, takesBefore ? 2 : 1);
            }
            else if (before is "row" or "line" or "item" or "ligne" or "rang")
            {
                Row ??= int.Parse(number, CultureInfo.InvariantCulture);
                Take(i - 1, 2);
            }
            else if (Number is null && IsObject(i))
            {
                Number = number;
                Take(i, 1);
            }
        }
    }

    /// <summary>Digits that follow the sentence's verb, or the word that says what is meant, and nothing that makes them a figure.</summary>
    private bool IsObject(int i)
    {
        var next = i + 1 < _words.Length ? _words[i + 1] : "";
        if (i == 0 || _words[i].Length > 6 || next is "%" or "percent" or "k" or "m" or "eur" or "euros" or "days" or "day" or "weeks" or "months"
            or "jours" or "semaines" or "mois" or "pour" or "h" or "servers")
        {
            return false;
        }

        var before = _words[i - 1];
        return Lexicon.Of(before) is Sign.Push or Sign.Pull or Sign.Rename or Sign.Give or Sign.Move or Sign.Won or Sign.Lost or Sign.Set
                or Sign.Priority or Sign.Owner
            || before is "about" or "sur" or "concernant" or "regarding"
            || (before is "of" or "on" or "for" or "de" or "pour" && i > 1
                && Lexicon.Of(_words[i - 2]) is Sign.Value or Sign.Chances or Sign.Note or Sign.NextStep or Sign.Title or Sign.Priority or Sign.Stage
                    or Sign.Owner or Sign.Contact or Sign.Close or Sign.Status);
    }

    private bool IsOfList(int at) => at + 1 < _words.Length
        && (_words[at] is "of" or "in" or "de" or "dans" or "sur") && Enumerable.Range(at + 1, Math.Min(2, _words.Length - at - 1))
            .Any(k => _words[k] is "list" or "liste");

    private void TakePeriods()
    {
        var periods = new SpokenPeriods(Context.Today, Context.Culture);
        for (var i = 0; i < _words.Length; i++)
        {
            if (!_taken[i] && periods.Find(_words, i) is var (period, length) && IsFree(i, length))
            {
                Periods.Add((period, i));
                Take(i, length);
                i += length - 1;
            }
        }
    }

    private void TakePeople()
    {
        var names = Context.People.Select(p => (Person: p, Name: SearchText.Fold(p.Name), Code: SearchText.Fold(p.Code))).ToList();
        for (var i = 0; i < _words.Length; i++)
        {
            for (var n = Math.Min(4, _words.Length - i); n > 0; n--)
            {
                if (!IsFree(i, n))
                {
                    continue;
                }

                var phrase = string.Join(' ', _words.Skip(i).Take(n)).TrimStart('@');
                var called = Lexicon.Of(phrase) is not null || phrase.Length < 2 ? []
                    : names.Where(p => p.Name == phrase || p.Code == phrase).Select(p => p.Person).ToList();
                if (called.Count == 0 && n == 1 && phrase.Length > 2 && Lexicon.Of(phrase) is null)
                {
                    called = [.. names.Where(p => p.Name.Split(' ', ',').Contains(phrase)).Select(p => p.Person)];
                }

                if (called.Count > 0)
                {
                    People.Add(called);
                    Take(i, n);
                    break;
                }
            }
        }
    }

    private void TakeStages()
    {
        var names = Context.Stages.Select(s => (Stage: s, Name: SearchText.Fold(s.Description))).Where(s => s.Name.Length > 1).ToList();
        for (var i = 0; i < _words.Length && Stages.Count == 0; i++)
        {
            for (var n = Math.Min(5, _words.Length - i); n > 0; n--)
            {
                var phrase = string.Join(' ', _words.Skip(i).Take(n));
                if (IsFree(i, n) && names.Where(s => s.Name == phrase).Select(s => s.Stage).ToList() is { Count: > 0 } found)
                {
                    Stages = found;
                    Take(i, n);
                    break;
                }
            }
        }
    }

    /// <summary>The longest phrases first; an ordinal is a row unless a span of days has it.</summary>
    private void TakeSigns()
    {
        for (var i = 0; i < _words.Length; i++)
        {
            for (var n = Math.Min(Lexicon.Longest, _words.Length - i); n > 0; n--)
            {
                if (!IsFree(i, n))
                {
                    continue;
                }

                var phrase = string.Join(' ', _words.Skip(i).Take(n));
                if (n == 1 && Row is null && Lexicon.Row(phrase) is { } row)
                {
                    Row = row;
                    Take(i, 1);
                    break;
                }

                if (Lexicon.Of(phrase) is { } sign)
                {
                    Take(i, n);
                    if (sign == Sign.Last)
                    {
                        Row ??= 0;
                    }
                    else if (sign != Sign.Filler)
                    {
                        Signs.Add(new Found(sign, i, n));
                    }

                    i += n - 1;
                    break;
                }
            }
        }
    }

    private bool IsFree(int at, int count) => at + count <= _taken.Length && !_taken.AsSpan(at, count).Contains(true);

    private void Take(int at, int count) => _taken.AsSpan(at, count).Fill(true);

    private static string? Digits(string word) =>
        word.Length is > 0 and <= 9 && word.All(char.IsAsciiDigit) ? word.TrimStart('0') is { Length: > 0 } digits ? digits : "0" : null;

    /// <summary>Elided articles apart from their words, and a pronoun behind a verb as one that stands alone.</summary>
    private static string Spread(string text) =>
        Infinitive().Replace(Pronoun().Replace(Elided().Replace(text.Replace('’', '\''), "$1 "), "$1 celle-ci"), "celle-ci ");

    [GeneratedRegex(@"(?<![\p{L}'])(l|d|qu|j|m|c|n|s|t)'(?=\p{L})(?!ici\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Elided();

    [GeneratedRegex(@"\b(?!cel|voi)(\p{L}{3,})-(?:la|le)\b(?!-)", RegexOptions.IgnoreCase)]
    private static partial Regex Pronoun();

    [GeneratedRegex(
        @"\b(?:la|le)\s+(?=(?:passer|mettre|repousser|d[ée]caler|reporter|renommer|confier|donner|d[ée]placer|fermer|cl[oô]turer|changer|avancer)\b)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Infinitive();

    /// <summary>A sign, and the words that are it.</summary>
    internal sealed record Found(Sign Sign, int At, int Length);
}
