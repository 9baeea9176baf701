using System.Collections.Frozen;
using System.Globalization;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>Finds the closing date in a line, as people say dates in English and French.</summary>
internal sealed class SpokenDates(DateOnly today, CultureInfo culture)
{
    private const int Weekday = 7;

    private static readonly FrozenSet<string> LeadIns = FrozenSet.Create(
        StringComparer.Ordinal,
        "close", "closes", "closing", "closed", "close-date", "by", "before", "due", "on", "until", "till", "the", "expected", "at", "in",
        "for", "date", "around", "about",
        "sign", "signs", "signing", "signed", "starting", "starts", "start", "deadline", "decision", "from", "during", "no", "later",
        "than", "of", "last",
        "pour", "avant", "cloture", "cloturer", "cloturee", "clore", "le", "la", "a", "au", "en", "d'ici", "ici", "prevu", "prevue",
        "signature", "signer", "signe", "echeance",
        "vers", "courant", "jusqu'a", "jusqu'au", "partir", "de", "des", "du", "debut", "debutant", "livraison", "plus", "tard", "l'");

    /// <summary>Words of <see cref="LeadIns"/> that are words of a title as well: not taken when they are what leads.</summary>
    private static readonly FrozenSet<string> WeakLeadIns = FrozenSet.Create(
        StringComparer.Ordinal, "start", "no", "later", "than", "of", "last", "de", "des", "du", "debut", "plus", "tard", "livraison", "l'",
        "decision", "sign");

    private static readonly FrozenDictionary<string, int> Months = Numbered(
        ["january jan janvier janv", "february feb fevrier fevr fev", "march mar mars", "april apr avril avr", "may mai", "june jun juin",
        "july jul juillet juil", "august aug aout", "september sep sept septembre", "october oct octobre", "november nov novembre",
        "december dec decembre"]);

    private static readonly FrozenDictionary<string, int> Weekdays = Numbered(
        ["monday mon lundi", "tuesday tue tues mardi", "wednesday wed mercredi", "thursday thu thurs jeudi", "friday fri vendredi",
            "saturday sat samedi", "sunday sun dimanche"]);

    private static readonly FrozenDictionary<string, int> Counts = Numbered(
        ["one a an un une", "two deux", "three trois", "four quatre", "five cinq", "six", "seven sept", "eight huit", "nine neuf",
            "ten dix", "eleven onze", "twelve douze",
         "thirteen treize", "fourteen quatorze", "fifteen quinze"]);

    private static readonly FrozenDictionary<string, int> Ordinals = Numbered(
        ["first 1st 1er premier", "second 2nd 2e 2eme deuxieme", "third 3rd 3e 3eme troisieme", "fourth 4th 4e 4eme quatrieme"]);

    private readonly bool _monthFirst = culture.DateTimeFormat.ShortDatePattern.TrimStart().StartsWith('M');

    /// <summary>Takes the first date of the line together with the words that lead to it.</summary>
    public DateOnly? Take(TokenizedLine line, List<Doubt> doubts)
    {
        for (var i = 0; i < line.Count; i++)
        {
            if (!line.IsFree(i) || Find(line, i) is not { } spoken)
            {
                continue;
            }

            var text = line.Raw(i, spoken.Length);
            line.Take(i, spoken.Length);
            TakeLeadIn(line, i);
            if (spoken.Date is not { } date)
            {
                doubts.Add(new Doubt("closeDate", Doubt.NoSuchDate, text));
                return null;
            }

            if (spoken.IsDoubtful)
            {
                doubts.Add(new Doubt("closeDate", Doubt.ReadAs, text, date));
            }

            if (date < today)
            {
                doubts.Add(new Doubt("closeDate", Doubt.PastDate, date));
            }

            return date;
        }

        return null;
    }

    /// <summary>Takes "by the", "à signer avant la"; not words that only stand between them ("rollout no later than").</summary>
    private static void TakeLeadIn(TokenizedLine line, int i)
    {
        var first = i;
        for (var k = i - 1; k >= 0 && line.IsFree(k) && !line.StartsPart(k + 1) && LeadIns.Contains(line[k]); k--)
        {
            // "Support de production demain": a weak word is taken only within a phrase that begins with a strong one.
            first = WeakLeadIns.Contains(line[k]) && !IsPhrase(line, k) ? first : k;
        }

        line.Take(first, i - first);

        static bool IsPhrase(TokenizedLine line, int k) =>
            (line[k] == "no" && line[k + 1] == "later") || (line[k] == "plus" && line[k + 1] == "tard");
    }

    private Spoken? Find(TokenizedLine line, int i) =>
        Digits(line, i) ?? DayAndMonth(line, i) ?? EndOf(line, i) ?? Relative(line, i) ?? Gone(line, i) ?? NextPeriod(line, i)
            ?? OnWeekday(line, i) ?? Quarter(line, i) ?? WholeMonth(line, i)
        ?? Feast(line, i);

    /// <summary>2026-06-30, 30/06, 30/06/2027, 6/30, 30.6., 30.06.2026.</summary>
    private Spoken? Digits(TokenizedLine line, int i)
    {
        var raw = line.Raw(i).Trim('!', '?', ':', '(', ')', ' ');
        if (line[i].Split('-') is [var first, var name, ..] and { Length: <= 3 } inWords && DayNumber(first) is { } dayInWords
            && Months.TryGetValue(name, out var named))
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
            return parts.Length == 3 ? new Spoken(1, Day(n[0], n[1], n[2])) : null;
        }

        // "12.50" and "10-20" are figures, "24/7" is a way of working.
        if (parts[0].Length > 2 || parts[1].Length > 2 || (parts.Length == 2 && separator != '/' && !endsInDot) || raw == "24/7")
        {
            return null;
        }

        if (parts.Length == 3 && parts[2].Length is not (2 or 4))
        {
            return null;
        }

        if (parts.Length == 2 && (n[0] > 31 || n[1] > 31 || (n[0] > 12 && n[1] > 12)))
        {
            return null;
        }

        var monthFirst = separator == '/' && (n[1] > 12 || (_monthFirst && n[0] <= 12));
        var (day, month) = monthFirst ? (n[1], n[0]) : (n[0], n[1]);
        var isAmbiguous = separator == '/' && n[0] <= 12 && n[1] <= 12 && n[0] != n[1];
        if (parts.Length == 2)
        {
            var coming = Coming(day, month);
            return coming with { IsDoubtful = coming.IsDoubtful || isAmbiguous };
        }

        return new Spoken(1, Day(parts[2].Length == 2 ? 2000 + n[2] : n[2], month, day), isAmbiguous);
    }

    /// <summary>30 June, 30th of June 2027, 1er juillet, June 30.</summary>
    private Spoken? DayAndMonth(TokenizedLine line, int i)
    {
        int day, month, length;
        if (DayNumber(line[i]) is { } before)
        {
            var of = line[i + 1] is "of" or "de" ? 1 : 0;
            if (!Months.TryGetValue(line[i + 1 + of], out month) || !line.IsRun(i, 2 + of))
            {
                return null;
            }

            (day, length) = (before, 2 + of);
        }
        else if (Months.TryGetValue(line[i], out month) && !line.StartsPart(i + 1) && DayNumber(line[i + 1]) is { } after)
        {
            (day, length) = (after, 2);
        }
        else
        {
            return null;
        }

        if (Year(line[i + length]) is { } year)
        {
            return new Spoken(length + 1, Day(year, month, day));
        }

        return Coming(day, month) with { Length = length };
    }

    /// <summary>End of June, end of month, fin du mois, fin juin 2027, mi-juin, début juin, month end.</summary>
    private Spoken? EndOf(TokenizedLine line, int i)
    {
        if (NamedEnd(line, i) is { } said)
        {
            return said;
        }

        if (PartOfMonth(line[i]) is not var (dayOfMonth, isGuess))
        {
            return null;
        }

        var k = i + 1;
        var isNext = false;
        for (; line[k] is "of" or "the" or "this" or "de" or "du" or "la" or "le" or "ce" or "cette" or "next" or "prochain" or "prochaine"
            or "current"; k++)
        {
            isNext |= line[k] is "next" or "prochain" or "prochaine";
        }

        if (!line.IsRun(i, k - i + 1))
        {
            return null;
        }

        if (IsMonth(line[k], out var month))
        {
            var found = OfMonth(line, i, k - i + 1, month, dayOfMonth);
            return found with { IsDoubtful = found.IsDoubtful || isGuess };
        }

        if (dayOfMonth != 0 || PeriodOf(line[k]) is not { } period)
        {
            return QuarterAt(line, k) is { } quarter && dayOfMonth == 0 ? quarter with { Length = k - i + quarter.Length } : null;
        }

        var length = k - i + 1;
        if (line[k + 1] is "prochain" or "prochaine")
        {
            (isNext, length) = (true, length + 1);
        }

        return new Spoken(length, EndOfPeriod(period, isNext ? 1 : 0));
    }

    /// <summary>Month end, quarter-end, EOY, fin-juin, mi-juin.</summary>
    private Spoken? NamedEnd(TokenizedLine line, int i)
    {
        switch (line[i])
        {
            case "month" or "quarter" or "year" or "week" when line.IsRun(i, 2) && line[i + 1] == "end":
                return new Spoken(2, EndOfPeriod(PeriodOf(line[i])!.Value, 0));
            case "month-end" or "quarter-end" or "year-end" or "week-end":
                return line[i] == "week-end" ? null : new Spoken(1, EndOfPeriod(PeriodOf(line[i][..^4])!.Value, 0));
            case var word when (word.StartsWith("fin-", StringComparison.Ordinal) || word.StartsWith("end-", StringComparison.Ordinal))
                && Months.TryGetValue(word[4..], out var ending):
                return OfMonth(line, i, 1, ending, 0);
            case "eom":
                return new Spoken(1, EndOfMonth(today));
            case "eoq":
                return new Spoken(1, EndOfQuarter(today));
            case "eoy":
                return new Spoken(1, new DateOnly(today.Year, 12, 31));
            case var word when (word.StartsWith("mi-", StringComparison.Ordinal) || word.StartsWith("mid-", StringComparison.Ordinal))
                && Months.TryGetValue(word[(word.IndexOf('-') + 1)..], out var middle):
                return OfMonth(line, i, 1, middle, 15);
            default:
                return null;
        }
    }

    /// <summary>Which day of the month a word means, 0 for the last one, and whether that is a guess; null for other words.</summary>
    private static (int DayOfMonth, bool IsGuess)? PartOfMonth(string word) => word switch
    {
        "end" or "fin" => (0, false),
        "late" => (0, true),
        "mid" or "mi" or "middle" or "milieu" => (15, false),
        "start" or "beginning" or "debut" or "early" => (1, true),
        _ => null,
    };

    /// <summary>Tomorrow, in 2 weeks, dans un mois.</summary>
    private Spoken? Relative(TokenizedLine line, int i)
    {
        switch (line[i])
        {
            case "today" or "aujourd'hui":
                return new Spoken(1, today);
            case "tomorrow" or "demain":
                return new Spoken(1, today.AddDays(1));
            case "apres-demain":
                return new Spoken(1, today.AddDays(2));
            case "in" or "dans" or "within" or "sous" or "d'ici":
                break;
            case var _ when line.IsRun(i, 4) && line[i + 2] == "from" && line[i + 3] is "now" or "today" && CountOf(line[i]) is { } before:
                return After(before, line[i + 1], 4);
            default:
                return null;
        }

        if (line.IsRun(i, 3) && line[i + 1] is "a" or "une" && line[i + 2] is "fortnight" or "quinzaine")
        {
            return new Spoken(3, today.AddDays(14));
        }

        var skip = line[i + 1] is "about" or "environ" or "the" or "les" ? 1 : 0;
        skip += line[i + 1 + skip] is "next" ? 1 : 0;
        if (!line.IsRun(i, 3 + skip) || CountOf(line[i + 1 + skip]) is not { } count)
        {
            return null;
        }

        // French counts two weeks as fifteen days, as English does with a fortnight.
        var found = After(count, line[i + 2 + skip], 3 + skip);
        return found is not null && skip > 0 ? found with { IsDoubtful = line[i + 1] is "about" or "environ" } : found;
    }

    private Spoken? After(int count, string unit, int length) => unit switch
    {
        // Beyond a century it is not a plan.
        "day" or "days" or "jour" or "jours" when count <= 36_500 => new Spoken(length, Later(today.DayNumber + count)),
        "week" or "weeks" or "semaine" or "semaines" when count <= 5_200 => new Spoken(length, Later(today.DayNumber + (count * Weekday))),
        "month" or "months" or "mois" when count <= 1_200 && today.Year < 9_800 => new Spoken(length, today.AddMonths(count)),
        "quarter" or "quarters" or "trimestre" or "trimestres" when count <= 400 && today.Year < 9_800 =>
            new Spoken(length, today.AddMonths(3 * count)),
        "year" or "years" or "an" or "ans" or "annee" or "annees" when count <= 100 && today.Year < 9_800 =>
            new Spoken(length, today.AddYears(count)),
        _ => null,
    };

    /// <summary>Yesterday, last Monday, le mois dernier: said of what is over, and told so.</summary>
    private Spoken? Gone(TokenizedLine line, int i)
    {
        if (line[i] is "yesterday" or "hier")
        {
            return new Spoken(1, today.AddDays(-1));
        }

        if (!line.IsRun(i, 2))
        {
            return null;
        }

        var word = line[i] == "last" ? line[i + 1] : line[i + 1] is "dernier" or "derniere" ? line[i] : "";
        if (Weekdays.TryGetValue(word, out var weekday))
        {
            var back = (((IsoWeekday(today) - weekday) % Weekday) + Weekday) % Weekday;
            return new Spoken(2, today.AddDays(back == 0 ? -Weekday : -back));
        }

        return PeriodOf(word) is { } period ? new Spoken(2, EndOfPeriod(period, -1)) : null;
    }

    /// <summary>By Christmas, avant Noël.</summary>
    private Spoken? Feast(TokenizedLine line, int i) =>
        line[i] is "christmas" or "xmas" or "noel" && LeadIns.Contains(line[i - 1])
            && line[i - 1] is "by" or "before" or "avant" or "pour" or "d'ici" ? Coming(25, 12) : null;

    /// <summary>Next month, le mois prochain, this quarter: the end of it.</summary>
    private Spoken? NextPeriod(TokenizedLine line, int i)
    {
        if (!line.IsRun(i, 2))
        {
            return null;
        }

        if (line[i] is "next" or "this" or "ce" or "cette" && PeriodOf(line[i + 1]) is { } period)
        {
            return new Spoken(2, EndOfPeriod(period, line[i] == "next" ? 1 : 0));
        }

        return line[i + 1] is "prochain" or "prochaine" && PeriodOf(line[i]) is { } next ? new Spoken(2, EndOfPeriod(next, 1)) : null;
    }

    /// <summary>Next Tuesday, mardi prochain, on Friday. "Next" within this week leaves a doubt: some mean the week after.</summary>
    private Spoken? OnWeekday(TokenizedLine line, int i)
    {
        if (line[i] is "next" or "this" or "ce" && line.IsRun(i, 2) && Weekdays.TryGetValue(line[i + 1], out var weekday))
        {
            return OnComing(weekday, 2, line[i] == "next");
        }

        if (!Weekdays.TryGetValue(line[i], out weekday))
        {
            return null;
        }

        if (line.IsRun(i, 2) && line[i + 1] is "prochain" or "prochaine")
        {
            return OnComing(weekday, 2, isNext: true);
        }

        // Tuesday next week, mardi de la semaine prochaine, mardi en huit.
        var length = line.IsRun(i, 3) && line[i + 1] == "next" && line[i + 2] == "week" ? 3
            : line.IsRun(i, 5) && line[i + 1] == "de" && line[i + 2] == "la" && line[i + 3] == "semaine" && line[i + 4] == "prochaine" ? 5
            : 0;
        if (length > 0)
        {
            return new Spoken(length, today.AddDays(Weekday + weekday - IsoWeekday(today)));
        }

        if (line.IsRun(i, 3) && line[i + 1] == "en" && line[i + 2] == "huit")
        {
            var coming = OnComing(weekday, 3, isNext: false);
            return coming with { Date = coming.Date!.Value.AddDays(Weekday) };
        }

        // "Sun" and "Mar" are words of their own; a bare weekday must be led to, or end what is said.
        return line[i].Length > 4 && ((LeadIns.Contains(line[i - 1]) && !WeakLeadIns.Contains(line[i - 1])) || line.EndsRun(i + 1))
            ? OnComing(weekday, 1, isNext: false) : null;
    }

    private Spoken? Quarter(TokenizedLine line, int i) => QuarterAt(line, i);

    private Spoken? QuarterAt(TokenizedLine line, int i)
    {
        if (Ordinals.TryGetValue(line[i], out var nth) && line.IsRun(i, 2) && line[i + 1] is "quarter" or "trimestre")
        {
            var hasYear = !line.StartsPart(i + 2) && Year(line[i + 2]) is not null;
            var lastDay = EndOfMonth(new DateOnly(hasYear ? Year(line[i + 2])!.Value : today.Year, nth * 3, 1));
            return hasYear || lastDay >= today ? new Spoken(hasYear ? 3 : 2, lastDay)
                : new Spoken(2, EndOfMonth(lastDay.AddYears(1)), IsDoubtful: true);
        }

        if (line[i] is not { Length: 2 } word || word[1] is < '1' or > '4'
            || !(word[0] == 'q' || (word[0] == 't' && culture.TwoLetterISOLanguageName == "fr")))
        {
            return null;
        }

        var month = (word[1] - '0') * 3;
        if (!line.StartsPart(i + 1) && Year(line[i + 1]) is { } year)
        {
            return new Spoken(2, EndOfMonth(new DateOnly(year, month, 1)));
        }

        var end = EndOfMonth(new DateOnly(today.Year, month, 1));
        return end >= today ? new Spoken(1, end) : new Spoken(1, EndOfMonth(end.AddYears(1)), IsDoubtful: true);
    }

    /// <summary>By June, en août, June 2027: the end of the month, which is a guess.</summary>
    private Spoken? WholeMonth(TokenizedLine line, int i)
    {
        if (!IsMonth(line[i], out var month))
        {
            return null;
        }

        var hasYear = !line.StartsPart(i + 1) && Year(line[i + 1]) is not null;
        var isLedTo = !line.StartsPart(i) && LeadIns.Contains(line[i - 1]) && !WeakLeadIns.Contains(line[i - 1])
            && line[i - 1] is not ("for" or "the" or "la" or "le");
        return isLedTo || (hasYear && line[i].Length > 3) ? OfMonth(line, i, 1, month, 0) with { IsDoubtful = true } : null;
    }

    /// <summary>A month, also behind an elision: "fin d'octobre", "courant d'août".</summary>
    private static bool IsMonth(string word, out int month) =>
        Months.TryGetValue(word.StartsWith("d'", StringComparison.Ordinal) ? word[2..] : word, out month);

    private Spoken OfMonth(TokenizedLine line, int i, int length, int month, int day)
    {
        if (Year(line[i + length]) is { } year && !line.StartsPart(i + length))
        {
            return new Spoken(length + 1, InMonth(year, month, day));
        }

        var date = InMonth(today.Year, month, day);
        return date >= today ? new Spoken(length, date) : new Spoken(length, InMonth(today.Year + 1, month, day), IsDoubtful: true);
    }

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
        var ahead = (((weekday - IsoWeekday(today)) % Weekday) + Weekday) % Weekday;
        ahead = ahead == 0 ? Weekday : ahead;
        return new Spoken(length, today.AddDays(ahead), isNext && IsoWeekday(today) + ahead <= Weekday);
    }

    private DateOnly EndOfPeriod(Period period, int ahead) => period switch
    {
        Period.Week => today.AddDays(5 - IsoWeekday(today) + (ahead * Weekday) + (IsoWeekday(today) > 5 && ahead == 0 ? Weekday : 0)),
        Period.Month => EndOfMonth(today.AddMonths(ahead)),
        Period.Quarter => EndOfQuarter(today.AddMonths(3 * ahead)),
        _ => new DateOnly(today.Year + ahead, 12, 31),
    };

    private static Period? PeriodOf(string word) => word switch
    {
        "week" or "semaine" => Period.Week,
        "month" or "mois" => Period.Month,
        "quarter" or "trimestre" => Period.Quarter,
        "year" or "annee" or "l'annee" or "d'annee" or "an" => Period.Year,
        _ => null,
    };

    private static DateOnly? Day(int year, int month, int day) =>
        year is >= 1900 and <= 2999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day) : null;

    private static DateOnly InMonth(int year, int month, int day) =>
        day == 0 ? EndOfMonth(new DateOnly(year, month, 1)) : new DateOnly(year, month, day);

    private static DateOnly EndOfMonth(DateOnly date) => new(date.Year, date.Month, DateTime.DaysInMonth(date.Year, date.Month));

    private static DateOnly EndOfQuarter(DateOnly date) => EndOfMonth(new DateOnly(date.Year, (((date.Month - 1) / 3) * 3) + 3, 1));

    private static DateOnly? Later(int dayNumber) => dayNumber <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber(dayNumber) : null;

    private static int IsoWeekday(DateOnly date) => date.DayOfWeek == DayOfWeek.Sunday ? Weekday : (int)date.DayOfWeek;

    private static int? Year(string word) => word.Length == 4 && word.StartsWith("20", StringComparison.Ordinal)
        && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null;

    private static int? CountOf(string word) =>
        Counts.TryGetValue(word, out var named) ? named
        : word.Length is > 0 and <= 5 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static int? DayNumber(string word)
    {
        if (word is "premier")
        {
            return 1;
        }

        var digits = word.Length > 2 && (word.EndsWith("st", StringComparison.Ordinal) || word.EndsWith("nd", StringComparison.Ordinal)
            || word.EndsWith("rd", StringComparison.Ordinal)
            || word.EndsWith("th", StringComparison.Ordinal) || word.EndsWith("er", StringComparison.Ordinal)) ? word[..^2] : word;
        return digits.Length is 1 or 2 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var day)
            && day is >= 1 and <= 31 ? day : null;
    }

    private static FrozenDictionary<string, int> Numbered(string[] words) =>
        words.SelectMany((names, i) => names.Split(' ').Select(name => (name, i + 1)))
            .ToFrozenDictionary(p => p.name, p => p.Item2, StringComparer.Ordinal);

    private enum Period
    {
        Week,
        Month,
        Quarter,
        Year,
    }

    /// <summary>A date found: how many words it takes; no date when there is no such day.</summary>
    private sealed record Spoken(int Length, DateOnly? Date, bool IsDoubtful = false);
}
