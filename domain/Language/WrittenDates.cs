using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatOpportunities.Domain.Language;

/// <summary>
/// Reads a date written out in full, in a form, in a file or in a chat: as programs write it, with the month in letters, or in figures.
/// Dots stand behind the day everywhere; between slashes and hyphens the region tells. Null is what is no day at all.
/// </summary>
public static partial class WrittenDates
{
    /// <summary>Years that a sale may have to do with; beyond them a digit was mistyped.</summary>
    public const int FirstYear = 1990;

    /// <summary>The last of them.</summary>
    public const int LastYear = 2100;

    private const int MaxLength = 60;

    /// <summary>A date with its year, in the order of a culture.</summary>
    public static Written<DateOnly>? Read(string? text, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        return Read(
            text, Regions.OrderOf(culture),
            isMonthLikelier: culture.DateTimeFormat.ShortDatePattern.TrimStart().StartsWith('M'));
    }

    /// <summary>A date with its year, in a known order.</summary>
    public static Written<DateOnly>? Read(string? text, DateOrder order) =>
        Read(text, order, isMonthLikelier: order == DateOrder.MonthFirst);

    /// <summary>
    /// Three numbers as they stand between their separators: <paramref name="first"/> and <paramref name="second"/> are day and month in
    /// either order. Dots are day first; so is what can be nothing else.
    /// </summary>
    private static Written<DateOnly>? OfFigures(int first, int second, int year, char separator, DateOrder order, bool isMonthLikelier)
    {
        var (dayFirst, monthFirst) = (Day(year, second, first), Day(year, first, second));
        if (separator == '.' || dayFirst is null || monthFirst is null || dayFirst == monthFirst)
        {
            return dayFirst is { } day ? new(day) : separator != '.' && monthFirst is { } only ? new(only) : null;
        }

        var (value, other) = order == DateOrder.MonthFirst || (order == DateOrder.Unknown && isMonthLikelier)
            ? (monthFirst.Value, dayFirst.Value) : (dayFirst.Value, monthFirst.Value);
        return new(value) { Other = other, IsAsked = order == DateOrder.Unknown };
    }

    private static Written<DateOnly>? Read(string? text, DateOrder order, bool isMonthLikelier)
    {
        var plain = Blanks().Replace(text ?? "", " ").Trim();
        if (plain.Length is 0 or > MaxLength)
        {
            return null;
        }

        if (YearFirst().Match(plain) is { Success: true } iso)
        {
            return Day(Number(iso, "y"), Number(iso, "m"), Number(iso, "d")) is { } day ? new(day) : null;
        }

        if (Figures().Match(plain) is { Success: true } figures)
        {
            return OfFigures(
                Number(figures, "a"), Number(figures, "b"), YearOf(figures.Groups["y"].Value), figures.Groups["s"].Value[0], order,
                isMonthLikelier);
        }

        return Words(plain) is { } named ? new(named) : null;
    }

    /// <summary>5 May 2027, Wed, May 5th, 2027, 1er juin 2027, 30-Jun-27, 5. März 2027: one day, one month, one year.</summary>
    private static DateOnly? Words(string plain)
    {
        var words = SearchText.Fold(TimeBehind().Replace(plain, ""))
            .Split([' ', ',', '-', '.', '/'], StringSplitOptions.RemoveEmptyEntries).ToList();
        if (words.Select(MonthWords.Number).OfType<int>().Count() > 1)
        {
            words.Remove("mar"); // beside another month it is the French Tuesday
        }

        int? month = null, day = null, year = null;
        foreach (var word in words)
        {
            if (char.IsAsciiDigit(word[0]))
            {
                var digits = Ordinal().Replace(word, "");
                if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    return null;
                }

                if (digits.Length <= 2 && day is null)
                {
                    day = number;
                }
                else if (digits.Length is 2 or 4 && digits.Length == word.Length && year is null && month is not null)
                {
                    year = YearOf(digits);
                }
                else
                {
                    return null;
                }
            }
            else if (MonthWords.Number(word) is { } named && month is null)
            {
                month = named;
            }
            else if (!IsFiller(word))
            {
                return null;
            }
        }

        return day is { } d && month is { } m && year is { } y ? Day(y, m, d) : null;
    }

    private static bool IsFiller(string word) => word is "of" or "the" or "de" or "le" or "den" or "am"
        || Weekdays().IsMatch(word);

    private static int YearOf(string digits)
    {
        var year = int.Parse(digits, CultureInfo.InvariantCulture);
        return digits.Length == 4 ? year : year >= FirstYear % 100 ? 1900 + year : 2000 + year;
    }

    private static DateOnly? Day(int year, int month, int day) =>
        year is >= FirstYear and <= LastYear && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day) : null;

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^(?<y>[0-9]{4})[-/.](?<m>[0-9]{1,2})[-/.](?<d>[0-9]{1,2})([T ]+[0-9]{1,2}:[0-9]{2}[0-9:., APMapmZz+\-]*)?\z")]
    private static partial Regex YearFirst();

    [GeneratedRegex(
        @"^(?<a>[0-9]{1,2})(?<s>[-/.])(?<b>[0-9]{1,2})\k<s>(?<y>[0-9]{4}|[0-9]{2})\.?"
        + @"(,?[T ]+[0-9]{1,2}[:.h][0-9]{2}[0-9:., APMapmZz+\-]*)?\z")]
    private static partial Regex Figures();

    [GeneratedRegex(@",?[T ]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?( ?[APap][Mm])?\z")]
    private static partial Regex TimeBehind();

    [GeneratedRegex("(st|nd|rd|th|er)$")]
    private static partial Regex Ordinal();

    [GeneratedRegex("^(mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|(mon|tues|wednes|thurs|fri|satur|sun)day|lun|mer|jeu|ven|sam|dim"
        + "|(lun|mar|mercre|jeu|vendre|same)di|dimanche|mo|di|mi|do|fr|sa|so"
        + "|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)$")]
    private static partial Regex Weekdays();
}
