using System.Collections.Frozen;
using System.Globalization;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>Spans of days as people say them: "this quarter", "in June", "les 30 prochains jours", "before 15 April".</summary>
/// <param name="today">The person's date.</param>
/// <param name="culture">Says with which day a week begins.</param>
internal sealed class SpokenPeriods(DateOnly today, CultureInfo culture)
{
    private static readonly FrozenDictionary<string, Unit> Units = Words(
        (Unit.Day, "day days jour jours"), (Unit.Week, "week weeks semaine semaines"), (Unit.Month, "month months mois"),
        (Unit.Quarter, "quarter quarters trimestre trimestres"), (Unit.Half, "semestre semestres"),
        (Unit.Year, "year years annee annees an ans"));

    private static readonly FrozenDictionary<string, int> Months = new[]
        {
            "january jan janvier janv", "february feb fevrier fev", "march mar mars", "april apr avril", "may mai", "june jun juin",
            "july jul juillet", "august aug aout", "september sep sept septembre", "october oct octobre", "november nov novembre",
            "december dec decembre",
        }.SelectMany((names, i) => names.Split(' ').Select(name => (name, i + 1)))
        .ToFrozenDictionary(m => m.name, m => m.Item2, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int> Counts = new[]
        {
            "one a an un une", "two deux", "three trois", "four quatre", "five cinq", "six", "seven sept", "eight huit", "nine neuf",
            "ten dix", "eleven onze", "twelve douze",
        }.SelectMany((names, i) => names.Split(' ').Select(name => (name, i + 1)))
        .ToFrozenDictionary(m => m.name, m => m.Item2, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int> Directions = new (string Words, int Way)[]
        {
            ("this current ce cet cette", 0), ("next coming prochain prochaine prochains prochaines", 1),
            ("last past previous dernier derniere derniers dernieres passe passee precedent precedente", -1),
        }.SelectMany(d => d.Words.Split(' ').Select(word => (word, d.Way)))
        .ToFrozenDictionary(d => d.word, d => d.Way, StringComparer.Ordinal);

    /// <summary>Those that are words of their own as well ("mon", "mar") come with a day's number or behind "on" alone.</summary>
    private static readonly FrozenDictionary<string, DayOfWeek> Weekdays = new (DayOfWeek Day, string Words)[]
        {
            (DayOfWeek.Monday, "monday mon lundi lun"), (DayOfWeek.Tuesday, "tuesday tues tue mardi mar"),
            (DayOfWeek.Wednesday, "wednesday wed mercredi mer"), (DayOfWeek.Thursday, "thursday thurs thu jeudi jeu"),
            (DayOfWeek.Friday, "friday fri vendredi ven"), (DayOfWeek.Saturday, "saturday sat samedi sam"),
            (DayOfWeek.Sunday, "sunday sun dimanche dim"),
        }.SelectMany(d => d.Words.Split(' ').Select(word => (word, d.Day)))
        .ToFrozenDictionary(d => d.word, d => d.Day, StringComparer.Ordinal);

    private enum Unit
    {
        Day,
        Week,
        Month,
        Quarter,
        Half,
        Year,
    }

    /// <summary>The span said at this word, and how many words it takes; null when none begins here.</summary>
    public (Period Period, int Length)? Find(IReadOnlyList<string> words, int at)
    {
        var word = words[at];
        var next = at + 1 < words.Count ? words[at + 1] : "";
        var third = at + 2 < words.Count ? words[at + 2] : "";
        switch (word)
        {
            case "today" or "aujourd'hui" or "tonight" or "aujourdhui":
                return (new Period(today, today), 1);
            case "tomorrow" or "demain":
                return (new Period(today.AddDays(1), today.AddDays(1)), 1);
            case "yesterday" or "hier":
                return (new Period(today.AddDays(-1), today.AddDays(-1)), 1);
            case "ytd":
                return (new Period(new DateOnly(today.Year, 1, 1), today), 1);
        }

        return End(words, at) ?? Date(words, at) ?? Weekday(words, at) ?? Directed(word, next, third, at, words)
            ?? Numbered(word, next, third) ?? Named(words, at, word, next);
    }

    /// <summary>
    /// "By a week", "another 2 weeks", "trois jours plus tôt", "d'un mois": by how much something moves; negative when said to be earlier.
    /// </summary>
    public static (DateShift Shift, int Length)? Shift(IReadOnlyList<string> words, int at)
    {
        var lead = words[at] is "by" or "another" or "de" or "d" or "encore" or "additional" or "extra" or "further" ? 1 : 0;
        lead += lead == 1 && At(words, at + 1) is "another" or "additional" ? 1 : 0;
        if (CountOf(At(words, at + lead)) is not { } count || !Units.TryGetValue(At(words, at + lead + 1), out var unit))
        {
            return null;
        }

        var length = lead + 2;
        var (more, later) = (At(words, at + length), At(words, at + length + 1)) switch
        {
            ("earlier" or "sooner", _) => (1, -1),
            ("later" or "more" or "further" or "longer", _) => (1, 1),
            ("plus", "tot") => (2, -1),
            ("plus", "tard") or ("de", "plus") => (2, 1),
            _ => (0, 0),
        };
        if (lead + more == 0)
        {
            return null;
        }

        var by = Several(unit, count);
        return (later < 0 ? new DateShift(-by.Days, -by.Months) : by, length + more);
    }

    /// <summary>Whether a count of days, weeks or months stands here: no number of an opportunity.</summary>
    public static bool IsUnit(string word) => Units.ContainsKey(word) || Months.ContainsKey(word) || Directions.ContainsKey(word);

    private static string At(IReadOnlyList<string> words, int at) => at >= 0 && at < words.Count ? words[at] : "";

    /// <summary>End of April, fin du mois, end of q2, mid March: one day.</summary>
    private (Period Period, int Length)? End(IReadOnlyList<string> words, int at)
    {
        if (words[at] is not ("end" or "fin" or "mid" or "mi"))
        {
            return words[at] switch
            {
                "eom" => (OneDay(Of(Unit.Month, 0).To!.Value), 1),
                "eoq" => (OneDay(Of(Unit.Quarter, 0).To!.Value), 1),
                "eoy" => (OneDay(Of(Unit.Year, 0).To!.Value), 1),
                _ => null,
            };
        }

        var k = at + 1;
        while (At(words, k) is "of" or "the" or "de" or "du" or "la" or "l" or "le" or "d")
        {
            k++;
        }

        if (k >= words.Count)
        {
            return null;
        }

        if (Months.TryGetValue(words[k], out var month))
        {
            var first = new DateOnly(Year(At(words, k + 1)) ?? today.Year, month, 1);
            var day = words[at] is "mid" or "mi" ? first.AddDays(14) : first.AddMonths(1).AddDays(-1);
            return (OneDay(day), k - at + (Year(At(words, k + 1)) is null ? 1 : 2));
        }

        if (words[at] is "mid" or "mi")
        {
            return null;
        }

        return Units.TryGetValue(words[k], out var unit) && unit != Unit.Day && !Directions.ContainsKey(At(words, k + 1))
                ? (OneDay(LastDay(unit, Of(unit, 0))), k - at + 1)
            : (Directed(words[k], At(words, k + 1), At(words, k + 2), k, words) ?? Numbered(words[k], At(words, k + 1), At(words, k + 2)))
                is var (period, length) && period.To is { } last ? (OneDay(last), k - at + length)
            : null;
    }

    /// <summary>A week ends on its Friday, where something is to be done by its end.</summary>
    private static DateOnly LastDay(Unit unit, Period period) => unit == Unit.Week ? period.From!.Value.AddDays(4) : period.To!.Value;

    /// <summary>20 March, 25 mars 2026, March 20, the 20th, le 20, 2026-03-20, 15.05.2026; with its weekday before it.</summary>
    private (Period Period, int Length)? Date(IReadOnlyList<string> words, int at)
    {
        var k = Weekdays.ContainsKey(words[at]) ? at + 1 : at;
        k += k > at && At(words, k) is "the" or "le" ? 1 : 0;
        var (word, next) = (At(words, k), At(words, k + 1));
        var of = next is "of" or "de" ? 1 : 0;
        if (DayNumber(word) is { } day && Months.TryGetValue(At(words, k + 1 + of), out var month))
        {
            return DayOf(At(words, k + 2 + of), month, day, k - at + 2 + of);
        }

        if (Months.TryGetValue(word, out month) && DayNumber(next) is { } after && Year(next) is null && !IsUnit(At(words, k + 2))
            && At(words, k + 2) is not "%")
        {
            return DayOf(At(words, k + 2), month, after, k - at + 2);
        }

        // "The 20th", "au 20", "le 28": of this month, or of the next when it is over.
        var isOrdinal = word.Length > 2 && DayNumber(word) is not null;
        if (DayNumber(word) is { } alone && (k > at || (isOrdinal && IsLedToDay(words, at, alone))
            || (!isOrdinal && At(words, at - 1) is "le" or "au" && !Units.ContainsKey(next) && next is not ("%" or "k" or "pour")
                && !Directions.ContainsKey(next))))
        {
            var first = FirstOfMonth.AddMonths(alone < today.Day ? 1 : 0);
            return alone <= DateTime.DaysInMonth(first.Year, first.Month) ? (OneDay(first.AddDays(alone - 1)), k - at + 1) : null;
        }

        return k == at && word.Length is >= 8 and <= 10 && char.IsAsciiDigit(word[0])
            && WrittenDates.Read(word, culture) is { Other: null } written ? (OneDay(written.Value), 1)
            : null;
    }

    /// <summary>"On the 2nd" is a day and "open the 2nd" a row; beyond ten it is a day.</summary>
    private static bool IsLedToDay(IReadOnlyList<string> words, int at, int day) => At(words, at - 1) is "le" or "au" or "on"
        || (At(words, at - 1) == "the" && At(words, at + 1) != "one"
            && (day > 10 || At(words, at - 2) is "on" or "by" or "to" or "until" or "before" or "after" or "since"));

    private (Period Period, int Length)? DayOf(string year, int month, int day, int length)
    {
        var said = Year(year);
        var inYear = said ?? today.Year;
        return day <= DateTime.DaysInMonth(inYear, month)
            ? (OneDay(new DateOnly(inYear, month, day)), length + (said is null ? 0 : 1)) : null;
    }

    /// <summary>Friday, next Monday, mardi prochain: the coming one.</summary>
    private (Period Period, int Length)? Weekday(IReadOnlyList<string> words, int at)
    {
        var way = words[at] is "next" or "this" or "last" ? words[at] : "";
        var k = way.Length > 0 ? at + 1 : at;
        if (!Weekdays.TryGetValue(At(words, k), out var weekday))
        {
            return null;
        }

        var behind = At(words, k + 1);
        var isDirected = way.Length > 0 || behind is "prochain" or "dernier";
        var isWord = words[k] is "mon" or "mar" or "mer" or "jeu" or "ven" or "lun" or "sam" or "dim" or "sun" or "sat";
        if (isWord && !isDirected && At(words, at - 1) is not ("on" or "by" or "until"))
        {
            return null;
        }

        var ahead = ((((int)weekday - (int)today.DayOfWeek) % 7) + 7) % 7;
        var day = today.AddDays(ahead == 0 ? 7 : ahead);
        day = way == "last" || behind == "dernier" ? day.AddDays(-7) : day;
        day = behind == "en" && At(words, k + 2) == "huit" ? day.AddDays(7) : day;
        var length = k - at + 1 + (behind is "prochain" or "dernier" ? 1 : behind == "en" && At(words, k + 2) == "huit" ? 2 : 0);
        return (OneDay(day), length);
    }

    private static int? DayNumber(string word)
    {
        var digits = word.Length > 2 && (word.EndsWith("st", StringComparison.Ordinal) || word.EndsWith("nd", StringComparison.Ordinal)
            || word.EndsWith("rd", StringComparison.Ordinal) || word.EndsWith("th", StringComparison.Ordinal)
            || word.EndsWith("er", StringComparison.Ordinal)) ? word[..^2] : word;
        return digits.Length is 1 or 2 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var day)
            && day is >= 1 and <= 31 ? day : null;
    }

    private static Period OneDay(DateOnly day) => new(day, day);

    /// <summary>This week, next two months, les 30 prochains jours, le mois dernier.</summary>
    private (Period Period, int Length)? Directed(string word, string next, string third, int at, IReadOnlyList<string> words)
    {
        if (Directions.TryGetValue(word, out var way))
        {
            if (Units.TryGetValue(next, out var unit))
            {
                var length = third is "-ci" or "ci" ? 3 : 2;
                return unit == Unit.Day ? null : (Of(unit, way), length);
            }

            if (next is "mois-ci" or "semaine-ci" or "trimestre-ci")
            {
                return (Of(Units[next[..^3]], 0), 2);
            }

            if (next == "half" || (next is "half-year" or "halfyear"))
            {
                return (Of(Unit.Half, way), 2);
            }

            return way != 0 && CountOf(next) is { } many && Units.TryGetValue(third, out var counted)
                ? (Several(counted, many, way), 3) : null;
        }

        // "Du trimestre", "de l'année"
        if (word is "du" or "de" && Units.TryGetValue(next is "la" or "l" ? third : next, out var present) && present is not Unit.Day
            && !Directions.ContainsKey(At(words, at + (next is "la" or "l" ? 3 : 2))))
        {
            return (Of(present, 0), next is "la" or "l" ? 3 : 2);
        }

        if (Units.TryGetValue(word, out var named) && Directions.TryGetValue(next, out var after) && after != 0)
        {
            return named == Unit.Day ? null : (Of(named, after), 2);
        }

        // "30 prochains jours", "two coming weeks"
        return CountOf(word) is { } count && Directions.TryGetValue(next, out var direction) && direction != 0
            && Units.TryGetValue(third, out var each) ? (Several(each, count, direction), 3)
            : word is "in" or "within" or "dans" or "d'ici" or "ici" or "sous" && CountOf(next) is { } ahead
                && Units.TryGetValue(third, out var of)
                ? (Several(of, ahead, 1), 3)
            : null;
    }

    /// <summary>Q2, q2 2026, first quarter, T1, H1, 2026.</summary>
    private (Period Period, int Length)? Numbered(string word, string next, string third)
    {
        if (word is ['q' or 't', >= '1' and <= '4'] or ['s' or 'h', >= '1' and <= '2'])
        {
            var months = word[0] is 'q' or 't' ? 3 : 6;
            var year = Year(next);
            var first = new DateOnly(year ?? today.Year, ((word[1] - '1') * months) + 1, 1);
            return (Span(first, months), year is null ? 1 : 2);
        }

        if (TalkLexicon.Row(word) is >= 1 and <= 4 and { } nth && next is "quarter" or "trimestre" or "half" or "semestre")
        {
            var months = next is "quarter" or "trimestre" ? 3 : 6;
            if (months == 6 && TalkLexicon.Row(word) > 2)
            {
                return null;
            }

            var year = Year(third);
            var first = new DateOnly(year ?? today.Year, ((TalkLexicon.Row(word)!.Value - 1) * months) + 1, 1);
            return (Span(first, months), year is null ? 2 : 3);
        }

        return Year(word) is { } whole && word.Length == 4 ? (Span(new DateOnly(whole, 1, 1), 12), 1) : null;
    }

    /// <summary>June, in June 2027, juin: behind a word that leads to a month, or with its year.</summary>
    private (Period Period, int Length)? Named(IReadOnlyList<string> words, int at, string word, string next)
    {
        if (!Months.TryGetValue(word, out var month))
        {
            return null;
        }

        var year = Year(next);
        var before = at > 0 ? words[at - 1] : "";
        var before2 = at > 1 ? words[at - 2] : "";
        if (int.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out _) && year is null)
        {
            return null; // May 5
        }

        if (year is null && (before is not ("in" or "en" or "during" or "de" or "du" or "for" or "of" or "pour" or "d" or "end"
            or "fin" or "mois"
            or "this" or "since" or "depuis" or "by" or "until" or "before" or "avant" or "d'ici" or "to" or "till" or "after"
                or "apres") || (before is "of" or "de" && int.TryParse(before2, out _))))
        {
            return null;
        }

        if (int.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return null; // 5 May 2027
        }

        return (Span(new DateOnly(year ?? today.Year, month, 1), 1), year is null ? 1 : 2);
    }

    private Period Of(Unit unit, int way) => unit switch
    {
        Unit.Week => Days(Monday.AddDays(7 * way), 7) with { Shift = new DateShift(7 * way) },
        Unit.Month => Span(FirstOfMonth.AddMonths(way), 1) with
        {
            Shift = way == 0 ? new DateShift() : new DateShift(0, way, FirstOfMonth.AddMonths(way)),
        },
        Unit.Quarter => Span(FirstOfQuarter.AddMonths(3 * way), 3) with { Shift = new DateShift(0, 3 * way) },
        Unit.Half => Span(new DateOnly(today.Year, today.Month > 6 ? 7 : 1, 1).AddMonths(6 * way), 6) with
        {
            Shift = new DateShift(0, 6 * way),
        },
        _ => Span(new DateOnly(today.Year + way, 1, 1), 12) with { Shift = new DateShift(0, 12 * way) },
    };

    /// <summary>From today on, or until today.</summary>
    private Period Several(Unit unit, int count, int way)
    {
        var shift = Several(unit, count);
        return way > 0
            ? new Period(today, shift.From(today)) { Shift = shift }
            : new Period(new DateShift(-shift.Days, -shift.Months).From(today), today);
    }

    private static DateShift Several(Unit unit, int count)
    {
        var bounded = Math.Clamp(count, 1, 1000);
        return unit switch
        {
            Unit.Day => new DateShift(bounded),
            Unit.Week => new DateShift(7 * bounded),
            Unit.Month => new DateShift(0, bounded),
            Unit.Quarter => new DateShift(0, 3 * bounded),
            Unit.Half => new DateShift(0, 6 * bounded),
            _ => new DateShift(0, 12 * Math.Min(bounded, 100)),
        };
    }

    private DateOnly Monday
    {
        get
        {
            var first = culture.Name == "en-US" ? DayOfWeek.Sunday : DayOfWeek.Monday;
            return today.AddDays(-((7 + (int)today.DayOfWeek - (int)first) % 7));
        }
    }

    private DateOnly FirstOfMonth => new(today.Year, today.Month, 1);

    private DateOnly FirstOfQuarter => new(today.Year, (((today.Month - 1) / 3) * 3) + 1, 1);

    private static Period Days(DateOnly first, int days) => new(first, first.AddDays(days - 1));

    private static Period Span(DateOnly first, int months) => new(first, first.AddMonths(months).AddDays(-1));

    private static int? Year(string word) => word.Length == 4 && word.StartsWith("20", StringComparison.Ordinal)
        && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null;

    private static int? CountOf(string word) => Counts.TryGetValue(word, out var named) ? named
        : word.Length is > 0 and <= 3 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static FrozenDictionary<string, Unit> Words(params (Unit Unit, string Words)[] units) => units
        .SelectMany(u => u.Words.Split(' ').Select(word => (word, u.Unit)))
        .ToFrozenDictionary(u => u.word, u => u.Unit, StringComparer.Ordinal);
}
