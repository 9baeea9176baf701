using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>An amount as it stands in a line.</summary>
/// <param name="At">Its first word.</param>
/// <param name="Length">In words.</param>
/// <param name="Value">Null when the figure cannot be used.</param>
internal sealed record Amount(int At, int Length, decimal? Value)
{
    /// <summary>The thousand, million or billion said with it; 1 without.</summary>
    public decimal Scale { get; init; } = 1;

    /// <summary>As <see cref="MoneyWords.Currency"/> tells it; null without.</summary>
    public string? Currency { get; init; }

    /// <summary>It may be read as another number.</summary>
    public bool IsDoubtful { get; init; }

    /// <summary>Of a range, the lower end.</summary>
    public bool IsRange { get; init; }

    /// <summary>Its digits; null of what is in words or put together.</summary>
    public Figure? Figure { get; init; }

    public bool IsInWords { get; init; }

    public int End => At + Length;

    public bool HasUnit => Scale > 1 || Currency is not null;
}

/// <summary>Reads the amount that begins at a word: in digits or in words, as a range, or as so many times another.</summary>
internal sealed class AmountReader(TokenizedLine line, CultureInfo culture)
{
    private const int MostTimes = 9_999;

    /// <summary>The amount that begins here, whatever it is; null when no number does.</summary>
    public Amount? Read(int at) =>
        Joined(at) ?? (Single(at) is { } first ? Range(first) ?? Product(first) ?? first : null);

    /// <summary>"40-50k", "3x40k": two numbers in one word.</summary>
    private Amount? Joined(int at)
    {
        var word = line[at];
        var between = -1;
        for (var i = 1; i + 1 < word.Length; i++)
        {
            if (word[i] is '-' or 'x' or '×' or '*' && (char.IsAsciiDigit(word[i - 1]) || word[i - 1] is 'k' or 'm' or '€' or '$')
                && (char.IsAsciiDigit(word[i + 1]) || word[i + 1] is '€' or '$'))
            {
                if (between >= 0)
                {
                    return null; // a day, or a telephone number
                }

                between = i;
            }
        }

        if (between < 0 || OfWord(word[..between], at) is not { } one || OfWord(word[(between + 1)..], at) is not { } other)
        {
            return null;
        }

        other = WithUnits(other);
        return word[between] == '-' ? AsRange(one, other, at, isLed: false) : AsProduct(one, other);
    }

    private Amount? Single(int at) => Words(at) ?? Digits(at);

    /// <summary>"Between 40 and 50k", "de 40 à 50k", "40k - 50k".</summary>
    private Amount? Range(Amount first)
    {
        var to = first.End;
        if (!Lexicon.RangeTo.Contains(line[to]) || line.StartsPart(to) || line.StartsPart(to + 1) || !line.IsFree(to + 1)
            || Single(to + 1) is not { } second)
        {
            return null;
        }

        var isLed = first.At > 0 && !line.StartsPart(first.At) && Lexicon.RangeFrom.Contains(line[first.At - 1]);
        return !isLed && Lexicon.And.Contains(line[to]) ? null : AsRange(first, second, isLed ? first.At - 1 : first.At, isLed);
    }

    /// <summary>The lower end in the unit of the upper one. "Floor 2 at 45k" is none: what is far apart is two figures.</summary>
    private static Amount? AsRange(Amount lower, Amount upper, int at, bool isLed)
    {
        var value = lower.Value * (lower.Scale == 1 && lower.Value < 1_000 ? upper.Scale : 1);
        return value < upper.Value && (isLed || upper.Value <= 10 * value) && (lower.HasUnit || upper.HasUnit || (isLed && value >= 100))
            ? new Amount(at, upper.End - at, value)
            {
                Scale = Math.Max(lower.Scale, upper.Scale),
                Currency = upper.Currency ?? lower.Currency,
                IsRange = true,
            }
            : null;
    }

    /// <summary>"3 x 40k", "40k x 3", "trois fois 40 000 €".</summary>
    private Amount? Product(Amount first)
    {
        var times = first.End;
        return Lexicon.Times.Contains(line[times]) && !line.StartsPart(times) && line.IsFree(times + 1) && !line.StartsPart(times + 1)
            && Single(times + 1) is { } second ? AsProduct(first, second) : null;
    }

    private static Amount? AsProduct(Amount one, Amount other)
    {
        var count = one.HasUnit ? other : one;
        return one.HasUnit != other.HasUnit && count.Value is >= 1 and <= MostTimes && count.Value == decimal.Truncate(count.Value.Value)
            ? (one.HasUnit ? one : other) with
            {
                At = one.At,
                Length = other.End - one.At,
                Value = Math.Abs(one.Value ?? Checks.MaxAmount) > Checks.MaxAmount ? null : one.Value * other.Value,
            }
            : null;
    }

    /// <summary>"Vingt cinq mille euros", "half a million".</summary>
    private Amount? Words(int at)
    {
        if (!line.IsFree(at) || NumberWords.Read(line, at) is not { } said)
        {
            return null;
        }

        return WithCurrency(new Amount(at, said.Length, said.Value)
        {
            Scale = said.Scale,
            IsDoubtful = said.IsDoubtful,
            IsInWords = true,
        });
    }

    private Amount? Digits(int at)
    {
        var i = at;
        var before = line.IsFree(at) && !line.StartsPart(at + 1) ? MoneyWords.Currency(line[at], line.Raw(at)) : null;
        i += before is null ? 0 : 1;
        var start = i;
        if (line[i].Length == 0 || line[i].EndsWith('%') || OfWord(ReadGroups(ref i), at) is not { } amount)
        {
            return null;
        }

        amount = WithRest(WithUnits(amount with { Length = i - at, Currency = before ?? amount.Currency }));

        // Where blanks do not group digits, "Office 365 450 €" may be two numbers.
        var mayBeTwo = i > start + 1 && line.IsCapitalised(start - 1) && !line.StartsPart(start)
            && culture.NumberFormat.NumberGroupSeparator.Any(c => !char.IsWhiteSpace(c));
        return amount with { IsDoubtful = amount.IsDoubtful || mayBeTwo };
    }

    /// <summary>A number with what is written right behind it: "45k€", "3k5".</summary>
    private Amount? OfWord(string word, int at)
    {
        if (Figure.Read(word, culture) is not { } figure)
        {
            return null;
        }

        var amount = new Amount(at, 1, null)
        {
            Figure = figure,
            Currency = Lexicon.Currencies.GetValueOrDefault(figure.Currency ?? ""),
        };
        if (figure.Suffix.Length == 0)
        {
            return Scaled(amount);
        }

        if (WithUnit(amount, figure.Suffix, "") is { } read)
        {
            return Scaled(read);
        }

        // "3k5", "1M2"
        return figure.Suffix.Length is > 1 and < 5 && Lexicon.Scales.TryGetValue(figure.Suffix[..1], out var scale)
            && figure.Suffix[1..].All(char.IsAsciiDigit) && figure.IsWhole
            ? amount with
            {
                Figure = null,
                Value = figure.Times(scale) + (decimal.Parse("0." + figure.Suffix[1..], CultureInfo.InvariantCulture) * scale),
                Scale = scale,
                IsDoubtful = true,
            }
            : null;
    }

    /// <summary>
    /// With a thousand behind it, a single separator is a decimal one, however many digits follow; three of them may have been a group.
    /// </summary>
    private static Amount Scaled(Amount amount) => amount.Figure is not { } figure ? amount : amount with
    {
        Value = figure.Times(amount.Scale),
        IsDoubtful = amount.Scale == 1 ? figure.IsDoubtful : figure.Value != figure.ValueAsDecimal,
    };

    /// <summary>A word, and with "12 500,00" the groups of three behind one to three digits.</summary>
    private string ReadGroups(ref int i)
    {
        var text = line[i++];
        if (text.TrimStart('-', '+', '€', '$', '£', '~') is { Length: > 0 and <= 3 } head && head.All(char.IsAsciiDigit))
        {
            while (line.IsFree(i) && !line.StartsPart(i) && StartsWithGroup(line[i]) && !line[i].EndsWith('%'))
            {
                text += line[i];
                if (line[i++].Length > 3)
                {
                    break;
                }
            }
        }

        return text;
    }

    private static bool StartsWithGroup(string word) =>
        word.Length >= 3 && char.IsAsciiDigit(word[0]) && char.IsAsciiDigit(word[1]) && char.IsAsciiDigit(word[2])
            && (word.Length == 3 || !char.IsAsciiDigit(word[3]));

    /// <summary>A multiplier and a currency as words of their own: "12 k €", "2 millions d'euros".</summary>
    private Amount WithUnits(Amount amount)
    {
        for (var k = 0; k < 2 && line.IsFree(amount.End) && !line.StartsPart(amount.End); k++)
        {
            // "12 m" may be metres; "12 M" and "12 k" are not.
            var next = line[amount.End];
            if ((next == "m" && line.Raw(amount.End) != "M") || WithUnit(amount, next, line.Raw(amount.End)) is not { } more)
            {
                break;
            }

            amount = more with { Length = amount.Length + 1 };
        }

        return Scaled(amount);
    }

    /// <summary>With a multiplier, a currency or both ("k€") that it did not have; null when the text is anything else.</summary>
    private static Amount? WithUnit(Amount amount, string unit, string raw)
    {
        if (MoneyWords.Currency(unit, raw) is { } currency)
        {
            return amount.Currency is null || amount.Currency == currency ? amount with { Currency = currency } : null;
        }

        for (var length = unit.Length; length > 0 && amount.Scale == 1 && amount.Figure is not null; length--)
        {
            if (!Lexicon.Scales.TryGetValue(unit[..length], out var scale))
            {
                continue;
            }

            if (length == unit.Length)
            {
                return amount with { Scale = scale };
            }

            if (Lexicon.Currencies.TryGetValue(unit[length..], out var behind))
            {
                return amount with { Scale = scale, Currency = behind };
            }
        }

        return null;
    }

    /// <summary>"3 million 200 thousand", "2 millions 5", "1 million deux", "2 million and a half", "25 thousand 500".</summary>
    private Amount WithRest(Amount amount)
    {
        var at = amount.End;
        if (amount.Scale == 1 || line[at - 1].Length < 3 || !Lexicon.Scales.ContainsKey(line[at - 1])
            || !line.IsRun(amount.At, amount.Length + 1))
        {
            return amount;
        }

        var half = Enumerable.Range(1, 3).FirstOrDefault(n => line.IsRun(at, n) && Lexicon.Half.Contains(line[at + n - 1]));
        if (half > 1 && Lexicon.And.Contains(line[at]) && (half == 2 || Lexicon.Numbers.GetValueOrDefault(line[at + 1]) == 1))
        {
            return WithCurrency(amount with { Length = amount.Length + half, Value = amount.Value + (amount.Scale / 2) });
        }

        if (Single(at) is not { Value: { } rest } more || rest <= 0 || more.Scale >= amount.Scale)
        {
            return amount;
        }

        var isLast = more.Currency is not null || line.EndsRun(more.End);
        var added = more.Scale > 1 ? rest : !isLast ? 0
            : rest < 10 && rest == decimal.Truncate(rest) ? rest * amount.Scale / 10
            : rest is >= 100 and < 1_000 ? rest * amount.Scale / 1_000 : 0;
        var isSure = more.Scale > 1 || (rest < 10 && more.IsInWords && amount.Scale >= 1_000_000);
        return added == 0 || added >= amount.Scale ? amount : amount with
        {
            Length = amount.Length + more.Length,
            Value = amount.Value + added,
            Currency = more.Currency,
            IsDoubtful = amount.IsDoubtful || more.IsDoubtful || !isSure,
        };
    }

    /// <summary>Whether a word is a multiplier, a currency or both.</summary>
    public static bool IsUnit(string unit, string raw) =>
        WithUnit(new Amount(0, 0, 0) { Figure = new Figure(0, 0, "") }, unit, raw) is not null;

    private Amount WithCurrency(Amount amount) =>
        line.IsFree(amount.End) && !line.StartsPart(amount.End)
            && MoneyWords.Currency(line[amount.End], line.Raw(amount.End)) is { } currency
            ? amount with { Length = amount.Length + 1, Currency = currency } : amount;
}
