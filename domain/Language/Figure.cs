using System.Globalization;

namespace ChatOpportunities.Domain.Language;

/// <summary>Digits with separators, and the letters right behind them: the one reading of what separators in a number mean.</summary>
/// <param name="Value">The number, three digits behind a single separator being a group.</param>
/// <param name="ValueAsDecimal">The number, a single separator being that of the decimals.</param>
/// <param name="Suffix">What is written right behind it.</param>
public sealed record Figure(decimal Value, decimal ValueAsDecimal, string Suffix)
{
    /// <summary>It is a number: "12,5,3" and "1e5" are none.</summary>
    public bool IsUsable { get; init; } = true;

    /// <summary>Its single separator, before three digits, is one that the reader writes before decimals.</summary>
    public bool IsDoubtful { get; init; }

    /// <summary>It has separators, or so many digits that it is no count.</summary>
    public bool IsGrouped { get; init; }

    /// <summary>The sign before it.</summary>
    public string? Currency { get; init; }

    /// <summary>It has no decimals.</summary>
    public bool IsWhole => Value == decimal.Truncate(Value);

    /// <summary>The amount; null when the figure cannot be read, or is itself larger than any value may be.</summary>
    public decimal? Times(decimal multiplier)
    {
        var plain = multiplier > 1 ? ValueAsDecimal : Value;
        return IsUsable && Math.Abs(plain) <= Checks.MaxAmount ? plain * multiplier : null;
    }

    /// <summary>Reads a word that begins with a number, perhaps behind signs; null when it does not.</summary>
    /// <param name="word">Without blanks, in small letters.</param>
    /// <param name="culture">Whose separators are known.</param>
    public static Figure? Read(string word, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(culture);
        var i = 0;
        var isNegative = false;
        string? currency = null;
        for (; i < word.Length && word[i] is '-' or '−' or '+' or '€' or '$' or '£' or '¥' or '~'; i++)
        {
            isNegative |= word[i] is '-' or '−';
            currency = word[i] is '€' or '$' or '£' or '¥' ? word[i].ToString() : currency;
        }

        var start = i;
        while (i < word.Length && (char.IsAsciiDigit(word[i])
            || (word[i] is '.' or ',' or '\'' && i > start && i + 1 < word.Length && char.IsAsciiDigit(word[i + 1]))))
        {
            i++;
        }

        if (i == start)
        {
            return null;
        }

        var digits = word[start..i].Replace("'", "", StringComparison.Ordinal);
        var suffix = word[i..].TrimEnd('%');
        if (suffix.Length > 1 && suffix[0] == 'e' && suffix[1..].TrimStart('+', '-').All(char.IsAsciiDigit))
        {
            return new Figure(0, 0, "") { IsUsable = false };
        }

        var (whole, hasFraction, isDoubtful) = Separate(digits, culture);
        if (!HasWholeGroups(digits)
            || !decimal.TryParse(whole, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            return new Figure(0, 0, suffix) { IsUsable = false, Currency = currency };
        }

        // With "k" or "M" behind it, a single separator is a decimal one, however many digits follow.
        var separators = digits.Count(c => c is '.' or ',');
        var asDecimal = separators == 1
            ? decimal.Parse(digits.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : value;
        return new Figure(isNegative ? -value : value, isNegative ? -asDecimal : asDecimal, suffix)
        {
            IsDoubtful = isDoubtful,
            IsGrouped = hasFraction || separators > 0 || digits.Length > 4,
            Currency = currency,
        };
    }

    /// <summary>Between two separators there are three digits: "12,5,3" is no number.</summary>
    private static bool HasWholeGroups(string digits)
    {
        var groups = digits.Split('.', ',');
        return groups.Length <= 2 || IsIndian(digits, groups) || (groups[0].Length <= 3 && groups[1..^1].All(g => g.Length == 3)
            && (groups[^1].Length == 3 || digits[groups[0].Length] != digits[^(groups[^1].Length + 1)]));
    }

    /// <summary>"12,34,567": lakhs and crores, groups of two before the last one of three.</summary>
    private static bool IsIndian(string digits, string[] groups)
    {
        var hasFraction = digits.Contains('.', StringComparison.Ordinal) && digits.LastIndexOf('.') > digits.LastIndexOf(',');
        var whole = hasFraction ? groups[..^1] : groups;
        return digits.IndexOf('.', StringComparison.Ordinal) == (hasFraction ? digits.LastIndexOf('.') : -1) && whole.Length > 2
            && whole[0].Length is 1 or 2 && whole[^1].Length == 3 && whole[1..^1].All(g => g.Length == 2);
    }

    /// <summary>
    /// Which separator groups and which one divides: the last one of two kinds divides, three digits behind a single one are a group.
    /// </summary>
    private static (string Digits, bool HasFraction, bool IsDoubtful) Separate(string digits, CultureInfo culture)
    {
        var last = digits.LastIndexOfAny(['.', ',']);
        if (last < 0)
        {
            return (digits, false, false);
        }

        var first = digits.IndexOfAny(['.', ',']);
        var isOneKind = digits.AsSpan()[first..(last + 1)].IndexOf(digits[last] == '.' ? ',' : '.') < 0;
        var isGroup = isOneKind && (first != last || (digits.Length - last == 4 && last <= 3 && digits[0] != '0'));
        if (isGroup)
        {
            // In the French of Switzerland amounts have a point and other numbers a comma.
            var format = culture.NumberFormat;
            var isDoubtful = first == last
                && (format.NumberDecimalSeparator == digits[last].ToString() || format.CurrencyDecimalSeparator == digits[last].ToString());
            return (string.Concat(digits.Where(char.IsAsciiDigit)), false, isDoubtful);
        }

        return (string.Concat(digits[..last].Where(char.IsAsciiDigit)) + "." + digits[(last + 1)..], true, false);
    }
}
