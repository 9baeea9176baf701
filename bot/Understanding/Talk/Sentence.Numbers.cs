using System.Globalization;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>The figures of a sentence: which opportunity is meant, amounts, percentages and bounds.</summary>
internal sealed partial class Sentence
{
    private (decimal? From, decimal? To)? _bounds;

    /// <summary>"Over 50k", "between 20 and 50k", "200k and up": what the value lies between.</summary>
    public (decimal? From, decimal? To) Bounds => _bounds ??= ReadBounds();

    /// <summary>The amount that is left, and the word at which it begins; its doubts are added to the list.</summary>
    public (decimal Value, int At)? Amount(List<Doubt> doubts) => Read((line, found) =>
        Amounts.TakeValue(line, Context.Culture, found), doubts);

    /// <summary>The percentage that is left.</summary>
    public (decimal Value, int At)? Percentage(List<Doubt> doubts) => Read(
        (line, found) => SpokenChances.Take(line, Context.Culture, found, out var bare)
            ?? SpokenChances.TakeBare(line, bare, _ => true, Context.Culture, found), doubts)
        ?? (Has(Sign.Chances) ? Read((line, _) => PlainPercent(line), doubts) : null);

    /// <summary>Whether "%" or its word stands behind a figure.</summary>
    public bool HasPercent => Enumerable.Range(0, _words.Length).Any(i =>
        (_words[i].Length > 1 && _words[i][^1] == '%') || (_words[i] is "%" or "percent" or "pct" or "pourcent" && i > 0)
            || (_words[i] == "cent" && i > 1 && _words[i - 1] == "pour"));

    /// <summary>"Chances to 60", "odds 0.6": the word before has said what the number is.</summary>
    private static decimal? PlainPercent(TokenizedLine line)
    {
        for (var i = 0; i < line.Count; i++)
        {
            if (decimal.TryParse(line[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number is >= 0 and <= 100)
            {
                line.Take(i);
                return number is > 0 and < 1 ? number * 100 : number;
            }
        }

        return null;
    }

    private (decimal Value, int At)? Read(Func<TokenizedLine, List<Doubt>, decimal?> read, List<Doubt> doubts) =>
        ReadAt(0, _words.Length, read, doubts);

    /// <summary>Lets a reader of figures look at the words that are free, and takes those that it takes.</summary>
    private (decimal Value, int At)? ReadAt(int from, int until, Func<TokenizedLine, List<Doubt>, decimal?> read, List<Doubt> doubts)
    {
        var line = new TokenizedLine(string.Join(' ', Enumerable.Range(from, until - from).Select(Figure)));
        if (line.Count != until - from || read(line, doubts) is not { } value)
        {
            return null;
        }

        var first = -1;
        for (var i = 0; i < line.Count; i++)
        {
            if (!line.IsFree(i))
            {
                _taken[from + i] = true;
                first = first < 0 ? from + i : first;
            }
        }

        return (value, first);
    }

    /// <summary>A word as the readers of figures know it; one that has been understood otherwise, and is no lead-in, as a sign of
    /// nothing.</summary>
    private string Figure(int i)
    {
        if (_quoted[i] || (_taken[i] && TalkLexicon.Of(_words[i]) is not (Sign.Filler or Sign.Value or Sign.Worth or Sign.Chances)))
        {
            return "¤";
        }

        var typed = _line.Raw(i).Trim('?', '!', '.', ',', ';', ':', '"', '“', '”', '«', '»', '…').Trim();
        var isFigure = i > 0 && _words[i - 1].Length > 0 && char.IsAsciiDigit(_words[i - 1][0]);
        return typed.Length == 0 || typed.Any(c => char.IsWhiteSpace(c) || c is ',' or ';' && !char.IsAsciiDigit(typed[0])) ? "¤"
            : isFigure && _words[i] is "grand" or "g" ? "k" : typed;
    }

    private decimal? AmountAt(int from, int count = 4)
    {
        var until = Math.Min(_words.Length, from + count);
        return from >= until ? null : ReadAt(from, until, (line, found) => Amounts.TakeValue(line, Context.Culture, found), [])?.Value;
    }

    private (decimal? From, decimal? To) ReadBounds()
    {
        decimal? from = null, to = null;
        foreach (var sign in Signs)
        {
            var behind = sign.At + sign.Length;
            switch (sign.Sign)
            {
                case Sign.Over:
                    from = AmountAt(behind) ?? from;
                    break;
                case Sign.Under:
                    to = AmountAt(behind) ?? to;
                    break;
                case Sign.Since when IsFigure(behind):
                    from = AmountAt(behind) ?? from;
                    break;
                case Sign.Until when IsFigure(behind):
                    to = AmountAt(behind) ?? to;
                    break;
                case Sign.Between when Enumerable.Range(behind, Math.Min(5, _words.Length - behind)).FirstOrDefault(
                    i => _words[i] is "and" or "et", -1) is > 0 and var and:
                    (from, to) = Shared(AmountAt(behind, and - behind), AmountAt(and + 1));
                    break;
            }
        }

        return from is null && to is null ? ReadOpenBound() : (from, to);
    }

    /// <summary>"200k and up", "50k max".</summary>
    private (decimal? From, decimal? To) ReadOpenBound()
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if (!IsFigure(i))
            {
                continue;
            }

            var (next, third) = (Word(i + 1), Word(i + 2));
            var isMore = (next, third) is ("and", "up" or "more" or "above" or "over") or ("or", "more" or "above") or ("et"
                or "ou", "plus");
            var isLess = (next, third) is ("or" or "and", "less" or "below") or ("ou" or "et", "moins");
            var isOne = next is "+" or "plus" or "min" or "minimum" or "max" or "maximum" or "tops" || _words[i][^1] == '+';
            if (!isMore && !isLess && !isOne)
            {
                continue;
            }

            var amount = AmountAt(i, 1);
            Take(i, Math.Min(_words.Length - i, isOne ? _words[i][^1] == '+' ? 1 : 2 : 3));
            return isLess || next is "max" or "maximum" or "tops" ? (null, amount) : (amount, null);
        }

        return (null, null);
    }

    /// <summary>"Between 20 and 50k" says "k" for both.</summary>
    private static (decimal? From, decimal? To) Shared(decimal? from, decimal? to)
    {
        var factor = from is > 0 and < 1000 && to >= 1000 ? to >= 1_000_000 && from * 1_000_000 <= to ? 1_000_000 : 1000 : 1;
        return from * factor <= to ? (from * factor, to) : (from, to);
    }

    private bool IsFigure(int at) => at < _words.Length && IsFree(at, 1) && _words[at].Length > 0
        && (char.IsAsciiDigit(_words[at][0]) || _words[at][0] is '€' or '$' or '£');

    /// <summary>
    /// "OPP-00012", "#12", "opp 12", "deal 12", "n° 12", "la 12", or digits alone where a word of ours leads to them or goes on behind
    /// them.
    /// </summary>
    private void TakeNumber()
    {
        var bare = SearchText.Fold(Context.NumberPrefix).TrimEnd('-');
        for (var i = 0; i < _words.Length; i++)
        {
            if (!IsFree(i, 1))
            {
                continue;
            }

            var word = _words[i];
            var isPrefixed = bare.Length > 0 && word.StartsWith(bare, StringComparison.Ordinal)
                && Digits(word[bare.Length..].TrimStart('-')) is not null;
            var isNamed = isPrefixed || word.StartsWith('#');
            if (Digits(isPrefixed ? word[bare.Length..].TrimStart('-') : word.TrimStart('#')) is not { } number)
            {
                continue;
            }

            var before = Word(i - 1);
            var isLed = before is "opp" or "deal" or "no" or "nr" or "n°" or "no." or "number" or "numero" or "affaire"
                or "opportunity" or "opportunite"
                or "lead" or "dossier" || (before == bare && bare.Length > 0) || (before == "n" && IsListed(i + 1));
            var isRow = before is "row" or "line" or "item" or "ligne" or "rang" or "entry"
                || (before is "number" or "numero" or "no" or "n°" or "n" && IsListed(i + 1));
            if (isRow && !isNamed)
            {
                Row ??= int.Parse(number, CultureInfo.InvariantCulture);
                Take(i - 1, 2);
            }
            else if (isNamed || (isLed && !SpokenPeriods.IsUnit(Word(i + 1))))
            {
                Number ??= number;
                Take(isLed && !isNamed && IsFree(i - 1, 1) ? i - 1 : i, isLed && !isNamed && IsFree(i - 1, 1) ? 2 : 1);
            }
            else if (Number is null && IsReference(i))
            {
                Number = number;
                Take(i, 1);
            }
        }
    }

    /// <summary>Digits alone that mean an opportunity: no figure, no day, and not the number of something that follows ("3
    /// servers").</summary>
    private bool IsReference(int i)
    {
        var (next, before) = (Word(i + 1), Word(i - 1));
        if (_words[i].Length > 6 || SpokenPeriods.IsUnit(next) || SpokenPeriods.IsUnit(before)
            || next is "%" or "percent" or "k" or "m" or "grand" or "eur" or "euros" or "€" or "h" or "am" or "pm" or "x"
            || (next == "pour" && Word(i + 2) == "cent") || (next.Length == 3 && Digits(next) is not null && _words[i].Length < 4))
        {
            return false;
        }

        var isAtEnd = i + 1 == _words.Length || _taken[i + 1] || _line.StartsPart(i + 1) || StartsPhrase(i + 1);
        if (i == 0)
        {
            return isAtEnd;
        }

        return isAtEnd && (before is "la" or "about" or "sur" or "concernant" or "regarding" or "on" or "for" or "of" or "de"
            or "pour" or "in"
                or "and" or "et" or "l'affaire"
            || (before is "to" or "a" && _words.Take(i).Any(word => TalkLexicon.Of(word) is Sign.Note or Sign.Task))
            || (before is "is" or "est" or "does" or "will" && IsAskedBefore(i))
            || TalkLexicon.Of(before) is (>= Sign.Set and <= Sign.Back and not Sign.Set) or Sign.Won or Sign.Lost or Sign.Show or Sign.Owner
                or Sign.Yes or Sign.Sorry or Sign.Who or Sign.Stage or Sign.Status or Sign.Polite or Sign.WhatAbout or Sign.Close
                or Sign.Refusal or Sign.Hello or Sign.Thanks
            || (TalkLexicon.Of(before) == Sign.Set && (i + 1 < _words.Length)));
    }

    private bool StartsPhrase(int at)
    {
        for (var n = 1; n <= TalkLexicon.Longest && at + n <= _words.Length; n++)
        {
            if (TalkLexicon.Of(Phrase(at, n)) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a word that asks stands before.</summary>
    private bool IsAskedBefore(int at) => _words.Take(at).Any(word => TalkLexicon.Of(word)
        is Sign.Ask or Sign.HowMuch or Sign.When or Sign.Who or Sign.How);

    private bool IsListed(int at) => Word(at) is "of" or "in" or "de" or "dans" or "sur" or "on"
        && Enumerable.Range(at + 1, 2).Any(k => Word(k) is "list" or "liste");

    private static string? Digits(string word) =>
        word.Length is > 0 and <= 9 && word.All(char.IsAsciiDigit) ? word.TrimStart('0') is { Length: > 0 } digits ? digits : "0" : null;
}
