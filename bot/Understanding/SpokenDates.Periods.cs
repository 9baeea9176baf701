namespace ChatOpportunities.Bot.Understanding;

/// <summary>Spans of time: so long from now, and the ends of weeks, months and years.</summary>
internal sealed partial class SpokenDates
{
    /// <summary>End of June, end of month, fin du mois, fin juin 2027, mi-juin, début juin, month end, end of H1, fin S1.</summary>
    private Spoken? PartOf(TokenizedLine line, int i)
    {
        if (NamedEnd(line, i) is { } said)
        {
            return said;
        }

        if (PartWord(line[i]) is not var (dayOfMonth, isGuess))
        {
            return null;
        }

        var k = i + 1;
        var isNext = false;
        for (; Lexicon.Fillers.Contains(line[k]); k++)
        {
            isNext |= Lexicon.Next.Contains(line[k]);
        }

        if (!line.IsRun(i, k - i + 1))
        {
            return null;
        }

        if (IsMonth(line[k], out var month, out var isSlip))
        {
            var found = OfMonth(line, i, k - i + 1, month, dayOfMonth);
            return found with { IsDoubtful = found.IsDoubtful || isGuess || isSlip };
        }

        if (QuarterAt(line, k) is { } quarter)
        {
            return Within(quarter, 3, k - i);
        }

        if (HalfYearAt(line, k, _ => true) is { } half)
        {
            return Within(half, 6, k - i);
        }

        if (Season(line, k, isLed: true) is { } season)
        {
            return season with { Length = k - i + season.Length };
        }

        if (dayOfMonth != 0 && !isNext || !Lexicon.Periods.TryGetValue(line[k], out var period) || period == Period.Day)
        {
            return null;
        }

        var length = k - i + 1;
        if (Lexicon.NextBehind.Contains(line[k + 1]) && !line.StartsPart(k + 1))
        {
            (isNext, length) = (true, length + 1);
        }

        var end = EndOfPeriod(period, isNext ? 1 : 0);
        return dayOfMonth == 0 ? new Spoken(length, end)
            : period == Period.Month ? new Spoken(length, InMonth(end.Year, end.Month, dayOfMonth), isGuess) : null;

        // Of a quarter or a half its end is sure, its middle and its beginning are guesses.
        Spoken Within(Spoken of, int months, int before)
        {
            var first = new DateOnly(of.Date!.Value.Year, of.Date.Value.Month, 1).AddMonths(1 - months);
            return dayOfMonth == 0 ? of with { Length = before + of.Length, IsDoubtful = of.IsDoubtful || isGuess }
                : new Spoken(before + of.Length, dayOfMonth == 1 ? first : Middle(first, months), IsDoubtful: true);
        }
    }

    private static DateOnly Middle(DateOnly first, int months) => first.AddMonths(months / 2).AddDays(months % 2 == 0 ? -1 : 14);

    /// <summary>Month end, quarter-end, EOY, fin-juin, mi-juin.</summary>
    private Spoken? NamedEnd(TokenizedLine line, int i)
    {
        var word = line[i];
        var dash = word.LastIndexOf('-');
        if (word.Length is < 3 or > 24)
        {
            return null;
        }

        if (Lexicon.Periods.TryGetValue(word, out var period) && period > Period.Day && line.IsRun(i, 2)
            && Lexicon.Behind.Contains(line[i + 1]))
        {
            return new Spoken(2, EndOfPeriod(period, 0));
        }

        if (dash > 0 && Lexicon.Behind.Contains(word[(dash + 1)..]) && Lexicon.Periods.TryGetValue(word[..dash], out period)
            && period > Period.Week)
        {
            return new Spoken(1, EndOfPeriod(period, 0));
        }

        if (dash > 0 && PartWord(word[..dash]) is var (dayOfMonth, isGuess)
            && Lexicon.Months.TryGetValue(word[(dash + 1)..], out var month))
        {
            var found = OfMonth(line, i, 1, month, dayOfMonth);
            return found with { IsDoubtful = found.IsDoubtful || isGuess };
        }

        return Lexicon.EndOfMonth.Contains(word) ? new Spoken(1, EndOfPeriod(Period.Month, 0))
            : Lexicon.EndOfQuarter.Contains(word) ? new Spoken(1, EndOfPeriod(Period.Quarter, 0))
            : Lexicon.EndOfYear.Contains(word) ? new Spoken(1, EndOfPeriod(Period.Year, 0))
            : Lexicon.EndOfWeek.Contains(word) ? new Spoken(1, EndOfPeriod(Period.Week, 0)) : null;
    }

    /// <summary>Which day of the month a word means, 0 for the last one, and whether that is a guess; null for other words.</summary>
    private static (int DayOfMonth, bool IsGuess)? PartWord(string word) =>
        word.Length == 0 ? null
        : Lexicon.End.Contains(word) ? (0, false)
        : Lexicon.Late.Contains(word) ? (0, true)
        : Lexicon.Middle.Contains(word) ? (15, false)
        : Lexicon.Start.Contains(word) ? (1, true) : null;

    /// <summary>Tomorrow, in 2 weeks, dans un mois, in 10 working days, 3 weeks from now.</summary>
    private Spoken? Relative(TokenizedLine line, int i)
    {
        if (Lexicon.Today.Contains(line[i]) || Lexicon.Tomorrow.Contains(line[i]) || Lexicon.AfterTomorrow.Contains(line[i]))
        {
            return new Spoken(1, today.AddDays(Lexicon.Today.Contains(line[i]) ? 0 : Lexicon.Tomorrow.Contains(line[i]) ? 1 : 2));
        }

        if (Phrase(line, i) is { } after)
        {
            return after;
        }

        if (!Lexicon.In.Contains(line[i]))
        {
            return CountAt(line, i) is var (before, words) && After(line, i, i + words, before) is { } found
                && Lexicon.FromNow.Contains(line[i + found.Length] + "-" + line[i + found.Length + 1]) && line.IsRun(i, found.Length + 2)
                ? found with { Length = found.Length + 2 } : null;
        }

        var skip = Lexicon.About.Contains(line[i + 1]) ? 1 : 0;
        skip += Lexicon.Next.Contains(line[i + 1 + skip]) ? 1 : 0;
        if (!line.IsRun(i, 2 + skip))
        {
            return null;
        }

        var at = i + 1 + skip;
        var isOne = Lexicon.Numbers.GetValueOrDefault(line[at]) == 1;
        if (Lexicon.Fortnights.TryGetValue(line[isOne ? at + 1 : at], out var days) && line.IsRun(i, skip + (isOne ? 3 : 2)))
        {
            return new Spoken(skip + (isOne ? 3 : 2), today.AddDays(days));
        }

        if (CountAt(line, at) is not var (count, length) || After(line, i, at + length, count) is not { } later)
        {
            return null;
        }

        // "In two weeks' time"
        later = line.IsRun(i, later.Length + 1) && Lexicon.Time.Contains(line[i + later.Length])
            ? later with { Length = later.Length + 1 } : later;
        return skip > 0 ? later with { IsDoubtful = later.IsDoubtful || Lexicon.AboutInDoubt.Contains(line[i + 1]) } : later;
    }

    /// <summary>The month after next, the week after next.</summary>
    private Spoken? Phrase(TokenizedLine line, int i) =>
        Lexicon.Periods.TryGetValue(line[i], out var period) && period > Period.Day
            && line.LengthOf(Lexicon.AfterNext, i + 1) is > 0 and var length && line.IsRun(i, length + 1)
                ? new Spoken(length + 1, EndOfPeriod(period, 2)) : null;

    private static (int Count, int Length)? CountAt(TokenizedLine line, int i)
    {
        if (!line.IsFree(i) || line[i].Length == 0)
        {
            return null;
        }

        if (NumberWords.Read(line, i) is { Scale: 1, Value: < 1_000 } said && said.Value == (int)said.Value)
        {
            return ((int)said.Value, said.Length);
        }

        return Lexicon.Numbers.TryGetValue(line[i], out var one) ? (one, 1) : NumberWords.Small(line[i]) is { } digits ? (digits, 1) : null;
    }

    /// <summary>So many of the unit that stands at <paramref name="unit"/>, from today. Beyond a century it is not a plan.</summary>
    private Spoken? After(TokenizedLine line, int from, int unit, int count)
    {
        var isWorking = Lexicon.Working.Contains(line[unit]);
        unit += isWorking ? 1 : 0;
        if (!line.IsRun(from, unit - from + 1) || !Lexicon.Periods.TryGetValue(line[unit], out var period) || today.Year > 9_800)
        {
            return null;
        }

        var length = unit - from + 1;
        if (period == Period.Day && !isWorking && line.IsRun(from, length + 1) && Lexicon.Working.Contains(line[unit + 1]))
        {
            (isWorking, length) = (true, length + 1);
        }

        return (period, isWorking) switch
        {
            (Period.Day, true) when count <= 5_000 => new Spoken(length, WorkingDaysLater(count)),
            (Period.Day, false) when count <= 36_500 => new Spoken(length, today.AddDays(count)),
            (Period.Week, false) when count <= 5_200 => new Spoken(length, today.AddDays(count * DaysOfWeek)),
            (Period.Month, false) when count <= 1_200 => new Spoken(length, today.AddMonths(count)),
            (Period.Quarter, false) when count <= 400 => new Spoken(length, today.AddMonths(3 * count)),
            (Period.HalfYear, false) when count <= 200 => new Spoken(length, today.AddMonths(6 * count)),
            (Period.Year, false) when count <= 100 => new Spoken(length, today.AddYears(count)),
            _ => null,
        };
    }

    /// <summary>Monday to Friday; no holiday is known here.</summary>
    private DateOnly WorkingDaysLater(int count)
    {
        var day = today;
        for (var left = count; left > 0;)
        {
            day = day.AddDays(1);
            left -= IsoWeekday(day) <= 5 ? 1 : 0;
        }

        return day;
    }

    /// <summary>Yesterday, last Monday, le mois dernier: said of what is over, and told so.</summary>
    private Spoken? Gone(TokenizedLine line, int i)
    {
        if (Lexicon.Yesterday.Contains(line[i]))
        {
            return new Spoken(1, today.AddDays(-1));
        }

        if (!line.IsRun(i, 2))
        {
            return null;
        }

        var word = Lexicon.Last.Contains(line[i]) ? line[i + 1] : Lexicon.LastBehind.Contains(line[i + 1]) ? line[i] : "";
        if (Lexicon.Weekdays.TryGetValue(word, out var weekday))
        {
            var back = (((IsoWeekday(today) - weekday) % DaysOfWeek) + DaysOfWeek) % DaysOfWeek;
            return new Spoken(2, today.AddDays(back == 0 ? -DaysOfWeek : -back));
        }

        return Lexicon.Periods.TryGetValue(word, out var period) && period > Period.Day ? new Spoken(2, EndOfPeriod(period, -1)) : null;
    }

    /// <summary>Next month, le mois prochain, this quarter: the end of it.</summary>
    private Spoken? NextPeriod(TokenizedLine line, int i)
    {
        if (!line.IsRun(i, 2))
        {
            return null;
        }

        var isNext = Lexicon.Next.Contains(line[i]);
        if ((isNext || Lexicon.This.Contains(line[i])) && Lexicon.Periods.TryGetValue(line[i + 1], out var period) && period > Period.Day)
        {
            return new Spoken(2, EndOfPeriod(period, isNext ? 1 : 0));
        }

        return Lexicon.NextBehind.Contains(line[i + 1]) && Lexicon.Periods.TryGetValue(line[i], out var next) && next > Period.Day
            ? new Spoken(2, EndOfPeriod(next, 1)) : null;
    }

    /// <summary>By June, en août, June 2027: the end of the month, which is a guess.</summary>
    private Spoken? WholeMonth(TokenizedLine line, int i)
    {
        if (!IsMonth(line[i], out var month, out var isSlip) || isSlip)
        {
            return null;
        }

        var hasYear = !line.StartsPart(i + 1) && Year(line[i + 1]) is not null;
        var isLedTo = IsLedTo(line, i) && !Lexicon.NotBeforeMonth.Contains(line[i - 1]);
        return isLedTo || (hasYear && line[i].Length > 3) ? OfMonth(line, i, 1, month, 0) with { IsDoubtful = true } : null;
    }

    /// <summary>A month, also behind an elision ("fin d'octobre") and with a slip in it ("Septmber").</summary>
    private static bool IsMonth(string word, out int month, out bool isSlip)
    {
        var bare = word.StartsWith("d'", StringComparison.Ordinal) ? word[2..] : word;
        isSlip = false;
        if (!Lexicon.Months.TryGetValue(bare, out month) && Slip(bare, Lexicon.Months) is { } near)
        {
            (month, isSlip) = (near, true);
        }

        return month > 0;
    }

    private Spoken OfMonth(TokenizedLine line, int i, int length, int month, int day)
    {
        if (Year(line[i + length]) is { } year && !line.StartsPart(i + length))
        {
            return new Spoken(length + 1, InMonth(year, month, day));
        }

        var date = InMonth(today.Year, month, day);
        return date >= today ? new Spoken(length, date) : new Spoken(length, InMonth(today.Year + 1, month, day), IsDoubtful: true);
    }

    private DateOnly EndOfPeriod(Period period, int ahead) => period switch
    {
        Period.Week => today.AddDays(5 - IsoWeekday(today) + (ahead * DaysOfWeek) + (IsoWeekday(today) > 5 && ahead == 0 ? DaysOfWeek : 0)),
        Period.Month => EndOfMonth(today.AddMonths(ahead)),
        Period.Quarter => EndOfMonths(today.AddMonths(3 * ahead), 3),
        Period.HalfYear => EndOfMonths(today.AddMonths(6 * ahead), 6),
        _ => new DateOnly(today.Year + ahead, 12, 31),
    };

    private static DateOnly InMonth(int year, int month, int day) =>
        day == 0 ? EndOfMonth(new DateOnly(year, month, 1)) : new DateOnly(year, month, day);

    private static DateOnly EndOfMonth(DateOnly date) => new(date.Year, date.Month, DateTime.DaysInMonth(date.Year, date.Month));

    /// <summary>The end of the quarter or the half in which the day lies.</summary>
    private static DateOnly EndOfMonths(DateOnly date, int months) =>
        EndOfMonth(new DateOnly(date.Year, ((date.Month - 1) / months * months) + months, 1));
}
