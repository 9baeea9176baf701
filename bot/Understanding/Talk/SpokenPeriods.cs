using System.Collections.Frozen;
using System.Globalization;

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
            "january jan janvier", "february feb fevrier fev", "march mars", "april apr avril", "may mai", "june jun juin",
            "july jul juillet", "august aug aout", "september sep sept septembre", "october oct octobre", "november nov novembre",
            "december dec decembre",
        }.SelectMany((names, i) => names.Split(' ').Select(name => (name, i + 1)))
        .ToFrozenDictionary(m => m.name, m => m.Item2, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int> Counts = new[]
        {
            "one a an un une", "two deux", "three trois", "four quatre", "five cinq", "six", "seven sept", "eight huit", "nine neuf",
            "ten dix",
        }.SelectMany((names, i) => names.Split(' ').Select(name => (name, i + 1)))
        .ToFrozenDictionary(m => m.name, m => m.Item2, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int> Directions = new (string Words, int Way)[]
        {
            ("this current ce cet cette", 0), ("next coming prochain prochaine prochains prochaines", 1),
            ("last past previous dernier derniere derniers dernieres passe passee precedent precedente", -1),
        }.SelectMany(d => d.Words.Split(' ').Select(word => (word, d.Way)))
        .ToFrozenDictionary(d => d.word, d => d.Way, StringComparer.Ordinal);

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
            case "today" or "aujourd'hui" or "tonight":
                return (new Period(today, today), 1);
            case "tomorrow" or "demain":
                return (new Period(today.AddDays(1), today.AddDays(1)), 1);
            case "yesterday" or "hier":
                return (new Period(today.AddDays(-1), today.AddDays(-1)), 1);
            case "eom":
                return (Of(Unit.Month, 0), 1);
            case "eoq":
                return (Of(Unit.Quarter, 0), 1);
            case "ytd":
                return (new Period(new DateOnly(today.Year, 1, 1), today), 1);
        }

        return Directed(word, next, third, at, words) ?? Numbered(word, next, third) ?? Named(words, at, word, next);
    }

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

        if (Units.TryGetValue(word, out var named) && Directions.TryGetValue(next, out var after) && after != 0)
        {
            return named == Unit.Day ? null : (Of(named, after), 2);
        }

        // "30 prochains jours", "two coming weeks"
        return CountOf(word) is { } count && Directions.TryGetValue(next, out var direction) && direction != 0
            && Units.TryGetValue(third, out var each) ? (Several(each, count, direction), 3)
            : word is "in" or "within" or "dans" or "d'ici" or "ici" or "sous" && CountOf(next) is { } ahead && Units.TryGetValue(third, out var of)
                && !IsLedByShift(words, at) ? (Several(of, ahead, 1), 3)
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

        if (Lexicon.Row(word) is >= 1 and <= 4 and { } nth && next is "quarter" or "trimestre" or "half" or "semestre")
        {
            var months = next is "quarter" or "trimestre" ? 3 : 6;
            if (months == 6 && Lexicon.Row(word) > 2)
            {
                return null;
            }

            var year = Year(third);
            return (Span(new DateOnly(year ?? today.Year, ((Lexicon.Row(word)!.Value - 1) * months) + 1, 1), months), year is null ? 2 : 3);
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

        if (year is null && (before is not ("in" or "en" or "during" or "de" or "du" or "for" or "of" or "pour" or "d" or "end" or "fin" or "mois"
            or "this" or "since" or "depuis") || (before is "of" or "de" && int.TryParse(before2, out _))))
        {
            return null;
        }

        if (int.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return null; // 5 May 2027
        }

        return (Span(new DateOnly(year ?? today.Year, month, 1), 1), year is null ? 1 : 2);
    }

    /// <summary>Whether "in two weeks" says by when something is moved, not a span.</summary>
    private static bool IsLedByShift(IReadOnlyList<string> words, int at) => at > 0 && words[at - 1] is "call" or "remind";

    private Period Of(Unit unit, int way) => unit switch
    {
        Unit.Week => Days(Monday.AddDays(7 * way), 7) with { Shift = new DateShift(7 * way) },
        Unit.Month => Span(FirstOfMonth.AddMonths(way), 1) with { Shift = new DateShift(0, way) },
        Unit.Quarter => Span(FirstOfQuarter.AddMonths(3 * way), 3) with { Shift = new DateShift(0, 3 * way) },
        Unit.Half => Span(new DateOnly(today.Year, today.Month > 6 ? 7 : 1, 1).AddMonths(6 * way), 6) with { Shift = new DateShift(0, 6 * way) },
        _ => Span(new DateOnly(today.Year + way, 1, 1), 12) with { Shift = new DateShift(0, 12 * way) },
    };

    /// <summary>From today on, or until today.</summary>
    private Period Several(Unit unit, int count, int way)
    {
        var bounded = Math.Clamp(count, 1, 1000);
        var shift = unit switch
        {
            Unit.Day => new DateShift(bounded),
            Unit.Week => new DateShift(7 * bounded),
            Unit.Month => new DateShift(0, bounded),
            Unit.Quarter => new DateShift(0, 3 * bounded),
            Unit.Half => new DateShift(0, 6 * bounded),
            _ => new DateShift(0, 12 * Math.Min(bounded, 100)),
        };
        return way > 0
            ? new Period(today, shift.From(today)) { Shift = shift }
            : new Period(new DateShift(-shift.Days, -shift.Months).From(today), today);
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
