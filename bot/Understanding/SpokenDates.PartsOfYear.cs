namespace ChatOpportunities.Bot.Understanding;

/// <summary>Quarters, halves of a year and seasons.</summary>
internal sealed partial class SpokenDates
{
    /// <summary>Q3, T3 2027, Q3'27, third quarter.</summary>
    private Spoken? QuarterAt(TokenizedLine line, int i)
    {
        if (Lexicon.Ordinals.TryGetValue(line[i], out var nth) && nth <= 4 && IsPeriod(line, i + 1, Period.Quarter) && line.IsRun(i, 2))
        {
            return OfYear(line, i, 2, nth * 3, "");
        }

        return Numbered(line[i], w => w.QuarterLetter, 4, out var rest) is { } quarter ? OfYear(line, i, 1, quarter * 3, rest) : null;
    }

    /// <summary>H1, S2 2027, first half, premier semestre.</summary>
    private Spoken? HalfYearAt(TokenizedLine line, int i, Func<int, bool> names)
    {
        if (Lexicon.Ordinals.TryGetValue(line[i], out var nth) && nth <= 2 && IsPeriod(line, i + 1, Period.HalfYear) && line.IsRun(i, 2))
        {
            var ofYear = line.IsRun(i, 4) && Lexicon.Of.Contains(line[i + 2]) && Year(line[i + 3]) is not null ? 1 : 0;
            return ofYear == 0 && !EndsThere(line, i + 2, names) && Year(line[i + 2]) is null ? null
                : OfYear(line, i, 2 + ofYear, nth * 6, "");
        }

        // "H1" is a lamp as well.
        return Numbered(line[i], w => w.HalfLetter, 2, out var rest) is { } half
            && (rest.Length > 0 || line.EndsRun(i + 1) || Year(line[i + 1]) is not null || IsLedTo(line, i) || names(i + 1))
            ? OfYear(line, i, 1, half * 6, rest) : null;
    }

    private static bool IsPeriod(TokenizedLine line, int i, Period period) =>
        Lexicon.Periods.TryGetValue(line[i], out var found) && found == period;

    /// <summary>The number behind the letter of a quarter or a half, where the letter is one of this language or of English.</summary>
    private int? Numbered(string word, Func<LanguageWords, char> letterOf, int most, out string rest)
    {
        rest = word.Length > 2 ? word[2..].TrimStart('\'', '-', '/') : "";
        var isLetter = word.Length >= 2 && word.Length <= 7 && Lexicon.Languages.Any(w => letterOf(w) == word[0]
            && (w == EnglishWords.Words || (culture.TwoLetterISOLanguageName == "fr" && w == FrenchWords.Words)));
        var isYear = word.Length > 2 && word[2] is '\'' or '-' or '/' && rest.Length is 2 or 4 && rest.All(char.IsAsciiDigit);
        return isLetter && word[1] >= '1' && word[1] - '0' <= most && (word.Length == 2 || isYear) ? word[1] - '0' : null;
    }

    /// <summary>The end of the month of the year that is said, or of the coming one.</summary>
    private Spoken OfYear(TokenizedLine line, int i, int length, int month, string joinedYear)
    {
        if (joinedYear.Length > 0 && Year(joinedYear.Length == 2 ? "20" + joinedYear : joinedYear) is { } joined)
        {
            return new Spoken(length, EndOfMonth(new DateOnly(joined, month, 1)));
        }

        if (!line.StartsPart(i + length) && Year(line[i + length]) is { } year)
        {
            return new Spoken(length + 1, EndOfMonth(new DateOnly(year, month, 1)));
        }

        var end = EndOfMonth(new DateOnly(today.Year, month, 1));
        return end >= today ? new Spoken(length, end) : new Spoken(length, EndOfMonth(end.AddYears(1)), IsDoubtful: true);
    }

    /// <summary>By spring, cet été, spring 2027, or alone: the end of the season, or with "before" its beginning; always a guess.</summary>
    private Spoken? Season(TokenizedLine line, int i, bool isLed = false)
    {
        if ((Lexicon.This.Contains(line[i]) || Lexicon.Next.Contains(line[i])) && line.IsRun(i, 2)
            && Lexicon.Seasons.ContainsKey(line[i + 1]))
        {
            return Season(line, i + 1, isLed: true) is { } of ? of with { Length = of.Length + 1 } : null;
        }

        if (!Lexicon.Seasons.TryGetValue(line[i], out var season))
        {
            return null;
        }

        var year = line.StartsPart(i + 1) ? null : Year(line[i + 1]);
        isLed |= !line.StartsPart(i) && Lexicon.SeasonLeadIns.Contains(line[i - 1]);
        var behind = year is null && line.IsRun(i, 2) && Lexicon.NextBehind.Contains(line[i + 1]) ? 1 : 0;
        var isAlone = line.StartsPart(i) && line.EndsRun(i + 1) && i > 0;
        if (!isAlone && behind == 0 && (!isLed || !(line.EndsRun(i + 1) || year is not null)) && (year is null || !line.EndsRun(i + 2)))
        {
            return null;
        }

        // Three months from March, as the weather services count them.
        var isBefore = !line.StartsPart(i)
            && (Lexicon.StrictlyBefore.Contains(line[i - 1]) || Lexicon.StrictlyBefore.Contains(line[i - 2]));
        var end = EndOfMonth(new DateOnly(year ?? today.Year, 3 * season, 1).AddMonths(isBefore ? -1 : 2));
        end = year is null && end < today ? EndOfMonth(end.AddYears(1)) : end;
        return new Spoken(1 + behind + (year is null ? 0 : 1), end, IsDoubtful: true);
    }
}
