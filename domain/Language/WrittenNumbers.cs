using System.Globalization;
using System.Text;

namespace ChatOpportunities.Domain.Language;

/// <summary>
/// Reads an amount or a percentage that fills a field of its own, in a form or in a file: the digits by <see cref="Figure"/>, as in a
/// chat, with thousands, currency and blanks as people write them. Null is what cannot be read at all.
/// </summary>
public static class WrittenNumbers
{
    /// <summary>Longer than any amount with its currency in words.</summary>
    public const int MaxLength = 60;

    /// <summary>
    /// <c>45,000.50</c>, <c>45 000,50 €</c>, <c>45'000</c>, <c>CHF 45k</c>, <c>1,2 M€</c>. Three digits behind a single sign that stands
    /// before decimals in the reader's region can mean two amounts, and are to be asked about.
    /// </summary>
    /// <param name="text">As typed.</param>
    /// <param name="culture">Language and region of who wrote it.</param>
    public static Written<decimal>? Amount(string? text, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        if (Parse(text, culture) is not { } number)
        {
            return null;
        }

        var (figure, scale) = (number.Figure, number.Scale);
        var (asGroup, asDecimal) = (Cents(figure.Value * scale), Cents(figure.ValueAsDecimal * scale));
        var isAsked = asGroup != asDecimal && (scale > 1 || figure.IsDoubtful);

        // Before a thousand a single separator is far oftener that of the decimals.
        var (value, other) = scale > 1 ? (asDecimal, asGroup) : (asGroup, asDecimal);
        return new(value + number.Rest)
        {
            Other = isAsked ? other + number.Rest : null,
            IsAsked = isAsked,
            Currency = number.Currency,
        };
    }

    /// <summary>
    /// <c>40</c>, <c>62,5 %</c>, <c>40 percent</c>: 0 to 100. A bare fraction below one may be a share of one, and is to be asked about.
    /// </summary>
    /// <param name="text">As typed.</param>
    /// <param name="culture">Language and region of who wrote it.</param>
    public static Written<decimal>? Percent(string? text, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        var plain = Plain(text).TrimEnd();
        var sign = Array.Find(PercentWords, word => plain.EndsWith(word, StringComparison.OrdinalIgnoreCase));
        if (Parse(sign is null ? plain : plain[..^sign.Length], culture) is not { Scale: 1, Currency: null } number)
        {
            return null;
        }

        // More than a hundred is no percentage: "62.500" has decimals wherever it is written.
        var value = Math.Abs(number.Figure.Value) > 100 ? number.Figure.ValueAsDecimal : number.Figure.Value;
        var isShare = sign is null && value is > 0 and < 1;
        return isShare ? new(value * 100) { Other = value, IsAsked = true } : new(value);
    }

    private static readonly string[] PercentWords = ["%", "percent", "pct", "pour cent", "pourcent", "prozent"];

    private static decimal Cents(decimal value) => decimal.Round(value, 2, MidpointRounding.AwayFromZero);

    /// <summary>One kind of blank, one kind of apostrophe.</summary>
    private static string Plain(string? text)
    {
        var plain = new StringBuilder();
        foreach (var c in text ?? "")
        {
            plain.Append(char.IsWhiteSpace(c) ? ' ' : c is '’' or 'ʼ' or '‘' or '´' or '`' or '′' ? '\'' : c is '−' or '–' ? '-' : c);
        }

        return plain.ToString().Trim();
    }

    private static Number? Parse(string? text, CultureInfo culture)
    {
        var plain = Plain(text);
        var start = plain.AsSpan().IndexOfAnyInRange('0', '9');
        if (start < 0 || plain.Length > MaxLength)
        {
            return null;
        }

        // ".5" and "-.5"
        start -= start > 0 && plain[start - 1] is '.' or ',' && (start == 1 || !char.IsAsciiLetterOrDigit(plain[start - 2])) ? 1 : 0;
        var end = start;
        while (end < plain.Length && (char.IsAsciiDigit(plain[end])
            || (plain[end] is '.' or ',' or '\'' or ' ' && end + 1 < plain.Length && char.IsAsciiDigit(plain[end + 1]))))
        {
            end++;
        }

        var (before, isNegative) = Sign(plain[..start]);
        if (before is null || Joined(plain[start..end]) is not { } digits
            || Figure.Read(digits[0] is '.' or ',' ? "0" + digits : digits, culture) is not { IsUsable: true, Suffix: "" } figure
            || Math.Abs(figure.Value) > Checks.MaxAmount * 1_000)
        {
            return null;
        }

        var number = new Number(isNegative ? figure with { Value = -figure.Value, ValueAsDecimal = -figure.ValueAsDecimal } : figure);
        if (before.Length > 0)
        {
            if (CurrencyOf(before) is not { } currency)
            {
                return null;
            }

            number = number with { Currency = currency };
        }

        // A full stop or the dash of "45.- CHF" behind it is punctuation.
        var units = plain[end..].TrimStart('.', ',').TrimStart('-', '–').Trim();
        return WithUnits(number, units);
    }

    private static (string? Before, bool IsNegative) Sign(string before)
    {
        var text = before.Trim();
        var at = text.IndexOfAny(['-', '+', '~']);
        return at < 0 ? (text, false)
            : text.IndexOfAny(['-', '+', '~'], at + 1) >= 0 ? (null, false)
            : (text.Remove(at, 1).Trim(), text[at] == '-');
    }

    /// <summary>Without the blanks and apostrophes between groups of three; null where they stand elsewhere.</summary>
    private static string? Joined(string digits)
    {
        var groups = digits.Split(' ', '\'');
        if (groups.Length == 1)
        {
            return digits;
        }

        var last = groups[^1].IndexOfAny(['.', ',']);
        return groups[0].Length is 1 or 2 or 3 && groups[..^1].All(g => g.All(char.IsAsciiDigit))
            && groups[1..^1].All(g => g.Length == 3) && (last < 0 ? groups[^1].Length : last) == 3
            ? string.Concat(groups) : null;
    }

    private static Number? WithUnits(Number number, string units)
    {
        foreach (var unit in units.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (unit.ToLowerInvariant() is "de" or "d'" or "of")
            {
                continue;
            }

            if (WithUnit(number, unit) is not { } more)
            {
                return null;
            }

            number = more;
        }

        return number;
    }

    /// <summary>A thousand, a currency or both ("k€") that it did not have; or the "k5" of "3k5".</summary>
    private static Number? WithUnit(Number number, string unit)
    {
        if (CurrencyOf(unit) is { } currency)
        {
            return number.Currency is null || number.Currency == currency ? number with { Currency = currency } : null;
        }

        var folded = SearchText.Fold(unit);
        for (var length = folded.Length; length > 0 && number.Scale == 1; length--)
        {
            if (!MoneyWords.Scales.TryGetValue(folded[..length].TrimEnd('.'), out var scale))
            {
                continue;
            }

            var (rest, scaled) = (folded[length..].TrimStart('.'), number with { Scale = scale });
            if (rest.Length == 0)
            {
                return scaled;
            }

            if (CurrencyOf(rest) is { } behind)
            {
                return number.Currency is null || number.Currency == behind ? scaled with { Currency = behind } : null;
            }

            if (length == 1 && rest.Length <= 3 && rest.All(char.IsAsciiDigit) && number.Figure is { IsWhole: true, IsGrouped: false })
            {
                return scaled with { Rest = decimal.Parse("0." + rest, CultureInfo.InvariantCulture) * scale };
            }
        }

        return null;
    }

    private static string? CurrencyOf(string word) => MoneyWords.Currency(SearchText.Fold(word), word);

    /// <summary>A number with what stands beside it.</summary>
    private sealed record Number(Figure Figure)
    {
        public decimal Scale { get; init; } = 1;

        /// <summary>Of "3k5" the five hundred.</summary>
        public decimal Rest { get; init; }

        public string? Currency { get; init; }
    }
}
