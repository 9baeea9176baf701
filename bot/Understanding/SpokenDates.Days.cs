using System.Globalization;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>Days of the calendar and of the week.</summary>
internal sealed partial class SpokenDates
{
    /// <summary>Beyond it a number behind a comma is an amount.</summary>
    private const int FarthestYear = 15;

    /// <summary>2026-06-30, 30/06, 30/06/2027, 6/30, 30.6., 30.06.2026.</summary>
    private Spoken? Digits(TokenizedLine line, int i)
    {
        var raw = line.Raw(i).Trim('!', '?', ':', '(', ')', ' ');
        if (line[i].Split('-') is [var first, var name, ..] and { Length: <= 3 } inWords
            && (first.Any(char.IsAsciiDigit) || Lexicon.Ordinals.ContainsKey(first)) && DayNumber(first) is { } dayInWords
            && Lexicon.Months.TryGetValue(name, out var named))
        {
            // 30-Jun-2026, 30-juin
            return inWords.Length == 2 ? Coming(dayInWords, named) : Year(inWords[2]) is { } yearInWords
                ? new Spoken(1, Day(yearInWords, named, dayInWords)) : null;
        }

        var separator = raw.FirstOrDefault(c => !char.IsAsciiDigit(c));
        if (separator is not ('-' or '/' or '.') || raw.Length > 11)
        {
            return null;
        }

        var endsInDot = separator == '.' && raw[^1] == '.';
        var parts = raw.TrimEnd('.').Split(separator);
        if (parts.Length is < 2 or > 3 || parts.Any(p => p.Length is 0 or > 4 || !p.All(char.IsAsciiDigit)))
        {
            return null;
        }

        var n = Array.ConvertAll(parts, p => int.Parse(p, CultureInfo.InvariantCulture));
        if (parts[0].Length == 4)
        {
            return parts.Length == 3 ? Written(raw) : null;
        }

        // "12.50" and "10-20" are figures, "24/7" is a way of working.
        if (parts[0].Length > 2 || parts[1].Length > 2 || (parts.Length == 2 && separator != '/' && !endsInDot)
            || (raw == "24/7" && !IsLedTo(line, i))
            || (parts.Length == 3 && parts[2].Length is not (2 or 4))
            || (parts.Length == 2 && (n[0] > 31 || n[1] > 31 || (n[0] > 12 && n[1] > 12))))
        {
            return null;
        }

        if (parts.Length == 3)
        {
            return Written(raw);
        }

        var monthFirst = separator == '/' && (n[1] > 12 || (_monthFirst && n[0] <= 12));
        var (day, month) = monthFirst ? (n[1], n[0]) : (n[0], n[1]);
        var isAmbiguous = separator == '/' && n[0] <= 12 && n[1] <= 12 && n[0] != n[1];
        var coming = Coming(day, month);
        return coming with { IsDoubtful = coming.IsDoubtful || isAmbiguous };
    }

    /// <summary>With its year: as forms and files have it.</summary>
    private Spoken Written(string raw)
    {
        var written = WrittenDates.Read(raw.TrimEnd('.'), culture);
        return new Spoken(1, written?.Value, written?.Other is not null);
    }

    /// <summary>30 June, 30th of June 2027, the thirtieth of June, le trente et un mars, 1er juillet, June 30.</summary>
    private Spoken? DayAndMonth(TokenizedLine line, int i)
    {
        int day, month, length;
        var isSlip = false;
        if (DayAt(line, i) is var (before, words))
        {
            var of = Lexicon.Of.Contains(line[i + words]) ? 1 : 0;
            if (!line.IsRun(i, words + of + 1) || !IsMonth(line[i + words + of], out month, out isSlip))
            {
                return null;
            }

            // "Quatre-vingt-dix sept mille" has no September in it.
            if (Lexicon.Numbers.ContainsKey(line[i + words + of]) && !char.IsAsciiDigit(line[i][0]))
            {
                return null;
            }

            // "Nine hundred ten August 27": what stands before the month is the amount.
            (day, length) = (before, words + of + 1);
            var isOfNumber = !char.IsAsciiDigit(line[i][0]) && NumberWords.IsPart(line, i - 1) && !line.StartsPart(i);
            if (!line.StartsPart(i + length) && DayAt(line, i + length) is not null
                && (isOfNumber || !char.IsAsciiDigit(line[i + length][^1])))
            {
                return null;
            }

            isSlip |= isOfNumber;
        }
        else if (Lexicon.Months.TryGetValue(line[i], out month) && !line.StartsPart(i + 1))
        {
            var the = Lexicon.The.Contains(line[i + 1]) ? 1 : 0;
            if (!line.IsRun(i, 2 + the) || DayAt(line, i + 1 + the) is not var (after, said))
            {
                return null;
            }

            (day, length) = (after, 1 + the + said);
        }
        else
        {
            return null;
        }

        if (YearAt(line, i + length) is var (year, isShort))
        {
            return new Spoken(length + 1, Day(year, month, day), isSlip || isShort);
        }

        var coming = Coming(day, month);
        return coming with { Length = length, IsDoubtful = coming.IsDoubtful || isSlip };
    }

    /// <summary>2027; '27; 27 at the end of what is said, or 2027 behind a French comma: either may be something else.</summary>
    private (int Year, bool IsDoubtful)? YearAt(TokenizedLine line, int i)
    {
        if (Year(line[i]) is { } year)
        {
            var isAmount = line.IsRun(i, 2) && AmountReader.IsUnit(line[i + 1], line.Raw(i + 1));
            return isAmount || (line.StartsPart(i) && Math.Abs(year - today.Year) > FarthestYear) ? null
                : (year, line.StartsPart(i) && culture.TwoLetterISOLanguageName != "en");
        }

        var digits = line[i].TrimStart('\'');
        return digits.Length == 2 && !line.StartsPart(i)
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var two)
            && two >= today.Year % 100 && two <= (today.Year % 100) + 10
            && (digits != line[i] || line.EndsRun(i + 1))
            ? (2000 + two, digits == line[i]) : null;
    }

    /// <summary>
    /// Next Tuesday, mardi prochain, on Friday, fri, vendrdi. "Next" within this week leaves a doubt: some mean the week after.
    /// </summary>
    private Spoken? OnWeekday(TokenizedLine line, int i, Func<int, bool> names)
    {
        var isNext = Lexicon.Next.Contains(line[i]) && !Lexicon.NextBehind.Contains(line[i]);
        if ((isNext || Lexicon.This.Contains(line[i])) && line.IsRun(i, 2)
            && WeekdayAt(line, i + 1, names, isLed: true) is var (led, ledSlip))
        {
            var coming = OnComing(led, 2, isNext);
            return coming with { IsDoubtful = coming.IsDoubtful || ledSlip };
        }

        // "A week on Friday", "a week Friday"
        var on = Lexicon.On.Contains(line[i + 2]) ? 1 : 0;
        if (Lexicon.Numbers.GetValueOrDefault(line[i]) == 1 && Lexicon.WeekOnWords.Contains(line[i + 1]) && line.IsRun(i, 3 + on)
            && WeekdayAt(line, i + 2 + on, names, isLed: true) is var (far, farSlip))
        {
            return new Spoken(3 + on, OnComing(far, 1, false).Date!.Value.AddDays(DaysOfWeek), farSlip);
        }

        if (WeekdayAt(line, i, names, IsLedTo(line, i)) is not var (weekday, isSlip))
        {
            return null;
        }

        if (line.IsRun(i, 2) && Lexicon.NextBehind.Contains(line[i + 1]))
        {
            return OnComing(weekday, 2, isNext: true);
        }

        var (length, weeks) = WeeksLater(line, i, names);
        if (length > 0)
        {
            // "Tuesday next week" counts by weeks, "Tuesday week" from the coming one.
            var date = weeks == 0 ? today.AddDays(DaysOfWeek + weekday - IsoWeekday(today))
                : OnComing(weekday, 1, false).Date!.Value.AddDays(weeks * DaysOfWeek);
            return new Spoken(length, date, isSlip);
        }

        if (DayAt(line, i + 1) is not null && line.IsRun(i, 3) && DayAndMonth(line, i + 1) is { Date: { } said } day)
        {
            // "Friday 5 June": both must agree.
            return day with { Length = day.Length + 1, IsDoubtful = day.IsDoubtful || isSlip || IsoWeekday(said) != weekday };
        }

        if (!IsLedTo(line, i) && !EndsThere(line, i + 1, names))
        {
            return null;
        }

        return OnComing(weekday, 1, isNext: false) with { IsDoubtful = isSlip };
    }

    /// <summary>Tuesday next week, mardi de la semaine prochaine, Friday week, mardi en huit, en quinze.</summary>
    private static (int Length, int Weeks) WeeksLater(TokenizedLine line, int i, Func<int, bool> names)
    {
        foreach (var (phrase, weeks) in Lexicon.WeeksLater)
        {
            // "Friday week" must end there: "Monday week planner" does not.
            var length = line.LengthOf([phrase], i + 1);
            if (length > 1 || (length == 1 && EndsThere(line, i + 2, names)))
            {
                return (length + 1, weeks);
            }
        }

        return (0, 0);
    }

    /// <summary>The weekday named, and whether it may be another word; null when none is.</summary>
    private static (int Weekday, bool IsDoubtful)? WeekdayAt(TokenizedLine line, int i, Func<int, bool> names, bool isLed)
    {
        var word = line[i];
        if (Lexicon.Weekdays.TryGetValue(word, out var weekday))
        {
            return (weekday, false);
        }

        if (word.Length < 3 || names(i) || Lexicon.NotWeekdays.Contains(word))
        {
            return null;
        }

        if (Lexicon.ShortWeekdays.TryGetValue(word, out weekday))
        {
            var isUnsure = Lexicon.UnsureWeekdays.Contains(word);
            return isUnsure && !isLed && !line.EndsRun(i + 1) ? null : (weekday, isUnsure);
        }

        return Slip(word, Lexicon.Weekdays) is { } near ? (near, true) : null;
    }

    /// <summary>On the 28th, le 28, le 28 du mois prochain: the next such day.</summary>
    private Spoken? OnDay(TokenizedLine line, int i, Func<int, bool> names)
    {
        if (DayAt(line, i) is not var (day, words) || !line.IsRun(i, words) || line.StartsPart(i))
        {
            return null;
        }

        var isOrdinal = (!char.IsAsciiDigit(line[i][^1]) && char.IsAsciiDigit(line[i][0]))
            || Lexicon.Ordinals.ContainsKey(line[i + words - 1]) || Lexicon.Thirtieth.Contains(line[i]);
        if (!Lexicon.The.Contains(line[i - 1]) && !(isOrdinal && IsLedTo(line, i)))
        {
            return null;
        }

        for (var ahead = 0; ahead <= 1; ahead++)
        {
            if (MonthBehind(line, i + words, ahead) is var length and > 0)
            {
                var month = today.AddMonths(ahead);
                return new Spoken(words + length, Day(month.Year, month.Month, day));
            }
        }

        var next = i + words;
        if (!EndsThere(line, next, names))
        {
            return null; // "the 2nd floor"
        }

        for (var ahead = 0; ahead <= 2; ahead++)
        {
            var month = today.AddMonths(ahead);
            if (Day(month.Year, month.Month, day) is { } date && date >= today)
            {
                return new Spoken(words, date, IsDoubtful: date == today || ahead == 2);
            }
        }

        return null;
    }

    /// <summary>"Of this month", "of next month", "du mois", "du mois prochain": how many words; 0 when it is not said.</summary>
    private static int MonthBehind(TokenizedLine line, int i, int ahead)
    {
        if (!line.IsFree(i) || line.StartsPart(i) || !Lexicon.Of.Contains(line[i]))
        {
            return 0;
        }

        var isNext = false;
        for (var k = i + 1; k < i + 4 && line.IsRun(i, k - i + 1); k++)
        {
            if (Lexicon.Periods.GetValueOrDefault(line[k]) == Period.Month && Lexicon.Periods.ContainsKey(line[k]))
            {
                var isBehind = line.IsRun(i, k - i + 2) && Lexicon.NextBehind.Contains(line[k + 1]);
                return (isNext || isBehind ? 1 : 0) == ahead ? k - i + (isBehind ? 2 : 1) : 0;
            }

            isNext |= Lexicon.Next.Contains(line[k]);
        }

        return 0;
    }

    /// <summary>By Christmas, avant Noël.</summary>
    private Spoken? Feast(TokenizedLine line, int i) =>
        Lexicon.Christmas.Contains(line[i]) && Lexicon.Before.Contains(line[i - 1]) ? Coming(25, 12) : null;

    /// <summary>The day without a year: this year's, or next year's with a doubt.</summary>
    private Spoken Coming(int day, int month)
    {
        if (Day(today.Year, month, day) is { } thisYear)
        {
            return thisYear >= today ? new Spoken(1, thisYear) : new Spoken(1, Day(today.Year + 1, month, day), IsDoubtful: true);
        }

        return new Spoken(1, Day(today.Year + 1, month, day), IsDoubtful: true);
    }

    private Spoken OnComing(int weekday, int length, bool isNext)
    {
        var ahead = (((weekday - IsoWeekday(today)) % DaysOfWeek) + DaysOfWeek) % DaysOfWeek;
        ahead = ahead == 0 ? DaysOfWeek : ahead;
        return new Spoken(length, today.AddDays(ahead), isNext && IsoWeekday(today) + ahead <= DaysOfWeek);
    }

    private static DateOnly? Day(int year, int month, int day) =>
        year is >= 1900 and <= 2999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day) : null;

    private static int IsoWeekday(DateOnly date) => date.DayOfWeek == DayOfWeek.Sunday ? DaysOfWeek : (int)date.DayOfWeek;

    private static int? Year(string word) => word.Length == 4 && word.StartsWith("20", StringComparison.Ordinal)
        && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null;

    /// <summary>A day of the month in digits or in words, and how many words it takes: 28, 28th, twenty first, trente et un.</summary>
    private static (int Day, int Length)? DayAt(TokenizedLine line, int i)
    {
        if (DayNumber(line[i]) is { } day)
        {
            var more = line.IsRun(i, 2) ? DayNumber(line[i + 1]) : null;
            return day is 20 or 30 && more < 10 && Lexicon.Ordinals.ContainsKey(line[i + 1]) ? (day + more.Value, 2)
                : !char.IsAsciiDigit(line[i].FirstOrDefault()) && line.IsFree(i)
                    && NumberWords.Read(line, i) is { Scale: 1, Value: >= 1 and <= 31 } longer
                ? ((int)longer.Value, longer.Length) : (day, 1);
        }

        return null;
    }

    private static int? DayNumber(string word)
    {
        if (word.Length == 0)
        {
            return null;
        }

        if (Lexicon.Ordinals.TryGetValue(word, out var ordinal) || Lexicon.Thirtieth.Contains(word))
        {
            return ordinal > 0 ? ordinal : 30;
        }

        if (word.Split('-') is [var tens, var unit] && Lexicon.Tens.TryGetValue(tens, out var ten) && ten is 2 or 3
            && Lexicon.Ordinals.TryGetValue(unit, out ordinal) && ordinal < 10)
        {
            return (ten * 10) + ordinal; // twenty-first
        }

        var digits = word.Length > 2 && (word.EndsWith("st", StringComparison.Ordinal) || word.EndsWith("nd", StringComparison.Ordinal)
            || word.EndsWith("rd", StringComparison.Ordinal)
            || word.EndsWith("th", StringComparison.Ordinal) || word.EndsWith("er", StringComparison.Ordinal)) ? word[..^2] : word;
        return NumberWords.Small(digits) is >= 1 and <= 31 and var day && (digits.Length <= 2 || !char.IsAsciiDigit(digits[0]))
            ? day : null;
    }
}
