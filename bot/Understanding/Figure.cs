using System.Globalization;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>Digits with separators, and the letters right behind them.</summary>
internal sealed record Figure(decimal Value, decimal ValueAsDecimal, string Suffix)
{
    public bool IsUsable { get; init; } = true;

    public bool IsDoubtful { get; init; }

    public bool IsGrouped { get; init; }

    /// <summary>The sign before it.</summary>
    public string? Currency { get; init; }

    public bool IsWhole => Value == decimal.Truncate(Value);

    /// <summary>The amount; null when the figure cannot be read, or is itself larger than any value may be.</summary>
    public decimal? Times(decimal multiplier)
    {
        var plain = multiplier > 1 ? ValueAsDecimal : Value;
        return IsUsable && Math.Abs(plain) <= Amounts.Largest ? plain * multiplier : null;
    }

    public static Figure? Read(string word, CultureInfo culture)
    {
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
        return groups.Length <= 2 || (groups[0].Length <= 3 && groups[1..^1].All(g => g.Length == 3)
            && (groups[^1].Length == 3 || digits[groups[0].Length] != digits[^(groups[^1].Length + 1)]));
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
            var isDoubtful = first == last && culture.NumberFormat.NumberDecimalSeparator == digits[last].ToString();
            return (string.Concat(digits.Where(char.IsAsciiDigit)), false, isDoubtful);
        }

        return (string.Concat(digits[..last].Where(char.IsAsciiDigit)) + "." + digits[(last + 1)..], true, false);
    }
}
